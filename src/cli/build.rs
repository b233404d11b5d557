//! `backsite build`: publishes the guide.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{GuideArguments, SiteArguments, output};
use crate::cache::{Cache, Unused};
use crate::model::settings::is_url;
use crate::model::site::Site;
use crate::{pipeline, write};

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    guide: GuideArguments,
    #[command(flatten)]
    site: SiteArguments,
    /// The address the guide will be published under, instead of `base_url` in content/site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Where the site goes [default: public/ in the guide's folder]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// A web address without a slash at its end.
pub(super) fn base_url(text: &str) -> Result<String, String> {
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
    let options = pipeline::Options { base_url: arguments.base_url.as_deref(), sheets: arguments.site.sheets() };
    let cache = Cache::open(&output::cache_folder(&root));
    let artifacts = if guide.has_errors() { Vec::new() } else { pipeline::render(&mut guide, options, &cache) };
    let refused = guide.has_errors() || arguments.guide.deny_warnings && !guide.diagnostics.is_empty();
    let written = if refused { None } else { Some(write::artifacts(&output, &artifacts)?) };
    // Sheets that were not asked for are still good for the next build.
    let unused = if options.sheets { Unused::Goes } else { Unused::Stays };
    let kept = if refused { Ok(()) } else { cache.keep(unused) };
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
            let settings = guide.site.as_ref().map(Site::settings);
            if options.base_url.is_none() && settings.is_none_or(|settings| settings.base_url.is_none()) {
                output::say(
                    "Without a base_url there is no sitemap, no feed, no canonical address, and no QR code on the plan sheets; set it in content/site.yaml or with --base-url",
                );
            }
        }
    }
    if let Err(error) = kept {
        let folder = output::cache_folder(&root);
        output::say(&format!(
            "The next build will not be faster: cannot write to {}: {error}",
            output::near(&folder).display()
        ));
    }
    Ok(output::status(&guide, arguments.guide.deny_warnings))
}
