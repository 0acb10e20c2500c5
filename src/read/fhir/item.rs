//! Items: groups become sections, questions fields, display items notices or the help of their question.

use std::borrow::Cow;

use super::extension;
use super::values::{self, Terms};
use crate::form::{
    Answer, Asked, Choice, Code, Field, FieldId, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Text, Told, TrailId,
    Unresolved,
};
use crate::read::{Reading, stated};
use crate::source::{Limit, Problem};
use crate::tree::{Entry, Kind, Node};

/// One walk over one questionnaire.
pub(super) struct Walk<'w, 't, 's> {
    form: Form<'s>,
    terms: &'w mut Terms<'t, 's>,
    reading: &'w mut Reading<'s>,
    order: u32,
    full: bool,
}

/// What holds around an item.
#[derive(Clone, Copy, Default)]
struct Around {
    section: Option<SectionId>,
    /// The question that it stands below.
    question: Option<FieldId>,
    trail: TrailId,
    conditional: bool,
    repeated: bool,
    silent: Option<&'static str>,
    depth: u32,
}

/// The elements of an item, looked up once.
#[derive(Default)]
struct Item<'t, 's> {
    link: Option<Node<'t, 's>>,
    text: Option<Node<'t, 's>>,
    prefix: Option<Node<'t, 's>>,
    kind: &'t str,
    /// What the list of DSTU2 that it stands in says it is.
    listed: &'t str,
    title: Option<Node<'t, 's>>,
    code: Option<Node<'t, 's>>,
    definition: Option<Node<'t, 's>>,
    required: bool,
    repeats: bool,
    read_only: bool,
    conditional: bool,
    max_length: Option<u32>,
    options: Option<Node<'t, 's>>,
    set: Option<Node<'t, 's>>,
    extended: bool,
    mayask: Option<Node<'t, 's>>,
    /// Lists of items; a broken file may hold two.
    items: Vec<Entry<'t, 's>>,
}

impl<'t, 's> Item<'t, 's> {
    fn new(node: Node<'t, 's>, listed: &'t str) -> Self {
        let mut item = Self { listed, ..Self::default() };
        for entry in node.entries() {
            let value = entry.value;
            let yes = value.truth() == Some(true);
            match entry.key.as_str() {
                "linkId" => item.link = Some(value),
                "text" => item.text = Some(value),
                "title" => item.title = Some(value),
                "prefix" => item.prefix = Some(value),
                "type" => item.kind = value.as_str(),
                "code" | "concept" => item.code = Some(value),
                "definition" => item.definition = Some(value),
                "required" => item.required = yes,
                "repeats" => item.repeats = yes,
                "readOnly" => item.read_only = yes,
                "enableWhen" => item.conditional = value.items().next().is_some(),
                "maxLength" => item.max_length = value.as_str().parse().ok(),
                "answerOption" | "option" => item.options = Some(value),
                "answerValueSet" => item.set = Some(value),
                "options" => item.set = value.get("reference").or(Some(value)),
                "extension" => item.extended = true,
                "x-mayask" => item.mayask = Some(value),
                "item" | "group" | "question" => item.items.push(entry),
                _ => {}
            }
        }
        item
    }
}

impl<'w, 't, 's> Walk<'w, 't, 's> {
    pub(super) fn new(mut form: Form<'s>, root: Node<'t, 's>, terms: &'w mut Terms<'t, 's>, reading: &'w mut Reading<'s>) -> Self {
        for title in extension::translations(root, "_title") {
            let tag = title.language.unwrap_or_default();
            if !form.languages.contains(&tag) && !form.languages.is_empty() {
                form.languages.push(tag);
            }
        }
        Self { form, terms, reading, order: 0, full: false }
    }

    /// All items of a questionnaire.
    pub(super) fn root(&mut self, root: Node<'t, 's>, trail: TrailId) {
        let around = Around { trail, ..Around::default() };
        let lists = root.entries().filter(|entry| matches!(entry.key.as_str(), "item" | "group"));
        lists.for_each(|list| self.items(list, around));
    }

    pub(super) fn finish(self) -> Form<'s> {
        self.form
    }

    fn items(&mut self, list: Entry<'t, 's>, around: Around) {
        let most = self.reading.limits.questions();
        if around.depth as usize >= most {
            let message = format!("items nested deeper than {most}; what is below was not read");
            return self.reading.tell(Limit::Depth.passed(list.key.place(), message));
        }
        let trail = self.form.trails.key(around.trail, list.key.text());
        // DSTU2 has a single group at the root, and groups in lists below it.
        let single = list.value.is_object().then_some((list.value, trail));
        let listed: Vec<_> = list.value.items().enumerate().map(|(index, node)| (node, self.form.trails.index(trail, index))).collect();
        for (node, trail) in single.into_iter().chain(listed) {
            if self.form.fields.len() >= self.reading.limits.fields {
                return self.overflow(node);
            }
            self.item(node, list.key.as_str(), Around { trail, depth: around.depth + 1, ..around });
        }
    }

    fn overflow(&mut self, node: Node<'t, 's>) {
        if !std::mem::replace(&mut self.full, true) {
            let message = format!("more than {} fields; the others were not read", self.reading.limits.fields);
            self.reading.tell(Limit::Fields.passed(node.place(), message));
        }
    }

    fn item(&mut self, node: Node<'t, 's>, listed: &'t str, around: Around) {
        let item = Item::new(node, listed);
        for part in [item.link, item.text].into_iter().flatten().filter(|part| part.is_array() || part.is_object()) {
            let message = "a text was expected here; the item is read without it";
            self.reading.tell(Problem::error("item-shape", part.place(), message));
        }
        let silent = around.silent.or_else(|| silence(node, &item));
        let conditions = ["sdc-questionnaire-enableWhenExpression", "questionnaire-enableWhen"];
        let shown = item.extended && conditions.into_iter().any(|name| extension::has(node, name));
        let conditional = around.conditional || item.conditional || shown;
        let around = Around { silent, conditional, ..around };
        self.sub(node);
        let below = match item.kind {
            "display" => return self.display(node, &item, around),
            _ if item.listed == "group" => self.group(node, &item, around),
            "group" => self.group(node, &item, around),
            "" if !item.items.is_empty() && item.listed == "item" => self.group(node, &item, around),
            _ => self.question(node, &item, around),
        };
        for list in item.items {
            self.items(list, below);
        }
    }

    /// Items that another questionnaire holds.
    fn sub(&mut self, node: Node<'t, 's>) {
        for value in extension::values(node, "sdc-questionnaire-subQuestionnaire") {
            let reference = Text::new(value.text(), value.place());
            let why = "its questions stand in another questionnaire".into();
            self.form.unresolved.push(Unresolved { field: None, part: Part::Questions, reference, why });
        }
    }

    fn group(&mut self, node: Node<'t, 's>, item: &Item<'t, 's>, around: Around) -> Around {
        let id = SectionId(self.form.sections.len() as u32);
        let order = self.rank();
        let repeated = around.repeated || item.repeats;
        self.form.sections.push(Section {
            title: title(item),
            translations: extension::translations(node, "_text"),
            name: item.link.map(text),
            parent: around.section,
            about: item.mayask.and_then(|node| node.get("about")).map(text),
            repeated,
            order,
            place: place(node, item),
        });
        let below = Around { section: Some(id), question: None, repeated, ..around };
        if let Some(words) = item.text.filter(|_| item.title.is_some() && around.silent.is_none()).map(text) {
            let order = self.rank();
            let translations = extension::translations(node, "_text");
            self.form.notices.push(Notice { kind: NoticeKind::Text, text: words, translations, section: below.section, order });
        }
        below
    }

    fn display(&mut self, node: Node<'t, 's>, item: &Item<'t, 's>, around: Around) {
        let Some(words) = label(item).filter(|_| around.silent.is_none()) else { return };
        let translations = extension::translations(node, "_text");
        let question = around.question.and_then(|id| self.form.fields.get_mut(id.0 as usize));
        if let Some(field) = question {
            field.help.push(words);
            field.translations.extend(translations.into_iter().map(|text| (Part::Help, text)));
            return;
        }
        let order = self.rank();
        self.form.notices.push(Notice { kind: NoticeKind::Text, text: words, translations, section: around.section, order });
    }

    fn question(&mut self, node: Node<'t, 's>, item: &Item<'t, 's>, around: Around) -> Around {
        let id = FieldId(self.form.fields.len() as u32);
        let choices = self.choices(id, node, item);
        let many = item.repeats || (item.extended && extension::codes(node, "questionnaire-itemControl").any(|code| code == "check-box"));
        let answer = answer(item.kind, !choices.is_empty() || item.set.is_some(), many);
        let order = self.rank();
        let mut field = Field {
            name: item.link.map(text),
            label: label(item),
            translations: extension::translations(node, "_text").into_iter().map(|text| (Part::Label, text)).collect(),
            choices,
            codes: codes(item),
            answer,
            required: match (item.required, around.conditional) {
                (true, true) => Required::WhenShown,
                (true, false) => Required::Yes,
                _ => Required::No,
            },
            conditional: if around.conditional { Told::Yes } else { Told::No },
            asked: around.silent.map_or(Asked::Yes, |why| Asked::No(why.into())),
            repeated: around.repeated || (item.repeats && answer != Answer::Choices),
            max_length: item.max_length,
            section: around.section,
            order,
            place: place(node, item),
            trail: around.trail,
            ..Field::default()
        };
        if item.extended {
            field.pattern = extension::values(node, "regex").next().map(text);
            let hints = ["entryFormat", "sdc-questionnaire-shortText"];
            field.help.extend(hints.into_iter().flat_map(|name| extension::values(node, name)).map(text));
        }
        if let Some(node) = item.mayask {
            stated::about_field(node, &mut field);
        }
        self.form.fields.push(field);
        // What is calculated is not asked, but the items below it may be.
        let silent = around.silent.filter(|why| *why != CALCULATED);
        Around { question: Some(id), silent, ..around }
    }

    fn choices(&mut self, id: FieldId, node: Node<'t, 's>, item: &Item<'t, 's>) -> Vec<Choice<'s>> {
        let mut choices = item.options.map(values::options).unwrap_or_default();
        let mut lose = |reference: Node<'t, 's>, why: &'static str| {
            let reference = Text::new(reference.written(), reference.place());
            self.form.unresolved.push(Unresolved { field: Some(id), part: Part::Choice, reference, why: why.into() });
        };
        if let Some(set) = item.set {
            match self.terms.choices(set.as_str(), self.reading) {
                Ok(found) => choices.extend(found),
                Err(why) => lose(set, why),
            }
        }
        if item.extended && choices.is_empty() {
            let names = ["sdc-questionnaire-answerExpression", "sdc-questionnaire-candidateExpression"];
            for value in names.into_iter().flat_map(|name| extension::values(node, name)) {
                lose(value.get("expression").unwrap_or(value), "the answers are calculated when the form is filled in");
            }
        }
        choices
    }

    fn rank(&mut self) -> u32 {
        self.order += 1;
        self.order
    }
}

const CALCULATED: &str = "calculated";

/// Why nobody is asked an item.
fn silence(node: Node<'_, '_>, item: &Item<'_, '_>) -> Option<&'static str> {
    let calculated = ["sdc-questionnaire-calculatedExpression", "cqf-calculatedValue", "cqf-calculatedExpression"];
    match () {
        () if item.extended && extension::flag(node, "questionnaire-hidden") => Some("hidden"),
        () if item.read_only => Some("read-only"),
        () if item.mayask.is_some_and(|node| node.get("not asked").is_some()) => Some("not asked, says `x-mayask`"),
        () if !item.extended => None,
        () if extension::values(node, "questionnaire-usageMode").any(|mode| mode.as_str().starts_with("display")) => {
            Some("shown, not asked")
        }
        () if calculated.into_iter().any(|name| extension::has(node, name)) => Some(CALCULATED),
        () => None,
    }
}

/// The text of an item with its prefix before it.
fn label<'s>(item: &Item<'_, 's>) -> Option<Text<'s>> {
    let words = item.text.filter(|node| matches!(node.kind(), Kind::String | Kind::Bool))?;
    let prefix = item.prefix.map(|prefix| prefix.as_str()).filter(|prefix| !prefix.is_empty());
    Some(match prefix {
        Some(prefix) => Text::new(format!("{prefix} {}", words.as_str()), words.place()),
        None => text(words),
    })
}

/// The heading of a group. DSTU2 gives it a title, and a text that is shown below.
fn title<'s>(item: &Item<'_, 's>) -> Option<Text<'s>> {
    item.title.filter(|node| node.string().is_some()).map(text).or_else(|| label(item))
}

fn text<'s>(node: Node<'_, 's>) -> Text<'s> {
    Text::new(node.text(), node.place())
}

fn place(node: Node<'_, '_>, item: &Item<'_, '_>) -> crate::source::Place {
    item.link.map_or(node.place(), |link| link.place())
}

/// The codes of an item: its own, its definition, and its `linkId` where that is a LOINC code.
fn codes<'s>(item: &Item<'_, 's>) -> Vec<Code<'s>> {
    let list = item.code.into_iter().flat_map(|list| list.items());
    let own = |coding: Node<'_, 's>| {
        let code = coding.get("code")?;
        let system = coding.get("system").map(|system| system.text()).unwrap_or_default();
        Some(Code { system, code: code.text(), place: code.place() })
    };
    let mut codes: Vec<_> = list.filter_map(own).collect();
    if let Some((node, (system, code))) = item.definition.and_then(|node| Some((node, node.as_str().split_once('#')?))) {
        codes.push(Code { system: Cow::Owned(system.to_owned()), code: Cow::Owned(code.to_owned()), place: node.place() });
    }
    let linked = item.link.and_then(|node| Some((node, loinc(node.as_str())?)));
    if let Some((node, code)) = linked.filter(|(_, code)| codes.iter().all(|known| known.code != *code)) {
        codes.push(Code { system: Cow::Borrowed("http://loinc.org"), code: Cow::Owned(code.to_owned()), place: node.place() });
    }
    codes
}

/// The last part of a `linkId` that is made of LOINC codes: `/54126-8/54134-2`.
fn loinc(link: &str) -> Option<&str> {
    let mut parts = link.split('/').filter(|part| !part.is_empty());
    let last = parts.clone().next_back()?;
    parts.all(is_loinc).then_some(last)
}

/// Digits, a hyphen, and their check digit (modulus 10).
fn is_loinc(part: &str) -> bool {
    let Some((digits, check)) = part.split_once('-') else { return false };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(3..=7).contains(&digits.len()) || check.len() != 1 || !plain(digits) || !plain(check) {
        return false;
    }
    let weigh = |(index, byte): (usize, u8)| {
        let digit = u32::from(byte - b'0');
        if index % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
    };
    let sum: u32 = digits.bytes().rev().enumerate().map(weigh).sum();
    check.parse::<u32>().is_ok_and(|check| (sum + check).is_multiple_of(10))
}

fn answer(kind: &str, offers: bool, many: bool) -> Answer {
    match kind {
        "boolean" => Answer::YesNo,
        "attachment" => Answer::Document,
        "choice" | "open-choice" | "coding" if many => Answer::Choices,
        "choice" | "open-choice" | "coding" => Answer::Choice,
        _ if offers && many => Answer::Choices,
        _ if offers => Answer::Choice,
        "decimal" | "integer" | "quantity" => Answer::Number,
        "date" | "dateTime" => Answer::Date,
        "text" => Answer::LongText,
        "string" | "url" | "time" => Answer::Text,
        "instant" => Answer::Date,
        _ => Answer::NotSaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_ids_that_are_loinc_codes() {
        assert_eq!(loinc("/54126-8/54134-2"), Some("54134-2"));
        assert_eq!(loinc("21112-8"), Some("21112-8"));
        assert_eq!((loinc("21112-7"), loinc("1-2"), loinc("1.2"), loinc(""), loinc("54126-8/x")), (None, None, None, None, None));
    }
}
