//! An exercise: a movement with its dose, its form tips and what must not be done.

use super::dose::{DOSE_TABLE, Dose};
use super::field::{
    ALIASES, EVIDENCE, FIGURE, Field, REVIEW, SOURCES, Shape, Table, UPDATED, WITHDRAWN, must, optional, required,
};
use super::vocabulary::Taxonomy;
use super::{Head, Kind, Prose, Role};
use crate::rule;
use crate::source::{Span, Spanned};

/// A movement. Vocabulary words are kept as their keys.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// What every entry has.
    pub head: Head,
    /// Other names it goes by.
    pub also_called: Vec<Spanned<String>>,
    /// Starting positions, the usual one first.
    pub positions: Vec<Spanned<String>>,
    /// The starting position in a few words.
    pub position_detail: Option<Spanned<String>>,
    /// The region of the back it works on.
    pub region: Spanned<String>,
    /// What it is for.
    pub goals: Vec<Spanned<String>>,
    /// Which muscles.
    pub muscles: Muscles,
    /// What is needed.
    pub equipment: Vec<Spanned<String>>,
    /// What may help.
    pub equipment_optional: Vec<Spanned<String>>,
    /// How demanding.
    pub level: Spanned<String>,
    /// When in a recovery.
    pub phases: Vec<Spanned<String>>,
    /// How the sides of the body are counted: a key of the vocabulary's `sides`.
    pub sides: Spanned<String>,
    /// Moving time of one repetition in seconds, a hold not counted; none for moves counted in minutes.
    pub seconds_per_rep: Option<Spanned<u32>>,
    /// The pace, in words.
    pub tempo: Option<Spanned<String>>,
    /// When to breathe in and out.
    pub breathing: Prose,
    /// Where to begin.
    pub start: Option<Dose>,
    /// The full dose.
    pub full: FullDose,
    /// What to do, in order.
    pub steps: Vec<Prose>,
    /// What a clinician would say while watching.
    pub form_tips: Vec<Prose>,
    /// Where it should be felt.
    pub should_feel: Prose,
    /// Signs to stop this move.
    pub stop_signs: Vec<Prose>,
    /// Common errors in this move, with their fix.
    pub mistakes: Vec<FormMistake>,
    /// Do not do it with these.
    pub contraindications: Contraindications,
    /// Do it with care, or ask first, with these.
    pub precautions: Vec<Precaution>,
    /// How to make it easier.
    pub easier: Option<Neighbor>,
    /// How to make it harder.
    pub harder: Option<Neighbor>,
    /// Exercises that come before it.
    pub prerequisites: Vec<Spanned<String>>,
    /// Exercises that belong with it.
    pub related: Vec<Spanned<String>>,
    /// Lines fitted to the printed sheet.
    pub sheet: Option<SheetLines>,
}

impl Exercise {
    /// Whether it has a line of its own for a condition, which then stands in the place of a general one.
    #[must_use]
    pub fn has_line(&self, condition: &str) -> bool {
        self.contraindications.list().iter().any(|line| line.condition.value == condition)
            || self.precautions.iter().any(|line| line.condition.value == condition)
    }
}

/// Which muscles a move uses.
#[derive(Debug, Clone, Default)]
pub struct Muscles {
    /// Those it is for.
    pub primary: Vec<Spanned<String>>,
    /// Those that help.
    pub secondary: Vec<Spanned<String>>,
    /// Those of both that are lengthened, not worked.
    pub stretched: Vec<Spanned<String>>,
}

/// The full dose, or why there is none.
#[derive(Debug, Clone)]
pub enum FullDose {
    /// What to build up to.
    Dose(Box<Dose>),
    /// Why no full dose is given.
    NotSet(Prose),
    /// Left out, which is a finding.
    Missing,
}

impl FullDose {
    /// The dose, where one is given.
    #[must_use]
    pub fn dose(&self) -> Option<&Dose> {
        match self {
            Self::Dose(dose) => Some(dose),
            Self::NotSet(_) | Self::Missing => None,
        }
    }
}

/// An error in form, made in one exercise.
#[derive(Debug, Clone)]
pub struct FormMistake {
    /// What goes wrong.
    pub mistake: Prose,
    /// What to do instead.
    pub fix: Prose,
}

/// What rules the exercise out.
#[derive(Debug, Clone)]
pub enum Contraindications {
    /// Conditions with which it is not done until a clinician says yes.
    Some(Vec<Contraindication>),
    /// Why it has none of its own.
    None(Prose),
    /// Left out, which is a finding.
    Missing,
}

impl Contraindications {
    /// The conditions that rule the exercise out; none where it has none.
    #[must_use]
    pub fn list(&self) -> &[Contraindication] {
        match self {
            Self::Some(list) => list,
            Self::None(_) | Self::Missing => &[],
        }
    }
}

/// A condition with which an exercise is not done.
#[derive(Debug, Clone)]
pub struct Contraindication {
    /// Where it stands.
    pub span: Span,
    /// Key of the condition.
    pub condition: Spanned<String>,
    /// Why, to a patient.
    pub because: Prose,
    /// Exercises that may be done in its place.
    pub instead: Vec<Spanned<String>>,
    /// Key of the source.
    pub source: Spanned<String>,
}

/// A condition with which an exercise is done with care.
#[derive(Debug, Clone)]
pub struct Precaution {
    /// Where it stands.
    pub span: Span,
    /// Key of the condition.
    pub condition: Spanned<String>,
    /// Why, to a patient.
    pub because: Prose,
    /// What to change, or whom to ask.
    pub advice: Prose,
    /// Exercises that may be done in its place.
    pub instead: Vec<Spanned<String>>,
    /// Key of the source.
    pub source: Spanned<String>,
}

/// The next step up or down.
#[derive(Debug, Clone)]
pub struct Neighbor {
    /// Exercises.
    pub exercises: Vec<Spanned<String>>,
    /// A change to this exercise.
    pub text: Option<Prose>,
}

/// Lines cut to the width of the printed sheet.
#[derive(Debug, Clone)]
pub struct SheetLines {
    /// How, in one line.
    pub how: Spanned<String>,
    /// One form tip.
    pub tip: Spanned<String>,
    /// When to breathe.
    pub breathe: Spanned<String>,
    /// The easier option.
    pub easier: Spanned<String>,
    /// The two sides are done one after the other and ticked apart.
    pub split: bool,
}

const EXERCISES: Shape = Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Related));

/// An exercise.
pub static EXERCISE_TABLE: Table = Table {
    noun: "an exercise",
    fields: &[
        required("title", Shape::Text, "The name readers know it by.", "Bird dog"),
        required(
            "summary",
            Shape::Prose,
            "What it is, in one sentence.",
            "Reach one arm and the opposite leg from hands and knees, keeping the trunk quiet.",
        ),
        optional("also_called", Shape::List(&Shape::Text), "Other names it goes by.", "[Quadruped arm and leg reach]"),
        required(
            "positions",
            Shape::List(&Shape::Term(Taxonomy::Positions)),
            "Starting positions, the usual one first.",
            "[hands-and-knees]",
        ),
        optional(
            "position_detail",
            Shape::Text,
            "The starting position in a few words.",
            "Back level like a table top",
        ),
        required("region", Shape::Term(Taxonomy::Regions), "The region of the back it works on.", "lower"),
        required("goals", Shape::List(&Shape::Term(Taxonomy::Goals)), "What it is for.", "[trunk-endurance, balance]"),
        required(
            "muscles",
            Shape::Record(&MUSCLES_TABLE),
            "Which muscles it uses.",
            "{primary: [erector-spinae], secondary: [deltoid]}",
        ),
        optional("equipment", Shape::List(&Shape::Term(Taxonomy::Equipment)), "What is needed.", "[mat]"),
        optional("equipment_optional", Shape::List(&Shape::Term(Taxonomy::Equipment)), "What may help.", "[cushion]"),
        required("level", Shape::Term(Taxonomy::Levels), "How demanding it is.", "beginner-plus"),
        required("phases", Shape::List(&Shape::Term(Taxonomy::Phases)), "When in a recovery it belongs.", "[build]"),
        required("sides", Shape::Term(Taxonomy::Sides), "How the two sides of the body are counted.", "alternate"),
        optional(
            "seconds_per_rep",
            Shape::Count,
            "Moving time of one repetition in seconds, a hold not counted. Left out for moves counted in minutes.",
            "5",
        ),
        optional("tempo", Shape::Text, "The pace, in words.", "2 s out, hold, 2 s back"),
        required(
            "breathing",
            Shape::Prose,
            "When to breathe in and out.",
            "Out as you reach, keep breathing in the hold",
        ),
        must(
            "dose",
            &rule::MISSING_DOSE,
            Shape::Record(&DOSES_TABLE),
            "How much: where to begin, and what to build up to.",
            "{start: {sets: 1-2, reps: 5-8}, full: {sets: 2, reps: 8}}",
        ),
        required(
            "steps",
            Shape::List(&Shape::Prose),
            "What to do, in order, a step a line.",
            "[Start on hands and knees.]",
        ),
        must(
            "form_tips",
            &rule::MISSING_FORM_TIPS,
            Shape::AtLeast(2, &rule::MISSING_FORM_TIPS, &Shape::Prose),
            "What a clinician would say while watching: two or more.",
            "[\"Reach long, not high\", Keep the hips level]",
        ),
        required(
            "should_feel",
            Shape::Prose,
            "Where it should be felt.",
            "Buttock and low-back muscles working evenly",
        ),
        required("stop_signs", Shape::List(&Shape::Prose), "Signs to stop this move.", "[Pain that shoots down a leg]"),
        optional(
            "mistakes",
            Shape::List(&Shape::Record(&FORM_MISTAKE_TABLE)),
            "Common errors in this move, each with its fix.",
            "[{mistake: Leg too high, fix: Drop the foot to hip height}]",
        ),
        must(
            "contraindications",
            &rule::MISSING_CONTRAINDICATIONS,
            Shape::Or(&NO_CONTRAINDICATIONS_TABLE, &Shape::List(&Shape::Record(&CONTRAINDICATION_TABLE))),
            "Do NOT do it with these, until a clinician has said yes; or `none:` and the reason why there are none.",
            "[{condition: hip-precautions, because: Bends the hip past 90 degrees, source: hip-precautions-pages}]",
        ),
        optional(
            "precautions",
            Shape::List(&Shape::Record(&PRECAUTION_TABLE)),
            "Take care, change it or ask first with these.",
            "[{condition: wrist-pain, because: Weight on one wrist, advice: Use your fists, source: clinical-convention}]",
        ),
        optional(
            "easier",
            Shape::Record(&EASIER_TABLE),
            "How to make it easier.",
            "{exercises: [cat-cow], text: Leg only}",
        ),
        optional("harder", Shape::Record(&HARDER_TABLE), "How to make it harder.", "{text: Hold up to 10 s}"),
        optional(
            "prerequisites",
            Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Prerequisite)),
            "Exercises to be at home with first.",
            "[cat-cow]",
        ),
        optional("related", EXERCISES, "Exercises that belong with it.", "[dead-bug-modified, bridge]"),
        SOURCES,
        EVIDENCE,
        optional(
            "sheet",
            Shape::Record(&SHEET_LINES_TABLE),
            "Lines cut to the width of the printed sheet.",
            "{how: Reach one leg back., tip: Long not high, breathe: Out as you reach, easier: Leg only}",
        ),
        FIGURE,
        REVIEW,
        UPDATED,
        ALIASES,
        WITHDRAWN,
    ],
};

static DOSES_TABLE: Table = Table {
    noun: "the dose",
    fields: &[
        must(
            "start",
            &rule::MISSING_DOSE,
            Shape::Record(&DOSE_TABLE),
            "Where to begin. Never above the full dose.",
            "{sets: 1-2, reps: 5-8}",
        ),
        must(
            "full",
            &rule::MISSING_DOSE,
            Shape::Or(&DOSE_NOT_SET_TABLE, &Shape::Record(&DOSE_TABLE)),
            "What to build up to; or `not_set:` and the reason why none is given.",
            "{sets: 2, reps: 8}",
        ),
    ],
};

static DOSE_NOT_SET_TABLE: Table = Table {
    noun: "the reason for no full dose",
    fields: &[required("not_set", Shape::Prose, "Why no full dose is given.", "Do as much as feels good")],
};

static NO_CONTRAINDICATIONS_TABLE: Table = Table {
    noun: "the reason for no contraindications",
    fields: &[required(
        "none",
        Shape::Prose,
        "Why it has no contraindication of its own.",
        "Each half can be left out",
    )],
};

static MUSCLES_TABLE: Table = Table {
    noun: "the muscles",
    fields: &[
        required("primary", MUSCLES, "Those it is for.", "[erector-spinae]"),
        optional("secondary", MUSCLES, "Those that help.", "[deltoid]"),
        optional("stretched", MUSCLES, "Those of both lists that are lengthened, not worked.", "[hamstrings]"),
    ],
};

const MUSCLES: Shape = Shape::List(&Shape::Term(Taxonomy::Muscles));

static FORM_MISTAKE_TABLE: Table = Table {
    noun: "a mistake",
    fields: &[
        required("mistake", Shape::Prose, "What goes wrong.", "Leg too high and the waist sags"),
        required("fix", Shape::Prose, "What to do instead.", "Drop the foot to hip height"),
    ],
};

/// The condition of a contraindication or precaution.
pub const CONDITION: Field = required(
    "condition",
    Shape::Term(Taxonomy::Conditions),
    "The condition, a word of the vocabulary.",
    "osteoporosis",
);
const BECAUSE: Field = required("because", Shape::Prose, "Why, to a patient.", "Rounds the whole low back");
/// What may be done instead.
pub const INSTEAD: Field = optional(
    "instead",
    Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Instead)),
    "Exercises that may be done in its place.",
    "[pelvic-tilt]",
);
/// The source of a contraindication, precaution or advice.
pub const SOURCE: Field = required(
    "source",
    Shape::Source,
    "A key of content/sources.yaml, or `clinical-convention`, which readers see as *expert view*.",
    "brooke-wavell-sss-2022",
);
/// What to change.
pub const ADVICE: Field =
    required("advice", Shape::Prose, "What to change, or whom to ask.", "Use your fists or forearms");

/// A contraindication.
pub static CONTRAINDICATION_TABLE: Table =
    Table { noun: "a contraindication", fields: &[CONDITION, BECAUSE, INSTEAD, SOURCE] };

static PRECAUTION_TABLE: Table = Table { noun: "a precaution", fields: &[CONDITION, BECAUSE, ADVICE, INSTEAD, SOURCE] };

static EASIER_TABLE: Table = Table {
    noun: "the easier option",
    fields: &[
        optional(
            "exercises",
            Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Easier)),
            "Easier exercises.",
            "[cat-cow]",
        ),
        optional("text", Shape::Prose, "How to make this one easier.", "Leg only, toes staying down"),
    ],
};

static HARDER_TABLE: Table = Table {
    noun: "the harder option",
    fields: &[
        optional(
            "exercises",
            Shape::List(&Shape::Entry(&[Kind::Exercise], Role::Harder)),
            "Harder exercises.",
            "[plank-knees]",
        ),
        optional("text", Shape::Prose, "How to make this one harder.", "Hold up to 10 s"),
    ],
};

static SHEET_LINES_TABLE: Table = Table {
    noun: "the lines of the sheet",
    fields: &[
        required(
            "how",
            Shape::Text,
            "How, in one line of at most 95 characters.",
            "On hands and knees. Round your back up.",
        ),
        required("tip", Shape::Text, "One form tip of at most 46 characters.", "Stay in the middle of your range"),
        required(
            "breathe",
            Shape::Text,
            "When to breathe, in at most 44 characters.",
            "In for the hollow, out for the round",
        ),
        required(
            "easier",
            Shape::Text,
            "The easier option, in at most 44 characters.",
            "Sit, with your hands on your thighs",
        ),
        optional("split", Shape::Flag, "The two sides are done one after the other and ticked apart.", "true"),
    ],
};
