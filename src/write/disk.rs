//! Every change to the disk, a function each: an error names the path and ends with the way out.

use std::fs::{self, File, FileTimes, Metadata};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use anyhow::{Error, Result, anyhow};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    MakeFolder,
    WriteFile,
    HardLink,
    Copy,
    SymbolicLink,
    Dress,
    Flush,
    Exchange,
    Rename,
    Remove,
}

/// The disk, behind a gate that each change must pass.
///
/// The real gate is open. A test's refuses as a full disk would, or an old file system, or lets nothing pass any more, as
/// if the process had been killed.
pub(super) struct Disk<'a> {
    gate: &'a Gate<'a>,
}

pub(super) type Gate<'a> = dyn Fn(Change, &Path) -> io::Result<()> + Sync + 'a;

impl Disk<'static> {
    /// The disk as it is.
    pub(super) fn real() -> Self {
        Self { gate: &|_, _| Ok(()) }
    }
}

#[cfg(test)]
impl<'a> Disk<'a> {
    /// The disk behind a gate of one's own.
    pub(super) fn behind(gate: &'a Gate<'a>) -> Self {
        Self { gate }
    }
}

impl Disk<'_> {
    /// Makes a folder; one that is there already is an error.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.pass(Change::MakeFolder, path, || fs::create_dir(path))
    }

    /// Makes a folder and those above it, as far as they are missing.
    pub(super) fn make_folders(&self, path: &Path) -> Result<()> {
        self.pass(Change::MakeFolder, path, || fs::create_dir_all(path))
            .map_err(|error| refused("make the folder", path, &error))
    }

    /// Opens a file to lock it; says whether it had to be made for that.
    pub(super) fn open_lock(&self, path: &Path) -> io::Result<(File, bool)> {
        self.pass(Change::WriteFile, path, || match File::create_new(path) {
            Ok(file) => Ok((file, true)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Ok((File::options().write(true).open(path)?, false))
            }
            Err(error) => Err(error),
        })
    }

    /// Writes a file that is not there yet.
    pub(super) fn write_file(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.write_new(path, bytes).map_err(|error| refused("write", path, &error))
    }

    /// Writes a file that is not there yet.
    pub(super) fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.pass(Change::WriteFile, path, || File::create_new(path)?.write_all(bytes))
    }

    /// Writes into what is there: a device, a pipe.
    pub(super) fn write_into(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.pass(Change::WriteFile, path, || File::options().write(true).open(path)?.write_all(bytes))
    }

    /// Gives a file a second name; where it cannot have one, a copy with the same modification time.
    pub(super) fn keep_file(&self, from: &Path, to: &Path) -> Result<()> {
        let linked = self.pass(Change::HardLink, to, || fs::hard_link(from, to));
        let Err(error) = linked else { return Ok(()) };
        match error.kind() {
            // The folders are siblings: only something mounted over the file puts it on another device.
            ErrorKind::CrossesDevices => Err(mounted(from)),
            ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::AlreadyExists => Err(refused("write", to, &error)),
            _ => self.pass(Change::Copy, to, || copy(from, to)).map_err(|error| refused("copy", from, &error)),
        }
    }

    /// Makes a symbolic link like another one, wherever that leads.
    pub(super) fn keep_link(&self, from: &Path, to: &Path) -> Result<()> {
        self.pass(Change::SymbolicLink, to, || std::os::unix::fs::symlink(fs::read_link(from)?, to))
            .map_err(|error| refused("copy the link", from, &error))
    }

    /// Gives a folder the mode of the one it will replace, and its owner as far as we may.
    pub(super) fn dress(&self, path: &Path, like: &Metadata) -> Result<()> {
        self.pass(Change::Dress, path, || {
            let now = path.symlink_metadata()?;
            if now.gid() != like.gid() {
                pardon(chown(path, None, Some(like.gid())))?;
            }
            if now.uid() != like.uid() {
                pardon(chown(path, Some(like.uid()), None))?;
            }
            if now.mode() == like.mode() { Ok(()) } else { fs::set_permissions(path, like.permissions()) }
        })
        .map_err(|error| refused("set the mode of", path, &error))
    }

    /// Gives a folder the modification time of the one it will replace.
    pub(super) fn date(&self, path: &Path, like: &Metadata) -> Result<()> {
        self.pass(Change::Dress, path, || File::open(path)?.set_modified(like.modified()?))
            .map_err(|error| refused("set the time of", path, &error))
    }

    /// Brings what was staged to the disk, all at once: a tenth of the time that each file by itself would take.
    pub(super) fn flush(&self, tree: &Path) -> Result<()> {
        self.pass(Change::Flush, tree, || flush(tree)).map_err(|error| refused("bring to the disk", tree, &error))
    }

    /// Exchanges two folders in one step.
    pub(super) fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        self.pass(Change::Exchange, b, || exchange(a, b))
    }

    /// Gives something another name.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass(Change::Rename, to, || fs::rename(from, to))
    }

    /// Removes a folder and all in it, if it is there. Links in it are removed, never followed.
    pub(super) fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.pass(Change::Remove, path, || absent_is_fine(fs::remove_dir_all(path)))
    }

    /// Removes a file, if it is there.
    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.pass(Change::Remove, path, || absent_is_fine(fs::remove_file(path)))
    }

    /// Removes an empty folder, if it is there.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.pass(Change::Remove, path, || absent_is_fine(fs::remove_dir(path)))
    }

    fn pass<T>(&self, change: Change, path: &Path, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        (self.gate)(change, path)?;
        act()
    }
}

/// An error of the system in words, while the old site stands.
pub(super) fn refused(doing: &str, path: &Path, error: &io::Error) -> Error {
    let way_out = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space",
        ErrorKind::PermissionDenied => "give this user the right to write there, or build elsewhere",
        ErrorKind::ReadOnlyFilesystem => "make the file system writable, or build elsewhere",
        ErrorKind::AlreadyExists => "move it away, or rename it",
        _ => "mend that",
    };
    anyhow!(
        "cannot {doing} `{}`: {error}; the published site is as it was: {way_out}, then build again",
        path.display()
    )
}

/// Why a mount point cannot be written to, and what to do instead.
pub(super) fn mounted(path: &Path) -> Error {
    anyhow!(
        "`{}` is a mount point or belongs to another file system (or to a lower layer of a container's image), so the site \
         cannot be exchanged in one step; unmount it, or build into a new folder, inside it or elsewhere",
        path.display()
    )
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let found = from.symlink_metadata()?;
    if !found.is_file() {
        return Err(io::Error::new(ErrorKind::Unsupported, "it is neither a file, a folder nor a link"));
    }
    // The new file is first one we may write to; the mode comes last, as a file may be read-only.
    let mut copy = File::create_new(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    copy.set_times(FileTimes::new().set_modified(found.modified()?))?;
    copy.set_permissions(PermissionsExt::from_mode(found.mode()))
}

fn pardon(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        other => other,
    }
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn flush(tree: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(tree)?)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn flush(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
