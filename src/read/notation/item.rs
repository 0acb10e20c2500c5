//! The items of a form in the notation: questions, notices and consents.

use std::borrow::Cow;

use super::{Written, code, is_language};
use crate::form::{Answer, Asked, Field, Notice, NoticeKind, Part, Required, SectionId, Text, Told, TrailId};
use crate::source::{Limit, Problem};
use crate::tree::{Entry, Node};

const HEADS: &[&str] = &["section", "ask", "notice", "consent"];

const ASK: &[&str] = &[
    "ask",
    "name",
    "help",
    "type",
    "required",
    "options",
    "when",
    "about",
    "opt out",
    "codes",
    "part of",
    "purpose",
    "printed",
    "not asked",
    "accepts",
    "any of",
];

const TYPES: &[(&str, Answer)] = &[
    ("text", Answer::Text),
    ("long text", Answer::LongText),
    ("number", Answer::Number),
    ("date", Answer::Date),
    ("month", Answer::Month),
    ("year", Answer::Year),
    ("yes/no", Answer::YesNo),
    ("choice", Answer::Choice),
    ("choices", Answer::Choices),
    ("document", Answer::Document),
    ("signature", Answer::Signature),
    ("photo", Answer::Photo),
    ("button", Answer::Control),
];

impl<'s> Written<'_, 's> {
    pub(super) fn item(&mut self, item: Node<'_, 's>, section: Option<SectionId>, trail: TrailId) {
        if !item.is_object() {
            return self.wrong(item, "items", "a list of mappings, each with `section`, `ask`, `notice` or `consent`");
        }
        let heads: Vec<_> = item.entries().filter(|entry| HEADS.contains(&entry.key.as_str())).collect();
        if let [_, second, ..] = heads.as_slice() {
            let message = format!("one item is one thing: `{}` begins a second one", second.key.as_str());
            self.reading.tell(Problem::error("two-heads", second.key.place(), message));
        }
        match heads.first().map(|entry| entry.key.as_str()) {
            Some("section") => self.section(item, section, trail),
            Some("ask") => self.ask(item, section, trail),
            Some("notice") => self.notice(item, NoticeKind::Text, section),
            Some(_) => self.notice(item, NoticeKind::Consent, section),
            None => self.headless(item, section, trail),
        }
    }

    /// An item whose first word is wrong; what it says of a question is read all the same.
    fn headless(&mut self, item: Node<'_, 's>, section: Option<SectionId>, trail: TrailId) {
        let first = item.entries().next();
        let place = first.map_or(item.place(), |entry| entry.key.place());
        let message = "an item begins with `section`, `ask`, `notice` or `consent`";
        let problem = Problem::error("no-head", place, message);
        let word = first.map(|entry| entry.key.as_str()).unwrap_or_default();
        self.reading.tell(problem.suggest(word, HEADS.iter().copied()));
        if let Some(items) = item.get("items") {
            let trail = self.form.trails.key(trail, "items");
            self.items(items, section, trail);
        } else if item.get("name").is_some() {
            self.ask(item, section, trail);
        }
    }

    fn notice(&mut self, item: Node<'_, 's>, kind: NoticeKind, section: Option<SectionId>) {
        let order = self.next_order();
        let mut notice = Notice { kind, section, order, ..Notice::default() };
        for Entry { key, value } in item.entries() {
            match key.as_str() {
                "notice" | "consent" => notice.text = self.text(value, key.as_str()).unwrap_or_default(),
                tag if is_language(tag) => notice.translations.extend(self.text(value, tag).map(|text| text.in_language(key.text()))),
                _ => self.unknown(key, &["notice", "consent"]),
            }
        }
        self.form.notices.push(notice);
    }

    fn ask(&mut self, item: Node<'_, 's>, section: Option<SectionId>, trail: TrailId) {
        if self.form.fields.len() >= self.reading.limits.fields {
            let message = format!("the form asks more than {} questions; the others were not read", self.reading.limits.fields);
            return self.reading.tell(Limit::Fields.passed(self.form.place, message));
        }
        let order = self.next_order();
        let place = item.entry("ask").map_or(item.place(), |entry| entry.key.place());
        let mut field = Field { section, order, place, trail, conditional: Told::No, ..Field::default() };
        for entry in item.entries() {
            if !self.words(entry, &mut field) && !self.facts(entry, &mut field) {
                self.unknown(entry.key, ASK);
            }
        }
        if field.answer == Answer::NotSaid {
            field.answer = if field.choices.is_empty() { Answer::Text } else { Answer::Choice };
        }
        if field.required == Required::Yes && field.conditional == Told::Yes {
            field.required = Required::WhenShown;
        }
        // Translations of choices find the choices by their rank, so they come when all are read.
        for Entry { key, value } in item.entries().filter(|entry| is_language(entry.key.as_str())) {
            self.translated(key, value, &mut field);
        }
        self.form.fields.push(field);
    }

    /// The keys of a question that hold words; whether the key was one of them.
    fn words(&mut self, Entry { key, value }: Entry<'_, 's>, field: &mut Field<'s>) -> bool {
        let name = key.as_str();
        match name {
            "ask" => field.label = self.text(value, name),
            "name" => field.name = self.text(value, name),
            "help" => field.help = self.texts(value, name),
            "options" => field.choices = self.choices(value),
            "about" => field.about = self.text(value, name),
            "codes" => field.codes = self.texts(value, name).into_iter().map(code).collect(),
            "purpose" => field.purposes = self.texts(value, name),
            "accepts" => field.accepts = self.texts(value, name),
            tag if is_language(tag) => {}
            _ => return false,
        }
        true
    }

    /// The keys of a question that hold facts; whether the key was one of them.
    fn facts(&mut self, Entry { key, value }: Entry<'_, 's>, field: &mut Field<'s>) -> bool {
        let name = key.as_str();
        match name {
            "type" => field.answer = self.answer(value),
            "required" => field.required = self.required(value),
            "when" => field.conditional = if self.text(value, name).is_some() { Told::Yes } else { Told::No },
            "opt out" => field.opt_out = self.told(value, name),
            "any of" => field.any_of = self.told(value, name),
            "printed" => field.printed = self.truth(value, name).unwrap_or_default(),
            "not asked" => field.asked = self.text(value, name).map_or(Asked::Yes, |why| Asked::No(why.value)),
            "part of" => self.part(value),
            _ => return false,
        }
        true
    }

    fn told(&mut self, value: Node<'_, 's>, key: &str) -> Told {
        match self.truth(value, key) {
            Some(true) => Told::Yes,
            Some(false) => Told::No,
            None => Told::NotSaid,
        }
    }

    fn answer(&mut self, value: Node<'_, 's>) -> Answer {
        let word = value.as_str();
        if let Some((_, answer)) = TYPES.iter().find(|(name, _)| *name == word) {
            return *answer;
        }
        let problem = Problem::error("unknown-type", value.place(), format!("unknown type `{word}`"));
        self.reading.tell(problem.suggest(word, TYPES.iter().map(|(name, _)| *name)));
        Answer::NotSaid
    }

    fn part(&mut self, value: Node<'_, 's>) {
        let Some(name) = self.text(value, "part of") else { return };
        let next = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        self.parts.entry(name.value.to_string()).or_insert(next);
        self.named.push((self.form.fields.len(), name.value.into_owned()));
    }

    /// The question in another language: its text, or a mapping of `ask`, `help` and `options`.
    fn translated(&mut self, tag: Node<'_, 's>, value: Node<'_, 's>, field: &mut Field<'s>) {
        let into = |text: Text<'s>| text.in_language(tag.text());
        if !value.is_object() {
            field.translations.extend(self.text(value, tag.as_str()).map(|text| (Part::Label, into(text))));
            return;
        }
        for Entry { key, value } in value.entries() {
            match key.as_str() {
                "ask" => field.translations.extend(self.text(value, "ask").map(|text| (Part::Label, into(text)))),
                "help" => field.translations.extend(self.texts(value, "help").into_iter().map(|text| (Part::Help, into(text)))),
                "options" => {
                    let choices = self.choices(value);
                    self.options(value, choices, tag.text(), field);
                }
                _ => self.unknown(key, &["ask", "help", "options"]),
            }
        }
    }

    /// Gives each choice its translation: by its value where one is written, or else by its rank.
    fn options(&mut self, list: Node<'_, 's>, texts: Vec<crate::form::Choice<'s>>, tag: Cow<'s, str>, field: &mut Field<'s>) {
        if texts.len() != field.choices.len() {
            let message = format!("{} options are translated, and {} are offered", texts.len(), field.choices.len());
            self.reading.tell(Problem::error("options-differ", list.place(), message));
        }
        for (rank, text) in texts.into_iter().enumerate() {
            let value = text.value.as_ref().map(|value| value.value.as_ref());
            let same = |choice: &crate::form::Choice<'s>| value.is_some() && choice.value.as_ref().map(|own| own.value.as_ref()) == value;
            let index = field.choices.iter().position(same).unwrap_or(rank);
            let Some(label) = text.label.map(|label| label.in_language(tag.clone())) else { continue };
            field.choices.get_mut(index).into_iter().for_each(|choice| choice.translations.push(label.clone()));
        }
    }
}
