//! The report for streams: one JSON record a line, in the order of the paths, each written as soon as it is known.

use std::io::{self, Read, Write};

use serde::Serialize;

use super::json::{draw, text, view};
use super::{FileNote, Heard, Parts, Report, Run, Summary};

/// The report for streams.
pub(super) struct Ndjson;

/// A line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Record {
    /// What holds for the whole run.
    Run { schema: &'static str, tool: view::Tool, as_of: String },
    /// A form.
    Form(Box<view::Form>),
    /// A finding of the form before it.
    Finding(Box<view::Finding>),
    /// A file that gave no form.
    Skipped(view::Skipped),
    /// A policy in play.
    Policy(view::Policy),
    /// The figures.
    Summary {
        rules_in_force: std::collections::BTreeMap<String, usize>,
        #[serde(flatten)]
        summary: view::Summary,
    },
}

impl Report for Ndjson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    fn about(&self) -> &'static str {
        "one JSON record a line, for streams"
    }

    fn wants_digests(&self) -> bool {
        true
    }

    fn begin(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let record = Record::Run { schema: "1", tool: draw::tool(run), as_of: run.as_of.to_string() };
        writeln!(out, "{}", text(&record))
    }

    fn form(&self, run: &Run<'_>, heard: &Heard<'_>) -> Parts {
        let form = std::iter::once(Record::Form(Box::new(draw::form(heard))));
        lines(form.chain(draw::told(run, heard).map(|finding| Record::Finding(Box::new(draw::finding(heard, finding))))))
    }

    fn file(&self, _run: &Run<'_>, file: &FileNote<'_>) -> Parts {
        lines(std::iter::once(Record::Skipped(draw::skipped(file))))
    }

    fn end(&self, _run: &Run<'_>, summary: &Summary, _second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        let policies = draw::policies(summary).into_iter().map(Record::Policy);
        let last = Record::Summary { rules_in_force: draw::levels(summary), summary: draw::summary(summary) };
        out.write_all(&lines(policies.chain(std::iter::once(last))).first)
    }
}

fn lines(records: impl Iterator<Item = Record>) -> Parts {
    let first = records.flat_map(|record| format!("{}\n", text(&record)).into_bytes()).collect();
    Parts { first, second: Vec::new() }
}
