//! The cases beside policies, with the forms that they name.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::load::{self, Folder, source, spoken};
use crate::proof::{self, Bench, Case, FormOf, Lack};
use crate::read::{self, Alone, Beside};
use crate::source::{Gravity, Limits, Problem, Source, SourceId};
use crate::tree::Tree;

/// A file of cases, and what came of them.
pub(super) struct CaseFile {
    pub(super) source: Source,
    pub(super) problems: Vec<Problem>,
    pub(super) ran: Vec<Ran>,
}

/// A case that was run.
pub(super) struct Ran {
    pub(super) about: String,
    pub(super) lacks: Vec<Lack>,
}

/// Runs the cases of some files.
pub(super) fn run(bench: Bench<'_>, paths: &[PathBuf]) -> Result<Vec<CaseFile>> {
    paths.iter().map(|path| file(bench, path)).collect()
}

fn file(bench: Bench<'_>, path: &Path) -> Result<CaseFile> {
    let (source, odd) = source(path, &spoken(path), &Limits::DEFAULT)?;
    let (tree, mut problems) = Tree::yaml(&source, SourceId(0), &Limits::DEFAULT);
    problems.extend(odd);
    let (cases, more) = proof::cases(&tree, &source);
    problems.extend(more);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut ran = Vec::new();
    for case in &cases {
        let (lacks, found) = one(bench, case, folder)?;
        problems.extend(found);
        ran.push(Ran { about: case.about.clone(), lacks });
    }
    drop(tree);
    Ok(CaseFile { source, problems, ran })
}

fn one(bench: Bench<'_>, case: &Case, folder: &Path) -> Result<(Vec<Lack>, Vec<Problem>)> {
    match &case.form {
        FormOf::Inline(form) => Ok(judge(bench, case, form, &Alone, None)),
        FormOf::Path(path) => {
            let (path, part) = path.split_once('#').map_or((path.as_str(), None), |(path, part)| (path, Some(part)));
            let path = folder.join(path);
            let (form, _) = source(&path, &spoken(&path), &Limits::DEFAULT).with_context(|| "a case names a form that is not there")?;
            let root = path.parent().unwrap_or(folder);
            Ok(judge(bench, case, &form, &Folder::new(root, root, Limits::DEFAULT), part))
        }
    }
}

fn judge(bench: Bench<'_>, case: &Case, source: &Source, beside: &dyn Beside, part: Option<&str>) -> (Vec<Lack>, Vec<Problem>) {
    let reading = read::read(source, beside, None, &Limits::DEFAULT);
    let wrong = reading.problems.iter().filter(|problem| problem.gravity == Gravity::Error);
    let mut problems: Vec<Problem> = wrong
        .map(|problem| Problem { place: case.place, message: format!("{}: {}", source.name(), problem.message), ..problem.clone() })
        .collect();
    let form = reading.forms.iter().find(|form| part.is_none() || form.part.as_deref() == part);
    let Some(form) = form else {
        problems.push(Problem::error("case-form", case.place, format!("{} holds no such form", source.name())));
        return (Vec::new(), problems);
    };
    let (lacks, more) = proof::run(bench, case, form, &load::stated(form));
    problems.extend(more);
    (lacks, problems)
}
