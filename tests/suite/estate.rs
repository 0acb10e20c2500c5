//! A folder of forms under its `mayask.yaml`, judged on a day: the whole road, in process, with one built-in library.

use std::path::Path;
use std::sync::LazyLock;

use mayask::check;
use mayask::context::Settings;
use mayask::finding::{Outcome, Severity};
use mayask::load::{self, Archive, Configs, Court, Folder, Library, LibraryOptions};
use mayask::read;
use mayask::source::{Gravity, Limits};

/// The built-in library, made ready once.
pub(crate) static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::open(&LibraryOptions::default()).unwrap());

/// A finding, as far as tests compare it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub form: String,
    pub field: String,
    pub rule: String,
    pub outcome: Outcome,
    pub needs: Vec<String>,
    pub line: u32,
}

/// What came of an estate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Estate {
    pub lines: Vec<Line>,
    pub remarks: Vec<(String, String)>,
    /// Concepts by form and field.
    pub seen: Vec<(String, String, Vec<String>)>,
    /// Fields that a person is asked, by form; parts of one question count once.
    pub asked: Vec<(String, usize)>,
    pub errors: Vec<String>,
    pub not_understood: Vec<String>,
    pub forms: usize,
    /// Blocks of undecided findings, by form.
    pub blocks: Vec<(String, usize)>,
    advice: usize,
}

impl Estate {
    /// The exit status that `mayask check` has with its defaults, by design/cli: 2 wins over 1.
    pub(crate) fn status(&self) -> u8 {
        let found = self.lines.iter().filter(|line| line.outcome >= Outcome::Undecided).count() > self.advice;
        match () {
            () if !self.errors.is_empty() || self.forms == 0 => 2,
            () if found || !self.not_understood.is_empty() => 1,
            () => 0,
        }
    }
}

/// Judges the forms below a folder on a day, with flags over what the folder says.
pub(crate) fn judge(folder: &Path, day: &str, flags: &Settings) -> Estate {
    let archive = Archive::default();
    let court = Court::new(&LIBRARY, &archive, flags, day.parse().unwrap(), false);
    let configs = Configs::new(None);
    let mut estate = Estate::default();
    for (path, _) in load::walk(&[folder.to_owned()], &configs, &Limits::DEFAULT).files {
        file(&path, folder, &court, &configs, &mut estate);
    }
    estate.lines.sort();
    estate
}

fn file(path: &Path, root: &Path, court: &Court<'_>, configs: &Configs, estate: &mut Estate) {
    let name = load::spoken(path.strip_prefix(root).unwrap());
    let (source, odd) = match load::source(path, &name, &Limits::DEFAULT) {
        Ok(read) => read,
        Err(error) => return estate.errors.push(error.to_string()),
    };
    let beside = Folder::new(path.parent().unwrap(), root, Limits::DEFAULT);
    let reading = read::read(&source, &beside, None, &Limits::DEFAULT);
    let grave = |problem: &&mayask::source::Problem| problem.gravity == Gravity::Error;
    estate.errors.extend(reading.problems.iter().chain(&odd).filter(grave).map(|problem| format!("{name}: {}", problem.message)));
    for form in &reading.forms {
        let config = configs.of(path);
        let settings = config.map(|config| config.settings(path)).unwrap_or_default();
        estate.errors.extend(config.iter().flat_map(|config| &config.problems).filter(grave).map(|problem| problem.message.clone()));
        let hearing = court.hearing(&settings, &load::stated(form));
        estate.errors.extend(hearing.problems.iter().filter(grave).map(|problem| problem.message.clone()));
        let seen = LIBRARY.recognizer().recognize(form);
        let review = check::check(hearing.docket, form, &seen);
        let id = form.part.as_ref().map_or_else(|| name.clone(), |part| format!("{name}#{part}"));
        estate.errors.extend(review.problems.iter().filter(grave).map(|problem| format!("{id}: {}", problem.message)));
        estate.forms += 1;
        estate.blocks.push((id.clone(), usize::from(!review.needs.is_empty())));
        estate.remarks.extend(review.remarks.iter().map(|remark| (remark.policy.clone(), remark.words.clone())));
        let title = |field: &mayask::form::Field<'_>| {
            field.name.as_ref().or(field.label.as_ref()).map(|text| text.value.to_string()).unwrap_or_default()
        };
        for (number, field) in form.numbered() {
            let table = &LIBRARY.vocabulary().concepts;
            let concepts = seen.field(number).into_iter().flat_map(|seen| &seen.concepts).map(|found| table.name(found.concept).to_owned());
            estate.seen.push((id.clone(), title(field), concepts.collect()));
        }
        estate.asked.push((id.clone(), asked(form)));
        estate
            .not_understood
            .extend(review.not_understood.iter().filter_map(|(number, _)| Some(format!("{id}: {}", title(form.field(*number)?)))));
        for finding in &review.findings {
            estate.advice += usize::from(finding.severity == Severity::Advice && finding.outcome >= Outcome::Undecided);
            let field = finding.field.and_then(|number| form.field(number)).map_or_else(|| "form".to_owned(), title);
            let line = finding.place.span().map_or(0, |span| reading.sources[finding.place.source.0 as usize].position(span.start).line);
            let needs = finding.needs.iter().map(|need| need.fact.clone()).collect();
            estate.lines.push(Line {
                form: id.clone(),
                field,
                rule: finding.rule_name().to_owned(),
                outcome: finding.outcome,
                needs,
                line,
            });
        }
    }
}

/// The questions that a person is asked; parts of one question count once.
fn asked(form: &mayask::form::Form<'_>) -> usize {
    let parts: std::collections::BTreeSet<u32> =
        form.fields.iter().filter(|field| field.is_asked()).filter_map(|field| field.part_of).collect();
    form.fields.iter().filter(|field| field.is_asked() && field.part_of.is_none()).count() + parts.len()
}
