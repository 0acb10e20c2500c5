//! `must be asked of everyone`: it shows only on some answers.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::{Judged, Want};
use crate::form::Told;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where the question shows only on a condition.
pub(super) struct Everyone;

impl Predicate for Everyone {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("be"), Piece::Word("asked"), Piece::Word("of"), Piece::Word("everyone")]];
        Signature {
            it: &[&[Piece::Word("is"), Piece::Word("asked"), Piece::Word("of"), Piece::Word("everyone")]],
            ..signature("everyone", SentenceKind::FieldDuty, words, "it shows only on some answers")
        }
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        match point.field.conditional {
            Told::Yes => Judged::yes().because("it shows only on some answers"),
            Told::No => Judged::no(),
            Told::NotSaid => Judged::unknown(Want::Shown(point.id)),
        }
    }
}
