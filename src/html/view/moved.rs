//! Pages that say where something went: an old address, and an entry that was withdrawn.

use serde::Serialize;

use super::{Frame, entry_frame};
use crate::html::guide::Guide;
use crate::html::here::{Here, Link};
use crate::model::EntryId;

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

/// The old addresses of an entry, from the root of the site, in its order; those that are none have their finding.
pub(in crate::html) fn aliases(guide: &Guide<'_>, id: EntryId) -> impl Iterator<Item = String> {
    guide.site.head(id).aliases.iter().filter_map(|alias| address(&alias.value))
}

/// An author's path as an address: a folder, or a file that ends in `.html`.
fn address(alias: &str) -> Option<String> {
    let path = alias.trim_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let is_safe = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && part.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
    };
    if !path.split('/').all(is_safe) {
        return None;
    }
    let is_file = path.rsplit('.').next().is_some_and(|ending| ending == "html") && path.contains('.');
    Some(if is_file { path.to_owned() } else { format!("{path}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_a_folder_or_a_page_and_stays_in_the_site() {
        assert_eq!(address("/exercises/quadruped-reach/").as_deref(), Some("exercises/quadruped-reach/"));
        assert_eq!(address("old/index.html").as_deref(), Some("old/"));
        assert_eq!(address("/old/page.html").as_deref(), Some("old/page.html"));
        for alias in ["/../x/", "/", "", "a//b", "a\\b", "/.backsite.json", "a b"] {
            assert_eq!(address(alias), None, "{alias}");
        }
    }
}
