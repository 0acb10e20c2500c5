//! The numbered reasoning of every rule at one question: also why one did not apply.

use super::case::{Case, Viewed};
use super::docket::Docket;
use super::predicate::{PREDICATES, Point};
use super::scope::{self, COUNTS, Count};
use super::truth::{Judged, Truth};
use super::{excuse, fact, judge, words};
use crate::form::{Asked, FieldId, Form};
use crate::policy::{Arm, Hit, Holds, Law, Policy, Rule, SentenceKind};
use crate::recognize::{Confidence, Recognized, Seen};
use crate::vocabulary::Strength;

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
    let viewed = Viewed::new(form, seen);
    let case = |policy, rule| Case { setting: docket.setting(), policy, rule, viewed: &viewed };
    law.rules().map(|(_, policy, rule)| Reasoning { policy, rule, steps: steps(docket, case(policy, rule), id) }).collect()
}

fn steps(docket: &Docket<'_>, case: Case<'_>, id: FieldId) -> Vec<Step> {
    let Case { policy, rule, .. } = case;
    let mut steps = Vec::new();
    for count in COUNTS.into_iter().filter(|count| is_open(*count, rule)) {
        let judged = scope::judge(count, docket.law(), policy, rule, case.setting);
        let words = known(count, &case, docket.law());
        if !ask(&mut steps, &case, asked(count, &case), judged, words) {
            return steps;
        }
    }
    at_field(&case, id, &mut steps);
    steps
}

/// Whether there is something to ask: most rules name no stage and want nothing besides.
fn is_open(count: Count, rule: &Rule) -> bool {
    match count {
        Count::Stage => rule.scope.stage.is_some(),
        Count::When => rule.when.is_some(),
        _ => true,
    }
}

/// The steps at the question itself.
fn at_field(case: &Case<'_>, id: FieldId, steps: &mut Vec<Step>) {
    let Some((field, view)) = case.field(id) else { return };
    let (spoken, words) = ground(case, view);
    if !ask(steps, case, "does the rule speak of this question".to_owned(), spoken, words) {
        return;
    }
    let unasked = match &field.asked {
        Asked::No(why) => format!("nobody is asked: {why}"),
        Asked::Yes => "it is a control, and asks nothing".to_owned(),
    };
    let is_put = judge::speaks(field);
    if !ask(steps, case, "is it put to a person".to_owned(), is_put.into(), if is_put { String::new() } else { unasked }) {
        return;
    }
    let narrowed = !case.rule.about.is_empty() || !case.rule.scope.purposes.is_empty();
    let reaches = scope::reaches_field(case, id);
    if (narrowed || reaches.truth != Truth::Yes)
        && !ask(steps, case, "is it about the people, and for the purpose, that the rule names".to_owned(), reaches, subjects(case, view))
    {
        return;
    }
    let Some(predicate) = PREDICATES.get(case.rule.predicate) else { return };
    let breached = predicate.at_field(Point { case, id, field, seen: view }, &case.rule.arguments).and(judge::aspect(case.rule, field));
    let words = breached.because.clone().unwrap_or_default().into_owned();
    if ask(steps, case, format!("is it breached here, that is: {}", predicate.signature().about), breached, words)
        && !case.rule.unless.is_empty()
    {
        let excused = excuse::excused(case, Some(id));
        let words = excused
            .because
            .clone()
            .map_or_else(|| "nothing that would excuse it is claimed or known".to_owned(), |words| words.into_owned());
        ask(steps, case, "is it excused".to_owned(), excused, words);
    }
}

/// Whether the rule speaks of what the question is about, by the best of what it was taken for.
fn ground(case: &Case<'_>, view: &Seen) -> (Judged, String) {
    let vocabulary = case.setting.vocabulary;
    let Some(target) = &case.rule.target else { return (Judged::no(), "the rule speaks of the form as a whole".to_owned()) };
    if target.concepts.is_empty() {
        return (Judged::yes(), "it speaks of any question about a person".to_owned());
    }
    let hits = view.concepts.iter().filter_map(|found| Some((target.hit(found.concept, vocabulary)?, found)));
    let Some(((hit, named), found)) = hits.max_by_key(|((hit, _), found)| (found.confidence > Confidence::Weak, *hit, found.confidence))
    else {
        return (Judged::no(), recognized(case, view));
    };
    let words = words::grounds(vocabulary, hit, Some(named), Some(found)).unwrap_or_default();
    match hit {
        Hit::Proxy(Strength::Weak) => (Judged::no(), format!("{words}, but too weakly to count")),
        Hit::Proxy(_) | Hit::NamedProxy if case.rule.kind != SentenceKind::Ban => {
            (Judged::no(), format!("{words}; only the thing itself comes under this rule"))
        }
        _ => (Judged::yes(), words),
    }
}

/// Adds a step; whether the reasoning goes on after it.
fn ask(steps: &mut Vec<Step>, case: &Case<'_>, question: String, judged: Judged, words: String) -> bool {
    let wants = judged.wants.iter().map(|want| words::need(case, *want).ask);
    let words: Vec<String> = Some(words).into_iter().chain(wants).filter(|words| !words.is_empty()).collect();
    steps.push(Step { question, truth: judged.truth, words: words.join("; ") });
    judged.truth != Truth::No
}

fn asked(count: Count, case: &Case<'_>) -> String {
    let vocabulary = case.setting.vocabulary;
    match count {
        Count::Place => format!("is the form used in {}", vocabulary.jurisdictions.title(case.policy.jurisdiction)),
        Count::Force => format!("is the law in force on {}", case.setting.day),
        Count::Bound if case.policy.binds.is_empty() => "is whoever runs the form bound".to_owned(),
        Count::Bound => format!("is it run by one of those whom the law binds: {}", bound(case)),
        Count::Forms => format!("is it one of the forms that the rule speaks of: {}", forms(case)),
        Count::Stage => "is it used at the stage that the rule speaks of".to_owned(),
        Count::When => "does what the rule wants besides hold".to_owned(),
    }
}

fn known(count: Count, case: &Case<'_>, law: &Law) -> String {
    let (context, vocabulary) = (case.setting.context, case.setting.vocabulary);
    match count {
        Count::Place => prefixed("it is used in ", words::said(&vocabulary.jurisdictions, &context.jurisdictions)),
        Count::Force => days(case, law),
        Count::Bound if case.policy.binds.is_empty() => "the law binds everybody".to_owned(),
        Count::Bound => {
            let who = prefixed("it is run by ", words::said(&vocabulary.bodies, &context.run_by));
            let when = case.policy.binds.iter().filter_map(|line| line.when.as_ref());
            let facts = when.flat_map(|when| fact::relied_on(when, case.setting));
            Some(who).filter(|who| !who.is_empty()).into_iter().chain(facts).collect::<Vec<_>>().join("; ")
        }
        Count::Forms => prefixed("it is known as ", words::said(&vocabulary.kinds, &context.kinds)),
        Count::Stage => prefixed("it is used at the stage ", words::said(&vocabulary.stages, context.stage.as_slice())),
        Count::When => {
            let when = case.rule.when.iter();
            when.flat_map(|when| fact::relied_on(when, case.setting)).collect::<Vec<_>>().join("; ")
        }
    }
}

fn prefixed(before: &str, words: String) -> String {
    if words.is_empty() { words } else { format!("{before}{words}") }
}

/// The days of the law, and what took its place.
fn days(case: &Case<'_>, law: &Law) -> String {
    let own = if case.rule.periods.is_empty() { &case.policy.periods } else { &case.rule.periods };
    let passed = case.policy.passed.map(|passed| format!("passed on {passed}"));
    let newer = law.superseding(case.policy, case.rule).filter(|newer| law.in_period(newer, None, case.setting.day) != Holds::No);
    let newer = newer.map(|newer| format!("superseded by {}", newer.citation));
    let days: Vec<String> = passed.into_iter().chain(own.iter().map(ToString::to_string)).chain(newer).collect();
    format!("{}: {}", case.policy.citation, days.join("; "))
}

fn bound(case: &Case<'_>) -> String {
    let bodies = case.policy.binds.iter().flat_map(|binds| &binds.bodies);
    bodies.map(|body| case.setting.vocabulary.bodies.title(*body)).collect::<Vec<_>>().join(", ")
}

/// The forms of the rule, arm by arm.
fn forms(case: &Case<'_>) -> String {
    let vocabulary = case.setting.vocabulary;
    let arm = |arm: &Arm| {
        let bodies = arm.bodies.iter().map(|body| vocabulary.bodies.title(*body));
        let kinds = arm.kinds.iter().map(|kind| vocabulary.kinds.name(*kind).replace('_', " "));
        let names: Vec<String> = bodies.map(str::to_owned).chain(kinds).collect();
        if names.is_empty() { "all forms".to_owned() } else { format!("{} forms", names.join(" ")) }
    };
    case.rule.scope.arms.iter().map(arm).collect::<Vec<_>>().join(" or ")
}

fn subjects(case: &Case<'_>, view: &Seen) -> String {
    let known = case.subjects(view);
    let names: Vec<&str> = known.iter().map(|subject| case.setting.vocabulary.subjects.title(*subject)).collect();
    prefixed("it is about ", names.join(", "))
}

fn recognized(case: &Case<'_>, seen: &Seen) -> String {
    let titles: Vec<&str> = seen.concepts.iter().map(|found| case.setting.vocabulary.concepts.title(found.concept)).collect();
    match titles.is_empty() {
        true => "nothing in it was recognized".to_owned(),
        false => format!("it was taken to be about {}", titles.join(", ")),
    }
}
