//! Bare field records: one question in JSON, without a form around it, as data people keep them in JSON Lines.

use std::borrow::Cow;

use serde::Deserialize;

use crate::form::{Choice, Code, Field, Form, Section, SectionId, Text};
use crate::source::Place;

/// One question. A key that is not listed here is passed over.
#[derive(Debug, Deserialize)]
pub struct Record<'s> {
    /// What the record is known by; a text or a number.
    pub id: serde_json::Value,
    #[serde(borrow, default)]
    name: Option<Cow<'s, str>>,
    #[serde(borrow, default)]
    label: Option<Cow<'s, str>>,
    #[serde(borrow, default)]
    help: Option<Cow<'s, str>>,
    #[serde(borrow, default)]
    options: Option<Vec<Cow<'s, str>>>,
    #[serde(borrow, default)]
    context: Option<Cow<'s, str>>,
    #[serde(borrow, default)]
    codes: Option<Vec<Cow<'s, str>>>,
    #[serde(borrow, default)]
    language: Option<Cow<'s, str>>,
}

/// The record on a line.
///
/// # Errors
/// The line is no JSON object of this shape, or its id is neither text nor number.
pub fn record(line: &str) -> Result<Record<'_>, serde_json::Error> {
    let record: Record<'_> = serde_json::from_str(line)?;
    match record.id.is_string() || record.id.is_number() {
        true => Ok(record),
        false => Err(serde::de::Error::custom("`id` is neither text nor number")),
    }
}

impl<'s> Record<'s> {
    /// The record as a form of one question; what stands around it becomes the heading above.
    pub fn form(&self) -> Form<'s> {
        let text = |value: &Cow<'s, str>| Text::new(value.clone(), Place::default());
        let section = self.context.as_ref().map(|title| Section { title: Some(text(title)), ..Section::default() });
        let choice = |label| Choice { label: Some(text(label)), ..Choice::default() };
        let field = Field {
            name: self.name.as_ref().map(text),
            label: self.label.as_ref().map(text),
            help: self.help.as_ref().map(text).into_iter().collect(),
            choices: self.options.iter().flatten().map(choice).collect(),
            codes: self.codes.iter().flatten().map(code).collect(),
            section: section.as_ref().map(|_| SectionId(0)),
            order: 1,
            ..Field::default()
        };
        Form {
            format: "records",
            languages: self.language.iter().cloned().collect(),
            sections: section.into_iter().collect(),
            fields: vec![field],
            ..Form::default()
        }
    }
}

/// A code as `system:code`; the system may be a URI.
fn code<'s>(written: &Cow<'s, str>) -> Code<'s> {
    let (system, code) = written.rsplit_once('|').or_else(|| written.rsplit_once(':')).unwrap_or(("", written));
    Code { system: Cow::Owned(system.to_owned()), code: Cow::Owned(code.to_owned()), place: Place::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_id_may_be_missing() {
        let record = record(r#"{"id": 7, "label": "What\u0020now?", "codes": ["loinc:1-2"], "odd": {}}"#).unwrap();
        let form = record.form();
        assert_eq!(form.fields[0].label.as_ref().unwrap().value, "What now?");
        assert_eq!((form.fields[0].codes[0].system.as_ref(), form.fields[0].codes[0].code.as_ref()), ("loinc", "1-2"));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for line in ["", "[]", "{}", r#"{"id": null}"#, r#"{"id": "a", "label": 3}"#, r#"{"id": 1, "id": 2}"#] {
            assert!(record(line).is_err(), "{line}");
        }
    }
}
