//! The report for code scanning: SARIF 2.1.0. Results go out as they come; rules and notifications wait for the end.

mod draw;
mod view;

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};

use super::json::draw::told;
use super::json::text;
use super::{FileNote, Heard, Parts, Report, Run, Summary};

/// The report for code scanning.
pub(super) struct Sarif;

/// What opens a line of the second stream: a notification, or a rule with its id.
const NOTIFICATION: char = 'N';
const RULE: char = 'R';

impl Report for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn about(&self) -> &'static str {
        "SARIF 2.1.0, for code scanning"
    }

    fn wants_digests(&self) -> bool {
        true
    }

    fn begin(&self, _run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n")?;
        out.write_all(b"\"runs\": [{\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [\n")
    }

    fn form(&self, run: &Run<'_>, heard: &Heard<'_>) -> Parts {
        let lost = heard.review.not_understood.iter().filter_map(|(id, why)| draw::not_understood(heard, *id, why));
        let results = told(run, heard).map(|finding| draw::result(heard, finding)).chain(lost).map(|result| text(&result));
        let mut rules: BTreeMap<String, String> = BTreeMap::new();
        for rule in told(run, heard).filter_map(|finding| draw::rule(heard, finding)) {
            rules.entry(rule.id.clone()).or_insert_with(|| text(&rule));
        }
        if !heard.review.not_understood.is_empty() {
            rules.insert(draw::NOT_UNDERSTOOD.to_owned(), text(&draw::not_understood_rule()));
        }
        let problems =
            heard.all_problems().map(|(source, problem)| format!("{NOTIFICATION}{}", text(&draw::notification(source, problem))));
        let second: Vec<String> = problems.chain(rules.into_iter().map(|(id, rule)| format!("{RULE}{id}\t{rule}"))).collect();
        Parts { first: results.collect::<Vec<_>>().join(",\n").into_bytes(), second: second.join("\n").into_bytes() }
    }

    fn file(&self, _run: &Run<'_>, file: &FileNote<'_>) -> Parts {
        let problems = file.problems.iter().map(|(source, problem)| draw::notification(source, problem));
        let skipped = file.skipped.map(|why| draw::skipped(file, why));
        let second: Vec<String> = problems.chain(skipped).map(|told| format!("{NOTIFICATION}{}", text(&told))).collect();
        Parts { first: Vec::new(), second: second.join("\n").into_bytes() }
    }

    fn end(&self, run: &Run<'_>, summary: &Summary, second: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
        let status = summary.status;
        let well = status < 2;
        write!(
            out,
            "\n],\n\"invocations\": [{{\"executionSuccessful\": {well}, \"exitCode\": {status}, \"toolExecutionNotifications\": [\n"
        )?;
        let rules = notifications(second, out)?;
        let rules: Vec<String> = rules.into_values().collect();
        let (version, library) = (text(&run.version), text(&run.library));
        write!(out, "\n]}}],\n\"tool\": {{\"driver\": {{\"name\": \"mayask\", \"version\": {version}, \"semanticVersion\": {version}, ")?;
        write!(out, "\"properties\": {{\"library\": {library}}}, \"rules\": [\n{}\n]}}}},\n", rules.join(",\n"))?;
        writeln!(
            out,
            "\"properties\": {{\"asOf\": \"{}\", \"summary\": {}}}\n}}]\n}}",
            run.as_of,
            text(&super::json::draw::summary(summary))
        )
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn between_second(&self) -> &'static str {
        "\n"
    }
}

/// Writes the notifications of the second stream; the rules that stand there are handed back, each once: as many as the library
/// has at most.
fn notifications(second: &mut dyn Read, out: &mut dyn Write) -> io::Result<BTreeMap<String, String>> {
    let mut rules = BTreeMap::new();
    let mut first = true;
    for line in BufReader::new(second).lines() {
        let line = line?;
        if let Some(notification) = line.strip_prefix(NOTIFICATION) {
            if !std::mem::take(&mut first) {
                out.write_all(b",\n")?;
            }
            out.write_all(notification.as_bytes())?;
        } else if let Some((id, rule)) = line.strip_prefix(RULE).and_then(|line| line.split_once('\t')) {
            rules.entry(id.to_owned()).or_insert_with(|| rule.to_owned());
        }
    }
    Ok(rules)
}
