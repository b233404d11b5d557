//! The guide from memory, to the browsers of this machine alone, renewed while its author writes.
//!
//! One loop waits until something in the folder has changed and is quiet again, makes the whole site anew (a [`Snapshot`]),
//! and puts it on the [`Stage`] in one step. Threads of the [`server`] answer from what stands there: a request sees one
//! snapshot, old or new, never a mixture. An address is looked up among the site's files in memory; no path of the disk
//! is ever made from it. A snapshot with errors is not put up: the last good one stays, and the findings are laid over it.
//!
//! Nothing is written to the disk.

mod findings;
mod http;
mod reply;
mod server;
mod snapshot;
mod stage;
mod watch;

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use self::snapshot::Snapshot;
use self::stage::Stage;
pub use self::watch::Changes;
use self::watch::Watch;
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::model::Date;
use crate::pipeline::Guide;

/// Rebuilds after which work that nobody asked for is forgotten.
const TURNS_KEPT: usize = 20;

/// How often the folder is read before it counts as refused.
const TRIES: u32 = 3;

/// How long until a folder that the machine would not read is tried again by itself.
const AGAIN: Duration = Duration::from_secs(2);

/// What is served, and how.
#[derive(Debug)]
pub struct Options {
    /// The guide's folder.
    pub root: PathBuf,
    /// The port that is wanted; where it is taken, the next free one is.
    pub port: u16,
    /// Whether the folder is looked through again and again, instead of waiting for the system to tell of changes.
    pub poll: bool,
    /// The day by which reviews are judged.
    pub today: Option<Date>,
    /// Work of earlier builds.
    pub cache: Cache,
}

/// What there is to tell while a guide is served.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site can be asked for at this address. It is whole, or a page says what keeps it from being so.
    Ready {
        /// With the port, and a slash at its end.
        address: &'a str,
        /// The port.
        port: u16,
    },
    /// The guide was made anew, and what was found.
    Built {
        /// The guide as it is now.
        guide: &'a Guide,
        /// What changed, from the guide's folder; nothing at the beginning.
        changed: &'a Changes,
        /// How many files the site has.
        n_files: usize,
        /// Whether the new site is shown; or else the last good one is, if there was one.
        shown: bool,
        /// From the end of the change to the new site.
        took: Duration,
    },
    /// What the sheets that somebody asked for have brought to light.
    Sheets {
        /// The guide that they were made from.
        guide: &'a Guide,
        /// What was found.
        found: &'a [Diagnostic],
    },
    /// The system does not tell of changes, and why; the folder is looked through instead.
    Polling(&'a str),
    /// The machine refuses to read the guide's folder. It is tried again.
    Refused(&'a anyhow::Error),
}

/// What wakes the loop.
enum Signal {
    /// A file or folder of the guide changed: its path from the guide's folder.
    Changed(String),
    /// The system no longer tells of changes.
    Deaf(String),
    /// What the sheets of a snapshot have brought to light.
    Sheets(Arc<Snapshot>, Vec<Diagnostic>),
}

/// Serves the guide until the process ends, and tells of everything that happens.
///
/// # Errors
///
/// When no port can be listened on, or the guide cannot be read to begin with.
pub fn run(options: Options, mut tell: impl FnMut(&Event)) -> anyhow::Result<Infallible> {
    let Options { root, port, poll, today, cache } = options;
    let listener = server::listen(port)?;
    let port = listener.local_addr().context("the port that is listened on has no number")?.port();
    let (sender, signals) = mpsc::channel();
    let stage = Arc::new(Stage::new(cache));
    let watch = Watch::new(&root, poll, sender.clone());
    let mut making = Making { root, today, stage: Arc::clone(&stage), watch, signals };
    making.make(&Changes::default(), &mut tell)?;
    server::start(listener, port, stage, sender)?;
    tell(&Event::Ready { address: &format!("http://127.0.0.1:{port}/"), port });
    let mut is_refused = false;
    loop {
        let changes = making.wait(is_refused.then_some(AGAIN), &mut tell);
        let made = making.make(&changes, &mut tell);
        if let (Err(refused), false) = (&made, is_refused) {
            tell(&Event::Refused(refused));
        }
        is_refused = made.is_err();
    }
}

/// The loop's own side: the folder, and what it makes of it.
struct Making {
    root: PathBuf,
    today: Option<Date>,
    stage: Arc<Stage>,
    watch: Watch,
    signals: Receiver<Signal>,
}

impl Making {
    /// Makes the site as the folder has it now, and puts it on the stage.
    fn make(&mut self, changed: &Changes, tell: &mut impl FnMut(&Event)) -> anyhow::Result<()> {
        let began = Instant::now();
        let mut tries = 1;
        let (guide, files) = loop {
            match snapshot::make(&self.root, self.today, self.stage.cache()) {
                Ok(made) => break made,
                Err(refused) if tries == TRIES => return Err(refused),
                // A file that vanished while it was read: a moment later the folder is whole again.
                Err(_) => std::thread::sleep(watch::QUIET * tries),
            }
            tries += 1;
        };
        self.stage.cache().turn(TURNS_KEPT);
        let n_files = files.len();
        if guide.has_errors() {
            self.stage.keep(&guide);
            tell(&Event::Built { guide: &guide, changed, n_files, shown: false, took: began.elapsed() });
        } else {
            let snapshot = self.stage.put(guide, files);
            tell(&Event::Built { guide: snapshot.guide(), changed, n_files, shown: true, took: began.elapsed() });
        }
        Ok(())
    }

    /// Waits until something has changed and all is quiet, or at most for `again`.
    fn wait(&mut self, again: Option<Duration>, tell: &mut impl FnMut(&Event)) -> Changes {
        let mut changes = Changes::default();
        let began = Instant::now();
        while let Some(patience) = changes.patience() {
            match self.signals.recv_timeout(patience) {
                Ok(Signal::Changed(path)) => {
                    self.watch.renew(&path);
                    changes.add(path);
                }
                Ok(Signal::Deaf(_)) if self.watch.polls() => {} // It was told already.
                Ok(Signal::Deaf(why)) => {
                    tell(&Event::Polling(&why));
                    self.watch.poll();
                    changes.add(watch::CONTENT.to_owned()); // Whatever changed unheard.
                }
                Ok(Signal::Sheets(snapshot, found)) => {
                    self.stage.add(&snapshot, &found);
                    tell(&Event::Sheets { guide: snapshot.guide(), found: &found });
                }
                Err(_) if changes.is_empty() => {
                    self.watch.find(&mut changes);
                    if again.is_some_and(|again| began.elapsed() >= again) {
                        break;
                    }
                }
                Err(_) => changes.wait_on(&self.root),
            }
        }
        changes
    }
}
