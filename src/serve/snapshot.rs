//! The site at one moment: every file that `build` would write, in memory.
//!
//! Where only content has changed, readers need not wait until all files are made: from the moment that the guide is known to be
//! without errors, a page is made for who asks for it, in the bytes that it will have when all are there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::http;
use crate::artifact::Artifact;
use crate::cache::Cache;
use crate::diagnostic::{self, Diagnostic, Reported};
use crate::html;
use crate::model::site::{Destination, Section, Site};
use crate::model::{EntryId, Kind};
use crate::pipeline::{self, Guide};
use crate::source::{Source, Sources};

/// Files by path from the root of the site.
type Files = BTreeMap<String, Vec<u8>>;

/// Style sheets of earlier snapshots that are kept: a browser may still be loading a page that names one.
const RETIRED: usize = 32;

/// How the site is made: for this machine, sheets apart, which are made when somebody asks for them.
pub(super) const OPTIONS: pipeline::Options<'static> = pipeline::Options { base_url: None, sheets: false };

/// The site at one moment.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// Changes with everything that a browser could show, but for style sheets, which it can put into a page by itself.
    id: String,
    guide: Guide,
    /// Every file. Until they are made a page is made for who asks for it, and who asks for anything else waits.
    files: OnceLock<Files>,
    /// Files of the theme, where they are there before the others are.
    assets: Files,
    /// What depends on plan sheets, by the folder it is in: a plan's, or that of all plans.
    sheets: BTreeMap<String, OnRequest>,
    /// Style sheets of earlier snapshots, the latest first.
    retired: Vec<(String, Vec<u8>)>,
    /// The last site that nothing was wrong with, until that is known of this one.
    before: Mutex<Option<Arc<Self>>>,
}

/// Sheets and the page that links to them, made by the first who asks.
#[derive(Debug)]
struct OnRequest {
    /// Whose sheets; without a plan the blank ones.
    plan: Option<EntryId>,
    made: OnceLock<Files>,
}

impl Snapshot {
    /// What a guide without errors was made into. It keeps the id of the one `before` it if no page shows anything else;
    /// otherwise it has this `id`.
    pub(super) fn new(guide: Guide, artifacts: Vec<Artifact>, before: Option<&Self>, id: String) -> Self {
        let files: Files = artifacts.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect();
        let same = before.filter(|before| {
            has_same_texts(&before.guide.sources, &guide.sources)
                && before.files.get().is_some_and(|before| differ_in_styles_only(before, &files))
        });
        let id = same.map_or(id, |before| before.id.clone());
        let retired = before.map(|before| before.retired_by(&files)).unwrap_or_default();
        Self { files: OnceLock::from(files), retired, ..Self::bare(guide, id) }
    }

    /// A guide without errors whose theme is that of the site `before` it, and whose files are still to be made.
    pub(super) fn early(guide: Guide, before: &Arc<Self>, id: String) -> Self {
        let of_theme = before.assets().map(|(path, bytes)| (path.clone(), bytes.clone()));
        let last_good = before.before().unwrap_or_else(|| Arc::clone(before));
        Self {
            assets: of_theme.collect(),
            retired: before.retired.clone(),
            before: Mutex::new(Some(last_good)),
            ..Self::bare(guide, id)
        }
    }

    fn bare(guide: Guide, id: String) -> Self {
        let sheets = guide.site.as_ref().map(on_request).unwrap_or_default();
        Self {
            id,
            guide,
            files: OnceLock::new(),
            assets: Files::new(),
            sheets,
            retired: Vec::new(),
            before: Mutex::default(),
        }
    }

    /// Whether a guide is the one this was made from, letter for letter.
    pub(super) fn is_of(&self, guide: &Guide) -> bool {
        has_same_texts(&self.guide.sources, &guide.sources)
            && self.guide.pictures == guide.pictures
            && self.guide.theme.has_files_of(&guide.theme)
    }

    /// Makes every file, and tells what came to light.
    pub(super) fn make(&self, cache: &Cache) -> Vec<Diagnostic> {
        let Reported { value, diagnostics } = pipeline::rendered(&self.guide, OPTIONS, cache);
        let _ = self.files.set(value.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect());
        if !diagnostic::has_error(&diagnostics) {
            self.let_go();
        }
        diagnostics
    }

    /// Another site is shown: who waits for the files of this one waits in vain, and asks that one.
    pub(super) fn give_up(&self) {
        if self.files.set(Files::new()).is_ok() {
            self.let_go();
        }
    }

    /// The last site that nothing was wrong with, as long as that is not known of this one.
    pub(super) fn before(&self) -> Option<Arc<Self>> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn let_go(&self) {
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What a browser remembers a page by.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The guide it was made from.
    pub(super) fn guide(&self) -> &Guide {
        &self.guide
    }

    /// Files of the theme.
    fn assets(&self) -> impl Iterator<Item = (&String, &Vec<u8>)> {
        let files = self.files.get().filter(|files| !files.is_empty()).unwrap_or(&self.assets);
        files.iter().filter(|(path, _)| path.starts_with(ASSETS))
    }

    /// Paths of the style sheets.
    pub(super) fn styles(&self) -> impl Iterator<Item = &str> {
        self.assets().map(|(path, _)| path.as_str()).filter(|path| html::style_of(path).is_some())
    }

    /// The file at a path of the site. If it depends on sheets, they are made first: `found` is told what came to light.
    pub(super) fn file(&self, path: &str, cache: &Cache, found: impl FnOnce(Vec<Diagnostic>)) -> Option<Vec<u8>> {
        let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
        let with_sheets = self.sheets.get(folder).and_then(|sheets| {
            let made = sheets.made.get_or_init(|| {
                let options = pipeline::Options { sheets: true, ..OPTIONS };
                let Reported { value, diagnostics } = pipeline::sheets_of(&self.guide, options, cache, sheets.plan);
                if !diagnostics.is_empty() {
                    found(diagnostics);
                }
                value.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect()
            });
            made.get(path)
        });
        let retired = || self.retired.iter().find(|(retired, _)| retired == path).map(|(_, bytes)| bytes);
        let files = self.files.get();
        let there = with_sheets.or_else(|| files.unwrap_or(&self.assets).get(path)).or_else(retired);
        if there.is_some() || files.is_some() {
            return there.cloned();
        }
        if http::media(path) == http::HTML {
            let address = path.strip_suffix(INDEX).unwrap_or(path);
            return pipeline::page(&self.guide, OPTIONS, cache, address).map(|page| page.bytes);
        }
        self.files.wait().get(path).cloned()
    }

    /// Style sheets that only earlier snapshots have, once there are these files.
    fn retired_by(&self, files: &Files) -> Vec<(String, Vec<u8>)> {
        let own = self.assets().filter(|(path, _)| html::style_of(path).is_some());
        let own = own.map(|(path, bytes)| (path.clone(), bytes.clone()));
        let all = own.chain(self.retired.iter().cloned());
        all.filter(|(path, _)| !files.contains_key(path)).take(RETIRED).collect()
    }
}

/// The folder of the theme's files.
const ASSETS: &str = "assets/";

/// What the page of a folder is called.
const INDEX: &str = "index.html";

/// The folders of plans that are published whole, and that of all plans.
fn on_request(site: &Site) -> BTreeMap<String, OnRequest> {
    let plans = site.entries().filter(|(id, head)| id.kind == Kind::Plan && !head.withdrawn);
    let plans = plans.map(|(id, _)| (Destination::Entry(id), Some(id)));
    let all = [(Destination::Section(Section::Plans), None)];
    plans.chain(all).map(|(to, plan)| (site.address(to), OnRequest { plan, made: OnceLock::new() })).collect()
}

/// Whether two guides were made from the same texts. Two sites can look the same without their sheets and still differ.
fn has_same_texts(before: &Sources, now: &Sources) -> bool {
    before.iter().map(|(_, source)| named(source)).eq(now.iter().map(|(_, source)| named(source)))
}

fn named(source: &Source) -> (&str, &str) {
    (&source.path, &source.text)
}

/// Whether two sites have the same files, but for style sheets and the names by which pages load them.
fn differ_in_styles_only(before: &Files, now: &Files) -> bool {
    if before == now {
        return true;
    }
    let (styles_before, styles_now) = (styles(before), styles(now));
    if !styles_before.keys().eq(styles_now.keys()) {
        return false;
    }
    let renamed: Vec<(&str, &str)> =
        styles_before.values().copied().zip(styles_now.values().copied()).filter(|(old, new)| old != new).collect();
    let is_same = |(before, now): (File, File)| {
        let ((path, old), (path_now, new)) = (before, now);
        let is_page = http::media(path) == http::HTML && old.len() == new.len();
        path == path_now && (old == new || is_page && with_renamed(old, &renamed) == *new)
    };
    before.len() == now.len() && others(before).zip(others(now)).all(is_same)
}

/// A file of a site: its path, and what is in it.
type File<'a> = (&'a String, &'a Vec<u8>);

/// Files that are no style sheets.
fn others(files: &Files) -> impl Iterator<Item = File<'_>> {
    files.iter().filter(|(path, _)| html::style_of(path).is_none())
}

/// Published style sheets by what the theme calls them.
fn styles(files: &Files) -> BTreeMap<String, &str> {
    files.keys().filter_map(|path| Some((html::style_of(path)?, path.as_str()))).collect()
}

/// A page that loads style sheets by other names.
fn with_renamed(page: &[u8], renamed: &[(&str, &str)]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page).into_owned();
    renamed.iter().fold(page, |page, (old, new)| page.replace(old, new)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_style_is_told_from_all_that_it_changes() {
        let before = files(&[("a.html", "<assets/s.00000001.css>x"), ("assets/s.00000001.css", "1"), ("d.json", "1")]);
        let of = |page: &str, style: &str, data: &str| {
            let now = files(&[("a.html", page), (&format!("assets/{style}"), "2"), ("d.json", data)]);
            differ_in_styles_only(&before, &now)
        };
        assert!(of("<assets/s.00000002.css>x", "s.00000002.css", "1"));
        assert!(!of("<assets/s.00000002.css>y", "s.00000002.css", "1"), "the page says something else");
        assert!(!of("<assets/s.00000002.css>x", "s.00000002.css", "2"), "the data are others");
        assert!(!of("<assets/t.00000002.css>x", "t.00000002.css", "1"), "another style");
        assert!(!of("<assets/s.00000001.css>x", "s.00000001.js", "1"), "a style went");
    }

    #[test]
    fn files_that_come_or_go_are_more_than_style() {
        let before = files(&[("a.html", "x")]);
        assert!(differ_in_styles_only(&before, &before.clone()));
        assert!(!differ_in_styles_only(&before, &files(&[])));
        assert!(!differ_in_styles_only(&before, &files(&[("a.html", "x"), ("b.html", "x")])));
        assert!(!differ_in_styles_only(&before, &files(&[("b.html", "x")])));
    }
}
