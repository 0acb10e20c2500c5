//! Policy files that are named on the command line, judged together with the library.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::analyse;
use crate::check::signatures;
use crate::load::{Library, source, spoken};
use crate::policy::{Law, Policy, resolve};
use crate::source::{Limits, Place, Problem, Source, SourceId};
use crate::syntax;

/// The library, and the policy files that were named.
pub(super) struct Given<'l> {
    library: &'l Library,
    files: Vec<Source>,
}

/// Policies of the library and of files, with what is wrong with these.
pub(super) struct Together {
    pub(super) law: Law,
    pub(super) problems: Vec<Problem>,
    /// The ids of the policies to try; none for all.
    pub(super) named: Option<Vec<String>>,
}

impl<'l> Given<'l> {
    /// The files below some paths; none are the library itself.
    pub(super) fn open(library: &'l Library, paths: &[PathBuf]) -> Result<Self> {
        let mut files = Vec::new();
        for path in below(paths, ".policy")? {
            files.push(source(&path, &spoken(&path), &Limits::DEFAULT)?.0);
        }
        Ok(Self { library, files })
    }

    /// All policies. A file takes the place of the library's policy of the same id: it may be that very file, in an editor.
    pub(super) fn together(&self, whole: bool) -> Together {
        if whole {
            let problems = Vec::new();
            return Together { law: self.library.law(&[]), problems, named: None };
        }
        let mut problems = Vec::new();
        let mut policies: Vec<Policy> = Vec::new();
        let first = self.first();
        for (id, file) in self.files() {
            let (document, found) = syntax::parse(file.text());
            let (resolved, more) = resolve(&document, id, self.library.vocabulary(), signatures());
            let found: Vec<Problem> = found.into_iter().map(|problem| problem.moved(id)).collect();
            // What could not be parsed cannot be resolved either: it is told once.
            problems.extend(more.into_iter().filter(|more| !found.iter().any(|found| found.place == more.place)));
            problems.extend(found);
            policies.extend(resolved);
        }
        problems.sort_by_key(|problem| problem.place);
        let named: Vec<String> = policies.iter().map(|policy| policy.id.clone()).collect();
        let library = self.library.law(&[]);
        let others = library.policies().iter().filter(|policy| !named.contains(&policy.id)).cloned();
        let law = Law::new(others.chain(policies).collect(), signatures());
        let together = law.problems().into_iter().chain(analyse::problems(&law, self.library.vocabulary()));
        let ours = |place: Place| place.source.0 as usize >= first;
        problems.extend(together.filter(|problem| ours(problem.place) || problem.related.iter().any(|(place, _)| ours(*place))));
        Together { law, problems, named: Some(named) }
    }

    /// The files that were named, with their numbers, which go on after the library's.
    pub(super) fn files(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.files.iter().zip(self.first()..).map(|(file, number)| (numbered(number), file))
    }

    /// The number after the last of all these files.
    pub(super) fn after(&self) -> usize {
        self.first() + self.files.len()
    }

    fn first(&self) -> usize {
        self.library.sources().count()
    }

    /// The file of a place.
    pub(super) fn source(&self, place: Place) -> Option<&Source> {
        let first = self.first();
        self.library.source(place.source).or_else(|| self.files.get((place.source.0 as usize).checked_sub(first)?))
    }
}

/// The number of a source.
pub(super) fn numbered(number: usize) -> SourceId {
    SourceId(u16::try_from(number).unwrap_or(u16::MAX))
}

/// The files below some paths whose names end so, sorted; a file that is named itself must end so too.
pub(super) fn below(paths: &[PathBuf], end: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        for entry in ignore::WalkBuilder::new(path).require_git(false).build() {
            let entry = entry?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) && ends(entry.path(), end) {
                found.push(entry.into_path());
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn ends(path: &Path, end: &str) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(end))
}
