//! A place as a report says it: the file, and line and column, cell or widget.

use crate::source::{At, Place, Position, Source};

/// A place with its source.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    /// The source.
    pub(super) source: &'s Source,
    /// Where in it.
    pub(super) at: At,
}

impl<'s> Spot<'s> {
    /// A place of a form that was read from these sources; the first where the number fits none.
    pub(super) fn of(sources: &[&'s Source], place: Place) -> Option<Self> {
        match sources.get(place.source.0 as usize) {
            Some(source) => Some(Self { source, at: place.at }),
            None => sources.first().map(|source| Self { source, at: At::Whole }),
        }
    }

    /// A place in a known source.
    pub(super) fn within(source: &'s Source, place: Place) -> Self {
        Self { source, at: place.at }
    }

    /// The first and the last position, where the place is a range of text.
    pub(super) fn range(&self) -> Option<(Position, Position)> {
        match self.at {
            At::Text(span) if !self.source.text().is_empty() => Some((self.source.position(span.start), self.source.position(span.end))),
            _ => None,
        }
    }

    /// `file:line:column`, or the file with its cell or widget.
    pub(super) fn words(&self) -> String {
        let file = super::words::plain(self.source.name());
        match (self.range(), self.inside()) {
            (Some((start, _)), _) => format!("{file}:{}:{}", start.line, start.column),
            (None, Some(inside)) => format!("{file} ({inside})"),
            (None, None) => file,
        }
    }

    /// The cell or widget in words.
    pub(super) fn inside(&self) -> Option<String> {
        match self.at {
            At::Cell { sheet, row, column } => Some(format!("sheet {}, cell {}", sheet + 1, cell(row, column))),
            At::Widget { page, widget } => Some(format!("page {page}, widget {}", widget + 1)),
            _ => None,
        }
    }
}

/// A cell as spreadsheets name it: `B3`.
pub(super) fn cell(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let letter = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(letter).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    format!("{}{}", letters.into_iter().collect::<String>(), u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!([super::cell(0, 0), super::cell(2, 25), super::cell(9, 26), super::cell(0, 701)], ["A1", "Z3", "AA10", "ZZ1"]);
    }
}
