//! Equality of the tree, which ignores where a thing was written; and dates as they are written.

use super::ast::*;

impl std::fmt::Display for WrittenDate {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(to, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(to, "-{part:02}")?;
        }
        Ok(())
    }
}

/// Equality of a node that ignores where it was written.
macro_rules! same {
    ($($node:ident: $($field:ident),+;)+) => {$(
        impl PartialEq for $node {
            fn eq(&self, other: &Self) -> bool {
                true $(&& self.$field == other.$field)+
            }
        }

        impl Eq for $node {}
    )+};
}

same! {
    Policy: docs, id, title, headers, rules;
    Rule: docs, id, sentence, when, clauses;
    Thing: aspect, concepts, except, proxies;
    Scope: arms, stage, purposes;
    Sample: outcome, question, additions;
}

impl PartialEq for Banned {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Thing { required, printed, thing }, Self::Thing { required: r, printed: p, thing: t }) => {
                (required.is_some(), printed.is_some(), thing) == (r.is_some(), p.is_some(), t)
            }
            (Self::Option { answers, thing }, Self::Option { answers: a, thing: t }) => (answers, thing) == (a, t),
            (Self::Notice(names), Self::Notice(n)) => names == n,
            (Self::Wording(texts), Self::Wording(t)) => texts == t,
            _ => false,
        }
    }
}

impl Eq for Banned {}

impl PartialEq for Atom {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(a), Self::Word(b)) | (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Comma(_), Self::Comma(_)) => true,
            _ => false,
        }
    }
}

impl Eq for Atom {}
