//! Places that lie in none: the law of what surrounds them would not reach their forms.

use super::{Desk, Lint, Of};
use crate::source::Problem;

pub(super) const LINT: Lint = Lint {
    name: "place-without-parent",
    about: "a place that is no country and no union lies in no other, so that no wider law reaches its forms",
    mend: "write its path below the place that it lies in, or name that under `within`",
    of: Of::Library,
    check,
};

/// What needs nothing around it.
const OUTERMOST: [&str; 2] = ["country", "union"];

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let alone = desk.vocabulary.jurisdictions.iter().filter(|(_, place)| place.lineage.len() < 2);
    let odd = alone.filter(|(_, place)| !OUTERMOST.contains(&place.kind.as_str()));
    odd.map(|(_, place)| {
        LINT.at(desk.words.row("jurisdictions", &place.id), format!("`{}`, a {}, lies in no other place", place.id, place.kind))
    })
    .collect()
}
