//! Form.io: components in components, with their conditions, choices and texts between them.

mod component;

use self::component::Walk;
use super::draft::{Around, Draft, said};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Text, TrailId};
use crate::tree::Node;

/// The reader of Form.io forms.
pub(super) struct Formio;

/// Keys under which a form stands in an export that wraps it.
const WRAPPERS: &[&str] = &["schema", "form", "formSchema", "definition", "form_definition"];

impl Reader for Formio {
    fn name(&self) -> &'static str {
        "formio"
    }

    fn title(&self) -> &'static str {
        "Form.io"
    }

    fn about(&self) -> &'static str {
        "JSON with `components` that have a `key` and a `type`; or a project export with `forms` of them"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"components\"", "\"tableView\""]
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
        let Some(root) = document.root() else { return Likeness::No };
        match () {
            () if is_form(root) && root.get("display").is_some() => Likeness::Certain,
            () if is_form(root) || WRAPPERS.iter().filter_map(|key| root.get(key)).any(is_form) => Likeness::Likely,
            () if exports(root).any(|(.., form)| is_form(form)) => Likeness::Likely,
            () if root.items().next().is_some_and(is_component) && root.items().all(is_component) => Likeness::Maybe,
            () => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        if is_form(root) || root.is_array() {
            form(root, root, &[], None, reading);
        } else if let Some((key, node)) = WRAPPERS.iter().filter_map(|key| Some((*key, root.get(key)?))).find(|(_, node)| is_form(*node)) {
            form(root, node, &[key], None, reading);
        } else {
            for (group, name, node) in exports(root).filter(|(.., node)| is_form(*node)) {
                form(node, node, &[group, name.as_str()], Some(name), reading);
            }
        }
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the form has no component that holds an answer".to_owned());
        }
    }
}

/// Whether a mapping holds components of Form.io.
fn is_form(node: Node<'_, '_>) -> bool {
    node.get("components").is_some_and(|list| list.items().next().is_some() && list.items().all(is_component))
}

/// A component has a type and a key, and says `input` or how it looks.
fn is_component(node: Node<'_, '_>) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("type") && has("key") && ["input", "tableView", "label", "components", "columns", "content", "html"].into_iter().any(has)
}

/// The forms of an export of a whole project, by group and name.
fn exports<'t, 's>(root: Node<'t, 's>) -> impl Iterator<Item = (&'static str, Node<'t, 's>, Node<'t, 's>)> {
    let groups = ["forms", "resources"].into_iter().filter_map(move |key| Some((key, root.get(key)?)));
    groups.flat_map(|(key, map)| map.entries().map(move |entry| (key, entry.key, entry.value)))
}

/// Reads one form; `outer` is what holds its title.
fn form<'s>(outer: Node<'_, 's>, node: Node<'_, 's>, trail: &[&str], part: Option<Node<'_, 's>>, reading: &mut Reading<'s>) {
    let mut draft = Draft::new("formio", outer, reading);
    if let Some(mapping) = node.get("x-mayask").filter(|_| outer.id() != node.id()) {
        super::stated::stated(mapping, &mut draft.form);
    }
    draft.form.part = part.map(|name| name.text());
    draft.form.place = node.place();
    draft.form.title = said(node, "title").or_else(|| said(outer, "title")).or_else(|| said(outer, "name"));
    let name = ["path", "name", "_id", "id"].into_iter().find_map(|key| node.get(key).filter(|node| node.string().is_some()));
    draft.form.name = name.map(|node| Text::new(node.text(), node.place()));
    let base = trail.iter().fold(TrailId::default(), |base, step| draft.form.trails.key(base, (*step).to_owned()));
    let around = Around { trail: base, conditional: crate::form::Told::No, ..Around::default() };
    let mut walk = Walk::new(draft, [outer, node]);
    match node.is_array() {
        true => walk.components(node, around),
        false => walk.children(node, around),
    }
    walk.draft.finish();
}
