//! Tables: the rows of CSV files and of the sheets of workbooks, each cell with its place.

mod biff;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xls, XlsError, Xlsx, XlsxError, open_workbook_from_rs};

use super::{Document, Reading};
use crate::form::Text;
use crate::source::{At, Limit, Limits, Place, Problem, Span};

/// A cell: its text without blanks around it, and where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Place,
}

impl Cell {
    /// The cell as a text of the form.
    pub(super) fn words<'s>(&self) -> Text<'s> {
        Text::new(self.text.clone(), self.place)
    }
}

/// A sheet, or a CSV file.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether it holds more cells than may be read.
    pub(super) cut: bool,
}

impl Table {
    /// Tells where more cells stand in the file than were read.
    pub(super) fn told(self, document: &Document<'_>, reading: &mut Reading<'_>) -> Self {
        if self.cut {
            let message = format!("more than {} cells; the others were not read", reading.limits.values);
            reading.tell(Limit::Values.passed(document.whole(), message));
        }
        self
    }

    /// The names of the columns: the first row that is not empty.
    pub(super) fn header(&self) -> &[Cell] {
        self.rows.iter().find(|row| filled(row)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rows below the header that are not empty.
    pub(super) fn body(&self) -> impl Iterator<Item = &[Cell]> {
        self.rows.iter().filter(|row| filled(row)).skip(1).map(Vec::as_slice)
    }

    /// The number of the column of a name, whatever its case.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header().iter().position(|cell| cell.text.eq_ignore_ascii_case(name))
    }
}

fn filled(row: &[Cell]) -> bool {
    row.iter().any(|cell| !cell.text.is_empty())
}

/// The rows of a text whose cells are parted by commas, semicolons or tabs, at most so many, with at most so many cells in all.
pub(super) fn csv(document: &Document<'_>, rows: usize, mut cells: usize) -> Table {
    let text = document.source().text();
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    let sign = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
    let mut table = Table { name: String::new(), ..Table::default() };
    for record in reader.records().take(rows) {
        let Ok(record) = record else { break };
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let mut at = start + text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let found = record.iter().take(cells).map(|cell| {
            let span = extent(text.as_bytes(), at, sign);
            at = span.end as usize + 1;
            Cell { text: cell.trim().to_owned(), place: document.place(span) }
        });
        table.rows.push(found.collect());
        table.cut |= record.len() > cells;
        cells = cells.saturating_sub(record.len());
        if table.cut {
            break;
        }
    }
    table
}

/// The bytes of the cell that begins at an offset, with its quotes.
fn extent(text: &[u8], start: usize, sign: u8) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let mut quoted = false;
    for (index, byte) in rest.iter().enumerate() {
        match *byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => return Span::new(start, start + index),
            byte if byte == sign && !quoted => return Span::new(start, start + index),
            _ => {}
        }
    }
    Span::new(start, text.len())
}

/// Whether a file is a workbook, by its first bytes and the names of its parts.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    let has = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
    bytes.starts_with(b"\xD0\xCF\x11\xE0") || (bytes.starts_with(b"PK") && (has(b"xl/workbook.") || has(b"spreadsheetml")))
}

/// The sheets of a workbook, or why it could not be read.
pub(super) fn workbook<'s>(document: &Document<'s>, reading: &mut Reading<'s>) -> Result<Vec<Table>, Problem> {
    match document.source().bytes().starts_with(b"PK") {
        true => xlsx(document, reading),
        false => xls(document, &reading.limits),
    }
}

fn broken(document: &Document<'_>, what: &str, why: impl Display) -> Problem {
    Problem::error("broken-workbook", document.whole(), format!("{what} could not be read: {why}"))
}

/// A workbook of the newer kind. Its cells are taken one by one: two cells far apart would span a sheet larger than any memory.
fn xlsx<'s>(document: &Document<'s>, reading: &mut Reading<'s>) -> Result<Vec<Table>, Problem> {
    let (bytes, limits) = (document.source().bytes(), reading.limits);
    if inflated(bytes) > limits.unpacked as u64 {
        let message = format!("the workbook would grow to more than {} when unpacked; it was not read", Limits::size(limits.unpacked));
        return Err(Limit::Unpacked.passed(document.whole(), message));
    }
    let mut book: Xlsx<_> =
        open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: XlsxError| broken(document, "the workbook", error))?;
    let mut left = limits.values;
    let mut tables = Vec::new();
    for (number, name) in book.sheet_names().into_iter().enumerate() {
        let mut sheet = Sheet { document, number: u16::try_from(number).unwrap_or(u16::MAX), rows: BTreeMap::new(), left };
        match book.worksheet_cells_reader(&name) {
            Ok(mut cells) => loop {
                match cells.next_cell() {
                    Ok(Some(cell)) if sheet.put(cell.get_position(), &Data::from(cell.get_value().clone())) => {}
                    Ok(Some(_)) => return Err(too_many(document, &limits)),
                    Ok(None) => break,
                    Err(error) => {
                        reading.tell(broken(document, &format!("the rest of the sheet `{name}`"), error));
                        break;
                    }
                }
            },
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(error) => reading.tell(broken(document, &format!("the sheet `{name}`"), error)),
        }
        left = sheet.left;
        tables.push(Table { name, rows: sheet.rows.into_values().collect(), cut: false });
    }
    Ok(tables)
}

/// A workbook of the older kind.
fn xls(document: &Document<'_>, limits: &Limits) -> Result<Vec<Table>, Problem> {
    let bytes = document.source().bytes();
    let cells = biff::cells(bytes).map_err(|error| broken(document, "the workbook", error))?;
    if cells > limits.values as u64 {
        return Err(too_many(document, limits));
    }
    let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: XlsError| broken(document, "the workbook", error))?;
    let mut tables = Vec::new();
    for (number, name) in book.sheet_names().into_iter().enumerate() {
        let mut sheet = Sheet { document, number: u16::try_from(number).unwrap_or(u16::MAX), rows: BTreeMap::new(), left: usize::MAX };
        let range = book.worksheet_range(&name).map_err(|error| broken(document, &format!("the sheet `{name}`"), error))?;
        let (row, column) = range.start().unwrap_or_default();
        for (down, right, data) in range.used_cells() {
            sheet.put((row.saturating_add(clip(down)), column.saturating_add(clip(right))), data);
        }
        tables.push(Table { name, rows: sheet.rows.into_values().collect(), cut: false });
    }
    Ok(tables)
}

fn too_many(document: &Document<'_>, limits: &Limits) -> Problem {
    Limit::Values.passed(document.whole(), format!("more than {} cells; the workbook was not read", limits.values))
}

/// A sheet whose cells are put in one by one.
struct Sheet<'d, 's> {
    document: &'d Document<'s>,
    number: u16,
    rows: BTreeMap<u32, Vec<Cell>>,
    /// How many cells may still be made.
    left: usize,
}

impl Sheet<'_, '_> {
    /// Puts a cell in its place; false where it, with the empty ones before it, is one too many.
    fn put(&mut self, (row, column): (u32, u32), data: &Data) -> bool {
        let cells = self.rows.entry(row).or_default();
        let (width, at) = (cells.len(), column as usize);
        let Some(left) = self.left.checked_sub((at + 1).saturating_sub(width)) else { return false };
        self.left = left;
        let place = |column: usize| {
            let at = At::Cell { sheet: self.number, row, column: clip(column) };
            Place { source: self.document.id(), at }
        };
        cells.extend((width..=at).map(|column| Cell { text: String::new(), place: place(column) }));
        if let Some(cell) = cells.get_mut(at) {
            cell.text = said(data);
        }
        true
    }
}

fn clip(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn said(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Bool(truth) => truth.to_string(),
        other => other.to_string().trim().to_owned(),
    }
}

/// The size that the parts of a zip file would have unpacked, as its directory says.
fn inflated(bytes: &[u8]) -> u64 {
    let size = |head: &[u8]| head.get(24..28).and_then(|size| size.try_into().ok()).map_or(0, u32::from_le_bytes);
    memchr::memmem::find_iter(bytes, b"PK\x01\x02").map(|at| u64::from(size(bytes.get(at..).unwrap_or_default()))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Syntax;
    use crate::source::Source;

    #[test]
    fn cells_know_their_bytes() {
        let source = Source::new("a.csv", "a,\"b, \"\"c\"\"\",d\r\n\r\n1,,\"x\ny\"\n");
        let (document, _) = Document::new(&source, Syntax::Other, &Limits::DEFAULT);
        let table = csv(&document, 100, 100);
        let shown: Vec<_> =
            table.rows.iter().flatten().map(|cell| (cell.text.as_str(), source.slice(cell.place.span().unwrap()))).collect();
        let wanted = [("a", "a"), ("b, \"c\"", "\"b, \"\"c\"\"\""), ("d", "d"), ("1", "1"), ("", ""), ("x\ny", "\"x\ny\"")];
        assert_eq!(shown, wanted);
    }
}
