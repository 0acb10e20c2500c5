//! `mayask new`: a first file for an author.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use super::args::today;
use super::{Command, LibraryArgs, Status, parsed};
use crate::lint::BLANK;
use crate::load::{Library, spoken};
use crate::source::nearest;
use crate::vocabulary::JurisdictionId;

/// Writes skeletons.
pub(super) struct New;

/// Writes a first file for an author, which says what is to be filled in
#[derive(Debug, Args)]
struct Arguments {
    /// What to write
    #[arg(value_name = "WHAT")]
    what: What,
    /// The place and the name, such as us/ct/hartford/hartford-status-2008
    #[arg(value_name = "PLACE/NAME")]
    path: String,
    /// The folder of the library, below which the path of the place stands
    #[arg(long, value_name = "DIR", default_value = "policies")]
    into: PathBuf,
    #[command(flatten)]
    library: LibraryArgs,
}

/// What there are skeletons for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// A policy file
    Policy,
}

impl Command for New {
    fn command(&self) -> clap::Command {
        Arguments::augment_args(clap::Command::new("new"))
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let arguments: Arguments = parsed(matches)?;
        let What::Policy = arguments.what;
        let library = arguments.library.open()?;
        let Some((place, name)) = arguments.path.rsplit_once('/') else {
            bail!("`{}` names no place: say it as us/ct/hartford/NAME", arguments.path);
        };
        let jurisdiction = jurisdiction(library, place)?;
        check_name(library, name)?;
        let file = place.split('/').fold(arguments.into.clone(), |folder, part| folder.join(part)).join(format!("{name}.policy"));
        if file.exists() {
            bail!("{} is there already", file.display());
        }
        let text = skeleton(library, jurisdiction, name, &spoken(&file));
        fs::create_dir_all(file.parent().unwrap_or(&arguments.into))
            .with_context(|| format!("cannot make the folder of {}", file.display()))?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        let spoken = spoken(&file);
        let next =
            format!("{spoken}\nnext: `mayask lint {spoken}` says what is to be filled in, `mayask prove {spoken}` tries its samples\n");
        io::stdout().lock().write_all(next.as_bytes())?;
        Ok(Status::Clean)
    }
}

/// The place of a path; of one that is not known, what was meant, or what lies beside it.
fn jurisdiction(library: &Library, path: &str) -> Result<JurisdictionId> {
    let places = &library.vocabulary().jurisdictions;
    if let Some(id) = places.find(path) {
        return Ok(id);
    }
    if let Some(near) = nearest(path, places.names()) {
        bail!("unknown jurisdiction `{path}`; did you mean `{near}`?");
    }
    let above = path.rsplit_once('/').map(|(above, _)| above).unwrap_or_default();
    let beside = places.iter().map(|(_, row)| row.id.as_str()).filter(|id| id.rsplit_once('/').map_or("", |(up, _)| up) == above);
    let beside: Vec<String> = beside.take(8).map(|id| format!("`{id}`")).collect();
    let known = if beside.is_empty() { String::new() } else { format!("; beside it are {}", beside.join(", ")) };
    bail!("unknown jurisdiction `{path}`{known}; a new one is a line in vocabulary/jurisdictions.yaml")
}

fn check_name(library: &Library, name: &str) -> Result<()> {
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_'))
        && !matches!(name, "no" | "field" | "document" | "any");
    if !fits {
        bail!("`{name}` cannot name a policy: small letters, digits, `-` and `_`, a letter first");
    }
    if library.law(&[]).policies().iter().any(|policy| policy.id == name) {
        bail!("the library has a policy `{name}` already; an amended act is a new policy that `supersedes` the old one");
    }
    Ok(())
}

/// A policy that parses, and marks what is to be filled in.
fn skeleton(library: &Library, place: JurisdictionId, name: &str, file: &str) -> String {
    let places = &library.vocabulary().jurisdictions;
    let kind = places.row(place).map(|row| row.kind.as_str()).unwrap_or_default();
    let authority = if kind.contains("city") || matches!(kind, "county" | "town") { "ordinance" } else { "statute" };
    SKELETON
        .replace("BLANK ", BLANK)
        .replace("PLACE", places.name(place))
        .replace("NAME", name)
        .replace("FILE", file)
        .replace("AUTHORITY", authority)
        .replace("TODAY", &today().to_string())
}

const SKELETON: &str = include_str!("skeleton.policy");
