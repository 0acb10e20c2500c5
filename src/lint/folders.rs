//! Policies that stand in the folder of another place: forms of their own place would not be judged by them.

use super::{Desk, Lint, Of};
use crate::source::{Place, Problem};

pub(super) const LINT: Lint = Lint {
    name: "folder-of-another-place",
    about: "a policy stands in the folder of another place than its jurisdiction, so that it is not looked for where it is law",
    mend: "move the file into the folder of its jurisdiction",
    of: Of::Library,
    check,
};

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let places = &desk.vocabulary.jurisdictions;
    let mut problems = Vec::new();
    for script in &desk.scripts {
        let folder = script.source.name().rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default();
        let Some(jurisdiction) = &script.document.jurisdiction else { continue };
        let (Some(here), Some(there)) = (places.find(&jurisdiction.value), deepest(folder, |path| places.find(path))) else { continue };
        if here != there {
            let message = format!("`{}` stands in the folder of `{}`", jurisdiction.value, places.name(there));
            problems.push(LINT.at(Place::text(script.id, jurisdiction.span), message));
        }
    }
    problems
}

/// What the longest end of a path is found as.
fn deepest<T>(folder: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let starts = std::iter::once(0).chain(folder.match_indices('/').map(|(at, _)| at + 1));
    starts.filter_map(|start| folder.get(start..)).find_map(find)
}
