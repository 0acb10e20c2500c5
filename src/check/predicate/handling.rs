//! What becomes of an answer, as the form or its context declares: recipients, retention, transport, purpose.
//! Nothing declared is not known.

use super::{Point, Predicate, Ways, signature};
use crate::check::truth::{Judged, Want};
use crate::context::Retention;
use crate::policy::{Arguments, Piece, SentenceKind, Signature};

/// Breached where the recipients that are declared hold one of these.
pub(super) struct Recipient;

/// Breached where answers are declared to be kept.
pub(super) struct NotKept;

/// Breached where answers are declared to be kept for longer.
pub(super) struct KeptFor;

/// Breached where answers are declared to travel in the clear.
pub(super) struct Encrypted;

/// Breached nowhere, and undecided where no purpose is declared.
pub(super) struct Purpose;

impl Predicate for Recipient {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("not"), Piece::Word("go"), Piece::Word("to"), Piece::Recipients]];
        signature("not-to-recipient", SentenceKind::FieldDuty, words, "the form declares that it goes there")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        let Some(recipients) = &point.case.setting.context.recipients else { return Judged::unknown(Want::Recipients) };
        let table = &point.case.setting.vocabulary.recipients;
        match recipients.iter().find(|known| arguments.recipients.contains(&known.value)) {
            Some(known) => Judged::yes().because(format!("answers are declared to go to {}", table.title(known.value))),
            None => Judged::no(),
        }
    }
}

impl Predicate for NotKept {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("not"), Piece::Word("be"), Piece::Word("kept")]];
        signature("not-kept", SentenceKind::FieldDuty, words, "the form declares that it is kept")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        kept_longer(point, 0)
    }
}

impl Predicate for KeptFor {
    fn signature(&self) -> Signature {
        let words: Ways =
            &[&[Piece::Word("not"), Piece::Word("be"), Piece::Word("kept"), Piece::Word("over"), Piece::Number, Piece::Word("days")]];
        signature("kept-for", SentenceKind::FieldDuty, words, "the form declares that it is kept for longer")
    }

    fn at_field(&self, point: Point<'_, '_>, arguments: &Arguments) -> Judged {
        kept_longer(point, arguments.numbers.first().copied().unwrap_or_default())
    }
}

impl Predicate for Encrypted {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("travel"), Piece::Word("encrypted")]];
        signature("encrypted", SentenceKind::FieldDuty, words, "the form declares that it travels in the clear")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        match &point.case.setting.context.encrypted {
            None => Judged::unknown(Want::Encrypted),
            Some(known) if known.value => Judged::no(),
            Some(_) => Judged::yes().because("answers are declared to travel in the clear"),
        }
    }
}

impl Predicate for Purpose {
    fn signature(&self) -> Signature {
        let words: Ways = &[&[Piece::Word("have"), Piece::Word("a"), Piece::Word("purpose")]];
        signature("has-purpose", SentenceKind::FieldDuty, words, "no purpose is declared (undecided)")
    }

    fn at_field(&self, point: Point<'_, '_>, _arguments: &Arguments) -> Judged {
        match point.case.purposes(Some(point.field)).is_empty() {
            true => Judged::unknown(Want::Purpose(Some(point.id))),
            false => Judged::no(),
        }
    }
}

fn kept_longer(point: Point<'_, '_>, days: u64) -> Judged {
    let Some(known) = &point.case.setting.context.retention else { return Judged::unknown(Want::Retention) };
    match known.value {
        Retention::Forever => Judged::yes().because("answers are declared to be kept without an end"),
        Retention::Days(kept) if u64::from(kept) > days => {
            Judged::yes().because(format!("answers are declared to be kept for {kept} days"))
        }
        Retention::Days(_) | Retention::NotKept => Judged::no(),
    }
}
