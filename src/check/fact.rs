//! Facts of the context, compared with what law says of them.

use super::case::Setting;
use super::truth::{Judged, Truth, Want};
use crate::context::FactValue;
use crate::policy::{Compare, Moment, Test};
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
