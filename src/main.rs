//! The binary: the library does the work.

use std::process::ExitCode;

fn main() -> ExitCode {
    backsite::cli::main()
}
