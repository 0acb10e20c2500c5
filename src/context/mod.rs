//! Where, by whom and for what a form is used: every value with its origin, and nothing assumed.

mod assemble;
mod facts;
mod yaml;

pub use assemble::{Settings, assemble};
pub use yaml::{Config, Entry, config, settings};

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::source::Place;
use crate::vocabulary::{
    BodyId, ConceptId, ExemptionId, FactId, JurisdictionId, KindId, PurposeId, RecipientId, StageId, StandardId, SubjectId,
};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A flag of the command line.
    Flag,
    /// The form itself.
    Form(Place),
    /// `mayask.yaml`.
    File(Place),
    /// Implied by another value, in words.
    Implied(String),
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// A number.
    Number(u64),
    /// A day.
    Day(Date),
    /// Yes or no.
    YesNo(bool),
    /// One or more words.
    Words(Vec<String>),
}

/// What a claim rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// An exemption.
    Exemption(ExemptionId),
    /// A standard.
    Standard(StandardId),
}

/// Which questions a claim is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimedFor {
    /// The whole form.
    Form,
    /// Questions about a concept.
    Concept(ConceptId),
    /// The field of this name.
    Field(String),
}

/// A claim that an exemption or standard applies: claimed and not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// For which questions.
    pub field: ClaimedFor,
    /// What is claimed.
    pub ground: Ground,
    /// The law that it rests on; without one the claim does not count.
    pub citation: Option<String>,
    /// Who claims it.
    pub by: Option<String>,
    /// The first day it counts.
    pub from: Option<Date>,
    /// The first day it counts no more.
    pub until: Option<Date>,
    /// Where it stands.
    pub origin: Origin,
}

/// How long answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// They are not kept.
    NotKept,
    /// For this many days.
    Days(u32),
    /// Without an end.
    Forever,
}

/// The circumstances of one form. What is missing is unknown, never no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The places whose law applies.
    pub jurisdictions: Vec<Known<JurisdictionId>>,
    /// Who runs the form.
    pub run_by: Vec<Known<BodyId>>,
    /// What the form is.
    pub kinds: Vec<Known<KindId>>,
    /// Where in a process it is used.
    pub stage: Option<Known<StageId>>,
    /// Who answers, and whom the answers are about where nothing else is said.
    pub respondents: Vec<Known<SubjectId>>,
    /// Facts.
    pub facts: BTreeMap<FactId, Known<FactValue>>,
    /// What answers are for, by the name of the field; `*` is every field.
    pub purposes: BTreeMap<String, Vec<Known<PurposeId>>>,
    /// Who gets the answers, where it is declared.
    pub recipients: Option<Vec<Known<RecipientId>>>,
    /// How long answers are kept.
    pub retention: Option<Known<Retention>>,
    /// When the form was last reviewed.
    pub reviewed: Option<Known<Date>>,
    /// Whether answers travel encrypted.
    pub encrypted: Option<Known<bool>>,
    /// What is claimed.
    pub claims: Vec<Claim>,
}

/// The keys of a context, as they are written in `mayask.yaml` and named in findings.
pub const KEYS: &[&str] = &[
    "jurisdiction",
    "run by",
    "kinds",
    "stage",
    "respondent",
    "facts",
    "purposes",
    "recipients",
    "retention",
    "reviewed",
    "encrypted",
    "claims",
];
