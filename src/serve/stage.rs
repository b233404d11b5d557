//! What readers see now, and how they hear that it is another.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::findings;
use super::snapshot::Snapshot;
use crate::artifact::Artifact;
use crate::cache::Cache;
use crate::diagnostic::{self, Diagnostic, Format};
use crate::pipeline::Guide;

/// The snapshot that is shown, and what is found about the guide as it is now.
#[derive(Debug)]
pub(super) struct Stage {
    cache: Cache,
    scene: Mutex<Scene>,
    changed: Condvar,
    /// Held by who makes all files of a site: two at once would be slower than one after the other.
    workplace: Mutex<()>,
}

/// What is on the stage.
#[derive(Debug, Default)]
struct Scene {
    /// The last good site; none before there was one.
    snapshot: Option<Arc<Snapshot>>,
    /// Whether the folder has changed since into one with errors.
    is_behind: bool,
    /// What was found about the guide as it is now.
    findings: Vec<Value>,
    /// The same as one text, for a browser that runs no programs; kept only while there is no site.
    text: String,
    /// Counts every change of all this.
    number: u64,
}

impl Scene {
    fn shows(&self, snapshot: &Arc<Snapshot>) -> bool {
        self.snapshot.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, snapshot))
    }
}

/// What a browser is told.
#[derive(Debug)]
pub(super) struct News {
    /// Its number: later ones have higher ones.
    pub(super) number: u64,
    /// One object: the id of the site, its style sheets, findings.
    pub(super) json: String,
}

impl Stage {
    /// A stage with nothing on it.
    pub(super) fn new(cache: Cache) -> Self {
        Self { cache, scene: Mutex::default(), changed: Condvar::new(), workplace: Mutex::default() }
    }

    /// Work of earlier builds and rebuilds.
    pub(super) const fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The site that is shown.
    pub(super) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.scene().snapshot.clone()
    }

    /// Shows the site of a guide without errors, instead of the one before it, and gives it back.
    pub(super) fn put(&self, guide: Guide, artifacts: Vec<Artifact>) -> Arc<Snapshot> {
        let before = self.snapshot();
        self.show(Snapshot::new(guide, artifacts, before.as_deref(), self.next_id()))
    }

    /// Shows the site of a guide without errors before its files are made, if only content has changed. Gives the guide back
    /// if more has.
    pub(super) fn put_early(&self, guide: Guide) -> Result<Arc<Snapshot>, Box<Guide>> {
        match self.snapshot() {
            Some(before) if guide.theme.has_files_of(&before.guide().theme) => {
                let id = if before.is_of(&guide) { before.id().to_owned() } else { self.next_id() };
                Ok(self.show(Snapshot::early(guide, &before, id)))
            }
            Some(_) | None => Err(Box::new(guide)),
        }
    }

    /// An id that no site had. With the number of the process: another run of this program begins to count anew.
    fn next_id(&self) -> String {
        format!("{}-{}", std::process::id(), self.scene().number + 1)
    }

    fn show(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        let findings = findings::views(&snapshot.guide().diagnostics, &snapshot.guide().sources);
        self.change(|scene| {
            scene.snapshot = Some(Arc::clone(&snapshot));
            scene.is_behind = false;
            scene.findings = findings;
            scene.text = String::new();
        });
        snapshot
    }

    /// Whether this is what is shown.
    pub(super) fn shows(&self, snapshot: &Arc<Snapshot>) -> bool {
        self.scene().shows(snapshot)
    }

    /// Makes all files of a site, if it is still shown when those before it are done; tells what came to light.
    pub(super) fn make_files_of(&self, snapshot: &Arc<Snapshot>) -> Vec<Diagnostic> {
        let _turn = self.workplace.lock().unwrap_or_else(PoisonError::into_inner);
        if self.shows(snapshot) {
            return snapshot.make(&self.cache);
        }
        snapshot.give_up();
        Vec::new()
    }

    /// Shows the last good site again instead of this one, and lays over it what was found when its files were made.
    pub(super) fn withdraw(&self, snapshot: &Arc<Snapshot>, found: &[Diagnostic]) {
        let findings = findings::views(found, &snapshot.guide().sources);
        self.change(|scene| {
            if scene.shows(snapshot) {
                scene.snapshot = snapshot.before().or_else(|| scene.snapshot.take());
                if !scene.is_behind {
                    scene.findings.splice(0..0, findings); // What is found about a newer guide counts more.
                }
                scene.is_behind = true;
            }
        });
    }

    /// Keeps the site that is shown, and lays over it what was found about a guide with errors.
    pub(super) fn keep(&self, guide: &Guide) {
        let findings = findings::views(&guide.diagnostics, &guide.sources);
        let text = if self.snapshot().is_none() {
            diagnostic::render(&guide.diagnostics, &guide.sources, Format::Human, false)
        } else {
            String::new()
        };
        self.change(|scene| {
            scene.is_behind = true;
            scene.findings = findings;
            scene.text = text;
        });
    }

    /// Adds what the sheets of a snapshot have brought to light, if it is still of the guide as it is now.
    pub(super) fn add(&self, snapshot: &Arc<Snapshot>, found: &[Diagnostic]) {
        let findings = findings::views(found, &snapshot.guide().sources);
        self.change(|scene| {
            if scene.shows(snapshot) && !scene.is_behind {
                // What is wrong with all sheets is told by those of each plan.
                let new: Vec<Value> = findings.into_iter().filter(|found| !scene.findings.contains(found)).collect();
                scene.findings.extend(new);
            }
        });
    }

    /// What was found, as one text, while there is no site to show.
    pub(super) fn text(&self) -> String {
        self.scene().text.clone()
    }

    /// What there is to tell a browser that has heard the news of this number; nothing if nothing changes for so long.
    pub(super) fn news(&self, heard: Option<u64>, patience: Duration) -> Option<News> {
        let is_old = |scene: &mut Scene| heard == Some(scene.number);
        let waited = self.changed.wait_timeout_while(self.scene(), patience, is_old);
        let (mut scene, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if is_old(&mut scene) {
            return None;
        }
        let site = scene.snapshot.as_ref();
        let json = json!({
            "site": site.map_or("", |site| site.id()),
            "styles": site.map(|site| site.styles().collect::<Vec<_>>()).unwrap_or_default(),
            "behind": scene.is_behind,
            "findings": scene.findings,
        });
        Some(News { number: scene.number, json: json.to_string() })
    }

    fn change(&self, change: impl FnOnce(&mut Scene)) {
        let mut scene = self.scene();
        change(&mut scene);
        scene.number += 1;
        drop(scene);
        self.changed.notify_all();
    }

    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.scene.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
