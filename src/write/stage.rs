//! The folder to be, made in the workshop.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use rayon::prelude::*;

use super::disk::{self, Disk};
use super::plan::{Part, Plan};
use super::survey::Survey;

/// Makes the folder to be at `new`, with the help of the one at `old`.
pub(super) fn tree(disk: &Disk, old: &Path, new: &Path, plan: &Plan) -> Result<()> {
    for (path, part) in &plan.parts {
        if let Part::Folder(was) = part {
            let path = at(new, path);
            disk.make_folder(&path).map_err(|error| disk::refused("make the folder", &path, &error))?;
            was.map_or(Ok(()), |was| disk.dress(&path, was))?;
        }
    }
    plan.parts.par_iter().try_for_each(|(path, part)| match part {
        Part::Folder(_) => Ok(()),
        Part::New(bytes) => disk.write_file(&at(new, path), bytes),
        Part::Kept | Part::Foreign => disk.keep_file(&at(old, path), &at(new, path)),
        Part::Link => disk.keep_link(&at(old, path), &at(new, path)),
    })?;
    for (path, was) in plan.unchanged_folders() {
        disk.date(&at(new, path), was)?;
    }
    disk.flush(new)
}

/// Brings foreign files that came to the old folder while the new one was staged into the new one, before the old one
/// goes.
pub(super) fn carry_over(disk: &Disk, old: &Path, new: &Path, survey: &Survey, plan: &Plan) -> Result<()> {
    let identity = |found: &Metadata| (found.ino(), found.len(), found.mtime(), found.mtime_nsec());
    for (path, found) in Survey::of(old)?.entries() {
        let is_known = survey.get(path).map(identity) == Some(identity(found));
        if found.is_dir() || is_known || plan.is_built(path) {
            continue;
        }
        let came = at(new, path);
        if let Some(folder) = came.parent().filter(|folder| !folder.exists()) {
            disk.make_folders(folder)?;
        }
        disk.rename(&at(old, path), &came).map_err(|error| {
            anyhow!(
                "the new site is in place, but `{}`, which came while it was made, could not be kept ({error}); put it \
                 there again",
                came.display()
            )
        })?;
    }
    Ok(())
}

fn at(folder: &Path, path: &OsStr) -> PathBuf {
    folder.join(path)
}
