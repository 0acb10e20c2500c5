//! Why a question is taken to be about a concept: the words, where they stand, and the entry of the vocabulary.

use crate::form::Part;
use crate::source::Place;

/// A sign that a question is about a concept, or that it only seems to be.
///
/// Most questions of a form are about something, and few of them are ever reported: so all words of a sign stand in one
/// string, which costs one allocation and not three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The part of the question that it stands in.
    pub part: Part,
    /// Where that text stands; narrowed to the matched words where the text is written as it is read.
    pub place: Place,
    /// The text, what of it matched, and the entry, one behind the other.
    words: Box<str>,
    /// Where the text ends, and where the matched words do.
    ends: [u32; 2],
}

impl Evidence {
    /// A sign: the whole text, the words that matched, and what writes the entry behind them. `scratch` is only room.
    pub(super) fn new(
        (part, place): (Part, Place),
        (text, matched): (&str, &str),
        term: impl FnOnce(&mut String),
        scratch: &mut String,
    ) -> Self {
        scratch.clear();
        scratch.push_str(text);
        let end = scratch.len();
        scratch.push_str(matched);
        let ends = [end, scratch.len()].map(|end| u32::try_from(end).unwrap_or(u32::MAX));
        term(scratch);
        Self { part, place, words: scratch.as_str().into(), ends }
    }

    /// The whole text, as read.
    pub fn text(&self) -> &str {
        self.words.get(..self.ends[0] as usize).unwrap_or_default()
    }

    /// The words of it that matched.
    pub fn matched(&self) -> &str {
        self.words.get(self.ends[0] as usize..self.ends[1] as usize).unwrap_or_default()
    }

    /// The entry of the vocabulary, such as `immigration_status/phrases/en/3`.
    pub fn term(&self) -> &str {
        self.words.get(self.ends[1] as usize..).unwrap_or_default()
    }
}
