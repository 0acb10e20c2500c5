//! All phrases of the vocabulary, compiled into one automaton, and what each of them means there.

use serde::{Deserialize, Serialize};

use super::automaton::{self, Automaton, GAP};
use super::known::Known;
use super::packed::List;
use super::pattern::expand;
use super::scripts;
use super::tables::Tables;
use super::tongue::{self, AT_HOME, HOME, Tongues};
use super::words::{Style, UNKNOWN, Words};
use crate::vocabulary::{Phrases, Vocabulary};

/// What a phrase is to recognition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Sufficient for a concept.
    Phrase,
    /// Sufficient where it is the whole text.
    Whole,
    /// Suggestive of a concept.
    Hint,
    /// A phrase of Vietnamese without its marks: suggestive of a concept.
    Unmarked,
    /// The spelling of an identifier.
    Name,
    /// A label of an option set.
    Option,
    /// Cancels a concept.
    LookAlike,
    /// An answer of a concept.
    Answer,
    /// An answer of any concept.
    AnyAnswer,
    /// Names a subject.
    Subject,
    /// Names a subject where it owns what is asked.
    Owner,
    /// Recognizes a notice.
    Notice,
    /// Recognizes an element of a notice.
    NoticeElement,
    /// Recognizes a consent.
    Consent,
    /// Recognizes an element of a consent.
    ConsentElement,
    /// One of the words that are about no concept.
    Steer(Steer),
}

impl Kind {
    /// Whether it can be sufficient for a concept.
    pub(super) fn is_strong(self) -> bool {
        matches!(self, Self::Phrase | Self::Whole | Self::Name)
    }
}

/// Every kind, in the order of the numbers that stand for them where phrases are kept.
const KINDS: [Kind; 32] = [
    Kind::Phrase,
    Kind::Whole,
    Kind::Hint,
    Kind::Unmarked,
    Kind::Name,
    Kind::Option,
    Kind::LookAlike,
    Kind::Answer,
    Kind::AnyAnswer,
    Kind::Subject,
    Kind::Owner,
    Kind::Notice,
    Kind::NoticeElement,
    Kind::Consent,
    Kind::ConsentElement,
    Kind::Steer(Steer::Filler),
    Kind::Steer(Steer::NameFiller),
    Kind::Steer(Steer::Bare),
    Kind::Steer(Steer::Reassurance),
    Kind::Steer(Steer::Refusal),
    Kind::Steer(Steer::Optional),
    Kind::Steer(Steer::NotOptional),
    Kind::Steer(Steer::Compliance),
    Kind::Steer(Steer::Pledge),
    Kind::Steer(Steer::Connector),
    Kind::Steer(Steer::Aside),
    Kind::Steer(Steer::Thing),
    Kind::Steer(Steer::FollowUp),
    Kind::Steer(Steer::Place),
    Kind::Steer(Steer::Site),
    Kind::Steer(Steer::Agreement),
    Kind::Steer(Steer::Cost),
];

/// What a word that is about no concept does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Steer {
    /// Says nothing of what a question is about.
    Filler,
    /// Says nothing of it in an identifier.
    NameFiller,
    /// Says nothing by itself.
    Bare,
    /// Names a concept and does not ask for it.
    Reassurance,
    /// Tells people to keep something out.
    Refusal,
    /// Says that one need not answer.
    Optional,
    /// Only seems to say so.
    NotOptional,
    /// Marks a policy on equal treatment.
    Compliance,
    /// Promises equal treatment, however short the text.
    Pledge,
    /// Joins two questions.
    Connector,
    /// Marks a question for figures of many people, or on how something was written down: nobody is asked of themselves.
    Aside,
    /// Names an animal or a thing, which may have an age, a sex or a color too.
    Thing,
    /// Asks for more of what was asked just before.
    FollowUp,
    /// Names a part of a place.
    Place,
    /// Names a place where nobody lives.
    Site,
    /// Says that one agrees, gives leave or has read something.
    Agreement,
    /// Names what is spent on something.
    Cost,
}

impl Steer {
    /// A bit of its own.
    pub(super) fn bit(self) -> u32 {
        1 << self as u16
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "filler" => Self::Filler,
            "name_filler" => Self::NameFiller,
            "bare" => Self::Bare,
            "reassurance" => Self::Reassurance,
            "refusal" => Self::Refusal,
            "optional" => Self::Optional,
            "not_optional" => Self::NotOptional,
            "compliance" => Self::Compliance,
            "pledge" => Self::Pledge,
            "connector" => Self::Connector,
            "aside" => Self::Aside,
            "thing" => Self::Thing,
            "follow_up" => Self::FollowUp,
            "place" => Self::Place,
            "site" => Self::Site,
            "agreement" => Self::Agreement,
            "cost" => Self::Cost,
            _ => return None,
        })
    }
}

/// What one phrase means: the row it belongs to, and where it is written there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    /// What it is to recognition.
    pub(super) kind: Kind,
    /// The number of the row: a concept, subject, notice, consent, or answer of any concept.
    pub(super) row: u16,
    /// The number of the option set, answer or element in the row.
    pub(super) part: u16,
    /// The number of its language.
    language: u8,
    /// The number of the pattern in its list, from 0.
    number: u16,
}

/// The language of what is in none: identifiers, and the names of subjects. They are read like texts at home.
const NO_LANGUAGE: u8 = u8::MAX;

impl Entry {
    /// As two numbers: kind, language and part; row and number.
    fn packed(self) -> [u32; 2] {
        let kind = KINDS.iter().position(|kind| *kind == self.kind).and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        [kind << 24 | u32::from(self.language) << 16 | u32::from(self.part), u32::from(self.row) << 16 | u32::from(self.number)]
    }

    #[inline]
    fn unpacked(first: u32, second: u32) -> Option<Self> {
        let [kind, language, part @ ..] = first.to_be_bytes();
        let [row @ .., high, low] = second.to_be_bytes();
        Some(Self {
            kind: *KINDS.get(usize::from(kind))?,
            row: u16::from_be_bytes(row),
            part: u16::from_be_bytes(part),
            language,
            number: u16::from_be_bytes([high, low]),
        })
    }

    /// The languages in which a text may be for this to be found in it.
    pub(super) fn tongues(self) -> Tongues {
        if self.language == NO_LANGUAGE { HOME } else { tongue::bit(usize::from(self.language)) }
    }

    /// Whether it is in a language of its own, which is not one of those at home.
    pub(super) fn is_foreign(self) -> bool {
        self.tongues() & HOME == 0
    }
}

/// The compiled vocabulary.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Terms {
    /// The words that phrases hold.
    pub(super) known: Known,
    /// The phrases.
    pub(super) automaton: Automaton,
    /// What the phrases mean, two numbers for each: to load them is to look at them where they lie in the program.
    entries: List,
    /// The languages that the phrases are in.
    pub(super) languages: Vec<String>,
    /// The languages whose phrases hold each word, by the number of the word.
    voices: List,
    /// Words of languages that no phrase is in, in the order of their letters.
    pub(super) foreign: Vec<String>,
}

impl Terms {
    /// All phrases of a vocabulary.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut compiler = Compiler::default();
        compiler.terms.languages = AT_HOME.map(str::to_owned).to_vec();
        compiler.steering(vocabulary);
        compiler.concepts(vocabulary);
        compiler.subjects(vocabulary);
        compiler.texts(vocabulary);
        compiler.ordinary(vocabulary);
        compiler.foreign(vocabulary);
        Self { automaton: compiler.phrases.automaton(), ..compiler.terms }
    }

    /// What a found phrase means.
    pub(super) fn entry(&self, number: u32) -> Option<Entry> {
        let at = number as usize * 2;
        Entry::unpacked(self.entries.get(at)?, self.entries.get(at + 1)?)
    }

    /// The languages whose phrases hold a word.
    pub(super) fn voices(&self, word: u32) -> Tongues {
        self.voices.get(word as usize).unwrap_or_default()
    }

    /// The language of an entry; empty where it is in none.
    pub(super) fn tag(&self, entry: Entry) -> &str {
        self.languages.get(usize::from(entry.language)).map(String::as_str).unwrap_or_default()
    }

    /// The name of an entry of a concept, such as `immigration_status/phrases/en/3`; patterns are counted from 1.
    pub(super) fn name(&self, number: u32, tables: &Tables, out: &mut String) {
        let Some(entry) = self.entry(number) else { return };
        let Some(concept) = tables.concept(entry.row) else { return };
        let language = self.tag(entry);
        let set = || concept.sets.get(usize::from(entry.part)).map(|(set, _)| set.as_str()).unwrap_or_default();
        out.push_str(&concept.id);
        let steps = match entry.kind {
            Kind::Phrase | Kind::Unmarked => ["phrases", language, ""],
            Kind::Whole => ["whole", language, ""],
            Kind::Hint => ["hints", language, ""],
            Kind::LookAlike => ["look_alikes", language, ""],
            Kind::Option => ["options", set(), language],
            _ => ["names", "", ""],
        };
        for step in steps.into_iter().filter(|step| !step.is_empty()) {
            out.push('/');
            out.push_str(step);
        }
        out.push('/');
        out.push_str(itoa::Buffer::new().format(entry.number + 1));
    }
}

#[derive(Default)]
struct Compiler {
    terms: Terms,
    phrases: automaton::Phrases,
    words: Words,
    ids: Vec<u32>,
}

impl Compiler {
    fn steering(&mut self, vocabulary: &Vocabulary) {
        for (name, phrases) in &vocabulary.words {
            if let Some(steer) = Steer::named(name) {
                self.lists(phrases, Kind::Steer(steer), 0, 0);
            }
        }
    }

    fn concepts(&mut self, vocabulary: &Vocabulary) {
        for (id, concept) in vocabulary.concepts.iter() {
            let (row, lexicon) = (id.index(), &concept.lexicon);
            self.lists(&lexicon.phrases, Kind::Phrase, row, 0);
            self.lists(&lexicon.whole, Kind::Whole, row, 0);
            self.lists(&lexicon.hints, Kind::Hint, row, 0);
            self.lists(&lexicon.look_alikes, Kind::LookAlike, row, 0);
            for (number, name) in lexicon.names.iter().enumerate() {
                self.pattern(name, Entry { kind: Kind::Name, row: clip(row), part: 0, language: NO_LANGUAGE, number: clip(number) });
            }
            for (set, options) in lexicon.options.iter().enumerate() {
                self.lists(&options.labels, Kind::Option, row, set);
            }
            for (answer, (_, phrases)) in concept.answers.iter().enumerate() {
                self.lists(phrases, Kind::Answer, row, answer);
            }
        }
    }

    fn subjects(&mut self, vocabulary: &Vocabulary) {
        for (id, subject) in vocabulary.subjects.iter() {
            self.lists(&subject.phrases, Kind::Subject, id.index(), 0);
            // "People" and "organization" stand in too many labels to own what is asked.
            if subject.lineage.len() > 1 {
                for word in &subject.words {
                    self.pattern(word, Entry { kind: Kind::Owner, row: clip(id.index()), part: 0, language: NO_LANGUAGE, number: 0 });
                    if !word.contains(' ') {
                        self.words.learn(word, &mut self.terms.known);
                        self.terms.known.person(&self.words.glued());
                    }
                }
            }
        }
    }

    fn texts(&mut self, vocabulary: &Vocabulary) {
        for (answer, (_, phrases)) in vocabulary.answers.iter().enumerate() {
            self.lists(phrases, Kind::AnyAnswer, answer, 0);
        }
        for (id, notice) in vocabulary.notices.iter() {
            self.lists(&notice.0.phrases, Kind::Notice, id.index(), 0);
            for (element, term) in notice.0.elements.iter().enumerate() {
                self.lists(&term.phrases, Kind::NoticeElement, id.index(), element);
            }
        }
        for (id, consent) in vocabulary.consents.iter() {
            self.lists(&consent.0.phrases, Kind::Consent, id.index(), 0);
            for (element, term) in consent.0.elements.iter().enumerate() {
                self.lists(&term.phrases, Kind::ConsentElement, id.index(), element);
            }
        }
    }

    /// Words that tell a language that is known, and nothing else.
    fn ordinary(&mut self, vocabulary: &Vocabulary) {
        for list in vocabulary.words.iter().filter(|(name, _)| name == "ordinary").flat_map(|(_, lists)| lists) {
            let voice = tongue::bit(usize::from(self.language(&list.language)));
            for word in &list.phrases {
                self.words.learn(word, &mut self.terms.known);
                self.voice(voice);
            }
        }
    }

    /// Marks the words that were learned last as words of a language.
    fn voice(&mut self, voice: Tongues) {
        for token in &self.words.tokens {
            let word = token.id as usize;
            while self.terms.voices.len() <= word {
                self.terms.voices.push(0);
            }
            self.terms.voices.set(word, self.terms.voices(token.id) | voice);
        }
    }

    /// Runs last: what a phrase of a language that is known holds is not foreign.
    fn foreign(&mut self, vocabulary: &Vocabulary) {
        let lists = vocabulary.words.iter().filter(|(name, _)| name == "foreign").flat_map(|(_, lists)| lists);
        for word in lists.flat_map(|list| &list.phrases) {
            self.words.read(word, Style::Prose, &self.terms.known);
            if let [token] = self.words.tokens.as_slice()
                && token.id == UNKNOWN
            {
                self.terms.foreign.push(self.words.spelling(token).into());
            }
        }
        self.terms.foreign.sort_unstable();
    }

    fn lists(&mut self, lists: &[Phrases], kind: Kind, row: usize, part: usize) {
        for list in lists {
            let language = self.language(&list.language);
            for (number, pattern) in list.phrases.iter().enumerate() {
                self.pattern(pattern, Entry { kind, row: clip(row), part: clip(part), language, number: clip(number) });
            }
        }
    }

    fn language(&mut self, tag: &str) -> u8 {
        let languages = &mut self.terms.languages;
        let number = languages.iter().position(|known| known == tag).unwrap_or_else(|| {
            languages.push(tag.to_owned());
            languages.len() - 1
        });
        u8::try_from(number).unwrap_or(u8::MAX)
    }

    fn pattern(&mut self, pattern: &str, entry: Entry) {
        let number = u32::try_from(self.terms.entries.len() / 2).unwrap_or(u32::MAX);
        self.terms.entries.extend(&entry.packed());
        expand(pattern, &mut |phrase| self.phrase(phrase, entry, number));
        let marked = entry.kind == Kind::Phrase && self.terms.languages.get(usize::from(entry.language)).is_some_and(|tag| tag == "vi");
        if let Some(plain) = scripts::unmarked(pattern).filter(|_| marked) {
            self.pattern(&plain, Entry { kind: Kind::Unmarked, ..entry });
        }
    }

    fn phrase(&mut self, phrase: &str, entry: Entry, number: u32) {
        self.ids.clear();
        let mut gaps = false;
        for piece in phrase.split("...") {
            self.words.learn(piece, &mut self.terms.known);
            self.voice(entry.tongues());
            if !self.ids.is_empty() && !self.words.tokens.is_empty() {
                self.ids.push(GAP);
                gaps = true;
            }
            self.ids.extend(self.words.tokens.iter().map(|token| token.id));
        }
        self.phrases.add(&self.ids, number);
        let glues = entry.kind.is_strong() && !entry.is_foreign();
        if glues && !gaps && self.ids.len() > 1 {
            self.terms.known.glue(&self.words.glued(), &self.ids);
        }
    }
}

fn clip(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A kind that stands in no place of `KINDS` would be lost where phrases are kept.
    #[test]
    fn every_phrase_means_what_it_was_made_for() {
        let built = include_bytes!(concat!(env!("OUT_DIR"), "/phrases.bin"));
        let terms: Terms = postcard::from_bytes(built).unwrap();
        let entries: Vec<Option<Entry>> = (0..terms.entries.len() / 2).map(|number| terms.entry(u32::try_from(number).unwrap())).collect();
        assert!(entries.len() > 10_000 && entries.iter().all(Option::is_some));
        let entry = |kind| Entry { kind, row: 300, part: 2, language: NO_LANGUAGE, number: 65_535 };
        for kind in KINDS {
            let [first, second] = entry(kind).packed();
            assert_eq!(Entry::unpacked(first, second), Some(entry(kind)));
        }
    }
}
