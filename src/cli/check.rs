//! `backsite check`: every finding, all at once.

use std::process::ExitCode;

use super::{GuideArguments, SiteArguments, output};
use crate::cache::Cache;
use crate::pipeline;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    guide: GuideArguments,
    #[command(flatten)]
    site: SiteArguments,
}

/// Checks the guide, templates included, and writes nothing.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = arguments.guide.root()?;
    let progress = output::Progress::new("Checking the guide");
    let mut guide = pipeline::check(&root, Some(arguments.guide.today()))?;
    if !guide.has_errors() {
        let options = pipeline::Options { sheets: arguments.site.sheets(), ..pipeline::Options::default() };
        // What is not in the cache is made and forgotten again: a check writes nothing.
        pipeline::render(&mut guide, options, &Cache::open(&output::cache_folder(&root)));
    }
    drop(progress);
    output::findings(&guide, &root, arguments.guide.format())?;
    if guide.diagnostics.is_empty() {
        output::say(&format!("{}, no finding", output::counted(guide.n_entries, "entry", "entries")));
    }
    Ok(output::status(&guide, arguments.guide.deny_warnings))
}
