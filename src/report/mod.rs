//! What was found, for its readers. One report is one file and one line in the table; none decides anything.
//!
//! Forms are rendered one by one and in any order, so that they may be rendered in parallel; what they gave is written in the
//! order of their paths. A report has two streams: the first is written as it comes, the second is kept aside (in a temporary
//! file where it grows) and handed over at the end, so that memory does not grow with the number of forms.

mod github;
pub mod json;
pub mod law;
mod ndjson;
mod sarif;
mod spot;
mod text;
pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

use crate::check::{Docket, Setting};
use crate::context::Context;
use crate::finding::{Outcome, Review};
use crate::form::{FieldId, Form};
use crate::recognize::Recognized;
use crate::source::{Problem, Source};
use crate::vocabulary::{ConceptId, Vocabulary};

/// All reports, the default first.
pub static REPORTS: &[&dyn Report] = &[&text::Text, &json::Json, &ndjson::Ndjson, &sarif::Sarif, &github::Github];

/// A way of telling what was found.
pub trait Report: Sync {
    /// Its name, as `--format` takes it.
    fn name(&self) -> &'static str;

    /// What it is for, in one line.
    fn about(&self) -> &'static str;

    /// Begins the first stream.
    ///
    /// # Errors
    /// The output cannot be written; so for all below.
    fn begin(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Renders one form.
    fn form(&self, run: &Run<'_>, heard: &Heard<'_>) -> Parts;

    /// Renders a file that gave no form, or more than forms: skipped, unreadable, or with problems of its own.
    fn file(&self, run: &Run<'_>, file: &FileNote<'_>) -> Parts;

    /// Ends the report.
    fn end(&self, run: &Run<'_>, summary: &Summary, second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()>;

    /// Whether it tells digests of files.
    fn wants_digests(&self) -> bool {
        false
    }

    /// What stands between two parts of the first stream.
    fn between(&self) -> &'static str {
        ""
    }

    /// What stands between two parts of the second stream.
    fn between_second(&self) -> &'static str {
        ""
    }
}

/// What one form or file gave to a report; an empty part is not written and not separated.
#[derive(Debug, Default)]
pub struct Parts {
    /// Written as it comes.
    pub first: Vec<u8>,
    /// Kept aside until the end.
    pub second: Vec<u8>,
}

/// What holds for a whole run.
#[derive(Clone, Copy, Debug)]
pub struct Run<'r> {
    /// The version of the program.
    pub version: &'r str,
    /// The digest of the library, sha256 in hexadecimal.
    pub library: &'r str,
    /// The day of judgment.
    pub as_of: jiff::civil::Date,
    /// The tables.
    pub vocabulary: &'r Vocabulary,
    /// The policy files, as a policy's place counts them.
    pub policy_sources: &'r [&'r Source],
    /// What is shown.
    pub shown: Shown,
    /// Whether some report wants digests; they are worked out only then.
    pub needs_digest: bool,
}

/// What is shown beside the findings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Rules that are kept, too.
    pub all: bool,
    /// Nothing but findings and the last line.
    pub quiet: bool,
    /// Colors of a terminal.
    pub color: bool,
    /// The width of the output, where it is a terminal.
    pub width: Option<usize>,
}

/// One form with all that is known of it.
#[derive(Clone, Copy)]
pub struct Heard<'h> {
    /// `path`, or `path#part`.
    pub id: &'h str,
    /// The path, as given.
    pub path: &'h str,
    /// The files that it was read from; a place's source is a number here.
    pub sources: &'h [&'h Source],
    /// sha256 of the file, in hexadecimal.
    pub digest: &'h str,
    /// The form's own name: its id, url or title, or else its path from the folder of `mayask.yaml`.
    pub own_name: &'h str,
    /// The form.
    pub form: &'h Form<'h>,
    /// What its fields are about.
    pub seen: &'h Recognized,
    /// Its circumstances.
    pub context: &'h Context,
    /// The rules that could reach it.
    pub docket: &'h Docket<'h>,
    /// What came of it.
    pub review: &'h Review<'h>,
    /// What is wrong with the form or what was said of it, each with the source that its place is in.
    pub problems: &'h [(&'h Source, &'h Problem)],
}

impl<'h> Heard<'h> {
    /// The day, the circumstances and the tables.
    pub fn setting(&self) -> Setting<'h> {
        self.docket.setting()
    }

    /// All that is wrong, each with the source that its place is in: what judging found, then what is wrong with the form or
    /// was said of it. What stands in both is given once.
    fn all_problems(&self) -> impl Iterator<Item = (&'h Source, &'h Problem)> {
        let of_review = self.review.problems.iter().filter_map(|problem| Some((self.source(problem.place)?, problem)));
        let twice = |problem: &Problem| self.review.problems.iter().any(|other| other == problem);
        of_review.chain(self.problems.iter().copied().filter(move |(_, problem)| !twice(problem)))
    }

    /// What a person is asked, by concept.
    fn asked(&self) -> BTreeMap<ConceptId, Vec<FieldId>> {
        let mut asked: BTreeMap<ConceptId, Vec<FieldId>> = BTreeMap::new();
        for (id, _) in self.form.numbered().filter(|(_, field)| field.is_asked()) {
            for found in self.seen.field(id).into_iter().flat_map(|seen| &seen.concepts) {
                asked.entry(found.concept).or_default().push(id);
            }
        }
        asked
    }

    /// The places whose law speaks of a concept that the form asks, or of the form itself.
    fn spoken_of(&self, concept: Option<ConceptId>) -> BTreeSet<&'h str> {
        let vocabulary = self.setting().vocabulary;
        let findings = self.review.findings.iter().filter(|finding| finding.concept == concept);
        findings.map(|finding| vocabulary.jurisdictions.name(finding.policy.jurisdiction)).collect()
    }

    /// Whether nobody says where the form is used.
    fn is_nowhere(&self) -> bool {
        self.context.jurisdictions.is_empty()
    }

    /// The source of a place of the form.
    fn source(&self, place: crate::source::Place) -> Option<&'h Source> {
        self.sources.get(place.source.0 as usize).or(self.sources.first()).copied()
    }
}

/// A file beside its forms.
#[derive(Clone, Copy, Debug)]
pub struct FileNote<'f> {
    /// The path, as given.
    pub path: &'f str,
    /// Why it was not taken for a form, where it was not.
    pub skipped: Option<&'f str>,
    /// What is wrong with it and belongs to none of its forms, each with the source that its place is in.
    pub problems: &'f [(&'f Source, &'f Problem)],
}

/// The figures of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Forms that were judged.
    pub forms: usize,
    /// Files that were no forms.
    pub skipped: usize,
    /// Findings by outcome, the gravest first.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// All fields.
    pub fields: crate::finding::Counts,
    /// What was not checked: problems of gravity error.
    pub unchecked: usize,
    /// Forms of which nobody says where they are used.
    pub without_jurisdiction: usize,
    /// The policies that could reach some form, by number in the law they came from: id, and how often a finding named it.
    pub policies: BTreeMap<String, PolicyLine>,
    /// How many rules were in force at each level of each jurisdiction that a form was used in.
    pub levels: BTreeMap<String, usize>,
    /// The exit status.
    pub status: u8,
}

/// A policy in play.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyLine {
    /// Its title.
    pub title: String,
    /// How it is cited.
    pub citation: String,
    /// What kind of law it is.
    pub authority: String,
    /// How much of it was read.
    pub basis: String,
    /// Its jurisdiction.
    pub jurisdiction: String,
    /// Its days, in words.
    pub dates: Vec<String>,
    /// sha256 of its file, in hexadecimal.
    pub digest: String,
    /// How many findings name it.
    pub findings: usize,
}
