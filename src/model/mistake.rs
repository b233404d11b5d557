//! A mistake that concerns many exercises: why it matters, and its fix.

use super::field::{ALIASES, EVIDENCE, FIGURE, REVIEW, SOURCES, Shape, Table, UPDATED, WITHDRAWN, optional, required};
use super::{Head, Kind, Prose, Role};
use crate::source::Spanned;

/// An error with its fix. Its title is the mistake itself.
#[derive(Debug, Clone)]
pub struct Mistake {
    /// What every entry has.
    pub head: Head,
    /// Why it matters.
    pub why: Prose,
    /// What to do instead.
    pub fix: Prose,
    /// Exercises it is made in.
    pub exercises: Vec<Spanned<String>>,
    /// Exercises that may take its place.
    pub swap_to: Vec<Spanned<String>>,
}

/// A mistake.
pub static MISTAKE_TABLE: Table = Table {
    noun: "a mistake",
    fields: &[
        required("title", Shape::Text, "The mistake, in words.", "Holding the breath"),
        optional(
            "summary",
            Shape::Prose,
            "The mistake and its fix in one sentence.",
            "Count aloud, and the breath follows.",
        ),
        required("why", Shape::Prose, "Why it matters.", "Holding your breath pushes your blood pressure up."),
        required("fix", Shape::Prose, "What to do instead.", "Breathe out on the hard part."),
        required(
            "exercises",
            Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Concerns)),
            "Exercises it is made in. Each shows it.",
            "[plank-knees, bridge]",
        ),
        optional(
            "swap_to",
            Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Swap)),
            "Exercises that may take its place.",
            "[belly-breathing]",
        ),
        SOURCES,
        EVIDENCE,
        FIGURE,
        REVIEW,
        UPDATED,
        ALIASES,
        WITHDRAWN,
    ],
};
