//! `mayask fmt`: lays policy files out.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::given::below;
use super::{Command, Status, drawn, parsed, say};
use crate::load::{source, spoken};
use crate::source::{Limits, Source};
use crate::syntax;

/// Lays policy files out.
pub(super) struct Fmt;

/// Lays policy files out in the one true layout
#[derive(Debug, Args)]
struct Arguments {
    /// Policy files, and folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Writes nothing: shows what would change, with exit status 1 where something would
    #[arg(long)]
    check: bool,
}

impl Command for Fmt {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("fmt"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let paths = below(&arguments.paths, ".policy")?;
        if paths.is_empty() {
            say("mayask: no policy file was found");
            return Ok(Status::NotChecked);
        }
        let mut status = Status::Clean;
        for path in paths {
            let (source, _) = source(&path, &spoken(&path), &Limits::DEFAULT)?;
            let Ok(laid) = syntax::format(source.text()) else {
                tell(&source);
                status = status.max(Status::NotChecked);
                continue;
            };
            match laid == source.text() {
                true => {}
                false if arguments.check => {
                    io::stdout().lock().write_all(difference(source.name(), source.text(), &laid).as_bytes())?;
                    status = status.max(Status::Found);
                }
                false => std::fs::write(&path, laid).with_context(|| format!("cannot write {}", path.display()))?,
            }
        }
        Ok(status)
    }
}

/// Says why a file cannot be laid out.
fn tell(file: &Source) {
    for problem in syntax::parse(file.text()).1 {
        say(&drawn::problem(&problem, &|_| Some(file), false));
    }
}

/// How many lines stay around a change.
const AROUND: usize = 2;

/// The lines that differ, with some around them.
fn difference(name: &str, before: &str, after: &str) -> String {
    let before: Vec<&str> = before.lines().collect();
    let after: Vec<&str> = after.lines().collect();
    let lines = aligned(&before, &after);
    let changed: Vec<usize> = lines.iter().enumerate().filter(|(_, (sign, _))| *sign != ' ').map(|(at, _)| at).collect();
    let near = |at: usize| changed.iter().any(|change| at + AROUND >= *change && at <= change + AROUND);
    let mut text = format!("--- {name}\n+++ {name}, laid out\n");
    let mut last = None;
    for (at, (sign, line)) in lines.iter().enumerate().filter(|(at, _)| near(*at)) {
        if last.is_some_and(|last: usize| last + 1 != at) {
            text.push_str("...\n");
        }
        text.push_str(format!("{sign} {line}").trim_end());
        text.push('\n');
        last = Some(at);
    }
    if changed.is_empty() {
        text.push_str("  (line ends, or the end of the file)\n");
    }
    text
}

/// Both texts line by line: lines of the first alone with `-`, of the second alone with `+`.
fn aligned<'t>(before: &[&'t str], after: &[&'t str]) -> Vec<(char, &'t str)> {
    let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let mut lines: Vec<(char, &str)> = before.iter().take(start).map(|line| (' ', *line)).collect();
    let (mut rest, mut laid) = (before.get(start..).unwrap_or_default(), after.get(start..).unwrap_or_default());
    while let (Some((one, rest_after)), Some((other, laid_after))) = (rest.split_first(), laid.split_first()) {
        // The nearer of the two ways to meet again: layout moves lines little.
        let drop = rest.iter().position(|line| line == other);
        let add = laid.iter().position(|line| line == one);
        match (drop, add) {
            (Some(0), _) => {
                lines.push((' ', one));
                (rest, laid) = (rest_after, laid_after);
            }
            (drop, Some(add)) if drop.is_none_or(|drop| add <= drop) => {
                lines.push(('+', other));
                laid = laid_after;
            }
            (Some(_), _) => {
                lines.push(('-', one));
                rest = rest_after;
            }
            (None, _) => {
                lines.push(('-', one));
                lines.push(('+', other));
                (rest, laid) = (rest_after, laid_after);
            }
        }
    }
    lines.extend(rest.iter().map(|line| ('-', *line)));
    lines.extend(laid.iter().map(|line| ('+', *line)));
    lines
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn only_what_differs_is_shown() {
        let text = difference("a.policy", "1\n2\n3\n4\n  5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        assert_eq!(text, "--- a.policy\n+++ a.policy, laid out\n  3\n  4\n-   5\n+ 5\n  6\n  7\n");
        let text = difference("a", "x\nb\n", "x\na\nb\n");
        assert_eq!(text, "--- a\n+++ a, laid out\n  x\n+ a\n  b\n");
    }
}
