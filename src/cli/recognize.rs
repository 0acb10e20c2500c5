//! `mayask recognize`: what questions are about, of any form or of bare records, and nothing of law.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde::Serialize;

use super::words::{self, ConceptLine, NearLine, VetoLine, called, concept_lines, confidence, near_lines, problem, sign, veto_lines};
use super::{Command, LibraryArgs, LimitArgs, Status, parsed, say};
use crate::form::Form;
use crate::load::{self, Configs, Library, Sheets};
use crate::read::{READERS, record};
use crate::recognize::{Near, Recognized, Seen, Understanding};
use crate::source::Limits;

/// Tells what questions are about.
pub(super) struct Recognize;

/// Tells what questions are about, of forms or of bare field records
#[derive(Debug, Args)]
struct Arguments {
    /// Forms, or JSON Lines of records (.jsonl, .ndjson); - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format of the output
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Shape,
    /// Insists on a format of the files: jsonl for records, or one of the formats of forms
    #[arg(long, value_name = "FMT", value_parser = inputs())]
    format_in: Option<String>,
    /// Where the output goes; standard output if left out
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also tells what each question was nearly taken for, and why not; text tells it of questions about nothing without asking
    #[arg(long)]
    near: bool,
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// How the output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people
    Text,
    /// A JSON object for each question
    Jsonl,
}

fn inputs() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(std::iter::once("jsonl").chain(READERS.iter().map(|reader| reader.name())))
}

impl Command for Recognize {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("recognize"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let library = arguments.library.open()?;
        let broken = super::check::tell_library(library);
        let out: Box<dyn Write> = match &arguments.output {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(io::stdout()),
        };
        let teller = Teller { library, shape: arguments.format, near: arguments.near };
        let limits = arguments.limits.limits();
        let mut desk = Desk { teller, limits, out: BufWriter::with_capacity(1 << 18, out) };
        let mut status = if broken { Status::NotChecked } else { Status::Clean };
        for file in &arguments.files {
            status = status.max(desk.file(file, arguments.format_in.as_deref())?);
        }
        desk.out.flush()?;
        Ok(status)
    }
}

/// How many lines are read before they are recognized in parallel: it bounds the memory of a run.
const BATCH: usize = 4096;

struct Desk<'l> {
    teller: Teller<'l>,
    limits: Limits,
    out: BufWriter<Box<dyn Write>>,
}

/// Tells of single questions; threads share it.
#[derive(Clone, Copy)]
struct Teller<'l> {
    library: &'l Library,
    shape: Shape,
    near: bool,
}

/// A question with what it is about, as machines read it.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a serde_json::Value,
    concepts: Vec<ConceptLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    vetoes: Vec<VetoLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_understood: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<NearLine<'a>>,
}

impl Desk<'_> {
    fn file(&mut self, path: &Path, format: Option<&str>) -> Result<Status> {
        let stdin = path == Path::new("-");
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
        let records = match format {
            Some(format) => format == "jsonl",
            None => stdin || matches!(extension.as_str(), "jsonl" | "ndjson"),
        };
        match (records, stdin) {
            (true, true) => self.records("-", &mut io::stdin().lock()),
            (true, false) => match File::open(path) {
                Ok(file) => self.records(&path.display().to_string(), &mut BufReader::with_capacity(1 << 18, file)),
                Err(error) => Ok(unread(path, &error)),
            },
            (false, true) => {
                let mut bytes = Vec::new();
                io::stdin().lock().take(self.limits.size as u64 + 1).read_to_end(&mut bytes)?;
                Ok(self.forms(&Sheets::of_bytes(bytes, self.limits), format)?.unwrap_or(Status::NotChecked))
            }
            (false, false) if load::is_archive(path) => self.archive(path, format),
            (false, false) => {
                let folder = path.parent().unwrap_or(Path::new(""));
                let sheets = Sheets::open(&[path.to_owned()], folder, self.limits);
                Ok(self.forms(&sheets, format)?.unwrap_or(Status::NotChecked))
            }
        }
    }

    /// What lies in an archive.
    fn archive(&mut self, path: &Path, format: Option<&str>) -> Result<Status> {
        let load::Walk { files, unreadable } = load::walk(&[path.to_owned()], &Configs::new(None), &Limits::DEFAULT);
        unreadable.iter().for_each(|(path, why)| say(&format!("{}: {why}", path.display())));
        let mut found = Vec::new();
        for (path, root) in files {
            found.extend(self.forms(&Sheets::open(&[path], &root, Limits::DEFAULT), format)?);
        }
        let told = found.into_iter().max().unwrap_or(Status::NotChecked);
        Ok(if unreadable.is_empty() { told } else { Status::NotChecked })
    }

    /// Records, batch by batch, in the order read.
    fn records(&mut self, name: &str, lines: &mut dyn BufRead) -> Result<Status> {
        let mut status = Status::Clean;
        let mut before = 0;
        loop {
            let batch = batch(lines).with_context(|| format!("cannot read {name}"))?;
            if batch.is_empty() {
                return Ok(status);
            }
            let teller = self.teller;
            let done: Vec<Result<Vec<u8>, String>> = batch.par_iter().map(|line| teller.record(line)).collect();
            for (number, done) in done.into_iter().enumerate() {
                match done {
                    Ok(bytes) => self.out.write_all(&bytes)?,
                    Err(why) => {
                        say(&format!("{name}:{}:{why}", before + number + 1));
                        status = Status::NotChecked;
                    }
                }
            }
            before += batch.len();
        }
    }

    /// The forms of a file; none where it is no form.
    fn forms(&mut self, sheets: &Sheets, format: Option<&str>) -> Result<Option<Status>> {
        let reading = sheets.read(format);
        for told in &reading.problems {
            say(&problem(&reading.sources, told));
        }
        let name = sheets.sources().next().map(|source| source.name().to_owned()).unwrap_or_default();
        if reading.forms.is_empty() {
            say(&format!("{name}: {}", reading.skipped.as_deref().unwrap_or("no form could be read")));
        }
        for form in &reading.forms {
            self.form(form)?;
        }
        let whole = !reading.forms.is_empty() && reading.errors().next().is_none();
        Ok(reading.skipped.is_none().then_some(if whole { Status::Clean } else { Status::NotChecked }))
    }

    fn form(&mut self, form: &Form<'_>) -> Result<()> {
        let seen = self.teller.library.recognizer().recognize(form);
        let near = self.teller.near(form, &seen);
        let mut near = near.iter();
        for (field, seen) in form.fields.iter().zip(&seen.fields) {
            let id = serde_json::Value::String(form.trails.pointer(field.trail));
            let mut bytes = Vec::new();
            let near = near.next().map(Vec::as_slice).unwrap_or_default();
            self.teller.line(&id, &called(field), (seen, near), &mut bytes)?;
            self.out.write_all(&bytes)?;
        }
        Ok(())
    }
}

impl Teller<'_> {
    /// One record; an error begins with its column.
    fn record(&self, line: &[u8]) -> Result<Vec<u8>, String> {
        let text = std::str::from_utf8(line).map_err(|error| format!("{}: the line is not UTF-8", error.valid_up_to() + 1))?;
        let text = text.trim_start_matches('\u{feff}').trim_end();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let record = record(text).map_err(|error| format!("{}: this is no record: {}", error.column().max(1), plain(&error)))?;
        let form = record.form();
        let seen = self.library.recognizer().recognize(&form);
        let mut bytes = Vec::new();
        let near = self.near(&form, &seen);
        let near = near.first().map(Vec::as_slice).unwrap_or_default();
        if let Some((field, seen)) = form.fields.first().zip(seen.fields.first()) {
            self.line(&record.id, &called(field), (seen, near), &mut bytes).map_err(|error| format!("1: {error}"))?;
        }
        Ok(bytes)
    }

    /// What the questions of a form were nearly taken for, one list for each that is told of.
    fn near(&self, form: &Form<'_>, seen: &Recognized) -> Vec<Vec<Near>> {
        let nothing = |id| seen.field(id).is_some_and(|seen| seen.concepts.is_empty());
        match (self.near, self.shape) {
            (true, _) => self.library.recognizer().near(form, seen, |_| true),
            (false, Shape::Text) => self.library.recognizer().near(form, seen, nothing),
            (false, Shape::Jsonl) => Vec::new(),
        }
    }

    fn line(&self, id: &serde_json::Value, called: &str, (seen, near): (&Seen, &[Near]), out: &mut Vec<u8>) -> Result<()> {
        let vocabulary = self.library.vocabulary();
        if self.shape == Shape::Jsonl {
            let line = Line {
                id,
                concepts: concept_lines(&seen.concepts, vocabulary),
                vetoes: veto_lines(&seen.vetoes, vocabulary),
                not_understood: seen.understanding.lack(),
                near: near_lines(near, vocabulary),
            };
            serde_json::to_writer(&mut *out, &line)?;
            out.push(b'\n');
            return Ok(());
        }
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        writeln!(out, "{id}  {called}")?;
        for found in &seen.concepts {
            let signs: Vec<String> = found.evidence.iter().map(sign).collect();
            writeln!(out, "    {} ({}): {}", vocabulary.concepts.name(found.concept), confidence(found.confidence), signs.join("; "))?;
        }
        for veto in &seen.vetoes {
            writeln!(out, "    not {}: {}; {}", vocabulary.concepts.name(veto.concept), sign(&veto.evidence), veto.by)?;
        }
        match &seen.understanding {
            Understanding::NotUnderstood(why) => writeln!(out, "    not understood: {why}")?,
            Understanding::Understood if seen.concepts.is_empty() => writeln!(out, "    nothing")?,
            Understanding::Understood => {}
        }
        for near in near {
            writeln!(out, "    {}", words::near(near, vocabulary))?;
        }
        Ok(())
    }
}

fn unread(path: &Path, error: &io::Error) -> Status {
    say(&format!("cannot read {}: {error}", path.display()));
    Status::NotChecked
}

/// The message of the parser without the place, which is said before it.
fn plain(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    whole.rsplit_once(" at line ").map(|(message, _)| message.to_owned()).unwrap_or(whole)
}

fn batch(lines: &mut dyn BufRead) -> io::Result<Vec<Vec<u8>>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < Limits::DEFAULT.size {
        let mut line = Vec::new();
        // A line longer than a file may be is cut, and is then no record.
        let read = Read::take(&mut *lines, Limits::DEFAULT.size as u64).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        bytes += read;
        batch.push(line);
    }
    Ok(batch)
}
