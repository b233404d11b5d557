//! What changed in the guide's folder, and when all is quiet again.
//!
//! What the system tells is only that something happened: what it means is found by reading the folder. So all this decides is
//! when to read. Saving a file is several steps, often under another name, and a change of branch is a thousand: they are
//! waited for together, until nothing has happened for a moment.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, ErrorKind, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Signal;

/// The folder of the entries.
pub(super) const CONTENT: &str = "content";

/// What a guide is made from.
const FOLDERS: [&str; 2] = [CONTENT, "templates"];

/// Nothing happened for so long: what was going on is over. The steps of one save are a few milliseconds apart.
pub(super) const QUIET: Duration = Duration::from_millis(20);

/// So many paths are no save but a change of branch, or a copy of many files. Nobody waits for one of them, and what writes them
/// may pause on a busy machine.
const MANY: usize = 10;

/// Nothing happened for so long after many changes: what was going on is over.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(150);

/// An entry that is gone may be about to come back: some editors put the old file aside before they write the new one, and
/// wait for the disk in between.
const COMES_BACK: Duration = Duration::from_millis(60);

/// The longest that is waited for quiet: a program that writes on and on does not keep the site from being renewed.
const LONGEST: Duration = Duration::from_secs(1);

/// How often it is looked whether a folder that was not there has come.
const LOOK: Duration = Duration::from_secs(1);

/// How often the folder is looked through where the system does not tell.
const POLL: Duration = Duration::from_millis(500);

/// What changed since the last rebuild.
#[derive(Debug, Default)]
pub struct Changes {
    paths: BTreeSet<String>,
    began: Option<Instant>,
    waited: Waited,
}

/// What was waited for already.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Waited {
    #[default]
    Nothing,
    Quiet,
    Enough,
}

impl Changes {
    /// Paths from the guide's folder, `/` between folders, in order.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    pub(super) fn add(&mut self, path: String) {
        self.paths.insert(path);
        self.began.get_or_insert_with(Instant::now);
        self.waited = Waited::Nothing;
    }

    /// How long to wait for the next one; nothing when enough was waited.
    pub(super) fn patience(&self) -> Option<Duration> {
        let Some(began) = self.began else { return Some(LOOK) };
        match self.waited {
            _ if began.elapsed() >= LONGEST => None,
            Waited::Nothing if self.paths.len() >= MANY => Some(QUIET_AFTER_MANY),
            Waited::Nothing => Some(QUIET),
            Waited::Quiet => Some(COMES_BACK),
            Waited::Enough => None,
        }
    }

    /// All was quiet for a while. If an entry is gone, that is not enough.
    pub(super) fn wait_on(&mut self, root: &Path) {
        let is_entry = |path: &&String| matches!(path.rsplit('.').next(), Some("md" | "yaml"));
        let is_gone = |path: &String| !root.join(path).exists();
        self.waited = match self.waited {
            Waited::Nothing if self.paths.iter().filter(is_entry).any(is_gone) => Waited::Quiet,
            Waited::Nothing | Waited::Quiet | Waited::Enough => Waited::Enough,
        };
    }
}

/// A watch over the folders of a guide.
pub(super) struct Watch {
    root: PathBuf,
    sender: Sender<Signal>,
    watcher: Option<Box<dyn Watcher>>,
    /// Whether it looks by itself, because the system does not tell.
    polls: bool,
    /// Whether each of [`FOLDERS`] is watched.
    is_watched: [bool; 2],
}

impl Watch {
    /// Watches from now on. Where the system will not, [`Signal::Deaf`] says why.
    pub(super) fn new(root: &Path, poll: bool, sender: Sender<Signal>) -> Self {
        // Some systems tell of a path under its true name, whatever it was called.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut watch = Self { root, sender, watcher: None, polls: false, is_watched: [false; 2] };
        if poll {
            watch.poll();
        } else if let Err(error) = watch.listen() {
            watch.deaf(&error);
        }
        watch
    }

    /// Has the system tell of changes.
    fn listen(&mut self) -> notify::Result<()> {
        let hear = hear(self.root.clone(), self.sender.clone(), true);
        let mut watcher = RecommendedWatcher::new(hear, Config::default().with_follow_symlinks(false))?;
        // The folder above tells when one of the folders is put in another's place.
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        self.watcher = Some(Box::new(watcher));
        self.is_watched = [false; 2];
        self.watch_new().map(drop)
    }

    /// Looks the folders through again and again, from now on. Times of change are not enough: they are whole seconds here.
    pub(super) fn poll(&mut self) {
        self.polls = true;
        let hear = hear(self.root.clone(), self.sender.clone(), false);
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true).with_follow_symlinks(false);
        let watcher = PollWatcher::new(hear, config);
        self.watcher = watcher.ok().map(|watcher| Box::new(watcher) as Box<dyn Watcher>);
        self.is_watched = [false; 2];
        let _ = self.watch_new(); // Looking through is never refused.
    }

    /// Whether it looks by itself, because the system does not tell.
    pub(super) const fn polls(&self) -> bool {
        self.polls
    }

    /// Watches folders that are there and are not watched yet, and tells which.
    fn watch_new(&mut self) -> notify::Result<Vec<&'static str>> {
        let mut new = Vec::new();
        let Some(watcher) = &mut self.watcher else { return Ok(new) };
        for (folder, is_watched) in FOLDERS.into_iter().zip(&mut self.is_watched) {
            let path = self.root.join(folder);
            if *is_watched || !path.is_dir() {
                continue;
            }
            match watcher.watch(&path, RecursiveMode::Recursive) {
                Ok(()) => {
                    *is_watched = true;
                    new.push(folder);
                }
                Err(error) if is_absence(&error) => {} // Gone again.
                Err(error) => return Err(error),
            }
        }
        Ok(new)
    }

    /// Folders that have come are changes.
    pub(super) fn find(&mut self, changes: &mut Changes) {
        match self.watch_new() {
            Ok(new) => new.into_iter().for_each(|folder| changes.add(folder.to_owned())),
            Err(error) => self.deaf(&error),
        }
    }

    /// Where a whole folder came, went or was put in another's place, the watch over the old one is of no use any more.
    pub(super) fn renew(&mut self, path: &str) {
        let Some(number) = FOLDERS.iter().position(|folder| *folder == path) else { return };
        if let Some(watcher) = &mut self.watcher {
            let _ = watcher.unwatch(&self.root.join(path)); // It may be gone with its folder.
        }
        self.is_watched[number] = false;
        if let Err(error) = self.watch_new() {
            self.deaf(&error);
        }
    }

    fn deaf(&self, error: &notify::Error) {
        let _ = self.sender.send(Signal::Deaf(in_words(error))); // The loop that hears it has made this watch.
    }
}

/// What is done with what a watcher tells. `listens`: whether the system tells it.
fn hear(
    root: PathBuf,
    sender: Sender<Signal>,
    listens: bool,
) -> impl Fn(notify::Result<notify::Event>) + Send + 'static {
    move |heard| {
        let send = |signal| drop(sender.send(signal)); // A loop that has ended wants to hear nothing.
        match heard {
            Ok(event) if event.need_rescan() => send(Signal::Changed(CONTENT.to_owned())),
            Ok(event) if is_change(event.kind) => {
                event.paths.iter().filter_map(|path| of_guide(&root, path)).map(Signal::Changed).for_each(send);
            }
            Err(error) if listens && matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                send(Signal::Deaf(in_words(&error)));
            }
            Err(_) if listens => send(Signal::Changed(CONTENT.to_owned())),
            // Something was read; or a folder that is looked through is not there, which is told as removed.
            Ok(_) | Err(_) => {}
        }
    }
}

/// Whether something changed; that a file was read, by us perhaps, is no change.
const fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => matches!(access, AccessKind::Close(AccessMode::Write)),
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// The path from the guide's folder, if a guide is made from what is there: hidden files are nobody's entries.
fn of_guide(root: &Path, path: &Path) -> Option<String> {
    let mut names = Vec::new();
    for component in path.strip_prefix(root).ok()?.components() {
        match component {
            Component::Normal(name) => names.push(name.to_string_lossy()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => return None,
        }
    }
    let is_ours = FOLDERS.contains(&names.first()?.as_ref()) && !names.iter().any(|name| name.starts_with('.'));
    is_ours.then(|| names.join("/"))
}

fn is_absence(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn in_words(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "it watches no more files (fs.inotify.max_user_watches)".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, ModifyKind};

    use super::*;

    #[test]
    fn only_what_a_guide_is_made_from_is_heard() {
        let of = |path: &str| of_guide(Path::new("/a/guide"), Path::new(path));
        assert_eq!(of("/a/guide/content/exercises/bridge.md").as_deref(), Some("content/exercises/bridge.md"));
        assert_eq!(of("/a/guide/templates").as_deref(), Some("templates"));
        for other in [
            "/a/guide",
            "/a/guide/public/content/x.md",
            "/a/guide/contents/x.md",
            "/a/content/x.md",
            "/a/guide/content/exercises/.bridge.md.swp",
            "/a/guide/content/.git/x.md",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn reading_is_no_change() {
        assert!(!is_change(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(!is_change(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(is_change(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(is_change(EventKind::Modify(ModifyKind::Data(DataChange::Any))));
    }

    #[test]
    fn many_changes_are_waited_for_longer_than_one() {
        let mut changes = Changes::default();
        changes.add("content/exercises/a.md".to_owned());
        assert_eq!(changes.patience(), Some(QUIET));
        (0..MANY).for_each(|n| changes.add(format!("content/exercises/{n}.md")));
        assert_eq!(changes.patience(), Some(QUIET_AFTER_MANY));
    }

    #[test]
    fn an_entry_that_is_gone_is_waited_for() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let waits = |path: &str| {
            let mut changes = Changes::default();
            changes.add(path.to_owned());
            let mut waits = 0;
            while changes.waited != Waited::Enough {
                changes.wait_on(here);
                waits += 1;
            }
            waits
        };
        assert_eq!(waits("content/site.yaml"), 1);
        assert_eq!(waits("content/exercises/is-not-there.md"), 2);
        assert_eq!(waits("content/exercises/4913"), 1);
    }
}
