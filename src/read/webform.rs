//! Drupal Webform: a configuration file whose `elements` are a YAML text in a YAML text.

mod element;
mod inner;
mod translated;

use self::element::Walk;
use self::inner::Inner;
use super::document::Files;
use super::draft::{Around, Draft, said, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells};
use crate::form::{NoticeKind, Told};
use crate::tree::{Kind, Tree};

/// The reader of Drupal webforms.
pub(super) struct Webform;

impl Reader for Webform {
    fn name(&self) -> &'static str {
        "drupal-webform"
    }

    fn title(&self) -> &'static str {
        "Drupal Webform"
    }

    fn about(&self) -> &'static str {
        "YAML with `elements` that hold YAML with `#type` keys; option lists in `webform.webform_options.<id>.yml` beside it, translations in `language/<tag>/`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["'#type'", "webform_actions"]
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
            (Fact::Language, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(elements) = document.get("elements") else { return Likeness::No };
        let typed = match elements.kind() {
            Kind::String => elements.as_str().contains("#type") || elements.as_str().contains("#title"),
            Kind::Object => elements.entries().any(|entry| entry.value.get("#type").is_some()),
            _ => false,
        };
        let named = document.file().contains("webform.webform.");
        let settled = document.get("settings").is_some() && document.get("langcode").is_some();
        match (typed, named || settled) {
            (true, true) => Likeness::Certain,
            (true, false) => Likeness::Likely,
            (false, true) => Likeness::Maybe,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let (Some(root), Some(entry)) = (document.root(), document.root().and_then(|root| root.entry("elements"))) else { return };
        let files = Files::new(beside);
        let others = translated::files(document.file(), &files, reading);
        let phrases = translated::phrases(document, &others, reading);
        let mut draft = Draft::new("drupal-webform", root, reading);
        draft.form.title = said(root, "title");
        draft.form.name = root.get("id").map(written);
        if let Some(tag) = root.get("langcode").filter(|tag| tag.string().is_some_and(|tag| !matches!(tag, "und" | "zxx"))) {
            draft.speaks(tag.text());
        }
        let around = Around { conditional: Told::No, ..Around::default() };
        draft.notice(NoticeKind::Text, said(root, "description").into_iter().collect(), around);
        let around = draft.key(around, "elements");
        // The elements are a text of its own, whose places are looked up in the outer one.
        let text = entry.value.string().unwrap_or_default();
        let source = crate::source::Source::new(document.source().name(), text);
        let outer = Inner::new(document.source(), document.id(), entry.value);
        let (tree, problems) = Tree::yaml(&source, document.id(), &draft.reading.limits);
        for mut problem in problems {
            problem.place = outer.place(problem.place);
            draft.reading.tell(problem);
        }
        let mut walk = Walk { draft, files: &files, outer: &outer };
        match entry.value.is_object() {
            true => walk.elements(entry.value, around),
            false => tree.root().into_iter().for_each(|elements| walk.elements(elements, around)),
        }
        phrases.translate(&mut walk.draft.form);
        walk.draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the webform has no element that holds an answer".to_owned());
        }
    }
}
