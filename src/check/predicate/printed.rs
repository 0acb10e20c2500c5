//! `no printed field C on F`: a card, letter or layout shows it, though nobody is asked.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::Judged;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where a layout shows it.
pub(super) struct Printed;

impl Predicate for Printed {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("printed"), Piece::Word("field")]];
        signature("printed", SentenceKind::Ban, words, "a card, letter or layout shows it, though nobody is asked")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        match point.field.printed {
            true => Judged::yes().because("the layout shows it"),
            false => Judged::no(),
        }
    }
}
