//! Sentences under `tests/sentences/`: policies that hold each of them, and forms that breach and keep it.

use std::fs;
use std::path::{Path, PathBuf};

use mayask::load::{self, Library, LibraryOptions};
use mayask::proof::{self, Bench, Case, FormOf};
use mayask::read::{self, Alone};
use mayask::source::{Limits, SourceId};
use mayask::tree::Tree;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences")
}

fn run(bench: Bench<'_>, case: &Case) -> Vec<String> {
    let FormOf::Inline(source) = &case.form else { return vec![format!("{}: its form is not written in the case", case.about)] };
    let reading = read::read(source, &Alone, None, &Limits::DEFAULT);
    let Some(form) = reading.forms.first() else { return vec![format!("{}: no form was read", case.about)] };
    let (lacks, problems) = proof::run(bench, case, form, &load::stated(form));
    let told = reading.problems.iter().chain(&problems).map(|problem| problem.message.clone());
    told.chain(lacks.into_iter().map(|lack| format!("{}; found {:?}", lack.words, lack.found)))
        .map(|words| format!("{}: {words}", case.about))
        .collect()
}

#[test]
fn each_sentence_means_what_its_cases_say() {
    let library = Library::open(&LibraryOptions { folders: vec![folder()], no_builtin: true, ..LibraryOptions::default() }).unwrap();
    let mut faults: Vec<String> = library.problems().iter().map(|(file, problem)| format!("{file}: {}", problem.message)).collect();
    let law = library.law(&[]);
    let bench =
        Bench { law: &law, vocabulary: library.vocabulary(), recognizer: library.recognizer(), today: "2026-01-01".parse().unwrap() };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".test.yaml"));
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (source, _) = load::source(&path, &name, &Limits::DEFAULT).unwrap();
        let (tree, problems) = Tree::yaml(&source, SourceId(0), &Limits::DEFAULT);
        let (cases, more) = proof::cases(&tree, &source);
        faults.extend(problems.iter().chain(&more).map(|problem| format!("{name}: {}", problem.message)));
        faults.extend(cases.iter().flat_map(|case| run(bench, case)).map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
