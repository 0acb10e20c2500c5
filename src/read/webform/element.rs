//! Elements by their `#type`: those that arrange, those that speak, those that are answered.

use super::inner::Inner;
use super::translated;
use crate::form::{Answer, Choice, Field, FieldId, NoticeKind, Part, Required, Section, Text};
use crate::read::Document;
use crate::read::document::Files;
use crate::read::draft::{self, Around, Draft, is_yes};
use crate::source::{Problem, Source};
use crate::tree::{Entry, Kind, Node, Tree};

/// One walk over one webform.
pub(super) struct Walk<'r, 'o, 's> {
    pub(super) draft: Draft<'r, 's>,
    pub(super) files: &'o Files<'s>,
    pub(super) outer: &'o Inner,
}

/// The parts of elements that ask several things at once.
const PARTS: &[(&str, &[&str])] = &[
    ("webform_address", &["address", "address_2", "city", "state_province", "postal_code", "country"]),
    ("webform_name", &["title", "first", "middle", "last", "suffix", "degree"]),
    ("webform_contact", &["name", "company", "email", "phone", "address", "address_2", "city", "state_province", "postal_code", "country"]),
    ("webform_telephone", &["type", "phone", "ext"]),
    ("webform_link", &["title", "url"]),
];

impl<'s> Walk<'_, '_, 's> {
    /// The elements of a form or of an element around them.
    pub(super) fn elements(&mut self, map: Node<'_, '_>, around: Around) {
        let Some(around) = self.draft.deeper(around, self.outer.place(map.place())) else { return };
        for entry in map.entries().filter(|entry| !entry.key.as_str().starts_with('#') && entry.value.is_object()) {
            if self.draft.is_full() {
                return;
            }
            let around = self.draft.key(around, entry.key.as_str().to_owned());
            self.element(entry, around);
        }
    }

    fn element(&mut self, entry: Entry<'_, '_>, around: Around) {
        let node = entry.value;
        let kind = kind(node);
        let around = around.when(states(node, &["visible", "invisible", "visible-slide", "invisible-slide", "enabled", "disabled"]));
        let around = around.silenced(silence(node, kind));
        match kind {
            "webform_actions" | "submit" | "button" | "captcha" | "webform_horizontal_rule" | "token" | "webform_variant" => {}
            "webform_markup" | "processed_text" | "markup" | "item" | "webform_more" | "webform_message" | "label" | "webform_terms" => {
                self.text(node, around);
            }
            "webform_custom_composite" => self.composite(entry, around),
            "webform_likert" => self.likert(entry, around),
            "webform_terms_of_service" => self.agreed(entry, around),
            _ if PARTS.iter().any(|(name, _)| *name == kind) => self.parts(entry, around),
            _ if has_below(node) || holds(kind) => {
                let inner = self.titled(entry, flag(node, "#multiple"), around);
                self.elements(node, inner);
            }
            _ => {
                self.question(entry, around);
            }
        }
    }

    fn text(&mut self, node: Node<'_, '_>, around: Around) {
        for key in ["#title", "#message_message", "#markup", "#text", "#more_title", "#more", "#description"] {
            let text = self.said(node, key);
            self.draft.notice(NoticeKind::Text, text.into_iter().collect(), around);
        }
    }

    /// A section with what it says of itself.
    fn titled(&mut self, entry: Entry<'_, '_>, repeated: bool, around: Around) -> Around {
        let node = entry.value;
        let shown = node.get("#title_display").is_none_or(|how| how.as_str() != "none");
        let arranges = matches!(kind(node), "container" | "webform_flexbox");
        let title = self.said(node, "#title").filter(|_| shown && !arranges);
        let name = Some(self.written(entry.key));
        let place = self.outer.place(entry.key.place());
        let inner = match title.is_none() && arranges {
            true => around,
            false => self.draft.part(Section { title, name, repeated, place, ..Section::default() }, around),
        };
        for key in ["#description", "#help", "#more"] {
            let text = self.said(node, key);
            self.draft.notice(NoticeKind::Text, text.into_iter().collect(), inner);
        }
        inner
    }

    /// A row of elements of its own, which may be filled in several times.
    fn composite(&mut self, entry: Entry<'_, '_>, around: Around) {
        let repeated = entry.value.get("#multiple").is_none_or(|many| many.truth() != Some(false));
        let inner = self.titled(entry, repeated, around);
        if let Some(below) = entry.value.get("#element") {
            let inner = self.draft.key(inner, "#element");
            self.elements(below, inner);
        }
    }

    /// One question for each line, with the same answers.
    fn likert(&mut self, entry: Entry<'_, '_>, around: Around) {
        let node = entry.value;
        let inner = self.titled(entry, false, around);
        let inner = self.draft.key(inner, "#questions");
        for line in node.get("#questions").into_iter().flat_map(|map| map.entries()) {
            let mut field = self.named(line, Answer::Choice);
            field.label = self.words(line.value);
            field.required = required(node);
            let around = self.draft.key(inner, line.key.as_str().to_owned());
            let id = self.draft.add(field, self.outer.place(line.key.place()), around);
            self.offer(node.get("#answers"), id);
        }
    }

    fn agreed(&mut self, entry: Entry<'_, '_>, around: Around) {
        let content = self.said(entry.value, "#terms_content");
        self.draft.notice(NoticeKind::Text, content.into_iter().collect(), around);
        let id = self.question(entry, around);
        self.draft.consent(id, around);
    }

    /// An element that asks several things: those of its parts that the form does not leave out.
    fn parts(&mut self, entry: Entry<'_, '_>, around: Around) {
        let node = entry.value;
        let inner = self.titled(entry, flag(node, "#multiple"), around);
        let parts = PARTS.iter().find(|(name, _)| *name == kind(node)).map(|(_, parts)| *parts).unwrap_or_default();
        for part in parts {
            let key = |name: &str| format!("#{part}__{name}");
            let left_out = node.get(&key("access")).is_some_and(|said| said.truth() == Some(false));
            if left_out {
                continue;
            }
            let place = self.outer.place(entry.key.place());
            let options = node.get(&key("options"));
            let listed =
                matches!(*part, "state_province" | "country") && node.get(&key("type")).is_none_or(|kind| kind.as_str() != "textfield");
            let needed = node.get(&key("required")).is_some_and(is_yes);
            let field = Field {
                name: Some(Text::new(format!("{}[{part}]", entry.key.as_str()), place)),
                label: self.said(node, &key("title")),
                help: ["placeholder", "description", "help"].into_iter().filter_map(|name| self.said(node, &key(name))).collect(),
                answer: if listed || options.is_some() { Answer::Choice } else { Answer::Text },
                required: if needed { Required::Yes } else { Required::No },
                place,
                ..Field::default()
            };
            let id = self.draft.add(field, place, inner);
            self.offer(options, id);
        }
    }

    fn question(&mut self, entry: Entry<'_, '_>, around: Around) -> Option<FieldId> {
        let node = entry.value;
        let mut field = self.named(entry, answer(node));
        field.label = self.said(node, "#title").or_else(|| self.said(node, "#checkbox_title"));
        for key in ["#description", "#help", "#placeholder", "#more", "#field_prefix", "#field_suffix", "#min_text", "#max_text"] {
            let text = self.said(node, key);
            field.help.extend(text);
        }
        field.required = required(node);
        field.max_length = node.get("#maxlength").or_else(|| node.get("#counter_maximum")).and_then(|most| most.as_str().parse().ok());
        field.pattern = node.get("#pattern").map(|pattern| self.written(pattern));
        field.repeated = flag(node, "#multiple") && !matches!(field.answer, Answer::Choices | Answer::Choice);
        let sealed = kind(node) == "checkbox" && field.required == Required::Yes;
        let offers =
            matches!(field.answer, Answer::Choice | Answer::Choices) && kind(node) != "webform_scale" && kind(node) != "webform_rating";
        let id = self.draft.add(field, self.outer.place(entry.key.place()), around);
        self.offer(node.get("#options"), id);
        let none = offers && node.get("#options").is_none();
        if let Some(id) = id.filter(|_| none) {
            let reference = self.written(entry.key);
            self.draft.lose(Some(id), Part::Choice, reference, "the choices come from the site");
        }
        let other = node.get("#type").filter(|kind| kind.as_str().ends_with("_other"));
        if let Some(place) = other.map(|kind| self.outer.place(kind.place())) {
            let label = self.said(node, "#other__option_label");
            let field = id.and_then(|id| self.draft.form.fields.get_mut(id.0 as usize));
            let value = Some(Text::new("_other_", place));
            field
                .into_iter()
                .for_each(|field| field.choices.push(Choice { value: value.clone(), label: label.clone(), ..Choice::default() }));
        }
        if sealed {
            self.draft.consent(id, around);
        }
        id
    }

    fn named(&self, entry: Entry<'_, '_>, answer: Answer) -> Field<'s> {
        Field { name: Some(self.written(entry.key)), answer, place: self.outer.place(entry.key.place()), ..Field::default() }
    }

    /// Gives a field the choices of a mapping, or of the option list that a name stands for.
    fn offer(&mut self, options: Option<Node<'_, '_>>, id: Option<FieldId>) {
        let Some((options, id)) = options.zip(id) else { return };
        let choices = match options.kind() {
            Kind::String => match self.listed(options.as_str()) {
                Ok(choices) => choices,
                Err(why) => {
                    let reference = self.written(options);
                    return self.draft.lose(Some(id), Part::Choice, reference, why);
                }
            },
            _ => choices(options, &|node| self.words(node), &|node| self.written(node)),
        };
        if let Some(field) = self.draft.form.fields.get_mut(id.0 as usize) {
            field.choices.extend(choices);
        }
    }

    /// The choices of an option list of the site, in all languages at hand.
    fn listed(&mut self, name: &str) -> Result<Vec<Choice<'s>>, &'static str> {
        let name = format!("webform.webform_options.{name}.yml");
        let document = self.files.open(&name, self.draft.reading).ok_or("the option list of this name is not beside the form")?;
        let mut choices = self.list(document).filter(|choices| !choices.is_empty()).ok_or("the file of that name holds no options")?;
        for (tag, document) in translated::files(&name, self.files, self.draft.reading) {
            for other in self.list(document).unwrap_or_default() {
                let same = choices
                    .iter_mut()
                    .find(|choice| choice.value.as_ref().map(|text| &text.value) == other.value.as_ref().map(|text| &text.value));
                let text = other.label.map(|label| label.in_language(tag));
                same.into_iter().for_each(|choice| choice.translations.extend(text.clone()));
            }
        }
        Ok(choices)
    }

    /// The choices of an option list, which may be a text in a text.
    fn list(&mut self, document: &Document<'s>) -> Option<Vec<Choice<'s>>> {
        let options = document.get("options")?;
        if options.is_object() {
            return Some(choices(options, &draft::words, &draft::written));
        }
        let text = Source::new(document.source().name(), options.as_str());
        let (tree, problems) = Tree::yaml(&text, document.id(), &self.draft.reading.limits);
        let inner = Inner::new(document.source(), document.id(), options);
        for problem in problems {
            self.draft.reading.tell(Problem { place: inner.place(problem.place), ..problem });
        }
        let written = |node: Node<'_, '_>| owned(draft::written(node), &inner);
        let words = |node: Node<'_, '_>| draft::words(node).map(|text| owned(text, &inner));
        tree.root().map(|options| choices(options, &words, &written))
    }

    fn said(&self, node: Node<'_, '_>, key: &str) -> Option<Text<'s>> {
        node.get(key).and_then(|node| self.words(node))
    }

    fn words(&self, node: Node<'_, '_>) -> Option<Text<'s>> {
        draft::words(node).map(|text| owned(text, self.outer))
    }

    fn written(&self, node: Node<'_, '_>) -> Text<'s> {
        owned(draft::written(node), self.outer)
    }
}

/// A text of the inner file with its place in the outer one.
pub(super) fn owned<'s>(text: Text<'_>, outer: &Inner) -> Text<'s> {
    Text::new(text.value.into_owned(), outer.place(text.place))
}

/// The choices of a mapping from values to labels, in which a mapping is a group of them.
fn choices<'t, 'i, 's>(
    map: Node<'t, 'i>,
    words: &dyn Fn(Node<'t, 'i>) -> Option<Text<'s>>,
    written: &dyn Fn(Node<'t, 'i>) -> Text<'s>,
) -> Vec<Choice<'s>> {
    let entry = |entry: Entry<'t, 'i>| {
        let label = words(entry.value).or_else(|| (!entry.value.as_str().is_empty()).then(|| written(entry.value)));
        Choice { value: Some(written(entry.key)), label, ..Choice::default() }
    };
    let flat = map.entries().flat_map(|outer| match outer.value.is_object() {
        true => outer.value.entries().map(entry).collect::<Vec<_>>(),
        false => vec![entry(outer)],
    });
    let items = map.items().map(|item| Choice { value: Some(written(item)), ..Choice::default() });
    flat.chain(items).collect()
}

fn kind<'t>(node: Node<'t, '_>) -> &'t str {
    node.get("#type").map(|kind| kind.as_str()).unwrap_or_default()
}

fn flag(node: Node<'_, '_>, key: &str) -> bool {
    node.get(key).is_some_and(|value| is_yes(value) || value.as_str().parse::<u32>().is_ok_and(|count| count > 1))
}

/// Whether further elements stand below an element.
fn has_below(node: Node<'_, '_>) -> bool {
    node.entries().any(|entry| !entry.key.as_str().starts_with('#') && entry.value.get("#type").is_some())
}

fn holds(kind: &str) -> bool {
    matches!(
        kind,
        "fieldset"
            | "details"
            | "container"
            | "webform_section"
            | "webform_flexbox"
            | "webform_wizard_page"
            | "webform_card"
            | "webform_table"
            | "webform_table_row"
    )
}

/// Whether `#states` names one of some states.
fn states(node: Node<'_, '_>, names: &[&str]) -> bool {
    node.get("#states").is_some_and(|states| names.iter().any(|name| states.get(name).is_some_and(draft::is_said)))
}

fn required(node: Node<'_, '_>) -> Required {
    match () {
        () if flag(node, "#required") => Required::Yes,
        () if states(node, &["required", "optional"]) => Required::WhenShown,
        () => Required::No,
    }
}

/// Why nobody is asked.
fn silence(node: Node<'_, '_>, kind: &str) -> Option<&'static str> {
    let no = |key: &str| node.get(key).is_some_and(|said| said.truth() == Some(false));
    match () {
        () if matches!(kind, "hidden" | "value") => Some("hidden"),
        () if matches!(kind, "webform_computed_twig" | "webform_computed_token") => Some("calculated"),
        () if no("#access") || flag(node, "#private") => Some("hidden"),
        () if flag(node, "#readonly") || (flag(node, "#disabled") && !states(node, &["enabled"])) => Some("read-only"),
        () => None,
    }
}

fn answer(node: Node<'_, '_>) -> Answer {
    let kind = kind(node);
    match kind {
        "textfield"
        | "email"
        | "webform_email_confirm"
        | "webform_email_multiple"
        | "tel"
        | "url"
        | "password"
        | "webform_time"
        | "webform_autocomplete"
        | "search" => Answer::Text,
        "textarea" | "text_format" | "webform_codemirror" => Answer::LongText,
        "number" | "range" => Answer::Number,
        "checkbox" | "webform_terms_of_service" => Answer::YesNo,
        "select" | "webform_select_other" | "webform_entity_select" | "webform_term_select" if flag(node, "#multiple") => Answer::Choices,
        "select" | "webform_select_other" | "webform_entity_select" | "webform_term_select" => Answer::Choice,
        "radios"
        | "webform_radios_other"
        | "webform_buttons"
        | "webform_buttons_other"
        | "webform_entity_radios"
        | "webform_scale"
        | "webform_rating"
        | "webform_toggles" => Answer::Choice,
        "checkboxes"
        | "webform_checkboxes_other"
        | "tableselect"
        | "webform_tableselect_sort"
        | "webform_entity_checkboxes"
        | "webform_term_checkboxes"
        | "webform_table_sort" => Answer::Choices,
        "date" | "datetime" | "datelist" => Answer::Date,
        "managed_file" | "webform_document_file" | "webform_audio_file" | "webform_video_file" => Answer::Document,
        "webform_image_file" => Answer::Photo,
        "webform_signature" => Answer::Signature,
        _ => Answer::NotSaid,
    }
}
