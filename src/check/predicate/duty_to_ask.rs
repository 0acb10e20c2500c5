//! `F must ask field C`: nothing asks it.

use super::{Breach, Predicate, Ways, signature};
use crate::check::case::Case;
use crate::check::truth::{Judged, Want};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use crate::recognize::{Confidence, Understanding};
use crate::vocabulary::ConceptId;

/// Breached where neither the concept nor all of its parts are asked.
pub(super) struct Asks;

impl Predicate for Asks {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("ask"), Piece::Word("field"), Piece::Concepts]];
        signature("must-ask", SentenceKind::FormDuty, words, "nothing asks it")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        let lacking = arguments.concepts.iter().filter(|concept| !met(case, **concept, Confidence::Likely));
        lacking.map(|concept| Breach { field: None, judged: lacks(case, *concept) }).collect()
    }
}

/// Whether a concept is asked, by itself or by all its parts.
fn met(case: &Case<'_>, concept: ConceptId, least: Confidence) -> bool {
    let table = &case.setting.vocabulary.concepts;
    let asks = |wanted: ConceptId| {
        case.asked().any(|(_, _, seen)| seen.concepts.iter().any(|found| found.confidence >= least && table.is(found.concept, wanted)))
    };
    let mut parts = table.iter().filter(|(_, row)| row.lineage.get(1) == Some(&concept)).map(|(id, _)| id).peekable();
    asks(concept) || (parts.peek().is_some() && parts.all(asks))
}

/// How surely a concept is not asked: a question that cannot be read may be the one.
fn lacks(case: &Case<'_>, concept: ConceptId) -> Judged {
    let unread = case.asked().find(|(_, _, seen)| seen.understanding != Understanding::Understood);
    let words = format!("nothing asks for {}", case.setting.vocabulary.concepts.title(concept));
    match unread {
        Some((id, _, _)) => Judged::unknown(Want::Meaning(id)).because(words),
        None => Judged::yes().softly(met(case, concept, Confidence::Weak)).because(words),
    }
}
