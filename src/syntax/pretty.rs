//! The one true layout of a policy file: every line at its indent, one blank between words, one empty line between rules.
//! It moves tokens and never changes one, so that what a file says cannot change with its looks.

use super::scan::{Kind, Scan, Token};
use super::split::{self, Head, Line};
use super::{parse, scan};
use crate::source::Problem;

/// The width past which a line is wrapped.
const WIDTH: usize = 120;

/// Words before which a long line may be wrapped.
const BREAKS: [&str; 19] = [
    "on", "about", "must", "should", "may", "when", "and", "or", "except", "before", "at", "after", "for", "offering", "asking", "with",
    "claiming", "given", "read",
];

/// Lays a policy file out.
///
/// # Errors
///
/// The problems of the file, where it has any.
pub fn format(text: &str) -> Result<String, Vec<Problem>> {
    let (_, problems) = parse(text);
    if !problems.is_empty() {
        return Err(problems);
    }
    let scan = scan::scan(text);
    let lines = split::split(&scan);
    let mut page = Page { scan: &scan, text: String::new(), column: 0 };
    page.lines(&lines);
    Ok(page.text)
}

/// The text as far as it is laid out.
struct Page<'s> {
    scan: &'s Scan<'s>,
    text: String,
    column: usize,
}

impl<'s> Page<'s> {
    fn lines(&mut self, lines: &[Line]) {
        let mut last: Option<&Line> = None;
        for line in lines {
            let between = self.between(last, line.tokens.start);
            let lead = self.remarks(last, between, Some(line));
            self.line(line, lead);
            last = Some(line);
        }
        let rest = self.between(last, self.scan.tokens.len());
        self.remarks(last, rest, None);
        if self.column > 0 {
            self.text.push('\n');
        }
    }

    /// The comments between a line and the token at which the next begins.
    fn between(&self, last: Option<&Line>, end: usize) -> &'s [Token] {
        let start = last.map_or(0, |last| last.tokens.end);
        self.scan.tokens.get(start..end).unwrap_or_default()
    }

    /// Writes the comments before a line; tells whether an empty line must still come before it.
    fn remarks(&mut self, last: Option<&Line>, comments: &[Token], next: Option<&Line>) -> bool {
        let own = comments.iter().position(|comment| comment.fresh).unwrap_or(comments.len());
        let (behind, own) = comments.split_at(own);
        behind.iter().for_each(|comment| self.behind(comment));
        let apart = next.is_none_or(opens) && last.is_some_and(|last| last.head != Head::Doc);
        let next_gap = next.and_then(|next| self.scan.tokens.get(next.tokens.start)).is_none_or(|token| token.gap);
        let below = if apart { below(own, next_gap) } else { 0 };
        let (under, above) = own.split_at(below);
        let inner = last.map_or(0, inner);
        under.iter().for_each(|comment| self.own(comment, inner, false));
        let outer = next.map_or(0, indent);
        for (at, comment) in above.iter().enumerate() {
            self.own(comment, outer, comment.gap || (apart && at == 0));
        }
        match above {
            [] => apart || next_gap,
            _ => next_gap,
        }
    }

    fn line(&mut self, line: &Line, gap: bool) {
        let tokens = self.scan.tokens.get(line.tokens.clone()).unwrap_or_default();
        let first = indent(line);
        let head = line.head;
        self.start(first, gap && !matches!(head, Head::Word("unless")));
        match head {
            Head::Doc => tokens.iter().for_each(|doc| self.doc(doc)),
            Head::Word("rule") => self.rule(tokens),
            _ => self.run(tokens, first + 2),
        }
    }

    /// A rule's name, its sentence, and each `unless` on a line of their own.
    fn rule(&mut self, tokens: &[Token]) {
        let mut rest = tokens;
        let mut indent = 0;
        while !rest.is_empty() {
            let length = self.part(rest, indent);
            let (part, after) = rest.split_at(length);
            if indent > 0 {
                self.start(indent, false);
            }
            self.run(part, indent + 2);
            let next = after.iter().find(|token| !token.is_comment());
            indent = if next.is_some_and(|next| self.scan.word(next) == "unless") { 4 } else { 2 };
            rest = after;
        }
    }

    /// The number of tokens up to the next part of a rule; comments on lines of their own go with what follows.
    fn part(&self, tokens: &[Token], indent: usize) -> usize {
        let words = tokens.iter().enumerate().filter(|(_, token)| !token.is_comment());
        let mut later = words.skip(1);
        let next = match indent {
            0 => later.nth(1),
            _ => later.find(|(_, token)| token.kind == Kind::Word && self.scan.word(token) == "unless"),
        };
        let end = next.map_or(tokens.len(), |(at, _)| at);
        let before = tokens.get(..end).unwrap_or_default().iter().rev();
        end - before.take_while(|token| token.is_comment() && token.fresh).count()
    }

    /// Tokens on one line, or on more where it grows too long or a comment ends it.
    fn run(&mut self, tokens: &[Token], further: usize) {
        let mut start = true;
        let mut broken = false;
        let mut rest = tokens;
        while let Some((token, _)) = rest.split_first() {
            let length = if token.is_comment() { 1 } else { self.unit(rest) };
            let (unit, after) = rest.split_at(length);
            let text = self.said(unit);
            let width = text.chars().count();
            match (token.is_comment(), start) {
                (true, true) => self.write(&text),
                (true, false) if token.fresh || broken => self.wrap(further, &text),
                (true, false) => self.behind(token),
                (false, _) if broken => self.wrap(if start { further - 2 } else { further }, &text),
                (false, true) => self.write(&text),
                (false, false) if self.column + 1 + width > WIDTH => self.wrap(further, &text),
                (false, false) => self.spaced(&text),
            }
            broken = token.is_comment();
            start = start && broken;
            rest = after;
        }
    }

    /// The number of tokens that stay on one line: up to a comment, or to a token that a line may begin with.
    fn unit(&self, tokens: &[Token]) -> usize {
        let pairs = tokens.iter().zip(tokens.iter().skip(1));
        let stays = pairs.take_while(|(token, next)| !next.is_comment() && !self.may_break(token, next)).count();
        (stays + 1).min(tokens.len())
    }

    fn may_break(&self, token: &Token, next: &Token) -> bool {
        let (word, following) = (self.scan.word(token), self.scan.word(next));
        let after_comma = word == "," && !split::HEADS.contains(&following);
        let before = next.kind == Kind::Text || (next.kind == Kind::Word && BREAKS.contains(&following));
        word != "(" && (after_comma || before)
    }

    /// Tokens with one blank between them, save before `,` and `)` and after `(`.
    fn said(&self, tokens: &[Token]) -> String {
        let mut text = String::new();
        for token in tokens {
            let word = self.scan.word(token);
            if !(text.is_empty() || text.ends_with('(') || matches!(word, "," | ")")) {
                text.push(' ');
            }
            if token.is_comment() {
                text += &remark(word);
            } else {
                text += word;
            }
        }
        text
    }

    fn doc(&mut self, token: &Token) {
        let text = self.scan.word(token).trim_start_matches('#');
        let blank = if text.is_empty() || text.starts_with(' ') { "" } else { " " };
        self.write(&format!("##{blank}{text}"));
    }

    /// A comment on its own line.
    fn own(&mut self, comment: &Token, indent: usize, gap: bool) {
        self.start(indent, gap);
        self.write(&remark(self.scan.word(comment)));
    }

    /// A comment behind what stands on its line.
    fn behind(&mut self, comment: &Token) {
        let text = remark(self.scan.word(comment));
        self.write(&format!("  {text}"));
    }

    /// A new line, after an empty one where there is a gap; none of it at the start of the file.
    fn start(&mut self, indent: usize, gap: bool) {
        if !self.text.is_empty() {
            self.text += if gap { "\n\n" } else { "\n" };
        }
        self.text += &" ".repeat(indent);
        self.column = indent;
    }

    fn wrap(&mut self, indent: usize, text: &str) {
        self.start(indent, false);
        self.write(text);
    }

    fn spaced(&mut self, text: &str) {
        if !text.starts_with([',', ')']) && !self.text.ends_with('(') {
            self.write(" ");
        }
        self.write(text);
    }

    fn write(&mut self, text: &str) {
        self.text += text;
        self.column += text.chars().count();
    }
}

/// A comment with one blank behind its sign; a row of signs is left alone.
fn remark(text: &str) -> String {
    let inside = text.strip_prefix('#').unwrap_or(text);
    let blank = if inside.is_empty() || inside.starts_with([' ', '#']) { "" } else { " " };
    format!("#{blank}{inside}")
}

/// How many of these comments belong to what stands above: those that touch it and not what follows.
fn below(own: &[Token], next_gap: bool) -> usize {
    match own.iter().position(|comment| comment.gap) {
        Some(first) => first,
        None if next_gap => own.len(),
        None => 0,
    }
}

/// Whether a line begins a policy or a rule, with its docs.
fn opens(line: &Line) -> bool {
    matches!(line.head, Head::Doc | Head::Word("policy" | "rule"))
}

/// The indent of a line.
fn indent(line: &Line) -> usize {
    match line.head {
        Head::Doc | Head::Other | Head::Word("language" | "jurisdiction" | "policy" | "rule") => 0,
        Head::Word("unless") => 4,
        Head::Word(_) => 2,
    }
}

/// The indent of what stands under a line.
fn inner(line: &Line) -> usize {
    match line.head {
        Head::Doc | Head::Other | Head::Word("language" | "jurisdiction") => 0,
        Head::Word(_) => 2,
    }
}
