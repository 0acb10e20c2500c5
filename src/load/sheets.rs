//! What one form, or the forms of one file, are read from: a file, standard input, or several files that are one form.

use std::path::{Path, PathBuf};

use super::{Configs, Folder, source, spoken, zipped};
use crate::form::join;
use crate::read::{Reading, read};
use crate::source::{Limits, Place, Problem, Source, SourceId};

/// Files that are open, with what lies beside them.
pub struct Sheets {
    sheets: Vec<Sheet>,
    limits: Limits,
}

struct Sheet {
    source: Source,
    /// What was odd about its bytes.
    odd: Option<Problem>,
    /// Why it could not be opened.
    closed: Option<String>,
    beside: Folder,
}

impl Sheets {
    /// A file together with those that are one form with it, and with what `mayask.yaml` says lies beside.
    pub fn found(path: &Path, root: &Path, configs: &Configs, limits: Limits) -> Self {
        let config = configs.of(path);
        let paths = config.and_then(|config| config.together(path)).unwrap_or_else(|| vec![path.to_owned()]);
        let further = |path: &Path| config.map(|config| config.beside(path)).unwrap_or_default();
        Self { sheets: paths.iter().map(|path| Sheet::open(path, root, further(path), limits)).collect(), limits }
    }

    /// These files; what lies outside of `root` is not read beside them.
    pub fn open(paths: &[PathBuf], root: &Path, limits: Limits) -> Self {
        Self { sheets: paths.iter().map(|path| Sheet::open(path, root, Vec::new(), limits)).collect(), limits }
    }

    /// The bytes of standard input.
    pub fn of_bytes(bytes: Vec<u8>, limits: Limits) -> Self {
        let (source, odd) = Source::of_bytes("-", bytes);
        let beside = Folder::new(Path::new(""), Path::new(""), limits);
        Self { sheets: vec![Sheet { source, odd, closed: None, beside }], limits }
    }

    /// The texts of the files themselves, without those that lie beside.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sheets.iter().map(|sheet| &sheet.source)
    }

    /// Reads them: one file as it is, several as one form.
    pub fn read(&self, format: Option<&str>) -> Reading<'_> {
        let mut readings = self.sheets.iter().map(|sheet| sheet.read(format, &self.limits));
        let first = readings.next().unwrap_or_default();
        match self.sheets.len() {
            0 | 1 => first,
            _ => joined(std::iter::once(first).chain(readings)),
        }
    }
}

impl Sheet {
    fn open(path: &Path, root: &Path, further: Vec<PathBuf>, limits: Limits) -> Self {
        let name = spoken(path);
        // From within an archive nothing leads out of it.
        let root = zipped::outermost(path).unwrap_or(root);
        let beside = Folder::new(path.parent().unwrap_or(Path::new("")), root, limits).with(further);
        match source(path, &name, &limits) {
            Ok((source, odd)) => Self { source, odd, closed: None, beside },
            Err(error) => Self { source: Source::new(name, ""), odd: None, closed: Some(format!("{error:#}")), beside },
        }
    }

    fn read(&self, format: Option<&str>, limits: &Limits) -> Reading<'_> {
        if let Some(why) = &self.closed {
            let problem = Problem::error("not-read", Place::whole(SourceId(0)), why);
            return Reading { sources: vec![&self.source], problems: vec![problem], ..Reading::default() };
        }
        let mut reading = read(&self.source, &self.beside, format, limits);
        reading.problems.splice(0..0, self.odd.clone());
        reading
    }
}

/// Several readings as one, with one form of all their forms. A file without a form leaves the whole unchecked: it was named as a part.
fn joined<'s>(readings: impl Iterator<Item = Reading<'s>>) -> Reading<'s> {
    let mut whole = Reading::default();
    let mut forms = Vec::new();
    for reading in readings {
        let offset = u16::try_from(whole.sources.len()).unwrap_or(u16::MAX);
        let number = |place: Place| Place { source: SourceId(place.source.0.saturating_add(offset)), ..place };
        whole.sources.extend(reading.sources);
        if let Some(why) = &reading.skipped {
            whole.problems.push(Problem::error("part-not-read", Place::whole(SourceId(offset)), why.clone()));
        }
        whole.problems.extend(reading.problems.into_iter().map(|mut problem| {
            problem.place = number(problem.place);
            problem.related.iter_mut().for_each(|(place, _)| *place = number(*place));
            problem
        }));
        forms.extend(reading.forms.into_iter().map(|form| (form, offset)));
    }
    whole.forms = join(forms).into_iter().collect();
    whole
}
