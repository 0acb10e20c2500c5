//! What is worth saying of laws beside the findings: passed and not yet in force, superseded, contested, not to be complied with
//! yet, and claims that do not count.

use super::case::Setting;
use crate::context::Claim;
use crate::finding::Remark;
use crate::policy::{Holds, Law, Policy};

/// The remarks for forms in a setting, in the order of the policies' ids.
pub(super) fn remarks(law: &Law, setting: Setting<'_>) -> Vec<Remark> {
    let table = &setting.vocabulary.jurisdictions;
    let here = |policy: &&Policy| setting.context.jurisdictions.iter().any(|place| table.is(place.value, policy.jurisdiction));
    let mut remarks: Vec<Remark> = law.policies().iter().filter(here).flat_map(|policy| of_policy(law, policy, setting)).collect();
    remarks.extend(setting.context.claims.iter().filter_map(|claim| of_claim(claim, setting)));
    remarks.sort();
    remarks
}

fn of_policy(law: &Law, policy: &Policy, setting: Setting<'_>) -> Vec<Remark> {
    let day = setting.day;
    let say = |words: String| Remark { policy: policy.id.clone(), words };
    let mut remarks = Vec::new();
    let holds = law.in_period(policy, None, day);
    if let Some(passed) = policy.passed.filter(|passed| day >= passed.first && holds == Holds::No) {
        let coming = policy.periods.iter().any(|period| matches!(period.days, crate::policy::Days::From(from, _) if day < from.first));
        if coming {
            let when: Vec<String> = policy.periods.iter().map(ToString::to_string).collect();
            remarks.push(say(format!("{} was passed on {passed} and is not yet in force on {day}: {}", policy.citation, when.join("; "))));
        }
    }
    if let Some(newer) =
        policy.rules.iter().flat_map(|rule| law.superseding(policy, rule)).find(|newer| law.in_period(newer, None, day) == Holds::Yes)
    {
        remarks.push(say(format!("{} is superseded by {}", policy.citation, newer.citation)));
    }
    if let Some(why) = policy.contested.as_ref().filter(|_| holds != Holds::No) {
        remarks.push(say(format!("{} is contested: {why}", policy.citation)));
    }
    let due = policy.rules.iter().filter_map(|rule| rule.comply_by).chain(policy.comply_by).find(|by| day < by.first);
    remarks.extend(due.filter(|_| holds != Holds::No).map(|by| say(format!("{} need not be complied with before {by}", policy.citation))));
    remarks
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
