//! Says why a line could not be read, as its author would want to hear it.

use super::ast::{Atom, Sentence};
use super::lower::{Expected, Failure, Node};
use super::scan::{Kind, Scan, Token};
use super::split::HEADS;
use super::wording;
use crate::source::{Problem, Span, nearest};

/// The words that open a sentence.
pub(super) const OPENERS: [&str; 4] = ["no", "field", "document", "any"];

/// Small words of the language, none of which is a misspelt other.
const SMALL: [&str; 12] = ["no", "on", "of", "or", "in", "is", "it", "by", "as", "at", "for", "not"];

/// Heads of a rule's lines that no word of a predicate comes near, and that need no text behind them.
const LONG_HEADS: [&str; 5] = ["unless", "comply", "notwithstanding", "preempts", "conflicts"];

/// A line at the start of a file that no head word begins.
pub(super) fn stranger(scan: &Scan, first: &Token) -> Problem {
    let word = scan.word(first);
    wording::unknown_head(first.span, word).suggest(word, HEADS)
}

/// The first parenthesis that stands too deep.
pub(super) fn too_deep(scan: &Scan, tokens: &[Token], limit: usize) -> Option<Problem> {
    let mut depth = 0_usize;
    for token in tokens.iter().filter(|token| token.kind == Kind::Mark) {
        match scan.word(token) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limit {
            return Some(wording::too_deep(token.span, limit));
        }
    }
    None
}

/// The token at which reading stopped; none at the end of the line.
pub(super) fn found(tokens: &[Token], at: usize) -> Option<usize> {
    let at = tokens.iter().position(|token| !token.is_comment() && at < token.span.end as usize)?;
    Some(at)
}

/// The first word at the start of a line of the file that a predicate took in, and that looks like the start of something else.
pub(super) fn swallowed(tokens: &[Token], node: &Node) -> Option<(usize, Problem)> {
    let Node::Rule(rule) = node else { return None };
    let predicate = match rule.sentence.as_ref().map(|sentence| &sentence.value) {
        Some(Sentence::OnField { predicate, .. } | Sentence::OnForm { predicate, .. }) => predicate.as_slice(),
        _ => &[],
    };
    let mut words = predicate.iter().filter_map(|atom| match atom {
        Atom::Word(word) => Some(word),
        _ => None,
    });
    words.find_map(|word| suspect(tokens, &word.value, word.span))
}

fn suspect(tokens: &[Token], word: &str, span: Span) -> Option<(usize, Problem)> {
    let at = tokens.partition_point(|token| token.span.start < span.start);
    tokens.get(at).filter(|token| token.fresh)?;
    if word == "no" {
        return Some((at, wording::second_sentence(span)));
    }
    let near = match nearest(word, LONG_HEADS) {
        Some(near) => near,
        None if tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Text) => nearest(word, HEADS)?,
        None => return None,
    };
    Some((at, wording::unknown_head(span, word).help(format!("did you mean `{near}`?"))))
}

/// The problem of a line that could not be read.
pub(super) fn explain(scan: &Scan, tokens: &[Token], failure: &Failure) -> Problem {
    match found(tokens, failure.at).and_then(|at| tokens.get(at).map(|token| (at, token))) {
        Some((at, token)) => Fault { scan, tokens, failure, at }.at(token),
        None => Fault { scan, tokens, failure, at: tokens.len() }.at_end(),
    }
}

struct Fault<'f> {
    scan: &'f Scan<'f>,
    tokens: &'f [Token],
    failure: &'f Failure,
    at: usize,
}

impl<'f> Fault<'f> {
    fn at(&self, token: &Token) -> Problem {
        let word = self.scan.word(token);
        let special = self.misspelt_opener().or_else(|| self.known_slip(token, word)).or_else(|| self.wrong_letters(token, word));
        special.unwrap_or_else(|| self.plain(token, word))
    }

    fn plain(&self, token: &Token, word: &str) -> Problem {
        if let Some(near) = nearest(word, self.keywords()).filter(|_| !SMALL.contains(&word)) {
            return wording::unexpected(token.span, word, "").help(format!("did you mean `{near}`?"));
        }
        let head = nearest(word, HEADS).filter(|head| token.fresh && *head != word);
        if let Some(head) = head {
            return wording::unknown_head(token.span, word).help(format!("did you mean `{head}`?"));
        }
        if token.fresh && OPENERS.contains(&word) && self.in_rule() && self.at > 2 {
            return wording::second_sentence(token.span);
        }
        wording::unexpected(token.span, word, &self.expected())
    }

    fn at_end(&self) -> Problem {
        if let Some(problem) = self.misspelt_opener() {
            return problem;
        }
        let Some(last) = self.tokens.last() else { return wording::unexpected(Span::default(), "", "") };
        let word = self.scan.word(last);
        let rule_alone = self.in_rule() && self.tokens.len() == 2;
        if rule_alone {
            return wording::no_sentence(last.span, word);
        }
        if self.expects("forms") {
            return self.lacks_forms();
        }
        wording::unfinished(last.span, word, &self.expected())
    }

    /// The words after `on`, or the whole sentence, where `forms` is missing at their end.
    fn lacks_forms(&self) -> Problem {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let words = || before.iter().enumerate().rev().filter(|(_, token)| !token.is_comment());
        let start = words().find(|(_, token)| matches!(self.scan.word(token), "on" | "or")).map_or(2, |(at, _)| at + 1);
        let arm: Vec<&Token> = before.iter().skip(start).filter(|token| !token.is_comment()).collect();
        let (Some(first), Some(last)) = (arm.first(), arm.last()) else {
            let last = before.last().map(|token| (token.span, self.scan.word(token))).unwrap_or_default();
            return wording::unfinished(last.0, last.1, &self.expected());
        };
        let word = self.scan.word(last);
        if word.len() > 3 && strsim::osa_distance(word, "forms") <= 2 {
            return wording::unexpected(last.span, word, "").help("did you mean `forms`?");
        }
        let text: Vec<&str> = arm.iter().map(|token| self.scan.word(token)).collect();
        wording::missing_forms(first.span.to(last.span), &text.join(" "))
    }

    /// A rule whose sentence opens with a word that is nearly one of those that open a sentence.
    fn misspelt_opener(&self) -> Option<Problem> {
        let third = self.tokens.iter().filter(|token| !token.is_comment()).nth(2).filter(|_| self.in_rule())?;
        let word = self.scan.word(third);
        let lower = word.to_lowercase();
        let near = nearest(&lower, OPENERS).filter(|near| *near != word)?;
        Some(wording::unexpected(third.span, word, "a sentence").help(format!("did you mean `{near}`?")))
    }

    /// Mistakes that have a message of their own.
    fn known_slip(&self, token: &Token, word: &str) -> Option<Problem> {
        let before = self.tokens.get(..self.at).unwrap_or_default().iter().rev().find(|token| !token.is_comment());
        let before = before.map(|before| self.scan.word(before)).unwrap_or_default();
        if self.expects("and") != self.expects("or") && !self.expects("on") && matches!(word, "and" | "or") {
            return Some(wording::mixed_condition(token.span, word));
        }
        if before == "may" && word == "not" {
            return Some(wording::may_not(token.span));
        }
        if word == "and" && !self.expects("and") {
            return Some(wording::list_by_word(token.span, word));
        }
        if before == "or"
            && self.expects("proxies")
            && !token.fresh
            && token.kind == Kind::Word
            && nearest(word, ["proxies", "strong"]).is_none()
        {
            return Some(wording::list_by_word(token.span, "or"));
        }
        if self.expects_phrase("a date such as `2024-03-28`") && token.kind == Kind::Word {
            return Some(wording::odd_date(token.span, word));
        }
        if word == "forms" && self.expects_phrase("a kind of form or a body") {
            return Some(wording::which_forms(token.span));
        }
        if matches!(word, "shall" | "will" | "cannot") && self.expects("must") {
            return Some(wording::unexpected(token.span, word, "").help("write `must`, `must not`, `should` or `may`"));
        }
        if word == "=" && self.expects("is") {
            return Some(wording::unexpected(token.span, word, "").help("write `is`, `includes`, `>=`, `<=`, `<` or `>`"));
        }
        if word == "," && before.chars().all(|c| c.is_ascii_digit()) {
            return Some(wording::unexpected(token.span, word, "").help("write the number without commas"));
        }
        if token.kind == Kind::Word
            && self.expects_phrase("a text in quotes")
            && !self.expects_name()
            && nearest(word, self.keywords()).is_none()
        {
            return Some(wording::unexpected(token.span, word, &self.expected()).help(format!("write `\"{word}\"`")));
        }
        if self.expects("forms") && nearest(word, self.keywords()).is_none() && !self.wrong(word) && self.at > 2 {
            return Some(self.lacks_forms());
        }
        None
    }

    /// A word with a capital, a dot, or another letter that no name has.
    fn wrong_letters(&self, token: &Token, word: &str) -> Option<Problem> {
        let inside = self.failure.at > token.span.start as usize;
        if token.kind != Kind::Word || !(inside || self.expects_name()) || !word.contains(char::is_alphabetic) || !self.wrong(word) {
            return None;
        }
        let lower = word.to_lowercase();
        if let Some(near) = nearest(&lower, self.keywords()) {
            return Some(wording::unexpected(token.span, word, "").help(format!("did you mean `{near}`?")));
        }
        let path = self.expects_phrase("a path such as `us/ct`");
        let plain: String = lower.chars().map(|c| if matches!(c, '.' | '\'' | '’') || c == '/' && !path { '_' } else { c }).collect();
        let plain = plain.trim_matches('_').to_owned();
        Some(wording::not_a_name(token.span, word, if self.wrong(&plain.replace('/', "_")) { "" } else { &plain }))
    }

    /// Whether a word cannot be a name.
    fn wrong(&self, word: &str) -> bool {
        let right = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        !word.starts_with(|c: char| c.is_ascii_lowercase()) || !word.chars().all(right)
    }

    fn expects_name(&self) -> bool {
        let names =
            ["a name", "the name of a concept", "the name of a body", "a word", "a fact", "a condition", "a kind of form or a body"];
        names.iter().any(|name| self.expects_phrase(name)) || self.expects_phrase("a path such as `us/ct`")
    }

    fn in_rule(&self) -> bool {
        self.tokens.first().is_some_and(|token| self.scan.word(token) == "rule")
    }

    fn expects(&self, keyword: &str) -> bool {
        self.keywords().any(|expected| expected == keyword)
    }

    fn expects_phrase(&self, wanted: &str) -> bool {
        self.failure.expected.iter().any(|expected| matches!(expected, Expected::Phrase(phrase) if *phrase == wanted))
    }

    fn keywords(&self) -> impl Iterator<Item = &'f str> {
        self.failure.expected.iter().filter_map(|expected| match expected {
            Expected::Keyword(word) => Some(word.as_str()),
            Expected::Phrase(_) => None,
        })
    }

    /// What was expected, in words.
    fn expected(&self) -> String {
        let words: Vec<String> = self
            .failure
            .expected
            .iter()
            .map(|expected| match expected {
                Expected::Keyword(word) => format!("`{word}`"),
                Expected::Phrase(phrase) => (*phrase).to_owned(),
            })
            .collect();
        match words.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }
}
