//! `mayask init`: a first mayask.yaml, with the questions whose answers would settle something, and nothing made up.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::opened::Opened;
use super::words::{Piece, pieces};
use super::{Circumstances, Command, LibraryArgs, LimitArgs, Status, parsed, say};
use crate::check;
use crate::context::Origin;
use crate::finding::Need;
use crate::load::{self, Court, Sheets, spoken, walk};

/// Writes a first mayask.yaml.
pub(super) struct Init;

/// Writes a commented mayask.yaml from what is found in a folder, asking for the facts that would settle something
#[derive(Debug, Args)]
struct Arguments {
    /// The folder of forms
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Writes to standard output instead
    #[arg(long)]
    stdout: bool,
    /// Takes the place of a mayask.yaml that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    circumstances: Circumstances,
    #[command(flatten)]
    library: LibraryArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

impl Command for Init {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("init"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let target = arguments.folder.join("mayask.yaml");
        if !arguments.folder.is_dir() {
            bail!("{} is no folder", arguments.folder.display());
        }
        if target.exists() && !arguments.force && !arguments.stdout {
            bail!("{} is there already; --force takes its place, --stdout prints", target.display());
        }
        let opened = Opened::new(&arguments.circumstances, &arguments.library, arguments.limits.limits())?;
        let court = opened.court();
        let groups = groups(&opened, &court, &arguments.folder);
        if groups.is_empty() {
            bail!("no form was found in {}", arguments.folder.display());
        }
        let text = written(&groups);
        match arguments.stdout {
            true => io::stdout().write_all(text.as_bytes())?,
            false => {
                std::fs::write(&target, text).with_context(|| format!("cannot write {}", target.display()))?;
                let open: usize = groups.values().map(|group| group.needs.len()).sum();
                say(&format!("wrote {} for {} groups of forms; it asks {open} questions", target.display(), groups.len()));
            }
        }
        Ok(opened.status)
    }
}

/// Forms of one folder, and what would settle something about them.
#[derive(Default)]
struct Group {
    forms: Vec<String>,
    known: Vec<Piece>,
    needs: BTreeMap<String, Wanted>,
    has_place: bool,
}

/// A fact with the number of findings that hang on it.
struct Wanted {
    need: Need,
    findings: usize,
}

/// The forms below a folder, by the folder that they stand in, as settings of their own are not there yet.
fn groups(opened: &Opened, court: &Court<'_>, folder: &Path) -> BTreeMap<String, Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (path, _) in walk(&[folder.to_owned()], &opened.configs, &opened.limits).files {
        let sheets = Sheets::open(std::slice::from_ref(&path), folder, opened.limits);
        let reading = sheets.read(None);
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        for form in &reading.forms {
            let group = groups.entry(relative.parent().map(spoken).unwrap_or_default()).or_default();
            let hearing = court.hearing(&[], &load::stated(form));
            let seen = opened.library.recognizer().recognize(form);
            let review = check::check(hearing.docket, form, &seen);
            group.has_place |= !hearing.context.jurisdictions.is_empty();
            let name = relative.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            group.forms.push(super::words::form_id(&name, form));
            if group.known.is_empty() {
                let said = pieces(hearing.context, opened.library.vocabulary());
                group.known = said.into_iter().filter(|piece| piece.origin == Origin::Flag).collect();
            }
            review.needs.into_iter().for_each(|(need, findings)| group.want(need, findings.len()));
        }
    }
    groups
}

impl Group {
    fn want(&mut self, need: Need, findings: usize) {
        let wanted = self
            .needs
            .entry(need.fact.clone())
            .or_insert_with(|| Wanted { need: Need { values: Vec::new(), ..need.clone() }, findings: 0 });
        wanted.findings += findings;
        for value in need.values {
            if !wanted.need.values.contains(&value) {
                wanted.need.values.push(value);
            }
        }
    }

    /// What is asked about whole forms; the most decisive first.
    fn asked(&self) -> Vec<&Wanted> {
        const KEYS: [&str; 9] = ["run by", "kinds", "stage", "respondent", "purposes", "recipients", "retention", "reviewed", "encrypted"];
        let mut asked: Vec<&Wanted> = self.needs.values().filter(|wanted| KEYS.contains(&wanted.need.fact.as_str())).collect();
        asked.sort_by_key(|wanted| std::cmp::Reverse(wanted.findings));
        asked
    }

    /// The facts that are asked for. Which of them matter hangs on the place, so that none is asked before that is known.
    fn facts(&self) -> Vec<(&str, &Wanted)> {
        let facts = self.needs.iter().filter_map(|(fact, wanted)| Some((fact.strip_prefix("facts.")?, wanted)));
        facts.filter(|_| self.has_place).collect()
    }
}

fn written(groups: &BTreeMap<String, Group>) -> String {
    let mut out = String::from(
        "# Where, by whom and for what these forms are used. Entries are laid over one another in order.\n\
         # Each question below would settle something that `mayask check` leaves undecided: take the # away and answer.\n\
         forms:\n",
    );
    for (folder, group) in groups {
        entry(&mut out, folder, group);
    }
    out
}

fn entry(out: &mut String, folder: &str, group: &Group) {
    const SHOWN: usize = 6;
    let more = group.forms.len().saturating_sub(SHOWN);
    let names: Vec<&str> = group.forms.iter().take(SHOWN).map(String::as_str).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let glob = if folder.is_empty() { "*".to_owned() } else { format!("{}/**", globset::escape(folder)) };
    let _ = writeln!(out, "\n  # {}{more}", names.join(", "));
    let _ = writeln!(out, "  - match: {}", quoted(&glob));
    known(out, group);
    if !group.has_place {
        place(out, group);
    }
    for wanted in group.asked() {
        question(out, "    ", wanted);
        let _ = writeln!(out, "    # {}{}", wanted.need.settle, others(&wanted.need, 1));
    }
    let facts = group.facts();
    let stated = group.known.iter().any(|piece| piece.key.starts_with("facts."));
    if !facts.is_empty() {
        let _ = writeln!(out, "    # {}", if stated { "more facts, for the key above:" } else { "facts:" });
    }
    for (name, wanted) in facts {
        question(out, "    #   ", wanted);
        let value = wanted.need.values.first().map_or("…", String::as_str);
        let _ = writeln!(out, "    #   {name}: {value}{}", others(&wanted.need, 1));
    }
    if let Some(wanted) = group.needs.get("claims") {
        question(out, "    ", wanted);
        let _ = writeln!(out, "    # {}", wanted.need.settle);
    }
}

/// What flags said already, for every entry.
fn known(out: &mut String, group: &Group) {
    let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
    for piece in &group.known {
        match lists.iter_mut().find(|(key, _)| *key == piece.key) {
            Some((_, values)) => values.push(quoted(&piece.value)),
            None => lists.push((&piece.key, vec![quoted(&piece.value)])),
        }
    }
    let mut in_facts = false;
    for (key, values) in lists {
        let value = if values.len() == 1 { values.concat() } else { format!("[{}]", values.join(", ")) };
        match key.strip_prefix("facts.") {
            Some(fact) => {
                if !std::mem::replace(&mut in_facts, true) {
                    let _ = writeln!(out, "    facts:");
                }
                let _ = writeln!(out, "      {fact}: {value}");
            }
            None => out.push_str(&format!("    {key}: {value}\n")),
        }
    }
}

/// The place is asked for and never guessed; the library says only where it has a rule on what is asked here.
fn place(out: &mut String, group: &Group) {
    let _ = writeln!(out, "    # In which place are these forms used? Nothing can be judged before that is said.");
    let _ = writeln!(out, "    # jurisdiction: PATH");
    let mut places: Vec<&str> =
        group.needs.get("jurisdiction").into_iter().flat_map(|wanted| &wanted.need.values).map(String::as_str).collect();
    places.sort_unstable();
    if !places.is_empty() {
        let _ = writeln!(out, "    # The library has rules on what is asked here in {}.", places.join(", "));
    }
    let _ = writeln!(out, "    # Which facts matter hangs on the place: `mayask init --force --jurisdiction PATH` asks for them.");
}

fn question(out: &mut String, indent: &str, wanted: &Wanted) {
    let hangs = if wanted.findings == 1 { "1 finding hangs".to_owned() } else { format!("{} findings hang", wanted.findings) };
    let _ = writeln!(out, "{indent}# {} ({hangs} on it)", wanted.need.ask);
}

/// The other values that would decide.
fn others(need: &Need, shown: usize) -> String {
    let others: Vec<&str> = need.values.iter().skip(shown).map(String::as_str).collect();
    if others.is_empty() { String::new() } else { format!("    # or {}", others.join(", ")) }
}

/// A value as YAML takes it.
fn quoted(value: &str) -> String {
    let plain = value.starts_with(|char: char| char.is_ascii_alphanumeric())
        && value.chars().all(|char| char.is_ascii_alphanumeric() || " _/-.".contains(char));
    if plain { value.to_owned() } else { serde_json::Value::from(value).to_string() }
}
