//! Days, authority, conditions and excuses in plain words.

use crate::check;
use crate::policy::{Authority, Basis, Compare, Condition, Period, Policy, Test};
use crate::vocabulary::Vocabulary;

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `a, b or c`
pub(super) fn joined(words: &[String], last: &str) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// The days of a policy as written, each once; those of its rules, where it has none of its own.
pub(crate) fn dates(policy: &Policy) -> Vec<String> {
    let mut dates: Vec<String> = policy.periods.iter().map(days).collect();
    if dates.is_empty() {
        dates = policy.rules.iter().flat_map(|rule| rule.periods.iter().map(days)).collect();
        dates.sort();
        dates.dedup();
    }
    dates
}

fn days(period: &Period) -> String {
    let days = period.to_string();
    days.strip_prefix("in force ").unwrap_or(&days).to_owned()
}

/// The days of a period, and what of them is assumed.
pub(super) fn dated(period: &Period) -> String {
    let days = days(period);
    match period.assumed.as_deref() {
        None => days,
        Some("") => format!("{days} (assumed)"),
        Some(why) => format!("{days} (assumed: {why})"),
    }
}

/// What kind of law it is.
pub(super) fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::Constitution => "constitution",
        Authority::Statute => "statute",
        Authority::Regulation => "regulation",
        Authority::Court => "judgment of a court",
        Authority::Ordinance => "ordinance",
        Authority::Order => "order to those who serve under it",
        Authority::Guidance => "guidance, which binds nobody",
    }
}

/// How much of it was read.
pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "the operative words of the law were read",
        Basis::Part => "a part of the law's words was read",
        Basis::Secondary => "reports about the law were read, not its own words",
    }
}

/// What excuses, and who must say so.
pub(super) fn excuse(unless: &Condition, vocabulary: &Vocabulary) -> String {
    match unless {
        Condition::Exemption(_) => format!("if whoever publishes the form claims {}, with a citation", condition(unless, vocabulary)),
        Condition::Standard(_) => format!("if {}; unclaimed it is undecided, since only a person can judge", condition(unless, vocabulary)),
        _ => format!("if {}", condition(unless, vocabulary)),
    }
}

/// What must hold.
pub(super) fn condition(tree: &Condition, vocabulary: &Vocabulary) -> String {
    let each = |parts: &[Condition], word: &str| parts.iter().map(|part| condition(part, vocabulary)).collect::<Vec<_>>().join(word);
    match tree {
        Condition::All(parts) => each(parts, " and "),
        Condition::Any(parts) => each(parts, " or "),
        Condition::Not(part) => format!("not ({})", condition(part, vocabulary)),
        Condition::It(predicate, _) => format!(
            "of the question it is not so that {}",
            check::signatures().get(*predicate).map(|signature| signature.about).unwrap_or_default()
        ),
        Condition::Exemption(id) => format!("the exemption `{}`", vocabulary.exemptions.title(*id)),
        Condition::Standard(id) => format!("the standard `{}` is claimed to be met", vocabulary.standards.title(*id)),
        Condition::Subject(id) => format!("the answer is about {}", vocabulary.subjects.title(*id)),
        Condition::Fact(id, test) => format!("{} {}", vocabulary.facts.title(*id), tested(test)),
    }
}

fn tested(test: &Test) -> String {
    match test {
        Test::Yes => "holds".to_owned(),
        Test::Is(value) => format!("is {value}"),
        Test::IsNot(value) => format!("is not {value}"),
        Test::Includes(value) => format!("includes {value}"),
        Test::Number(compare, number) => format!("{} {number}", compared(*compare)),
        Test::Day(compare, day) => format!("{} {day}", compared(*compare)),
    }
}

fn compared(compare: Compare) -> &'static str {
    match compare {
        Compare::AtLeast => "is at least",
        Compare::AtMost => "is at most",
        Compare::Less => "is below",
        Compare::More => "is above",
        Compare::Equal => "is",
        Compare::Different => "is not",
    }
}
