//! The built-in policies and vocabulary, put into the crate when it was built.

#[allow(clippy::all)]
mod embedded {
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

/// The built-in policy files: path below `policies`, and their text.
pub fn policies() -> &'static [(&'static str, &'static str)] {
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
