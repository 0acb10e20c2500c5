//! SurveyJS: pages of elements, panels that repeat, matrices, texts in several languages.

mod element;
mod matrix;

use self::element::Walk;
use super::draft::{Around, Draft};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Asked, Form, NoticeKind, Part, Required, Section, Text, Told};
use crate::tree::Node;

/// The reader of SurveyJS.
pub(super) struct SurveyJs;

impl Reader for SurveyJs {
    fn name(&self) -> &'static str {
        "surveyjs"
    }

    fn title(&self) -> &'static str {
        "SurveyJS"
    }

    fn about(&self) -> &'static str {
        "JSON with `pages` of `elements` that have a `type` and a `name`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"elements\"", "\"isRequired\""]
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
        let pages = || root.get("pages").into_iter().flat_map(|list| list.items());
        let typed = |list: Node<'_, '_>| list.items().next().is_some() && list.items().all(is_element);
        match () {
            () if pages().filter_map(elements).any(typed) => Likeness::Likely,
            () if elements(root).is_some_and(typed) => Likeness::Maybe,
            () => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let mut draft = Draft::new("surveyjs", root, reading);
        if let Some(tag) = root.get("locale").filter(|node| node.string().is_some()) {
            draft.speaks(tag.text());
        }
        let mut walk = Walk { draft };
        let mut titles = walk.texts(root, "title");
        walk.draft.form.title = (!titles.is_empty()).then(|| titles.remove(0));
        walk.draft.form.name = ["id", "surveyId", "name"].into_iter().find_map(|key| root.get(key)).map(super::draft::written);
        let around = Around { conditional: Told::No, ..Around::default() };
        let described = walk.texts(root, "description");
        walk.draft.notice(NoticeKind::Text, described, around);
        walk.elements(root, around);
        let list = walk.draft.key(around, "pages");
        for (page, around) in walk.draft.list(root.get("pages"), list) {
            walk.page(page, around);
        }
        if has_triggers(root) {
            unhide(&mut walk.draft.form);
        }
        walk.draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the survey has no element that holds an answer".to_owned());
        }
    }
}

impl<'t, 's> Walk<'_, 's> {
    fn page(&mut self, page: Node<'t, 's>, around: Around) {
        let around = element::met(page, around);
        let mut titles = self.texts(page, "title");
        let title = (!titles.is_empty()).then(|| titles.remove(0));
        let name = page.get("name").map(super::draft::written);
        let place = page.get("name").unwrap_or(page).place();
        let section = Section { title, translations: titles, name, place, ..Section::default() };
        let inner = self.draft.section(page, section, around);
        let described = self.texts(page, "description");
        self.draft.notice(NoticeKind::Text, described, inner);
        self.elements(page, inner);
    }

    /// The elements of a page or panel; old surveys call them questions.
    fn elements(&mut self, holder: Node<'t, 's>, around: Around) {
        for key in ["elements", "questions"] {
            let inner = self.draft.key(around, key);
            for (node, around) in self.draft.list(holder.get(key), inner) {
                if !self.draft.is_full() {
                    self.element(node, around);
                }
            }
        }
    }

    /// A text in all its languages: the default one first.
    fn texts(&mut self, node: Node<'t, 's>, key: &str) -> Vec<Text<'s>> {
        let found = node.get(key).map(element::in_languages).unwrap_or_default();
        for tag in found.iter().filter_map(|text| text.language.clone()) {
            self.draft.also_speaks(tag);
        }
        found
    }

    fn lose(&mut self, id: Option<crate::form::FieldId>, reference: Node<'t, 's>, why: &'static str) {
        if id.is_some() {
            self.draft.lose(id, Part::Choice, Text::new(reference.written(), reference.place()), why);
        }
    }
}

/// Whether answers may show what is hidden at first.
fn has_triggers(root: Node<'_, '_>) -> bool {
    let mut triggers = root.get("triggers").into_iter().flat_map(|list| list.items());
    triggers.any(|trigger| trigger.get("type").is_some_and(|kind| matches!(kind.as_str(), "visible" | "visibletrigger")))
}

/// What is hidden at first shows on a condition where a trigger may show it; which, is not followed.
fn unhide(form: &mut Form<'_>) {
    for field in form.fields.iter_mut().filter(|field| field.asked == Asked::No(element::HIDDEN.into())) {
        field.asked = Asked::Yes;
        field.conditional = Told::Yes;
        if field.required == Required::Yes {
            field.required = Required::WhenShown;
        }
    }
}

fn elements<'t, 's>(node: Node<'t, 's>) -> Option<Node<'t, 's>> {
    node.get("elements").or_else(|| node.get("questions"))
}

/// An element has a type and a name.
fn is_element(node: Node<'_, '_>) -> bool {
    let text = |key: &str| node.get(key).is_some_and(|node| node.string().is_some());
    text("type") && text("name")
}
