//! Screens: the question is a heading, what is asked below it are fields; or the question itself is asked.

use super::field;
use crate::form::{Answer, Field, FieldId, NoticeKind, Part, Required, Section, Text, Told};
use crate::read::draft::{Around, Draft, flag, has, said, words, written};
use crate::tree::{Kind, Node};

/// Keys under which a screen names the variable that a yes or no answers.
const YES_NO: &[&str] = &["yesno", "noyes", "yesnomaybe", "noyesmaybe"];

/// Keys of choices that stand with the screen itself.
const CHOICES: &[&str] = &["choices", "dropdown", "combobox", "buttons"];

/// One document with a `question`.
pub(super) fn screen<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, around: Around) {
    let around = if has(node, "if") { Around { conditional: Told::Yes, ..around } } else { around };
    let language = node.get("language").filter(|tag| tag.string().is_some());
    if let Some(tag) = language {
        draft.also_speaks(tag.text());
    }
    let tagged = |text: Text<'s>| language.map_or(text.clone(), |tag| text.in_language(tag.text()));
    let question = said(node, "question").map(tagged);
    let id = node.get("id");
    let place = node.get("question").unwrap_or(node).place();
    let repeated = flag(node, "list collect") || node.get("list collect").is_some_and(|list| list.is_object());
    let section = Section { title: question.clone(), name: id.map(written), repeated, place, ..Section::default() };
    let inner = draft.section(node, section, around);
    for key in ["subquestion", "under", "help"] {
        let Some(value) = node.get(key) else { continue };
        let texts = if value.is_object() { said(value, "content") } else { words(value) };
        draft.notice(NoticeKind::Text, texts.map(tagged).into_iter().collect(), inner);
    }
    asked(draft, node, question, inner);
    if let Some(fields) = node.get("fields") {
        let inner = draft.key(inner, "fields");
        fields_of(draft, fields, language, inner);
    }
}

/// What the screen itself asks.
fn asked<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, question: Option<Text<'s>>, around: Around) {
    let ask = |draft: &mut Draft<'_, 's>, key: &str, answer: Answer| {
        let name = node.get(key).filter(|name| name.string().is_some());
        let field = Field {
            name: name.map(written),
            label: question.clone(),
            answer,
            required: Required::Yes,
            repeated: name.is_some_and(|name| field::is_indexed(name.as_str())),
            place: name.unwrap_or(node).place(),
            ..Field::default()
        };
        let around = draft.key(around, key.to_owned());
        draft.field(node, field, around)
    };
    for key in YES_NO {
        if node.get(key).is_some_and(|name| name.string().is_some()) {
            ask(draft, key, Answer::YesNo);
        }
    }
    if node.get("signature").is_some_and(|name| name.string().is_some()) {
        ask(draft, "signature", Answer::Signature);
    }
    let Some((key, list)) = CHOICES.iter().find_map(|key| Some((*key, node.get(key)?))) else { return };
    // Buttons without a variable only lead on.
    if node.get("field").is_some() || key != "buttons" {
        let many = node.get("datatype").is_some_and(|kind| kind.as_str().ends_with("checkboxes"));
        let id = ask(draft, "field", if many { Answer::Choices } else { Answer::Choice });
        offer(draft, list, id);
    }
}

/// Gives a field the choices of a list, or says why they are not known.
pub(super) fn offer<'s>(draft: &mut Draft<'_, 's>, list: Node<'_, 's>, id: Option<FieldId>) {
    let Some(id) = id else { return };
    let (choices, lost) = field::choices(list);
    for (node, why) in lost {
        draft.lose(Some(id), Part::Choice, Text::new(node.written(), node.place()), why);
    }
    if let Some(field) = draft.form.fields.get_mut(id.0 as usize) {
        field.choices.extend(choices);
    }
}

fn fields_of<'s>(draft: &mut Draft<'_, 's>, fields: Node<'_, 's>, language: Option<Node<'_, 's>>, around: Around) {
    match fields.kind() {
        Kind::Array => {
            for (node, around) in draft.list(Some(fields), around) {
                if !draft.is_full() {
                    field::field(draft, node, language, around);
                }
            }
        }
        Kind::Object => match fields.get("code") {
            Some(code) if fields.entries().count() == 1 => field::calculated(draft, code),
            _ => field::field(draft, fields, language, around),
        },
        _ => {}
    }
}
