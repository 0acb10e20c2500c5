//! `mayask concepts`: what questions are known to be about.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::listed::{Shape, table};
use super::{Command, LibraryArgs, Status, parsed, say};
use crate::load::Library;
use crate::policy::{Holds, Law};
use crate::vocabulary::{Concept, ConceptId};

/// Lists the concepts of the vocabulary.
pub(super) struct Concepts;

/// Lists what questions are known to be about
#[derive(Debug, Args)]
struct Arguments {
    /// Concepts that a law of this place, or of one that it lies in, speaks of
    #[arg(long, value_name = "PATH")]
    jurisdiction: Option<String>,
    /// This concept and all below it
    #[arg(long, value_name = "CONCEPT")]
    concept: Option<String>,
    /// Concepts that a law in force on this day speaks of, known or possibly
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// How the list is told
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Shape,
    #[command(flatten)]
    library: LibraryArgs,
}

impl Command for Concepts {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("concepts"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let library = arguments.library.open()?;
        let vocabulary = library.vocabulary();
        let above =
            arguments.concept.as_ref().map(|name| vocabulary.concepts.find(name).with_context(|| format!("unknown concept `{name}`")));
        let above = above.transpose()?;
        let place = arguments
            .jurisdiction
            .as_ref()
            .map(|path| vocabulary.jurisdictions.find(path).with_context(|| format!("unknown jurisdiction `{path}`")));
        let place = place.transpose()?;
        let law = library.law(&place.into_iter().collect::<Vec<_>>());
        let narrowed = place.is_some() || arguments.as_of.is_some();
        let rows: Vec<Row<'_>> =
            vocabulary.concepts.iter().map(|(id, concept)| Row { id, concept, rules: rules(&library, &law, id, &arguments) }).collect();
        let rows: Vec<Row<'_>> = rows
            .into_iter()
            .filter(|row| above.is_none_or(|above| vocabulary.concepts.is(row.id, above)) && !(narrowed && row.rules.is_empty()))
            .collect();
        if rows.is_empty() {
            say("mayask: there is no such concept");
        }
        let text = match arguments.format {
            Shape::Text => table(&["concept", "title", "part of", "laws"], rows.iter().map(|row| row.cells(&library))),
            Shape::Json => format!("{:#}\n", Value::Array(rows.iter().map(|row| row.json(&library)).collect())),
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }
}

/// A concept with the rules that name it, or one above it.
struct Row<'r> {
    id: ConceptId,
    concept: &'r Concept,
    rules: Vec<String>,
}

fn rules(library: &Library, law: &Law, id: ConceptId, arguments: &Arguments) -> Vec<String> {
    let table = &library.vocabulary().concepts;
    let named = |rule: &crate::policy::Rule| {
        let target = rule.target.as_ref().filter(|target| !target.except.iter().any(|except| table.is(id, *except)));
        let concepts = target.into_iter().flat_map(|target| &target.concepts).chain(&rule.arguments.concepts);
        concepts.into_iter().any(|named| table.is(id, *named))
    };
    let place = arguments.jurisdiction.as_ref().and_then(|path| library.vocabulary().jurisdictions.find(path));
    let here = |policy: &crate::policy::Policy| place.is_none_or(|place| library.vocabulary().jurisdictions.is(place, policy.jurisdiction));
    let holds = |policy: &crate::policy::Policy, rule: &crate::policy::Rule| {
        arguments.as_of.is_none_or(|day| law.in_force(policy, rule, day) != Holds::No)
    };
    let rules = law.rules().filter(|(_, policy, rule)| here(policy) && named(rule) && holds(policy, rule));
    rules.map(|(_, _, rule)| rule.name.clone()).collect()
}

impl Row<'_> {
    fn cells(&self, library: &Library) -> Vec<String> {
        let parent = self.concept.lineage.get(1).map(|parent| library.vocabulary().concepts.name(*parent).to_owned());
        let title = self.concept.words.first().cloned().unwrap_or_default();
        let mut laws: Vec<&str> = self.rules.iter().filter_map(|rule| rule.split('/').next()).collect();
        laws.dedup();
        vec![self.concept.id.clone(), title, parent.unwrap_or_default(), laws.join(", ")]
    }

    fn json(&self, library: &Library) -> Value {
        let table = &library.vocabulary().concepts;
        let proxies = self
            .concept
            .proxies
            .iter()
            .map(|(of, strength)| json!({ "of": table.name(*of), "strength": format!("{strength:?}").to_lowercase() }));
        json!({
            "id": self.concept.id,
            "title": self.concept.words.first(),
            "about": self.concept.about,
            "cluster": self.concept.cluster,
            "tier": self.concept.tier,
            "parent": self.concept.lineage.get(1).map(|parent| table.name(*parent)),
            "answers": self.concept.answers.iter().map(|(id, _)| id).collect::<Vec<_>>(),
            "gives_away": proxies.collect::<Vec<_>>(),
            "codes": self.concept.lexicon.codes,
            "languages": languages(self.concept),
            "rules": self.rules,
        })
    }
}

/// The languages in which the concept is recognized.
fn languages(concept: &Concept) -> Vec<&str> {
    let lexicon = &concept.lexicon;
    let all = lexicon.phrases.iter().chain(&lexicon.whole);
    let languages: std::collections::BTreeSet<&str> = all.map(|phrases| phrases.language.as_str()).collect();
    languages.into_iter().collect()
}
