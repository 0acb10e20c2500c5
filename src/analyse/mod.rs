//! What can be told of rules without any form: rules that no form could keep together, rules that none could ever meet,
//! permissions that beat nothing.

mod conflict;
mod overlap;
mod unmet;
pub mod values;

pub use conflict::{conflicts, idle_permissions};

use crate::policy::Law;
use crate::source::Problem;
use crate::vocabulary::Vocabulary;

/// All that is wrong with the rules of a law as they stand together.
pub fn problems(law: &Law, vocabulary: &Vocabulary) -> Vec<Problem> {
    let mut problems = unmet(law, vocabulary);
    problems.extend(conflicts(law, vocabulary));
    problems.extend(idle_permissions(law));
    problems.sort_by_key(|problem| problem.place);
    problems
}

/// Rules that no form could ever meet.
pub fn unmet(law: &Law, vocabulary: &Vocabulary) -> Vec<Problem> {
    law.rules().flat_map(|(_, policy, rule)| unmet::unmet(policy, rule, vocabulary)).collect()
}
