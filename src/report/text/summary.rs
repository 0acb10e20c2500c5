//! The last lines: what was read, what came of it, by which law, and how the run ends.

use std::io::{self, Write};

use crate::finding::Outcome;
use crate::report::words::{OUTCOMES, count, plain};
use crate::report::{Run, Summary};

/// Writes the summary; the last line of it alone where little is to be said.
pub(super) fn write(run: &Run<'_>, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if !run.shown.quiet {
        law(run, summary, out)?;
        questions(summary, out)?;
    }
    writeln!(out, "{}", verdict(summary))
}

/// The policies in play, and how many rules were in force where.
fn law(run: &Run<'_>, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if !summary.policies.is_empty() {
        writeln!(out, "law in play on {}:", run.as_of)?;
    }
    for (id, line) in summary.policies.iter().filter(|(_, line)| line.findings > 0) {
        let dates = if line.dates.is_empty() { String::new() } else { format!("; {}", line.dates.join("; ")) };
        let found = count(line.findings, "finding", "findings");
        writeln!(out, "  {id}: {} ({}{dates}): {found}", plain(&line.citation), line.authority)?;
    }
    let silent: Vec<&str> = summary.policies.iter().filter(|(_, line)| line.findings == 0).map(|(id, _)| id.as_str()).collect();
    if !silent.is_empty() {
        writeln!(out, "  without a finding: {}", silent.join(", "))?;
    }
    if !summary.levels.is_empty() {
        let levels: Vec<String> = summary.levels.iter().map(|(place, rules)| format!("{place} {rules}")).collect();
        writeln!(out, "rules in force: {}", levels.join(", "))?;
    }
    Ok(())
}

fn questions(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let fields = summary.fields;
    let parts = [
        (fields.understood, "understood"),
        (fields.not_understood, "not understood"),
        (fields.unresolved, "with text that was not found"),
        (fields.not_asked, "not asked of a person"),
    ];
    let parts: Vec<String> = parts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    writeln!(out, "{} in {}{parts}", count(fields.found, "field", "fields"), count(summary.forms, "form", "forms"))?;
    if summary.skipped > 0 {
        writeln!(out, "{} skipped: no form", count(summary.skipped, "file", "files"))?;
    }
    if summary.without_jurisdiction > 0 {
        writeln!(out, "{} without a jurisdiction", count(summary.without_jurisdiction, "form", "forms"))?;
    }
    Ok(())
}

/// The last line: findings by outcome, what was not checked, and the exit status with its meaning.
pub(in crate::report) fn verdict(summary: &Summary) -> String {
    let mut parts = Vec::new();
    for (outcome, one, many) in OUTCOMES.iter().filter(|(outcome, _, _)| *outcome != Outcome::Kept) {
        let number = summary.outcomes.get(outcome).copied().unwrap_or_default();
        if number > 0 {
            parts.push(count(number, one, many));
        }
    }
    if parts.is_empty() {
        parts.push("no finding".to_owned());
    }
    if summary.fields.not_understood > 0 {
        parts.push(format!("{} not understood", count(summary.fields.not_understood, "question", "questions")));
    }
    if summary.unchecked > 0 {
        parts.push(count(summary.unchecked, "thing not checked", "things not checked"));
    }
    format!("{}: {}; exit {}: {}", count(summary.forms, "form", "forms"), parts.join(", "), summary.status, meaning(summary.status))
}

/// What an exit status says.
fn meaning(status: u8) -> &'static str {
    match status {
        0 => "nothing that was found fails the run",
        1 => "what was found fails the run",
        _ => "not everything was checked",
    }
}
