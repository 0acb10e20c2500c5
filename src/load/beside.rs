//! The files beside a form, read when a reader asks for them.

use std::path::{Component, Path, PathBuf};

use elsa::FrozenMap;

use super::zipped::{is_file, within};
use super::{source, spoken};
use crate::read::Beside;
use crate::source::{Limits, Source};

/// The folder that a form lies in. Files are read once, and only from within the folder that was handed over for checking.
pub struct Folder {
    folder: PathBuf,
    root: PathBuf,
    /// The files and folders that `mayask.yaml` names.
    further: Vec<PathBuf>,
    limits: Limits,
    files: FrozenMap<String, Box<Option<Source>>>,
}

impl Folder {
    /// The folder of a form; what lies outside of `root` is not read.
    pub fn new(folder: &Path, root: &Path, limits: Limits) -> Self {
        let (folder, root) = (folder.to_owned(), root.to_owned());
        Self { folder, root, further: Vec::new(), limits, files: FrozenMap::new() }
    }

    /// The same with further files and folders.
    pub fn with(self, further: Vec<PathBuf>) -> Self {
        Self { further, ..self }
    }

    /// A file by its path from the folder of the form, or else from one of the further folders; a further file is known by the end of its path.
    fn find(&self, relative: &str) -> Option<PathBuf> {
        let inside = |folder: &Path, root: &Path| {
            plain(&folder.join(relative)).filter(|path| plain(root).is_some_and(|root| path.starts_with(root))).filter(|path| is_file(path))
        };
        let further = || self.further.iter().find_map(|path| if is_file(path) { None } else { inside(path, path) });
        let file = || self.further.iter().find(|path| path.ends_with(relative) && is_file(path)).cloned();
        inside(&self.folder, &self.root).or_else(file).or_else(further)
    }

    fn open(&self, path: &Path) -> Option<Source> {
        source(path, &spoken(path), &self.limits).ok().map(|(source, _)| source)
    }

    /// What an asker means, opened where it was not yet.
    fn known(&self, asked: String, path: impl FnOnce() -> Option<PathBuf>) -> Option<&Source> {
        if let Some(known) = self.files.get(&asked) {
            return known.as_ref();
        }
        let opened = path().and_then(|path| self.open(&path));
        self.files.insert(asked, Box::new(opened)).as_ref()
    }
}

impl Beside for Folder {
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source> {
        self.known(path.to_owned(), || self.find(path))
    }

    fn named(&self) -> Vec<&Source> {
        let files = self.further.iter().flat_map(|path| if is_file(path) { vec![path.clone()] } else { within(path) });
        files.filter_map(|path| self.known(format!("named {}", spoken(&path)), || Some(path.clone()))).collect()
    }
}

/// A path without `.` and `..`; none where it climbs above its beginning.
pub(super) fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            Component::ParentDir if plain.as_os_str().is_empty() || plain.ends_with("..") => plain.push(".."),
            Component::ParentDir => return None,
            other => plain.push(other),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_their_dots() {
        assert_eq!(plain(Path::new("a/./b/../c")), Some(PathBuf::from("a/c")));
        assert_eq!(plain(Path::new("/..")), None);
        assert_eq!(plain(Path::new("../x")), Some(PathBuf::from("../x")));
    }
}
