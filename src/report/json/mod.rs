//! The report for programs: one JSON object. Forms go out as they come; findings wait for the end.

pub(super) mod draw;
pub mod view;

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::Serialize;

use super::{FileNote, Heard, Parts, Report, Run, Summary};

/// The report for programs.
pub(super) struct Json;

/// What opens a line of the second stream: a finding, or a file that was skipped.
const FINDING: u8 = b'F';
const SKIPPED: u8 = b'S';

impl Report for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "one JSON object, for programs; its schema is published"
    }

    fn wants_digests(&self) -> bool {
        true
    }

    fn begin(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\n\"schema\": \"1\",\n\"tool\": {},\n\"as_of\": \"{}\",\n\"forms\": [\n", text(&draw::tool(run)), run.as_of)
    }

    fn form(&self, run: &Run<'_>, heard: &Heard<'_>) -> Parts {
        let lines: Vec<Vec<u8>> = draw::told(run, heard).map(|finding| line(FINDING, &draw::finding(heard, finding))).collect();
        Parts { first: text(&draw::form(heard)).into_bytes(), second: lines.join(&b'\n') }
    }

    fn file(&self, _run: &Run<'_>, file: &FileNote<'_>) -> Parts {
        Parts { first: Vec::new(), second: line(SKIPPED, &draw::skipped(file)) }
    }

    fn end(&self, _run: &Run<'_>, summary: &Summary, second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n],\n\"findings\": [\n")?;
        let skipped = findings(second, out)?;
        write!(out, "\n],\n\"skipped\": [\n{}\n],\n", skipped.join(",\n"))?;
        write!(out, "\"policies\": {},\n\"rules_in_force\": {},\n", text(&draw::policies(summary)), text(&draw::levels(summary)))?;
        writeln!(out, "\"summary\": {}\n}}", text(&draw::summary(summary)))
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn between_second(&self) -> &'static str {
        "\n"
    }
}

/// Writes the findings of the second stream; what stands there of skipped files is handed back.
fn findings(second: &mut dyn Read, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let mut skipped = Vec::new();
    let mut first = true;
    for line in BufReader::new(second).lines() {
        let line = line?;
        match line.as_bytes().first() {
            Some(&FINDING) => {
                if !std::mem::take(&mut first) {
                    out.write_all(b",\n")?;
                }
                out.write_all(line.as_bytes().get(1..).unwrap_or_default())?;
            }
            Some(&SKIPPED) => skipped.push(line.get(1..).unwrap_or_default().to_owned()),
            _ => {}
        }
    }
    Ok(skipped)
}

/// A record of the second stream. JSON has no line break of its own, so a line is a record.
fn line(tag: u8, value: &impl Serialize) -> Vec<u8> {
    let mut line = vec![tag];
    line.extend(text(value).into_bytes());
    line
}

/// A value as JSON. Values of the views always have one: their keys are strings.
pub(super) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
