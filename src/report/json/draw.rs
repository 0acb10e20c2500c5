//! From what was found to the layout of the JSON reports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::view;
use crate::context::{FactValue, Known, Origin};
use crate::finding::{Counts, Finding, Need, Outcome, fingerprint};
use crate::form::{FieldId, Text};
use crate::recognize::Evidence;
use crate::report::spot::{Spot, cell};
use crate::report::{FileNote, Heard, Run, Summary, words};
use crate::source::{At, Gravity, Place, Problem, Source};
use crate::vocabulary::{Id, Row, Table};

pub(in crate::report) fn tool(run: &Run<'_>) -> view::Tool {
    view::Tool { name: "mayask".to_owned(), version: run.version.to_owned(), library: run.library.to_owned() }
}

pub(in crate::report) fn form(heard: &Heard<'_>) -> view::Form {
    let context = heard.context;
    let vocabulary = heard.setting().vocabulary;
    let lost = heard.review.not_understood.iter().filter_map(|(id, why)| not_understood(heard, *id, why));
    view::Form {
        id: heard.id.to_owned(),
        path: heard.path.to_owned(),
        files: heard.sources.iter().map(|source| source.name().to_owned()).collect(),
        digest: heard.digest.to_owned(),
        format: heard.form.format.to_owned(),
        title: value(heard.form.title.as_ref()),
        jurisdictions: all(&vocabulary.jurisdictions, &context.jurisdictions),
        run_by: all(&vocabulary.bodies, &context.run_by),
        kinds: all(&vocabulary.kinds, &context.kinds),
        stage: context.stage.as_ref().map(|stage| named(&vocabulary.stages, stage)),
        respondents: all(&vocabulary.subjects, &context.respondents),
        facts: context
            .facts
            .iter()
            .map(|(id, fact)| (vocabulary.facts.name(*id).to_owned(), known(fact_value(&fact.value), &fact.origin)))
            .collect(),
        fields: fields(heard.review.counts),
        not_understood: lost.collect(),
        rules_applied: heard.review.rules_applied,
        needs: heard.review.needs.iter().map(|(need, hanging)| hanging_need(heard, need, hanging)).collect(),
        asks: heard.is_nowhere().then(|| asked(heard)),
        notes: heard.review.remarks.iter().map(|remark| note(remark)).collect(),
        problems: heard.all_problems().map(|(source, row)| problem(source, row)).collect(),
    }
}

pub(in crate::report) fn finding(heard: &Heard<'_>, row: &Finding<'_>) -> view::Finding {
    let rule = row.rule();
    let owned = |text: Option<&String>| text.cloned();
    view::Finding {
        outcome: words::outcome(row.outcome),
        severity: words::severity(row.severity),
        rule: row.rule_name().to_owned(),
        sentence: rule.map(|rule| rule.sentence.clone()).unwrap_or_default(),
        authority: words::authority(row.policy.authority),
        citation: row.policy.citation.clone(),
        message: words::headline(heard, row),
        form: heard.id.to_owned(),
        field: row.field.and_then(|id| field(heard, id)),
        place: place_of(heard, row.place, row.field),
        concept: row.concept.map(|concept| heard.setting().vocabulary.concepts.name(concept).to_owned()),
        confidence: row.confidence.map(words::confidence),
        evidence: row.evidence.iter().map(|sign| evidence(heard, sign, row.field)).collect(),
        reasons: texts(&row.reasons),
        needs: row.needs.iter().map(|row| need(row)).collect(),
        fix: owned(rule.and_then(|rule| rule.fix.as_ref())),
        instead: owned(rule.and_then(|rule| rule.instead.as_ref())),
        fingerprint: print(heard, row),
    }
}

/// The fingerprint of a finding.
pub(in crate::report) fn print(heard: &Heard<'_>, finding: &Finding<'_>) -> String {
    let field = finding.field.and_then(|id| heard.form.field(id));
    let text = |text: Option<&Text<'_>>| value(text).unwrap_or_default();
    let name = text(field.and_then(|field| field.name.as_ref()));
    let label = text(field.and_then(|field| field.label.as_ref()));
    fingerprint(finding.rule_name(), heard.own_name, &name, &label, finding.ordinal)
}

/// The findings that are told: kept ones only where they are wanted.
pub(in crate::report) fn told<'h>(run: &Run<'_>, heard: &Heard<'h>) -> impl Iterator<Item = &'h Finding<'h>> {
    let all = run.shown.all;
    heard.review.findings.iter().filter(move |finding| all || finding.outcome != Outcome::Kept)
}

pub(in crate::report) fn skipped(file: &FileNote<'_>) -> view::Skipped {
    view::Skipped {
        path: file.path.to_owned(),
        reason: file.skipped.map(str::to_owned),
        problems: file.problems.iter().map(|(source, row)| problem(source, row)).collect(),
    }
}

pub(in crate::report) fn summary(summary: &Summary) -> view::Summary {
    view::Summary {
        forms: summary.forms,
        skipped: summary.skipped,
        findings: summary.outcomes.iter().map(|(outcome, number)| (words::outcome(*outcome), *number)).collect(),
        fields: fields(summary.fields),
        unchecked: summary.unchecked,
        without_jurisdiction: summary.without_jurisdiction,
        status: summary.status,
    }
}

pub(in crate::report) fn policies(summary: &Summary) -> Vec<view::Policy> {
    let one = |(id, line): (&String, &crate::report::PolicyLine)| view::Policy {
        id: id.clone(),
        title: line.title.clone(),
        citation: line.citation.clone(),
        authority: line.authority.clone(),
        basis: line.basis.clone(),
        jurisdiction: line.jurisdiction.clone(),
        dates: line.dates.clone(),
        digest: line.digest.clone(),
        findings: line.findings,
    };
    summary.policies.iter().map(one).collect()
}

pub(in crate::report) fn field(heard: &Heard<'_>, id: FieldId) -> Option<view::Field> {
    let field = heard.form.field(id)?;
    Some(view::Field {
        name: value(field.name.as_ref()),
        label: value(field.label.as_ref()),
        pointer: heard.form.trails.pointer(field.trail),
    })
}

/// The place of something on a form, with the pointer of its question.
pub(in crate::report) fn place_of(heard: &Heard<'_>, place: Place, id: Option<FieldId>) -> view::Place {
    let pointer = id.and_then(|id| heard.form.field(id)).map(|field| heard.form.trails.pointer(field.trail));
    let place = Spot::of(heard.sources, place).map(place_at).unwrap_or_default();
    view::Place { pointer: pointer.unwrap_or_default(), ..place }
}

fn place_at(spot: Spot<'_>) -> view::Place {
    let mut place = view::Place { file: spot.source.name().to_owned(), ..view::Place::default() };
    if let Some((start, end)) = spot.range() {
        (place.line, place.column) = (Some(start.line), Some(start.column));
        (place.end_line, place.end_column) = (Some(end.line), Some(end.column));
    }
    match spot.at {
        At::Cell { sheet, row, column } => (place.sheet, place.cell) = (Some(u32::from(sheet) + 1), Some(cell(row, column))),
        At::Widget { page, widget } => (place.page, place.widget) = (Some(page), Some(widget + 1)),
        At::Whole | At::Text(_) => {}
    }
    place
}

fn not_understood(heard: &Heard<'_>, id: FieldId, why: &str) -> Option<view::NotUnderstood> {
    let place = place_of(heard, heard.form.field(id)?.place, Some(id));
    Some(view::NotUnderstood { field: field(heard, id)?, place, why: why.to_owned() })
}

fn evidence(heard: &Heard<'_>, sign: &Evidence, id: Option<FieldId>) -> view::Evidence {
    let place = place_of(heard, sign.place, id);
    view::Evidence {
        part: words::part(sign.part),
        file: place.file.clone(),
        place,
        text: sign.text().to_owned(),
        matched: sign.matched().to_owned(),
        term: sign.term().to_owned(),
    }
}

/// Reasons, to be written.
pub(in crate::report) fn texts(reasons: &[Arc<str>]) -> Vec<String> {
    reasons.iter().map(|reason| reason.to_string()).collect()
}

pub(in crate::report) fn need(need: &Need) -> view::Need {
    view::Need { fact: need.fact.clone(), values: need.values.clone(), ask: need.ask.clone(), settle: need.settle.clone() }
}

fn hanging_need(heard: &Heard<'_>, row: &Need, hanging: &[usize]) -> view::HangingNeed {
    let findings = || hanging.iter().filter_map(|at| heard.review.findings.get(*at));
    let rules: BTreeSet<&str> = findings().map(|finding| finding.rule_name()).collect();
    let fields: BTreeSet<FieldId> = findings().filter_map(|finding| finding.field).collect();
    view::HangingNeed {
        need: need(row),
        rules: rules.into_iter().map(str::to_owned).collect(),
        fields: fields.into_iter().filter_map(|id| field(heard, id)).collect(),
    }
}

/// What a form asks, by concept.
fn asked(heard: &Heard<'_>) -> Vec<view::Asked> {
    let table = &heard.setting().vocabulary.concepts;
    let row = |(concept, ids): (_, Vec<FieldId>)| view::Asked {
        concept: table.name(concept).to_owned(),
        fields: ids.into_iter().filter_map(|id| field(heard, id)).collect(),
        jurisdictions: heard.spoken_of(Some(concept)).into_iter().map(str::to_owned).collect(),
    };
    heard.asked().into_iter().map(row).collect()
}

fn note(remark: &crate::finding::Remark) -> view::Note {
    let policy = Some(remark.policy.clone()).filter(|policy| !policy.is_empty());
    view::Note { policy, message: remark.words.clone() }
}

pub(in crate::report) fn problem(source: &Source, problem: &Problem) -> view::Problem {
    view::Problem {
        gravity: match problem.gravity {
            Gravity::Error => "error",
            Gravity::Note => "note",
        },
        code: problem.code,
        message: problem.message.clone(),
        help: problem.help.clone(),
        place: place_at(Spot::within(source, problem.place)),
    }
}

fn value(text: Option<&Text<'_>>) -> Option<String> {
    text.map(|text| text.value.to_string())
}

fn fields(counts: Counts) -> view::Fields {
    view::Fields {
        found: counts.found,
        understood: counts.understood,
        unresolved: counts.unresolved,
        not_asked: counts.not_asked,
        not_understood: counts.not_understood,
    }
}

fn all<T: Row>(table: &Table<T>, values: &[Known<Id<T>>]) -> Vec<view::Known> {
    values.iter().map(|value| named(table, value)).collect()
}

fn named<T: Row>(table: &Table<T>, value: &Known<Id<T>>) -> view::Known {
    known(table.name(value.value).to_owned(), &value.origin)
}

fn known(value: String, origin: &Origin) -> view::Known {
    let (from, by) = match origin {
        Origin::Flag => ("flag", None),
        Origin::Form(_) => ("form", None),
        Origin::File(_) => ("file", None),
        Origin::Implied(by) => ("implied", Some(by.clone())),
    };
    view::Known { value, from, by }
}

fn fact_value(value: &FactValue) -> String {
    match value {
        FactValue::Number(number) => number.to_string(),
        FactValue::Day(day) => day.to_string(),
        FactValue::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        FactValue::Words(words) => words.join(", "),
    }
}

/// How many rules were in force, by place.
pub(in crate::report) fn levels(summary: &Summary) -> BTreeMap<String, usize> {
    summary.levels.clone()
}
