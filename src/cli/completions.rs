//! `mayask completions`: what a shell completes, made from the command line itself.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Arg, value_parser};
use clap_complete::Shell;

use super::{Command, Status};

/// Writes a completion script.
pub(super) struct Completions;

impl Command for Completions {
    fn command(&self) -> clap::Command {
        let shell = Arg::new("shell").required(true).value_name("SHELL").value_parser(value_parser!(Shell)).help("The shell");
        clap::Command::new("completions").about("Writes the completions of a shell").arg(shell)
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let Some(shell) = matches.get_one::<Shell>("shell") else { return Ok(Status::NotChecked) };
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut super::command(), "mayask", &mut script);
        io::stdout().write_all(&script)?;
        Ok(Status::Clean)
    }
}
