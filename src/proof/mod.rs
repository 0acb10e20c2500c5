//! Policies and vocabulary tried on the samples that their authors wrote beside them.
//!
//! A sample puts its question on the smallest form that its rule reaches. One that cannot be judged fails, with the reason;
//! none is passed over.

mod ask;
mod concepts;
mod outcome;
mod setting;

pub use concepts::{Tried, prove_concepts};
pub use outcome::{Got, Proved};

use jiff::civil::Date;

use crate::policy::{Law, Outcome, Policy, SentenceKind};
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

/// Rules that lack a breach or a kept sample. What only permits or reads needs neither.
pub fn lacking(law: &Law, wanted: &dyn Fn(&Policy) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, _, rule) in law.rules().filter(|(_, policy, _)| wanted(policy)) {
        if matches!(rule.kind, SentenceKind::FieldPermission | SentenceKind::FormPermission | SentenceKind::Reading) {
            continue;
        }
        for (outcome, word) in [(Outcome::Breach, "breach"), (Outcome::Kept, "kept")] {
            if !rule.samples.iter().any(|sample| sample.outcome == outcome) {
                let message = format!("rule `{}` has no `{word}` sample", rule.id);
                problems.push(
                    Problem::error("sample-lacking", rule.place, message).help(format!("add a question that must come out as {word}")),
                );
            }
        }
    }
    problems
}
