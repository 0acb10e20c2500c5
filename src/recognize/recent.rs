//! The words that were read last, with what is known of them.
//!
//! The words of forms are few and come again soon, while the tables of all words lie far apart in memory: so most words are
//! found here, by their letters as one number, in one look.

use super::known::Known;
use super::words::{Style, UNKNOWN, singular};

/// How many words are kept: a power of two.
const SLOTS: usize = 1024;

/// Letters without accents that stand in a row, small, as one number: the first is its lowest byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    number: u128,
    /// How many there are.
    pub(super) length: usize,
}

impl Letters {
    /// The letters at an offset that make a word: all that stand there in prose, in an identifier small ones, of which the
    /// first may be a capital. None where no such word begins, and where it is too long for a number.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize, style: Style) -> Option<Self> {
        let rest = bytes.get(at..)?;
        let Some(chunk) = rest.first_chunk::<16>() else {
            let mut padded = [0; 16];
            padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            return Self::of(u128::from_le_bytes(padded), style);
        };
        Self::of(u128::from_le_bytes(*chunk), style)
    }

    /// The word that a window begins with. Most words end within half of it.
    #[inline]
    fn of(window: u128, style: Style) -> Option<Self> {
        const ONES: u64 = u64::from_le_bytes([1; 8]);
        const HIGH: u64 = ONES << 7;
        // In each byte, the high bit where it is a letter: from `a`, and not beyond `z`.
        let small = |half: u64| {
            let low = half & !HIGH;
            ((low + ONES * (0x80 - 0x61)) ^ (low + ONES * (0x80 - 0x7b))) & !half & HIGH
        };
        let (low, high) = (window as u64, (window >> 64) as u64);
        let letters = |half: u64| match style {
            Style::Prose => small(half | ONES << 5),
            Style::Name => small(half),
        };
        let first = match style {
            Style::Prose => letters(low),
            // A capital begins a word where a small letter follows it.
            Style::Name => letters(low) | (small(low | ONES << 5) & 0x80 & letters(low) >> 8),
        };
        let run = |letters: u64| (!letters & HIGH).trailing_zeros() as usize / 8;
        let length = match run(first) {
            8 => 8 + run(letters(high)),
            length => length,
        };
        let folded = window | u128::from(ONES << 5) << 64 | u128::from(ONES << 5);
        (1..16).contains(&length).then(|| Self { number: folded & ((1 << (length * 8)) - 1), length })
    }

    #[inline]
    fn slot(self) -> usize {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = (self.number as u64 ^ ((self.number >> 64) as u64).rotate_left(29)).wrapping_mul(FACTOR);
        (mixed >> 32) as usize % SLOTS
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Its number.
    pub(super) id: u32,
    /// How many letters are left in the singular.
    pub(super) kept: u8,
    /// Whether it may be several words without blanks between.
    pub(super) glued: bool,
}

/// The words that were read last; none are kept where there is no room, as while words still become known.
#[derive(Debug, Default)]
pub(super) struct Recent {
    slots: Vec<(u128, Word)>,
}

impl Recent {
    /// Room for some words.
    pub(super) fn roomy() -> Self {
        Self { slots: vec![(0, Word { id: UNKNOWN, kept: 0, glued: false }); SLOTS] }
    }

    /// What is known of a word, given its letters as text too; none where its singular is spelled otherwise.
    #[inline]
    pub(super) fn find(&mut self, letters: Letters, spelling: &str, known: &Known) -> Option<Word> {
        if let Some((_, word)) = self.slots.get(letters.slot()).filter(|(number, _)| *number == letters.number) {
            return Some(*word);
        }
        self.look_up(letters, spelling, known)
    }

    #[cold]
    fn look_up(&mut self, letters: Letters, spelling: &str, known: &Known) -> Option<Word> {
        let (kept, ends_in_y) = singular(spelling.as_bytes());
        if ends_in_y {
            return None;
        }
        let spelling = spelling.get(..kept)?;
        let id = known.find(spelling);
        let word = Word { id, kept: u8::try_from(kept).ok()?, glued: id == UNKNOWN && known.apart(spelling).is_some() };
        if let Some(slot) = self.slots.get_mut(letters.slot()) {
            *slot = (letters.number, word);
        }
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, style: Style, expected: Option<&str>) {
        for padded in [text.to_owned(), format!("{text}{}", " ".repeat(16))] {
            let letters = Letters::at(padded.as_bytes(), 0, style);
            let spelled =
                letters.map(|letters| letters.number.to_le_bytes().iter().take(letters.length).map(|byte| char::from(*byte)).collect());
            assert_eq!(spelled, expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn letters_are_taken_up_to_the_end_of_their_word() {
        check("Citizen of", Style::Prose, Some("citizen"));
        check("CITIZEN", Style::Prose, Some("citizen"));
        check("z{[@`", Style::Prose, Some("z"));
        check("año", Style::Prose, Some("a"));
        check("isCitizen", Style::Name, Some("is"));
        check("Citizen_of", Style::Name, Some("citizen"));
        check("CItizen", Style::Name, None);
        check("7", Style::Prose, None);
        check("incomprehensible", Style::Prose, None);
        check("", Style::Name, None);
    }
}
