//! Rules without the samples that show what they mean.

use super::{Desk, Lint, Of};
use crate::proof;

pub(super) const LINT: Lint = Lint {
    name: "sample-lacking",
    about: "a rule has no sample of what breaks it, or of what keeps it",
    mend: "add a question as a form would put it, with what must come of it",
    of: Of::Library,
    check: |desk: &Desk<'_>| proof::lacking(desk.law, &|_| true),
};
