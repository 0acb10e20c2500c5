//! `mayask explain`: a rule in plain words with its law, or every rule at one question, step by step.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Result, bail};
use clap::Args;

use super::opened::{Opened, split};
use super::words::{self, called, confidence, form_id, place, sign};
use super::{Circumstances, Command, LibraryArgs, LimitArgs, Status, parsed};
use crate::check::{self, Truth};
use crate::finding::{Finding, Outcome};
use crate::form::{Field, FieldId, Form};
use crate::load::{Hearing, Library, is_file};
use crate::policy::Law;
use crate::read::Reading;
use crate::recognize::{Recognized, Recognizer, Understanding};
use crate::report::law::Shelf;
use crate::source::nearest;
use crate::vocabulary::Vocabulary;

/// Explains a rule, or a question.
pub(super) struct Explain;

/// Explains a rule with its law, or what every rule says of a question and why
#[derive(Debug, Args)]
struct Arguments {
    /// A policy, policy/rule, or FORM#FIELD where FIELD is a name, a pointer or a label
    #[arg(required = true, value_name = "RULE|FORM#FIELD")]
    what: String,
    /// Insists on a format of the form
    #[arg(long, value_name = "FMT", value_parser = super::check::readers())]
    format_in: Option<String>,
    #[command(flatten)]
    circumstances: Circumstances,
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

impl Command for Explain {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("explain"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let opened = Opened::new(&arguments.circumstances, &arguments.library, arguments.limits.limits())?;
        let mut out = String::new();
        let (path, rest) = split(&arguments.what);
        let is_file = path == Path::new("-") || is_file(&path);
        if is_file {
            question(&opened, &path, rest, arguments.format_in.as_deref(), &mut out)?;
        } else {
            law(opened.library, &arguments.what, &mut out)?;
        }
        io::stdout().lock().write_all(out.as_bytes())?;
        Ok(opened.status)
    }
}

/// A policy, or one of its rules.
fn law(library: &Library, name: &str, out: &mut String) -> Result<()> {
    let law = library.law(&[]);
    let policy = law.policies().iter().find(|policy| policy.id == name);
    let shelf = Shelf { vocabulary: library.vocabulary(), source: &|place| library.source(place.source), on: None };
    if let Some(policy) = policy {
        out.push_str(&shelf.policy(policy));
        return Ok(());
    }
    if let Some((_, policy, rule)) = law.rules().find(|(_, _, rule)| rule.name == name) {
        out.push_str(&shelf.rule(policy, rule));
        return Ok(());
    }
    bail!("unknown rule or policy `{name}`{}", near(&law, name))
}

/// What may have been meant: the nearest name, or the names that hold the word.
fn near(law: &Law, name: &str) -> String {
    let names = || law.policies().iter().map(|policy| policy.id.as_str()).chain(law.rules().map(|(_, _, rule)| rule.name.as_str()));
    if let Some(near) = nearest(name, names()) {
        return format!("; did you mean `{near}`?");
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    let holding: Vec<String> =
        names().filter(|known| !last.is_empty() && known.contains(last)).take(8).map(|known| format!("`{known}`")).collect();
    match holding.is_empty() {
        true => "; `mayask policies` lists what there is, and a question is named as FORM#FIELD".to_owned(),
        false => format!("; did you mean one of {}?", holding.join(", ")),
    }
}

/// The questions of a form that are meant, each with every rule.
fn question(opened: &Opened, path: &Path, rest: Option<&str>, format: Option<&str>, out: &mut String) -> Result<()> {
    let sheets = opened.sheets(path)?;
    let reading = sheets.read(format);
    if reading.forms.is_empty() {
        let problems: Vec<String> = reading.problems.iter().map(|problem| problem.message.clone()).collect();
        let why = reading.skipped.clone().unwrap_or_else(|| problems.join("; "));
        bail!("{}: {}", path.display(), if why.is_empty() { "no form could be read" } else { why.as_str() });
    }
    let Some(wanted) = rest.filter(|rest| !rest.is_empty()) else {
        bail!("which question? say {}#FIELD; {}", path.display(), listed(&reading));
    };
    let found = found(&reading, wanted);
    if found.is_empty() {
        bail!("no question of {} is called `{wanted}`{}", path.display(), near_field(&reading, wanted));
    }
    let court = opened.court();
    for (form, id) in found {
        let seen = opened.library.recognizer().recognize(form);
        let hearing = opened.hearing(&court, path, form);
        let view = View {
            reading: &reading,
            form,
            seen: &seen,
            hearing,
            recognizer: opened.library.recognizer(),
            vocabulary: opened.library.vocabulary(),
        };
        view.tell(id, out);
    }
    Ok(())
}

/// Whether a field is meant by a word, in one way of meaning it.
type Way = fn(&Form<'_>, &Field<'_>, &str) -> bool;

/// The fields that a name, pointer or label means, best way first: what is written exactly, then in any case.
fn found<'r, 's>(reading: &'r Reading<'s>, wanted: &str) -> Vec<(&'r Form<'s>, FieldId)> {
    let all = || reading.forms.iter().flat_map(|form| form.numbered().map(move |(id, field)| (form, id, field)));
    let within = |form: &Form<'_>| match &form.part {
        Some(part) => wanted.strip_prefix(part.as_ref()).and_then(|rest| rest.strip_prefix('#')),
        None => None,
    };
    let ways: [Way; 4] = [
        |form, field, wanted| form.trails.pointer(field.trail) == wanted,
        |_, field, wanted| field.name.as_ref().is_some_and(|name| name.value == wanted),
        |_, field, wanted| field.label.as_ref().is_some_and(|label| label.value.trim() == wanted),
        |_, field, wanted| {
            [&field.name, &field.label].into_iter().flatten().any(|text| text.value.trim().to_lowercase() == wanted.to_lowercase())
        },
    ];
    for way in ways {
        let hits: Vec<_> =
            all().filter(|(form, _, field)| way(form, field, wanted) || within(form).is_some_and(|rest| way(form, field, rest))).collect();
        if !hits.is_empty() {
            return hits.into_iter().map(|(form, id, _)| (form, id)).collect();
        }
    }
    Vec::new()
}

fn near_field(reading: &Reading<'_>, wanted: &str) -> String {
    let fields = || reading.forms.iter().flat_map(|form| &form.fields);
    let texts = fields().flat_map(|field| field.name.iter().chain(&field.label)).map(|text| text.value.as_ref());
    match nearest(wanted, texts) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; {}", listed(reading)),
    }
}

fn listed(reading: &Reading<'_>) -> String {
    let fields = reading.forms.iter().flat_map(|form| &form.fields);
    let names: Vec<String> =
        fields.take(12).map(|field| field.name.as_ref().map_or_else(|| called(field), |name| name.value.to_string())).collect();
    format!("its questions are {}{}", names.join(", "), if names.len() == 12 { ", …" } else { "" })
}

/// A form with all that is known of it.
struct View<'v> {
    reading: &'v Reading<'v>,
    form: &'v Form<'v>,
    seen: &'v Recognized,
    hearing: Hearing<'v>,
    recognizer: &'v Recognizer,
    vocabulary: &'v Vocabulary,
}

impl View<'_> {
    fn tell(&self, id: FieldId, out: &mut String) {
        let Some(field) = self.form.field(id) else { return };
        let path = self.reading.sources.first().map(|source| source.name()).unwrap_or_default();
        let _ = writeln!(
            out,
            "{}#{}: {}",
            form_id(path, self.form),
            field.name.as_ref().map(|name| name.value.as_ref()).unwrap_or_default(),
            called(field)
        );
        let _ = writeln!(out, "  {}", place(&self.reading.sources, field.place));
        self.recognition(id, out);
        if self.hearing.context.jurisdictions.is_empty() {
            let _ = writeln!(out, "  nothing says in which jurisdiction the form is used, so that every rule of the library is told");
        }
        let review = check::check(self.hearing.docket, self.form, self.seen);
        let mut told: Vec<(Option<Outcome>, String)> = Vec::new();
        for reasoning in check::why(self.hearing.docket, self.form, self.seen, id) {
            let findings: Vec<&Finding<'_>> =
                review.findings.iter().filter(|finding| finding.field == Some(id) && finding.rule_name() == reasoning.rule.name).collect();
            told.push((findings.iter().map(|finding| finding.outcome).max(), steps(&reasoning, &findings)));
        }
        // The gravest first, and what does not apply last; within equals, the order of the law.
        told.sort_by_key(|(outcome, _)| std::cmp::Reverse(*outcome));
        told.iter().for_each(|(_, words)| out.push_str(words));
        if told.is_empty() {
            let _ = writeln!(out, "\n  the library holds no rule for the places of this form");
        }
        out.push('\n');
    }

    fn recognition(&self, id: FieldId, out: &mut String) {
        let Some(seen) = self.seen.field(id) else { return };
        let concepts = &self.vocabulary.concepts;
        for found in &seen.concepts {
            let _ = writeln!(out, "  taken to be about {} ({})", concepts.name(found.concept), confidence(found.confidence));
            out.extend(found.evidence.iter().map(|evidence| format!("    {}\n", sign(evidence))));
        }
        for veto in &seen.vetoes {
            let _ = writeln!(out, "  not taken to be about {}: {}; {}", concepts.name(veto.concept), sign(&veto.evidence), veto.by);
        }
        if let Understanding::NotUnderstood(why) = &seen.understanding {
            let _ = writeln!(out, "  not understood: {why}");
        }
        if seen.concepts.is_empty() {
            let _ = writeln!(out, "  taken to be about nothing that the vocabulary knows");
        }
        let near = self.recognizer.near(self.form, self.seen, |other| other == id);
        let near = near.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default();
        out.extend(near.iter().map(|near| format!("  {}\n", words::near(near, self.vocabulary))));
    }
}

/// A rule at a question: what came of it, and the numbered steps.
fn steps(reasoning: &check::Reasoning<'_>, findings: &[&Finding<'_>]) -> String {
    let mut out = String::new();
    let outcome = findings.iter().map(|finding| finding.outcome).max();
    let _ = writeln!(out, "\n  {}: {}", reasoning.rule.name, outcome.map_or("does not apply", outcome_words));
    let _ = writeln!(out, "    {}", reasoning.rule.sentence);
    for (number, step) in reasoning.steps.iter().enumerate() {
        let truth = match step.truth {
            Truth::Yes => "yes",
            Truth::No => "no",
            Truth::Unknown => "not known",
        };
        let words = if step.words.is_empty() { String::new() } else { format!(": {}", step.words) };
        let _ = writeln!(out, "    {}. {}? {truth}{words}", number + 1, step.question);
    }
    let settles = findings.iter().flat_map(|finding| &finding.needs);
    let mut settles: Vec<&str> = settles.map(|need| need.settle.as_str()).collect();
    settles.dedup();
    out.extend(settles.iter().map(|line| format!("    it would be settled by `{line}`\n")));
    if outcome.is_none() && reasoning.steps.iter().all(|step| step.truth != Truth::No) {
        let _ = writeln!(
            out,
            "    no finding all the same: the rule does not bind yet, permits, or another reading of the question passes it by"
        );
    }
    out
}

fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breach => "breach",
        Outcome::Undecided => "undecided",
        Outcome::Possible => "possible breach",
        Outcome::Allowed => "allowed",
        Outcome::Kept => "kept",
    }
}
