//! Samples, and what they add to their question.

use pest::iterators::Pair;

use super::{Lower, Shape};
use crate::source::Spanned;
use crate::syntax::ast::*;

impl Lower<'_> {
    pub(super) fn sample(&mut self, pair: Pair<Shape>) -> Option<Sample> {
        let span = self.span(&pair);
        let (mut outcome, mut question, mut additions) = (None, None, Vec::new());
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Shape::outcome => outcome = Some(self.outcome(inner)),
                Shape::string => question = self.word(inner),
                Shape::addition => {
                    let span = self.span(&inner);
                    additions.extend(self.addition(inner).map(|addition| Spanned::new(addition, span)));
                }
                _ => {}
            }
        }
        Some(Sample { outcome: outcome?, question, additions, span })
    }

    fn outcome(&mut self, pair: Pair<Shape>) -> Spanned<Outcome> {
        let outcome = match pair.clone().into_inner().next().map(|inner| inner.as_rule()) {
            Some(Shape::kw_possible) => Outcome::Possible,
            Some(Shape::kw_undecided) => Outcome::Undecided,
            Some(Shape::kw_allowed) => Outcome::Allowed,
            Some(Shape::kw_kept) => Outcome::Kept,
            _ => Outcome::Breach,
        };
        self.spanned(&pair, outcome)
    }

    fn addition(&mut self, pair: Pair<Shape>) -> Option<Addition> {
        let inner = pair.into_inner().next()?;
        Some(match inner.as_rule() {
            Shape::kw_required => Addition::Required,
            Shape::kw_optional => Addition::Optional,
            Shape::kw_conditional => Addition::Conditional,
            Shape::kw_many => Addition::Many,
            Shape::offering => Addition::Offering(self.words(inner)),
            Shape::asking => Addition::Asking(self.words(inner)),
            Shape::concerning => Addition::About(self.only(inner)),
            Shape::at => Addition::At(self.only(inner)),
            Shape::with => Addition::With(self.only(inner)),
            Shape::claiming => {
                let mut words = self.words(inner).into_iter();
                Addition::Claiming { what: words.next()?, citation: words.next() }
            }
            Shape::given => Addition::Given(self.held(inner)?),
            Shape::reviewed => Addition::Reviewed(self.day(&inner)?),
            _ => Addition::AsOf(self.day(&inner)?),
        })
    }
}
