//! JSON Schema, draft-04 to 2020-12, with an RJSF `uiSchema` and translations beside it.

mod facts;
mod field;
mod refs;
mod translate;
mod ui;
mod walk;

use rustc_hash::FxHashSet;

use self::refs::Schema;
use self::ui::Ui;
use self::walk::Walk;
use super::document::Files;
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells};
use crate::form::{Form, Text, TrailId};
use crate::tree::{Kind, Node};

/// The reader of JSON Schema.
pub(super) struct JsonSchema;

/// Keys under which a schema stands in a file that holds its looks as well.
const WRAPPERS: &[&str] = &["schema", "jsonSchema", "JSONSchema", "formSchema", "json_schema", "dataSchema"];

/// Keys under which the looks stand there.
const LOOKS: &[&str] = &["uiSchema", "uischema", "ui_schema", "uiSchemaJson", "UISchema"];

impl Reader for JsonSchema {
    fn name(&self) -> &'static str {
        "json-schema"
    }

    fn title(&self) -> &'static str {
        "JSON Schema"
    }

    fn about(&self) -> &'static str {
        "JSON or YAML with `$schema` of json-schema.org, or `properties` of an object; `uiSchema` and translations beside it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["json-schema.org", "\"properties\"", "\"$ref\""]
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
            (Fact::Language, Tells::Yes),
            (Fact::OptOut, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        let schema = schema(root).node;
        let declared = schema.get("$schema").is_some_and(|node| node.as_str().contains("json-schema.org"));
        let shape = |node: Node<'_, '_>| node.get("properties").is_some_and(|map| map.entries().all(|entry| is_schema(entry.value)));
        let holds = |key| schema.get(key).is_some_and(|list| list.items().any(shape));
        match () {
            () if declared => Likeness::Certain,
            () if shape(schema) && schema.get("type").is_some_and(|kind| kind.as_str() == "object") => Likeness::Likely,
            () if shape(schema) || ["allOf", "anyOf", "oneOf"].into_iter().any(holds) => Likeness::Maybe,
            () if schema.get("items").is_some_and(shape) || defines(schema) => Likeness::Maybe,
            () => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let files = Files::new(beside);
        let found = schema(root);
        let looks = LOOKS.iter().find_map(|key| root.get(key)).filter(|_| found.trail.is_some());
        let ui = looks.or_else(|| {
            let mut opened = ui::paths(document.file()).filter(|path| path != document.file());
            opened.find_map(|path| files.open(&path, reading))?.root()
        });
        let mut walk = Walk::new(found.node, found.trail, document.file(), &files, reading);
        let schema = Schema { node: found.node, file: 0, trail: walk.base };
        walk.form(schema, Ui(ui));
        if walk.form.fields.is_empty() && walk.form.sections.is_empty() {
            walk.value(schema, Ui(ui));
        }
        let mut form = std::mem::take(&mut walk.form);
        if let Some(stated) = root.get("x-mayask").filter(|_| found.trail.is_some()) {
            super::stated::stated(stated, &mut form);
        }
        let empty = form.fields.is_empty() && form.sections.is_empty() && form.unresolved.is_empty();
        if !empty {
            form.name = name(found.node);
            reading.forms.push(form);
            return;
        }
        definitions(found.node, document.file(), &files, reading);
        if reading.forms.is_empty() && reading.errors().next().is_none() {
            reading.skipped = Some("the schema asks for no value of its own".to_owned());
        }
    }
}

/// The form that a schema asks for which stands within a larger file; the steps lead to it from the root.
pub(super) fn within<'t, 's>(
    root: Node<'t, 's>,
    steps: &[std::borrow::Cow<'s, str>],
    node: Node<'t, 's>,
    file: &'s str,
    files: &'t Files<'s>,
    reading: &mut Reading<'s>,
) -> Form<'s> {
    let mut walk = Walk::new(root, None, file, files, reading);
    let trail = steps.iter().fold(TrailId::default(), |trail, step| walk.form.trails.key(trail, step.clone()));
    walk.form(Schema { node, file: 0, trail }, Ui::default());
    Form { place: node.place(), ..std::mem::take(&mut walk.form) }
}

/// A schema in its file.
struct Found<'t, 's> {
    node: Node<'t, 's>,
    /// The key that it stands under, where it is not the whole file.
    trail: Option<&'static str>,
}

/// The schema of a file: the whole of it, or what stands beside its looks.
fn schema<'t, 's>(root: Node<'t, 's>) -> Found<'t, 's> {
    let whole = root.get("properties").is_some() || root.get("$schema").is_some();
    let looks = || LOOKS.iter().any(|key| root.get(key).is_some());
    let wrapped = || WRAPPERS.iter().find_map(|key| Some((*key, root.get(key)?)));
    match wrapped().filter(|(_, node)| !whole && node.is_object() && (looks() || node.get("properties").is_some())) {
        Some((key, node)) => Found { node, trail: Some(key) },
        None => Found { node: root, trail: None },
    }
}

/// `$id` or `id`.
fn name<'s>(node: Node<'_, 's>) -> Option<Text<'s>> {
    let id = node.get("$id").or_else(|| node.get("id"))?;
    id.string().map(|_| Text::new(id.text(), id.place()))
}

fn is_schema(node: Node<'_, '_>) -> bool {
    matches!(node.kind(), Kind::Object | Kind::Bool)
}

/// Whether a file holds definitions of objects.
fn defines(node: Node<'_, '_>) -> bool {
    let maps = ["definitions", "$defs"].into_iter().filter_map(|key| node.get(key));
    maps.flat_map(|map| map.entries()).any(|entry| entry.value.get("properties").is_some() || entry.value.get("type").is_some())
}

/// In a file that holds definitions alone, each object that no other refers to is a form of its own.
fn definitions<'t, 's>(root: Node<'t, 's>, file: &'s str, files: &'t Files<'s>, reading: &mut Reading<'s>) {
    let referred = references(root);
    for key in ["definitions", "$defs"] {
        for entry in root.get(key).into_iter().flat_map(|map| map.entries()) {
            let pointer = format!("#/{key}/{}", entry.key.as_str());
            if referred.contains(pointer.as_str()) {
                continue;
            }
            let mut walk = Walk::new(root, None, file, files, reading);
            let trail = walk.form.trails.key(TrailId::default(), key);
            let trail = walk.form.trails.key(trail, entry.key.text());
            walk.form(Schema { node: entry.value, file: 0, trail }, Ui::default());
            let form = std::mem::take(&mut walk.form);
            if !form.fields.is_empty() {
                let (part, name, place) = (Some(entry.key.text()), name(entry.value), entry.key.place());
                reading.forms.push(Form { part, name, place, ..form });
            }
        }
    }
}

/// All references of a file.
fn references<'t>(root: Node<'t, '_>) -> FxHashSet<&'t str> {
    let mut found = FxHashSet::default();
    let mut open = vec![root];
    let mut seen = FxHashSet::default();
    while let Some(node) = open.pop() {
        if !seen.insert(node.id()) {
            continue;
        }
        found.extend(node.get("$ref").and_then(|node| node.string()));
        open.extend(node.entries().map(|entry| entry.value).chain(node.items()).filter(|node| node.is_object() || node.is_array()));
    }
    found
}
