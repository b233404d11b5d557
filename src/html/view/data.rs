//! The page that shows programmers, and whoever is curious, the files below `data/`.

use serde::Serialize;

use super::{Frame, frame};
use crate::html::here::Here;
use crate::schema;

/// Where it is, beside the files.
pub(in crate::html) const ADDRESS: &str = "data/";

/// Its title.
pub(in crate::html) const TITLE: &str = "Data";

/// The page about the files below `data/`.
#[derive(Debug, Serialize)]
pub(in crate::html) struct DataPage<'a> {
    frame: Frame<'a>,
    /// What authors write, each with a schema of its own: `exercise` of `schema/exercise.json`.
    schemas: Vec<&'static str>,
}

/// Its view.
pub(in crate::html) fn page<'a>(here: &Here<'a>, address: &'a str) -> DataPage<'a> {
    let description = "Everything in this guide for other programs, as JSON and as a table, with schemas.";
    DataPage { frame: frame(here, address, TITLE, description), schemas: schema::names().collect() }
}
