//! The policy language as written: text to a tree and its problems, and a tree back to text.

pub mod ast;

mod assemble;
mod fault;
mod lower;
mod pretty;
mod same;
mod scan;
mod sentence;
mod split;
mod wording;

pub use pretty::format;
pub use sentence::{condition, sentence};

use crate::source::Problem;

/// The largest file that is read, in bytes.
const LARGEST: usize = 1 << 20;

/// Reads a policy file: what could be made of it, and everything that is wrong with it, in the order of the text.
pub fn parse(text: &str) -> (ast::Document, Vec<Problem>) {
    if text.len() > LARGEST {
        return (ast::Document::default(), vec![wording::too_large(LARGEST)]);
    }
    let scan = scan::scan(text);
    assemble::document(&scan, &split::split(&scan))
}
