//! Matrices: one question for each row, or for each column of a row that may be filled in again.

use super::element::{self, Walk};
use crate::form::{Answer, Choice, Field, Part, Required};
use crate::read::draft::{Around, choice, flag, put, written};
use crate::tree::Node;

/// The most questions that one matrix unfolds to row by row; with more each column is one question.
const MANY: usize = 1000;

impl<'t, 's> Walk<'_, 's> {
    /// One choice in each row.
    pub(super) fn matrix(&mut self, node: Node<'t, 's>, around: Around) {
        let inner = self.titled(node, false, around);
        let columns: Vec<_> = node.get("columns").into_iter().flat_map(|list| list.items()).collect();
        let choices: Vec<Choice<'s>> = columns.into_iter().filter_map(|column| self.choice(column)).collect();
        let all = ["isAllRowRequired", "eachRowRequired"].into_iter().any(|key| flag(node, key));
        let inner = self.draft.key(inner, "rows");
        for (row, around) in self.draft.list(node.get("rows"), inner) {
            if self.draft.is_full() || !self.draft.reading.work(choices.len()) {
                return;
            }
            let mut field = Field {
                answer: if node.get("cellType").is_some_and(|kind| kind.as_str() == "checkbox") { Answer::Choices } else { Answer::Choice },
                required: if all { Required::Yes } else { element::required(node) },
                choices: choices.clone(),
                ..Field::default()
            };
            self.row(row, &mut field);
            self.draft.field(row, field, around.when(row.get("visibleIf").is_some()));
        }
    }

    /// The name and label of a row, which is a value alone or with its text.
    fn row(&mut self, row: Node<'t, 's>, field: &mut Field<'s>) {
        let value = if row.is_object() { row.get("value") } else { Some(row) };
        field.name = value.map(written);
        field.place = value.unwrap_or(row).place();
        let texts = self.texts(row, "text");
        put(field, Part::Label, texts);
        if field.label.is_none() {
            field.label = choice(value, Vec::new()).and_then(|choice| choice.value);
        }
    }

    /// A question in each column: for each of the rows, or for rows that the person adds.
    pub(super) fn columns(&mut self, node: Node<'t, 's>, repeated: bool, around: Around) {
        let inner = self.titled(node, repeated, around);
        let rows: Vec<_> = node.get("rows").into_iter().flat_map(|list| list.items()).collect();
        let columns = node.get("columns").map_or(0, |list| list.items().count());
        if repeated || rows.is_empty() || rows.len().saturating_mul(columns) > MANY {
            let inner = Around { repeated: inner.repeated || rows.len() > 1, ..inner };
            return self.cells(node, None, inner);
        }
        for row in rows {
            self.cells(node, Some(row), inner);
        }
    }

    fn cells(&mut self, node: Node<'t, 's>, row: Option<Node<'t, 's>>, around: Around) {
        let inner = self.draft.key(around, "columns");
        for (column, around) in self.draft.list(node.get("columns"), inner) {
            let kind = column.get("cellType").or_else(|| node.get("cellType"));
            let kind = kind.map(|kind| kind.as_str()).filter(|kind| *kind != "default").unwrap_or("dropdown");
            let mut field = self.named(column, element::answer(column, kind));
            if matches!(field.answer, Answer::Choice | Answer::Choices | Answer::YesNo) {
                field.choices = self.offered(column, node, kind);
            }
            if let Some(row) = row {
                let mut whole = Field::default();
                self.row(row, &mut whole);
                if let Some((label, own)) = whole.label.zip(field.label.as_mut()) {
                    own.value = format!("{}: {}", label.value, own.value).into();
                }
                if let Some((name, own)) = whole.name.zip(field.name.as_mut()) {
                    own.value = format!("{}.{}", name.value, own.value).into();
                }
            }
            let none = field.choices.is_empty() && matches!(field.answer, Answer::Choice | Answer::Choices);
            let id = self.draft.field(column, field, element::met(column, around));
            self.missing(column, id, none);
        }
    }
}
