//! Rules meet a form: what reaches it is judged at every question it speaks of, and on the form itself.

mod case;
mod docket;
mod excuse;
pub mod fact;
mod judge;
pub mod predicate;
mod remarks;
mod scope;
mod truth;
mod why;
mod words;

pub use case::{Case, Setting};
pub use docket::Docket;
pub use predicate::{PREDICATES, signatures};
pub use scope::{COUNTS, Count, hangs_on_field, judge as reach_count};
pub use truth::{Judged, Truth, Want};
pub use why::{Reasoning, why};

use std::sync::Arc;

use crate::context::ClaimedFor;
use crate::finding::{Counts, Finding, Need, Outcome, Remark, Review};
use crate::form::{FieldId, Form};
use crate::recognize::{Recognized, Understanding};
use crate::source::{Problem, nearest};

/// What the rules of a docket say of a form.
pub fn check<'l>(docket: &Docket<'l>, form: &Form<'_>, seen: &Recognized) -> Review<'l> {
    let mut review = Review { remarks: docket.remarks().to_vec(), rules_applied: docket.len(), ..Review::default() };
    review.remarks.extend(strays(docket, form).map(Arc::new));
    count(form, seen, &mut review);
    review.problems = problems(docket, form);
    judge::form(docket, form, seen, &mut review.findings);
    judge::fields(docket, form, seen, &mut review.findings);
    settle(form, &mut review);
    review
}

/// Claims for a question that the form does not have: a misspelt claim excuses nothing, and should not do so in silence.
fn strays<'f>(docket: &'f Docket<'_>, form: &'f Form<'_>) -> impl Iterator<Item = Remark> + 'f {
    let names = || form.fields.iter().filter_map(|field| field.name.as_ref()).map(|name| name.value.as_ref());
    let concepts = docket.setting().vocabulary;
    docket.setting().context.claims.iter().filter_map(move |claim| {
        let ClaimedFor::Field(name) = &claim.field else { return None };
        let near = nearest(name, names().chain(concepts.concepts.iter().map(|(_, row)| row.id.as_str())));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let words = format!("a claim is for `{name}`, and no question of this form bears that name{near}");
        (!names().any(|own| own == name.as_str())).then(|| Remark { policy: String::new(), words })
    })
}

/// Counts what was understood, and lists what was not.
fn count(form: &Form<'_>, seen: &Recognized, review: &mut Review<'_>) {
    review.counts = Counts { found: form.fields.len(), ..Counts::default() };
    let unresolved: std::collections::BTreeSet<FieldId> = form.unresolved.iter().filter_map(|text| text.field).collect();
    for (id, field) in form.numbered() {
        review.counts.unresolved += usize::from(unresolved.contains(&id));
        match seen.field(id).map(|seen| &seen.understanding) {
            _ if !field.is_asked() => review.counts.not_asked += 1,
            Some(Understanding::NotUnderstood(why)) => review.not_understood.push((id, why.clone())),
            _ => review.counts.understood += 1,
        }
    }
    review.counts.not_understood = review.not_understood.len();
}

/// What leaves a form unjudged: nobody says where it is used, or nothing in force could reach it.
fn problems(docket: &Docket<'_>, form: &Form<'_>) -> Vec<Problem> {
    if !docket.has_place() {
        let problem = Problem::error("no-jurisdiction", form.place, "nothing says in which jurisdiction this form is used");
        return vec![problem.help("say it in mayask.yaml (`jurisdiction: us/ct/hartford`), in the form, or with `--jurisdiction`")];
    }
    let mut problems = Vec::new();
    for place in docket.bare_places() {
        let message = format!("the library holds no rule that is in force for `{place}`");
        problems.push(
            Problem::error("no-rule", form.place, message).help("`mayask policies` lists what is built in; `--policies DIR` adds more"),
        );
    }
    problems
}

/// Puts findings in order, numbers equals, and gathers what would decide.
fn settle(form: &Form<'_>, review: &mut Review<'_>) {
    review.findings.sort_by(|one, other| {
        let key = |finding: &Finding<'_>| (finding.place, finding.field);
        key(one).cmp(&key(other)).then_with(|| one.rule_name().cmp(other.rule_name())).then_with(|| one.reasons.cmp(&other.reasons))
    });
    number(form, &mut review.findings);
    review.needs = gathered(&review.findings);
}

/// Numbers findings of one rule on questions of one name and label, so that each keeps a name of its own.
fn number(form: &Form<'_>, findings: &mut [Finding<'_>]) {
    let mut seen = rustc_hash::FxHashMap::<(&str, &str, &str), u32>::default();
    for finding in findings {
        let field = finding.field.and_then(|id| form.field(id));
        let name = field.and_then(|field| field.name.as_ref()).map(|text| text.value.as_ref()).unwrap_or_default();
        let label = field.and_then(|field| field.label.as_ref()).map(|text| text.value.as_ref()).unwrap_or_default();
        let next = seen.entry((finding.rule_name(), name, label)).or_insert(0);
        finding.ordinal = *next;
        *next += 1;
    }
}

/// The facts that undecided findings hang on, the most decisive first.
fn gathered(findings: &[Finding<'_>]) -> Vec<(Need, Vec<usize>)> {
    let mut needs: std::collections::BTreeMap<&str, (Need, Vec<usize>)> = std::collections::BTreeMap::new();
    for (number, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.outcome == Outcome::Undecided) {
        for need in &finding.needs {
            let (whole, hanging) =
                needs.entry(&need.fact).or_insert_with(|| (Need { values: Vec::new(), ..Need::clone(need) }, Vec::new()));
            whole.values.extend(need.values.iter().filter(|value| !whole.values.contains(value)).cloned().collect::<Vec<_>>());
            if hanging.last() != Some(&number) {
                hanging.push(number);
            }
        }
    }
    let mut needs: Vec<_> = needs.into_values().collect();
    needs.sort_by(|(one, hangs), (other, others)| others.len().cmp(&hangs.len()).then_with(|| one.fact.cmp(&other.fact)));
    needs
}
