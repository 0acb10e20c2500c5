//! Which two words may start a phrase.
//!
//! Most words of a text start some phrase, and few are followed by the second word of one. That is seen here by one bit, without
//! a search among all words that may follow.

use serde::{Deserialize, Serialize};

use super::packed::List;

/// How many bits there are for each pair, at least.
const BITS: usize = 8;

/// A bit for each pair of words, where their numbers are mixed to.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Pairs(List);

impl Pairs {
    /// These pairs.
    pub(super) fn new(pairs: &[(u32, u32)]) -> Self {
        let mut set = Self(List::zeros((pairs.len() * BITS).div_ceil(32).next_power_of_two()));
        for (first, second) in pairs {
            let (number, bit) = set.at(*first, *second);
            set.0.set(number, set.0.get(number).unwrap_or_default() | bit);
        }
        set
    }

    /// Whether two words may be a pair: where it says no, they are none.
    #[inline]
    pub(super) fn may_hold(&self, first: u32, second: u32) -> bool {
        let (number, bit) = self.at(first, second);
        self.0.get(number).is_some_and(|bits| bits & bit != 0)
    }

    /// The number that holds the bit of a pair, and the bit in it.
    #[inline]
    fn at(&self, first: u32, second: u32) -> (usize, u32) {
        let mixed = (first.wrapping_mul(0x9e37_79b9) ^ second).wrapping_mul(0x85eb_ca6b);
        ((mixed >> 8) as usize & self.0.len().wrapping_sub(1), 1 << (mixed >> 3 & 31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_that_was_put_in_is_held_and_most_others_are_not() {
        let pairs: Vec<(u32, u32)> = (0..2000).map(|number| (number % 40, number * 7)).collect();
        let set = Pairs::new(&pairs);
        assert!(pairs.iter().all(|(first, second)| set.may_hold(*first, *second)));
        let others = (0..2000).filter(|number| set.may_hold(number % 40 + 100, number * 7)).count();
        assert!(others < 400, "{others} of 2000 that were not put in");
        assert!(!Pairs::new(&[]).may_hold(1, 2));
    }
}
