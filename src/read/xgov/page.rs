//! Pages and their components.

use rustc_hash::FxHashMap;

use crate::form::{Answer, Choice, Field, NoticeKind, Part, Required, Section, SectionId, Text};
use crate::read::Document;
use crate::read::document::Files;
use crate::read::draft::{Around, Draft, choice, flag, has, put, said, written};
use crate::tree::Node;

/// One walk over one form.
pub(super) struct Walk<'r, 't, 's> {
    pub(super) draft: Draft<'r, 's>,
    files: &'t Files<'s>,
    lists: FxHashMap<&'t str, Node<'t, 's>>,
    sections: FxHashMap<&'t str, Node<'t, 's>>,
    /// Sections that a page has opened already.
    opened: FxHashMap<&'t str, SectionId>,
}

impl<'r, 't, 's> Walk<'r, 't, 's> {
    pub(super) fn new(draft: Draft<'r, 's>, root: Node<'t, 's>, files: &'t Files<'s>) -> Self {
        Self { draft, files, lists: named(root, "lists"), sections: named(root, "sections"), opened: FxHashMap::default() }
    }

    pub(super) fn page(&mut self, page: Node<'t, 's>, around: Around) {
        let controller = page.get("controller").map(|node| node.as_str()).unwrap_or_default();
        if controller.contains("SummaryPage") || controller.contains("StatusPage") {
            return;
        }
        let repeated = controller.contains("Repeat") || has(page, "repeatField") || has(page, "repeat");
        let around = self.part(page, around);
        let name = page.get("path");
        let title = said(page, "title");
        let place = name.unwrap_or(page).place();
        let section = Section { title, name: name.map(written), repeated, place, ..Section::default() };
        let inner = self.draft.section(page, section, around);
        let components = page.get("components");
        let asked = components.into_iter().flat_map(|list| list.items()).filter(|node| !is_text(kind(*node))).count();
        let inner = self.draft.key(inner, "components");
        for (node, around) in self.draft.list(components, inner) {
            if !self.draft.is_full() {
                self.component(node, page, asked == 1, around);
            }
        }
    }

    /// The section of the form that a page belongs to; pages of one section need not follow one another.
    fn part(&mut self, page: Node<'t, 's>, around: Around) -> Around {
        let Some(key) = page.get("section").and_then(|node| node.string()).filter(|key| !key.is_empty()) else { return around };
        if let Some(section) = self.opened.get(key) {
            return Around { section: Some(*section), ..around };
        }
        let Some(node) = self.sections.get(key).copied() else { return around };
        let name = node.get("name");
        let section =
            Section { title: said(node, "title"), name: name.map(written), place: name.unwrap_or(node).place(), ..Section::default() };
        let inner = self.draft.section(node, section, around);
        self.opened.extend(inner.section.map(|section| (key, section)));
        inner
    }

    fn component(&mut self, node: Node<'t, 's>, page: Node<'t, 's>, alone: bool, around: Around) {
        let kind = kind(node);
        let shown = node.get("options").is_some_and(|options| has(options, "condition"));
        let around = around.when(shown);
        match kind {
            "Para" | "Html" | "InsetText" | "Details" | "Markdown" | "WarningText" | "FlashCard" | "NotificationBanner" | "List" => {
                for key in ["title", "content"] {
                    self.draft.notice(NoticeKind::Text, said(node, key).into_iter().collect(), around);
                }
                if kind == "List" || kind == "FlashCard" {
                    let choices = self.offered(node).unwrap_or_default();
                    for text in choices.into_iter().filter_map(|choice| choice.label) {
                        self.draft.notice(NoticeKind::Text, vec![text], around);
                    }
                }
            }
            "MultiInputField" => self.several(node, page, around),
            _ => self.question(node, page, alone, around),
        }
    }

    /// A table of answers, a row for each thing.
    fn several(&mut self, node: Node<'t, 's>, page: Node<'t, 's>, around: Around) {
        let name = node.get("name");
        let place = name.unwrap_or(node).place();
        let section = Section { title: said(node, "title"), name: name.map(written), repeated: true, place, ..Section::default() };
        let inner = self.draft.section(node, section, around);
        self.draft.notice(NoticeKind::Text, said(node, "hint").into_iter().collect(), inner);
        let inner = self.draft.key(inner, "children");
        for (child, around) in self.draft.list(node.get("children"), inner) {
            self.component(child, page, false, around);
        }
    }

    fn question(&mut self, node: Node<'t, 's>, page: Node<'t, 's>, alone: bool, around: Around) {
        let name = node.get("name");
        let options = node.get("options");
        let optional = options.and_then(|options| options.get("required")).is_some_and(|said| matches!(said.as_str(), "false" | "False"));
        let mut field = Field {
            name: name.map(written),
            answer: answer(kind(node)),
            required: if optional { Required::No } else { Required::Yes },
            max_length: node
                .pointer("/schema/max")
                .filter(|_| answer(kind(node)) != Answer::Number)
                .and_then(|max| max.as_str().parse().ok()),
            pattern: node.pointer("/schema/regex").filter(|node| !node.as_str().is_empty()).map(written),
            place: name.unwrap_or(node).place(),
            ..Field::default()
        };
        self.words(node, page, alone, &mut field);
        let offered = self.offered(node);
        let lost = offered.is_none().then(|| node.get("list")).flatten();
        let choices = offered.unwrap_or_default();
        let empty = choices.is_empty() && lost.is_none() && matches!(field.answer, Answer::Choice | Answer::Choices);
        field.choices = choices;
        let consent = kind(node) == "DeclarationField";
        let id = self.draft.field(node, field, around);
        if consent {
            let texts: Vec<_> = said(node, "content").into_iter().collect();
            self.draft.notice(NoticeKind::Consent, texts, around);
        }
        if let Some((list, id)) = lost.zip(id) {
            self.draft.lose(Some(id), Part::Choice, written(list), "the form has no list of this name, and none is beside it");
        } else if let Some(id) = id.filter(|_| empty) {
            let reference = node.get("name").unwrap_or(node);
            self.draft.lose(
                Some(id),
                Part::Choice,
                Text::new(reference.written(), reference.place()),
                "the form does not say which list is offered",
            );
        }
    }

    /// Where the title is not shown, the heading of the page asks.
    fn words(&mut self, node: Node<'t, 's>, page: Node<'t, 's>, alone: bool, field: &mut Field<'s>) {
        let hidden = node.get("options").is_some_and(|options| flag(options, "hideTitle"));
        let (own, heading) = (said(node, "title"), said(page, "title"));
        let (label, other) = match (own, heading) {
            (Some(own), Some(heading)) if hidden && alone => {
                let same = own.value == heading.value;
                (Some(heading), Some(own).filter(|_| !same))
            }
            (own, heading) => (own.or(heading.filter(|_| alone)), None),
        };
        field.label = label;
        field.help.extend(other);
        for key in ["hint", "shortDescription"] {
            put(field, Part::Help, said(node, key).into_iter().collect());
        }
        let more = node.get("options").and_then(|options| said(options, "customValidationMessage"));
        field.help.extend(more);
    }

    /// The answers of the list that a component names, or of its own; none where the list is not there.
    fn offered(&mut self, node: Node<'t, 's>) -> Option<Vec<Choice<'s>>> {
        let own = node.pointer("/values/items").or_else(|| node.get("items"));
        let list = node.get("list").and_then(|list| list.string()).filter(|name| !name.is_empty());
        let items = match (list, own) {
            (Some(name), own) => self.lists.get(name).and_then(|list| list.get("items")).or(own).or_else(|| self.beside(name))?,
            (None, own) => return Some(own.into_iter().flat_map(|list| list.items()).filter_map(item).collect()),
        };
        Some(items.items().filter_map(item).collect())
    }

    /// The items of a list that is kept in a file: one of its name, or one that holds lists.
    fn beside(&mut self, name: &str) -> Option<Node<'t, 's>> {
        let paths = [format!("{name}.json"), format!("lists/{name}.json")];
        let own: Vec<_> = paths.iter().filter_map(|path| self.files.open(path, self.draft.reading)).filter_map(Document::root).collect();
        let many = self
            .files
            .named(self.draft.reading)
            .into_iter()
            .filter_map(Document::root)
            .filter_map(|root| named(root, "lists").remove(name));
        let mut lists = own.into_iter().chain(many);
        lists.find_map(|list| list.get("items").or_else(|| list.is_array().then_some(list)))
    }
}

fn item<'s>(item: Node<'_, 's>) -> Option<Choice<'s>> {
    let label =
        said(item, "text").or_else(|| said(item, "label")).or_else(|| item.get("text").filter(|text| text.number().is_some()).map(written));
    choice(item.get("value"), label.into_iter().collect())
}

/// What a list of the form holds, by name and by id.
fn named<'t, 's>(root: Node<'t, 's>, key: &str) -> FxHashMap<&'t str, Node<'t, 's>> {
    let items = root.get(key).into_iter().flat_map(|list| list.items());
    let keys = |item: Node<'t, 's>| ["id", "name"].into_iter().filter_map(move |key| Some((item.get(key)?.string()?, item)));
    items.flat_map(keys).collect()
}

fn kind<'t>(node: Node<'t, '_>) -> &'t str {
    node.get("type").map(|kind| kind.as_str()).unwrap_or_default()
}

fn is_text(kind: &str) -> bool {
    matches!(kind, "Para" | "Html" | "InsetText" | "Details" | "Markdown" | "WarningText" | "FlashCard" | "NotificationBanner" | "List")
}

fn answer(kind: &str) -> Answer {
    match kind {
        "TextField" | "EmailAddressField" | "TelephoneNumberField" | "UkAddressField" | "WebsiteField" | "TimeField" | "PaymentField" => {
            Answer::Text
        }
        "MultilineTextField" | "FreeTextField" => Answer::LongText,
        "NumberField" => Answer::Number,
        "DateField" | "DatePartsField" | "DateTimeField" | "DateTimePartsField" | "DatePartsFieldPlus" => Answer::Date,
        "MonthYearField" => Answer::Month,
        "YesNoField" | "DeclarationField" => Answer::YesNo,
        "RadiosField" | "SelectField" | "AutocompleteField" => Answer::Choice,
        "CheckboxesField" => Answer::Choices,
        "FileUploadField" | "ClientSideFileUploadField" => Answer::Document,
        _ => Answer::NotSaid,
    }
}
