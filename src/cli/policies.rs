//! `mayask policies`: what laws the library holds.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::listed::{Shape, table};
use super::{Command, LibraryArgs, Status, parsed, say};
use crate::load::Library;
use crate::policy::{Condition, Holds, Law, Policy, Rule, SentenceKind};
use crate::vocabulary::{ConceptId, JurisdictionId, Vocabulary};

/// Lists the policies of the library.
pub(super) struct Policies;

/// Lists the laws that the library holds
#[derive(Debug, Args)]
struct Arguments {
    /// Laws of this place and of all that it lies in, as a path such as us/ct/hartford
    #[arg(long, value_name = "PATH")]
    jurisdiction: Option<String>,
    /// Laws with a rule on this concept
    #[arg(long, value_name = "CONCEPT")]
    concept: Option<String>,
    /// Laws in force on this day, known or possibly
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// How the list is told
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Shape,
    #[command(flatten)]
    library: LibraryArgs,
}

impl Command for Policies {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("policies"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let library = arguments.library.open()?;
        let law = library.law(&place(&library, arguments.jurisdiction.as_deref())?.into_iter().collect::<Vec<_>>());
        let wanted = Wanted::new(&arguments, &library, &law)?;
        let policies: Vec<&Policy> = law.policies().iter().filter(|policy| wanted.holds(policy)).collect();
        if policies.is_empty() {
            say("mayask: the library holds no such policy");
        }
        let text = match arguments.format {
            Shape::Text => text(&policies, library.vocabulary()),
            Shape::Json => format!("{:#}\n", Value::Array(policies.iter().map(|policy| one(policy, &library)).collect())),
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }
}

fn place(library: &Library, path: Option<&str>) -> Result<Option<JurisdictionId>> {
    let Some(path) = path else { return Ok(None) };
    let found = library.vocabulary().jurisdictions.find(path);
    Ok(Some(found.with_context(|| format!("unknown jurisdiction `{path}`"))?))
}

/// What the list is narrowed to.
struct Wanted<'w> {
    law: &'w Law,
    vocabulary: &'w Vocabulary,
    place: Option<JurisdictionId>,
    concept: Option<ConceptId>,
    day: Option<Date>,
}

impl<'w> Wanted<'w> {
    fn new(arguments: &Arguments, library: &'w Library, law: &'w Law) -> Result<Self> {
        let vocabulary = library.vocabulary();
        let concept = match &arguments.concept {
            Some(name) => Some(vocabulary.concepts.find(name).with_context(|| format!("unknown concept `{name}`"))?),
            None => None,
        };
        Ok(Self { law, vocabulary, place: place(library, arguments.jurisdiction.as_deref())?, concept, day: arguments.as_of })
    }

    fn holds(&self, policy: &Policy) -> bool {
        let here = self.place.is_none_or(|place| self.vocabulary.jurisdictions.is(place, policy.jurisdiction));
        let speaks = self.concept.is_none_or(|concept| policy.rules.iter().any(|rule| speaks(rule, concept, self.vocabulary)));
        let in_force = self.day.is_none_or(|day| match policy.rules.is_empty() {
            true => self.law.in_period(policy, None, day) != Holds::No,
            false => policy.rules.iter().any(|rule| self.law.in_force(policy, rule, day) != Holds::No),
        });
        here && speaks && in_force
    }
}

/// Whether a rule can bite at a question about a concept: it names it, or one above or below it, or takes it in as a proxy.
fn speaks(rule: &Rule, concept: ConceptId, vocabulary: &Vocabulary) -> bool {
    let kin = |named: &ConceptId| vocabulary.concepts.is(concept, *named) || vocabulary.concepts.is(*named, concept);
    rule.target.as_ref().is_some_and(|target| target.hit(concept, vocabulary).is_some()) || rule.arguments.concepts.iter().any(kin)
}

fn text(policies: &[&Policy], vocabulary: &Vocabulary) -> String {
    let rows = policies.iter().map(|policy| {
        let place = vocabulary.jurisdictions.name(policy.jurisdiction).to_owned();
        vec![place, policy.id.clone(), policy.citation.clone(), dates(policy).join("; "), policy.rules.len().to_string()]
    });
    table(&["place", "policy", "citation", "in force", "rules"], rows)
}

/// The days of a policy as written; those of its rules, where it has none of its own.
fn dates(policy: &Policy) -> Vec<String> {
    let mut dates: Vec<String> = policy.periods.iter().map(ToString::to_string).collect();
    if dates.is_empty() {
        dates = policy.rules.iter().flat_map(|rule| rule.periods.iter().map(ToString::to_string)).collect();
        dates.sort();
        dates.dedup();
    }
    dates.into_iter().map(|date| date.trim_start_matches("in force ").to_owned()).collect()
}

fn one(policy: &Policy, library: &Library) -> Value {
    let vocabulary = library.vocabulary();
    let bodies = policy.binds.iter().flat_map(|binds| binds.bodies.iter().map(|body| vocabulary.bodies.title(*body))).collect::<Vec<_>>();
    json!({
        "id": policy.id,
        "title": policy.title,
        "jurisdiction": vocabulary.jurisdictions.name(policy.jurisdiction),
        "citation": policy.citation,
        "authority": format!("{:?}", policy.authority).to_lowercase(),
        "basis": format!("{:?}", policy.basis).to_lowercase(),
        "passed": policy.passed.map(|day| day.to_string()),
        "in_force": dates(policy),
        "assumed": policy.periods.iter().filter_map(|period| period.assumed.clone()).collect::<Vec<_>>(),
        "comply_by": policy.comply_by.map(|day| day.to_string()),
        "binds": bodies,
        "binds_on_condition": policy.binds.iter().any(|binds| matches!(binds.when, Some(Condition::Fact(..) | Condition::All(_) | Condition::Any(_) | Condition::Not(_)))),
        "supersedes": policy.supersedes.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "contested": policy.contested,
        "sources": policy.sources.iter().map(|read| json!({ "url": read.url, "read": read.on })).collect::<Vec<_>>(),
        "notes": policy.notes,
        "readings": policy.readings,
        "rules": policy.rules.iter().map(|rule| &rule.id).collect::<Vec<_>>(),
        "sentences": policy.rules.iter().map(|rule| json!({ "rule": rule.name, "sentence": rule.sentence, "permits": permits(rule) })).collect::<Vec<_>>(),
        "file": library.source(policy.place.source).map(|source| source.name().to_owned()),
    })
}

fn permits(rule: &Rule) -> bool {
    matches!(rule.kind, SentenceKind::FieldPermission | SentenceKind::FormPermission | SentenceKind::Reading)
}
