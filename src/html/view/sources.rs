//! The bibliography: what each source supports, how far it was confirmed, and what rests on it.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Frame, frame, strength};
use crate::html::here::{EXPERT_VIEW, EXPERT_VIEW_ANCHOR, Here, Link};
use crate::model::settings::{CLINICAL_CONVENTION, Work};
use crate::model::site::{Citer, Section};

/// The bibliography.
#[derive(Debug, Serialize)]
pub(in crate::html) struct SourcesPage<'a> {
    frame: Frame<'a>,
    sources: Vec<SourceView<'a>>,
    expert_view: &'static str,
    expert_view_anchor: &'static str,
    expert_view_cited_by: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct SourceView<'a> {
    key: &'a str,
    number: usize,
    citation: &'a str,
    supports: &'a str,
    strength: &'static str,
    links: Vec<WebLink<'a>>,
    cited_by: Vec<Link<'a>>,
    /// It stands behind safety lines that many pages show.
    safety: bool,
}

/// A link out of the site.
#[derive(Debug, Serialize)]
struct WebLink<'a> {
    kind: &'static str,
    words: &'a str,
    href: String,
}

/// The view of the bibliography.
pub(in crate::html) fn page<'a>(here: &Here<'a>, address: &'a str) -> SourcesPage<'a> {
    let sources = (1..).zip(here.guide.site.works()).map(|(number, work)| SourceView {
        key: work.key.as_str(),
        number,
        citation: work.citation.as_str(),
        supports: work.supports.as_str(),
        strength: strength(work.strength.as_str()),
        links: web_links(work),
        cited_by: cited_by(here, work.key.as_str()),
        safety: here.guide.site.citers(work.key.as_str()).any(|citer| citer == Citer::ManyPages),
    });
    SourcesPage {
        frame: frame(
            here,
            address,
            Section::Sources.title(),
            "Every source of this guide: what it supports, how far it was confirmed, and which pages rest on it.",
        ),
        sources: sources.collect(),
        expert_view: EXPERT_VIEW,
        expert_view_anchor: EXPERT_VIEW_ANCHOR,
        expert_view_cited_by: cited_by(here, CLINICAL_CONVENTION),
    }
}

/// Links to what rests on a source, wherever it cites it.
fn cited_by<'a>(here: &Here<'a>, key: &str) -> Vec<Link<'a>> {
    let entries = here.guide.site.citers(key).filter_map(|citer| match citer {
        Citer::Entry(id) => Some(id),
        Citer::Vocabulary | Citer::ManyPages => None,
    });
    let mut links = here.entries(entries);
    if here.guide.site.citers(key).any(|citer| citer == Citer::Vocabulary) {
        links.push(here.section(Section::Glossary));
    }
    links
}

fn web_links(work: &Work) -> Vec<WebLink<'_>> {
    let doi = work.doi.as_ref().map(|doi| WebLink {
        kind: "DOI",
        words: doi.as_str(),
        href: format!("https://doi.org/{}", path(doi.as_str())),
    });
    let pmid = work.pmid.as_ref().map(|pmid| WebLink {
        kind: "PubMed",
        words: pmid.as_str(),
        href: format!("https://pubmed.ncbi.nlm.nih.gov/{}/", path(pmid.as_str())),
    });
    let is_web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    let url = work.url.as_ref().filter(|url| is_web(url.as_str()) && !url.value.contains(char::is_whitespace));
    let url = url.map(|url| WebLink { kind: "Web", words: url.as_str(), href: url.value.clone() });
    doi.into_iter().chain(pmid).chain(url).collect()
}

/// Text as part of a web address.
fn path(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_identifiers_are_addresses_too() {
        assert_eq!(path("10.1002/14651858.CD007612.pub2"), "10.1002/14651858.CD007612.pub2");
        assert_eq!(path("10.1016/S0140-6736(18)30488-4"), "10.1016/S0140-6736(18)30488-4");
        assert_eq!(path("10.1002/(SICI)1<1::AID>3"), "10.1002/(SICI)1%3C1::AID%3E3");
    }
}
