//! Policies and vocabulary tried on the samples that their authors wrote beside them.
//!
//! A sample puts its question on the smallest form that its rule reaches. One that cannot be judged fails, with the reason;
//! none is passed over.

mod ask;
mod cases;
mod concepts;
mod outcome;
mod setting;

pub use cases::{Case, FormOf, Lack, cases, run};
pub use concepts::{Tried, prove_concepts, see};
pub use outcome::{Got, Proved};

use jiff::civil::Date;

use crate::check;
use crate::policy::{Condition, Law, Outcome, Policy, Rule, SentenceKind};
use crate::recognize::Recognizer;
use crate::source::Problem;
use crate::vocabulary::Vocabulary;

/// What samples are tried with.
#[derive(Clone, Copy, Debug)]
pub struct Bench<'l> {
    /// All rules, so that those which go before one another are judged together.
    pub law: &'l Law,
    /// The tables.
    pub vocabulary: &'l Vocabulary,
    /// The vocabulary, ready for matching.
    pub recognizer: &'l Recognizer,
    /// The day on which rules are tried that give no better one.
    pub today: Date,
}

/// What came of every sample of every rule of the wanted policies, in the order of the law.
pub fn prove<'l>(bench: Bench<'l>, wanted: &dyn Fn(&Policy) -> bool) -> Vec<Proved<'l>> {
    let rules = bench.law.rules().filter(|(_, policy, _)| wanted(policy));
    rules.flat_map(|(id, policy, rule)| rule.samples.iter().map(move |sample| outcome::prove(bench, id, policy, rule, sample))).collect()
}

/// Rules that lack a breach or a kept sample. What only permits or reads needs neither. Where a breach cannot be had - the
/// law is disputed, no sample can say what the sentence hangs on, or only a person can judge what excuses - an undecided
/// sample takes its place.
pub fn lacking(law: &Law, wanted: &dyn Fn(&Policy) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, policy, rule) in law.rules().filter(|(_, policy, _)| wanted(policy)) {
        if matches!(rule.kind, SentenceKind::FieldPermission | SentenceKind::FormPermission | SentenceKind::Reading) {
            continue;
        }
        let untold = is_untold(rule);
        let disputed = policy.contested.is_some() || !rule.conflicts.is_empty();
        let judged = rule.unless.iter().any(|unless| !can_fail(unless));
        let first = if untold || disputed || judged { Outcome::Undecided } else { Outcome::Breach };
        let second = Some(Outcome::Kept).filter(|_| !(untold && rule.target.is_none()));
        for outcome in [Some(first), second].into_iter().flatten() {
            if !rule.samples.iter().any(|sample| sample.outcome == outcome) {
                let word = format!("{outcome:?}").to_lowercase();
                let message = format!("rule `{}` has no `{word}` sample", rule.id);
                let help = format!("add a question that must come out as {word}");
                problems.push(Problem::error("sample-lacking", rule.place, message).help(help));
            }
        }
    }
    problems
}

/// Whether a sentence hangs on what no sample can say: who gets the answers, how long they are kept, what for.
fn is_untold(rule: &Rule) -> bool {
    const UNTOLD: [&str; 5] = ["not-to-recipient", "not-kept", "kept-for", "encrypted", "has-purpose"];
    check::signatures().get(rule.predicate).is_some_and(|signature| UNTOLD.contains(&signature.id))
}

/// Whether some form settles that an excuse does not hold. A standard is met where that is claimed, and unknown where it is not.
fn can_fail(unless: &Condition) -> bool {
    match unless {
        Condition::Standard(_) => false,
        Condition::All(parts) => parts.iter().any(can_fail),
        Condition::Any(parts) => parts.iter().all(can_fail),
        // What is not claimed does not hold, so that its contrary fails where it is claimed.
        Condition::Not(_) | Condition::It(..) | Condition::Exemption(_) | Condition::Subject(_) | Condition::Fact(..) => true,
    }
}
