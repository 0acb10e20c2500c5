//! Estates under `tests/reviews/`: each gives the findings that its `case.yaml` expects; and forgetting is never greener.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mayask::context::Settings;
use mayask::finding::Outcome;
use serde::Deserialize;
use serde_yaml::Value;

use crate::estate::{Estate, Line, judge};

#[derive(Debug, Deserialize)]
struct Case {
    about: String,
    as_of: String,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default, rename = "nothing else")]
    nothing_else: String,
}

#[derive(Debug, Deserialize)]
struct Expected {
    form: String,
    field: String,
    outcome: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    needs: Vec<String>,
}

fn cases() -> Vec<(PathBuf, Case)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reviews");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
        .into_iter()
        .map(|folder| (folder.clone(), serde_yaml::from_str(&fs::read_to_string(folder.join("case.yaml")).unwrap()).unwrap()))
        .collect()
}

fn outcome(word: &str) -> Option<Outcome> {
    Some(match word {
        "breach" => Outcome::Breach,
        "undecided" => Outcome::Undecided,
        "possible" => Outcome::Possible,
        "allowed" => Outcome::Allowed,
        _ => return None,
    })
}

fn meant(line: &Line, expected: &Expected) -> bool {
    let rule = line.rule == expected.rule || line.rule.split('/').next() == Some(&expected.rule);
    line.form.starts_with(&expected.form) && line.field == expected.field && rule
}

fn check(folder: &Path, case: &Case) -> Vec<String> {
    let estate = judge(folder, &case.as_of, &Settings::default());
    let mut faults = estate.errors.clone();
    for expected in &case.expect {
        let found: Vec<&Line> = estate.lines.iter().filter(|line| meant(line, expected)).collect();
        let right = match outcome(&expected.outcome) {
            Some(outcome) => found.iter().any(|line| {
                line.outcome == outcome && expected.needs.iter().all(|need| line.needs.iter().any(|own| own.ends_with(need.as_str())))
            }),
            None if expected.outcome == "note" => {
                found.is_empty() && estate.remarks.iter().any(|(policy, _)| expected.rule.starts_with(policy.as_str()))
            }
            None => found.is_empty(),
        };
        if !right {
            faults.push(format!("expected {expected:?}, found {found:?}, remarks {:?}", estate.remarks));
        }
    }
    let more = estate.lines.iter().filter(|line| case.nothing_else == "yes" && !case.expect.iter().any(|expected| meant(line, expected)));
    faults.extend(more.map(|line| format!("not expected: {line:?}")));
    faults
}

#[test]
fn each_estate_gives_what_its_case_expects() {
    let mut faults = Vec::new();
    for (folder, case) in cases() {
        let found = check(&folder, &case);
        faults.extend(found.into_iter().map(|fault| format!("{} ({}): {fault}", folder.file_name().unwrap().display(), case.about)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Takes away each key of each context, one at a time: the exit status never falls, and no breach vanishes unless an undecided
/// finding that names the key stands in its place.
#[test]
fn forgetting_is_never_greener() {
    let mut faults = Vec::new();
    let mut taken = 0;
    for (folder, case) in cases() {
        let whole = judge(&folder, &case.as_of, &Settings::default());
        let config: Value = serde_yaml::from_str(&fs::read_to_string(folder.join("mayask.yaml")).unwrap()).unwrap();
        for (key, without) in removals(&config) {
            taken += 1;
            let copy = tempfile::tempdir().unwrap();
            copy_folder(&folder, copy.path());
            fs::write(copy.path().join("mayask.yaml"), serde_yaml::to_string(&without).unwrap()).unwrap();
            let less = judge(copy.path(), &case.as_of, &Settings::default());
            faults.extend(
                greener(&whole, &less, &key)
                    .into_iter()
                    .map(|fault| format!("{} without `{key}`: {fault}", folder.file_name().unwrap().display())),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(taken > 80, "only {taken} keys were taken away");
}

fn greener(whole: &Estate, less: &Estate, key: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if less.status() < whole.status() {
        faults.push(format!("the exit status falls from {} to {}", whole.status(), less.status()));
    }
    for breach in whole.lines.iter().filter(|line| line.outcome == Outcome::Breach) {
        let same = |line: &&Line| (&line.form, &line.field, &line.rule) == (&breach.form, &breach.field, &breach.rule);
        let stands = less.lines.iter().filter(same).any(|line| match line.outcome {
            Outcome::Breach => true,
            Outcome::Undecided => {
                line.needs.iter().any(|need| need == key || need.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
            }
            _ => false,
        });
        if !stands {
            faults.push(format!("{breach:?} vanishes; {:?}", less.lines.iter().filter(same).collect::<Vec<_>>()));
        }
    }
    faults
}

/// The config without one of its keys, for each key that says something of a form: its name as findings name it.
fn removals(config: &Value) -> Vec<(String, Value)> {
    let mut removals = Vec::new();
    let entries = config["forms"].as_sequence().unwrap();
    for (number, entry) in entries.iter().enumerate() {
        for (key, value) in entry.as_mapping().unwrap() {
            let key = key.as_str().unwrap();
            if key == "match" {
                continue;
            }
            let without = |change: &dyn Fn(&mut Value)| {
                let mut copy = config.clone();
                change(&mut copy["forms"][number]);
                copy
            };
            removals.push((key.to_owned(), without(&|entry| drop(entry.as_mapping_mut().unwrap().remove(key)))));
            for inner in value.as_mapping().into_iter().flat_map(|inner| inner.keys()) {
                let name = format!("{key}.{}", inner.as_str().unwrap());
                removals.push((name, without(&|entry| drop(entry[key].as_mapping_mut().unwrap().remove(inner)))));
            }
            for item in 0..value.as_sequence().map_or(0, Vec::len) {
                removals.push((key.to_owned(), without(&|entry| drop(entry[key].as_sequence_mut().unwrap().remove(item)))));
                for inner in value[item].as_mapping().into_iter().flat_map(|inner| inner.keys()) {
                    let name = format!("{key}.{}", inner.as_str().unwrap());
                    removals.push((name, without(&|entry| drop(entry[key][item].as_mapping_mut().unwrap().remove(inner)))));
                }
            }
        }
    }
    removals
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => {
                fs::create_dir_all(&target).unwrap();
                copy_folder(&path, &target);
            }
            false => drop(fs::copy(&path, target).unwrap()),
        }
    }
}

/// The application for help with the rent touches ten laws, and each tells how it came out, by which section and what facts,
/// and what would have excused it.
#[test]
fn ten_laws_at_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reviews/ten-laws");
    let told = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_mayask")).current_dir(&folder).args(arguments).args(["--as-of", "2026-01-31"]).output();
        String::from_utf8(run.unwrap().stdout).unwrap()
    };
    let all = told(&["check", "forms", "--all", "--color", "never"]);
    let touched = [
        "ca-2-ccr-12266",
        "ca-civ-1940-3",
        "ca-gov-12955-b",
        "sf-admin-12h",
        "sf-police-4906",
        "us-24-cfr-5-216",
        "us-24-cfr-5-508",
        "us-fha-100-202-c",
        "us-privacy-act-s7",
        "us-reg-b",
    ];
    // The two duties to ask are kept, and told at the end, as laws that reach the form without a finding.
    assert!(touched.iter().all(|law| all.contains(law)), "{all}");
    let mut reasoning = String::new();
    for field in ["ssn", "citizen", "status", "race", "disability", "convicted"] {
        let text = told(&["explain", &format!("forms/rent-help.html#{field}")]);
        let blocks = text.split("\n\n").filter(|block| !block.lines().next().unwrap_or_default().ends_with("does not apply"));
        reasoning.push_str(&blocks.map(str::trim_end).collect::<Vec<_>>().join("\n\n"));
        reasoning.push_str("\n\n");
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("explain@ten-laws", reasoning);
    });
}
