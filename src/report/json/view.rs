//! The layout of the JSON reports. Names and meanings here are kept; more may be added.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// The whole report of `mayask check --format json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "mayask report")]
pub struct Document {
    /// The version of this layout.
    #[schemars(extend("const" = "1"))]
    pub schema: String,
    /// The program.
    pub tool: Tool,
    /// The day of judgment.
    pub as_of: String,
    /// The forms, by path.
    pub forms: Vec<Form>,
    /// The findings, by form, place and rule.
    pub findings: Vec<Finding>,
    /// Files that were not taken for forms or could not be read, by path.
    pub skipped: Vec<Skipped>,
    /// The policies in play, by id.
    pub policies: Vec<Policy>,
    /// How many rules were in force at each level of each jurisdiction that a form was used in.
    pub rules_in_force: BTreeMap<String, usize>,
    /// The figures.
    pub summary: Summary,
}

/// The program and its library.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    #[schemars(extend("const" = "mayask"))]
    pub name: String,
    /// Its version.
    pub version: String,
    /// sha256 of all policies and vocabulary, in hexadecimal.
    pub library: String,
}

/// One form.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Form {
    /// `path`, or `path#part` where a file holds several.
    pub id: String,
    /// The path as given.
    pub path: String,
    /// The files that it was read from, itself first.
    pub files: Vec<String>,
    /// sha256 of the file, in hexadecimal.
    pub digest: String,
    /// The id of its format.
    pub format: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it is used.
    pub jurisdictions: Vec<Known>,
    /// Who runs it.
    pub run_by: Vec<Known>,
    /// What it is.
    pub kinds: Vec<Known>,
    /// Where in a process it is used.
    pub stage: Option<Known>,
    /// Who answers.
    pub respondents: Vec<Known>,
    /// Facts by id.
    pub facts: BTreeMap<String, Known>,
    /// How much of it was understood.
    pub fields: Fields,
    /// The questions that could not be read.
    pub not_understood: Vec<NotUnderstood>,
    /// How many rules were judged.
    pub rules_applied: usize,
    /// What undecided findings hang on, the most decisive first.
    pub needs: Vec<HangingNeed>,
    /// What it asks, where nobody says in which jurisdiction it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<Vec<Asked>>,
    /// Laws that are passed and not in force, contested or superseded; claims that do not count.
    pub notes: Vec<Note>,
    /// What is wrong with it, or with what was said of it.
    pub problems: Vec<Problem>,
}

/// A value of the context and where it came from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Known {
    /// The value: an id of the vocabulary, or what was said.
    pub value: String,
    /// Where it came from.
    #[schemars(extend("enum" = ["flag", "form", "file", "implied"]))]
    pub from: &'static str,
    /// What implies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// How much was understood.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Fields {
    /// All fields.
    pub found: usize,
    /// Those that a person is asked and that could be read.
    pub understood: usize,
    /// Those whose text is kept elsewhere and was not found.
    pub unresolved: usize,
    /// Those that no person is asked.
    pub not_asked: usize,
    /// Those that a person is asked and that could not be read.
    pub not_understood: usize,
}

/// A question that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NotUnderstood {
    /// The question.
    pub field: Field,
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub why: String,
}

/// A question by its names.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Field {
    /// Its identifier.
    pub name: Option<String>,
    /// Its label in the form's default language.
    pub label: Option<String>,
    /// The JSON Pointer that leads to it.
    pub pointer: String,
}

/// Where something stands: lines and columns count from 1, columns in characters; the end is the first character that is out.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The JSON Pointer that leads to it, where it is a question; empty for the form.
    pub pointer: String,
    /// The line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The line of the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// The column of the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// The sheet of a workbook, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<u32>,
    /// The cell, such as `B3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// The page of a PDF, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The widget on the page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget: Option<u32>,
}

/// Something that is not known and would decide.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Need {
    /// The key of the context, or the fact.
    pub fact: String,
    /// Values that would decide.
    pub values: Vec<String>,
    /// The question in words.
    pub ask: String,
    /// The line of `mayask.yaml`, or the flag, that settles it.
    pub settle: String,
}

/// A need with what hangs on it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HangingNeed {
    /// The need.
    #[serde(flatten)]
    pub need: Need,
    /// The rules that hang on it, by name.
    pub rules: Vec<String>,
    /// The questions that hang on it.
    pub fields: Vec<Field>,
}

/// What a form asks about one concept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Asked {
    /// The concept.
    pub concept: String,
    /// The questions.
    pub fields: Vec<Field>,
    /// Where the library has a rule that might speak of them.
    pub jurisdictions: Vec<String>,
}

/// Something about a law.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Note {
    /// The policy; none for a claim.
    pub policy: Option<String>,
    /// What is said.
    pub message: String,
}

/// What is wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// `error` where something was not checked.
    #[schemars(extend("enum" = ["error", "note"]))]
    pub gravity: &'static str,
    /// A stable name of the kind of problem.
    pub code: &'static str,
    /// What is the matter.
    pub message: String,
    /// What would mend it.
    pub help: Option<String>,
    /// Where.
    pub place: Place,
}

/// One outcome of one rule at one place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// What came of it.
    #[schemars(extend("enum" = ["breach", "undecided", "possible", "allowed", "kept"]))]
    pub outcome: &'static str,
    /// The law's weight.
    #[schemars(extend("enum" = ["law", "guidance", "advice"]))]
    pub severity: &'static str,
    /// The rule, `policy/rule`.
    pub rule: String,
    /// The sentence of the rule.
    pub sentence: String,
    /// What kind of law it is.
    #[schemars(extend("enum" = ["constitution", "statute", "regulation", "court", "ordinance", "order", "guidance"]))]
    pub authority: &'static str,
    /// How the law is cited.
    pub citation: String,
    /// The finding in one sentence.
    pub message: String,
    /// The id of the form.
    pub form: String,
    /// The question; none where the form itself is meant.
    pub field: Option<Field>,
    /// Where.
    pub place: Place,
    /// The concept that the question was taken for.
    pub concept: Option<String>,
    /// How sure we are of it.
    #[schemars(extend("enum" = ["certain", "likely", "weak", null]))]
    pub confidence: Option<&'static str>,
    /// Why it was taken for that, the strongest sign first.
    pub evidence: Vec<Evidence>,
    /// Why the rule came out so, in order.
    pub reasons: Vec<String>,
    /// What would decide.
    pub needs: Vec<Need>,
    /// What to do about a breach.
    pub fix: Option<String>,
    /// What to write instead.
    pub instead: Option<String>,
    /// A name of the finding that lasts.
    pub fingerprint: String,
}

/// A sign that a question is about a concept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Evidence {
    /// The part of the question that it stands in.
    #[schemars(extend("enum" = ["name", "label", "help", "option", "code", "section", "notice"]))]
    pub part: &'static str,
    /// The file.
    pub file: String,
    /// Where.
    pub place: Place,
    /// The whole text.
    pub text: String,
    /// The words that matched.
    pub matched: String,
    /// The entry of the vocabulary.
    pub term: String,
}

/// A file that gave no form, or has problems that belong to none of its forms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Skipped {
    /// The path as given.
    pub path: String,
    /// Why it was not taken for a form; none where it was.
    pub reason: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A policy in play.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it is cited.
    pub citation: String,
    /// What kind of law it is.
    pub authority: String,
    /// How much of the law itself was read.
    pub basis: String,
    /// Where it is law.
    pub jurisdiction: String,
    /// Its days, in words.
    pub dates: Vec<String>,
    /// sha256 of its file, in hexadecimal.
    pub digest: String,
    /// How many findings name it.
    pub findings: usize,
}

/// The figures of a run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Summary {
    /// Forms that were judged.
    pub forms: usize,
    /// Files that were no forms.
    pub skipped: usize,
    /// Findings by outcome.
    pub findings: BTreeMap<&'static str, usize>,
    /// All fields.
    pub fields: Fields,
    /// How many things were not checked.
    pub unchecked: usize,
    /// Forms of which nobody says where they are used.
    pub without_jurisdiction: usize,
    /// The exit status.
    pub status: u8,
}
