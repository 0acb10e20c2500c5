//! What came of judging a form: findings, none without a place, a rule and an authority; and what could not be judged.

mod fingerprint;

pub use fingerprint::fingerprint;

use std::sync::Arc;

use crate::form::FieldId;
use crate::policy::Policy;
use crate::recognize::{Confidence, Evidence};
use crate::source::{Place, Problem};
use crate::vocabulary::ConceptId;

/// The outcome of a rule at a place, graded: the greater, the graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The rule is kept.
    Kept,
    /// It would be breached, and is excused.
    Allowed,
    /// It may be breached: the sign is weak, or a proxy.
    Possible,
    /// It hangs on something that is not known.
    Undecided,
    /// It is breached.
    Breach,
}

/// The law's own weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// `should`: a lack is reported as such.
    Advice,
    /// Guidance binds nobody.
    Guidance,
    /// Law.
    Law,
}

/// Something that is not known and would decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need {
    /// The key of the context, or the fact: `run by`, `kinds`, `facts.employees`.
    pub fact: String,
    /// Values that would decide, the most useful first.
    pub values: Vec<String>,
    /// The question in words.
    pub ask: String,
    /// The line of `mayask.yaml`, or the flag, that settles it.
    pub settle: String,
}

/// One outcome of one rule at one place.
#[derive(Clone, Debug)]
pub struct Finding<'l> {
    /// What came of it.
    pub outcome: Outcome,
    /// The law's weight.
    pub severity: Severity,
    /// The policy.
    pub policy: &'l Policy,
    /// The number of the rule in the policy.
    pub rule: usize,
    /// The field; none where the form itself is meant.
    pub field: Option<FieldId>,
    /// Where.
    pub place: Place,
    /// The concept that the question was taken for.
    pub concept: Option<ConceptId>,
    /// How sure we are of it.
    pub confidence: Option<Confidence>,
    /// Why it was taken for that.
    pub evidence: Arc<[Evidence]>,
    /// Why the rule came out so, in order.
    pub reasons: Vec<Arc<str>>,
    /// What would decide.
    pub needs: Vec<Arc<Need>>,
    /// Which of several equal findings this is, from 0.
    pub ordinal: u32,
}

impl<'l> Finding<'l> {
    /// The rule.
    pub fn rule(&self) -> Option<&'l crate::policy::Rule> {
        self.policy.rules.get(self.rule)
    }

    /// The rule's name, `policy/rule`.
    pub fn rule_name(&self) -> &'l str {
        self.rule().map(|rule| rule.name.as_str()).unwrap_or_default()
    }
}

/// Something about a law worth saying beside the findings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The id of the policy.
    pub policy: String,
    /// What is said of it.
    pub words: String,
}

/// How much of a form was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All fields.
    pub found: usize,
    /// Fields that a person is asked and that could be read.
    pub understood: usize,
    /// Fields whose text is kept elsewhere and was not found.
    pub unresolved: usize,
    /// Fields that no person is asked.
    pub not_asked: usize,
    /// Fields that a person is asked and that could not be read.
    pub not_understood: usize,
}

/// All that came of judging one form.
#[derive(Clone, Debug, Default)]
pub struct Review<'l> {
    /// The findings, by place, then rule.
    pub findings: Vec<Finding<'l>>,
    /// Passed and not in force, contested, superseded, claims that do not count.
    pub remarks: Vec<Arc<Remark>>,
    /// Facts that would decide something, the most decisive first, each with the findings that hang on it.
    pub needs: Vec<(Need, Vec<usize>)>,
    /// How much was understood.
    pub counts: Counts,
    /// The questions that could not be read, and why.
    pub not_understood: Vec<(FieldId, String)>,
    /// How many rules were judged.
    pub rules_applied: usize,
    /// What could not be judged at all: no jurisdiction, no rule that could reach.
    pub problems: Vec<Problem>,
}
