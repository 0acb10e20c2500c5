//! All tests that cross a room, in one binary: each module is a chapter.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod archives;
mod cli;
mod corpus;
mod docs;
mod embed;
mod estate;
mod facts;
mod hostile;
mod lint;
mod near;
mod prove;
mod read;
mod read_html;
mod recognize;
mod report;
mod reviews;
mod score;
mod sentences;
mod syntax;
mod tidy;
mod truth;
