//! The smallest form that puts a sample's question.

use crate::form::{Answer, Choice, Field, FieldId, Form, Notice, NoticeKind, Required, Text, Told};
use crate::policy::{Rule, Sample};
use crate::source::Place;
use crate::syntax::ast::Aspect;

/// The identifier that a question bears where a claim must name it; it says nothing of what is asked.
pub(super) const NAME: &str = "q1";

/// The form of a sample, and the number of its question; none where the form alone is tried.
pub(super) fn form<'s>(rule: &Rule, sample: &'s Sample) -> (Form<'s>, Option<FieldId>) {
    let mut form = Form { format: "sample", place: sample.place, ..Form::default() };
    let mut order = 0;
    for words in &sample.with {
        form.notices.push(Notice { kind: NoticeKind::Text, text: text(words, sample.place), order, ..Notice::default() });
        order += 1;
    }
    let question = sample.question.as_ref().map(|label| question(rule, sample, label));
    let further = sample.asking.iter().map(|label| plain(label, sample.place));
    let asked = question.is_some().then_some(FieldId(0));
    for field in question.into_iter().chain(further) {
        form.fields.push(Field { order, ..field });
        order += 1;
    }
    (form, asked)
}

fn question<'s>(rule: &Rule, sample: &'s Sample, label: &'s str) -> Field<'s> {
    let offered = sample.offering.iter().map(|words| text(words, sample.place));
    let answer = answer(rule, sample);
    // What a request for a proof offers are the proofs that it accepts.
    let (accepts, choices) = match answer {
        Answer::Document => (offered.collect(), Vec::new()),
        _ => (Vec::new(), offered.map(|label| Choice { label: Some(label), ..Choice::default() }).collect()),
    };
    let signature = crate::check::signatures().get(rule.predicate);
    Field {
        name: (!sample.claims.is_empty()).then(|| text(NAME, sample.place)),
        choices,
        accepts,
        answer,
        required: match sample.required {
            Some(true) if sample.conditional => Required::WhenShown,
            Some(true) => Required::Yes,
            Some(false) => Required::No,
            None => Required::NotSaid,
        },
        conditional: if sample.conditional { Told::Yes } else { Told::No },
        printed: signature.is_some_and(|signature| signature.id == "printed"),
        ..plain(label, sample.place)
    }
}

fn answer(rule: &Rule, sample: &Sample) -> Answer {
    let document = rule.target.as_ref().is_some_and(|target| target.aspect == Aspect::Document);
    match () {
        () if document => Answer::Document,
        () if sample.many => Answer::Choices,
        () if !sample.offering.is_empty() => Answer::Choice,
        () => Answer::Text,
    }
}

fn plain(label: &str, place: Place) -> Field<'_> {
    Field { label: Some(text(label, place)), answer: Answer::Text, conditional: Told::No, place, ..Field::default() }
}

fn text(words: &str, place: Place) -> Text<'_> {
    Text::new(words, place)
}
