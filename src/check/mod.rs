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

pub use case::{Case, Setting, Viewed};
pub use docket::Docket;
pub use predicate::{PREDICATES, signatures};
pub use scope::{COUNTS, Count, hangs_on_field, judge as reach_count};
pub use truth::{Judged, Truth, Want};
pub use why::{Reasoning, why};

use std::sync::Arc;

use crate::context::ClaimedFor;
use crate::finding::{Counts, Finding, Need, Outcome, Remark, Review};
use crate::form::{FieldId, Form, Part};
use crate::recognize::{Recognized, Understanding};
use crate::source::{Problem, nearest};

/// What the rules of a docket say of a form.
pub fn check<'l>(docket: &Docket<'l>, form: &Form<'_>, seen: &Recognized) -> Review<'l> {
    let mut review = Review { remarks: docket.remarks().to_vec(), rules_applied: docket.len(), ..Review::default() };
    review.remarks.extend(strays(docket, form).map(Arc::new));
    count(form, seen, &mut review);
    review.problems = problems(docket, form);
    let viewed = Viewed::new(form, seen);
    judge::form(docket, &viewed, &mut review.findings);
    judge::fields(docket, &viewed, &mut review.findings);
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
        let problem = problem.help("say it in mayask.yaml (`jurisdiction: us/ct/hartford`), in the form, or with `--jurisdiction`");
        return std::iter::once(problem).chain(elsewhere(form)).collect();
    }
    let mut problems: Vec<Problem> = elsewhere(form).into_iter().collect();
    for place in docket.bare_places() {
        let message = format!("the library holds no rule that is in force for `{place}`");
        problems.push(
            Problem::error("no-rule", form.place, message).help("`mayask policies` lists what is built in; `--policies DIR` adds more"),
        );
    }
    problems
}

/// Questions that stand where nobody found them: without them the form is not checked.
fn elsewhere(form: &Form<'_>) -> Option<Problem> {
    const SHOWN: usize = 3;
    let mut lost: Vec<_> = form.unresolved.iter().filter(|lost| lost.part == Part::Questions).collect();
    lost.sort_by(|one, other| one.reference.value.cmp(&other.reference.value));
    lost.dedup_by(|one, other| one.reference.value == other.reference.value);
    lost.sort_by_key(|lost| lost.reference.place);
    let first = lost.first()?;
    let named: Vec<String> = lost.iter().take(SHOWN).map(|lost| format!("`{}`", brief(&lost.reference.value))).collect();
    let more = lost.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("questions may stand elsewhere, which were not read: {}{more} ({})", named.join(", "), first.why);
    let problem = Problem::error("questions-elsewhere", first.reference.place, message);
    Some(problem.help("put what is named beside the form, or say in mayask.yaml where it is (`beside: PATH`)"))
}

/// The beginning of a text, on one line.
fn brief(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.trim().lines().next().unwrap_or_default();
    let cut: String = line.chars().take(MOST).collect();
    if cut.len() < text.trim().len() { format!("{cut}…") } else { cut }
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
