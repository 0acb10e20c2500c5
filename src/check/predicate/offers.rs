//! The answers that a question offers: `no option A in field C`, `must offer A`, `must offer only A`.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::{Judged, Want};
use crate::form::Answer;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where a choice offers the answer.
pub(super) struct Option;

/// Breached where one of the answers is lacking.
pub(super) struct Offers;

/// Breached where there is an answer besides these.
pub(super) struct OffersOnly;

impl Predicate for Option {
    fn signature(&self) -> Signature {
        signature("option", SentenceKind::Ban, &[&[Piece::Word("option"), Piece::Answers]], "a choice offers it")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        let offered = |answer: &&String| offers(point, answer);
        match arguments.answers.iter().find(offered) {
            Some(answer) => Judged::yes().because(format!("a choice offers `{answer}`")),
            None => Judged::no(),
        }
    }
}

impl Predicate for Offers {
    fn signature(&self) -> Signature {
        signature("offers", SentenceKind::FieldDuty, &[&[Piece::Word("offer"), Piece::Answers]], "one of the answers is lacking")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        if free(point) {
            return Judged::unknown(Want::Answers(point.id));
        }
        let lacking: Vec<&str> = arguments.answers.iter().filter(|answer| !offers(point, answer)).map(String::as_str).collect();
        match lacking.is_empty() {
            true => Judged::no(),
            // A choice that nobody could place may be the one that seems to be lacking.
            false => Judged::yes().softly(unplaced(point).is_some()).because(format!("no choice offers {}", lacking.join(", "))),
        }
    }
}

impl Predicate for OffersOnly {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("offer"), Piece::Word("only"), Piece::Answers]];
        signature("offers-only", SentenceKind::FieldDuty, words, "there is an answer besides these")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        if free(point) {
            return Judged::unknown(Want::Answers(point.id));
        }
        let other = |means: &&Vec<String>| !means.is_empty() && !means.iter().any(|answer| arguments.answers.contains(answer));
        if let Some(answer) = point.seen.choices.iter().find(other).and_then(|means| means.first()) {
            return Judged::yes().because(format!("a choice offers `{answer}` besides"));
        }
        match unplaced(point) {
            Some(label) => Judged::yes().softly(true).because(format!("a choice offers \"{label}\" besides")),
            None => Judged::no(),
        }
    }
}

fn offers(point: Point<'_, '_>, answer: &str) -> bool {
    point.seen.choices.iter().flatten().any(|meant| meant == answer)
}

/// Whether the answer is free text: nobody can say what it offers.
fn free(point: Point<'_, '_>) -> bool {
    point.field.choices.is_empty() && point.field.answer != Answer::YesNo
}

/// A choice of which nobody can say what it means.
fn unplaced<'c>(point: Point<'_, 'c>) -> std::option::Option<&'c str> {
    let means = |index: usize| point.seen.choices.get(index).is_some_and(|means| !means.is_empty());
    let choice = point.field.choices.iter().enumerate().find(|(index, _)| !means(*index)).map(|(_, choice)| choice)?;
    choice.label.as_ref().or(choice.value.as_ref()).map(|text| text.value.as_ref())
}
