//! Arguments that several commands share.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Parser};
use jiff::civil::Date;

use crate::context::Settings;
use crate::load::{Library, LibraryOptions};
use crate::source::{Limit, Limits, Place};

/// May this form ask that? Checks forms against the law that limits what may be asked.
#[derive(Debug, Parser)]
#[command(name = "mayask", version, about, arg_required_else_help = true, subcommand_required = true, disable_help_subcommand = true)]
pub struct Cli {}

/// Where, by whom and when forms are used.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Circumstances")]
pub struct Circumstances {
    /// Where the form is used, as a path such as us/ct/hartford
    #[arg(long, value_name = "PATH")]
    pub jurisdiction: Vec<String>,
    /// What the form is, such as "incident report" or "police intake"
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Who runs it, such as police
    #[arg(long, value_name = "BODY")]
    pub run_by: Vec<String>,
    /// A fact, such as employees=480
    #[arg(long, value_name = "NAME=VALUE")]
    pub fact: Vec<String>,
    /// Where in a process it is used, such as "initial application"
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    /// Who answers, and whom the answers are about, such as victims
    #[arg(long, value_name = "SUBJECT")]
    pub respondent: Vec<String>,
    /// The day of judgment; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// The mayask.yaml to use, instead of the nearest one upward of each form
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Which library is used.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Library")]
pub struct LibraryArgs {
    /// A folder of policies and vocabulary to add
    #[arg(long, value_name = "DIR")]
    pub policies: Vec<PathBuf>,
    /// Leave out the built-in policies
    #[arg(long)]
    pub no_builtin: bool,
}

/// How much of a file is read at most.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Sets a limit of reading, such as fields=20000 or size=8M; `mayask formats` lists them
    #[arg(long, value_name = "NAME=N", value_parser = Limit::read)]
    pub limit: Vec<(Limit, usize)>,
}

impl LimitArgs {
    /// The limits.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::DEFAULT;
        self.limit.iter().for_each(|(limit, most)| *limits.at(*limit) = *most);
        limits
    }
}

impl Circumstances {
    /// The circumstances as settings.
    ///
    /// # Errors
    /// A fact has no `=`.
    pub fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default();
        let mut add = |key: &str, value: &str| settings.values.push((key.to_owned(), value.to_owned(), Place::default()));
        self.jurisdiction.iter().for_each(|value| add("jurisdiction", value));
        self.run_by.iter().for_each(|value| add("run by", value));
        self.kind.iter().for_each(|value| add("kinds", value));
        self.respondent.iter().for_each(|value| add("respondent", value));
        self.stage.iter().for_each(|value| add("stage", value));
        for fact in &self.fact {
            let (name, value) = fact.split_once('=').with_context(|| format!("`{fact}`: a fact is given as NAME=VALUE"))?;
            add(&format!("facts.{}", name.trim()), value.trim());
        }
        Ok(settings)
    }

    /// The day of judgment.
    pub fn day(&self) -> Date {
        self.as_of.unwrap_or_else(today)
    }
}

/// Today, by the clock of the machine, in Universal Time: no zone is looked up, so that a day is the same in every run of a fleet.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

impl LibraryArgs {
    /// The library. It lives as long as the program: to take it apart at the end would cost a tenth of a short run.
    ///
    /// # Errors
    /// A folder of policies cannot be read.
    pub fn open(&self) -> Result<&'static Library> {
        self.open_edited(Vec::new())
    }

    /// The library, in which some files of the vocabulary take the place of built-in ones.
    ///
    /// # Errors
    /// A folder of policies, or one of the files, cannot be read.
    pub fn open_edited(&self, edited: Vec<PathBuf>) -> Result<&'static Library> {
        let library = Library::open(&LibraryOptions { folders: self.policies.clone(), no_builtin: self.no_builtin, edited })?;
        Ok(Box::leak(Box::new(library)))
    }
}
