//! `mayask.yaml`: entries of settings for forms by path, what to leave out, and forms of several files.

use super::Settings;
use crate::source::{Place, Problem};
use crate::tree::{Kind, Node};

/// A `mayask.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Its entries, in order.
    pub entries: Vec<Entry>,
    /// Globs of files to leave out.
    pub ignore: Vec<String>,
}

/// Settings for the forms that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Globs of paths from the folder of the file.
    pub matches: Vec<String>,
    /// Files that together are one form, from the folder of the file.
    pub files: Vec<String>,
    /// Files and folders that hold texts and lists of theirs, from the folder of the file.
    pub beside: Vec<(String, Place)>,
    /// What is said of them.
    pub settings: Settings,
}

/// The file that a tree holds, and what is wrong with it. Names are looked up later, when layers are laid over one another.
pub fn config(root: Node<'_, '_>) -> (Config, Vec<Problem>) {
    let mut config = Config::default();
    let mut problems = Vec::new();
    for key in root.entries() {
        match key.key.as_str() {
            "forms" => config.entries.extend(list(key.value, "forms", &mut problems).map(|item| entry(item, &mut problems))),
            "ignore" => config.ignore.extend(texts(key.value, "ignore", &mut problems)),
            other => problems.push(unknown(other, key.value.place(), &["forms", "ignore"])),
        }
    }
    if !root.is_object() {
        problems.push(Problem::error("context-shape", root.place(), "this is no mapping").help("expected the keys `forms` and `ignore`"));
    }
    (config, problems)
}

fn entry(item: Node<'_, '_>, problems: &mut Vec<Problem>) -> Entry {
    let mut entry = Entry::default();
    for key in item.entries() {
        match key.key.as_str() {
            "match" => entry.matches.extend(texts(key.value, "match", problems)),
            "files" => entry.files.extend(texts(key.value, "files", problems)),
            "beside" => entry.beside.extend(placed(key.value, "beside", problems)),
            "claims" => claims(key.value, &mut entry.settings, problems),
            name => values(name, key.value, &mut entry.settings, problems),
        }
    }
    if entry.matches.is_empty() && entry.files.is_empty() {
        let problem = Problem::error("context-no-match", item.place(), "this entry matches no form");
        problems.push(problem.help("add `match: GLOB`, or `files: [PATH, PATH]`"));
    }
    entry
}

fn claims(value: Node<'_, '_>, settings: &mut Settings, problems: &mut Vec<Problem>) {
    let items: Vec<_> = list(value, "claims", problems).collect();
    settings.claims.extend(items.into_iter().map(|claim| claim_keys(claim, problems)));
}

/// The items of what should be a list; an empty value is an empty list.
fn list<'t, 's>(value: Node<'t, 's>, key: &str, problems: &mut Vec<Problem>) -> impl Iterator<Item = Node<'t, 's>> + use<'t, 's> {
    if !value.is_array() && value.kind() != Kind::Null {
        problems.push(Problem::error("context-shape", value.place(), format!("`{key}` takes a list")).help("begin each item with `- `"));
    }
    value.items()
}

fn claim_keys(claim: Node<'_, '_>, problems: &mut Vec<Problem>) -> Vec<(String, String, Place)> {
    if !claim.is_object() {
        problems.push(
            Problem::error("context-shape", claim.place(), "a claim is a mapping")
                .help("as in `{ field: citizenship, exemption: …, citation: … }`"),
        );
    }
    claim.entries().map(|key| (key.key.text().into_owned(), key.value.text().into_owned(), key.value.place())).collect()
}

/// The settings that a mapping states, with the keys of an entry of the file.
pub fn settings(mapping: Node<'_, '_>) -> (Settings, Vec<Problem>) {
    let (mut settings, mut problems) = (Settings::default(), Vec::new());
    for key in mapping.entries() {
        match key.key.as_str() {
            "claims" => claims(key.value, &mut settings, &mut problems),
            name => values(name, key.value, &mut settings, &mut problems),
        }
    }
    (settings, problems)
}

/// The settings of one key: a list states it several times, a mapping leads into it.
pub(super) fn values(key: &str, value: Node<'_, '_>, settings: &mut Settings, problems: &mut Vec<Problem>) {
    if matches!(key, "facts" | "purposes") && !value.is_object() {
        if value.kind() != Kind::Null {
            problems.push(Problem::error("context-shape", value.place(), format!("`{key}` takes a mapping")).help("write `NAME: VALUE`"));
        }
        return;
    }
    if value.is_object() {
        for inner in value.entries() {
            values(&format!("{key}.{}", inner.key.as_str()), inner.value, settings, problems);
        }
        return;
    }
    for text in value.items().chain(Some(value).filter(|value| !value.is_array())) {
        match text.is_object() || text.is_array() {
            true => problems.push(Problem::error("context-shape", text.place(), format!("`{key}` takes words, or a list of words"))),
            false => settings.values.push((key.to_owned(), text.text().into_owned(), text.place())),
        }
    }
}

fn texts(value: Node<'_, '_>, key: &str, problems: &mut Vec<Problem>) -> Vec<String> {
    placed(value, key, problems).into_iter().map(|(text, _)| text).collect()
}

/// One text or a list of them, each with its place.
fn placed(value: Node<'_, '_>, key: &str, problems: &mut Vec<Problem>) -> Vec<(String, Place)> {
    let one = Some(value).filter(|value| !value.is_array());
    let (words, other): (Vec<_>, Vec<_>) = value.items().chain(one).partition(|text| !text.is_object() && !text.is_array());
    let wrong = |text: Node<'_, '_>| Problem::error("context-shape", text.place(), format!("`{key}` takes words, or a list of words"));
    problems.extend(other.into_iter().map(wrong));
    words.into_iter().map(|text| (text.text().into_owned(), text.place())).filter(|(text, _)| !text.is_empty()).collect()
}

fn unknown(key: &str, place: Place, known: &[&str]) -> Problem {
    let problem = Problem::error("context-unknown-key", place, format!("unknown key `{key}`"));
    problem.help(format!("known are {}", known.join(", "))).suggest(key, known.iter().copied())
}
