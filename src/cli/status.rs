//! What the exit status means.

use std::process::ExitCode;

/// The exit status of every command; the greater wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// All well.
    #[default]
    Clean,
    /// A finding at or above the bar, a question that was not understood, or something to mend.
    Found,
    /// Something was not checked, or the command could not run.
    NotChecked,
}

impl Status {
    /// As a number.
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.number())
    }
}
