//! `must stand on a form apart`, `must stand in a section apart`: it stands among others.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::Judged;
use crate::form::{Answer, Field};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where the form asks anything else.
pub(super) struct FormApart;

/// Breached where its section asks anything else.
pub(super) struct SectionApart;

impl Predicate for FormApart {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("stand"), Piece::Word("on"), Piece::Word("a"), Piece::Word("form"), Piece::Word("apart")]];
        signature("form-apart", SentenceKind::FieldDuty, words, "it stands among other questions")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        among(point, |_| true, "the form asks other things too")
    }
}

impl Predicate for SectionApart {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("stand"), Piece::Word("in"), Piece::Word("a"), Piece::Word("section"), Piece::Word("apart")]];
        signature("section-apart", SentenceKind::FieldDuty, words, "it stands among other questions")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        among(point, |other| other.section == point.field.section, "its section asks other things too")
    }
}

fn among(point: Point<'_, '_>, beside: impl Fn(&Field<'_>) -> bool, words: &'static str) -> Judged {
    let vocabulary = point.case.setting.vocabulary;
    let Some(target) = &point.case.rule.target else { return Judged::no() };
    let other = point.case.asked().any(|(id, field, seen)| {
        let same = seen.concepts.iter().any(|found| target.hit(found.concept, vocabulary).is_some());
        id != point.id && !same && field.answer != Answer::Signature && beside(field)
    });
    if other { Judged::yes().because(words) } else { Judged::no() }
}
