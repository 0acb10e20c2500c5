//! The policy language as written: text to a tree and its problems, and a tree back to text.

pub mod ast;
