//! MoJ Forms: pages of components, and the flow that leads from page to page.

use rustc_hash::FxHashMap;

use super::draft::{self, Around, Draft, choice, flag, put, said, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells, route};
use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, Section, Told};
use crate::tree::Node;

/// The reader of MoJ Forms metadata.
pub(super) struct MojForms;

impl Reader for MojForms {
    fn name(&self) -> &'static str {
        "moj-forms"
    }

    fn title(&self) -> &'static str {
        "MoJ Forms"
    }

    fn about(&self) -> &'static str {
        "JSON with `pages` whose `_type` is `page.…`, or one such page"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"_type\"", "page.singlequestion", "page.multiplequestions"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::OptOut, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        let mut pages = root.get("pages").into_iter().flat_map(|list| list.items());
        match () {
            () if pages.any(is_page) => Likeness::Certain,
            () if is_page(root) && root.get("components").is_some() => Likeness::Likely,
            () => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let mut draft = Draft::new("moj-forms", root, reading);
        draft.form.title = said(root, "service_name").or_else(|| said(root, "heading"));
        draft.form.name = root.get("service_id").or_else(|| root.get("_id")).filter(|id| id.string().is_some()).map(written);
        if let Some(tag) = root.get("locale").filter(|tag| tag.string().is_some()) {
            draft.speaks(tag.text());
        }
        if is_page(root) {
            page(&mut draft, root, Around::default());
        }
        let pages: Vec<_> = root.get("pages").into_iter().flat_map(|list| list.items()).collect();
        let met = met(root, &pages);
        let list = draft.key(Around::default(), "pages");
        for (index, node) in pages.into_iter().enumerate() {
            let conditional = met.get(index).copied().unwrap_or_default();
            let around = draft.index(list, index);
            page(&mut draft, node, Around { conditional, ..around });
        }
        draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the service has no component that holds an answer".to_owned());
        }
    }
}

fn kind<'t>(node: Node<'t, '_>) -> &'t str {
    node.get("_type").map(|kind| kind.as_str()).unwrap_or_default()
}

fn is_page(node: Node<'_, '_>) -> bool {
    kind(node).starts_with("page.")
}

/// Whether each page shows only on a condition: the flow has a way around it.
fn met(root: Node<'_, '_>, pages: &[Node<'_, '_>]) -> Vec<Told> {
    let unknown = vec![Told::NotSaid; pages.len()];
    let Some(flow) = root.get("flow").filter(|flow| flow.is_object()) else { return unknown };
    let entries: Vec<_> = flow.entries().collect();
    let number: FxHashMap<&str, usize> = entries.iter().enumerate().map(|(index, entry)| (entry.key.as_str(), index)).collect();
    let find = |node: Node<'_, '_>| number.get(node.as_str()).copied().unwrap_or(usize::MAX);
    let ways = |node: Node<'_, '_>| -> Vec<usize> {
        let Some(next) = node.get("next") else { return Vec::new() };
        let others = next.get("conditionals").into_iter().flat_map(|list| list.items()).filter_map(|way| way.get("next"));
        next.get("default").into_iter().filter(|way| !way.as_str().is_empty()).chain(others).map(find).collect()
    };
    let next: Vec<_> = entries.iter().map(|entry| ways(entry.value)).collect();
    let flowed = |page: &Node<'_, '_>| page.get("_uuid").and_then(|id| number.get(id.as_str()).copied());
    let start = pages.iter().find(|page| kind(**page) == "page.start").or_else(|| pages.first()).and_then(flowed);
    let Some(always) = start.and_then(|start| route::always(start, &next)) else { return unknown };
    let told = |page: &Node<'_, '_>| match flowed(page).and_then(|index| always.get(index)) {
        Some(true) => Told::No,
        Some(false) => Told::Yes,
        None => Told::NotSaid,
    };
    pages.iter().map(told).collect()
}

fn page<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, around: Around) {
    if matches!(kind(node), "page.confirmation" | "page.checkanswers" | "page.standalone") {
        return;
    }
    let name = node.get("url").filter(|url| !url.as_str().is_empty()).or_else(|| node.get("_id"));
    let place = node.get("_id").unwrap_or(node).place();
    let title = said(node, "heading").or_else(|| said(node, "section_heading"));
    let inner = draft.section(node, Section { title, name: name.map(written), place, ..Section::default() }, around);
    for key in ["lede", "body", "before_you_start"] {
        draft.notice(NoticeKind::Text, said(node, key).into_iter().collect(), inner);
    }
    for key in ["components", "extra_components"] {
        let inner = draft.key(inner, key);
        for (component, around) in draft.list(node.get(key), inner) {
            if !draft.is_full() {
                question(draft, component, around);
            }
        }
    }
}

fn question<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, around: Around) {
    let shown = node.get("display").is_some_and(|when| matches!(when.as_str(), "conditional" | "only" | "never"))
        || node.get("conditionals").is_some_and(|list| list.items().next().is_some());
    let around = around.when(shown);
    if kind(node) == "content" {
        return draft.notice(NoticeKind::Text, said(node, "content").into_iter().collect(), around);
    }
    let name = node.get("name").or_else(|| node.get("_id"));
    let validation = node.get("validation");
    let required = validation.and_then(|validation| validation.get("required")).map(draft::is_yes);
    let mut field = Field {
        name: name.map(written),
        answer: answer(kind(node)),
        // A validation without the key asks for nothing.
        required: if required == Some(true) { Required::Yes } else { Required::No },
        max_length: validation.and_then(|node| node.get("max_length")).and_then(|max| max.as_str().parse().ok()),
        pattern: validation.and_then(|node| node.get("pattern")).filter(|node| !node.as_str().is_empty()).map(written),
        place: name.unwrap_or(node).place(),
        ..Field::default()
    };
    put(&mut field, Part::Label, said(node, "label").or_else(|| said(node, "legend")).into_iter().collect());
    put(&mut field, Part::Help, said(node, "hint").into_iter().collect());
    field.choices = choices(node);
    let fed = kind(node) == "autocomplete" && field.choices.is_empty();
    field.repeated = kind(node) == "multiupload" || flag(node, "multiple");
    let id = draft.field(node, field, around);
    if let Some(id) = id.filter(|_| fed) {
        let reference = node.get("_uuid").or_else(|| node.get("_id")).unwrap_or(node);
        draft.lose(Some(id), Part::Choice, written(reference), "the choices are uploaded to the service apart from the form");
    }
}

fn choices<'s>(node: Node<'_, 's>) -> Vec<Choice<'s>> {
    let items = node.get("items").into_iter().flat_map(|list| list.items());
    items.filter_map(|item| choice(item.get("value"), said(item, "label").or_else(|| said(item, "text")).into_iter().collect())).collect()
}

fn answer(kind: &str) -> Answer {
    match kind {
        "text" | "email" | "address" | "telephone" => Answer::Text,
        "textarea" => Answer::LongText,
        "number" => Answer::Number,
        "date" => Answer::Date,
        "radios" | "select" | "autocomplete" => Answer::Choice,
        "checkboxes" => Answer::Choices,
        "upload" | "multiupload" => Answer::Document,
        _ => Answer::NotSaid,
    }
}
