//! What is built in is what its files say: the tables, the phrases, and what is recognized by them.

use std::fs;
use std::path::{Path, PathBuf};

use mayask::embed;
use mayask::read::{self, Alone};
use mayask::recognize::Recognizer;
use mayask::source::{Limits, Source};
use mayask::syntax::{self, ast::Document};
use mayask::vocabulary::{File, Notation, Vocabulary, vocabulary};

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { below(&path, found) } else { found.push(path) }
    }
}

/// The vocabulary as the YAML of its authors gives it.
fn written() -> Vocabulary {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/vocabulary");
    let mut paths = Vec::new();
    below(&root, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().components().map(|part| part.as_os_str().to_str().unwrap());
        (name.collect::<Vec<_>>().join("/"), fs::read_to_string(path).unwrap())
    };
    let texts: Vec<(String, String)> = paths.iter().map(read).collect();
    let files: Vec<File<'_>> = texts.iter().map(|(path, text)| File { path, text, notation: Notation::Yaml }).collect();
    let (vocabulary, problems) = vocabulary(&files);
    assert_eq!(problems, []);
    vocabulary
}

#[test]
fn tables_are_those_of_the_files() {
    let (written, built) = (written(), Vocabulary::load(embed::tables()).unwrap());
    let bytes = |vocabulary: &Vocabulary| postcard::to_allocvec(vocabulary).unwrap();
    assert!(bytes(&written) == bytes(&built), "the tables that were built differ from those that the files give");
}

#[test]
fn trees_are_those_of_the_texts() {
    for policy in embed::policies() {
        let (parsed, problems) = syntax::parse(policy.text);
        assert_eq!(problems, [], "{}", policy.path);
        let made = postcard::to_allocvec(&parsed).unwrap();
        assert!(made == policy.tree(), "the tree of {} that was built differs from the one its text gives", policy.path);
        assert_eq!(Document::load(policy.tree()), Some(parsed));
    }
}

#[test]
fn what_is_built_in_recognizes_what_its_files_recognize() {
    let (written, built) = (written(), Vocabulary::load(embed::tables()).unwrap());
    let (made, loaded) = (Recognizer::new(&written), Recognizer::load(&built, embed::phrases()).unwrap());
    let samples = written.concepts.iter().flat_map(|(_, row)| row.is.iter().chain(&row.is_not));
    let mut forms: Vec<_> = samples.map(super::recognize::form).collect();
    let mut paths = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms"), &mut paths);
    if let Some(corpus) = super::corpus::corpus() {
        below(&corpus.join("jsonschema"), &mut paths);
    }
    let sources: Vec<Source> =
        paths.iter().filter_map(|path| Some(Source::new(path.to_string_lossy(), fs::read_to_string(path).ok()?))).collect();
    forms.extend(sources.iter().flat_map(|source| read::read(source, &Alone, None, &Limits::DEFAULT).forms));
    for form in &forms {
        assert!(made.recognize(form) == loaded.recognize(form), "{:?}", form.title);
    }
}
