//! Fields of a screen: the first key that is no keyword is the label, and its value the variable.

use super::screen;
use crate::form::{Answer, Asked, Choice, Field, NoticeKind, Part, Required, Text, Told};
use crate::read::draft::{Around, Draft, choice, has, said, words, written};
use crate::read::markup;
use crate::tree::{Entry, Kind, Node};

/// The keys of a field that are no label.
const KEYWORDS: &[&str] = &[
    "action",
    "address autocomplete",
    "allow privileges",
    "allow users",
    "accept",
    "aota",
    "choices",
    "code",
    "css class",
    "content",
    "datatype",
    "default",
    "disable if",
    "disable others",
    "disabled",
    "enable if",
    "exclude",
    "extras",
    "field",
    "field metadata",
    "file css class",
    "floating label",
    "grid",
    "group",
    "help",
    "hide if",
    "hint",
    "html",
    "image upload type",
    "input type",
    "inline",
    "inline width",
    "item grid",
    "js default",
    "js disable if",
    "js enable if",
    "js hide if",
    "js show if",
    "keyword",
    "label",
    "label above field",
    "label from",
    "max",
    "maxlength",
    "maximum image size",
    "min",
    "minlength",
    "no label",
    "none of the above",
    "nota",
    "note",
    "object labeler",
    "persistent",
    "private",
    "raw html",
    "required",
    "rows",
    "scale",
    "script",
    "show if",
    "shuffle",
    "step",
    "trigger at",
    "uncheck others",
    "check others",
    "under text",
    "using",
    "validate",
    "validation messages",
    "width",
    "css",
    "all of the above",
    "help generator",
    "image generator",
    "value",
    "currency symbol",
    "x-mayask",
];

/// Keys that make a field show on the answer to another.
const CONDITIONS: &[&str] = &["show if", "hide if", "js show if", "js hide if", "enable if", "disable if", "js enable if", "js disable if"];

/// One item of `fields`.
pub(super) fn field<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, language: Option<Node<'_, 's>>, around: Around) {
    if !node.is_object() {
        return;
    }
    let conditional = CONDITIONS.iter().any(|key| has(node, key));
    let around = if conditional { Around { conditional: Told::Yes, ..around } } else { around };
    let tagged = |text: Text<'s>| language.map_or(text.clone(), |tag| text.in_language(tag.text()));
    let Some((label, name)) = named(node) else {
        for key in ["note", "html", "raw html"] {
            draft.notice(NoticeKind::Text, said(node, key).map(tagged).into_iter().collect(), around);
        }
        return node.get("code").map_or((), |code| calculated(draft, code));
    };
    let kind = node.get("datatype").map(|kind| kind.as_str()).unwrap_or("text");
    let input = node.get("input type").map(|kind| kind.as_str()).unwrap_or_default();
    let hidden = kind == "hidden" || input == "hidden";
    let mut field = Field {
        name: Some(written(name)),
        label: label.map(tagged),
        answer: answer(node, kind, input),
        required: required(node, kind),
        asked: if hidden { Asked::No("hidden".into()) } else { Asked::Yes },
        repeated: is_indexed(name.as_str()),
        max_length: node.get("maxlength").and_then(|most| most.as_str().parse().ok()),
        place: name.place(),
        ..Field::default()
    };
    if node.get("disabled").is_some_and(|said| said.truth() == Some(true)) {
        field.asked = Asked::No("read-only".into());
    }
    for key in ["hint", "under text", "help", "note", "html"] {
        let Some(value) = node.get(key) else { continue };
        let texts = if value.is_object() { said(value, "content").or_else(|| said(value, "label")) } else { words(value) };
        field.help.extend(texts.map(tagged));
    }
    let id = draft.field(node, field, around);
    if let Some(list) = node.get("choices") {
        screen::offer(draft, list, id);
    }
    if let Some(code) = node.get("code").filter(|_| id.is_some()) {
        draft.lose(id, Part::Choice, Text::new(code.text(), code.place()), CALCULATED);
    }
    if let Some(none) = node.get("none of the above").and_then(words) {
        let field = id.and_then(|id| draft.form.fields.get_mut(id.0 as usize));
        field.into_iter().for_each(|field| field.choices.push(Choice { label: Some(none.clone()), ..Choice::default() }));
    }
}

const CALCULATED: &str = "the choices are calculated when the interview runs";

/// Fields that code makes.
pub(super) fn calculated<'s>(draft: &mut Draft<'_, 's>, code: Node<'_, 's>) {
    draft.lose(None, Part::Questions, Text::new(code.text(), code.place()), "the fields are calculated when the interview runs");
}

/// The label of a field, where it has one, and its variable; none where the item is no field.
fn named<'t, 's>(node: Node<'t, 's>) -> Option<(Option<Text<'s>>, Node<'t, 's>)> {
    let variable = |key: &str| node.get(key).filter(|name| name.string().is_some());
    if let Some(name) = variable("field") {
        return Some((said(node, "label"), name));
    }
    if let Some(name) = variable("no label") {
        return Some((None, name));
    }
    let own = |entry: &Entry<'t, 's>| !KEYWORDS.contains(&entry.key.as_str()) && entry.value.string().is_some();
    let entry = node.entries().find(own)?;
    let label = markup::plain(entry.key.text());
    Some((Some(Text::new(label, entry.key.place())), entry.value))
}

/// Whether a variable stands for an item of a list: `users[i].name`.
pub(super) fn is_indexed(name: &str) -> bool {
    ["[i]", "[j]", "[k]", "[l]", "[m]", "[n]"].into_iter().any(|index| name.contains(index))
}

/// An answer is required unless the field says otherwise; a box may always stay empty.
fn required(node: Node<'_, '_>, kind: &str) -> Required {
    let boxed = matches!(kind, "yesno" | "noyes" | "yesnowide" | "noyeswide");
    match node.get("required") {
        Some(said) if said.truth() == Some(false) || matches!(said.as_str(), "False" | "false" | "no") => Required::No,
        Some(said) if said.truth().is_none() && !matches!(said.as_str(), "True" | "true" | "yes") => Required::WhenShown,
        Some(_) => Required::Yes,
        None if boxed => Required::No,
        None => Required::Yes,
    }
}

fn answer(node: Node<'_, '_>, kind: &str, input: &str) -> Answer {
    let offers = ["choices", "code"].into_iter().any(|key| node.get(key).is_some());
    match (kind, input) {
        ("yesno" | "noyes" | "yesnowide" | "noyeswide" | "yesnoradio" | "noyesradio" | "yesnomaybe" | "noyesmaybe", _) => Answer::YesNo,
        ("boolean" | "threestate", _) if !offers => Answer::YesNo,
        ("checkboxes" | "multiselect" | "object_checkboxes" | "object_multiselect", _) => Answer::Choices,
        ("radio" | "dropdown" | "combobox" | "object" | "object_radio" | "mlradio", _) => Answer::Choice,
        (_, "radio" | "dropdown" | "combobox" | "datalist") => Answer::Choice,
        _ if offers => Answer::Choice,
        ("area" | "mlarea", _) | (_, "area") => Answer::LongText,
        ("integer" | "number" | "currency" | "range", _) => Answer::Number,
        ("date" | "BirthDate" | "datetime" | "ThreePartsDate", _) => Answer::Date,
        ("camera" | "user" | "environment", _) => Answer::Photo,
        ("file" | "files" | "camcorder" | "microphone", _) => Answer::Document,
        ("text" | "email" | "password" | "url" | "time" | "ml", _) => Answer::Text,
        _ => Answer::NotSaid,
    }
}

/// The choices of a list or mapping, and what of it is not known.
pub(super) fn choices<'t, 's>(list: Node<'t, 's>) -> (Vec<Choice<'s>>, Vec<(Node<'t, 's>, &'static str)>) {
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    let pairs = |node: Node<'t, 's>, found: &mut Vec<Choice<'s>>| {
        let own = node
            .entries()
            .find(|entry| !matches!(entry.key.as_str(), "help" | "default" | "image" | "css class" | "color" | "show if" | "key"));
        let label = |node: Node<'t, 's>| words(node).or_else(|| Some(written(node))).into_iter().collect();
        found.extend(own.and_then(|entry| choice(Some(entry.value), label(entry.key))));
    };
    match list.kind() {
        Kind::Array => {
            for item in list.items() {
                match (item.is_object(), item.get("code"), item.get("label").zip(item.get("value"))) {
                    (true, Some(code), _) => lost.push((code, CALCULATED)),
                    (true, None, Some((label, value))) => found.extend(choice(Some(value), words(label).into_iter().collect())),
                    (true, None, None) => pairs(item, &mut found),
                    _ => found.extend(choice(Some(item), Vec::new())),
                }
            }
        }
        Kind::Object => match list.get("code") {
            Some(code) => lost.push((code, CALCULATED)),
            None => found.extend(list.entries().filter_map(|entry| choice(Some(entry.value), words(entry.key).into_iter().collect()))),
        },
        Kind::String => lost.push((list, CALCULATED)),
        _ => {}
    }
    (found, lost)
}
