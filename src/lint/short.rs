//! Phrases that say too little to stand alone in any label.

use std::collections::BTreeSet;

use super::{Desk, Lint, Of};
use crate::recognize::written_out;
use crate::source::Problem;
use crate::vocabulary::Vocabulary;

pub(super) const LINT: Lint = Lint {
    name: "phrase-short",
    about: "a phrase is taken for a concept wherever it stands, and is a letter or two, or one word that says nothing by itself",
    mend: "write it under `whole` (all of a label) or `hints`, or give it a word more",
    of: Of::Vocabulary,
    check,
};

/// A word of fewer letters is a sign of nothing.
const LETTERS: usize = 3;

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let empty = empty_words(desk.vocabulary);
    let mut problems = Vec::new();
    for (_, concept) in desk.vocabulary.concepts.iter().filter(|(_, concept)| desk.words.wants(&concept.id)) {
        for phrases in &concept.lexicon.phrases {
            for (number, pattern) in phrases.phrases.iter().enumerate() {
                let Some(short) = written_out(pattern).into_iter().find(|phrase| is_short(phrase, &empty)) else { continue };
                let entry = format!("{}/phrases/{}/{}", concept.id, phrases.language, number + 1);
                let message = format!("`{short}` is too short to be taken for `{}` in any label", concept.id);
                problems.push(LINT.at(desk.words.entry(&entry), message));
            }
        }
    }
    problems
}

/// The words that say nothing by themselves.
fn empty_words(vocabulary: &Vocabulary) -> BTreeSet<String> {
    let lists = vocabulary.words.iter().filter(|(name, _)| matches!(name.as_str(), "filler" | "bare"));
    let phrases = lists.flat_map(|(_, lists)| lists).flat_map(|list| &list.phrases).flat_map(|phrase| written_out(phrase));
    phrases.filter(|phrase| !phrase.contains(' ')).map(|word| word.to_lowercase()).collect()
}

fn is_short(phrase: &str, empty: &BTreeSet<String>) -> bool {
    let letters = phrase.chars().filter(|letter| letter.is_alphanumeric()).count();
    // A sign of Chinese is a word, or most of one.
    let most = if phrase.is_ascii() || phrase.chars().all(|letter| letter < '\u{2e80}') { LETTERS } else { 2 };
    letters < most || empty.contains(&phrase.to_lowercase())
}
