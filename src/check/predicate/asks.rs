//! `no field C on F`: the form asks it, required or not.

use super::{Point, Predicate, signature};
use crate::check::truth::Judged;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where the form asks the question at all.
pub(super) struct Asks;

impl Predicate for Asks {
    fn signature(&self) -> Signature {
        signature("asks", SentenceKind::Ban, &[&[Piece::Word("field")]], "the form asks it, required or not")
    }

    fn at_field(&self, _point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        Judged::yes().because("the form asks for it")
    }
}
