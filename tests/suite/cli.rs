//! The program from outside: a table of commands, each with its exit status and what it says.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use std::io::Write;

const POLICY: &str = r#"jurisdiction us/ct/hartford

policy test-status "An ordinance for tests"
  authority ordinance
  citation  "Test Code s. 1"
  source    <https://example.org/code> read 2026-01-01
  basis     text
  in force  from 2000-01-01

rule no-status
  no field citizenship on police intake forms
  why "For tests."

rule no-birthplace-advice
  field pronouns on police intake forms should be optional
"#;

/// A page with one question.
fn page(label: &str, attributes: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><title>A form</title><body><form id=\"f\"><label>{label} <input {attributes}></label><button>Send</button></form>"
    )
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The files that the commands of the table are run on.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path();
    let citizen = page("Are you a U.S. citizen?", "name=\"citizen\" required");
    write(folder, "rules/us/ct/hartford/test.policy", POLICY);
    write(
        folder,
        "rules/us/ct/hartford/test.test.yaml",
        "- about: A case beside the policy.\n  form: ../../../../plain.html\n  expect: [{ rule: test-status, outcome: breach }]\n",
    );
    write(folder, "ask.html", &citizen);
    write(folder, "plain.html", page("Telephone number", "name=\"phone\" required"));
    write(folder, "strange.html", page("Zxqv", "name=\"q1\""));
    write(folder, "born.html", page("In which country were you born?", "name=\"born\""));
    write(folder, "advice.html", page("Your pronouns", "name=\"pronouns\" required"));
    write(
        folder,
        "utf16.html",
        citizen.encode_utf16().fold(vec![0xff, 0xfe], |mut bytes, unit| {
            bytes.extend(unit.to_le_bytes());
            bytes
        }),
    );
    write(
        folder,
        "twice.json",
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"a":{"title":"Name"},"a":{"title":"Town"}}}"#,
    );
    write(
        folder,
        "cut.json",
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"a":{"title":"Na"#,
    );
    for (name, depth) in [("deep300.json", 300), ("deep100000.json", 100_000)] {
        let text = format!(
            r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{{"a":{}1{}}}}}"#,
            r#"{"x":"#.repeat(depth),
            "}".repeat(depth)
        );
        write(folder, name, text);
    }
    let aliases: String =
        (1..12).map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", "))).collect();
    write(folder, "bomb.form.yaml", format!("form: Bomb\na0: &a0 [x, x]\n{aliases}items: *a11\n"));
    fs::create_dir(folder.join("empty")).unwrap();
    write(folder, "formless/readme.txt", "nothing to ask");
    write(
        folder,
        "known/mayask.yaml",
        "forms:\n  - match: \"*\"\n    jurisdiction: us/ct/hartford\n    run by: [police]\n    kinds: [incident report]\n",
    );
    write(folder, "known/ask.html", &citizen);
    write(folder, "misspelt/mayask.yaml", "forms:\n  - match: \"*\"\n    jurisdicton: us/ct/hartford\n");
    write(folder, "misspelt/plain.html", page("Telephone number", "name=\"phone\""));
    write(
        folder,
        "pages/mayask.yaml",
        "forms:\n  - files: [one.html, two.html]\n    jurisdiction: us/ct/hartford\n    run by: [police]\n    kinds: [incident report]\n",
    );
    write(folder, "pages/one.html", page("Telephone number", "name=\"phone\""));
    write(folder, "pages/two.html", &citizen);
    write(
        folder,
        "half/mayask.yaml",
        "forms:\n  - files: [one.html, lost.html]\n    jurisdiction: us/ct/hartford\n    run by: [city library]\n    kinds: [library card application]\n",
    );
    write(folder, "half/one.html", page("Telephone number", "name=\"phone\""));
    write(
        folder,
        "properties_twice.json",
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"a":{"title":"Telephone number"}},"properties":{"b":{"title":"Are you a U.S. citizen?"}}}"#,
    );
    write(folder, "italian.html", page("Sei cittadino italiano?", "name=\"q1\""));
    for (name, more) in [
        ("claims", "    claims: everything\n"),
        ("facts", "    facts: [employees]\n"),
        ("documents", "---\nforms: []\n"),
        ("undated", "    claims:\n      - { field: form, exemption: criminal_investigation, citation: 1 CFR 1, until: 2027-13-01 }\n"),
    ] {
        let entry = "forms:\n  - match: \"*\"\n    jurisdiction: us/ct/hartford\n    run by: [police]\n    kinds: [incident report]\n";
        write(folder, &format!("shapes/{name}/mayask.yaml"), format!("{entry}{more}"));
        write(folder, &format!("shapes/{name}/plain.html"), page("Telephone number", "name=\"phone\""));
    }
    write(folder, "shapes/forms/mayask.yaml", "forms:\n  match: \"*\"\n  jurisdiction: us/ct/hartford\n");
    write(folder, "shapes/forms/plain.html", page("Telephone number", "name=\"phone\""));
    let schema =
        r#"{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"type":"string","title":"person.citizen.title"}}}"#;
    for (name, more) in
        [("said", "    beside: texts\n"), ("forgotten", ""), ("lost", "    beside: [text]\n"), ("outside", "    beside: ../said/texts\n")]
    {
        let entry = "forms:\n  - match: \"*\"\n    jurisdiction: us/ct/hartford\n    run by: [police]\n    kinds: [incident report]\n";
        write(folder, &format!("beside/{name}/mayask.yaml"), format!("{entry}{more}ignore: [\"texts/**\"]\n"));
        write(folder, &format!("beside/{name}/form.json"), schema);
        let texts = r#"{"person.citizen.title": {"en": "Are you a U.S. citizen?"}}"#;
        write(folder, &format!("beside/{name}/texts/translation.json"), texts);
    }
    let interview = "metadata:\n  title: Key\n---\ninclude: gone.yml\n---\nquestion: Which key?\nfields:\n  - Telephone number: phone\n";
    write(folder, "parts/a.yml", interview.replace("include: gone", "include:\n  - gone"));
    let item = r#"{"linkId":"1","text":"Kind of boat","type":"choice","answerValueSet":"http://x.example/ValueSet/boats"}"#;
    write(folder, "choices/form.json", format!(r#"{{"resourceType":"Questionnaire","title":"Boats","item":[{item}]}}"#));
    write(
        folder,
        "bundles/mayask.yaml",
        "forms:\n  - match: \"*.html\"\n    jurisdiction: us/ct/hartford\n    run by: [police]\n    kinds: [incident report]\n    beside: texts\n",
    );
    write(
        folder,
        "bundles/ask.html",
        "<html lang=\"es\"><form><label><span th:text=\"#{origin}\">x</span> <input name=\"q1\"></label></form></html>",
    );
    // ISO-8859-1, as Java had it.
    write(folder, "bundles/texts/intake_es.properties", b"origin = \xbfEs usted ciudadano de los Estados Unidos?\n");
    write(folder, "records.jsonl", "{\"id\":\"a\",\"label\":\"Are you a U.S. citizen?\"}\n{\"id\":7,\"name\":\"ssn\"}\n");
    write(
        folder,
        "broken.jsonl",
        "{\"id\":\"a\",\"label\":\"Are you a U.S. citizen?\"}\n{\"id\":\n{\"label\":\"no id\"}\n{\"id\":\"d\"}\n",
    );
    desk
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mayask"));
    command.current_dir(folder).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// The rules of these tests alone.
const RULES: &[&str] = &["--no-builtin", "--policies", "rules"];
/// In Hartford.
const PLACE: &[&str] = &["--jurisdiction", "us/ct/hartford"];
/// A form of the police.
const POLICE: &[&str] = &["--run-by", "police", "--kind", "incident report"];

/// A command: its words, further arguments, its input, its status, and what it says (all of it, on either stream).
type Case = (&'static str, &'static [&'static [&'static str]], &'static str, i32, &'static [&'static str]);

const CITIZEN: &str = "<html lang=\"en\"><form><label>Are you a U.S. citizen? <input name=\"c\"></label></form></html>";

static CASES: &[Case] = &[
    ("check plain.html", &[RULES, PLACE, POLICE], "", 0, &[]),
    ("check ask.html", &[RULES, PLACE, POLICE], "", 1, &["test-status/no-status"]),
    ("check known", &[RULES], "", 1, &["test-status/no-status"]),
    ("check utf16.html", &[RULES, PLACE, POLICE], "", 1, &["test-status/no-status"]),
    ("check -", &[RULES, PLACE, POLICE], CITIZEN, 1, &["test-status/no-status"]),
    ("check ask.html", &[RULES, PLACE], "", 1, &["test-status/no-status"]),
    ("check ask.html --fail-on breach", &[RULES, PLACE], "", 0, &[]),
    ("check ask.html --fail-on breach", &[RULES, PLACE, POLICE], "", 1, &[]),
    ("check ask.html --fail-on never", &[RULES, PLACE, POLICE], "", 0, &[]),
    ("check born.html", &[RULES, PLACE, POLICE], "", 0, &[]),
    ("check born.html --fail-on possible", &[RULES, PLACE, POLICE], "", 1, &[]),
    ("check advice.html", &[RULES, PLACE, POLICE], "", 0, &[]),
    ("check advice.html --strict", &[RULES, PLACE, POLICE], "", 1, &[]),
    ("check strange.html", &[RULES, PLACE, POLICE], "", 1, &[]),
    ("check strange.html --fail-on breach", &[RULES, PLACE, POLICE], "", 0, &[]),
    ("check strange.html --fail-on never", &[RULES, PLACE, POLICE], "", 0, &[]),
    ("check plain.html", &[RULES], "", 2, &["jurisdiction"]),
    ("check plain.html --jurisdiction us/wa", &[RULES], "", 2, &["us/wa"]),
    (
        "check plain.html ask.html --jurisdiction us/ct/hartfrod",
        &[RULES],
        "",
        2,
        &["mayask: unknown jurisdiction `us/ct/hartfrod`; did you mean `us/ct/hartford`?"],
    ),
    ("check plain.html --kind incidnet", &[RULES, PLACE], "", 2, &["unknown kind of form `incidnet`"]),
    ("check plain.html --run-by polise", &[RULES, PLACE], "", 2, &["did you mean `police`?"]),
    ("check plain.html --fact employees", &[RULES, PLACE], "", 2, &["NAME=VALUE"]),
    ("check plain.html --fact employees=many", &[RULES, PLACE], "", 2, &["a whole number"]),
    ("check plain.html --fact employes=3", &[RULES, PLACE], "", 2, &["unknown fact `employes`"]),
    ("check plain.html --format nonsense", &[RULES, PLACE], "", 2, &["invalid value"]),
    ("check plain.html --report nonsense=x", &[RULES, PLACE], "", 2, &["unknown report `nonsense`"]),
    ("check plain.html --format-in nonsense", &[RULES, PLACE], "", 2, &["nonsense"]),
    ("check plain.html --format-in htm", &[RULES, PLACE], "", 2, &["'html'"]),
    ("check plain.html --format-in fhir", &[RULES, PLACE], "", 2, &["cannot be read as FHIR Questionnaire"]),
    ("explain ask.html#citizen --format-in html", &[RULES, PLACE, POLICE], "", 0, &["test-status/no-status: breach"]),
    ("check plain.html --policies nowhere", &[PLACE], "", 2, &["nowhere"]),
    ("check misspelt", &[RULES], "", 2, &["jurisdicton"]),
    ("check nowhere.html", &[RULES, PLACE], "", 2, &["nowhere.html"]),
    ("check empty", &[RULES, PLACE], "", 2, &["no form was found"]),
    ("check formless", &[RULES, PLACE], "", 2, &["no form was found"]),
    ("check", &[RULES], "", 2, &["PATH"]),
    ("check twice.json", &[RULES, PLACE, POLICE], "", 2, &["`a`"]),
    ("check cut.json", &[RULES, PLACE, POLICE], "", 2, &[]),
    ("check deep300.json", &[RULES, PLACE, POLICE, &["--fail-on", "never"]], "", 0, &[]),
    ("check deep100000.json", &[RULES, PLACE, POLICE], "", 2, &[]),
    ("check bomb.form.yaml", &[RULES, PLACE, POLICE], "", 2, &[]),
    ("check pages", &[RULES], "", 1, &["test-status/no-status"]),
    ("check pages/one.html", &[RULES], "", 1, &["pages/two.html:1:", "4 fields in 1 form"]),
    (
        "check properties_twice.json",
        &[RULES, PLACE, POLICE],
        "",
        2,
        &["`properties` stands twice", "properties_twice.json:1:", "test-status/no-status", "2 fields in 1 form"],
    ),
    ("check italian.html", &[RULES, PLACE, POLICE], "", 1, &["does not know the language"]),
    ("check shapes/claims", &[RULES], "", 2, &["mayask.yaml:6:13", "`claims` takes a list"]),
    ("check shapes/facts", &[RULES], "", 2, &["mayask.yaml:6:12", "`facts` takes a mapping"]),
    ("check shapes/documents", &[RULES], "", 2, &["a second document"]),
    ("check shapes/undated", &[RULES], "", 2, &["`2027-13-01` cannot be used here"]),
    ("check shapes/forms", &[RULES, PLACE], "", 2, &["`forms` takes a list"]),
    ("check beside/said", &[RULES], "", 1, &["test-status/no-status", "beside/said/texts/translation.json"]),
    ("check beside/forgotten", &[RULES], "", 1, &["person.citizen.title", "1 with text that was not found"]),
    ("check bundles", &[RULES], "", 1, &["test-status/no-status", "bundles/texts/intake_es.properties", "¿Es usted ciudadano"]),
    ("check parts", &[RULES, PLACE, POLICE], "", 2, &["questions may stand elsewhere", "parts/a.yml:5:5"]),
    ("check choices", &[RULES, PLACE, POLICE], "", 1, &["its choices", "were not found"]),
    ("check beside/lost", &[RULES], "", 2, &["mayask.yaml:6:14", "`text` is no file or folder here"]),
    ("check beside/outside", &[RULES], "", 2, &["leads out of the folder of this file"]),
    ("check half", &[RULES], "", 2, &["lost.html"]),
    (
        "show ask.html",
        &[PLACE, POLICE],
        "",
        0,
        &["Are you a U.S. citizen?", "about citizenship (certain)", "jurisdiction: us/ct/hartford (flag)", "required: yes"],
    ),
    ("show nowhere.html", &[PLACE], "", 2, &["nowhere.html is no file"]),
    ("show formless/readme.txt", &[PLACE], "", 2, &["none of the form formats"]),
    ("recognize ask.html", &[], "", 0, &["citizenship (certain)"]),
    (
        "recognize records.jsonl --format jsonl",
        &[],
        "",
        0,
        &[
            "{\"id\":\"a\",\"concepts\":[{\"concept\":\"citizenship\",\"confidence\":\"certain\",\"evidence\":[{\"part\":\"label\"",
            "{\"id\":7,",
        ],
    ),
    (
        "recognize broken.jsonl --format jsonl",
        &[],
        "",
        2,
        &["broken.jsonl:2:", "broken.jsonl:3:", "{\"id\":\"d\",\"concepts\":[],\"not_understood\":\"it has neither label nor name\"}"],
    ),
    ("recognize - --format jsonl", &[], "{\"id\":\"x\",\"label\":\"Are you a U.S. citizen?\"}", 0, &["citizenship"]),
    ("recognize nowhere.html", &[], "", 2, &["nowhere.html"]),
    (
        "recognize - --format-in jsonl",
        &[],
        "{\"id\":\"x\",\"name\":\"imigration_stat\"}",
        0,
        &["near is immigration_status: name: `imigration`"],
    ),
    (
        "recognize - --format jsonl --near",
        &[],
        "{\"id\":\"x\",\"name\":\"imigration_stat\"}",
        0,
        &["\"near\":[{\"concept\":\"immigration_status\"", "\"lack\":\"spelling\""],
    ),
    ("recognize - --format jsonl", &[], "{\"id\":\"x\",\"label\":\"Citizen complaint\"}", 0, &["\"vetoes\":[{\"concept\":\"citizenship\""]),
    ("explain plain.html#phone", &[RULES, PLACE, POLICE], "", 0, &["about phone_number"]),
    (
        "prove rules/us/ct/hartford/test.policy",
        &[],
        "",
        2,
        &["rule `no-status` has no `breach` sample", "case fails: A case beside the policy."],
    ),
    ("policies --jurisdiction us/ct/hartford", &[RULES], "", 0, &["# An ordinance for tests\n", "## test-status/no-status\n"]),
    ("policies --jurisdiction us/ct/hartfrod", &[RULES], "", 2, &["did you mean `us/ct/hartford`?"]),
    (
        "policies --jurisdiction us/ct --as-of 2009-01-01 --format json",
        &[],
        "",
        0,
        &["\"rule\": \"us-privacy-act-s7/notice\"", "\"in_force\": \"yes\"", "\"in_force\": \"no\""],
    ),
    ("policies", &[RULES], "", 0, &["us/ct/hartford  test-status"]),
    ("concepts --jurisdiction us/ct/hartford --concept citizenship", &[RULES], "", 0, &["test-status"]),
    ("concepts --concept citizenshp", &[RULES], "", 2, &["did you mean `citizenship`?"]),
    ("explain test-status/no-status", &[RULES], "", 0, &["no field citizenship on police intake forms", "Test Code s. 1"]),
    ("explain test-status", &[RULES], "", 0, &["An ordinance for tests", "the operative words of the law were read"]),
    ("explain test-status/no-staus", &[RULES], "", 2, &["did you mean `test-status/no-status`?"]),
    (
        "explain ask.html#citizen",
        &[RULES, PLACE, POLICE],
        "",
        0,
        &["test-status/no-status: breach", "1. is the form used in Hartford? yes"],
    ),
    ("explain ask.html#/f/citizen", &[RULES, PLACE], "", 0, &["test-status/no-status: undecided", "not known"]),
    ("explain ask.html#citzen", &[RULES, PLACE], "", 2, &["did you mean `citizen`?"]),
    ("explain plain.html#phone", &[RULES, PLACE, POLICE], "", 0, &["test-status/no-status: does not apply"]),
    ("init known", &[RULES], "", 2, &["is there already"]),
    ("init --stdout", &[RULES], "", 0, &["# jurisdiction: PATH", "- match: \"known/**\""]),
    ("init empty", &[RULES], "", 2, &["no form was found"]),
    ("completions bash", &[], "", 0, &["_mayask"]),
    ("completions tcsh", &[], "", 2, &["tcsh"]),
    ("man", &[], "", 0, &[".TH mayask 1"]),
    ("man check", &[], "", 0, &["mayask-check"]),
    ("man chek", &[], "", 2, &["did you mean `check`?"]),
];

#[test]
fn commands_end_and_speak_as_they_should() {
    let desk = desk();
    let mut wrong = Vec::new();
    for (words, more, input, status, says) in CASES {
        let arguments: Vec<&str> = words.split(' ').chain(more.iter().flat_map(|more| more.iter().copied())).collect();
        let output = run(desk.path(), &arguments, input);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let lacks: Vec<_> = says.iter().filter(|words| !said.contains(**words)).collect();
        if output.status.code() != Some(*status) || !lacks.is_empty() {
            let said: String = said.chars().take(1500).collect();
            wrong.push(format!(
                "{}\n  ended with {:?}, not {status}; did not say {lacks:?}; said:\n{said}",
                arguments.join(" "),
                output.status.code()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_form_finds_its_context_however_it_is_named() {
    let desk = desk();
    let rules = desk.path().join("rules");
    let rules = ["--no-builtin", "--policies", rules.to_str().unwrap()];
    for (folder, name) in [("known", "ask.html"), ("known", "./ask.html"), ("misspelt", "../known/ask.html"), ("empty", "../known")] {
        let arguments: Vec<&str> = ["check", name].into_iter().chain(rules).collect();
        let output = run(&desk.path().join(folder), &arguments, "");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.code() == Some(1) && said.contains("test-status/no-status"), "{name} from {folder}: {said}");
    }
}

#[test]
fn a_misspelt_flag_is_said_once() {
    let desk = desk();
    let arguments = ["check", "plain.html", "ask.html", "born.html", "--jurisdiction", "us/ct/hartfrod"];
    let output = run(desk.path(), &arguments, "");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.matches("hartfrod").count(), 1, "{said}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let desk = desk();
    for report in mayask::report::REPORTS {
        let of = |jobs: &str| {
            let arguments = ["check", ".", "--format", report.name(), "--jurisdiction", "us/ct/hartford", "--jobs", jobs];
            run(desk.path(), &arguments, "").stdout
        };
        let once = of("1");
        assert!(once == of("1") && once == of("2"), "{}", report.name());
        if report.name() == "json" {
            serde_json::from_slice::<serde_json::Value>(&once).unwrap();
        }
    }
}

#[test]
fn reports_go_where_they_are_sent() {
    let desk = desk();
    let arguments = ["check", "plain.html", "--jurisdiction", "us/ct/hartford", "--output", "out.txt", "--report", "text=again.txt"];
    let output = run(desk.path(), &arguments, "");
    assert!(output.stdout.is_empty());
    let read = |name: &str| fs::read(desk.path().join(name)).unwrap();
    assert!(!read("out.txt").is_empty());
    assert_eq!(read("out.txt"), read("again.txt"));
}

#[test]
fn a_first_context_file_is_one_that_can_be_read() {
    let desk = desk();
    let written = run(desk.path(), &["init", "known", "--force", "--jurisdiction", "us/ct/hartford", "--run-by", "police"], "");
    assert_eq!(written.status.code(), Some(0));
    let text = fs::read_to_string(desk.path().join("known/mayask.yaml")).unwrap();
    assert!(text.contains("jurisdiction: us/ct/hartford\n    run by: police\n"), "{text}");
    let checked = run(desk.path(), &["check", "known", "--fail-on", "never", "--no-builtin", "--policies", "rules"], "");
    assert_eq!(checked.status.code(), Some(0), "{}{}", String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
}

#[cfg(unix)]
#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let desk = desk();
    let many: String = (0..20_000).map(|number| format!("{{\"id\":{number},\"label\":\"Are you a U.S. citizen?\"}}\n")).collect();
    write(desk.path(), "many.jsonl", many);
    let mut command = Command::new(env!("CARGO_BIN_EXE_mayask"));
    command.current_dir(desk.path()).args(["recognize", "many.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{}", String::from_utf8_lossy(&output.stderr));
}
