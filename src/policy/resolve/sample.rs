//! Samples with the names they use looked up.

use super::Resolver;
use crate::policy::{Claimed, Sample};
use crate::source::{Problem, Span};
use crate::syntax::ast::{self, Addition, Word};

impl Resolver<'_> {
    pub(super) fn sample(&mut self, tree: &ast::Sample, span: Span) -> Option<Sample> {
        let before = self.problems.len();
        let texts = |words: &[Word]| words.iter().map(|word| word.value.clone()).collect::<Vec<_>>();
        let mut sample = Sample {
            outcome: tree.outcome.value,
            question: tree.question.as_ref().map(|question| question.value.clone()),
            required: None,
            conditional: false,
            many: false,
            offering: Vec::new(),
            asking: Vec::new(),
            about: None,
            stage: None,
            with: Vec::new(),
            claims: Vec::new(),
            given: Vec::new(),
            reviewed: None,
            as_of: None,
            place: self.place(tree.span),
            span,
        };
        for addition in &tree.additions {
            match &addition.value {
                Addition::Required => sample.required = Some(true),
                Addition::Optional => sample.required = Some(false),
                Addition::Conditional => sample.conditional = true,
                Addition::Many => sample.many = true,
                Addition::Offering(words) => sample.offering.extend(texts(words)),
                Addition::Asking(words) => sample.asking.extend(texts(words)),
                Addition::About(word) => sample.about = self.subject(word),
                Addition::At(word) => sample.stage = self.stage(word),
                Addition::With(text) => sample.with.push(text.value.clone()),
                Addition::Claiming { what, citation } => {
                    let citation = citation.as_ref().map(|text| text.value.clone()).unwrap_or_default();
                    sample.claims.extend(self.claimed(what).map(|claimed| (claimed, citation)));
                }
                Addition::Given(condition) => sample.given.extend(self.condition(condition, None)),
                Addition::Reviewed(date) => sample.reviewed = self.moment(date),
                Addition::AsOf(date) => sample.as_of = self.moment(date),
            }
        }
        (self.problems.len() == before).then_some(sample)
    }

    fn claimed(&mut self, word: &Word) -> Option<Claimed> {
        let (exemptions, standards) = (&self.vocabulary.exemptions, &self.vocabulary.standards);
        let found = exemptions.find(&word.value).map(Claimed::Exemption).or(standards.find(&word.value).map(Claimed::Standard));
        if found.is_none() {
            let problem = Problem::error("unknown-name", self.place(word.span), format!("unknown exemption or standard `{}`", word.value));
            self.tell(problem.suggest(&word.value, exemptions.names().chain(standards.names())));
        }
        found
    }
}
