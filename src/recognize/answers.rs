//! What the choices of a question mean: option sets that betray a concept, and answers that rules may name.

use super::Confidence;
use super::channels::Reader;
use super::sign::{Channel, Gathered, Matched, Sign};
use super::tables::Tables;
use super::terms::Kind;
use super::words::Style;
use crate::form::{Choice, Field, Part, Text};
use crate::vocabulary::ConceptId;

/// An answer list betrays a concept where at least one in so many of its answers belongs to the concept's set.
const CHANCE: usize = 8;

/// What a text means as a choice: an option, an answer of a concept, or one of any concept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant {
    kind: Kind,
    row: u16,
    part: u16,
    entry: u32,
}

/// What the text that was read last means as a choice.
pub(super) fn meant(reader: &mut Reader<'_>) {
    let mut meant = std::mem::take(&mut reader.meant);
    meant.clear();
    let words = reader.words.tokens.len();
    meant.extend(reader.found.iter().filter_map(|&(hit, entry)| {
        // A long choice may say more than the phrase: it means it where it starts with it or hardly says more.
        let near = usize::from(hit.end - hit.start) + 2 >= words;
        // A letter means what it stands for only where nothing follows it.
        let letter = hit.end - hit.start == 1 && reader.letters(hit) == 1;
        let counts = match entry.kind {
            Kind::Option if (letter && words > 1) || reader.is_cancelled(hit, entry) => false,
            // One word that a long choice goes on from is a word like any other: "They all live with me".
            Kind::Option => near || hit.mask.count_ones() > 1 || (hit.start == 0 && (words <= 4 || reader.is_end(hit))),
            Kind::Answer => near || hit.start == 0,
            Kind::AnyAnswer => near || (hit.mask.count_ones() > 1 && words <= 12),
            _ => false,
        };
        counts.then_some(Meant { kind: entry.kind, row: entry.row, part: entry.part, entry: hit.entry })
    }));
    reader.meant = meant;
}

/// What each choice of one field means, by number.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    /// The number of the choice, of the concept, and of its answer.
    own: Vec<(usize, u16, u16)>,
    /// The number of the choice, and of the answer of any concept.
    any: Vec<(usize, u16)>,
    /// Labels of option sets: the concept, the set, the choice, and the number of the entry.
    sets: Vec<(u16, u16, usize, u32)>,
    choices: usize,
}

impl Meanings {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.own.clear();
        self.any.clear();
        self.sets.clear();
        self.choices = 0;
    }

    /// Whether a choice means an answer of any concept.
    pub(super) fn has(&self, tables: &Tables, answer: &str) -> bool {
        self.any.iter().any(|(_, number)| tables.answers.get(usize::from(*number)).is_some_and(|id| id == answer))
    }

    /// What each choice means, for a question about these concepts.
    pub(super) fn told(&self, tables: &Tables, about: &[ConceptId]) -> Vec<Vec<String>> {
        if self.own.is_empty() && self.any.is_empty() {
            return Vec::new();
        }
        let mut told = vec![Vec::new(); self.choices];
        let mut tell = |choice: usize, answer: &str| {
            if let Some(answers) = told.get_mut(choice)
                && !answers.iter().any(|there| there == answer)
            {
                answers.push(answer.to_owned());
            }
        };
        for (choice, concept, answer) in &self.own {
            let kin = about.iter().filter_map(|other| u16::try_from(other.index()).ok());
            let kin = kin.into_iter().any(|other| tables.related(other, *concept));
            if let Some(answer) = tables.concept(*concept).filter(|_| kin).and_then(|row| row.answers.get(usize::from(*answer))) {
                tell(*choice, answer);
            }
        }
        for (choice, answer) in &self.any {
            if let Some(answer) = tables.answers.get(usize::from(*answer)) {
                tell(*choice, answer);
            }
        }
        told.iter_mut().for_each(|answers| answers.sort_unstable());
        told
    }

    /// Reads the choices of a field: signs, option sets, answers. Tells whether one of them holds a word.
    pub(super) fn read<'f>(&mut self, reader: &mut Reader<'_>, field: &'f Field<'f>, tables: &Tables, out: &mut Gathered<'f>) -> bool {
        let mut readable = false;
        self.choices = field.choices.len();
        for (number, choice) in field.choices.iter().enumerate() {
            for text in texts(choice) {
                let gist = reader.choice(text, out);
                readable |= gist.readable;
                self.note(&reader.meant, number);
            }
        }
        let text = |number: usize| field.choices.get(number).and_then(|choice| texts(choice).next());
        self.sets(tables, &text, out);
        readable
    }

    /// Reads the labels of the parts of one question as if they were its choices.
    pub(super) fn group<'f>(&mut self, reader: &mut Reader<'_>, labels: &[&'f Text<'f>], tables: &Tables, out: &mut Gathered<'f>) {
        self.choices = labels.len();
        for (number, text) in labels.iter().enumerate() {
            reader.scan(text, Style::Prose);
            meant(reader);
            self.note(&reader.meant, number);
        }
        self.sets(tables, &|number| labels.get(number).copied(), out);
        self.clear();
    }

    fn note(&mut self, meant: &[Meant], choice: usize) {
        for meant in meant {
            match meant.kind {
                Kind::Option => self.sets.push((meant.row, meant.part, choice, meant.entry)),
                Kind::Answer => self.own.push((choice, meant.row, meant.part)),
                _ => self.any.push((choice, meant.row)),
            }
        }
    }

    fn sets<'f>(&mut self, tables: &Tables, text: &dyn Fn(usize) -> Option<&'f Text<'f>>, out: &mut Gathered<'f>) {
        self.sets.sort_unstable();
        self.sets.dedup_by_key(|(concept, set, choice, _)| (*concept, *set, *choice));
        for found in self.sets.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let Some((concept, set, first, entry)) = found.first().copied() else { continue };
            let row = tables.concept(concept);
            let Some(needed) = row.and_then(|row| row.sets.get(usize::from(set))).map(|(_, needed)| *needed) else { continue };
            // A few answers of a set among very many others are chance: a list of towns holds White and Black.
            let enough = found.len() >= needed.max(1) && found.len() * CHANCE >= self.choices;
            let Some(place) = text(first).filter(|_| enough) else { continue };
            let labels: Vec<&str> = found.iter().filter_map(|(_, _, choice, _)| Some(text(*choice)?.value.as_ref())).collect();
            out.signs.push(Sign {
                concept,
                channel: Channel::Choices,
                part: Part::Choice,
                strength: Confidence::Likely,
                text: place,
                faint: false,
                matched: Matched::Set(labels.join("; "), entry),
                cancelled: None,
            });
        }
    }
}

/// What a choice shows: its label, or its value where it has none, and the translations.
fn texts<'f>(choice: &'f Choice<'f>) -> impl Iterator<Item = &'f Text<'f>> {
    choice.label.as_ref().or(choice.value.as_ref()).into_iter().chain(&choice.translations)
}
