//! Phrases that two concepts claim, of which neither is the other.

use std::collections::BTreeMap;

use super::{Desk, Lint, Of};
use crate::recognize::written_out;
use crate::source::Problem;
use crate::vocabulary::{Concept, ConceptId, Phrases};

pub(super) const LINT: Lint = Lint {
    name: "phrase-claimed-twice",
    about: "two concepts claim the same phrase or name, and neither is the other: every question that has it is about both",
    mend: "give it to one of them, or except it and say why both are asked at once",
    of: Of::Vocabulary,
    check,
};

/// Who claims a phrase, and by which entry.
type Claim = (ConceptId, String);

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut claims: BTreeMap<(bool, String), Vec<Claim>> = BTreeMap::new();
    for (id, concept) in desk.vocabulary.concepts.iter() {
        for (as_name, phrase, entry) in claimed(concept) {
            claims.entry((as_name, phrase)).or_default().push((id, entry));
        }
    }
    let mut problems: BTreeMap<(&str, &str), Problem> = BTreeMap::new();
    for ((_, phrase), claims) in &claims {
        for (number, (id, entry)) in claims.iter().enumerate() {
            for (other, second) in claims.iter().skip(number + 1).filter(|(other, _)| apart(desk, *id, *other)) {
                // One entry may share many of its spellings with another: that is told once.
                problems.entry((entry, second)).or_insert_with(|| told(desk, phrase, (*id, entry), (*other, second)));
            }
        }
    }
    problems.into_values().collect()
}

/// A phrase that two claim, at the one that is looked at.
fn told(desk: &Desk<'_>, phrase: &str, one: (ConceptId, &str), other: (ConceptId, &str)) -> Problem {
    let name = |(id, _): (ConceptId, &str)| desk.vocabulary.concepts.name(id).to_owned();
    let (here, there) = if desk.words.wants(&name(one)) { (one, other) } else { (other, one) };
    let message = format!("`{phrase}` is claimed by `{}` and by `{}`", name(here), name(there));
    LINT.at(desk.words.entry(here.1), message).also(desk.words.entry(there.1), "and here")
}

fn apart(desk: &Desk<'_>, one: ConceptId, other: ConceptId) -> bool {
    let concepts = &desk.vocabulary.concepts;
    !concepts.is(one, other) && !concepts.is(other, one)
}

/// What a concept claims for itself alone: phrases, whole labels, names.
fn claimed(concept: &Concept) -> Vec<(bool, String, String)> {
    let mut claimed = Vec::new();
    let lists = [("phrases", &concept.lexicon.phrases), ("whole", &concept.lexicon.whole)];
    for (list, phrases) in lists.into_iter().flat_map(|(list, lists)| lists.iter().map(move |phrases| (list, phrases))) {
        claimed.extend(of_list(concept, list, phrases));
    }
    for (number, name) in concept.lexicon.names.iter().enumerate() {
        let entry = format!("{}/names/{}", concept.id, number + 1);
        claimed.extend(written_out(name).into_iter().map(|name| (true, folded(&name), entry.clone())));
    }
    claimed
}

fn of_list(concept: &Concept, list: &str, phrases: &Phrases) -> Vec<(bool, String, String)> {
    let numbered = phrases.phrases.iter().enumerate();
    let each = numbered.flat_map(|(number, pattern)| {
        let entry = format!("{}/{list}/{}/{}", concept.id, phrases.language, number + 1);
        written_out(pattern).into_iter().map(move |phrase| (false, folded(&phrase), entry.clone()))
    });
    each.collect()
}

/// A phrase as two of them are compared: no case, no marks, single blanks.
fn folded(phrase: &str) -> String {
    let lower = phrase.to_lowercase().replace(['\'', '’', '.'], "");
    lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
