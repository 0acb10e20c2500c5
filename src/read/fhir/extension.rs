//! What stands in extensions: flags, controls, translations.

use crate::form::Text;
use crate::tree::Node;

/// The values of all extensions of a name: a whole address, or its last part.
pub(super) fn values<'t, 's>(node: Node<'t, 's>, name: &str) -> impl Iterator<Item = Node<'t, 's>> {
    let list = node.get("extension").into_iter().flat_map(|list| list.items());
    list.filter(move |extension| is_named(*extension, name)).filter_map(value)
}

/// Whether a flag is set by an extension.
pub(super) fn flag(node: Node<'_, '_>, name: &str) -> bool {
    values(node, name).any(|value| value.truth() == Some(true))
}

/// Whether an extension stands there, whatever its value.
pub(super) fn has(node: Node<'_, '_>, name: &str) -> bool {
    node.get("extension").is_some_and(|list| list.items().any(|extension| is_named(extension, name)))
}

/// The codes of `questionnaire-itemControl` and other extensions that hold a concept.
pub(super) fn codes<'t>(node: Node<'t, '_>, name: &str) -> impl Iterator<Item = &'t str> {
    let codings = values(node, name).flat_map(|value| value.get("coding")).flat_map(|list| list.items());
    codings.filter_map(|coding| coding.get("code")).map(|code| code.as_str())
}

/// The translations of a text, which stand beside it under its name with `_` before.
pub(super) fn translations<'s>(node: Node<'_, 's>, shadow: &str) -> Vec<Text<'s>> {
    let Some(shadow) = node.get(shadow) else { return Vec::new() };
    let list = shadow.get("extension").into_iter().flat_map(|list| list.items());
    let translations = list.filter(|extension| is_named(*extension, "translation"));
    let text = |extension: Node<'_, 's>| {
        let (language, content) = (values(extension, "lang").next()?, values(extension, "content").next()?);
        Some(Text::new(content.text(), content.place()).in_language(language.text()))
    };
    translations.filter_map(text).collect()
}

fn is_named(extension: Node<'_, '_>, name: &str) -> bool {
    let url = extension.get("url").map(|url| url.as_str()).unwrap_or_default();
    url == name || url.rsplit('/').next() == Some(name)
}

/// `valueString`, `valueCode` or any other `value[x]`.
fn value<'t, 's>(extension: Node<'t, 's>) -> Option<Node<'t, 's>> {
    extension.entries().find(|entry| entry.key.as_str().starts_with("value")).map(|entry| entry.value)
}
