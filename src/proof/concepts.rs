//! Concepts tried on the questions that must, or must not, be recognized as them.

use crate::form::{Choice, Code, Field, Form, Section, SectionId, Text};
use crate::recognize::{Confidence, Recognizer, Seen};
use crate::source::Place;
use crate::vocabulary::{ConceptId, Sample, Vocabulary};

/// A sample of a concept that was tried.
#[derive(Clone, Debug)]
pub struct Tried<'v> {
    /// The concept.
    pub concept: ConceptId,
    /// The sample.
    pub sample: &'v Sample,
    /// Whether it must be recognized as the concept, or must not.
    pub is: bool,
    /// How surely it was recognized as the concept, or as one below it.
    pub got: Option<Confidence>,
    /// What it was taken for, and by what.
    pub reasons: Vec<String>,
}

impl Tried<'_> {
    /// Whether it came out as its author says: a weak sign is no recognition.
    pub fn holds(&self) -> bool {
        (self.got > Some(Confidence::Weak)) == self.is
    }
}

/// What came of every sample of every concept.
pub fn prove_concepts<'v>(vocabulary: &'v Vocabulary, recognizer: &Recognizer) -> Vec<Tried<'v>> {
    let mut tried = Vec::new();
    for (concept, row) in vocabulary.concepts.iter() {
        let samples = row.is.iter().map(|sample| (sample, true)).chain(row.is_not.iter().map(|sample| (sample, false)));
        tried.extend(samples.map(|(sample, is)| attempt(vocabulary, recognizer, concept, sample, is)));
    }
    tried
}

fn attempt<'v>(vocabulary: &'v Vocabulary, recognizer: &Recognizer, concept: ConceptId, sample: &'v Sample, is: bool) -> Tried<'v> {
    let seen = see(recognizer, sample);
    let below = seen.concepts.iter().filter(|found| vocabulary.concepts.is(found.concept, concept));
    let got = below.map(|found| found.confidence).max();
    Tried { concept, sample, is, got, reasons: recognized(vocabulary, &seen) }
}

/// What is thought of a question that stands alone.
pub fn see(recognizer: &Recognizer, sample: &Sample) -> Seen {
    recognizer.recognize(&form(sample)).fields.into_iter().next().unwrap_or_default()
}

fn form(sample: &Sample) -> Form<'_> {
    let section = sample.context.as_deref().map(|title| Section { title: Some(text(title)), ..Section::default() });
    let code = |code: &'_ String| {
        let (system, code) = code.split_once(':').unwrap_or(("", code));
        Code { system: system.to_owned().into(), code: code.to_owned().into(), place: Place::default() }
    };
    let field = Field {
        name: sample.name.as_deref().map(text),
        label: sample.label.as_deref().map(text),
        help: sample.help.as_deref().map(text).into_iter().collect(),
        choices: sample.options.iter().map(|label| Choice { label: Some(text(label)), ..Choice::default() }).collect(),
        codes: sample.codes.iter().map(code).collect(),
        section: section.as_ref().map(|_| SectionId(0)),
        order: 1,
        ..Field::default()
    };
    let languages = sample.language.iter().map(|tag| tag.as_str().into()).collect();
    Form { fields: vec![field], sections: section.into_iter().collect(), languages, format: "sample", ..Form::default() }
}

fn text(words: &str) -> Text<'_> {
    Text::new(words, Place::default())
}

/// What a question was taken for, and what it only seemed to be, in words.
pub(super) fn recognized(vocabulary: &Vocabulary, seen: &Seen) -> Vec<String> {
    let table = &vocabulary.concepts;
    let mut words: Vec<String> = Vec::new();
    for found in &seen.concepts {
        let sure = match found.confidence {
            Confidence::Weak => "weakly",
            Confidence::Likely => "likely",
            Confidence::Certain => "certainly",
        };
        let by = found.evidence.first().map(|sign| format!(" by “{}” ({})", sign.matched(), sign.term())).unwrap_or_default();
        words.push(format!("the question is {sure} about `{}`{by}", table.name(found.concept)));
    }
    if words.is_empty() {
        words.push("nothing in the question was recognized".to_owned());
    }
    words.extend(
        seen.vetoes
            .iter()
            .map(|veto| format!("“{}” is not taken for `{}`: {}", veto.evidence.matched(), table.name(veto.concept), veto.by)),
    );
    words
}
