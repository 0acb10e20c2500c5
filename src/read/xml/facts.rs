//! Fact dictionaries: facts that a person enters, and facts that follow from others and are not asked.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{attribute, begins, child, elements, named, parse, place, words};
use crate::form::{Answer, Asked, Choice, Field, FieldId, Form, Part, Text, TrailId, Unresolved};
use crate::read::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::source::Limit;

/// The reader of fact dictionaries.
pub(in crate::read) struct Facts;

impl Reader for Facts {
    fn name(&self) -> &'static str {
        "fact-dictionary"
    }

    fn title(&self) -> &'static str {
        "fact dictionary"
    }

    fn about(&self) -> &'static str {
        "XML whose root is `FactDictionaryModule` or `FactDictionary`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["<FactDictionary"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[(Fact::Choices, Tells::Both), (Fact::NotAsked, Tells::Both)]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        if begins(document, "<FactDictionary") { Likeness::Certain } else { Likeness::No }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(tree) = parse(document, reading) else { return };
        let facts = || tree.descendants().filter(|node| node.has_tag_name("Fact"));
        let options: BTreeMap<&str, Node<'_, '_>> = facts().filter_map(|fact| Some((fact.attribute("path")?, fact))).collect();
        let mut form = Form { format: "fact-dictionary", place: document.whole(), ..Form::default() };
        for fact in facts() {
            if form.fields.len() >= reading.limits.fields {
                let message = format!("more than {} fields; the others were not read", reading.limits.fields);
                reading.tell(Limit::Fields.passed(place(document, fact), message));
                break;
            }
            add(document, &mut form, fact, &options);
        }
        match form.fields.is_empty() {
            true => reading.skipped = Some("the dictionary holds no facts".to_owned()),
            false => reading.forms.push(form),
        }
    }
}

fn add<'s>(document: &Document<'s>, form: &mut Form<'s>, fact: Node<'_, '_>, options: &BTreeMap<&str, Node<'_, '_>>) {
    let id = FieldId(u32::try_from(form.fields.len()).unwrap_or(u32::MAX));
    let kind = child(fact, "Writable").and_then(|writable| elements(writable).find(|kind| kind.tag_name().name() != "Limit"));
    let name = named(document, fact, "path");
    let path = name.as_ref().map(|name| name.value.to_string()).unwrap_or_default();
    let trail =
        path.split('/').filter(|step| !step.is_empty()).fold(TrailId::default(), |trail, step| form.trails.key(trail, step.to_owned()));
    let mut choices = Vec::new();
    if let Some(reference) = kind.and_then(|kind| kind.attribute_node("optionsPath")) {
        let found = options.get(reference.value());
        choices = found.map(|options| offered(document, *options)).unwrap_or_default();
        if choices.is_empty() {
            let why = "the list of its choices is not in this file".into();
            form.unresolved.push(Unresolved { field: Some(id), part: Part::Choice, reference: attribute(document, reference), why });
        }
    }
    let text = |name: &str| child(fact, name).and_then(|node| words(document, node));
    form.fields.push(Field {
        name,
        label: text("Name"),
        help: text("Description").into_iter().collect(),
        choices,
        answer: kind.map(|kind| answer(kind.tag_name().name())).unwrap_or_default(),
        asked: match (kind.map(|kind| kind.tag_name().name()), child(fact, "Derived").is_some()) {
            (Some("Collection"), _) => Asked::No("it is the list that other facts stand in".into()),
            (None, true) => Asked::No("it is derived from other facts".into()),
            _ => Asked::Yes,
        },
        repeated: path.contains("/*"),
        order: id.0,
        place: place(document, fact),
        trail,
        ..Field::default()
    });
}

fn offered<'s>(document: &Document<'_>, options: Node<'_, '_>) -> Vec<Choice<'s>> {
    let list = options.descendants().filter(|node| node.has_tag_name("EnumOptions")).flat_map(|list| list.descendants());
    let value = |node: Node<'_, '_>| -> Option<Text<'s>> { words(document, node) };
    list.filter(|node| node.has_tag_name("String")).map(|node| Choice { value: value(node), ..Choice::default() }).collect()
}

fn answer(kind: &str) -> Answer {
    match kind {
        "Boolean" => Answer::YesNo,
        "Enum" => Answer::Choice,
        "MultiEnum" => Answer::Choices,
        "Day" => Answer::Date,
        "Dollar" | "Int" | "Rational" | "Days" => Answer::Number,
        "String" | "EmailAddress" | "PhoneNumber" | "TIN" | "EIN" | "PIN" | "IPPIN" | "BankAccount" | "Address" => Answer::Text,
        _ => Answer::NotSaid,
    }
}
