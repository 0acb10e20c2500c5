//! An HTML page as a flat tree with exact places: what forms need of a page, and no more.
//!
//! Nodes stand in document order and know where their subtree ends, so no walk over a page recurses.
//! The tree follows the HTML standard where it decides which control belongs to what: void elements, implied ends, the form pointer.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use crate::source::{Limits, Span};

/// The number of a node.
pub(super) type NodeId = usize;

/// An attribute as written.
#[derive(Clone, Debug)]
pub(super) struct Attribute<'s> {
    /// Its name in lower case.
    pub(super) name: Cow<'s, str>,
    /// Its value with entities resolved.
    pub(super) value: Cow<'s, str>,
    /// Where the value stands; the name where there is no value.
    pub(super) span: Span,
}

/// An element or a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Node<'s> {
    /// The element's name in lower case; empty for a text.
    pub(super) name: Cow<'s, str>,
    /// The words of a text; empty for an element.
    pub(super) text: Cow<'s, str>,
    /// The attributes in the order written, the first of each name.
    pub(super) attributes: Vec<Attribute<'s>>,
    /// The start tag, or the text.
    pub(super) span: Span,
    /// The element around it; the root is its own.
    pub(super) parent: NodeId,
    /// The node after its last descendant.
    pub(super) end: NodeId,
    /// The form element that is open here.
    pub(super) form: Option<NodeId>,
    /// Whether a branch of a template language stands around it.
    pub(super) branch: bool,
}

impl<'s> Node<'s> {
    /// Whether it is an element of this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The attribute of a name.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'s>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of an attribute, without blanks around it.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.trim())
    }

    /// Whether the attribute is there at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    /// Whether it is a text.
    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }
}

/// A page: its nodes in document order, the root first.
#[derive(Debug, Default)]
pub(super) struct Page<'s> {
    /// The nodes.
    pub(super) nodes: Vec<Node<'s>>,
    /// The first start tag that stood too deep: it and what is deeper is read as if it stood beside.
    pub(super) too_deep: Option<Span>,
    /// The first tag or text that was one too many.
    pub(super) too_many: Option<Span>,
    ids: BTreeMap<String, NodeId>,
}

impl<'s> Page<'s> {
    /// Reads a text as a page; every text is one.
    pub(super) fn read(text: &'s str, limits: &Limits) -> Self {
        let mut builder = Builder::new(text, limits);
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
            builder.event(event, span.start, span.end);
            None
        });
        let mut tokenizer = Tokenizer::new_with_emitter(text, naive(emitter));
        // No token is ever made, so the first call runs to the end of the page.
        let _ = tokenizer.next();
        drop(tokenizer);
        builder.finish()
    }

    /// The node of a number; the empty text where there is none.
    pub(super) fn node(&self, id: NodeId) -> &Node<'s> {
        const NONE: &Node<'static> = &Node {
            name: Cow::Borrowed(""),
            text: Cow::Borrowed(""),
            attributes: Vec::new(),
            span: Span { start: 0, end: 0 },
            parent: 0,
            end: 0,
            form: None,
            branch: false,
        };
        self.nodes.get(id).unwrap_or(NONE)
    }

    /// The element with an id; the first where several have it.
    pub(super) fn by_id(&self, id: &str) -> Option<NodeId> {
        self.ids.get(id).copied()
    }

    /// Takes notice of an id that a node was given after it was read.
    pub(super) fn name(&mut self, id: NodeId) {
        if let Some(own) = self.node(id).value("id").map(str::to_owned) {
            self.ids.entry(own).or_insert(id);
        }
    }

    /// The numbers of the nodes below one.
    pub(super) fn below(&self, id: NodeId) -> std::ops::Range<NodeId> {
        id + 1..self.node(id).end.max(id + 1)
    }

    /// The elements around a node, the nearest first, without the root.
    pub(super) fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            at = self.node(at).parent;
            (at != 0).then_some(at)
        })
    }

    /// Whether a node is another or stands below it.
    pub(super) fn within(&self, id: NodeId, outer: NodeId) -> bool {
        id == outer || self.below(outer).contains(&id)
    }
}

fn naive<F, T>(mut emitter: CallbackEmitter<F, T, usize>) -> CallbackEmitter<F, T, usize>
where
    F: html5gum::emitters::callback::Callback<T, usize>,
{
    emitter.naively_switch_states(true);
    emitter
}

struct Builder<'s> {
    text: &'s str,
    limits: Limits,
    page: Page<'s>,
    open: Vec<NodeId>,
    // How often each name stands open, so that a stray end tag costs nothing.
    standing: BTreeMap<String, u32>,
    // Elements that stood too deep to be opened, whose end tags end nothing.
    flat: BTreeMap<String, u32>,
    form: Option<NodeId>,
    tag: Option<Node<'s>>,
    branches: u32,
}

impl<'s> Builder<'s> {
    fn new(text: &'s str, limits: &Limits) -> Self {
        let root = Node { name: Cow::Borrowed("#page"), ..Node::default() };
        let page = Page { nodes: vec![root], ..Page::default() };
        let (standing, flat) = Default::default();
        Self { text, limits: *limits, page, open: vec![0], standing, flat, form: None, tag: None, branches: 0 }
    }

    fn event(&mut self, event: CallbackEvent<'_>, start: usize, end: usize) {
        if self.page.nodes.len() > self.limits.values {
            self.page.too_many.get_or_insert(Span::new(start, end));
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let name = lower(self.borrow(name, Span::new(start + 1, end)));
                self.tag = Some(Node { name, span: Span::new(start, end), ..Node::default() });
            }
            CallbackEvent::AttributeName { name } => self.name(name, Span::new(start, end)),
            CallbackEvent::AttributeValue { value } => self.value(value, Span::new(start, end)),
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing, end),
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                self.end(&String::from_utf8_lossy(name).to_ascii_lowercase());
            }
            CallbackEvent::String { value } => self.words(value, Span::new(start, end)),
            _ => {}
        }
    }

    /// The bytes as they stand in the text near a span, borrowed; or owned, where the tokenizer changed them.
    fn borrow(&self, bytes: &[u8], near: Span) -> Cow<'s, str> {
        match self.exact(bytes, near) {
            Some(span) => Cow::Borrowed(self.text.get(span.range()).unwrap_or_default()),
            None => Cow::Owned(String::from_utf8_lossy(bytes).into_owned()),
        }
    }

    /// Where the bytes stand as they are, at the span or one byte beside it.
    fn exact(&self, bytes: &[u8], near: Span) -> Option<Span> {
        let source = self.text.as_bytes();
        let start = near.start as usize;
        let starts = [Some(start), start.checked_sub(1), Some(start + 1)];
        let found = starts.into_iter().flatten().find(|&at| {
            source.get(at..at + bytes.len()).is_some_and(|part| part.eq_ignore_ascii_case(bytes)) && self.text.is_char_boundary(at)
        })?;
        Some(Span::new(found, found + bytes.len()))
    }

    fn name(&mut self, name: &[u8], near: Span) {
        let span = self.exact(name, near).unwrap_or(near);
        let name = lower(self.borrow(name, near));
        if let Some(tag) = &mut self.tag {
            tag.attributes.push(Attribute { name, value: Cow::Borrowed(""), span });
        }
    }

    fn value(&mut self, value: &[u8], near: Span) {
        let span = self.exact(value, near).unwrap_or(near);
        let value = match self.text.get(span.range()) {
            Some(part) if part.as_bytes() == value => Cow::Borrowed(part),
            _ => Cow::Owned(String::from_utf8_lossy(value).into_owned()),
        };
        if let Some(attribute) = self.tag.as_mut().and_then(|tag| tag.attributes.last_mut()) {
            (attribute.value, attribute.span) = (value, span);
        }
    }

    fn start(&mut self, self_closing: bool, end: usize) {
        let Some(mut node) = self.tag.take() else { return };
        node.span.end = Span::new(0, end).end;
        let mut seen = BTreeSet::new();
        node.attributes.retain(|attribute| seen.insert(attribute.name.clone()));
        if node.is("form") && self.form.is_some() {
            return;
        }
        self.imply(&node.name);
        let leaf = VOID.contains(&node.name.as_ref()) || (self_closing && node.name.contains([':', '-']));
        let (name, span) = (node.name.to_string(), node.span);
        let id = self.add(node);
        if name == "form" {
            self.form = Some(id);
        }
        if leaf {
            return;
        }
        if self.open.len() > self.limits.depth {
            self.page.too_deep.get_or_insert(span);
            *self.flat.entry(name).or_default() += 1;
        } else {
            *self.standing.entry(name).or_default() += 1;
            self.open.push(id);
        }
    }

    fn add(&mut self, mut node: Node<'s>) -> NodeId {
        let id = self.page.nodes.len();
        node.parent = self.open.last().copied().unwrap_or_default();
        node.end = id + 1;
        node.form = self.form;
        node.branch = self.branches > 0;
        if let Some(own) = node.value("id").filter(|own| !own.is_empty()) {
            self.page.ids.entry(own.to_owned()).or_insert(id);
        }
        self.page.nodes.push(node);
        id
    }

    /// Ends what the start of an element ends without an end tag.
    fn imply(&mut self, name: &str) {
        // A control inside a list ends the list, as the standard has it.
        if matches!(name, "select" | "input" | "textarea" | "fieldset" | "form")
            && self.standing.get("select").is_some_and(|count| *count > 0)
        {
            self.end("select");
        }
        let closes: &[&str] = match name {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "option" => &["option"],
            "optgroup" => &["option", "optgroup"],
            "tr" => &["td", "th", "tr"],
            "td" | "th" => &["td", "th"],
            "tbody" | "thead" | "tfoot" => &["td", "th", "tr", "tbody", "thead", "tfoot", "caption"],
            name if BLOCK.contains(&name) => &["p"],
            _ => return,
        };
        while self.open.last().is_some_and(|&top| closes.contains(&self.page.node(top).name.as_ref())) {
            self.pop();
        }
        if let Some(depth) = self.reach(closes) {
            while self.open.len() > depth {
                self.pop();
            }
        }
    }

    /// How deep the element stands that one of these starts ends, where only inline or like elements are in between.
    fn reach(&self, closes: &[&str]) -> Option<usize> {
        for (depth, &id) in self.open.iter().enumerate().rev().take(8) {
            let name = self.page.node(id).name.as_ref();
            if closes.contains(&name) {
                return Some(depth);
            }
            if !INLINE.contains(&name) {
                return None;
            }
        }
        None
    }

    fn end(&mut self, name: &str) {
        if name == "form" {
            self.form = None;
        }
        if let Some(count) = self.flat.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        if self.standing.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        let fence = !TABLE.contains(&name) && name != "form";
        let Some(depth) = self.open.iter().rposition(|&id| {
            let open = self.page.node(id).name.as_ref();
            open == name || (fence && TABLE.contains(&open))
        }) else {
            return;
        };
        if self.open.get(depth).is_none_or(|&id| !self.page.node(id).is(name)) {
            return;
        }
        if name == "form" && self.open.len() > depth + 1 && self.inside_table(depth) {
            return;
        }
        while self.open.len() > depth {
            self.pop();
        }
    }

    /// Whether the end of a form stands deeper in a table than its start: there it ends the form and no cell.
    fn inside_table(&self, depth: usize) -> bool {
        self.open.iter().skip(depth + 1).any(|&id| TABLE.contains(&self.page.node(id).name.as_ref()))
    }

    fn pop(&mut self) {
        let count = self.page.nodes.len();
        let Some(id) = self.open.pop() else { return };
        if let Some(node) = self.page.nodes.get_mut(id) {
            node.end = count;
            if let Some(count) = self.standing.get_mut(node.name.as_ref()) {
                *count = count.saturating_sub(1);
            }
        }
    }

    fn words(&mut self, words: &[u8], near: Span) {
        let exact = self.exact(words, near);
        let span = exact.unwrap_or(near);
        let text = match exact.and_then(|span| self.text.get(span.range())) {
            Some(part) if part.as_bytes() == words => Cow::Borrowed(part),
            _ => Cow::Owned(String::from_utf8_lossy(words).into_owned()),
        };
        self.branches = super::marker::branches(&text, self.branches);
        self.add(Node { text, span, ..Node::default() });
    }

    fn finish(mut self) -> Page<'s> {
        while !self.open.is_empty() {
            self.pop();
        }
        self.page
    }
}

fn lower(name: Cow<'_, str>) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => name,
    }
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame", "keygen"];

/// Elements that a foreign end tag does not reach through.
const TABLE: &[&str] = &["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "template"];

/// Elements whose start ends an open paragraph.
const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// Elements that stand within a line of text.
pub(super) const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark",
    "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "th:block", "time", "tt", "u", "var", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        let page = Page::read(text, &Limits::DEFAULT);
        let mut drawn = String::new();
        for (id, node) in page.nodes.iter().enumerate().skip(1) {
            let depth = page.around(id).count();
            let words = if node.is_text() { format!("{:?}", node.text) } else { node.name.to_string() };
            drawn.push_str(&format!("{}{words}\n", "  ".repeat(depth)));
        }
        drawn
    }

    #[test]
    fn spans_are_exact_in_every_encoding_and_line_end() {
        let text = "<p>é\r\nb</p>\r\n<label  for=\"ä\">Nñm &amp; x</label><INPUT Name='dob' required value=a&#x41; id=ü>ö<b>z";
        let page = Page::read(text, &Limits::DEFAULT);
        for node in page.nodes.iter().skip(1) {
            let slice = &text[node.span.range()];
            match node.is_text() {
                true => assert!(!slice.contains('<'), "{slice:?}"),
                false => assert!(slice.starts_with('<') && slice.ends_with('>'), "{slice:?}"),
            }
        }
        let input = page.nodes.iter().find(|node| node.is("input")).unwrap();
        let spans: Vec<_> = input.attributes.iter().map(|a| (a.name.as_ref(), a.value.as_ref(), &text[a.span.range()])).collect();
        assert_eq!(spans, [("name", "dob", "dob"), ("required", "", "required"), ("value", "aA", "a&#x41;"), ("id", "ü", "ü")]);
        let words: Vec<_> = page.nodes.iter().filter(|n| n.is_text()).map(|n| text[n.span.range()].trim()).collect();
        assert_eq!(words, ["é\r\nb", "", "Nñm &amp; x", "ö", "z"]);
    }

    #[test]
    fn ends_are_implied_and_stray_ends_end_nothing() {
        assert_eq!(drawn("<ul><li>a<li>b</ul></div>c"), "ul\n  li\n    \"a\"\n  li\n    \"b\"\n\"c\"\n");
        assert_eq!(drawn("<p>a<div>b</p></div>"), "p\n  \"a\"\ndiv\n  \"b\"\n");
        assert_eq!(drawn("<select><option>a<option>b</select>"), "select\n  option\n    \"a\"\n  option\n    \"b\"\n");
        assert_eq!(drawn("<th:block x/><i>a</i>"), "th:block\ni\n  \"a\"\n");
    }

    #[test]
    fn a_form_in_a_table_keeps_its_controls() {
        let page = Page::read("<table><form id=f><tr><td><input><tr><td><input></form></table><input>", &Limits::DEFAULT);
        let inputs: Vec<_> = page.nodes.iter().filter(|n| n.is("input")).map(|n| n.form.is_some()).collect();
        assert_eq!(inputs, [true, true, false]);
    }

    #[test]
    fn depth_is_bounded() {
        let text = "<div>".repeat(100_000) + "<input name=a>";
        let page = Page::read(&text, &Limits::DEFAULT);
        assert_eq!(page.too_deep.map(|span| span.start), Some(5 * Limits::DEFAULT.depth as u32));
        assert_eq!(page.nodes.len(), 100_002);
        assert!(page.around(100_001).count() <= Limits::DEFAULT.depth);
    }
}
