//! The guide from memory, to the browsers of this machine alone, renewed while its author writes.
//!
//! One loop waits until something in the folder has changed and is quiet again, reads and checks the guide anew, and puts its
//! site (a [`Snapshot`]) on the [`Stage`] in one step. Threads of the [`server`] answer from what stands there: a request sees one
//! snapshot, old or new, never a mixture. An address is looked up among the site's files in memory; no path of the disk
//! is ever made from it. A guide with errors is not put up: the last good site
//! stays, and the findings are laid over it. Where only content has changed, the site is shown before all its files are made; an error
//! that making them brings to light puts the last good one back.
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
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use self::snapshot::Snapshot;
use self::stage::Stage;
pub use self::watch::Changes;
use self::watch::Watch;
use crate::cache::Cache;
use crate::diagnostic::{self, Diagnostic};
use crate::model::Date;
use crate::parse::memory::Memory;
use crate::pipeline::{self, Guide};

/// Rebuilds after which work that nobody asked for is forgotten.
const TURNS_KEPT: usize = 20;

/// How often the folder is read before it counts as refused.
const TRIES: u32 = 3;

/// How long making all files waits after a site is shown, so that the page that is looked at goes first.
const PAGE_FIRST: Duration = Duration::from_millis(100);

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
        /// How many files the site has, where they are made already.
        n_files: Option<usize>,
        /// Whether the new site is shown; or else the last good one is, if there was one.
        shown: bool,
        /// From the end of the change to the new site.
        took: Duration,
    },
    /// What has come to light since a site was shown: by the sheets that somebody asked for, or by making all its files.
    Found {
        /// The guide that they were made from.
        guide: &'a Guide,
        /// What was found.
        found: &'a [Diagnostic],
        /// Whether the site is still shown; or else the one before it is again.
        shown: bool,
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
    Found(Arc<Snapshot>, Vec<Diagnostic>),
    /// What making all files of a snapshot has brought to light.
    Made(Arc<Snapshot>, Vec<Diagnostic>),
    /// Making them failed in a way that is a fault of this program.
    Broken,
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
    let memory = Memory::default();
    let mut making = Making { root, today, stage: Arc::clone(&stage), watch, memory, sender: sender.clone(), signals };
    making.make(&Changes::default(), &mut tell)?;
    server::start(listener, port, stage, sender)?;
    tell(&Event::Ready { address: &format!("http://127.0.0.1:{port}/"), port });
    let mut is_refused = false;
    loop {
        let changes = making.wait(is_refused.then_some(AGAIN), &mut tell)?;
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
    memory: Memory,
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
}

impl Making {
    /// Makes the site as the folder has it now, and puts it on the stage.
    fn make(&mut self, changed: &Changes, tell: &mut impl FnMut(&Event)) -> anyhow::Result<()> {
        let began = Instant::now();
        let guide = self.read()?;
        self.stage.cache().turn(TURNS_KEPT);
        if guide.has_errors() {
            self.stage.keep(&guide);
            tell(&Event::Built { guide: &guide, changed, n_files: None, shown: false, took: began.elapsed() });
            return Ok(());
        }
        match self.stage.put_early(guide) {
            Ok(snapshot) => {
                let guide = snapshot.guide();
                tell(&Event::Built { guide, changed, n_files: None, shown: true, took: began.elapsed() });
                self.make_rest(snapshot);
            }
            Err(guide) => self.make_whole(*guide, changed, began, tell),
        }
        Ok(())
    }

    /// Reads and checks the guide.
    fn read(&mut self) -> anyhow::Result<Guide> {
        let mut tries = 1;
        loop {
            match pipeline::check_again(&self.root, self.today, &mut self.memory) {
                Ok(guide) => return Ok(guide),
                Err(refused) if tries == TRIES => return Err(refused),
                // A file that vanished while it was read: a moment later the folder is whole again.
                Err(_) => std::thread::sleep(watch::QUIET * tries),
            }
            tries += 1;
        }
    }

    /// Makes every file of a site, then shows it.
    fn make_whole(&self, mut guide: Guide, changed: &Changes, began: Instant, tell: &mut impl FnMut(&Event)) {
        let artifacts = pipeline::render(&mut guide, snapshot::OPTIONS, self.stage.cache());
        let n_files = Some(artifacts.len());
        if guide.has_errors() {
            self.stage.keep(&guide);
            tell(&Event::Built { guide: &guide, changed, n_files, shown: false, took: began.elapsed() });
        } else {
            let snapshot = self.stage.put(guide, artifacts);
            tell(&Event::Built { guide: snapshot.guide(), changed, n_files, shown: true, took: began.elapsed() });
        }
    }

    /// Makes every file of a site that is shown already, beside the loop, once the page that is looked at has been sent.
    fn make_rest(&self, snapshot: Arc<Snapshot>) {
        let (stage, sender) = (Arc::clone(&self.stage), self.sender.clone());
        let make = {
            let snapshot = Arc::clone(&snapshot);
            move || {
                std::thread::sleep(PAGE_FIRST);
                let made = panic::catch_unwind(AssertUnwindSafe(|| stage.make_files_of(&snapshot)));
                let signal = made.map_or(Signal::Broken, |found| Signal::Made(snapshot, found));
                let _ = sender.send(signal); // The loop ends with the process.
            }
        };
        if std::thread::Builder::new().spawn(make).is_err() {
            // No thread is to be had: the loop does it.
            let found = self.stage.make_files_of(&snapshot);
            let _ = self.sender.send(Signal::Made(snapshot, found));
        }
    }

    /// Waits until something has changed and all is quiet, or at most for `again`.
    ///
    /// # Errors
    ///
    /// When the program has failed beside the loop.
    fn wait(&mut self, again: Option<Duration>, tell: &mut impl FnMut(&Event)) -> anyhow::Result<Changes> {
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
                // Of a site that is not shown any more there is nothing to tell.
                Ok(Signal::Found(snapshot, _) | Signal::Made(snapshot, _)) if !self.stage.shows(&snapshot) => {}
                Ok(Signal::Found(snapshot, found)) => {
                    self.stage.add(&snapshot, &found);
                    tell(&Event::Found { guide: snapshot.guide(), found: &found, shown: true });
                }
                Ok(Signal::Made(snapshot, found)) if !found.is_empty() => {
                    let shown = !diagnostic::has_error(&found);
                    if shown {
                        self.stage.add(&snapshot, &found);
                    } else {
                        self.stage.withdraw(&snapshot, &found);
                    }
                    tell(&Event::Found { guide: snapshot.guide(), found: &found, shown });
                }
                Ok(Signal::Made(..)) => {}
                Ok(Signal::Broken) => {
                    anyhow::bail!("the site could not be made, which is a fault of backsite; start it again")
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
        Ok(changes)
    }
}
