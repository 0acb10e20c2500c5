//! Elements: panels become sections, texts notices, and what is answered questions.

use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, Section, Text};
use crate::read::draft::{Around, Draft, choice, flag, has, put, words, written};
use crate::tree::{Kind, Node};

/// One walk over one survey.
pub(super) struct Walk<'r, 's> {
    pub(super) draft: Draft<'r, 's>,
}

/// The texts of a question beside its title.
const HELP: &[&str] = &[
    "description",
    "placeholder",
    "placeHolder",
    "minRateDescription",
    "maxRateDescription",
    "textBeforeInputs",
    "commentText",
    "requiredErrorText",
];

impl<'t, 's> Walk<'_, 's> {
    pub(super) fn element(&mut self, node: Node<'t, 's>, around: Around) {
        let around = met(node, around);
        match kind(node) {
            "panel" => {
                let inner = self.titled(node, false, around);
                self.elements(node, inner);
            }
            "paneldynamic" => self.panels(node, around),
            "matrix" => self.matrix(node, around),
            "matrixdropdown" => self.columns(node, false, around),
            "matrixdynamic" => self.columns(node, true, around),
            "multipletext" => self.several(node, around),
            "html" => self.block(node, &["html"], around),
            // Blocks of text of well-known custom widgets.
            "infotext" | "infotexttitle" | "helptext" => self.block(node, &["title", "body", "description", "html"], around),
            "image" | "custombutton" | "buttongroup-action" => {}
            _ => self.question(node, around),
        }
    }

    fn block(&mut self, node: Node<'t, 's>, keys: &[&str], around: Around) {
        for key in keys {
            let texts = self.texts(node, key);
            self.draft.notice(NoticeKind::Text, texts, around);
        }
    }

    /// A section for an element that holds others.
    pub(super) fn titled(&mut self, node: Node<'t, 's>, repeated: bool, around: Around) -> Around {
        let mut titles = self.texts(node, "title");
        let title = (!titles.is_empty()).then(|| titles.remove(0));
        let name = node.get("name");
        let section = Section {
            title,
            translations: titles,
            name: name.map(written),
            repeated,
            place: name.unwrap_or(node).place(),
            ..Section::default()
        };
        let inner = self.draft.section(node, section, around);
        self.block(node, &["description"], inner);
        inner
    }

    fn panels(&mut self, node: Node<'t, 's>, around: Around) {
        let inner = self.titled(node, true, around);
        let titles = self.texts(node, "templateTitle");
        self.draft.notice(NoticeKind::Heading, titles, inner);
        self.block(node, &["templateDescription"], inner);
        let inner = self.draft.key(inner, "templateElements");
        for (below, around) in self.draft.list(node.get("templateElements"), inner) {
            self.element(below, around);
        }
    }

    /// Several lines of text under one title.
    fn several(&mut self, node: Node<'t, 's>, around: Around) {
        let inner = self.titled(node, false, around);
        let inner = self.draft.key(inner, "items");
        for (item, around) in self.draft.list(node.get("items"), inner) {
            let mut field = self.named(item, answer(item, "text"));
            if field.required == Required::No {
                field.required = required(node);
            }
            self.draft.field(item, field, around);
        }
    }

    fn question(&mut self, node: Node<'t, 's>, around: Around) {
        let kind = kind(node);
        let mut field = self.named(node, answer(node, kind));
        // Widgets of several lines keep the words for each in a key of its own.
        let custom = field.answer == Answer::NotSaid;
        let parts = node.entries().filter(|entry| custom && entry.key.as_str().starts_with("label") && entry.value.string().is_some());
        field.help.extend(parts.filter_map(|entry| words(entry.value)));
        field.choices = self.offered(node, node, kind);
        field.repeated = kind == "file" && flag(node, "allowMultiple");
        let offers = matches!(field.answer, Answer::Choice | Answer::Choices) && !is_scale(kind);
        let none = field.choices.is_empty() && node.get("choicesFromQuestion").is_none();
        let id = self.draft.field(node, field, around);
        self.missing(node, id, offers && none);
    }

    /// Says where the choices come from, where they are not in the survey.
    pub(super) fn missing(&mut self, node: Node<'t, 's>, id: Option<crate::form::FieldId>, none: bool) {
        let network = ["choicesByUrl"].into_iter().find(|key| has(node, key)).and_then(|key| node.get(key));
        let other = node.get("choicesFromQuestion").filter(|other| other.string().is_some());
        match (network, other) {
            (Some(reference), _) => self.lose(id, reference, "the choices come from the network, where nothing is fetched"),
            (None, Some(other)) => self.lose(id, other, "the choices are those of another question"),
            _ if none => {
                let reference =
                    node.get("choices").filter(|list| list.items().next().is_some()).or_else(|| node.get("name")).unwrap_or(node);
                self.lose(id, reference, "the choices are filled in by a program");
            }
            _ => {}
        }
    }

    /// A question with its name, texts and whether it is required. The name is shown where there is no title.
    pub(super) fn named(&mut self, node: Node<'t, 's>, answer: Answer) -> Field<'s> {
        let name = node.get("name");
        let mut field = Field {
            name: name.map(written),
            answer,
            required: required(node),
            max_length: node.get("maxLength").and_then(|node| node.number()?.parse().ok()),
            pattern: pattern(node),
            place: name.unwrap_or(node).place(),
            ..Field::default()
        };
        let titles = self.texts(node, "title");
        put(&mut field, Part::Label, titles);
        if field.label.is_none() {
            field.label = name.and_then(words);
        }
        for key in HELP {
            let texts = self.texts(node, key);
            put(&mut field, Part::Help, texts);
        }
        field
    }

    /// The choices of a question, which may stand with the matrix that it is in.
    pub(super) fn offered(&mut self, node: Node<'t, 's>, holder: Node<'t, 's>, kind: &str) -> Vec<Choice<'s>> {
        let list = ["choices", "rateValues"].into_iter().filter_map(|key| node.get(key)).find(|list| list.items().next().is_some());
        let list = list.or_else(|| holder.get("choices"));
        let mut choices: Vec<_> = list.into_iter().flat_map(|list| list.items()).filter_map(|item| self.choice(item)).collect();
        if kind == "boolean" {
            for (value, label) in [("valueTrue", "labelTrue"), ("valueFalse", "labelFalse")] {
                let labels = self.texts(node, label);
                choices.extend(choice(node.get(value), labels).filter(|choice| choice.label.is_some()));
            }
        }
        for (switches, text, value) in [
            (["hasNone", "showNoneItem"], "noneText", "none"),
            (["showRefuseItem", "hasRefuse"], "refuseText", "refused"),
            (["showDontKnowItem", "hasDontKnow"], "dontKnowText", "dontknow"),
            (["hasOther", "showOtherItem"], "otherText", "other"),
        ] {
            let Some(switch) = switches.into_iter().filter(|key| flag(node, key)).find_map(|key| node.entry(key)) else { continue };
            let labels = self.texts(node, text);
            let extra = choice(None, labels).unwrap_or_default();
            choices.push(Choice { value: Some(Text::new(value, switch.key.place())), ..extra });
        }
        choices
    }

    /// A choice: a value alone, or with its text.
    pub(super) fn choice(&mut self, item: Node<'t, 's>) -> Option<Choice<'s>> {
        match item.is_object() {
            true => {
                let labels = self.texts(item, "text");
                choice(item.get("value"), labels)
            }
            false => choice(Some(item), Vec::new()),
        }
    }
}

/// Why nobody is asked what is not visible.
pub(super) const HIDDEN: &str = "hidden";

/// What holds around an element that may be hidden, or shown on a condition.
pub(super) fn met(node: Node<'_, '_>, around: Around) -> Around {
    let when = has(node, "visibleIf");
    let hidden = node.get("visible").is_some_and(|visible| visible.truth() == Some(false)) && !when;
    let silent = match () {
        () if hidden => Some(HIDDEN),
        () if flag(node, "readOnly") => Some("read-only"),
        () if kind(node) == "expression" => Some("calculated"),
        () => None,
    };
    around.when(when).silenced(silent)
}

/// A text, or a text for each language with the default one first.
pub(super) fn in_languages<'s>(node: Node<'_, 's>) -> Vec<Text<'s>> {
    if node.kind() != Kind::Object {
        return words(node).into_iter().collect();
    }
    let own = node.get("default").and_then(words);
    let others = node.entries().filter(|entry| entry.key.as_str() != "default");
    own.into_iter().chain(others.filter_map(|entry| Some(words(entry.value)?.in_language(entry.key.text())))).collect()
}

pub(super) fn kind<'t>(node: Node<'t, '_>) -> &'t str {
    node.get("type").map(|kind| kind.as_str()).unwrap_or_default()
}

/// Whether it must be answered: always, or on a condition of its own.
pub(super) fn required(node: Node<'_, '_>) -> Required {
    match () {
        () if flag(node, "isRequired") => Required::Yes,
        () if has(node, "requiredIf") => Required::WhenShown,
        () => Required::No,
    }
}

fn pattern<'s>(node: Node<'_, 's>) -> Option<Text<'s>> {
    let validators = node.get("validators").into_iter().flat_map(|list| list.items());
    validators.filter_map(|validator| validator.get("regex")).map(written).next()
}

fn is_scale(kind: &str) -> bool {
    matches!(kind, "rating" | "slider")
}

/// The kind of answer of a type, and of its `inputType`.
pub(super) fn answer(node: Node<'_, '_>, kind: &str) -> Answer {
    let input = node.get("inputType").map(|kind| kind.as_str()).unwrap_or_default();
    match (kind, input) {
        ("text", "date" | "datetime" | "datetime-local") => Answer::Date,
        ("text", "month") => Answer::Month,
        ("text", "number" | "range") => Answer::Number,
        ("text", _) => Answer::Text,
        ("comment", _) => Answer::LongText,
        ("boolean" | "yesno", _) => Answer::YesNo,
        ("radiogroup" | "radioGroup" | "dropdown" | "buttongroup" | "advancedradiogroup", _) => Answer::Choice,
        ("rating", _) => Answer::Choice,
        ("slider", _) => Answer::Number,
        ("imagepicker", _) if flag(node, "multiSelect") => Answer::Choices,
        ("imagepicker", _) => Answer::Choice,
        ("checkbox" | "tagbox" | "ranking", _) => Answer::Choices,
        ("file", _) => Answer::Document,
        ("signaturepad", _) => Answer::Signature,
        _ => Answer::NotSaid,
    }
}
