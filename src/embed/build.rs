//! Puts the built-in policies and vocabulary into the crate when it is built.
//!
//! Policies are kept as they are written, and as the trees of that, which are loaded and not parsed. Vocabulary is kept as
//! tables with all phrases compiled, which every start loads; as JSON, from which tables are made where a library brings words
//! of its own; and as it is written, for whoever is told of a place in it. The compiler of the library itself runs here, so that these can never differ.

#![allow(dead_code, unused_imports, unreachable_pub, reason = "rooms of the library, of which a part is needed here")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use vocabulary::{File, Notation};

/// What the other rooms need of the room of that name.
#[path = "../source"]
mod source {
    mod place;
    mod problem;
    mod span;

    pub use place::{At, Place, SourceId};
    pub use problem::{Gravity, Problem, nearest};
    pub use span::{Span, Spanned};
}

#[path = "../syntax/mod.rs"]
mod syntax;

#[path = "../vocabulary/mod.rs"]
mod vocabulary;

/// What compiling phrases needs of the room of that name.
#[path = "../recognize"]
mod recognize {
    mod automaton;
    mod known;
    mod packed;
    mod pairs;
    mod pattern;
    mod recent;
    mod scripts;
    mod spellings;
    mod tables;
    mod terms;
    mod tongue;
    mod words;

    pub fn compiled(vocabulary: &super::vocabulary::Vocabulary) -> postcard::Result<Vec<u8>> {
        postcard::to_allocvec(&terms::Terms::new(vocabulary))
    }
}

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("policies");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    list(&root, &mut files)?;
    files.sort();
    let words = words(&files, &root.join("vocabulary"))?;
    let (policies, trees) = policies(&files, &root)?;
    fs::write(out.join("policies.bin"), trees)?;
    fs::write(out.join("embedded.rs"), code(&words, &files, &root, &policies)?)?;
    tables(&words, &out)
}

/// The vocabulary files: path below `policies/vocabulary`, and their content as JSON.
fn words(files: &[PathBuf], root: &Path) -> Result<Vec<(String, String)>> {
    let json = |file: &PathBuf| -> Result<(String, String)> {
        let text = fs::read_to_string(file)?;
        let value: serde_json::Value = serde_yaml::from_str(&text)?;
        Ok((name(file, root), serde_json::to_string(&value)?))
    };
    of(files, "yaml", root).map(|file| json(file).with_context(|| file.display().to_string())).collect()
}

/// Makes the tables and compiles the phrases; the built-in vocabulary may have no fault.
fn tables(words: &[(String, String)], out: &Path) -> Result<()> {
    let files: Vec<File<'_>> = words.iter().map(|(path, text)| File { path, text, notation: Notation::Json }).collect();
    let (tables, problems) = vocabulary::vocabulary(&files);
    if let Some(problem) = problems.first() {
        bail!("policies/vocabulary: {}{}", problem.message, problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default());
    }
    fs::write(out.join("vocabulary.bin"), postcard::to_allocvec(&tables)?)?;
    fs::write(out.join("phrases.bin"), recognize::compiled(&tables)?)?;
    Ok(())
}

/// The entries of policy files, and the trees of those that nothing is wrong with, one after another.
fn policies(files: &[PathBuf], root: &Path) -> Result<(String, Vec<u8>)> {
    let (mut entries, mut trees) = (String::new(), Vec::new());
    for file in of(files, "policy", root) {
        let (document, problems) = syntax::parse(&fs::read_to_string(file)?);
        let start = trees.len();
        if problems.is_empty() {
            trees.extend(postcard::to_allocvec(&document)?);
        }
        let (path, whole, end) = (name(file, root), file.display().to_string(), trees.len());
        writeln!(entries, "    Policy {{ path: {path:?}, text: include_str!({whole:?}), tree: {start}..{end} }},")?;
    }
    Ok((entries, trees))
}

fn code(words: &[(String, String)], files: &[PathBuf], root: &Path, policies: &str) -> Result<String> {
    let mut code = String::from(
        "/// Vocabulary files: path below `policies/vocabulary`, and JSON.\npub(super) static VOCABULARY: &[(&str, &str)] = &[\n",
    );
    for (path, json) in words {
        writeln!(code, "    ({path:?}, {json:?}),")?;
    }
    code.push_str("];\n\n/// The same: path below `policies/vocabulary`, and text.\npub(super) static WORDS: &[(&str, &str)] = &[\n");
    included(&mut code, of(files, "yaml", &root.join("vocabulary")), &root.join("vocabulary"))?;
    write!(code, "];\n\n/// Policy files.\npub(super) static POLICIES: &[Policy] = &[\n{policies}];\n")?;
    Ok(code)
}

/// Files as they are written, each under its path below a folder.
fn included<'f>(code: &mut String, files: impl Iterator<Item = &'f PathBuf>, below: &Path) -> Result<()> {
    for file in files {
        writeln!(code, "    ({:?}, include_str!({:?})),", name(file, below), file.display().to_string())?;
    }
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        match path.is_dir() {
            true => list(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

fn of<'f>(files: &'f [PathBuf], extension: &'f str, below: &'f Path) -> impl Iterator<Item = &'f PathBuf> {
    files.iter().filter(move |file| file.starts_with(below) && file.extension().is_some_and(|ext| ext == extension))
}

fn name(file: &Path, below: &Path) -> String {
    let relative = file.strip_prefix(below).unwrap_or(file);
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
