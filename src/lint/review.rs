//! Policies that somebody should have read again by now.

use super::{Desk, Lint, Of};
use crate::policy::Moment;
use crate::source::{Place, Problem};
use crate::syntax::ast::Header;

pub(super) const LINT: Lint = Lint {
    name: "review-overdue",
    about: "the day of `review by` has passed",
    mend: "read the law again, mend what changed, and set the next day",
    of: Of::Library,
    check,
};

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (script, policy) in desk.policies() {
        for header in &policy.headers {
            let Header::Review { by, what } = &header.value else { continue };
            let Some(day) = Moment::of(by.value).filter(|by| by.last < desk.day) else { continue };
            let message = format!("`{}` was to be read again by {day}", policy.id.value);
            let look = what.as_ref().map(|what| format!("look at: {}; then {}", what.value, LINT.mend));
            problems.push(LINT.at(Place::text(script.id, by.span), message).help(look.unwrap_or(LINT.mend.to_owned())));
        }
    }
    problems
}
