//! The XFA template of a PDF: captions and help of its fields, by the names that the AcroForm has for them.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};
use roxmltree::Node;

use super::tree::value;

/// How deep the template is followed.
const DEEP: u32 = 128;

/// What the template says of one field.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) caption: Option<String>,
    pub(super) tip: Option<String>,
    pub(super) required: bool,
    pub(super) hidden: bool,
    /// Whether one enters nothing there.
    pub(super) closed: bool,
    pub(super) kind: &'static str,
    pub(super) items: Vec<String>,
}

/// The template, as text; none where there is none.
pub(super) fn template(document: &Document, form: &Dictionary, most: usize) -> Option<Result<String, String>> {
    let stream = match value(document, form, b"XFA")? {
        Object::Array(parts) => {
            let at = parts.iter().position(|part| part.as_str().is_ok_and(|name| name == b"template"))?;
            document.dereference(parts.get(at + 1)?).ok()?.1
        }
        other => other,
    };
    let bytes = stream.as_stream().ok()?.get_plain_content_with_limit(most).map_err(|error| error.to_string());
    Some(bytes.map(|bytes| crate::source::decode(bytes).0))
}

/// The fields of a template by their names there, in its order; and whether some stand too deep to be read.
pub(super) fn fields(text: &str, most: u32) -> Result<(Vec<(String, Said)>, bool), roxmltree::Error> {
    let options = roxmltree::ParsingOptions { nodes_limit: most, ..roxmltree::ParsingOptions::default() };
    let tree = roxmltree::Document::parse_with_options(text, options)?;
    let root = tree.root_element();
    let template =
        if root.tag_name().name() == "template" { Some(root) } else { root.children().find(|node| node.has_tag_name_local("template")) };
    let mut found = Vec::new();
    let whole = template.is_none_or(|template| walk(template, "", false, 0, &mut found));
    Ok((found, !whole))
}

/// Names without their namespaces: those of XFA change with each of its versions.
trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// Adds the fields below a node; false where some stand too deep.
fn walk(node: Node<'_, '_>, path: &str, hidden: bool, depth: u32, found: &mut Vec<(String, Said)>) -> bool {
    let mut whole = true;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for child in node.children().filter(Node::is_element) {
        let kind = child.tag_name().name();
        if !matches!(kind, "subform" | "field" | "exclGroup" | "area" | "pageSet" | "pageArea" | "subformSet") {
            continue;
        }
        if depth > DEEP {
            return false;
        }
        let name = child.attribute("name").map_or_else(|| format!("#{kind}"), str::to_owned);
        let count = counts.entry(name.clone()).or_default();
        let step = format!("{name}[{count}]");
        *count += 1;
        let below = if path.is_empty() { step } else { format!("{path}.{step}") };
        let hidden = hidden || child.attribute("presence").is_some_and(|presence| presence != "visible");
        if kind == "field" {
            found.push((below.clone(), said(child, hidden)));
        }
        if kind == "exclGroup" {
            found.push((below.clone(), Said { kind: "exclGroup", ..said(child, hidden) }));
        }
        whole &= walk(child, &below, hidden, depth + 1, found);
    }
    whole
}

fn said(field: Node<'_, '_>, hidden: bool) -> Said {
    let part = |name: &str| field.children().find(|node| node.has_tag_name_local(name));
    let assist = part("assist");
    let help = |name: &str| assist.and_then(|assist| assist.children().find(|node| node.has_tag_name_local(name))).and_then(words);
    let ui = part("ui").and_then(|ui| ui.children().find(|node| node.is_element()));
    let kinds = ["textEdit", "choiceList", "checkButton", "dateTimeEdit", "numericEdit", "signature", "button", "imageEdit"];
    let kind = ui.and_then(|ui| kinds.into_iter().find(|kind| ui.has_tag_name_local(kind)));
    let items = part("items").into_iter().flat_map(|items| items.children()).filter_map(words).collect();
    Said {
        caption: part("caption").and_then(words),
        tip: help("toolTip").or_else(|| help("speak")),
        required: part("validate").is_some_and(|validate| validate.attribute("nullTest") == Some("error")),
        hidden,
        closed: matches!(field.attribute("access"), Some("readOnly" | "protected" | "nonInteractive")),
        kind: kind.unwrap_or_default(),
        items,
    }
}

/// The words within a node, with one space between them.
fn words(node: Node<'_, '_>) -> Option<String> {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_their_like() {
        let text = r#"<template xmlns="urn:x"><subform name="top"><subform><field name="a"><caption><value><text>One</text></value></caption></field>
            <field name="a"><assist><toolTip>Two</toolTip></assist><validate nullTest="error"/></field></subform></subform></template>"#;
        let (found, _) = fields(text, 100).unwrap();
        assert_eq!(found[0].0, "top[0].#subform[0].a[0]");
        assert_eq!(found[0].1.caption.as_deref(), Some("One"));
        assert_eq!((found[1].0.as_str(), found[1].1.tip.as_deref(), found[1].1.required), ("top[0].#subform[0].a[1]", Some("Two"), true));
    }
}
