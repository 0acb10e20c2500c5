//! A form as it grows under the hands of a reader: ranks, pointers, what holds around a question, limits.

use std::borrow::Cow;

use super::{Reading, markup, stated};
use crate::form::{
    Asked, Choice, Field, FieldId, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Text, Told, TrailId, Unresolved,
};
use crate::source::{Limit, Place};
use crate::tree::{Kind, Node};

/// A form that is being read.
pub(super) struct Draft<'r, 's> {
    pub(super) form: Form<'s>,
    pub(super) reading: &'r mut Reading<'s>,
    order: u32,
    full: bool,
}

/// What holds around a question.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) section: Option<SectionId>,
    pub(super) trail: TrailId,
    pub(super) conditional: Told,
    pub(super) repeated: bool,
    /// Why nobody is asked.
    pub(super) silent: Option<&'static str>,
    pub(super) depth: u32,
}

impl Around {
    /// The same where a condition is added.
    pub(super) fn when(self, condition: bool) -> Self {
        let conditional = match (condition, self.conditional) {
            (true, _) | (_, Told::Yes) => Told::Yes,
            (_, told) => told,
        };
        Self { conditional, ..self }
    }

    /// The same where nobody is asked for a reason, if there is one.
    pub(super) fn silenced(self, why: Option<&'static str>) -> Self {
        Self { silent: self.silent.or(why), ..self }
    }
}

impl<'r, 's> Draft<'r, 's> {
    pub(super) fn new(format: &'static str, root: Node<'_, 's>, reading: &'r mut Reading<'s>) -> Self {
        let mut form = Form { format, place: root.place(), ..Form::default() };
        if let Some(mapping) = root.get("x-mayask") {
            stated::stated(mapping, &mut form);
        }
        Self { form, reading, order: 0, full: false }
    }

    /// Whether a question may still be added.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// One step further by a key.
    pub(super) fn key(&mut self, around: Around, key: impl Into<Cow<'s, str>>) -> Around {
        Around { trail: self.form.trails.key(around.trail, key), ..around }
    }

    /// One step further by a place in a list.
    pub(super) fn index(&mut self, around: Around, index: usize) -> Around {
        Around { trail: self.form.trails.index(around.trail, index), ..around }
    }

    /// One level deeper, unless that is too deep.
    pub(super) fn deeper(&mut self, around: Around, place: Place) -> Option<Around> {
        let most = self.reading.limits.questions();
        if around.depth as usize >= most {
            let message = format!("questions nested deeper than {most}; what is below was not read");
            self.reading.tell(Limit::Depth.passed(place, message));
            return None;
        }
        Some(Around { depth: around.depth + 1, ..around })
    }

    /// The items of a list with the pointer to each; none where it is too deep.
    pub(super) fn list<'t>(&mut self, list: Option<Node<'t, 's>>, around: Around) -> Vec<(Node<'t, 's>, Around)> {
        let Some(list) = list else { return Vec::new() };
        let Some(around) = self.deeper(around, list.place()) else { return Vec::new() };
        list.items().enumerate().map(|(index, node)| (node, self.index(around, index))).collect()
    }

    /// A section, and what holds in it.
    pub(super) fn section(&mut self, node: Node<'_, 's>, section: Section<'s>, around: Around) -> Around {
        let about = node.get("x-mayask").and_then(|said| said.get("about")).map(|node| Text::new(node.text(), node.place()));
        self.part(Section { about, ..section }, around)
    }

    /// A section that says all of itself.
    pub(super) fn part(&mut self, section: Section<'s>, around: Around) -> Around {
        let id = SectionId(self.form.sections.len() as u32);
        let repeated = around.repeated || section.repeated;
        let order = self.rank();
        self.form.sections.push(Section { parent: around.section, order, repeated, ..section });
        Around { section: Some(id), repeated, ..around }
    }

    /// A text block in its languages, the form's own first.
    pub(super) fn notice(&mut self, kind: NoticeKind, mut texts: Vec<Text<'s>>, around: Around) {
        if texts.is_empty() || around.silent.is_some() {
            return;
        }
        let text = texts.remove(0);
        let order = self.rank();
        self.form.notices.push(Notice { kind, text, translations: texts, section: around.section, order });
    }

    /// A question; what holds around it is added.
    pub(super) fn field(&mut self, node: Node<'_, 's>, field: Field<'s>, around: Around) -> Option<FieldId> {
        let id = self.add(field, node.place(), around);
        let said = node.get("x-mayask").zip(id.and_then(|id| self.form.fields.get_mut(id.0 as usize)));
        if let Some((said, field)) = said {
            stated::about_field(said, field);
        }
        id
    }

    /// A question that says all of itself; the place is the one that is told where it is too many.
    pub(super) fn add(&mut self, field: Field<'s>, place: Place, around: Around) -> Option<FieldId> {
        let limit = self.reading.limits.fields;
        if self.form.fields.len() >= limit {
            if !std::mem::replace(&mut self.full, true) {
                let message = format!("more than {limit} fields; the others were not read");
                self.reading.tell(Limit::Fields.passed(place, message));
            }
            return None;
        }
        let id = FieldId(self.form.fields.len() as u32);
        let required = match field.required {
            Required::Yes if around.conditional == Told::Yes => Required::WhenShown,
            required => required,
        };
        let asked = around.silent.filter(|_| field.asked == Asked::Yes).map_or(field.asked, |why| Asked::No(why.into()));
        let field = Field {
            required,
            asked,
            conditional: around.conditional,
            repeated: around.repeated || field.repeated,
            section: around.section,
            trail: around.trail,
            order: self.rank(),
            ..field
        };
        self.form.fields.push(field);
        Some(id)
    }

    /// The words of a box that must be ticked.
    pub(super) fn consent(&mut self, id: Option<FieldId>, around: Around) {
        let field = id.and_then(|id| self.form.field(id));
        let said = field.and_then(|field| {
            let text = field.label.clone().or_else(|| field.help.first().cloned())?;
            let others = field.translations.iter().filter(|(part, _)| *part == Part::Label).map(|(_, text)| text.clone());
            Some(std::iter::once(text).chain(others).collect())
        });
        self.notice(NoticeKind::Consent, said.unwrap_or_default(), around);
    }

    /// What is kept elsewhere.
    pub(super) fn lose(&mut self, field: Option<FieldId>, part: Part, reference: Text<'s>, why: &'static str) {
        self.form.unresolved.push(Unresolved { field, part, reference, why: why.into() });
    }

    /// The language of the form's own texts.
    pub(super) fn speaks(&mut self, tag: impl Into<Cow<'s, str>>) {
        self.form.languages.extend(Some(tag.into()).filter(|tag| !tag.is_empty()));
    }

    /// A language that it is translated into; the first of its languages is the default, and is not guessed.
    pub(super) fn also_speaks(&mut self, tag: impl Into<Cow<'s, str>>) {
        let tag = tag.into();
        if !self.form.languages.is_empty() && !self.form.languages.contains(&tag) {
            self.form.languages.push(tag);
        }
    }

    /// The form is read.
    pub(super) fn finish(self) {
        self.reading.forms.push(self.form);
    }

    fn rank(&mut self) -> u32 {
        self.order += 1;
        self.order
    }
}

/// A text or number as it is written.
pub(super) fn written<'s>(node: Node<'_, 's>) -> Text<'s> {
    Text::new(node.text(), node.place())
}

/// The words of a text without its markup; none where they are blank.
pub(super) fn words<'s>(node: Node<'_, 's>) -> Option<Text<'s>> {
    if node.kind() != Kind::String {
        return None;
    }
    let value = match markup::plain(node.text()) {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
        Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
    };
    (!value.is_empty()).then(|| Text::new(value, node.place()))
}

/// The words of a key.
pub(super) fn said<'s>(node: Node<'_, 's>, key: &str) -> Option<Text<'s>> {
    node.get(key).and_then(words)
}

/// Whether a flag is set.
pub(super) fn flag(node: Node<'_, '_>, key: &str) -> bool {
    node.get(key).is_some_and(is_yes)
}

/// `true`, as a truth value or a word.
pub(super) fn is_yes(node: Node<'_, '_>) -> bool {
    node.truth() == Some(true) || matches!(node.string(), Some("true" | "True" | "yes"))
}

/// Whether a value holds anything: not blank, not `false`, not an empty list or mapping.
pub(super) fn is_said(node: Node<'_, '_>) -> bool {
    match node.kind() {
        Kind::Null => false,
        Kind::Bool => node.truth() == Some(true),
        Kind::Number => true,
        Kind::String => !node.as_str().trim().is_empty(),
        Kind::Array => node.items().next().is_some(),
        Kind::Object => node.entries().next().is_some(),
    }
}

/// Whether a key holds anything.
pub(super) fn has(node: Node<'_, '_>, key: &str) -> bool {
    node.get(key).is_some_and(is_said)
}

/// A choice of a value and what is shown for it; none where both are blank.
pub(super) fn choice<'s>(value: Option<Node<'_, 's>>, mut labels: Vec<Text<'s>>) -> Option<Choice<'s>> {
    let value = value.filter(|value| is_said(*value) || value.truth().is_some()).map(written);
    let label = (!labels.is_empty()).then(|| labels.remove(0));
    (value.is_some() || label.is_some()).then_some(Choice { value, label, code: None, translations: labels })
}

/// Texts as a part of a question: the first as the label or help, the others as its translations.
pub(super) fn put<'s>(field: &mut Field<'s>, part: Part, texts: Vec<Text<'s>>) {
    let mut texts = texts.into_iter();
    match part {
        Part::Label => field.label = texts.next().or(field.label.take()),
        _ => field.help.extend(texts.next()),
    }
    field.translations.extend(texts.map(|text| (part, text)));
}
