//! Texts split into words, folded so that what is spelled differently and means the same compares equal.
//!
//! Case, accents, apostrophes and a plural -s vanish; identifiers fall apart at humps, digits and signs; markup and
//! template markers are no words. Every word remembers its bytes.

use std::mem;

use unicode_normalization::char::is_combining_mark;

use super::known::{Known, Parts};
use super::recent::{Letters, Recent};
use super::scripts::{self, Stop};

/// The number of a word that no phrase holds.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Words with blanks between.
    Prose,
    /// An identifier.
    Name,
}

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// The number of the word among the known ones.
    pub(super) id: u32,
    /// Its first byte in the text.
    pub(super) from: u32,
    /// The byte after its last in the text.
    pub(super) to: u32,
    /// The number of its sentence.
    pub(super) sentence: u16,
    /// Whether it is a number.
    pub(super) digits: bool,
    /// Whether it is the owner of what follows: `child's`.
    pub(super) owner: bool,
    /// Whether a comma, a slash or an ampersand stands before it.
    pub(super) joined: bool,
    /// Whether it may be several words without blanks between.
    glued: bool,
    start: u32,
    end: u32,
}

/// The words of one text; kept and filled again.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The words, in order.
    pub(super) tokens: Vec<Token>,
    folded: String,
    spare: Vec<Token>,
    recent: Recent,
}

impl Words {
    /// For reading many texts by the same known words: what is known of a word is kept for the next time.
    pub(super) fn remembering() -> Self {
        Self { recent: Recent::roomy(), ..Self::default() }
    }

    /// The folded spelling of a word.
    pub(super) fn spelling(&self, token: &Token) -> &str {
        self.folded.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// Splits a text, and numbers its words by those that are known.
    pub(super) fn read(&mut self, text: &str, style: Style, known: &Known) {
        self.split(text, style, known);
        let glued = |token: &Token| token.id == UNKNOWN && token.glued && token.end - token.start >= 5;
        if (style == Style::Name || self.tokens.len() == 1) && self.tokens.iter().any(glued) {
            self.unglue(known);
        }
    }

    /// Splits a text, and numbers its words by making them known.
    pub(super) fn learn(&mut self, text: &str, known: &mut Known) {
        self.split(text, Style::Prose, known);
        for token in &mut self.tokens {
            token.id = known.add(self.folded.get(token.start as usize..token.end as usize).unwrap_or_default());
        }
    }

    /// The words as one glued word.
    pub(super) fn glued(&self) -> String {
        self.tokens.iter().map(|token| self.spelling(token)).collect()
    }

    fn split(&mut self, text: &str, style: Style, known: &Known) {
        self.tokens.clear();
        // Most words are plain letters: they are found in this copy as they stand. The others are written behind it.
        self.folded.clear();
        self.folded.push_str(text);
        self.folded.make_ascii_lowercase();
        // An identifier may stand where a label is expected.
        let style = if style == Style::Prose && !text.contains([' ', '\u{a0}', '\n', '\t']) { Style::Name } else { style };
        let mut cut = Cut { text, bytes: text.as_bytes(), at: 0, sentence: 0, joined: false, style, known, words: self };
        while cut.at < text.len() && cut.words.tokens.len() < usize::from(u16::MAX) {
            cut.step();
        }
    }

    /// Takes glued words apart: `dateofbirth`, `spousedateofbirth`.
    fn unglue(&mut self, known: &Known) {
        let mut tokens = mem::take(&mut self.spare);
        tokens.clear();
        for token in &self.tokens {
            match (token.id == UNKNOWN).then(|| known.apart(self.spelling(token))).flatten() {
                Some((first, rest)) => {
                    tokens.extend(first.map(|id| Token { id, ..*token }));
                    match rest {
                        Parts::One(id) => tokens.push(Token { id, ..*token }),
                        Parts::Many(ids) => tokens.extend(ids.iter().map(|id| Token { id: u32::from_le_bytes(*id), ..*token })),
                    }
                }
                None => tokens.push(*token),
            }
        }
        self.spare = mem::replace(&mut self.tokens, tokens);
    }
}

/// A text on its way to words.
struct Cut<'t, 'w> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    sentence: u16,
    joined: bool,
    style: Style,
    known: &'w Known,
    words: &'w mut Words,
}

impl Cut<'_, '_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn step(&mut self) {
        let byte = self.byte(self.at);
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            if !self.plain_word() {
                self.word();
            }
            return;
        }
        if byte == b' ' || byte == b'_' {
            self.at += 1;
            return;
        }
        if let Some(end) = self.marker(byte) {
            self.at = end;
            return;
        }
        let next = self.byte(self.at + 1);
        match byte {
            b'.' | b'?' | b'!' | b';' | b':' if next == 0 || next.is_ascii_whitespace() || next == b'<' => {
                self.sentence = self.sentence.saturating_add(1);
            }
            b'-' if next == b' ' && self.byte(self.at.wrapping_sub(1)) == b' ' => self.sentence = self.sentence.saturating_add(1),
            b'\n' => self.sentence = self.sentence.saturating_add(1),
            b',' | b'/' | b'&' | b'|' | b'+' => self.joined = true,
            _ => {}
        }
        self.at += 1;
    }

    /// The end of a tag, template marker, entity or index that starts here.
    fn marker(&self, byte: u8) -> Option<usize> {
        let next = self.byte(self.at + 1);
        let close = match (byte, next) {
            (b'<', b'/' | b'!' | b'a'..=b'z' | b'A'..=b'Z') => ">",
            (b'$' | b'%' | b'#', b'{') => "}",
            (b'{', b'{') => "}}",
            (b'{', b'%') => "%}",
            (b'[', b'0'..=b'9') => "]",
            (b'&', b'#' | b'a'..=b'z') => ";",
            (b'#', b'2') if self.style == Style::Name && self.byte(self.at + 2) == b'0' => "0",
            _ => return None,
        };
        let limit = if byte == b'&' { 8 } else { 400 };
        let rest = self.text.get(self.at..)?;
        let found = rest.find(close).filter(|length| *length < limit)?;
        Some(self.at + found + close.len())
    }

    /// Takes a word that is letters alone, and no piece of one with accents, apostrophes, dots or humps.
    fn plain_word(&mut self) -> bool {
        let Some(letters) = Letters::at(self.bytes, self.at, self.style) else { return false };
        let (from, end) = (self.at, self.at + letters.length);
        let next = self.byte(end);
        let alone = letters.length < 2 && (next == b'.' || next.is_ascii_uppercase() || matches!(self.byte(from), b's' | b'S'));
        if alone || next == b'\'' || next >= 0x80 {
            return false;
        }
        let Words { folded, recent, .. } = &mut *self.words;
        let Some(word) = recent.find(letters, folded.get(from..end).unwrap_or_default(), self.known) else { return false };
        self.at = end;
        self.token(Token { id: word.id, glued: word.glued, ..self.blank(from, (from, from + usize::from(word.kept))) });
        self.at += usize::from(next == b' ');
        true
    }

    fn word(&mut self) {
        if self.style == Style::Prose && self.abbreviation() {
            return;
        }
        let from = self.at;
        let start = self.words.folded.len();
        let digits = self.byte(from).is_ascii_digit();
        let mut owner = false;
        loop {
            let byte = self.byte(self.at);
            if byte.is_ascii_alphabetic() && !digits && self.plain(from) {
                continue;
            }
            if byte.is_ascii_alphabetic() && !digits {
                if self.at > from && self.hump(from) {
                    break;
                }
                self.words.folded.push(char::from(byte.to_ascii_lowercase()));
                self.at += 1;
            } else if byte.is_ascii_digit() && digits {
                self.words.folded.push(char::from(byte));
                self.at += 1;
            } else if byte == b'\'' && self.byte(self.at + 1).is_ascii_alphabetic() && self.at > from && !self.elided(start, 1) {
                owner |= self.byte(self.at + 1) == b's' && !self.byte(self.at + 2).is_ascii_alphanumeric();
                self.at += 1;
            } else if byte < 0x80 || !self.beyond((from, start), &mut owner) {
                break;
            }
        }
        owner |= self.byte(self.at) == b'\'' && self.words.folded.ends_with('s');
        self.push(from, start, digits, owner);
    }

    /// Takes letters among which no new word can start: all in prose, in an identifier small ones that do not follow a
    /// capital. Tells whether there are any.
    fn plain(&mut self, from: usize) -> bool {
        let after_capital = self.at > from && !self.byte(self.at - 1).is_ascii_lowercase();
        if self.style == Style::Name && after_capital {
            return false;
        }
        let start = self.words.folded.len();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = match self.style {
            Style::Prose => rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count(),
            Style::Name => rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count(),
        };
        self.words.folded.push_str(self.text.get(self.at..self.at + taken).unwrap_or_default());
        if self.style == Style::Prose {
            self.words.folded.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        }
        self.at += taken;
        taken > 0
    }

    /// Whether a new word of an identifier starts at a letter that follows others.
    fn hump(&self, from: usize) -> bool {
        if self.style == Style::Prose {
            return false;
        }
        let (before, here, next) = (self.byte(self.at - 1), self.byte(self.at), self.byte(self.at + 1));
        let lower_before = before.is_ascii_lowercase();
        if here.is_ascii_uppercase() {
            if self.at == from + 1 && lower_before && self.is_known_run(from) {
                return false; // `sSN`
            }
            // `USCitizen` falls apart before its last capital, `SSNnum` and `SSNs` do not.
            return lower_before || (before.is_ascii_uppercase() && next.is_ascii_lowercase() && !self.acronym_ends(from, self.at + 1));
        }
        let capitals = self.bytes.get(from..self.at).is_some_and(|run| run.len() >= 2 && run.iter().all(u8::is_ascii_uppercase));
        capitals && !self.plural_s(self.at) && self.acronym_ends(from, self.at)
    }

    /// Whether the letters from here on are a known word.
    fn is_known_run(&self, from: usize) -> bool {
        let rest = self.text.get(from..).unwrap_or_default();
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let run = rest.get(..length).unwrap_or_default();
        length >= 3
            && run.bytes().skip(1).all(|letter| letter.is_ascii_uppercase())
            && self.known.find(&run.to_ascii_lowercase()) != UNKNOWN
    }

    fn plural_s(&self, at: usize) -> bool {
        self.byte(at) == b's' && !self.byte(at + 1).is_ascii_lowercase()
    }

    /// Whether the capitals up to here are a known word, and what follows is no part of it.
    fn acronym_ends(&self, from: usize, end: usize) -> bool {
        if self.plural_s(end) {
            return true;
        }
        let Some(run) = self.text.get(from..end).filter(|run| run.len() >= 3) else { return false };
        let shorter = self.text.get(end - 1..).unwrap_or_default();
        let tail = shorter.bytes().take_while(u8::is_ascii_alphabetic).count();
        let tail = shorter.get(..tail).unwrap_or_default().to_ascii_lowercase();
        self.known.find(&run.to_ascii_lowercase()) != UNKNOWN && self.known.find(&tail) == UNKNOWN
    }

    /// Takes a character beyond ASCII; false where the word ends before it.
    fn beyond(&mut self, (from, start): (usize, usize), owner: &mut bool) -> bool {
        let Some(char) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else { return false };
        let width = char.len_utf8();
        let apostrophe = matches!(char, '\u{2019}' | '\u{2bc}' | '\u{2018}') && self.at > from;
        if apostrophe && self.byte(self.at + width).is_ascii_alphabetic() && !self.elided(start, width) {
            *owner |= self.byte(self.at + width) == b's' && !self.byte(self.at + width + 1).is_ascii_alphanumeric();
            self.at += width;
            return true;
        }
        let alone = scripts::is_ideograph(char);
        let apart = alone || (scripts::language(char).is_some() && self.byte(self.at.saturating_sub(1)).is_ascii_alphanumeric());
        if (apart && self.at > from) || !(char.is_alphanumeric() || is_combining_mark(char)) {
            if self.at == from {
                self.at += width;
                match scripts::stop(char) {
                    Some(Stop::Sentence) => self.sentence = self.sentence.saturating_add(1),
                    Some(Stop::Joint) => self.joined = true,
                    None => {}
                }
            }
            return false;
        }
        self.at += width;
        scripts::fold(char, &mut self.words.folded);
        !alone
    }

    /// Whether an apostrophe of so many bytes stands between two words.
    fn elided(&self, start: usize, width: usize) -> bool {
        let after = self.text.get(self.at + width..).unwrap_or_default();
        scripts::is_elision(self.words.folded.get(start..).unwrap_or_default(), after)
    }

    /// Takes a dotted abbreviation as one word: `U.S.`.
    fn abbreviation(&mut self) -> bool {
        let from = self.at;
        let mut end = from;
        let mut letters = 0;
        while self.byte(end).is_ascii_alphabetic() && self.byte(end + 1) == b'.' {
            end += 2;
            letters += 1;
        }
        if self.byte(end).is_ascii_alphabetic() && !self.byte(end + 1).is_ascii_alphanumeric() && letters > 0 {
            end += 1;
            letters += 1;
        }
        if letters < 2 || self.byte(end).is_ascii_alphanumeric() {
            return false;
        }
        let start = self.words.folded.len();
        let run = self.text.get(from..end).unwrap_or_default();
        self.words.folded.extend(run.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()));
        self.at = end;
        self.push(from, start, false, false);
        true
    }

    fn push(&mut self, from: usize, start: usize, digits: bool, owner: bool) {
        if self.words.folded.len() == start {
            return;
        }
        scripts::detach(&mut self.words.folded, start);
        let (kept, ends_in_y) = singular(self.words.folded.as_bytes().get(start..).unwrap_or_default());
        self.words.folded.truncate(start + kept);
        if ends_in_y {
            self.words.folded.push('y');
        }
        if self.spaced_us(from, start) {
            return;
        }
        let blank = self.blank(from, (start, self.words.folded.len()));
        let id = self.known.find(self.words.spelling(&blank));
        self.token(Token { id, digits, owner, ..blank });
    }

    /// A word of which nothing is known but its bytes in the text, and its folded spelling.
    fn blank(&self, from: usize, folded: (usize, usize)) -> Token {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Token {
            id: UNKNOWN,
            from: clip(from),
            to: clip(self.at),
            sentence: self.sentence,
            digits: false,
            owner: false,
            joined: self.joined,
            glued: true,
            start: clip(folded.0),
            end: clip(folded.1),
        }
    }

    fn token(&mut self, token: Token) {
        self.joined = false;
        self.words.tokens.push(token);
    }

    /// Joins `u` and `s` that stand apart by one sign, as in `U S` and `u_s`.
    fn spaced_us(&mut self, from: usize, start: usize) -> bool {
        if self.words.folded.get(start..) != Some("s") {
            return false;
        }
        let Words { tokens, folded, .. } = &mut *self.words;
        let Some(last) = tokens.last_mut() else { return false };
        let near = from.saturating_sub(last.to as usize) <= 2;
        if !near || folded.get(last.start as usize..last.end as usize) != Some("u") {
            return false;
        }
        folded.insert(start, 'u');
        last.start = u32::try_from(start).unwrap_or(u32::MAX);
        last.end = u32::try_from(folded.len()).unwrap_or(u32::MAX);
        last.to = u32::try_from(self.at).unwrap_or(u32::MAX);
        true
    }
}

/// The singular of a word: how many of its bytes stay, and whether a `y` follows them.
pub(super) fn singular(word: &[u8]) -> (usize, bool) {
    let length = word.len();
    let ends = |end: &[u8]| word.get(length.saturating_sub(end.len())..).is_some_and(|last| last.eq_ignore_ascii_case(end));
    match word.last() {
        Some(b's' | b'S') if length < 4 => (length - usize::from(ends(b"ids")), false),
        Some(b's' | b'S') if length > 4 && ends(b"ies") => (length - 3, true),
        Some(b's' | b'S') if [b"sses".as_slice(), b"xes", b"ches", b"shes"].into_iter().any(ends) => (length - 2, false),
        Some(b's' | b'S') => (length - usize::from(![b"ss", b"us", b"is"].into_iter().any(|end| ends(end))), false),
        // So that `especie` and `especies` meet, as `country` and `countries` do.
        Some(b'e' | b'E') if length > 4 && ends(b"ie") => (length - 2, true),
        _ => (length, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, style: Style, expected: &str) {
        let mut known = Known::default();
        let mut words = Words::default();
        let mut remembering = Words::remembering();
        for term in ["ssn", "us", "citizen", "num", "date of birth"] {
            words.learn(term, &mut known);
            let ids: Vec<u32> = words.tokens.iter().map(|token| token.id).collect();
            known.glue(&words.glued(), &ids);
        }
        known.person("spouse");
        words.read(text, style, &known);
        remembering.read(text, style, &known);
        remembering.read(text, style, &known);
        let by_id = |id: u32| (id != UNKNOWN).then(|| known.word(id).to_owned());
        for words in [&words, &remembering] {
            let spelled = words.tokens.iter().map(|token| by_id(token.id).unwrap_or_else(|| words.spelling(token).to_owned()));
            assert_eq!(spelled.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }

    #[test]
    fn identifiers_fall_apart() {
        check("spouseIsCitizen", Style::Name, "spouse is citizen");
        check("SSN2", Style::Name, "ssn 2");
        check("SSNnum", Style::Name, "ssn num");
        check("SSNs", Style::Name, "ssn");
        check("sSN", Style::Name, "ssn");
        check("isUSCitizen", Style::Name, "is us citizen");
        check("people[0].ssn", Style::Name, "people ssn");
        check("topmostSubform[0].Page1[0].f1_06[0]", Style::Name, "topmost subform page 1 f 1 06");
        check("dateofbirth", Style::Name, "date of birth");
        check("spousedateofbirth", Style::Name, "spouse date of birth");
        check("spousessn", Style::Name, "spouse ssn");
        check("u_s_citizen", Style::Name, "us citizen");
        check("assnault", Style::Name, "assnault");
    }

    #[test]
    fn prose_is_folded() {
        check("Are you a U.S. citizen?", Style::Prose, "are you a us citizen");
        check("¿Número de arrestos?", Style::Prose, "numero de arresto");
        check("Mother’s <b>countries</b> of ${ x } birth", Style::Prose, "mother country of birth");
        check("A-Number &amp; status", Style::Prose, "a number status");
        check("移民 身份", Style::Prose, "移 民 身 份");
    }
}
