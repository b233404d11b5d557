//! The page that searches. It needs its program; without one it says where else to look.

use serde::Serialize;

use super::{Frame, frame};
use crate::html::here::Here;

/// Where it is.
pub(in crate::html) const ADDRESS: &str = "search/";

/// The page that searches.
#[derive(Debug, Serialize)]
pub(in crate::html) struct SearchPage<'a> {
    frame: Frame<'a>,
}

/// Its view.
pub(in crate::html) fn page<'a>(here: &Here<'a>, address: &'a str) -> SearchPage<'a> {
    SearchPage { frame: frame(here, address, "Search", "Search this guide in your own words.") }
}
