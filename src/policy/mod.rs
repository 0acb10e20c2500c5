//! The law as it applies: policies and rules with every name looked up.

mod arguments;
mod law;
mod period;
mod resolve;
mod signature;
mod target;

pub use arguments::{Arguments, Resolved};
pub use law::{Law, RuleId};
pub use period::{Days, Holds, Moment, Period};
pub use resolve::resolve;
pub use signature::{Kind as SentenceKind, Piece, Signature};
pub use target::{Hit, Target};

use crate::source::{Place, Problem, Span};
use crate::vocabulary::{
    BodyId, ConceptId, ConsentId, ExemptionId, FactId, JurisdictionId, KindId, NoticeId, PurposeId, StageId, StandardId, SubjectId,
};

/// What kind of law a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A constitution, or a court's reading of one.
    Constitution,
    /// A statute.
    Statute,
    /// A regulation.
    Regulation,
    /// A judgment.
    Court,
    /// An ordinance of a city or county.
    Ordinance,
    /// An order to those who serve under it.
    Order,
    /// Guidance: it binds nobody.
    Guidance,
}

/// How much of the law itself was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Its operative words.
    Text,
    /// A part of them.
    Part,
    /// Reports about it only.
    Secondary,
}

/// A page that was read, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The address.
    pub url: String,
    /// The day.
    pub on: String,
    /// The heading or section as it stands there.
    pub heading: Option<String>,
}

/// One law.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is law.
    pub jurisdiction: JurisdictionId,
    /// What kind of law it is.
    pub authority: Authority,
    /// How it is cited.
    pub citation: String,
    /// What was read.
    pub sources: Vec<Read>,
    /// How much of it was read.
    pub basis: Basis,
    /// When it was passed.
    pub passed: Option<Moment>,
    /// When it is in force; rules may differ.
    pub periods: Vec<Period>,
    /// Until when a lack is a note only.
    pub comply_by: Option<Moment>,
    /// When it should be read again, and what to look at.
    pub review: Option<(Moment, String)>,
    /// Who must obey; none binds everybody.
    pub binds: Vec<Binds>,
    /// The policies that it takes the place of.
    pub supersedes: Vec<(String, Place)>,
    /// Why its standing is disputed.
    pub contested: Option<String>,
    /// Where ours goes beyond the law's words.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Doc comments.
    pub docs: Vec<String>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Where it stands.
    pub place: Place,
}

/// Who must obey.
#[derive(Clone, Debug)]
pub struct Binds {
    /// The bodies.
    pub bodies: Vec<BodyId>,
    /// The threshold.
    pub when: Option<Condition>,
}

/// One rule of a policy.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id within the policy.
    pub id: String,
    /// `policy/rule`.
    pub name: String,
    /// Its sentence in canonical words.
    pub sentence: String,
    /// The number of its predicate in the table of signatures.
    pub predicate: usize,
    /// What kind of sentence it is.
    pub kind: SentenceKind,
    /// Advice (`should`) rather than law (`must`).
    pub advice: bool,
    /// The questions it speaks of; none where it speaks of the form.
    pub target: Option<Target>,
    /// The arguments of its predicate.
    pub arguments: Arguments,
    /// Whom the answer must be about; empty for anybody.
    pub about: Vec<SubjectId>,
    /// The forms it speaks of.
    pub scope: Scope,
    /// What must hold besides.
    pub when: Option<Condition>,
    /// What excuses, each enough by itself.
    pub unless: Vec<Condition>,
    /// Its own days, where they differ from the policy's.
    pub periods: Vec<Period>,
    /// Until when a lack is a note only.
    pub comply_by: Option<Moment>,
    /// The rules it beats.
    pub notwithstanding: Vec<(String, Place)>,
    /// Whether it beats rules of places inside.
    pub preempts: bool,
    /// The rules it is known to conflict with, and why.
    pub conflicts: Vec<(String, String, Place)>,
    /// What to write instead.
    pub instead: Option<String>,
    /// Why the law says so.
    pub why: Option<String>,
    /// What to do about a breach.
    pub fix: Option<String>,
    /// Where ours goes beyond the law's words.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Doc comments.
    pub docs: Vec<String>,
    /// Its samples.
    pub samples: Vec<Sample>,
    /// Where its sentence stands.
    pub place: Place,
}

impl Rule {
    /// The concepts that its sentence names: those it speaks of, and those that it wants or lists.
    pub fn named(&self) -> impl Iterator<Item = ConceptId> {
        let spoken_of = self.target.iter().flat_map(|target| &target.concepts);
        spoken_of.chain(&self.arguments.concepts).copied()
    }
}

/// The forms a sentence speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One of these must hold; an arm without names is `all forms`.
    pub arms: Vec<Arm>,
    /// Where in a process.
    pub stage: Option<(When, Vec<StageId>)>,
    /// What for.
    pub purposes: Vec<PurposeId>,
}

/// Words that must all hold of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arm {
    /// What it is.
    pub kinds: Vec<KindId>,
    /// Who runs it.
    pub bodies: Vec<BodyId>,
}

/// How a stage stands to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before it is reached.
    Before,
    /// At it.
    At,
    /// Once it is reached.
    After,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All of them.
    All(Vec<Condition>),
    /// Any of them.
    Any(Vec<Condition>),
    /// Not.
    Not(Box<Condition>),
    /// Something true of the field: a predicate and its arguments.
    It(usize, Box<Arguments>),
    /// A claimed exemption.
    Exemption(ExemptionId),
    /// A claimed standard.
    Standard(StandardId),
    /// Whom the answer is about.
    Subject(SubjectId),
    /// A fact and what it must be.
    Fact(FactId, Test),
}

/// What a fact must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Yes.
    Yes,
    /// This value.
    Is(String),
    /// Any value but this.
    IsNot(String),
    /// A list that has this.
    Includes(String),
    /// A number or day, compared.
    Number(Compare, u64),
    /// A day, compared.
    Day(Compare, Moment),
}

/// How numbers and days are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `<`
    Less,
    /// `>`
    More,
    /// `is`
    Equal,
    /// `is not`
    Different,
}

/// What a sentence bans or demands: a question, a proof, or either.
pub use crate::syntax::ast::Aspect;
/// What must come of a sample.
pub use crate::syntax::ast::Outcome;

/// A sample of a rule, with every name looked up.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What must come of it.
    pub outcome: Outcome,
    /// The question; none for the form alone.
    pub question: Option<String>,
    /// Whether an answer is required, where it says so.
    pub required: Option<bool>,
    /// Whether it shows on a condition only.
    pub conditional: bool,
    /// Whether many answers may be chosen.
    pub many: bool,
    /// The choices it offers.
    pub offering: Vec<String>,
    /// Further questions on the form.
    pub asking: Vec<String>,
    /// Whom the answer is about.
    pub about: Option<SubjectId>,
    /// At which stage.
    pub stage: Option<StageId>,
    /// Text before it.
    pub with: Vec<String>,
    /// Claims, with their citations.
    pub claims: Vec<(Claimed, String)>,
    /// Facts and other circumstances.
    pub given: Vec<Condition>,
    /// When the form was last reviewed.
    pub reviewed: Option<Moment>,
    /// The day.
    pub as_of: Option<Moment>,
    /// Where it stands.
    pub place: Place,
    /// The words of it that were written.
    pub span: Span,
}

/// What may be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// An exemption.
    Exemption(ExemptionId),
    /// A standard.
    Standard(StandardId),
}

/// All names that a sentence's argument may be looked up as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A concept.
    Concept(ConceptId),
    /// A notice.
    Notice(NoticeId),
    /// A consent.
    Consent(ConsentId),
}

/// The result of resolving a file: its policies and what is wrong with it.
pub type Resolution = (Vec<Policy>, Vec<Problem>);
