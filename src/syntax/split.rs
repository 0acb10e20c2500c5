//! Cuts a file at its head words, so that one bad line cannot hide the rest.

use std::ops::Range;

use super::scan::{Kind, Scan};

/// The words that begin a line; `in` does so before `force` alone.
pub(super) const HEADS: [&str; 29] = [
    "language",
    "jurisdiction",
    "policy",
    "authority",
    "citation",
    "source",
    "basis",
    "passed",
    "in",
    "comply",
    "review",
    "binds",
    "supersedes",
    "contested",
    "reading",
    "note",
    "rule",
    "unless",
    "notwithstanding",
    "preempts",
    "conflicts",
    "instead",
    "why",
    "fix",
    "breach",
    "possible",
    "undecided",
    "allowed",
    "kept",
];

/// One line: a head word and what follows it, or a doc comment.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What begins it.
    pub head: Head,
    /// Its tokens, from the first to the last that is no comment.
    pub tokens: Range<usize>,
}

/// What begins a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A head word.
    Word(&'static str),
    /// `##`
    Doc,
    /// Something else, which can only stand at the start of a file or after a doc comment.
    Other,
}

/// The lines of a file.
pub(super) fn split(scan: &Scan) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, token) in scan.tokens.iter().enumerate() {
        let head = match token.kind {
            Kind::Comment => continue,
            Kind::Doc => Some(Head::Doc),
            _ if token.fresh => head(scan, at).map(Head::Word),
            _ => None,
        };
        match (head, lines.last_mut()) {
            (Some(head), _) => lines.push(Line { head, tokens: at..at + 1 }),
            (None, Some(line)) if line.head != Head::Doc => line.tokens.end = at + 1,
            (None, _) => lines.push(Line { head: Head::Other, tokens: at..at + 1 }),
        }
    }
    lines
}

/// The head word that stands at this token, were it the first of its line.
pub(super) fn head(scan: &Scan, at: usize) -> Option<&'static str> {
    let token = scan.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    let found = HEADS.into_iter().find(|head| *head == scan.word(token))?;
    let next = scan.tokens.get(at + 1).filter(|next| !next.fresh);
    (found != "in" || next.is_some_and(|next| scan.word(next) == "force")).then_some(found)
}
