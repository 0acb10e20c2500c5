//! GC Forms: elements in English and French, in groups that are pages, or in the order of `layout`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::draft::{Around, Draft, choice, flag, has, put, said, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells, route};
use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, Section, Text, Told, TrailId};
use crate::tree::{Kind, Node};

/// The reader of GC Forms.
pub(super) struct GcForms;

impl Reader for GcForms {
    fn name(&self) -> &'static str {
        "gcforms"
    }

    fn title(&self) -> &'static str {
        "GC Forms"
    }

    fn about(&self) -> &'static str {
        "JSON with `titleEn` and `elements` that have a `type` and `properties`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"titleEn\"", "\"titleFr\""]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Yes),
            (Fact::OptOut, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(form) = document.root().map(form) else { return Likeness::No };
        let mut elements = form.get("elements").into_iter().flat_map(|list| list.items());
        let typed = elements.any(|element| element.get("type").is_some() && element.get("properties").is_some());
        match (typed, form.get("titleEn").is_some() || form.get("titleFr").is_some()) {
            (true, true) => Likeness::Certain,
            (true, false) if form.get("layout").is_some() => Likeness::Likely,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let node = form(root);
        let mut draft = Draft::new("gcforms", root, reading);
        draft.form.place = node.place();
        draft.form.languages = vec!["en".into(), "fr".into()];
        let base = if node.id() == root.id() { TrailId::default() } else { draft.form.trails.key(TrailId::default(), "form") };
        draft.form.name = ["id", "formID"].into_iter().find_map(|key| root.get(key).filter(|node| node.string().is_some())).map(written);
        draft.form.title = both(node, "title").into_iter().next();
        let mut walk = Walk { draft, seen: FxHashSet::default() };
        walk.form(node, Around { trail: base, conditional: Told::No, ..Around::default() });
        walk.draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the form has no element that holds an answer".to_owned());
        }
    }
}

/// The template: the whole file, or what stands under `form` in an export.
fn form<'t, 's>(root: Node<'t, 's>) -> Node<'t, 's> {
    root.get("form").filter(|form| form.get("elements").is_some()).unwrap_or(root)
}

/// One walk over one template.
struct Walk<'r, 't, 's> {
    draft: Draft<'r, 's>,
    /// Elements that a group has shown.
    seen: FxHashSet<&'t str>,
}

impl<'t, 's> Walk<'_, 't, 's> {
    fn form(&mut self, form: Node<'t, 's>, around: Around) {
        for key in ["introduction", "privacyPolicy"] {
            let texts = form.get(key).map(|node| both(node, "description")).unwrap_or_default();
            self.draft.notice(NoticeKind::Text, texts, around);
        }
        let list = self.draft.key(around, "elements");
        let elements = self.draft.list(form.get("elements"), list);
        let mut by_id: FxHashMap<&'t str, Vec<usize>> = FxHashMap::default();
        for (index, (element, _)) in elements.iter().enumerate() {
            by_id.entry(id(*element)).or_default().push(index);
        }
        for (group, told) in groups(form) {
            let around = Around { conditional: told, ..around };
            let texts = both(group, "title");
            let inner = if texts.is_empty() { around } else { self.section(group, texts, false, around) };
            let ids = group.get("elements").into_iter().flat_map(|list| list.items());
            self.shown(ids, &elements, &by_id, inner);
        }
        let layout = form.get("layout").into_iter().flat_map(|list| list.items());
        self.shown(layout, &elements, &by_id, around);
        // What nothing names is shown all the same.
        for (element, below) in elements.iter().filter(|(element, _)| !self.seen.contains(id(*element))).collect::<Vec<_>>() {
            self.element(*element, Around { trail: below.trail, ..around });
        }
    }

    fn shown(
        &mut self,
        ids: impl Iterator<Item = Node<'t, 's>>,
        elements: &[(Node<'t, 's>, Around)],
        by_id: &FxHashMap<&'t str, Vec<usize>>,
        around: Around,
    ) {
        for name in ids.map(|node| node.as_str()) {
            if !by_id.contains_key(name) || !self.seen.insert(name) {
                continue;
            }
            for (element, below) in by_id.get(name).into_iter().flatten().filter_map(|index| elements.get(*index)) {
                self.element(*element, Around { trail: below.trail, ..around });
            }
        }
    }

    fn section(&mut self, node: Node<'t, 's>, mut texts: Vec<Text<'s>>, repeated: bool, around: Around) -> Around {
        let title = (!texts.is_empty()).then(|| texts.remove(0));
        let name = node.get("id").map(written);
        self.draft.section(node, Section { title, translations: texts, name, repeated, place: node.place(), ..Section::default() }, around)
    }

    fn element(&mut self, node: Node<'t, 's>, around: Around) {
        let Some(properties) = node.get("properties") else { return };
        let Some(around) = self.draft.deeper(around, node.place()).filter(|_| !self.draft.is_full()) else { return };
        let around = around.when(has(properties, "conditionalRules"));
        match node.get("type").map(|kind| kind.as_str()).unwrap_or_default() {
            "richText" => {
                let texts = both(properties, "title");
                self.draft.notice(NoticeKind::Heading, texts, around);
                let texts = both(properties, "description");
                self.draft.notice(NoticeKind::Text, texts, around);
            }
            "dynamicRow" => {
                let texts = both(properties, "title");
                let inner = self.section(node, texts, true, around);
                let texts = both(properties, "description");
                self.draft.notice(NoticeKind::Text, texts, inner);
                let inner = self.draft.key(inner, "properties");
                let inner = self.draft.key(inner, "subElements");
                for (below, around) in self.draft.list(properties.get("subElements"), inner) {
                    self.element(below, around);
                }
            }
            kind => self.question(node, properties, kind, around),
        }
    }

    fn question(&mut self, node: Node<'t, 's>, properties: Node<'t, 's>, kind: &str, around: Around) {
        let validation = properties.get("validation");
        let all = validation.is_some_and(|validation| flag(validation, "all"));
        let required = all || validation.is_some_and(|validation| flag(validation, "required"));
        let name = properties.get("questionId").filter(|name| !name.as_str().is_empty()).or_else(|| node.get("id"));
        let mut field = Field {
            name: name.map(written),
            answer: answer(kind, validation),
            required: if required { Required::Yes } else { Required::No },
            max_length: validation.and_then(|node| node.get("maxLength")).and_then(|max| max.as_str().parse().ok()),
            pattern: validation.and_then(|node| node.get("regex")).filter(|node| !node.as_str().is_empty()).map(written),
            place: node.get("id").unwrap_or(node).place(),
            ..Field::default()
        };
        put(&mut field, Part::Label, both(properties, "title"));
        for stem in ["description", "placeholder"] {
            put(&mut field, Part::Help, both(properties, stem));
        }
        let plain = said(properties, "description");
        field.help.extend(plain.map(|text| Text { language: Some("en".into()), ..text }));
        if matches!(field.answer, Answer::Choice | Answer::Choices) {
            field.choices = choices(properties);
        }
        let managed = properties.get("managedChoices").filter(|list| !list.as_str().is_empty() && field.choices.is_empty());
        let id = self.draft.field(node, field, around);
        if all {
            self.draft.consent(id, around);
        }
        if let Some((list, id)) = managed.zip(id) {
            self.draft.lose(Some(id), Part::Choice, written(list), "the choices stand in a list of the service");
        }
    }
}

fn id<'t>(element: Node<'t, '_>) -> &'t str {
    element.get("id").map(|id| id.as_str()).unwrap_or_default()
}

/// The texts of `…En` and `…Fr`, each in its language.
fn both<'s>(node: Node<'_, 's>, stem: &str) -> Vec<Text<'s>> {
    let text = |ending: &str, tag: &'static str| Some(said(node, &format!("{stem}{ending}"))?.in_language(tag));
    [text("En", "en"), text("Fr", "fr")].into_iter().flatten().collect()
}

fn choices<'s>(properties: Node<'_, 's>) -> Vec<Choice<'s>> {
    let list = properties.get("choices").into_iter().flat_map(|list| list.items());
    let texts = |item: Node<'_, 's>| ["en", "fr"].into_iter().filter_map(|tag| Some(said(item, tag)?.in_language(tag))).collect();
    list.filter_map(|item| choice(None, texts(item))).collect()
}

/// The groups in the order that a person meets them, and whether each shows on a condition.
fn groups<'t, 's>(form: Node<'t, 's>) -> Vec<(Node<'t, 's>, Told)> {
    let Some(map) = form.get("groups").filter(|map| map.is_object()) else { return Vec::new() };
    let order: Vec<&str> = form.get("groupsLayout").into_iter().flat_map(|list| list.items()).map(|id| id.as_str()).collect();
    let mut entries: Vec<_> = map.entries().filter(|entry| !matches!(entry.key.as_str(), "review" | "end")).collect();
    let rank = |key: &str| order.iter().position(|id| *id == key).map_or(usize::MAX, |rank| rank + 1);
    entries.sort_by_cached_key(|entry| if entry.key.as_str() == "start" { 0 } else { rank(entry.key.as_str()) });
    let number: FxHashMap<&str, usize> = entries.iter().enumerate().map(|(index, entry)| (entry.key.as_str(), index)).collect();
    let find = |node: Node<'_, '_>| number.get(node.as_str()).copied().unwrap_or(usize::MAX);
    let next: Vec<Vec<usize>> = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| match entry.value.get("nextAction") {
            Some(ways) if ways.kind() == Kind::Array => ways.items().filter_map(|way| way.get("groupId")).map(find).collect(),
            Some(way) => vec![find(way)],
            None => vec![index + 1],
        })
        .collect();
    let always = route::always(0, &next);
    let told = |index: usize| match always.as_ref().and_then(|always| always.get(index)) {
        Some(true) => Told::No,
        Some(false) => Told::Yes,
        None => Told::NotSaid,
    };
    entries.iter().enumerate().map(|(index, entry)| (entry.value, told(index))).collect()
}

fn answer(kind: &str, validation: Option<Node<'_, '_>>) -> Answer {
    let typed = validation.and_then(|node| node.get("type")).map(|kind| kind.as_str()).unwrap_or_default();
    match (kind, typed) {
        ("textField" | "number" | "numberInput", "number") | ("number" | "numberInput", _) => Answer::Number,
        ("textField", "date") => Answer::Date,
        ("textField" | "address" | "addressComplete" | "name" | "contact", _) => Answer::Text,
        ("textArea", _) => Answer::LongText,
        ("dropdown" | "radio" | "combobox" | "attestationRadio", _) => Answer::Choice,
        ("checkbox" | "attestation", _) => Answer::Choices,
        ("formattedDate" | "date" | "dateTime", _) => Answer::Date,
        ("fileInput" | "file", _) => Answer::Document,
        ("signature", _) => Answer::Signature,
        _ => Answer::NotSaid,
    }
}
