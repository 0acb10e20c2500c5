//! The part of SARIF 2.1.0 that is written, named as the standard names it.

use std::collections::BTreeMap;

use serde::Serialize;

/// `reportingDescriptor`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) short_description: Message,
    pub(super) full_description: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help_uri: Option<String>,
    pub(super) default_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<RuleProperties>,
}

/// `reportingConfiguration`.
#[derive(Debug, Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

/// The law of a rule.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleProperties {
    pub(super) policy: String,
    pub(super) jurisdiction: String,
    pub(super) authority: &'static str,
    pub(super) citation: String,
    pub(super) basis: &'static str,
    pub(super) dates: Vec<String>,
    pub(super) sources: Vec<String>,
    pub(super) readings: Vec<String>,
}

/// `message` and `multiformatMessageString`.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    pub(super) text: String,
}

/// `result`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    pub(super) rule_id: String,
    pub(super) kind: &'static str,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<OutcomeProperties>,
}

/// What a finding says besides.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OutcomeProperties {
    pub(super) outcome: &'static str,
    pub(super) severity: &'static str,
    pub(super) form: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) concept: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<&'static str>,
    pub(super) citation: String,
    pub(super) reasons: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) needs: Vec<crate::report::json::view::Need>,
}

/// `location`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
}

/// `physicalLocation`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Physical {
    pub(super) artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

/// `artifactLocation`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Artifact {
    pub(super) uri: String,
}

/// `region`; columns count characters.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// `logicalLocation`: the pointer of a question, a cell, or a widget.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Logical {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) fully_qualified_name: String,
}

/// `notification`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification {
    pub(super) descriptor: Descriptor,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: Vec<Location>,
}

/// `reportingDescriptorReference`.
#[derive(Debug, Serialize)]
pub(super) struct Descriptor {
    pub(super) id: String,
}
