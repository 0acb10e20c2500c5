//! `must allow many answers`: a single choice.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::{Judged, Want};
use crate::form::Answer;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where only one of the choices may be chosen.
pub(super) struct Many;

impl Predicate for Many {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("allow"), Piece::Word("many"), Piece::Word("answers")]];
        signature("many", SentenceKind::FieldDuty, words, "a single choice")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        match point.field.answer {
            Answer::Choice | Answer::YesNo => Judged::yes().because("only one answer may be chosen"),
            Answer::NotSaid => Judged::unknown(Want::Answers(point.id)),
            _ => Judged::no(),
        }
    }
}
