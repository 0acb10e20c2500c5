//! The policy language as written: every fixture with what is said of it drawn under its text.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mayask::source::{Gravity, Problem, Source};
use mayask::syntax::{format, parse, sentence};

fn read(path: &Path) -> Source {
    Source::new(path.file_name().unwrap().to_string_lossy(), std::fs::read_to_string(path).unwrap())
}

fn policies(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
        .into_iter()
        .flat_map(|path| if path.is_dir() { policies(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "policy"))
        .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The line of a problem, what is meant underlined, and the words.
fn drawn(source: &Source, problem: &Problem) -> String {
    let mut text = String::new();
    let Some(span) = problem.place.span() else {
        return std::format!("{}: {}\n", problem.code, problem.message);
    };
    let start = source.position(span.start);
    let line = source.text().split('\n').nth(start.line as usize - 1).unwrap_or_default().trim_end_matches('\r');
    let shown: String = line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let first = source.slice(span).lines().next().unwrap_or_default();
    let more = if source.slice(span).lines().count() > 1 { "…" } else { "" };
    let indent = " ".repeat(start.column as usize - 1);
    writeln!(text, "{:>3} | {shown}", start.line).unwrap();
    let gravity = if problem.gravity == Gravity::Error { "" } else { " (note)" };
    writeln!(text, "    | {indent}{}{more} {}{gravity} [{}]", "^".repeat(first.chars().count().max(1)), problem.message, problem.code)
        .unwrap();
    if let Some(help) = &problem.help {
        writeln!(text, "    | {indent}help: {help}").unwrap();
    }
    for (place, words) in &problem.related {
        let at = source.position(place.span().unwrap().start);
        writeln!(text, "    | {indent}see {}:{}: {words}", at.line, at.column).unwrap();
    }
    text
}

fn check(path: &Path) {
    let source = read(path);
    let (document, problems) = parse(source.text());
    let name = source.name().trim_end_matches(".policy").to_owned();
    let mut text: String = problems.iter().map(|problem| drawn(&source, problem)).collect();
    let refused = name.starts_with("err_");
    assert_eq!(refused, !problems.is_empty(), "{name}\n{text}");
    for policy in &document.policies {
        writeln!(text, "policy {}: {} lines", policy.id.value, policy.headers.len()).unwrap();
        for rule in &policy.rules {
            writeln!(text, "  {}: {} [{} clauses]", rule.id.value, sentence(rule), rule.clauses.len()).unwrap();
        }
    }
    if let Ok(laid) = format(source.text()) {
        write!(text, "--- laid out\n{laid}").unwrap();
    }
    insta::with_settings!({ snapshot_path => "snapshots/syntax", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn fixtures_are_read_as_drawn() {
    let found = policies(&root().join("tests/syntax"));
    assert!(!found.is_empty());
    found.iter().for_each(|path| check(path));
}

fn all() -> Vec<PathBuf> {
    let mut found = policies(&root().join("tests/syntax"));
    found.extend(policies(&root().join("policies")));
    found
}

#[test]
fn the_layout_is_stable_and_says_the_same() {
    for path in all() {
        let source = read(&path);
        let Ok(once) = format(source.text()) else { continue };
        let again = Source::new("once", once.clone());
        assert_eq!(parse(source.text()), parse(again.text()), "{}\n{once}", path.display());
        assert_eq!(Ok(&once), format(again.text()).as_ref(), "{}", path.display());
        assert!(once.ends_with('\n') && !once.contains("\n\n\n") && !once.contains(" \n"), "{}\n{once}", path.display());
    }
}

/// Every prefix of every fixture. Lines are read one by one, so of a long prefix the last dozen lines are enough.
#[test]
fn every_prefix_is_read_without_panic() {
    for path in policies(&root().join("tests/syntax")) {
        let text = read(&path).text().to_owned();
        for (end, _) in text.char_indices() {
            let start = text[..end].rmatch_indices('\n').nth(12).map_or(0, |(at, _)| at + 1);
            let prefix = &text[start..end];
            let source = Source::new("prefix", prefix);
            let (_, problems) = parse(source.text());
            for span in problems.iter().filter_map(|problem| problem.place.span()) {
                assert!(prefix.get(span.range()).is_some(), "{}: {end}", path.display());
            }
            if problems.is_empty() {
                assert!(format(source.text()).is_ok());
            }
        }
    }
}

#[test]
fn deep_nesting_is_a_problem_and_no_abort() {
    for open in ["(", "not (", "it (", "\" ("] {
        let text = std::format!("jurisdiction us\npolicy a \"A\"\nrule b\n  no field c on all forms when {}", open.repeat(50_000));
        let (_, problems) = parse(&text);
        assert!(!problems.is_empty());
    }
}

#[test]
fn a_file_past_the_limit_is_refused_whole() {
    let (document, problems) = parse(&"# \n".repeat(400_000));
    assert_eq!(document, mayask::syntax::ast::Document::default());
    assert_eq!(problems[0].code, "too-large");
}
