//! The program: arguments to a command to an exit status, and nothing else.

fn main() {}
