//! Choices that were read before, with all that they said.
//!
//! The choices of forms are the same again and again: yes and no, months, states, countries. What a choice says hangs on its
//! words and on the language it is said to be in, and on nothing else of its form: so it is read once. Labels and names
//! repeat too, but there are so many of them that to look one up among all takes as long as to read it.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::Confidence;
use super::answers::Meant;
use super::sign::{Channel, Gist, Matched, Sign};
use super::tongue::Tongues;
use super::veto::Cause;
use crate::form::{Part, Text};

/// A longer text hardly stands in two forms.
const SHORT: usize = 64;
/// So many choices are kept; then all are forgotten.
const MOST: usize = 4096;

/// A sign without its text.
#[derive(Clone, Copy, Debug)]
struct Bare {
    concept: u16,
    strength: Confidence,
    faint: bool,
    bytes: (u32, u32, u32),
    cancelled: Option<Cause>,
}

/// One choice, as stretches of the lists that all share.
#[derive(Debug)]
struct Row {
    declared: Option<Tongues>,
    gist: Gist,
    text: Range<u32>,
    signs: Range<u32>,
    meant: Range<u32>,
}

/// The choices that were read.
#[derive(Debug, Default)]
pub(super) struct Recall {
    rows: FxHashMap<u64, Row>,
    texts: String,
    signs: Vec<Bare>,
    meant: Vec<Meant>,
    kept: usize,
}

/// The number under which a choice is kept; none where it is too long for that.
pub(super) fn key(text: &str, declared: Option<Tongues>) -> Option<u64> {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.write_u32(declared.unwrap_or_default());
    (text.len() <= SHORT).then(|| hasher.finish())
}

impl Recall {
    /// What a choice said when it was read before: its signs are added to others, and what it means is put in place of what
    /// was there.
    pub(super) fn find<'f>(
        &self,
        key: u64,
        (text, declared): (&'f Text<'f>, Option<Tongues>),
        signs: &mut Vec<Sign<'f>>,
        meant: &mut Vec<Meant>,
    ) -> Option<Gist> {
        let row = self.rows.get(&key)?;
        if row.declared != declared || self.texts.get(bytes(&row.text)) != Some(&*text.value) {
            return None;
        }
        let kept = self.signs.get(bytes(&row.signs)).unwrap_or_default();
        signs.extend(kept.iter().map(|kept| Sign {
            concept: kept.concept,
            channel: Channel::Choices,
            part: Part::Choice,
            strength: kept.strength,
            text,
            faint: kept.faint,
            matched: Matched::Bytes(kept.bytes.0, kept.bytes.1, kept.bytes.2),
            cancelled: kept.cancelled,
        }));
        meant.clear();
        meant.extend_from_slice(self.meant.get(bytes(&row.meant)).unwrap_or_default());
        Some(row.gist)
    }

    /// Keeps what a choice said.
    pub(super) fn keep(&mut self, key: u64, (text, declared): (&str, Option<Tongues>), gist: Gist, signs: &[Sign<'_>], meant: &[Meant]) {
        if self.kept >= MOST {
            *self = Self::default();
        }
        self.kept += 1;
        let start = self.signs.len();
        self.signs.extend(signs.iter().filter_map(bare));
        let row = Row {
            declared,
            gist,
            text: stretch(self.texts.len(), text.len()),
            signs: stretch(start, self.signs.len() - start),
            meant: stretch(self.meant.len(), meant.len()),
        };
        self.texts.push_str(text);
        self.meant.extend_from_slice(meant);
        self.rows.insert(key, row);
    }
}

/// A sign of a choice; a set of choices is none of one.
fn bare(sign: &Sign<'_>) -> Option<Bare> {
    let Matched::Bytes(from, to, entry) = sign.matched else { return None };
    let Sign { concept, strength, faint, cancelled, .. } = *sign;
    Some(Bare { concept, strength, faint, bytes: (from, to, entry), cancelled })
}

fn bytes(stretch: &Range<u32>) -> Range<usize> {
    stretch.start as usize..stretch.end as usize
}

fn stretch(start: usize, length: usize) -> Range<u32> {
    let clip = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    clip(start)..clip(start + length)
}
