//! May this form ask that? A policy-rule engine for data-collection compliance.

pub mod analyse;
pub mod check;
pub mod cli;
pub mod context;
pub mod embed;
pub mod finding;
pub mod form;
pub mod lint;
pub mod load;
pub mod policy;
pub mod proof;
pub mod read;
pub mod recognize;
pub mod report;
pub mod source;
pub mod syntax;
pub mod tree;
pub mod vocabulary;
