//! Reads REDCap data dictionaries as CSV: the file that the designer downloads, and the metadata export of the API.
//!
//! One form for each instrument. A field that identifies a person is stated with the code `redcap` `identifier`.

use std::collections::BTreeMap;

use super::table::{self, Cell, Table};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{
    Answer, Asked, Choice, Code, Field, FieldId, Form, Notice, NoticeKind, Part, Required, Section, SectionId, Text, Told, TrailId,
    Unresolved,
};
use crate::source::{Limit, Problem};

/// The reader of REDCap data dictionaries.
pub(super) struct Redcap;

/// The columns that are read, by the words of the designer and of the API.
const COLUMNS: [(&str, &str); 11] = [
    ("Variable / Field Name", "field_name"),
    ("Form Name", "form_name"),
    ("Section Header", "section_header"),
    ("Field Type", "field_type"),
    ("Field Label", "field_label"),
    ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    ("Field Note", "field_note"),
    ("Text Validation Type OR Show Slider Number", "text_validation_type_or_show_slider_number"),
    ("Identifier?", "identifier"),
    ("Branching Logic (Show field only if...)", "branching_logic"),
    ("Required Field?", "required_field"),
];

const NAME: usize = 0;
const FORM: usize = 1;
const HEADER: usize = 2;
const TYPE: usize = 3;
const LABEL: usize = 4;
const CHOICES: usize = 5;
const NOTE: usize = 6;
const VALIDATION: usize = 7;
const IDENTIFIER: usize = 8;
const BRANCHING: usize = 9;
const REQUIRED: usize = 10;

impl Reader for Redcap {
    fn name(&self) -> &'static str {
        "redcap"
    }

    fn title(&self) -> &'static str {
        "REDCap data dictionary"
    }

    fn about(&self) -> &'static str {
        "CSV with the columns `Variable / Field Name` and `Field Type`, or `field_name` and `field_type`"
    }

    fn marks(&self) -> &'static [&'static str] {
        &["Variable / Field Name", "field_name,form_name"]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[
            (Fact::Required, Tells::Both),
            (Fact::Condition, Tells::Both),
            (Fact::Choices, Tells::Both),
            (Fact::Order, Tells::Both),
            (Fact::NotAsked, Tells::Both),
        ]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        let head = document.source().text().lines().next().unwrap_or_default();
        let has = |words: &str| head.contains(words);
        match (has("Variable / Field Name") && has("Field Type")) || (has("field_name") && has("field_type") && has("field_label")) {
            true => Likeness::Certain,
            false => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let most = reading.limits.fields;
        let table = table::csv(document, most + 2, reading.limits.values).told(document, reading);
        if table.rows.len() > most + 1 {
            let message = format!("more than {most} fields; the others were not read");
            reading.tell(Limit::Fields.passed(document.whole(), message));
        }
        let Some(columns) = columns(&table) else {
            return reading.tell(Problem::error("no-columns", document.whole(), "the file has no columns of a REDCap data dictionary"));
        };
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for row in table.body() {
            let row = Row { cells: row, columns: &columns };
            let index = *numbers.entry(row.text(FORM).to_owned()).or_insert_with(|| {
                reading.forms.push(form(&row, document));
                reading.forms.len() - 1
            });
            if let Some(form) = reading.forms.get_mut(index) {
                question(&row, form);
            }
        }
        if let [form] = reading.forms.as_mut_slice() {
            form.part = None;
        }
        if reading.forms.is_empty() {
            reading.skipped = Some("the data dictionary has no rows".to_owned());
        }
    }
}

fn columns(table: &Table) -> Option<[Option<usize>; 11]> {
    let columns = COLUMNS.map(|(shown, exported)| table.column(shown).or_else(|| table.column(exported)));
    columns.first()?.map(|_| columns)
}

/// A row with the names of its columns.
struct Row<'r> {
    cells: &'r [Cell],
    columns: &'r [Option<usize>; 11],
}

impl<'r> Row<'r> {
    /// The cell of a column, where it is not empty.
    fn cell(&self, column: usize) -> Option<&'r Cell> {
        let index = (*self.columns.get(column)?)?;
        self.cells.get(index).filter(|cell| !cell.text.is_empty())
    }

    /// Whether the file has no such column: an export may leave it out.
    fn lacks(&self, column: usize) -> bool {
        self.columns.get(column).is_none_or(Option::is_none)
    }

    fn text(&self, column: usize) -> &'r str {
        self.cell(column).map(|cell| cell.text.as_str()).unwrap_or_default()
    }

    /// The words of a cell that may hold markup.
    fn words<'s>(&self, column: usize) -> Option<Text<'s>> {
        self.cell(column).map(|cell| Text::new(plain(&cell.text), cell.place)).filter(|text| !text.value.is_empty())
    }
}

fn form<'s>(row: &Row<'_>, document: &Document<'s>) -> Form<'s> {
    let name = row.cell(FORM).map(Cell::words);
    let part = name.as_ref().map(|name| name.value.clone());
    Form { format: "redcap", part, name, place: document.whole(), ..Form::default() }
}

fn question<'s>(row: &Row<'_>, form: &mut Form<'s>) {
    if let Some(title) = row.words(HEADER) {
        let order = rank(form);
        form.sections.push(Section { place: title.place, title: Some(title), order, ..Section::default() });
    }
    let section = form.sections.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()).map(SectionId);
    let order = rank(form);
    let kind = row.text(TYPE);
    if kind == "descriptive" {
        if let Some(text) = row.words(LABEL) {
            form.notices.push(Notice { kind: NoticeKind::Text, text, section, order, ..Notice::default() });
        }
        return;
    }
    let id = FieldId(u32::try_from(form.fields.len()).unwrap_or(u32::MAX));
    if kind == "sql" {
        let reference = row.cell(CHOICES).map(Cell::words).unwrap_or_default();
        form.unresolved.push(Unresolved { field: Some(id), part: Part::Choice, reference, why: "its choices come from a query".into() });
    }
    let conditional = row.cell(BRANCHING).is_some();
    let trail = form.trails.key(TrailId::default(), row.text(NAME).to_owned());
    form.fields.push(Field {
        name: row.cell(NAME).map(Cell::words),
        label: row.words(LABEL),
        help: row.words(NOTE).into_iter().collect(),
        choices: choices(kind, row),
        codes: row.cell(IDENTIFIER).filter(|cell| is_yes(&cell.text)).map(identifier).into_iter().collect(),
        answer: answer(kind, row.text(VALIDATION)),
        required: match (is_yes(row.text(REQUIRED)), conditional) {
            _ if row.lacks(REQUIRED) => Required::NotSaid,
            (true, true) => Required::WhenShown,
            (true, false) => Required::Yes,
            _ => Required::No,
        },
        conditional: match conditional {
            true => Told::Yes,
            false if row.lacks(BRANCHING) => Told::NotSaid,
            false => Told::No,
        },
        asked: asked(kind, row),
        section,
        order,
        place: row.cell(NAME).map(|cell| cell.place).unwrap_or(form.place),
        trail,
        ..Field::default()
    });
}

fn identifier<'s>(cell: &Cell) -> Code<'s> {
    Code { system: "redcap".into(), code: "identifier".into(), place: cell.place }
}

fn rank(form: &Form<'_>) -> u32 {
    u32::try_from(form.fields.len() + form.sections.len() + form.notices.len()).unwrap_or(u32::MAX)
}

fn is_yes(text: &str) -> bool {
    matches!(text, "y" | "Y" | "yes" | "1")
}

fn asked<'s>(kind: &str, row: &Row<'_>) -> Asked<'s> {
    let annotated = |tag: &str| row.cells.iter().any(|cell| cell.text.split_whitespace().any(|word| word == tag));
    match kind {
        "calc" => Asked::No("it is calculated".into()),
        _ if annotated("@HIDDEN") || annotated("@HIDDEN-SURVEY") && annotated("@HIDDEN-FORM") => Asked::No("it is hidden".into()),
        _ if annotated("@CALCTEXT") || annotated("@CALCDATE") => Asked::No("it is calculated".into()),
        _ if annotated("@READONLY") => Asked::No("it is read-only".into()),
        _ => Asked::Yes,
    }
}

fn answer(kind: &str, validation: &str) -> Answer {
    match kind {
        "notes" => Answer::LongText,
        "dropdown" | "radio" | "sql" => Answer::Choice,
        "checkbox" => Answer::Choices,
        "yesno" | "truefalse" => Answer::YesNo,
        "slider" | "calc" => Answer::Number,
        "file" if validation == "signature" => Answer::Signature,
        "file" => Answer::Document,
        "text" if validation.starts_with("date") => Answer::Date,
        "text" if validation.starts_with("int") || validation.starts_with("number") => Answer::Number,
        "text" => Answer::Text,
        _ => Answer::NotSaid,
    }
}

/// The choices, each as `value, label`, parted by bars.
fn choices<'s>(kind: &str, row: &Row<'_>) -> Vec<Choice<'s>> {
    let Some(cell) = row.cell(CHOICES).filter(|_| matches!(kind, "dropdown" | "radio" | "checkbox")) else { return Vec::new() };
    let parts = cell.text.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let text = |words: &str| Some(Text::new(plain(words), cell.place));
    parts
        .map(|part| match part.split_once(',') {
            Some((value, label)) => Choice { value: text(value), label: text(label), ..Choice::default() },
            None => Choice { value: text(part), ..Choice::default() },
        })
        .collect()
}

/// Words without the tags that REDCap lets stand in them.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match after.split_once('>').filter(|_| tag) {
            Some((_, after)) => {
                plain.push(' ');
                rest = after;
            }
            None => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
