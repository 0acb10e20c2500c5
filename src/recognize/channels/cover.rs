//! How much of a text a hit holds: all of it, what stands before a colon, or one word amid others.

use super::super::automaton::Hit;
use super::super::says::{CLAIMED, CONNECTOR, EMPTY};
use super::{LABEL_WORDS, Reader};

impl Reader<'_> {
    /// Whether what follows a hit in the text is set off from it.
    pub(in crate::recognize) fn is_end(&self, hit: Hit) -> bool {
        let token = |index: usize| self.words.tokens.get(index);
        let (last, next) = (token(usize::from(hit.end).saturating_sub(1)), token(usize::from(hit.end)));
        last.zip(next).is_none_or(|(last, next)| next.joined || next.sentence != last.sentence)
    }

    /// Whether a word of an identifier is one among several, and not the one that they lead to: `date_entered_first_country_month`.
    pub(super) fn is_amid(&self, hit: Hit) -> bool {
        let others = || (0..self.words.tokens.len()).filter(|index| !hit.holds(*index) && self.says(*index) & EMPTY == 0);
        let leads = hit.mask.count_ones() > 1 && others().next().is_none_or(|index| index >= usize::from(hit.end));
        self.labeled && !leads && others().any(|index| index >= usize::from(hit.end)) && others().nth(2).is_some()
    }

    /// Whether a hit is all that stands before a colon or a dash: `Arrest 1 - outcome`.
    pub(super) fn is_topic(&self, hit: Hit) -> bool {
        let tokens = &self.words.tokens;
        let first = tokens.iter().take(LABEL_WORDS + 1).take_while(|token| token.sentence == 0).count();
        let told = |index: usize| hit.holds(index) || self.says(index) & EMPTY != 0;
        first <= LABEL_WORDS && first < tokens.len() && usize::from(hit.end) <= first && (0..first).all(told)
    }

    /// Whether a text holds no more words than an identifier would.
    pub(super) fn says_little(&self) -> bool {
        self.says.iter().filter(|says| **says & EMPTY == 0).count() <= 4
    }

    /// Whether a hit is the whole of a text, or one of several questions that the text joins.
    pub(super) fn covers(&self, hit: Hit) -> bool {
        let tokens = &self.words.tokens;
        if tokens.len() > LABEL_WORDS {
            return false;
        }
        let sound = tokens
            .iter()
            .enumerate()
            .all(|(index, token)| (token.from as usize) < self.path || hit.holds(index) || self.says(index) & (EMPTY | CLAIMED) != 0);
        sound && self.part_is_own(hit, usize::from(hit.start), self.path)
    }

    /// Whether the stretch between joints that holds a hit holds nothing else.
    fn part_is_own(&self, hit: Hit, start: usize, path: usize) -> bool {
        let tokens = &self.words.tokens;
        let joint = |index: usize| tokens.get(index).is_some_and(|token| token.joined) || self.says(index) & CONNECTOR != 0;
        let first = (0..=start).rev().find(|index| joint(*index)).unwrap_or(0);
        let last = (start + 1..tokens.len()).find(|index| joint(*index) && !hit.holds(*index)).unwrap_or(tokens.len());
        let within = |index: usize| tokens.get(index).is_some_and(|token| (token.from as usize) < path);
        (first..last).all(|index| hit.holds(index) || self.says(index) & EMPTY != 0 || within(index))
    }
}
