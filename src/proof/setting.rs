//! The circumstances under which a rule reaches a sample: place, body, kind, stage, people, facts, day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Bench, ask};
use crate::analyse::values;
use crate::context::{Claim, ClaimedFor, Context, FactValue, Ground, Known, Origin};
use crate::policy::{Arm, Binds, Claimed, Condition, Days, Holds, Period, Policy, Rule, Sample, When};
use crate::vocabulary::{BodyId, FactId, StageId, SubjectId, Vocabulary};

/// The day of a sample: its own, or else one on which its rule is in force, as near to the beginning of its latest days as may be.
pub(super) fn day(bench: Bench<'_>, policy: &Policy, rule: &Rule, sample: &Sample) -> Date {
    if let Some(moment) = sample.as_of {
        return moment.last;
    }
    let periods = if rule.periods.is_empty() { &policy.periods } else { &rule.periods };
    let earliest = [policy.passed, rule.comply_by.or(policy.comply_by)].into_iter().flatten().map(|moment| moment.last).max();
    let mut days: Vec<Date> = periods.iter().flat_map(first_days).collect();
    days.sort_unstable_by(|one, other| other.cmp(one));
    days.push(bench.today);
    days.extend(periods.iter().filter_map(last_day));
    let fit = |day: Date| earliest.map_or(day, |earliest| day.max(earliest));
    let holds = |wanted| days.iter().copied().map(fit).find(|day| bench.law.in_force(policy, rule, *day) == wanted);
    holds(Holds::Yes).or_else(|| holds(Holds::Unknown)).unwrap_or(bench.today)
}

fn first_days(period: &Period) -> Option<Date> {
    match period.days {
        Days::Unknown => None,
        Days::By(moment) | Days::From(moment, _) => Some(moment.last),
    }
}

fn last_day(period: &Period) -> Option<Date> {
    match period.days {
        Days::From(_, Some(until)) => until.first.checked_sub(1.day()).ok(),
        _ => None,
    }
}

/// The context of a sample.
pub(super) fn context(bench: Bench<'_>, policy: &Policy, rule: &Rule, sample: &Sample) -> Context {
    let vocabulary = bench.vocabulary;
    let arm = rule.scope.arms.first().cloned().unwrap_or_default();
    let binds = line(&policy.binds, &arm, vocabulary);
    let purposes = BTreeMap::from([("*".to_owned(), known(rule.scope.purposes.iter().copied()))]);
    Context {
        jurisdictions: known([policy.jurisdiction]),
        run_by: known(bodies(binds, &arm, vocabulary)),
        kinds: known(arm.kinds.iter().copied()),
        stage: stage(rule, sample, vocabulary).map(one),
        respondents: known(respondents(rule, sample, &arm, vocabulary)),
        facts: facts(binds, rule, sample, vocabulary),
        purposes: purposes.into_iter().filter(|(_, purposes)| !purposes.is_empty()).collect(),
        reviewed: sample.reviewed.map(|moment| one(moment.last)),
        claims: sample.claims.iter().map(|(what, citation)| claim(*what, citation, sample)).collect(),
        ..Context::default()
    }
}

fn one<T>(value: T) -> Known<T> {
    Known { value, origin: Origin::Implied("the sample".to_owned()) }
}

fn known<T>(values: impl IntoIterator<Item = T>) -> Vec<Known<T>> {
    values.into_iter().map(one).collect()
}

/// The line `binds` that goes with an arm: one that names a body of the arm, or one below or above it; else the first.
fn line<'p>(binds: &'p [Binds], arm: &Arm, vocabulary: &Vocabulary) -> Option<&'p Binds> {
    let kin = |one: BodyId, other: BodyId| vocabulary.bodies.is(one, other) || vocabulary.bodies.is(other, one);
    let goes = |line: &&Binds| arm.bodies.iter().any(|body| line.bodies.iter().any(|bound| kin(*body, *bound)));
    binds.iter().find(goes).or(binds.first())
}

/// Who runs the form: the bodies of the arm, the more narrowly named of those that are kin, and one that is bound.
fn bodies(binds: Option<&Binds>, arm: &Arm, vocabulary: &Vocabulary) -> Vec<BodyId> {
    let table = &vocabulary.bodies;
    let mut bodies = arm.bodies.clone();
    let Some(binds) = binds else { return bodies };
    if bodies.iter().any(|body| binds.bodies.iter().any(|bound| table.is(*body, *bound))) {
        return bodies;
    }
    let narrower = binds.bodies.iter().find(|bound| arm.bodies.iter().any(|body| table.is(**bound, *body)));
    bodies.extend(narrower.or(binds.bodies.first()));
    bodies
}

fn stage(rule: &Rule, sample: &Sample, vocabulary: &Vocabulary) -> Option<StageId> {
    if sample.stage.is_some() {
        return sample.stage;
    }
    let (when, stages) = rule.scope.stage.as_ref()?;
    match when {
        When::Before => stages.iter().find_map(|stage| vocabulary.stages.row(*stage)?.earlier.first().copied()),
        When::At | When::After => stages.first().copied(),
    }
}

fn respondents(rule: &Rule, sample: &Sample, arm: &Arm, vocabulary: &Vocabulary) -> Vec<SubjectId> {
    let given = sample.given.iter().chain(&rule.when).find_map(values::subject);
    let named = sample.about.or(rule.about.first().copied()).or(given);
    let implied = || arm.kinds.iter().filter_map(|kind| vocabulary.kinds.row(*kind)).flat_map(|row| row.respondents.iter().copied());
    named.map_or_else(|| implied().collect(), |named| vec![named])
}

/// Facts under which the rule reaches the form, and those that the sample gives; these win where both cannot be.
fn facts(binds: Option<&Binds>, rule: &Rule, sample: &Sample, vocabulary: &Vocabulary) -> BTreeMap<FactId, Known<FactValue>> {
    let given: Vec<&Condition> = sample.given.iter().collect();
    let wanted: Vec<&Condition> = binds.and_then(|line| line.when.as_ref()).into_iter().chain(&rule.when).collect();
    let all: Vec<&Condition> = given.iter().chain(&wanted).copied().collect();
    let apart = || {
        let mut facts = values::solve(&wanted, vocabulary).unwrap_or_default();
        facts.extend(values::solve(&given, vocabulary).unwrap_or_default());
        facts
    };
    let facts = values::solve(&all, vocabulary).unwrap_or_else(apart);
    facts.into_iter().map(|(fact, value)| (fact, one(value))).collect()
}

fn claim(what: Claimed, citation: &str, sample: &Sample) -> Claim {
    let ground = match what {
        Claimed::Exemption(id) => Ground::Exemption(id),
        Claimed::Standard(id) => Ground::Standard(id),
    };
    let field = if sample.question.is_some() { ClaimedFor::Field(ask::NAME.to_owned()) } else { ClaimedFor::Form };
    let citation = Some(citation.to_owned()).filter(|citation| !citation.is_empty());
    Claim { field, ground, citation, by: None, from: None, until: None, origin: Origin::Implied("the sample".to_owned()) }
}
