//! A finding as a compiler tells an error: what, where, under which law, why, and what to do.

use std::collections::BTreeMap;

use annotate_snippets::{Level, Message};
use anstyle::AnsiColor;

use super::Page;
use super::needs::asked;
use super::snippet::Mark;
use crate::finding::{Finding, Outcome, Severity};
use crate::form::Part;
use crate::recognize::Evidence;
use crate::report::spot::Spot;
use crate::report::words::{self, plain};
use crate::report::{Heard, Run};

/// How many of the questions that one rule possibly forbids are shown, each with its own lines of the form.
const SHOWN: usize = 3;

/// All findings of a form but the undecided ones, which are gathered by what would decide them.
pub(super) fn all(page: &mut Page, run: &Run<'_>, heard: &Heard<'_>) {
    let key = |finding: &Finding<'_>| (finding.rule_name().to_owned(), words::headline(heard, finding));
    let mut alike: BTreeMap<(String, String), Vec<&Finding<'_>>> = BTreeMap::new();
    for finding in heard.review.findings.iter().filter(|finding| finding.outcome == Outcome::Possible) {
        alike.entry(key(finding)).or_default().push(finding);
    }
    for finding in &heard.review.findings {
        match finding.outcome {
            Outcome::Breach => breach(page, heard, finding),
            Outcome::Possible => {
                if let Some(((_, headline), alike)) = alike.remove_entry(&key(finding)) {
                    possible(page, heard, headline, &alike);
                }
            }
            Outcome::Allowed => line(page, heard, finding, AnsiColor::Green),
            Outcome::Kept if run.shown.all => line(page, heard, finding, AnsiColor::Green),
            Outcome::Kept | Outcome::Undecided => {}
        }
    }
}

fn breach(page: &mut Page, heard: &Heard<'_>, finding: &Finding<'_>) {
    let level = if finding.severity == Severity::Law { Level::ERROR } else { Level::WARNING };
    let name = if finding.severity == Severity::Advice { "advice" } else { "breach" };
    let title = level.with_name(name).primary_title(words::headline(heard, finding)).id(finding.rule_name());
    let mut notes = law(finding);
    notes.extend(readings(page, finding));
    notes.extend(finding.reasons.iter().filter(|reason| is_news(reason)).map(|reason| note("because", reason)));
    notes.extend(advice(finding));
    page.draw(title, marks(heard, finding, usize::MAX), notes);
}

/// What one rule possibly forbids of a form: a person looks at all such questions together.
fn possible(page: &mut Page, heard: &Heard<'_>, headline: String, alike: &[&Finding<'_>]) {
    let Some(finding) = alike.first() else { return };
    let title = Level::WARNING.with_name("possible").primary_title(headline).id(finding.rule_name());
    let mut notes: Vec<Message<'static>> = law(finding).into_iter().take(2).collect();
    notes.extend(finding.reasons.last().filter(|reason| is_news(reason)).map(|reason| note("because", reason)));
    let fix = finding.rule().and_then(|rule| rule.fix.as_deref());
    notes.push(note("help", &format!("a person must look at this; if it is so: {}", fix.unwrap_or("see the rule"))));
    if alike.len() > 1 {
        notes.push(note("note", &format!("this may be so of {}", asked(alike, heard))));
    }
    let each = if alike.len() > 1 { 1 } else { 2 };
    page.draw(title, alike.iter().take(SHOWN).flat_map(|finding| marks(heard, finding, each)).collect(), notes);
}

/// Whether a reason says more than the headline and the dates of the law.
fn is_news(reason: &str) -> bool {
    let told = ["the question asks for ", "the question appears to ask for ", "the question may ask for ", "the law is in force "];
    reason != "the form asks for it" && !told.iter().any(|start| reason.starts_with(start))
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
    let mut signs: Vec<&Evidence> = finding.evidence.iter().collect();
    // The question itself is what the finding is about; what its choices and its section say comes after.
    signs.sort_by_key(|sign| !matches!(sign.part, Part::Label) || sign.place.source != finding.place.source);
    let signs = signs.into_iter().take(most);
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
    notes
}

/// Where ours goes beyond the law's words: of the rule, and of its policy where this form was not told yet.
fn readings(page: &mut Page, finding: &Finding<'_>) -> Vec<Message<'static>> {
    let of_policy = page.told.insert(finding.policy.id.clone()).then_some(&finding.policy.readings);
    let of_rule = finding.rule().map(|rule| &rule.readings);
    of_policy.into_iter().chain(of_rule).flatten().map(|reading| note("reading", reading)).collect()
}

/// The title of a law and how it is cited, once where they are the same.
fn cited(title: &str, citation: &str) -> String {
    if title == citation { title.to_owned() } else { format!("{title}, {citation}") }
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
