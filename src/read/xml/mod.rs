//! Reads forms in XML: XForms, fact dictionaries, and schemas.
//!
//! A document with a document type is refused: an entity could grow without end or lead out of the file.

mod facts;
mod xforms;
mod xsd;

pub(super) use facts::Facts;
pub(super) use xforms::XForms;
pub(super) use xsd::Xsd;

use roxmltree::{Attribute, Node, ParsingOptions};

use super::{Document, Reading};
use crate::form::Text;
use crate::source::{Place, Problem, Span};

/// The tree of a file; what is wrong with it is told.
fn parse<'d>(document: &Document<'d>, reading: &mut Reading<'_>) -> Option<roxmltree::Document<'d>> {
    let text = document.source().text();
    let deepest = deepest(text.as_bytes());
    if deepest > reading.limits.depth as usize {
        let message = format!("elements nested deeper than {}; the file was not read", reading.limits.depth);
        reading.tell(Problem::error("too-deep", document.whole(), message));
        return None;
    }
    let options = ParsingOptions { nodes_limit: reading.limits.nodes, ..ParsingOptions::default() };
    match roxmltree::Document::parse_with_options(text, options) {
        Ok(tree) => Some(tree),
        Err(roxmltree::Error::DtdDetected) => {
            let message = "the file has a document type, whose entities are not expanded; it was not read";
            reading.tell(Problem::error("document-type", document.whole(), message));
            None
        }
        Err(error) => {
            let at = offset(text, error.pos());
            reading.tell(Problem::error("broken-xml", document.place(Span::new(at, at)), format!("the XML is broken: {error}")));
            None
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

fn offset(text: &str, at: roxmltree::TextPos) -> usize {
    let line = text.split_inclusive('\n').take((at.row as usize).saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(line..).unwrap_or_default();
    line + rest.char_indices().nth((at.col as usize).saturating_sub(1)).map_or(rest.len(), |(index, _)| index)
}

/// Whether a text begins as XML whose beginning holds one of these words.
fn begins(document: &Document<'_>, words: &str) -> bool {
    let text = document.source().text();
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.trim_start().starts_with('<') && text.get(..end).is_some_and(|head| head.contains(words))
}

/// The place of an element: its start tag would do, its whole is what the tree knows.
fn place(document: &Document<'_>, node: Node<'_, '_>) -> Place {
    let range = node.range();
    let text = document.source().text().get(range.clone()).unwrap_or_default();
    let head = text.find('>').map_or(text.len(), |end| end + 1);
    document.place(Span::new(range.start, range.start + head))
}

/// An attribute as a text.
fn attribute<'s>(document: &Document<'_>, attribute: Attribute<'_, '_>) -> Text<'s> {
    let range = attribute.range_value();
    Text::new(attribute.value().to_owned(), document.place(Span::new(range.start, range.end)))
}

/// An attribute of a node, by its local name.
fn named<'s>(document: &Document<'_>, node: Node<'_, '_>, name: &str) -> Option<Text<'s>> {
    node.attributes().find(|attribute| attribute.name() == name).map(|found| attribute(document, found))
}

/// The words within a node, with one space where blanks stand.
fn words<'s>(document: &Document<'_>, node: Node<'_, '_>) -> Option<Text<'s>> {
    let text: String = node.descendants().filter_map(|part| part.is_text().then(|| part.text()).flatten()).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| Text::new(text, place(document, node)))
}

/// The first child element of a local name.
fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The child elements.
fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}
