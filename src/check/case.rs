//! One rule before one form: everything that judging may look at.

use jiff::civil::Date;

use crate::context::{Context, Known};
use crate::form::{Field, FieldId, Form};
use crate::policy::{Policy, Rule};
use crate::recognize::{About, Confidence, Recognized, Seen, Understanding};
use crate::vocabulary::{ConceptId, PurposeId, SubjectId, Vocabulary};

/// What judging may look at, before any form is there.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'c> {
    /// The circumstances.
    pub context: &'c Context,
    /// The day of judgment.
    pub day: Date,
    /// The tables.
    pub vocabulary: &'c Vocabulary,
}

/// A form before a rule.
#[derive(Clone, Copy, Debug)]
pub struct Case<'c> {
    /// The circumstances.
    pub setting: Setting<'c>,
    /// The policy.
    pub policy: &'c Policy,
    /// The rule.
    pub rule: &'c Rule,
    /// The form.
    pub viewed: &'c Viewed<'c>,
}

/// A form with what is thought of it, and what of that many rules want to know, gathered once.
#[derive(Debug)]
pub struct Viewed<'c> {
    /// The form.
    pub form: &'c Form<'c>,
    /// What its fields are about.
    pub seen: &'c Recognized,
    /// What a person is asked, each as surely as it was recognized, in the order of the questions.
    pub(super) asked: Vec<(ConceptId, Confidence)>,
    /// The first question that could not be read.
    pub(super) unread: Option<FieldId>,
}

impl<'c> Viewed<'c> {
    pub(super) fn new(form: &'c Form<'c>, seen: &'c Recognized) -> Self {
        let concepts = questions(form, seen).flat_map(|(_, _, seen)| &seen.concepts);
        Self {
            asked: concepts.map(|found| (found.concept, found.confidence)).collect(),
            unread: questions(form, seen).find(|(_, _, seen)| seen.understanding != Understanding::Understood).map(|(id, ..)| id),
            form,
            seen,
        }
    }
}

/// The fields of a form that a person is asked, with what they are about.
fn questions<'c>(form: &'c Form<'c>, seen: &'c Recognized) -> impl Iterator<Item = (FieldId, &'c Field<'c>, &'c Seen)> {
    form.numbered().filter(|(_, field)| field.is_asked()).filter_map(move |(id, field)| Some((id, field, seen.field(id)?)))
}

impl<'c> Case<'c> {
    /// A field of the form.
    pub fn field(&self, id: FieldId) -> Option<(&'c Field<'c>, &'c Seen)> {
        Some((self.viewed.form.field(id)?, self.viewed.seen.field(id)?))
    }

    /// The fields that a person is asked, with what they are about.
    pub fn asked(&self) -> impl Iterator<Item = (FieldId, &'c Field<'c>, &'c Seen)> {
        questions(self.viewed.form, self.viewed.seen)
    }

    /// Whom a field is about; empty where nobody says.
    pub fn subjects(&self, seen: &Seen) -> Vec<SubjectId> {
        match &seen.about {
            About::Subjects(subjects) => subjects.clone(),
            About::Respondent => self.setting.context.respondents.iter().map(|known| known.value).collect(),
        }
    }

    /// What the answer of a field is for, where it is declared: by the form, or by the context.
    pub fn purposes(&self, field: Option<&Field<'_>>) -> Vec<PurposeId> {
        let table = &self.setting.vocabulary.purposes;
        let said = field.into_iter().flat_map(|field| field.purposes.iter()).filter_map(|text| table.find(&text.value));
        let name = field.and_then(|field| field.name.as_ref()).map(|name| name.value.as_ref());
        let keys = name.into_iter().chain(["*"]);
        let declared = keys.filter_map(|key| self.setting.context.purposes.get(key)).flatten();
        said.chain(declared.map(|known: &Known<PurposeId>| known.value)).collect()
    }
}
