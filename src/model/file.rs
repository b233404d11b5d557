//! What one file of `content/` holds once it is read, before anything it names was looked up.

use super::Reference;
use super::exercise::Exercise;
use super::figure::Picture;
use super::mistake::Mistake;
use super::page::Page;
use super::plan::Plan;
use super::safety::Safety;
use super::settings::{Settings, Work};
use super::vocabulary::Vocabulary;

/// A file and what it names.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// What it holds.
    pub file: File,
    /// Everything it names that must exist elsewhere.
    pub references: Vec<Reference>,
    /// Whether its text could not be read at all: what it names nobody knows then.
    pub unread: bool,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum File {
    /// `exercises/*`.
    Exercise(Box<Exercise>),
    /// `mistakes/*`.
    Mistake(Box<Mistake>),
    /// `plans/*`.
    Plan(Box<Plan>),
    /// `pages/*`.
    Page(Box<Page>),
    /// `site.yaml`.
    Settings(Box<Settings>),
    /// `vocabulary.yaml`.
    Vocabulary(Vocabulary),
    /// `sources.yaml`.
    Works(Vec<Work>),
    /// `safety.yaml`.
    Safety(Box<Safety>),
    /// `pictures/*.svg`.
    Picture(Picture),
}

/// The four files that every guide has once, in `content/`.
pub const SINGLE_FILES: [&str; 4] = ["site.yaml", "vocabulary.yaml", "sources.yaml", "safety.yaml"];
