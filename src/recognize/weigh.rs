//! Signs weighed into recognitions: how sure, the most specific concept, and why.

use std::sync::Arc;

use smallvec::SmallVec;

use super::sign::{Channel, Matched, Sign};
use super::tables::Tables;
use super::terms::Terms;
use super::veto::Cause;
use super::{Confidence, Evidence, Recognition, Veto};
use crate::form::Text;
use crate::source::{At, Place, Span};
use crate::vocabulary::{ConceptId, Id};

/// How many signs of one concept are told.
const TOLD: usize = 8;

/// As many concepts, or signs of one, as most questions have.
const FEW: usize = 8;

/// Room for the words of most signs.
const ROOM: usize = 256;

/// What the weighing of one field depends on besides its signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances {
    /// Whether its label says nothing by itself, so that the heading speaks for it.
    pub(super) bare: bool,
    /// Whether its name says something else than the heading.
    pub(super) named: bool,
    /// Whether help stands in the place of a label that is missing.
    pub(super) unlabeled: bool,
}

/// The judge of signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scales<'v> {
    /// The tables of the vocabulary.
    pub(super) tables: &'v Tables,
    /// Its phrases.
    pub(super) terms: &'v Terms,
}

impl Scales<'_> {
    /// What the signs of a field amount to, in the order of the concepts' ids.
    pub(super) fn weigh(&self, signs: &[Sign<'_>], around: Circumstances) -> Vec<Recognition> {
        let mut concepts: SmallVec<[u16; FEW]> = signs.iter().filter(|sign| sign.cancelled.is_none()).map(|sign| sign.concept).collect();
        concepts.sort_unstable();
        concepts.dedup();
        let judge = |concept: u16| Some((concept, self.judge(concept, signs, around)?));
        let mut judged: SmallVec<[(u16, Confidence); FEW]> = concepts.iter().copied().filter_map(judge).collect();
        // What the question says in words of its own goes before what stands around it; without a label its help is the question.
        let speaks = |sign: &Sign<'_>| sign.is_own() || (around.unlabeled && sign.channel == Channel::Help);
        let own = |concept: u16| signs.iter().any(|sign| sign.concept == concept && sign.cancelled.is_none() && speaks(sign));
        let told = judged.iter().any(|(concept, confidence)| *confidence > Confidence::Weak && own(*concept));
        let kin = |concept: u16| concepts.iter().any(|other| *other != concept && own(*other) && self.tables.related(concept, *other));
        judged.retain(|(concept, _)| !told || own(*concept) || kin(*concept));
        self.specific(&judged, signs)
    }

    /// The signs that were cancelled, in the order in which they were read.
    pub(super) fn vetoes(&self, signs: &[Sign<'_>]) -> Vec<Veto> {
        let mut vetoes: Vec<Veto> = Vec::new();
        let mut scratch = String::new();
        for sign in signs {
            let Some(cause) = sign.cancelled else { continue };
            if vetoes.iter().filter(|veto| veto.concept == id(sign.concept)).count() >= TOLD {
                continue;
            }
            let veto = Veto { concept: id(sign.concept), evidence: self.evidence(sign, &mut scratch), by: self.reason(cause) };
            if !vetoes.contains(&veto) {
                vetoes.push(veto);
            }
        }
        vetoes
    }

    fn reason(&self, cause: Cause) -> String {
        match cause {
            Cause::LookAlike(entry) => {
                let mut name = String::new();
                self.terms.name(entry, self.tables, &mut name);
                format!("look-alike `{name}`")
            }
            Cause::Reassurance => "the sentence reassures and does not ask".to_owned(),
            Cause::Refusal => "the sentence says to leave it out".to_owned(),
            Cause::Policy => "the text is a policy on equal treatment".to_owned(),
            Cause::Organization => "the answer is about an organization".to_owned(),
            Cause::Thing => "it is an animal or a thing that has it".to_owned(),
            Cause::Aside => "the question is for figures or on records, and not of a person".to_owned(),
            Cause::Elsewhere => "the heading tells which place it is a part of".to_owned(),
            Cause::Agreement => "one agrees to it or gives leave, and is asked nothing".to_owned(),
            Cause::Cost => "it is what is spent on something".to_owned(),
        }
    }

    /// How sure we are of one concept; none where only its surroundings speak of it.
    fn judge(&self, concept: u16, signs: &[Sign<'_>], around: Circumstances) -> Option<Confidence> {
        use Confidence::{Certain, Likely, Weak};
        let own = || signs.iter().filter(|sign| sign.concept == concept && sign.cancelled.is_none());
        // Where the label says nothing, a suggestive word of the name is all there is.
        let counts = |sign: &&Sign<'_>| !sign.faint || around.bare || self.seconded(concept, sign, signs);
        let direct = own().filter(|sign| sign.is_own()).filter(counts);
        let direct = direct.filter(|sign| !self.is_chance(concept, sign, signs));
        let Some(direct) = direct.max_by_key(|sign| sign.strength) else {
            let strong = |channel: Channel| own().any(|sign| sign.channel == channel && sign.strength >= Likely);
            return match (around.bare && strong(Channel::Context), strong(Channel::Help)) {
                (true, _) if around.named => Some(Weak),
                (true, true) => Some(Likely),
                (true, _) => Some(Likely),
                (false, true) if around.unlabeled => Some(Likely),
                (false, true) => Some(Weak),
                _ => None,
            };
        };
        Some(match (direct.strength, self.seconded(concept, direct, signs)) {
            (Certain, _) | (Likely, true) => Certain,
            (Likely, false) | (Weak, true) => Likely,
            (Weak, false) => Weak,
        })
    }

    /// Whether a sign is one choice among others, of what no law protects: a street is one of the places where one may sleep.
    fn is_chance(&self, concept: u16, sign: &Sign<'_>, signs: &[Sign<'_>]) -> bool {
        let single = |sign: &Sign<'_>| sign.channel == Channel::Choices && matches!(sign.matched, Matched::Bytes(..));
        let ordinary = self.tables.concept(concept).is_some_and(|row| !row.protected);
        ordinary && single(sign) && {
            let beside = |other: &&Sign<'_>| {
                let kin = other.cancelled.is_none() && self.tables.related(concept, other.concept);
                kin && (!single(other) || !std::ptr::eq(other.text, sign.text))
            };
            !signs.iter().any(|other| beside(&other))
        }
    }

    /// Whether another channel agrees, in words of its own.
    fn seconded(&self, concept: u16, first: &Sign<'_>, signs: &[Sign<'_>]) -> bool {
        signs.iter().any(|sign| {
            let kin = || self.tables.related(concept, sign.concept);
            let echo = || said(sign).is_some_and(|words| said(first).is_some_and(|others| same(words, others)));
            let counts = sign.channel != Channel::Help || sign.strength > Confidence::Weak;
            // A known answer list makes a choice count that alone would be too short.
            let list = matches!(sign.matched, Matched::Set(..)) && !matches!(first.matched, Matched::Set(..));
            let firm = first.strength > Confidence::Weak || sign.strength > Confidence::Weak || list;
            counts && firm && sign.cancelled.is_none() && (list || sign.channel != first.channel) && kin() && !echo()
        })
    }

    /// Leaves out a concept where one below it is as good as known, and keeps its signs with that one.
    fn specific(&self, judged: &[(u16, Confidence)], signs: &[Sign<'_>]) -> Vec<Recognition> {
        let below = |one: u16, other: u16| one != other && self.tables.is(one, other);
        let sure = |confidence: Confidence| confidence >= Confidence::Likely;
        let yields = |concept: u16, confidence: Confidence| {
            judged.iter().any(|(other, other_confidence)| below(*other, concept) && (sure(*other_confidence) || !sure(confidence)))
        };
        let kept = judged.iter().filter(|(concept, confidence)| !yields(*concept, *confidence));
        let told = |(concept, confidence): &(u16, Confidence)| {
            let mut backing: SmallVec<[&Sign<'_>; FEW]> = signs
                .iter()
                .filter(|sign| sign.cancelled.is_none() && (sign.concept == *concept || below(*concept, sign.concept)))
                .collect();
            backing.sort_by_key(|sign| (sign.concept != *concept, std::cmp::Reverse(sign.strength), sign.channel));
            Recognition { concept: id(*concept), confidence: *confidence, evidence: self.evidences(&backing) }
        };
        kept.map(told).collect()
    }

    fn evidences(&self, signs: &[&Sign<'_>]) -> Arc<[Evidence]> {
        let mut told: SmallVec<[&Sign<'_>; TOLD]> = SmallVec::new();
        for sign in signs {
            if told.len() >= TOLD {
                break;
            }
            // The text is most often the very same, and may be long.
            let same_text = |other: &Sign<'_>| std::ptr::eq(other.text, sign.text) || other.text.value == sign.text.value;
            let same = |other: &&Sign<'_>| other.part == sign.part && self.matched(other) == self.matched(sign) && same_text(other);
            if !told.iter().any(same) {
                told.push(sign);
            }
        }
        let mut scratch = String::with_capacity(ROOM);
        told.into_iter().map(|sign| self.evidence(sign, &mut scratch)).collect()
    }

    /// The words, or the code, that matched.
    fn matched<'s>(&'s self, sign: &'s Sign<'_>) -> &'s str {
        match &sign.matched {
            Matched::Bytes(from, to, _) => sign.text.value.get(*from as usize..*to as usize).unwrap_or_default(),
            Matched::Set(words, _) => words,
            Matched::Code(number, _) => {
                let concept = self.tables.concept(sign.concept);
                concept.and_then(|concept| concept.codes.get(*number)).map(String::as_str).unwrap_or_default()
            }
        }
    }

    /// A sign as it is told.
    pub(super) fn evidence(&self, sign: &Sign<'_>, scratch: &mut String) -> Evidence {
        let matched = self.matched(sign);
        let place = match &sign.matched {
            Matched::Bytes(from, to, _) => narrow(sign.text, *from, *to),
            Matched::Set(..) => sign.text.place,
            Matched::Code(_, place) => *place,
        };
        let term = |out: &mut String| match &sign.matched {
            Matched::Bytes(_, _, entry) | Matched::Set(_, entry) => self.terms.name(*entry, self.tables, out),
            Matched::Code(..) => {
                out.push_str(self.tables.concept(sign.concept).map(|concept| concept.id.as_str()).unwrap_or_default());
                out.push_str("/codes/");
                out.push_str(matched);
            }
        };
        Evidence::new((sign.part, place), (&sign.text.value, matched), term, scratch)
    }
}

fn id(concept: u16) -> ConceptId {
    Id::new(usize::from(concept))
}

/// The words of a text that matched.
pub(super) fn said<'s>(sign: &'s Sign<'_>) -> Option<&'s str> {
    match sign.matched {
        Matched::Bytes(from, to, _) => sign.text.value.get(from as usize..to as usize),
        _ => None,
    }
}

/// Whether words are the same but for case, a plural -s and what stands between them.
pub(super) fn same(one: &str, other: &str) -> bool {
    fn letters(words: &str) -> impl Iterator<Item = char> {
        words.trim_end_matches(['s', 'S']).chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    fn plain(words: &str) -> impl Iterator<Item = u8> {
        words.trim_end_matches(['s', 'S']).bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
    }
    if one.eq_ignore_ascii_case(other) {
        return true;
    }
    match one.is_ascii() && other.is_ascii() {
        true => plain(one).eq(plain(other)),
        false => letters(one).eq(letters(other)),
    }
}

/// The place of some bytes of a text, where the text stands in its source as it is read.
fn narrow(text: &Text<'_>, from: u32, to: u32) -> Place {
    let At::Text(span) = text.place.at else { return text.place };
    let lead = match span.len().checked_sub(text.value.len()) {
        Some(0) => 0,
        // A string between its quotes.
        Some(2) if matches!(text.value, std::borrow::Cow::Borrowed(_)) => 1,
        _ => return text.place,
    };
    let start = span.start.saturating_add(lead);
    Place { source: text.place.source, at: At::Text(Span { start: start.saturating_add(from), end: start.saturating_add(to) }) }
}
