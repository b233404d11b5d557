//! Files that were read before: what a text came to is what the same text comes to.
//!
//! A text is the same if it stands at the same path, under the same number and letter for letter: then every place in it is
//! the same too. A file that comes or goes gives those behind it other numbers, and they are read again.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Outcome, content, file, gathered};
use crate::diagnostic::Reported;
use crate::model::file::Parsed;
use crate::source::{Source, SourceId, Sources};

/// What the files of a guide came to when they were read last.
#[derive(Debug, Default)]
pub struct Memory {
    files: HashMap<SourceId, Arc<Remembered>>,
}

#[derive(Debug)]
struct Remembered {
    source: Source,
    outcome: Outcome,
}

impl Memory {
    /// Reads every file of `content/` as [`super::entries`] does, those that are the same as last time from memory.
    #[must_use]
    pub fn entries(&mut self, sources: &Sources) -> Reported<Vec<Parsed>> {
        let content: Vec<(SourceId, &Source)> = content(sources).collect();
        let read = |(id, source): (SourceId, &Source)| {
            let before = self.files.get(&id).filter(|before| before.source == *source);
            let now = before
                .cloned()
                .unwrap_or_else(|| Arc::new(Remembered { source: source.clone(), outcome: file(id, source) }));
            let outcome = now.outcome.clone();
            ((id, now), outcome)
        };
        let (files, outcomes) = content.into_par_iter().map(read).unzip::<_, _, Vec<_>, Vec<_>>();
        self.files = files.into_iter().collect();
        gathered(outcomes)
    }
}
