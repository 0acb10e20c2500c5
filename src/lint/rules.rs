//! What rules say of one another.

use super::{Desk, Lint, Of};
use crate::analyse;

pub(super) const CONFLICT: Lint = Lint {
    name: "rules-conflict",
    about: "no form could keep two rules, and neither says which goes first",
    mend: "say which goes first: `notwithstanding`, or `conflicts with` and why",
    of: Of::Policies,
    check: |desk: &Desk<'_>| analyse::conflicts(desk.law, desk.vocabulary),
};

pub(super) const NEVER_MET: Lint = Lint {
    name: "rule-never-met",
    about: "no form could ever meet a rule: no form is of both its kinds, or no facts meet its conditions",
    mend: "mend the kinds or the conditions",
    of: Of::Policies,
    check: |desk: &Desk<'_>| analyse::unmet(desk.law, desk.vocabulary),
};

pub(super) const IDLE_PERMISSION: Lint = Lint {
    name: "idle-permission",
    about: "a permission beats no rule, so that it changes nothing",
    mend: "add `notwithstanding` or `preempts`, or make it a `note`",
    of: Of::Policies,
    check: |desk: &Desk<'_>| analyse::idle_permissions(desk.law),
};
