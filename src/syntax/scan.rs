//! Cuts a text into tokens with their places, and finds the characters that a word processor put there.

use std::borrow::Cow;

use super::wording;
use crate::source::{Problem, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits and what may stand between them.
    Word,
    /// A text in quotes, with them.
    Text,
    /// An address in angle brackets, with them.
    Url,
    /// A comma, a parenthesis, an operator, or any other character.
    Mark,
    /// `# …`
    Comment,
    /// `## …`
    Doc,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// Whether it is the first of its line.
    pub fresh: bool,
    /// Whether a blank line, or the start of the file, stands before it.
    pub gap: bool,
}

impl Token {
    /// Whether it is a comment that is no doc comment.
    pub(super) fn is_comment(&self) -> bool {
        self.kind == Kind::Comment
    }
}

/// A text as tokens.
pub(super) struct Scan<'s> {
    /// The text; foreign characters are replaced by plain ones, byte for byte.
    pub text: Cow<'s, str>,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// What is wrong with its characters.
    pub problems: Vec<Problem>,
    /// Where the problems stand; a line that holds one is not complained of twice.
    pub faults: Vec<Span>,
}

impl Scan<'_> {
    /// The text of a token.
    pub(super) fn word(&self, token: &Token) -> &str {
        self.text.get(token.span.range()).unwrap_or_default()
    }
}

/// The tokens of a text.
pub(super) fn scan(text: &str) -> Scan<'_> {
    let mut scanner =
        Scanner { text, at: 0, line_breaks: 2, tokens: Vec::new(), problems: Vec::new(), faults: Vec::new(), patches: Vec::new() };
    if text.starts_with('\u{feff}') {
        scanner.patches.push((0, "   "));
        scanner.at = 3;
    }
    while scanner.step() {}
    let Scanner { tokens, problems, faults, patches, .. } = scanner;
    Scan { text: patched(text, &patches), tokens, problems, faults }
}

/// The text with some characters replaced by as many bytes.
fn patched<'s>(text: &'s str, patches: &[(usize, &'static str)]) -> Cow<'s, str> {
    if patches.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut owned = text.to_owned();
    for (at, with) in patches {
        owned.replace_range(*at..at + with.len(), with);
    }
    Cow::Owned(owned)
}

struct Scanner<'s> {
    text: &'s str,
    at: usize,
    line_breaks: u8,
    tokens: Vec<Token>,
    problems: Vec<Problem>,
    faults: Vec<Span>,
    patches: Vec<(usize, &'static str)>,
}

impl<'s> Scanner<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads one token, or the blanks before one; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return false };
        match first {
            '\r' if rest.starts_with("\r\n") => self.line_break(2),
            '\n' | '\r' => self.line_break(1),
            ' ' | '\t' => self.at += 1,
            '#' => self.comment(rest),
            '"' | '“' | '”' | '„' | '«' | '»' => self.quoted(rest, first),
            '<' => self.angle(rest),
            '>' if rest.starts_with(">=") => self.mark(2),
            first if is_word(first) || dash(first) => self.word(rest),
            first if plain_blank(first).is_some() => self.foreign_blank(first),
            first => self.mark(first.len_utf8()),
        }
        true
    }

    fn line_break(&mut self, length: usize) {
        self.at += length;
        self.line_breaks = self.line_breaks.saturating_add(1);
    }

    fn push(&mut self, kind: Kind, length: usize) -> Span {
        let span = Span::new(self.at, self.at + length);
        self.tokens.push(Token { kind, span, fresh: self.line_breaks > 0, gap: self.line_breaks > 1 });
        self.at += length;
        self.line_breaks = 0;
        span
    }

    fn mark(&mut self, length: usize) {
        self.push(Kind::Mark, length);
    }

    fn comment(&mut self, rest: &str) {
        let line = line_of(rest).trim_end();
        let doc = line.starts_with("##") && !line.starts_with("###");
        let kind = match doc {
            true if self.line_breaks > 0 => Kind::Doc,
            _ => Kind::Comment,
        };
        let span = self.push(kind, line.len());
        if doc && kind == Kind::Comment {
            self.tell(span, wording::doc_after_text(span));
        }
    }

    fn angle(&mut self, rest: &str) {
        let inside = rest.find(['>', ' ', '\t', '\n', '\r']);
        match inside {
            Some(end) if end > 1 && rest.get(end..).is_some_and(|rest| rest.starts_with('>')) => {
                self.push(Kind::Url, end + 1);
            }
            _ if rest.starts_with("<=") => self.mark(2),
            _ => self.mark(1),
        }
    }

    /// A text that opens with any quotation mark; straight ones alone are right.
    fn quoted(&mut self, rest: &str, open: char) {
        let closed = closing(rest, open);
        let length = closed.unwrap_or_else(|| line_of(rest).trim_end().len());
        let span = self.push(Kind::Text, length);
        let text = rest.get(..length).unwrap_or_default();
        match (open, closed) {
            ('"', Some(_)) => self.escapes(text, span),
            ('"', None) => self.tell(span, wording::unclosed_text(span, text)),
            _ => {
                self.tell(span, wording::curly_quotes(span, open));
                self.straighten(span, text, closed.is_some());
            }
        }
    }

    fn straighten(&mut self, span: Span, text: &str, closed: bool) {
        let start = span.start as usize;
        if let Some(first) = text.chars().next() {
            self.patches.push((start, pad(first.len_utf8(), true)));
        }
        if let Some(last) = text.chars().next_back().filter(|_| closed) {
            self.patches.push((start + text.len() - last.len_utf8(), pad(last.len_utf8(), false)));
        }
    }

    fn escapes(&mut self, text: &str, span: Span) {
        let mut chars = text.char_indices();
        while let Some((at, found)) = chars.next() {
            if found != '\\' {
                continue;
            }
            if let Some((_, next)) = chars.next().filter(|(_, next)| !matches!(next, '"' | '\\')) {
                let start = span.start as usize + at;
                let span = Span::new(start, start + 1 + next.len_utf8());
                self.tell(span, wording::unknown_escape(span, next));
            }
        }
    }

    fn word(&mut self, rest: &str) {
        let length = rest.find(|c: char| !(is_word(c) || dash(c))).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        let span = self.push(Kind::Word, length);
        for (at, found) in text.char_indices().filter(|(_, found)| dash(*found)) {
            let start = span.start as usize + at;
            self.patches.push((start, if found.len_utf8() == 3 { "-  " } else { "- " }));
        }
        if text.contains(dash) {
            self.tell(span, wording::foreign_dash(span, text, &text.replace(dash, "-")));
        }
    }

    fn foreign_blank(&mut self, found: char) {
        let span = Span::new(self.at, self.at + found.len_utf8());
        self.patches.push((self.at, plain_blank(found).unwrap_or(" ")));
        self.tell(span, wording::foreign_blank(span, found));
        self.at = span.end as usize;
    }

    fn tell(&mut self, span: Span, problem: Problem) {
        self.faults.push(span);
        self.problems.push(problem);
    }
}

fn line_of(rest: &str) -> &str {
    rest.split(['\n', '\r']).next().unwrap_or_default()
}

/// The bytes of a text up to and with its closing quote: a straight one after a straight one, any after any other.
fn closing(rest: &str, open: char) -> Option<usize> {
    let mut escaped = false;
    for (at, found) in rest.char_indices().skip(1) {
        match found {
            '\n' | '\r' => return None,
            '"' if !escaped => return Some(at + 1),
            '”' | '“' | '»' | '«' if open != '"' => return Some(at + found.len_utf8()),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn is_word(found: char) -> bool {
    found.is_alphanumeric() || matches!(found, '_' | '-' | '/' | '.' | '\'' | '’' | '‘' | ':' | '@' | '%' | '$' | '&')
}

/// A dash that is no hyphen.
fn dash(found: char) -> bool {
    matches!(found, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

/// A straight quote, with blanks for the bytes that a curly one had more.
fn pad(length: usize, opening: bool) -> &'static str {
    match (length, opening) {
        (3, true) => "\"  ",
        (3, false) => "  \"",
        (2, true) => "\" ",
        (2, false) => " \"",
        _ => "\"",
    }
}

/// As many blanks as a character has bytes, where it is a blank or a control character that is no blank of ours.
fn plain_blank(found: char) -> Option<&'static str> {
    let zero_width = matches!(found, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}');
    (zero_width || found.is_whitespace() || found.is_control()).then_some(match found.len_utf8() {
        1 => " ",
        2 => "  ",
        3 => "   ",
        _ => "    ",
    })
}
