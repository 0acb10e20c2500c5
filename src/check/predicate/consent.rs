//! `must follow consent N`: it, or an element it lists, is missing or comes after.

use super::notice::text_near;
use super::{Point, Predicate, Ways, signature};
use crate::check::truth::Judged;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};
use crate::vocabulary::ConsentId;

/// Breached where the consent is missing or comes after the question.
pub(super) struct Follows;

impl Predicate for Follows {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("follow"), Piece::Word("consent"), Piece::Consents]];
        Signature {
            it: &[&[Piece::Word("follows"), Piece::Word("consent"), Piece::Consents]],
            ..signature("follows-consent", SentenceKind::FieldDuty, words, "it, or an element it lists, is missing or comes after")
        }
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        Judged::any(arguments.consents.iter().map(|consent| missing(point, *consent)))
    }
}

fn missing(point: Point<'_, '_>, consent: ConsentId) -> Judged {
    let table = &point.case.setting.vocabulary.consents;
    let found = || {
        point
            .case
            .viewed
            .seen
            .notices
            .iter()
            .flat_map(|text| text.consents.iter().filter(|found| found.id == consent).map(move |found| (text, found)))
    };
    let before = found().filter(|(text, _)| text.order <= point.field.order).max_by_key(|(_, found)| found.elements.len());
    let Some((_, best)) = before else {
        let after = found().next().is_some();
        let words = if after { "comes after it" } else { "is missing" };
        let soft = !after && text_near(point.case, point.field);
        return Judged::yes().softly(soft).because(format!("the consent `{}` {words}", table.name(consent)));
    };
    let wanted = table.row(consent).into_iter().flat_map(|row| row.0.elements.iter());
    let lacking: Vec<&str> = wanted.filter(|element| !best.elements.contains(&element.id)).map(|element| element.id.as_str()).collect();
    match lacking.is_empty() {
        true => Judged::no(),
        false => Judged::yes().softly(true).because(format!(
            "the consent `{}` does not appear to say: {}",
            table.name(consent),
            lacking.join("; ")
        )),
    }
}
