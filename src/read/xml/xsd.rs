//! XML schemas: elements and attributes with a simple value are fields, those that hold others are sections.
//!
//! A schema says nothing of conditions; what stands in a choice of elements may be left out, and so is not said to be required.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{attribute, begins, child, elements, named, parse, place, words};
use crate::form::{Answer, Choice, Field, FieldId, Form, Part, Required, Section, SectionId, Text, TrailId, Unresolved};
use crate::read::{Beside, Document, Likeness, Reader, Reading};
use crate::source::Problem;

/// The reader of XML schemas.
pub(in crate::read) struct Xsd;

const NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// How deep types are followed into each other.
const DEEP: u32 = 32;

impl Reader for Xsd {
    fn name(&self) -> &'static str {
        "xsd"
    }

    fn title(&self) -> &'static str {
        "XML Schema (NIEM and others)"
    }

    fn about(&self) -> &'static str {
        "XML whose root is `schema` of the namespace of XML Schema"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["<xs:schema", "<xsd:schema"]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let certain = begins(document, "schema") && begins(document, NAMESPACE) && !begins(document, "/xforms");
        if certain { Likeness::Likely } else { Likeness::No }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(tree) = parse(document, reading) else { return };
        let root = tree.root_element();
        if root.tag_name().name() != "schema" {
            reading.skipped = Some("the file is no XML schema".to_owned());
            return;
        }
        let form = Form { format: "xsd", place: document.whole(), ..Form::default() };
        let mut walk = Walk {
            document,
            form,
            kinds: BTreeMap::new(),
            open: BTreeSet::new(),
            most: reading.limits.fields as usize,
            order: 0,
            full: false,
        };
        for node in elements(root) {
            if let Some(name) = node.attribute("name") {
                walk.kinds.insert((node.tag_name().name(), name), node);
            }
        }
        walk.form.name = named(document, root, "targetNamespace");
        walk.roots(root);
        if walk.full {
            let message = format!("more than {} fields; the others were not read", walk.most);
            reading.tell(Problem::error("too-many-fields", document.whole(), message));
        }
        match walk.form.fields.is_empty() {
            true => reading.skipped = Some("the schema declares types only, and no element with a value".to_owned()),
            false => reading.forms.push(walk.form),
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Around {
    section: Option<SectionId>,
    trail: TrailId,
    repeated: bool,
    /// Whether it stands where one of several may be left out.
    open: bool,
    depth: u32,
}

struct Walk<'w, 'i, 's> {
    document: &'w Document<'s>,
    form: Form<'s>,
    /// The declarations below the root, by kind and name.
    kinds: BTreeMap<(&'w str, &'w str), Node<'w, 'i>>,
    /// The types that are being followed.
    open: BTreeSet<u32>,
    most: usize,
    order: u32,
    full: bool,
}

impl<'w, 'i, 's> Walk<'w, 'i, 's> {
    /// The elements that nothing refers to begin a form; where there are none, the types do.
    fn roots(&mut self, root: Node<'w, 'i>) {
        let used: BTreeSet<&str> = root.descendants().filter_map(|node| node.attribute("ref")).map(local).collect();
        let declared = |kind: &'static str| elements(root).filter(move |node| node.tag_name().name() == kind);
        for element in declared("element").filter(|node| !node.attribute("name").is_some_and(|name| used.contains(name))) {
            self.element(element, Around::default());
        }
        if self.form.fields.is_empty() {
            for kind in declared("complexType") {
                let around = self.section(kind, Around::default());
                self.content(kind, around);
            }
        }
    }

    fn local(&self, kind: &'w str, name: &'w str) -> Option<Node<'w, 'i>> {
        self.kinds.get(&(kind, local(name))).copied()
    }

    fn element(&mut self, node: Node<'w, 'i>, around: Around) {
        let declared = node.attribute("ref").and_then(|name| self.local(node.tag_name().name(), name)).unwrap_or(node);
        let kind = declared.attribute("type").and_then(|name| self.local("complexType", name)).or_else(|| child(declared, "complexType"));
        let holds =
            |kind: &Node<'w, 'i>| kind.descendants().any(|node| matches!(node.tag_name().name(), "element" | "attribute" | "group"));
        let repeats = node.attribute("maxOccurs").is_some_and(|most| most != "1" && most != "0");
        let around = Around { repeated: around.repeated || repeats, ..around };
        match kind.filter(holds) {
            Some(kind) if around.depth < DEEP && self.open.insert(kind.id().get()) => {
                let optional = node.attribute("minOccurs") == Some("0");
                let inner = self.section(declared, Around { open: around.open || optional, ..around });
                self.content(kind, inner);
                self.open.remove(&kind.id().get());
            }
            // A type within itself holds the same questions again.
            Some(_) => {}
            None => self.field(node, declared, kind, around),
        }
    }

    fn section(&mut self, node: Node<'w, 'i>, around: Around) -> Around {
        let id = SectionId(u32::try_from(self.form.sections.len()).unwrap_or(u32::MAX));
        let name = named(self.document, node, "name");
        let trail = self.form.trails.key(around.trail, name.as_ref().map(|name| name.value.clone()).unwrap_or_default());
        let (title, repeated, order, place) = (self.documentation(node), around.repeated, self.rank(), place(self.document, node));
        self.form.sections.push(Section { title, name, parent: around.section, repeated, order, place, ..Section::default() });
        Around { section: Some(id), trail, depth: around.depth + 1, ..around }
    }

    /// What a type holds: sequences, choices, groups, and what it extends.
    fn content(&mut self, node: Node<'w, 'i>, around: Around) {
        for below in elements(node) {
            let optional = below.attribute("minOccurs") == Some("0");
            match below.tag_name().name() {
                "element" | "attribute" => self.element(below, around),
                "choice" => self.content(below, Around { open: true, ..around }),
                "group" | "attributeGroup" => {
                    let group = below.attribute("ref").and_then(|name| self.local(below.tag_name().name(), name));
                    if let Some(group) = group.filter(|group| around.depth < DEEP && self.open.insert(group.id().get())) {
                        self.content(group, Around { open: around.open || optional, depth: around.depth + 1, ..around });
                        self.open.remove(&group.id().get());
                    }
                }
                "extension" | "restriction" => {
                    let base = below.attribute("base").and_then(|name| self.local("complexType", name));
                    if let Some(base) = base.filter(|base| around.depth < DEEP && self.open.insert(base.id().get())) {
                        self.content(base, Around { depth: around.depth + 1, ..around });
                        self.open.remove(&base.id().get());
                    }
                    self.content(below, around);
                }
                "sequence" | "all" => self.content(below, Around { open: around.open || optional, ..around }),
                "complexContent" | "simpleContent" | "complexType" => self.content(below, around),
                _ => {}
            }
        }
    }

    fn field(&mut self, node: Node<'w, 'i>, declared: Node<'w, 'i>, kind: Option<Node<'w, 'i>>, around: Around) {
        if self.form.fields.len() >= self.most {
            self.full = true;
            return;
        }
        let id = FieldId(u32::try_from(self.form.fields.len()).unwrap_or(u32::MAX));
        let written = declared.attribute("type");
        let simple = written.and_then(|name| self.local("simpleType", name)).or_else(|| child(declared, "simpleType")).or(kind);
        if let Some(reference) = declared.attribute_node("type").filter(|name| simple.is_none() && !is_built_in(declared, name.value())) {
            let why = "its type is declared in another schema, and may hold choices or further questions".into();
            let reference = attribute(self.document, reference);
            self.form.unresolved.push(Unresolved { field: Some(id), part: Part::Choice, reference, why });
        }
        let choices = simple.map(|kind| self.enumerated(kind)).unwrap_or_default();
        let base = simple.and_then(|kind| kind.descendants().find_map(|node| node.attribute("base"))).or(written).unwrap_or_default();
        let name = named(self.document, node, "name")
            .or_else(|| named(self.document, node, "ref").map(|name| Text { value: local(&name.value).to_owned().into(), ..name }));
        let trail = self.form.trails.key(around.trail, name.as_ref().map(|name| name.value.clone()).unwrap_or_default());
        let facet =
            |name: &str| simple.and_then(|kind| kind.descendants().find(|node| node.tag_name().name() == name)?.attribute_node("value"));
        let optional = match node.tag_name().name() {
            "attribute" => node.attribute("use") != Some("required"),
            _ => node.attribute("minOccurs") == Some("0"),
        };
        let order = self.rank();
        self.form.fields.push(Field {
            label: self.documentation(node).or_else(|| self.documentation(declared)),
            help: simple.and_then(|kind| self.documentation(kind)).into_iter().collect(),
            answer: if choices.is_empty() { answer(local(base)) } else { Answer::Choice },
            choices,
            required: match (optional, around.open) {
                (true, _) => Required::No,
                (false, true) => Required::NotSaid,
                (false, false) => Required::Yes,
            },
            repeated: around.repeated,
            max_length: facet("maxLength").and_then(|most| most.value().parse().ok()),
            pattern: facet("pattern").map(|pattern| attribute(self.document, pattern)),
            section: around.section,
            order,
            place: place(self.document, node),
            trail,
            name,
            ..Field::default()
        });
    }

    fn enumerated(&self, kind: Node<'w, 'i>) -> Vec<Choice<'s>> {
        let values = kind.descendants().filter(|node| node.tag_name().name() == "enumeration");
        values
            .filter_map(|node| {
                Some(Choice { value: Some(named(self.document, node, "value")?), label: self.documentation(node), ..Choice::default() })
            })
            .collect()
    }

    /// The documentation of a declaration itself, not of what it holds.
    fn documentation(&self, node: Node<'w, 'i>) -> Option<Text<'s>> {
        words(self.document, child(child(node, "annotation")?, "documentation")?)
    }

    fn rank(&mut self) -> u32 {
        self.order += 1;
        self.order
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_built_in(node: Node<'_, '_>, name: &str) -> bool {
    let prefix = name.split_once(':').map(|(prefix, _)| prefix);
    node.lookup_namespace_uri(prefix) == Some(NAMESPACE)
}

fn answer(kind: &str) -> Answer {
    match kind {
        "boolean" => Answer::YesNo,
        "date" | "dateTime" => Answer::Date,
        "gYear" => Answer::Year,
        "gYearMonth" => Answer::Month,
        "integer" | "int" | "decimal" | "long" | "short" | "double" | "float" | "nonNegativeInteger" | "positiveInteger" => Answer::Number,
        "string" | "token" | "normalizedString" => Answer::Text,
        "base64Binary" => Answer::Document,
        _ => Answer::NotSaid,
    }
}
