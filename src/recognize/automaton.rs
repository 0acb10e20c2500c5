//! One automaton for all phrases of the vocabulary: a trie over the numbers of words.
//!
//! What it costs to read a text grows with the text, never with the number of phrases.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::packed::{List, Number};
use super::pairs::Pairs;
use super::words::{Token, UNKNOWN};

/// A gap of up to three words, where a phrase has ` ... `.
pub(super) const GAP: u32 = UNKNOWN - 1;

/// Marks a root whose word is a phrase by itself.
const ALONE: u32 = 1 << 31;

/// Marks a root after whose word there may be a gap, and the first word of a pair with a gap between.
const GAPPED: u32 = 1 << 30;

/// So many words a gap may hold.
pub(super) const GAP_LENGTH: usize = 3;

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

/// The phrases, ready to be found. The words that may follow a node stand together, in the order of their numbers, and each
/// is a node: so all nodes but the root are known by where their word stands, and no node needs a name.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Automaton {
    /// The node of each word that starts a phrase, by the number of the word, with `ALONE` and `GAPPED`; 0 where none does.
    roots: List,
    /// The first two words of each phrase; where a gap is between them, the first with `GAPPED`.
    pairs: Pairs,
    /// The word of each node; the root has none, and stands first.
    words: List,
    /// The first node that follows each node; the last is followed by none.
    children: List,
    /// The first of the entries of each node.
    firsts: List,
    entries: List,
}

/// Phrases on their way into an automaton.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    words: Vec<u32>,
    /// Where the words of each phrase stand, and its entry.
    phrases: Vec<(u32, u32, u32)>,
}

impl Phrases {
    /// Adds a phrase, given as numbers of words and gaps.
    pub(super) fn add(&mut self, words: &[u32], entry: u32) {
        if !words.is_empty() {
            let start = clip(self.words.len());
            self.words.extend_from_slice(words);
            self.phrases.push((start, clip(self.words.len()), entry));
        }
    }

    /// The automaton that finds them.
    pub(super) fn automaton(mut self) -> Automaton {
        let all = &self.words;
        let words = |(start, end, _): &(u32, u32, u32)| all.get(*start as usize..*end as usize).unwrap_or_default();
        self.phrases.sort_unstable_by(|one, other| words(one).cmp(words(other)).then(one.2.cmp(&other.2)));
        self.phrases.dedup_by(|one, other| one.2 == other.2 && words(one) == words(other));
        let mut automaton = Automaton::default();
        automaton.words.push(UNKNOWN);
        // The nodes in the order of their depth, each with the phrases that pass through it.
        let mut nodes = vec![(0..self.phrases.len(), 0)];
        let mut at = 0;
        while let Some((mut range, depth)) = nodes.get(at).cloned() {
            automaton.firsts.push(clip(automaton.entries.len()));
            automaton.children.push(clip(nodes.len()));
            while let Some(phrase) = self.phrases.get(range.start).filter(|_| !range.is_empty()) {
                let Some(word) = words(phrase).get(depth) else {
                    automaton.entries.push(phrase.2);
                    range.start += 1;
                    continue;
                };
                let rest = self.phrases.get(range.clone()).unwrap_or_default();
                let same = rest.iter().take_while(|phrase| words(phrase).get(depth) == Some(word)).count();
                automaton.words.push(*word);
                nodes.push((range.start..range.start + same, depth + 1));
                range.start += same;
            }
            at += 1;
        }
        automaton.firsts.push(clip(automaton.entries.len()));
        automaton.children.push(clip(nodes.len()));
        automaton.close()
    }
}

impl Automaton {
    /// Lists the words that start a phrase, and the pairs of words that do.
    fn close(mut self) -> Self {
        let first = self.children.get(1).unwrap_or_default();
        let starts: Vec<(u32, u32)> = (1..first).filter_map(|node| Some((node, self.words.get(node as usize)?))).collect();
        self.roots = List::zeros(starts.last().map_or(0, |(_, last)| *last as usize + 1));
        let after = |node: u32| range(&self.children, node).filter_map(|child| Some((clip(child), self.words.get(child)?)));
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (node, word) in starts {
            pairs.extend(after(node).map(|(_, next)| (word, next)));
            let gap = after(node).find(|(_, next)| *next == GAP);
            pairs.extend(gap.into_iter().flat_map(|(gap, _)| after(gap)).map(|(_, next)| (word ^ GAPPED, next)));
            let alone = if range(&self.firsts, node).is_empty() { 0 } else { ALONE };
            self.roots.set(word as usize, node | alone | if gap.is_some() { GAPPED } else { 0 });
        }
        self.pairs = Pairs::new(&pairs);
        self
    }

    /// Finds all phrases in a text.
    pub(super) fn find(&self, tokens: &[Token], hits: &mut Vec<Hit>) {
        hits.clear();
        for (start, token) in tokens.iter().enumerate() {
            let Some(root) = self.roots.get(token.id as usize).filter(|root| *root != 0) else { continue };
            let (node, next) = (root & !(ALONE | GAPPED), start + 1);
            let walk = Walk { tokens, start, sentence: token.sentence };
            if root & ALONE != 0 {
                self.tell(node, walk, next, 1, hits);
            }
            let after = tokens.get(next..).unwrap_or_default();
            let beside = after.first().is_some_and(|second| self.pairs.may_hold(token.id, second.id));
            let apart = || after.iter().take(GAP_LENGTH + 1).any(|second| self.pairs.may_hold(token.id ^ GAPPED, second.id));
            if beside || (root & GAPPED != 0 && apart()) {
                self.follow(node, walk, next, 1, hits);
            }
        }
        hits.dedup();
    }

    /// Tells the phrases that end at a node.
    fn tell(&self, at: u32, walk: Walk<'_>, next: usize, mask: u32, hits: &mut Vec<Hit>) {
        for entry in self.entries.stretch(range(&self.firsts, at)) {
            let clip = |word: usize| u16::try_from(word).unwrap_or(u16::MAX);
            hits.push(Hit { start: clip(walk.start), end: clip(next), entry: u32::from_le_bytes(*entry), mask });
        }
    }

    /// Goes on from a node with what may follow it.
    fn follow(&self, at: u32, walk: Walk<'_>, next: usize, mask: u32, hits: &mut Vec<Hit>) {
        let follow = range(&self.children, at);
        let words = self.words.stretch(follow.clone());
        let first = clip(follow.start);
        self.step((first, words), walk, next, mask, hits);
        // No word has a higher number than a gap, so a gap stands last.
        if words.last() == Some(&GAP.to_le_bytes()) {
            let gap = range(&self.children, clip(follow.end).saturating_sub(1));
            let after = (clip(gap.start), self.words.stretch(gap));
            for word in next..=next + GAP_LENGTH {
                if walk.tokens.get(word).is_none_or(|token| token.sentence != walk.sentence) {
                    break;
                }
                self.step(after, walk, word, mask, hits);
            }
        }
    }

    /// Goes on with a word, where it is one of those that may follow: the first node of these, and their words.
    fn step(&self, (first, words): (u32, &[Number]), walk: Walk<'_>, word: usize, mask: u32, hits: &mut Vec<Hit>) {
        let Some(token) = walk.tokens.get(word).filter(|token| token.id < GAP && !words.is_empty()) else { return };
        let bit = word - walk.start;
        if let (Ok(child), true) = (words.binary_search_by_key(&token.id, |word| u32::from_le_bytes(*word)), bit < 32) {
            let (node, mask) = (first + clip(child), mask | 1 << bit);
            self.tell(node, walk, word + 1, mask, hits);
            self.follow(node, walk, word + 1, mask, hits);
        }
    }

    /// Calls `take` with each phrase of which at most so many words are not said: its words with gaps, and its entry.
    pub(super) fn phrases(&self, most: usize, said: &dyn Fn(u32) -> bool, take: &mut dyn FnMut(&[u32], u32)) {
        self.pass(0, most, &mut Vec::new(), said, take);
    }

    fn pass(&self, at: u32, most: usize, words: &mut Vec<u32>, said: &dyn Fn(u32) -> bool, take: &mut dyn FnMut(&[u32], u32)) {
        for entry in self.entries.stretch(range(&self.firsts, at)) {
            take(words, u32::from_le_bytes(*entry));
        }
        for child in range(&self.children, at) {
            let Some(word) = self.words.get(child) else { continue };
            let left = if word == GAP || said(word) { Some(most) } else { most.checked_sub(1) };
            if let Some(left) = left {
                words.push(word);
                self.pass(clip(child), left, words, said, take);
                words.pop();
            }
        }
    }
}

/// What belongs to a node in a list that is cut where each node's part begins.
fn range(starts: &List, node: u32) -> Range<usize> {
    let start = |node: usize| starts.get(node).map_or(0, |start| start as usize);
    start(node as usize)..start(node as usize + 1)
}

fn clip(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A walk through a text from one word on.
#[derive(Clone, Copy)]
struct Walk<'t> {
    tokens: &'t [Token],
    start: usize,
    sentence: u16,
}
