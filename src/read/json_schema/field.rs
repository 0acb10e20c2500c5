//! One question: its texts, the kind of its answer, its choices.

use super::facts::Facts;
use super::refs::Schema;
use super::translate;
use super::ui::Ui;
use super::walk::{Around, Seen, Walk, stands, told};
use crate::form::{Answer, Asked, Choice, Field, FieldId, Notice, NoticeKind, Part, Required, Text, Told};
use crate::read::stated;
use crate::tree::{Entry, Kind, Node};

const FIXED: &str = "its value is fixed";

/// The choices beyond which the same one may stand twice.
const MANY: usize = 1000;

impl<'t, 's> Walk<'_, 't, 's> {
    /// A question; `inner` is the item where it is a list.
    pub(super) fn field(
        &mut self,
        entry: Option<Entry<'t, 's>>,
        schema: Schema<'t, 's>,
        facts: &Facts<'t, 's>,
        inner: Option<&Facts<'t, 's>>,
        around: Around<'t, 's>,
        required: Required,
    ) {
        let key = entry.map(|entry| (around.object, entry.key.as_str()));
        let known = key.and_then(|key| self.seen.get(&key).copied());
        let id = FieldId(self.form.fields.len() as u32);
        let field = self.question(id, entry, schema, facts, inner, around, required);
        let before = match known {
            Some(Seen::Field(id)) => self.form.fields.get_mut(id.0 as usize),
            _ => None,
        };
        if let Some(before) = before.filter(|before| is_same(before, &field)) {
            return join(before, field);
        }
        if let Some(key) = key {
            self.seen.insert(key, Seen::Field(id));
        }
        let sealed =
            facts.kind.is_some_and(|kind| kind.as_str() == "boolean") && only(facts).is_some_and(|value| value.truth() == Some(true));
        let consent = field.label.clone().or_else(|| field.help.first().cloned()).filter(|_| sealed);
        self.form.fields.push(field);
        if let Some(text) = consent {
            let order = self.rank();
            let kind = NoticeKind::Consent;
            self.form.notices.push(Notice { kind, text, translations: Vec::new(), section: around.section, order });
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one call, of which each is a fact of its own")]
    fn question(
        &mut self,
        id: FieldId,
        entry: Option<Entry<'t, 's>>,
        schema: Schema<'t, 's>,
        facts: &Facts<'t, 's>,
        inner: Option<&Facts<'t, 's>>,
        around: Around<'t, 's>,
        required: Required,
    ) -> Field<'s> {
        let (place, trail) = stands(entry, schema);
        let value = inner.unwrap_or(facts);
        let mut field = Field {
            name: entry.map(|entry| Text::new(entry.key.text(), entry.key.place())),
            required,
            conditional: told(around.conditional),
            repeated: around.repeated,
            max_length: value.max_length,
            pattern: value.pattern.map(|node| Text::new(node.text(), node.place())),
            section: around.section,
            place,
            trail,
            order: self.rank(),
            ..Field::default()
        };
        self.words(id, &mut field, facts, inner, around.ui);
        field.choices = self.choices(id, value, around.ui);
        field.answer = answer(value, inner.is_some(), &field.choices, around.ui);
        field.repeated |= inner.is_some() && field.answer != Answer::Choices;
        field.asked = asked(facts, around.silent);
        if let Some(node) = facts.mayask {
            stated::about_field(node, &mut field);
        }
        for (reference, why) in facts.lost.iter().chain(inner.into_iter().flat_map(|inner| &inner.lost)) {
            let part = if field.label.is_some() { Part::Choice } else { Part::Label };
            self.lose(Some(id), part, reference.clone(), why);
        }
        field
    }

    /// Label and help, in all languages.
    fn words(&mut self, id: FieldId, field: &mut Field<'s>, facts: &Facts<'t, 's>, inner: Option<&Facts<'t, 's>>, ui: Ui<'t, 's>) {
        let title = ui.option("title").or(facts.title).or_else(|| inner?.title).or_else(|| one(facts)?.title);
        if let Some(title) = title {
            let mut texts = self.texts(title, Some(id), Part::Label);
            field.label = (!texts.is_empty()).then(|| texts.remove(0));
            field.translations.extend(texts.into_iter().map(|text| (Part::Label, text)));
        }
        let description = ui.option("description").or(facts.description).or_else(|| one(facts)?.description);
        let item = inner.and_then(|inner| inner.description);
        let others = ["help", "placeholder"].into_iter().filter_map(|name| ui.option(name));
        for node in description.into_iter().chain(item).chain(others) {
            let mut texts = self.texts(node, Some(id), Part::Help);
            if !texts.is_empty() {
                field.help.push(texts.remove(0));
            }
            field.translations.extend(texts.into_iter().map(|text| (Part::Help, text)));
        }
    }

    /// The answers of a value: its `enum`, or alternatives of which each is one.
    fn choices(&mut self, id: FieldId, facts: &Facts<'t, 's>, ui: Ui<'t, 's>) -> Vec<Choice<'s>> {
        let mut choices = Vec::new();
        let names = ui.option("enumNames").or(facts.option_names);
        if let Some(options) = facts.options {
            let mut names = names.into_iter().flat_map(|names| names.items());
            for option in options.items() {
                let label = names.next();
                choices.extend(self.choice(id, Some(option), label));
            }
        } else if let Some(value) = facts.fixed.filter(|value| value.truth().is_none()) {
            choices.extend(self.choice(id, Some(value), None));
        }
        for branch in facts.groups.iter().filter(|group| !group.depends).flat_map(|group| &group.branches) {
            let only = only(branch).map(|value| self.choice(id, Some(value), branch.title.or(branch.description)));
            let more = match only {
                Some(choice) => choice.into_iter().collect(),
                None => self.choices(id, branch, Ui::default()),
            };
            more.into_iter().for_each(|choice| add(&mut choices, choice));
        }
        choices
    }

    /// A value as a choice; none where it is `null`, a truth value or blank, and has no label.
    fn choice(&mut self, id: FieldId, value: Option<Node<'t, 's>>, label: Option<Node<'t, 's>>) -> Option<Choice<'s>> {
        let mut texts = label.map(|label| self.texts(label, Some(id), Part::Choice)).unwrap_or_default();
        let label = (!texts.is_empty()).then(|| texts.remove(0));
        let said = value.filter(|value| !matches!(value.kind(), Kind::Null | Kind::Bool));
        let value = said.map(|value| Text::new(value.written(), value.place()));
        let some = label.is_some() || value.as_ref().is_some_and(|value| !value.value.is_empty());
        some.then_some(Choice { value, label, code: None, translations: texts })
    }

    /// A text in all its languages, the form's own first. A key without a translation stays, and is unresolved.
    pub(super) fn texts(&mut self, node: Node<'t, 's>, field: Option<FieldId>, part: Part) -> Vec<Text<'s>> {
        let texts = translate::in_languages(node);
        let words = match texts.as_slice() {
            [only] if only.language.is_none() && translate::is_key(&only.value) => only.value.clone(),
            _ => return texts,
        };
        let mut found: Vec<Text<'s>> = Vec::new();
        for (file, language) in self.translations() {
            let more = translate::texts(file, language, &words);
            let new = |text: &Text<'s>| found.iter().all(|known| known.language != text.language);
            let more: Vec<_> = more.into_iter().filter(new).collect();
            found.extend(more);
        }
        for tag in found.iter().filter_map(|text| text.language.as_ref()) {
            if !self.form.languages.contains(tag) {
                self.form.languages.push(tag.clone());
            }
        }
        if found.is_empty() {
            let why = "it is the key of a translation, and none is beside the form";
            self.lose(field, part, Text::new(words, node.place()), why);
            return texts;
        }
        found
    }

    /// The translation files, each with its language where it has one.
    fn translations(&mut self) -> Vec<(Node<'t, 's>, Option<&'t str>)> {
        if self.translations.is_none() {
            let files = self.files;
            let mut found = Vec::new();
            for (path, language) in translate::paths(self.file).filter(|(path, _)| path != self.file) {
                found.extend(files.open(&path, self.reading).and_then(|document| Some((document.root()?, language))));
            }
            for document in files.named(self.reading) {
                let language = translate::language(document.source().name());
                found.extend(document.root().map(|root| (root, language)));
            }
            self.translations = Some(found);
        }
        self.translations.clone().unwrap_or_default()
    }
}

/// The kind of answer.
fn answer(facts: &Facts<'_, '_>, list: bool, choices: &[Choice<'_>], ui: Ui<'_, '_>) -> Answer {
    let widget = ui.widget();
    let format = facts.format.or_else(|| one(facts)?.format).unwrap_or_default();
    let mut types = facts.types().chain(facts.groups.iter().flat_map(|group| &group.branches).flat_map(Facts::types));
    let kind = types.next().unwrap_or_default();
    match (kind, format, widget) {
        (_, "data-url" | "binary", _) | (_, _, "file" | "FileWidget") => Answer::Document,
        (_, "signature", _) | (_, _, "signature" | "SignatureWidget") => Answer::Signature,
        _ if facts.document => Answer::Document,
        ("boolean", ..) => Answer::YesNo,
        _ if !choices.is_empty() && (list || widget == "checkboxes") => Answer::Choices,
        _ if !choices.is_empty() => Answer::Choice,
        (_, "date" | "date-time", _) | (_, _, "date" | "alt-date" | "datetime") => Answer::Date,
        (_, "month" | "year-month", _) => Answer::Month,
        (_, "year", _) => Answer::Year,
        ("string", _, "textarea" | "RichText") => Answer::LongText,
        ("string", ..) => Answer::Text,
        ("number" | "integer", ..) => Answer::Number,
        _ => Answer::NotSaid,
    }
}

/// Whether a person is asked: not where only one value is allowed, save a box that must be ticked.
fn asked<'s>(facts: &Facts<'_, 's>, silent: Option<&'static str>) -> Asked<'s> {
    let boolean = facts.types().any(|kind| kind == "boolean");
    let fixed = facts.fixed.is_some_and(|value| !(boolean && value.truth() == Some(true)));
    match silent {
        Some(why) => Asked::No(why.into()),
        None if facts.forbidden => Asked::No("the schema allows no value".into()),
        None if fixed => Asked::No(FIXED.into()),
        None => Asked::Yes,
    }
}

/// The one value that is allowed.
fn only<'t, 's>(facts: &Facts<'t, 's>) -> Option<Node<'t, 's>> {
    let mut options = facts.options.into_iter().flat_map(|options| options.items());
    facts.fixed.or_else(|| options.next().filter(|_| options.next().is_none()))
}

/// The alternative that is left where `null` is the other one.
fn one<'f, 't, 's>(facts: &'f Facts<'t, 's>) -> Option<&'f Facts<'t, 's>> {
    let mut branches = facts.groups.iter().filter(|group| !group.depends).flat_map(|group| &group.branches);
    branches.next().filter(|_| branches.next().is_none())
}

/// What a choice is told apart by.
fn key<'c>(choice: &'c Choice<'_>) -> Option<&'c str> {
    choice.value.as_ref().or(choice.label.as_ref()).map(|text| text.value.as_ref())
}

/// Adds a choice of an alternative, unless it is there; among very many nothing is sought.
fn add<'s>(choices: &mut Vec<Choice<'s>>, choice: Choice<'s>) {
    if choices.len() > MANY || choices.iter().all(|known| key(known) != key(&choice)) {
        choices.push(choice);
    }
}

/// Whether an alternative asks what is asked already: other words would be another question.
fn is_same(field: &Field<'_>, other: &Field<'_>) -> bool {
    let words = |field: &Field<'_>| field.label.as_ref().map(|label| label.value.to_string());
    other.label.is_none() || field.label.is_none() || words(field) == words(other)
}

/// Adds what an alternative says of a question that is known already.
fn join<'s>(field: &mut Field<'s>, other: Field<'s>) {
    let free = |field: &Field<'_>| field.asked == Asked::No(FIXED.into());
    let differs = other.choices.iter().any(|choice| field.choices.iter().all(|known| key(known) != key(choice)));
    if free(field) && other.asked == Asked::Yes || free(field) && free(&other) && differs {
        field.asked = Asked::Yes;
        field.answer = if field.choices.is_empty() { other.answer } else { Answer::Choice };
    }
    field.label = field.label.take().or(other.label);
    for help in other.help {
        if field.help.iter().all(|known| known.value != help.value) {
            field.help.push(help);
        }
    }
    other.choices.into_iter().for_each(|choice| add(&mut field.choices, choice));
    if field.answer == Answer::NotSaid {
        field.answer = other.answer;
    }
    field.required = match (field.required, other.required) {
        (Required::Yes, _) | (_, Required::Yes) => Required::Yes,
        (Required::WhenShown, _) | (_, Required::WhenShown) => Required::WhenShown,
        (known, _) => known,
    };
    if other.conditional == Told::No {
        field.conditional = Told::No;
    }
    field.max_length = field.max_length.or(other.max_length);
    field.pattern = field.pattern.take().or(other.pattern);
}
