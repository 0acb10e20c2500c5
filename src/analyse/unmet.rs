//! Rules that no form could ever meet. What a sentence alone shows - a period without a day, concepts all excepted - is
//! told when it is resolved.

use super::overlap::kinds_meet;
use super::values;
use crate::policy::{Arm, Condition, Policy, Rule};
use crate::source::Problem;
use crate::vocabulary::Vocabulary;

/// What makes a rule one that no form could ever meet.
pub(super) fn unmet(policy: &Policy, rule: &Rule, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut problems = Vec::new();
    let tell = |message: String| Problem::error("rule-never-met", rule.place, format!("no form could ever meet this rule: {message}"));
    problems.extend(rule.scope.arms.iter().filter_map(|arm| torn(arm, vocabulary)).map(tell));
    problems.extend(contradicts(policy, rule, vocabulary).map(tell));
    problems
}

/// Two kinds of an arm that no form is both of.
fn torn(arm: &Arm, vocabulary: &Vocabulary) -> Option<String> {
    let table = &vocabulary.kinds;
    let pairs = arm.kinds.iter().enumerate().flat_map(|(at, one)| arm.kinds.iter().skip(at + 1).map(move |other| (*one, *other)));
    let (one, other) = pairs.into_iter().find(|(one, other)| !kinds_meet(*one, *other, table))?;
    Some(format!("none is both `{}` and `{}`", table.title(one), table.title(other)))
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
