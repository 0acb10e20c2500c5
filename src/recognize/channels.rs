//! Reading the texts of a question: the signs that each of them holds, by the channel it speaks through.

mod cover;

use super::Confidence;
use super::answers::{self, Meant};
use super::automaton::Hit;
use super::notices::Marks;
use super::recall::{self, Recall};
use super::says::{ALIKE, BARE, EMPTY, FILLS, PERSON, SIGN, SUBJECT, TOLD, kinds, said};
use super::sign::{Channel, Gathered, Gist, Matched, Sign, is_told};
use super::tables::Tables;
use super::terms::{Entry, Kind, Steer, Terms};
use super::tongue::{HOME, Tongues};
use super::understanding::is_word;
use super::veto::{self, Cause};
use super::words::{Style, Token, UNKNOWN, Words};
use crate::form::{Part, Text};
use crate::vocabulary::SubjectId;

/// A text of more words is not covered by a short phrase, so it is not tried.
const LABEL_WORDS: usize = 48;

/// A label of so many words is a sentence.
const SENTENCE: usize = 4;

/// What reading needs room for; kept from one form to the next.
#[derive(Debug)]
pub(super) struct Memory {
    words: Words,
    hits: Vec<Hit>,
    found: Vec<(Hit, Entry)>,
    marks: Marks,
    says: Vec<u8>,
    meant: Vec<Meant>,
    recall: Recall,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            words: Words::remembering(),
            hits: Vec::new(),
            found: Vec::new(),
            marks: Marks::default(),
            says: Vec::new(),
            meant: Vec::new(),
            recall: Recall::default(),
        }
    }
}

/// Reads texts.
#[derive(Debug)]
pub(super) struct Reader<'v> {
    /// The compiled vocabulary.
    pub(super) terms: &'v Terms,
    tables: &'v Tables,
    /// The languages that the form says to be in, as far as they are known.
    declared: Option<Tongues>,
    /// The words of the text that was read last.
    pub(super) words: Words,
    /// What was found in it, in whatever language.
    pub(super) hits: Vec<Hit>,
    /// The phrases found in it, of the languages that it may be in, and what they mean.
    pub(super) found: Vec<(Hit, Entry)>,
    /// What the texts of prose hold of notices and consents, by where they are kept: no text is read twice for it.
    pub(super) marks: Marks,
    /// What the phrases say of each of its words, as bits.
    says: Vec<u8>,
    /// What the choice that was read last means.
    pub(super) meant: Vec<Meant>,
    recall: Recall,
    /// The words that steer in the text, one bit for each of their kinds.
    steers: u32,
    /// Which kinds of phrases the text holds, as bits.
    kinds: u8,
    /// The sentences that reassure or tell people to keep something out, by number, each once and in order.
    turned: Vec<(u16, Steer)>,
    /// Where the last piece of an identifier that is a path starts: in `applicant.race` the first piece says around what.
    path: usize,
    /// Up to where it is a path of things that hold one another.
    around: usize,
    /// The numbers of `you` and `usted`.
    you: [u32; 2],
    /// Whether the question at hand has a label, so that its identifier is not all that it says.
    pub(super) labeled: bool,
}

impl<'v> Reader<'v> {
    /// A reader for a vocabulary, of a form that says to be in a language. The memory holds nothing of other vocabularies.
    pub(super) fn new(terms: &'v Terms, tables: &'v Tables, memory: Memory, language: Option<&str>) -> Self {
        let Memory { words, hits, found, mut marks, says, meant, recall } = memory;
        marks.clear();
        let declared = language.and_then(|tag| terms.tongues(tag));
        Self {
            terms,
            tables,
            declared,
            words,
            hits,
            found,
            marks,
            says,
            meant,
            recall,
            steers: 0,
            kinds: 0,
            turned: Vec::new(),
            path: 0,
            around: 0,
            you: ["you", "usted"].map(|word| terms.known.find(word)),
            labeled: false,
        }
    }

    /// What it needed room for.
    pub(super) fn memory(self) -> Memory {
        let Self { words, hits, found, marks, says, meant, recall, .. } = self;
        Memory { words, hits, found, marks, says, meant, recall }
    }

    /// Splits a text and finds all phrases in it, of the languages that it may be in, which are returned.
    pub(super) fn scan(&mut self, text: &Text<'_>, style: Style) -> Tongues {
        let declared = self.declared(text);
        let Self { words, terms, hits, found, .. } = self;
        words.read(&text.value, style, &terms.known);
        terms.automaton.find(&words.tokens, hits);
        // An identifier is in the language of whoever wrote the program.
        let heard = terms.heard(&words.tokens, declared) | if style == Style::Name { HOME } else { 0 };
        found.clear();
        let meant = hits.iter().filter_map(|hit| Some((*hit, terms.entry(hit.entry)?)));
        found.extend(meant.filter(|(_, entry)| entry.tongues() & heard != 0));
        self.kinds = found.iter().fold(0, |all, (_, entry)| all | kinds(entry.kind));
        heard
    }

    /// The languages that a text is said to be in, as far as they are known.
    fn declared(&self, text: &Text<'_>) -> Option<Tongues> {
        text.language.as_deref().and_then(|tag| self.terms.tongues(tag)).or(self.declared)
    }

    /// Reads a text for what it holds of notices and consents alone.
    pub(super) fn note(&mut self, text: &Text<'_>) {
        self.scan(text, Style::Prose);
        self.marks.note(text, &self.found, &self.words.tokens);
    }

    /// How many letters a hit spans.
    pub(super) fn letters(&self, hit: Hit) -> u32 {
        let (from, to) = self.bytes(hit);
        to.saturating_sub(from)
    }

    /// Whether a look-alike cancels a hit.
    pub(super) fn is_cancelled(&self, hit: Hit, entry: Entry) -> bool {
        !self.stands(hit, entry)
    }

    /// Gathers from one choice; what was read before is not read again.
    pub(super) fn choice<'f>(&mut self, text: &'f Text<'f>, out: &mut Gathered<'f>) -> Gist {
        let declared = self.declared(text);
        let key = recall::key(&text.value, declared);
        if let Some(gist) = key.and_then(|key| self.recall.find(key, (text, declared), &mut out.signs, &mut self.meant)) {
            return gist;
        }
        let before = out.signs.len();
        let gist = self.read(text, Part::Choice, Channel::Choices, out);
        answers::meant(self);
        if let Some(key) = key {
            self.recall.keep(key, (&text.value, declared), gist, out.signs.get(before..).unwrap_or_default(), &self.meant);
        }
        gist
    }

    /// Gathers from one text.
    pub(super) fn read<'f>(&mut self, text: &'f Text<'f>, part: Part, channel: Channel, out: &mut Gathered<'f>) -> Gist {
        let named = part == Part::Name;
        // An identifier may stand where a label is expected: `AGE_Row_2`.
        let style = if named || (text.value.contains('_') && !text.value.contains(' ')) { Style::Name } else { Style::Prose };
        let last = |joints: &[char]| if named { text.value.trim_end_matches([']', '.', '/']).rfind(joints).unwrap_or(0) } else { 0 };
        (self.path, self.around) = (last(&['.', '/', ':']), last(&['.', '/']));
        self.scan(text, style);
        self.mark(style);
        if !named && channel != Channel::Choices {
            let found = if self.kinds & TOLD != 0 { self.found.as_slice() } else { &[] };
            self.marks.note(text, found, &self.words.tokens);
        }
        let gist = self.gist(style);
        if self.kinds & SIGN != 0 {
            self.signs(text, part, channel, out);
        }
        if self.kinds & PERSON != 0 && channel != Channel::Choices && channel != Channel::Help {
            self.name_subjects(style, out);
        }
        gist
    }

    fn gist(&self, style: Style) -> Gist {
        let tokens = &self.words.tokens;
        let little = |(token, says): (&Token, &u8)| says & (EMPTY | BARE) != 0 || (token.from as usize) < self.around;
        let bare = tokens.len() <= 8 && tokens.iter().zip(&self.says).all(little);
        let telling = |(token, says): (&Token, u8)| match style {
            _ if token.digits => false,
            Style::Prose if bare && says & SUBJECT == 0 => false,
            Style::Name if says & (BARE | FILLS) != 0 => false,
            Style::Prose => self.is_sound(token, 2, 3),
            Style::Name => self.is_sound(token, 3, 4),
        };
        let is_you = |(token, says): (&Token, u8)| token.id != UNKNOWN && self.you.contains(&token.id) && says & SUBJECT == 0;
        let words = || tokens.iter().zip(self.says.iter().copied());
        Gist {
            readable: words().any(telling),
            bare,
            optional: self.has(Steer::Optional) && !self.has(Steer::NotOptional),
            addressed: words().any(is_you),
            aside: self.has(Steer::Aside),
            long: tokens.len() >= SENTENCE,
            follows: bare && self.has(Steer::FollowUp),
            place: self.is_all(Steer::Place),
            site: self.is_all(Steer::Site),
            agreement: self.is_agreement(),
            cost: self.is_cost(),
            asks: false,
        }
    }

    /// Whether it starts as what one agrees to does.
    fn is_agreement(&self) -> bool {
        let starts = |hit: Hit| hit.start <= 1;
        self.holds(Steer::Agreement, starts)
    }

    /// Whether it is for what is spent: an identifier or a line of a list that names it, a question that begins or ends with it.
    fn is_cost(&self) -> bool {
        let count = self.words.tokens.len();
        let at_edge = |hit: Hit| count < SENTENCE || hit.start <= 1 || usize::from(hit.end) == count;
        self.holds(Steer::Cost, at_edge)
    }

    /// Whether words that steer so are the whole of the text.
    fn is_all(&self, steer: Steer) -> bool {
        self.holds(steer, |hit| self.covers(hit))
    }

    /// Whether words that steer so stand where they count.
    fn holds(&self, steer: Steer, counts: impl Fn(Hit) -> bool) -> bool {
        self.has(steer) && self.found.iter().any(|(hit, by)| by.kind == Kind::Steer(steer) && counts(*hit))
    }

    /// Whether words that steer so stand in the text.
    fn has(&self, steer: Steer) -> bool {
        self.steers & steer.bit() != 0
    }

    /// Whether a word is known and has so many letters, or could be a word and has so many.
    fn is_sound(&self, token: &Token, known: usize, unknown: usize) -> bool {
        let spelling = self.words.spelling(token);
        (token.id != UNKNOWN && spelling.len() >= known) || is_word(spelling, unknown)
    }

    fn says(&self, index: usize) -> u8 {
        self.says.get(index).copied().unwrap_or_default()
    }

    /// Marks what the phrases say of each word: which are dropped before a text is compared as a whole, and which are taken.
    fn mark(&mut self, style: Style) {
        let empty = |(index, token): (usize, &Token)| u8::from(token.digits || (index == 0 && token.to - token.from == 1)) * EMPTY;
        self.says.clear();
        self.says.extend(self.words.tokens.iter().enumerate().map(empty));
        self.steers = 0;
        self.turned.clear();
        for (hit, entry) in &self.found {
            if let Kind::Steer(steer) = entry.kind {
                self.steers |= steer.bit();
                if let (Steer::Refusal | Steer::Reassurance, Some(token)) = (steer, self.words.tokens.get(usize::from(hit.start))) {
                    self.turned.push((token.sentence, steer));
                }
            }
            let says = said(entry.kind, style);
            if says == 0 {
                continue;
            }
            for index in usize::from(hit.start)..usize::from(hit.end) {
                if let Some(word) = self.says.get_mut(index).filter(|_| hit.holds(index)) {
                    *word |= says;
                }
            }
        }
        self.turned.sort_unstable();
        self.turned.dedup();
    }

    fn signs<'f>(&self, text: &'f Text<'f>, part: Part, channel: Channel, out: &mut Gathered<'f>) {
        let policy = veto::is_policy(&text.value, self.steers);
        let before = out.signs.len();
        for (hit, entry) in self.found.iter().filter(|(_, entry)| kinds(entry.kind) == SIGN) {
            let Some(strength) = self.strength(*hit, *entry, part, channel) else { continue };
            let Some(strength) = self.beside_longer(*hit, *entry, strength, part) else { continue };
            let aside = part == Part::Name && self.is_beside_words(*hit, *entry);
            let strength = if aside { Confidence::Weak } else { strength };
            let cancelled = policy.then_some(Cause::Policy).or_else(|| self.cause(*hit, *entry, channel));
            let (from, to) = self.bytes(*hit);
            let channel = if (to as usize) <= self.around { Channel::Context } else { channel };
            let matched = Matched::Bytes(from, to, hit.entry);
            let faint = aside || (entry.kind == Kind::Hint && hit.mask.count_ones() == 1 && !self.covers(*hit));
            let sign = Sign { concept: entry.row, channel, part, strength, text, faint, matched, cancelled };
            if !is_told(out.signs.get(before..).unwrap_or_default(), &sign) {
                out.signs.push(sign);
            }
        }
    }

    fn cause(&self, hit: Hit, entry: Entry, channel: Channel) -> Option<Cause> {
        let tokens = &self.words.tokens;
        let may = self.has(Steer::Thing) && self.tables.concept(entry.row).is_some_and(|row| row.of_things);
        let little = |word: usize| self.says(word) & EMPTY != 0;
        let thing = may && veto::is_of_a_thing(tokens, &self.found, hit, little);
        let alike = self.look_alike(hit, entry).map(Cause::LookAlike);
        thing.then_some(Cause::Thing).or(alike).or_else(|| veto::cause(tokens, &self.turned, hit, channel))
    }

    /// What a hit says where a longer one holds all its words: nothing, unless it is sufficient by itself and the longer
    /// one speaks of something else. A domestic violence shelter tells of violence as well as of housing.
    fn beside_longer(&self, hit: Hit, entry: Entry, strength: Confidence, part: Part) -> Option<Confidence> {
        let tables = self.tables;
        // In prose nothing but a phrase hides a phrase: the others say less there.
        let weighs = |by: Kind| by.is_strong() && (by == Kind::Phrase || entry.kind != Kind::Phrase || part == Part::Name);
        let longer = |(other, by): &&(Hit, Entry)| weighs(by.kind) && other.swallows(hit) && self.stands(*other, *by);
        let mut beside =
            veto::near(&self.found, hit).iter().filter(longer).filter(|(_, by)| !tables.is_status_of_others(by.row)).peekable();
        if beside.peek().is_none() {
            return Some(strength);
        }
        let sufficient = entry.kind == Kind::Phrase || (entry.kind == Kind::Name && hit.mask.count_ones() > 1);
        let near = beside.clone().all(|(_, by)| tables.of_one_cluster(by.row, entry.row));
        let alone = sufficient && beside.all(|(_, by)| !tables.related(by.row, entry.row));
        alone.then(|| if near { strength } else { strength.min(Confidence::Likely) })
    }

    /// Whether one word of an identifier stands beside several that together say something else: `childSocialSecurityNumber`.
    fn is_beside_words(&self, hit: Hit, entry: Entry) -> bool {
        let several = |(other, by): &&(Hit, Entry)| by.kind.is_strong() && other.mask.count_ones() > 1 && !other.meets(hit);
        let short = self.words.tokens.len() <= LABEL_WORDS;
        short
            && hit.mask.count_ones() == 1
            && self.found.iter().filter(several).any(|(other, by)| !self.tables.related(by.row, entry.row) && self.stands(*other, *by))
    }

    /// Whether a hit is not cancelled by a look-alike.
    fn stands(&self, hit: Hit, entry: Entry) -> bool {
        self.look_alike(hit, entry).is_none()
    }

    /// The look-alike that cancels a hit; most texts hold none.
    fn look_alike(&self, hit: Hit, entry: Entry) -> Option<u32> {
        (self.kinds & ALIKE != 0).then(|| veto::look_alike(&self.found, hit, entry))?
    }

    fn bytes(&self, hit: Hit) -> (u32, u32) {
        let token = |index: u16| self.words.tokens.get(usize::from(index));
        (token(hit.start).map_or(0, |token| token.from), token(hit.end.saturating_sub(1)).map_or(0, |token| token.to))
    }

    /// How much a hit says by itself.
    fn strength(&self, hit: Hit, entry: Entry, part: Part, channel: Channel) -> Option<Confidence> {
        use Confidence::{Certain, Likely, Weak};
        let words = hit.mask.count_ones();
        let letters = self.letters(hit);
        let full = |least, otherwise| if letters >= least && self.covers(hit) { Certain } else { otherwise };
        let in_name = part == Part::Name;
        let unless_amid = |strength, less| if in_name && self.is_amid(hit) { less } else { strength };
        if channel == Channel::Choices {
            return match entry.kind {
                Kind::Phrase => Some(Likely),
                Kind::Whole if full(0, Weak) == Certain => Some(Weak),
                _ => None,
            };
        }
        // What is short in an identifier is a word of many languages.
        if in_name && entry.is_foreign() && letters < 5 {
            return None;
        }
        Some(match entry.kind {
            Kind::Phrase if !in_name || words > 1 || letters >= 8 => unless_amid(Certain, Likely),
            Kind::Phrase => full(0, Likely),
            // Two letters of an identifier are not even suggestive.
            Kind::Whole if in_name && letters < 3 => (full(0, Weak) == Certain).then_some(Certain)?,
            Kind::Whole if channel == Channel::Label && self.is_topic(hit) => Likely,
            Kind::Whole => full(0, Weak),
            Kind::Name if in_name && words > 1 && letters >= 8 => unless_amid(Certain, Likely),
            Kind::Name if in_name => full(3, unless_amid(Likely, Weak)),
            // A label may be an identifier made readable; in a sentence its pieces say little.
            Kind::Name if channel == Channel::Label => full(0, if words > 1 && self.says_little() { Likely } else { Weak }),
            Kind::Hint | Kind::Unmarked if !in_name || letters >= 3 => Weak,
            _ => return None,
        })
    }

    fn name_subjects(&self, style: Style, out: &mut Gathered<'_>) {
        for (hit, entry) in &self.found {
            let named = match entry.kind {
                Kind::Subject => true,
                Kind::Owner => style == Style::Name || self.owns(*hit),
                _ => false,
            };
            let subject = SubjectId::new(usize::from(entry.row));
            if named && !self.is_inside(*hit) && !out.subjects.contains(&subject) {
                out.subjects.push(subject);
            }
        }
    }

    /// Whether a phrase of a concept holds all words of a hit, and more.
    fn is_inside(&self, hit: Hit) -> bool {
        veto::near(&self.found, hit).iter().any(|(other, by)| {
            matches!(by.kind, Kind::Phrase | Kind::Whole)
                && other.swallows(hit)
                && !self.tables.is_status_of_others(by.row)
                && self.stands(*other, *by)
        })
    }

    /// Whether a person's word owns what is asked: `child's race`, `race of child`, `Spouse SSN`.
    fn owns(&self, hit: Hit) -> bool {
        let token = |index: usize| self.words.tokens.get(index);
        let (start, end) = (usize::from(hit.start), usize::from(hit.end));
        let before = start.checked_sub(1).and_then(token).map(|token| self.words.spelling(token));
        let owner = token(end - 1).is_some_and(|token| token.owner);
        owner
            || (start == 0 && end < self.words.tokens.len())
            || matches!(before, Some("of" | "for" | "your" | "the" | "each" | "del" | "su"))
    }
}
