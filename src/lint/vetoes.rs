//! Look-alikes that cancel what a sample must be taken for.

use super::{Desk, Lint, Of};
use crate::proof;
use crate::source::Problem;

pub(super) const LINT: Lint = Lint {
    name: "look-alike-vetoes-sample",
    about: "a look-alike of a concept cancels a sign in a sample that must be taken for that concept",
    mend: "narrow the look-alike, or move the sample to `is_not`",
    of: Of::Vocabulary,
    check,
};

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, concept) in desk.vocabulary.concepts.iter().filter(|(_, concept)| desk.words.wants(&concept.id)) {
        for (number, sample) in concept.is.iter().enumerate() {
            let seen = proof::see(desk.recognizer, sample);
            // Where another sign of the sample stands all the same, the look-alike does its work on a part of it.
            let stands = seen.concepts.iter().any(|found| desk.vocabulary.concepts.is(found.concept, id));
            for veto in seen.vetoes.iter().filter(|veto| veto.concept == id && !stands) {
                let Some(entry) = veto.by.strip_prefix("look-alike `").and_then(|rest| rest.strip_suffix('`')) else { continue };
                let message = format!("this look-alike cancels “{}” in a sample of `{}`", veto.evidence.matched(), concept.id);
                let sample = desk.words.entry(&format!("{}/is/{}", concept.id, number + 1));
                problems.push(LINT.at(desk.words.entry(entry), message).also(sample, "the sample"));
            }
        }
    }
    problems
}
