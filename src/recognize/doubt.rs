//! A label and an identifier held against each other: where one of them says that the other's word means something else.

use super::Confidence;
use super::sign::{Channel, Sign};
use super::tables::Tables;
use super::veto::Cause;
use super::weigh::{said, same};
use crate::form::Text;

/// A label of more words asks what it asks as a whole.
const WORDY: usize = 8;

/// A label that is one word means what the identifier says that it does: `court_name` names a court, whatever "Name" would.
/// And one word of an identifier means what the label says: "Country of issue" is no address, whatever `country` would be.
pub(super) fn words(label: &Text<'_>, own: &mut [Sign<'_>], named: &mut [Sign<'_>]) {
    for doubted in named.iter().filter(|sign| is_alike(sign) && is_all(label, sign)) {
        let same = own.iter_mut().filter(|sign| sign.cancelled.is_none() && sign.concept == doubted.concept);
        same.for_each(|sign| sign.cancelled = doubted.cancelled);
    }
    for sign in named.iter_mut().filter(|sign| sign.cancelled.is_none() && is_word(sign)) {
        let kin = |other: &&Sign<'_>| other.concept == sign.concept;
        let stands = own.iter().filter(kin).any(|other| other.cancelled.is_none());
        let alike = own.iter().filter(kin).find(|other| is_alike(other)).filter(|_| !stands);
        sign.cancelled = alike.and_then(|other| other.cancelled);
    }
}

/// One word of an identifier only supports what a label says in words of its own: one among others, or one that the label holds
/// too and says otherwise with. The signs of the name start at `labeled`; `long` tells that the label is a sentence.
pub(super) fn name(label: Option<&Text<'_>>, long: bool, tables: &Tables, labeled: usize, signs: &mut [Sign<'_>]) {
    for index in labeled..signs.len() {
        let Some(sign) = signs.get(index).filter(|sign| sign.channel == Channel::Name && sign.strength > Confidence::Weak) else {
            continue;
        };
        let weak = (long && sign.strength == Confidence::Likely) || label.is_some_and(|label| holds(label, sign));
        let least = if label.is_some_and(is_wordy) { Confidence::Likely } else { Confidence::Weak };
        if weak
            && !is_backed(sign, signs, least, tables)
            && let Some(sign) = signs.get_mut(index)
        {
            (sign.strength, sign.faint) = (Confidence::Weak, true);
        }
    }
}

/// Whether something else than names and headings speaks of the same.
fn is_backed(sign: &Sign<'_>, signs: &[Sign<'_>], least: Confidence, tables: &Tables) -> bool {
    let speaks = |other: &Sign<'_>| !matches!(other.channel, Channel::Name | Channel::Context) && !other.faint && other.cancelled.is_none();
    signs.iter().any(|other| speaks(other) && other.strength >= least && tables.related(other.concept, sign.concept))
}

/// Whether a label is so long that one of its words tells little of what it asks.
fn is_wordy(label: &Text<'_>) -> bool {
    label.value.split_whitespace().nth(WORDY).is_some()
}

/// Whether the last step of a name says a label over again: `passport.issue_date` and "Issue date".
pub(super) fn echoes(name: &str, label: &str) -> bool {
    name.rsplit(['.', '/']).next().is_some_and(|step| same(step, label))
}

/// Whether a label holds the word that matched as a word of its own.
fn holds(label: &Text<'_>, sign: &Sign<'_>) -> bool {
    let Some(word) = said(sign) else { return false };
    label.value.split(|char: char| !char.is_alphanumeric()).any(|other| other.eq_ignore_ascii_case(word))
}

/// Whether a look-alike cancelled a sign.
fn is_alike(sign: &Sign<'_>) -> bool {
    matches!(sign.cancelled, Some(Cause::LookAlike(_)))
}

/// Whether what matched is one word.
fn is_word(sign: &Sign<'_>) -> bool {
    said(sign).is_some_and(|word| word.bytes().skip(1).all(|letter| letter.is_ascii_lowercase()))
}

/// Whether the word that matched is all that a label says.
fn is_all(label: &Text<'_>, sign: &Sign<'_>) -> bool {
    said(sign).is_some_and(|word| same(word, &label.value))
}
