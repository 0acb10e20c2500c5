//! How long each part of the road takes.

fn main() {}
