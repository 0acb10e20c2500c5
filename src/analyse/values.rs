//! Values that facts could take under several tests at once.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::check::{Setting, Truth, fact};
use crate::context::{Context, FactValue, Known, Origin};
use crate::policy::{Condition, Test};
use crate::vocabulary::{FactId, FactType, SubjectId, Vocabulary};

/// A test of a fact, and whether it is to be met or missed.
pub type Wanted<'c> = (FactId, &'c Test, bool);

/// The tests that a condition puts to facts if it is to hold; of alternatives the first that is about facts alone.
pub fn tests(condition: &Condition, met: bool) -> Vec<Wanted<'_>> {
    match (condition, met) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => parts.iter().flat_map(|part| tests(part, met)).collect(),
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            let plain = parts.iter().find(|part| !crate::check::hangs_on_field(part));
            plain.or(parts.first()).map(|part| tests(part, met)).unwrap_or_default()
        }
        (Condition::Not(part), _) => tests(part, !met),
        (Condition::Fact(fact, test), _) => vec![(*fact, test, met)],
        (Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Subject(_), _) => Vec::new(),
    }
}

/// The subject that a condition wants, where it wants one.
pub fn subject(condition: &Condition) -> Option<SubjectId> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().find_map(subject),
        Condition::Subject(subject) => Some(*subject),
        Condition::Not(_) | Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Fact(..) => None,
    }
}

/// A value of a fact under which all tests of it come out as wanted; none where there is no such value.
pub fn value(fact: FactId, wanted: &[Wanted<'_>], vocabulary: &Vocabulary) -> Option<FactValue> {
    let of_fact: Vec<_> = wanted.iter().filter(|(other, _, _)| *other == fact).collect();
    let values = &vocabulary.facts.row(fact)?.values;
    let fits = |value: &FactValue| of_fact.iter().all(|(_, test, met)| outcome(fact, value, test, vocabulary) == Truth::from(*met));
    candidates(values, &of_fact).into_iter().find(fits)
}

/// What a test says of a value.
fn outcome(fact: FactId, value: &FactValue, test: &Test, vocabulary: &Vocabulary) -> Truth {
    let known = Known { value: value.clone(), origin: Origin::Flag };
    let context = Context { facts: [(fact, known)].into(), ..Context::default() };
    fact::holds(fact, test, Setting { context: &context, day: Date::default(), vocabulary }).truth
}

/// Values on both sides of every border that the tests draw: if any value fits, one of these does.
fn candidates(values: &FactType, wanted: &[&Wanted<'_>]) -> Vec<FactValue> {
    match values {
        FactType::YesNo => vec![FactValue::YesNo(true), FactValue::YesNo(false)],
        FactType::OneOf(known) => known.iter().map(|word| FactValue::Words(vec![word.clone()])).collect(),
        FactType::ListOf(known) => {
            let included =
                |word: &&String| wanted.iter().any(|(_, test, met)| *met && matches!(test, Test::Includes(other) if other == *word));
            let listed: Vec<String> = known.iter().filter(included).cloned().collect();
            vec![FactValue::Words(listed)]
        }
        FactType::Number => {
            let borders = wanted.iter().filter_map(|(_, test, _)| if let Test::Number(_, number) = test { Some(*number) } else { None });
            borders.flat_map(|border| [border, border.saturating_add(1), border.saturating_sub(1)]).map(FactValue::Number).collect()
        }
        FactType::Date => {
            let borders = wanted.iter().filter_map(|(_, test, _)| if let Test::Day(_, moment) = test { Some(*moment) } else { None });
            let around = |moment: crate::policy::Moment| {
                [Some(moment.last), moment.last.checked_add(1.day()).ok(), moment.first.checked_sub(1.day()).ok()]
            };
            borders.flat_map(around).flatten().map(FactValue::Day).collect()
        }
    }
}
