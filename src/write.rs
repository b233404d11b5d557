//! Artifacts to the output folder: the published site is the old one or the new one, never a mixture.
//!
//! # How
//!
//! 1. *Survey* what stands in the folder, and read the *manifest* of what backsite wrote there.
//! 2. *Plan* the folder to be: artifacts that stand there already are kept, foreign files and folders are kept, stale
//!    pages are not. If the plan is what stands there, the disk is not touched.
//! 3. *Stage* the plan in a sibling folder, the *workshop* (`.public.backsite/new` beside `public`): hard links for what
//!    is kept, files for what is new.
//! 4. *Exchange* the staged folder and the published one in one step, and remove the old one.
//!
//! # What is promised
//!
//! - **Killed at any moment**, the published folder is whole, old or new; the next build clears the workshop. Where the
//!   system cannot exchange two folders there is a moment between two renames without a published folder; a build killed
//!   in it leaves the old site in the workshop, and the next build begins by putting it back.
//! - **Power cut**: on Linux one `syncfs` before the exchange brings every staged byte to the disk, so that the exchange
//!   cannot be on it without them. Elsewhere the order is the file system's.
//! - **Two builds at once**: the workshop is locked (`flock`, which ends with its process, however that ends). The second
//!   build waits ten seconds and then says so.
//! - **Foreign files** (not in the manifest) are never changed or removed; one that stands where an artifact must go is
//!   an error, unless it has the artifact's bytes. What a file of the manifest held does not matter: its path is ours, so
//!   that a page withdrawn for safety goes even if someone has edited it. Foreign files that arrive during a build are
//!   carried over before the old folder goes, unless the build is killed just then.
//! - **Modification times** of files and folders that stay as they are stay too, and so do modes and, where we may, the
//!   owners of folders. Extended attributes of folders do not.
//! - **A mount point**, as the output folder or in it, is refused: it cannot be exchanged, and writing in place would
//!   publish a mixture.
//!
//! The published folder is another one (another inode) after each build that changed something. Who holds it open by
//! inode, such as a container into which it is mounted, keeps the old one: mount or serve the folder above it.

mod disk;
mod layout;
mod manifest;
mod place;
mod plan;
mod stage;
mod survey;
#[cfg(test)]
mod tests;
mod workshop;

use std::ffi::OsString;
use std::fs::Metadata;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use self::disk::Disk;
use self::manifest::Manifest;
use self::place::Place;
use self::plan::Plan;
use self::survey::Survey;
use self::workshop::{Patience, Workshop};
use crate::artifact::Artifact;

/// What a build did to the output folder, in files; the manifest is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// New, or with new bytes.
    pub written: usize,
    /// As they were.
    pub unchanged: usize,
    /// No longer built, and gone.
    pub removed: usize,
}

/// Makes `folder` hold exactly the artifacts and what in it is foreign.
///
/// # Errors
///
/// When the machine refuses, when the folder is not one backsite may write to, or when a foreign file is in the way. The
/// message names the path and the way out. Unless it says that the new site is in place, the old one is, untouched.
pub fn artifacts(folder: &Path, artifacts: &[Artifact]) -> Result<Written> {
    write(&Disk::real(), Patience::default(), folder, artifacts)
}

/// Writes one file that stands by itself: whole, or not at all. The folder it goes into is made.
///
/// # Errors
///
/// When the path is a folder's, or the machine refuses: the path, and what is wrong. Nothing is left behind.
pub fn file(path: &Path, bytes: &[u8]) -> Result<()> {
    write_file(&Disk::real(), path, bytes)
}

fn write_file(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<()> {
    // A link stays, and what it leads to is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let found = path.metadata().ok();
    if found.is_none() && path.is_symlink() {
        bail!("{} is a link to what is not there; remove it, or name another file", path.display());
    }
    if found.as_ref().is_some_and(Metadata::is_dir) {
        bail!("{} is a folder; name a file in it", path.display());
    }
    let written = if found.is_some_and(|found| !found.is_file()) {
        disk.write_into(&path, bytes) // A device or a pipe: it takes what comes, and no file may stand in its place.
    } else {
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let missing: Vec<&Path> = path.ancestors().skip(1).take_while(is_missing).collect();
        let mut made = Vec::new();
        let all_made = missing.into_iter().rev().try_for_each(|folder| match disk.make_folder(folder) {
            Ok(()) => {
                made.push(folder);
                Ok(())
            }
            Err(_) if folder.is_dir() => Ok(()), // Somebody else has made it meanwhile, or it is `new/..`.
            Err(error) => Err(error),
        });
        let written = all_made.and_then(|()| exchange_file(disk, &path, bytes));
        if written.is_err() {
            for folder in made.into_iter().rev() {
                let _ = disk.remove_folder(folder); // Why it failed is told below.
            }
        }
        written
    };
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Puts a file in its place when it is whole.
fn exchange_file(disk: &Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".backsite");
    let unfinished = path.with_file_name(name);
    disk.remove_file(&unfinished)?; // Of a run that was killed.
    let written = disk.write_new(&unfinished, bytes).and_then(|()| disk.rename(&unfinished, path));
    if written.is_err() {
        let _ = disk.remove_file(&unfinished); // Why it failed is told by the caller.
    }
    written
}

fn write(disk: &Disk, patience: Patience, folder: &Path, artifacts: &[Artifact]) -> Result<Written> {
    layout::check(artifacts)?;
    let manifest = Manifest::of(artifacts);
    let place = Place::find(disk, folder)?;

    // The look comes before the lock, so that a build with nothing to do asks for no right to write. What goes wrong in
    // it, for good or because another build is just exchanging the folder, comes to light again under the lock.
    if !place.workshop_exists()
        && let Ok(survey) = Survey::of(&place.folder)
        && let Ok(old) = Manifest::read(&place.folder, &survey)
        && let Ok(plan) = Plan::new(&place.folder, &survey, old.as_ref(), &manifest, artifacts)
    {
        if plan.changes_nothing() {
            return Ok(plan.summary);
        }
        let workshop = Workshop::enter(disk, &place, patience)?;
        if survey.still_holds(&place.folder) {
            return publish(disk, &place, workshop, &survey, &plan);
        }
    }
    let workshop = Workshop::enter(disk, &place, patience)?;
    let survey = Survey::of(&place.folder)?;
    let old = Manifest::read(&place.folder, &survey)?;
    let plan = Plan::new(&place.folder, &survey, old.as_ref(), &manifest, artifacts)?;
    publish(disk, &place, workshop, &survey, &plan)
}

fn publish(disk: &Disk, place: &Place, workshop: Workshop, survey: &Survey, plan: &Plan) -> Result<Written> {
    if !plan.changes_nothing() {
        survey.check_writable(&place.folder)?;
        stage::tree(disk, &place.folder, &workshop.new_tree(), plan)?;
        if let Some(retired) = workshop.publish()? {
            stage::carry_over(disk, &retired, &place.folder, survey, plan)?;
        }
    }
    workshop.close()?;
    Ok(plan.summary)
}
