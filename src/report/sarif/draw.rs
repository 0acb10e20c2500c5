//! From what was found to SARIF.

use std::collections::BTreeMap;

use super::view::{
    Artifact, Configuration, Descriptor, Location, Logical, Message, Notification, Outcome, OutcomeProperties, Physical, Region, Rule,
    RuleProperties,
};
use crate::finding::{self, Finding, Severity};
use crate::form::FieldId;
use crate::policy::Policy;
use crate::report::json::draw;
use crate::report::spot::Spot;
use crate::report::{FileNote, Heard, words};
use crate::source::{Gravity, Place, Problem, Source};

/// The id of questions that could not be read; they are as grave as undecided findings.
pub(super) const NOT_UNDERSTOOD: &str = "mayask/not-understood";

pub(super) fn result(heard: &Heard<'_>, finding: &Finding<'_>) -> Outcome {
    let kept = finding.outcome == finding::Outcome::Kept;
    let vocabulary = heard.setting().vocabulary;
    Outcome {
        rule_id: finding.rule_name().to_owned(),
        kind: if kept { "pass" } else { "fail" },
        level: if kept { "none" } else { words::level(finding) },
        message: message(heard, finding),
        locations: vec![location(heard, finding.place, finding.field)],
        related_locations: signs(heard, finding),
        partial_fingerprints: BTreeMap::from([("mayask/v1", draw::print(heard, finding))]),
        properties: Some(OutcomeProperties {
            outcome: words::outcome(finding.outcome),
            severity: words::severity(finding.severity),
            form: heard.id.to_owned(),
            concept: finding.concept.map(|concept| vocabulary.concepts.name(concept).to_owned()),
            confidence: finding.confidence.map(words::confidence),
            citation: finding.policy.citation.clone(),
            reasons: draw::texts(&finding.reasons),
            needs: finding.needs.iter().map(|need| draw::need(need)).collect(),
        }),
    }
}

/// What is said of a finding: the sentence, the law, and what would decide or mend it.
fn message(heard: &Heard<'_>, finding: &Finding<'_>) -> Message {
    let citation = &finding.policy.citation;
    let fix = finding.rule().and_then(|rule| rule.fix.as_deref()).unwrap_or_default();
    let headline = words::headline(heard, finding);
    let reason = finding.reasons.last().map(AsRef::as_ref).unwrap_or_default();
    let text = match finding.outcome {
        finding::Outcome::Breach => format!("{headline} ({citation}). {fix}"),
        finding::Outcome::Possible => format!("Possibly: {headline} ({citation}). A person must look at this. {fix}"),
        finding::Outcome::Undecided => {
            let asks: Vec<String> = finding.needs.iter().map(|need| format!("{} (Settle it: {}.)", need.ask, need.settle)).collect();
            format!("Undecided: {headline} ({citation}). {}", asks.join(" "))
        }
        finding::Outcome::Allowed => format!("Allowed as claimed: {headline} ({citation}); {reason}."),
        finding::Outcome::Kept => format!("Kept: {headline} ({citation})."),
    };
    Message { text: words::plain(&text) }
}

/// Where the signs of a finding stand.
fn signs(heard: &Heard<'_>, finding: &Finding<'_>) -> Vec<Location> {
    let signs = finding.evidence.iter().enumerate();
    signs
        .map(|(number, sign)| Location {
            id: Some(number),
            message: Some(Message { text: words::sign(sign) }),
            ..location(heard, sign.place, None)
        })
        .collect()
}

/// The question that could not be read.
pub(super) fn not_understood(heard: &Heard<'_>, id: FieldId, why: &str) -> Option<Outcome> {
    let place = heard.form.field(id)?.place;
    let name = words::field_name(heard, id).unwrap_or_else(|| "a question".to_owned());
    Some(Outcome {
        rule_id: NOT_UNDERSTOOD.to_owned(),
        kind: "fail",
        level: "warning",
        message: Message { text: words::plain(&format!("{name} was not understood: {why}.")) },
        locations: vec![location(heard, place, Some(id))],
        related_locations: Vec::new(),
        partial_fingerprints: BTreeMap::new(),
        properties: None,
    })
}

/// The descriptor of the rule of a finding.
pub(super) fn rule(heard: &Heard<'_>, finding: &Finding<'_>) -> Option<Rule> {
    let rule = finding.rule()?;
    let policy = finding.policy;
    let why = rule.why.as_deref().unwrap_or(&policy.title);
    let readings = policy.readings.iter().chain(&rule.readings).cloned();
    let source = policy.sources.iter().map(|read| read.url.as_str()).find(|url| url.starts_with("http"));
    Some(Rule {
        id: rule.name.clone(),
        short_description: Message { text: rule.sentence.clone() },
        full_description: Message { text: format!("{}. {}", policy.citation, why) },
        help: rule.fix.as_ref().map(|fix| Message { text: fix.clone() }),
        help_uri: source.map(|url| escaped(url, "%:/?#[]@!$&'()*+,;=")),
        default_configuration: Configuration { level: if finding.severity == Severity::Law { "error" } else { "warning" } },
        properties: Some(properties(heard, policy, words::dates(policy, Some(rule)), readings.collect())),
    })
}

fn properties(heard: &Heard<'_>, policy: &Policy, dates: Vec<String>, readings: Vec<String>) -> RuleProperties {
    RuleProperties {
        policy: policy.id.clone(),
        jurisdiction: heard.setting().vocabulary.jurisdictions.name(policy.jurisdiction).to_owned(),
        authority: words::authority(policy.authority),
        citation: policy.citation.clone(),
        basis: words::basis(policy.basis),
        dates,
        sources: policy.sources.iter().map(|read| read.url.clone()).collect(),
        readings,
    }
}

/// The descriptor of questions that could not be read.
pub(super) fn not_understood_rule() -> Rule {
    let text = |text: &str| Message { text: text.to_owned() };
    Rule {
        id: NOT_UNDERSTOOD.to_owned(),
        short_description: text("a question could not be read"),
        full_description: text("A question could not be read, so no rule could be judged at it. It is as grave as an undecided finding."),
        help: Some(text("Give the question a label in a language that the vocabulary knows.")),
        help_uri: None,
        default_configuration: Configuration { level: "warning" },
        properties: None,
    }
}

pub(super) fn notification(source: &Source, problem: &Problem) -> Notification {
    let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    Notification {
        descriptor: Descriptor { id: problem.code.to_owned() },
        level: match problem.gravity {
            Gravity::Error => "error",
            Gravity::Note => "note",
        },
        message: Message { text: words::plain(&format!("{}{help}", problem.message)) },
        locations: vec![at(Spot::within(source, problem.place))],
    }
}

/// That a file was no form.
pub(super) fn skipped(file: &FileNote<'_>, why: &str) -> Notification {
    let physical_location = Physical { artifact_location: Artifact { uri: uri(file.path) }, region: None };
    Notification {
        descriptor: Descriptor { id: "skipped".to_owned() },
        level: "note",
        message: Message { text: words::plain(&format!("skipped: {why}")) },
        locations: vec![Location { physical_location, ..Location::default() }],
    }
}

/// A place of a form, with the pointer of its question.
fn location(heard: &Heard<'_>, place: Place, id: Option<FieldId>) -> Location {
    let mut location = Spot::of(heard.sources, place).map(at).unwrap_or_default();
    if let Some(field) = id.and_then(|id| heard.form.field(id)) {
        let name = field.name.as_ref().map(|name| name.value.to_string());
        location.logical_locations.insert(0, Logical { name, fully_qualified_name: heard.form.trails.pointer(field.trail) });
    }
    location
}

fn at(spot: Spot<'_>) -> Location {
    let region = spot.range().map(|(start, end)| Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    });
    let inside = spot.inside().map(|inside| Logical { name: None, fully_qualified_name: inside });
    Location {
        physical_location: Physical { artifact_location: Artifact { uri: uri(spot.source.name()) }, region },
        logical_locations: inside.into_iter().collect(),
        ..Location::default()
    }
}

/// A path as a URI reference: relative as it is given, absolute with the scheme of files.
fn uri(path: &str) -> String {
    let escaped = escaped(path, "/");
    if path.starts_with('/') { format!("file://{escaped}") } else { escaped }
}

/// A text with all but letters, digits, `-._~` and these characters percent-encoded.
fn escaped(text: &str, keep: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep.as_bytes().contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_become_uris() {
        assert_eq!(super::uri("forms/a b:é.json"), "forms/a%20b%3A%C3%A9.json");
        assert_eq!(super::uri("/x#1"), "file:///x%231");
    }
}
