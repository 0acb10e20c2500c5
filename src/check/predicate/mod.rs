//! What a sentence can say of a question or a form. One predicate is one struct in one file, and one line in the table.

mod accepts;
mod apart;
mod asks;
mod closed;
mod consent;
mod duty_to_ask;
mod everyone;
mod granularity;
mod handling;
mod many;
mod notice;
mod offers;
mod optional;
mod permits;
mod printed;
mod reviewed;
mod wording;

use std::sync::LazyLock;

use super::case::Case;
use super::truth::Judged;
use crate::form::{Field, FieldId};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use crate::recognize::Seen;

/// A question before a rule.
#[derive(Clone, Copy)]
pub struct Point<'p, 'c> {
    /// The form before the rule.
    pub case: &'p Case<'c>,
    /// The number of the question.
    pub id: FieldId,
    /// The question.
    pub field: &'c Field<'c>,
    /// What is thought of it.
    pub seen: &'c Seen,
}

/// A breach of a rule on the form itself: where, and how surely.
#[derive(Debug)]
pub struct Breach {
    /// The question that breaches it; none where the form does.
    pub field: Option<FieldId>,
    /// How surely, and why.
    pub judged: Judged,
}

/// What a sentence can say. The doc comment of each is its page in the manual.
pub trait Predicate: Sync {
    /// Its words.
    fn signature(&self) -> Signature;

    /// Whether it is breached at a question that the rule speaks of.
    fn at_field(&self, _point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        Judged::no()
    }

    /// Where it is breached on a form that the rule speaks of.
    fn at_form(&self, _case: &Case<'_>, _arguments: &Arguments) -> Vec<Breach> {
        Vec::new()
    }
}

/// All predicates, in the order of the manual.
pub static PREDICATES: &[&dyn Predicate] = &[
    &asks::Asks,
    &optional::Required,
    &printed::Printed,
    &offers::Option,
    &notice::Shown,
    &wording::Wording,
    &optional::Optional,
    &optional::SaysOptional,
    &everyone::Everyone,
    &notice::ComesWith,
    &consent::Follows,
    &offers::Offers,
    &offers::OffersOnly,
    &many::Many,
    &granularity::LastDigits,
    &granularity::Year,
    &granularity::AgeBand,
    &handling::Recipient,
    &handling::NotKept,
    &handling::KeptFor,
    &handling::Encrypted,
    &handling::Purpose,
    &apart::FormApart,
    &apart::SectionApart,
    &accepts::Accepts,
    &notice::Shows,
    &duty_to_ask::Asks,
    &reviewed::Reviewed,
    &closed::AskOnly,
    &closed::RequireOnly,
    &permits::MayAsk,
    &permits::MayGoTo,
    &permits::MayBeKept,
    &permits::ReadWithout,
];

/// The words of all predicates, in the order of the table.
pub fn signatures() -> &'static [Signature] {
    static ALL: LazyLock<Vec<Signature>> = LazyLock::new(|| PREDICATES.iter().map(|predicate| predicate.signature()).collect());
    &ALL
}

/// Whether what a predicate wants is true of a question: for conditions after `it`.
pub fn kept(case: &Case<'_>, predicate: usize, arguments: &Arguments, id: FieldId) -> Judged {
    let (Some(predicate), Some((field, seen))) = (PREDICATES.get(predicate), case.field(id)) else { return Judged::no() };
    let breached = predicate.at_field(Point { case, id, field, seen }, arguments);
    match breached.soft {
        // A text that stands near and was not matched is no consent: what excuses must be sure.
        true => Judged::no(),
        false => breached.negated(),
    }
}

/// The ways of saying one thing.
type Ways = &'static [&'static [Piece]];

/// A signature of words alone.
const fn signature(id: &'static str, kind: SentenceKind, words: Ways, about: &'static str) -> Signature {
    Signature { id, kind, words, it: &[], about }
}
