//! The words that phrases hold, by number, and what they are when they are glued together.

use serde::{Deserialize, Serialize};

use super::packed::{List, Number};
use super::spellings::Spellings;
use super::words::UNKNOWN;

/// The words that phrases hold, by number, and their compounds.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Known {
    words: Spellings,
    glued: Spellings,
    /// The numbers of the words of all compounds, and where those of each end.
    parts: List,
    ends: List,
    /// Words that may stand before a compound, and their numbers among the words.
    people: Spellings,
    persons: List,
}

impl Known {
    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> u32 {
        self.words.find(word).unwrap_or(UNKNOWN)
    }

    /// The spelling of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        self.words.word(number)
    }

    /// The spellings of all words and compounds.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &str> {
        self.words.all().chain(self.glued.all())
    }

    /// Makes a compound known by the words it is made of.
    pub(super) fn glue(&mut self, compound: &str, ids: &[u32]) {
        if compound.len() >= 5 && self.glued.add(compound) as usize == self.ends.len() {
            self.parts.extend(ids);
            self.ends.push(u32::try_from(self.parts.len()).unwrap_or(u32::MAX));
        }
    }

    /// Makes a word known that may stand glued before a compound.
    pub(super) fn person(&mut self, word: &str) {
        let id = self.add(word);
        if self.people.add(word) as usize == self.persons.len() {
            self.persons.push(id);
        }
    }

    /// Makes a word known.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        self.words.add(word)
    }

    fn compound(&self, word: &str) -> Option<&[Number]> {
        let number = self.glued.find(word)? as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or_default();
        Some(self.parts.stretch(start as usize..self.ends.get(number)? as usize))
    }

    /// The words that a glued word is made of: a person's word, where one stands first, and the others.
    pub(super) fn apart(&self, word: &str) -> Option<(Option<u32>, Parts<'_>)> {
        if let Some(ids) = self.compound(word) {
            return Some((None, Parts::Many(ids)));
        }
        word.char_indices().skip(4).find_map(|(at, _)| {
            let (front, back) = word.split_at(at);
            let person = self.persons.get(self.people.find(front)? as usize)?;
            let rest = match self.compound(back) {
                Some(ids) => Parts::Many(ids),
                None => Parts::One(self.words.find(back).filter(|_| back.len() >= 3)?),
            };
            Some((Some(person), rest))
        })
    }
}

/// The words that a glued word is made of.
pub(super) enum Parts<'k> {
    /// A single word.
    One(u32),
    /// The words of a compound.
    Many(&'k [Number]),
}
