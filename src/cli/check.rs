//! `backsite check`: every finding, all at once.

use std::process::ExitCode;

use super::{GuideArguments, output};
use crate::{html, pipeline};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    guide: GuideArguments,
}

/// Checks the guide, templates included, and writes nothing.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = arguments.guide.root()?;
    let progress = output::Progress::new("Checking the guide");
    let mut guide = pipeline::check(&root, Some(arguments.guide.today()))?;
    if !guide.has_errors() {
        pipeline::render(&mut guide, &html::Options::default());
    }
    drop(progress);
    output::findings(&guide, &root, arguments.guide.format())?;
    if guide.diagnostics.is_empty() {
        output::say(&format!("{}, no finding", output::counted(guide.n_entries, "entry", "entries")));
    }
    Ok(output::status(&guide, arguments.guide.deny_warnings))
}
