//! Where the site is published, and the workshop beside it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::disk::{self, Disk};

/// A published folder, or the place for one.
pub(super) struct Place {
    /// The folder itself, not a symbolic link to it. It may not exist yet; the one above it does.
    pub(super) folder: PathBuf,
    /// Its sibling, on the same file system, where the new site is made.
    pub(super) workshop: PathBuf,
}

impl Place {
    /// The place a path means. A symbolic link to a folder means that folder.
    pub(super) fn find(disk: &Disk, path: &Path) -> Result<Self> {
        // A slash at the end would make the system follow a link before we see it.
        let path = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => parent.join(name),
            _ => path.to_owned(),
        };
        let folder = match path.symlink_metadata() {
            Ok(found) if found.is_symlink() => match path.canonicalize() {
                Ok(real) if real.is_dir() => real,
                _ => bail!(
                    "`{}` is a symbolic link that leads to no folder; point it at one or remove it, then build again",
                    path.display()
                ),
            },
            Ok(found) if found.is_dir() => path,
            Ok(_) => {
                bail!("`{}` is not a folder, the site cannot go there; move it away, then build again", path.display())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => path,
            Err(error) => return Err(disk::refused("read", &path, &error)),
        };
        Self::beside(disk, folder)
    }

    fn beside(disk: &Disk, folder: PathBuf) -> Result<Self> {
        let (Some(above), Some(name)) = (folder.parent(), folder.file_name()) else {
            bail!("`{}` cannot be exchanged for a new folder; build into a folder inside it", folder.display());
        };
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        if !above.exists() {
            disk.make_folders(above)?;
        }
        let mut sibling = OsString::from(".");
        sibling.push(name);
        sibling.push(".backsite");
        let workshop = above.join(sibling);
        Ok(Self { folder, workshop })
    }

    /// Whether a build is at work here, or one was killed.
    pub(super) fn workshop_exists(&self) -> bool {
        self.workshop.symlink_metadata().is_ok()
    }
}
