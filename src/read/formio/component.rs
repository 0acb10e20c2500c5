//! Components: those that hold others become sections, those that hold an answer questions.

use crate::form::{Answer, Choice, Field, FieldId, NoticeKind, Part, Required, Section, Text};
use crate::read::draft::{Around, Draft, choice, flag, has, is_said, put, words, written};
use crate::tree::{Kind, Node};

/// One walk over one form.
pub(super) struct Walk<'r, 't, 's> {
    pub(super) draft: Draft<'r, 's>,
    /// Translations: a mapping for each language, from the texts of the form.
    languages: Vec<(Node<'t, 's>, Node<'t, 's>)>,
}

/// Keys that hold further components, as lists of them or of lists.
const BELOW: &[&str] = &["components", "columns", "rows", "tabs"];

impl<'r, 't, 's> Walk<'r, 't, 's> {
    pub(super) fn new(mut draft: Draft<'r, 's>, holders: [Node<'t, 's>; 2]) -> Self {
        let maps = holders.into_iter().flat_map(|node| {
            let inner = ["settings", "options"].into_iter().filter_map(move |key| node.get(key));
            inner.chain([node]).filter_map(|node| node.get("i18n"))
        });
        let mut languages: Vec<(Node<'t, 's>, Node<'t, 's>)> = Vec::new();
        for entry in maps.flat_map(|map| map.entries()).filter(|entry| entry.value.is_object()) {
            if languages.iter().all(|(_, map)| map.id() != entry.value.id()) {
                languages.push((entry.key, entry.value));
            }
        }
        let settings = holders.into_iter().flat_map(|node| [node.get("settings"), node.get("options")]).flatten();
        if let Some(tag) = settings.filter_map(|node| node.get("language")).find(|tag| tag.string().is_some()) {
            draft.speaks(tag.text());
        }
        for (tag, _) in &languages {
            draft.also_speaks(tag.text());
        }
        Self { draft, languages }
    }

    /// What stands below a component, in whatever it keeps it.
    pub(super) fn children(&mut self, node: Node<'t, 's>, around: Around) {
        for key in BELOW {
            let Some(list) = node.get(key).filter(|list| list.is_array()) else { continue };
            let around = self.draft.key(around, *key);
            self.components(list, around);
        }
    }

    /// A list of components, of columns and tabs that hold some, or of rows of these.
    pub(super) fn components(&mut self, list: Node<'t, 's>, around: Around) {
        for (node, around) in self.draft.list(Some(list), around) {
            match node.kind() {
                _ if self.draft.is_full() => return,
                Kind::Array => self.components(node, around),
                Kind::Object if node.get("type").is_some_and(|kind| kind.string().is_some()) => self.component(node, around),
                // A column or tab.
                Kind::Object => {
                    let titled = self.texts(node, "label");
                    let inner = if titled.is_empty() { around } else { self.titled(node, titled, false, around) };
                    self.children(node, inner);
                }
                _ => {}
            }
        }
    }

    fn component(&mut self, node: Node<'t, 's>, around: Around) {
        let kind = kind(node);
        let around = around.when(is_conditional(node)).silenced(silence(node, kind));
        match kind {
            "button" | "btnsubmit" | "btnreset" | "recaptcha" | "captcha" => {}
            "htmlelement" | "content" | "paragraph" | "heading" | "header" | "infotext" | "alert" => self.text(node, kind, around),
            "panel" | "fieldset" | "well" | "columns" | "table" | "tabs" | "cols2" | "cols3" | "cols4" => self.layout(node, kind, around),
            "container" | "datagrid" | "editgrid" | "datamap" | "tree" | "dynamicwizard" => self.data(node, kind, around),
            "form" => self.nested(node, around),
            "survey" => self.survey(node, around),
            _ if kind != "address"
                && BELOW.iter().any(|key| node.get(key).is_some_and(|list| list.items().any(|item| item.get("key").is_some()))) =>
            {
                self.data(node, kind, around);
            }
            _ => self.question(node, kind, around),
        }
    }

    fn text(&mut self, node: Node<'t, 's>, kind: &str, around: Around) {
        let texts = ["content", "html"].into_iter().map(|key| self.texts(node, key)).find(|texts| !texts.is_empty());
        let texts = texts.unwrap_or_else(|| if kind == "heading" || kind == "header" { self.texts(node, "label") } else { Vec::new() });
        let tag = node.get("tag").map(|tag| tag.as_str()).unwrap_or_default();
        let heading = matches!(kind, "heading" | "header") || matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        self.draft.notice(if heading { NoticeKind::Heading } else { NoticeKind::Text }, texts, around);
    }

    /// What only arranges: a heading where it shows one.
    fn layout(&mut self, node: Node<'t, 's>, kind: &str, around: Around) {
        let key = match kind {
            "panel" => "title",
            "fieldset" => "legend",
            _ => "",
        };
        let title = if flag(node, "hideLabel") && kind != "panel" { Vec::new() } else { self.texts(node, key) };
        let inner = match kind {
            "panel" | "fieldset" => self.titled(node, title, false, around),
            _ => around,
        };
        self.children(node, inner);
    }

    /// What holds values of its own: once, or again for each row.
    fn data(&mut self, node: Node<'t, 's>, kind: &str, around: Around) {
        let title = self.texts(node, "label");
        let repeated = matches!(kind, "datagrid" | "editgrid" | "datamap" | "tree");
        let inner = self.titled(node, title, repeated, around);
        self.children(node, inner);
        if let Some(value) = node.get("valueComponent").filter(|value| value.is_object()) {
            let inner = self.draft.key(inner, "valueComponent");
            if let Some(inner) = self.draft.deeper(inner, value.place()) {
                self.component(value, inner);
            }
        }
    }

    fn titled(&mut self, node: Node<'t, 's>, mut titles: Vec<Text<'s>>, repeated: bool, around: Around) -> Around {
        let title = (!titles.is_empty()).then(|| titles.remove(0));
        let name = node.get("key").map(written);
        let place = node.get("key").unwrap_or(node).place();
        let section = Section { title, translations: titles, name, repeated, place, ..Section::default() };
        let inner = self.draft.section(node, section, around);
        for key in ["description", "tooltip"] {
            let texts = self.texts(node, key);
            self.draft.notice(NoticeKind::Text, texts, inner);
        }
        inner
    }

    /// A form in a form: its components where they stand here, and else a reference.
    fn nested(&mut self, node: Node<'t, 's>, around: Around) {
        let title = self.texts(node, "label");
        let inner = self.titled(node, title, false, around);
        if node.get("components").is_some_and(|list| list.items().next().is_some()) {
            return self.children(node, inner);
        }
        let reference = ["src", "form", "formRevision"].into_iter().filter_map(|key| node.get(key)).find(|node| is_said(*node));
        let reference = reference.or_else(|| node.get("key")).unwrap_or(node);
        self.draft.lose(None, Part::Questions, written(reference), "its questions stand in another form");
    }

    /// One question for each row, with the same answers.
    fn survey(&mut self, node: Node<'t, 's>, around: Around) {
        let title = self.texts(node, "label");
        let inner = self.titled(node, title, false, around);
        let inner = self.draft.key(inner, "questions");
        for (row, around) in self.draft.list(node.get("questions"), inner) {
            let name = row.get("value").map(written);
            let mut field = Field { name, answer: Answer::Choice, required: required(node), place: row.place(), ..Field::default() };
            put(&mut field, Part::Label, self.texts(row, "label"));
            field.choices = self.choices(node.get("values"));
            self.draft.field(row, field, around);
        }
    }

    fn question(&mut self, node: Node<'t, 's>, kind: &str, around: Around) {
        let key = node.get("key");
        let mut field = Field {
            name: key.map(written),
            answer: answer(node, kind),
            required: required(node),
            repeated: flag(node, "multiple") && !matches!(kind, "select" | "selectboxes" | "tags" | "file"),
            max_length: node.pointer("/validate/maxLength").and_then(|node| node.as_str().parse().ok()),
            pattern: node.pointer("/validate/pattern").filter(|node| is_said(*node)).map(written),
            place: key.unwrap_or(node).place(),
            ..Field::default()
        };
        put(&mut field, Part::Label, self.texts(node, "label"));
        for key in ["description", "tooltip", "placeholder", "suffix", "prefix"] {
            put(&mut field, Part::Help, self.texts(node, key));
        }
        let (choices, lost) = self.offered(node, kind);
        field.choices = choices;
        let sealed = kind == "checkbox" && field.required == Required::Yes;
        let id = self.draft.field(node, field, around);
        if sealed {
            self.draft.consent(id, around);
        }
        if let Some(((reference, why), id)) = lost.zip(id) {
            self.draft.lose(Some(id), Part::Choice, reference, why);
        }
        self.scripted(node, id);
    }

    /// The choices of a component, or where they come from.
    fn offered(&mut self, node: Node<'t, 's>, kind: &str) -> (Vec<Choice<'s>>, Option<(Text<'s>, &'static str)>) {
        let data = node.get("data");
        let lists = [node.get("values"), data.and_then(|data| data.get("values")), data.and_then(|data| data.get("json"))];
        let source = node.get("dataSrc").map(|node| node.as_str()).unwrap_or("values");
        let choices: Vec<_> =
            lists.into_iter().flatten().find(|list| list.items().any(has_words)).map_or(Vec::new(), |list| self.choices(Some(list)));
        if !matches!(kind, "select" | "radio" | "selectboxes" | "radios" | "checkboxes" | "tags") || (kind == "tags" && data.is_none()) {
            return (choices, None);
        }
        if !choices.is_empty() && matches!(source, "values" | "json") {
            return (choices, None);
        }
        let reference = ["url", "resource", "custom", "json"].into_iter().find_map(|key| data?.get(key).filter(|node| is_said(*node)));
        let why = match source {
            "url" => "the choices come from the network, where nothing is fetched",
            "resource" => "the choices are what another form has stored",
            "custom" | "indexeddb" => "the choices are calculated when the form is filled in",
            _ if reference.is_some() => "the choices are not a list that can be read",
            _ => "the choices are filled in by a program",
        };
        let reference = reference.or_else(|| data?.entries().next().map(|entry| entry.key)).or_else(|| node.get("key")).unwrap_or(node);
        (choices, Some((Text::new(reference.written(), reference.place()), why)))
    }

    fn choices(&mut self, list: Option<Node<'t, 's>>) -> Vec<Choice<'s>> {
        let items = list.into_iter().flat_map(|list| list.items());
        let mut found = Vec::new();
        for item in items {
            found.extend(match item.is_object() {
                true => {
                    let labels = self.texts(item, "label");
                    choice(item.get("value"), labels)
                }
                false => choice(Some(item), Vec::new()),
            });
        }
        found
    }

    /// What `logic` may change while the form is filled in.
    fn scripted(&mut self, node: Node<'t, 's>, id: Option<FieldId>) {
        let Some(field) = id.and_then(|id| self.draft.form.fields.get_mut(id.0 as usize)) else { return };
        if field.required == Required::No && turns(node, "validate.required", true) {
            field.required = Required::WhenShown;
        }
    }

    /// A text with its translations.
    fn texts(&self, node: Node<'t, 's>, key: &str) -> Vec<Text<'s>> {
        let Some(own) = node.get(key).filter(|_| !key.is_empty()) else { return Vec::new() };
        let Some(text) = words(own) else { return Vec::new() };
        let translated = self.languages.iter().filter_map(|(tag, map)| {
            let found = map.get(own.as_str()).or_else(|| map.get(&text.value))?;
            Some(words(found)?.in_language(tag.text()))
        });
        std::iter::once(text.clone()).chain(translated).collect()
    }
}

/// The type of a component; those of BC Gov's builder are named `simple…` and `…advanced`.
fn kind<'t>(node: Node<'t, '_>) -> &'t str {
    let kind = node.get("type").map(|kind| kind.as_str()).unwrap_or_default();
    let kind = kind.strip_prefix("simple").filter(|rest| !rest.is_empty()).unwrap_or(kind);
    kind.strip_suffix("advanced").filter(|rest| !rest.is_empty()).unwrap_or(kind)
}

fn has_words(item: Node<'_, '_>) -> bool {
    match item.is_object() {
        true => has(item, "label") || has(item, "value"),
        false => is_said(item),
    }
}

/// Whether it shows on a condition: simple, of several, as JSON Logic or code, or turned on by `logic`.
fn is_conditional(node: Node<'_, '_>) -> bool {
    let simple = node.get("conditional").is_some_and(|when| {
        has(when, "when") || has(when, "json") || when.get("conditions").is_some_and(|list| list.items().next().is_some())
    });
    simple || has(node, "customConditional") || turns(node, "hidden", true) || turns(node, "hidden", false)
}

/// Whether an action of `logic` sets a property to a state.
fn turns(node: Node<'_, '_>, property: &str, state: bool) -> bool {
    let logic = node.get("logic").into_iter().flat_map(|list| list.items());
    let mut actions = logic.filter_map(|rule| rule.get("actions")).flat_map(|list| list.items());
    actions.any(|action| {
        let named = action.pointer("/property/value").is_some_and(|value| value.as_str() == property);
        named && action.get("state").is_some_and(|value| value.truth() == Some(state))
    })
}

/// Why nobody is asked.
fn silence(node: Node<'_, '_>, kind: &str) -> Option<&'static str> {
    match () {
        () if kind == "hidden" => Some("hidden"),
        () if flag(node, "hidden") && !turns(node, "hidden", false) => Some("hidden"),
        () if flag(node, "disabled") && !turns(node, "disabled", false) && has(node, "calculateValue") => Some("calculated"),
        () if flag(node, "disabled") && !turns(node, "disabled", false) => Some("read-only"),
        () => None,
    }
}

fn required(node: Node<'_, '_>) -> Required {
    let here = node.get("validate").is_some_and(|validate| flag(validate, "required"));
    let parts = node.get("fields").is_some_and(|parts| parts.entries().any(|part| flag(part.value, "required")));
    if here || parts { Required::Yes } else { Required::No }
}

fn answer(node: Node<'_, '_>, kind: &str) -> Answer {
    let calendar = node.pointer("/widget/type").is_some_and(|kind| kind.as_str() == "calendar");
    match kind {
        _ if calendar => Answer::Date,
        "textfield" | "email" | "url" | "phoneNumber" | "phonenumber" | "password" | "time" | "address" | "bcaddress" => Answer::Text,
        "textarea" => Answer::LongText,
        "number" | "currency" => Answer::Number,
        "checkbox" => Answer::YesNo,
        "selectboxes" | "checkboxes" | "tags" => Answer::Choices,
        "select" if flag(node, "multiple") => Answer::Choices,
        "select" | "radio" | "radios" => Answer::Choice,
        "day" | "datetime" => Answer::Date,
        "file" => Answer::Document,
        "signature" => Answer::Signature,
        _ => Answer::NotSaid,
    }
}
