//! What can be told of policies and vocabulary without any form, beyond what does not hold: what its author would mend.
//!
//! One check is one file and one line in the table.

mod blanks;
mod claims;
mod dates;
mod dead;
mod except;
mod folders;
mod headings;
mod places;
mod review;
mod rules;
mod samples;
mod short;
mod sources;
mod vetoes;
mod words;

use jiff::civil::Date;

pub use blanks::BLANK;
pub use words::Words;

use crate::policy::Law;
use crate::recognize::Recognizer;
use crate::source::{Place, Problem, Source, SourceId};
use crate::syntax;
use crate::syntax::ast::{Document, Policy};
use crate::vocabulary::Vocabulary;

/// All checks, in the order in which they are told of.
pub static LINTS: &[Lint] = &[
    blanks::LINT,
    rules::CONFLICT,
    rules::NEVER_MET,
    rules::IDLE_PERMISSION,
    dead::LINT,
    claims::LINT,
    short::LINT,
    vetoes::LINT,
    review::LINT,
    dates::LINT,
    sources::LINT,
    headings::LINT,
    samples::LINT,
    folders::LINT,
    places::LINT,
    except::LINT,
];

/// A check.
#[derive(Clone, Copy)]
pub struct Lint {
    /// Its name, which is the code of its problems.
    pub name: &'static str,
    /// What it finds, in one clause.
    pub about: &'static str,
    /// What to do about it.
    pub mend: &'static str,
    /// What it looks at.
    pub of: Of,
    check: fn(&Desk<'_>) -> Vec<Problem>,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Policies.
    Policies,
    /// Vocabulary.
    Vocabulary,
    /// A library as a whole, where that is asked for: what is to be kept true of it.
    Library,
    /// What other checks left: runs after them.
    Rest,
}

/// A policy file that is looked at.
pub struct Script<'d> {
    /// Its number among the sources.
    pub id: SourceId,
    /// The file.
    pub source: &'d Source,
    document: Document,
}

impl<'d> Script<'d> {
    /// A file, parsed.
    pub fn new(id: SourceId, source: &'d Source) -> Self {
        Self { id, source, document: syntax::parse(source.text()).0 }
    }
}

/// What is looked at, and all that is known.
pub struct Desk<'d> {
    /// All rules.
    pub law: &'d Law,
    /// The tables.
    pub vocabulary: &'d Vocabulary,
    /// The vocabulary, ready for matching.
    pub recognizer: &'d Recognizer,
    /// The policy files that are looked at.
    pub scripts: Vec<Script<'d>>,
    /// The files of the vocabulary, those that are looked at among them.
    pub words: Words<'d>,
    /// Whether the library as a whole is looked at.
    pub library: bool,
    /// Today.
    pub day: Date,
}

impl<'d> Desk<'d> {
    /// The policies of the files that are looked at, each with its file.
    fn policies(&self) -> impl Iterator<Item = (&Script<'d>, &Policy)> {
        self.scripts.iter().flat_map(|script| script.document.policies.iter().map(move |policy| (script, policy)))
    }
}

/// A problem, and the check that found it.
pub struct Told {
    /// The check.
    pub lint: &'static Lint,
    /// What it found.
    pub problem: Problem,
}

/// What all checks find in what is looked at, in the order of the files; what a file excepts with a reason is left out.
pub fn lint(desk: &Desk<'_>) -> Vec<Told> {
    let mut excused = except::Excused::new(desk);
    let mut told: Vec<Told> = Vec::new();
    for lint in LINTS.iter().filter(|lint| lint.runs(desk)) {
        let found = if lint.of == Of::Rest { excused.idle(desk) } else { (lint.check)(desk) };
        let ours = found
            .into_iter()
            .filter(|problem| desk.looks_at(problem.place) || problem.related.iter().any(|(place, _)| desk.looks_at(*place)));
        let helped = |problem: Problem| if problem.help.is_some() { problem } else { problem.help(lint.mend) };
        told.extend(ours.filter(|problem| !excused.excuses(lint.name, problem)).map(|problem| Told { lint, problem: helped(problem) }));
    }
    told.sort_by_key(|told| told.problem.place);
    told
}

impl Lint {
    /// Whether a check has anything to look at.
    fn runs(&self, desk: &Desk<'_>) -> bool {
        match self.of {
            Of::Policies => !desk.scripts.is_empty(),
            Of::Vocabulary => desk.words.any(),
            Of::Library => desk.library,
            Of::Rest => true,
        }
    }

    /// A problem that this check finds.
    fn at(&self, place: Place, message: impl Into<String>) -> Problem {
        Problem::note(self.name, place, message).help(self.mend)
    }
}

impl Desk<'_> {
    fn looks_at(&self, place: Place) -> bool {
        self.scripts.iter().any(|script| script.id == place.source) || self.words.looks_at(place)
    }
}
