//! The words of an element: what a person reads there, in each language, and what is known only when the page is made.

use std::borrow::Cow;

use super::marker;
use super::page::{Attribute, Node, NodeId, Page};
use super::thymeleaf::{self, Value};
use crate::form::Text;
use crate::source::{Place, SourceId, Span};

use super::bundle::Bundle;

/// The most nodes whose words make one label.
const MOST: usize = 4_000;

/// A page with what is needed to read its texts.
pub(super) struct View<'p, 's> {
    /// The page.
    pub(super) page: &'p Page<'s>,
    /// The number of the source.
    pub(super) source: SourceId,
    /// The message bundles at hand.
    pub(super) bundles: &'p [Bundle<'s>],
    /// The language of the page.
    pub(super) language: Option<Cow<'s, str>>,
    /// Which nodes show only on a condition.
    pub(super) conditions: Vec<bool>,
    /// Whether the page holds a script, or may.
    pub(super) scripted: bool,
}

/// Words in every language that they stand in, and the reference that could not be followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Words<'s> {
    /// The words in the language of the page.
    pub(super) text: Option<Text<'s>>,
    /// The same in other languages.
    pub(super) others: Vec<Text<'s>>,
    /// What could not be followed, and why.
    pub(super) unresolved: Vec<(Text<'s>, &'static str)>,
}

impl Words<'_> {
    /// Whether nothing stands there at all.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_none() && self.others.is_empty() && self.unresolved.is_empty()
    }
}

struct Piece<'s> {
    words: Cow<'s, str>,
    place: Place,
    language: Option<Cow<'s, str>>,
}

impl<'s> View<'_, 's> {
    /// A place in the page.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::text(self.source, span)
    }

    /// The words of an element and everything below it, controls left out.
    pub(super) fn words(&self, id: NodeId) -> Words<'s> {
        let node = self.page.node(id);
        let own = ["th:text", "th:utext", "data-th-text", "data-th-utext", "mayask:text"];
        if let Some(words) = own.iter().find_map(|name| node.attribute(name)) {
            return self.expression(words);
        }
        let mut texts = Vec::new();
        let mut made = Vec::new();
        let range = self.page.below(id);
        let (mut at, last) = (range.start, range.end.min(range.start + MOST));
        while at < last {
            let below = self.page.node(at);
            if is_silent(below) {
                at = below.end.max(at + 1);
            } else if let Some(words) = own.iter().find_map(|name| below.attribute(name)) {
                made.push(self.expression(words));
                at = below.end.max(at + 1);
            } else {
                if below.is_text() {
                    texts.push(at);
                }
                at += 1;
            }
        }
        made.into_iter().fold(self.joined(&texts), Words::then)
    }

    /// The words of these text nodes, joined by language.
    pub(super) fn joined(&self, texts: &[NodeId]) -> Words<'s> {
        let mut words = Words::default();
        let mut pieces = Vec::new();
        for &id in texts {
            let node = self.page.node(id);
            self.piece(node.text.clone(), node.span, self.language(id), &mut pieces, &mut words);
        }
        let mut languages: Vec<Option<Cow<'s, str>>> = Vec::new();
        for piece in &pieces {
            if !languages.contains(&piece.language) {
                languages.push(piece.language.clone());
            }
        }
        for language in languages {
            let same: Vec<_> = pieces.iter().filter(|piece| piece.language == language).collect();
            let Some(text) = join(&same, language.clone()) else { continue };
            match (language.is_none() || language == self.language) && words.text.is_none() {
                true => words.text = Some(text),
                false => words.others.push(text),
            }
        }
        // A text in one foreign language only is the text itself.
        if words.text.is_none() && words.others.len() == 1 {
            words.text = words.others.pop();
        }
        words
    }

    /// The words of an attribute.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Words<'s> {
        let mut words = Words::default();
        let node = self.page.node(id);
        let Some(attribute) = node.attribute(name) else {
            let made = [format!("th:{name}"), format!("data-th-{name}")];
            return made.iter().find_map(|name| node.attribute(name)).map(|made| self.expression(made)).unwrap_or_default();
        };
        let mut pieces = Vec::new();
        self.piece(attribute.value.clone(), attribute.span, self.language(id), &mut pieces, &mut words);
        let all: Vec<_> = pieces.iter().collect();
        words.text = join(&all, pieces.first().and_then(|piece| piece.language.clone()));
        words
    }

    /// The words that an expression of a template makes.
    pub(super) fn expression(&self, attribute: &Attribute<'s>) -> Words<'s> {
        let place = self.place(attribute.span);
        match thymeleaf::value(&attribute.value) {
            Value::Nothing => Words::default(),
            Value::Literal(literal) => Words { text: text(literal.to_owned(), place), ..Words::default() },
            Value::Message(key) => self.message(key, attribute),
            Value::Computed => self.unknown(attribute, "it is computed when the page is made"),
        }
    }

    fn message(&self, key: &str, attribute: &Attribute<'s>) -> Words<'s> {
        let mut words = Words::default();
        for bundle in self.bundles {
            let Some((value, place)) = bundle.get(key) else { continue };
            let Some(text) = text(untagged(value), place) else { continue };
            match bundle.language() {
                None if words.text.is_none() => words.text = Some(text),
                language => words.others.push(Text { language: language.map(|tag| Cow::Owned(tag.to_owned())), ..text }),
            }
        }
        // Where no bundle is the default one, the language of the page is, or the only one.
        let own = words.others.iter().position(|text| text.language == self.language).or((words.others.len() == 1).then_some(0));
        if let Some(own) = own.filter(|_| words.text.is_none()) {
            words.text = Some(words.others.remove(own));
        }
        match (words.is_empty(), self.bundles.is_empty()) {
            (true, true) => self.unknown(attribute, "no message bundle stands beside the template"),
            (true, false) => self.unknown(attribute, "no message bundle has the key"),
            _ => words,
        }
    }

    fn unknown(&self, attribute: &Attribute<'s>, why: &'static str) -> Words<'s> {
        let reference = Text::new(attribute.value.clone(), self.place(attribute.span));
        Words { unresolved: vec![(reference, why)], ..Words::default() }
    }

    fn piece(&self, words: Cow<'s, str>, span: Span, language: Option<Cow<'s, str>>, pieces: &mut Vec<Piece<'s>>, all: &mut Words<'s>) {
        let plain = marker::plain(&words);
        if let Some(found) = plain.marker {
            let reference = Text::new(found.to_owned(), self.place(span));
            all.unresolved.push((reference, "it is computed when the page is made"));
        }
        let (words, place) = match (&plain.text, &words) {
            (Cow::Borrowed(_), Cow::Borrowed(whole)) => {
                let trimmed = whole.trim();
                let start = span.start as usize + (whole.len() - whole.trim_start().len());
                (Cow::Borrowed(trimmed), self.place(Span::new(start, start + trimmed.len())))
            }
            (plain, _) => (Cow::Owned(plain.to_string()), self.place(span)),
        };
        if !words.trim().is_empty() {
            pieces.push(Piece { words, place, language });
        }
    }

    /// The language said nearest to a node, where it is not the page's own.
    pub(super) fn language(&self, id: NodeId) -> Option<Cow<'s, str>> {
        let said = std::iter::once(id).chain(self.page.around(id)).find_map(|at| said(self.page.node(at)))?;
        (self.language.as_ref() != Some(&said)).then_some(said)
    }
}

impl<'s> Words<'s> {
    /// These words and then others.
    pub(super) fn then(mut self, other: Self) -> Self {
        self.text = match (self.text.take(), other.text) {
            (Some(first), Some(second)) => {
                let value = Cow::Owned(format!("{} {}", first.value, second.value));
                Some(Text { value, place: first.place, language: first.language })
            }
            (first, second) => first.or(second),
        };
        self.others.extend(other.others);
        self.unresolved.extend(other.unresolved);
        self
    }
}

/// The language that an element says of itself.
pub(super) fn said<'s>(node: &Node<'s>) -> Option<Cow<'s, str>> {
    let tag = node.attribute("lang").or_else(|| node.attribute("xml:lang"))?;
    let known = !tag.value.trim().is_empty() && marker::plain(&tag.value).marker.is_none();
    known.then(|| match &tag.value {
        Cow::Borrowed(tag) => Cow::Borrowed(tag.trim()),
        Cow::Owned(tag) => Cow::Owned(tag.trim().to_owned()),
    })
}

/// Whether the words of an element are no part of the text around it.
pub(super) fn is_silent(node: &Node<'_>) -> bool {
    const SILENT: &[&str] =
        &["script", "style", "select", "textarea", "button", "option", "optgroup", "datalist", "template", "svg", "title", "iframe"];
    SILENT.contains(&node.name.as_ref()) || node.value("aria-hidden") == Some("true")
}

fn text<'s>(words: String, place: Place) -> Option<Text<'s>> {
    (!words.trim().is_empty()).then(|| Text::new(words, place))
}

fn join<'s>(pieces: &[&Piece<'s>], language: Option<Cow<'s, str>>) -> Option<Text<'s>> {
    let first = pieces.first()?;
    let even = |words: &str| !words.contains(['\n', '\r', '\t', '\u{a0}']) && !words.contains("  ");
    let value = match (pieces, &first.words) {
        ([_], words) if even(words) && words.trim().len() == words.len() => words.clone(),
        _ => Cow::Owned(pieces.iter().flat_map(|piece| piece.words.split_whitespace()).collect::<Vec<_>>().join(" ")),
    };
    let spans = pieces.iter().filter_map(|piece| piece.place.span());
    let place = spans.reduce(Span::to).map_or(first.place, |span| Place::text(first.place.source, span));
    (!value.is_empty()).then_some(Text { value, place, language })
}

/// A message without the markup in it.
fn untagged(message: &str) -> String {
    let mut words = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        match after.split_once('>') {
            Some((_, after)) => rest = after,
            None => rest = "",
        }
    }
    words.push_str(rest);
    words.replace("''", "'").split_whitespace().collect::<Vec<_>>().join(" ")
}
