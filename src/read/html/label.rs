//! What a control's question is: the texts that the page ties to it, in the order in which a person or a screen reader meets them.

use std::collections::{BTreeMap, BTreeSet};

use super::control;
use super::page::{INLINE, NodeId};
use super::words::{View, Words, is_silent};

/// The labels of a page, and which texts were used as one.
pub(super) struct Labels<'p, 's> {
    view: &'p View<'p, 's>,
    by_id: BTreeMap<&'p str, Vec<NodeId>>,
    // The first control in each label that wraps one.
    wrapping: BTreeMap<NodeId, NodeId>,
    used: BTreeSet<NodeId>,
    // The nearest element around each node that is no part of a line.
    blocks: Vec<NodeId>,
}

impl<'p, 's> Labels<'p, 's> {
    /// The labels of a page.
    pub(super) fn new(view: &'p View<'p, 's>) -> Self {
        let mut by_id: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut wrapping = BTreeMap::new();
        for (id, node) in view.page.nodes.iter().enumerate() {
            if let Some(target) = node.value("for").filter(|_| node.is("label")) {
                by_id.entry(target).or_default().push(id);
            } else if control::kind(node).is_some()
                && let Some(label) = view.page.around(id).find(|&at| view.page.node(at).is("label"))
            {
                wrapping.entry(label).or_insert(id);
            }
        }
        let mut blocks: Vec<NodeId> = Vec::with_capacity(view.page.nodes.len());
        for node in &view.page.nodes {
            let inline = INLINE.contains(&view.page.node(node.parent).name.as_ref());
            let outer = blocks.get(node.parent).copied().unwrap_or_default();
            blocks.push(if inline { outer } else { node.parent });
        }
        Self { view, by_id, wrapping, used: BTreeSet::new(), blocks }
    }

    /// Whether the text of this node is part of a question.
    pub(super) fn is_used(&self, id: NodeId) -> bool {
        self.used.contains(&id)
    }

    /// Whether an element is the label of a control, in whatever form.
    pub(super) fn is_label(&self, id: NodeId) -> bool {
        let node = self.view.page.node(id);
        node.is("label")
            && (self.wrapping.contains_key(&id) || node.value("for").is_some_and(|target| self.view.page.by_id(target).is_some()))
    }

    /// Marks all text of an element as part of a question.
    pub(super) fn mark(&mut self, id: NodeId) {
        let below = self.view.page.below(id);
        self.used.insert(id);
        self.used.extend(below.filter(|&at| self.view.page.node(at).is_text()));
    }

    /// The texts tied to a control, the best first.
    pub(super) fn tied(&mut self, id: NodeId) -> Vec<Words<'s>> {
        let node = self.view.page.node(id);
        let mut found = Vec::new();
        for name in ["mayask:label", "label", "legend"] {
            found.extend(node.attribute(name).map(|label| self.attribute(label, id, name)));
        }
        for label in self.pointing(id) {
            found.push(self.take(label));
        }
        let around = self.view.page.around(id).find(|&at| self.view.page.node(at).is("label"));
        if let Some(label) = around.filter(|label| self.wrapping.get(label) == Some(&id)) {
            found.push(self.take(label));
        }
        found.extend(self.named(id));
        found.push(self.view.attribute(id, "title"));
        found.retain(|words| !words.is_empty());
        found
    }

    /// The labels that point to a control by its id; of many only the nearest, since the id is then not its own.
    fn pointing(&self, id: NodeId) -> Vec<NodeId> {
        let all = self.view.page.node(id).value("id").and_then(|own| self.by_id.get(own)).map(Vec::as_slice).unwrap_or_default();
        let after = all.partition_point(|&label| label < id);
        let from = if all.len() > 4 { after.saturating_sub(1) } else { 0 };
        all.iter().skip(from).take(4).copied().collect()
    }

    fn attribute(&self, label: &super::page::Attribute<'s>, id: NodeId, name: &str) -> Words<'s> {
        match name {
            "mayask:label" => self.view.expression(label),
            _ => self.view.attribute(id, name),
        }
    }

    /// The texts of `aria-labelledby` and `aria-label`.
    pub(super) fn named(&mut self, id: NodeId) -> Vec<Words<'s>> {
        let mut found: Vec<_> = self.referred(id, "aria-labelledby").into_iter().reduce(Words::then).into_iter().collect();
        found.push(self.view.attribute(id, "aria-label"));
        found.retain(|words| !words.is_empty());
        found
    }

    /// The texts of the elements whose ids an attribute lists.
    pub(super) fn referred(&mut self, id: NodeId, attribute: &str) -> Vec<Words<'s>> {
        let ids = self.view.page.node(id).value(attribute).unwrap_or_default();
        let targets: Vec<_> = ids.split_whitespace().take(16).filter_map(|one| self.view.page.by_id(one)).collect();
        let apart = |target: &NodeId| !self.view.page.within(id, *target) || self.view.page.node(*target).has("mayask:text");
        targets.into_iter().filter(apart).map(|target| self.take(target)).collect()
    }

    /// The words of an element, which are part of a question from now on, unless it is a heading, which stays one.
    pub(super) fn take(&mut self, id: NodeId) -> Words<'s> {
        let heading = level(self.view.page.node(id).name.as_ref()).is_some();
        if !heading {
            self.mark(id);
        }
        self.view.words(id)
    }

    /// The text before a control on its line, or in the cell before it.
    pub(super) fn before(&mut self, id: NodeId) -> Words<'s> {
        let line = self.line_before(id);
        if !line.is_empty() {
            return self.use_line(&line);
        }
        match self.cell_before(id) {
            Some(cell) => self.take(cell),
            None => Words::default(),
        }
    }

    /// The text after a box or button on its line.
    pub(super) fn after(&mut self, id: NodeId) -> Words<'s> {
        let page = self.view.page;
        let block = self.block(id);
        let mut line = Vec::new();
        for at in page.node(id).end..page.node(block).end.min(id + 64) {
            let node = page.node(at);
            if node.is_text() {
                if self.is_used(at) || self.block(at) != block {
                    break;
                }
                line.push(at);
            } else if !INLINE.contains(&node.name.as_ref()) {
                break;
            }
        }
        self.use_line(&line)
    }

    /// The nearest text in a block of its own before a control: near, and tied by nothing.
    pub(super) fn near(&mut self, id: NodeId) -> Words<'s> {
        let page = self.view.page;
        for at in (id.saturating_sub(64)..id).rev() {
            let node = page.node(at);
            if control::kind(node).is_some() || node.is("form") || node.is("fieldset") {
                break;
            }
            let block = self.block(at);
            let skip = self.is_used(at) || is_silent(page.node(block)) || page.node(block).is("label");
            if node.is_text() && node.text.chars().any(char::is_alphanumeric) && !skip {
                return self.view.words(block).text.map(|text| Words { text: Some(text), ..Words::default() }).unwrap_or_default();
            }
        }
        Words::default()
    }

    fn use_line(&mut self, line: &[NodeId]) -> Words<'s> {
        let words = self.view.joined(line);
        let says = |words: &Words<'_>| {
            !words.unresolved.is_empty() || words.text.as_ref().is_some_and(|text| text.value.chars().any(char::is_alphanumeric))
        };
        if !says(&words) {
            return Words::default();
        }
        self.used.extend(line);
        words
    }

    fn line_before(&self, id: NodeId) -> Vec<NodeId> {
        let page = self.view.page;
        let block = self.block(id);
        let mut line = Vec::new();
        for at in (block + 1..id).rev().take(64) {
            let node = page.node(at);
            if page.within(id, at) && INLINE.contains(&node.name.as_ref()) {
                continue;
            }
            if node.is_text() {
                if self.is_used(at) || self.block(at) != block {
                    break;
                }
                line.push(at);
            } else if !INLINE.contains(&node.name.as_ref()) {
                break;
            }
        }
        line.reverse();
        line
    }

    /// The nearest element around a node that is no part of a line.
    fn block(&self, id: NodeId) -> NodeId {
        self.blocks.get(id).copied().unwrap_or_default()
    }

    /// The cell or term whose text stands for a control in the cell after it; or the head of its column.
    fn cell_before(&self, id: NodeId) -> Option<NodeId> {
        let page = self.view.page;
        let cell = page.around(id).find(|&at| matches!(page.node(at).name.as_ref(), "td" | "th" | "dd"))?;
        let row = page.node(cell).parent;
        let mut at = cell;
        let mut column = 0;
        let mut before = None;
        while let Some(sibling) = self.sibling_before(at, row).filter(|_| column < 64) {
            at = sibling;
            if !matches!(page.node(at).name.as_ref(), "td" | "th" | "dt" | "dd") {
                continue;
            }
            column += 1;
            before = before.or_else(|| Some(at).filter(|&at| column == 1 && self.is_prose(at)));
        }
        before.or_else(|| self.column_head(row, column))
    }

    fn sibling_before(&self, id: NodeId, parent: NodeId) -> Option<NodeId> {
        let page = self.view.page;
        let mut at = id.checked_sub(1).filter(|&at| at > parent)?;
        while page.node(at).parent != parent {
            at = page.node(at).parent;
            if at <= parent {
                return None;
            }
        }
        Some(at)
    }

    /// Whether an element holds words and no control.
    fn is_prose(&self, id: NodeId) -> bool {
        let page = self.view.page;
        let words = page.below(id).take(64).any(|at| page.node(at).text.chars().any(char::is_alphanumeric));
        words && !page.below(id).take(64).any(|at| control::kind(page.node(at)).is_some())
    }

    fn column_head(&self, row: NodeId, column: usize) -> Option<NodeId> {
        let page = self.view.page;
        let table = page.around(row).find(|&at| page.node(at).is("table"))?;
        let first = page.below(table).take(64).find(|&at| page.node(at).is("tr"))?;
        let mut cells = page.below(first).take(640).filter(|&at| page.node(at).parent == first && !page.node(at).is_text());
        cells.nth(column).filter(|&cell| first != row && page.node(cell).is("th") && self.is_prose(cell))
    }
}

/// The level of a heading's element.
pub(super) fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}
