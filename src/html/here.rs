//! One page's point of view: links, texts and notes as they are written there.

use std::borrow::Cow;

use serde::Serialize;

use super::engine::{Html, Note};
use super::guide::Guide;
use super::urls::{self, Base};
use crate::markdown::html::Holes;
use crate::markdown::{Mention, MentionKind, WhichDose};
use crate::model::exercise::Exercise;
use crate::model::settings::{CLINICAL_CONVENTION, SEED};
use crate::model::site::{Destination, Section};
use crate::model::vocabulary::Taxonomy;
use crate::model::{EntryId, Head, Prose};
use crate::source::Spanned;

/// The words for common practice without a citation.
pub(super) const EXPERT_VIEW: &str = "Expert view";

/// Anchor of the words on expert view, on the page of sources.
pub(super) const EXPERT_VIEW_ANCHOR: &str = "expert-view";

/// A page's point of view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'a> {
    /// The site.
    pub(super) guide: &'a Guide<'a>,
    /// Where links start.
    pub(super) base: Base<'a>,
    /// The exercise whose page this is.
    pub(super) exercise: Option<&'a Exercise>,
}

/// A link with its words.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Link<'a> {
    /// The words.
    pub(super) title: Cow<'a, str>,
    /// Where to.
    pub(super) href: String,
}

impl<'a> Here<'a> {
    /// The link to an address from the root of the site.
    pub(super) fn href(&self, address: &str) -> String {
        urls::link(self.base, address)
    }

    /// The link to an entry.
    pub(super) fn entry(&self, id: EntryId) -> Link<'a> {
        Link { title: Cow::Borrowed(&self.guide.site.head(id).title.value), href: self.href(&self.guide.address(id)) }
    }

    /// Links to entries, in their order, withdrawn ones left out.
    pub(super) fn entries(&self, ids: impl Iterator<Item = EntryId>) -> Vec<Link<'a>> {
        ids.filter(|id| !self.guide.site.head(*id).withdrawn).map(|id| self.entry(id)).collect()
    }

    /// The link to the entry of a head.
    pub(super) fn head(&self, head: &'a Head) -> Link<'a> {
        let href = self.guide.site.find(&head.slug).map_or_else(String::new, |id| self.href(&self.guide.address(id)));
        Link { title: Cow::Borrowed(&head.title.value), href }
    }

    /// Links to the entries with these slugs; those that do not exist have their finding.
    pub(super) fn slugs(&self, slugs: &[Spanned<String>]) -> Vec<Link<'a>> {
        self.entries(slugs.iter().filter_map(|slug| self.guide.site.find(&slug.value)))
    }

    /// The link to an exercise that must exist.
    pub(super) fn slug(&self, slug: &'a str) -> Link<'a> {
        match self.guide.site.find(slug) {
            Some(id) => self.entry(id),
            None => Link { title: Cow::Borrowed(slug), href: self.href("exercises/") },
        }
    }

    /// The link to a word of the vocabulary that has a page.
    pub(super) fn term(&self, list: Taxonomy, key: &'a str) -> Link<'a> {
        Link {
            title: Cow::Borrowed(self.guide.label(list, key)),
            href: self.href(&self.guide.site.address(Destination::Term(list, key))),
        }
    }

    /// Links to words of the vocabulary.
    pub(super) fn terms(&self, list: Taxonomy, keys: &'a [Spanned<String>]) -> Vec<Link<'a>> {
        keys.iter().map(|key| self.term(list, &key.value)).collect()
    }

    /// The link to a page that the site makes by itself.
    pub(super) fn section(&self, section: Section) -> Link<'a> {
        Link {
            title: Cow::Borrowed(section.title()),
            href: self.href(&self.guide.site.address(Destination::Section(section))),
        }
    }

    /// What `name` leads to, perhaps with a heading: its link, and its address from the root.
    pub(super) fn anywhere(&self, name: &str) -> Option<(Link<'static>, String)> {
        let (place, heading) = name.find('#').map_or((name, ""), |at| name.split_at(at));
        let destination = self.guide.site.destination(place)?;
        let address = self.guide.site.address(destination);
        let href = self.href(&format!("{address}{heading}"));
        let title = match destination {
            Destination::Entry(id) => &self.guide.site.head(id).title.value,
            Destination::Term(list, key) => self.guide.site.vocabulary().label(list, key),
            Destination::Section(section) => section.title(),
        };
        Some((Link { title: Cow::Owned(title.to_owned()), href }, address))
    }

    /// A text of the author's.
    pub(super) fn prose(&self, prose: &Prose) -> Html {
        Html::document(&prose.document, self)
    }

    /// Texts of the author's.
    pub(super) fn proses<'p>(&self, proses: impl IntoIterator<Item = &'p Prose>) -> Vec<Html> {
        proses.into_iter().map(|prose| self.prose(prose)).collect()
    }

    /// The notes of the sources with these keys.
    pub(super) fn notes<'k>(&self, keys: impl IntoIterator<Item = &'k Spanned<String>>) -> Html {
        Html::notes(keys.into_iter().filter_map(|key| self.note(&key.value)))
    }

    /// The note of one source. The guide this one started from has none.
    fn note(&self, key: &str) -> Option<Note> {
        if key == SEED {
            return None;
        }
        let href = |anchor: &str| self.href(&format!("sources/#{anchor}"));
        if key == CLINICAL_CONVENTION {
            return Some(Note { href: href(EXPERT_VIEW_ANCHOR), said: "", shown: EXPERT_VIEW.to_owned() });
        }
        let (number, _) = self.guide.work(key)?;
        Some(Note { href: href(key), said: "Source", shown: number.to_string() })
    }
}

impl Holes for Here<'_> {
    fn address(&self, mention: &Mention) -> String {
        match mention.kind {
            MentionKind::Picture => self.href(&format!("pictures/{}", mention.target.value)),
            MentionKind::Web => mention.target.value.clone(),
            MentionKind::Entry | MentionKind::Source => {
                if mention.target.value.starts_with('#') {
                    return mention.target.value.clone();
                }
                self.anywhere(&mention.target.value).map_or_else(String::new, |(link, _)| link.href)
            }
        }
    }

    fn title(&self, mention: &Mention) -> String {
        let name = &mention.target.value;
        self.anywhere(name).map_or_else(|| name.clone(), |(link, _)| link.title.into_owned())
    }

    fn citation(&self, mention: &Mention) -> String {
        self.note(&mention.target.value).map_or_else(String::new, |note| note.html())
    }

    fn dose(&self, which: WhichDose) -> String {
        let dose = self.exercise.and_then(|exercise| match which {
            WhichDose::Start => exercise.start.as_ref(),
            WhichDose::Full => exercise.full.dose(),
        });
        dose.map_or_else(String::new, |dose| lower_first(&dose.words()))
    }
}

/// A dose begins with a capital of its own; in a sentence it does not.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
