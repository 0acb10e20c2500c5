//! What a list is narrowed to: a place, a concept, a day.

use anyhow::{Result, bail};
use clap::Args;
use jiff::civil::Date;

use crate::load::Library;
use crate::policy::{Holds, Law, Policy, Rule};
use crate::source::nearest;
use crate::vocabulary::{ConceptId, Id, JurisdictionId, Row, Table, Vocabulary};

/// What a list is narrowed to.
#[derive(Debug, Default, Args)]
pub(super) struct Sought {
    /// By the law of this place and of all that it lies in, a path such as us/ct/hartford
    #[arg(long, value_name = "PATH")]
    jurisdiction: Option<String>,
    /// By what is said of this concept, and of those below it
    #[arg(long, value_name = "CONCEPT")]
    concept: Option<String>,
    /// By the law in force on this day, known or possibly
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

/// The same with names looked up.
pub(super) struct Narrowed {
    place: Option<JurisdictionId>,
    pub(super) concept: Option<ConceptId>,
    pub(super) day: Option<Date>,
}

impl Sought {
    /// What is meant.
    ///
    /// # Errors
    /// A place or concept of that name is not known.
    pub(super) fn find(&self, vocabulary: &Vocabulary) -> Result<Narrowed> {
        Ok(Narrowed {
            place: found("jurisdiction", self.jurisdiction.as_deref(), &vocabulary.jurisdictions)?,
            concept: found("concept", self.concept.as_deref(), &vocabulary.concepts)?,
            day: self.as_of,
        })
    }
}

/// The row of a name, where one is given.
pub(super) fn found<T: Row>(what: &str, name: Option<&str>, table: &Table<T>) -> Result<Option<Id<T>>> {
    let Some(name) = name else { return Ok(None) };
    match table.find(name) {
        Some(id) => Ok(Some(id)),
        None => match nearest(name, table.names()) {
            Some(near) => bail!("unknown {what} `{name}`; did you mean `{near}`?"),
            None => bail!("unknown {what} `{name}`"),
        },
    }
}

impl Narrowed {
    /// Whether nothing was named.
    pub(super) fn is_open(&self) -> bool {
        !self.narrows_law() && self.concept.is_none()
    }

    /// Whether a place or a day was named.
    pub(super) fn narrows_law(&self) -> bool {
        self.place.is_some() || self.day.is_some()
    }

    /// The law to look through.
    pub(super) fn law(&self, library: &Library) -> Law {
        library.law(self.place.as_slice())
    }

    /// Whether a policy is law in the place.
    pub(super) fn is_here(&self, policy: &Policy, vocabulary: &Vocabulary) -> bool {
        self.place.is_none_or(|place| vocabulary.jurisdictions.is(place, policy.jurisdiction))
    }

    /// Whether a rule is in force on the day, known or possibly; without a rule, the policy itself.
    pub(super) fn is_now(&self, law: &Law, policy: &Policy, rule: Option<&Rule>) -> bool {
        self.day.is_none_or(|day| match rule {
            Some(rule) => law.in_force(policy, rule, day) != Holds::No,
            None => law.in_period(policy, None, day) != Holds::No,
        })
    }
}
