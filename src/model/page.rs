//! A page: what a reader needs to know that is not an exercise, a mistake or a plan.

use super::field::{ALIASES, EVIDENCE, FIGURE, REVIEW, SOURCES, Shape, Table, UPDATED, WITHDRAWN, optional, required};
use super::figure::Figure;
use super::{Evidence, Head, Prose, Role};
use crate::source::Spanned;

/// A page of sections.
#[derive(Debug, Clone)]
pub struct Page {
    /// What every entry has.
    pub head: Head,
    /// What the theme shows beside the author's own text.
    pub layout: Layout,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// What the theme shows on a page beside the author's own text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Nothing more.
    #[default]
    Page,
    /// The red flags by urgency, from `safety.yaml`, with the numbers to call.
    RedFlags,
    /// Questions and answers.
    Questions,
    /// The traffic light, from `safety.yaml`.
    TrafficLight,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its anchor.
    pub id: Spanned<String>,
    /// Its heading.
    pub title: Spanned<String>,
    /// Its paragraphs.
    pub text: Vec<Prose>,
    /// Its picture.
    pub figure: Option<Figure>,
    /// Its points are steps in order.
    pub numbered: bool,
    /// Its points.
    pub items: Vec<Item>,
    /// Entries it is about.
    pub exercises: Vec<Spanned<String>>,
    /// Where to read on.
    pub see: Vec<Spanned<String>>,
    /// Keys of the sources it rests on.
    pub sources: Vec<Spanned<String>>,
    /// Where it says other than readers may have read.
    pub evidence: Option<Evidence>,
}

/// A point of a section.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its anchor.
    pub id: Spanned<String>,
    /// A heading of its own.
    pub title: Option<Spanned<String>>,
    /// Its picture.
    pub figure: Option<Figure>,
    /// What it says.
    pub text: Prose,
    /// Entries it is about.
    pub exercises: Vec<Spanned<String>>,
    /// Keys of the sources it rests on.
    pub sources: Vec<Spanned<String>>,
    /// Where it says other than readers may have read.
    pub evidence: Option<Evidence>,
}

/// The words for the layouts.
pub const LAYOUTS: [(&str, &str); 4] = [
    ("page", "The author's own text."),
    ("red-flags", "The red flags by urgency, with the numbers to call."),
    ("questions", "Questions and answers."),
    ("traffic-light", "The traffic light of pain during and after moves."),
];

const ABOUT: Shape = Shape::List(&Shape::Entry(&super::Kind::ALL, Role::About));

/// A page.
pub static PAGE_TABLE: Table = Table {
    noun: "a page",
    fields: &[
        required("title", Shape::Text, "Its title.", "Golden rules"),
        required("summary", Shape::Prose, "What it is, in one sentence.", "Five rules that keep moving safe."),
        optional("layout", Shape::Choice(&LAYOUTS), "What the theme shows beside the author's own text.", "questions"),
        optional("sections", Shape::List(&Shape::Record(&SECTION_TABLE)), "Its parts, in order.", "[...]"),
        SOURCES,
        EVIDENCE,
        FIGURE,
        REVIEW,
        UPDATED,
        ALIASES,
        WITHDRAWN,
    ],
};

static SECTION_TABLE: Table = Table {
    noun: "a section",
    fields: &[
        required("id", Shape::Anchor, "Its anchor: other pages link to `page#id`.", "start-slow"),
        required("title", Shape::Text, "Its heading.", "Start small"),
        optional("text", Shape::OneOrMore(&Shape::Prose), "Its paragraphs.", "Start small. Then add a little."),
        FIGURE,
        optional("numbered", Shape::Flag, "Its points are steps in order.", "true"),
        optional(
            "items",
            Shape::List(&Shape::Record(&ITEM_TABLE)),
            "Its points.",
            "[{id: wrap, text: Wrap the pack.}]",
        ),
        optional("exercises", ABOUT, "Entries it is about.", "[belly-breathing]"),
        optional("see", Shape::List(&Shape::Anywhere(Role::About)), "Where to read on.", "[\"red-flags#emergency\"]"),
        SOURCES,
        EVIDENCE,
    ],
};

static ITEM_TABLE: Table = Table {
    noun: "a point",
    fields: &[
        required("id", Shape::Anchor, "Its anchor.", "wrap"),
        optional("title", Shape::Text, "A heading of its own.", "Wrap it"),
        FIGURE,
        required("text", Shape::Prose, "What it says.", "Wrap the pack and check your skin."),
        optional("exercises", ABOUT, "Entries it is about.", "[movement-snack]"),
        SOURCES,
        EVIDENCE,
    ],
};
