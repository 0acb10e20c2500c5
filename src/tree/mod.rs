//! One tree for JSON, YAML and the XML of FHIR, with places from the parse itself.
//!
//! Values stand in one row in the order of the text, so that a tree of any size is a few allocations and a value
//! that nobody looks at costs nothing more. Text borrows from the source; where it had to be unescaped the tree owns it.
//! A key that stands twice is kept twice, and told.

mod build;
#[cfg(feature = "xml")]
mod fhir;
mod json;
#[cfg(feature = "xml")]
mod xml;
mod yaml;

#[cfg(feature = "xml")]
pub use xml::xml;

use std::borrow::Cow;

use crate::source::{Limits, Place, Problem, Source, SourceId, Span};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A text.
    String,
    /// A list.
    Array,
    /// A mapping.
    Object,
}

/// A parsed text.
#[derive(Debug, Default)]
pub struct Tree<'s> {
    text: &'s str,
    source: SourceId,
    slots: Vec<Slot>,
    owned: Vec<Box<str>>,
    roots: Vec<u32>,
}

/// A value of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t, 's> {
    tree: &'t Tree<'s>,
    at: u32,
}

/// A key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'t, 's> {
    /// The key, a text.
    pub key: Node<'t, 's>,
    /// The value.
    pub value: Node<'t, 's>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
    Key,
    /// The key of a YAML merge, whose entries were added at the end of its mapping.
    Merge,
    Alias,
}

/// One place in the row.
#[derive(Clone, Copy, Debug)]
struct Slot {
    span: Span,
    tag: Tag,
    /// Container: the slot after its last. Alias: its target. Key: its hash.
    link: u32,
    /// Scalar or key: 0, or one more than the number of its text among the owned ones.
    owned: u32,
}

impl<'s> Tree<'s> {
    /// The tree of a JSON text (RFC 8259), and what is wrong with it; what stands before a break is kept.
    pub fn json(source: &'s Source, id: SourceId, limits: &Limits) -> (Self, Vec<Problem>) {
        json::parse(source.text(), id, limits)
    }

    /// The tree of a YAML 1.2 text of any number of documents, and what is wrong with it.
    pub fn yaml(source: &'s Source, id: SourceId, limits: &Limits) -> (Self, Vec<Problem>) {
        yaml::parse(source.text(), id, limits)
    }

    /// The tree of a resource of FHIR in XML, as its JSON would give it, and what is wrong with it.
    #[cfg(feature = "xml")]
    pub fn fhir(source: &'s Source, id: SourceId, limits: &Limits) -> (Self, Vec<Problem>) {
        fhir::parse(source, id, limits)
    }

    /// Whether a text is a resource of FHIR in XML, as far as its beginning tells.
    #[cfg(feature = "xml")]
    pub fn is_fhir(text: &str) -> bool {
        fhir::speaks(text)
    }

    /// The first document.
    pub fn root(&self) -> Option<Node<'_, 's>> {
        self.documents().next()
    }

    /// All documents; JSON has one at most.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_, 's>> {
        self.roots.iter().filter_map(|&at| self.node(at))
    }

    /// The number of values and keys.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    fn slot(&self, at: u32) -> Option<&Slot> {
        self.slots.get(at as usize)
    }

    /// The value at a slot; an alias is its target.
    fn node(&self, at: u32) -> Option<Node<'_, 's>> {
        let slot = self.slot(at)?;
        let at = if slot.tag == Tag::Alias { slot.link } else { at };
        self.slot(at).map(|_| Node { tree: self, at })
    }

    /// The slot after a value and all below it.
    fn after(&self, at: u32) -> u32 {
        match self.slot(at) {
            Some(slot) if matches!(slot.tag, Tag::Array | Tag::Object) => slot.link.max(at + 1),
            _ => at + 1,
        }
    }

    fn words(&self, slot: &Slot) -> &str {
        match slot.owned.checked_sub(1) {
            Some(index) => self.owned.get(index as usize).map(Box::as_ref).unwrap_or_default(),
            None => self.text.get(slot.span.range()).unwrap_or_default(),
        }
    }
}

impl<'t, 's> Node<'t, 's> {
    /// What it is.
    pub fn kind(self) -> Kind {
        match self.slot().tag {
            Tag::Null | Tag::Alias => Kind::Null,
            Tag::Bool => Kind::Bool,
            Tag::Number => Kind::Number,
            Tag::String | Tag::Key | Tag::Merge => Kind::String,
            Tag::Array => Kind::Array,
            Tag::Object => Kind::Object,
        }
    }

    /// A number of its own in its tree, for tables of what was seen.
    pub fn id(self) -> u32 {
        self.at
    }

    /// Where it stands; of a quoted text what is between the quotes.
    pub fn span(self) -> Span {
        self.slot().span
    }

    /// The same with its source.
    pub fn place(self) -> Place {
        Place::text(self.tree.source, self.span())
    }

    /// The words of a text, or a number, `true`, `false` or `null` as written; empty for lists and mappings.
    pub fn text(self) -> Cow<'s, str> {
        let slot = self.slot();
        match (slot.tag, slot.owned) {
            (Tag::Array | Tag::Object | Tag::Alias, _) => Cow::Borrowed(""),
            (_, 0) => Cow::Borrowed(self.tree.text.get(slot.span.range()).unwrap_or_default()),
            _ => Cow::Owned(self.tree.words(&slot).to_owned()),
        }
    }

    /// The value as it stands in the source, lists and mappings too; a text without its quotes.
    pub fn written(self) -> Cow<'s, str> {
        match self.slot().tag {
            Tag::Array | Tag::Object => Cow::Borrowed(self.tree.text.get(self.span().range()).unwrap_or_default()),
            _ => self.text(),
        }
    }

    /// The same words, borrowed from the tree: for looking, not for keeping.
    pub fn as_str(self) -> &'t str {
        let slot = self.slot();
        match slot.tag {
            Tag::Array | Tag::Object | Tag::Alias => "",
            _ => self.tree.words(&slot),
        }
    }

    /// The words, where it is a text.
    pub fn string(self) -> Option<&'t str> {
        (self.kind() == Kind::String).then(|| self.as_str())
    }

    /// The number as written, where it is one.
    pub fn number(self) -> Option<&'t str> {
        (self.kind() == Kind::Number).then(|| self.as_str())
    }

    /// The truth value, where it is one.
    pub fn truth(self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.as_str().starts_with(['t', 'T']))
    }

    /// Whether it is a mapping.
    pub fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// Whether it is a list.
    pub fn is_array(self) -> bool {
        self.kind() == Kind::Array
    }

    /// The value of a key; where the key stands twice the last one, as programs read it.
    pub fn get(self, key: &str) -> Option<Node<'t, 's>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// A key with its value.
    pub fn entry(self, key: &str) -> Option<Entry<'t, 's>> {
        let hash = build::hash(key.as_bytes());
        let found = |entry: &Entry<'t, 's>| entry.key.slot().link == hash && entry.key.as_str() == key;
        self.entries().filter(found).last()
    }

    /// The keys with their values, in the order of the text; a key that stands twice comes twice.
    pub fn entries(self) -> impl Iterator<Item = Entry<'t, 's>> + use<'t, 's> {
        let mut at = self.at + 1;
        let end = if self.slot().tag == Tag::Object { self.slot().link } else { 0 };
        std::iter::from_fn(move || {
            while at < end {
                let key = at;
                at = self.tree.after(key + 1);
                if self.tree.slot(key)?.tag == Tag::Key {
                    return Some(Entry { key: Node { tree: self.tree, at: key }, value: self.tree.node(key + 1)? });
                }
            }
            None
        })
    }

    /// The values of a list.
    pub fn items(self) -> impl Iterator<Item = Node<'t, 's>> + use<'t, 's> {
        let mut at = self.at + 1;
        let end = if self.slot().tag == Tag::Array { self.slot().link } else { 0 };
        std::iter::from_fn(move || {
            let node = (at < end).then(|| self.tree.node(at)).flatten()?;
            at = self.tree.after(at);
            Some(node)
        })
    }

    /// The value that a JSON Pointer (RFC 6901) leads to from here.
    pub fn pointer(self, pointer: &str) -> Option<Node<'t, 's>> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, step| match node.kind() {
            Kind::Array => node.items().nth(step.parse().ok()?),
            _ if step.contains('~') => node.get(&step.replace("~1", "/").replace("~0", "~")),
            _ => node.get(step),
        })
    }

    fn slot(self) -> Slot {
        // A node is only made of a slot that is there.
        self.tree.slot(self.at).copied().unwrap_or(Slot { span: Span::default(), tag: Tag::Null, link: 0, owned: 0 })
    }
}

impl std::fmt::Debug for Node<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            Kind::String => write!(f, "{:?}", self.as_str()),
            Kind::Array => f.debug_list().entries(self.items()).finish(),
            Kind::Object => f.debug_map().entries(self.entries().map(|entry| (entry.key, entry.value))).finish(),
            _ => f.write_str(self.as_str()),
        }
    }
}
