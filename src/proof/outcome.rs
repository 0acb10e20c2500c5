//! What came of a sample, and why.

use jiff::civil::Date;

use super::{Bench, ask, setting};
use crate::check::{self, Docket, Setting, Truth};
use crate::finding;
use crate::form::{FieldId, Form};
use crate::policy::{Outcome, Policy, Rule, RuleId, Sample};
use crate::recognize::Recognized;

/// What came of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// The rule came out so.
    Outcome(Outcome),
    /// The rule could not be judged, and why.
    Unjudged(String),
}

/// A sample that was tried.
#[derive(Clone, Debug)]
pub struct Proved<'l> {
    /// Its policy.
    pub policy: &'l Policy,
    /// Its rule.
    pub rule: &'l Rule,
    /// The sample.
    pub sample: &'l Sample,
    /// The day on which it was tried.
    pub day: Date,
    /// What came of it.
    pub got: Got,
    /// Why, in order.
    pub reasons: Vec<String>,
}

impl Proved<'_> {
    /// Whether it came out as its author says.
    pub fn holds(&self) -> bool {
        self.got == Got::Outcome(self.sample.outcome)
    }
}

/// Tries one sample of a rule.
pub(super) fn prove<'l>(bench: Bench<'l>, id: RuleId, policy: &'l Policy, rule: &'l Rule, sample: &'l Sample) -> Proved<'l> {
    let day = setting::day(bench, policy, rule, sample);
    let context = setting::context(bench, policy, rule, sample);
    let (form, asked) = ask::form(rule, sample);
    let seen = bench.recognizer.recognize(&form);
    let setting = Setting { context: &context, day, vocabulary: bench.vocabulary };
    let docket = Docket::sole(bench.law, setting, id).with_kept(true);
    let (got, reasons) = judged(&docket, id, sample, &form, &seen, asked);
    Proved { policy, rule, sample, day, got, reasons }
}

fn judged(
    docket: &Docket<'_>,
    id: RuleId,
    sample: &Sample,
    form: &Form<'_>,
    seen: &Recognized,
    asked: Option<FieldId>,
) -> (Got, Vec<String>) {
    let review = check::check(docket, form, seen);
    let own = review
        .findings
        .iter()
        .filter(|finding| docket.law().rule(id).is_some_and(|(policy, _)| std::ptr::eq(policy, finding.policy)) && finding.rule == id.rule);
    let here = own.filter(|finding| asked.is_none() || finding.field.is_none() || finding.field == asked);
    if let Some(finding) = here.max_by_key(|finding| finding.outcome) {
        let mut reasons: Vec<String> = finding.reasons.iter().map(|reason| reason.to_string()).collect();
        reasons.extend(finding.needs.iter().map(|need| format!("not known: {}", need.ask)));
        reasons.extend(recognized(docket, seen, asked));
        return (Got::Outcome(graded(finding.outcome)), reasons);
    }
    let why = unreached(docket, id);
    let reasons = recognized(docket, seen, asked);
    let aside = sample.as_of.is_some() || sample.stage.is_some() || sample.about.is_some() || !sample.given.is_empty();
    match why {
        Some(why) if !aside => (Got::Unjudged(why), reasons),
        why => (Got::Outcome(Outcome::Kept), why.into_iter().chain(reasons).collect()),
    }
}

fn graded(outcome: finding::Outcome) -> Outcome {
    match outcome {
        finding::Outcome::Kept => Outcome::Kept,
        finding::Outcome::Allowed => Outcome::Allowed,
        finding::Outcome::Possible => Outcome::Possible,
        finding::Outcome::Undecided => Outcome::Undecided,
        finding::Outcome::Breach => Outcome::Breach,
    }
}

/// Why the rule does not reach the form, where it does not.
pub(super) fn unreached(docket: &Docket<'_>, id: RuleId) -> Option<String> {
    let (policy, rule) = docket.law().rule(id)?;
    let stops = |count: &check::Count| check::reach_count(*count, docket.law(), policy, rule, docket.setting()).truth == Truth::No;
    let count = check::COUNTS.into_iter().find(stops)?;
    let day = docket.setting().day;
    Some(match count {
        check::Count::Place => "the rule does not reach the form: it is used elsewhere".to_owned(),
        check::Count::Force => format!("the rule does not reach the form: it is not in force on {day}"),
        check::Count::Bound => "the rule does not reach the form: whoever runs it is not bound".to_owned(),
        check::Count::Forms => "the rule does not reach the form: it is of another kind".to_owned(),
        check::Count::Stage => "the rule does not reach the form: it is used at another stage".to_owned(),
        check::Count::When => "the rule does not reach the form: its `when` does not hold".to_owned(),
    })
}

/// What the question was taken for.
fn recognized(docket: &Docket<'_>, seen: &Recognized, asked: Option<FieldId>) -> Vec<String> {
    let view = asked.and_then(|id| seen.field(id));
    view.map(|view| super::concepts::recognized(docket.setting().vocabulary, view)).unwrap_or_default()
}
