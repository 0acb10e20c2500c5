//! Values that facts could take under several conditions at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::check::{Setting, Truth, fact};
use crate::context::{Context, FactValue, Known, Origin};
use crate::policy::{Condition, Moment, Test};
use crate::vocabulary::{FactId, FactType, SubjectId, Vocabulary};

/// A test of a fact, and whether it is to be met or missed.
type Wanted<'c> = (FactId, &'c Test, bool);

/// One way in which conditions can hold: all of these.
type Way<'c> = Vec<Wanted<'c>>;

/// Past this many ways conditions count as open: nothing is said of them.
const MOST: usize = 256;

/// Values of facts under which all of some conditions hold, as far as they speak of facts; none where they cannot.
pub fn solve(conditions: &[&Condition], vocabulary: &Vocabulary) -> Option<BTreeMap<FactId, FactValue>> {
    let ways = conditions.iter().fold(vec![Vec::new()], |ways, condition| crossed(ways, &self::ways(condition, true)));
    ways.iter().find_map(|way| values(way, vocabulary))
}

/// The subject that a condition wants, where it wants one.
pub fn subject(condition: &Condition) -> Option<SubjectId> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().find_map(subject),
        Condition::Subject(subject) => Some(*subject),
        Condition::Not(_) | Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Fact(..) => None,
    }
}

fn ways(condition: &Condition, met: bool) -> Vec<Way<'_>> {
    match (condition, met) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            parts.iter().fold(vec![Vec::new()], |before, part| crossed(before, &ways(part, met)))
        }
        (Condition::All(parts), false) | (Condition::Any(parts), true) => parts.iter().flat_map(|part| ways(part, met)).collect(),
        (Condition::Not(part), _) => ways(part, !met),
        (Condition::Fact(fact, test), _) => vec![vec![(*fact, test, met)]],
        // What hangs on a question or a claim leaves facts open.
        (Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Subject(_), _) => vec![Vec::new()],
    }
}

fn crossed<'c>(before: Vec<Way<'c>>, after: &[Way<'c>]) -> Vec<Way<'c>> {
    if before.len() * after.len() > MOST {
        return vec![Vec::new()];
    }
    before.iter().flat_map(|one| after.iter().map(|other| one.iter().chain(other).copied().collect())).collect()
}

fn values(way: &[Wanted<'_>], vocabulary: &Vocabulary) -> Option<BTreeMap<FactId, FactValue>> {
    let facts: BTreeSet<FactId> = way.iter().map(|(fact, _, _)| *fact).collect();
    facts.into_iter().map(|fact| Some((fact, value(fact, way, vocabulary)?))).collect()
}

/// A value of a fact under which all tests of it come out as wanted.
fn value(fact: FactId, way: &[Wanted<'_>], vocabulary: &Vocabulary) -> Option<FactValue> {
    let of_fact: Vec<_> = way.iter().filter(|(other, _, _)| *other == fact).collect();
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
            vec![FactValue::Words(known.iter().filter(included).cloned().collect())]
        }
        FactType::Number => {
            let borders = wanted.iter().filter_map(|(_, test, _)| if let Test::Number(_, number) = test { Some(*number) } else { None });
            borders
                .flat_map(|border| [Some(border), border.checked_add(1), border.checked_sub(1)])
                .flatten()
                .map(FactValue::Number)
                .collect()
        }
        FactType::Date => {
            let borders = wanted.iter().filter_map(|(_, test, _)| if let Test::Day(_, moment) = test { Some(*moment) } else { None });
            let around =
                |moment: Moment| [Some(moment.last), moment.last.checked_add(1.day()).ok(), moment.first.checked_sub(1.day()).ok()];
            borders.flat_map(around).flatten().map(FactValue::Day).collect()
        }
    }
}
