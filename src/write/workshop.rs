//! The workshop: a folder beside the published one, for one build at a time.
//!
//! It holds `lock`, `new` (the staged folder; after an exchange, the one it replaced) and, only where the system cannot
//! exchange, `old` (the published folder between two renames and after them). Whoever holds the lock may do with the
//! others as below; since the system drops the lock with its process, what is found under it was left by a killed build.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use super::disk::{self, Disk};
use super::place::Place;

const LOCK: &str = "lock";
const NEW: &str = "new";
const OLD: &str = "old";

/// How long to wait for another build to be done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// How often to try again.
    pub(super) tries: u32,
    /// The time between two tries.
    pub(super) pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { tries: 200, pause: Duration::from_millis(50) }
    }
}

/// The workshop of a place, while it is ours. Left tidy however the build ends, unless it is killed.
pub(super) struct Workshop<'a> {
    disk: &'a Disk<'a>,
    place: &'a Place,
    /// None once the lock's file is gone: from then on the folder may be another build's.
    lock: Option<File>,
}

impl<'a> Workshop<'a> {
    /// Waits until no other build is at work, and clears away what a killed one left.
    pub(super) fn enter(disk: &'a Disk<'a>, place: &'a Place, patience: Patience) -> Result<Self> {
        for _ in 0..patience.tries {
            if let Some(lock) = claim(disk, &place.workshop)? {
                let workshop = Self { disk, place, lock: Some(lock) };
                workshop.restore()?;
                workshop.clear()?;
                return Ok(workshop);
            }
            thread::sleep(patience.pause);
        }
        bail!(
            "another backsite is writing to `{}`; let it finish (or stop it), then build again",
            place.folder.display()
        )
    }

    /// Where the folder to be is made.
    pub(super) fn new_tree(&self) -> PathBuf {
        self.place.workshop.join(NEW)
    }

    /// Puts the staged folder in the place of the published one, and says where that one is now, if there was one.
    pub(super) fn publish(&self) -> Result<Option<PathBuf>> {
        let (new, published) = (self.new_tree(), &self.place.folder);
        if published.symlink_metadata().is_err() {
            self.disk.rename(&new, published).map_err(|error| disk::refused("make", published, &error))?;
            return Ok(None);
        }
        match self.disk.exchange(&new, published) {
            Ok(()) => Ok(Some(new)),
            Err(error) if cannot_exchange(&error) => self.publish_by_two_renames().map(Some),
            Err(error) if matches!(error.kind(), ErrorKind::CrossesDevices | ErrorKind::ResourceBusy) => {
                Err(disk::mounted(published))
            }
            Err(error) => Err(disk::refused("exchange", published, &error)),
        }
    }

    /// Removes the old folder and the workshop itself.
    pub(super) fn close(mut self) -> Result<()> {
        self.tidy().map_err(|error| {
            anyhow!(
                "the new site is in place, but what was left of the old one in `{}` could not be removed: {error}; remove \
                 that folder by hand",
                self.place.workshop.display()
            )
        })
    }

    fn publish_by_two_renames(&self) -> Result<PathBuf> {
        let (new, old, published) = (self.new_tree(), self.old_tree(), &self.place.folder);
        self.disk.rename(published, &old).map_err(|error| disk::refused("move away", published, &error))?;
        if let Err(error) = self.disk.rename(&new, published) {
            self.disk.rename(&old, published).map_err(|second| {
                anyhow!(
                    "cannot put the new site at `{}` ({error}) nor the old one back ({second}); the old one is in `{}`: \
                     mend that, then build again, which puts it back",
                    published.display(),
                    old.display()
                )
            })?;
            return Err(disk::refused("exchange", published, &error));
        }
        Ok(old)
    }

    fn old_tree(&self) -> PathBuf {
        self.place.workshop.join(OLD)
    }

    /// Puts the old site back if a build was killed between the two renames.
    fn restore(&self) -> Result<()> {
        let (new, old, published) = (self.new_tree(), self.old_tree(), &self.place.folder);
        let is_there = |path: &Path| path.symlink_metadata().is_ok();
        if !is_there(&old) || !is_there(&new) && is_there(published) {
            return Ok(());
        }
        // Goes over an empty folder, and over nothing else.
        self.disk.rename(&old, published).map_err(|error| {
            anyhow!(
                "a build was killed before it had put the new site in place, and the old one, in `{}`, cannot be put back \
                 to `{}`: {error}; move away what stands there, then build again",
                old.display(),
                published.display()
            )
        })
    }

    fn clear(&self) -> Result<()> {
        for tree in [self.old_tree(), self.new_tree()] {
            self.disk
                .remove_tree(&tree)
                .map_err(|error| disk::refused("remove what a killed build left,", &tree, &error))?;
        }
        Ok(())
    }

    fn tidy(&mut self) -> io::Result<()> {
        self.disk.remove_tree(&self.old_tree())?;
        self.disk.remove_tree(&self.new_tree())?;
        self.disk.remove_file(&self.place.workshop.join(LOCK))?;
        self.lock = None;
        // Not empty, if another build has come in meanwhile.
        let _ = self.disk.remove_folder(&self.place.workshop);
        Ok(())
    }
}

impl Drop for Workshop<'_> {
    /// After a failure, which has been said and matters more: what cannot be removed now, the next build removes. An old
    /// folder may be all there is of the site; then nothing is removed, and the next build puts it back.
    fn drop(&mut self) {
        if self.lock.is_some() && self.old_tree().symlink_metadata().is_err() {
            let _ = self.tidy();
        }
    }
}

/// Takes the lock, if it is free.
fn claim(disk: &Disk, workshop: &Path) -> Result<Option<File>> {
    match disk.make_folder(workshop) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => match workshop.symlink_metadata() {
            Ok(found) if !found.is_dir() => return Err(not_ours(workshop, "it is not a folder")),
            _ => {}
        },
        Err(error) => return Err(disk::refused("make the folder", workshop, &error)),
    }
    let path = workshop.join(LOCK);
    let (lock, is_first) = match disk.open_lock(&path) {
        Ok(opened) => opened,
        // The other build was just leaving.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk::refused("write", &path, &error)),
    };
    match lock.try_lock() {
        Ok(()) if is_at(&lock, &path) => {}
        // The build that held it has removed it: the lock is on a file that nobody else will find.
        Ok(()) | Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(disk::refused("lock", &path, &error)),
    }
    check_contents(workshop, is_first).inspect_err(|_| {
        if is_first {
            let _ = disk.remove_file(&path);
        }
    })?;
    Ok(Some(lock))
}

fn is_at(file: &File, path: &Path) -> bool {
    let identity = |found: &Metadata| (found.dev(), found.ino());
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(held), Ok(found)) => identity(&held) == identity(&found),
        _ => false,
    }
}

/// Refuses a folder that has the workshop's name but is somebody's own.
fn check_contents(workshop: &Path, is_first: bool) -> Result<()> {
    for entry in fs::read_dir(workshop).map_err(|error| disk::refused("read", workshop, &error))? {
        let name = entry.map_err(|error| disk::refused("read", workshop, &error))?.file_name();
        // A build makes the lock before all else and removes it after all else.
        let is_ours = name == LOCK || !is_first && (name == NEW || name == OLD);
        if !is_ours {
            return Err(not_ours(workshop, &format!("it holds `{}`", name.display())));
        }
    }
    Ok(())
}

fn cannot_exchange(error: &io::Error) -> bool {
    // ENOSYS and ENOTSUP; EINVAL is what a file system says that knows no such flag.
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

fn not_ours(path: &Path, why: &str) -> anyhow::Error {
    anyhow!(
        "`{}` has the name of the folder backsite works in, but is none of backsite's ({why}); move it away, then build \
         again",
        path.display()
    )
}
