//! The XML of FHIR as the tree of its JSON: one resource, two spellings.
//!
//! An element with the attribute `value` is a scalar, any other a mapping; an element in capitals is a resource, which its mapping names as
//! `resourceType`. What a scalar holds besides stands under its name with `_` before it.

use roxmltree::{Attribute, Node};
use rustc_hash::FxHashMap;

use super::build::{Builder, hash};
use super::{Tag, Tree};
use crate::source::{Limits, Problem, Source, SourceId, Span};

const NAMESPACE: &str = "http://hl7.org/fhir";

/// Elements that are lists even where they stand once. A scalar of one of these names is one.
const LISTS: &[&str] = &[
    "answerOption",
    "code",
    "coding",
    "concept",
    "contained",
    "contains",
    "designation",
    "enableWhen",
    "entry",
    "extension",
    "group",
    "identifier",
    "import",
    "include",
    "initial",
    "item",
    "modifierExtension",
    "option",
    "question",
    "valueSet",
];

/// Elements that a resource holds once: twice is a mistake, and told like a key that stands twice.
const ONCE: &[&str] = &["linkId", "text", "type", "prefix", "required", "repeats", "readOnly", "url", "title", "resource", "compose"];

/// The tree of a resource in XML, and what is wrong with it.
pub(super) fn parse<'s>(source: &'s Source, id: SourceId, limits: &Limits) -> (Tree<'s>, Vec<Problem>) {
    let text = source.text();
    let mut builder = Builder::new(text, id, limits);
    match super::xml(source, id, limits) {
        Ok(document) => Writer { text, builder: &mut builder }.mapping(document.root_element()),
        Err(problem) => builder.tell(*problem),
    }
    builder.finish(Span::new(0, text.len()).end)
}

/// Whether the first element of a text is of the namespace of FHIR.
pub(super) fn speaks(text: &str) -> bool {
    let Some(tag) = first(text) else { return false };
    let name = tag.split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
    let declared = name.split_once(':').map_or_else(|| "xmlns=".to_owned(), |(prefix, _)| format!("xmlns:{prefix}="));
    let space = tag.split_whitespace().find_map(|part| part.strip_prefix(&*declared));
    space.is_some_and(|space| space.trim_matches(['"', '\'', '/']) == NAMESPACE)
}

/// What stands between `<` and `>` of the first element.
fn first(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let (open, close) = match () {
            () if rest.starts_with("<?") => ("<?", "?>"),
            () if rest.starts_with("<!--") => ("<!--", "-->"),
            () => return rest.strip_prefix('<')?.split('>').next(),
        };
        let after = rest.strip_prefix(open)?;
        rest = after.get(after.find(close)? + close.len()..)?.trim_start();
    }
}

struct Writer<'b, 's> {
    text: &'s str,
    builder: &'b mut Builder<'s>,
}

impl<'s> Writer<'_, 's> {
    fn mapping(&mut self, node: Node<'_, '_>) {
        let range = node.range();
        if !self.builder.open(true, Span::new(range.start, range.end)) {
            return;
        }
        let name = node.tag_name().name();
        if is_resource(node) {
            let start = range.start + 1 + self.text.get(range.start + 1..).and_then(|rest| rest.find(name)).unwrap_or_default();
            self.key("resourceType", start);
            self.scalar(name, Span::new(start, start + name.len()));
        }
        for attribute in node.attributes().filter(|attribute| attribute.name() != "value") {
            self.key(attribute.name(), attribute.range().start);
            self.attribute(attribute);
        }
        self.children(node);
        self.builder.close(Span::new(0, range.end).end);
    }

    fn children(&mut self, node: Node<'_, '_>) {
        let ours = |child: &Node<'_, '_>| child.is_element() && child.tag_name().namespace().is_none_or(|space| space == NAMESPACE);
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<Node<'_, '_>>> = Vec::new();
        for child in node.children().filter(ours) {
            let number = *numbers.entry(child.tag_name().name()).or_insert(groups.len());
            match groups.get_mut(number) {
                Some(group) => group.push(child),
                None => groups.push(vec![child]),
            }
        }
        groups.iter().for_each(|group| self.named(group));
    }

    /// All children of one name.
    fn named(&mut self, same: &[Node<'_, '_>]) {
        let (Some(first), Some(last)) = (same.first(), same.last()) else { return };
        let name = first.tag_name().name();
        let is_scalar = first.attribute("value").is_some();
        // A questionnaire of DSTU2 has one group, which holds lists of groups.
        let outermost = name == "group" && first.parent().is_some_and(is_resource);
        let is_list = if same.len() > 1 { !ONCE.contains(&name) } else { LISTS.contains(&name) && !is_scalar && !outermost };
        if !is_list {
            return same.iter().for_each(|node| self.entry(name, *node));
        }
        self.key(name, first.range().start + 1);
        if self.builder.open(false, Span::new(first.range().start, last.range().end)) {
            same.iter().for_each(|node| self.value(*node));
            self.builder.close(Span::new(0, last.range().end).end);
        }
    }

    fn entry(&mut self, name: &str, node: Node<'_, '_>) {
        let at = node.range().start + 1;
        self.key(name, at);
        self.value(node);
        if node.attribute("value").is_some() && node.has_children() {
            self.key(&format!("_{name}"), at);
            self.mapping(node);
        }
    }

    fn value(&mut self, node: Node<'_, '_>) {
        let within = node.first_element_child().filter(|child| is_resource(*child));
        match node.attribute_node("value") {
            Some(attribute) => self.attribute(attribute),
            None => self.mapping(within.unwrap_or(node)),
        }
    }

    fn attribute(&mut self, attribute: Attribute<'_, '_>) {
        let range = attribute.range_value();
        self.scalar(attribute.value(), Span::new(range.start, range.end));
    }

    fn scalar(&mut self, words: &str, span: Span) {
        let tag = if matches!(words, "true" | "false") { Tag::Bool } else { Tag::String };
        let owned = self.owned(words, span);
        self.builder.push(tag, span, 0, owned);
    }

    /// A key that stands from an offset, or is made up for what stands there.
    fn key(&mut self, name: &str, start: usize) {
        let span = Span::new(start, start + name.len());
        let owned = self.owned(name, span);
        self.builder.key(span, owned, hash(name.as_bytes()));
    }

    fn owned(&mut self, words: &str, span: Span) -> u32 {
        match self.text.get(span.range()) == Some(words) {
            true => 0,
            false => self.builder.own(words.to_owned()),
        }
    }
}

fn is_resource(node: Node<'_, '_>) -> bool {
    node.tag_name().name().starts_with(|first: char| first.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_of_a_resource() {
        let text = r#"<?xml version="1.0"?><!-- x --><Questionnaire xmlns="http://hl7.org/fhir"><title value="A &amp; B"/>
            <text><div xmlns="http://www.w3.org/1999/xhtml">no</div></text>
            <item><linkId value="1"/><text value="Name"><extension url="u"><valueCode value="fi"/></extension></text><required value="true"/></item>
            <contained><ValueSet><id value="v"/></ValueSet></contained><code value="c"/></Questionnaire>"#;
        assert!(speaks(text));
        let source = Source::new("q.xml", text);
        let (tree, problems) = parse(&source, SourceId(0), &Limits::DEFAULT);
        assert!(problems.is_empty(), "{problems:?}");
        let root = tree.root().unwrap();
        let json = r#"{"resourceType": "Questionnaire", "title": "A & B", "text": {}, "item": [{"linkId": "1", "text": "Name", "_text": {"extension": [{"url": "u", "valueCode": "fi"}]}, "required": true}], "contained": [{"resourceType": "ValueSet", "id": "v"}], "code": "c"}"#;
        assert_eq!(format!("{root:?}"), json);
        let name = root.pointer("/item/0/text").unwrap();
        assert_eq!(&text[name.span().range()], "Name");
        assert_eq!(&text[root.get("resourceType").unwrap().span().range()], "Questionnaire");
    }

    #[test]
    fn what_speaks_of_fhir_only_is_none() {
        assert!(speaks("<f:Bundle xmlns:f='http://hl7.org/fhir'>"));
        assert!(!speaks(r#"<xs:schema xmlns="http://hl7.org/fhir" xmlns:xs="http://www.w3.org/2001/XMLSchema">"#));
        assert!(!speaks("<html><a href='http://hl7.org/fhir'>") && !speaks("<?xml") && !speaks("{}"));
    }
}
