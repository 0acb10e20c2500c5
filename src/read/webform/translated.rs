//! The texts of a webform in other languages: `language/es/` holds a file of the same name with what is said in Spanish.

use rustc_hash::FxHashMap;

use super::element::owned;
use super::inner::Inner;
use crate::form::Text;
use crate::read::document::Files;
use crate::read::phrases::Phrases;
use crate::read::{Document, LANGUAGES, Reading, draft};
use crate::source::Source;
use crate::tree::{Node, Tree};

/// The languages of Drupal that have a name of their own there.
const ALSO: &[&str] = &["pt-br", "pt-pt", "zh-hans", "zh-hant"];

/// The files of that name in other languages, each with its language.
pub(super) fn files<'t, 's>(name: &str, files: &'t Files<'s>, reading: &mut Reading<'s>) -> Vec<(&'static str, &'t Document<'s>)> {
    let tags = LANGUAGES.iter().filter(|tag| !tag.contains('_')).chain(ALSO);
    tags.filter_map(|tag| Some((*tag, files.open(&format!("language/{tag}/{name}"), reading)?))).collect()
}

/// What the files in other languages say for the texts of a form.
pub(super) fn phrases<'s>(document: &Document<'s>, others: &[(&'static str, &Document<'s>)], reading: &Reading<'s>) -> Phrases<'s> {
    let mut phrases = Phrases::default();
    if others.is_empty() {
        return phrases;
    }
    let own: FxHashMap<String, Text<'s>> = said(document, reading).into_iter().collect();
    for (tag, other) in others {
        for (path, text) in said(other, reading) {
            if let Some(phrase) = own.get(&path) {
                phrases.learn(&phrase.value, text.in_language(*tag));
            }
        }
    }
    phrases
}

/// The texts of a file by the element and the key that they stand under.
fn said<'s>(document: &Document<'s>, reading: &Reading<'s>) -> Vec<(String, Text<'s>)> {
    let mut found = Vec::new();
    for key in ["title", "description"] {
        found.extend(document.get(key).and_then(draft::words).map(|text| (key.to_owned(), text)));
    }
    let Some(elements) = document.get("elements").or_else(|| document.get("options")) else { return found };
    let text = Source::new(document.source().name(), elements.as_str());
    let (tree, _) = Tree::yaml(&text, document.id(), &reading.limits);
    let inner = Inner::new(document.source(), document.id(), elements);
    let root = if elements.is_object() { Some(elements) } else { tree.root() };
    found.extend(root.into_iter().flat_map(texts).map(|(path, text)| (path, owned(text, &inner))));
    found
}

fn texts<'t, 'i>(root: Node<'t, 'i>) -> Vec<(String, Text<'i>)> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), root)];
    while let Some((path, node)) = open.pop() {
        for entry in node.entries() {
            let key = entry.key.as_str();
            // An element is known by its key alone: in translations it does not stand where it stands in the form.
            let below = if key.starts_with('#') || path.contains('#') { format!("{path}/{key}") } else { key.to_owned() };
            match draft::words(entry.value) {
                Some(text) => found.push((below, text)),
                None => open.push((below, entry.value)),
            }
        }
    }
    found
}
