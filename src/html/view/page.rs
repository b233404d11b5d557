//! Other pages: sections, points, and what a layout adds to them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{EvidenceNote, Foot, Frame, entry_frame, evidence, foot};
use crate::html::engine::Html;
use crate::html::figures::Picture;
use crate::html::here::{Here, Link};
use crate::model::page::{Item, Layout, Page, Section};
use crate::model::{EntryId, Role};
use crate::source::Spanned;

/// Name of the section behind which the traffic light stands.
const TRAFFIC_LIGHT: &str = "traffic-light";

/// A page.
#[derive(Debug, Serialize)]
pub(in crate::html) struct PagePage<'a> {
    frame: Frame<'a>,
    summary: Option<Html>,
    figure: Option<Picture<'a>>,
    layout: &'static str,
    /// The layout's own part stands before the sections, not in one of them.
    layout_first: bool,
    sections: Vec<SectionView<'a>>,
    foot: Foot<'a>,
}

#[derive(Debug, Serialize)]
struct SectionView<'a> {
    id: &'a str,
    title: &'a str,
    figure: Option<Picture<'a>>,
    text: Vec<Html>,
    numbered: bool,
    items: Vec<ItemView<'a>>,
    exercises: Vec<Link<'a>>,
    see: Vec<Link<'a>>,
    notes: Html,
    evidence: Option<EvidenceNote>,
    light: bool,
}

#[derive(Debug, Serialize)]
struct ItemView<'a> {
    id: &'a str,
    title: Option<&'a str>,
    figure: Option<Picture<'a>>,
    text: Html,
    exercises: Vec<Link<'a>>,
    notes: Html,
    evidence: Option<EvidenceNote>,
}

/// The view of a page.
pub(in crate::html) fn page<'a>(here: &Here<'a>, id: EntryId, page: &'a Page, address: &'a str) -> PagePage<'a> {
    let head = &page.head;
    let shown: BTreeSet<EntryId> = here.guide.site.links_from(id, Role::About).collect();
    let has_place =
        page.layout == Layout::TrafficLight && page.sections.iter().any(|section| section.id.value == TRAFFIC_LIGHT);
    PagePage {
        frame: entry_frame(here, id, address),
        summary: head.summary.as_ref().map(|summary| here.prose(summary)),
        figure: here.figure(&head.slug),
        layout: match page.layout {
            Layout::Page => "page",
            Layout::RedFlags => "red-flags",
            Layout::Questions => "questions",
            Layout::TrafficLight => "traffic-light",
        },
        layout_first: !has_place,
        sections: page.sections.iter().map(|section| section_view(here, &head.slug, section, has_place)).collect(),
        foot: foot(here, id, head, &shown),
    }
}

fn section_view<'a>(here: &Here<'a>, slug: &str, section: &'a Section, has_light: bool) -> SectionView<'a> {
    SectionView {
        id: section.id.as_str(),
        title: section.title.as_str(),
        figure: here.figure(&format!("{slug}/{}", section.id.value)),
        text: here.proses(&section.text),
        numbered: section.numbered,
        items: section.items.iter().map(|item| item_view(here, slug, item)).collect(),
        exercises: here.slugs(&section.exercises),
        see: section.see.iter().filter_map(|name| see(here, name)).collect(),
        notes: here.notes(&section.sources),
        evidence: evidence(here, section.evidence.as_ref()),
        light: has_light && section.id.value == TRAFFIC_LIGHT,
    }
}

/// The link to where a section says to read on: named after the heading, where there is one.
fn see<'a>(here: &Here<'a>, name: &'a Spanned<String>) -> Option<Link<'a>> {
    let (mut link, _) = here.anywhere(name.as_str())?;
    if let Some((page, heading)) = name.value.split_once('#')
        && let Some(words) = heading_words(here, page, heading)
    {
        link.title = format!("{}: {words}", link.title).into();
    }
    Some(link)
}

/// The words of a heading, if a page has it as a section or as a heading of its body.
fn heading_words<'a>(here: &Here<'a>, page: &str, anchor: &str) -> Option<&'a str> {
    let site = here.guide.site;
    let page = site.pages().iter().find(|one| one.head.slug == page)?;
    let section = page.sections.iter().find(|section| section.id.value == anchor).map(|section| section.title.as_str());
    let items = || page.sections.iter().flat_map(|section| &section.items);
    let item = || items().find(|item| item.id.value == anchor)?.title.as_ref().map(Spanned::as_str);
    let tier = || {
        let tiers = site.safety().red_flags.tiers.iter();
        let shown = page.layout == Layout::RedFlags;
        tiers.filter(|_| shown).find(|tier| tier.urgency.value.key() == anchor).map(|tier| tier.label.as_str())
    };
    section.or_else(item).or_else(tier)
}

fn item_view<'a>(here: &Here<'a>, slug: &str, item: &'a Item) -> ItemView<'a> {
    ItemView {
        figure: here.figure(&format!("{slug}/{}", item.id.value)),
        id: item.id.as_str(),
        title: item.title.as_ref().map(Spanned::as_str),
        text: here.prose(&item.text),
        exercises: here.slugs(&item.exercises),
        notes: here.notes(&item.sources),
        evidence: evidence(here, item.evidence.as_ref()),
    }
}
