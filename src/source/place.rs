//! Where something stands: provenance differs by format.

use super::Span;

/// One of the sources that a form or a policy was read from, by its number there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u16);

/// Where in a source something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// The source as a whole.
    #[default]
    Whole,
    /// A range of its text.
    Text(Span),
    /// A cell of a workbook: sheet by its number, row and column from 0.
    Cell {
        /// The number of the sheet in the workbook, from 0.
        sheet: u16,
        /// The row, from 0.
        row: u32,
        /// The column, from 0.
        column: u32,
    },
    /// A widget of a PDF.
    Widget {
        /// The page, from 1.
        page: u32,
        /// The number of the widget on the page, from 0.
        widget: u32,
    },
}

/// A source, and where in it. What pointer leads there is kept beside it, as a `form::Trail`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// Where in it.
    pub at: At,
}

impl Place {
    /// A range of the text of a source.
    pub fn text(source: SourceId, span: Span) -> Self {
        Self { source, at: At::Text(span) }
    }

    /// A source as a whole.
    pub fn whole(source: SourceId) -> Self {
        Self { source, at: At::Whole }
    }

    /// The range of text, where the place is one.
    pub fn span(self) -> Option<Span> {
        match self.at {
            At::Text(span) => Some(span),
            _ => None,
        }
    }
}
