//! What the commands that look at single forms open: the library, the settings, and the files that an argument names.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use super::check::{tell_flags, tell_library};
use super::{Circumstances, LibraryArgs, Status};
use crate::context::Settings;
use crate::form::Form;
use crate::load::{self, Archive, Configs, Court, Hearing, Library, Sheets};
use crate::read::Reading;
use crate::source::Limits;

/// A library with circumstances.
pub(super) struct Opened {
    pub(super) library: &'static Library,
    pub(super) configs: Configs,
    pub(super) flags: Settings,
    pub(super) archive: Archive,
    pub(super) day: Date,
    /// How much of a file is read.
    pub(super) limits: Limits,
    /// What is wrong with the library or the flags, which was said already.
    pub(super) status: Status,
}

impl Opened {
    pub(super) fn new(circumstances: &Circumstances, library: &LibraryArgs, limits: Limits) -> Result<Self> {
        let library = library.open()?;
        let flags = circumstances.settings()?;
        let broken = tell_library(library) | !tell_flags(&flags, library).is_empty();
        Ok(Self {
            configs: Configs::new(circumstances.config.clone()),
            archive: Archive::default(),
            day: circumstances.day(),
            limits,
            status: if broken { Status::NotChecked } else { Status::Clean },
            library,
            flags,
        })
    }

    pub(super) fn court(&self) -> Court<'_> {
        Court::new(self.library, &self.archive, &self.flags, self.day, true)
    }

    /// The hearing of a form at a path.
    pub(super) fn hearing<'h>(&'h self, court: &'h Court<'h>, path: &Path, form: &Form<'_>) -> Hearing<'h> {
        let settings = self.configs.of(path).map(|config| config.settings(path)).unwrap_or_default();
        court.hearing(&settings, &load::stated(form))
    }

    /// The files of a form, together with those that are one form with it.
    pub(super) fn sheets(&self, path: &Path) -> Result<Sheets> {
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            let most = self.limits.size as u64 + 1;
            io::stdin().lock().take(most).read_to_end(&mut bytes).context("cannot read standard input")?;
            return Ok(Sheets::of_bytes(bytes, self.limits));
        }
        if !load::is_file(path) {
            bail!("{} is no file", path.display());
        }
        let root = self.configs.of(path).map(|config| config.folder.clone());
        let root = root.filter(|root| path.starts_with(root)).or_else(|| path.parent().map(Path::to_owned)).unwrap_or_default();
        Ok(Sheets::found(path, &root, &self.configs, self.limits))
    }

    /// The files that an argument means: itself, or what lies in an archive. What could not be opened of one is said; whether something could not.
    pub(super) fn files(&self, path: &Path) -> (Vec<PathBuf>, bool) {
        if !load::is_archive(path) {
            return (vec![path.to_owned()], false);
        }
        let load::Walk { files, unreadable } = load::walk(&[path.to_owned()], &self.configs, &self.limits);
        unreadable.iter().for_each(|(path, why)| super::say(&format!("{}: {why}", path.display())));
        (files.into_iter().map(|(path, _)| path).collect(), !unreadable.is_empty())
    }
}

/// An argument `path`, `path#part` or `path#field` as the path and what comes after it.
pub(super) fn split(reference: &str) -> (PathBuf, Option<&str>) {
    let file = |path: &str| path == "-" || load::is_file(Path::new(path));
    if file(reference) {
        return (PathBuf::from(reference), None);
    }
    let cuts = reference.rmatch_indices('#').filter_map(|(at, _)| Some((reference.get(..at)?, reference.get(at + 1..)?)));
    match cuts.into_iter().find(|(path, _)| file(path)) {
        Some((path, rest)) => (PathBuf::from(path), Some(rest)),
        None => (PathBuf::from(reference), None),
    }
}

/// The forms of a reading that are meant: the part of that name, or all.
///
/// # Errors
/// No form has that name.
pub(super) fn meant<'r, 's>(reading: &'r Reading<'s>, part: Option<&str>) -> Result<Vec<&'r Form<'s>>> {
    let Some(part) = part else { return Ok(reading.forms.iter().collect()) };
    let found: Vec<_> = reading.forms.iter().filter(|form| form.part.as_deref() == Some(part)).collect();
    if found.is_empty() {
        let names: Vec<&str> = reading.forms.iter().filter_map(|form| form.part.as_deref()).collect();
        let known = if names.is_empty() { "it holds a single form".to_owned() } else { format!("it holds {}", names.join(", ")) };
        bail!("the file has no part `{part}`; {known}");
    }
    Ok(found)
}
