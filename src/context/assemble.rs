//! Settings laid over one another, with every name looked up: file, then form, then flags.

use jiff::civil::Date;

use super::facts::{self, claim};
use super::{Context, Known, Origin, Retention};
use crate::source::{Place, Problem};
use crate::vocabulary::{Id, Row, Table, Vocabulary};

/// One layer of settings as written: keys with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Plain keys in the order written: the key (`facts.employees` and `purposes.NAME` lead into mappings), the value, where.
    pub values: Vec<(String, String, Place)>,
    /// Claims, each its keys and values.
    pub claims: Vec<Vec<(String, String, Place)>>,
}

/// Who says it.
type Speaker = fn(Place) -> Origin;

/// The context that layers make together. A later layer replaces a key of an earlier one, fact by fact and field by field;
/// claims add up. The place of a problem is the place of the setting.
pub fn assemble(layers: &[(Settings, Speaker)], vocabulary: &Vocabulary) -> (Context, Vec<Problem>) {
    let mut builder = Builder { context: Context::default(), vocabulary, problems: Vec::new() };
    for (settings, speaker) in layers {
        builder.layer(settings, *speaker);
    }
    builder.imply();
    (builder.context, builder.problems)
}

pub(super) struct Builder<'v> {
    pub(super) context: Context,
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) problems: Vec<Problem>,
}

impl Builder<'_> {
    fn layer(&mut self, settings: &Settings, speaker: Speaker) {
        self.forget(settings);
        for (key, value, place) in &settings.values {
            self.set(key, value, *place, speaker(*place));
        }
        for keys in &settings.claims {
            let place = keys.first().map(|(_, _, place)| *place).unwrap_or_default();
            if let Some(claim) = claim(self, keys, speaker(place), place) {
                self.context.claims.push(claim);
            }
        }
    }

    /// A list that a layer names takes the place of the list before it.
    fn forget(&mut self, settings: &Settings) {
        for (key, _, _) in &settings.values {
            match canonical(key) {
                "jurisdiction" => self.context.jurisdictions.clear(),
                "run by" => self.context.run_by.clear(),
                "kinds" => self.context.kinds.clear(),
                "respondent" => self.context.respondents.clear(),
                "recipients" => self.context.recipients = None,
                key => {
                    if let Some(field) = key.strip_prefix("purposes.") {
                        self.context.purposes.remove(field);
                    }
                }
            }
        }
    }

    fn set(&mut self, key: &str, value: &str, place: Place, origin: Origin) {
        let vocabulary = self.vocabulary;
        match canonical(key) {
            "jurisdiction" => {
                let found = self.find(&vocabulary.jurisdictions, value, "jurisdiction", place);
                self.context.jurisdictions.extend(found.map(|value| Known { value, origin }));
            }
            "run by" => {
                let found = self.find(&vocabulary.bodies, value, "body", place);
                self.context.run_by.extend(found.map(|value| Known { value, origin }));
            }
            "kinds" => self.kinds(value, place, &origin),
            "stage" => {
                let found = self.find(&vocabulary.stages, value, "stage", place);
                self.context.stage = found.map(|value| Known { value, origin });
            }
            "respondent" => {
                let found = self.find(&vocabulary.subjects, value, "subject", place);
                self.context.respondents.extend(found.map(|value| Known { value, origin }));
            }
            "recipients" => {
                let found = self.find(&vocabulary.recipients, value, "recipient", place);
                let recipients = self.context.recipients.get_or_insert_default();
                recipients.extend(found.map(|value| Known { value, origin }));
            }
            "retention" => {
                self.context.retention = self.parsed(value, place, retention, "a length such as `90 days`, `none` or `forever`", origin)
            }
            "reviewed" => {
                self.context.reviewed = self.parsed(value, place, |text| text.parse::<Date>().ok(), "a day such as `2026-01-31`", origin)
            }
            "encrypted" => self.context.encrypted = self.parsed(value, place, facts::yes_no, "`yes` or `no`", origin),
            key => match (key.strip_prefix("facts."), key.strip_prefix("purposes.")) {
                (Some(fact), _) => self.fact(fact, value, place, origin),
                (_, Some(field)) => {
                    let found = self.find(&vocabulary.purposes, value, "purpose", place);
                    let purposes = self.context.purposes.entry(field.to_owned()).or_default();
                    purposes.extend(found.map(|value| Known { value, origin }));
                }
                _ => self.unknown_key(key, place),
            },
        }
    }

    /// One kind, or several kinds and bodies in one phrase, as in `police intake`.
    fn kinds(&mut self, value: &str, place: Place, origin: &Origin) {
        if let Some(kind) = self.vocabulary.kinds.find(value) {
            self.context.kinds.push(Known { value: kind, origin: origin.clone() });
            return;
        }
        let words: Vec<&str> = value.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect();
        let mut rest = words.as_slice();
        let (mut kinds, mut bodies) = (Vec::new(), Vec::new());
        while !rest.is_empty() {
            let named = (1..=rest.len()).rev().find_map(|length| {
                let name = rest.get(..length)?.join(" ");
                let kind = self.vocabulary.kinds.find(&name);
                let body = self.vocabulary.bodies.find(&name).filter(|_| kind.is_none());
                (kind.is_some() || body.is_some()).then_some((length, kind, body))
            });
            let Some((length, kind, body)) = named else {
                self.find(&self.vocabulary.kinds, value, "kind of form", place);
                return;
            };
            kinds.extend(kind);
            bodies.extend(body);
            rest = rest.get(length..).unwrap_or_default();
        }
        self.context.kinds.extend(kinds.into_iter().map(|value| Known { value, origin: origin.clone() }));
        let implied = Origin::Implied(format!("the kind `{value}`"));
        self.context.run_by.extend(bodies.into_iter().map(|value| Known { value, origin: implied.clone() }));
    }

    fn fact(&mut self, name: &str, value: &str, place: Place, origin: Origin) {
        let vocabulary = self.vocabulary;
        let Some(id) = self.find(&vocabulary.facts, name, "fact", place) else { return };
        let Some(row) = vocabulary.facts.row(id) else { return };
        match facts::value(&row.values, value) {
            // A fact that takes a list is stated once for each of its words.
            Ok(super::FactValue::Words(mut words)) if matches!(row.values, crate::vocabulary::FactType::ListOf(_)) => {
                if let Some(Known { value: super::FactValue::Words(there), origin: before }) = self.context.facts.get(&id)
                    && same_layer(before, &origin)
                {
                    words = there.iter().cloned().chain(words).collect();
                }
                self.context.facts.insert(id, Known { value: super::FactValue::Words(words), origin });
            }
            Ok(value) => {
                self.context.facts.insert(id, Known { value, origin });
            }
            Err(expected) => self.bad_value(value, place, &expected),
        }
    }

    fn parsed<T>(
        &mut self,
        value: &str,
        place: Place,
        parse: impl Fn(&str) -> Option<T>,
        expected: &str,
        origin: Origin,
    ) -> Option<Known<T>> {
        let parsed = parse(value.trim());
        if parsed.is_none() {
            self.bad_value(value, place, expected);
        }
        parsed.map(|value| Known { value, origin })
    }

    pub(super) fn bad_value(&mut self, value: &str, place: Place, expected: &str) {
        let problem = Problem::error("context-value", place, format!("`{value}` cannot be used here"));
        self.problems.push(problem.help(format!("expected {expected}")));
    }

    pub(super) fn unknown_key(&mut self, key: &str, place: Place) {
        let problem = Problem::error("context-unknown-key", place, format!("unknown key `{key}`"));
        self.problems.push(problem.help(format!("known are {}", super::KEYS.join(", "))).suggest(key, super::KEYS.iter().copied()));
    }

    pub(super) fn find<T: Row>(&mut self, table: &Table<T>, name: &str, what: &str, place: Place) -> Option<Id<T>> {
        let found = table.find(name);
        if found.is_none() {
            let problem = Problem::error("unknown-name", place, format!("unknown {what} `{name}`"));
            self.problems.push(problem.suggest(name, table.names()));
        }
        found
    }

    /// What kinds imply, where nothing was said.
    fn imply(&mut self) {
        if !self.context.respondents.is_empty() {
            return;
        }
        let rows = self.context.kinds.iter().filter_map(|kind| self.vocabulary.kinds.row(kind.value));
        let implied = rows.flat_map(|row| row.respondents.iter().map(move |subject| (*subject, row)));
        let respondents: Vec<_> = implied
            .map(|(value, row)| Known { value, origin: Origin::Implied(format!("the kind `{}`", row.words.first().unwrap_or(&row.id))) })
            .collect();
        self.context.respondents = respondents;
    }
}

fn same_layer(one: &Origin, other: &Origin) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// The key as this room speaks of it: several spellings are taken.
fn canonical(key: &str) -> &str {
    match key {
        "jurisdictions" => "jurisdiction",
        "run_by" | "run-by" | "runBy" => "run by",
        "kind" => "kinds",
        "respondents" => "respondent",
        "recipient" => "recipients",
        key => key,
    }
}

fn retention(text: &str) -> Option<Retention> {
    match text {
        "none" | "not kept" => return Some(Retention::NotKept),
        "forever" => return Some(Retention::Forever),
        _ => {}
    }
    let (number, unit) = text.split_once(' ')?;
    let days = match unit.trim_end_matches('s') {
        "day" => 1,
        "week" => 7,
        "month" => 31,
        "year" => 366,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(days).map(Retention::Days)
}
