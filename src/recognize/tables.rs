//! What recognition keeps of the vocabulary's tables, so that a recognizer stands by itself.

use crate::vocabulary::{ConceptId, SubjectId, Vocabulary};

/// The concept that statutes name for the status of others.
const OTHERS_STATUS: &str = "household_member_immigration_status";
/// The concept whose members that is about.
const STATUS: &str = "immigration_and_citizenship";

/// What is kept of a concept.
#[derive(Debug)]
pub(super) struct Concept {
    /// Its id.
    pub(super) id: String,
    /// Itself and its ancestors, one bit for each by its number.
    lineage: Vec<u64>,
    /// Its cluster.
    pub(super) cluster: String,
    /// Whether laws protect it.
    pub(super) protected: bool,
    /// Whether animals and things may have it too.
    pub(super) of_things: bool,
    /// Whether what is spent on it does not tell of it.
    pub(super) of_costs: bool,
    /// Its option sets: id, and how many of their labels are needed.
    pub(super) sets: Vec<(String, usize)>,
    /// The ids of its answers.
    pub(super) answers: Vec<String>,
    /// Its codes.
    pub(super) codes: Vec<String>,
}

/// What is kept of all tables.
#[derive(Debug)]
pub(super) struct Tables {
    /// The concepts, in the order of their ids.
    pub(super) concepts: Vec<Concept>,
    /// The concept that statutes name for the status of others, and the one whose members it is about.
    pub(super) status: Option<(u16, u16)>,
    /// The ids of answers of any concept.
    pub(super) answers: Vec<String>,
    /// The ids of the elements of each notice.
    pub(super) notices: Vec<Vec<String>>,
    /// The ids of the elements of each consent.
    pub(super) consents: Vec<Vec<String>>,
    /// The subjects whose name is found in a key of a form, by folded name.
    pub(super) subjects: Vec<(String, SubjectId)>,
}

impl Tables {
    /// What is kept of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let concept = |(_, row): (ConceptId, &crate::vocabulary::Concept)| Concept {
            id: row.id.clone(),
            lineage: bits(&row.lineage),
            cluster: row.cluster.clone(),
            protected: row.tier == "A",
            of_things: row.things,
            of_costs: row.costs,
            sets: row.lexicon.options.iter().map(|set| (set.id.clone(), set.at_least)).collect(),
            answers: row.answers.iter().map(|(id, _)| id.clone()).collect(),
            codes: row.lexicon.codes.clone(),
        };
        let elements = |term: &crate::vocabulary::Term| term.elements.iter().map(|element| element.id.clone()).collect();
        let names = vocabulary.subjects.iter().flat_map(|(id, row)| {
            let names = std::iter::once(&row.id).chain(&row.words);
            names.map(move |name| (name.to_lowercase().replace(['_', '-'], " "), id))
        });
        let number = |id| vocabulary.concepts.find(id).and_then(|id: ConceptId| u16::try_from(id.index()).ok());
        Self {
            status: number(OTHERS_STATUS).zip(number(STATUS)),
            concepts: vocabulary.concepts.iter().map(concept).collect(),
            answers: vocabulary.answers.iter().map(|(id, _)| id.clone()).collect(),
            notices: vocabulary.notices.iter().map(|(_, row)| elements(&row.0)).collect(),
            consents: vocabulary.consents.iter().map(|(_, row)| elements(&row.0)).collect(),
            subjects: names.collect(),
        }
    }

    /// A concept by its number.
    pub(super) fn concept(&self, number: u16) -> Option<&Concept> {
        self.concepts.get(usize::from(number))
    }

    /// Whether a concept is another, or below it.
    pub(super) fn is(&self, one: u16, other: u16) -> bool {
        let word = |row: &Concept| row.lineage.get(usize::from(other) / 64).copied().unwrap_or_default();
        one == other || self.concept(one).is_some_and(|row| word(row) >> (other % 64) & 1 == 1)
    }

    /// Whether one of two concepts is the other, or below it.
    pub(super) fn related(&self, one: u16, other: u16) -> bool {
        self.is(one, other) || self.is(other, one)
    }

    /// Whether a concept is the status of others.
    pub(super) fn is_status_of_others(&self, number: u16) -> bool {
        self.status.is_some_and(|(others, _)| others == number)
    }

    /// Whether two concepts are of one cluster.
    pub(super) fn of_one_cluster(&self, one: u16, other: u16) -> bool {
        self.concept(one).zip(self.concept(other)).is_some_and(|(one, other)| one.cluster == other.cluster)
    }

    /// A subject by any of its names.
    pub(super) fn subject(&self, name: &str) -> Option<SubjectId> {
        let name = name.trim().to_lowercase().replace(['_', '-'], " ");
        self.subjects.iter().find(|(other, _)| *other == name).map(|(_, id)| *id)
    }
}

fn bits(concepts: &[ConceptId]) -> Vec<u64> {
    let mut words = Vec::new();
    for concept in concepts {
        let word = concept.index() / 64;
        words.resize(words.len().max(word + 1), 0);
        if let Some(bits) = words.get_mut(word) {
            *bits |= 1 << (concept.index() % 64);
        }
    }
    words
}
