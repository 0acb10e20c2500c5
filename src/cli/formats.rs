//! `mayask formats`: which forms are read, how what came of them is told, and what limits hold.

use std::io::{self, Write};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::listed::{Shape, table};
use super::{Command, Status, parsed};
use crate::read::{Fact, READERS, Reader};
use crate::report::REPORTS;
use crate::source::{Limit, Limits};

/// Lists the formats of forms and reports, and the limits of reading.
pub(super) struct Formats;

/// Lists the formats of forms and of reports, and the limits of reading
#[derive(Debug, Args)]
struct Arguments {
    /// How the list is told
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Shape,
}

impl Command for Formats {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("formats"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let text = match arguments.format {
            Shape::Text => {
                let forms = table(
                    &["form", "", "recognized by"],
                    READERS.iter().map(|reader| [reader.name(), reader.title(), reader.about()].map(str::to_owned).to_vec()),
                );
                let reports =
                    table(&["report", ""], REPORTS.iter().map(|report| [report.name(), report.about()].map(str::to_owned).to_vec()));
                let heads: Vec<&str> = std::iter::once("what it can tell").chain(Fact::ALL.map(Fact::name)).collect();
                let facts = table(&heads, READERS.iter().map(|reader| tells(*reader)));
                let limits = table(
                    &["limit", "", "if left out"],
                    Limit::ALL.map(|limit| [limit.name().to_owned(), limit.about().to_owned(), limit.standard()].to_vec()),
                );
                format!("{forms}\n{facts}\n{reports}\n{limits}")
            }
            Shape::Json => {
                let tells = |reader: &dyn Reader| -> serde_json::Map<_, _> {
                    reader.tells().iter().map(|(fact, tells)| (fact.name().to_owned(), json!(tells.name()))).collect()
                };
                let form = |reader: &&dyn Reader| json!({ "id": reader.name(), "title": reader.title(), "about": reader.about(), "tells": tells(*reader) });
                let forms: Vec<_> = READERS.iter().map(form).collect();
                let reports: Vec<_> = REPORTS.iter().map(|report| json!({ "id": report.name(), "about": report.about() })).collect();
                let limits = Limit::ALL
                    .map(|limit| json!({ "id": limit.name(), "about": limit.about(), "most": Limits::DEFAULT.clone().at(limit) }));
                format!("{:#}\n", json!({ "forms": forms, "reports": reports, "limits": limits }))
            }
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }
}

/// A row of what a format can tell; a dash stands for what it cannot.
fn tells(reader: &dyn Reader) -> Vec<String> {
    let told = |fact| reader.tells().iter().find(|(own, _)| *own == fact).map_or("-", |(_, tells)| tells.name());
    std::iter::once(reader.name()).chain(Fact::ALL.map(told)).map(str::to_owned).collect()
}
