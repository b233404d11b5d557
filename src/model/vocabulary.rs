//! The words the guide classifies by: positions, regions, goals, and the conditions that readers may have.

use super::Prose;
use super::field::{Shape, Table, optional, required};
use crate::source::{Span, Spanned};

/// One list of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taxonomy {
    /// Starting positions.
    Positions,
    /// Regions of the back.
    Regions,
    /// What a move is for.
    Goals,
    /// Muscles.
    Muscles,
    /// Things that are needed.
    Equipment,
    /// How demanding a move is.
    Levels,
    /// When in a recovery a move belongs.
    Phases,
    /// How the two sides of the body are counted.
    Sides,
    /// Where the figures of a dose come from.
    DoseBasis,
    /// What a condition asks of the reader.
    ConditionKinds,
    /// How far an evidence note departs from common belief.
    Severities,
    /// What readers may have.
    Conditions,
}

impl Taxonomy {
    /// Every list, in the order of `vocabulary.yaml`.
    pub const ALL: [Self; 12] = [
        Self::Positions,
        Self::Regions,
        Self::Goals,
        Self::Muscles,
        Self::Equipment,
        Self::Levels,
        Self::Phases,
        Self::Sides,
        Self::DoseBasis,
        Self::ConditionKinds,
        Self::Severities,
        Self::Conditions,
    ];

    /// The lists whose terms have a page with the exercises that carry them.
    pub const LISTED: [Self; 6] =
        [Self::Positions, Self::Regions, Self::Goals, Self::Levels, Self::Equipment, Self::Phases];

    /// Its name in `vocabulary.yaml`, and the folder of its pages.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::Regions => "regions",
            Self::Goals => "goals",
            Self::Muscles => "muscles",
            Self::Equipment => "equipment",
            Self::Levels => "levels",
            Self::Phases => "phases",
            Self::Sides => "sides",
            Self::DoseBasis => "dose_basis",
            Self::ConditionKinds => "condition_kinds",
            Self::Severities => "severities",
            Self::Conditions => "conditions",
        }
    }

    /// What one of its terms is called in a message.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Positions => "position",
            Self::Regions => "region",
            Self::Goals => "goal",
            Self::Muscles => "muscle",
            Self::Equipment => "piece of equipment",
            Self::Levels => "level",
            Self::Phases => "phase",
            Self::Sides => "way of counting sides",
            Self::DoseBasis => "basis of a dose",
            Self::ConditionKinds => "kind of condition",
            Self::Severities => "severity",
            Self::Conditions => "condition",
        }
    }
}

/// One word of the vocabulary.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its name in entries and addresses.
    pub key: Spanned<String>,
    /// The word readers see.
    pub label: Spanned<String>,
    /// What it means, in a plain line.
    pub plain: Option<Prose>,
    /// Other words readers use for it; they find it by them.
    pub synonyms: Vec<Spanned<String>>,
    /// For a condition: a name short enough for a row of a sheet.
    pub short: Option<Spanned<String>>,
    /// For a condition: `emergency`, `stop` or `ask`, a key of `condition_kinds`.
    pub kind: Option<Spanned<String>>,
    /// For a condition: other conditions that hold where this one does.
    pub implies: Vec<Spanned<String>>,
}

/// All words of the guide.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The lists, one for each [`Taxonomy`], in the order of the file.
    pub lists: Vec<(Taxonomy, Vec<Term>)>,
    /// Where the file is; the place for findings about what it lacks.
    pub span: Option<Span>,
}

impl Vocabulary {
    /// The terms of a list, in the order of the file.
    #[must_use]
    pub fn terms(&self, taxonomy: Taxonomy) -> &[Term] {
        self.lists.iter().find(|(list, _)| *list == taxonomy).map_or(&[], |(_, terms)| terms)
    }

    /// The term called `key`.
    #[must_use]
    pub fn term(&self, taxonomy: Taxonomy, key: &str) -> Option<&Term> {
        self.terms(taxonomy).iter().find(|term| term.key.value == key)
    }

    /// The word readers see for `key`; the key itself where there is no such term, which is a finding elsewhere.
    #[must_use]
    pub fn label<'a>(&'a self, taxonomy: Taxonomy, key: &'a str) -> &'a str {
        self.term(taxonomy, key).map_or(key, |term| &term.label.value)
    }
}

const LIST: Shape = Shape::Keyed(&TERM_TABLE);

/// `content/vocabulary.yaml`.
pub static VOCABULARY_TABLE: Table = Table {
    noun: "the vocabulary",
    fields: &[
        required("positions", LIST, "Starting positions.", "supine: {label: On your back, plain: Lying on your back.}"),
        required(
            "regions",
            LIST,
            "Regions of the back.",
            "lower: {label: Lower back and hips, plain: From the ribs to the thighs.}",
        ),
        required("goals", LIST, "What a move is for.", "ease-stiffness: {label: Ease stiffness, plain: Loosen up.}"),
        required(
            "muscles",
            LIST,
            "Muscles.",
            "erector-spinae: {label: Erector spinae, plain: The long muscles beside the spine.}",
        ),
        required("equipment", LIST, "Things that are needed.", "mat: {label: Mat, plain: A mat or a folded blanket.}"),
        required(
            "levels",
            LIST,
            "How demanding a move is, the gentlest first.",
            "beginner: {label: First step, plain: Suits most people.}",
        ),
        required(
            "phases",
            LIST,
            "When in a recovery a move belongs, the first first.",
            "start: {label: Start, plain: First weeks, or a flare-up.}",
        ),
        required(
            "sides",
            LIST,
            "How the two sides of the body are counted.",
            "each-side: {label: Each side, plain: Finish one side first.}",
        ),
        required(
            "dose_basis",
            LIST,
            "Where the figures of a dose come from.",
            "trial: {label: Trial, plain: The amount used in a study.}",
        ),
        required(
            "condition_kinds",
            LIST,
            "What a condition asks of the reader.",
            "ask: {label: Take care, plain: Some moves need a change.}",
        ),
        required(
            "severities",
            LIST,
            "How far an evidence note departs from common belief.",
            "soften: {label: Softened, plain: True in part.}",
        ),
        required(
            "conditions",
            Shape::Keyed(&CONDITION_TABLE),
            "What readers may have: the words of *My situation* and of every contraindication.",
            "osteoporosis: {label: Osteoporosis, kind: ask}",
        ),
    ],
};

const LABEL: super::field::Field = required("label", Shape::Text, "The word readers see.", "On your back");
const PLAIN: super::field::Field =
    optional("plain", Shape::Prose, "What it means, in one plain line.", "Lying on your back, on a mat or a firm bed.");
const SYNONYMS: super::field::Field = optional(
    "synonyms",
    Shape::List(&Shape::Text),
    "Other words readers may search by. They are found, not shown.",
    "[tummy, belly]",
);

/// One word of a list.
pub static TERM_TABLE: Table = Table { noun: "a word of the vocabulary", fields: &[LABEL, PLAIN, SYNONYMS] };

/// One condition.
pub static CONDITION_TABLE: Table = Table {
    noun: "a condition",
    fields: &[
        LABEL,
        PLAIN,
        optional("short", Shape::Text, "A name short enough for a row of a printed sheet.", "knee trouble"),
        required("kind", Shape::Term(Taxonomy::ConditionKinds), "What it asks of the reader.", "ask"),
        optional(
            "implies",
            Shape::List(&Shape::Term(Taxonomy::Conditions)),
            "Other conditions that hold where this one does.",
            "[osteoporosis]",
        ),
        SYNONYMS,
    ],
};
