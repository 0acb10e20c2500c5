//! The `mayask.yaml` of a form: the nearest one upward, read once for each folder.

use std::path::{Path, PathBuf};

use elsa::sync::FrozenMap;
use globset::{Glob, GlobSet, GlobSetBuilder};

use super::{source, spoken};
use crate::context::{Config, Settings, config};
use crate::source::{Limits, Place, Problem, Source, SourceId};
use crate::tree::Tree;

/// A `mayask.yaml` that was found and read.
pub struct Found {
    /// The folder that its globs start from.
    pub folder: PathBuf,
    /// The file.
    pub source: Source,
    /// What it says.
    pub config: Config,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    globs: Vec<GlobSet>,
    ignore: GlobSet,
}

/// All `mayask.yaml` files that were met.
pub struct Configs {
    fixed: Option<PathBuf>,
    by_folder: FrozenMap<PathBuf, Box<Option<PathBuf>>>,
    read: FrozenMap<PathBuf, Box<Found>>,
}

impl Configs {
    /// The files found upward from each form, or one file for all.
    pub fn new(fixed: Option<PathBuf>) -> Self {
        Self { fixed, by_folder: FrozenMap::new(), read: FrozenMap::new() }
    }

    /// The file for a form.
    pub fn of(&self, form: &Path) -> Option<&Found> {
        let path = match &self.fixed {
            Some(path) => Some(path.clone()),
            None => self.upward(form.parent()?),
        }?;
        Some(self.read.get(&path).unwrap_or_else(|| self.read.insert(path.clone(), Box::new(Found::read(&path)))))
    }

    fn upward(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let absolute = absolute(folder).unwrap_or_else(|| folder.to_owned());
        let found = absolute.ancestors().map(|folder| folder.join("mayask.yaml")).find(|path| super::is_file(path));
        self.by_folder.insert(folder.to_owned(), Box::new(found)).clone()
    }
}

impl Found {
    fn read(path: &Path) -> Self {
        let shown = std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
        let name = spoken(&shown.unwrap_or_else(|| path.to_owned()));
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let (source, mut problems) = match source(path, &name, &Limits::DEFAULT) {
            Ok((source, problem)) => (source, problem.into_iter().collect()),
            Err(error) => {
                let problem = Problem::error("context-not-read", Place::whole(SourceId(0)), error.to_string());
                (Source::new(name, ""), vec![problem])
            }
        };
        let (tree, more) = Tree::yaml(&source, SourceId(0), &Limits::DEFAULT);
        problems.extend(more);
        let (read, more) = tree.root().map(config).unwrap_or_default();
        problems.extend(more);
        if let Some(second) = tree.documents().nth(1) {
            problems.push(
                Problem::error("context-shape", second.place(), "a second document, which is not read")
                    .help("keep one document, without `---`"),
            );
        }
        let globs = read.entries.iter().map(|entry| set(entry.matches.iter().chain(&entry.files), &mut problems)).collect();
        let ignore = set(read.ignore.iter(), &mut problems);
        for (beside, place) in read.entries.iter().flat_map(|entry| &entry.beside) {
            problems.extend(astray(&folder, beside).map(|why| Problem::error("context-beside", *place, format!("`{beside}` {why}"))));
        }
        drop(tree);
        Self { folder, source, config: read, problems, globs, ignore }
    }

    /// The settings that match a form, laid over one another in the order of the entries.
    pub fn settings(&self, form: &Path) -> Vec<&Settings> {
        let Some(relative) = self.relative(form) else { return Vec::new() };
        let entries = self.config.entries.iter().zip(&self.globs);
        entries.filter(|(_, globs)| globs.is_match(&relative)).map(|(entry, _)| &entry.settings).collect()
    }

    /// The files and folders that hold texts and lists of a form.
    pub fn beside(&self, form: &Path) -> Vec<PathBuf> {
        let Some(relative) = self.relative(form) else { return Vec::new() };
        let entries = self.config.entries.iter().zip(&self.globs).filter(|(_, globs)| globs.is_match(&relative));
        let named = entries.flat_map(|(entry, _)| &entry.beside).filter(|(beside, _)| astray(&self.folder, beside).is_none());
        let folder = self.folder_beside(form, &relative);
        named.filter_map(|(beside, _)| super::plain(&folder.join(beside))).collect()
    }

    /// Whether a file is to be left out.
    pub fn ignores(&self, path: &Path) -> bool {
        self.relative(path).is_some_and(|relative| self.ignore.is_match(relative))
    }

    /// The files that are one form together with a file, in their order, spoken of as the file itself is; none where it stands alone.
    pub fn together(&self, path: &Path) -> Option<Vec<PathBuf>> {
        let relative = self.relative(path)?;
        let entry = self.config.entries.iter().find(|entry| {
            entry.files.len() > 1 && entry.files.iter().any(|file| super::plain(Path::new(file)) == Some(relative.clone()))
        })?;
        let folder = self.folder_beside(path, &relative);
        Some(entry.files.iter().map(|file| folder.join(super::plain(Path::new(file)).unwrap_or_else(|| PathBuf::from(file)))).collect())
    }

    /// The folder of the file, in the way in which a path below it is spoken of.
    fn folder_beside(&self, path: &Path, relative: &Path) -> PathBuf {
        if path.ends_with(relative) {
            return path.components().take(path.components().count() - relative.components().count()).collect();
        }
        let here = std::env::current_dir().unwrap_or_default();
        let absolute = absolute(&self.folder).unwrap_or_else(|| self.folder.clone());
        absolute.strip_prefix(here).map(Path::to_owned).unwrap_or(absolute)
    }

    /// A path from the folder of the file.
    pub fn relative(&self, path: &Path) -> Option<PathBuf> {
        absolute(path)?.strip_prefix(absolute(&self.folder)?).map(Path::to_owned).ok()
    }
}

/// Why a path leads to nothing below a folder.
fn astray(folder: &Path, beside: &str) -> Option<&'static str> {
    let path = super::plain(&folder.join(beside)).filter(|path| super::plain(folder).is_some_and(|folder| path.starts_with(folder)));
    match path {
        None => Some("leads out of the folder of this file"),
        Some(path) if path.is_dir() || super::is_file(&path) || !super::zipped::within(&path).is_empty() => None,
        Some(_) => Some("is no file or folder here"),
    }
}

/// A path from the root, without `.` and `..`; the empty path is the folder that one is in.
fn absolute(path: &Path) -> Option<PathBuf> {
    super::plain(&std::env::current_dir().ok()?.join(path))
}

fn set<'g>(globs: impl Iterator<Item = &'g String>, problems: &mut Vec<Problem>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        match Glob::new(glob) {
            Ok(glob) => {
                builder.add(glob);
            }
            Err(error) => {
                problems.push(Problem::error("context-glob", Place::whole(SourceId(0)), format!("`{glob}` is no glob: {}", error.kind())))
            }
        }
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}
