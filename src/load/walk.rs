//! The files below the paths that were named, in a fixed order, by `.gitignore` and by what `mayask.yaml` leaves out. An archive is a folder.

use std::path::{Path, PathBuf};

use super::{Configs, zipped};
use crate::source::Limits;

/// What was found below the paths.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, each with the path that it was found under.
    pub files: Vec<(PathBuf, PathBuf)>,
    /// The paths that could not be read, and why.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// The files below some paths, each once, sorted by path. Hidden files, `mayask.yaml`, policies and their tests are no forms;
/// a file that is named itself is taken in any case.
pub fn walk(paths: &[PathBuf], configs: &Configs, limits: &Limits) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        if let Some(archive) = zipped::outermost(path) {
            walk.archive(archive, path, configs, limits);
            continue;
        }
        if path.is_file() {
            walk.files.push((path.clone(), path.parent().map(Path::to_owned).unwrap_or_default()));
            continue;
        }
        for entry in ignore::WalkBuilder::new(path).require_git(false).follow_links(false).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let file = entry.into_path();
                    match zipped::outermost(&file) {
                        _ if left_out(&file, configs) => {}
                        Some(archive) => walk.archive(archive, archive, configs, limits),
                        None => walk.files.push((file, path.clone())),
                    }
                }
                Ok(_) => {}
                Err(error) => walk.unreadable.push((path.clone(), error.to_string())),
            }
        }
    }
    walk.files.sort();
    walk.files.dedup_by(|one, other| one.0 == other.0);
    walk
}

impl Walk {
    /// What lies at or below a path that is an archive or leads into one.
    fn archive(&mut self, archive: &Path, path: &Path, configs: &Configs, limits: &Limits) {
        let listed = zipped::list(archive, limits);
        let before = self.files.len() + self.unreadable.len();
        let below = listed.files.into_iter().filter(|file| file.starts_with(path));
        self.files.extend(below.filter(|file| file == path || !left_out(file, configs)).map(|file| (file, archive.to_owned())));
        self.unreadable.extend(listed.unreadable.into_iter().filter(|(file, _)| file.starts_with(path) || path.starts_with(file)));
        if path != archive && before == self.files.len() + self.unreadable.len() {
            self.unreadable.push((path.to_owned(), "no such file in the archive".to_owned()));
        }
    }
}

/// Whether a file is left out by `mayask.yaml`, or is mayask's own rather than a form.
fn left_out(path: &Path, configs: &Configs) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ours = name == "mayask.yaml" || name.ends_with(".policy") || name.ends_with(".test.yaml");
    ours || configs.of(path).is_some_and(|config| config.ignores(path))
}
