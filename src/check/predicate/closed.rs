//! Closed lists: `F may ask only field C`, `F may require only field C`.

use super::{Breach, Predicate, Ways, signature};
use crate::check::case::Case;
use crate::check::truth::{Judged, Truth, Want};
use crate::form::{Answer, Field, FieldId, Required, Told};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use crate::recognize::{Confidence, Seen};

/// Breached by any other question about a person.
pub(super) struct AskOnly;

/// Breached by any other question about a person that must be answered.
pub(super) struct RequireOnly;

impl Predicate for AskOnly {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("ask"), Piece::Word("only"), Piece::Word("field"), Piece::Concepts]];
        signature("ask-only", SentenceKind::ClosedList, words, "any other question about a person")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        others(case, arguments, |_, _, _| Judged::yes())
    }
}

impl Predicate for RequireOnly {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("require"), Piece::Word("only"), Piece::Word("field"), Piece::Concepts]];
        signature("require-only", SentenceKind::ClosedList, words, "any other question about a person that must be answered")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        others(case, arguments, |id, field, seen| match field.required {
            _ if seen.declinable || field.opt_out == Told::Yes => Judged::no(),
            Required::Yes | Required::WhenShown => Judged::yes(),
            Required::No => Judged::no(),
            Required::NotSaid => Judged::unknown(Want::Required(id)),
        })
    }
}

/// The questions about a person that the list does not hold, each as far as `counts` lets it count.
fn others(case: &Case<'_>, arguments: &Arguments, counts: impl Fn(FieldId, &Field<'_>, &Seen) -> Judged) -> Vec<Breach> {
    let personal = |field: &Field<'_>| !matches!(field.answer, Answer::Signature | Answer::Control | Answer::Document);
    let questions = case.asked().filter(|(_, field, _)| personal(field));
    let judged = questions.map(|(id, field, seen)| (id, counts(id, field, seen).and(outside(case, arguments, id, seen))));
    judged.filter(|(_, judged)| judged.truth != Truth::No).map(|(id, judged)| Breach { field: Some(id), judged }).collect()
}

/// Whether a question is outside the list; one that cannot be placed is not known.
fn outside(case: &Case<'_>, arguments: &Arguments, id: FieldId, seen: &Seen) -> Judged {
    let table = &case.setting.vocabulary.concepts;
    let sure: Vec<_> = seen.concepts.iter().filter(|found| found.confidence > Confidence::Weak).collect();
    if sure.is_empty() {
        return Judged::unknown(Want::Meaning(id)).because("no closed list can place it");
    }
    match sure.iter().find(|found| !arguments.concepts.iter().any(|listed| table.is(found.concept, *listed))) {
        Some(found) => Judged::yes().because(format!("it asks for {}, which the list does not hold", table.title(found.concept))),
        None => Judged::no(),
    }
}
