//! The order of a form: its questions, headings and texts as a person meets them, each under its nearest heading.

use std::collections::BTreeSet;

use super::consent;
use super::label::{Labels, level};
use super::page::{INLINE, Node, NodeId};
use super::question::{Question, is_box};
use super::words::{View, Words, is_silent};
use crate::form::{FieldId, Form, Notice, NoticeKind, Part, Section, SectionId, Text, TrailId, Unresolved};

/// Lays out a form from what was read of its page.
pub(super) struct Layout<'l, 'p, 's> {
    /// The page.
    pub(super) view: &'p View<'p, 's>,
    /// Its labels, and which texts they used.
    pub(super) labels: &'l mut Labels<'p, 's>,
    /// The form's controls, in the order of the page.
    pub(super) controls: &'l [NodeId],
    /// Boxes whose legend is a question.
    pub(super) boxes: &'l BTreeSet<NodeId>,
    /// The form that is filled.
    pub(super) form: &'l mut Form<'s>,
    scopes: Vec<Scope>,
    order: u32,
    line: Vec<NodeId>,
    // Text before this node was taken as a heading, or is none of the form's.
    mute: NodeId,
}

struct Scope {
    section: SectionId,
    end: NodeId,
    level: Option<u8>,
}

impl<'l, 'p, 's> Layout<'l, 'p, 's> {
    /// A layout that begins.
    pub(super) fn new(
        view: &'p View<'p, 's>,
        labels: &'l mut Labels<'p, 's>,
        controls: &'l [NodeId],
        boxes: &'l BTreeSet<NodeId>,
        form: &'l mut Form<'s>,
    ) -> Self {
        Self { view, labels, controls, boxes, form, scopes: Vec::new(), order: 0, line: Vec::new(), mute: 0 }
    }

    /// Goes through the page once, so far as it is no other form's.
    pub(super) fn lay(mut self, owner: Option<NodeId>, questions: Vec<Question<'s>>) {
        let page = self.view.page;
        let mut questions = questions.into_iter().peekable();
        let mut at = 1;
        while at < page.nodes.len() {
            let node = page.node(at);
            if self.scopes.iter().any(|scope| scope.end <= at) {
                self.flush();
                self.scopes.retain(|scope| scope.end > at);
            }
            let asked = questions.next_if(|question| question.at == at);
            let other = node.form.is_some() && node.form != owner;
            let skip = is_silent(node) && !node.is("template");
            if let Some(question) = asked {
                self.flush();
                self.ask(question, owner);
            } else if !other && !skip {
                self.meet(at, node);
            }
            at = if skip { node.end.max(at + 1) } else { at + 1 };
        }
        self.flush();
    }

    fn meet(&mut self, at: NodeId, node: &Node<'s>) {
        if node.is_text() {
            if at >= self.mute && !self.labels.is_used(at) {
                self.line.push(at);
            }
            return;
        }
        if !INLINE.contains(&node.name.as_ref()) && !node.is("br") && !node.is("input") {
            self.flush();
        }
        let made = ["th:text", "th:utext"].iter().any(|name| node.has(name));
        if let Some(level) = level(&node.name).filter(|_| at >= self.mute) {
            self.heading(at, level);
        } else if node.is("legend") || node.is("summary") || node.is("nav") || self.labels.is_label(at) {
            self.mute = self.mute.max(node.end);
        } else if !self.boxes.contains(&at) && (is_box(node) || node.is("details") || is_region(node)) {
            self.enclose(at, node);
        } else if made && at >= self.mute && !self.labels.is_used(at) {
            self.flush();
            let words = self.view.words(at);
            self.notice(NoticeKind::Text, words);
            self.mute = self.mute.max(node.end);
        }
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            let words = self.view.joined(&line);
            self.notice(NoticeKind::Text, words);
        }
    }

    fn next_order(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn section(&self) -> Option<SectionId> {
        self.scopes.last().map(|scope| scope.section)
    }

    fn ask(&mut self, question: Question<'s>, owner: Option<NodeId>) {
        let mut field = question.field;
        if question.consent
            && let Some(text) = field.label.clone()
        {
            let translations = field.translations.iter().filter(|(part, _)| *part == Part::Label).map(|(_, text)| text.clone()).collect();
            let order = self.next_order();
            self.form.notices.push(Notice { kind: NoticeKind::Consent, text, translations, section: self.section(), order });
        }
        field.section = self.section();
        field.order = self.next_order();
        field.trail = self.trail(question.at, owner, &field.name);
        let id = FieldId(u32::try_from(self.form.fields.len()).unwrap_or(u32::MAX));
        for (part, reference, why) in question.unresolved {
            self.form.unresolved.push(Unresolved { field: Some(id), part, reference, why: why.into() });
        }
        self.form.fields.push(field);
    }

    /// The pointer to a control: the form, each box around it, and its name; or its element and rank where it has no name.
    fn trail(&mut self, at: NodeId, owner: Option<NodeId>, name: &Option<Text<'s>>) -> TrailId {
        let page = self.view.page;
        let mut around: Vec<_> = page.around(at).filter(|&at| page.node(at).is("fieldset")).collect();
        around.extend(owner);
        let mut trail = TrailId::default();
        for id in around.into_iter().rev() {
            let node = page.node(id);
            let own = node.attribute("id").or_else(|| node.attribute("name")).filter(|own| !own.value.trim().is_empty());
            let step = own.map_or_else(|| node.name.clone(), |own| own.value.clone());
            trail = self.form.trails.key(trail, step);
        }
        match name {
            Some(name) => self.form.trails.key(trail, name.value.clone()),
            None => {
                let element = self.form.trails.key(trail, page.node(at).name.clone());
                self.form.trails.index(element, self.controls.partition_point(|&id| id < at))
            }
        }
    }

    fn heading(&mut self, at: NodeId, level: u8) {
        let page = self.view.page;
        let node = page.node(at);
        let words = self.view.words(at);
        self.mute = self.mute.max(node.end);
        let end = page.node(self.container(at)).end;
        if words.is_empty() {
            return;
        }
        if self.holds(at, end) {
            self.scopes.retain(|scope| scope.end != end || scope.level.is_none_or(|other| other < level));
            let parent = self.scopes.iter().rev().find(|scope| scope.level.is_none_or(|other| other < level)).map(|scope| scope.section);
            self.open(at, words, parent, end, Some(level));
        } else {
            self.notice(NoticeKind::Heading, words);
        }
        if let Some(subtext) = node.attribute("mayask:subtext") {
            let words = self.view.expression(subtext);
            self.notice(NoticeKind::Text, words);
        }
    }

    /// Whether one of the form's controls stands in a range.
    fn holds(&self, start: NodeId, end: NodeId) -> bool {
        let next = self.controls.partition_point(|&id| id <= start);
        self.controls.get(next).is_some_and(|&id| id < end)
    }

    /// The element whose content a heading speaks of: the nearest around it that is no mere wrapping of the heading.
    fn container(&self, at: NodeId) -> NodeId {
        const WRAPPING: &[&str] = &["header", "hgroup", "div", "a", "span", "center", "th:block", "label", "b", "strong"];
        let page = self.view.page;
        let mut outer = page.node(at).parent;
        while outer != 0
            && WRAPPING.contains(&page.node(outer).name.as_ref())
            && !self.holds(outer, page.node(outer).end)
            && page.below(outer).take_while(|&id| id < at).all(|id| page.node(id).text.trim().is_empty())
        {
            outer = page.node(outer).parent;
        }
        outer
    }

    /// Opens the section that a box, a region or a disclosure makes.
    fn enclose(&mut self, at: NodeId, node: &Node<'s>) {
        if !self.holds(at, node.end) {
            return;
        }
        let page = self.view.page;
        let title =
            page.below(at).take(64).find(|&id| matches!(page.node(id).name.as_ref(), "legend" | "summary") && page.node(id).parent == at);
        let named = self.labels.named(at).into_iter().next();
        let words = title.map(|title| self.view.words(title)).filter(|words| !words.is_empty()).or(named).unwrap_or_default();
        if words.text.is_some() || !words.unresolved.is_empty() || node.has("data-mayask-about") {
            let parent = self.section();
            self.open(at, words, parent, node.end, None);
        }
    }

    fn open(&mut self, at: NodeId, words: Words<'s>, parent: Option<SectionId>, end: NodeId, level: Option<u8>) {
        let node = self.view.page.node(at);
        let id = SectionId(u32::try_from(self.form.sections.len()).unwrap_or(u32::MAX));
        self.unresolved(Part::Section, words.unresolved);
        let text = |name: &str| node.attribute(name).map(|it| Text::new(it.value.clone(), self.view.place(it.span)));
        let (name, about) = (text("id"), text("data-mayask-about"));
        let order = self.next_order();
        let place = self.view.place(node.span);
        let section = Section { title: words.text, translations: words.others, name, parent, about, repeated: false, order, place };
        self.form.sections.push(section);
        self.scopes.push(Scope { section: id, end, level });
    }

    fn notice(&mut self, kind: NoticeKind, words: Words<'s>) {
        self.unresolved(Part::Notice, words.unresolved);
        let Some(text) = words.text.filter(|text| text.value.chars().any(char::is_alphanumeric)) else { return };
        let kind = if consent::agrees(&text.value) && kind == NoticeKind::Text { NoticeKind::Consent } else { kind };
        let order = self.next_order();
        self.form.notices.push(Notice { kind, text, translations: words.others, section: self.section(), order });
    }

    fn unresolved(&mut self, part: Part, found: Vec<(Text<'s>, &'static str)>) {
        for (reference, why) in found {
            self.form.unresolved.push(Unresolved { field: None, part, reference, why: why.into() });
        }
    }
}

/// Whether an element is a part of the page with a name of its own.
fn is_region(node: &Node<'_>) -> bool {
    let named = node.has("aria-label") || node.has("aria-labelledby");
    named && (node.is("section") || node.value("role") == Some("region"))
}
