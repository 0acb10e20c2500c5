//! Reports: every estate under `tests/reviews` as people see it, three of them in every format, and the schemas of the formats.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The estates that are shown in every format.
const CHOSEN: [&str; 3] = ["victim-status-2009", "job-employees-unknown", "benefit-claimed"];

fn estates() -> Vec<PathBuf> {
    let mut estates: Vec<PathBuf> =
        std::fs::read_dir(Path::new(ROOT).join("tests/reviews")).unwrap().map(|entry| entry.unwrap().path()).collect();
    estates.sort();
    estates
}

/// Estates in which something of every kind happens: the schemas are tried on them.
fn telling() -> Vec<PathBuf> {
    let telling = ["benefit-claimed", "federal-job-before-offer", "private-hospital", "ssn-without-notice", "library-status"];
    telling.iter().map(|estate| Path::new(ROOT).join("tests/reviews").join(estate)).collect()
}

fn name(estate: &Path) -> String {
    estate.file_name().unwrap().to_string_lossy().into_owned()
}

/// The report on an estate, on the day that its case names.
fn report(estate: &Path, arguments: &[&str]) -> String {
    let case = std::fs::read_to_string(estate.join("case.yaml")).unwrap();
    let day = case.lines().find_map(|line| line.strip_prefix("as_of: ")).unwrap();
    let mut command = Command::cargo_bin("mayask").unwrap();
    let output = command.current_dir(estate).args(["check", "forms", "--color", "never", "--as-of", day]).args(arguments).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What changes with every version of the library is left out: versions, digests, rules in force, policies that nothing hangs on.
fn assert_told(name: String, text: String) {
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        filters => [
            (r"[0-9a-f]{64}", "[digest]"),
            (r#"("version"|"semanticVersion"): ?"[^"]*""#, "$1: [version]"),
            (r"rules in force: .*", "rules in force: [levels]"),
            (r#""rules_in_force": ?\{[^}]*\}"#, r#""rules_in_force": [levels]"#),
            (r#""rules_applied": ?\d+"#, r#""rules_applied": [number]"#),
            (r"  without a finding: .*", "  without a finding: [policies]"),
            (r#"(?m)^\{"type":"policy".*"findings":0\}\n"#, ""),
            (r"v1:[0-9a-f]{32}", "[fingerprint]"),
        ],
    }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn people_are_told() {
    for estate in estates() {
        assert_told(format!("text@{}", name(&estate)), report(&estate, &["--quiet"]));
    }
}

#[test]
fn people_are_told_all() {
    for estate in CHOSEN.iter().chain(&["ten-laws"]) {
        let estate = Path::new(ROOT).join("tests/reviews").join(estate);
        assert_told(format!("all@{}", name(&estate)), report(&estate, &["--all"]));
    }
}

#[test]
fn programs_are_told() {
    for estate in CHOSEN {
        let estate = Path::new(ROOT).join("tests/reviews").join(estate);
        for format in ["json", "sarif"] {
            let value: Value = serde_json::from_str(&report(&estate, &["--format", format])).unwrap();
            assert_told(format!("{format}@{}", name(&estate)), serde_json::to_string_pretty(&played(value)).unwrap());
        }
        for format in ["ndjson", "github"] {
            assert_told(format!("{format}@{}", name(&estate)), report(&estate, &["--format", format]));
        }
    }
}

/// A report without the policies that nothing hangs on.
fn played(mut report: Value) -> Value {
    if let Some(policies) = report.get_mut("policies").and_then(Value::as_array_mut) {
        policies.retain(|policy| policy["findings"] != 0);
    }
    report
}

#[test]
fn json_keeps_to_its_schema() {
    let path = Path::new(ROOT).join("docs/schema/report.json");
    let schema = schemars::schema_for!(mayask::report::json::view::Document);
    let drawn = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("MAYASK_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == drawn, "docs/schema/report.json is stale: run the tests with MAYASK_BLESS=1 and look at the change");
    let validator = jsonschema::validator_for(&serde_json::to_value(schema).unwrap()).unwrap();
    for estate in telling() {
        let value: Value = serde_json::from_str(&report(&estate, &["--format", "json", "--all"])).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {faults:?}", name(&estate));
    }
}

/// What SARIF 2.1.0 demands of the part of it that is written.
#[test]
fn sarif_keeps_to_the_standard() {
    for estate in telling() {
        let report: Value = serde_json::from_str(&report(&estate, &["--format", "sarif", "--all"])).unwrap();
        assert_eq!(report["version"], "2.1.0");
        let run = &report["runs"][0];
        let rules: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
        assert!(run["tool"]["driver"]["name"].is_string() && run["invocations"][0]["executionSuccessful"].is_boolean());
        for result in run["results"].as_array().unwrap() {
            assert!(result["message"]["text"].is_string() && rules.contains(&&result["ruleId"]));
            assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
            assert!((result["kind"] == "fail") == (result["level"] != "none"), "a level is for what fails alone");
            for location in result["locations"].as_array().unwrap() {
                let place = &location["physicalLocation"];
                assert!(place["artifactLocation"]["uri"].is_string());
                let region = &place["region"];
                let at = |key: &str| region[key].as_u64().unwrap();
                assert!(
                    region.is_null() || (at("startLine") >= 1 && (at("startLine"), at("startColumn")) <= (at("endLine"), at("endColumn")))
                );
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let estate = Path::new(ROOT).join("tests/forms");
    let run = |jobs: &str, format: &str| {
        let mut command = Command::cargo_bin("mayask").unwrap();
        command
            .current_dir(&estate)
            .args(["check", ".", "--color", "never", "--as-of", "2024-01-01", "--jobs", jobs, "--format", format])
            .output()
            .unwrap()
            .stdout
    };
    for format in ["text", "json", "ndjson", "sarif", "github"] {
        assert!(run("1", format) == run("4", format), "{format}");
    }
}

/// A form on one long line, with letters that steer a terminal, used nowhere and then somewhere.
#[test]
fn long_lines_are_cut_and_steering_letters_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let filler: String = (0..60).map(|number| format!(r#""f{number}":{{"title":"Item {number}","type":"string"}},"#)).collect();
    let form = format!(
        r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"A{turn}B","type":"object","properties":{{{filler}"q":{{"type":"string","title":"Ünïcode{turn}: immigration status"}}}}}}"#,
        turn = '\u{202e}'
    );
    std::fs::write(folder.path().join("long.json"), form).unwrap();
    let told = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("mayask").unwrap();
        let output = command
            .current_dir(folder.path())
            .args(["check", "long.json", "--quiet", "--color", "never", "--as-of", "2009-01-01"])
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let somewhere = told(&["--jurisdiction", "us/ct/hartford", "--run-by", "city police", "--kind", "incident report"]);
    assert!(!somewhere.contains('\u{202e}') && somewhere.lines().all(|line| !line.contains("title") || line.chars().count() < 150));
    let column =
        std::fs::read_to_string(folder.path().join("long.json")).unwrap().split("immigration status").next().unwrap().chars().count() + 1;
    assert!(somewhere.contains(&format!("--> long.json:1:{column}\n")), "{somewhere}");
    assert!(somewhere.contains("…") && somewhere.contains("the label says \"immigration status\""), "{somewhere}");
    let nowhere = told(&[]);
    assert!(nowhere.contains("*  immigration status: \"Ünïcode\u{fffd}: immigration status\"; there are rules on that in "), "{nowhere}");
    assert!(nowhere.contains("error[no-jurisdiction]") && !nowhere.contains("possible["), "{nowhere}");
}
