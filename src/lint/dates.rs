//! Days of a policy that cannot follow one another as they stand.

use super::{Desk, Lint, Of, Script};
use crate::policy::Moment;
use crate::source::{Place, Problem, Span, Spanned};
use crate::syntax::ast::{Clause, Days, Header, Policy, WrittenDate};

pub(super) const LINT: Lint = Lint {
    name: "dates-out-of-order",
    about: "a law is in force before it was passed, is to be complied with before it holds, or was read on a day to come or after that of reading it again",
    mend: "look the days up again; a law that holds from before it was passed is excepted with the reason",
    of: Of::Library,
    check,
};

fn check(desk: &Desk<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (script, policy) in desk.policies() {
        of_policy(desk, script, policy, &mut problems);
    }
    problems
}

/// A day with its place.
type Dated = (Moment, Span);

fn of_policy(desk: &Desk<'_>, script: &Script<'_>, policy: &Policy, problems: &mut Vec<Problem>) {
    let mut tell = |span: Span, message: String| problems.push(LINT.at(Place::text(script.id, span), message));
    let headers = || policy.headers.iter().map(|header| &header.value);
    let passed = headers().find_map(|header| if let Header::Passed(day) = header { dated(day) } else { None });
    let reads: Vec<Dated> =
        headers().filter_map(|header| if let Header::Source { read, .. } = header { dated(read) } else { None }).collect();
    for (read, span) in reads.iter().filter(|(read, _)| read.first > desk.day) {
        tell(*span, format!("the source is said to be read on {read}, which is yet to come"));
    }
    for (from, span) in forces(policy) {
        if let Some((passed, _)) = passed.filter(|(passed, _)| from.last < passed.first) {
            tell(span, format!("in force from {from}, and passed on {passed}"));
        }
    }
    let first = forces(policy).map(|(from, _)| from).min();
    for (comply, span) in complies(policy) {
        if let Some(first) = first.filter(|first| comply.last < first.first) {
            tell(span, format!("to be complied with by {comply}, and in force from {first} only"));
        }
    }
    let review = headers().find_map(|header| if let Header::Review { by, .. } = header { dated(by) } else { None });
    if let Some((by, span)) = review
        && let Some((read, _)) = reads.iter().find(|(read, _)| by.last < read.first)
    {
        tell(span, format!("to be read again by {by}, and read on {read} already"));
    }
}

/// The first days of its periods and those of its rules.
fn forces(policy: &Policy) -> impl Iterator<Item = Dated> {
    let own = policy.headers.iter().filter_map(|header| if let Header::Force(force) = &header.value { Some(force) } else { None });
    let clauses = policy.rules.iter().flat_map(|rule| &rule.clauses);
    let of_rules = clauses.filter_map(|clause| if let Clause::Force(force) = &clause.value { Some(force) } else { None });
    own.chain(of_rules).filter_map(|force| match &force.days {
        Days::Unknown => None,
        Days::By(day) | Days::From(day, _) => dated(day),
    })
}

fn complies(policy: &Policy) -> impl Iterator<Item = Dated> {
    let own = policy.headers.iter().filter_map(|header| if let Header::Comply(day) = &header.value { dated(day) } else { None });
    let clauses = policy.rules.iter().flat_map(|rule| &rule.clauses);
    own.chain(clauses.filter_map(|clause| if let Clause::Comply(day) = &clause.value { dated(day) } else { None }))
}

fn dated(day: &Spanned<WrittenDate>) -> Option<Dated> {
    Some((Moment::of(day.value)?, day.span))
}
