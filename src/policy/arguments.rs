//! What a predicate is told: concepts, answers, notices, numbers, texts.

use crate::vocabulary::{ConceptId, ConsentId, NoticeId, RecipientId};

/// The arguments of a predicate, each kind in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Concepts.
    pub concepts: Vec<ConceptId>,
    /// Ids of answers.
    pub answers: Vec<String>,
    /// Notices.
    pub notices: Vec<NoticeId>,
    /// Consents.
    pub consents: Vec<ConsentId>,
    /// Recipients.
    pub recipients: Vec<RecipientId>,
    /// Documents, in plain words.
    pub documents: Vec<String>,
    /// Numbers.
    pub numbers: Vec<u64>,
    /// Texts.
    pub texts: Vec<String>,
}

/// A predicate that was found, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Its number in the table of signatures.
    pub predicate: usize,
    /// Its arguments.
    pub arguments: Arguments,
}
