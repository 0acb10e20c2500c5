//! Three truths, by Kleene: yes, no, and not known, which names what would decide.

use std::borrow::Cow;

use smallvec::{SmallVec, smallvec};

use crate::form::FieldId;
use crate::vocabulary::{BodyId, FactId, JurisdictionId, KindId, StageId, StandardId, SubjectId};

/// A truth value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is not so.
    No,
    /// It is not known.
    Unknown,
    /// It is so.
    Yes,
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

/// What would decide, in short; words are found only when it is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Want {
    /// In which place the form is used.
    Jurisdiction(JurisdictionId),
    /// Who runs it.
    RunBy(BodyId),
    /// What it is.
    Kinds(KindId),
    /// Where in a process.
    Stage(StageId),
    /// Who answers.
    Respondent(SubjectId),
    /// A fact.
    Fact(FactId),
    /// What an answer is for.
    Purpose(Option<FieldId>),
    /// Who gets the answers.
    Recipients,
    /// How long they are kept.
    Retention,
    /// When the form was reviewed.
    Reviewed,
    /// Whether they travel encrypted.
    Encrypted,
    /// Whether a standard is met.
    Standard(StandardId),
    /// Since when the law is in force.
    Force,
    /// Whether a disputed law stands.
    Contested,
    /// Which of two conflicting rules holds.
    Conflict,
    /// Whether an answer is required.
    Required(FieldId),
    /// Whether a question shows to everyone.
    Shown(FieldId),
    /// What the choices, proofs or limits of a question are.
    Answers(FieldId),
    /// What a question is about.
    Meaning(FieldId),
}

/// A truth with what would decide it, and in what words it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The truth.
    pub truth: Truth,
    /// Where it is yes: whether it is only possibly so.
    pub soft: bool,
    /// Where it is unknown: what would decide.
    pub wants: SmallVec<[Want; 2]>,
    /// Why, in words.
    pub because: Option<Cow<'static, str>>,
}

impl Judged {
    /// It is so.
    pub const fn yes() -> Self {
        Self { truth: Truth::Yes, soft: false, wants: SmallVec::new_const(), because: None }
    }

    /// It is not so.
    pub const fn no() -> Self {
        Self { truth: Truth::No, soft: false, wants: SmallVec::new_const(), because: None }
    }

    /// It is not known, and this would decide.
    pub fn unknown(want: Want) -> Self {
        Self { truth: Truth::Unknown, soft: false, wants: smallvec![want], because: None }
    }

    /// It is so, for these words.
    pub fn because(mut self, words: impl Into<Cow<'static, str>>) -> Self {
        self.because = Some(words.into());
        self
    }

    /// The same, but only possibly so where `soft` holds.
    pub fn softly(mut self, soft: bool) -> Self {
        self.soft |= soft;
        self
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        self.gathered([other], Truth::lt)
    }

    /// One of them holds.
    pub fn or(self, other: Self) -> Self {
        self.gathered([other], Truth::gt)
    }

    /// It does not hold.
    pub fn negated(self) -> Self {
        let truth = match self.truth {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        };
        Self { truth, ..self }
    }

    /// All of several hold.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::yes().gathered(parts, Truth::lt)
    }

    /// Any of several holds.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::no().gathered(parts, Truth::gt)
    }

    /// The truth that goes first, and of all that have it what would decide; the first that has words tells why. What would
    /// decide is kept only where nothing is decided, and put in order once, for there may be thousands of parts.
    fn gathered(mut self, parts: impl IntoIterator<Item = Self>, goes_first: fn(&Truth, &Truth) -> bool) -> Self {
        let mut merged = false;
        for part in parts {
            if goes_first(&part.truth, &self.truth) {
                (self, merged) = (part, false);
            } else if part.truth == self.truth {
                merged |= !part.wants.is_empty();
                self.wants.extend(part.wants);
                self.soft |= part.soft;
                self.because = self.because.or(part.because);
            }
        }
        if merged {
            self.wants.sort_unstable();
            self.wants.dedup();
        }
        self.soft &= self.truth == Truth::Yes;
        if self.truth != Truth::Unknown {
            self.wants.clear();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_needs_no_facts() {
        let unknown = Judged::unknown(Want::Retention);
        assert_eq!(unknown.clone().and(Judged::no()), Judged::no());
        assert_eq!(unknown.clone().or(Judged::yes()), Judged::yes());
        assert_eq!(unknown.clone().and(Judged::yes()).wants.as_slice(), [Want::Retention]);
        assert_eq!(unknown.negated().truth, Truth::Unknown);
    }
}
