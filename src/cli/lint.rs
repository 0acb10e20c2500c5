//! `mayask lint`: what the author of policies and vocabulary would mend.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::args::today;
use super::given::{Given, below, numbered};
use super::listed::Shape;
use super::{Command, LibraryArgs, Status, drawn, parsed};
use crate::lint::{self, Desk, LINTS, Script, Told};
use crate::load::{self, Library};
use crate::source::{Gravity, Place, Problem, Source};

/// Looks at policies and vocabulary.
pub(super) struct Lint;

/// Looks for what the author of policies and vocabulary would mend
#[derive(Debug, Args)]
struct Arguments {
    /// Policy files, files of a folder `vocabulary`, and folders of them; the whole library if left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also what is to be kept true of a library: days for reading again, sources, the order of dates, samples, places
    #[arg(long)]
    library: bool,
    /// How it is told
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Shape,
    /// The day on which the library is looked at; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    #[command(flatten)]
    laws: LibraryArgs,
}

impl Command for Lint {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("lint"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let edited = below(&arguments.paths, ".yaml")?.into_iter().filter(|path| load::below_vocabulary(path).is_some());
        let library = arguments.laws.open_edited(edited.collect())?;
        let given = Given::open(library, &arguments.paths)?;
        let words = library.words();
        let run = Run { arguments: &arguments, library, given: &given, words: &words };
        let (text, status) = run.told();
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(status)
    }
}

struct Run<'r> {
    arguments: &'r Arguments,
    library: &'r Library,
    given: &'r Given<'r>,
    words: &'r [load::Words],
}

impl<'r> Run<'r> {
    fn told(&self) -> (String, Status) {
        let whole = self.arguments.paths.is_empty();
        let together = self.given.together(whole);
        let scripts: Vec<Script<'_>> = match whole {
            true => self.library.sources().enumerate().map(|(number, file)| Script::new(numbered(number), file)).collect(),
            false => self.given.files().map(|(id, file)| Script::new(id, file)).collect(),
        };
        let mut words = lint::Words::default();
        for (file, number) in self.words.iter().zip(self.given.after()..) {
            words.add(numbered(number), &file.path, &file.source, whole || !file.builtin);
        }
        let files = scripts.len() + self.words.iter().filter(|file| whole || !file.builtin).count();
        let desk = Desk {
            law: &together.law,
            vocabulary: self.library.vocabulary(),
            recognizer: self.library.recognizer(),
            scripts,
            words,
            library: self.arguments.library,
            day: self.arguments.as_of.unwrap_or_else(today),
        };
        let mut broken: Vec<(String, Problem)> = if whole { self.library.problems() } else { self.library.vocabulary_problems().to_vec() };
        broken.extend(together.problems.into_iter().map(|problem| (String::new(), problem)));
        broken.retain(|(_, problem)| !LINTS.iter().any(|lint| lint.name == problem.code));
        let told = lint::lint(&desk);
        let status = match () {
            () if files == 0 || broken.iter().any(|(_, problem)| problem.gravity == Gravity::Error) => Status::NotChecked,
            () if !told.is_empty() => Status::Found,
            () => Status::Clean,
        };
        let text = match self.arguments.format {
            Shape::Text => self.text(&broken, &told, files),
            Shape::Json => self.json(&broken, &told, files, status),
        };
        (text, status)
    }

    /// The file of a place: a policy, or else of the vocabulary.
    fn source(&self, place: Place) -> Option<&'r Source> {
        let word = |number: usize| self.words.get(number.checked_sub(self.given.after())?).map(|file| &file.source);
        self.given.source(place).or_else(|| word(place.source.0 as usize))
    }

    fn text(&self, broken: &[(String, Problem)], told: &[Told], files: usize) -> String {
        let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        let file = |place: Place| self.source(place);
        let mut blocks: Vec<String> = Vec::new();
        for (name, problem) in broken {
            blocks.push(match name.is_empty() || file(problem.place).is_some_and(|source| source.name() == name) {
                true => drawn::problem(problem, &file, color),
                false => format!("{name}: {}", drawn::problem(problem, &|_| None, color)),
            });
        }
        blocks.extend(told.iter().map(|told| drawn::lint(&told.problem, &file, color)));
        let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
        blocks.push(match (files, told.len() + broken.len()) {
            (0, _) => "nothing to look at was found\n".to_owned(),
            (files, 0) => format!("{}: nothing to mend\n", count(files, "file")),
            (files, found) => format!("{}: {} to mend\n", count(files, "file"), count(found, "thing")),
        });
        blocks.join("\n\n")
    }

    fn json(&self, broken: &[(String, Problem)], told: &[Told], files: usize, status: Status) -> String {
        let of = |problem: &Problem| self.problem(problem);
        let value = json!({
            "problems": told.iter().map(|told| of(&told.problem)).collect::<Vec<_>>(),
            "not_read": broken.iter().map(|(name, problem)| match name.is_empty() {
                true => of(problem),
                false => merged(of(problem), json!({ "file": name })),
            }).collect::<Vec<_>>(),
            "summary": { "files": files, "told": told.len(), "status": status.number() },
        });
        format!("{value:#}\n")
    }

    fn problem(&self, problem: &Problem) -> Value {
        let also: Vec<Value> = problem.related.iter().map(|(place, words)| merged(self.place(*place), json!({ "words": words }))).collect();
        let said = json!({ "lint": problem.code, "message": problem.message, "help": problem.help, "also": also });
        merged(said, self.place(problem.place))
    }

    fn place(&self, place: Place) -> Value {
        let source = self.source(place);
        let at = source.zip(place.span()).map(|(source, span)| source.position(span.start));
        json!({ "file": source.map(Source::name), "line": at.map(|at| at.line), "column": at.map(|at| at.column) })
    }
}

/// Two objects as one.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => Value::Object(one.into_iter().chain(other).collect()),
        (one, _) => one,
    }
}
