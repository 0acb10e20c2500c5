//! Things with a name, and where something stands in them.

mod decode;
mod limits;
mod lines;
mod place;
mod problem;
mod span;

pub use decode::decode;
pub use limits::{Limit, Limits};
pub use lines::{Lines, Position};
pub use place::{At, Place, SourceId};
pub use problem::{Gravity, Problem, nearest};
pub use span::{Span, Spanned};

use std::borrow::Cow;
use std::sync::OnceLock;

/// How files begin that are no text: a PDF, an archive or workbook, an old workbook.
const SIGNS: [&[u8]; 3] = [b"%PDF-", b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// A named text: one file, or one sample, as it was decoded.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: Cow<'static, str>,
    bytes: Vec<u8>,
    lines: OnceLock<Lines>,
}

impl Source {
    /// A source of text that is already decoded.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Cow::Owned(text.into()), bytes: Vec::new(), lines: OnceLock::new() }
    }

    /// A source of text that is part of the program.
    pub fn builtin(name: impl Into<String>, text: &'static str) -> Self {
        Self { name: name.into(), text: Cow::Borrowed(text), bytes: Vec::new(), lines: OnceLock::new() }
    }

    /// A source of bytes that are no text (a PDF, a workbook); its text is empty.
    pub fn binary(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { name: name.into(), text: Cow::Borrowed(""), bytes, lines: OnceLock::new() }
    }

    /// A source of bytes as they were found, text or none, and what was odd about them.
    pub fn of_bytes(name: impl Into<String>, bytes: Vec<u8>) -> (Self, Option<Problem>) {
        if SIGNS.iter().any(|sign| bytes.starts_with(sign)) {
            return (Self::binary(name, bytes), None);
        }
        let (text, odd) = decode(bytes);
        (Self::new(name, text), odd)
    }

    /// The name it is spoken of by: a path as given, with `/` between its parts.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of a source that is no text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text of a span; empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.get_or_init(|| Lines::new(&self.text)).position(&self.text, offset)
    }

    /// The file name extension in lower case, without the dot.
    pub fn extension(&self) -> String {
        let file = self.name.rsplit('/').next().unwrap_or_default();
        file.rsplit_once('.').map(|(_, ext)| ext.to_lowercase()).unwrap_or_default()
    }
}
