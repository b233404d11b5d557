//! What templates receive: plain, serialisable views, and nothing else of the guide.

pub(super) mod alphabet;
pub(super) mod condition;
pub(super) mod data;
pub(super) mod exercise;
pub(super) mod glossary;
pub(super) mod home;
pub(super) mod list;
pub(super) mod machine;
pub(super) mod mistake;
pub(super) mod moved;
pub(super) mod page;
pub(super) mod plan;
pub(super) mod search;
pub(super) mod shared;
pub(super) mod sources;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::engine::Html;
use super::guide::Guide;
use super::here::{Here, Link};
use crate::model::settings::STRENGTHS;
use crate::model::site::Section;
use crate::model::vocabulary::Taxonomy;
use crate::model::{Date, EntryId, Evidence, Head, Kind, Role};
use crate::source::Spanned;

/// What every page has, whatever it is about.
#[derive(Debug, Serialize)]
pub(super) struct Frame<'a> {
    /// Its heading.
    title: Cow<'a, str>,
    /// What it is, for search results.
    description: String,
    /// Its address from the root of the site; the menu compares it with its own.
    address: Cow<'a, str>,
    /// Its whole address, where the site has one.
    canonical: Option<String>,
    /// The way down to it, itself left out.
    crumbs: Vec<Link<'a>>,
    /// Facts for machines.
    json_ld: Option<machine::Facts>,
}

/// The frame of a page that is no entry.
pub(super) fn frame<'a>(
    here: &Here<'a>,
    address: &'a str,
    title: impl Into<Cow<'a, str>>,
    description: impl Into<String>,
) -> Frame<'a> {
    let (title, description) = (title.into(), description.into());
    let canonical = canonical(here.guide, address);
    let json_ld = machine::page(here.guide, &title, &description, canonical.as_deref());
    Frame { title, description, address: Cow::Borrowed(address), canonical, crumbs: Vec::new(), json_ld: Some(json_ld) }
}

impl<'a> Frame<'a> {
    /// With the way down to it.
    fn below(mut self, here: &Here<'_>, crumbs: impl IntoIterator<Item = Link<'a>>) -> Self {
        self.crumbs = crumbs.into_iter().collect();
        if let Some(facts) = self.json_ld.as_mut().filter(|_| !self.crumbs.is_empty()) {
            facts.below(here.guide, &self.crumbs, &self.title, self.canonical.as_deref());
        }
        self
    }
}

/// The whole address of a page.
pub(super) fn canonical(guide: &Guide<'_>, address: &str) -> Option<String> {
    guide.base_url.map(|base| format!("{base}/{address}"))
}

/// The frame of an entry's page.
pub(super) fn entry_frame<'a>(here: &Here<'a>, id: EntryId, address: &'a str) -> Frame<'a> {
    let head = here.guide.site.head(id);
    let description =
        head.summary.as_ref().map_or_else(|| head.title.value.clone(), |summary| summary.plain().to_owned());
    let section = match id.kind {
        Kind::Exercise => Some(Section::Exercises),
        Kind::Mistake => Some(Section::Mistakes),
        Kind::Plan => Some(Section::Plans),
        Kind::Page => None,
    };
    let mut frame = frame(here, address, head.title.as_str(), description)
        .below(here, section.map(|section| here.section(section)));
    frame.json_ld = frame.json_ld.map(|facts| facts.about_entry(here.guide, id, head));
    frame
}

/// What the foot of an entry's page says: where it comes from, who looked at it and when.
#[derive(Debug, Serialize)]
pub(super) struct Foot<'a> {
    evidence: Option<EvidenceNote>,
    body: Html,
    sources: Vec<SourceLine<'a>>,
    review: ReviewNote<'a>,
    updated: Day,
    mentioned_by: Vec<Link<'a>>,
}

/// A day, for machines and for people.
#[derive(Debug, Serialize)]
pub(super) struct Day {
    iso: String,
    words: String,
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self { iso: date.iso(), words: date.words() }
    }
}

/// What readers may have read, and what the evidence says.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceNote {
    text: Html,
    notes: Html,
}

/// The evidence note, as it is written on a page.
pub(super) fn evidence(here: &Here<'_>, evidence: Option<&Evidence>) -> Option<EvidenceNote> {
    let evidence = evidence?;
    Some(EvidenceNote { text: here.prose(&evidence.text), notes: here.notes(&evidence.sources) })
}

/// Whether a clinician has looked at it.
#[derive(Debug, Serialize)]
struct ReviewNote<'a> {
    reviewed: bool,
    by: Option<&'a str>,
    role: Option<&'a str>,
    on: Option<Day>,
    due: Option<Day>,
}

/// One source of a page.
#[derive(Debug, Serialize)]
pub(super) struct SourceLine<'a> {
    number: usize,
    citation: &'a str,
    strength: &'static str,
    href: String,
}

/// How far a citation was confirmed, in words.
pub(super) fn strength(key: &str) -> &'static str {
    STRENGTHS.iter().find(|(name, _)| *name == key).map_or("", |(_, words)| words)
}

/// The sources with these keys, by number.
pub(super) fn source_lines<'a>(here: &Here<'a>, keys: impl Iterator<Item = &'a str>) -> Vec<SourceLine<'a>> {
    let mut lines: Vec<SourceLine<'a>> = keys
        .filter_map(|key| {
            let (number, work) = here.guide.work(key)?;
            let href = here.href(&format!("sources/#{key}"));
            Some(SourceLine { number, citation: &work.citation.value, strength: strength(&work.strength.value), href })
        })
        .collect();
    lines.sort_by_key(|line| line.number);
    lines
}

/// The foot of an entry's page. `shown` are entries that the page links to by other ways.
pub(super) fn foot<'a>(here: &Here<'a>, id: EntryId, head: &'a Head, shown: &BTreeSet<EntryId>) -> Foot<'a> {
    let review = &head.review;
    let from: BTreeSet<EntryId> = here
        .guide
        .site
        .backlinks(id)
        .filter(|edge| matches!(edge.role, Role::Mention | Role::About))
        .map(|edge| edge.from)
        .filter(|from| *from != id && !shown.contains(from))
        .collect();
    Foot {
        evidence: evidence(here, head.evidence.as_ref()),
        body: Html::document(&head.body, here),
        sources: source_lines(here, here.guide.cited_by(id)),
        review: ReviewNote {
            reviewed: review.is_reviewed(),
            by: review.by.as_ref().map(Spanned::as_str),
            role: review.role.as_ref().map(Spanned::as_str),
            on: review.on.map(|on| on.value.into()),
            due: review.due.map(|due| due.value.into()),
        },
        updated: head.updated.into(),
        mentioned_by: here.entries(from.into_iter()),
    }
}

/// A word of the vocabulary with its plain line.
#[derive(Debug, Serialize)]
pub(super) struct Word<'a> {
    link: Link<'a>,
    plain: Option<Html>,
}

/// A word of the vocabulary.
pub(super) fn word<'a>(here: &Here<'a>, list: Taxonomy, key: &'a str) -> Word<'a> {
    let plain = here.guide.term(list, key).and_then(|term| term.plain.as_ref());
    Word { link: here.term(list, key), plain: plain.map(|plain| here.prose(plain)) }
}
