//! The report for GitHub Actions: workflow commands that put annotations on the lines of a change.
//!
//! GitHub shows few annotations of each level, so undecided findings come as one for each fact, and questions that could not be
//! read as one for each form.

use std::io::{self, Read, Write};

use super::spot::Spot;
use super::{FileNote, Heard, Parts, Report, Run, Summary, words};
use crate::finding::{Finding, Outcome};
use crate::source::{Gravity, Problem, Source};

/// The report for GitHub Actions.
pub(super) struct Github;

impl Report for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static str {
        "annotations for GitHub Actions"
    }

    fn form(&self, _run: &Run<'_>, heard: &Heard<'_>) -> Parts {
        let whole = Spot::of(heard.sources, heard.form.place);
        let told = heard.review.findings.iter().filter(|finding| !matches!(finding.outcome, Outcome::Undecided | Outcome::Kept));
        let mut lines = Vec::new();
        // Of a form that is used nowhere there is only that to say.
        if !heard.is_nowhere() {
            lines.extend(told.map(|finding| annotate(heard, finding)));
            lines.extend(undecided(heard, whole));
        }
        lines.extend(not_understood(heard));
        lines.extend(heard.all_problems().map(|(source, row)| problem(source, row)));
        Parts { first: lines.concat().into_bytes(), second: Vec::new() }
    }

    fn file(&self, _run: &Run<'_>, file: &FileNote<'_>) -> Parts {
        let lines: Vec<String> = file.problems.iter().map(|(source, row)| problem(source, row)).collect();
        Parts { first: lines.concat().into_bytes(), second: Vec::new() }
    }

    fn end(&self, _run: &Run<'_>, summary: &Summary, _second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", super::text::verdict(summary))
    }
}

fn annotate(heard: &Heard<'_>, finding: &Finding<'_>) -> String {
    let level = match words::level(finding) {
        "note" => "notice",
        level => level,
    };
    let title = format!("{}[{}]", words::outcome(finding.outcome), finding.rule_name());
    let rule = finding.rule();
    let mut message = vec![words::headline(heard, finding)];
    message.extend(rule.map(|rule| format!("rule: {}", rule.sentence)));
    message.push(format!("law: {} ({})", finding.policy.citation, words::authority(finding.policy.authority)));
    match finding.outcome {
        Outcome::Allowed => message.extend(finding.reasons.last().map(|reason| reason.to_string())),
        _ => message.extend(rule.and_then(|rule| rule.fix.clone()).map(|fix| format!("help: {fix}"))),
    }
    command(level, Spot::of(heard.sources, finding.place), &title, &message.join("\n"))
}

/// One annotation for each fact that would decide something.
fn undecided(heard: &Heard<'_>, whole: Option<Spot<'_>>) -> Vec<String> {
    let facts = heard.review.needs.iter().map(|(need, hanging)| {
        let place =
            hanging.first().and_then(|at| heard.review.findings.get(*at)).and_then(|finding| Spot::of(heard.sources, finding.place));
        let hangs = words::count(hanging.len(), "finding hangs", "findings hang");
        let message = format!("{}\n{hangs} on it in {}\nsettle: {}", need.ask, words::form_name(heard), need.settle);
        command("warning", place.or(whole), &format!("undecided[{}]", need.fact), &message)
    });
    let bare = heard.review.findings.iter().filter(|finding| finding.outcome == Outcome::Undecided && finding.needs.is_empty());
    facts.chain(bare.map(|finding| annotate(heard, finding))).collect()
}

/// One annotation for all questions of a form that could not be read.
fn not_understood(heard: &Heard<'_>) -> Option<String> {
    let (id, why) = heard.review.not_understood.first()?;
    let place = heard.form.field(*id).and_then(|field| Spot::of(heard.sources, field.place));
    let number = words::count(heard.review.not_understood.len(), "question was", "questions were");
    let first = words::field_name(heard, *id).unwrap_or_else(|| "the first".to_owned());
    Some(command("warning", place, "not understood", &format!("{number} not understood in {}; {first}: {why}", words::form_name(heard))))
}

fn problem(source: &Source, problem: &Problem) -> String {
    let level = match problem.gravity {
        Gravity::Error => "error",
        Gravity::Note => "notice",
    };
    let help = problem.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    command(level, Some(Spot::within(source, problem.place)), problem.code, &format!("{}{help}", problem.message))
}

/// A workflow command on a line of its own.
fn command(level: &str, spot: Option<Spot<'_>>, title: &str, message: &str) -> String {
    let mut properties = Vec::new();
    if let Some(spot) = spot {
        properties.push(format!("file={}", property(spot.source.name())));
        if let Some((start, end)) = spot.range() {
            properties.push(format!("line={},endLine={}", start.line, end.line));
            // GitHub takes columns only where all is on one line, and counts the last one in.
            if start.line == end.line {
                properties.push(format!("col={},endColumn={}", start.column, end.column.saturating_sub(1).max(start.column)));
            }
        }
    }
    properties.push(format!("title={}", property(title)));
    let lines: Vec<String> = message.lines().map(words::plain).collect();
    format!("::{level} {}::{}\n", properties.join(","), data(&lines.join("\n")))
}

/// A message as workflow commands take it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where `,` and `:` mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Place, SourceId, Span};

    #[test]
    fn what_means_something_to_a_runner_is_escaped() {
        let source = Source::new("a,b:c%.json", "{\"x\": 1}");
        let spot = Spot::within(&source, Place::text(SourceId(0), Span::new(1, 4)));
        let written = command("error", Some(spot), "t:1,2", "100% so\n::error::no");
        assert_eq!(written, "::error file=a%2Cb%3Ac%25.json,line=1,endLine=1,col=2,endColumn=4,title=t%3A1%2C2::100%25 so%0A::error::no\n");
    }
}
