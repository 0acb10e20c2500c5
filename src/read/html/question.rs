//! Questions: controls, or groups of them, with what the page ties to them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::consent;
use super::control::{self, Kind};
use super::label::Labels;
use super::page::{Node, NodeId};
use super::words::{View, Words};
use crate::form::{Answer, Asked, Choice, Field, Part, Required, Text, Told};

/// A question, and what else its elements tell.
#[derive(Debug, Default)]
pub(super) struct Question<'s> {
    /// Its first control.
    pub(super) at: NodeId,
    /// What is asked.
    pub(super) field: Field<'s>,
    /// What could not be followed, and why.
    pub(super) unresolved: Vec<(Part, Text<'s>, &'static str)>,
    /// Whether it is a box by which a person agrees to something.
    pub(super) consent: bool,
}

/// Reads the questions of a form from its controls.
pub(super) struct Asking<'q, 'p, 's> {
    /// The page.
    pub(super) view: &'p View<'p, 's>,
    /// Its labels.
    pub(super) labels: &'q mut Labels<'p, 's>,
    /// The form's controls, in the order of the page.
    pub(super) controls: &'q [NodeId],
    /// The boxes whose legend is a question and no section.
    pub(super) boxes: BTreeSet<NodeId>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Radio(String),
    Checkbox(String),
    Own(NodeId),
}

impl<'s> Asking<'_, '_, 's> {
    /// The questions, in the order of their first controls.
    pub(super) fn questions(&mut self) -> Vec<Question<'s>> {
        let groups = self.groups();
        let mut questions: Vec<_> = groups
            .iter()
            .map(|members| match members.as_slice() {
                [one] if self.is_single(*one) => self.single(*one),
                members => self.group(members),
            })
            .collect();
        self.parts(&mut questions);
        questions
    }

    fn node(&self, id: NodeId) -> &Node<'s> {
        self.view.page.node(id)
    }

    fn is_single(&self, id: NodeId) -> bool {
        matches!(control::kind(self.node(id)), Some(Kind::Single | Kind::Checkbox))
    }

    /// The controls by question: buttons of one name, boxes of one name, and all others alone.
    fn groups(&self) -> Vec<Vec<NodeId>> {
        let mut boxes: BTreeMap<String, u32> = BTreeMap::new();
        for &id in self.controls {
            if let (Some(Kind::Checkbox), name) = (control::kind(self.node(id)), self.group_name(id)) {
                *boxes.entry(name).or_default() += 1;
            }
        }
        let mut found: BTreeMap<Key, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<NodeId>> = Vec::new();
        for &id in self.controls {
            let key = self.key(id, &boxes);
            let index = *found.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups.get_mut(index).into_iter().for_each(|group| group.push(id));
        }
        groups
    }

    fn key(&self, id: NodeId, boxes: &BTreeMap<String, u32>) -> Key {
        let node = self.node(id);
        let name = self.group_name(id);
        let several = || name.ends_with("[]") || boxes.get(&name).is_some_and(|count| *count > 1);
        match control::kind(node) {
            Some(Kind::Radio) => Key::Radio(name),
            Some(Kind::Group) if node.value("type") == Some("radio") => Key::Radio(name),
            Some(Kind::Group) if node.value("type") == Some("checkbox") => Key::Checkbox(name),
            Some(Kind::Checkbox) if !name.is_empty() && (several() || self.in_made_group(id, &name)) => Key::Checkbox(name),
            _ => Key::Own(id),
        }
    }

    fn in_made_group(&self, id: NodeId, name: &str) -> bool {
        self.view.page.around(id).any(|at| self.node(at).has("mayask:group") && self.node(at).value("name") == Some(name))
    }

    /// The name that the controls of one group share; buttons without a name share their box.
    fn group_name(&self, id: NodeId) -> String {
        let node = self.node(id);
        let names = ["name", "formcontrolname", "th:field", "asp-for", "ng-model", "[(ngmodel)]", "v-model"];
        let own = names.iter().find_map(|name| node.value(name)).filter(|name| !name.is_empty());
        match (own, control::kind(node)) {
            (Some(name), _) => name.to_owned(),
            (None, Some(Kind::Radio)) => format!("#{}", self.box_around(id).unwrap_or_default()),
            (None, _) => String::new(),
        }
    }

    fn box_around(&self, id: NodeId) -> Option<NodeId> {
        self.view.page.around(id).find(|&at| is_box(self.node(at)))
    }

    fn single(&mut self, id: NodeId) -> Question<'s> {
        let mut question = self.begin(id);
        question.field.answer = match control::kind(self.node(id)) {
            Some(Kind::Checkbox) => Answer::YesNo,
            _ => control::answer(self.node(id)),
        };
        let mut tied = self.labels.tied(id);
        if question.field.answer == Answer::Control {
            let own = if self.node(id).is("button") || self.node(id).has("mayask:text") { self.view.words(id) } else { Words::default() };
            tied = if own.is_empty() { tied } else { vec![own] };
            tied.push(self.view.attribute(id, "value"));
        } else if tied.is_empty() && !self.is_hidden(id) {
            tied.extend(self.loose(id));
        }
        question.label(tied);
        self.help(id, &mut question);
        if question.field.label.is_none()
            && question.unresolved.is_empty()
            && question.field.answer != Answer::Control
            && !self.is_hidden(id)
        {
            question.field.help.extend(self.labels.near(id).text);
        }
        self.options(id, &mut question);
        question.field.required = control::required(self.node(id));
        question.field.asked = control::asked(self.view.page, id);
        question.field.conditional = control::conditional(self.view, id);
        question.consent = question.field.answer == Answer::YesNo && question.label_matches(consent::agrees);
        self.finish(id, question)
    }

    fn is_hidden(&self, id: NodeId) -> bool {
        self.node(id).is("input") && self.node(id).value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
    }

    /// A label on the control's own line: after a box, before any other control.
    fn loose(&mut self, id: NodeId) -> Option<Words<'s>> {
        let boxed = matches!(control::kind(self.node(id)), Some(Kind::Checkbox | Kind::Radio));
        let after = if boxed { self.labels.after(id) } else { Words::default() };
        let words = if after.is_empty() { self.labels.before(id) } else { after };
        (!words.is_empty()).then_some(words)
    }

    fn begin(&self, id: NodeId) -> Question<'s> {
        let node = self.node(id);
        let mut question = Question { at: id, ..Question::default() };
        question.field.place = self.view.place(node.span);
        match control::identifier(self.view, node) {
            Ok(name) => question.field.name = name,
            Err(reference) => question.unresolved.push((Part::Name, reference, "it is computed when the page is made")),
        }
        question.field.max_length = node.value("maxlength").and_then(|length| length.parse().ok());
        question.field.pattern = node.attribute("pattern").map(|it| Text::new(it.value.clone(), self.view.place(it.span)));
        question
    }

    /// Help: what describes the control, its placeholder, a hint beside it.
    fn help(&mut self, id: NodeId, question: &mut Question<'s>) {
        let mut found = self.labels.referred(id, "aria-describedby");
        found.push(self.view.attribute(id, "placeholder"));
        found.push(self.view.attribute(id, "hint"));
        if let Some(help) = self.node(id).attribute("mayask:help") {
            found.push(self.view.expression(help));
        }
        found.extend(self.hint(id));
        for words in found {
            question.help(words);
        }
    }

    /// A hint beside a control, by its class.
    fn hint(&mut self, id: NodeId) -> Option<Words<'s>> {
        let page = self.view.page;
        let parent = page.node(id).parent;
        let is_hint = |at: NodeId| {
            let class = page.node(at).value("class").unwrap_or_default().to_lowercase();
            ["hint", "help", "form-text"].iter().any(|word| class.contains(word))
        };
        let mut near = page.below(parent).take(128);
        let hint = near.find(|&at| page.node(at).parent == parent && is_hint(at) && !self.labels.is_used(at))?;
        let alone = page.below(parent).take(128).filter(|&at| control::kind(page.node(at)).is_some()).count() == 1;
        alone.then(|| self.labels.take(hint))
    }

    fn group(&mut self, members: &[NodeId]) -> Question<'s> {
        let Some(&first) = members.first() else { return Question::default() };
        let mut question = self.begin(first);
        let choices: Vec<_> = members.iter().map(|&id| self.member(id, &mut question)).collect();
        question.field.choices = choices.into_iter().flatten().collect();
        question.field.answer = self.group_answer(members);
        let around = self.own_box(members);
        let mut tied = if control::kind(self.node(first)) == Some(Kind::Group) { self.labels.tied(first) } else { Vec::new() };
        tied.extend(around.map(|around| self.box_label(around)).unwrap_or_default());
        if tied.is_empty() {
            let page = self.view.page;
            let anchor = page.around(first).take(3).find(|&at| page.node(at).is("label")).unwrap_or(first);
            tied.push(self.labels.before(anchor));
        }
        question.label(tied);
        for id in around.into_iter().chain([first]) {
            self.help(id, &mut question);
        }
        if question.field.label.is_none() && question.unresolved.is_empty() {
            question.field.help.extend(self.labels.near(first).text);
        }
        question.field.required = self.group_required(members, around);
        self.group_state(members, &mut question);
        self.finish(first, question)
    }

    fn group_answer(&self, members: &[NodeId]) -> Answer {
        let node = members.first().map(|&id| self.node(id));
        match node.and_then(|node| node.value("type")) {
            Some("yesno") => Answer::YesNo,
            Some(kind) if kind.eq_ignore_ascii_case("checkbox") => Answer::Choices,
            _ => Answer::Choice,
        }
    }

    /// One button or box as a choice; a group made by a template tells what it adds.
    fn member(&mut self, id: NodeId, question: &mut Question<'s>) -> Option<Choice<'s>> {
        let node = self.view.page.node(id);
        if control::kind(node) == Some(Kind::Group) {
            let options = node.attribute("mayask:options").map(|options| self.view.expression(options));
            for (reference, why) in options.into_iter().flat_map(|words| words.unresolved) {
                question.unresolved.push((Part::Choice, reference, why));
            }
            let other = node.attribute("mayask:other").map(|other| self.view.expression(other))?;
            return Some(question.choice(None, other));
        }
        let mut tied = self.labels.tied(id);
        if tied.is_empty() {
            tied.extend(self.loose(id));
        }
        let value = self.view.attribute(id, "value").text;
        let choice = question.choice(value, tied.into_iter().next().unwrap_or_default());
        (choice.value.is_some() || choice.label.is_some()).then_some(choice)
    }

    /// The box around a group that holds nothing else, so that its legend is the question.
    fn own_box(&mut self, members: &[NodeId]) -> Option<NodeId> {
        let (&first, &last) = (members.first()?, members.last()?);
        let page = self.view.page;
        let around = page.around(first).filter(|&at| is_box(page.node(at))).find(|&at| page.within(last, at))?;
        let start = self.controls.partition_point(|&id| id <= around);
        let inside = self.controls.iter().skip(start).take_while(|&&id| page.within(id, around));
        let foreign = |id: &&NodeId| {
            let details =
                matches!(control::kind(page.node(**id)), Some(Kind::Single)) && control::conditional(self.view, **id) == Told::Yes;
            members.binary_search(id).is_err() && !details
        };
        // Members stand in order and foreign controls end the search, so this is no longer than the group and its details.
        let alone = !inside.clone().take(members.len() * 4 + 16).any(|id| foreign(&id));
        alone.then(|| {
            self.boxes.insert(around);
            around
        })
    }

    /// The label of a box: its legend, or what names it.
    fn box_label(&mut self, around: NodeId) -> Vec<Words<'s>> {
        let page = self.view.page;
        let legend = page.below(around).take(64).find(|&at| page.node(at).is("legend") && page.node(at).parent == around);
        let mut found: Vec<_> = legend
            .map(|legend| {
                self.labels.mark(legend);
                self.view.words(legend)
            })
            .into_iter()
            .collect();
        found.extend(self.labels.named(around));
        found.retain(|words| !words.is_empty());
        found
    }

    fn group_required(&self, members: &[NodeId], around: Option<NodeId>) -> Required {
        let all = || members.iter().chain(&around).map(|&id| self.node(id));
        let said: Vec<_> = all().map(control::required).collect();
        [Required::Yes, Required::NotSaid].into_iter().find(|one| said.contains(one)).unwrap_or(Required::No)
    }

    fn group_state(&self, members: &[NodeId], question: &mut Question<'s>) {
        let mut asked = members.iter().map(|&id| control::asked(self.view.page, id));
        let first = asked.next().unwrap_or_default();
        question.field.asked = asked.find(|asked| *asked == Asked::Yes).unwrap_or(first);
        let shown: Vec<_> = members.iter().map(|&id| control::conditional(self.view, id)).collect();
        let first = shown.first().copied().unwrap_or_default();
        question.field.conditional = shown.iter().copied().find(|shown| *shown != Told::Yes).unwrap_or(first);
    }

    /// The choices of a list, and the suggestions for a text.
    fn options(&mut self, id: NodeId, question: &mut Question<'s>) {
        let page = self.view.page;
        let suggestions = page.node(id).value("list").and_then(|list| page.by_id(list));
        let list = match page.node(id).name.as_ref() {
            "select" => Some(id),
            _ => suggestions,
        };
        for at in list.map(|list| page.below(list)).unwrap_or_default() {
            let node = page.node(at);
            if node.is("optgroup") {
                question.help(self.view.attribute(at, "label"));
            }
            if node.is("option") {
                self.option(at, question);
            }
        }
    }

    fn option(&mut self, at: NodeId, question: &mut Question<'s>) {
        let page = self.view.page;
        let node = page.node(at);
        let mut words = self.view.words(at);
        if words.is_empty() {
            words = self.view.attribute(at, "label");
        }
        // A first option without a value, or one that cannot be chosen, only invites to choose.
        let empty = node.attribute("value").is_some_and(|value| value.value.trim().is_empty());
        if empty || (node.has("disabled") && question.field.choices.is_empty()) || words.is_empty() && !node.has("value") {
            return;
        }
        let value = self.view.attribute(at, "value").text;
        if let Some(each) = node.attribute("th:each").or_else(|| page.node(node.parent).attribute("th:each")) {
            let reference = Text::new(each.value.clone(), self.view.place(each.span));
            question.unresolved.push((Part::Choice, reference, "the choices are made when the page is"));
            return;
        }
        let choice = question.choice(value, words);
        question.field.choices.push(choice);
    }

    /// What holds for every question: marks of stars, conditions, and the keys that are our own.
    fn finish(&mut self, id: NodeId, mut question: Question<'s>) -> Question<'s> {
        let marked = |text: &str| text.contains('*') || text.to_lowercase().contains("required");
        let field = &mut question.field;
        if field.required == Required::No && field.label.as_ref().is_some_and(|label| marked(&label.value)) {
            field.required = Required::NotSaid;
        }
        if field.required == Required::Yes && field.conditional == Told::Yes {
            field.required = Required::WhenShown;
        }
        let page = self.view.page;
        let own = |name: &str| std::iter::once(id).chain(page.around(id)).find_map(|at| page.node(at).attribute(name));
        let text = |name: &str| own(name).map(|it| Text::new(it.value.clone(), self.view.place(it.span)));
        let told = |name: &str| own(name).map(|it| !matches!(it.value.trim().to_lowercase().as_str(), "no" | "false"));
        field.about = text("data-mayask-about").filter(|about| !about.value.trim().is_empty());
        field.purposes = text("data-mayask-purpose").into_iter().collect();
        field.printed = told("data-mayask-printed").unwrap_or_default();
        field.opt_out = match told("data-mayask-opt-out") {
            Some(true) => Told::Yes,
            Some(false) => Told::No,
            None => Told::NotSaid,
        };
        question
    }

    /// Marks the fields of one box that are parts of one question: day, month and year; the digits of a number; boxes to tick.
    fn parts(&self, questions: &mut [Question<'s>]) {
        let mut inside: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
        for (index, question) in questions.iter().enumerate() {
            let asked = question.field.answer != Answer::Control && question.field.asked == Asked::Yes;
            if let Some(around) = self.box_around(question.at).filter(|around| asked && !self.boxes.contains(around)) {
                inside.entry(around).or_default().push(index);
            }
        }
        for (number, indexes) in inside.values().filter(|indexes| indexes.len() > 1).enumerate() {
            let all = || indexes.iter().filter_map(|&index| questions.get(index));
            let together = all().all(|question| question.field.answer == Answer::YesNo && !question.consent) || all().all(is_part);
            if !together {
                continue;
            }
            for &index in indexes {
                if let Some(question) = questions.get_mut(index) {
                    question.field.part_of = u32::try_from(number).ok();
                }
            }
        }
    }
}

impl<'s> Question<'s> {
    /// Takes the best of the texts as the label and the others as help.
    fn label(&mut self, tied: Vec<Words<'s>>) {
        for words in tied {
            let unresolved = words.unresolved.iter().map(|(reference, why)| (Part::Label, reference.clone(), *why));
            self.unresolved.extend(unresolved);
            if self.field.label.is_none() && words.text.is_some() {
                self.field.label = words.text;
                self.field.translations.extend(words.others.into_iter().map(|text| (Part::Label, text)));
            } else if words.text.as_ref().is_some_and(|text| self.field.label.as_ref().is_some_and(|label| label.language != text.language))
            {
                self.field.translations.extend(words.text.into_iter().chain(words.others).map(|text| (Part::Label, text)));
            } else {
                self.help(Words { unresolved: Vec::new(), ..words });
            }
        }
    }

    fn help(&mut self, words: Words<'s>) {
        self.unresolved.extend(words.unresolved.into_iter().map(|(reference, why)| (Part::Help, reference, why)));
        self.field.translations.extend(words.others.into_iter().map(|text| (Part::Help, text)));
        let Some(text) = words.text else { return };
        let known = self.field.label.iter().chain(&self.field.help).any(|other| other.value == text.value);
        if !known {
            self.field.help.push(text);
        }
    }

    fn choice(&mut self, value: Option<Text<'s>>, words: Words<'s>) -> Choice<'s> {
        self.unresolved.extend(words.unresolved.into_iter().map(|(reference, why)| (Part::Choice, reference, why)));
        Choice { value, label: words.text, code: None, translations: words.others }
    }

    fn label_matches(&self, matches: impl Fn(&str) -> bool) -> bool {
        let others = self.field.translations.iter().filter(|(part, _)| *part == Part::Label).map(|(_, text)| text);
        self.field.label.iter().chain(others).any(|text| matches(&text.value))
    }
}

/// Whether an element is a box that groups controls.
pub(super) fn is_box(node: &Node<'_>) -> bool {
    node.is("fieldset") || matches!(node.value("role"), Some("radiogroup" | "group"))
}

/// Whether a field is by name or label one part of a date, or a short numbered piece of a number.
fn is_part(question: &Question<'_>) -> bool {
    const PARTS: &[&str] = &["day", "month", "year", "dd", "mm", "yyyy", "yy", "día", "mes", "año", "jour", "mois", "année"];
    let texts = [&question.field.name, &question.field.label];
    let named = texts.into_iter().flatten().any(|text| {
        let text: Cow<'_, str> = text.value.to_lowercase().into();
        let last = text.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
        PARTS.iter().any(|part| last == *part || (part.len() > 2 && last.ends_with(part) && last.len() < 16))
    });
    let numbered = question.field.name.as_ref().is_some_and(|name| name.value.ends_with(|c: char| c.is_ascii_digit()));
    named || (numbered && question.field.max_length.is_some_and(|length| length <= 4))
}
