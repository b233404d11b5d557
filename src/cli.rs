//! The command line: arguments, dispatch, exit status.
//!
//! 0 clean, 1 errors found (or warnings, with `--deny-warnings`), 2 the machine refused. Findings go to standard error as
//! a person reads them, to standard output as a machine does.

mod build;
mod check;
mod explain;
mod figure;
mod init;
mod new;
mod output;
mod schema;
mod serve;
#[cfg(feature = "sheets")]
mod sheet;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::Format;
use crate::model::Date;
use crate::read;

/// Turns exercise entries, edited in pull requests, into a back-care guide people can trust.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Publish the guide: content and templates to public/. Any error writes nothing.
    Build(build::Arguments),
    /// Show the guide in your browser while you write: each change as soon as it is saved, and what is found over the page.
    Serve(serve::Arguments),
    /// Show every finding, all at once. Writes nothing.
    Check(check::Arguments),
    /// Print plan sheets (PDF): the weeks of a plan, or exercises of one's own.
    #[cfg(feature = "sheets")]
    Sheet(Box<sheet::Arguments>),
    /// Print a rule's own page: what it catches, why it matters to a patient, a bad and a good example.
    Explain(explain::Arguments),
    /// Draw one figure, to see what a pose looks like.
    Figure(figure::Arguments),
    /// Start an entry: a file with every field explained, which fails only on what is left to fill in.
    New(new::Arguments),
    /// Start a guide of your own in a new folder: a copy of the guide that comes with backsite.
    Init(init::Arguments),
    /// Print the JSON Schema of entries and of the guide's own files, for editors.
    Schema(schema::Arguments),
}

/// What commands that read a guide have in common.
#[derive(Debug, clap::Args)]
struct GuideArguments {
    /// The guide's folder [default: the nearest one upwards that holds content/site.yaml]
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = FormatArgument::Human)]
    format: FormatArgument,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// The day by which reviews are judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

/// What commands that make the whole site have in common.
#[derive(Debug, clap::Args)]
struct SiteArguments {
    /// Leave the plan sheets out: quicker while you write
    #[cfg(feature = "sheets")]
    #[arg(long)]
    no_sheets: bool,
}

impl SiteArguments {
    /// Whether plan sheets are made.
    #[cfg(feature = "sheets")]
    const fn sheets(&self) -> bool {
        !self.no_sheets
    }

    /// This program was built without them.
    #[cfg(not(feature = "sheets"))]
    #[expect(clippy::unused_self, reason = "with the feature it looks at an argument")]
    const fn sheets(&self) -> bool {
        false
    }
}

/// A day as an argument.
fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write year, month and day, such as 2026-11-22".to_owned())
}

/// How findings are shown, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArgument {
    /// Drawn for a person
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of a pull request on GitHub, and a summary of the run
    Github,
}

impl GuideArguments {
    /// The guide's folder.
    fn root(&self) -> anyhow::Result<PathBuf> {
        root_of(self.root.as_deref())
    }

    /// The day by which reviews are judged. It changes what is found, never what is built.
    fn today(&self) -> Date {
        self.as_of.unwrap_or_else(output::today)
    }

    const fn format(&self) -> Format {
        match self.format {
            FormatArgument::Human => Format::Human,
            FormatArgument::Short => Format::Short,
            FormatArgument::Json => Format::Json,
            FormatArgument::Github => Format::Github,
        }
    }
}

/// The folder named on the command line, or else the nearest one upwards that is a guide.
fn root_of(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    let Some(root) = named else {
        let here = std::env::current_dir()
            .context("the current folder cannot be read; name the guide's folder with --root")?;
        return Ok(read::root_from(&here));
    };
    anyhow::ensure!(root.is_dir(), "there is no folder {}; name the guide's folder with --root", root.display());
    Ok(root.to_path_buf())
}

/// Runs the command the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        #[cfg(feature = "sheets")]
        Command::Sheet(arguments) => sheet::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Figure(arguments) => figure::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            output::machine_error(&error);
            ExitCode::from(2)
        }
    }
}
