//! What commands print, and where.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context as _;

use crate::diagnostic::github::{self, Web};
use crate::diagnostic::{self, Diagnostic, Format, MOST_SHOWN, Severity};
use crate::model::Date;
use crate::pipeline::Guide;
use crate::source::Sources;

/// Where a repository keeps the rules' pages.
const RULE_PAGES: &str = "docs/rules";

/// Prints a line for a person.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}"); // If nobody listens there is nobody to tell.
}

/// Prints to standard output. A reader that has gone away (`| head`) is no failure.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    print_bytes(text.as_bytes())
}

/// Prints a file to standard output.
pub(super) fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints what the machine refused, with its causes.
pub(super) fn machine_error(error: &anyhow::Error) {
    say(&format!("{} {error:#}", if colour() { "\u{1b}[1m\u{1b}[91mfailed:\u{1b}[0m" } else { "failed:" }));
}

/// Colour belongs on a terminal, and never where `NO_COLOR` is set.
fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints findings for a person at a terminal.
pub(super) fn drawn(diagnostics: &[Diagnostic], sources: &Sources) {
    let text = diagnostic::render(diagnostics, sources, Format::Human, colour());
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints every finding and a line that counts them.
pub(super) fn findings(guide: &Guide, root: &Path, format: Format) -> anyhow::Result<()> {
    let text = || diagnostic::render(&guide.diagnostics, &guide.sources, format, false);
    match format {
        Format::Human => drawn(&guide.diagnostics, &guide.sources),
        Format::Short | Format::Json => print(&text())?,
        Format::Github => github(guide, root)?,
    }
    let count = |severity| guide.diagnostics.iter().filter(|found| found.severity() == severity).count();
    let (n_errors, n_warnings) = (count(Severity::Error), count(Severity::Warning));
    let n_hidden = guide.diagnostics.len().saturating_sub(MOST_SHOWN);
    if n_hidden > 0 {
        say(&format!("{n_hidden} more are not shown: mend these {MOST_SHOWN} first"));
    }
    if n_errors + n_warnings > 0 {
        say(&format!(
            "{}, {} in {}; `backsite explain CODE` tells more of each",
            counted(n_errors, "error", "errors"),
            counted(n_warnings, "warning", "warnings"),
            counted(guide.n_entries, "entry", "entries"),
        ));
    }
    Ok(())
}

/// Where a guide's builds keep what the next one need not make again.
pub(super) fn cache_folder(root: &Path) -> PathBuf {
    root.join(".backsite/cache")
}

/// Prints findings for GitHub, and adds the summary of the run to the file that GitHub names for it.
fn github(guide: &Guide, root: &Path) -> anyhow::Result<()> {
    let web = web(root);
    print(&github::annotations(&guide.diagnostics, &guide.sources, &web))?;
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let summary = github::summary(&guide.diagnostics, &guide.sources, guide.n_entries, &web);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    file.and_then(|mut file| file.write_all(summary.as_bytes())).with_context(|| {
        format!("the summary cannot be written to {}, which GITHUB_STEP_SUMMARY names", Path::new(&path).display())
    })
}

/// Where the repository stands on the web, as a run of GitHub's tells it.
fn web(root: &Path) -> Web {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let top = variable("GITHUB_WORKSPACE").and_then(|folder| Path::new(&folder).canonicalize().ok());
    let below = top.as_ref().zip(root.canonicalize().ok());
    let below = below.and_then(|(top, root)| root.strip_prefix(top).map(Path::to_path_buf).ok()).unwrap_or_default();
    let mut prefix = below.to_string_lossy().replace('\\', "/");
    if !prefix.is_empty() {
        prefix.push('/');
    }
    let repository = variable("GITHUB_SERVER_URL").zip(variable("GITHUB_REPOSITORY")).zip(variable("GITHUB_SHA"));
    let files = repository.map(|((server, name), version)| format!("{server}/{name}/blob/{version}"));
    let rules = top.filter(|top| top.join(RULE_PAGES).is_dir()).map(|_| RULE_PAGES.to_owned());
    // A stranger chooses the name of her branch: one that could be more than an address is left out.
    let is_address = |text: &String| {
        text.starts_with("https://") && text.chars().all(|c| c.is_ascii_alphanumeric() || ":/._-".contains(c))
    };
    let editor = variable("BACKSITE_EDITOR").filter(is_address);
    Web { prefix, files, rules, editor }
}

/// A path as a person in the current folder would name it.
pub(super) fn near(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let near = path.strip_prefix(&here).unwrap_or(path);
    if near.as_os_str().is_empty() { PathBuf::from(".") } else { near.to_path_buf() }
}

/// `1 entry`, `2 entries`.
pub(super) fn counted(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// Today, as the world's clock has it.
pub(super) fn today() -> Date {
    #[expect(
        clippy::disallowed_methods,
        reason = "whether a review is overdue is a question about today; no output depends on it"
    )]
    let now = std::time::SystemTime::now();
    let days = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400);
    Date::from_days(days)
}

/// The exit status for what was found.
pub(super) fn status(guide: &Guide, deny_warnings: bool) -> ExitCode {
    let failed = guide.has_errors() || deny_warnings && !guide.diagnostics.is_empty();
    ExitCode::from(u8::from(failed))
}

/// A line on the terminal that says what takes so long, from half a second on. It goes away when dropped.
pub(super) struct Progress {
    stop: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait.
    pub(super) fn new(what: &'static str) -> Self {
        if !io::stderr().is_terminal() {
            return Self { stop: None };
        }
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            if stopped.recv_timeout(Duration::from_millis(500)) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(io::stderr().lock(), "{what} ...");
                let _ = stopped.recv();
                let _ = write!(io::stderr().lock(), "\r\u{1b}[2K");
            }
        });
        Self { stop: Some((stop, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.stop.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}
