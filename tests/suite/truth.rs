//! The forms under `tests/forms/` against what a careful reader wrote of them by hand, in `tests/forms/expected.yaml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use mayask::context::Settings;
use serde::Deserialize;

use crate::estate::{Estate, Line, judge};

#[derive(Debug, Deserialize)]
struct Truth {
    forms: Vec<Form>,
}

#[derive(Debug, Deserialize)]
struct Form {
    form: String,
    #[serde(default)]
    questions: usize,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    quiet: Vec<Quiet>,
    #[serde(default)]
    recognized: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Expected {
    field: String,
    #[serde(default)]
    rule: String,
    outcome: BTreeMap<String, String>,
    #[serde(default)]
    or: Option<serde_yaml::Value>,
}

#[derive(Debug, Deserialize)]
struct Quiet {
    field: String,
    because: String,
}

fn estates() -> &'static BTreeMap<String, Estate> {
    static ALL: std::sync::LazyLock<BTreeMap<String, Estate>> = std::sync::LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
        let days = truth()
            .forms
            .iter()
            .flat_map(|form| form.expect.iter().flat_map(|expected| expected.outcome.keys().cloned()))
            .collect::<std::collections::BTreeSet<_>>();
        days.into_iter().chain(["2026-11-22".to_owned()]).map(|day| (day.clone(), judge(&root, &day, &Settings::default()))).collect()
    });
    &ALL
}

fn truth() -> Truth {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/expected.yaml");
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn of_form(id: &str, form: &str) -> bool {
    id == form || id.strip_prefix(form).is_some_and(|rest| rest.starts_with('#'))
}

#[test]
fn forms_are_judged_as_a_careful_reader_would() {
    let mut faults = Vec::new();
    let mut compared = 0;
    for form in truth().forms {
        for expected in &form.expect {
            for (day, outcome) in &expected.outcome {
                compared += 1;
                faults.extend(
                    differs(&estates()[day], &form.form, expected, outcome).map(|fault| format!("{} on {day}: {fault}", form.form)),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared} differ:\n{}", faults.len(), faults.join("\n"));
}

fn differs(estate: &Estate, form: &str, expected: &Expected, outcome: &str) -> Option<String> {
    let meant = |line: &&Line| {
        let rule = expected.rule.is_empty() || line.rule == expected.rule || line.rule.split('/').next() == Some(&expected.rule);
        of_form(&line.form, form) && line.field == expected.field && rule
    };
    let found: Vec<String> = estate.lines.iter().filter(meant).map(|line| format!("{:?}", line.outcome).to_lowercase()).collect();
    let noted = estate.remarks.iter().any(|(policy, _)| !policy.is_empty() && expected.rule.starts_with(policy.as_str()));
    let said = |word: &str| match word {
        "kept" | "nothing" => found.is_empty(),
        "note" => found.is_empty() && noted,
        word => found.iter().any(|own| own == word),
    };
    let or = expected.or.as_ref().map(|or| serde_yaml::to_string(or).unwrap()).unwrap_or_default();
    let also = ["breach", "possible", "allowed", "undecided", "kept", "nothing"].into_iter().any(|word| or.contains(word) && said(word));
    (!said(outcome) && !also).then(|| format!("{} under {}: expected {outcome}, found {found:?}", expected.field, expected.rule))
}

#[test]
fn quiet_questions_give_nothing() {
    let mut faults = Vec::new();
    for form in truth().forms {
        for quiet in &form.quiet {
            let loud = estates()["2026-11-22"].lines.iter().filter(|line| of_form(&line.form, &form.form) && line.field == quiet.field);
            faults.extend(loud.map(|line| format!("{line:?}, though {}", quiet.because)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn questions_are_counted_as_by_hand() {
    let mut faults = Vec::new();
    for form in truth().forms {
        let counts = estates()["2026-11-22"].asked.iter().filter(|(id, _)| of_form(id, &form.form)).map(|(_, count)| *count);
        let most = counts.max().unwrap_or_default();
        if most != form.questions {
            faults.push(format!("{}: counted {} by hand, read {most}", form.form, form.questions));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn concepts_are_recognized_as_by_hand() {
    let mut faults = Vec::new();
    let mut compared = 0;
    for form in truth().forms {
        for (field, concept) in &form.recognized {
            compared += 1;
            let seen = estates()["2026-11-22"].seen.iter().filter(|(id, name, _)| of_form(id, &form.form) && name == field);
            let concepts: Vec<&String> = seen.flat_map(|(_, _, concepts)| concepts).collect();
            let table = &crate::estate::LIBRARY.vocabulary().concepts;
            let is = |own: &&&String| table.find(own).zip(table.find(concept)).is_some_and(|(own, wanted)| table.is(own, wanted));
            if !concepts.iter().any(|own| is(&own)) {
                faults.push(format!("{}: {field} is about {concept}, taken for {concepts:?}", form.form));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared} differ:\n{}", faults.len(), faults.join("\n"));
}
