//! Reads mayask's own small notation: a form in YAML or JSON, one key for each fact of the common model.
//!
//! Nothing in it is passed over: an unknown key or a value of the wrong kind is a problem with its place, and all else is read.

mod item;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells};
use crate::form::{Choice, Code, Form, Required, Section, SectionId, Stated, Text, TrailId};
use crate::source::{Place, Problem};
use crate::tree::{Entry, Kind, Node};

/// The notation.
pub(super) struct Notation;

impl Reader for Notation {
    fn name(&self) -> &'static str {
        "mayask"
    }

    fn title(&self) -> &'static str {
        "mayask's own notation"
    }

    fn about(&self) -> &'static str {
        "a file `*.form.yaml`, or a mapping with the keys `form` and `items`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["- ask:", "\"ask\":"]
    }

    fn syntax(&self) -> Syntax {
        Syntax::Yaml
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::OptOut, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let file = document.file().to_lowercase();
        let named = [".form.yaml", ".form.yml", ".form.json"].iter().any(|end| file.ends_with(end));
        let text = document.get("form").is_some_and(|form| !form.is_object() && !form.is_array());
        let shaped = text && document.get("items").is_some_and(Node::is_array);
        if shaped || (named && (text || document.get("items").is_some())) { Likeness::Certain } else { Likeness::No }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let roots: Vec<_> = document.tree().documents().collect();
        for (number, root) in roots.iter().enumerate() {
            let mut notation = Written { reading, form: Form::default(), order: 0, parts: BTreeMap::new(), named: Vec::new() };
            notation.form.part = (roots.len() > 1).then(|| Cow::Owned(format!("{}", number + 1)));
            notation.form(*root);
            let form = notation.end();
            reading.forms.push(form);
        }
    }
}

/// A form as far as it was read.
struct Written<'r, 's> {
    reading: &'r mut Reading<'s>,
    form: Form<'s>,
    order: u32,
    // The questions that are split, each with its number.
    parts: BTreeMap<String, u32>,
    // The fields with the name of a question that they are a part of.
    named: Vec<(usize, String)>,
}

const FORM: &[&str] = &["form", "id", "language", "x-mayask", "items"];

impl<'s> Written<'_, 's> {
    fn form(&mut self, root: Node<'_, 's>) {
        (self.form.format, self.form.place) = ("mayask", root.place());
        if !root.is_object() {
            return self.wrong(root, "form", "a mapping with the keys `form` and `items`");
        }
        for Entry { key, value } in root.entries() {
            match key.as_str() {
                "form" => self.form.title = self.text(value, "form"),
                "id" => self.form.name = self.text(value, "id"),
                "language" => {
                    let tag = self.text(value, "language");
                    self.form.languages.extend(tag.map(|tag| tag.value));
                }
                "x-mayask" => self.context(value, "", 0),
                "items" => {
                    let trail = self.form.trails.key(TrailId::default(), "items");
                    self.items(value, None, trail);
                }
                _ => self.unknown(key, FORM),
            }
        }
        if root.get("items").is_none() {
            let problem = Problem::error("missing-key", root.place(), "the form has no `items`, so it asks nothing");
            self.reading.tell(problem);
        }
    }

    fn end(mut self) -> Form<'s> {
        for (index, name) in std::mem::take(&mut self.named) {
            let number = self.parts.get(&name).copied();
            self.form.fields.get_mut(index).into_iter().for_each(|field| field.part_of = number);
        }
        // The field that bears the name of a split question is a part of it too.
        for field in &mut self.form.fields {
            let own = field.name.as_ref().and_then(|name| self.parts.get(name.value.as_ref()));
            field.part_of = field.part_of.or(own.copied());
        }
        self.languages();
        self.form
    }

    /// Adds the languages of translations; of a default that nobody names the tag is `und`.
    fn languages(&mut self) {
        let form = &self.form;
        let fields = form.fields.iter().flat_map(|field| {
            let choices = field.choices.iter().flat_map(|choice| &choice.translations);
            field.translations.iter().map(|(_, text)| text).chain(choices)
        });
        let sections = form.sections.iter().flat_map(|section| &section.translations);
        let notices = form.notices.iter().flat_map(|notice| &notice.translations);
        let tags: Vec<_> = fields.chain(sections).chain(notices).filter_map(|text| text.language.clone()).collect();
        for tag in tags {
            if self.form.languages.is_empty() {
                self.form.languages.push(Cow::Borrowed("und"));
            }
            if !self.form.languages.contains(&tag) {
                self.form.languages.push(tag);
            }
        }
    }

    /// States the context: a list states its key several times, a mapping leads on with a dot.
    fn context(&mut self, node: Node<'_, 's>, key: &str, depth: u32) {
        match node.kind() {
            Kind::Object if depth < 8 => {
                for Entry { key: below, value } in node.entries() {
                    let dot = if key.is_empty() { "" } else { "." };
                    self.context(value, &format!("{key}{dot}{}", below.as_str()), depth + 1);
                }
            }
            Kind::Array if depth < 8 => {
                for (index, item) in node.items().enumerate() {
                    let number = if item.is_object() { format!("{key}.{index}") } else { key.to_owned() };
                    self.context(item, &number, depth + 1);
                }
            }
            Kind::Object | Kind::Array => self.wrong(node, key, "a value that is less deep"),
            _ if key.is_empty() => self.wrong(node, "x-mayask", "a mapping"),
            _ => {
                let value = Text::new(node.text(), node.place());
                self.form.stated.push(Stated { key: Cow::Owned(key.to_owned()), value });
            }
        }
    }

    fn items(&mut self, list: Node<'_, 's>, section: Option<SectionId>, trail: TrailId) {
        if !list.is_array() {
            return self.wrong(list, "items", "a list");
        }
        for (index, item) in list.items().enumerate() {
            let trail = self.form.trails.index(trail, index);
            self.item(item, section, trail);
        }
    }

    fn section(&mut self, item: Node<'_, 's>, parent: Option<SectionId>, trail: TrailId) {
        const KEYS: &[&str] = &["section", "name", "about", "items"];
        let order = self.next_order();
        let id = SectionId(u32::try_from(self.form.sections.len()).unwrap_or(u32::MAX));
        let mut section =
            Section { parent, order, place: item.entry("section").map_or(item.place(), |it| it.key.place()), ..Section::default() };
        for Entry { key, value } in item.entries() {
            match key.as_str() {
                "section" => section.title = self.text(value, "section"),
                "name" => section.name = self.text(value, "name"),
                "about" => section.about = self.text(value, "about"),
                "items" => {}
                tag if is_language(tag) => section.translations.extend(self.text(value, tag).map(|text| text.in_language(key.text()))),
                _ => self.unknown(key, KEYS),
            }
        }
        self.form.sections.push(section);
        if let Some(items) = item.get("items") {
            let trail = self.form.trails.key(trail, "items");
            self.items(items, Some(id), trail);
        }
    }

    fn next_order(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn text(&mut self, node: Node<'_, 's>, key: &str) -> Option<Text<'s>> {
        match node.kind() {
            Kind::Null => None,
            Kind::Object | Kind::Array => {
                self.wrong(node, key, "a text");
                None
            }
            _ => Some(Text::new(node.text(), node.place())).filter(|text| !text.value.trim().is_empty()),
        }
    }

    /// One text, or a list of them.
    fn texts(&mut self, node: Node<'_, 's>, key: &str) -> Vec<Text<'s>> {
        match node.is_array() {
            true => node.items().filter_map(|item| self.text(item, key)).collect(),
            false => self.text(node, key).into_iter().collect(),
        }
    }

    fn truth(&mut self, node: Node<'_, 's>, key: &str) -> Option<bool> {
        let truth = truth(node);
        if truth.is_none() {
            self.wrong(node, key, "`yes` or `no`");
        }
        truth
    }

    fn required(&mut self, node: Node<'_, 's>) -> Required {
        match (truth(node), node.as_str()) {
            (Some(true), _) => Required::Yes,
            (Some(false), _) => Required::No,
            (None, "when shown") => Required::WhenShown,
            _ => {
                self.wrong(node, "required", "`yes`, `no` or `when shown`");
                Required::NotSaid
            }
        }
    }

    fn choices(&mut self, node: Node<'_, 's>) -> Vec<Choice<'s>> {
        if !node.is_array() {
            self.wrong(node, "options", "a list");
            return Vec::new();
        }
        node.items().filter_map(|item| self.choice(item)).collect()
    }

    fn choice(&mut self, item: Node<'_, 's>) -> Option<Choice<'s>> {
        if !item.is_object() {
            return self.text(item, "options").map(|label| Choice { label: Some(label), ..Choice::default() });
        }
        let mut choice = Choice::default();
        for Entry { key, value } in item.entries() {
            match key.as_str() {
                "value" => choice.value = self.text(value, "value"),
                "label" => choice.label = self.text(value, "label"),
                "code" => choice.code = self.text(value, "code").map(code),
                tag if is_language(tag) => choice.translations.extend(self.text(value, tag).map(|text| text.in_language(key.text()))),
                _ => self.unknown(key, &["value", "label", "code"]),
            }
        }
        (choice != Choice::default()).then_some(choice)
    }

    fn unknown(&mut self, key: Node<'_, 's>, known: &[&str]) {
        let problem = Problem::error("unknown-key", key.place(), format!("unknown key `{}`", key.as_str()));
        self.reading.tell(problem.suggest(key.as_str(), known.iter().copied()));
    }

    fn wrong(&mut self, node: Node<'_, 's>, key: &str, wanted: &str) {
        let place: Place = node.place();
        self.reading.tell(Problem::error("wrong-type", place, format!("`{key}` should be {wanted}")));
    }
}

/// Whether a key is a language: two letters, and perhaps a region.
fn is_language(key: &str) -> bool {
    let (tag, rest) = key.split_once('-').unwrap_or((key, "Region"));
    tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn truth(node: Node<'_, '_>) -> Option<bool> {
    node.truth().or_else(|| match node.string()? {
        "yes" | "Yes" => Some(true),
        "no" | "No" => Some(false),
        _ => None,
    })
}

/// A code as written: `loinc:21112-8`, or `http://loinc.org|21112-8`.
fn code(text: Text<'_>) -> Code<'_> {
    let at = text.value.rfind('|').or_else(|| text.value.find(':').filter(|_| !text.value.contains("://")));
    let split = |text: &str| match at {
        Some(at) => (text.get(..at).unwrap_or_default().trim().to_owned(), text.get(at + 1..).unwrap_or_default().trim().to_owned()),
        None => (String::new(), text.trim().to_owned()),
    };
    let (system, code) = split(&text.value);
    Code { system: Cow::Owned(system), code: Cow::Owned(code), place: text.place }
}
