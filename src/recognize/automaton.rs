//! One automaton for all phrases of the vocabulary: a trie over the numbers of words.
//!
//! What it costs to read a text grows with the text, never with the number of phrases.

use rustc_hash::FxHashMap;

use super::words::{Token, UNKNOWN};

/// A gap of up to three words, where a phrase has ` ... `.
pub(super) const GAP: u32 = UNKNOWN - 1;

const GAP_LENGTH: usize = 3;

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// The number of its first word.
    pub(super) start: u16,
    /// The number of the word after its last.
    pub(super) end: u16,
    /// What was found.
    pub(super) entry: u32,
    /// Which of the words from its first belong to it, one bit for each; those in a gap do not.
    pub(super) mask: u32,
}

impl Hit {
    /// Whether a word belongs to it.
    pub(super) fn holds(self, word: usize) -> bool {
        word.checked_sub(usize::from(self.start)).is_some_and(|bit| bit < 32 && self.mask >> bit & 1 == 1)
    }

    /// Whether all words of another belong to it, and more.
    pub(super) fn swallows(self, other: Self) -> bool {
        let words = || usize::from(other.start)..usize::from(other.end);
        words().all(|word| !other.holds(word) || self.holds(word)) && self.mask.count_ones() > other.mask.count_ones()
    }

    /// Whether both share a word, gaps included.
    pub(super) fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    gap: u32,
    first: u32,
    last: u32,
}

/// The phrases, ready to be found. Node 0 is the root.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    roots: Vec<u32>,
    edges: FxHashMap<u64, u32>,
    nodes: Vec<Node>,
    entries: Vec<(u32, u32)>,
}

impl Automaton {
    /// An automaton without phrases, with room for a whole vocabulary.
    pub(super) fn roomy() -> Self {
        let mut empty = Self { nodes: vec![Node::default()], ..Self::default() };
        empty.edges.reserve(1 << 15);
        empty.nodes.reserve(1 << 15);
        empty
    }

    /// Adds a phrase, given as numbers of words and gaps.
    pub(super) fn add(&mut self, words: &[u32], entry: u32) {
        let mut node = 0;
        for word in words {
            node = self.child_or_new(node, *word);
        }
        if node != 0 {
            self.entries.push((node, entry));
        }
    }

    /// Makes it ready to find what was added.
    pub(super) fn close(&mut self) {
        self.entries.sort_unstable();
        self.entries.dedup();
        for (index, (node, _)) in self.entries.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            if let Some(node) = self.nodes.get_mut(*node as usize) {
                if node.last == 0 {
                    node.first = index;
                }
                node.last = index + 1;
            }
        }
    }

    /// Finds all phrases in a text.
    pub(super) fn find(&self, tokens: &[Token], hits: &mut Vec<Hit>) {
        hits.clear();
        for (start, token) in tokens.iter().enumerate() {
            let Some(node) = self.roots.get(token.id as usize).copied().filter(|node| *node != 0) else { continue };
            let walk = Walk { tokens, start, sentence: token.sentence };
            self.walk(node, walk, start + 1, 1, hits);
        }
        hits.dedup();
    }

    fn walk(&self, at: u32, walk: Walk<'_>, next: usize, mask: u32, hits: &mut Vec<Hit>) {
        let Some(node) = self.nodes.get(at as usize) else { return };
        for (_, entry) in self.entries.get(node.first as usize..node.last as usize).unwrap_or_default() {
            let clip = |word: usize| u16::try_from(word).unwrap_or(u16::MAX);
            hits.push(Hit { start: clip(walk.start), end: clip(next), entry: *entry, mask });
        }
        self.step(at, walk, next, mask, hits);
        if node.gap != 0 {
            for skipped in 0..=GAP_LENGTH {
                let word = next + skipped;
                if walk.tokens.get(word).is_none_or(|token| token.sentence != walk.sentence) {
                    break;
                }
                self.step(node.gap, walk, word, mask, hits);
            }
        }
    }

    fn step(&self, at: u32, walk: Walk<'_>, word: usize, mask: u32, hits: &mut Vec<Hit>) {
        let Some(token) = walk.tokens.get(word).filter(|token| token.id != UNKNOWN) else { return };
        let bit = word - walk.start;
        if let (Some(child), true) = (self.edges.get(&key(at, token.id)), bit < 32) {
            self.walk(*child, walk, word + 1, mask | 1 << bit, hits);
        }
    }

    fn child_or_new(&mut self, node: u32, word: u32) -> u32 {
        let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let child = if node == 0 {
            if self.roots.len() <= word as usize && word != GAP {
                self.roots.resize((word as usize + 1).next_power_of_two(), 0);
            }
            let Some(root) = self.roots.get_mut(word as usize) else { return 0 };
            root
        } else if word == GAP {
            let Some(node) = self.nodes.get_mut(node as usize) else { return 0 };
            &mut node.gap
        } else {
            self.edges.entry(key(node, word)).or_insert(0)
        };
        if *child == 0 {
            *child = next;
            self.nodes.push(Node::default());
            return next;
        }
        *child
    }
}

/// A walk through a text from one word on.
#[derive(Clone, Copy)]
struct Walk<'t> {
    tokens: &'t [Token],
    start: usize,
    sentence: u16,
}

fn key(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}
