//! What a text of a question tells: signs of concepts, and what else it says.

use super::Confidence;
use super::veto::Cause;
use crate::form::{Part, Text};
use crate::source::Place;
use crate::vocabulary::SubjectId;

/// A way in which a question says what it is about; the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    /// A code of a code system.
    Code,
    /// The answers it offers.
    Choices,
    /// Its label or question.
    Label,
    /// Its identifier.
    Name,
    /// The headings around it.
    Context,
    /// Help and hints.
    Help,
}

/// What of a text matched.
#[derive(Clone, Debug)]
pub(super) enum Matched {
    /// These bytes, by an entry of the vocabulary.
    Bytes(u32, u32, u32),
    /// Several texts together, by an entry of an option set.
    Set(String, u32),
    /// A code, by its number in the lexicon.
    Code(usize, Place),
}

/// A sign that a question is about a concept.
#[derive(Clone, Debug)]
pub(super) struct Sign<'f> {
    /// The number of the concept.
    pub(super) concept: u16,
    /// Where it comes from.
    pub(super) channel: Channel,
    /// The part of the question.
    pub(super) part: Part,
    /// How much it says by itself.
    pub(super) strength: Confidence,
    /// The text that it stands in.
    pub(super) text: &'f Text<'f>,
    /// Whether it is a suggestive word among others, which counts only beside another sign.
    pub(super) faint: bool,
    /// What of the text it is.
    pub(super) matched: Matched,
    /// What cancels it.
    pub(super) cancelled: Option<Cause>,
}

impl Sign<'_> {
    /// Whether the question itself speaks, and not what stands around it.
    pub(super) fn is_own(&self) -> bool {
        !matches!(self.channel, Channel::Context | Channel::Help)
    }
}

/// What a text tells besides concepts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gist {
    /// Whether it holds a word that says something.
    pub(super) readable: bool,
    /// Whether it says nothing by itself.
    pub(super) bare: bool,
    /// Whether it says that one need not answer.
    pub(super) optional: bool,
    /// Whether it speaks to the one who fills in the form.
    pub(super) addressed: bool,
    /// Whether it asks for figures of many people, or on how something was written down.
    pub(super) aside: bool,
    /// Whether it asks for more of what was asked before.
    pub(super) follows: bool,
    /// Whether it names a part of a place, and nothing else.
    pub(super) place: bool,
    /// Whether it names a place where nobody lives, and nothing else.
    pub(super) site: bool,
    /// Whether it is what one agrees to or gives leave for, and no question.
    pub(super) agreement: bool,
    /// Whether it names what is spent.
    pub(super) cost: bool,
    /// Whether it is a question; told of headings alone.
    pub(super) asks: bool,
    /// Whether it says more than a few words.
    pub(super) long: bool,
}

/// Everything that is gathered from the texts of one field or section.
#[derive(Debug, Default)]
pub(super) struct Gathered<'f> {
    /// The signs, in the order in which they were read.
    pub(super) signs: Vec<Sign<'f>>,
    /// The subjects that are named.
    pub(super) subjects: Vec<SubjectId>,
}

impl Gathered<'_> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.signs.clear();
        self.subjects.clear();
    }
}

/// Whether a text said a thing so often that once more adds nothing: what is done with signs grows faster than they do.
pub(super) fn is_told(said: &[Sign<'_>], sign: &Sign<'_>) -> bool {
    const OFTEN: usize = 8;
    let same = |other: &&Sign<'_>| {
        let one = |sign: &Sign<'_>| (sign.concept, sign.channel, sign.strength, sign.faint, sign.cancelled);
        one(other) == one(sign)
    };
    said.len() > OFTEN && said.iter().filter(same).nth(OFTEN).is_some()
}
