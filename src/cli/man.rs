//! `mayask man`: the manual page, made from the command line itself.

use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::Arg;
use clap_mangen::Man;

use super::{COMMANDS, Command, Status};
use crate::source::nearest;

/// Writes a manual page.
pub(super) struct Manual;

impl Command for Manual {
    fn command(&self) -> clap::Command {
        let of = Arg::new("command").value_name("COMMAND").help("The command to write the page of; the program itself if left out");
        clap::Command::new("man").about("Writes the manual page, in roff").arg(of)
    }

    fn run(&self, matches: &clap::ArgMatches) -> Result<Status> {
        let page = match matches.get_one::<String>("command") {
            Some(name) => page(name)?,
            None => super::command(),
        };
        let mut text = Vec::new();
        Man::new(page).render(&mut text)?;
        io::stdout().write_all(&text)?;
        Ok(Status::Clean)
    }
}

fn page(name: &str) -> Result<clap::Command> {
    let known: Vec<clap::Command> = COMMANDS.iter().map(|command| command.command()).collect();
    let Some(found) = known.iter().find(|command| command.get_name() == name) else {
        let near = nearest(name, known.iter().map(clap::Command::get_name)).map(|near| format!("; did you mean `{near}`?"));
        bail!("unknown command `{name}`{}", near.unwrap_or_default());
    };
    Ok(found.clone().bin_name(format!("mayask {name}")).display_name(format!("mayask-{name}")).version(env!("CARGO_PKG_VERSION")))
}
