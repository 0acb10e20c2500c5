//! The report for people: findings as a good compiler tells them.

use std::io::{self, Read, Write};

use super::{FileNote, Heard, Parts, Report, Run, Summary};

/// The report for people.
pub(super) struct Text;

impl Report for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "findings for people, as a good compiler tells them"
    }

    fn form(&self, _run: &Run<'_>, heard: &Heard<'_>) -> Parts {
        let mut first = Vec::new();
        for finding in &heard.review.findings {
            let _ = writeln!(first, "{}: {:?}: {}: {}", heard.id, finding.outcome, finding.rule_name(), finding.reasons.join("; "));
        }
        Parts { first, second: Vec::new() }
    }

    fn file(&self, _run: &Run<'_>, file: &FileNote<'_>) -> Parts {
        let mut first = Vec::new();
        for (_, problem) in file.problems {
            let _ = writeln!(first, "{}: {}", file.path, problem.message);
        }
        Parts { first, second: Vec::new() }
    }

    fn end(&self, _run: &Run<'_>, summary: &Summary, _second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{summary:?}")
    }
}
