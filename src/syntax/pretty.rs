//! The one true layout of a policy file.

use super::parse;
use crate::source::{Problem, Source};

/// Lays a policy file out.
///
/// # Errors
///
/// The problems of the file, where it has any.
pub fn format(source: &Source) -> Result<String, Vec<Problem>> {
    let (_, problems) = parse(source);
    if problems.is_empty() { Ok(source.text().to_owned()) } else { Err(problems) }
}
