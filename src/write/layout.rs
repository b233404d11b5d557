//! Where artifacts may go: inside the folder, and not into each other's place on any file system.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::manifest;
use crate::artifact::Artifact;

/// Refuses paths that would leave the folder, and two that could not stand side by side.
///
/// Both are mistakes of the program, not of an author: nothing is written, here or on a system that would take them.
pub(super) fn check(artifacts: &[Artifact]) -> Result<()> {
    let mut seen = BTreeMap::new();
    for Artifact { path, .. } in artifacts {
        if !is_inside(path) {
            bail!("an artifact has the path `{}`, which is no place inside a site; {REPORT}", path.escape_debug());
        }
        if manifest::NAME.eq_ignore_ascii_case(path) {
            bail!("an artifact has the path `{path}`, which is kept for the list of what was built; {REPORT}");
        }
        for (place, is_file) in folders(path).map(|folder| (folder, false)).chain([(path.as_str(), true)]) {
            // Folders of one name may meet, if it is spelled alike; a file shares its name with nothing.
            match seen.insert(place.to_lowercase(), (place, is_file)) {
                Some((other, other_is_file)) if is_file || other_is_file || other != place => {
                    bail!("`{other}` and `{place}` cannot both be built, on some systems they are one name; {REPORT}");
                }
                _ => {}
            }
        }
    }
    Ok(())
}

const REPORT: &str = "this is a mistake in backsite, please report it";

/// Whether a path names something inside a folder, whatever the system.
pub(super) fn is_inside(path: &str) -> bool {
    !path.contains(['\\', '\0']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The folders a path passes through, outermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
