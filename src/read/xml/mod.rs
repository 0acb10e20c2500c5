//! Reads forms in XML: XForms, fact dictionaries, and schemas.

mod facts;
mod xforms;
mod xsd;

pub(super) use facts::Facts;
pub(super) use xforms::XForms;
pub(super) use xsd::Xsd;

use roxmltree::{Attribute, Node};

use super::{Document, Reading};
use crate::form::Text;
use crate::source::{Place, Span};

/// The tree of a file; what is wrong with it is told.
fn parse<'d>(document: &Document<'d>, reading: &mut Reading<'_>) -> Option<roxmltree::Document<'d>> {
    let parsed = crate::tree::xml(document.source(), document.id(), &reading.limits);
    parsed.map_err(|problem| reading.tell(*problem)).ok()
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
