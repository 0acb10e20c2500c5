//! `mayask policies`: what laws the library holds, as a list or as the pages of docs/library.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::listed::table;
use super::sought::{Narrowed, Sought};
use super::{Command, LibraryArgs, Status, parsed, say};
use crate::load::Library;
use crate::policy::{Condition, Holds, Law, Policy, Rule};
use crate::report::law::{Shelf, dates, permits};
use crate::report::words::{authority, basis};
use crate::vocabulary::{ConceptId, Vocabulary};

/// Lists the policies of the library.
pub(super) struct Policies;

/// Lists the laws that the library holds, or tells those that are sought in full
#[derive(Debug, Args)]
struct Arguments {
    #[command(flatten)]
    sought: Sought,
    /// How they are told
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    library: LibraryArgs,
}

/// How laws are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for each law that is sought; a line for each, where nothing narrows the list
    Text,
    /// A line for each
    Table,
    /// For programs
    Json,
}

impl Command for Policies {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("policies"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let library = arguments.library.open()?;
        let vocabulary = library.vocabulary();
        let sought = arguments.sought.find(vocabulary)?;
        let law = sought.law(library);
        let policies: Vec<&Policy> = law.policies().iter().filter(|policy| holds(&sought, &law, policy, vocabulary)).collect();
        if policies.is_empty() {
            say("mayask: the library holds no such policy");
        }
        let on = sought.day.map(|day| (&law, day));
        let text = match arguments.format {
            Format::Text if !sought.is_open() => pages(&policies, library, on),
            Format::Text | Format::Table => lines(&policies, vocabulary),
            Format::Json => format!("{:#}\n", Value::Array(policies.iter().map(|policy| one(policy, library, on)).collect())),
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }
}

fn holds(sought: &Narrowed, law: &Law, policy: &Policy, vocabulary: &Vocabulary) -> bool {
    let speaks = sought.concept.is_none_or(|concept| policy.rules.iter().any(|rule| speaks(rule, concept, vocabulary)));
    let in_force = match policy.rules.is_empty() {
        true => sought.is_now(law, policy, None),
        false => policy.rules.iter().any(|rule| sought.is_now(law, policy, Some(rule))),
    };
    sought.is_here(policy, vocabulary) && speaks && in_force
}

/// Whether a rule can bite at a question about a concept: it names it, or one above or below it, or takes it in as a proxy.
fn speaks(rule: &Rule, concept: ConceptId, vocabulary: &Vocabulary) -> bool {
    let kin = |named: &ConceptId| vocabulary.concepts.is(concept, *named) || vocabulary.concepts.is(*named, concept);
    rule.target.as_ref().is_some_and(|target| target.hit(concept, vocabulary).is_some()) || rule.arguments.concepts.iter().any(kin)
}

/// The pages of policies, as they stand in docs/library; with a day, what holds on it.
fn pages(policies: &[&Policy], library: &Library, on: Option<(&Law, Date)>) -> String {
    let shelf = Shelf { vocabulary: library.vocabulary(), source: &|place| library.source(place.source), on };
    policies.iter().map(|policy| shelf.policy(policy)).collect::<Vec<_>>().join("\n")
}

fn lines(policies: &[&Policy], vocabulary: &Vocabulary) -> String {
    let rows = policies.iter().map(|policy| {
        let place = vocabulary.jurisdictions.name(policy.jurisdiction).to_owned();
        vec![place, policy.id.clone(), policy.citation.clone(), dates(policy).join("; "), policy.rules.len().to_string()]
    });
    table(&["place", "policy", "citation", "in force", "rules"], rows)
}

/// A rule; with a day, whether it is in force on it.
fn rule_of(policy: &Policy, rule: &Rule, on: Option<(&Law, Date)>) -> Value {
    let mut told = json!({ "rule": rule.name, "sentence": rule.sentence, "permits": permits(rule) });
    let holds = |(law, day): (&Law, Date)| match law.in_force(policy, rule, day) {
        Holds::Yes => "yes",
        Holds::No => "no",
        Holds::Unknown => "unknown",
    };
    if let (Some(told), Some(on)) = (told.as_object_mut(), on) {
        told.insert("in_force".to_owned(), holds(on).into());
    }
    told
}

fn one(policy: &Policy, library: &Library, on: Option<(&Law, Date)>) -> Value {
    let vocabulary = library.vocabulary();
    let bodies = policy.binds.iter().flat_map(|binds| binds.bodies.iter().map(|body| vocabulary.bodies.title(*body))).collect::<Vec<_>>();
    json!({
        "id": policy.id,
        "title": policy.title,
        "jurisdiction": vocabulary.jurisdictions.name(policy.jurisdiction),
        "citation": policy.citation,
        "authority": authority(policy.authority),
        "basis": basis(policy.basis),
        "passed": policy.passed.map(|day| day.to_string()),
        "in_force": dates(policy),
        "assumed": policy.periods.iter().filter_map(|period| period.assumed.clone()).collect::<Vec<_>>(),
        "comply_by": policy.comply_by.map(|day| day.to_string()),
        "binds": bodies,
        "binds_on_condition": policy.binds.iter().any(|binds| matches!(binds.when, Some(Condition::Fact(..) | Condition::All(_) | Condition::Any(_) | Condition::Not(_)))),
        "supersedes": policy.supersedes.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "contested": policy.contested,
        "sources": policy.sources.iter().map(|read| json!({ "url": read.url, "read": read.on, "heading": read.heading })).collect::<Vec<_>>(),
        "notes": policy.notes,
        "readings": policy.readings,
        "rules": policy.rules.iter().map(|rule| &rule.id).collect::<Vec<_>>(),
        "sentences": policy.rules.iter().map(|rule| rule_of(policy, rule, on)).collect::<Vec<_>>(),
        "file": library.source(policy.place.source).map(|source| source.name().to_owned()),
    })
}
