//! What judging found, in words: reasons, and the questions whose answers would decide.

use std::sync::Arc;

use super::case::{Case, Setting};
use super::truth::{Truth, Want};
use super::{fact, scope};
use crate::context::{Known, Origin};
use crate::finding::Need;
use crate::form::{FieldId, Form};
use crate::policy::{Hit, Period, Policy, Rule};
use crate::recognize::{Confidence, Recognition};
use crate::vocabulary::{BodyId, ConceptId, Row, Strength, Table, Vocabulary};

/// Why a rule reaches forms of these circumstances.
pub(super) fn reached(policy: &Policy, rule: &Rule, setting: Setting<'_>) -> Vec<Arc<str>> {
    let vocabulary = setting.vocabulary;
    let mut reasons = Vec::new();
    if let Some(place) = setting.context.jurisdictions.iter().find(|place| vocabulary.jurisdictions.is(place.value, policy.jurisdiction)) {
        let name = vocabulary.jurisdictions.name(place.value);
        let within = if place.value == policy.jurisdiction {
            String::new()
        } else {
            format!(", which lies in {}", vocabulary.jurisdictions.title(policy.jurisdiction))
        };
        reasons.push(format!("the form is used in {name}{within} ({})", origin(&place.origin)));
    }
    reasons.extend(in_force(policy, rule, setting));
    reasons.extend(bound(policy, setting));
    let kinds = rule.scope.arms.iter().flat_map(|arm| &arm.kinds);
    let is = setting.context.kinds.iter().find(|known| kinds.clone().any(|kind| vocabulary.kinds.is(known.value, *kind)));
    reasons.extend(is.map(|known| format!("the form is {} ({})", article(vocabulary.kinds.title(known.value)), origin(&known.origin))));
    reasons.extend(
        setting
            .context
            .stage
            .as_ref()
            .filter(|_| rule.scope.stage.is_some())
            .map(|known| format!("it is used at the stage {} ({})", vocabulary.stages.title(known.value), origin(&known.origin))),
    );
    let besides = rule.when.iter().flat_map(|when| fact::relied_on(when, setting));
    for words in besides {
        if !reasons.contains(&words) {
            reasons.push(words);
        }
    }
    reasons.into_iter().map(Arc::from).collect()
}

/// Who runs the form and is bound, and the facts by which.
fn bound(policy: &Policy, setting: Setting<'_>) -> Vec<String> {
    let bodies = &setting.vocabulary.bodies;
    let lines: Vec<_> = policy.binds.iter().filter(|line| scope::bound_by(line, setting).truth != Truth::No).collect();
    let named = |known: &&Known<BodyId>| lines.iter().flat_map(|line| &line.bodies).any(|body| bodies.is(known.value, *body));
    let who = setting.context.run_by.iter().find(named);
    let who = who.map(|known| format!("the law binds {}, who run the form ({})", bodies.title(known.value), origin(&known.origin)));
    let facts = lines.iter().filter_map(|line| line.when.as_ref()).flat_map(|when| fact::relied_on(when, setting));
    who.into_iter().chain(facts).collect()
}

fn in_force(policy: &Policy, rule: &Rule, setting: Setting<'_>) -> Option<String> {
    let periods: &[Period] = if rule.periods.is_empty() { &policy.periods } else { &rule.periods };
    let period = periods.iter().find(|period| period.holds(setting.day) != crate::policy::Holds::No)?;
    let assumed = period.assumed.as_ref().map(|why| if why.is_empty() { " (assumed)".to_owned() } else { format!(" (assumed: {why})") });
    Some(format!("the law is {period}{}", assumed.unwrap_or_default()))
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// Where a value of the context came from.
pub(super) fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Flag => "said by a flag".to_owned(),
        Origin::Form(_) => "said by the form".to_owned(),
        Origin::File(_) => "said by mayask.yaml".to_owned(),
        Origin::Implied(by) => format!("implied by {by}"),
    }
}

/// Why a question is taken to be one that the rule speaks of.
pub(super) fn grounds(vocabulary: &Vocabulary, hit: Hit, named: Option<ConceptId>, recognition: Option<&Recognition>) -> Option<String> {
    let recognition = recognition?;
    let title = |concept: ConceptId| vocabulary.concepts.title(concept);
    let sure = match recognition.confidence {
        Confidence::Certain => "asks for",
        Confidence::Likely => "appears to ask for",
        Confidence::Weak => "may ask for",
    };
    let seen = title(recognition.concept);
    let of = named.map(title).unwrap_or_default();
    Some(match hit {
        _ if named.is_none() || named == Some(recognition.concept) => format!("the question {sure} {seen}"),
        Hit::Itself => format!("the question {sure} {seen}, which is {of}"),
        Hit::NamedProxy => format!("the question {sure} {seen}, which gives away {of}; the rule takes in such proxies"),
        Hit::Parent => format!("the question {sure} {seen}, which may include {of}"),
        Hit::Proxy(Strength::Strong) => format!("the question {sure} {seen}, which usually gives away {of}"),
        Hit::Proxy(_) => format!("the question {sure} {seen}, which may give away {of}"),
    })
}

/// What would decide, in words, with the line that settles it.
pub(super) fn need(case: &Case<'_>, want: Want) -> Need {
    let vocabulary = case.setting.vocabulary;
    match want {
        Want::Jurisdiction(place) => {
            let path = vocabulary.jurisdictions.name(place).to_owned();
            let settle = format!("jurisdiction: {path}");
            plain("jurisdiction", vec![path], "In which place is the form used?", settle)
        }
        Want::RunBy(body) => named(&vocabulary.bodies, body, "run by", "Who runs the form?", |title| format!("run by: [{title}]")),
        Want::Kinds(kind) => named(&vocabulary.kinds, kind, "kinds", "What is the form?", |title| format!("kinds: [{title}]")),
        Want::Stage(stage) => {
            named(&vocabulary.stages, stage, "stage", "At which stage is the form used?", |title| format!("stage: {title}"))
        }
        Want::Respondent(subject) => {
            named(&vocabulary.subjects, subject, "respondent", "Who answers, and whom are the answers about?", |title| {
                format!("respondent: {title}")
            })
        }
        Want::Fact(fact) => {
            let id = vocabulary.facts.name(fact);
            let row = vocabulary.facts.row(fact);
            let ask = row.map(|row| row.ask.clone()).unwrap_or_default();
            let values = row.map(fact_values).unwrap_or_default();
            let settle = format!("facts: {{ {id}: {} }}", values.first().map_or("…", String::as_str));
            Need { fact: format!("facts.{id}"), values, ask, settle }
        }
        want => handling(case, want),
    }
}

/// What would decide of the handling of answers, and of claims.
fn handling(case: &Case<'_>, want: Want) -> Need {
    match want {
        Want::Purpose(field) => {
            let field = field.and_then(|id| name(case.viewed.form, id)).unwrap_or_else(|| "\"*\"".to_owned());
            plain("purposes", Vec::new(), "What is the answer for?", format!("purposes: {{ {field}: [PURPOSE] }}"))
        }
        Want::Recipients => plain("recipients", Vec::new(), "Who gets the answers?", "recipients: [RECIPIENT]"),
        Want::Retention => plain("retention", Vec::new(), "How long are the answers kept?", "retention: 90 days"),
        Want::Reviewed => plain("reviewed", Vec::new(), "When was the form last reviewed?", "reviewed: YYYY-MM-DD"),
        Want::Encrypted => plain("encrypted", yes_no(), "Do the answers travel encrypted?", "encrypted: yes"),
        Want::Standard(standard) => {
            let id = case.setting.vocabulary.standards.name(standard).to_owned();
            let settle = format!("claims: [{{ field: NAME, standard: {id}, citation: \"…\" }}]");
            plain("claims", vec![id.clone()], format!("Is the standard `{id}` met? Only a person can judge."), settle)
        }
        want => unsettled(case, want),
    }
}

/// What would decide and no line of a context can say: it is for the law's sources, for counsel, or for the form itself.
fn unsettled(case: &Case<'_>, want: Want) -> Need {
    let of_form = |id, fact, ask, settle| of_field(case, id, fact, ask, settle);
    match want {
        Want::Force => {
            let ask = format!("Since when is {} in force? No source read says so.", case.policy.citation);
            plain("in force", Vec::new(), ask, "--as-of YYYY-MM-DD")
        }
        Want::Contested => {
            plain("contested", Vec::new(), format!("Does {} stand? Its standing is contested.", case.policy.citation), "ask counsel")
        }
        Want::Required(id) => of_form(
            id,
            "required",
            "Must this question be answered? The form does not say.",
            "say in the form whether an answer is required",
        ),
        Want::Shown(id) => of_form(
            id,
            "conditional",
            "Is this question put to everyone? The form does not say.",
            "say in the form when the question shows",
        ),
        Want::Answers(id) => {
            of_form(id, "answers", "Which answers does this question take? The form does not say.", "list the answers in the form")
        }
        Want::Meaning(id) => {
            let settle = "give the question a label that says what it asks";
            of_form(id, "meaning", "What is this question about? It could not be placed.", settle)
        }
        _ => plain("conflict", Vec::new(), "Which of two conflicting rules holds here?", "ask counsel"),
    }
}

fn plain(fact: &str, values: Vec<String>, ask: impl Into<String>, settle: impl Into<String>) -> Need {
    Need { fact: fact.to_owned(), values, ask: ask.into(), settle: settle.into() }
}

fn named<T: Row>(table: &Table<T>, id: crate::vocabulary::Id<T>, fact: &str, ask: &str, settle: impl Fn(&str) -> String) -> Need {
    let title = table.title(id);
    plain(fact, vec![title.to_owned()], ask, settle(title))
}

fn of_field(case: &Case<'_>, id: FieldId, fact: &str, ask: &str, settle: &str) -> Need {
    let label =
        case.viewed.form.field(id).and_then(|field| field.label.as_ref().or(field.name.as_ref())).map(|text| text.value.to_string());
    plain(fact, label.into_iter().collect(), ask, settle)
}

fn fact_values(row: &crate::vocabulary::Fact) -> Vec<String> {
    use crate::vocabulary::FactType::{Date, ListOf, Number, OneOf, YesNo};
    match &row.values {
        YesNo => yes_no(),
        OneOf(values) | ListOf(values) => values.clone(),
        Number | Date => Vec::new(),
    }
}

fn yes_no() -> Vec<String> {
    vec!["yes".to_owned(), "no".to_owned()]
}

fn name(form: &Form<'_>, id: FieldId) -> Option<String> {
    form.field(id)?.name.as_ref().map(|name| name.value.to_string())
}

/// The values of a context that several speakers gave, in words.
pub(super) fn said<T: Row>(table: &Table<T>, known: &[Known<crate::vocabulary::Id<T>>]) -> String {
    let each = known.iter().map(|known| format!("{} ({})", table.title(known.value), origin(&known.origin)));
    each.collect::<Vec<_>>().join(", ")
}
