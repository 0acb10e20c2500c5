//! `mayask formats`: which forms are read, and how what came of them is told.

use std::io::{self, Write};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::listed::{Shape, table};
use super::{Command, Status, parsed};
use crate::read::READERS;
use crate::report::REPORTS;

/// Lists the formats of forms and reports.
pub(super) struct Formats;

/// Lists the formats of forms and of reports
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
                format!("{forms}\n{reports}")
            }
            Shape::Json => {
                let forms: Vec<_> =
                    READERS.iter().map(|reader| json!({ "id": reader.name(), "title": reader.title(), "about": reader.about() })).collect();
                let reports: Vec<_> = REPORTS.iter().map(|report| json!({ "id": report.name(), "about": report.about() })).collect();
                format!("{:#}\n", json!({ "forms": forms, "reports": reports }))
            }
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }
}
