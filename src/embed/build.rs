//! Puts the built-in policies and vocabulary into the crate when it is built.
//!
//! Policies are kept as they are written. Vocabulary is YAML for its authors and JSON in the binary, since JSON is
//! read some twenty times faster and every start pays for it; no shape is known here, so that shapes stand once,
//! in `vocabulary/raw.rs`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("policies");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    list(&root, &mut files)?;
    files.sort();
    let mut code = String::from(
        "/// Vocabulary files: path below `policies/vocabulary`, and JSON.\npub(super) static VOCABULARY: &[(&str, &str)] = &[\n",
    );
    for file in of(&files, "yaml", &root.join("vocabulary")) {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let value: serde_json::Value = serde_yaml::from_str(&text).with_context(|| file.display().to_string())?;
        writeln!(code, "    ({:?}, {:?}),", name(file, &root.join("vocabulary")), serde_json::to_string(&value)?)?;
    }
    code.push_str("];\n\n/// Policy files: path below `policies`, and text.\npub(super) static POLICIES: &[(&str, &str)] = &[\n");
    for file in of(&files, "policy", &root) {
        writeln!(code, "    ({:?}, include_str!({:?})),", name(file, &root), file.display().to_string())?;
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs"), code)?;
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
