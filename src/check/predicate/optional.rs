//! Answers that need not be given: `no required field C`, `must be optional`, `must say it is optional`.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::{Judged, Want};
use crate::form::{Required as Wanted, Told};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where one cannot go on without disclosing the answer; an answer that declines cures.
pub(super) struct Required;

/// Breached as `no required field`.
pub(super) struct Optional;

/// Breached where no text says that the answer may be left out.
pub(super) struct SaysOptional;

impl Predicate for Required {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("required"), Piece::Word("field")]];
        signature("required", SentenceKind::Ban, words, "one cannot go on without disclosing it")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        must_disclose(point)
    }
}

impl Predicate for Optional {
    fn signature(&self) -> Signature {
        Signature {
            it: &[&[Piece::Word("is"), Piece::Word("optional")]],
            ..signature(
                "optional",
                SentenceKind::FieldDuty,
                &[&[Piece::Word("be"), Piece::Word("optional")]],
                "one cannot go on without disclosing it",
            )
        }
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        must_disclose(point)
    }
}

impl Predicate for SaysOptional {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("say"), Piece::Word("it"), Piece::Word("is"), Piece::Word("optional")]];
        Signature {
            it: &[&[Piece::Word("says"), Piece::Word("it"), Piece::Word("is"), Piece::Word("optional")]],
            ..signature("says-optional", SentenceKind::FieldDuty, words, "no text says that it may be left out")
        }
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        match point.seen.said_optional {
            true => Judged::no(),
            false => Judged::yes().because("no text says that it may be left out"),
        }
    }
}

fn must_disclose(point: Point<'_, '_>) -> Judged {
    if point.seen.declinable || point.field.opt_out == Told::Yes {
        return Judged::no();
    }
    match point.field.required {
        Wanted::Yes => Judged::yes().because("an answer is required, and none of the answers declines"),
        Wanted::WhenShown => Judged::yes().because("an answer is required where the question shows, and none of the answers declines"),
        Wanted::No => Judged::no(),
        Wanted::NotSaid => Judged::unknown(Want::Required(point.id)),
    }
}
