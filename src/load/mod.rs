//! Finds and loads policies, vocabulary, contexts and forms from disk; below this room nothing touches one.

mod beside;
mod configs;
mod court;
mod library;
mod sheets;
mod walk;
mod zipped;

pub use beside::Folder;
use beside::plain;
pub use configs::{Configs, Found as FoundConfig};
pub use court::{Archive, Court, Hearing, stated};
pub use library::{Library, Options as LibraryOptions, Words, below_vocabulary};
pub use sheets::Sheets;
pub use walk::{Walk, walk};
pub use zipped::{is_archive, is_file};

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};

use crate::source::{Limits, Problem, Source};

/// A file, or a file within an archive, as a source under the name that it is spoken of by, and what was odd about its bytes.
///
/// # Errors
/// The file cannot be opened or read.
pub fn source(path: &Path, name: &str, limits: &Limits) -> Result<(Source, Option<Problem>)> {
    // One byte over the limit is enough to know that it was passed.
    let most = limits.size as u64 + 1;
    let bytes = match zipped::bytes(path, most).filter(|_| !path.is_file()) {
        Some(bytes) => bytes,
        None => {
            let mut bytes = Vec::new();
            File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map(|_| bytes)
        }
    };
    Ok(Source::of_bytes(name, bytes.with_context(|| format!("cannot read {}", path.display()))?))
}

/// A path as it is spoken of: `/` between its parts, no `./` before it.
pub fn spoken(path: &Path) -> String {
    let parts: Vec<_> =
        path.components().filter(|part| *part != std::path::Component::CurDir).map(|part| part.as_os_str().to_string_lossy()).collect();
    let joined = parts.join("/");
    joined.strip_prefix("//").map(|rest| format!("/{rest}")).unwrap_or(joined)
}
