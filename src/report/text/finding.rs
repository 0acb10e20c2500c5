//! A finding as a compiler tells an error: what, where, under which law, why, and what to do.

use annotate_snippets::{Group, Level, Message};
use anstyle::AnsiColor;

use super::Page;
use super::snippet::{Mark, elements};
use crate::finding::{Finding, Outcome, Severity};
use crate::report::spot::Spot;
use crate::report::words::{self, plain};
use crate::report::{Heard, Run};

/// All findings of a form but the undecided ones, which are gathered by what would decide them.
pub(super) fn all(page: &mut Page, run: &Run<'_>, heard: &Heard<'_>) {
    for finding in &heard.review.findings {
        match finding.outcome {
            Outcome::Breach => breach(page, heard, finding),
            Outcome::Possible => possible(page, heard, finding),
            Outcome::Allowed => line(page, heard, finding, AnsiColor::Green),
            Outcome::Kept if run.shown.all => line(page, heard, finding, AnsiColor::Green),
            Outcome::Kept | Outcome::Undecided => {}
        }
    }
}

fn breach(page: &mut Page, heard: &Heard<'_>, finding: &Finding<'_>) {
    let level = if finding.severity == Severity::Law { Level::ERROR } else { Level::WARNING };
    let name = if finding.severity == Severity::Advice { "advice" } else { "breach" };
    let mut group = Group::with_title(level.with_name(name).primary_title(words::headline(heard, finding)).id(finding.rule_name()));
    group = group.elements(elements(marks(heard, finding, usize::MAX), page.width()));
    page.draw(group.elements(law(finding)).elements(reasons(finding)).elements(advice(finding)));
}

fn possible(page: &mut Page, heard: &Heard<'_>, finding: &Finding<'_>) {
    let title = Level::WARNING.with_name("possible").primary_title(words::headline(heard, finding)).id(finding.rule_name());
    let group = Group::with_title(title).elements(elements(marks(heard, finding, 2), page.width()));
    let law = law(finding).into_iter().take(2);
    let why = finding.reasons.iter().filter(|reason| reason.starts_with("the question ")).map(|reason| note("because", reason));
    page.draw(group.elements(law).elements(why).element(note("help", "a weak sign or a stand-in: a person must look at it")));
}

/// A finding on one line: what is excused, and by which claim.
fn line(page: &mut Page, heard: &Heard<'_>, finding: &Finding<'_>, color: AnsiColor) {
    let head = page.head(color, &format!("{}[{}]", words::outcome(finding.outcome), finding.rule_name()));
    let place = Spot::of(heard.sources, finding.place).map(|spot| spot.words()).unwrap_or_default();
    let reason = finding.reasons.last().map(|reason| format!("; {}", plain(reason))).unwrap_or_default();
    page.block(&format!("{head}: {}{reason}\n  --> {place}", words::headline(heard, finding)));
}

/// The words that made it a finding, the strongest sign first; the question itself where there are none.
fn marks<'h>(heard: &Heard<'h>, finding: &Finding<'_>, most: usize) -> Vec<Mark<'h>> {
    let signs = finding.evidence.iter().take(most);
    let signs = signs.filter_map(|sign| Some(Mark { spot: Spot::of(heard.sources, sign.place)?, label: Some(words::sign(sign)) }));
    let mut marks: Vec<Mark<'h>> = signs.collect();
    if marks.is_empty() {
        marks.extend(Spot::of(heard.sources, finding.place).map(|spot| Mark { spot, label: None }));
    }
    marks
}

/// The sentence of the rule and the law that it is drawn from.
fn law(finding: &Finding<'_>) -> Vec<Message<'static>> {
    let policy = finding.policy;
    let rule = finding.rule();
    let mut notes: Vec<Message<'static>> = rule.map(|rule| note("rule", &rule.sentence)).into_iter().collect();
    let dates = words::dates(policy, rule);
    let dates = if dates.is_empty() { String::new() } else { format!("; {}", dates.join("; ")) };
    let (authority, read) = (words::authority(policy.authority), words::read_how(policy.basis));
    notes.push(note("law", &format!("{} ({authority}; {read}){dates}", cited(&policy.title, &policy.citation))));
    notes.extend(rule.and_then(|rule| rule.why.as_deref()).map(|why| note("why", why)));
    let readings = policy.readings.iter().chain(rule.into_iter().flat_map(|rule| rule.readings.iter()));
    notes.extend(readings.map(|reading| note("reading", reading)));
    notes
}

/// The title of a law and how it is cited, once where they are the same.
fn cited(title: &str, citation: &str) -> String {
    if title == citation { title.to_owned() } else { format!("{title}, {citation}") }
}

fn reasons(finding: &Finding<'_>) -> Vec<Message<'static>> {
    finding.reasons.iter().map(|reason| note("because", reason)).collect()
}

fn advice(finding: &Finding<'_>) -> Vec<Message<'static>> {
    let Some(rule) = finding.rule() else { return Vec::new() };
    let instead = rule.instead.as_ref().map(|words| note("help", &format!("say instead: \"{words}\"")));
    rule.fix.as_ref().map(|fix| note("help", fix)).into_iter().chain(instead).collect()
}

/// A line below the form's own lines.
fn note(name: &str, text: &str) -> Message<'static> {
    let level = if name == "help" { Level::HELP } else { Level::NOTE };
    level.with_name(name.to_owned()).message(plain(text))
}
