//! All rules of a library, with the names they use of one another looked up.

use rustc_hash::FxHashMap;

use super::{Holds, Period, Policy, Rule, Signature};
use crate::source::{Place, Problem};
use jiff::civil::Date;

/// A rule by the number of its policy and its own number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId {
    /// The policy.
    pub policy: usize,
    /// The rule in it.
    pub rule: usize,
}

/// Policies that are judged together.
#[derive(Debug)]
pub struct Law {
    policies: Vec<Policy>,
    superseded: FxHashMap<String, Vec<usize>>,
    signatures: &'static [Signature],
}

impl Law {
    /// The law that these policies make together.
    pub fn new(policies: Vec<Policy>, signatures: &'static [Signature]) -> Self {
        let mut superseded: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (number, policy) in policies.iter().enumerate() {
            for (older, _) in &policy.supersedes {
                superseded.entry(older.clone()).or_default().push(number);
            }
        }
        Self { policies, superseded, signatures }
    }

    /// The policies, in the order they were given.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The table of what sentences can say.
    pub fn signatures(&self) -> &'static [Signature] {
        self.signatures
    }

    /// All rules.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &Policy, &Rule)> {
        let numbered = self.policies.iter().enumerate();
        numbered.flat_map(|(number, policy)| {
            policy.rules.iter().enumerate().map(move |(rule, row)| (RuleId { policy: number, rule }, policy, row))
        })
    }

    /// The policy and rule of a number.
    pub fn rule(&self, id: RuleId) -> Option<(&Policy, &Rule)> {
        let policy = self.policies.get(id.policy)?;
        Some((policy, policy.rules.get(id.rule)?))
    }

    /// Whether a rule's own days hold on a day; a law is not in force before it was passed.
    pub fn in_period(&self, policy: &Policy, rule: Option<&Rule>, day: Date) -> Holds {
        if policy.passed.is_some_and(|passed| day < passed.first) {
            return Holds::No;
        }
        match rule.filter(|rule| !rule.periods.is_empty()) {
            Some(rule) => Period::any(&rule.periods, day),
            None if policy.periods.is_empty() && !policy.rules.is_empty() => {
                let all: Vec<Period> = policy.rules.iter().flat_map(|rule| rule.periods.iter().cloned()).collect();
                Period::any(&all, day)
            }
            None => Period::any(&policy.periods, day),
        }
    }

    /// Whether a rule is in force on a day: its days hold, and nothing that supersedes it does.
    pub fn in_force(&self, policy: &Policy, rule: &Rule, day: Date) -> Holds {
        let own = self.in_period(policy, Some(rule), day);
        let newer = self.superseding(policy, rule).map(|newer| self.in_period(newer, None, day));
        newer.fold(own, |own, newer| match (own, newer) {
            (Holds::No, _) | (_, Holds::Yes) => Holds::No,
            (own, Holds::No) => own,
            _ => Holds::Unknown,
        })
    }

    /// The policies that take the place of a rule or of its policy.
    pub fn superseding<'l>(&'l self, policy: &'l Policy, rule: &'l Rule) -> impl Iterator<Item = &'l Policy> {
        let by = [policy.id.as_str(), rule.name.as_str()].into_iter().filter_map(|name| self.superseded.get(name));
        by.flatten().filter_map(|number| self.policies.get(*number))
    }

    /// Names of policies and rules that are used and not there, and ids that are there twice.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let ids: Vec<&str> = self.policies.iter().map(|policy| policy.id.as_str()).collect();
        let names: Vec<&str> = ids.iter().copied().chain(self.rules().map(|(_, _, rule)| rule.name.as_str())).collect();
        for (number, policy) in self.policies.iter().enumerate() {
            if let Some(first) = self.policies.iter().take(number).find(|first| first.id == policy.id) {
                let message = format!("policy `{}` is already in the library", policy.id);
                problems.push(Problem::error("policy-twice", policy.place, message).also(first.place, "first here"));
            }
            let used = policy.supersedes.iter().chain(policy.rules.iter().flat_map(|rule| rule.notwithstanding.iter()));
            let conflicts = policy.rules.iter().flat_map(|rule| rule.conflicts.iter().map(|(name, _, place)| (name, place)));
            for (name, place) in used.map(|(name, place)| (name, place)).chain(conflicts) {
                problems.extend(unknown(name, *place, &names));
            }
        }
        problems
    }
}

fn unknown(name: &str, place: Place, names: &[&str]) -> Option<Problem> {
    (!names.contains(&name))
        .then(|| Problem::error("unknown-rule", place, format!("unknown policy or rule `{name}`")).suggest(name, names.iter().copied()))
}
