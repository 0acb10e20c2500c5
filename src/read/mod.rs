//! Form files become forms: one reader for each format, in one table.

mod civiform;
mod docassemble;
mod document;
mod draft;
mod fhir;
mod formio;
mod frictionless;
mod gcforms;
#[cfg(feature = "sheets")]
mod header;
mod hof;
#[cfg(feature = "html")]
mod html;
mod json_schema;
mod markup;
mod moj_forms;
mod notation;
mod ons_eq;
mod openapi;
#[cfg(feature = "pdf")]
mod pdf;
mod phrases;
mod record;
#[cfg(feature = "sheets")]
mod redcap;
mod route;
#[cfg(feature = "sql")]
mod sql;
mod stated;
mod surveyjs;
#[cfg(feature = "sheets")]
mod table;
mod tells;
mod webform;
mod xgov;
mod xlsform;
#[cfg(feature = "xml")]
mod xml;

pub use document::{Document, Syntax};
pub use record::{Record, record};
pub use tells::{Fact, Tells};

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::form::Form;
use crate::source::{Gravity, Limit, Limits, Place, Problem, Source, SourceId};

/// The formats that are read, in the order in which they are tried; equal likeness goes to the earlier one.
pub static READERS: &[&dyn Reader] = &[
    &fhir::Fhir,
    &formio::Formio,
    &surveyjs::SurveyJs,
    &xgov::XGov,
    &gcforms::GcForms,
    &moj_forms::MojForms,
    &docassemble::Docassemble,
    &webform::Webform,
    &openapi::OpenApi,
    &hof::Hof,
    &ons_eq::OnsEq,
    &civiform::CiviForm,
    &frictionless::Frictionless,
    &json_schema::JsonSchema,
    &notation::Notation,
    #[cfg(feature = "xml")]
    &xml::XForms,
    #[cfg(feature = "xml")]
    &xml::Facts,
    #[cfg(feature = "xml")]
    &xml::Xsd,
    #[cfg(feature = "html")]
    &html::Html,
    #[cfg(feature = "pdf")]
    &pdf::Pdf,
    #[cfg(feature = "sheets")]
    &redcap::Redcap,
    #[cfg(feature = "sheets")]
    &xlsform::XlsForm,
    #[cfg(feature = "sheets")]
    &header::Header,
    #[cfg(feature = "sql")]
    &sql::Sql,
];

/// The languages that are sought where each has a file of its own beside a form; others are named in `mayask.yaml`.
const LANGUAGES: &[&str] = &[
    "en", "es", "fr", "pt", "zh", "vi", "ko", "ru", "ar", "ht", "tl", "de", "it", "pl", "uk", "ja", "hi", "so", "fa", "bn", "ur", "cy",
    "fi", "sv", "nb", "nl", "da", "ga", "el", "ro", "pt-BR", "pt_BR", "zh-CN", "zh_CN", "zh-TW", "zh_TW", "fr-CA", "fr_CA",
];

/// A format of forms.
pub trait Reader: Sync {
    /// Its id, in kebab case.
    fn name(&self) -> &'static str;

    /// Its name in words.
    fn title(&self) -> &'static str;

    /// How it is recognized, in one line.
    fn about(&self) -> &'static str;

    /// Words that a broken file of this format is likely to hold still.
    fn marks(&self) -> &'static [&'static str];

    /// The syntax that a file is taken for whose name and beginning tell none, where somebody insists on this format.
    fn syntax(&self) -> Syntax {
        Syntax::Other
    }
    /// Which facts the format can tell, and how far; the others are not said in what is read of it.
    fn tells(&self) -> &'static [(Fact, Tells)];

    /// How much a file looks like one of this format.
    fn likeness(&self, document: &Document<'_>) -> Likeness;

    /// Reads the forms of a file, or says why there are none.
    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside);
}

/// How much a file looks like one of a format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Not at all.
    #[default]
    No,
    /// A little: read so where no other format fits better.
    Maybe,
    /// The shape is there, without a declaration.
    Likely,
    /// The file declares it.
    Certain,
}

/// The files beside a form. Whoever knows the disk implements it; a path that leads nowhere is none.
pub trait Beside {
    /// The file at a path that is relative to the folder of the form.
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source>;

    /// The files that somebody said belong to the form, whatever their names.
    fn named(&self) -> Vec<&Source> {
        Vec::new()
    }
}

/// Nothing stands beside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Beside for Alone {
    fn file<'s>(&'s self, _: &str) -> Option<&'s Source> {
        None
    }
}

/// Files at hand, by their names.
impl Beside for [Source] {
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source> {
        self.iter().find(|source| source.name() == path)
    }
}

impl Beside for Vec<Source> {
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source> {
        self.as_slice().file(path)
    }
}

/// What was read of one file.
#[derive(Debug, Default)]
pub struct Reading<'s> {
    /// The file, and the files beside it that were followed; a place counts from 0 here.
    pub sources: Vec<&'s Source>,
    /// The forms of the file.
    pub forms: Vec<Form<'s>>,
    /// Why the file holds no form, where it is none.
    pub skipped: Option<String>,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// The limits that hold.
    pub limits: Limits,
    /// The steps made so far of those that the limit `work` bounds.
    pub worked: usize,
}

impl<'s> Reading<'s> {
    /// The number of a source, which is added where it is new.
    pub fn source(&mut self, source: &'s Source) -> SourceId {
        let known = self.sources.iter().position(|other| std::ptr::eq(*other, source));
        let index = known.unwrap_or_else(|| {
            self.sources.push(source);
            self.sources.len() - 1
        });
        SourceId(u16::try_from(index).unwrap_or(u16::MAX))
    }

    /// Tells a problem once, whatever the number of times it is met.
    pub fn tell(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Makes some steps; false where they are more than the limit `work` allows, which is told.
    pub fn work(&mut self, steps: usize) -> bool {
        self.worked = self.worked.saturating_add(steps);
        let most = self.limits.work;
        if self.worked > most {
            let message = format!("reading takes more than {most} steps; what is left was not read");
            self.tell(Limit::Work.passed(Place::whole(SourceId(0)), message));
        }
        self.worked <= most
    }

    /// The problems that leave something unchecked.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.gravity == Gravity::Error)
    }
}

/// Reads a file: by the format of that id, or else by the one that it looks like most.
pub fn read<'s>(source: &'s Source, beside: &'s dyn Beside, format: Option<&str>, limits: &Limits) -> Reading<'s> {
    let mut reading = Reading { sources: vec![source], limits: *limits, ..Reading::default() };
    if source.text().len().max(source.bytes().len()) > limits.size {
        let message = format!("the file is larger than {}; it was not read", Limits::size(limits.size));
        reading.tell(Limit::Size.passed(Place::whole(SourceId(0)), message));
        return reading;
    }
    let insisted = format.and_then(|name| named(name, &mut reading));
    if format.is_some() && insisted.is_none() {
        return reading;
    }
    let syntax = insisted.map(|reader| reader.syntax()).unwrap_or_default();
    let opened = unharmed(&mut reading, |_| Document::new(source, syntax, limits));
    let Some((document, problems)) = opened else { return reading };
    reading.problems.extend(problems);
    match insisted.or_else(|| likeliest(&document)) {
        Some(reader) => _ = unharmed(&mut reading, |reading| reader.read(&document, reading, beside)),
        None => unrecognized(source, &mut reading),
    }
    if let Some(reader) = insisted.filter(|_| is_silent(&reading)) {
        let message = format!("the file cannot be read as {}", reader.title());
        let problem = Problem::error("other-format", Place::whole(SourceId(0)), message);
        reading.tell(problem.help("without `--format-in`, the format is told by the file"));
    }
    reading
}

/// Whether a file gave nothing, and not a word on why.
fn is_silent(reading: &Reading<'_>) -> bool {
    reading.forms.is_empty() && reading.skipped.is_none() && reading.errors().next().is_none()
}

/// What a step of reading gives. Parsers are not ours: where one panics this is told, and the other files of the run are still checked.
fn unharmed<'s, T>(reading: &mut Reading<'s>, step: impl FnOnce(&mut Reading<'s>) -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(|| step(reading)));
    if done.is_err() {
        let message = "the parser gave up on the file; what is left of it was not read";
        reading.tell(Problem::error("parser-failed", Place::whole(SourceId(0)), message));
    }
    done.ok()
}

fn named(name: &str, reading: &mut Reading<'_>) -> Option<&'static dyn Reader> {
    let found = READERS.iter().copied().find(|reader| reader.name() == name);
    if found.is_none() {
        let names = READERS.iter().map(|reader| reader.name());
        let problem = Problem::error("unknown-format", Place::whole(SourceId(0)), format!("unknown format `{name}`"));
        reading.tell(problem.suggest(name, names));
    }
    found
}

fn likeliest(document: &Document<'_>) -> Option<&'static dyn Reader> {
    let mut best = (Likeness::No, None);
    for reader in READERS.iter().copied() {
        let likeness = reader.likeness(document);
        if likeness > best.0 {
            best = (likeness, Some(reader));
        }
        if likeness == Likeness::Certain {
            break;
        }
    }
    best.1
}

/// The endings of archives that nobody opens here.
const PACKED: &[&str] = &["tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar"];

/// A file that no reader knows is passed over; a broken one only where nothing in it speaks of a form.
fn unrecognized(source: &Source, reading: &mut Reading<'_>) {
    let blank = source.text().trim().is_empty() && source.bytes().is_empty();
    let broken = reading.errors().next().is_some();
    // What lies past a limit was not seen: it may be a form.
    let limited = reading.errors().any(|problem| Limit::ALL.into_iter().any(|limit| limit.is(problem)));
    let marks = || READERS.iter().flat_map(|reader| reader.marks());
    if PACKED.contains(&source.extension().as_str()) {
        reading.problems.clear();
        let problem = Problem::error("not-opened", Place::whole(SourceId(0)), "an archive of this kind is not opened, and may hold forms");
        reading.tell(problem.help("unpack it, or pack the files as .zip"));
    } else if blank {
        reading.problems.clear();
        reading.skipped = Some("the file is empty".to_owned());
    } else if limited {
        // It is told already.
    } else if !broken {
        reading.skipped = Some("the file is in none of the form formats that are read".to_owned());
    } else if marks().any(|mark| memchr::memmem::find(source.text().as_bytes(), mark.as_bytes()).is_some()) {
        let message = "the file speaks of a form, and is too broken to be read as one";
        reading.tell(Problem::error("broken-form", Place::whole(SourceId(0)), message));
    } else {
        for problem in &mut reading.problems {
            problem.gravity = Gravity::Note;
        }
        reading.skipped = Some("the file is broken, and nothing in it looks like a form".to_owned());
    }
}
