//! Reads the header row of a CSV file: one field for each column.
//!
//! A table of data is no form, so a file is taken for one only where it has a header and hardly a row below it, or where told so.

use super::table::{self, Cell};
use super::{Beside, Document, Fact, Likeness, Reader, Reading, Tells};
use crate::form::{Field, Form, TrailId};
use crate::source::Limit;

/// The reader of header rows.
pub(super) struct Header;

/// The most rows of examples below the header of a form.
const EXAMPLES: usize = 3;

/// The most cells that are looked at to tell whether a file is one.
const WIDEST: usize = 100_000;

impl Reader for Header {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn title(&self) -> &'static str {
        "CSV header row"
    }

    fn about(&self) -> &'static str {
        "a `.csv` file with a header row and at most three rows below it"
    }

    fn marks(&self) -> &'static [&'static str] {
        &[]
    }

    fn tells(&self) -> &'static [(Fact, Tells)] {
        &[]
    }

    fn likeness(&self, document: &Document<'_>) -> Likeness {
        if !matches!(document.source().extension().as_str(), "csv" | "tsv") {
            return Likeness::No;
        }
        let table = table::csv(document, EXAMPLES + 3, WIDEST);
        let header = table.header();
        let named = |cell: &Cell| cell.text.chars().next().is_some_and(char::is_alphabetic) && cell.text.len() <= 80;
        match header.len() > 1 && header.iter().all(named) && table.body().count() <= EXAMPLES {
            true => Likeness::Maybe,
            false => Likeness::No,
        }
    }

    fn read<'s>(&self, document: &Document<'s>, reading: &mut Reading<'s>, _: &'s dyn Beside) {
        let table = table::csv(document, EXAMPLES, reading.limits.values).told(document, reading);
        let mut form = Form { format: "csv", place: document.whole(), ..Form::default() };
        for (index, cell) in table.header().iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            if index >= reading.limits.fields {
                let message = format!("more than {} fields; the others were not read", reading.limits.fields);
                reading.tell(Limit::Fields.passed(cell.place, message));
                break;
            }
            let trail = form.trails.key(TrailId::default(), cell.text.clone());
            let order = u32::try_from(index).unwrap_or(u32::MAX);
            form.fields.push(Field { name: Some(cell.words()), order, place: cell.place, trail, ..Field::default() });
        }
        match form.fields.is_empty() {
            true => reading.skipped = Some("the file has no header row".to_owned()),
            false => reading.forms.push(form),
        }
    }
}
