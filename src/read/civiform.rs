//! CiviForm: an exported program, whose screens refer to the questions beside it by their ids.

use rustc_hash::FxHashMap;

use super::draft::{Around, Draft, choice, flag, has, put, words, written};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, Section, Text, Told, TrailId};
use crate::tree::Node;

/// The reader of CiviForm program exports.
pub(super) struct CiviForm;

/// The language that texts are written in first.
const OWN: &str = "en_US";

impl Reader for CiviForm {
    fn name(&self) -> &'static str {
        "civiform"
    }

    fn title(&self) -> &'static str {
        "CiviForm program export"
    }

    fn about(&self) -> &'static str {
        "JSON with a `program` that has `blockDefinitions`, and the `questions` that they name"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["\"blockDefinitions\"", "\"questionDefinitions\""]
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
        let program = root.get("program").unwrap_or(root);
        let mut blocks = program.get("blockDefinitions").into_iter().flat_map(|list| list.items());
        if blocks.any(|block| block.get("questionDefinitions").is_some()) { Likeness::Certain } else { Likeness::No }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let Some(root) = document.root() else { return };
        let program = root.get("program").unwrap_or(root);
        let mut draft = Draft::new("civiform", root, reading);
        draft.form.place = program.place();
        let trail = match program.id() == root.id() {
            true => TrailId::default(),
            false => draft.form.trails.key(TrailId::default(), "program"),
        };
        let mut titles = said(&mut draft, program, "localizedName");
        draft.form.title = (!titles.is_empty()).then(|| titles.remove(0));
        draft.form.name = program.get("adminName").map(written);
        let around = Around { trail, conditional: Told::No, ..Around::default() };
        let texts = said(&mut draft, program, "localizedDescription");
        draft.notice(NoticeKind::Text, texts, around);
        let questions = root.get("questions").into_iter().flat_map(|list| list.items()).enumerate();
        let known = questions.filter_map(|(index, node)| Some((config(node).get("id")?.as_str(), (index, node)))).collect();
        let list = draft.key(around, "blockDefinitions");
        for (node, around) in draft.list(program.get("blockDefinitions"), list) {
            block(&mut draft, node, &known, around);
        }
        draft.finish();
        let empty = |form: &crate::form::Form<'_>| form.fields.is_empty() && form.unresolved.is_empty();
        if reading.forms.iter().all(empty) && reading.errors().next().is_none() {
            reading.forms.clear();
            reading.skipped = Some("the program asks no question".to_owned());
        }
    }
}

/// Questions by their ids, with their places in the list.
type Known<'t, 's> = FxHashMap<&'t str, (usize, Node<'t, 's>)>;

/// What a question says of itself; older exports have no `config` around it.
fn config<'t, 's>(question: Node<'t, 's>) -> Node<'t, 's> {
    question.get("config").unwrap_or(question)
}

/// A text in its languages, the form's own first.
fn said<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, key: &str) -> Vec<Text<'s>> {
    let Some(map) = node.get(key).and_then(|text| text.get("translations")) else { return Vec::new() };
    let mut entries: Vec<_> = map.entries().collect();
    entries.sort_by_key(|entry| entry.key.as_str() != OWN);
    let mut found = Vec::new();
    for entry in entries {
        let tag = entry.key.as_str().replace('_', "-");
        let Some(text) = words(entry.value) else { continue };
        if draft.form.languages.is_empty() && entry.key.as_str() == OWN {
            draft.speaks(tag.clone());
        }
        draft.also_speaks(tag.clone());
        found.push(text.in_language(tag));
    }
    found
}

fn block<'t, 's>(draft: &mut Draft<'_, 's>, node: Node<'t, 's>, known: &Known<'t, 's>, around: Around) {
    let around = around.when(has(node, "hidePredicate") || has(node, "visibilityPredicate"));
    let mut titles = said(draft, node, "localizedName");
    let title = if titles.is_empty() { node.get("name").and_then(words) } else { Some(titles.remove(0)) };
    let repeated = has(node, "repeaterId");
    let name = node.get("id").map(written);
    let section = Section { title, translations: titles, name, repeated, place: node.place(), ..Section::default() };
    let inner = draft.section(node, section, around);
    let texts = said(draft, node, "localizedDescription");
    draft.notice(NoticeKind::Text, texts, inner);
    for used in node.get("questionDefinitions").into_iter().flat_map(|list| list.items()) {
        let Some(id) = used.get("id").filter(|_| !draft.is_full()) else { continue };
        let Some((index, question)) = known.get(id.as_str()).copied() else {
            draft.lose(None, Part::Questions, written(id), "the question of this id is not in the file");
            continue;
        };
        let trail = draft.form.trails.key(TrailId::default(), "questions");
        let trail = draft.form.trails.index(trail, index);
        let loose = has(node, "optionalPredicate");
        let required = match (flag(used, "optional"), loose) {
            (true, _) => Required::No,
            (_, true) => Required::WhenShown,
            _ => Required::Yes,
        };
        self::question(draft, question, required, Around { trail, ..inner });
    }
}

fn question<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>, required: Required, around: Around) {
    let config = config(node);
    let kind = node.get("type").map(|kind| kind.as_str()).unwrap_or_default();
    let texts = said(draft, config, "questionText");
    let help = said(draft, config, "questionHelpText");
    if kind == "static" {
        draft.notice(NoticeKind::Text, texts, around);
        return draft.notice(NoticeKind::Text, help, around);
    }
    let name = config.get("name");
    let limits = config.get("validationPredicates");
    let mut field = Field {
        name: name.map(written),
        answer: answer(node, kind),
        required,
        repeated: has(config, "enumeratorId") || kind == "enumerator",
        max_length: limits.and_then(|limits| limits.get("maxLength")).and_then(|most| most.as_str().parse().ok()),
        place: name.unwrap_or(node).place(),
        ..Field::default()
    };
    put(&mut field, Part::Label, texts);
    put(&mut field, Part::Help, help);
    field.choices = choices(draft, node);
    draft.field(node, field, around);
}

fn choices<'s>(draft: &mut Draft<'_, 's>, node: Node<'_, 's>) -> Vec<Choice<'s>> {
    let list = ["questionOptions", "options"].into_iter().find_map(|key| node.get(key));
    let shown = |option: &Node<'_, '_>| option.get("displayInAnswerOptions").is_none_or(|said| said.truth() != Some(false));
    let options: Vec<_> = list.into_iter().flat_map(|list| list.items()).filter(shown).collect();
    let mut found = Vec::new();
    for option in options {
        let key = if option.get("localizedOptionText").is_some() { "localizedOptionText" } else { "optionText" };
        let labels = said(draft, option, key);
        found.extend(choice(option.get("adminName").or_else(|| option.get("id")), labels));
    }
    found
}

fn answer(node: Node<'_, '_>, kind: &str) -> Answer {
    let multi = node.get("multiOptionQuestionType").map(|kind| kind.as_str()).unwrap_or_default();
    match (kind, multi) {
        ("multioption", "CHECKBOX") => Answer::Choices,
        ("multioption", "YES_NO") => Answer::YesNo,
        ("multioption", _) => Answer::Choice,
        ("name" | "address" | "email" | "phone" | "id" | "text" | "enumerator", _) => Answer::Text,
        ("number" | "currency", _) => Answer::Number,
        ("date", _) => Answer::Date,
        ("fileupload", _) => Answer::Document,
        _ => Answer::NotSaid,
    }
}
