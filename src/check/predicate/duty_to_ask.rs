//! `F must ask field C`: nothing asks it.

use super::{Breach, Predicate, Ways, signature};
use crate::check::case::Case;
use crate::check::truth::{Judged, Want};
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use crate::recognize::Confidence;
use crate::vocabulary::ConceptId;

/// Breached where neither the concept nor all of its parts are asked.
pub(super) struct Asks;

impl Predicate for Asks {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("ask"), Piece::Word("field"), Piece::Concepts]];
        signature("must-ask", SentenceKind::FormDuty, words, "nothing asks it")
    }

    fn at_form(&self, case: &Case<'_>, arguments: &Arguments) -> Vec<Breach> {
        let lacks = |concept: &ConceptId| {
            let found = found(case, *concept);
            (!met(case, *concept, &found)).then(|| Breach { field: None, judged: lacks(case, *concept, &found) })
        };
        arguments.concepts.iter().filter_map(lacks).collect()
    }
}

/// What the form asks of a concept: it, and what stands below or above it, each as surely as it was recognized.
fn found(case: &Case<'_>, concept: ConceptId) -> Vec<(ConceptId, Confidence)> {
    let table = &case.setting.vocabulary.concepts;
    let kin = |found: ConceptId| table.is(found, concept) || table.is(concept, found);
    case.viewed.asked.iter().filter(|(found, _)| kin(*found)).copied().collect()
}

/// Whether a concept is asked, by itself or by all its parts.
fn met(case: &Case<'_>, concept: ConceptId, found: &[(ConceptId, Confidence)]) -> bool {
    if found.is_empty() {
        return false;
    }
    let table = &case.setting.vocabulary.concepts;
    let itself = found.iter().any(|(asked, confidence)| *asked == concept && *confidence >= Confidence::Likely);
    let mut parts = table.iter().filter(|(_, row)| row.lineage.get(1) == Some(&concept)).map(|(id, _)| id).peekable();
    itself || (parts.peek().is_some() && parts.all(|part| met(case, part, found)))
}

/// How surely a concept is not asked: a question that cannot be read may be the one, and so may one about a part of it, or
/// about more.
fn lacks(case: &Case<'_>, concept: ConceptId, found: &[(ConceptId, Confidence)]) -> Judged {
    let table = &case.setting.vocabulary.concepts;
    let sure = found.iter().find(|(_, confidence)| *confidence >= Confidence::Likely);
    let words = match sure {
        Some((part, _)) if table.is(*part, concept) => format!("of {} it asks for {} alone", table.title(concept), table.title(*part)),
        Some((whole, _)) => format!("it asks for {}, which may include {}", table.title(*whole), table.title(concept)),
        None => format!("nothing asks for {}", table.title(concept)),
    };
    match case.viewed.unread {
        Some(id) => Judged::unknown(Want::Meaning(id)).because(words),
        None => Judged::yes().softly(!found.is_empty()).because(words),
    }
}
