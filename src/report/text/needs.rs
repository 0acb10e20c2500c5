//! What is undecided, gathered by the fact that would decide it: a form without context is asked for a few facts, not shown a
//! paragraph for every rule.

use std::collections::BTreeSet;
use std::fmt::Write;

use anstyle::AnsiColor;

use super::Page;
use crate::finding::{Finding, Need, Outcome};
use crate::report::Heard;
use crate::report::spot::Spot;
use crate::report::words::{self, count, plain};

/// How many rules, questions or values are named at most.
const NAMED: usize = 6;

/// The block of a form's undecided findings.
pub(super) fn undecided(page: &mut Page, heard: &Heard<'_>) {
    let open: Vec<&Finding<'_>> = heard.review.findings.iter().filter(|finding| finding.outcome == Outcome::Undecided).collect();
    if open.is_empty() {
        return;
    }
    let head = page.head(AnsiColor::Yellow, "undecided");
    let rules = open.iter().map(|finding| finding.rule_name()).collect::<BTreeSet<_>>().len();
    let mut text = format!(
        "{head}: {} of {} in {}\n",
        count(open.len(), "finding", "findings"),
        count(rules, "rule", "rules"),
        words::form_name(heard)
    );
    let _ = writeln!(text, "  --> {}", plain(heard.id));
    for (number, (need, hanging)) in heard.review.needs.iter().enumerate() {
        let findings: Vec<&Finding<'_>> = hanging.iter().filter_map(|at| heard.review.findings.get(*at)).collect();
        block(&mut text, number + 1, need, &findings, heard);
    }
    let bare: Vec<&Finding<'_>> = open.into_iter().filter(|finding| finding.needs.is_empty()).collect();
    if !bare.is_empty() {
        let _ = writeln!(text, "   *  no fact settles {}:", count(bare.len(), "finding", "findings"));
        let _ = writeln!(text, "      {}", hangs(&bare, heard));
        text.extend(
            bare.iter().filter_map(|finding| finding.reasons.last()).take(NAMED).map(|why| format!("      because: {}\n", plain(why))),
        );
    }
    page.block(&text);
}

/// One fact: the question, what hangs on it, and the line that settles it.
fn block(text: &mut String, number: usize, need: &Need, findings: &[&Finding<'_>], heard: &Heard<'_>) {
    let _ = writeln!(text, "  {number:2}. {}", plain(&need.ask));
    let _ = writeln!(text, "      decides {}", hangs(findings, heard));
    let values: Vec<String> = need.values.iter().map(|value| plain(value)).collect();
    let other = match values.as_slice() {
        [] | [_] => "",
        [yes, no] if yes == "yes" && no == "no" => ", or no",
        _ => {
            let _ = writeln!(text, "      may be: {}, or another", named(&values));
            ", or another"
        }
    };
    let _ = writeln!(text, "      settle: {}{other}", plain(&need.settle));
}

/// The rules and the questions of findings, by name.
fn hangs(findings: &[&Finding<'_>], heard: &Heard<'_>) -> String {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule_name()).collect();
    let rules: Vec<String> = rules.into_iter().map(|rule| format!("`{rule}`")).collect();
    let at = match findings.iter().any(|finding| finding.field.is_some()) {
        true => format!("at {}", asked(findings, heard)),
        false => "on the form itself".to_owned(),
    };
    format!("{}: {}; {at}", count(rules.len(), "rule", "rules"), named(&rules))
}

/// The questions of findings: how many, and the names of the first. What is written once may be asked of several people.
pub(super) fn asked(findings: &[&Finding<'_>], heard: &Heard<'_>) -> String {
    let fields: BTreeSet<_> = findings.iter().filter_map(|finding| finding.field.map(|id| (finding.place, id))).collect();
    let all: Vec<String> = fields.into_iter().map(|(place, id)| question(heard, place, id)).collect();
    let shown: Vec<&[String]> = all.chunk_by(|one, other| one == other).take(NAMED).collect();
    let names: Vec<String> = shown.iter().filter_map(|same| Some(times(same.first()?, same.len()))).collect();
    let more = all.len() - shown.iter().map(|same| same.len()).sum::<usize>();
    format!("{}: {}", count(all.len(), "question", "questions"), and_more(&names, more))
}

fn times(name: &str, times: usize) -> String {
    if times == 1 { name.to_owned() } else { format!("{name} {times} times") }
}

/// A question with its line.
fn question(heard: &Heard<'_>, place: crate::source::Place, id: crate::form::FieldId) -> String {
    let name = words::field_name(heard, id).unwrap_or_else(|| "a question without a name".to_owned());
    let spot = Spot::of(heard.sources, place);
    let at = spot.and_then(|spot| spot.range().map(|(start, _)| format!("line {}", start.line)).or(spot.inside()));
    at.map(|at| format!("{name} ({at})")).unwrap_or(name)
}

/// The first of several names, and how many there are beside them.
pub(super) fn named(names: &[String]) -> String {
    and_more(names.get(..NAMED).unwrap_or(names), names.len().saturating_sub(NAMED))
}

fn and_more(names: &[String], more: usize) -> String {
    let first = names.join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}
