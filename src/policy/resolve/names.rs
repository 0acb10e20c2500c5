//! Names looked up in one table, with a suggestion where one is near.

use super::Resolver;
use crate::policy::Arm;
use crate::source::{Problem, Span};
use crate::syntax::ast::{Phrase, Word};
use crate::vocabulary::{BodyId, ConceptId, Id, Row, StageId, SubjectId, Table};

impl Resolver<'_> {
    pub(super) fn concept(&mut self, word: &Word) -> Option<ConceptId> {
        let table = &self.vocabulary.concepts;
        self.find(table, word, "concept")
    }

    pub(super) fn concepts(&mut self, words: &[Word]) -> Vec<ConceptId> {
        words.iter().filter_map(|word| self.concept(word)).collect()
    }

    pub(super) fn subject(&mut self, word: &Word) -> Option<SubjectId> {
        let table = &self.vocabulary.subjects;
        self.find(table, word, "subject")
    }

    pub(super) fn stage(&mut self, word: &Word) -> Option<StageId> {
        let table = &self.vocabulary.stages;
        self.find(table, word, "stage")
    }

    pub(super) fn body(&mut self, phrase: &Phrase) -> Option<BodyId> {
        let table = &self.vocabulary.bodies;
        self.find(table, &join(phrase), "body")
    }

    /// The row that a word names.
    pub(super) fn find<T: Row>(&mut self, table: &Table<T>, word: &Word, what: &str) -> Option<Id<T>> {
        let found = table.find(&word.value);
        if found.is_none() {
            let problem = Problem::error("unknown-name", self.place(word.span), format!("unknown {what} `{}`", word.value));
            self.tell(problem.suggest(&word.value, table.names()));
        }
        found
    }

    /// The kinds and bodies that an arm's words name, the longest names first.
    pub(super) fn arm(&mut self, phrase: &Phrase) -> Option<Arm> {
        let mut arm = Arm::default();
        if phrase.len() == 1 && phrase.first().is_some_and(|word| word.value == "all") {
            return Some(arm);
        }
        let longest = self.vocabulary.kinds.longest().max(self.vocabulary.bodies.longest());
        let mut rest = phrase.as_slice();
        while !rest.is_empty() {
            let taken =
                (1..=rest.len().min(longest)).rev().find(|length| rest.get(..*length).is_some_and(|words| self.arm_words(words, &mut arm)));
            let Some(taken) = taken else {
                self.unknown_arm(rest);
                return None;
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        Some(arm)
    }

    fn arm_words(&self, words: &[Word], arm: &mut Arm) -> bool {
        let name = join(words).value;
        if let Some(kind) = self.vocabulary.kinds.find(&name) {
            arm.kinds.push(kind);
            return true;
        }
        let body = self.vocabulary.bodies.find(&name);
        arm.bodies.extend(body);
        body.is_some()
    }

    fn unknown_arm(&mut self, words: &[Word]) {
        let phrase = join(words);
        let names = || self.vocabulary.kinds.names().chain(self.vocabulary.bodies.names());
        let problem =
            Problem::error("unknown-form-kind", self.place(phrase.span), format!("unknown kind of form or body `{}`", phrase.value));
        let first = words.first().map(|word| word.value.as_str()).unwrap_or_default();
        let near = crate::source::nearest(&phrase.value, names()).or(crate::source::nearest(first, names()));
        let problem = match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        };
        self.tell(problem);
    }
}

/// Words as one, with the span of all.
pub(super) fn join(words: &[Word]) -> Word {
    let span = words.iter().map(|word| word.span).reduce(Span::to).unwrap_or_default();
    Word::new(words.iter().map(|word| word.value.as_str()).collect::<Vec<_>>().join(" "), span)
}
