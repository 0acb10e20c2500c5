//! What a skeleton left to be filled in.

use super::{Desk, Lint, Of};
use crate::source::{Place, Problem, Span};

/// The words before what is still to be filled in; `mayask new` writes them.
pub const BLANK: &str = "FILL IN: ";

pub(super) const LINT: Lint = Lint {
    name: "not-filled-in",
    about: "a skeleton's words stand where something is still to be filled in",
    mend: "fill it in, and take these words away",
    of: Of::Policies,
    check,
};

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for script in &desk.scripts {
        let text = script.source.text();
        for (start, _) in text.match_indices(BLANK) {
            let rest = text.get(start + BLANK.len()..).unwrap_or_default();
            let words = rest.split(['"', '>', '\n']).next().unwrap_or_default().trim_end();
            let span = Span::new(start, start + BLANK.len() + words.len());
            problems.push(LINT.at(Place::text(script.id, span), format!("still to be filled in: {words}")));
        }
    }
    problems
}
