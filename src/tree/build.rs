//! How a tree grows: values are pushed in the order of the text, containers opened and closed.

use rustc_hash::FxHashMap;

use super::{Slot, Tag, Tree};
use crate::source::{Limit, Limits, Place, Problem, SourceId, Span};

/// A tree that grows.
pub(super) struct Builder<'s> {
    pub(super) tree: Tree<'s>,
    pub(super) problems: Vec<Problem>,
    pub(super) limits: Limits,
    frames: Vec<Frame>,
    /// Hash and slot of the keys of all open mappings.
    keys: Vec<(u32, u32)>,
}

struct Frame {
    slot: u32,
    /// How many keys stood in `keys` before its own.
    keys: u32,
    object: bool,
}

/// The few keys among which every pair is compared; more are sorted.
const FEW: usize = 24;

impl<'s> Builder<'s> {
    pub(super) fn new(text: &'s str, source: SourceId, limits: &Limits) -> Self {
        let slots = Vec::with_capacity((text.len() / 24).min(limits.values));
        let tree = Tree { text, source, slots, owned: Vec::new(), roots: Vec::new() };
        Self { tree, problems: Vec::new(), limits: *limits, frames: Vec::new(), keys: Vec::new() }
    }

    /// Tells a problem, unless too many were told.
    pub(super) fn tell(&mut self, problem: Problem) {
        if self.problems.len() < self.limits.problems {
            self.problems.push(problem);
        } else if self.problems.len() == self.limits.problems {
            let message = format!("more than {} problems; the others are not told", self.limits.problems);
            self.problems.push(Limit::Problems.passed(problem.place, message));
        }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::text(self.tree.source, span)
    }

    /// Tells an error about a span.
    pub(super) fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        let place = self.place(span);
        self.tell(Problem::error(code, place, message));
    }

    /// Tells that a limit was passed at a span.
    pub(super) fn past(&mut self, limit: Limit, span: Span, message: String) {
        let place = self.place(span);
        self.tell(limit.passed(place, message));
    }

    /// The number of the next slot.
    #[inline]
    pub(super) fn next(&self) -> u32 {
        self.tree.slots.len() as u32
    }

    #[inline]
    pub(super) fn push(&mut self, tag: Tag, span: Span, link: u32, owned: u32) -> u32 {
        let at = self.next();
        if self.frames.is_empty() {
            self.tree.roots.push(at);
        }
        self.tree.slots.push(Slot { span, tag, link, owned });
        at
    }

    /// Keeps a text that the source does not hold as it is.
    pub(super) fn own(&mut self, text: String) -> u32 {
        self.tree.owned.push(text.into_boxed_str());
        self.tree.owned.len() as u32
    }

    #[inline]
    pub(super) fn key(&mut self, span: Span, owned: u32, hash: u32) {
        self.keys.push((hash, self.next()));
        self.tree.slots.push(Slot { span, tag: Tag::Key, link: hash, owned });
    }

    /// Whether another value may be added; where it may not this is told.
    #[inline]
    pub(super) fn room(&mut self, span: Span) -> bool {
        let values = self.limits.values;
        let room = (self.next() as usize) < values;
        if !room {
            self.past(Limit::Values, span, format!("more than {values} values; what follows was not read"));
        }
        room
    }

    /// Opens a container; false where it would be nested too deep or hold too much, which is told.
    #[inline]
    pub(super) fn open(&mut self, object: bool, span: Span) -> bool {
        if self.frames.len() >= self.limits.depth {
            let depth = self.limits.depth;
            self.past(Limit::Depth, span, format!("nesting deeper than {depth}; what follows was not read"));
            return false;
        }
        if !self.room(span) {
            return false;
        }
        let slot = self.push(if object { Tag::Object } else { Tag::Array }, span, 0, 0);
        self.frames.push(Frame { slot, keys: self.keys.len() as u32, object });
        true
    }

    /// Whether the innermost open container is a mapping; none where nothing is open.
    #[inline]
    pub(super) fn inside(&self) -> Option<bool> {
        self.frames.last().map(|frame| frame.object)
    }

    /// The slot of the innermost open container.
    pub(super) fn innermost(&self) -> Option<u32> {
        self.frames.last().map(|frame| frame.slot)
    }

    /// Whether the innermost container is a mapping whose last key has no value yet.
    pub(super) fn dangling(&self) -> bool {
        self.inside() == Some(true) && self.tree.slots.last().is_some_and(|slot| slot.tag == Tag::Key)
    }

    /// The keys of the innermost mapping so far, as their slots.
    pub(super) fn own_keys(&self) -> impl Iterator<Item = &Slot> {
        let first = self.frames.last().map_or(self.keys.len(), |frame| frame.keys as usize);
        self.keys.iter().skip(first).filter_map(|(_, slot)| self.tree.slot(*slot))
    }

    /// Closes the innermost container, which ends at an offset.
    #[inline]
    pub(super) fn close(&mut self, end: u32) {
        let next = self.next();
        let Some(frame) = self.frames.pop() else { return };
        if let Some(slot) = self.tree.slots.get_mut(frame.slot as usize) {
            slot.span.end = end;
            slot.link = next;
        }
        let first = frame.keys as usize;
        if self.keys.len() > first + 1 {
            self.duplicates(first);
        }
        self.keys.truncate(first);
    }

    /// Ends the tree: what is still open ends at an offset, and a key without a value is dropped.
    pub(super) fn finish(mut self, end: u32) -> (Tree<'s>, Vec<Problem>) {
        if self.dangling() {
            self.tree.slots.pop();
            self.keys.pop();
        }
        while !self.frames.is_empty() {
            self.close(end);
        }
        (self.tree, self.problems)
    }

    fn duplicates(&mut self, first: usize) {
        let keys = self.keys.get(first..).unwrap_or_default();
        let mut found = Vec::new();
        if keys.len() <= FEW {
            for (index, (hash, slot)) in keys.iter().enumerate() {
                let before = keys.iter().take(index).find(|(other, at)| other == hash && self.same(*at, *slot));
                found.extend(before.map(|(_, at)| (*at, *slot)));
            }
        } else {
            let mut seen = FxHashMap::with_capacity_and_hasher(keys.len(), Default::default());
            for (_, slot) in keys {
                let words = self.tree.slot(*slot).map(|slot| self.tree.words(slot)).unwrap_or_default();
                let at = *seen.entry(words).or_insert(*slot);
                if at != *slot {
                    found.push((at, *slot));
                }
            }
        }
        for (before, again) in found {
            self.duplicate(before, again);
        }
    }

    fn same(&self, one: u32, other: u32) -> bool {
        match (self.tree.slot(one), self.tree.slot(other)) {
            (Some(one), Some(other)) => self.tree.words(one) == self.tree.words(other),
            _ => false,
        }
    }

    fn duplicate(&mut self, before: u32, again: u32) {
        let (Some(before), Some(again)) = (self.tree.slot(before), self.tree.slot(again)) else { return };
        let message = format!("the key `{}` stands twice in one mapping", self.tree.words(again));
        let problem = Problem::error("duplicate-key", self.place(again.span), message)
            .also(self.place(before.span), "it stands here first")
            .help("keep one: most programs read the last and pass the others by in silence");
        self.tell(problem);
    }
}

/// A hash of a key, the same on every machine.
#[inline]
pub(super) fn hash(bytes: &[u8]) -> u32 {
    const ODD: u64 = 0x517c_c1b7_2722_0a95;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(ODD);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let tail = rest.iter().fold(0, |tail, byte| tail << 8 | u64::from(*byte));
    (mix(hash, tail) >> 32) as u32
}
