//! Sources without the heading that stands on the page, by which somebody finds the place again when the address has died.

use super::{Desk, Lint, Of};
use crate::source::{Place, Problem};
use crate::syntax::ast::Header;

pub(super) const LINT: Lint = Lint {
    name: "source-without-heading",
    about: "a source does not say which heading or section stands on the page",
    mend: "write it in quotes behind the day of reading; where the page has none, or was not found again, except the line and say so",
    of: Of::Library,
    check,
};

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (script, policy) in desk.policies() {
        for header in &policy.headers {
            let Header::Source { url, heading, .. } = &header.value else { continue };
            if heading.as_ref().is_none_or(|heading| heading.value.trim().is_empty()) {
                problems.push(LINT.at(Place::text(script.id, url.span), "the heading of this source is not said"));
            }
        }
    }
    problems
}
