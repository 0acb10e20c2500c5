//! Where the text of a value stands in the file around it.

use crate::source::{At, Place, Source, SourceId, Span};
use crate::tree::Node;

/// The lines of a text that is kept in a value of another, and where each begins there.
pub(super) struct Inner {
    source: SourceId,
    /// The value in the outer file.
    whole: Span,
    /// The start of a line in the text, its start in the outer file, and its length.
    lines: Vec<(u32, u32, u32)>,
    /// Whether the text is the outer one: its places hold as they are.
    same: bool,
}

/// How far on a line is sought.
const FAR: usize = 4096;

impl Inner {
    pub(super) fn new(outer: &Source, source: SourceId, value: Node<'_, '_>) -> Self {
        let whole = value.span();
        let mut inner = Self { source, whole, lines: Vec::new(), same: value.is_object() };
        let raw = outer.slice(whole);
        let (mut at, mut from) = (0, 0);
        for line in value.as_str().split_inclusive('\n') {
            let words = line.trim();
            let indent = line.len() - line.trim_start().len();
            let end = (from + FAR + words.len()).min(raw.len());
            let end = (end..raw.len()).find(|end| raw.is_char_boundary(*end)).unwrap_or(raw.len());
            let found = raw.get(from..end).and_then(|near| near.find(words)).filter(|_| !words.is_empty());
            if let Some(found) = found.map(|found| from + found) {
                let start = Span::new(at + indent, whole.start as usize + found);
                inner.lines.push((start.start, start.end, Span::new(0, words.len()).end));
                from = found + words.len();
            }
            at += line.len();
        }
        inner
    }

    /// The place in the outer file of a place in the text.
    pub(super) fn place(&self, place: Place) -> Place {
        let Some(span) = place.span().filter(|_| !self.same && place.source == self.source) else { return place };
        let offset = |inner: u32| {
            let index = self.lines.partition_point(|(start, ..)| *start <= inner).checked_sub(1)?;
            let (start, outer, length) = self.lines.get(index).copied()?;
            let within = inner - start;
            (within <= length).then_some(outer + within)
        };
        let at = match (offset(span.start), offset(span.end)) {
            (Some(start), Some(end)) if start <= end => Span { start, end },
            (Some(start), _) => Span { start, end: start },
            _ => self.whole,
        };
        Place { source: self.source, at: At::Text(at) }
    }
}
