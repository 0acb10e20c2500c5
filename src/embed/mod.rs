//! The built-in policies and vocabulary, put into the crate when it was built.

use std::ops::Range;

#[allow(clippy::all)]
mod embedded {
    use super::Policy;

    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The built-in vocabulary files: path below `policies/vocabulary`, and their content as JSON.
pub fn vocabulary() -> &'static [(&'static str, &'static str)] {
    embedded::VOCABULARY
}

/// The same files as they are written.
pub fn words() -> &'static [(&'static str, &'static str)] {
    embedded::WORDS
}

/// A built-in policy file.
#[derive(Debug)]
pub struct Policy {
    /// Its path below `policies`.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
    tree: Range<usize>,
}

impl Policy {
    /// The tree of its text, which is loaded and not parsed; empty where something is wrong with the text.
    pub fn tree(&self) -> &'static [u8] {
        static TREES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/policies.bin"));
        TREES.get(self.tree.clone()).unwrap_or_default()
    }
}

/// The built-in policy files.
pub fn policies() -> &'static [Policy] {
    embedded::POLICIES
}

/// The built-in vocabulary as tables, which are loaded and not made: the same as the files give.
pub fn tables() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.bin"))
}

/// The phrases of the built-in vocabulary, compiled; a recognizer loads them.
pub fn phrases() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/phrases.bin"))
}
