//! The house as docs/architecture.md draws it: which room may use which, and what stands nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The arrows: a room, and the rooms that it may use. The page quotes this table; a room that is not here does not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("tree", &["source"]),
    ("vocabulary", &["source"]),
    ("syntax", &["source"]),
    ("form", &["source"]),
    ("policy", &["syntax", "vocabulary", "source"]),
    ("recognize", &["form", "vocabulary", "source"]),
    ("context", &["form", "vocabulary", "tree", "source"]),
    ("finding", &["policy", "recognize", "form", "vocabulary", "source"]),
    ("read", &["form", "tree", "source"]),
    ("check", &["policy", "form", "recognize", "context", "finding", "vocabulary", "source"]),
    ("analyse", &["check", "policy", "form", "recognize", "context", "finding", "vocabulary", "source"]),
    ("report", &["finding", "form", "policy", "recognize", "context", "check", "vocabulary", "source"]),
    ("proof", &["analyse", "check", "read", "finding", "context", "recognize", "policy", "form", "syntax", "vocabulary", "tree", "source"]),
    ("lint", &["proof", "analyse", "recognize", "policy", "syntax", "vocabulary", "tree", "source"]),
    ("embed", &[]),
    (
        "load",
        &[
            "proof",
            "analyse",
            "check",
            "read",
            "finding",
            "context",
            "recognize",
            "policy",
            "form",
            "syntax",
            "vocabulary",
            "tree",
            "embed",
            "source",
        ],
    ),
    (
        "cli",
        &[
            "load",
            "lint",
            "proof",
            "report",
            "analyse",
            "check",
            "read",
            "finding",
            "context",
            "recognize",
            "policy",
            "form",
            "syntax",
            "vocabulary",
            "tree",
            "source",
        ],
    ),
];

/// Functions that are longer than a screen. Names may only be taken away.
const LONG_FUNCTIONS: &[&str] = &[];

/// Files that are longer than one idea. Names may only be taken away.
const LONG_FILES: &[&str] = &[];

const LONGEST_FUNCTION: usize = 60;
const LONGEST_FILE: usize = 500;

/// What only some places may name, with these places. A place that ends in `/` or `*` is a beginning.
const KEPT_TO: &[(&[&str], &[&str])] = &[
    (&["pest", "pest_derive"], &["src/syntax/lower*"]),
    (
        &["serde", "serde_json", "serde_yaml", "schemars"],
        &[
            "src/vocabulary/",
            // What is kept compiled in the binary.
            "src/recognize/automaton.rs",
            "src/recognize/known.rs",
            "src/recognize/packed.rs",
            "src/recognize/pairs.rs",
            "src/recognize/spellings.rs",
            "src/recognize/terms.rs",
            "src/source/span.rs",
            "src/syntax/ast.rs",
            "src/read/record.rs",
            "src/report/",
            "src/proof/cases.rs",
            "src/cli/",
            "src/embed/build.rs",
        ],
    ),
    (&["saphyr_parser"], &["src/tree/"]),
    (&["html5gum"], &["src/read/html*"]),
    (&["anyhow"], &["src/load/", "src/cli/", "src/embed/build.rs"]),
    (&["clap", "clap_complete", "clap_mangen", "anstream", "indicatif"], &["src/cli/"]),
    (&["std::fs", "std::env", "std::net", "std::process"], &["src/load/", "src/cli/", "src/embed/build.rs", "src/main.rs"]),
    (&["SystemTime", "Instant", "Timestamp::now", "Zoned::now"], &["src/load/", "src/cli/"]),
];

/// A file of the project and its text.
struct File {
    path: String,
    text: String,
    /// The text with comments and quoted texts blanked, line for line.
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files that git knows below some folders; all that stand there, where there is no git.
fn listed(folders: &[&str]) -> Vec<String> {
    let git = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--"])
        .args(folders)
        .current_dir(root())
        .output();
    let known = git.ok().filter(|output| output.status.success()).map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let mut paths: Vec<String> = match known.filter(|known| !known.trim().is_empty()) {
        Some(known) => known.lines().map(str::to_owned).filter(|path| root().join(path).is_file()).collect(),
        None => folders.iter().flat_map(|folder| below(&root().join(folder))).collect(),
    };
    paths.sort();
    paths.dedup();
    paths
}

fn below(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let spoken = |path: PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![spoken(path)] }).collect()
}

fn rust(folders: &[&str]) -> Vec<File> {
    let files = listed(folders).into_iter().filter(|path| path.ends_with(".rs"));
    files
        .map(|path| {
            let text = std::fs::read_to_string(root().join(&path)).unwrap();
            File { code: bare(&text), path, text }
        })
        .collect()
}

/// Code without comments, texts and letters in quotes: roughly, as far as counting words and braces needs it.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest);
        let (taken, after) = rest.split_at(length.unwrap_or(first.len_utf8()));
        match length {
            Some(_) => code.extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' })),
            None => code.push_str(taken),
        }
        rest = after;
    }
    code
}

/// The length of a comment or a quoted text that begins here.
fn skipped(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if let Some(raw) = rest.strip_prefix("r#\"") {
        return Some(raw.find("\"#").map_or(rest.len(), |end| end + 5));
    }
    if let Some(text) = rest.strip_prefix('"') {
        return Some(closing(text, '"').map_or(rest.len(), |end| end + 2));
    }
    let letter = rest.strip_prefix('\'')?;
    let end = closing(letter, '\'')?;
    let one = letter.get(..end)?;
    (one.starts_with('\\') || one.chars().count() == 1).then_some(end + 2)
}

fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// The room of a file: the folder below `src`, or the file that stands for one. The crate and the program are none.
fn room(path: &str) -> Option<&str> {
    let below = path.strip_prefix("src/")?;
    let room = below.split('/').next()?.trim_end_matches(".rs");
    (!matches!(room, "lib" | "main")).then_some(room)
}

/// The rooms that code names, as `crate::room` or in a group after `crate::`.
fn named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let after = &code[at + "crate::".len()..];
        match after.strip_prefix('{') {
            Some(group) => rooms.extend(members(group)),
            None => rooms.extend([word(after)]),
        }
    }
    rooms
}

/// The first words of the members of a group, as far as its closing brace.
fn members(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut members = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            c if depth == 0 => members.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    members.iter().map(|member| word(member.trim_start())).filter(|member| !member.is_empty()).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn is_at(path: &str, place: &str) -> bool {
    match place.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => path == place || (place.ends_with('/') && path.starts_with(place)),
    }
}

/// Whether code names a word, whole.
fn names(code: &str, wanted: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let whole = |at: usize| !inside(code[..at].chars().next_back()) && !inside(code[at + wanted.len()..].chars().next());
    code.match_indices(wanted).any(|(at, _)| whole(at))
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn rooms_use_only_the_rooms_that_the_table_allows() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let files = rust(&["src"]);
    let empty = |row: &&(&str, &[&str])| !files.iter().any(|file| room(&file.path) == Some(row.0));
    let mut faults: Vec<String> = ARROWS.iter().filter(empty).map(|(room, _)| format!("the room `{room}` has no file")).collect();
    for file in &files {
        let Some(room) = room(&file.path) else { continue };
        let Some(may_use) = allowed.get(room) else {
            faults.push(format!("{}: the room `{room}` is not in the table", file.path));
            continue;
        };
        let odd = named(&file.code)
            .into_iter()
            .filter(|used| used != room && allowed.contains_key(used.as_str()) && !may_use.contains(&used.as_str()));
        faults.extend(odd.map(|used| format!("{}: `{room}` may not use `{used}`", file.path)));
    }
    none(faults);
}

#[test]
fn the_table_has_no_circle() {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (room, may_use) in ARROWS {
        let ahead: Vec<_> = may_use.iter().filter(|used| !known.contains(*used)).collect();
        assert!(ahead.is_empty(), "`{room}` uses {ahead:?}, which come after it");
        known.insert(room);
    }
}

#[test]
fn the_page_quotes_the_table() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    assert!(page.lines().count() <= 200, "docs/architecture.md is longer than 200 lines");
    let quoted = |rooms: &[&str]| rooms.iter().map(|room| format!("`{room}`")).collect::<Vec<_>>().join(", ");
    let row = |(room, may_use): &(&str, &[&str])| match may_use {
        [] => format!("| `{room}` | nothing |\n"),
        rooms => format!("| `{room}` | {} |\n", quoted(rooms)),
    };
    let table: String = ARROWS.iter().map(row).collect();
    let table = format!("| room | may use |\n|---|---|\n{table}");
    assert!(page.contains(&table), "docs/architecture.md does not quote this table:\n\n{table}");
}

#[test]
fn libraries_and_the_world_are_named_only_where_they_belong() {
    let mut faults = Vec::new();
    for file in rust(&["src"]) {
        for (words, places) in KEPT_TO {
            if places.iter().any(|place| is_at(&file.path, place)) {
                continue;
            }
            let found = words.iter().filter(|word| names(&file.code, word));
            faults.extend(found.map(|word| format!("{}: `{word}` belongs to {}", file.path, places.join(", "))));
        }
    }
    none(faults);
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = rust(&["src", "tests"]).into_iter().filter(|file| !file.text.starts_with("//! "));
    none(silent.map(|file| format!("{}: begins without `//!`", file.path)).collect());
}

#[test]
fn files_are_one_idea() {
    let long: BTreeSet<String> =
        rust(&["src"]).into_iter().filter(|file| file.text.lines().count() > LONGEST_FILE).map(|file| file.path).collect();
    let listed: BTreeSet<String> = LONG_FILES.iter().map(|path| (*path).to_owned()).collect();
    let over = long.difference(&listed).map(|path| format!("{path}: longer than {LONGEST_FILE} lines"));
    let mended = listed.difference(&long).map(|path| format!("{path}: short now; take it off the list"));
    none(over.chain(mended).collect());
}

#[test]
fn functions_fit_on_a_screen() {
    let mut long = BTreeSet::new();
    for file in rust(&["src"]) {
        long.extend(
            functions(&file.code)
                .into_iter()
                .filter(|(_, lines)| *lines > LONGEST_FUNCTION)
                .map(|(name, _)| format!("{}: {name}", file.path)),
        );
    }
    let listed: BTreeSet<String> = LONG_FUNCTIONS.iter().map(|name| (*name).to_owned()).collect();
    let over = long.difference(&listed).map(|name| format!("{name}: longer than {LONGEST_FUNCTION} lines"));
    let mended = listed.difference(&long).map(|name| format!("{name}: short now; take it off the list"));
    none(over.chain(mended).collect());
}

/// The functions of a file, each with its number of lines. The layout is rustfmt's: a body ends at the indent it began at.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let opens = |at: &usize| line[..*at].split_whitespace().all(|word| word == "const" || word.starts_with("pub"));
        let Some(at) = line.find("fn ").filter(opens) else { continue };
        if line.trim_end().ends_with(['}', ';']) {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let end = lines[number..].iter().skip(1).position(|line| line.trim_end().len() == indent + 1 && line.ends_with('}'));
        found.push((word(&line[at + 3..]), end.map_or(1, |end| end + 2)));
    }
    found
}

#[test]
fn a_thing_that_stands_in_a_folder_stands_in_its_table() {
    let tables = [
        ("src/read/", "pub static READERS"),
        ("src/report/", "pub static REPORTS"),
        ("src/check/predicate/", "pub static PREDICATES"),
        ("src/cli/", "pub static COMMANDS"),
    ];
    let kinds = ["impl Reader for ", "impl Report for ", "impl Predicate for ", "impl Command for "];
    let files = rust(&["src"]);
    let mut faults = Vec::new();
    for ((folder, table), kind) in tables.into_iter().zip(kinds) {
        let all = files.iter().find(|file| file.path == format!("{folder}mod.rs")).unwrap();
        let start = all.code.find(table).unwrap();
        let rows = &all.code[start..start + all.code[start..].find("];").unwrap()];
        for file in files.iter().filter(|file| file.path.starts_with(folder)) {
            let things = file.code.match_indices(kind).map(|(at, _)| word(&file.code[at + kind.len()..]));
            let module = file.path[folder.len()..].split(['/', '.']).next().unwrap();
            let missing = things.filter(|thing| !rows.contains(&format!("{module}::{thing}")));
            faults.extend(missing.map(|thing| format!("{}: `{module}::{thing}` is not in {table}", file.path)));
        }
    }
    none(faults);
}

#[test]
fn nothing_is_put_off_or_lumped_together() {
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X:"]].map(|halves| halves.concat());
    let mut faults = Vec::new();
    for path in listed(&["src", "tests/suite", "tests/benches", "docs", "grammar"]) {
        let name = path.rsplit('/').next().unwrap();
        let stem = name.split('.').next().unwrap();
        if ["utils", "util", "helpers", "helper", "common", "misc"].contains(&stem) {
            faults.push(format!("{path}: a name that says nothing"));
        }
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        if path.ends_with(".rs") || path.ends_with(".pest") {
            faults.extend(marks.iter().filter(|mark| names(&text, mark)).map(|mark| format!("{path}: `{mark}`")));
        }
    }
    none(faults);
}
