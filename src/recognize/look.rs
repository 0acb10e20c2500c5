//! One text searched for phrases that it nearly holds: all words but one, the words in another order, a phrase within a
//! longer one, a phrase of another language.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::automaton::{GAP, GAP_LENGTH, Hit};
use super::channels::Reader;
use super::near::{Lack, Near};
use super::terms::{Entry, Kind, Terms};
use super::tongue::Tongues;
use super::words::Style;
use super::{Evidence, Recognizer};
use crate::form::{Part, Text};
use crate::vocabulary::Id;

/// The words of a phrase that stand in a text must tell so much together, before it is near.
const TELLING: u32 = 5;
/// A word of fewer bytes tells nothing beside others that are missing.
const SHORT: usize = 4;

/// A text of more words explains more than it asks, and is not searched for what it nearly says.
pub(super) const MOST_WORDS: usize = 64;

/// How many concepts have phrases that hold each word, by the number of the word; counted when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Shares(OnceLock<Vec<u32>>);

impl Shares {
    fn get(&self, terms: &Terms) -> &[u32] {
        self.0.get_or_init(|| {
            let mut pairs = FxHashSet::default();
            terms.automaton.phrases(usize::MAX, &|_| true, &mut |words, entry| {
                if let Some(entry) = terms.entry(entry).filter(|entry| speaks(entry.kind)) {
                    pairs.extend(words.iter().filter(|word| **word != GAP).map(|word| (*word, entry.row)));
                }
            });
            let most = pairs.iter().map(|(word, _)| *word as usize + 1).max().unwrap_or_default();
            let mut counts = vec![0; most];
            for (word, _) in pairs {
                counts.get_mut(word as usize).into_iter().for_each(|count| *count += 1);
            }
            counts
        })
    }
}

/// Whether a phrase of this kind tells a concept wherever it stands.
fn speaks(kind: Kind) -> bool {
    matches!(kind, Kind::Phrase | Kind::Hint | Kind::Name)
}

/// A text of a question.
pub(super) struct Look<'n> {
    recognizer: &'n Recognizer,
    part: Part,
    text: &'n Text<'n>,
    /// Where each word stands: its number, its bytes, its sentence.
    words: Vec<(u32, (u32, u32), u16)>,
    /// What was found, and what would have been in a text of another language.
    found: Vec<(Hit, Entry)>,
    silent: Vec<(Hit, Entry)>,
    heard: Tongues,
}

impl<'n> Look<'n> {
    /// The text, read again.
    pub(super) fn new(recognizer: &'n Recognizer, reader: &mut Reader<'_>, part: Part, text: &'n Text<'n>) -> Self {
        let terms = &recognizer.terms;
        let style = if part == Part::Name { Style::Name } else { Style::Prose };
        let heard = reader.scan(text, style);
        let entries = reader.hits.iter().filter_map(|hit| Some((*hit, terms.entry(hit.entry)?)));
        let (found, silent) = entries.partition(|(_, entry)| entry.tongues() & heard != 0);
        let words = reader.words.tokens.iter().map(|token| (token.id, (token.from, token.to), token.sentence)).collect();
        Self { recognizer, part, text, words, found, silent, heard }
    }

    /// All that is near.
    pub(super) fn all(&self) -> Vec<Near> {
        if self.words.len() > MOST_WORDS {
            return Vec::new();
        }
        let mut near = self.foreign();
        near.extend(self.nearly());
        near.extend(self.within());
        near
    }

    /// Phrases that would suffice in a label, of a text that says little by itself.
    pub(super) fn aside(&self, why: &'static str) -> Vec<Near> {
        let near =
            |(hit, entry): &(Hit, Entry)| self.near(*entry, hit.entry, (usize::from(hit.start), usize::from(hit.end)), Lack::Alone(why));
        let mut heard = FxHashSet::default();
        self.found.iter().filter(|(_, entry)| entry.kind == Kind::Phrase && heard.insert(entry.row)).map(near).collect()
    }

    /// Phrases of languages that the text is not read in.
    fn foreign(&self) -> Vec<Near> {
        let whole = |hit: &Hit| (0..self.words.len()).all(|word| hit.holds(word));
        let counts = |(hit, entry): &&(Hit, Entry)| match entry.kind {
            Kind::Phrase => hit.mask.count_ones() > 1 || whole(hit),
            Kind::Whole => whole(hit),
            _ => false,
        };
        let near = |(hit, entry): &(Hit, Entry)| {
            let tag = self.recognizer.terms.tag(*entry).to_owned();
            self.near(*entry, hit.entry, (usize::from(hit.start), usize::from(hit.end)), Lack::Language(tag))
        };
        let mut silent: Vec<&(Hit, Entry)> = self.silent.iter().filter(counts).collect();
        silent.sort_by_key(|(_, entry)| entry.is_foreign());
        silent.into_iter().map(near).collect()
    }

    /// What is part of a longer phrase of something else.
    fn within(&self) -> Vec<Near> {
        let Recognizer { terms, tables, .. } = self.recognizer;
        let near = |(hit, entry): &(Hit, Entry)| {
            let longer = |(other, by): &&(Hit, Entry)| by.kind.is_strong() && by.row != entry.row && other.swallows(*hit);
            let (longer, _) = self.found.iter().find(longer)?;
            let mut name = String::new();
            terms.name(longer.entry, tables, &mut name);
            let lack = Lack::Longer(name);
            Some(self.near(*entry, hit.entry, (usize::from(hit.start), usize::from(hit.end)), lack))
        };
        let sufficient = |(hit, entry): &&(Hit, Entry)| {
            entry.kind == Kind::Phrase || (entry.kind == Kind::Name && self.part == Part::Name && hit.mask.count_ones() > 1)
        };
        self.found.iter().filter(sufficient).filter_map(near).collect()
    }

    /// Phrases of which all words but one stand in the text, or all of them and not together; the most telling first.
    fn nearly(&self) -> Vec<Near> {
        let terms = &self.recognizer.terms;
        let said = |word: u32| self.words.iter().any(|(other, ..)| *other == word);
        let mut near: Vec<(u32, Near)> = Vec::new();
        terms.automaton.phrases(1, &said, &mut |phrase, number| {
            let Some(entry) = terms.entry(number).filter(|entry| self.may_speak(entry)) else { return };
            if self.found.iter().any(|(hit, _)| hit.entry == number) {
                return;
            }
            let absent = phrase.iter().copied().find(|word| *word != GAP && !said(*word));
            let standing = || phrase.iter().filter(|word| Some(**word) != absent).map(|word| self.tells(*word));
            let missed = absent.map_or(0, |word| self.tells(word));
            // Where the word that tells most is the one that is missing, the phrase is not near.
            if standing().sum::<u32>() < TELLING || standing().max() <= Some(missed) {
                return;
            }
            let rest: Vec<u32> = phrase.iter().copied().filter(|word| *word != GAP && Some(*word) != absent).collect();
            let together = self.together(&rest);
            let words = phrase.iter().map(|word| if *word == GAP { "…" } else { terms.known.word(*word) });
            let phrase = words.collect::<Vec<_>>().join(" ");
            let lack = match absent {
                Some(word) => Lack::Word { word: terms.known.word(word).to_owned(), phrase },
                None => Lack::Order(phrase),
            };
            if let Some(span) = together.filter(|_| absent.is_some()).or_else(|| self.anywhere(&rest).filter(|_| absent.is_none())) {
                near.push((standing().sum::<u32>().saturating_sub(missed), self.near(entry, number, span, lack)));
            }
        });
        near.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        near.into_iter().map(|(_, near)| near).collect()
    }

    /// Whether a phrase could be found in this text if its words stood there.
    fn may_speak(&self, entry: &Entry) -> bool {
        let here = match entry.kind {
            Kind::Name => self.part == Part::Name,
            kind => speaks(kind),
        };
        here && entry.tongues() & self.heard != 0
    }

    /// How much a word tells: more, the fewer concepts' phrases hold it.
    fn tells(&self, word: u32) -> u32 {
        let Recognizer { terms, tables, shares, .. } = self.recognizer;
        let share = shares.get(terms).get(word as usize).copied().unwrap_or_default();
        let concepts = u32::try_from(tables.concepts.len()).unwrap_or(u32::MAX);
        let short = terms.known.word(word).len() < SHORT;
        if share == 0 || short { 0 } else { (concepts / share).max(1).ilog2() }
    }

    /// The first and the last word of a stretch that holds words in this order, with few others between.
    fn together(&self, words: &[u32]) -> Option<(usize, usize)> {
        let (first, rest) = words.split_first()?;
        let starts = self.words.iter().enumerate().filter(|(_, (id, ..))| id == first);
        let run = |(start, (_, _, sentence)): (usize, &(u32, (u32, u32), u16))| {
            let mut at = start;
            for word in rest {
                let next = self.words.iter().enumerate().skip(at + 1).take(GAP_LENGTH + 1);
                (at, _) = next.into_iter().find(|(_, (id, _, other))| id == word && other == sentence)?;
            }
            Some((start, at + 1))
        };
        starts.into_iter().find_map(run)
    }

    /// The first and the last place where any of some words stands.
    fn anywhere(&self, words: &[u32]) -> Option<(usize, usize)> {
        let mut places = self.words.iter().enumerate().filter(|(_, (id, ..))| words.contains(id)).map(|(at, _)| at);
        let first = places.next()?;
        Some((first, places.next_back().unwrap_or(first) + 1))
    }

    fn near(&self, entry: Entry, number: u32, (first, end): (usize, usize), lack: Lack) -> Near {
        let byte = |word: usize| self.words.get(word).map(|(_, bytes, _)| *bytes).unwrap_or_default();
        let (from, to) = (byte(first).0 as usize, byte(end.saturating_sub(1)).1 as usize);
        let Recognizer { terms, tables, .. } = self.recognizer;
        let words = (self.text.value.as_ref(), self.text.value.get(from..to).unwrap_or_default());
        let term = |out: &mut String| terms.name(number, tables, out);
        let evidence = Evidence::new((self.part, self.text.place), words, term, &mut String::new());
        Near { concept: Id::new(usize::from(entry.row)), evidence, lack }
    }
}
