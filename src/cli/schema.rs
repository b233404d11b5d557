//! `backsite schema`: the form of entries, for editors.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

use super::output;
use crate::model::site::Site;
use crate::pipeline;
use crate::schema::{self, Scope};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Whose: exercise, mistake, plan, page, site, safety, vocabulary or sources; all in one document without one
    kind: Option<String>,
    /// The guide whose words are to be offered [default: the nearest folder upwards that holds content/site.yaml]
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = super::root_of(arguments.root.as_deref())?;
    let guide = if root.join("content/site.yaml").is_file() { Some(pipeline::check(&root, None)?) } else { None };
    let site = guide.as_ref().and_then(|guide| guide.site.as_ref());
    let scope = Scope { vocabulary: site.map(Site::vocabulary), base_url: None };
    let schema = match &arguments.kind {
        None => schema::all(&scope),
        Some(kind) => schema::of(kind, &scope).with_context(|| {
            let names: Vec<&str> = schema::names().collect();
            format!("there is no schema of `{kind}`; there are {}", names.join(", "))
        })?,
    };
    output::print(&format!("{schema:#}\n"))?;
    Ok(ExitCode::SUCCESS)
}
