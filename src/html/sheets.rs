//! Plan sheets as pages link to them: made elsewhere, named here with what a reader wants to know before a download.

use std::collections::BTreeMap;

use serde::Serialize;

use super::here::Here;

/// A sheet of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFile {
    /// Where it stands, from the root of the site.
    pub path: String,
    /// The slug of its plan and the number of its week, from 1; nothing for the sheet to fill in oneself.
    pub week: Option<(String, usize)>,
    /// Its paper: `a4` or `letter`.
    pub paper: &'static str,
    /// Its edition: `regular`, `large` or `fridge`.
    pub edition: &'static str,
    /// How many sides it has.
    pub sides: usize,
    /// Its size in bytes.
    pub bytes: usize,
}

/// Sheets by the plan and week they are for.
pub(super) type Sheets<'a> = BTreeMap<Option<(&'a str, usize)>, Vec<&'a SheetFile>>;

/// Sheets by the plan and week they are for.
pub(super) fn by_week(sheets: &[SheetFile]) -> Sheets<'_> {
    let mut by_week = Sheets::new();
    for sheet in sheets {
        let week = sheet.week.as_ref().map(|(plan, number)| (plan.as_str(), *number));
        by_week.entry(week).or_default().push(sheet);
    }
    by_week
}

/// One edition of a sheet, on each paper; the site's own paper first.
#[derive(Debug, Serialize)]
pub(super) struct Edition {
    key: &'static str,
    papers: Vec<Download>,
}

#[derive(Debug, Serialize)]
struct Download {
    paper: &'static str,
    href: String,
    sides: usize,
    /// Its size in thousands of bytes, at least one.
    kilobytes: usize,
}

/// The order in which editions are offered.
const EDITIONS: [&str; 3] = ["regular", "large", "fridge"];

impl Here<'_> {
    /// The sheets of a week, or the sheet to fill in oneself.
    pub(super) fn sheets(&self, week: Option<(&str, usize)>) -> Vec<Edition> {
        let Some(sheets) = self.guide.sheets.get(&week) else {
            return Vec::new();
        };
        let own = self.guide.site.settings().paper.value.as_str();
        let edition = |key: &'static str| {
            let mut of_edition: Vec<_> = sheets.iter().filter(|sheet| sheet.edition == key).collect();
            of_edition.sort_by_key(|sheet| (sheet.paper != own, sheet.paper));
            let papers = of_edition.into_iter().map(|sheet| Download {
                paper: sheet.paper,
                href: self.href(&sheet.path),
                sides: sheet.sides,
                kilobytes: sheet.bytes.div_ceil(1000),
            });
            Edition { key, papers: papers.collect() }
        };
        EDITIONS.map(edition).into_iter().filter(|edition| !edition.papers.is_empty()).collect()
    }
}
