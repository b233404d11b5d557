//! A plan: weeks of exercises, each with its dose, and when to move on.

use super::dose::{DOSE_TABLE, Dose};
use super::exercise::{ADVICE, CONDITION, SOURCE};
use super::field::{ALIASES, EVIDENCE, REVIEW, SOURCES, Shape, Table, UPDATED, WITHDRAWN, optional, required};
use super::vocabulary::Taxonomy;
use super::{Head, Kind, Prose, Role};
use crate::source::{Span, Spanned};

/// Weeks of exercises.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What every entry has.
    pub head: Head,
    /// Whom it is for.
    pub whom: Prose,
    /// How demanding.
    pub level: Spanned<String>,
    /// When in a recovery.
    pub phase: Spanned<String>,
    /// The region of the back it works on.
    pub region: Spanned<String>,
    /// Plans it follows.
    pub after: Vec<Spanned<String>>,
    /// Conditions with which it is not used until a clinician says yes.
    pub not_for: Vec<NotFor>,
    /// Conditions with which it is used with a change.
    pub adapt: Vec<Adaptation>,
    /// How to do it without getting down to the floor.
    pub floor_free: Option<FloorFree>,
    /// What to do on the other days.
    pub off_days: Option<Prose>,
    /// Times of day the session is spread over.
    pub slots: Vec<Spanned<String>>,
    /// Exercises to swap in.
    pub menu_extra: Vec<Spanned<String>>,
    /// What to know about its minutes.
    pub minutes_note: Option<Prose>,
    /// Whether a session begins with time to settle and note the score.
    pub settling: bool,
    /// What comes after it.
    pub after_plan: Option<Prose>,
    /// The weeks, in order.
    pub weeks: Vec<Week>,
}

impl Plan {
    /// Whether it says what a reader with the condition does about the exercise.
    #[must_use]
    pub fn answers(&self, exercise: &str, condition: &str) -> bool {
        let is_about = |line: &Adaptation| line.exercise.as_ref().is_none_or(|adapted| adapted.value == exercise);
        self.not_for.iter().any(|line| line.condition.value == condition)
            || self.adapt.iter().any(|line| line.condition.value == condition && is_about(line))
    }
}

/// A condition with which a plan is not used.
#[derive(Debug, Clone)]
pub struct NotFor {
    /// Key of the condition.
    pub condition: Spanned<String>,
    /// What to do.
    pub advice: Prose,
    /// Key of the source.
    pub source: Spanned<String>,
}

/// A change to a plan for a condition.
#[derive(Debug, Clone)]
pub struct Adaptation {
    /// Key of the condition.
    pub condition: Spanned<String>,
    /// The exercise it changes; the whole plan where there is none.
    pub exercise: Option<Spanned<String>>,
    /// What may be done in its place.
    pub instead: Option<Spanned<String>>,
    /// What to change.
    pub advice: Prose,
    /// Key of the source.
    pub source: Spanned<String>,
}

/// A plan without the floor.
#[derive(Debug, Clone)]
pub struct FloorFree {
    /// In one line.
    pub text: Prose,
    /// Exercise by exercise.
    pub exercises: Vec<FloorFreeExercise>,
}

/// An exercise without the floor, at the same dose.
#[derive(Debug, Clone)]
pub struct FloorFreeExercise {
    /// The exercise.
    pub exercise: Spanned<String>,
    /// Another exercise that takes its place.
    pub instead: Option<Spanned<String>>,
    /// How.
    pub text: Prose,
}

/// One week of a plan.
#[derive(Debug, Clone)]
pub struct Week {
    /// Where it stands.
    pub span: Span,
    /// Its title.
    pub title: Spanned<String>,
    /// The days it is done on.
    pub days: Vec<Spanned<Day>>,
    /// Minutes a session that are promised, walking and optional exercises apart.
    pub minutes: Spanned<u32>,
    /// What this week is about.
    pub focus: Option<Prose>,
    /// What to do.
    pub prescriptions: Vec<Prescription>,
    /// Days that must be done before moving on.
    pub move_on_days: Option<Spanned<u32>>,
    /// When to move on.
    pub move_on_if: Prose,
    /// When to stay.
    pub stay_if: Prose,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// The week, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// Its word in YAML.
    #[must_use]
    pub const fn key(self) -> &'static str {
        DAYS[self as usize].0
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        DAYS[self as usize].1
    }
}

const DAYS: [(&str, &str); 7] = [
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

/// An exercise with its dose in a week.
#[derive(Debug, Clone)]
pub struct Prescription {
    /// Where it stands.
    pub span: Span,
    /// The exercise.
    pub exercise: Spanned<String>,
    /// How much.
    pub dose: Option<Dose>,
    /// It may be left out.
    pub optional: bool,
    /// What to know this week.
    pub note: Option<Prose>,
}

const EXERCISE: &[Kind] = &[Kind::Exercise];

/// A plan.
pub static PLAN_TABLE: Table = Table {
    noun: "a plan",
    fields: &[
        required("title", Shape::Text, "Its name.", "Start gently"),
        optional(
            "summary",
            Shape::Prose,
            "What it is, in one sentence.",
            "Three small moves and a short walk, for two weeks.",
        ),
        required("for", Shape::Prose, "Whom it is for.", "New to this, or calming a flare-up. No warning signs."),
        required("level", Shape::Term(Taxonomy::Levels), "How demanding it is.", "beginner"),
        required("phase", Shape::Term(Taxonomy::Phases), "When in a recovery it belongs.", "start"),
        required("region", Shape::Term(Taxonomy::Regions), "The region of the back it works on.", "lower"),
        optional(
            "after",
            Shape::List(&Shape::Entry(&[Kind::Plan], Role::After)),
            "Plans it follows.",
            "[start-gently]",
        ),
        optional(
            "not_for",
            Shape::List(&Shape::Record(&NOT_FOR_TABLE)),
            "Conditions with which it is not used until a clinician says yes.",
            "[{condition: neck-instability, advice: See a clinician first, source: clinical-convention}]",
        ),
        optional(
            "adapt",
            Shape::List(&Shape::Record(&ADAPTATION_TABLE)),
            "Conditions with which it is used with a change.",
            "[{condition: hip-precautions, exercise: single-knee-to-chest, advice: Leave it out, source: hip-precautions-pages}]",
        ),
        optional(
            "floor_free",
            Shape::Record(&FLOOR_FREE_TABLE),
            "How to do it without getting down to the floor.",
            "{text: Firm bed, exercises: [{exercise: pelvic-tilt, text: On a firm bed}]}",
        ),
        optional("off_days", Shape::Prose, "What to do on the other days.", "Walk, and break up long sitting"),
        optional("slots", Shape::List(&Shape::Text), "Times of day the session is spread over.", "[mid-morning]"),
        optional(
            "menu_extra",
            Shape::List(&Shape::Entry(EXERCISE, Role::Menu)),
            "Exercises to swap in.",
            "[wall-angel]",
        ),
        optional("minutes_note", Shape::Prose, "What to know about its minutes.", "Spread over the day"),
        optional("settling", Shape::Flag, "`false` where no time to settle is counted.", "false"),
        optional("after_plan", Shape::Prose, "What comes after it.", "Go on to [[add-one]]."),
        SOURCES,
        EVIDENCE,
        required("weeks", Shape::List(&Shape::Record(&WEEK_TABLE)), "The weeks, in order.", "[...]"),
        REVIEW,
        UPDATED,
        ALIASES,
        WITHDRAWN,
    ],
};

static NOT_FOR_TABLE: Table = Table { noun: "a `not_for` line", fields: &[CONDITION, ADVICE, SOURCE] };

static ADAPTATION_TABLE: Table = Table {
    noun: "an adaptation",
    fields: &[
        CONDITION,
        optional(
            "exercise",
            Shape::Entry(EXERCISE, Role::Adapt),
            "The exercise it changes; left out for the whole plan.",
            "cat-cow",
        ),
        optional("instead", Shape::Entry(EXERCISE, Role::Instead), "What may be done in its place.", "belly-breathing"),
        ADVICE,
        SOURCE,
    ],
};

static FLOOR_FREE_TABLE: Table = Table {
    noun: "the floor-free form",
    fields: &[
        required("text", Shape::Prose, "In one line, for the sheet.", "Firm bed for tilt and knee hug; seated cat-cow"),
        optional(
            "exercises",
            Shape::List(&Shape::Record(&FLOOR_FREE_EXERCISE_TABLE)),
            "Exercise by exercise.",
            "[...]",
        ),
    ],
};

static FLOOR_FREE_EXERCISE_TABLE: Table = Table {
    noun: "a floor-free exercise",
    fields: &[
        required("exercise", Shape::Entry(EXERCISE, Role::Adapt), "The exercise.", "pelvic-tilt"),
        optional("instead", Shape::Entry(EXERCISE, Role::Instead), "Another exercise in its place.", "seated-twist"),
        required("text", Shape::Prose, "How to do it.", "On a firm bed"),
    ],
};

static WEEK_TABLE: Table = Table {
    noun: "a week",
    fields: &[
        required("title", Shape::Text, "Its title.", "Three small moves"),
        required("days", Shape::List(&Shape::Choice(&DAYS)), "The days it is done on.", "[mon, wed, fri]"),
        required("minutes", Shape::Count, "Minutes a session, walking and optional exercises apart.", "4"),
        optional("focus", Shape::Prose, "What this week is about.", "Only if week 1 felt fine"),
        required(
            "exercises",
            Shape::List(&Shape::Record(&PRESCRIPTION_TABLE)),
            "What to do.",
            "[{exercise: cat-cow, dose: {sets: 1, reps: 6}}]",
        ),
        optional("move_on_days", Shape::Count, "Days that must be done before moving on.", "5"),
        required("move_on_if", Shape::Prose, "When to move on.", "Done on at least 5 of 7 days."),
        required("stay_if", Shape::Prose, "When to stay with this week.", "Done on fewer than 5 of 7 days."),
    ],
};

static PRESCRIPTION_TABLE: Table = Table {
    noun: "an exercise of a week",
    fields: &[
        required("exercise", Shape::Entry(EXERCISE, Role::Prescription), "The exercise.", "pelvic-tilt"),
        required(
            "dose",
            Shape::Record(&DOSE_TABLE),
            "How much this week. Nothing is inherited from the exercise.",
            "{sets: 1, reps: 6}",
        ),
        optional("optional", Shape::Flag, "It may be left out.", "true"),
        optional("note", Shape::Prose, "What to know this week.", "Leg only, toes may stay down"),
    ],
};
