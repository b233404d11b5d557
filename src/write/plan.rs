//! The folder to be: what is new in it, what is kept, and what of the old one goes.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::Path;

use anyhow::{Error, Result, anyhow};
use rayon::prelude::*;

use super::survey::{Survey, above};
use super::{Written, disk, manifest, manifest::Manifest};
use crate::artifact::Artifact;

/// One thing in the folder to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// A folder; with what it was, if it was there.
    Folder(Option<&'a Metadata>),
    /// A file with these bytes.
    New(&'a [u8]),
    /// A file of the site that stays as it is.
    Kept,
    /// A foreign file.
    Foreign,
    /// A foreign symbolic link.
    Link,
}

/// The folder to be.
pub(super) struct Plan<'a> {
    /// All of it, by path from the folder. A folder comes before what is in it.
    pub(super) parts: BTreeMap<&'a OsStr, Part<'a>>,
    /// What the build will have done.
    pub(super) summary: Written,
    survey: &'a Survey,
    old: Option<&'a Manifest>,
}

impl<'a> Plan<'a> {
    /// Lays the artifacts over what stands in `folder`.
    pub(super) fn new(
        folder: &Path,
        survey: &'a Survey,
        old: Option<&'a Manifest>,
        new: &'a Manifest,
        artifacts: &'a [Artifact],
    ) -> Result<Self> {
        let mut plan = Self { parts: BTreeMap::new(), summary: Written::default(), survey, old };
        plan.add_folder(OsStr::new(""));

        let judged: Result<Vec<_>> = artifacts
            .par_iter()
            .map(|artifact| (artifact.path.as_str(), artifact.bytes.as_slice()))
            .chain([(manifest::NAME, new.bytes.as_slice())])
            .map(|(path, bytes)| Ok((OsStr::new(path), plan.judge(folder, OsStr::new(path), bytes)?)))
            .collect();
        for (path, part) in judged? {
            plan.parts.insert(path, part);
            plan.add_folders_above(path);
        }
        plan.add_foreign(folder)?;
        plan.summary = plan.count(artifacts);
        Ok(plan)
    }

    /// Whether the folder to be is the folder as it is.
    pub(super) fn changes_nothing(&self) -> bool {
        self.parts.len() == self.survey.len() && self.parts.values().all(|part| !matches!(part, Part::New(_)))
    }

    /// Whether a path is one that backsite writes or wrote.
    pub(super) fn is_built(&self, path: &OsStr) -> bool {
        self.was_built(path) || self.is_artifact(path)
    }

    /// Folders whose entries stay all as they are, with what they were.
    pub(super) fn unchanged_folders(&self) -> impl Iterator<Item = (&OsStr, &Metadata)> {
        let is_kept = |path: &OsStr| {
            matches!(self.parts.get(path), Some(Part::Folder(Some(_)) | Part::Kept | Part::Foreign | Part::Link))
        };
        let gone = self.survey.entries().map(|(path, _)| path).filter(|path| !is_kept(path));
        let come = self.parts.keys().copied().filter(|path| !is_kept(path));
        let changed: BTreeSet<&OsStr> = gone.chain(come).filter_map(above).collect();
        self.parts.iter().filter_map(move |(path, part)| match part {
            Part::Folder(Some(was)) if !changed.contains(path) => Some((*path, *was)),
            _ => None,
        })
    }

    /// Keeps all that backsite did not write. Its own folders stay only as long as something in them does.
    fn add_foreign(&mut self, folder: &Path) -> Result<()> {
        let our_folders = folders_of(self.old);
        for (path, found) in self.survey.entries() {
            let is_folder = found.is_dir();
            let is_ours = if is_folder { our_folders.contains(path) } else { self.owns(path, found) };
            let is_adopted = !is_folder && self.is_artifact(path);
            if is_ours || is_adopted {
                continue;
            }
            // A foreign thing can stand where a file must go, or under it; a foreign file, where a folder must go.
            let stands_on_a_folder = !is_folder && self.parts.contains_key(path);
            if self.is_artifact(path) || stands_on_a_folder || self.add_folders_above(path) {
                return Err(in_the_way(&folder.join(path)));
            }
            if is_folder {
                self.add_folder(path);
            } else {
                self.parts.insert(path, if found.is_symlink() { Part::Link } else { Part::Foreign });
            }
        }
        Ok(())
    }

    /// Whether what was found is a file that backsite wrote. Where it wrote a file and now stands something else, that is
    /// somebody's own.
    fn owns(&self, path: &OsStr, found: &Metadata) -> bool {
        found.is_file() && self.was_built(path)
    }

    fn was_built(&self, path: &OsStr) -> bool {
        path.to_str().is_some_and(|path| self.old.is_some_and(|old| old.lists(path)))
    }

    fn is_artifact(&self, path: &OsStr) -> bool {
        matches!(self.parts.get(path), Some(Part::New(_) | Part::Kept))
    }

    fn add_folder(&mut self, path: &'a OsStr) {
        let was = self.survey.get(path).filter(|found| found.is_dir());
        self.parts.entry(path).or_insert(Part::Folder(was));
    }

    /// Adds the folders a path passes through; says whether one of them is to be a file.
    fn add_folders_above(&mut self, path: &'a OsStr) -> bool {
        let mut path = path;
        while let Some(folder) = above(path) {
            match self.parts.get(folder) {
                Some(Part::Folder(_)) => return false,
                Some(_) => return true,
                None => self.add_folder(folder),
            }
            path = folder;
        }
        false
    }

    /// What becomes of an artifact, by what stands in its place.
    fn judge(&self, folder: &Path, path: &OsStr, bytes: &'a [u8]) -> Result<Part<'a>> {
        let full = folder.join(path);
        match self.survey.get(path) {
            None => Ok(Part::New(bytes)),
            // Gone with the pages in it, or found to be in the way when the foreign things in it are added.
            Some(found) if found.is_dir() => Ok(Part::New(bytes)),
            Some(found) if has_bytes(&full, found, bytes)? => Ok(Part::Kept),
            Some(found) if self.owns(path, found) => Ok(Part::New(bytes)),
            Some(_) => Err(in_the_way(&full)),
        }
    }

    fn count(&self, artifacts: &[Artifact]) -> Written {
        let is_kept = |artifact: &&Artifact| matches!(self.parts.get(OsStr::new(&artifact.path)), Some(Part::Kept));
        let unchanged = artifacts.iter().filter(is_kept).count();
        let is_stale = |path: &&OsStr| {
            let stood_there = self.survey.get(path).is_some_and(|found| self.owns(path, found));
            stood_there && !self.is_artifact(path)
        };
        let removed = self.old.into_iter().flat_map(Manifest::paths).map(OsStr::new).filter(is_stale).count();
        Written { written: artifacts.len() - unchanged, unchanged, removed }
    }
}

fn has_bytes(path: &Path, found: &Metadata, bytes: &[u8]) -> Result<bool> {
    if !found.is_file() || found.len() != bytes.len() as u64 {
        return Ok(false);
    }
    Ok(fs::read(path).map_err(|error| disk::refused("read", path, &error))? == bytes)
}

fn folders_of(manifest: Option<&Manifest>) -> BTreeSet<&OsStr> {
    let paths = manifest.into_iter().flat_map(Manifest::paths).map(OsStr::new);
    let mut folders = BTreeSet::from([OsStr::new("")]);
    for path in paths {
        let mut path = path;
        while let Some(folder) = above(path) {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    folders
}

fn in_the_way(path: &Path) -> Error {
    anyhow!(
        "`{}` was not written by backsite and stands where a file of the site must go; nothing was touched: move it away, \
         then build again",
        path.display()
    )
}
