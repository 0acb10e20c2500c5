//! What phrases say of the words that they hold, and of the text, as bits.

use super::terms::{Kind, Steer};
use super::words::Style;

/// The word says nothing of what the text is about.
pub(super) const EMPTY: u8 = 1;
/// It says nothing by itself.
pub(super) const BARE: u8 = 2;
/// It fills an identifier.
pub(super) const FILLS: u8 = 4;
/// It names a person.
pub(super) const SUBJECT: u8 = 8;
/// It joins two questions.
pub(super) const CONNECTOR: u8 = 16;
/// A phrase of a concept holds it.
pub(super) const CLAIMED: u8 = 32;

/// The text holds a sign of a concept.
pub(super) const SIGN: u8 = 1;
/// It names a person.
pub(super) const PERSON: u8 = 2;
/// It holds a part of a notice or a consent.
pub(super) const TOLD: u8 = 4;
/// It holds a phrase that only looks like a concept.
pub(super) const ALIKE: u8 = 8;

/// What a phrase says of the words that it holds.
pub(super) fn said(kind: Kind, style: Style) -> u8 {
    match kind {
        Kind::Steer(Steer::Filler) => EMPTY | FILLS,
        Kind::Steer(Steer::NameFiller) if style == Style::Name => EMPTY | FILLS,
        Kind::Steer(Steer::NameFiller) => FILLS,
        Kind::Steer(Steer::Optional) => EMPTY,
        Kind::Steer(Steer::Connector) => EMPTY | CONNECTOR,
        Kind::Steer(Steer::Bare) => BARE,
        Kind::Subject | Kind::Owner => EMPTY | SUBJECT,
        kind if kind.is_strong() => CLAIMED,
        _ => 0,
    }
}

/// What a phrase is, as a bit.
pub(super) fn kinds(kind: Kind) -> u8 {
    match kind {
        Kind::Phrase | Kind::Whole | Kind::Hint | Kind::Unmarked | Kind::Name => SIGN,
        Kind::Subject | Kind::Owner => PERSON,
        Kind::Notice | Kind::NoticeElement | Kind::Consent | Kind::ConsentElement => TOLD,
        Kind::LookAlike => ALIKE,
        Kind::Option | Kind::Answer | Kind::AnyAnswer | Kind::Steer(_) => 0,
    }
}
