//! Which texts of a form are notices and consents of the vocabulary.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::automaton::Hit;
use super::channels::Reader;
use super::question::NOTICE_LENGTH;
use super::tables::Tables;
use super::terms::{Entry, Kind};
use super::words::Token;
use super::{Found, Recognizer, SeenNotice};
use crate::form::{FieldId, Form, Part, SectionId, Text};
use crate::vocabulary::Id;

/// How far apart two text blocks may stand and still be read as one: other blocks in between do not count.
const NEAR: u32 = 1;

/// A text that may be a notice.
struct Candidate<'f> {
    part: Part,
    field: Option<FieldId>,
    section: Option<SectionId>,
    order: u32,
    text: &'f Text<'f>,
}

/// What was found in one text: kind, row, element, and the bytes.
type Mark = (Kind, u16, u16, u32, u32);

/// What was found in each text that was read, by the address of the text, which stays while its form is looked at.
#[derive(Debug, Default)]
pub(super) struct Marks {
    all: Vec<Mark>,
    by_text: FxHashMap<usize, Range<usize>>,
}

impl Marks {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.by_text.clear();
    }

    /// Notes what a text holds.
    pub(super) fn note(&mut self, text: &Text<'_>, found: &[(Hit, Entry)], tokens: &[Token]) {
        let start = self.all.len();
        let byte = |word: u16| tokens.get(usize::from(word));
        let marks = |kind| matches!(kind, Kind::Notice | Kind::NoticeElement | Kind::Consent | Kind::ConsentElement);
        self.all.extend(found.iter().filter(|(_, entry)| marks(entry.kind)).map(|(hit, entry)| {
            let from = byte(hit.start).map_or(0, |token| token.from);
            let to = byte(hit.end.saturating_sub(1)).map_or(0, |token| token.to);
            (entry.kind, entry.row, entry.part, from, to)
        }));
        self.by_text.insert(std::ptr::from_ref(text).addr(), start..self.all.len());
    }

    /// What a text holds; none where it was not read.
    fn of(&self, text: &Text<'_>) -> Option<&[Mark]> {
        self.all.get(self.by_text.get(&std::ptr::from_ref(text).addr())?.clone())
    }
}

impl Recognizer {
    /// The texts of a form that are notices or consents, in the order a person meets them.
    pub(super) fn notices(&self, form: &Form<'_>, reader: &mut Reader<'_>) -> Vec<SeenNotice> {
        let candidates = candidates(form);
        for candidate in &candidates {
            // A short help text that had nothing to add to its question was left aside.
            let aside = candidate.part == Part::Help && candidate.text.value.len() < NOTICE_LENGTH;
            if !aside && reader.marks.of(candidate.text).is_none() {
                reader.note(candidate.text);
            }
        }
        let marks = |candidate: &Candidate<'_>| reader.marks.of(candidate.text).unwrap_or_default();
        let mut seen = Vec::new();
        for (index, candidate) in candidates.iter().enumerate() {
            let own = marks(candidate);
            if own.is_empty() {
                continue;
            }
            let near = candidates.get(neighbours(&candidates, index)).unwrap_or_default();
            let around: Vec<Mark> = near.iter().flat_map(marks).copied().collect();
            let notices = found(own, &around, candidate.text, (Kind::Notice, Kind::NoticeElement), &self.tables);
            let consents = found(own, &around, candidate.text, (Kind::Consent, Kind::ConsentElement), &self.tables);
            if !notices.is_empty() || !consents.is_empty() {
                seen.push(SeenNotice {
                    part: candidate.part,
                    field: candidate.field,
                    section: candidate.section,
                    order: candidate.order,
                    place: candidate.text.place,
                    text: candidate.text.value.clone().into_owned(),
                    notices,
                    consents,
                });
            }
        }
        seen
    }
}

fn candidates<'f>(form: &'f Form<'f>) -> Vec<Candidate<'f>> {
    let mut candidates = Vec::new();
    for (number, section) in form.sections.iter().enumerate() {
        let own = Some(SectionId(u32::try_from(number).unwrap_or(u32::MAX)));
        for text in section.title.iter().chain(&section.translations) {
            candidates.push(Candidate { part: Part::Section, field: None, section: own, order: section.order, text });
        }
    }
    for notice in &form.notices {
        for text in std::iter::once(&notice.text).chain(&notice.translations) {
            candidates.push(Candidate { part: Part::Notice, field: None, section: notice.section, order: notice.order, text });
        }
    }
    for (id, field) in form.numbered() {
        let texts = field.label.iter().map(|text| (Part::Label, text)).chain(field.help.iter().map(|text| (Part::Help, text)));
        for (part, text) in texts.chain(field.translations.iter().map(|(part, text)| (*part, text))) {
            candidates.push(Candidate { part, field: Some(id), section: field.section, order: field.order, text });
        }
    }
    candidates.sort_by_key(|candidate| candidate.order);
    candidates
}

/// The texts that are read together with one: the run of text blocks that it stands in, or all texts of its field.
fn neighbours(candidates: &[Candidate<'_>], index: usize) -> std::ops::Range<usize> {
    let together = |one: &Candidate<'_>, other: &Candidate<'_>| {
        let same = one.order == other.order;
        let blocks = one.part == Part::Notice && other.part == Part::Notice && one.section == other.section;
        same || (blocks && one.order.abs_diff(other.order) <= NEAR)
    };
    let pair = |first: usize| candidates.get(first).zip(candidates.get(first + 1)).is_some_and(|(one, other)| together(one, other));
    let start = (0..index).rev().take_while(|first| pair(*first)).last().unwrap_or(index);
    let end = (index..candidates.len()).take_while(|first| pair(*first)).last().map_or(index, |first| first + 1);
    start..end + 1
}

fn found<R>(own: &[Mark], around: &[Mark], text: &Text<'_>, kinds: (Kind, Kind), tables: &Tables) -> Vec<Found<Id<R>>> {
    let elements = if kinds.0 == Kind::Notice { &tables.notices } else { &tables.consents };
    let mut rows: Vec<&Mark> = own.iter().filter(|mark| mark.0 == kinds.0).collect();
    // The longest match stands for the row.
    rows.sort_by_key(|mark| (mark.1, std::cmp::Reverse(mark.4 - mark.3), mark.3));
    rows.dedup_by_key(|mark| mark.1);
    let told = |mark: &Mark| {
        let mut present: Vec<u16> = around.iter().filter(|other| other.0 == kinds.1 && other.1 == mark.1).map(|other| other.2).collect();
        present.sort_unstable();
        present.dedup();
        let names = elements.get(usize::from(mark.1)).map(Vec::as_slice).unwrap_or_default();
        Found {
            id: Id::new(usize::from(mark.1)),
            matched: text.value.get(mark.3 as usize..mark.4 as usize).unwrap_or_default().to_owned(),
            elements: present.into_iter().filter_map(|number| names.get(usize::from(number)).cloned()).collect(),
        }
    };
    rows.into_iter().map(told).collect()
}
