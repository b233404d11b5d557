//! What a build makes: files that do not yet know a disk.

/// One file of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes, from the root of the site: `exercises/cat-cow/index.html`, `/` between folders, no `..`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}
