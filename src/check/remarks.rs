//! What is worth saying of laws beside the findings: passed and not yet in force, superseded, contested, not to be complied with
//! yet, and claims that do not count.

use super::case::Setting;
use super::scope;
use super::truth::Truth;
use crate::context::Claim;
use crate::finding::Remark;
use crate::policy::{Days, Holds, Law, Policy};
use jiff::civil::Date;

/// The remarks for forms in a setting, in the order of the policies' ids.
pub(super) fn remarks(law: &Law, setting: Setting<'_>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = law.policies().iter().flat_map(|policy| of_policy(law, policy, setting)).collect();
    remarks.extend(setting.context.claims.iter().filter_map(|claim| of_claim(claim, setting)));
    remarks.sort();
    remarks
}

/// Whether a rule of a policy would reach such forms, were it in force.
fn would_reach(law: &Law, policy: &Policy, setting: Setting<'_>) -> Truth {
    if setting.context.jurisdictions.is_empty() {
        return Truth::No;
    }
    let counts = || scope::COUNTS.into_iter().filter(|count| *count != scope::Count::Force);
    let of_rule = |rule| counts().map(|count| scope::judge(count, law, policy, rule, setting).truth).min();
    policy.rules.iter().filter_map(of_rule).max().unwrap_or(Truth::No)
}

fn of_policy(law: &Law, policy: &Policy, setting: Setting<'_>) -> Vec<Remark> {
    let day = setting.day;
    let reaches = would_reach(law, policy, setting);
    if reaches == Truth::No {
        return Vec::new();
    }
    let say = |words: String| Remark { policy: policy.id.clone(), words };
    let holds = law.in_period(policy, None, day);
    let mut remarks: Vec<Remark> = coming(policy, day, holds).map(say).into_iter().collect();
    if let Some(newer) =
        policy.rules.iter().flat_map(|rule| law.superseding(policy, rule)).find(|newer| law.in_period(newer, None, day) == Holds::Yes)
    {
        remarks.push(say(format!("{} is superseded by {}", policy.citation, newer.citation)));
    }
    // What may not even speak of such forms is not worth a word on each of them.
    if reaches == Truth::Yes && holds != Holds::No {
        remarks.extend(policy.contested.as_ref().map(|why| say(format!("{} is contested: {why}", policy.citation))));
        let due = policy.rules.iter().filter_map(|rule| rule.comply_by).chain(policy.comply_by).find(|by| day < by.first);
        remarks.extend(due.map(|by| say(format!("{} need not be complied with before {by}", policy.citation))));
    }
    remarks
}

/// What is said of a law that was passed and is not yet in force.
fn coming(policy: &Policy, day: Date, holds: Holds) -> Option<String> {
    let passed = policy.passed.filter(|passed| day >= passed.first && holds == Holds::No)?;
    let ahead = policy.periods.iter().any(|period| matches!(period.days, Days::From(from, _) if day < from.first));
    let when: Vec<String> = policy.periods.iter().map(ToString::to_string).collect();
    ahead.then(|| format!("{} was passed on {passed} and is not yet in force on {day}: {}", policy.citation, when.join("; ")))
}

fn of_claim(claim: &Claim, setting: Setting<'_>) -> Option<Remark> {
    let day = setting.day;
    let say = |words: String| Some(Remark { policy: String::new(), words });
    let citation = claim.citation.as_deref().unwrap_or_default();
    match claim {
        Claim { citation: None, .. } => say("a claim has no citation and does not count".to_owned()),
        Claim { until: Some(until), .. } if day >= *until => say(format!("the claim under {citation} ended on {until} and does not count")),
        Claim { from: Some(from), .. } if day < *from => say(format!("the claim under {citation} begins on {from} and does not count yet")),
        _ => None,
    }
}
