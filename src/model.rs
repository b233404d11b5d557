//! The guide's own words: what an entry is and what it is made of. Plain data, no files, no pages.

pub mod clinic;
pub mod dose;
pub mod exercise;
pub mod field;
pub mod figure;
pub mod file;
pub mod history;
pub mod mistake;
pub mod page;
pub mod passage;
pub mod plan;
pub mod safety;
pub mod settings;
pub mod site;
pub mod situation;
pub mod time;
pub mod vocabulary;

use crate::markdown::Document;
use crate::source::{SourceId, Span, Spanned};

/// The four kinds of entry that have a page of their own and a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A movement with its dose.
    Exercise,
    /// An error that concerns several exercises, and its fix.
    Mistake,
    /// Weeks of exercises.
    Plan,
    /// Anything else a reader needs to know.
    Page,
}

impl Kind {
    /// All kinds, in the order the guide shows them.
    pub const ALL: [Self; 4] = [Self::Exercise, Self::Mistake, Self::Plan, Self::Page];

    /// The word authors use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exercise => "exercise",
            Self::Mistake => "mistake",
            Self::Plan => "plan",
            Self::Page => "page",
        }
    }

    /// The folder in `content/`, and the section of the site; pages stand at the root of the site.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Exercise => "exercises",
            Self::Mistake => "mistakes",
            Self::Plan => "plans",
            Self::Page => "pages",
        }
    }
}

/// Names one entry of a [`site::Site`]. Every one a site gives out is valid in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// Which list.
    pub kind: Kind,
    /// Its number in that list, in the order of slugs.
    pub index: u32,
}

/// Prose an author wrote in a field: inline Markdown, read.
#[derive(Debug, Clone)]
pub struct Prose {
    /// Where it stands.
    pub span: Span,
    /// Its words, links and emphasis.
    pub document: Document,
}

impl Prose {
    /// The words alone.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.document.plain
    }
}

/// What entries of every kind have.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its name in addresses and mentions: the file's name without its ending.
    pub slug: String,
    /// The file.
    pub source: SourceId,
    /// Where a finding about the entry as a whole points: its first line.
    pub span: Span,
    /// Its title.
    pub title: Spanned<String>,
    /// What it is, in a sentence.
    pub summary: Option<Prose>,
    /// Keys of the sources it rests on.
    pub sources: Vec<Spanned<String>>,
    /// Where we say other than readers may have read, and why.
    pub evidence: Option<Evidence>,
    /// The picture, drawn from poses.
    pub figure: Option<figure::Figure>,
    /// Whether a clinician has looked at it.
    pub review: Review,
    /// When its content last changed.
    pub updated: Date,
    /// Addresses it had before, from the root of the site.
    pub aliases: Vec<Spanned<String>>,
    /// Kept only to say that it is gone.
    pub withdrawn: bool,
    /// Reading it found an error: what other entries make of it is not worth a finding of its own.
    pub faulty: bool,
    /// The Markdown below the front matter.
    pub body: Document,
}

/// What the evidence says where it says other than common belief.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// How far we depart: a key of the vocabulary's `severities`.
    pub severity: Spanned<String>,
    /// Both sides, for readers.
    pub text: Prose,
    /// Keys of the sources.
    pub sources: Vec<Spanned<String>>,
}

/// Whether an entry was reviewed by a clinician.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// `draft` or `reviewed`.
    pub status: Spanned<String>,
    /// Who.
    pub by: Option<Spanned<String>>,
    /// In what role.
    pub role: Option<Spanned<String>>,
    /// When.
    pub on: Option<Spanned<Date>>,
    /// When it must be looked at again.
    pub due: Option<Spanned<Date>>,
}

impl Review {
    /// Whether a clinician has signed this version.
    #[must_use]
    pub fn is_reviewed(&self) -> bool {
        self.status.value == "reviewed"
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day, from 1.
    pub day: u8,
}

impl Date {
    /// Reads `2026-11-22`; nothing if there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let date = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        (date.year > 0 && date.day > 0 && date.day <= date.days_in_month()?).then_some(date)
    }

    /// The day so many days after 1 January 1970.
    #[must_use]
    pub fn from_days(days: u64) -> Self {
        let mut date = Self { year: 1970, month: 1, day: 1 };
        let mut left = days;
        while let Some(in_month) = date.days_in_month().map(u64::from).filter(|in_month| left >= *in_month) {
            left -= in_month;
            date = match date.month {
                12 => Self { year: date.year.saturating_add(1), month: 1, day: 1 },
                month => Self { month: month + 1, ..date },
            };
        }
        date.day = u8::try_from(left + 1).unwrap_or(1);
        date
    }

    const fn days_in_month(self) -> Option<u8> {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
            4 | 6 | 9 | 11 => Some(30),
            2 => Some(if leap { 29 } else { 28 }),
            _ => None,
        }
    }

    /// `2026-11-22`, as machines write it.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `22 November 2026`, as people write it.
    #[must_use]
    pub fn words(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS.get(usize::from(self.month).wrapping_sub(1)).unwrap_or(&"");
        format!("{} {month} {}", self.day, self.year)
    }
}

/// What a reference is for: the label of an edge between two entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// From an exercise to an easier one.
    Easier,
    /// From an exercise to a harder one.
    Harder,
    /// From an exercise to one that comes before it.
    Prerequisite,
    /// Between exercises that belong together.
    Related,
    /// From what a condition rules out to what may be done in its place.
    Instead,
    /// From a mistake to an exercise it is made in.
    Concerns,
    /// From a mistake to an exercise that takes its place.
    Swap,
    /// From a plan's week to an exercise it prescribes.
    Prescription,
    /// From a plan to the plan it follows.
    After,
    /// From a plan to an exercise it adapts for a condition or for those who stay off the floor.
    Adapt,
    /// From a plan to an exercise on its menu.
    Menu,
    /// From the guide's settings: a menu or a pathway.
    Pathway,
    /// From a page's section to what it is about.
    About,
    /// From any text to what it names.
    Mention,
}

/// A mention of something by name, before anybody has looked whether it exists.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What the author wrote.
    pub target: Spanned<String>,
    /// What it should lead to.
    pub wants: Wants,
}

/// What a reference should lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// An entry of one of these kinds.
    Entry(&'static [Kind], Role),
    /// Any entry, term, section, or a heading of one.
    Anything(Role),
    /// A term of a taxonomy.
    Term(vocabulary::Taxonomy),
    /// A source of the bibliography.
    Source,
    /// A picture of the site.
    Picture,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let days = [(0, "1970-01-01"), (59, "1970-03-01"), (789, "1972-02-29"), (20_779, "2026-11-22")];
        for (n, day) in days {
            assert_eq!(Date::from_days(n).iso(), day);
        }
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert_eq!(Date::parse("2024-02-29").map(Date::iso).as_deref(), Some("2024-02-29"));
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "22-11-2026", "2026-11-31", "soon", "0000-01-01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
