//! Conditions with their facts, exemptions and standards looked up.

use super::Resolver;
use crate::policy::{Compare, Condition, Moment, Test};
use crate::source::{Problem, Span, Spanned};
use crate::syntax::ast::{self, Comparison, Value, Word};
use crate::vocabulary::{ConceptId, FactId, FactType};

impl Resolver<'_> {
    /// A condition; `concepts` are those of the sentence, where it has some, for the answers that `it …` may name.
    pub(super) fn condition(&mut self, tree: &Spanned<ast::Condition>, concepts: Option<&[ConceptId]>) -> Option<Condition> {
        let vocabulary = self.vocabulary;
        Some(match &tree.value {
            ast::Condition::All(parts) => Condition::All(self.conditions(parts, concepts)?),
            ast::Condition::Any(parts) => Condition::Any(self.conditions(parts, concepts)?),
            ast::Condition::Not(part) => Condition::Not(Box::new(self.condition(part, concepts)?)),
            ast::Condition::It(atoms) => {
                let Some(concepts) = concepts else {
                    self.tell(Problem::error(
                        "it-without-field",
                        self.place(tree.span),
                        "`it` stands for a question, and there is none here",
                    ));
                    return None;
                };
                let said = self.condition_words(atoms, concepts, tree.span)?;
                Condition::It(said.predicate, Box::new(said.arguments))
            }
            ast::Condition::Exemption(word) => Condition::Exemption(self.find(&vocabulary.exemptions, word, "exemption")?),
            ast::Condition::Standard(word) => Condition::Standard(self.find(&vocabulary.standards, word, "standard")?),
            ast::Condition::Compare { fact, with } => self.comparison(fact, with.as_ref(), tree.span)?,
        })
    }

    fn conditions(&mut self, parts: &[Spanned<ast::Condition>], concepts: Option<&[ConceptId]>) -> Option<Vec<Condition>> {
        // All are looked up before one failure counts, so that all problems come at once.
        let resolved: Vec<_> = parts.iter().map(|part| self.condition(part, concepts)).collect();
        resolved.into_iter().collect()
    }

    fn comparison(&mut self, fact: &Word, with: Option<&(Spanned<Comparison>, Value)>, span: Span) -> Option<Condition> {
        if fact.value == "subject" {
            return self.subject_is(with, span);
        }
        let table = &self.vocabulary.facts;
        let id: FactId = self.find(table, fact, "fact")?;
        let values = table.row(id).map(|row| row.values.clone())?;
        let test = match with {
            None => self.bare(&values, fact)?,
            Some((comparison, value)) => self.test(&values, comparison, value, fact)?,
        };
        Some(Condition::Fact(id, test))
    }

    fn subject_is(&mut self, with: Option<&(Spanned<Comparison>, Value)>, span: Span) -> Option<Condition> {
        match with {
            Some((comparison, Value::Word(word))) if comparison.value == Comparison::Is => Some(Condition::Subject(self.subject(word)?)),
            Some((comparison, Value::Word(word))) if comparison.value == Comparison::IsNot => {
                Some(Condition::Not(Box::new(Condition::Subject(self.subject(word)?))))
            }
            _ => {
                self.tell(Problem::error("subject-comparison", self.place(span), "`subject` is compared as `subject is …`"));
                None
            }
        }
    }

    fn bare(&mut self, values: &FactType, fact: &Word) -> Option<Test> {
        if *values == FactType::YesNo {
            return Some(Test::Yes);
        }
        let problem = Problem::error("fact-not-compared", self.place(fact.span), format!("`{}` is no yes-or-no fact", fact.value));
        self.tell(problem.help(format!("compare it: {}", expected(values))));
        None
    }

    fn test(&mut self, values: &FactType, comparison: &Spanned<Comparison>, value: &Value, fact: &Word) -> Option<Test> {
        use Comparison::{AtLeast, AtMost, Includes, Is, IsNot, Less, More};
        let compare = match comparison.value {
            AtLeast => Compare::AtLeast,
            AtMost => Compare::AtMost,
            Less => Compare::Less,
            More => Compare::More,
            Is => Compare::Equal,
            IsNot => Compare::Different,
            Includes => return self.includes(values, value, fact),
        };
        match (values, value) {
            (FactType::Number, Value::Number(number)) => Some(Test::Number(compare, number.value)),
            (FactType::Date, Value::Date(date)) => Some(Test::Day(compare, self.moment(date)?)),
            (FactType::Date, Value::Number(year)) => {
                let year = ast::WrittenDate { year: i16::try_from(year.value).ok()?, month: None, day: None };
                Some(Test::Day(compare, Moment::of(year)?))
            }
            (FactType::OneOf(known), Value::Word(word) | Value::Text(word)) if matches!(compare, Compare::Equal | Compare::Different) => {
                let value = self.value(known, word)?;
                Some(if compare == Compare::Equal { Test::Is(value) } else { Test::IsNot(value) })
            }
            _ => self.misfit(values, fact),
        }
    }

    fn includes(&mut self, values: &FactType, value: &Value, fact: &Word) -> Option<Test> {
        match (values, value) {
            (FactType::ListOf(known), Value::Word(word) | Value::Text(word)) => Some(Test::Includes(self.value(known, word)?)),
            _ => self.misfit(values, fact),
        }
    }

    fn value(&mut self, known: &[String], word: &Word) -> Option<String> {
        if known.contains(&word.value) {
            return Some(word.value.clone());
        }
        let problem = Problem::error("unknown-value", self.place(word.span), format!("unknown value `{}`", word.value));
        self.tell(problem.help(format!("expected one of {}", known.join(", "))).suggest(&word.value, known.iter().map(String::as_str)));
        None
    }

    fn misfit(&mut self, values: &FactType, fact: &Word) -> Option<Test> {
        let problem = Problem::error("fact-comparison", self.place(fact.span), format!("`{}` cannot be compared so", fact.value));
        self.tell(problem.help(expected(values)));
        None
    }
}

fn expected(values: &FactType) -> String {
    match values {
        FactType::Number => "a number, as in `>= 15`".to_owned(),
        FactType::Date => "a date, as in `>= 2024-03-28`".to_owned(),
        FactType::YesNo => "nothing: its name alone means yes".to_owned(),
        FactType::OneOf(values) => format!("`is` one of {}", values.join(", ")),
        FactType::ListOf(values) => format!("`includes` one of {}", values.join(", ")),
    }
}
