//! The door: arguments, terminal, clock and exit status.

mod args;
mod cases;
mod check;
mod completions;
mod concepts;
mod drawn;
mod explain;
mod fmt;
mod formats;
mod given;
mod init;
mod judged;
mod lint;
mod listed;
mod man;
mod new;
mod opened;
mod policies;
mod prove;
mod recognize;
mod show;
mod sought;
mod status;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches};

pub use args::{Circumstances, Cli, LibraryArgs, LimitArgs};
pub use status::Status;

/// A command: how it is spelled, and what it does.
pub trait Command: Sync {
    /// Its arguments, as clap knows them.
    fn command(&self) -> clap::Command;

    /// Runs it.
    ///
    /// # Errors
    /// It could not run at all; the message goes to standard error, and the status is 2.
    fn run(&self, matches: &clap::ArgMatches) -> Result<Status>;
}

/// All commands, in the order of the help.
pub static COMMANDS: &[&dyn Command] = &[
    &check::Check,
    &show::Show,
    &recognize::Recognize,
    &explain::Explain,
    &prove::Prove,
    &lint::Lint,
    &new::New,
    &fmt::Fmt,
    &policies::Policies,
    &concepts::Concepts,
    &formats::Formats,
    &init::Init,
    &completions::Completions,
    &man::Manual,
];

/// The whole command line, for help, completions and the manual.
pub fn command() -> clap::Command {
    COMMANDS.iter().fold(Cli::command(), |cli, command| cli.subcommand(command.command()))
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    let matches = command().get_matches();
    let Some((name, matches)) = matches.subcommand() else { return Status::NotChecked.into() };
    let Some(command) = COMMANDS.iter().find(|command| command.command().get_name() == name) else { return Status::NotChecked.into() };
    match command.run(matches) {
        Ok(status) => status.into(),
        Err(error) if closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "mayask: {error:#}");
            Status::NotChecked.into()
        }
    }
}

/// Whether whoever read the output went away: `mayask check … | head` is no failure.
fn closed(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The arguments of a command, read from its matches.
pub(crate) fn parsed<T: FromArgMatches>(matches: &clap::ArgMatches) -> Result<T> {
    Ok(T::from_arg_matches(matches)?)
}

/// Says something to the person, on standard error.
pub(crate) fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}
