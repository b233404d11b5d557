//! Pages that say where something went: an old address, and an entry that was withdrawn.

use serde::Serialize;

use super::{Frame, entry_frame};
use crate::html::guide::Guide;
use crate::html::here::{Here, Link};
use crate::model::EntryId;
use crate::model::site::alias_address;

/// An old address, or what is left of an entry.
#[derive(Debug, Serialize)]
pub(in crate::html) struct MovedPage<'a> {
    frame: Frame<'a>,
    to: Link<'a>,
}

/// The view of an old address of an entry.
pub(in crate::html) fn alias<'a>(here: &Here<'a>, id: EntryId) -> MovedPage<'a> {
    let head = here.guide.site.head(id);
    let mut frame = super::frame(here, "", head.title.as_str(), head.title.value.clone());
    frame.json_ld = None;
    frame.canonical = super::canonical(here.guide, &here.guide.address(id));
    MovedPage { frame, to: here.entry(id) }
}

/// The view of a withdrawn entry.
pub(in crate::html) fn withdrawn<'a>(here: &Here<'a>, id: EntryId, address: &'a str) -> MovedPage<'a> {
    let mut frame = entry_frame(here, id, address);
    frame.json_ld = None;
    frame.canonical = None;
    MovedPage { frame, to: here.entry(id) }
}

/// The old addresses of an entry, from the root of the site, in its order.
pub(in crate::html) fn aliases(guide: &Guide<'_>, id: EntryId) -> impl Iterator<Item = String> {
    guide.site.head(id).aliases.iter().map(|alias| alias_address(&alias.value))
}
