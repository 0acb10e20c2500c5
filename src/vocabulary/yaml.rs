//! The files under `policies/vocabulary/`, read into tables.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::Vocabulary;
use super::raw;
use super::resolve::{self, Raw};
use crate::source::{Place, Problem, SourceId};

/// How a file is written: authors write YAML, the crate keeps JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
}

/// A file of the vocabulary: its path below `policies/vocabulary`, and its text.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// The path, with `/` between its parts.
    pub path: &'f str,
    /// The text.
    pub text: &'f str,
    /// How it is written.
    pub notation: Notation,
}

/// The tables that these files hold together, and what is wrong with them.
/// The place of a problem names the file by its number among `files`.
pub fn vocabulary(files: &[File<'_>]) -> (Vocabulary, Vec<Problem>) {
    let mut raw = Raw::default();
    let mut problems = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let source = SourceId(u16::try_from(number).unwrap_or(u16::MAX));
        if let Err(message) = take(file, source, &mut raw, &mut problems) {
            problems.push(Problem::error("vocabulary-not-read", Place::whole(source), format!("`{}`: {message}", file.path)));
        }
    }
    (resolve::vocabulary(raw, &mut problems), problems)
}

fn take(file: &File<'_>, source: SourceId, raw: &mut Raw, problems: &mut Vec<Problem>) -> Result<(), String> {
    let name = file.path.strip_suffix(".yaml").or(file.path.strip_suffix(".json")).unwrap_or(file.path);
    match name {
        "kinds" => {
            let kinds: raw::Kinds = parse(file)?;
            raw.families.extend(kinds.families);
            add(&mut raw.kinds, kinds.kinds, "kind", source, problems);
        }
        "stages" => {
            let stages: raw::Processes = parse(file)?;
            for (process, steps) in stages.processes {
                for (id, stage) in steps.stages {
                    let stage = raw::Entry { process: Some(process.clone()), ..stage };
                    add(&mut raw.stages, BTreeMap::from([(id, stage)]), "stage", source, problems);
                }
            }
        }
        "jurisdictions" => add(&mut raw.jurisdictions, parse::<raw::Jurisdictions>(file)?.jurisdictions, "jurisdiction", source, problems),
        "answers" => add(&mut raw.answers, parse::<raw::Answers>(file)?.answers, "answer", source, problems),
        "words" => add(&mut raw.words, parse::<raw::Words>(file)?.words, "words", source, problems),
        "bodies" | "facts" | "subjects" | "purposes" | "recipients" | "exemptions" | "standards" | "notices" | "consents" => {
            let mut tables: BTreeMap<String, BTreeMap<String, raw::Entry>> = parse(file)?;
            let table = tables.remove(name).ok_or_else(|| format!("the key `{name}` is missing"))?;
            if let Some(other) = tables.keys().next() {
                return Err(format!("unknown key `{other}`; expected `{name}` alone"));
            }
            add(raw.plain(name), table, name, source, problems);
        }
        _ if name.starts_with("concepts/") => {
            let concept: raw::Concept = parse(file)?;
            if name.strip_prefix("concepts/") != Some(concept.concept.as_str()) {
                return Err(format!("the file holds `{}`; a concept's file bears its id", concept.concept));
            }
            let id = concept.concept.clone();
            add(&mut raw.concepts, BTreeMap::from([(id, concept)]), "concept", source, problems);
        }
        _ => return Err("no table has this name".to_owned()),
    }
    Ok(())
}

/// Adds rows; a row that is already there is kept, and the newcomer is a problem.
fn add<T>(table: &mut BTreeMap<String, T>, rows: BTreeMap<String, T>, what: &str, source: SourceId, problems: &mut Vec<Problem>) {
    for (id, row) in rows {
        match table.entry(id) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(row);
            }
            std::collections::btree_map::Entry::Occupied(there) => {
                let message = format!("{what} `{}` is already in the vocabulary", there.key());
                problems.push(
                    Problem::error("vocabulary-shadowed", Place::whole(source), message)
                        .help("a library of one's own may add names, and shadow none"),
                );
            }
        }
    }
}

fn parse<T: DeserializeOwned>(file: &File<'_>) -> Result<T, String> {
    match file.notation {
        Notation::Yaml => serde_yaml::from_str(file.text).map_err(|error| error.to_string()),
        Notation::Json => serde_json::from_str(file.text).map_err(|error| error.to_string()),
    }
}
