//! `mayask concepts`: what questions are known to be about.

use std::io::{self, Write};

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::listed::{Shape, table};
use super::sought::{Narrowed, Sought};
use super::{Command, LibraryArgs, Status, parsed, say};
use crate::load::Library;
use crate::policy::{Law, Rule};
use crate::vocabulary::{Concept, ConceptId, Vocabulary};

/// Lists the concepts of the vocabulary.
pub(super) struct Concepts;

/// Lists what questions are known to be about
#[derive(Debug, Args)]
struct Arguments {
    #[command(flatten)]
    sought: Sought,
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
        let sought = arguments.sought.find(vocabulary)?;
        let law = sought.law(library);
        let wanted = vocabulary.concepts.iter().filter(|(id, _)| sought.concept.is_none_or(|above| vocabulary.concepts.is(*id, above)));
        let rows = wanted.map(|(id, concept)| Row { concept, rules: rules(&sought, vocabulary, &law, id) });
        let rows: Vec<Row<'_>> = rows.filter(|row| !(sought.narrows_law() && row.rules.is_empty())).collect();
        if rows.is_empty() {
            say("mayask: there is no such concept");
        }
        let text = match arguments.format {
            Shape::Text => table(&["concept", "title", "part of", "laws"], rows.iter().map(|row| row.cells(library))),
            Shape::Json => format!("{:#}\n", Value::Array(rows.iter().map(|row| row.json(library)).collect())),
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }
}

/// A concept with the rules that name it, or one above it.
struct Row<'r> {
    concept: &'r Concept,
    rules: Vec<String>,
}

fn rules(sought: &Narrowed, vocabulary: &Vocabulary, law: &Law, id: ConceptId) -> Vec<String> {
    let table = &vocabulary.concepts;
    let excepted = |rule: &Rule| rule.target.as_ref().is_some_and(|target| target.except.iter().any(|except| table.is(id, *except)));
    let names = |rule: &Rule| !excepted(rule) && rule.named().any(|named| table.is(id, named));
    let rules = law.rules().filter(|(_, policy, rule)| sought.is_here(policy, vocabulary) && names(rule));
    rules.filter(|(_, policy, rule)| sought.is_now(law, policy, Some(rule))).map(|(_, _, rule)| rule.name.clone()).collect()
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
