//! Entries of the vocabulary that never match: tried on their own words, they are not seen.
//!
//! A look-alike that cancels nothing today is none: it guards against phrases to come.

use super::{Desk, Lint, Of};
use crate::proof;
use crate::recognize::written_out;
use crate::source::Problem;
use crate::vocabulary::{Concept, ConceptId, Phrases, Sample};

pub(super) const LINT: Lint = Lint {
    name: "entry-never-matches",
    about: "an entry is not seen in a question that is made of its own words",
    mend: "`mayask recognize` shows what cancels it or goes before it; take it away, or mend it",
    of: Of::Vocabulary,
    check,
};

/// An entry: its name, and the questions made of its words.
type Entry = (String, Vec<Sample>);

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, concept) in desk.vocabulary.concepts.iter().filter(|(_, concept)| desk.words.wants(&concept.id)) {
        let dead = entries(concept).into_iter().filter(|(_, samples)| !samples.iter().any(|sample| seen(desk, id, sample)));
        problems.extend(dead.map(|(name, samples)| {
            let message = format!("{} is not seen as `{}`", quoted(samples.first()), concept.id);
            LINT.at(desk.words.entry(&name), message)
        }));
    }
    problems
}

fn seen(desk: &Desk<'_>, id: ConceptId, sample: &Sample) -> bool {
    let seen = proof::see(desk.recognizer, sample);
    seen.concepts.iter().any(|found| desk.vocabulary.concepts.is(found.concept, id))
}

/// What must be seen: phrases and hints as labels, names as identifiers, sets as answers.
fn entries(concept: &Concept) -> Vec<Entry> {
    let lexicon = &concept.lexicon;
    let mut entries = labels(concept, "phrases", &lexicon.phrases);
    entries.extend(labels(concept, "whole", &lexicon.whole));
    entries.extend(labels(concept, "hints", &lexicon.hints));
    for (number, name) in lexicon.names.iter().enumerate() {
        let samples = written_out(name).into_iter().map(|name| Sample { name: Some(name.replace(' ', "_")), ..Sample::default() });
        entries.push((format!("{}/names/{}", concept.id, number + 1), samples.collect()));
    }
    for set in &lexicon.options {
        let options = |list: &Phrases| list.phrases.iter().filter_map(|label| written_out(label).into_iter().next()).collect();
        let samples =
            set.labels.iter().map(|list| Sample { options: options(list), language: Some(list.language.clone()), ..Sample::default() });
        entries.push((format!("{}/options/{}", concept.id, set.id), samples.collect()));
    }
    entries
}

fn labels(concept: &Concept, list: &str, lists: &[Phrases]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for phrases in lists {
        for (number, pattern) in phrases.phrases.iter().enumerate() {
            let sample = |label| Sample { label: Some(label), language: Some(phrases.language.clone()), ..Sample::default() };
            let name = format!("{}/{list}/{}/{}", concept.id, phrases.language, number + 1);
            entries.push((name, written_out(pattern).into_iter().map(sample).collect()));
        }
    }
    entries
}

fn quoted(sample: Option<&Sample>) -> String {
    let sample = sample.cloned().unwrap_or_default();
    let texts = sample.label.into_iter().chain(sample.name).chain(sample.options);
    texts.map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}
