//! JSON as RFC 8259 has it, read strictly; what is off is told, and read on where that is safe.

use super::build::{Builder, hash};
use super::{Tag, Tree};
use crate::source::{Limit, Limits, Problem, SourceId, Span};

/// The tree of a text.
pub(super) fn parse<'s>(text: &'s str, source: SourceId, limits: &Limits) -> (Tree<'s>, Vec<Problem>) {
    let mut parser = Parser { bytes: text.as_bytes(), text, at: 0, builder: Builder::new(text, source, limits) };
    if parser.text.len() > limits.size {
        let message = format!("the file is larger than {}; it was not read", Limits::size(limits.size));
        parser.builder.tell(Limit::Size.passed(crate::source::Place::whole(source), message));
    } else if parser.document().is_some() {
        parser.rest();
    }
    let end = clip(parser.at);
    parser.builder.finish(end)
}

struct Parser<'s> {
    bytes: &'s [u8],
    text: &'s str,
    at: usize,
    builder: Builder<'s>,
}

/// `None` stops the parse: what was wrong is told.
type Go = Option<()>;

impl Parser<'_> {
    fn document(&mut self) -> Go {
        loop {
            self.value()?;
            loop {
                let Some(object) = self.builder.inside() else { return Some(()) };
                self.blank();
                match (self.peek(), object) {
                    (Some(b','), _) => {
                        let comma = self.at;
                        if !self.builder.room(Span::new(comma, comma + 1)) {
                            return None;
                        }
                        self.at += 1;
                        self.blank();
                        if self.peek() == Some(if object { b'}' } else { b']' }) {
                            self.builder.error("trailing-comma", Span::new(comma, comma + 1), "a comma after the last value");
                            continue;
                        }
                        if object {
                            self.key()?;
                        }
                        break;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        self.at += 1;
                        self.builder.close(clip(self.at));
                    }
                    (_, true) => return self.unexpected("`,` or `}`"),
                    (_, false) => return self.unexpected("`,` or `]`"),
                }
            }
        }
    }

    /// A scalar, an empty container, or the head of a container up to its first value.
    #[inline]
    fn value(&mut self) -> Go {
        loop {
            self.blank();
            match self.peek() {
                Some(b'"') => return self.string(false),
                Some(b'{') => {
                    if self.enter(true)? {
                        return Some(());
                    }
                    self.key()?;
                }
                Some(b'[') => {
                    if self.enter(false)? {
                        return Some(());
                    }
                }
                Some(b'-' | b'0'..=b'9') => return self.number(),
                Some(byte) if byte.is_ascii_alphabetic() => return self.word(),
                _ => return self.unexpected("a value"),
            }
        }
    }

    /// Opens a container; true where it is empty and closed again.
    #[inline]
    fn enter(&mut self, object: bool) -> Option<bool> {
        if !self.builder.open(object, Span::new(self.at, self.at + 1)) {
            return None;
        }
        self.at += 1;
        self.blank();
        let empty = self.peek() == Some(if object { b'}' } else { b']' });
        if empty {
            self.at += 1;
            self.builder.close(clip(self.at));
        }
        Some(empty)
    }

    #[inline]
    fn key(&mut self) -> Go {
        if self.peek() != Some(b'"') {
            return self.unexpected("a key in double quotes");
        }
        self.string(true)?;
        self.blank();
        if self.peek() != Some(b':') {
            return self.unexpected("`:` after the key");
        }
        self.at += 1;
        Some(())
    }

    #[inline]
    fn string(&mut self, key: bool) -> Go {
        let start = self.at + 1;
        let end = self.plain(start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            let span = Span::new(start, end);
            if key {
                self.builder.key(span, 0, hash(self.bytes.get(start..end).unwrap_or_default()));
            } else {
                self.builder.push(Tag::String, span, 0, 0);
            }
            return Some(());
        }
        self.escaped(start, end, key)
    }

    /// The first byte from an offset that is a quote, a backslash or a control character, or the end.
    #[inline]
    fn plain(&self, start: usize) -> usize {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x8080_8080_8080_8080;
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let (words, tail) = rest.as_chunks::<8>();
        for (index, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let control = word.wrapping_sub(ONES * 0x20) & !word;
            let hits = (zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5C)) | control) & HIGH;
            if hits != 0 {
                return start + index * 8 + (hits.trailing_zeros() / 8) as usize;
            }
        }
        let odd = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
        start + words.len() * 8 + tail.iter().position(odd).unwrap_or(tail.len())
    }

    #[cold]
    fn escaped(&mut self, start: usize, mut end: usize, key: bool) -> Go {
        let mut words = String::new();
        let mut from = start;
        loop {
            words.push_str(self.text.get(from..end).unwrap_or_default());
            match self.bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => from = self.escape(end, &mut words),
                Some(byte) => {
                    let message = format!("a control character (U+{byte:04X}) stands bare in a text");
                    self.builder.error("control-character", Span::new(end, end + 1), message);
                    words.push(char::from(*byte));
                    from = end + 1;
                }
                None => {
                    self.at = self.bytes.len();
                    let span = Span::new(start.saturating_sub(1), start);
                    self.builder.error("unclosed-text", span, "a text begins here and never ends");
                    if key {
                        return None;
                    }
                    let owned = self.builder.own(words);
                    self.builder.push(Tag::String, Span::new(start, self.at), 0, owned);
                    return None;
                }
            }
            end = self.plain(from);
        }
        self.at = end + 1;
        let hash = hash(words.as_bytes());
        let owned = self.builder.own(words);
        if key {
            self.builder.key(Span::new(start, end), owned, hash);
        } else {
            self.builder.push(Tag::String, Span::new(start, end), 0, owned);
        }
        Some(())
    }

    /// Reads an escape at a backslash and gives the offset after it.
    fn escape(&mut self, at: usize, words: &mut String) -> usize {
        let letter = self.text.get(at + 1..).and_then(|rest| rest.chars().next());
        let plain = match letter {
            Some('u') => return self.unicode(at, words),
            Some(same @ ('"' | '\\' | '/')) => same,
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{C}',
            Some(other) => {
                let end = at + 1 + other.len_utf8();
                self.builder.error("unknown-escape", Span::new(at, end), format!("JSON knows no escape `\\{other}`"));
                other
            }
            None => return at + 1,
        };
        words.push(plain);
        at + 1 + plain_len(letter)
    }

    /// Reads `\uXXXX`, and the second half of a pair where one stands.
    fn unicode(&mut self, at: usize, words: &mut String) -> usize {
        let Some(unit) = self.hex(at) else {
            self.builder.error("unknown-escape", Span::new(at, at + 2), "`\\u` wants four hexadecimal digits");
            words.push('\u{FFFD}');
            return at + 2;
        };
        let low = || self.hex(at + 6).filter(|low| (0xDC00..0xE000).contains(low));
        let (code, end) = match unit {
            0xD800..0xDC00 => match low() {
                Some(low) => (0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00), at + 12),
                None => (unit, at + 6),
            },
            _ => (unit, at + 6),
        };
        if char::from_u32(code).is_none() {
            let message = format!("`\\u{unit:04X}` is half a character; it was replaced");
            self.builder.error("lone-surrogate", Span::new(at, end), message);
        }
        words.push(char::from_u32(code).unwrap_or('\u{FFFD}'));
        end
    }

    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }

    #[inline]
    fn number(&mut self) -> Go {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let odd = |byte: &u8| !matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        let end = start + rest.iter().position(odd).unwrap_or(rest.len());
        let span = Span::new(start, end);
        if !is_number(self.bytes.get(start..end).unwrap_or_default()) {
            let written = self.text.get(start..end).unwrap_or_default();
            self.builder.error("bad-number", span, format!("`{written}` is no JSON number"));
        }
        self.at = end;
        self.builder.push(Tag::Number, span, 0, 0);
        Some(())
    }

    fn word(&mut self) -> Go {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let end = start + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let tag = match self.text.get(start..end) {
            Some("true" | "false") => Tag::Bool,
            Some("null") => Tag::Null,
            _ => return self.unexpected("a value"),
        };
        self.at = end;
        self.builder.push(tag, Span::new(start, end), 0, 0);
        Some(())
    }

    /// Tells what follows the value.
    fn rest(&mut self) {
        self.blank();
        if self.at < self.bytes.len() {
            let span = Span::new(self.at, self.at + self.char_len());
            self.builder.error("trailing-text", span, "the JSON value ends before this; what follows was not read");
        }
    }

    /// Tells that something else was expected, and stops.
    #[cold]
    fn unexpected(&mut self, wanted: &str) -> Go {
        let span = Span::new(self.at, self.at + self.char_len());
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None if self.text.trim().is_empty() => self.builder.error("empty-file", span, "the file is empty"),
            None => self.builder.error("cut-short", span, format!("the file ends where {wanted} was expected")),
            Some(found) => {
                let found = found.escape_debug();
                self.builder.error("json-syntax", span, format!("expected {wanted}, found `{found}`; what follows was not read"));
            }
        }
        None
    }

    fn char_len(&self) -> usize {
        self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn blank(&mut self) {
        const SPACES: [u8; 8] = [b' '; 8];
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                _ => return,
            }
            while self.bytes.get(self.at..self.at + 8) == Some(&SPACES) {
                self.at += 8;
            }
        }
    }
}

fn plain_len(letter: Option<char>) -> usize {
    letter.map_or(0, char::len_utf8)
}

fn clip(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Whether bytes are a number as RFC 8259 has it.
fn is_number(bytes: &[u8]) -> bool {
    let digits = |rest: &[u8]| rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.first() == Some(&b'0')) {
        return false;
    }
    let mut rest = rest.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = fraction.get(count..).unwrap_or_default();
    }
    let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) else { return rest.is_empty() };
    let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
    !exponent.is_empty() && digits(exponent) == exponent.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (String, Vec<String>) {
        let (tree, problems) = parse(text, SourceId(0), &Limits::DEFAULT);
        let place = |problem: &Problem| problem.place.span().map(|span| format!("{}@{}", problem.code, span.start));
        (tree.root().map(|root| format!("{root:?}")).unwrap_or_default(), problems.iter().filter_map(place).collect())
    }

    #[test]
    fn values_and_their_places() {
        let text = r#"{"a": [1, -2.5e+3, true, null], "long key of many bytes": "é", "o": {}, "e": "a\"\u00e9\ud83d\ude00"}"#;
        let (tree, problems) = parse(text, SourceId(3), &Limits::DEFAULT);
        assert!(problems.is_empty(), "{problems:?}");
        let root = tree.root().unwrap();
        assert_eq!(root.entries().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["a", "long key of many bytes", "o", "e"]);
        assert_eq!(root.get("a").unwrap().items().map(|item| item.as_str()).collect::<Vec<_>>(), ["1", "-2.5e+3", "true", "null"]);
        let plain = root.get("long key of many bytes").unwrap();
        assert!(matches!(plain.text(), std::borrow::Cow::Borrowed("é")));
        assert_eq!(&text[plain.span().range()], "é");
        assert_eq!(root.get("e").unwrap().text(), "a\"é😀");
        assert_eq!(root.pointer("/a/1").unwrap().number(), Some("-2.5e+3"));
        assert_eq!(&text[root.get("o").unwrap().span().range()], "{}");
        assert_eq!(plain.place().source, SourceId(3));
    }

    #[test]
    fn what_is_off_is_told_and_what_stood_before_is_kept() {
        let case = |text: &str, tree: &str, problems: &[&str]| {
            let (found, told) = told(text);
            assert_eq!((found.as_str(), told.iter().map(String::as_str).collect::<Vec<_>>()), (tree, problems.to_vec()), "{text}");
        };
        case("", "", &["empty-file@0"]);
        case(r#"{"a": 1, "b""#, r#"{"a": 1}"#, &["cut-short@12"]);
        case(r#"{"a": [1, {"b": "c"#, r#"{"a": [1, {"b": "c"}]}"#, &["unclosed-text@16"]);
        case("[1] x", "[1]", &["trailing-text@4"]);
        case("[1,]", "[1]", &["trailing-comma@2"]);
        case("[1, // no\n2]", "[1]", &["json-syntax@4"]);
        case("['a']", "[]", &["json-syntax@1"]);
        case("[NaN, 1]", "[]", &["json-syntax@1"]);
        case("[01, 1., -]", "[01, 1., -]", &["bad-number@1", "bad-number@5", "bad-number@9"]);
        case("[\"a\tb\"]", r#"["a\tb"]"#, &["control-character@3"]);
        case(r#"["\ud800 \q \u12"]"#, "[\"\u{FFFD} q \u{FFFD}12\"]", &["lone-surrogate@2", "unknown-escape@9", "unknown-escape@12"]);
        case(r#"{"a": 1, "\u0061": 2}"#, r#"{"a": 1, "a": 2}"#, &["duplicate-key@10"]);
        case("\"a\\", "\"a\"", &["unclosed-text@0"]);
        case("\u{a0}1", "", &["json-syntax@0"]);
    }

    #[test]
    fn a_key_twice_is_kept_twice_among_few_and_many() {
        for count in [2, 23, 24, 25, 300] {
            let mut keys: Vec<_> = (1..count).map(|number| format!("\"k{number}\": {number}")).collect();
            keys.push("\"k1\": 99".to_owned());
            let text = format!("{{{}}}", keys.join(", "));
            let (tree, problems) = parse(&text, SourceId(0), &Limits::DEFAULT);
            assert_eq!(problems.len(), 1, "{count}");
            assert_eq!(&text[problems[0].related[0].0.span().unwrap().range()], "k1");
            assert_eq!(tree.root().unwrap().entries().count(), count);
            assert_eq!(tree.root().unwrap().get("k1").unwrap().as_str(), "99");
        }
    }

    #[test]
    fn nesting_stops_at_the_limit() {
        let deep = |count: usize| format!("{}{}", "[".repeat(count), "]".repeat(count));
        assert!(told(&deep(512)).1.is_empty());
        assert_eq!(told(&deep(513)).1, ["too-deep@512"]);
        assert_eq!(told(&"{\"a\":".repeat(100_000)).1, ["too-deep@2560"]);
        let limits = Limits { size: 4, values: 2, ..Limits::DEFAULT };
        assert_eq!(parse("[1234]", SourceId(0), &limits).1[0].code, "too-large");
        assert_eq!(parse("[[]]", SourceId(0), &Limits { values: 1, ..Limits::DEFAULT }).1[0].code, "too-many-values");
    }
}
