//! What excuses a breach: conditions that hold, exemptions and standards that are claimed with a citation.

use super::case::Case;
use super::truth::{Judged, Truth, Want};
use crate::context::{Claim, ClaimedFor, Ground};
use crate::form::FieldId;
use crate::policy::Condition;

/// Whether the rule's breach at a place is excused: each `unless` is enough by itself.
pub(super) fn excused(case: &Case<'_>, field: Option<FieldId>) -> Judged {
    Judged::any(case.rule.unless.iter().map(|unless| condition(case, unless, field)))
}

/// Whether a condition holds at a place.
pub(super) fn condition(case: &Case<'_>, tree: &Condition, field: Option<FieldId>) -> Judged {
    match tree {
        Condition::All(parts) => Judged::all(parts.iter().map(|part| condition(case, part, field))),
        Condition::Any(parts) => Judged::any(parts.iter().map(|part| condition(case, part, field))),
        Condition::Not(part) => condition(case, part, field).negated(),
        Condition::It(predicate, arguments) => {
            field.map_or(Judged::no(), |field| super::predicate::kept(case, *predicate, arguments, field))
        }
        Condition::Exemption(exemption) => match claimed(case, Ground::Exemption(*exemption), field) {
            Some(claim) => Judged::yes().because(words(case, claim)),
            None => Judged::no(),
        },
        Condition::Standard(standard) => match claimed(case, Ground::Standard(*standard), field) {
            Some(claim) => Judged::yes().because(words(case, claim)),
            None => Judged::unknown(Want::Standard(*standard)),
        },
        Condition::Subject(subject) => match field.and_then(|id| case.field(id)) {
            Some((field, seen)) => super::scope::about(case, &[*subject], field, seen),
            None => Judged::no(),
        },
        Condition::Fact(fact, test) => {
            let judged = super::fact::holds(*fact, test, case.setting);
            match super::fact::said(*fact, case.setting) {
                Some(words) if judged.truth == Truth::Yes => judged.because(words),
                _ => judged,
            }
        }
    }
}

/// The claim on a ground that counts here and today.
fn claimed<'c>(case: &Case<'c>, ground: Ground, field: Option<FieldId>) -> Option<&'c Claim> {
    case.setting
        .context
        .claims
        .iter()
        .find(|claim| claim.ground == ground && claim.citation.is_some() && counts(case, claim) && meant(case, claim, field))
}

/// Whether a claim counts on the day of judgment.
fn counts(case: &Case<'_>, claim: &Claim) -> bool {
    let day = case.setting.day;
    claim.from.is_none_or(|from| day >= from) && claim.until.is_none_or(|until| day < until)
}

/// Whether a claim is meant for a question, or for the form.
fn meant(case: &Case<'_>, claim: &Claim, field: Option<FieldId>) -> bool {
    let asked = field.and_then(|id| case.field(id));
    match (&claim.field, asked) {
        (ClaimedFor::Form, _) => true,
        (_, None) => false,
        (ClaimedFor::Field(name), Some((field, _))) => field.name.as_ref().is_some_and(|own| own.value == name.as_str()),
        (ClaimedFor::Concept(concept), Some((field, seen))) => {
            let table = &case.setting.vocabulary.concepts;
            let named = field.name.as_ref().is_some_and(|name| name.value == table.name(*concept));
            named || seen.concepts.iter().any(|found| table.is(found.concept, *concept))
        }
    }
}

fn words(case: &Case<'_>, claim: &Claim) -> String {
    let vocabulary = case.setting.vocabulary;
    let ground = match claim.ground {
        Ground::Exemption(id) => format!("the exemption `{}`", vocabulary.exemptions.name(id)),
        Ground::Standard(id) => format!("the standard `{}`", vocabulary.standards.name(id)),
    };
    let by = claim.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let until = claim.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let citation = claim.citation.as_deref().unwrap_or_default();
    format!("{ground} is claimed{by} under {citation}{until}; the claim was not verified")
}
