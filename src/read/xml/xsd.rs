//! XML schemas: elements and attributes with a simple value are fields, those that hold others are sections.
//!
//! A schema says nothing of conditions; what stands in a choice of elements may be left out, and so is not said to be required.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{attribute, begins, child, elements, named, parse, place, words};
use crate::form::{Answer, Choice, Field, FieldId, Form, Part, Required, Section, SectionId, Text, TrailId, Unresolved};
use crate::read::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::source::{Limit, Place, Source};

/// The reader of XML schemas.
pub(in crate::read) struct Xsd;

const NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

impl Reader for Xsd {
    fn name(&self) -> &'static str {
        "xsd"
    }

    fn title(&self) -> &'static str {
        "XML Schema (NIEM and others)"
    }

    fn about(&self) -> &'static str {
        "XML whose root is `schema` of the namespace of XML Schema; the schemas that it imports and includes beside it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["<xs:schema", "<xsd:schema"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[(Fact::Required, Tells::Both), (Fact::Choices, Tells::Both)]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let certain = begins(document, "schema") && begins(document, NAMESPACE) && !begins(document, "/xforms");
        if certain { Likeness::Likely } else { Likeness::No }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let files = Schemas::open(document, reading, beside);
        let Some(root) = files.0.first().map(|(_, tree)| tree.root_element()) else { return };
        if root.tag_name().name() != "schema" {
            reading.skipped = Some("the file is no XML schema".to_owned());
            return;
        }
        let form = Form { format: "xsd", place: document.whole(), ..Form::default() };
        let mut walk = Walk { files: &files, form, kinds: BTreeMap::new(), open: BTreeSet::new(), reading, order: 0 };
        for root in files.0.iter().map(|(_, tree)| tree.root_element()) {
            let space = root.attribute("targetNamespace").unwrap_or_default();
            for node in elements(root) {
                if let Some(name) = node.attribute("name") {
                    walk.kinds.entry((space, node.tag_name().name(), name)).or_insert(node);
                }
            }
        }
        walk.form.name = named(document, root, "targetNamespace");
        walk.roots(root);
        let Walk { form, reading, .. } = walk;
        match form.fields.is_empty() {
            true if reading.errors().next().is_some() => {}
            true => reading.skipped = Some("the schema declares types only, and no element with a value".to_owned()),
            false => reading.forms.push(form),
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

/// A schema and those that it imports and includes, as far as they are beside it.
struct Schemas<'s>(Vec<(Document<'s>, roxmltree::Document<'s>)>);

/// How far a type is followed into those that it extends, to see whether they ask.
const FAR: u32 = 32;

/// How many files one schema is followed into.
const MANY: usize = 64;

impl<'s> Schemas<'s> {
    fn open(document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) -> Self {
        let mut files = Self(Vec::new());
        let mut next = vec![document.source()];
        while let Some(source) = next.pop() {
            if files.0.len() >= MANY || files.0.iter().any(|(known, _)| std::ptr::eq(known.source(), source)) {
                continue;
            }
            let (document, _) = Document::numbered(source, reading.source(source), &reading.limits);
            let Some(tree) = parse(&document, reading) else { continue };
            let found: Vec<&Source> = elements(tree.root_element()).filter_map(|node| located(node, beside)).collect();
            files.0.push((document, tree));
            next.extend(found.into_iter().rev());
        }
        files
    }
}

/// The file that an import or inclusion leads to: at its path, or of its name where the path is an address on the network.
fn located<'s>(node: Node<'_, '_>, beside: &'s dyn Beside) -> Option<&'s Source> {
    if !matches!(node.tag_name().name(), "import" | "include" | "redefine" | "override") {
        return None;
    }
    let location = node.attribute("schemaLocation")?;
    let name = location.rsplit('/').next().unwrap_or(location);
    let path = Some(location).filter(|location| !location.contains("://"));
    path.and_then(|path| beside.file(path)).or_else(|| beside.file(name))
}

struct Walk<'w, 's> {
    files: &'w Schemas<'s>,
    form: Form<'s>,
    /// The declarations below the roots, by namespace, kind and name.
    kinds: BTreeMap<(&'w str, &'w str, &'w str), Node<'w, 's>>,
    /// The types that are being followed.
    open: BTreeSet<(usize, u32)>,
    reading: &'w mut Reading<'s>,
    order: u32,
}

impl<'w, 's> Walk<'w, 's> {
    /// The elements that nothing refers to begin a form; where there are none, the types do.
    fn roots(&mut self, root: Node<'w, 's>) {
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

    /// The declaration that a name means where it stands. A schema without a namespace takes that of whoever includes it.
    fn local(&self, from: Node<'w, 's>, kind: &'w str, name: &'w str) -> Option<Node<'w, 's>> {
        let (prefix, name) = name.split_once(':').map_or((None, name), |(prefix, name)| (Some(prefix), name));
        let own = from.document().root_element().attribute("targetNamespace");
        let space = from.lookup_namespace_uri(prefix).or(own).unwrap_or_default();
        let spaces = [Some(space), Some(""), own.filter(|_| prefix.is_none())];
        spaces.into_iter().flatten().find_map(|space| self.kinds.get(&(space, kind, name)).copied())
    }

    /// Whether a type is declared in no schema at hand.
    fn is_elsewhere(&self, from: Node<'w, 's>, name: &'w str) -> bool {
        !is_built_in(from, name) && ["simpleType", "complexType"].into_iter().all(|kind| self.local(from, kind, name).is_none())
    }

    /// The file that a node stands in.
    fn document(&self, node: Node<'_, '_>) -> Option<&'w Document<'s>> {
        let of = |(_, tree): &&(Document<'s>, roxmltree::Document<'s>)| {
            std::ptr::from_ref(tree).addr() == std::ptr::from_ref(node.document()).addr()
        };
        self.files.0.iter().find(of).or(self.files.0.first()).map(|(document, _)| document)
    }

    /// A mark of a node among those of all files.
    fn mark(&self, node: Node<'_, '_>) -> (usize, u32) {
        (std::ptr::from_ref(node.document()).addr(), node.id().get())
    }

    fn place(&self, node: Node<'_, '_>) -> Place {
        self.document(node).map(|document| place(document, node)).unwrap_or_default()
    }

    fn named(&self, node: Node<'_, '_>, name: &str) -> Option<Text<'s>> {
        named(self.document(node)?, node, name)
    }

    /// Tells a name that is declared in no schema at hand.
    fn lose(&mut self, node: Node<'_, '_>, name: &str, field: Option<FieldId>, why: &'static str) {
        let Some(reference) = self.named(node, name) else { return };
        self.form.unresolved.push(Unresolved { field, part: Part::Questions, reference, why: why.into() });
    }

    fn element(&mut self, node: Node<'w, 's>, around: Around) {
        let declared = node.attribute("ref").and_then(|name| self.local(node, node.tag_name().name(), name)).unwrap_or(node);
        let kind = declared
            .attribute("type")
            .and_then(|name| self.local(declared, "complexType", name))
            .or_else(|| child(declared, "complexType"));
        let repeats = node.attribute("maxOccurs").is_some_and(|most| most != "1" && most != "0");
        let around = Around { repeated: around.repeated || repeats, ..around };
        match kind.filter(|kind| self.holds(*kind, FAR)) {
            Some(kind) if self.goes_on(kind, around) && self.open.insert(self.mark(kind)) => {
                let optional = node.attribute("minOccurs") == Some("0");
                let inner = self.section(declared, Around { open: around.open || optional, ..around });
                self.content(kind, inner);
                self.open.remove(&self.mark(kind));
            }
            _ if node.has_attribute("ref") && declared == node => {
                let id = FieldId(u32::try_from(self.form.fields.len()).unwrap_or(u32::MAX));
                self.field(node, declared, kind, around);
                self.lose(node, "ref", Some(id), "it is declared in another schema, and may hold choices or further questions");
            }
            // A type within itself holds the same questions again.
            Some(_) => {}
            None => self.field(node, declared, kind, around),
        }
    }

    /// Whether a type holds questions of its own, or goes back to one that does.
    fn holds(&self, kind: Node<'w, 's>, far: u32) -> bool {
        let own = |node: Node<'w, 's>| matches!(node.tag_name().name(), "element" | "attribute" | "group");
        let base = || kind.descendants().find_map(|node| self.local(node, "complexType", node.attribute("base")?));
        kind.descendants().any(own) || (far > 0 && base().is_some_and(|base| base != kind && self.holds(base, far - 1)))
    }

    /// Whether a type may be followed into; where a limit forbids it this is told. Types can hold each other many times over.
    fn goes_on(&mut self, kind: Node<'w, 's>, around: Around) -> bool {
        let most = self.reading.limits.questions();
        if around.depth as usize >= most {
            let message = format!("types within one another deeper than {most}; what is below was not read");
            self.reading.tell(Limit::Depth.passed(self.place(kind), message));
            return false;
        }
        self.has_room() && self.reading.work(10 + kind.children().count())
    }

    /// Whether another field may be added; where it may not this is told.
    fn has_room(&mut self) -> bool {
        let most = self.reading.limits.fields;
        if self.form.fields.len() >= most {
            let message = format!("more than {most} fields; the others were not read");
            self.reading.tell(Limit::Fields.passed(self.form.place, message));
        }
        self.form.fields.len() < most
    }

    fn section(&mut self, node: Node<'w, 's>, around: Around) -> Around {
        let id = SectionId(u32::try_from(self.form.sections.len()).unwrap_or(u32::MAX));
        let name = self.named(node, "name");
        let trail = self.form.trails.key(around.trail, name.as_ref().map(|name| name.value.clone()).unwrap_or_default());
        let (title, repeated, order, place) = (self.documentation(node), around.repeated, self.rank(), self.place(node));
        self.form.sections.push(Section { title, name, parent: around.section, repeated, order, place, ..Section::default() });
        Around { section: Some(id), trail, depth: around.depth + 1, ..around }
    }

    /// What a type holds: sequences, choices, groups, and what it extends.
    fn content(&mut self, node: Node<'w, 's>, around: Around) {
        for below in elements(node) {
            let optional = below.attribute("minOccurs") == Some("0");
            match below.tag_name().name() {
                "element" | "attribute" => self.element(below, around),
                "choice" => self.content(below, Around { open: true, ..around }),
                "group" | "attributeGroup" => {
                    let group = below.attribute("ref").and_then(|name| self.local(below, below.tag_name().name(), name));
                    self.within(below, "ref", group, Around { open: around.open || optional, ..around });
                }
                "extension" | "restriction" => {
                    let base = below.attribute("base").and_then(|name| self.local(below, "complexType", name));
                    self.within(below, "base", base, around);
                    self.content(below, around);
                }
                "sequence" | "all" => self.content(below, Around { open: around.open || optional, ..around }),
                "complexContent" | "simpleContent" | "complexType" => self.content(below, around),
                _ => {}
            }
        }
    }

    /// What a type or group holds that a declaration refers to.
    fn within(&mut self, node: Node<'w, 's>, name: &'static str, found: Option<Node<'w, 's>>, around: Around) {
        let Some(found) = found else {
            let simple =
                node.attribute(name).is_none_or(|named| is_built_in(node, named) || self.local(node, "simpleType", named).is_some());
            if !simple {
                self.lose(node, name, None, "it is declared in another schema, and may hold further questions");
            }
            return;
        };
        if self.goes_on(found, around) && self.open.insert(self.mark(found)) {
            self.content(found, Around { depth: around.depth + 1, ..around });
            self.open.remove(&self.mark(found));
        }
    }

    fn field(&mut self, node: Node<'w, 's>, declared: Node<'w, 's>, kind: Option<Node<'w, 's>>, around: Around) {
        if !self.has_room() {
            return;
        }
        let id = FieldId(u32::try_from(self.form.fields.len()).unwrap_or(u32::MAX));
        let written = declared.attribute("type");
        let simple = written.and_then(|name| self.local(declared, "simpleType", name)).or_else(|| child(declared, "simpleType")).or(kind);
        if simple.is_none() && written.is_some_and(|name| !is_built_in(declared, name)) {
            self.lose(declared, "type", Some(id), "its type is declared in another schema, and may hold choices or further questions");
        }
        let elsewhere = |node: &Node<'w, 's>| node.attribute("base").is_some_and(|base| self.is_elsewhere(*node, base));
        if let Some(node) = kind.and_then(|kind| kind.descendants().find(elsewhere)) {
            self.lose(node, "base", Some(id), "it goes back to a type of another schema, which may hold choices or further questions");
        }
        let choices = simple.map(|kind| self.enumerated(kind)).unwrap_or_default();
        let base = simple.and_then(|kind| kind.descendants().find_map(|node| node.attribute("base"))).or(written).unwrap_or_default();
        let name = self
            .named(node, "name")
            .or_else(|| self.named(node, "ref").map(|name| Text { value: local(&name.value).to_owned().into(), ..name }));
        let trail = self.form.trails.key(around.trail, name.as_ref().map(|name| name.value.clone()).unwrap_or_default());
        let facet =
            |name: &str| simple.and_then(|kind| kind.descendants().find(|node| node.tag_name().name() == name)?.attribute_node("value"));
        let optional = match node.tag_name().name() {
            "attribute" => node.attribute("use") != Some("required"),
            _ => node.attribute("minOccurs") == Some("0"),
        };
        let order = self.rank();
        let pattern =
            facet("pattern").zip(simple.and_then(|kind| self.document(kind))).map(|(pattern, document)| attribute(document, pattern));
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
            pattern,
            section: around.section,
            order,
            place: self.place(node),
            trail,
            name,
            ..Field::default()
        });
    }

    fn enumerated(&self, kind: Node<'w, 's>) -> Vec<Choice<'s>> {
        let values = kind.descendants().filter(|node| node.tag_name().name() == "enumeration");
        values
            .filter_map(|node| {
                Some(Choice { value: Some(self.named(node, "value")?), label: self.documentation(node), ..Choice::default() })
            })
            .collect()
    }

    /// The documentation of a declaration itself, not of what it holds.
    fn documentation(&self, node: Node<'w, 's>) -> Option<Text<'s>> {
        words(self.document(node)?, child(child(node, "annotation")?, "documentation")?)
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
