//! `mayask prove`: runs the samples of policies and concepts, and the cases beside policies.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::args::today;
use super::cases::{self, CaseFile, Ran};
use super::drawn::{self, Drawing};
use super::given::{Given, Together, below};
use super::{Command, LibraryArgs, Status, parsed};
use crate::load::Library;
use crate::policy::{Outcome, Policy};
use crate::proof::{self, Bench, Got, Proved, Tried};
use crate::source::{Gravity, Place, Problem, Source};

/// Runs samples and cases.
pub(super) struct Prove;

/// Runs the samples of policies and concepts, and the cases (*.test.yaml) beside policies
#[derive(Debug, Args)]
struct Arguments {
    /// Policy files (with the cases beside them), and folders of them; the whole library if left out
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The samples of concepts alone
    #[arg(long)]
    concepts: bool,
    /// How the result is told
    #[arg(long, value_name = "FMT", default_value = "text")]
    format: Format,
    /// The day on which a rule is tried that gives no better one; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    #[command(flatten)]
    library: LibraryArgs,
}

/// How the result is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

impl Command for Prove {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("prove"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let library = arguments.library.open()?;
        let given = Given::open(library, &arguments.paths)?;
        let whole = arguments.paths.is_empty();
        let together = given.together(whole);
        let beside = if whole { &arguments.library.policies } else { &arguments.paths };
        let mut cases = below(beside, ".test.yaml")?;
        cases.extend(arguments.paths.iter().filter_map(|path| beside_policy(path)).filter(|path| path.is_file()));
        cases.sort();
        cases.dedup();
        let run = Run { arguments: &arguments, library, given: &given, together: &together, cases };
        let (text, status) = run.told(whole)?;
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(status)
    }
}

/// The cases of a policy that is named itself: the file beside it that bears its name.
fn beside_policy(path: &Path) -> Option<PathBuf> {
    (path.extension()? == "policy").then(|| path.with_extension("test.yaml"))
}

struct Run<'r> {
    arguments: &'r Arguments,
    library: &'r Library,
    given: &'r Given<'r>,
    together: &'r Together,
    cases: Vec<PathBuf>,
}

/// All that was tried.
struct Results<'r> {
    problems: Vec<(String, Problem)>,
    proved: Vec<Proved<'r>>,
    lacking: Vec<Problem>,
    tried: Vec<Tried<'r>>,
    cases: Vec<CaseFile>,
}

impl Results<'_> {
    fn count(&self) -> usize {
        self.proved.len() + self.tried.len() + self.cases.iter().map(|file| file.ran.len()).sum::<usize>()
    }

    fn failed(&self) -> usize {
        let samples =
            self.proved.iter().filter(|proved| !proved.holds()).count() + self.tried.iter().filter(|tried| !tried.holds()).count();
        samples + self.cases.iter().flat_map(|file| &file.ran).filter(|ran| !ran.lacks.is_empty()).count()
    }

    fn status(&self) -> Status {
        let of_cases = self.cases.iter().flat_map(|file| &file.problems);
        let broken = self.problems.iter().map(|(_, problem)| problem).chain(of_cases).any(|problem| problem.gravity == Gravity::Error);
        match () {
            () if broken => Status::NotChecked,
            () if self.failed() > 0 || !self.lacking.is_empty() => Status::Found,
            () if self.count() == 0 => Status::NotChecked,
            () => Status::Clean,
        }
    }
}

impl Run<'_> {
    fn told(&self, whole: bool) -> Result<(String, Status)> {
        let results = self.results(whole)?;
        let text = match self.arguments.format {
            Format::Text => self.text(&results),
            Format::Json => self.json(&results),
        };
        Ok((text, results.status()))
    }

    fn results(&self, whole: bool) -> Result<Results<'_>> {
        let (law, vocabulary, recognizer) = (&self.together.law, self.library.vocabulary(), self.library.recognizer());
        let bench = Bench { law, vocabulary, recognizer, today: self.arguments.as_of.unwrap_or_else(today) };
        let wanted =
            |policy: &Policy| !self.arguments.concepts && self.together.named.as_ref().is_none_or(|named| named.contains(&policy.id));
        let problems = match whole {
            true => self.library.problems(),
            false => self.together.problems.iter().map(|problem| (self.name(problem.place), problem.clone())).collect(),
        };
        Ok(Results {
            problems,
            proved: proof::prove(bench, &wanted),
            lacking: proof::lacking(law, &wanted),
            tried: if whole { proof::prove_concepts(vocabulary, recognizer) } else { Vec::new() },
            cases: cases::run(bench, if self.arguments.concepts { &[] } else { &self.cases })?,
        })
    }

    fn name(&self, place: Place) -> String {
        self.given.source(place).map(|source| source.name().to_owned()).unwrap_or_default()
    }

    fn text(&self, results: &Results<'_>) -> String {
        let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        let mut blocks: Vec<String> = Vec::new();
        for (name, problem) in &results.problems {
            let file = |place: Place| self.given.source(place).filter(|source| source.name() == name.as_str());
            let said = drawn::problem(problem, &file, color);
            blocks.push(if file(problem.place).is_some() { said } else { format!("{name}: {said}") });
        }
        blocks.extend(results.lacking.iter().map(|problem| drawn::problem(problem, &|place| self.given.source(place), color)));
        blocks.extend(
            results
                .proved
                .iter()
                .filter(|proved| !proved.holds())
                .map(|proved| failed(proved, self.given.source(proved.sample.place), color)),
        );
        blocks.extend(results.tried.iter().filter(|tried| !tried.holds()).map(|tried| self.mistaken(tried)));
        blocks.extend(results.cases.iter().flat_map(|file| of_cases(file, color)));
        let (count, failed) = (results.count(), results.failed());
        blocks.push(match (count, failed) {
            (0, _) if results.lacking.is_empty() => "nothing to prove was found\n".to_owned(),
            (0, _) => "no sample was found\n".to_owned(),
            (count, 0) => format!("{count} {} proved\n", plural(count, "sample")),
            (count, failed) => format!("{failed} of {count} {} failed\n", plural(count, "sample")),
        });
        blocks.join("\n\n")
    }

    fn mistaken(&self, tried: &Tried<'_>) -> String {
        let name = self.library.vocabulary().concepts.name(tried.concept);
        let wanted = if tried.is { "is not recognized as" } else { "is recognized as" };
        let shown = shown(tried.sample);
        let because: Vec<String> = tried.reasons.iter().map(|reason| format!("  because {reason}")).collect();
        format!("error: {shown} {wanted} `{name}`\n{}", because.join("\n"))
    }

    fn json(&self, results: &Results<'_>) -> String {
        let problem = |name: &str, problem: &Problem| {
            let at = self.given.source(problem.place).zip(problem.place.span()).map(|(source, span)| source.position(span.start));
            json!({ "file": name, "line": at.map(|at| at.line), "column": at.map(|at| at.column), "code": problem.code, "message": problem.message, "help": problem.help })
        };
        let value = json!({
            "samples": results.proved.iter().map(|proved| sample_json(proved, self.given.source(proved.sample.place))).collect::<Vec<_>>(),
            "concepts": results.tried.iter().map(|tried| self.tried_json(tried)).collect::<Vec<_>>(),
            "cases": results.cases.iter().flat_map(|file| file.ran.iter().map(|ran| case_json(file, ran))).collect::<Vec<_>>(),
            "problems": results.problems.iter().map(|(name, found)| problem(name, found))
                .chain(results.cases.iter().flat_map(|file| file.problems.iter().map(|found| case_problem(file, found))))
                .chain(results.lacking.iter().map(|found| problem(&self.name(found.place), found))).collect::<Vec<_>>(),
            "summary": { "tried": results.count(), "failed": results.failed(), "status": results.status().number() },
        });
        format!("{value:#}\n")
    }

    fn tried_json(&self, tried: &Tried<'_>) -> Value {
        json!({
            "concept": self.library.vocabulary().concepts.name(tried.concept),
            "sample": shown(tried.sample),
            "expected": if tried.is { "is" } else { "is_not" },
            "holds": tried.holds(),
            "reasons": tried.reasons,
        })
    }
}

/// What is wrong with the cases of a file, and what they lack.
fn of_cases(file: &CaseFile, color: bool) -> Vec<String> {
    let source = |_: Place| Some(&file.source);
    let mut blocks: Vec<String> = file.problems.iter().map(|problem| drawn::problem(problem, &source, color)).collect();
    for (ran, lack) in file.ran.iter().flat_map(|ran| ran.lacks.iter().map(move |lack| (ran, lack))) {
        let notes: Vec<String> = lack.found.iter().map(|found| format!("found {found}")).collect();
        let title = format!("case fails: {}", ran.about);
        let source = Some(&file.source);
        let drawing = Drawing {
            gravity: Gravity::Error,
            code: None,
            title: &title,
            source,
            place: lack.place,
            label: &lack.words,
            notes: &notes,
            help: None,
            also: Vec::new(),
        };
        blocks.push(drawing.text(color));
    }
    blocks
}

fn case_json(file: &CaseFile, ran: &Ran) -> Value {
    let lacks = ran.lacks.iter().map(|lack| json!({ "lacks": lack.words, "found": lack.found })).collect::<Vec<_>>();
    json!({ "file": file.source.name(), "about": ran.about, "holds": ran.lacks.is_empty(), "lacks": lacks })
}

fn case_problem(file: &CaseFile, problem: &Problem) -> Value {
    let at = problem.place.span().map(|span| file.source.position(span.start));
    let (line, column) = (at.map(|at| at.line), at.map(|at| at.column));
    json!({ "file": file.source.name(), "line": line, "column": column, "code": problem.code, "message": problem.message, "help": problem.help })
}

/// A sample that failed, like a good test runner tells it.
fn failed(proved: &Proved<'_>, source: Option<&Source>, color: bool) -> String {
    let expected = word(proved.sample.outcome);
    let (title, label) = match &proved.got {
        Got::Outcome(got) => {
            (format!("sample of `{}` is {}", proved.rule.name, word(*got)), format!("expected {expected}, got {}", word(*got)))
        }
        Got::Unjudged(why) => (format!("sample of `{}` cannot be judged", proved.rule.name), format!("expected {expected}, but {why}")),
    };
    let mut notes: Vec<String> = vec![format!("the rule: {}", proved.rule.sentence)];
    notes.extend(proved.reasons.iter().map(|reason| format!("because {reason}")));
    notes.push(format!("tried as of {}", proved.day));
    let place = Place::text(proved.sample.place.source, proved.sample.span);
    let (gravity, also) = (Gravity::Error, Vec::new());
    Drawing { gravity, code: None, title: &title, source, place, label: &label, notes: &notes, help: None, also }.text(color)
}

fn sample_json(proved: &Proved<'_>, source: Option<&Source>) -> Value {
    let at = source.map(|source| source.position(proved.sample.span.start));
    let (got, unjudged) = match &proved.got {
        Got::Outcome(outcome) => (Some(word(*outcome)), None),
        Got::Unjudged(why) => (None, Some(why)),
    };
    json!({
        "rule": proved.rule.name,
        "file": source.map(Source::name),
        "line": at.map(|at| at.line),
        "column": at.map(|at| at.column),
        "question": proved.sample.question,
        "as_of": proved.day.to_string(),
        "expected": word(proved.sample.outcome),
        "got": got,
        "unjudged": unjudged,
        "holds": proved.holds(),
        "reasons": proved.reasons,
    })
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breach => "breach",
        Outcome::Possible => "possible",
        Outcome::Undecided => "undecided",
        Outcome::Allowed => "allowed",
        Outcome::Kept => "kept",
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn shown(sample: &crate::vocabulary::Sample) -> String {
    let parts = [&sample.label, &sample.name, &sample.help].into_iter().flatten().map(|text| format!("“{text}”"));
    let offered = (!sample.options.is_empty())
        .then(|| format!("offering {}", sample.options.iter().map(|option| format!("“{option}”")).collect::<Vec<_>>().join(", ")));
    let codes = (!sample.codes.is_empty()).then(|| sample.codes.join(", "));
    parts.chain(offered).chain(codes).collect::<Vec<_>>().join(" ")
}
