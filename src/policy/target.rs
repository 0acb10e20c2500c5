//! The questions that a sentence speaks of: concepts with all below, less what is excepted, with or without proxies.

use crate::syntax::ast::Aspect;
use crate::vocabulary::{Concept, ConceptId, Strength, Vocabulary};

/// What a sentence says of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// A question, a document, or either.
    pub aspect: Aspect,
    /// The concepts; empty for every question about a person.
    pub concepts: Vec<ConceptId>,
    /// What is excepted.
    pub except: Vec<ConceptId>,
    /// The weakest proxies that are taken in as if they were named.
    pub proxies: Option<Strength>,
}

/// How a recognised concept meets a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hit {
    /// It gives the named concept away; how strongly.
    Proxy(Strength),
    /// It is the wider concept above the named one.
    Parent,
    /// It is a proxy that the sentence takes in.
    NamedProxy,
    /// It is the named concept, or one below.
    Itself,
}

impl Target {
    /// How a concept meets the target, by the best of its concepts; and which of them it meets.
    pub fn hit(&self, concept: ConceptId, vocabulary: &Vocabulary) -> Option<(Hit, ConceptId)> {
        let table = &vocabulary.concepts;
        if self.except.iter().any(|except| table.is(concept, *except)) {
            return None;
        }
        if self.concepts.is_empty() {
            return Some((Hit::Itself, concept));
        }
        self.concepts.iter().filter_map(|named| Some((self.one(concept, *named, vocabulary)?, *named))).max_by_key(|(hit, _)| *hit)
    }

    fn one(&self, concept: ConceptId, named: ConceptId, vocabulary: &Vocabulary) -> Option<Hit> {
        let table = &vocabulary.concepts;
        if table.is(concept, named) {
            return Some(Hit::Itself);
        }
        if table.is(named, concept) {
            let loose = table.row(concept).is_some_and(|row| row.loose);
            return (!loose).then_some(Hit::Parent);
        }
        // What a concept gives away, its ancestors' edges hold for it too; what is given away may lie below the named one.
        let row = table.row(concept)?;
        // A concept that says so itself goes before its ancestors.
        let mut lines = row.lineage.iter().filter_map(|line| table.row(*line));
        let edge = |line: &Concept| line.proxies.iter().filter(|(of, _)| table.is(*of, named)).map(|(_, strength)| *strength).max();
        let strongest = lines.find_map(edge)?;
        Some(match self.proxies {
            Some(least) if strongest >= least => Hit::NamedProxy,
            _ => Hit::Proxy(strongest),
        })
    }
}
