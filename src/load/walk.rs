//! The files below the paths that were named, in a fixed order, by `.gitignore` and by what `mayask.yaml` leaves out.

use std::path::{Path, PathBuf};

use super::Configs;

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
pub fn walk(paths: &[PathBuf], configs: &Configs) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        if path.is_file() {
            walk.files.push((path.clone(), path.parent().map(Path::to_owned).unwrap_or_default()));
            continue;
        }
        for entry in ignore::WalkBuilder::new(path).require_git(false).follow_links(false).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let ours = is_ours(entry.path()) || configs.of(entry.path()).is_some_and(|config| config.ignores(entry.path()));
                    if !ours {
                        walk.files.push((entry.into_path(), path.clone()));
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

/// Whether a file is mayask's own rather than a form.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name == "mayask.yaml" || name.ends_with(".policy") || name.ends_with(".test.yaml")
}
