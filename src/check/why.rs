//! The numbered reasoning of every rule at one question: also why one did not apply.

use super::case::Case;
use super::docket::Docket;
use super::scope::{self, COUNTS, Count};
use super::truth::{Judged, Truth};
use super::words;
use crate::form::{FieldId, Form};
use crate::policy::{Policy, Rule};
use crate::recognize::Recognized;

/// One step of the reasoning of a rule at a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was asked.
    pub question: String,
    /// The answer.
    pub truth: Truth,
    /// The answer in words.
    pub words: String,
}

/// A rule at a question, step by step, to the first that says no.
#[derive(Clone, Debug)]
pub struct Reasoning<'l> {
    /// The policy.
    pub policy: &'l Policy,
    /// The rule.
    pub rule: &'l Rule,
    /// The steps.
    pub steps: Vec<Step>,
}

/// The reasoning of every rule of the law at a question.
pub fn why<'l>(docket: &Docket<'l>, form: &Form<'_>, seen: &Recognized, id: FieldId) -> Vec<Reasoning<'l>> {
    let law = docket.law();
    law.rules().map(|(_, policy, rule)| Reasoning { policy, rule, steps: steps(docket, policy, rule, form, seen, id) }).collect()
}

fn steps<'l>(docket: &Docket<'l>, policy: &'l Policy, rule: &'l Rule, form: &Form<'_>, seen: &Recognized, id: FieldId) -> Vec<Step> {
    let setting = docket.setting();
    let case = Case { setting, policy, rule, form, seen };
    let mut steps = Vec::new();
    for count in COUNTS {
        let judged = scope::judge(count, docket.law(), policy, rule, setting);
        let open = judged.truth != Truth::No;
        steps.push(step(&case, asked(count, &case), judged, known(count, &case)));
        if !open {
            return steps;
        }
    }
    let Some(view) = seen.field(id) else { return steps };
    let vocabulary = setting.vocabulary;
    let target = rule.target.as_ref();
    let best = target.and_then(|target| {
        let hits = view.concepts.iter().filter_map(|found| Some((target.hit(found.concept, vocabulary)?, found)));
        hits.max_by_key(|((hit, _), found)| (found.confidence, *hit))
    });
    let judged = match (target, best) {
        (Some(target), Some(_)) if !target.concepts.is_empty() => Judged::yes(),
        (Some(target), _) => target.concepts.is_empty().into(),
        (None, _) => Judged::yes(),
    };
    let said = best.and_then(|((hit, named), found)| words::grounds(vocabulary, hit, Some(named), Some(found)));
    let open = judged.truth != Truth::No;
    steps.push(step(
        &case,
        "is the question one that the rule speaks of".to_owned(),
        judged,
        said.unwrap_or_else(|| recognized(&case, view)),
    ));
    if open && target.is_some() {
        let reaches = scope::reaches_field(&case, id);
        steps.push(step(&case, "is it put to the people, and for the purpose, that the rule names".to_owned(), reaches, String::new()));
    }
    steps
}

fn step(case: &Case<'_>, question: String, judged: Judged, words: String) -> Step {
    let wants: Vec<String> = judged.wants.iter().map(|want| words::need(case, *want).ask).collect();
    let words = if wants.is_empty() { words } else { wants.join(" ") };
    Step { question, truth: judged.truth, words }
}

fn asked(count: Count, case: &Case<'_>) -> String {
    let place = case.setting.vocabulary.jurisdictions.title(case.policy.jurisdiction);
    match count {
        Count::Place => format!("is the form used in {place}"),
        Count::Force => format!("is {} in force on {}", case.policy.citation, case.setting.day),
        Count::Bound => "is whoever runs the form bound".to_owned(),
        Count::Forms => "is it one of the forms that the rule speaks of".to_owned(),
        Count::Stage => "is it used at the stage that the rule speaks of".to_owned(),
        Count::When => "does what the rule wants besides hold".to_owned(),
    }
}

fn known(count: Count, case: &Case<'_>) -> String {
    let (context, vocabulary) = (case.setting.context, case.setting.vocabulary);
    match count {
        Count::Place => words::said(&vocabulary.jurisdictions, &context.jurisdictions),
        Count::Force => case.policy.periods.iter().chain(&case.rule.periods).map(ToString::to_string).collect::<Vec<_>>().join("; "),
        Count::Bound if case.policy.binds.is_empty() => "it binds everybody".to_owned(),
        Count::Bound => words::said(&vocabulary.bodies, &context.run_by),
        Count::Forms => words::said(&vocabulary.kinds, &context.kinds),
        Count::Stage => words::said(&vocabulary.stages, context.stage.as_slice()),
        Count::When => String::new(),
    }
}

fn recognized(case: &Case<'_>, seen: &crate::recognize::Seen) -> String {
    let titles: Vec<&str> = seen.concepts.iter().map(|found| case.setting.vocabulary.concepts.title(found.concept)).collect();
    match titles.is_empty() {
        true => "nothing in it was recognized".to_owned(),
        false => format!("it was taken to be about {}", titles.join(", ")),
    }
}
