//! The files beside a form, read when a reader asks for them.

use std::path::{Component, Path, PathBuf};

use elsa::FrozenMap;

use super::{source, spoken};
use crate::read::Beside;
use crate::source::{Limits, Source};

/// The folder that a form lies in. Files are read once, and only from within the folder that was handed over for checking.
pub struct Folder {
    folder: PathBuf,
    root: PathBuf,
    limits: Limits,
    files: FrozenMap<String, Box<Option<Source>>>,
}

impl Folder {
    /// The folder of a form; what lies outside of `root` is not read.
    pub fn new(folder: &Path, root: &Path, limits: Limits) -> Self {
        Self { folder: folder.to_owned(), root: root.to_owned(), limits, files: FrozenMap::new() }
    }

    fn open(&self, relative: &str) -> Option<Source> {
        let path = plain(&self.folder.join(relative))?;
        let inside = path.starts_with(plain(&self.root)?);
        if !inside || !path.is_file() {
            return None;
        }
        source(&path, &spoken(&path), &self.limits).ok().map(|(source, _)| source)
    }
}

impl Beside for Folder {
    fn file<'s>(&'s self, path: &str) -> Option<&'s Source> {
        if let Some(known) = self.files.get(path) {
            return known.as_ref();
        }
        let opened = self.open(path);
        self.files.insert(path.to_owned(), Box::new(opened)).as_ref()
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
