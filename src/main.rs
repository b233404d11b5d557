//! The binary: the library does the work.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A guide is a million small texts, and the system's allocator takes a third of the time of a build.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    backsite::cli::main()
}
