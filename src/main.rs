//! The program: arguments to a command to an exit status, and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    mayask::cli::main()
}
