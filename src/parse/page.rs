//! A page's fields to a [`Page`].

use super::evidence;
use super::record::Record;
use crate::model::Head;
use crate::model::figure::Figure;
use crate::model::page::{Item, Layout, Page, Section};

/// Reads a page.
pub(super) fn page(record: &Record, head: Head) -> Page {
    let layout = record.maybe_text("layout").map(|word| match word.value.as_str() {
        "red-flags" => Layout::RedFlags,
        "questions" => Layout::Questions,
        "traffic-light" => Layout::TrafficLight,
        _ => Layout::Page,
    });
    let page =
        Page { head, layout: layout.unwrap_or_default(), sections: record.records("sections").map(section).collect() };
    record.done();
    page
}

fn section(record: &Record) -> Section {
    let section = Section {
        id: record.text("id"),
        title: record.text("title"),
        text: record.proses("text"),
        figure: own_figure(record),
        numbered: record.flag("numbered", false),
        items: record.records("items").map(item).collect(),
        exercises: record.texts("exercises"),
        see: record.texts("see"),
        sources: record.texts("sources"),
        evidence: record.record("evidence").map(evidence),
    };
    record.done();
    section
}

/// The figure of a section or point goes by its name.
fn own_figure(record: &Record) -> Option<Figure> {
    let figure = record.figure("figure")?;
    Some(figure.of(record.text("id").as_str(), record.maybe_text("title")))
}

fn item(record: &Record) -> Item {
    let item = Item {
        id: record.text("id"),
        title: record.maybe_text("title"),
        figure: own_figure(record),
        text: record.prose("text"),
        exercises: record.texts("exercises"),
        sources: record.texts("sources"),
        evidence: record.record("evidence").map(evidence),
    };
    record.done();
    item
}
