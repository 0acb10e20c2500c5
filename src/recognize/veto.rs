//! What cancels a sign: look-alikes, reassurances, refusals, policies on equal treatment, organizations.
//!
//! A veto is local: it cancels what it meets in one text, never the field.

use super::automaton::Hit;
use super::sign::Channel;
use super::terms::{Entry, Kind, Steer};
use super::words::Token;

/// A text of this length that speaks of discrimination is a policy, and asks nothing.
const POLICY_LENGTH: usize = 250;

/// No phrase reaches further, its gaps included.
const LONGEST: u16 = 32;

/// Why a sign is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// A phrase that only looks like the concept; the number of its entry.
    LookAlike(u32),
    /// Its sentence reassures, and does not ask.
    Reassurance,
    /// Its sentence tells people to keep it out.
    Refusal,
    /// The text is a policy on equal treatment.
    Policy,
    /// The answer is about an organization, not about a person.
    Organization,
    /// It is an animal or a thing that has it.
    Thing,
    /// The question is for figures of many people, or on how something was written down.
    Aside,
    /// The heading tells of which place this is a part, and nobody lives there.
    Elsewhere,
    /// The text is what one agrees to or gives leave for.
    Agreement,
    /// It is what is spent on something.
    Cost,
}

/// Whether a text is a policy on equal treatment, given the words that steer in it.
pub(super) fn is_policy(text: &str, steers: u32) -> bool {
    let says = |steer: Steer| steers & steer.bit() != 0;
    says(Steer::Pledge) || (text.len() > POLICY_LENGTH && says(Steer::Compliance))
}

/// What its sentence says that cancels a hit, if it says that.
///
/// `turned` lists the sentences that reassure or refuse.
pub(super) fn cause(tokens: &[Token], turned: &[(u16, Steer)], hit: Hit, channel: Channel) -> Option<Cause> {
    let sentence = tokens.get(usize::from(hit.start))?.sentence;
    let said = |steer| turned.binary_search(&(sentence, steer)).is_ok();
    if said(Steer::Refusal) {
        return Some(Cause::Refusal);
    }
    let told = matches!(channel, Channel::Help | Channel::Context);
    (told && said(Steer::Reassurance)).then_some(Cause::Reassurance)
}

/// Whether what is found belongs to an animal or a thing: `dog's age`, `sex of the animal`.
pub(super) fn is_of_a_thing(tokens: &[Token], found: &[(Hit, Entry)], hit: Hit, little: impl Fn(usize) -> bool) -> bool {
    let ends = |at: u16| match (tokens.get(usize::from(at)), tokens.get(usize::from(hit.start))) {
        (Some(next), Some(first)) => next.sentence != first.sentence || next.joined,
        _ => true,
    };
    let after = |thing: Hit| thing.start >= hit.end && (hit.end..thing.start).all(|word| little(usize::from(word))) && ends(thing.end);
    stretch(found, hit, hit.end.saturating_add(LONGEST + 1)).iter().filter(|(_, entry)| entry.kind == Kind::Steer(Steer::Thing)).any(
        |(thing, _)| thing.end == hit.start || (thing.start < hit.end && hit.start < thing.end && thing.end == hit.end) || after(*thing),
    )
}

/// The look-alike that a hit meets; a hit that holds all of it and more stands.
pub(super) fn look_alike(found: &[(Hit, Entry)], hit: Hit, entry: Entry) -> Option<u32> {
    let meets =
        |(other, by): &&(Hit, Entry)| by.kind == Kind::LookAlike && by.row == entry.row && other.meets(hit) && !hit.swallows(*other);
    near(found, hit).iter().find(meets).map(|(other, _)| other.entry)
}

/// The hits that may share a word with one: phrases are short, and hits stand in the order of their first words.
pub(super) fn near(found: &[(Hit, Entry)], hit: Hit) -> &[(Hit, Entry)] {
    stretch(found, hit, hit.end)
}

/// The hits from the first that may reach one to the last that starts before a word.
fn stretch(found: &[(Hit, Entry)], hit: Hit, before: u16) -> &[(Hit, Entry)] {
    let first = found.partition_point(|(other, _)| other.start.saturating_add(LONGEST) < hit.start);
    let last = found.partition_point(|(other, _)| other.start < before);
    found.get(first..last).unwrap_or_default()
}
