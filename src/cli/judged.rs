//! One file on the whole road: read, recognized, checked, and handed to the reports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use elsa::sync::FrozenMap;
use sha2::{Digest, Sha256};

use crate::check;
use crate::finding::{Counts, Outcome, Severity};
use crate::form::Form;
use crate::load::{self, Configs, Court, Hearing, Sheets, spoken};
use crate::read::Reading;
use crate::report::{FileNote, Heard, Parts, PolicyLine, Report, Run, words};
use crate::source::{Gravity, Limits, Problem, Source};

/// What judging every file needs.
pub(super) struct Bench<'b> {
    pub(super) court: &'b Court<'b>,
    pub(super) configs: &'b Configs,
    pub(super) run: Run<'b>,
    pub(super) reports: &'b [&'static dyn Report],
    pub(super) format: Option<&'b str>,
    /// What is wrong with the flags, which is said once and not for each form.
    pub(super) of_flags: &'b [Problem],
    pub(super) limits: Limits,
    /// What is said of each policy that could reach a form, by its id: worked out once.
    pub(super) lines: FrozenMap<String, Box<PolicyLine>>,
}

/// What a file gave: parts for each report, and figures.
#[derive(Default)]
pub(super) struct Gave {
    pub(super) parts: Vec<Vec<Parts>>,
    pub(super) tally: Tally,
}

/// Figures of some files.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) forms: usize,
    pub(super) skipped: usize,
    pub(super) fields: Counts,
    pub(super) outcomes: BTreeMap<(Outcome, Severity), usize>,
    pub(super) unchecked: usize,
    pub(super) without_jurisdiction: usize,
    /// How many findings name each policy that could reach a form.
    pub(super) policies: BTreeMap<String, usize>,
    pub(super) levels: BTreeMap<String, usize>,
}

impl Tally {
    /// Adds the figures of other files.
    pub(super) fn add(&mut self, other: Self) {
        self.forms += other.forms;
        self.skipped += other.skipped;
        self.unchecked += other.unchecked;
        self.without_jurisdiction += other.without_jurisdiction;
        for (mine, theirs) in [
            (&mut self.fields.found, other.fields.found),
            (&mut self.fields.understood, other.fields.understood),
            (&mut self.fields.unresolved, other.fields.unresolved),
            (&mut self.fields.not_asked, other.fields.not_asked),
            (&mut self.fields.not_understood, other.fields.not_understood),
        ] {
            *mine += theirs;
        }
        for (outcome, count) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
        for (id, findings) in other.policies {
            *self.policies.entry(id).or_default() += findings;
        }
        self.levels.extend(other.levels);
    }
}

/// A file to judge: what it is read from, and how it is spoken of.
pub(super) struct Given<'g> {
    pub(super) path: &'g Path,
    pub(super) root: &'g Path,
    pub(super) name: String,
}

impl Bench<'_> {
    /// Judges a file on disk, with the files that are one form together with it.
    pub(super) fn file(&self, given: &Given<'_>) -> Gave {
        self.sheets(given, &Sheets::found(given.path, given.root, self.configs, self.limits))
    }

    /// What a path gives that cannot be read at all.
    pub(super) fn unreadable(&self, name: &str, why: &str) -> Gave {
        let source = Source::new(name, "");
        let problem = Problem::error("not-read", crate::source::Place::default(), why);
        let mut gave = Gave { parts: self.reports.iter().map(|_| Vec::new()).collect(), ..Gave::default() };
        self.note(&mut gave, &FileNote { path: name, skipped: None, problems: &[(&source, &problem)] });
        gave
    }

    /// Judges what was opened.
    pub(super) fn sheets(&self, given: &Given<'_>, sheets: &Sheets) -> Gave {
        let reading = sheets.read(self.format);
        let mut gave = Gave { parts: self.reports.iter().map(|_| Vec::new()).collect(), ..Gave::default() };
        let digest = if self.run.needs_digest { digest(sheets.sources()) } else { String::new() };
        for form in &reading.forms {
            self.form(given, &reading, form, &digest, &mut gave);
        }
        let whole = reading.forms.is_empty() || reading.problems.iter().any(|problem| owner(&reading, problem).is_none());
        if whole {
            let problems: Vec<_> = reading
                .problems
                .iter()
                .filter(|problem| owner(&reading, problem).is_none())
                .map(|problem| (sourced(&reading, problem), problem))
                .collect();
            self.note(&mut gave, &FileNote { path: &given.name, skipped: reading.skipped.as_deref(), problems: &problems });
        }
        gave
    }

    fn note(&self, gave: &mut Gave, note: &FileNote<'_>) {
        gave.tally.skipped += usize::from(note.skipped.is_some());
        gave.tally.unchecked += note.problems.iter().filter(|(_, problem)| problem.gravity == Gravity::Error).count();
        for (report, parts) in self.reports.iter().zip(&mut gave.parts) {
            parts.push(report.file(&self.run, note));
        }
    }

    fn form(&self, given: &Given<'_>, reading: &Reading<'_>, form: &Form<'_>, digest: &str, gave: &mut Gave) {
        let config = self.configs.of(given.path);
        let settings = config.map(|config| config.settings(given.path)).unwrap_or_default();
        let hearing = self.court.hearing(&settings, &load::stated(form));
        let seen = self.court.library().recognizer().recognize(form);
        let review = check::check(hearing.docket, form, &seen);
        let id = match &form.part {
            Some(part) => format!("{}#{part}", given.name),
            None => given.name.clone(),
        };
        let mut problems: Vec<(&Source, &Problem)> = Vec::new();
        problems.extend(
            reading
                .problems
                .iter()
                .filter(|problem| owner(reading, problem).is_some_and(|owner| std::ptr::eq(owner, form)))
                .map(|problem| (sourced(reading, problem), problem)),
        );
        if let Some(config) = config {
            problems.extend(config.problems.iter().map(|problem| (&config.source, problem)));
        }
        let heard = hearing.problems.iter().filter(|problem| !self.of_flags.contains(problem));
        problems.extend(heard.map(|problem| (settled(reading, config.map(|config| &config.source), problem, form), problem)));
        problems.extend(review.problems.iter().map(|problem| (sourced(reading, problem), problem)));
        let own_name = own_name(form, config.and_then(|config| config.relative(given.path)), given);
        let heard = Heard {
            id: &id,
            path: &given.name,
            sources: &reading.sources,
            digest,
            own_name: &own_name,
            form,
            seen: &seen,
            context: hearing.context,
            docket: hearing.docket,
            review: &review,
            problems: &problems,
        };
        for (report, parts) in self.reports.iter().zip(&mut gave.parts) {
            parts.push(report.form(&self.run, &heard));
        }
        self.tally(&heard, hearing, &mut gave.tally);
    }

    /// What is said of the policies that could reach a form.
    pub(super) fn policies(&self, tally: &Tally) -> BTreeMap<String, PolicyLine> {
        let line =
            |(id, findings): (&String, &usize)| Some((id.clone(), PolicyLine { findings: *findings, ..self.lines.get(id)?.clone() }));
        tally.policies.iter().filter_map(line).collect()
    }

    fn tally(&self, heard: &Heard<'_>, hearing: Hearing<'_>, tally: &mut Tally) {
        tally.add(Tally {
            forms: 1,
            fields: heard.review.counts,
            unchecked: heard.problems.iter().filter(|(_, problem)| problem.gravity == Gravity::Error).count(),
            without_jurisdiction: usize::from(heard.context.jurisdictions.is_empty()),
            ..Tally::default()
        });
        for finding in &heard.review.findings {
            *tally.outcomes.entry((finding.outcome, finding.severity)).or_default() += 1;
        }
        for policy in hearing.docket.policies() {
            let findings = heard.review.findings.iter().filter(|finding| std::ptr::eq(finding.policy, policy)).count();
            *tally.policies.entry(policy.id.clone()).or_default() += findings;
            if self.lines.get(&policy.id).is_none() {
                self.lines.insert(policy.id.clone(), Box::new(policy_line(policy, self.run)));
            }
        }
        tally.levels.extend(hearing.docket.levels().iter().cloned());
    }
}

fn policy_line(policy: &crate::policy::Policy, run: Run<'_>) -> PolicyLine {
    let source = run.policy_sources.get(policy.place.source.0 as usize);
    PolicyLine {
        title: policy.title.clone(),
        citation: policy.citation.clone(),
        authority: words::authority(policy.authority).to_owned(),
        basis: words::basis(policy.basis).to_owned(),
        jurisdiction: run.vocabulary.jurisdictions.name(policy.jurisdiction).to_owned(),
        dates: policy
            .passed
            .iter()
            .map(|passed| format!("passed {passed}"))
            .chain(policy.periods.iter().map(ToString::to_string))
            .collect(),
        digest: source.filter(|_| run.needs_digest).map(|source| digest([*source])).unwrap_or_default(),
        findings: 0,
    }
}

/// The form that a problem of a file belongs to: the only one, or the one that its place lies in.
fn owner<'r, 's>(reading: &'r Reading<'s>, _problem: &Problem) -> Option<&'r Form<'s>> {
    match reading.forms.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn sourced<'s>(reading: &Reading<'s>, problem: &Problem) -> &'s Source {
    let first = reading.sources.first().copied();
    reading.sources.get(problem.place.source.0 as usize).copied().or(first).unwrap_or(EMPTY.get_or_init(|| Source::new("", "")))
}

static EMPTY: std::sync::OnceLock<Source> = std::sync::OnceLock::new();

/// The source that a problem of the context is in: the form's, where the form says it, or else `mayask.yaml`.
fn settled<'a>(reading: &Reading<'a>, config: Option<&'a Source>, problem: &Problem, form: &Form<'_>) -> &'a Source {
    let of_form = form.stated.iter().any(|stated| stated.value.place == problem.place);
    config.filter(|_| !of_form).unwrap_or_else(|| sourced(reading, problem))
}

/// The name by which a form is known over time.
fn own_name(form: &Form<'_>, relative: Option<PathBuf>, given: &Given<'_>) -> String {
    let said = form.name.as_ref().or(form.title.as_ref()).map(|text| text.value.to_string());
    let base = said.unwrap_or_else(|| relative.map_or_else(|| given.name.clone(), |path| spoken(&path)));
    match &form.part {
        Some(part) => format!("{base}#{part}"),
        None => base,
    }
}

/// The digest of a file, or of several one after the other.
fn digest<'s>(sources: impl IntoIterator<Item = &'s Source>) -> String {
    let mut hasher = Sha256::new();
    for source in sources {
        hasher.update(if source.bytes().is_empty() { source.text().as_bytes() } else { source.bytes() });
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
