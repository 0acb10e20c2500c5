//! XForms as ODK and others write them: `itext` in several languages, binds, groups, repeats and choices.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{attribute, begins, child, elements, named, parse, place, words};
use crate::form::{
    Answer, Asked, Choice, Field, FieldId, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Text, Told, TrailId, Unresolved,
};
use crate::read::xlsform::tag;
use crate::read::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};

/// The reader of XForms.
pub(in crate::read) struct XForms;

const NAMESPACE: &str = "http://www.w3.org/2002/xforms";

impl Reader for XForms {
    fn name(&self) -> &'static str {
        "xforms"
    }

    fn title(&self) -> &'static str {
        "XForms"
    }

    fn about(&self) -> &'static str {
        "XML with elements of the namespace of XForms"
    }

    fn marks(&self) -> &'static [&'static str] {
        &[NAMESPACE]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        if begins(document, NAMESPACE) { Likeness::Certain } else { Likeness::No }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(tree) = parse(document, reading) else { return };
        let root = tree.root_element();
        let find = |name: &str| root.descendants().find(|node| node.is_element() && node.tag_name().name() == name);
        let Some(body) = find("body") else {
            reading.skipped = Some("the XForm has no body".to_owned());
            return;
        };
        let mut form = Form { format: "xforms", place: document.whole(), ..Form::default() };
        form.title = find("title").and_then(|title| words(document, title));
        let instance = find("instance").and_then(|instance| elements(instance).next());
        form.name = instance.and_then(|instance| named(document, instance, "id"));
        let mut walk = Walk { document, form, binds: BTreeMap::new(), texts: BTreeMap::new(), order: 0, most: reading.limits.fields };
        root.descendants().filter(|node| node.tag_name().name() == "translation").for_each(|node| walk.translation(node));
        for bind in root.descendants().filter(|node| node.tag_name().name() == "bind") {
            walk.binds.extend(bind.attribute("nodeset").or(bind.attribute("ref")).map(|path| (path.to_owned(), bind)));
        }
        let asked: Vec<String> = body.descendants().filter_map(|node| node.attribute("ref").map(str::to_owned)).collect();
        elements(body).for_each(|node| walk.node(node, Around::default()));
        walk.unasked(&asked);
        if walk.form.fields.len() >= reading.limits.fields {
            let message = format!("more than {} fields; the others were not read", reading.limits.fields);
            reading.tell(crate::source::Limit::Fields.passed(document.whole(), message));
        }
        reading.forms.push(walk.form);
    }
}

/// What holds around a control.
#[derive(Clone, Copy, Default)]
struct Around {
    section: Option<SectionId>,
    trail: TrailId,
    conditional: bool,
    repeated: bool,
}

struct Walk<'w, 'i, 's> {
    document: &'w Document<'s>,
    form: Form<'s>,
    binds: BTreeMap<String, Node<'w, 'i>>,
    /// The texts of `itext` by their ids, in each language.
    texts: BTreeMap<String, Vec<Text<'s>>>,
    order: u32,
    most: usize,
}

impl<'w, 'i, 's> Walk<'w, 'i, 's> {
    fn translation(&mut self, node: Node<'w, 'i>) {
        let tag = tag(node.attribute("lang").unwrap_or_default());
        let first = node.attribute("default").is_some() && !self.form.languages.is_empty();
        if !self.form.languages.iter().any(|known| *known == tag) {
            let at = if first { 0 } else { self.form.languages.len() };
            self.form.languages.insert(at, tag.clone().into());
        }
        for text in elements(node).filter(|node| node.tag_name().name() == "text") {
            let Some(id) = text.attribute("id") else { continue };
            let plain = elements(text).find(|value| value.attribute("form").is_none_or(|form| form == "long" || form == "guidance"));
            let said = plain.and_then(|value| words(self.document, value)).filter(|text| text.value != "-");
            self.texts.entry(id.to_owned()).or_default().extend(said.map(|text| text.in_language(tag.clone())));
        }
    }

    /// A label or hint: its own words, or those it refers to, first in the default language.
    fn said(&mut self, node: Option<Node<'w, 'i>>, field: Option<FieldId>, part: Part) -> (Option<Text<'s>>, Vec<Text<'s>>) {
        let Some(node) = node else { return (None, Vec::new()) };
        let Some(reference) = node.attribute_node("ref") else { return (words(self.document, node), Vec::new()) };
        let id = reference.value().trim().strip_prefix("jr:itext(").and_then(|rest| rest.strip_suffix(')'));
        let id = id.map(|id| id.trim_matches(|sign| sign == '\'' || sign == '"'));
        let Some(mut texts) = id.and_then(|id| self.texts.get(id)).cloned() else {
            let reference = attribute(self.document, reference);
            let why = "the text that it refers to is not in the form".into();
            self.form.unresolved.push(Unresolved { field, part, reference, why });
            return (None, Vec::new());
        };
        let default = self.form.languages.first();
        let own = texts.iter().position(|text| text.language.as_ref() == default).unwrap_or_default();
        let first = (own < texts.len()).then(|| texts.remove(own));
        let first = first.map(|text| if text.language.as_ref() == default { Text { language: None, ..text } } else { text });
        (first, texts)
    }

    fn rank(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn node(&mut self, node: Node<'w, 'i>, around: Around) {
        match node.tag_name().name() {
            "group" | "repeat" => self.group(node, around),
            "input" | "select" | "select1" | "upload" | "trigger" | "range" | "rank" | "textarea" | "secret" | "odk:rank" => {
                self.control(node, around);
            }
            "label" | "hint" => {}
            _ => elements(node).for_each(|below| self.node(below, around)),
        }
    }

    fn group(&mut self, node: Node<'w, 'i>, around: Around) {
        let path = node.attribute("ref").or(node.attribute("nodeset")).unwrap_or_default();
        let conditional = around.conditional || self.bound(path, "relevant").is_some();
        let repeated = around.repeated || node.tag_name().name() == "repeat";
        let section = SectionId(u32::try_from(self.form.sections.len()).unwrap_or(u32::MAX));
        let (title, translations) = self.said(child(node, "label"), None, Part::Section);
        let name = node.attribute_node("ref").or(node.attribute_node("nodeset")).map(|found| last(attribute(self.document, found)));
        let order = self.rank();
        let place = place(self.document, node);
        let trail = match &name {
            Some(name) => self.form.trails.key(around.trail, name.value.clone()),
            None => around.trail,
        };
        self.form.sections.push(Section {
            title,
            translations,
            name,
            parent: around.section,
            repeated,
            order,
            place,
            ..Section::default()
        });
        let around = Around { section: Some(section), trail, conditional, repeated };
        elements(node).for_each(|below| self.node(below, around));
    }

    /// An attribute of the bind of a path.
    fn bound(&self, path: &str, name: &str) -> Option<&'w str> {
        self.binds.get(path)?.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
    }

    fn control(&mut self, node: Node<'w, 'i>, around: Around) {
        if self.form.fields.len() >= self.most {
            return;
        }
        let id = FieldId(u32::try_from(self.form.fields.len()).unwrap_or(u32::MAX));
        let path = node.attribute("ref").unwrap_or_default();
        let (label, other) = self.said(child(node, "label"), Some(id), Part::Label);
        let (hint, hints) = self.said(child(node, "hint"), Some(id), Part::Help);
        let answer = self.answer(node, path);
        let readonly = self.bound(path, "readonly").is_some_and(is_true);
        let order = self.rank();
        if readonly && node.tag_name().name() == "input" && self.bound(path, "calculate").is_none() {
            // What one reads and cannot change is a note.
            let notes = [(label, other), (hint, hints)].into_iter().filter_map(|(text, translations)| Some((text?, translations)));
            let section = around.section;
            self.form.notices.extend(notes.map(|(text, translations)| Notice {
                kind: NoticeKind::Text,
                text,
                translations,
                section,
                order,
            }));
            return;
        }
        let choices = self.choices(node, id);
        let conditional = around.conditional || self.bound(path, "relevant").is_some_and(|relevant| !is_true(relevant));
        let name = node.attribute_node("ref").map(|found| last(attribute(self.document, found)));
        let trail = name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
        let trail = self.form.trails.key(around.trail, trail);
        let labels = other.into_iter().map(|text| (Part::Label, text));
        self.form.fields.push(Field {
            name,
            label,
            help: hint.into_iter().collect(),
            translations: labels.chain(hints.into_iter().map(|text| (Part::Help, text))).collect(),
            choices,
            answer,
            required: match self.bound(path, "required") {
                Some(required) if is_true(required) && !conditional => Required::Yes,
                None | Some("false()" | "false" | "") => Required::No,
                Some(_) => Required::WhenShown,
            },
            conditional: if conditional { Told::Yes } else { Told::No },
            asked: if readonly { Asked::No("it is read-only".into()) } else { Asked::Yes },
            repeated: around.repeated,
            section: around.section,
            order,
            place: place(self.document, node),
            trail,
            ..Field::default()
        });
    }

    fn answer(&self, node: Node<'w, 'i>, path: &str) -> Answer {
        let kind = self.bound(path, "type").unwrap_or_default();
        match (node.tag_name().name(), kind.rsplit(':').next().unwrap_or_default()) {
            ("select1", _) => Answer::Choice,
            ("select" | "rank", _) => Answer::Choices,
            ("textarea", _) => Answer::LongText,
            ("trigger", _) | (_, "boolean") => Answer::YesNo,
            ("upload", _) if node.attribute("mediatype").is_some_and(|kind| kind.starts_with("image")) => Answer::Photo,
            ("upload", _) => Answer::Document,
            ("range", _) | (_, "int" | "integer" | "decimal" | "long") => Answer::Number,
            (_, "date" | "dateTime") => Answer::Date,
            (_, "string" | "barcode" | "") => Answer::Text,
            _ => Answer::NotSaid,
        }
    }

    fn choices(&mut self, node: Node<'w, 'i>, id: FieldId) -> Vec<Choice<'s>> {
        let items: Vec<_> = node.descendants().filter(|node| node.tag_name().name() == "item").collect();
        let mut choices = Vec::new();
        for item in items {
            let (label, translations) = self.said(child(item, "label"), Some(id), Part::Choice);
            let value = child(item, "value").and_then(|value| words(self.document, value));
            choices.push(Choice { value, label, translations, code: None });
        }
        let Some(set) = child(node, "itemset") else { return choices };
        let Some(nodeset) = set.attribute_node("nodeset") else { return choices };
        let listed = self.listed(set, nodeset.value());
        if listed.is_empty() {
            let reference = attribute(self.document, nodeset);
            let why = "the list of its choices is not in the form".into();
            self.form.unresolved.push(Unresolved { field: Some(id), part: Part::Choice, reference, why });
        }
        choices.extend(listed);
        choices
    }

    /// The items of a secondary instance.
    fn listed(&self, set: Node<'w, 'i>, nodeset: &str) -> Vec<Choice<'s>> {
        let id = nodeset
            .split_once("instance(")
            .map(|(_, rest)| rest.trim_start_matches(['\'', '"']).split(['\'', '"']).next().unwrap_or_default());
        let root = set.document().root();
        let instance = root.descendants().find(|node| node.tag_name().name() == "instance" && id.is_some() && node.attribute("id") == id);
        let reference = |name: &'static str| child(set, name).and_then(|node| node.attribute("ref")).unwrap_or(name);
        let (value, label) = (reference("value"), reference("label"));
        let text = label.strip_prefix("jr:itext(").and_then(|rest| rest.strip_suffix(')'));
        let items = instance.and_then(|instance| elements(instance).next()).into_iter().flat_map(elements);
        items
            .map(|item| {
                let id = text.and_then(|name| child(item, name)).and_then(|id| id.text());
                let mut texts = id.and_then(|id| self.texts.get(id)).cloned().unwrap_or_default();
                let own = child(item, label).and_then(|label| words(self.document, label));
                let first = if own.is_some() || texts.is_empty() { own } else { Some(Text { language: None, ..texts.remove(0) }) };
                Choice {
                    value: child(item, value).and_then(|value| words(self.document, value)),
                    label: first,
                    translations: texts,
                    code: None,
                }
            })
            .collect()
    }

    /// What has a bind that fills it in and no control: nobody is asked.
    fn unasked(&mut self, asked: &[String]) {
        let binds: Vec<_> = self.binds.iter().map(|(path, bind)| (path.clone(), *bind)).collect();
        for (path, bind) in binds {
            let reads = |name: &str| bind.attributes().any(|attribute| attribute.name() == name);
            let why = match () {
                () if asked.contains(&path) => continue,
                () if reads("calculate") => "it is calculated",
                () if reads("preload") => "the device fills it in",
                () => continue,
            };
            let order = self.rank();
            let name = bind.attribute_node("nodeset").map(|found| last(attribute(self.document, found)));
            let trail = self.form.trails.key(TrailId::default(), path);
            let asked = Asked::No(why.into());
            self.form.fields.push(Field { name, asked, order, place: place(self.document, bind), trail, ..Field::default() });
        }
    }
}

/// The last step of a path.
fn last(path: Text<'_>) -> Text<'_> {
    let name = path.value.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    Text { value: name.into(), ..path }
}

fn is_true(expression: &str) -> bool {
    matches!(expression.trim(), "true()" | "true" | "1" | "yes")
}
