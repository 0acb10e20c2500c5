//! Facts of the context, compared with what law says of them.

use super::case::Setting;
use super::scope::of_form;
use super::truth::{Judged, Truth, Want};
use super::words::origin;
use crate::context::FactValue;
use crate::policy::{Compare, Condition, Moment, Test};
use crate::vocabulary::FactId;
use jiff::civil::Date;

/// Whether a fact is as the test wants it; a fact that is missing is unknown.
pub fn holds(fact: FactId, test: &Test, setting: Setting<'_>) -> Judged {
    let Some(known) = setting.context.facts.get(&fact) else { return Judged::unknown(Want::Fact(fact)) };
    match (&known.value, test) {
        (FactValue::YesNo(value), Test::Yes) => (*value).into(),
        (FactValue::Words(words), Test::Is(word)) => words.contains(word).into(),
        (FactValue::Words(words), Test::IsNot(word)) => (!words.contains(word)).into(),
        (FactValue::Words(words), Test::Includes(word)) => words.contains(word).into(),
        (FactValue::Number(number), Test::Number(compare, wanted)) => compared(*compare, number.cmp(wanted)).into(),
        (FactValue::Day(day), Test::Day(compare, wanted)) => day_compared(*compare, *day, *wanted, fact),
        // Values are checked against the fact's type when they are read, so nothing else can stand here.
        _ => Judged::unknown(Want::Fact(fact)),
    }
}

/// A fact as it is known, in words.
pub(super) fn said(fact: FactId, setting: Setting<'_>) -> Option<String> {
    let known = setting.context.facts.get(&fact)?;
    let value = match &known.value {
        FactValue::YesNo(value) => if *value { "yes" } else { "no" }.to_owned(),
        FactValue::Words(words) => words.join(", "),
        FactValue::Number(number) => number.to_string(),
        FactValue::Day(day) => day.to_string(),
    };
    Some(format!("the fact `{}` is {value} ({})", setting.vocabulary.facts.name(fact), origin(&known.origin)))
}

/// The facts that a condition relies on, in words: of parts that are enough each, those that hold.
pub(super) fn relied_on(condition: &Condition, setting: Setting<'_>) -> Vec<String> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(|part| relied_on(part, setting)).collect(),
        Condition::Any(parts) => {
            let holds = |part: &&Condition| of_form(part, setting).truth == Truth::Yes;
            let any = parts.iter().any(|part| holds(&part));
            parts.iter().filter(|part| !any || holds(part)).flat_map(|part| relied_on(part, setting)).collect()
        }
        Condition::Not(part) => relied_on(part, setting),
        Condition::Fact(fact, _) => said(*fact, setting).into_iter().collect(),
        Condition::It(..) | Condition::Exemption(_) | Condition::Standard(_) | Condition::Subject(_) => Vec::new(),
    }
}

fn compared(compare: Compare, order: std::cmp::Ordering) -> bool {
    match compare {
        Compare::AtLeast => order.is_ge(),
        Compare::AtMost => order.is_le(),
        Compare::Less => order.is_lt(),
        Compare::More => order.is_gt(),
        Compare::Equal => order.is_eq(),
        Compare::Different => order.is_ne(),
    }
}

/// A day against one that may be known to its month or year only: what differs over its days is unknown.
fn day_compared(compare: Compare, day: Date, wanted: Moment, fact: FactId) -> Judged {
    let first = Truth::from(compared(compare, day.cmp(&wanted.first)));
    let last = Truth::from(compared(compare, day.cmp(&wanted.last)));
    match first == last {
        true => (first == Truth::Yes).into(),
        false => Judged::unknown(Want::Fact(fact)),
    }
}
