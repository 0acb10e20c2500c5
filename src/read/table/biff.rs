//! How many cells an old workbook (.xls) would make its parser make room for.
//!
//! The parser makes a full rectangle around all cells of a sheet; two cells that a damaged file puts far apart would ask for more than
//! any memory. A file can point into the middle of its own records, so one rectangle is drawn around all of them, for every sheet.

use std::io::{self, Cursor, Read};

/// The cells of a rectangle around all that the file speaks of, for each of its sheets.
///
/// # Errors
/// The file is no compound file with a workbook in it.
pub(super) fn cells(bytes: &[u8]) -> io::Result<u64> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes))?;
    let name = if file.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let mut stream = Vec::new();
    file.open_stream(name)?.take(bytes.len() as u64).read_to_end(&mut stream)?;
    Ok(counted(&stream))
}

/// What the records of a stream span.
#[derive(Debug, Default)]
struct Span {
    rows: u64,
    columns: u64,
    sheets: u64,
}

impl Span {
    fn reach(&mut self, rows: u64, columns: u64) {
        self.rows = self.rows.max(rows);
        self.columns = self.columns.max(columns);
    }
}

fn counted(mut stream: &[u8]) -> u64 {
    let mut span = Span::default();
    while let Some((kind, data, after)) = record(stream) {
        let word = |at: usize| data.get(at..at + 2).and_then(|word| word.try_into().ok()).map(u16::from_le_bytes).map_or(0, u64::from);
        let long = |at: usize| data.get(at..at + 4).and_then(|long| long.try_into().ok()).map(u32::from_le_bytes).map_or(0, u64::from);
        match kind {
            BOUND_SHEET => span.sheets += 1,
            DIMENSIONS if data.len() == 10 => span.reach(word(2), word(6)),
            DIMENSIONS => span.reach(long(4), word(10)),
            MANY_NUMBERS => span.reach(word(0) + 1, word(2) + 1 + data.len() as u64 / 6),
            kind if CELLS.contains(&kind) => span.reach(word(0) + 1, word(2) + 1),
            _ => {}
        }
        stream = after;
    }
    span.rows.saturating_mul(span.columns).saturating_mul(span.sheets.max(1))
}

const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;

/// Records of one cell: number, labels, truth or error, small number, label by number, formula.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006];

/// The kind and data of the first record, and what comes after it.
fn record(stream: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (head, rest) = stream.split_first_chunk::<4>()?;
    let [kind, more, low, high] = *head;
    let (data, after) = rest.split_at_checked(usize::from(u16::from_le_bytes([low, high])))?;
    Some((u16::from_le_bytes([kind, more]), data, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(records: &[(u16, &[u8])]) -> Vec<u8> {
        let one = |(kind, data): &(u16, &[u8])| [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat();
        records.iter().flat_map(one).collect()
    }

    #[test]
    fn cells_far_apart_span_all_between() {
        let near = written(&[(BOUND_SHEET, b""), (0x0203, &[0, 0, 0, 0, 0]), (0x00FD, &[1, 0, 2, 0, 0])]);
        assert_eq!(counted(&near), 6);
        let far = written(&[(BOUND_SHEET, b""), (BOUND_SHEET, b""), (0x0203, &[0xFF, 0xFF, 0xFF, 0xFF])]);
        assert_eq!(counted(&far), 2 << 32);
        assert_eq!(counted(&written(&[(DIMENSIONS, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0])])), 0x2_0000);
        assert_eq!(counted(b"cut"), 0);
    }
}
