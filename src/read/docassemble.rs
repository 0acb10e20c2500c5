//! docassemble interviews: a YAML file of many documents, of which those with a `question` are screens.
//!
//! Which screens a person meets is decided by code, so whether a question shows on a condition is said only where the
//! file says it of the screen or the field. Mako and Markdown stay in the texts as they are.

mod field;
mod screen;
mod words;

use super::document::Files;
use super::draft::{Around, Draft, said};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Syntax, Tells};
use crate::form::{Part, Text, TrailId};
use crate::tree::Node;

/// The reader of docassemble interviews.
pub(super) struct Docassemble;

/// Keys beside `question` of which a screen has at least one.
const SCREEN: &[&str] = &[
    "fields",
    "yesno",
    "noyes",
    "yesnomaybe",
    "noyesmaybe",
    "field",
    "signature",
    "buttons",
    "choices",
    "dropdown",
    "combobox",
    "subquestion",
    "continue button field",
    "event",
    "mandatory",
    "list collect",
    "review",
    "sets",
    "under",
    "decoration",
];

/// Keys of blocks that ask nothing.
const BLOCK: &[&str] =
    &["modules", "objects", "include", "imports", "metadata", "features", "attachment", "code", "default screen parts", "terms"];

impl Reader for Docassemble {
    fn name(&self) -> &'static str {
        "docassemble"
    }

    fn title(&self) -> &'static str {
        "docassemble interview"
    }

    fn about(&self) -> &'static str {
        "YAML of several documents, some with `question` and `fields`, `yesno`, `field` or `signature`; the files that it includes, and its word files, beside it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["subquestion:", "\nquestion:", "\nfields:"]
    }

    fn syntax(&self) -> Syntax {
        Syntax::Yaml
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Yes),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::Language, Tells::Both),
            (Fact::OptOut, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        if document.syntax() != Syntax::Yaml {
            return Likeness::No;
        }
        let has = |node: Node<'_, '_>, keys: &[&str]| keys.iter().any(|key| node.get(key).is_some());
        let documents = || document.tree().documents();
        let screens = documents().filter(|node| is_screen(*node)).count();
        let blocks = documents().filter(|node| has(*node, BLOCK)).count();
        match (screens, blocks) {
            (1.., 1..) | (2.., _) => Likeness::Certain,
            (1, 0) => Likeness::Likely,
            (0, 2..) if documents().count() > 2 => Likeness::Maybe,
            _ => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, beside: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let files = Files::new(beside);
        let mut draft = Draft::new("docassemble", root, reading);
        draft.form.place = document.whole();
        let several = document.tree().documents().nth(1).is_some();
        let mut road = vec![document.file()];
        blocks(&mut draft, document, TrailId::default(), several, &files, &mut road);
        words::translate(&mut draft, &files);
        draft.finish();
        if reading.forms.iter().all(|form| form.fields.is_empty()) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the interview file asks no question".to_owned());
        }
    }
}

/// The blocks of a file, those of the files that it includes in their place.
fn blocks<'t, 's>(
    draft: &mut Draft<'_, 's>,
    document: &'t Document<'s>,
    trail: TrailId,
    several: bool,
    files: &'t Files<'s>,
    road: &mut Vec<&'t str>,
) {
    for (index, node) in document.tree().documents().enumerate() {
        let trail = if several { draft.form.trails.index(trail, index) } else { trail };
        let around = Around { trail, ..Around::default() };
        if let Some(metadata) = node.get("metadata") {
            about(draft, metadata, node);
        }
        let list = node.get("include");
        for file in list.into_iter().flat_map(|list| list.items().chain(list.string().map(|_| list))) {
            included(draft, file, files, road);
        }
        if node.get("question").is_some() && !draft.is_full() {
            screen::screen(draft, node, around);
        }
    }
}

/// A file of the interview, where it is beside this one. It is read once, as the interview holds each of its questions once.
fn included<'t, 's>(draft: &mut Draft<'_, 's>, file: Node<'t, 's>, files: &'t Files<'s>, road: &mut Vec<&'t str>) {
    let path = file.as_str();
    if road.contains(&path) {
        return;
    }
    road.push(path);
    match files.open(path, draft.reading) {
        Some(document) => {
            let trail = draft.form.trails.key(TrailId::default(), path.to_owned());
            blocks(draft, document, trail, true, files, road);
        }
        None => draft.lose(None, Part::Questions, Text::new(file.text(), file.place()), "further questions may stand in this file"),
    }
}

fn is_screen(node: Node<'_, '_>) -> bool {
    node.get("question").is_some_and(|question| question.string().is_some()) && SCREEN.iter().any(|key| node.get(key).is_some())
}

/// What the `metadata` say of the whole.
fn about<'s>(draft: &mut Draft<'_, 's>, metadata: Node<'_, 's>, document: Node<'_, 's>) {
    let title = said(metadata, "title").or_else(|| said(metadata, "short title"));
    draft.form.title = draft.form.title.take().or(title);
    for holder in [metadata, document] {
        if let Some(mapping) = holder.get("x-mayask") {
            super::stated::stated(mapping, &mut draft.form);
        }
    }
    let tag = metadata.get("language").or_else(|| metadata.get("default language")).filter(|tag| tag.string().is_some());
    if let Some(tag) = tag.filter(|_| draft.form.languages.is_empty()) {
        draft.speaks(tag.text());
    }
}
