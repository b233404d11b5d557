//! The glossary: the words of the vocabulary that readers meet.

use serde::Serialize;

use super::{Frame, frame};
use crate::html::engine::Html;
use crate::html::here::{Here, Link};
use crate::model::site::Section;
use crate::model::vocabulary::{Taxonomy, Term};

/// Lists whose words stand in the glossary.
const LISTS: [Taxonomy; 9] = [
    Taxonomy::Positions,
    Taxonomy::Regions,
    Taxonomy::Goals,
    Taxonomy::Muscles,
    Taxonomy::Equipment,
    Taxonomy::Levels,
    Taxonomy::Phases,
    Taxonomy::Sides,
    Taxonomy::Conditions,
];

/// The glossary.
#[derive(Debug, Serialize)]
pub(in crate::html) struct GlossaryPage<'a> {
    frame: Frame<'a>,
    lists: Vec<List<'a>>,
}

#[derive(Debug, Serialize)]
struct List<'a> {
    key: &'static str,
    words: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    id: String,
    label: &'a str,
    plain: Option<Html>,
    link: Option<Link<'a>>,
}

/// The anchor of a word in the glossary.
pub(in crate::html) fn anchor(taxonomy: Taxonomy, key: &str) -> String {
    format!("{}-{key}", taxonomy.key())
}

/// The view of the glossary.
pub(in crate::html) fn page<'a>(here: &Here<'a>, address: &'a str) -> GlossaryPage<'a> {
    let list = |taxonomy: Taxonomy| List {
        key: taxonomy.key(),
        words: here.guide.site.vocabulary().terms(taxonomy).iter().map(|term| entry(here, taxonomy, term)).collect(),
    };
    GlossaryPage {
        frame: frame(here, address, Section::Glossary.title(), "The words of this guide, each in a plain line."),
        lists: LISTS.into_iter().map(list).filter(|list| !list.words.is_empty()).collect(),
    }
}

fn entry<'a>(here: &Here<'a>, taxonomy: Taxonomy, term: &'a Term) -> Entry<'a> {
    let has_page = taxonomy == Taxonomy::Conditions || Taxonomy::LISTED.contains(&taxonomy);
    Entry {
        id: anchor(taxonomy, term.key.as_str()),
        label: term.label.as_str(),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        link: has_page.then(|| here.term(taxonomy, term.key.as_str())),
    }
}
