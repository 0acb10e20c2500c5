//! Rules that no form could ever meet.

use super::overlap::kinds_meet;
use super::values;
use crate::policy::{Arm, Condition, Days, Period, Policy, Rule};
use crate::source::{Place, Problem};
use crate::vocabulary::Vocabulary;

/// What makes a rule one that no form could ever meet.
pub(super) fn unmet(policy: &Policy, rule: &Rule, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut problems = Vec::new();
    let tell = |message: String| Problem::error("rule-never-met", rule.place, message);
    problems.extend(rule.scope.arms.iter().filter_map(|arm| torn(arm, vocabulary)).map(tell));
    problems.extend(contradicts(policy, rule, vocabulary).map(tell));
    problems.extend(
        rule.target
            .as_ref()
            .filter(|target| all_excepted(target, vocabulary))
            .map(|_| tell("every concept of this rule is excepted".to_owned())),
    );
    problems
}

/// Periods that end before they begin.
pub(super) fn empty(periods: &[Period], place: Place) -> Vec<Problem> {
    let is_empty = |period: &&Period| matches!(period.days, Days::From(from, Some(until)) if until.last <= from.first);
    let tell = |period: &Period| {
        let place = Place::text(place.source, period.span);
        Problem::error("period-empty", place, format!("no day lies in this period: {period}")).help("the second day is the first one out")
    };
    periods.iter().filter(is_empty).map(tell).collect()
}

/// Two kinds of an arm that no form is both of.
fn torn(arm: &Arm, vocabulary: &Vocabulary) -> Option<String> {
    let table = &vocabulary.kinds;
    let pairs = arm.kinds.iter().enumerate().flat_map(|(at, one)| arm.kinds.iter().skip(at + 1).map(move |other| (*one, *other)));
    let (one, other) = pairs.into_iter().find(|(one, other)| !kinds_meet(*one, *other, table))?;
    Some(format!("no form is both `{}` and `{}`", table.title(one), table.title(other)))
}

/// Conditions on facts that cannot all hold.
fn contradicts(policy: &Policy, rule: &Rule, vocabulary: &Vocabulary) -> Option<String> {
    let own: Vec<&Condition> = rule.when.iter().collect();
    if values::solve(&own, vocabulary).is_none() {
        return Some("no facts meet what stands after `when`".to_owned());
    }
    let with = |when: Option<&Condition>| values::solve(&own.iter().copied().chain(when).collect::<Vec<_>>(), vocabulary).is_some();
    let open = policy.binds.is_empty() || policy.binds.iter().any(|line| with(line.when.as_ref()));
    (!open).then(|| "no facts meet both what stands after `when` and what the policy binds on".to_owned())
}

fn all_excepted(target: &crate::policy::Target, vocabulary: &Vocabulary) -> bool {
    let excepted = |concept| target.except.iter().any(|except| vocabulary.concepts.is(concept, *except));
    !target.concepts.is_empty() && target.concepts.iter().all(|concept| excepted(*concept))
}
