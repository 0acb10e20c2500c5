//! Policies and vocabulary looked at: each check finds what it is for, our own library is clean, and a skeleton says what it lacks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mayask::lint::LINTS;
use mayask::load::{Library, LibraryOptions};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program run in a folder: what it says, on either stream, and its status.
fn run(folder: &Path, arguments: &str) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_mayask")).current_dir(folder).args(arguments.split(' ')).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).unwrap(), output.status.code().unwrap())
}

/// Each check has a folder that bears its name, in which it and no other finds something.
#[test]
fn each_check_finds_what_it_is_for() {
    for lint in LINTS {
        let name = lint.name;
        let (text, status) = run(&root(), &format!("lint --library --no-builtin --as-of 2026-11-22 tests/lint/{name}"));
        let told: BTreeSet<&str> =
            text.lines().filter_map(|line| line.strip_prefix("warning[").or(line.strip_prefix("error["))?.split(']').next()).collect();
        assert_eq!((told, status), (BTreeSet::from([name]), 1), "{text}");
        insta::with_settings!({ snapshot_path => "snapshots/lint", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn programs_are_told_the_same() {
    let (text, status) = run(&root(), "lint --library --no-builtin --as-of 2026-11-22 --format json tests/lint/review-overdue");
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    let problem = &told["problems"][0];
    let place = [&problem["lint"], &problem["file"], &problem["line"], &problem["column"]].map(ToString::to_string).join(" ");
    assert_eq!(place, r#""review-overdue" "tests/lint/review-overdue/review.policy" 9 13"#);
    assert_eq!((status, told["summary"]["told"].as_u64(), told["summary"]["status"].as_u64()), (1, Some(1), Some(1)));
}

/// As it is built in, and as files: an author in an editor sees the same. The day is that of the newest reading, so that no
/// clock makes it overdue.
#[test]
fn our_own_library_is_clean() {
    let library = Library::open(&LibraryOptions::default()).unwrap();
    let law = library.law(&[]);
    let day = law.policies().iter().flat_map(|policy| &policy.sources).map(|read| read.on.as_str()).max().unwrap();
    for what in [format!("lint --library --as-of {day}"), format!("lint --library --as-of {day} policies")] {
        let (text, status) = run(&root(), &what);
        assert!(status == 0 && text.ends_with("nothing to mend\n"), "{what}\n{text}");
    }
}

/// A file of the vocabulary is the same wherever one stands.
#[test]
fn vocabulary_is_known_by_its_folder() {
    for (folder, file) in [("phrase-short/vocabulary", "concepts/favorite_color.yaml"), ("", "phrase-short/vocabulary")] {
        let (text, status) = run(&root().join("tests/lint").join(folder), &format!("lint {file}"));
        assert!(status == 1 && text.contains("1 file: 1 thing to mend"), "{folder} {file}: {text}");
    }
}

#[test]
fn what_cannot_be_read_is_no_success() {
    for (what, says) in [("docs", "nothing to look at was found"), ("tests/library/err_unclosed_string.policy", "error: ")] {
        let (text, status) = run(&root(), &format!("lint {what}"));
        assert!(status == 2 && text.contains(says), "{what}: {status}\n{text}");
    }
}

/// A skeleton parses, is laid out, and everything that `lint` and `prove` say of it is what is to be filled in.
#[test]
fn a_skeleton_says_what_is_to_be_filled_in() {
    let desk = tempfile::tempdir().unwrap();
    let (said, status) = run(desk.path(), "new policy us/ct/hartford/hartford-noise");
    let file = "policies/us/ct/hartford/hartford-noise.policy";
    assert!(status == 0 && said.starts_with(file), "{said}");
    let text = fs::read_to_string(desk.path().join(file)).unwrap();
    assert!(text.contains("jurisdiction us/ct/hartford\n") && text.contains("authority ordinance"), "{text}");

    let (said, status) = run(desk.path(), &format!("lint --library {file}"));
    let told: Vec<&str> = said.lines().filter(|line| line.starts_with("warning[") || line.starts_with("error")).collect();
    let blanks: Vec<&str> = told.iter().filter_map(|line| line.strip_prefix("warning[not-filled-in]: still to be filled in: ")).collect();
    let words = [
        "what a reader",
        "what kind",
        "the act",
        "the address",
        "how much",
        "the first day",
        "where the rule",
        "the name",
        "what the law",
        "what to do",
    ];
    let all = blanks.len() == words.len() && blanks.iter().zip(words).all(|(blank, words)| blank.starts_with(words));
    assert!(status == 1 && all && blanks.len() == text.matches("FILL IN").count(), "{said}");
    let others: Vec<&str> = told.into_iter().filter(|line| !line.contains("still to be filled in")).collect();
    let lacking = ["`breach`", "`kept`"].map(|outcome| format!("error[sample-lacking]: rule `fill-in` has no {outcome} sample"));
    assert_eq!(others, lacking, "{said}");

    let (said, status) = run(desk.path(), &format!("prove {file}"));
    assert!(status == 1 && said.matches("error: ").count() == 2 && said.contains("has no `breach` sample"), "{said}");
    assert_eq!(run(desk.path(), &format!("fmt --check {file}")), (String::new(), 0));
}

#[test]
fn a_skeleton_overwrites_nothing_and_knows_its_place() {
    let desk = tempfile::tempdir().unwrap();
    assert_eq!(run(desk.path(), "new policy us/ct/hartford/hartford-noise").1, 0);
    for (what, says) in [
        ("us/ct/hartford/hartford-noise", "is there already"),
        ("us/ct/hartfrod/hartford-noise", "did you mean `us/ct/hartford`?"),
        ("us/ct/waterbury/waterbury-noise", "beside it are `us/ct/hartford`, `us/ct/new_haven`"),
        ("us/ct/hartford/hartford-status-2008", "`supersedes` the old one"),
        ("us/ct/hartford/Noise", "cannot name a policy"),
        ("noise", "names no place"),
    ] {
        let (said, status) = run(desk.path(), &format!("new policy {what}"));
        assert!(status == 2 && said.contains(says), "{what}: {status} {said}");
    }
}
