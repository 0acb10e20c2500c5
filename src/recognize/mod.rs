//! What a field is about: concepts with their evidence, and whom the answer is about.
//!
//! Nothing of this is a fact of the form; it is what we think, and it says why.

mod answers;
mod automaton;
mod channels;
mod doubt;
mod evidence;
mod known;
mod look;
mod near;
mod notices;
mod packed;
mod pairs;
mod pattern;
mod question;
mod recall;
mod recent;
mod says;
mod scripts;
mod sign;
mod slips;
mod spellings;
mod subject;
mod tables;
mod terms;
mod tongue;
mod understanding;
mod veto;
mod weigh;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

pub use evidence::Evidence;

use channels::{Memory, Reader};
use look::Shares;
pub use near::{Lack, Near};
use question::Codes;
use subject::Kin;
use tables::Tables;
use terms::Terms;

use crate::form::{FieldId, Form, Part, SectionId};
use crate::source::Place;
use crate::vocabulary::{ConceptId, ConsentId, NoticeId, SubjectId, Vocabulary};

/// How sure we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Suggestive only.
    Weak,
    /// One good sign.
    Likely,
    /// Its own words, its code, or several signs that agree.
    Certain,
}

/// A concept that a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// The concept, the most specific that the texts support.
    pub concept: ConceptId,
    /// How sure we are.
    pub confidence: Confidence,
    /// Why, the strongest sign first; shared with the findings that it leads to.
    pub evidence: Arc<[Evidence]>,
}

/// A sign that was cancelled, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Veto {
    /// The concept that it would have been.
    pub concept: ConceptId,
    /// The sign.
    pub evidence: Evidence,
    /// What cancelled it, in words.
    pub by: String,
}

/// Whom an answer is about, as far as the form's words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Nothing is said: whoever fills in the form, or whom the form is about.
    #[default]
    Respondent,
    /// These people.
    Subjects(Vec<SubjectId>),
}

/// Whether a question could be read at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Understanding {
    /// It has words in a language that the vocabulary knows.
    #[default]
    Understood,
    /// It has none; why, in words.
    NotUnderstood(String),
}

impl Understanding {
    /// Why a question could not be read, where it could not.
    pub fn lack(&self) -> Option<&str> {
        match self {
            Self::Understood => None,
            Self::NotUnderstood(why) => Some(why),
        }
    }
}

/// What is thought of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What it is about, in the order of the concepts' ids.
    pub concepts: Vec<Recognition>,
    /// What it only seems to be about.
    pub vetoes: Vec<Veto>,
    /// Whom the answer is about.
    pub about: About,
    /// Whether one of its choices is a way not to answer.
    pub declinable: bool,
    /// Whether the field's own texts say that it need not be answered.
    pub said_optional: bool,
    /// Whether it could be read.
    pub understanding: Understanding,
    /// What each of its choices means: ids of answers of its concepts and of answers of any concept (`none`, `decline`),
    /// in the order of the ids. One list for each choice; no list at all where no choice means anything known.
    pub choices: Vec<Vec<String>>,
}

/// A notice or consent of the vocabulary that a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<I> {
    /// Which it is.
    pub id: I,
    /// The words that matched.
    pub matched: String,
    /// The ids of its elements that are present, in the text itself or in the text blocks next to it, in the order of the ids.
    pub elements: Vec<String>,
}

/// A text that is a notice or consent of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenNotice {
    /// What the text is to the form: a text block, the title of a section, the label or the help of a field.
    pub part: Part,
    /// The field whose label or help it is.
    pub field: Option<FieldId>,
    /// The nearest section around it; for a title, its own section.
    pub section: Option<SectionId>,
    /// Its rank in the form: its own, or that of its field or section.
    pub order: u32,
    /// Where it stands.
    pub place: Place,
    /// The whole text, as read.
    pub text: String,
    /// The notices that it is, in the order of their ids.
    pub notices: Vec<Found<NoticeId>>,
    /// The consents that it is, in the order of their ids.
    pub consents: Vec<Found<ConsentId>>,
}

/// What is thought of all fields of a form, by their numbers, and of its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognized {
    /// One for each field.
    pub fields: Vec<Seen>,
    /// The texts that are notices or consents, in the order a person meets them.
    pub notices: Vec<SeenNotice>,
}

impl Recognized {
    /// What is thought of a field.
    pub fn field(&self, id: FieldId) -> Option<&Seen> {
        self.fields.get(id.0 as usize)
    }
}

/// The vocabulary made ready for matching.
#[derive(Debug)]
pub struct Recognizer {
    tables: Tables,
    terms: Terms,
    codes: Codes,
    kin: Kin,
    /// What words tell, for whoever asks what was near.
    shares: Shares,
    /// What earlier forms needed room for: one for each form that is looked at in the same moment.
    memories: Mutex<Vec<Memory>>,
}

impl Recognizer {
    /// A recognizer of this vocabulary.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        Self::with(vocabulary, Terms::new(vocabulary))
    }

    /// A recognizer of this vocabulary, whose phrases were compiled before; none where the bytes hold no such phrases.
    pub fn load(vocabulary: &Vocabulary, compiled: &'static [u8]) -> Option<Self> {
        Some(Self::with(vocabulary, postcard::from_bytes(compiled).ok()?))
    }

    fn with(vocabulary: &Vocabulary, terms: Terms) -> Self {
        let memories = Mutex::default();
        Self {
            tables: Tables::new(vocabulary),
            terms,
            codes: Codes::new(vocabulary),
            kin: Kin::new(vocabulary),
            shares: Shares::default(),
            memories,
        }
    }

    /// What each field of a form is about, and which of its texts are notices or consents.
    pub fn recognize(&self, form: &Form<'_>) -> Recognized {
        let memories = || self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        let memory = memories().pop().unwrap_or_default();
        let mut reader = Reader::new(&self.terms, &self.tables, memory, form.language());
        let fields = self.fields(form, &mut reader);
        let seen = Recognized { fields, notices: self.notices(form, &mut reader) };
        memories().push(reader.memory());
        seen
    }
}

/// The phrases that one of the vocabulary stands for, with a blank where it leaves a gap.
pub fn written_out(pattern: &str) -> Vec<String> {
    let mut phrases = Vec::new();
    pattern::expand(pattern, &mut |phrase| phrases.push(phrase.replace("...", " ").split_whitespace().collect::<Vec<_>>().join(" ")));
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Field, Text};
    use crate::source::Place;
    use crate::vocabulary::{File, Notation};

    #[test]
    fn no_text_breaks_it() {
        let files = [File { path: "answers.yaml", text: "answers: { none: { en: [none, \"not (a|) one\"] } }", notation: Notation::Yaml }];
        let (vocabulary, _) = crate::vocabulary::vocabulary(&files);
        let recognizer = Recognizer::new(&vocabulary);
        let long = "none ".repeat(70_000);
        let odd = [
            "",
            "'",
            "’s",
            "<",
            "<b",
            "${",
            "{{x",
            "&",
            "[0]",
            "U.S",
            "a.b.c.d",
            "Á'é",
            "\u{301}",
            "ＳＳＮ",
            "身分",
            "A\u{0}b",
            "…",
            "sS",
            "SSs",
            &long,
        ];
        for words in odd {
            let text = Text::new(words, Place::default());
            let field = Field { label: Some(text.clone()), name: Some(text.clone()), help: vec![text], ..Field::default() };
            let seen = recognizer.recognize(&Form { fields: vec![field], ..Form::default() });
            assert_eq!(seen.fields.len(), 1);
        }
    }
}
