//! Every message of the room, one constructor each.

use super::scan::Token;
use crate::source::{Place, Problem, SourceId, Span};

fn place(span: Span) -> Place {
    Place::text(SourceId(0), span)
}

fn error(code: &'static str, span: Span, message: impl Into<String>) -> Problem {
    Problem::error(code, place(span), message)
}

/// A file past the limit of size.
pub(super) fn too_large(limit: usize) -> Problem {
    let message = format!("the file is larger than {} MiB and was not read", limit / (1 << 20));
    Problem::error("too-large", Place::whole(SourceId(0)), message).help("cut it into several files")
}

/// Parentheses in parentheses, past the limit.
pub(super) fn too_deep(span: Span, limit: usize) -> Problem {
    error("too-deep", span, format!("parentheses stand more than {limit} deep")).help("split the condition over several `unless` lines")
}

/// `##` behind something on its line.
pub(super) fn doc_after_text(span: Span) -> Problem {
    error("doc-after-text", span, "a doc comment stands behind other text").help("give it a line of its own, or write one `#`")
}

/// A doc comment before something that has no docs.
pub(super) fn doc_before_nothing(span: Span, next: Option<&str>) -> Problem {
    let before = next.map_or("at the end of the file".to_owned(), |next| format!("before `{next}`"));
    let message = format!("a doc comment {before} belongs to nothing");
    error("stray-doc", span, message).help("it goes before `jurisdiction`, `policy` or `rule`; elsewhere write one `#`")
}

/// A text that does not end on its line.
pub(super) fn unclosed_text(span: Span, text: &str) -> Problem {
    let problem = error("unclosed-text", span, "the text in quotes does not end on its line");
    match text.chars().next_back() {
        Some(last @ ('”' | '“' | '»' | '«')) => problem.help(format!("it ends in `{last}`: write a straight `\"`")),
        _ => problem.help("close it with `\"`"),
    }
}

/// `\n` and the like.
pub(super) fn unknown_escape(span: Span, found: char) -> Problem {
    error("unknown-escape", span, format!("unknown escape `\\{found}`")).help("write `\\\\` for a backslash, `\\\"` for a quote")
}

/// Quotation marks of a word processor.
pub(super) fn curly_quotes(span: Span, open: char) -> Problem {
    error("curly-quotes", span, format!("the text opens with `{open}`, as word processors write")).help("write straight quotes: `\"…\"`")
}

/// A dash that is no hyphen.
pub(super) fn foreign_dash(span: Span, found: &str, plain: &str) -> Problem {
    error("foreign-dash", span, format!("the dash in `{found}` is no hyphen")).help(format!("write `{plain}`"))
}

/// A no-break space, a zero-width mark, a control character.
pub(super) fn foreign_blank(span: Span, found: char) -> Problem {
    let name = match found {
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => "an invisible character",
        found if found.is_control() => "a control character",
        _ => "an unusual blank",
    };
    let message = format!("{name} (U+{:04X}) stands between words", u32::from(found));
    error("foreign-blank", span, message).help("write a plain blank")
}

/// A day, month or year that the calendar does not have.
pub(super) fn no_such_date(span: Span, date: &str, days: Option<i8>) -> Problem {
    let problem = error("no-such-date", span, format!("the date `{date}` does not exist"));
    match (days, date.rsplit_once('-')) {
        (Some(days), Some((month, _))) => problem.help(format!("the last day of that month is `{month}-{days}`")),
        _ => problem.help("months go from `01` to `12`"),
    }
}

/// A number past what can be counted.
pub(super) fn number_too_large(span: Span, number: &str) -> Problem {
    error("number-too-large", span, format!("the number `{number}` is too large"))
}

/// Something that cannot stand where it does.
pub(super) fn unexpected(span: Span, found: &str, expected: &str) -> Problem {
    let wanted = if expected.is_empty() { String::new() } else { format!("expected {expected}, ") };
    error("unexpected", span, format!("{wanted}found `{found}`"))
}

/// A line that stops too early.
pub(super) fn unfinished(span: Span, last: &str, expected: &str) -> Problem {
    error("unfinished", span, format!("expected {expected} after `{last}`"))
}

/// A line whose first word is no head word.
pub(super) fn unknown_head(span: Span, found: &str) -> Problem {
    error("unknown-line", span, format!("no line begins with `{found}`"))
}

/// A word with letters that no name has.
pub(super) fn not_a_name(span: Span, found: &str, plain: &str) -> Problem {
    let problem = error("not-a-name", span, format!("`{found}` is no name"));
    match plain.is_empty() {
        true => problem.help("names are small letters, digits, `_` and `-`"),
        false => problem.help(format!("names are small letters, digits, `_` and `-`: `{plain}`")),
    }
}

/// `and` and `or` in one condition.
pub(super) fn mixed_condition(span: Span, found: &str) -> Problem {
    error("mixed-condition", span, format!("`{found}` joins what another word joins already"))
        .help("say what belongs together with parentheses: `a and (b or c)`")
}

/// `may not`, which has two meanings.
pub(super) fn may_not(span: Span) -> Problem {
    error("may-not", span, "`may not` can be read in two ways").help("write `must not`")
}

/// A list joined by `or` or `and`.
pub(super) fn list_by_word(span: Span, found: &str) -> Problem {
    error("list-by-word", span, format!("a list is joined by `{found}`")).help("write commas: `a, b, c`")
}

/// An arm of forms that lacks its `forms`.
pub(super) fn missing_forms(span: Span, words: &str) -> Problem {
    error("missing-forms", span, format!("expected `forms` after `{words}`"))
        .help(format!("what forms are meant ends in `forms`: `{words} forms`"))
}

/// `on forms`, without a word of which.
pub(super) fn which_forms(span: Span) -> Problem {
    error("which-forms", span, "no word says which forms").help("write `all forms`, or a kind or a body before `forms`")
}

/// A second sentence under one rule.
pub(super) fn second_sentence(span: Span) -> Problem {
    error("second-sentence", span, "a rule has one sentence").help("begin another `rule` for the second")
}

/// A date in another order.
pub(super) fn odd_date(span: Span, found: &str) -> Problem {
    error("odd-date", span, format!("`{found}` is not a date as this language writes them"))
        .help("write year, month, day: `2024-03-28`, `2024-03` or `2024`")
}

/// A rule that says nothing.
pub(super) fn no_sentence(span: Span, id: &str) -> Problem {
    error("no-sentence", span, format!("the rule `{id}` has no sentence"))
        .help("write one below its name, such as `no field C on all forms`")
}

/// Two rules or two policies of one name.
pub(super) fn same_name(what: &'static str, span: Span, first: Span, name: &str) -> Problem {
    let code = if what == "rule" { "same-rule" } else { "same-policy" };
    error(code, span, format!("two {} are named `{name}`", if what == "rule" { "rules" } else { "policies" }))
        .also(place(first), format!("the first `{name}`"))
        .help("give each a name of its own")
}

/// A line that stands where its kind does not.
pub(super) fn misplaced(span: Span, head: &str, belongs: &str) -> Problem {
    error("misplaced", span, format!("`{head}` stands where it does not belong")).help(belongs)
}

/// A second `jurisdiction` or `language`.
pub(super) fn twice(span: Span, first: Span, head: &str) -> Problem {
    let help = if head == "language" { "leave one" } else { "a file holds the policies of one jurisdiction: cut it in two" };
    error("twice", span, format!("`{head}` stands twice")).also(place(first), "the first").help(help)
}

/// A file without a jurisdiction.
pub(super) fn no_jurisdiction(first: Option<&Token>) -> Problem {
    let whole = Place::whole(SourceId(0));
    let at = first.map_or(whole, |token| place(token.span));
    Problem::error("no-jurisdiction", at, "the file names no jurisdiction").help("begin with a line such as `jurisdiction us/ct`")
}

/// A file without a policy.
pub(super) fn no_policy(span: Span) -> Problem {
    error("no-policy", span, "the file holds no policy").help("add one: `policy id \"title\"`")
}
