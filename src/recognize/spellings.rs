//! A set of words, each with its number: all letters in one text, found through one list of numbers, so that the set of
//! the built-in vocabulary is loaded and not made.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::packed::List;

/// How many bits of a slot hold the number of a word; the others hold bits of its hash.
const NUMBER: u32 = 24;
/// The part of a slot that is the number; 0 is an empty slot.
const MASK: u32 = (1 << NUMBER) - 1;

/// Words by number, from 0.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Spellings {
    #[serde(borrow)]
    letters: Cow<'static, str>,
    ends: List,
    /// Where each word is found: a power of two of slots, at most half of them taken.
    slots: List,
}

impl Spellings {
    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        self.find_hashed(word, hash(word.as_bytes()))
    }

    /// The number of a word, which is added where it is not there.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        let hash = hash(word.as_bytes());
        if let Some(number) = self.find_hashed(word, hash) {
            return number;
        }
        let number = clip(self.ends.len()).min(MASK - 1);
        self.letters.to_mut().push_str(word);
        self.ends.push(clip(self.letters.len()));
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        } else {
            self.place(hash, number);
        }
        number
    }

    /// The word of a number.
    pub(super) fn word(&self, number: u32) -> &str {
        let end = |number: usize| self.ends.get(number).map_or(0, |end| end as usize);
        let start = (number as usize).checked_sub(1).map_or(0, end);
        self.letters.get(start..end(number as usize)).unwrap_or_default()
    }

    /// All words, by number.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        (0..clip(self.ends.len())).map(|number| self.word(number))
    }

    fn find_hashed(&self, word: &str, hash: u64) -> Option<u32> {
        let wrap = self.slots.len().checked_sub(1)?;
        let mut at = start(hash);
        loop {
            let slot = self.slots.get(at & wrap)?;
            if slot == 0 {
                return None;
            }
            let number = (slot & MASK) - 1;
            if slot & !MASK == tag(hash) && self.word(number) == word {
                return Some(number);
            }
            at += 1;
        }
    }

    fn grow(&mut self) {
        let size = (self.ends.len() * 3).next_power_of_two().max(16);
        self.slots = List::zeros(size);
        for number in 0..clip(self.ends.len()) {
            let hash = hash(self.word(number).as_bytes());
            self.place(hash, number);
        }
    }

    fn place(&mut self, hash: u64, number: u32) {
        let wrap = self.slots.len().saturating_sub(1);
        let mut at = start(hash);
        while self.slots.get(at & wrap).is_some_and(|slot| slot != 0) {
            at += 1;
        }
        self.slots.set(at & wrap, tag(hash) | (number + 1));
    }
}

fn clip(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The first slot to look at, from the upper half of a hash.
fn start(hash: u64) -> usize {
    (hash >> 32) as u32 as usize
}

fn tag(hash: u64) -> u32 {
    (hash as u32) & !MASK
}

/// A hash that is the same on all machines, since it is kept in the binary.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * u128::from(FACTOR);
        (product as u64) ^ (product >> 64) as u64
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let last = rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
    mix(mix(hash, last), FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again() {
        let mut spellings = Spellings::default();
        assert_eq!(spellings.find("a"), None);
        let words: Vec<String> = (0..5_000_u32).map(|number| format!("w{}", number * 7919)).collect();
        let numbers: Vec<u32> = words.iter().map(|word| spellings.add(word)).collect();
        let again: Vec<u32> = words.iter().map(|word| spellings.add(word)).collect();
        assert_eq!(numbers, (0..5_000).collect::<Vec<_>>());
        assert_eq!(numbers, again);
        assert!(words.iter().zip(&numbers).all(|(word, number)| spellings.find(word) == Some(*number) && spellings.word(*number) == word));
        assert_eq!(spellings.find("w"), None);
        assert_eq!(spellings.find(""), None);
    }
}
