//! XML under the guards that hold for every reader of it: bounded nesting, a bounded number of values, no document type.

use roxmltree::{Document, Error, ParsingOptions, TextPos};

use crate::source::{Limit, Limits, Place, Problem, Source, SourceId, Span};

/// The elements of an XML text, or why there are none.
///
/// A document with a document type is refused: an entity could grow without end or lead out of the file.
///
/// # Errors
/// The text is no XML, goes past a limit, or has a document type.
pub fn xml<'s>(source: &'s Source, id: SourceId, limits: &Limits) -> Result<Document<'s>, Box<Problem>> {
    let text = source.text();
    let error = |code, place, message| Err(Box::new(Problem::error(code, place, message)));
    if deepest(text.as_bytes()) > limits.depth {
        let message = format!("elements nested deeper than {}; the file was not read", limits.depth);
        return Err(Box::new(Limit::Depth.passed(Place::whole(id), message)));
    }
    let options = ParsingOptions { nodes_limit: u32::try_from(limits.values).unwrap_or(u32::MAX), ..ParsingOptions::default() };
    match Document::parse_with_options(text, options) {
        Ok(tree) => Ok(tree),
        Err(Error::DtdDetected) => {
            let message = "the file has a document type, whose entities are not expanded; it was not read";
            error("document-type", Place::whole(id), message.to_owned())
        }
        Err(Error::NodesLimitReached) => {
            let message = format!("more than {} elements and texts; the file was not read", limits.values);
            Err(Box::new(Limit::Values.passed(Place::whole(id), message)))
        }
        Err(broken) => {
            let at = offset(text, broken.pos());
            error("broken-xml", Place::text(id, Span::new(at, at)), format!("the XML is broken: {broken}"))
        }
    }
}

/// How deep elements lie in each other at most, by their signs alone.
fn deepest(text: &[u8]) -> usize {
    let (mut depth, mut most) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'<', text) {
        match text.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(next) if next.is_ascii_alphabetic() || *next == b'_' => {
                let end = memchr::memchr(b'>', text.get(at..).unwrap_or_default()).map_or(text.len(), |end| at + end);
                if text.get(end.wrapping_sub(1)) != Some(&b'/') {
                    depth += 1;
                    most = most.max(depth);
                }
            }
            _ => {}
        }
    }
    most
}

fn offset(text: &str, at: TextPos) -> usize {
    let line = text.split_inclusive('\n').take((at.row as usize).saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(line..).unwrap_or_default();
    line + rest.char_indices().nth((at.col as usize).saturating_sub(1)).map_or(rest.len(), |(index, _)| index)
}
