//! The manifest: what backsite wrote, path by path, with the SHA-256 of each file.
//!
//! The paths tell stale pages from foreign files. The hashes are for people: whoever holds a copy of the site can check
//! that it is what was built (`sha256sum`). Nothing is decided by them, since a build has the new bytes in memory and the
//! old ones on disk, and compares those.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::layout;
use super::survey::Survey;
use crate::artifact::Artifact;

/// Its name in the output folder.
pub(super) const NAME: &str = ".backsite.json";

/// The form this program writes and reads.
const VERSION: u32 = 1;

/// What a build wrote. Same artifacts, same bytes: sorted, with no clock and no path of the machine.
pub(super) struct Manifest {
    /// The file itself.
    pub(super) bytes: Vec<u8>,
    files: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Form<'a> {
    version: u32,
    files: &'a BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
struct Files {
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a site.
    pub(super) fn of(artifacts: &[Artifact]) -> Self {
        let files = artifacts.par_iter().map(|artifact| (artifact.path.clone(), sha256(&artifact.bytes))).collect();
        let form = Form { version: VERSION, files: &files };
        // A map of texts has nothing that JSON cannot say.
        let mut bytes = serde_json::to_vec_pretty(&form).unwrap_or_default();
        bytes.push(b'\n');
        Self { bytes, files }
    }

    /// The manifest that stands in a folder, if backsite has written there before.
    pub(super) fn read(folder: &Path, survey: &Survey) -> Result<Option<Self>> {
        let path = folder.join(NAME);
        if survey.get(NAME).is_none() {
            if survey.only_holds(".gitignore") {
                return Ok(None);
            }
            bail!(
                "`{}` holds files that backsite did not write (it has no `{NAME}`), and they might be somebody's work; \
                 empty the folder or move it away, then build again",
                folder.display()
            );
        }
        Self::parse(&path).map(Some).map_err(|error| {
            anyhow!(
                "`{}` does not tell what backsite wrote, so nothing was touched ({error:#}); put the file back as it was, \
                 or, if nothing in `{}` needs keeping, delete that folder; then build again",
                path.display(),
                folder.display()
            )
        })
    }

    fn parse(path: &Path) -> Result<Self> {
        if !path.symlink_metadata()?.is_file() {
            bail!("it is not a file");
        }
        let bytes = fs::read(path)?;
        match serde_json::from_slice(&bytes)? {
            Version { version: VERSION } => {}
            Version { version } => {
                bail!("its version is {version}, and this backsite knows version {VERSION}")
            }
        }
        let Files { files } = serde_json::from_slice(&bytes)?;
        if let Some(path) = files.keys().find(|path| !layout::is_inside(path)) {
            bail!("it lists `{}`, which is no place inside a site", path.escape_debug());
        }
        Ok(Self { bytes, files })
    }

    /// Whether backsite wrote this path.
    pub(super) fn lists(&self, path: &str) -> bool {
        path == NAME || self.files.contains_key(path)
    }

    /// Every path that backsite wrote, the manifest's own excepted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
