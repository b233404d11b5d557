//! The field tables: what every kind of entry is made of, declared once.
//!
//! Each kind keeps its table beside its type. The reader ([`crate::parse`]) walks a table to read and judge an entry; the
//! JSON Schema, the scaffolds and the authors' reference are other readings of the same rows.

use super::exercise::EXERCISE_TABLE;
use super::mistake::MISTAKE_TABLE;
use super::page::PAGE_TABLE;
use super::plan::PLAN_TABLE;
use super::safety::SAFETY_TABLE;
use super::settings::{SETTINGS_TABLE, WORK_TABLE};
use super::vocabulary::{Taxonomy, VOCABULARY_TABLE};
use super::{Kind, Role};
use crate::rule::Rule;

/// The fields of one kind of record, in the order authors write them.
#[derive(Debug)]
pub struct Table {
    /// What a record of this kind is called in a message: `an exercise`, `a dose`.
    pub noun: &'static str,
    /// The rows.
    pub fields: &'static [Field],
}

/// One row: a field of a record.
#[derive(Debug)]
pub struct Field {
    /// Its name in YAML.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// What it means to the guide's reader, in a sentence.
    pub means: &'static str,
    /// A value as an author would write it.
    pub example: &'static str,
}

/// Whether a field must be there.
#[derive(Debug, Clone, Copy)]
pub enum Need {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
    /// It must be there, and its absence breaks a rule of its own.
    Must(&'static Rule),
}

/// What a field holds.
#[derive(Debug)]
pub enum Shape {
    /// One line of plain text.
    Text,
    /// Text with inline Markdown.
    Prose,
    /// `true` or `false`.
    Flag,
    /// A whole number of something.
    Count,
    /// A whole number or a range of them, `8` or `8-10`.
    Range,
    /// An amount of time or a range of them, with its unit: `30 s`, `3-5 s`, `5-10 min`.
    Time,
    /// A day, `2026-11-22`.
    Date,
    /// An address within the site, `/exercises/old-name/`.
    Path,
    /// A whole https or http address of the web.
    Url,
    /// A figure, drawn from poses.
    Figure,
    /// The name of a part of a page, which other pages link to behind `#`.
    Anchor,
    /// The slug of an entry.
    Entry(&'static [Kind], Role),
    /// Anything the site has an address for, perhaps with `#heading`.
    Anywhere(Role),
    /// A key of a list of the vocabulary.
    Term(Taxonomy),
    /// A key of the bibliography, or one of the pseudo-sources.
    Source,
    /// One of a few words, each with its meaning.
    Choice(&'static [(&'static str, &'static str)]),
    /// Items in order.
    List(&'static Self),
    /// As a list, but an author may write a single item without dashes.
    OneOrMore(&'static Self),
    /// As a list, with a least number of items and the rule that fewer break.
    AtLeast(usize, &'static Rule, &'static Self),
    /// A group of fields.
    Record(&'static Table),
    /// Names of the author's own, each with a group of fields.
    Keyed(&'static Table),
    /// Either a group of the first table, told by its field, or the other shape.
    Or(&'static Table, &'static Self),
}

impl Shape {
    /// What an author is asked for, to complete "write …" or "expected …".
    #[must_use]
    pub const fn wanted(&self) -> &'static str {
        match self {
            Self::Text | Self::Prose => "a text",
            Self::Flag => "`true` or `false`",
            Self::Count => "a whole number",
            Self::Range => "a whole number or a range such as `8-10`",
            Self::Time => "a time with its unit, such as `30 s`, `3-5 s` or `10 min`",
            Self::Date => "a date such as `2026-11-22`",
            Self::Path => "an address such as `/exercises/old-name/`",
            Self::Url => "a whole address such as `https://clinic.example/back`",
            Self::Figure => "a figure: `base`, `props` and `poses`, or `file` and `alt`",
            Self::Anchor => "a name of small letters, figures and hyphens, such as `start-slow`",
            Self::Entry(..) => "the name of an entry, such as `cat-cow`",
            Self::Anywhere(_) => "the name of an entry, perhaps with `#heading`",
            Self::Term(_) => "a word of the vocabulary",
            Self::Source => "the key of a source",
            Self::Choice(_) => "one of a few words",
            Self::List(_) | Self::AtLeast(..) => "a list",
            Self::OneOrMore(_) => "a text or a list of texts",
            Self::Record(_) | Self::Keyed(_) => "a group of fields",
            Self::Or(_, Self::Record(_)) => "a group of fields, or one that says why there is none",
            Self::Or(..) => "a list, or a group that says why there is none",
        }
    }
}

/// A row that must be there.
#[must_use]
pub const fn required(name: &'static str, shape: Shape, means: &'static str, example: &'static str) -> Field {
    Field { name, shape, need: Need::Required, means, example }
}

/// A row that may be left out.
#[must_use]
pub const fn optional(name: &'static str, shape: Shape, means: &'static str, example: &'static str) -> Field {
    Field { name, shape, need: Need::Optional, means, example }
}

/// A row whose absence breaks a rule of its own.
#[must_use]
pub const fn must(
    name: &'static str,
    rule: &'static Rule,
    shape: Shape,
    means: &'static str,
    example: &'static str,
) -> Field {
    Field { name, shape, need: Need::Must(rule), means, example }
}

/// `sources`, in every kind.
pub const SOURCES: Field = optional(
    "sources",
    Shape::List(&Shape::Source),
    "Keys of the sources this rests on, from content/sources.yaml.",
    "[mcgill-karpowicz-2009]",
);
/// `evidence`, in every kind.
pub const EVIDENCE: Field = optional(
    "evidence",
    Shape::Record(&EVIDENCE_TABLE),
    "Where this says other than readers may have read: both sides, told plainly.",
    "{severity: soften, text: \"You may have read that ...; newer evidence says ...\", sources: [slater-posture-2019]}",
);
/// `review`, in every kind.
pub const REVIEW: Field = required(
    "review",
    Shape::Record(&REVIEW_TABLE),
    "Whether a clinician has reviewed this version. Readers are told.",
    "{status: draft}",
);
/// `updated`, in every kind.
pub const UPDATED: Field = required(
    "updated",
    Shape::Date,
    "The day the content last changed. Dates come from here, never from a clock.",
    "2026-11-22",
);
/// `aliases`, in every kind.
pub const ALIASES: Field = optional(
    "aliases",
    Shape::List(&Shape::Path),
    "Addresses this page had before, so that old bookmarks and printed sheets still lead here.",
    "[/exercises/quadruped-reach/]",
);
/// `figure`, in exercises, mistakes and pages.
pub const FIGURE: Field = optional(
    "figure",
    Shape::Figure,
    "The picture: poses as joint angles, drawn by the tool, or `{file: x.svg, alt: \"...\"}` for an SVG of content/pictures.",
    "{base: standing, poses: {start: {label: Standing tall}}}",
);
/// `withdrawn`, in every kind.
pub const WITHDRAWN: Field =
    optional("withdrawn", Shape::Flag, "Kept only to say that the advice is gone: the page stays as a notice.", "true");

/// The files of a guide by the name of their kind, each with its table. The bibliography is the one file whose fields are
/// names of the author's own, each with a group of this table.
pub static FILES: [(&str, &Table); 8] = [
    (Kind::Exercise.word(), &EXERCISE_TABLE),
    (Kind::Mistake.word(), &MISTAKE_TABLE),
    (Kind::Plan.word(), &PLAN_TABLE),
    (Kind::Page.word(), &PAGE_TABLE),
    ("site", &SETTINGS_TABLE),
    ("safety", &SAFETY_TABLE),
    ("vocabulary", &VOCABULARY_TABLE),
    (SOURCES_FILE, &WORK_TABLE),
];

/// The name of the bibliography among [`FILES`].
pub const SOURCES_FILE: &str = "sources";

/// What the evidence says.
pub static EVIDENCE_TABLE: Table = Table {
    noun: "an evidence note",
    fields: &[
        required(
            "severity",
            Shape::Term(Taxonomy::Severities),
            "How far this departs from what readers may have read.",
            "soften",
        ),
        required(
            "text",
            Shape::Prose,
            "Both sides in a sentence or two.",
            "You may have read that ...; newer evidence says ...",
        ),
        optional("sources", Shape::List(&Shape::Source), "The sources of the newer view.", "[slater-posture-2019]"),
    ],
};

/// Whether a clinician has looked.
pub static REVIEW_TABLE: Table = Table {
    noun: "a review",
    fields: &[
        required(
            "status",
            Shape::Choice(&[
                ("draft", "No clinician has reviewed this version."),
                ("reviewed", "A clinician has, and signs with name, role and date."),
            ]),
            "Where the review stands.",
            "draft",
        ),
        optional("by", Shape::Text, "The clinician's name.", "Jane Roe"),
        optional("role", Shape::Text, "The clinician's profession and place.", "physiotherapist, Example Clinic"),
        optional("on", Shape::Date, "The day of the review.", "2026-11-01"),
        optional("due", Shape::Date, "The day by which it must be reviewed again.", "2029-11-01"),
    ],
};
