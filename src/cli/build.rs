//! `backsite build`: publishes the guide.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{GuideArguments, output};
use crate::model::settings::is_url;
use crate::model::site::Site;
use crate::{html, pipeline, write};

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    guide: GuideArguments,
    /// The address the guide will be published under, instead of `base_url` in content/site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Where the site goes [default: public/ in the guide's folder]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// A web address without a slash at its end.
fn base_url(text: &str) -> Result<String, String> {
    if is_url(text) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err("write a whole address, such as https://clinic.example/back".to_owned())
    }
}

/// Builds the site. Nothing is written while there is an error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = arguments.guide.root()?;
    let output = arguments.output.clone().unwrap_or_else(|| root.join("public"));
    let progress = output::Progress::new("Building the guide");
    let mut guide = pipeline::check(&root, Some(arguments.guide.today()))?;
    let settings = guide.site.as_ref().map(Site::settings);
    let base_url = arguments
        .base_url
        .clone()
        .or_else(|| settings.and_then(|settings| settings.base_url.as_ref()).map(|url| url.value.clone()));
    let options = html::Options { base_url };
    let artifacts = if guide.has_errors() { Vec::new() } else { pipeline::render(&mut guide, &options) };
    let refused = guide.has_errors() || arguments.guide.deny_warnings && !guide.diagnostics.is_empty();
    let written = if refused { None } else { Some(write::artifacts(&output, &artifacts)?) };
    drop(progress);

    output::findings(&guide, &root, arguments.guide.format())?;
    match written {
        None => output::say("Nothing was written: the published site is as it was."),
        Some(written) => {
            output::say(&format!(
                "Built {} from {} in {}: {} written, {} unchanged, {} removed",
                output::counted(artifacts.len(), "file", "files"),
                output::counted(guide.n_entries, "entry", "entries"),
                output::near(&output).display(),
                written.written,
                written.unchanged,
                written.removed,
            ));
            if options.base_url.is_none() {
                output::say(
                    "Without a base_url there is no sitemap, no feed, no canonical address; set it in content/site.yaml or with --base-url",
                );
            }
        }
    }
    Ok(output::status(&guide, arguments.guide.deny_warnings))
}
