//! The site at one moment: every file that `build` would write, in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use super::http;
use crate::artifact::Artifact;
use crate::cache::Cache;
use crate::diagnostic::{Diagnostic, Reported};
use crate::html;
use crate::model::site::{Destination, Section, Site};
use crate::model::{Date, EntryId, Kind};
use crate::pipeline::{self, Guide};
use crate::source::{Source, Sources};

/// Files by path from the root of the site.
type Files = BTreeMap<String, Vec<u8>>;

/// Style sheets of earlier snapshots that are kept: a browser may still be loading a page that names one.
const RETIRED: usize = 32;

/// Reads the guide in `root` and makes every file of its site but for the plan sheets, which are made when they are asked
/// for. There are none while there is an error.
///
/// # Errors
///
/// When the machine refuses to read.
pub(super) fn make(root: &Path, today: Option<Date>, cache: &Cache) -> anyhow::Result<(Guide, Vec<Artifact>)> {
    let mut guide = pipeline::check(root, today)?;
    let options = pipeline::Options { base_url: None, sheets: false };
    let artifacts = if guide.has_errors() { Vec::new() } else { pipeline::render(&mut guide, options, cache) };
    Ok((guide, artifacts))
}

/// The site at one moment.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// Changes with everything that a browser could show, but for style sheets, which it can put into a page by itself.
    id: String,
    guide: Guide,
    files: Files,
    /// What depends on plan sheets, by the folder it is in: a plan's, or that of all plans.
    sheets: BTreeMap<String, OnRequest>,
    /// Style sheets of earlier snapshots, the latest first.
    retired: Vec<(String, Vec<u8>)>,
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
            has_same_texts(&before.guide.sources, &guide.sources) && differ_in_styles_only(&before.files, &files)
        });
        let id = same.map_or(id, |before| before.id.clone());
        let sheets = guide.site.as_ref().map(on_request).unwrap_or_default();
        let retired = before.map(|before| before.retired_by(&files)).unwrap_or_default();
        Self { id, guide, files, sheets, retired }
    }

    /// What a browser remembers a page by.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The guide it was made from.
    pub(super) fn guide(&self) -> &Guide {
        &self.guide
    }

    /// Paths of the style sheets.
    pub(super) fn styles(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|path| html::style_of(path).is_some())
    }

    /// The file at a path of the site. If it depends on sheets, they are made first: `found` is told what came to light.
    pub(super) fn file(&self, path: &str, cache: &Cache, found: impl FnOnce(Vec<Diagnostic>)) -> Option<&[u8]> {
        let folder = &path[..path.rfind('/').map_or(0, |at| at + 1)];
        let with_sheets = self.sheets.get(folder).and_then(|sheets| {
            let made = sheets.made.get_or_init(|| {
                let options = pipeline::Options { base_url: None, sheets: true };
                let Reported { value, diagnostics } = pipeline::sheets_of(&self.guide, options, cache, sheets.plan);
                if !diagnostics.is_empty() {
                    found(diagnostics);
                }
                value.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect()
            });
            made.get(path)
        });
        let retired = || self.retired.iter().find(|(retired, _)| retired == path).map(|(_, bytes)| bytes);
        with_sheets.or_else(|| self.files.get(path)).or_else(retired).map(Vec::as_slice)
    }

    /// Style sheets that only earlier snapshots have, once there are these files.
    fn retired_by(&self, files: &Files) -> Vec<(String, Vec<u8>)> {
        let own = self.styles().filter_map(|path| Some((path.to_owned(), self.files.get(path)?.clone())));
        let all = own.chain(self.retired.iter().cloned());
        all.filter(|(path, _)| !files.contains_key(path)).take(RETIRED).collect()
    }
}

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
