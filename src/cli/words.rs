//! What forms state and what we think of them, in the words that several commands print.

use serde::Serialize;

use crate::context::{Context, FactValue, Known, Origin, Retention};
use crate::form::{Answer, Field, Form, Required, Told};
use crate::recognize::{Evidence, Near, Recognition, Veto};
pub(super) use crate::report::words::{confidence, part};
use crate::source::{At, Gravity, Place, Problem, Source};
use crate::vocabulary::{Id, Row, Table, Vocabulary};

/// A concept that a question was taken for, as machines read it.
#[derive(Debug, Serialize)]
pub(super) struct ConceptLine<'a> {
    concept: &'a str,
    confidence: &'static str,
    evidence: Vec<EvidenceLine<'a>>,
}

/// A sign, as machines read it.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceLine<'a> {
    part: &'static str,
    text: &'a str,
    matched: &'a str,
    term: &'a str,
}

/// Concepts with their evidence.
pub(super) fn concept_lines<'a>(concepts: &'a [Recognition], vocabulary: &'a Vocabulary) -> Vec<ConceptLine<'a>> {
    let line = |found: &'a Recognition| ConceptLine {
        concept: vocabulary.concepts.name(found.concept),
        confidence: confidence(found.confidence),
        evidence: found.evidence.iter().map(evidence_line).collect(),
    };
    concepts.iter().map(line).collect()
}

/// One sign.
pub(super) fn evidence_line(evidence: &Evidence) -> EvidenceLine<'_> {
    EvidenceLine { part: part(evidence.part), text: evidence.text(), matched: evidence.matched(), term: evidence.term() }
}

/// A sign that was cancelled, as machines read it.
#[derive(Debug, Serialize)]
pub(super) struct VetoLine<'a> {
    concept: &'a str,
    evidence: EvidenceLine<'a>,
    by: &'a str,
}

/// Signs that were cancelled.
pub(super) fn veto_lines<'a>(vetoes: &'a [Veto], vocabulary: &'a Vocabulary) -> Vec<VetoLine<'a>> {
    let line = |veto: &'a Veto| VetoLine {
        concept: vocabulary.concepts.name(veto.concept),
        evidence: evidence_line(&veto.evidence),
        by: &veto.by,
    };
    vetoes.iter().map(line).collect()
}

/// What a question was nearly taken for, as machines read it.
#[derive(Debug, Serialize)]
pub(super) struct NearLine<'a> {
    concept: &'a str,
    evidence: EvidenceLine<'a>,
    lack: &'static str,
    why: String,
}

/// What a question was nearly taken for.
pub(super) fn near_lines<'a>(near: &'a [Near], vocabulary: &'a Vocabulary) -> Vec<NearLine<'a>> {
    let line = |near: &'a Near| NearLine {
        concept: vocabulary.concepts.name(near.concept),
        evidence: evidence_line(&near.evidence),
        lack: near.lack.name(),
        why: near.lack.to_string(),
    };
    near.iter().map(line).collect()
}

/// What a question was nearly taken for, in words.
pub(super) fn near(near: &Near, vocabulary: &Vocabulary) -> String {
    format!("near is {}: {}; {}", vocabulary.concepts.name(near.concept), sign(&near.evidence), near.lack)
}

/// A sign in words.
pub(super) fn sign(evidence: &Evidence) -> String {
    format!("{}: `{}` ({})", part(evidence.part), short(evidence.matched()), evidence.term())
}

/// A text on one line, cut where it is long.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 100;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line)),
        None => line,
    }
}

pub(super) fn required(required: Required) -> &'static str {
    match required {
        Required::Yes => "yes",
        Required::WhenShown => "when shown",
        Required::No => "no",
        Required::NotSaid => "not said",
    }
}

pub(super) fn told(told: Told) -> &'static str {
    match told {
        Told::Yes => "yes",
        Told::No => "no",
        Told::NotSaid => "not said",
    }
}

pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Text => "text",
        Answer::LongText => "long text",
        Answer::Number => "number",
        Answer::Date => "date",
        Answer::Month => "month",
        Answer::Year => "year",
        Answer::YesNo => "yes or no",
        Answer::Choice => "one choice",
        Answer::Choices => "any choices",
        Answer::Document => "document",
        Answer::Photo => "photo",
        Answer::Signature => "signature",
        Answer::Control => "control",
        Answer::NotSaid => "not said",
    }
}

/// How a question is spoken of: by its label, or else its name.
pub(super) fn called(field: &Field<'_>) -> String {
    let text = field.label.as_ref().filter(|label| !label.value.trim().is_empty()).or(field.name.as_ref());
    text.map_or_else(|| "(neither label nor name)".to_owned(), |text| short(&text.value))
}

/// A place as `file:line:column`, or as its format counts.
pub(super) fn place(sources: &[&Source], place: Place) -> String {
    let Some(source) = sources.get(place.source.0 as usize) else { return String::new() };
    let name = source.name();
    match place.at {
        At::Whole => name.to_owned(),
        At::Text(span) => {
            let at = source.position(span.start);
            format!("{name}:{}:{}", at.line, at.column)
        }
        At::Cell { sheet, row, column } => format!("{name}: sheet {}, row {}, column {}", sheet + 1, row + 1, column + 1),
        At::Widget { page, widget } => format!("{name}: page {page}, widget {}", widget + 1),
    }
}

/// A problem on one line, with its help.
pub(super) fn problem(sources: &[&Source], problem: &Problem) -> String {
    let grave = if problem.gravity == Gravity::Error { "error" } else { "note" };
    let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}: {grave}: {}{help}", place(sources, problem.place), problem.message)
}

/// Who said a piece of context.
pub(super) fn origin(origin: &Origin) -> &'static str {
    match origin {
        Origin::Flag => "flag",
        Origin::Form(_) => "form",
        Origin::File(_) => "mayask.yaml",
        Origin::Implied(_) => "implied",
    }
}

/// One piece of context: its key, its value in the words of mayask.yaml, and who said it.
pub(super) struct Piece {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) origin: Origin,
}

/// All that is known of a form's circumstances, in the order of the keys.
pub(super) fn pieces(context: &Context, vocabulary: &Vocabulary) -> Vec<Piece> {
    let mut pieces = Vec::new();
    pieces.extend(ids("jurisdiction", &vocabulary.jurisdictions, &context.jurisdictions));
    pieces.extend(named("run by", &vocabulary.bodies, &context.run_by));
    pieces.extend(named("kinds", &vocabulary.kinds, &context.kinds));
    pieces.extend(named("stage", &vocabulary.stages, context.stage.as_slice()));
    pieces.extend(named("respondent", &vocabulary.subjects, &context.respondents));
    for (fact, known) in &context.facts {
        pieces.push(piece(&format!("facts.{}", vocabulary.facts.name(*fact)), fact_value(&known.value), &known.origin));
    }
    for (field, known) in &context.purposes {
        pieces.extend(named(&format!("purposes.{field}"), &vocabulary.purposes, known));
    }
    if let Some(recipients) = &context.recipients {
        pieces.extend(named("recipients", &vocabulary.recipients, recipients));
    }
    pieces.extend(context.retention.as_ref().map(|known| piece("retention", retention(known.value), &known.origin)));
    pieces.extend(context.reviewed.as_ref().map(|known| piece("reviewed", known.value.to_string(), &known.origin)));
    pieces.extend(context.encrypted.as_ref().map(|known| piece("encrypted", yes_no(known.value), &known.origin)));
    pieces.extend(context.claims.iter().map(|claim| piece("claims", claimed(claim, vocabulary), &claim.origin)));
    pieces
}

fn piece(key: &str, value: String, origin: &Origin) -> Piece {
    Piece { key: key.to_owned(), value, origin: origin.clone() }
}

fn named<T: Row>(key: &str, table: &Table<T>, known: &[Known<Id<T>>]) -> Vec<Piece> {
    known.iter().map(|known| piece(key, table.title(known.value).to_owned(), &known.origin)).collect()
}

fn ids<T: Row>(key: &str, table: &Table<T>, known: &[Known<Id<T>>]) -> Vec<Piece> {
    known.iter().map(|known| piece(key, table.name(known.value).to_owned(), &known.origin)).collect()
}

fn claimed(claim: &crate::context::Claim, vocabulary: &Vocabulary) -> String {
    use crate::context::{ClaimedFor, Ground};
    let ground = match claim.ground {
        Ground::Exemption(id) => vocabulary.exemptions.name(id),
        Ground::Standard(id) => vocabulary.standards.name(id),
    };
    let field = match &claim.field {
        ClaimedFor::Form => "the form".to_owned(),
        ClaimedFor::Concept(id) => vocabulary.concepts.name(*id).to_owned(),
        ClaimedFor::Field(name) => name.clone(),
    };
    format!("{ground} for {field}, under {}", claim.citation.as_deref().unwrap_or("no citation"))
}

fn fact_value(value: &FactValue) -> String {
    match value {
        FactValue::Number(number) => number.to_string(),
        FactValue::Day(day) => day.to_string(),
        FactValue::YesNo(value) => yes_no(*value),
        FactValue::Words(words) => words.join(", "),
    }
}

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn retention(retention: Retention) -> String {
    match retention {
        Retention::NotKept => "none".to_owned(),
        Retention::Forever => "forever".to_owned(),
        Retention::Days(days) => format!("{days} days"),
    }
}

/// `path`, or `path#part`.
pub(super) fn form_id(path: &str, form: &Form<'_>) -> String {
    match &form.part {
        Some(part) => format!("{path}#{part}"),
        None => path.to_owned(),
    }
}
