//! The vocabulary as its files write it. One type for each file under `policies/vocabulary/`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Phrases by language tag.
pub(crate) type Phrases = BTreeMap<String, Vec<String>>;

/// `concepts/<id>.yaml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Concept {
    pub(crate) concept: String,
    pub(crate) title: String,
    pub(crate) parent: Option<String>,
    pub(crate) cluster: String,
    pub(crate) tier: String,
    #[serde(default)]
    pub(crate) loose: bool,
    #[serde(default)]
    pub(crate) things: bool,
    #[serde(default)]
    pub(crate) costs: bool,
    #[serde(default)]
    pub(crate) about: String,
    #[serde(default)]
    #[allow(dead_code, reason = "for the reader of the file")]
    pub(crate) source: OneOrMany,
    #[serde(default)]
    pub(crate) proxies: Vec<Proxy>,
    #[serde(default)]
    pub(crate) phrases: Phrases,
    #[serde(default)]
    pub(crate) whole: Phrases,
    #[serde(default)]
    pub(crate) hints: Phrases,
    #[serde(default)]
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) options: Vec<Options>,
    #[serde(default)]
    pub(crate) codes: Vec<String>,
    #[serde(default)]
    pub(crate) look_alikes: Phrases,
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, Phrases>,
    #[serde(default)]
    pub(crate) is: Vec<Sample>,
    #[serde(default)]
    pub(crate) is_not: Vec<Sample>,
}

/// Where wording was looked up.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "for the reader of the file")]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proxy {
    #[serde(rename = "for")]
    pub(crate) of: String,
    pub(crate) strength: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    pub(crate) id: String,
    pub(crate) at_least: usize,
    pub(crate) labels: Phrases,
}

/// A question that must, or must not, be recognised: a label alone, or more of it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Sample {
    Label(String),
    Field(SampleField),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SampleField {
    pub(crate) label: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) options: Vec<String>,
    pub(crate) context: Option<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) language: Option<String>,
}

/// `kinds.yaml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Kinds {
    pub(crate) families: BTreeMap<String, String>,
    pub(crate) kinds: BTreeMap<String, Entry>,
}

/// An entry of one of the plain tables; each table uses the keys that it needs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Entry {
    pub(crate) words: Vec<String>,
    pub(crate) about: String,
    #[allow(dead_code, reason = "for the reader of the file")]
    pub(crate) source: OneOrMany,
    pub(crate) is: Vec<String>,
    pub(crate) family: Option<String>,
    pub(crate) process: Option<String>,
    pub(crate) respondent: Vec<String>,
    pub(crate) after: Vec<String>,
    pub(crate) phrases: Phrases,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) values: Vec<String>,
    pub(crate) ask: Option<String>,
    pub(crate) elements: BTreeMap<String, Entry>,
}

/// `stages.yaml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Processes {
    pub(crate) processes: BTreeMap<String, Process>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Process {
    #[allow(dead_code, reason = "for the reader of the file")]
    pub(crate) about: String,
    pub(crate) stages: BTreeMap<String, Entry>,
}

/// `jurisdictions.yaml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Jurisdictions {
    pub(crate) jurisdictions: BTreeMap<String, Jurisdiction>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Jurisdiction {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) within: Vec<String>,
}

/// `answers.yaml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Answers {
    pub(crate) answers: BTreeMap<String, Phrases>,
}

/// `words.yaml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Words {
    pub(crate) words: BTreeMap<String, Phrases>,
}
