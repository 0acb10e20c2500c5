//! Frictionless table schemas: the columns of a table that is filled in, alone or in a data package.

use super::draft::{self, Around, Draft, choice, has, put, said, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells};
use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, TrailId};
use crate::tree::Node;

/// The reader of table schemas.
pub(super) struct Frictionless;

impl Reader for Frictionless {
    fn name(&self) -> &'static str {
        "frictionless"
    }

    fn title(&self) -> &'static str {
        "Frictionless table schema"
    }

    fn about(&self) -> &'static str {
        "JSON or YAML with `fields` that have a `name` and a `type` or `constraints`; or a data package with `resources`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"constraints\"", "frictionlessdata"]
    }

    fn syntax(&self) -> Syntax {
        Syntax::Yaml
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[(Fact::Required, Tells::Both), (Fact::Choices, Tells::Both), (Fact::Order, Tells::Yes), (Fact::OptOut, Tells::Both)]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        let declared = ["$schema", "profile"].into_iter().filter_map(|key| root.get(key)).any(|node| {
            node.as_str().contains("frictionless") || node.as_str().contains("specs/table-schema") || node.as_str().contains("data-package")
        });
        let marked = |node: Node<'_, '_>| ["primaryKey", "foreignKeys", "missingValues"].into_iter().any(|key| node.get(key).is_some());
        match () {
            () if tables(root).next().is_some() && (declared || root.get("resources").is_some()) => Likeness::Certain,
            () if is_table(root) && (marked(root) || constrained(root)) => Likeness::Likely,
            () if is_table(root) && root.entries().count() <= 4 => Likeness::Maybe,
            () => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        for (index, holder, schema) in tables(root) {
            let mut draft = Draft::new("frictionless", root, reading);
            draft.form.place = schema.place();
            let title = said(holder, "title").or_else(|| said(schema, "title"));
            draft.form.title = title.or_else(|| said(root, "title"));
            draft.form.name = holder.get("name").or_else(|| root.get("name")).filter(|name| name.string().is_some()).map(written);
            let mut around = Around::default();
            if let Some(index) = index {
                let part = holder.get("name").map_or_else(|| (index + 1).to_string().into(), |name| name.text());
                draft.form.part = Some(part);
                let trail = draft.form.trails.key(TrailId::default(), "resources");
                let trail = draft.form.trails.index(trail, index);
                around.trail = draft.form.trails.key(trail, "schema");
            }
            draft.notice(NoticeKind::Text, said(holder, "description").into_iter().collect(), around);
            let list = draft.key(around, "fields");
            for (node, around) in draft.list(schema.get("fields"), list) {
                if !draft.is_full() {
                    field(&mut draft, node, around);
                }
            }
            draft.finish();
        }
        if reading.forms.is_empty() && reading.errors().next().is_none() {
            reading.skipped = Some("the data package describes no table".to_owned());
        }
    }
}

/// The tables of a file: the number among the resources, what holds the schema, and the schema.
fn tables<'t, 's>(root: Node<'t, 's>) -> impl Iterator<Item = (Option<usize>, Node<'t, 's>, Node<'t, 's>)> {
    let own = is_table(root).then_some((None, root, root));
    let resources = root.get("resources").into_iter().flat_map(|list| list.items()).enumerate();
    own.into_iter().chain(resources.filter_map(|(index, resource)| {
        let schema = resource.get("schema").filter(|schema| is_table(*schema))?;
        Some((Some(index), resource, schema))
    }))
}

fn is_table(node: Node<'_, '_>) -> bool {
    let column = |field: Node<'_, '_>| {
        let text = |key: &str| field.get(key).is_some_and(|node| node.string().is_some());
        text("name") && (text("type") || field.get("constraints").is_some() || text("title") || text("description"))
    };
    node.get("fields").is_some_and(|list| list.items().next().is_some() && list.items().all(column))
}

fn constrained(node: Node<'_, '_>) -> bool {
    node.get("fields").is_some_and(|list| list.items().any(|field| field.get("constraints").is_some_and(|said| said.is_object())))
}

fn field<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, around: Around) {
    let limits = node.get("constraints");
    let limit = |key: &str| limits.and_then(|limits| limits.get(key)).filter(|value| draft::is_said(*value));
    let choices = choices(limit("enum").or_else(|| node.get("categories")));
    let required = limits.is_some_and(|limits| draft::flag(limits, "required")) || draft::flag(node, "required");
    let mut field = Field {
        name: node.get("name").map(written),
        answer: answer(node, !choices.is_empty()),
        choices,
        required: if required { Required::Yes } else { Required::No },
        max_length: limit("maxLength").and_then(|most| most.as_str().parse().ok()),
        pattern: limit("pattern").map(written),
        place: node.get("name").unwrap_or(node).place(),
        ..Field::default()
    };
    put(&mut field, Part::Label, said(node, "title").into_iter().collect());
    put(&mut field, Part::Help, said(node, "description").into_iter().collect());
    let term = node.get("rdfType").filter(|_| has(node, "rdfType"));
    field.codes.extend(term.map(|term| crate::form::Code { system: "rdf".into(), code: term.text(), place: term.place() }));
    draft.field(node, field, around);
}

fn choices<'s>(list: Option<Node<'_, 's>>) -> Vec<Choice<'s>> {
    let items = list.into_iter().flat_map(|list| list.items());
    let pair = |item: Node<'_, 's>| match item.is_object() {
        true => choice(item.get("value"), said(item, "label").into_iter().collect()),
        false => choice(Some(item), Vec::new()),
    };
    items.filter_map(pair).collect()
}

fn answer(node: Node<'_, '_>, offers: bool) -> Answer {
    match node.get("type").map(|kind| kind.as_str()).unwrap_or_default() {
        "boolean" => Answer::YesNo,
        "array" | "list" if offers => Answer::Choices,
        _ if offers => Answer::Choice,
        "integer" | "number" => Answer::Number,
        "date" | "datetime" => Answer::Date,
        "yearmonth" => Answer::Month,
        "year" => Answer::Year,
        "string" | "time" | "duration" => Answer::Text,
        _ => Answer::NotSaid,
    }
}
