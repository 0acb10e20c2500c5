//! Tables: the rows of CSV files and of the sheets of workbooks, each cell with its place.

use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};

use super::Document;
use crate::form::Text;
use crate::source::{At, Limits, Place, Problem, Span};

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
}

impl Table {
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

/// The rows of a text whose cells are parted by commas, semicolons or tabs, at most so many.
pub(super) fn csv(document: &Document<'_>, most: usize) -> Table {
    let text = document.source().text();
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    let sign = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
    let mut table = Table { name: String::new(), ..Table::default() };
    for record in reader.records().take(most) {
        let Ok(record) = record else { break };
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let mut at = start + text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let cells = record.iter().map(|cell| {
            let span = extent(text.as_bytes(), at, sign);
            at = span.end as usize + 1;
            Cell { text: cell.trim().to_owned(), place: document.place(span) }
        });
        table.rows.push(cells.collect());
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

/// The sheets of a workbook of at most so many rows, or why it could not be read.
pub(super) fn workbook(document: &Document<'_>, limits: &Limits) -> Result<Vec<Table>, Problem> {
    let bytes = document.source().bytes();
    let broken = |why: String| Problem::error("broken-workbook", document.whole(), format!("the workbook could not be read: {why}"));
    if bytes.starts_with(b"PK") && inflated(bytes) > limits.inflated as u64 {
        let message = format!("the workbook would grow to more than {} when unpacked; it was not read", Limits::size(limits.inflated));
        return Err(Problem::error("too-large", document.whole(), message));
    }
    let opened = std::panic::catch_unwind(|| open_workbook_auto_from_rs(Cursor::new(bytes)));
    let mut book = opened.map_err(|_| broken("it is too damaged".into()))?.map_err(|error| broken(error.to_string()))?;
    let mut tables = Vec::new();
    for (number, name) in book.sheet_names().into_iter().enumerate() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let (row, column) = range.start().unwrap_or_default();
        let sheet = u16::try_from(number).unwrap_or(u16::MAX);
        let cell = |data: &Data, down: usize, right: usize| {
            let at = At::Cell { sheet, row: row + clip(down), column: column + clip(right) };
            Cell { text: said(data), place: Place { source: document.id(), at } }
        };
        let rows = range.rows().take(limits.fields as usize).enumerate();
        let rows = rows.map(|(down, cells)| cells.iter().enumerate().map(|(right, data)| cell(data, down, right)).collect()).collect();
        tables.push(Table { name, rows });
    }
    Ok(tables)
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
        let table = csv(&document, 100);
        let shown: Vec<_> =
            table.rows.iter().flatten().map(|cell| (cell.text.as_str(), source.slice(cell.place.span().unwrap()))).collect();
        let wanted = [("a", "a"), ("b, \"c\"", "\"b, \"\"c\"\"\""), ("d", "d"), ("1", "1"), ("", ""), ("x\ny", "\"x\ny\"")];
        assert_eq!(shown, wanted);
    }
}
