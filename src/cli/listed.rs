//! Lists for people and for programs.

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};

/// How a list is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shape {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A table as text: as wide as the terminal, or one line for each row where there is none.
pub(super) fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(heads.iter().copied());
    table.add_rows(rows);
    let mut text: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if table.row_count() == 0 {
        text.clear();
    }
    text
}
