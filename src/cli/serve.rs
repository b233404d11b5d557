//! `backsite serve`: shows the guide in a browser while it is written.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use super::{date, output, root_of};
use crate::cache::Cache;
use crate::diagnostic::Format;
use crate::model::Date;
use crate::serve::{self, Changes, Event};

/// The port that is listened on unless another one is named.
const PORT: u16 = 4000;

/// What becomes of a site with errors.
const NOT_SHOWN: &str = "not shown until these errors are mended";

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The guide's folder [default: the nearest one upwards that holds content/site.yaml]
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// The port of the address; where it is taken, the next free one. 0 is any
    #[arg(long, value_name = "NUMBER", default_value_t = PORT)]
    port: u16,
    /// Open the guide in your browser
    #[arg(long)]
    open: bool,
    /// Look for changes twice a second, where the system does not tell of them: folders of other machines, some containers
    #[arg(long)]
    poll: bool,
    /// The day by which reviews are judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
}

/// Serves until the process is ended, which Ctrl-C does at once: nothing is written, so nothing can be left half done.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = root_of(arguments.root.as_deref())?;
    let cache = Cache::open(&output::cache_folder(&root));
    let today = Some(arguments.as_of.unwrap_or_else(output::today));
    let options = serve::Options { root: root.clone(), port: arguments.port, poll: arguments.poll, today, cache };
    match serve::run(options, |event| tell(event, arguments))? {}
}

/// Tells a person what happens, a line for each thing.
fn tell(event: &Event, arguments: &Arguments) {
    match event {
        Event::Ready { address, port } => {
            if arguments.port != 0 && arguments.port != *port {
                output::say(&format!("Port {} is taken", arguments.port));
            }
            output::say(&format!("The guide is at {address} (Ctrl-C ends it)"));
            if arguments.open {
                open(address);
            }
        }
        Event::Built { guide, changed, n_files, shown, took } => {
            // A person reads findings above the line that says what became of them.
            let _ = output::findings(guide, Path::new(""), Format::Human);
            let what = what(changed);
            let done = match n_files {
                _ if !shown => NOT_SHOWN.to_owned(),
                Some(n) => format!("{} in {} ms", output::counted(*n, "file", "files"), took.as_millis()),
                None => format!("shown in {} ms", took.as_millis()),
            };
            output::say(&format!("{what}{done}"));
        }
        Event::Found { guide, found, shown } => {
            output::drawn(found, &guide.sources);
            if !shown {
                output::say(NOT_SHOWN);
            }
        }
        Event::Polling(why) => {
            output::say(&format!(
                "Looking for changes twice a second, because the system does not tell of them: {why}"
            ));
        }
        Event::Refused(error) => output::machine_error(error),
    }
}

/// What changed, in front of what became of it.
fn what(changed: &Changes) -> String {
    let mut paths = changed.paths();
    match (paths.next(), paths.len()) {
        (None, _) => "Built: ".to_owned(),
        (Some(path), 0) => format!("{path}: "),
        (Some(path), n) => format!("{path} and {n} more: "),
    }
}

/// Opens an address in the browser that this machine prefers.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = command.spawn() {
        output::say(&format!("No browser could be opened ({program}: {error}); open the address yourself"));
    }
}
