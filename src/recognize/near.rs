//! What a question was nearly taken for, told only to who asks why: what speaks too softly, what gives way to a longer
//! phrase, a word that is missing or misspelled, a phrase of a language that the text is not read in.
//!
//! Nothing here decides anything. It costs much more than recognition, so that checking never comes here.

use rustc_hash::FxHashSet;

use super::channels::{Memory, Reader};
use super::look::Look;
use super::sign::{Channel, Sign};
use super::weigh::Scales;
use super::{Evidence, Recognized, Recognizer, Seen};
use crate::form::{Field, FieldId, Form, Part, Text};
use crate::vocabulary::{ConceptId, Id};

/// So many are told of one question.
const MOST: usize = 5;

/// Why a sign in the help was too soft.
const HELP: &str = "the help speaks of it alone, and in passing";

/// A concept that a question was nearly taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The concept.
    pub concept: ConceptId,
    /// The words that speak of it, and the entry of the vocabulary that they belong to.
    pub evidence: Evidence,
    /// Why they were not enough.
    pub lack: Lack,
}

/// Why words were not enough, the nearest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A word is one letter from a word of the vocabulary.
    Spelling {
        /// The word as it stands.
        said: String,
        /// The word that it is near to.
        known: String,
    },
    /// The entry is in a language that the text is not read in.
    Language(String),
    /// A word of the entry does not stand there.
    Word {
        /// The word.
        word: String,
        /// The phrase that it belongs to.
        phrase: String,
    },
    /// All words of the phrase stand there, but not together or not in its order.
    Order(String),
    /// They are part of a longer phrase: its entry.
    Longer(String),
    /// They say too little where they stand.
    Alone(&'static str),
}

impl Lack {
    /// Its place among the others.
    fn rank(&self) -> u8 {
        match self {
            Self::Spelling { .. } => 0,
            Self::Language(_) => 1,
            Self::Word { .. } => 2,
            Self::Order(_) => 3,
            Self::Longer(_) => 4,
            Self::Alone(_) => 5,
        }
    }

    /// A name for machines.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Spelling { .. } => "spelling",
            Self::Language(_) => "language",
            Self::Word { .. } => "word",
            Self::Order(_) => "order",
            Self::Longer(_) => "longer",
            Self::Alone(_) => "alone",
        }
    }
}

impl std::fmt::Display for Lack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Spelling { said, known } => write!(f, "`{said}` is one letter from `{known}`"),
            Self::Language(tag) => write!(f, "the entry is in `{tag}`, and the text is not read in that language"),
            Self::Word { word, phrase } => write!(f, "`{word}` of `{phrase}` does not stand there"),
            Self::Order(phrase) => write!(f, "the words of `{phrase}` do not stand together in this order"),
            Self::Longer(entry) => write!(f, "the words belong to a longer phrase, `{entry}`"),
            Self::Alone(why) => f.write_str(why),
        }
    }
}

impl Recognizer {
    /// What the questions that are wanted were nearly taken for: one list for each field, empty for the others.
    pub fn near(&self, form: &Form<'_>, seen: &Recognized, wanted: impl Fn(FieldId) -> bool) -> Vec<Vec<Near>> {
        let mut reader = Reader::new(&self.terms, &self.tables, Memory::default(), form.language());
        let mut lists: Vec<Vec<Near>> = vec![Vec::new(); form.fields.len()];
        self.fields_with(form, &mut reader, |id, signs| {
            if let Some(list) = lists.get_mut(id.0 as usize).filter(|_| wanted(id)) {
                list.extend(self.soft(signs));
            }
        });
        for ((id, field), list) in form.numbered().zip(&mut lists).filter(|((id, _), _)| wanted(*id)) {
            list.extend(self.misspelled(form, field));
            for (part, text) in texts(field) {
                list.extend(Look::new(self, &mut reader, part, text).all());
            }
            for text in &field.help {
                list.extend(Look::new(self, &mut reader, Part::Help, text).aside(HELP));
            }
            if let Some(seen) = seen.field(id) {
                self.choose(seen, list);
            }
        }
        lists
    }

    /// The nearest of each concept, and of these the first few.
    fn choose(&self, seen: &Seen, list: &mut Vec<Near>) {
        let number = |concept: ConceptId| u16::try_from(concept.index()).unwrap_or(u16::MAX);
        let kin = |one: ConceptId, other: ConceptId| self.tables.is(number(one), number(other));
        let told = |concept: ConceptId| {
            let vetoed = seen.vetoes.iter().any(|veto| veto.concept == concept);
            vetoed || seen.concepts.iter().any(|seen| kin(seen.concept, concept))
        };
        list.retain(|near| !told(near.concept));
        // Within a kind of lack, what was found first stays first.
        list.sort_by_key(|near| near.lack.rank());
        let mut kept: Vec<ConceptId> = Vec::new();
        list.retain(|near| {
            let new = !kept.iter().any(|other| kin(*other, near.concept));
            kept.extend(new.then_some(near.concept));
            new
        });
        list.truncate(MOST);
    }

    /// Signs that stand and yet were too soft to be told.
    fn soft(&self, signs: &[Sign<'_>]) -> Vec<Near> {
        let scales = Scales { tables: &self.tables, terms: &self.terms };
        // A long text may hold very many signs of one concept, and each is told with the whole of it.
        let mut heard = FxHashSet::default();
        let standing = signs.iter().filter(|sign| sign.cancelled.is_none() && heard.insert((sign.concept, sign.channel as u8)));
        let near = |sign: &Sign<'_>| {
            let why = match sign.channel {
                Channel::Context => "a heading speaks of it alone, and the question has words of its own",
                Channel::Help => HELP,
                Channel::Choices => "it is one answer among others",
                _ => "it is one suggestive word among others, and nothing else speaks of it",
            };
            Near {
                concept: Id::new(usize::from(sign.concept)),
                evidence: scales.evidence(sign, &mut String::new()),
                lack: Lack::Alone(why),
            }
        };
        standing.map(near).collect()
    }
}

/// The texts in which a question says what it asks.
pub(super) fn texts<'f>(field: &'f Field<'f>) -> impl Iterator<Item = (Part, &'f Text<'f>)> {
    let label = field.label.iter().map(|text| (Part::Label, text));
    label.chain(field.name.iter().map(|text| (Part::Name, text)))
}
