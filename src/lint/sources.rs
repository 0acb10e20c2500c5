//! Sources that have nothing to do with the citation, as far as words tell.

use std::collections::BTreeSet;

use super::{Desk, Lint, Of};
use crate::source::{Place, Problem, Span};
use crate::syntax::ast::{Header, Policy};

pub(super) const LINT: Lint = Lint {
    name: "source-without-citation",
    about: "no source of a policy shares a word with its citation or title, neither by its address nor by its heading",
    mend: "look whether the pages are of this law; write the heading that stands on the page in quotes behind its day",
    of: Of::Library,
    check,
};

/// Words that addresses and citations of every law have.
const EMPTY: [&str; 34] = [
    "a", "act", "an", "and", "art", "article", "as", "by", "code", "com", "for", "from", "gen", "gov", "htm", "html", "http", "https",
    "in", "its", "law", "net", "no", "of", "on", "org", "pdf", "section", "stat", "sub", "the", "to", "with", "www",
];

/// A word of so many letters counts within a longer one: `hartford` in `hartfordinfo`.
const TELLING: usize = 4;

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (script, policy) in desk.policies() {
        let cited = cited(policy);
        let sources = sources(policy);
        if let Some((span, _)) = sources.first().filter(|_| !sources.iter().any(|(_, text)| shares(&cited, text))) {
            let message = format!("no source of `{}` shares a word with its citation", policy.id.value);
            problems.push(LINT.at(Place::text(script.id, *span), message));
        }
    }
    problems
}

/// The words of citation and title.
fn cited(policy: &Policy) -> BTreeSet<String> {
    let citations = policy.headers.iter().filter_map(|header| if let Header::Citation(words) = &header.value { Some(words) } else { None });
    let texts = citations.chain([&policy.title]);
    texts.flat_map(|text| words(&text.value)).filter(|word| !EMPTY.contains(&word.as_str())).collect()
}

/// The address of each source, with its heading.
fn sources(policy: &Policy) -> Vec<(Span, String)> {
    let of = policy.headers.iter().filter_map(|header| {
        let Header::Source { url, heading, .. } = &header.value else { return None };
        let heading = heading.as_ref().map(|heading| heading.value.as_str()).unwrap_or_default();
        Some((url.span, format!("{} {heading}", url.value)))
    });
    of.collect()
}

fn shares(cited: &BTreeSet<String>, text: &str) -> bool {
    let written: BTreeSet<String> = words(text).collect();
    let joined: String = written.iter().cloned().collect::<Vec<_>>().join(" ");
    cited.iter().any(|word| written.contains(word) || (word.chars().count() >= TELLING && joined.contains(word.as_str())))
}

/// The words and numbers of a text, in lower case; a word with digits counts whole and in parts.
fn words(text: &str) -> impl Iterator<Item = String> {
    let lower = text.to_lowercase();
    let whole: Vec<String> = lower.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect();
    let parts: Vec<String> = whole.iter().flat_map(|word| parts(word)).collect();
    whole.into_iter().chain(parts).filter(|word| !word.is_empty())
}

/// Letters and digits apart.
fn parts(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for letter in word.chars() {
        let same = |part: &String| part.chars().next_back().is_some_and(|last| last.is_numeric() == letter.is_numeric());
        match parts.last_mut().filter(|part| same(part)) {
            Some(part) => part.push(letter),
            None => parts.push(letter.to_string()),
        }
    }
    parts
}
