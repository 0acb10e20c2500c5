//! What sentences can say: a table that `check` provides and `resolve` reads, so that words and meaning stay apart.

/// What a predicate is said of, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `no … on F`: the words stand between `no` and the concepts.
    Ban,
    /// `field C on F must …`
    FieldDuty,
    /// `document C on F must …`
    DocumentDuty,
    /// `F must …`
    FormDuty,
    /// `F may … only …`: anything else is a breach.
    ClosedList,
    /// `field C on F may …`
    FieldPermission,
    /// `F may …`
    FormPermission,
    /// `field C on F is …`
    Reading,
}

/// One piece of a predicate's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// This word.
    Word(&'static str),
    /// Concepts.
    Concepts,
    /// Answers of the concept that the sentence speaks of.
    Answers,
    /// Notices.
    Notices,
    /// Consents.
    Consents,
    /// Recipients.
    Recipients,
    /// Documents.
    Documents,
    /// A number.
    Number,
    /// Quoted texts.
    Texts,
}

/// The words of one predicate.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// Its name in documents and tests.
    pub id: &'static str,
    /// What it is said of.
    pub kind: Kind,
    /// What it says, one pattern for each way of saying it.
    pub words: &'static [&'static [Piece]],
    /// The same as a condition after `it`; empty where it is no condition.
    pub it: &'static [&'static [Piece]],
    /// One sentence: when it is breached.
    pub about: &'static str,
}
