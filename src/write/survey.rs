//! What stands in a folder: every file, folder and link, none of the links followed.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use rustix::fs::Access;

use super::disk;

/// What was found, by path from the folder; the folder itself is the empty path. A folder comes before what is in it.
///
/// Paths are plain text of the system, since those of foreign files need not be UTF-8, and since `PathBuf` compares ten
/// times slower.
pub(super) struct Survey {
    entries: BTreeMap<OsString, Metadata>,
}

impl Survey {
    /// Looks through a folder; one that does not exist holds nothing.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut level = match folder.symlink_metadata() {
            Ok(found) => vec![(OsString::new(), found)],
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(disk::refused("read", folder, &error)),
        };
        let device = level.first().map(|(_, found)| found.dev());
        let mut entries = BTreeMap::new();
        while !level.is_empty() {
            let listed: Vec<_> =
                level.par_iter().map(|(path, found)| list(folder, path, found, device)).collect::<Result<_>>()?;
            entries.extend(level);
            let (folders, others) = listed.into_iter().flatten().partition(|(_, found)| found.is_dir());
            level = folders;
            entries.extend::<Vec<_>>(others);
        }
        Ok(Self { entries })
    }

    /// What stands at a path.
    pub(super) fn get(&self, path: impl AsRef<OsStr>) -> Option<&Metadata> {
        self.entries.get(path.as_ref())
    }

    /// Everything.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&OsStr, &Metadata)> {
        self.entries.iter().map(|(path, found)| (path.as_os_str(), found))
    }

    /// How much there is.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is there but, at most, a file of this name.
    pub(super) fn only_holds(&self, name: &str) -> bool {
        self.entries().all(|(path, found)| path.is_empty() || (path == name && found.is_file()))
    }

    /// Refuses a folder that could be read but not be removed or moved: better to know before than after the exchange.
    pub(super) fn check_writable(&self, folder: &Path) -> Result<()> {
        for (path, _) in self.entries().filter(|(_, found)| found.is_dir()) {
            let full = folder.join(path);
            rustix::fs::access(&full, Access::WRITE_OK | Access::EXEC_OK)
                .map_err(|error| disk::refused("write in the folder", &full, &error.into()))?;
        }
        Ok(())
    }

    /// Whether the folder is still the one that was looked through.
    ///
    /// A build of ours that changes anything exchanges it for another, and a folder's number may come again, but not with
    /// the time of its last change.
    pub(super) fn still_holds(&self, folder: &Path) -> bool {
        let identity = |found: &Metadata| (found.dev(), found.ino(), found.ctime(), found.ctime_nsec());
        self.get("").map(identity) == folder.symlink_metadata().ok().as_ref().map(identity)
    }
}

/// The folder above a path, as the survey names it.
pub(super) fn above(path: &OsStr) -> Option<&OsStr> {
    (!path.is_empty()).then(|| Path::new(path).parent().map_or(OsStr::new(""), Path::as_os_str))
}

/// What is directly in a folder.
fn list(root: &Path, path: &OsStr, found: &Metadata, device: Option<u64>) -> Result<Vec<(OsString, Metadata)>> {
    let folder = root.join(path);
    if device != Some(found.dev()) || is_mount_point(&folder) {
        return Err(disk::mounted(&folder));
    }
    let list = || {
        fs::read_dir(&folder)?
            .map(|entry| entry.and_then(|entry| Ok((join(path, &entry.file_name()), entry.metadata()?))))
            .collect::<io::Result<_>>()
    };
    list().map_err(|error| disk::refused("read", &folder, &error))
}

fn join(folder: &OsStr, name: &OsStr) -> OsString {
    let mut path = folder.to_owned();
    if !path.is_empty() {
        path.push("/");
    }
    path.push(name);
    path
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_mount_point(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    // A system too old to say so has said it by the device, or will by refusing the exchange.
    statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_mount_point(_: &Path) -> bool {
    false
}
