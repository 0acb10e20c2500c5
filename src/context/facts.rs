//! The values of facts, and claims, as they are written.

use jiff::civil::Date;

use super::assemble::Builder;
use super::{Claim, ClaimedFor, FactValue, Ground, Origin};
use crate::source::{Place, Problem};
use crate::vocabulary::FactType;

/// The value of a fact of this type, or what was expected.
pub(super) fn value(values: &FactType, text: &str) -> Result<FactValue, String> {
    let text = text.trim();
    let one_of = |known: &[String]| match known.iter().find(|value| value.replace('_', " ") == text.replace('_', " ")) {
        Some(value) => Ok(FactValue::Words(vec![value.clone()])),
        None => Err(format!("one of {}", known.join(", "))),
    };
    match values {
        FactType::Number => text.replace(',', "").parse().map(FactValue::Number).map_err(|_| "a whole number".to_owned()),
        FactType::Date => text.parse::<Date>().map(FactValue::Day).map_err(|_| "a day such as `2026-01-31`".to_owned()),
        FactType::YesNo => yes_no(text).map(FactValue::YesNo).ok_or_else(|| "`yes` or `no`".to_owned()),
        FactType::OneOf(known) | FactType::ListOf(known) => one_of(known),
    }
}

/// Yes or no, in the words that YAML's authors use.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// A claim from its keys and values.
pub(super) fn claim(builder: &mut Builder<'_>, keys: &[(String, String, Place)], origin: Origin, place: Place) -> Option<Claim> {
    let mut claim = Draft::default();
    for (key, value, place) in keys {
        draft(builder, key, value, *place, &mut claim);
    }
    let Some(ground) = claim.ground else {
        let problem = Problem::error("claim-without-ground", place, "this claim names no exemption and no standard");
        builder.problems.push(problem.help("add `exemption: …` or `standard: …`"));
        return None;
    };
    if claim.citation.is_none() {
        let problem = Problem::note("claim-without-citation", place, "this claim has no citation and does not count");
        builder.problems.push(problem.help("add `citation: …`, the law that it rests on"));
    }
    if claim.undated {
        return None;
    }
    let Some(field) = claim.field else {
        // A claim that forgot its question must not grow to the whole form.
        let problem = Problem::error("claim-without-field", place, "this claim names no question and does not count");
        builder.problems.push(problem.help("add `field: CONCEPT`, `field: NAME`, or `field: form` for the whole form"));
        return None;
    };
    Some(Claim { field, ground, citation: claim.citation, by: claim.by, from: claim.from, until: claim.until, origin })
}

#[derive(Default)]
struct Draft {
    field: Option<ClaimedFor>,
    ground: Option<Ground>,
    citation: Option<String>,
    by: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
    // A day that cannot be read: a claim that may have ended must not count for good.
    undated: bool,
}

fn draft(builder: &mut Builder<'_>, key: &str, value: &str, place: Place, claim: &mut Draft) {
    let vocabulary = builder.vocabulary;
    match key {
        "field" => {
            let concept = vocabulary.concepts.find(value).map(ClaimedFor::Concept);
            claim.field = Some(match value {
                "form" => ClaimedFor::Form,
                name => concept.unwrap_or_else(|| ClaimedFor::Field(name.to_owned())),
            });
        }
        "exemption" => claim.ground = builder.find(&vocabulary.exemptions, value, "exemption", place).map(Ground::Exemption),
        "standard" => claim.ground = builder.find(&vocabulary.standards, value, "standard", place).map(Ground::Standard),
        "citation" => claim.citation = Some(value.trim().to_owned()).filter(|citation| !citation.is_empty()),
        "by" => claim.by = Some(value.to_owned()),
        "from" | "until" => match value.parse::<Date>() {
            Ok(day) if key == "from" => claim.from = Some(day),
            Ok(day) => claim.until = Some(day),
            Err(_) => {
                claim.undated = true;
                builder.bad_value(value, place, "a day such as `2027-01-01`");
            }
        },
        _ => {
            const KEYS: [&str; 7] = ["field", "exemption", "standard", "citation", "by", "from", "until"];
            let problem = Problem::error("context-unknown-key", place, format!("unknown key `{key}` in a claim"));
            builder.problems.push(problem.help(format!("known are {}", KEYS.join(", "))).suggest(key, KEYS));
        }
    }
}
