//! Blocks: what they say, and the questions that they ask, in all their variants.

use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, Section, Text, Told};
use crate::read::draft::{Around, Draft, choice, flag, has, put, words, written};
use crate::tree::{Kind, Node};

/// One walk over one survey.
pub(super) struct Walk<'r, 's> {
    pub(super) draft: Draft<'r, 's>,
    /// Questions of several answers so far.
    pub(super) questions: u32,
}

/// Blocks in a block that ask once more for each item of a list. What only edits or removes asks nothing new.
const REPEATED: &[&str] = &["add_block", "add_or_edit_block"];

impl<'t, 's> Walk<'_, 's> {
    pub(super) fn block(&mut self, node: Node<'t, 's>, around: Around) {
        let Some(around) = self.draft.deeper(around, node.place()) else { return };
        let around = around.when(has(node, "skip_conditions"));
        for key in ["title", "description", "introduction", "primary_content", "secondary_content", "content", "preview_content"] {
            self.texts(node, key, around);
        }
        for (content, around) in variants(node, "content", "content_variants", around) {
            if node.get("content_variants").is_some() {
                let texts = gathered(content);
                texts.into_iter().for_each(|text| self.draft.notice(NoticeKind::Text, vec![text], around));
            }
        }
        for (question, around) in self.variants(node, around) {
            self.question(question, around);
        }
        for key in REPEATED {
            if let Some(below) = node.get(key) {
                let inner = self.draft.key(Around { repeated: true, ..around }, *key);
                self.block(below, inner);
            }
        }
        let inner = self.draft.key(Around { repeated: true, ..around }, "repeating_blocks");
        for (below, around) in self.draft.list(node.get("repeating_blocks"), inner) {
            self.block(below, around);
        }
    }

    fn texts(&mut self, node: Node<'t, 's>, key: &str, around: Around) {
        let texts = node.get(key).map(gathered).unwrap_or_default();
        texts.into_iter().for_each(|text| self.draft.notice(NoticeKind::Text, vec![text], around));
    }

    /// The question of a block, or each of its variants, with the pointer to it.
    fn variants(&mut self, node: Node<'t, 's>, around: Around) -> Vec<(Node<'t, 's>, Around)> {
        let own = node.get("question").map(|question| {
            let around = self.draft.key(around, "question");
            (question, around)
        });
        let list = self.draft.key(Around { conditional: Told::Yes, ..around }, "question_variants");
        let mut found: Vec<_> = own.into_iter().collect();
        for (variant, around) in self.draft.list(node.get("question_variants"), list) {
            if let Some(question) = variant.get("question") {
                let around = self.draft.key(around, "question");
                found.push((question, around));
            }
        }
        found
    }

    fn question(&mut self, node: Node<'t, 's>, around: Around) {
        let answers: Vec<_> = node.get("answers").into_iter().flat_map(|list| list.items()).collect();
        let several = answers.len() > 1 || node.get("dynamic_answers").is_some();
        let title = said(node, "title");
        let inner = match several {
            true => {
                let place = node.get("id").unwrap_or(node).place();
                let section = Section { title: title.clone(), name: node.get("id").map(written), place, ..Section::default() };
                self.draft.section(node, section, around)
            }
            false => around,
        };
        for key in ["description", "instruction", "definitions", "guidance"] {
            self.texts(node, key, inner);
        }
        let exclusive = node.get("type").is_some_and(|kind| kind.as_str() == "MutuallyExclusive");
        let group = exclusive.then(|| {
            self.questions += 1;
            self.questions
        });
        let mandatory = flag(node, "mandatory");
        let list = self.draft.key(inner, "answers");
        for (answer, around) in self.draft.list(node.get("answers"), list) {
            self.answer(answer, title.as_ref().filter(|_| !several), mandatory, group, around);
        }
        if let Some(dynamic) = node.get("dynamic_answers") {
            let inner = self.draft.key(Around { repeated: true, ..inner }, "dynamic_answers");
            let inner = self.draft.key(inner, "answers");
            for (answer, around) in self.draft.list(dynamic.get("answers"), inner) {
                self.answer(answer, None, mandatory, None, around);
            }
        }
    }

    fn answer(&mut self, node: Node<'t, 's>, title: Option<&Text<'s>>, mandatory: bool, group: Option<u32>, around: Around) {
        let Some(around) = self.draft.deeper(around, node.place()) else { return };
        let kind = node.get("type").map(|kind| kind.as_str()).unwrap_or_default();
        let id = node.get("id");
        let label = said(node, "label");
        let mut field = Field {
            name: id.map(written),
            answer: answer(kind),
            required: if mandatory || flag(node, "mandatory") { Required::Yes } else { Required::No },
            max_length: node.get("max_length").and_then(|most| most.as_str().parse().ok()),
            part_of: group,
            place: id.unwrap_or(node).place(),
            ..Field::default()
        };
        field.label = title.cloned().or_else(|| label.clone());
        field.help.extend(label.filter(|label| field.label.as_ref().is_some_and(|shown| shown.value != label.value)));
        for key in ["description", "guidance", "instruction", "playback"] {
            let texts = node.get(key).map(gathered).unwrap_or_default();
            texts.into_iter().for_each(|text| put(&mut field, Part::Help, vec![text]));
        }
        field.choices = choices(node);
        let dynamic = node.get("dynamic_options");
        let field = self.draft.field(node, field, around);
        if let Some((options, id)) = dynamic.zip(field) {
            let reference = Text::new(options.written(), options.place());
            self.draft.lose(Some(id), Part::Choice, reference, "the choices are calculated from other answers");
        }
        let inner = self.draft.key(around, "options");
        for (option, around) in self.draft.list(node.get("options"), inner) {
            let Some(detail) = option.get("detail_answer") else { continue };
            let around = self.draft.key(around, "detail_answer");
            self.answer(detail, None, false, None, around.when(true));
        }
    }
}

/// What has a variant for each condition.
fn variants<'t, 's>(node: Node<'t, 's>, one: &str, many: &str, around: Around) -> Vec<(Node<'t, 's>, Around)> {
    let list = node.get(many).into_iter().flat_map(|list| list.items());
    let around = Around { conditional: Told::Yes, ..around };
    list.filter_map(|variant| Some((variant.get(one)?, around))).collect()
}

/// A text that may hold places for other answers, or forms for one and many.
pub(super) fn said<'s>(node: Node<'_, 's>, key: &str) -> Option<Text<'s>> {
    text(node.get(key)?)
}

fn text<'s>(node: Node<'_, 's>) -> Option<Text<'s>> {
    match node.kind() {
        Kind::Object => {
            let plural = || node.pointer("/text_plural/forms/other").or_else(|| node.pointer("/text_plural/forms/one"));
            node.get("text").or_else(plural).and_then(words)
        }
        _ => words(node),
    }
}

/// All texts of a value that is made of paragraphs, lists and definitions.
fn gathered<'s>(node: Node<'_, 's>) -> Vec<Text<'s>> {
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match node.kind() {
            Kind::String => found.extend(words(node)),
            Kind::Object if node.get("text").is_some() || node.get("text_plural").is_some() => found.extend(text(node)),
            Kind::Object | Kind::Array => {
                let said = |key: &str| {
                    matches!(key, "contents" | "content" | "title" | "description" | "list" | "definition" | "guidance" | "instruction")
                };
                let entries = node.entries().filter(|entry| said(entry.key.as_str())).map(|entry| entry.value);
                let mut below: Vec<_> = entries.chain(node.items()).collect();
                below.reverse();
                open.extend(below);
            }
            _ => {}
        }
    }
    found
}

fn choices<'s>(node: Node<'_, 's>) -> Vec<Choice<'s>> {
    let options = node.get("options").into_iter().flat_map(|list| list.items());
    options.filter_map(|option| choice(option.get("value"), said(option, "label").into_iter().collect())).collect()
}

fn answer(kind: &str) -> Answer {
    match kind {
        "Radio" | "Dropdown" | "Relationship" => Answer::Choice,
        "Checkbox" => Answer::Choices,
        "TextField" | "Address" | "MobileNumber" | "PostcodeField" | "Duration" => Answer::Text,
        "TextArea" => Answer::LongText,
        "Number" | "Currency" | "Percentage" | "Unit" => Answer::Number,
        "Date" => Answer::Date,
        "MonthYearDate" => Answer::Month,
        "YearDate" => Answer::Year,
        _ => Answer::NotSaid,
    }
}
