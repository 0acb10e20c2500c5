//! `mayask check`: reads forms, checks them, reports.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use elsa::sync::FrozenMap;
use rayon::prelude::*;

use super::judged::{Bench, Gave, Given, Tally};
use super::{Circumstances, Command, LibraryArgs, LimitArgs, Status, parsed, say};
use crate::context::{Origin, Settings, assemble};
use crate::finding::{Outcome, Severity};
use crate::load::{Archive, Configs, Court, Library, Sheets, Walk, spoken, walk};
use crate::read::READERS;
use crate::report::{PolicyLine, REPORTS, Report, Run, Shown, Summary};
use crate::source::{Place, Problem, Source};

/// Checks forms against the law in force.
pub(super) struct Check;

/// Checks forms against the law in force
#[derive(Debug, Args)]
struct Arguments {
    /// Forms and folders of forms; - is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The format of the report
    #[arg(long, value_name = "FMT", default_value = "text", value_parser = formats())]
    format: String,
    /// Where the report goes; standard output if left out
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A further report, as FORMAT=FILE
    #[arg(long, value_name = "FMT=FILE")]
    report: Vec<String>,
    /// The lowest outcome that makes the exit status 1
    #[arg(long, value_name = "GRADE", default_value = "undecided")]
    fail_on: Bar,
    /// Advice fails too
    #[arg(long)]
    strict: bool,
    /// Tells rules that are kept too
    #[arg(long)]
    all: bool,
    /// Nothing but findings and the last line
    #[arg(long, short)]
    quiet: bool,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// The number of threads; as many as the machine has cores if left out
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Insists on a format of the forms
    #[arg(long, value_name = "FMT", value_parser = readers())]
    format_in: Option<String>,
    #[command(flatten)]
    circumstances: Circumstances,
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// The lowest outcome that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Bar {
    /// Breaches alone
    Breach,
    /// What hangs on something unknown, too
    Undecided,
    /// Weak signs and proxies, too
    Possible,
    /// Nothing
    Never,
}

/// When colors are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// At a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn formats() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(
        REPORTS.iter().map(|report| clap::builder::PossibleValue::new(report.name()).help(report.about())),
    )
}

/// The formats of forms, as `--format-in` takes them.
pub(super) fn readers() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(
        READERS.iter().map(|reader| clap::builder::PossibleValue::new(reader.name()).help(reader.title())),
    )
}

impl Command for Check {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("check"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        match arguments.jobs {
            Some(jobs) => rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?.install(|| check(&arguments)),
            None => check(&arguments),
        }
    }
}

/// How many files are judged before what they gave is written: it bounds the memory of a run.
const BATCH: usize = 256;

fn check(arguments: &Arguments) -> Result<Status> {
    let library = arguments.library.open()?;
    let mut broken = tell_library(library);
    let configs = Configs::new(arguments.circumstances.config.clone());
    let flags = arguments.circumstances.settings()?;
    let of_flags = tell_flags(&flags, library);
    broken |= !of_flags.is_empty();
    let archive = Archive::default();
    let day = arguments.circumstances.day();
    let court = Court::new(library, &archive, &flags, day, arguments.all);
    let sources: Vec<&Source> = library.sources().collect();
    let mut outputs = outputs(arguments)?;
    let reports: Vec<&'static dyn Report> = outputs.iter().map(|output| output.report).collect();
    let needs_digest = reports.iter().any(|report| report.wants_digests());
    let shown = Shown { all: arguments.all, quiet: arguments.quiet, color: colors(arguments), width: None };
    let library_digest = if needs_digest { library.digest() } else { "" };
    let run = Run {
        version: env!("CARGO_PKG_VERSION"),
        library: library_digest,
        as_of: day,
        vocabulary: library.vocabulary(),
        policy_sources: &sources,
        shown,
        needs_digest,
    };
    let bench = Bench {
        court: &court,
        configs: &configs,
        run,
        reports: &reports,
        format: arguments.format_in.as_deref(),
        of_flags: &of_flags,
        limits: arguments.limits.limits(),
        lines: FrozenMap::new(),
    };
    for output in &mut outputs {
        output.report.begin(&run, &mut output.first)?;
    }
    let mut tally = judge_all(arguments, &bench, &mut outputs)?;
    tally.unchecked += usize::from(broken) + usize::from(tally.forms == 0);
    if tally.forms == 0 {
        say("mayask: no form was found");
    }
    let status = status(&tally, arguments);
    let policies = bench.policies(&tally);
    let summary = summary(tally, policies, status);
    for output in outputs {
        output.finish(&run, &summary)?;
    }
    Ok(status)
}

/// Says what is wrong with the vocabulary and with policies of one's own; whether something is.
pub(super) fn tell_library(library: &Library) -> bool {
    let problems = library.own_problems();
    for (name, problem) in &problems {
        let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let line = library.source(problem.place.source).zip(problem.place.span()).map(|(source, span)| source.position(span.start));
        let line = line.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        say(&format!("{name}{line}: {}{help}", problem.message));
    }
    problems.iter().any(|(_, problem)| problem.gravity == crate::source::Gravity::Error)
}

/// Says what is wrong with the flags, and gives it back: they hold for every form, and are spoken of once.
pub(super) fn tell_flags(flags: &Settings, library: &Library) -> Vec<Problem> {
    let flag: fn(Place) -> Origin = |_| Origin::Flag;
    let (_, problems) = assemble(&[(flags.clone(), flag)], library.vocabulary());
    for problem in &problems {
        let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        say(&format!("mayask: {}{help}", problem.message));
    }
    problems
}

fn judge_all(arguments: &Arguments, bench: &Bench<'_>, outputs: &mut [Output]) -> Result<Tally> {
    let mut tally = Tally::default();
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) = arguments.paths.iter().cloned().partition(|path| path == Path::new("-"));
    if !stdin.is_empty() {
        take(read_stdin(bench)?, outputs, &mut tally)?;
    }
    let Walk { files, unreadable } = walk(&paths, bench.configs, &bench.limits);
    for (path, why) in unreadable {
        take(bench.unreadable(&spoken(&path), &why), outputs, &mut tally)?;
    }
    let files = led(files, bench.configs);
    let progress = progress(files.len(), arguments.quiet);
    for batch in files.chunks(BATCH) {
        let gave: Vec<Gave> = batch.par_iter().map(|(path, root)| bench.file(&Given { path, root, name: spoken(path) })).collect();
        progress.inc(batch.len() as u64);
        for gave in gave {
            take(gave, outputs, &mut tally)?;
        }
    }
    progress.finish_and_clear();
    Ok(tally)
}

/// The files, with the first of those that are one form in the place of them all.
fn led(files: Vec<(PathBuf, PathBuf)>, configs: &Configs) -> Vec<(PathBuf, PathBuf)> {
    let lead = |path: &Path| configs.of(path).and_then(|config| config.together(path)).and_then(|files| files.into_iter().next());
    let mut files: Vec<_> = files.into_iter().map(|(path, root)| (lead(&path).unwrap_or(path), root)).collect();
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    files
}

fn read_stdin(bench: &Bench<'_>) -> Result<Gave> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(bench.limits.size as u64 + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
    let given = Given { path: Path::new("-"), root: Path::new(""), name: "-".to_owned() };
    Ok(bench.sheets(&given, &Sheets::of_bytes(bytes, bench.limits)))
}

/// A bar on standard error, for long runs at a terminal.
fn progress(files: usize, quiet: bool) -> indicatif::ProgressBar {
    match quiet || files < BATCH || !io::stderr().is_terminal() {
        true => indicatif::ProgressBar::hidden(),
        false => indicatif::ProgressBar::new(files as u64),
    }
}

fn take(gave: Gave, outputs: &mut [Output], tally: &mut Tally) -> Result<()> {
    tally.add(gave.tally);
    for (output, parts) in outputs.iter_mut().zip(gave.parts) {
        for part in parts {
            output.write(&part.first, &part.second)?;
        }
    }
    Ok(())
}

/// The exit status: what was not checked comes before what was found.
fn status(tally: &Tally, arguments: &Arguments) -> Status {
    if tally.unchecked > 0 {
        return Status::NotChecked;
    }
    let least = match arguments.fail_on {
        Bar::Breach => Outcome::Breach,
        Bar::Undecided => Outcome::Undecided,
        Bar::Possible => Outcome::Possible,
        Bar::Never => return Status::Clean,
    };
    let counts = |(outcome, severity): &(Outcome, Severity)| *outcome >= least && (*severity != Severity::Advice || arguments.strict);
    let unread = arguments.fail_on != Bar::Breach && tally.fields.not_understood > 0;
    if unread || tally.outcomes.keys().any(counts) { Status::Found } else { Status::Clean }
}

fn summary(tally: Tally, policies: BTreeMap<String, PolicyLine>, status: Status) -> Summary {
    let mut outcomes = BTreeMap::new();
    for ((outcome, _), count) in &tally.outcomes {
        *outcomes.entry(*outcome).or_default() += count;
    }
    Summary {
        forms: tally.forms,
        skipped: tally.skipped,
        outcomes,
        fields: tally.fields,
        unchecked: tally.unchecked,
        without_jurisdiction: tally.without_jurisdiction,
        policies,
        levels: tally.levels,
        status: status.number(),
    }
}

fn colors(arguments: &Arguments) -> bool {
    match arguments.color {
        When::Always => true,
        When::Never => false,
        When::Auto => arguments.output.is_none() && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// A report on its way out: the first stream goes out at once, the second waits in a temporary file.
struct Output {
    report: &'static dyn Report,
    first: Box<dyn Write>,
    second: File,
    any_first: bool,
    any_second: bool,
}

fn outputs(arguments: &Arguments) -> Result<Vec<Output>> {
    let mut outputs = vec![Output::new(named(&arguments.format)?, arguments.output.as_deref())?];
    for further in &arguments.report {
        let (format, file) = further.split_once('=').with_context(|| format!("`{further}`: a further report is given as FORMAT=FILE"))?;
        outputs.push(Output::new(named(format)?, Some(Path::new(file)))?);
    }
    Ok(outputs)
}

fn named(name: &str) -> Result<&'static dyn Report> {
    match REPORTS.iter().copied().find(|report| report.name() == name) {
        Some(report) => Ok(report),
        None => bail!("unknown report `{name}`; known are {}", REPORTS.iter().map(|report| report.name()).collect::<Vec<_>>().join(", ")),
    }
}

impl Output {
    fn new(report: &'static dyn Report, file: Option<&Path>) -> Result<Self> {
        let first: Box<dyn Write> = match file {
            Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        Ok(Self { report, first, second: tempfile::tempfile()?, any_first: false, any_second: false })
    }

    fn write(&mut self, first: &[u8], second: &[u8]) -> io::Result<()> {
        if !first.is_empty() {
            if self.any_first {
                self.first.write_all(self.report.between().as_bytes())?;
            }
            self.first.write_all(first)?;
            self.any_first = true;
        }
        if !second.is_empty() {
            if self.any_second {
                self.second.write_all(self.report.between_second().as_bytes())?;
            }
            self.second.write_all(second)?;
            self.any_second = true;
        }
        Ok(())
    }

    fn finish(mut self, run: &Run<'_>, summary: &Summary) -> Result<()> {
        self.second.rewind()?;
        self.report.end(run, summary, &mut self.second, &mut self.first)?;
        self.first.flush()?;
        Ok(())
    }
}
