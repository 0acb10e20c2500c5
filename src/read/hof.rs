//! HOF (Home Office Forms): the translation file of the fields. It names what is asked and in which words; whether an
//! answer is required, and when, stands in code and is not said here.

use super::draft::{Around, Draft, choice, put, said, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Answer, Choice, Field, Part, TrailId};
use crate::tree::{Entry, Node};

/// The reader of HOF field translations.
pub(super) struct Hof;

impl Reader for Hof {
    fn name(&self) -> &'static str {
        "hof"
    }

    fn title(&self) -> &'static str {
        "HOF field translations"
    }

    fn about(&self) -> &'static str {
        "`fields.json` with a `label` or `legend` for each key, and `options`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"legend\"", "changeLinkDescription"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[(Fact::Choices, Tells::Yes), (Fact::Language, Tells::Both), (Fact::OptOut, Tells::Both)]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let Some(root) = document.root() else { return Likeness::No };
        if is_pages(document) {
            return Likeness::Maybe;
        }
        let Some(map) = fields(root) else { return Likeness::No };
        let entries = map.entries().count();
        let worded = map.entries().filter(|entry| is_field(*entry)).count();
        let named = document.file().ends_with("fields.json");
        match () {
            () if worded == 0 || worded * 2 < entries => Likeness::No,
            () if named && worded * 4 >= entries * 3 => Likeness::Certain,
            () if worded == entries && map.entries().any(|entry| entry.value.get("legend").is_some()) => Likeness::Maybe,
            () => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        if is_pages(document) {
            reading.skipped = Some("the file holds the words of pages; what they ask stands in `fields.json`".to_owned());
            return;
        }
        let Some(map) = fields(root) else {
            reading.skipped = Some("the file holds no words of fields".to_owned());
            return;
        };
        let mut draft = Draft::new("hof", root, reading);
        draft.form.place = document.whole();
        if let Some(tag) = language(document.source().name()) {
            draft.speaks(tag.to_owned());
        }
        let trail = if map.id() == root.id() { TrailId::default() } else { draft.form.trails.key(TrailId::default(), "fields") };
        for entry in map.entries().filter(|entry| is_field(*entry)) {
            let around = draft.key(Around { trail, ..Around::default() }, entry.key.text());
            field(&mut draft, entry, around);
        }
        draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the file holds no words of fields".to_owned());
        }
    }
}

/// Whether a file is the translation of the pages, which stands beside that of the fields.
fn is_pages(document: &Document<'_>) -> bool {
    let headed = |entry: Entry<'_, '_>| entry.value.get("header").is_some_and(|header| header.string().is_some());
    document.file().ends_with("pages.json") && document.root().is_some_and(|root| root.entries().filter(|entry| headed(*entry)).count() > 1)
}

/// The mapping from the names of fields to their words.
fn fields<'t, 's>(root: Node<'t, 's>) -> Option<Node<'t, 's>> {
    root.get("fields").filter(|fields| fields.entries().any(is_field)).or(Some(root)).filter(|map| map.is_object())
}

fn is_field(entry: Entry<'_, '_>) -> bool {
    ["label", "legend"].into_iter().any(|key| entry.value.get(key).is_some_and(|node| node.string().is_some()))
}

/// The language of a translation: the folder in `translations/src/en/fields.json`; `__` may stand for `/`.
fn language(path: &str) -> Option<&str> {
    let before = path.strip_suffix("fields.json")?.trim_end_matches(['/', '_']);
    let tag = before.rsplit(['/', '_']).next()?;
    ((2..=3).contains(&tag.len()) && before.contains("translations") && tag.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(tag)
}

fn field<'s>(draft: &mut Draft<'_, 's>, entry: Entry<'_, 's>, around: Around) {
    let node = entry.value;
    let choices = choices(node.get("options"));
    let mut field = Field {
        name: Some(written(entry.key)),
        // One or several of them: that stands in code.
        answer: if choices.is_empty() { Answer::NotSaid } else { Answer::Choice },
        choices,
        place: entry.key.place(),
        ..Field::default()
    };
    put(&mut field, Part::Label, said(node, "legend").or_else(|| said(node, "label")).into_iter().collect());
    let both = node.get("legend").and_then(|_| said(node, "label"));
    field.help.extend(both);
    for key in ["hint", "description", "changeLinkDescription", "summary"] {
        put(&mut field, Part::Help, said(node, key).into_iter().collect());
    }
    draft.field(node, field, around);
}

fn choices<'s>(options: Option<Node<'_, 's>>) -> Vec<Choice<'s>> {
    let entries = options.into_iter().flat_map(|map| map.entries());
    let label = |entry: Entry<'_, 's>| said(entry.value, "label").or_else(|| super::draft::words(entry.value));
    entries.filter_map(|entry| choice(Some(entry.key), label(entry).into_iter().collect())).collect()
}
