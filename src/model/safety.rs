//! What stands on every page and sheet: red flags, general contraindications, stop signs, the rules of every plan.

use super::dose::Range;
use super::exercise::{ADVICE, CONTRAINDICATION_TABLE, Contraindication, Exercise, SOURCE};
use super::field::{EVIDENCE, SOURCES, Shape, Table, optional, required};
use super::vocabulary::Taxonomy;
use super::{Evidence, Prose};
use crate::source::{Span, Spanned};

/// `content/safety.yaml`.
#[derive(Debug, Clone)]
pub struct Safety {
    /// Where the file is.
    pub span: Span,
    /// Signs that need medical help, most urgent first.
    pub red_flags: RedFlags,
    /// Conditions with which none of the exercises is done.
    pub contraindications: Vec<Contraindication>,
    /// Signs to stop, in any exercise.
    pub stop_signs: StopSigns,
    /// Feelings that are fine.
    pub acceptable: Acceptable,
    /// Care that follows from a starting position or a phase.
    pub cautions: Vec<Caution>,
    /// How to breathe.
    pub breathing: SourcedText,
    /// What to lie on.
    pub surface: SourcedText,
    /// Pain in and after a move, and what to do.
    pub traffic_light: TrafficLight,
    /// The rules of every plan.
    pub plan_rules: PlanRules,
    /// How walking grows, week by week.
    pub walking_ladder: WalkingLadder,
}

/// Signs that need medical help.
#[derive(Debug, Clone)]
pub struct RedFlags {
    /// Why the list is no cause for fear.
    pub reassurance: Prose,
    /// To read it again if things change.
    pub safety_net: Prose,
    /// Why it is ordered as it is.
    pub evidence: Option<Evidence>,
    /// By urgency, most urgent first.
    pub tiers: Vec<Tier>,
}

/// Signs of one urgency.
#[derive(Debug, Clone)]
pub struct Tier {
    /// How soon.
    pub urgency: Spanned<Urgency>,
    /// What to do, as a heading.
    pub label: Spanned<String>,
    /// The signs.
    pub flags: Vec<RedFlag>,
}

/// How soon a sign needs help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Call an ambulance or go to hospital now.
    Emergency,
    /// Get advice today.
    Urgent,
    /// See someone within days.
    Soon,
    /// Book an appointment.
    Routine,
}

impl Urgency {
    /// All, most urgent first.
    pub const ALL: [Self; 4] = [Self::Emergency, Self::Urgent, Self::Soon, Self::Routine];

    /// Its word in YAML, and the anchor of its tier.
    #[must_use]
    pub const fn key(self) -> &'static str {
        URGENCIES[self as usize].0
    }
}

const URGENCIES: [(&str, &str); 4] = [
    ("emergency", "Call an ambulance or go to hospital now."),
    ("urgent", "Get medical advice today."),
    ("soon", "Make an appointment in the next few days."),
    ("routine", "Book a routine appointment."),
];

/// One sign.
#[derive(Debug, Clone)]
pub struct RedFlag {
    /// Its anchor.
    pub id: Spanned<String>,
    /// The sign, whole.
    pub text: Prose,
    /// The sign in at most twelve words, for the sheet.
    pub short: Spanned<String>,
    /// Key of the source.
    pub source: Spanned<String>,
}

/// Signs to stop.
#[derive(Debug, Clone)]
pub struct StopSigns {
    /// Stop and call emergency services.
    pub emergency: Vec<Prose>,
    /// Stop this move.
    pub now: Vec<Prose>,
    /// Do less next time.
    pub next_day: Vec<Prose>,
}

/// Feelings that are fine.
#[derive(Debug, Clone)]
pub struct Acceptable {
    /// The feelings.
    pub items: Vec<Prose>,
    /// Where the mark comes from.
    pub note: Option<Prose>,
    /// Key of the source.
    pub source: Option<Spanned<String>>,
}

/// Care that follows from a starting position or a phase. An exercise's own line for the same condition replaces it.
#[derive(Debug, Clone)]
pub struct Caution {
    /// Its name.
    pub id: Spanned<String>,
    /// Keys of the positions it is for.
    pub positions: Vec<Spanned<String>>,
    /// Keys of the phases it is for.
    pub phases: Vec<Spanned<String>>,
    /// Keys of the conditions it concerns.
    pub conditions: Vec<Spanned<String>>,
    /// Why.
    pub because: Prose,
    /// What to change.
    pub advice: Prose,
    /// Key of the source.
    pub source: Spanned<String>,
}

impl Caution {
    /// Whether it follows from one of the exercise's positions or phases.
    #[must_use]
    pub fn concerns(&self, exercise: &Exercise) -> bool {
        let share = |own: &[Spanned<String>], wanted: &[Spanned<String>]| {
            wanted.iter().any(|key| own.iter().any(|own| own.value == key.value))
        };
        share(&exercise.positions, &self.positions) || share(&exercise.phases, &self.phases)
    }
}

/// A text and what it rests on.
#[derive(Debug, Clone)]
pub struct SourcedText {
    /// The text.
    pub text: Prose,
    /// Keys of the sources.
    pub sources: Vec<Spanned<String>>,
}

/// Pain in and after a move, and what to do.
#[derive(Debug, Clone)]
pub struct TrafficLight {
    /// Carry on.
    pub green: Prose,
    /// Do less.
    pub amber: Prose,
    /// Stop.
    pub red: Prose,
    /// Key of the source.
    pub source: Spanned<String>,
    /// Where it says other than readers may have read.
    pub evidence: Option<Evidence>,
}

/// The rules of every plan.
#[derive(Debug, Clone)]
pub struct PlanRules {
    /// Before the first session.
    pub before_you_start: Vec<Prose>,
    /// In each session.
    pub each_session: Vec<Prose>,
    /// When to stop, step back or see someone.
    pub stop_if: Vec<StopRule>,
    /// In what order the rules are asked.
    pub decide: Prose,
    /// What to do in a flare-up.
    pub flare_up: Prose,
    /// What to do after a week missed.
    pub missed: Prose,
    /// When to take a lighter week.
    pub lighter_week: Prose,
    /// What to look at once a week.
    pub weekly_review: Vec<Prose>,
    /// Lines to write phone numbers on.
    pub whom_to_call: Vec<Spanned<String>>,
    /// Key of the source.
    pub source: Spanned<String>,
}

/// A rule to stop, step back or see someone.
#[derive(Debug, Clone)]
pub struct StopRule {
    /// Its name.
    pub id: Spanned<String>,
    /// The rule.
    pub text: Prose,
}

/// How walking grows, week by week.
#[derive(Debug, Clone)]
pub struct WalkingLadder {
    /// Where the steps come from.
    pub note: Option<Prose>,
    /// Keys of the sources.
    pub sources: Vec<Spanned<String>>,
    /// The steps.
    pub steps: Vec<LadderStep>,
}

/// One step of the walking ladder.
#[derive(Debug, Clone)]
pub struct LadderStep {
    /// Weeks, counted from the first week of the first plan.
    pub weeks: Range,
    /// Minutes a walk.
    pub minutes: Range,
    /// Days a week.
    pub days: Range,
}

const PROSES: Shape = Shape::List(&Shape::Prose);

/// `content/safety.yaml`.
pub static SAFETY_TABLE: Table = Table {
    noun: "the safety file",
    fields: &[
        required(
            "red_flags",
            Shape::Record(&RED_FLAGS_TABLE),
            "Signs that need medical help, by urgency.",
            "{tiers: [...]}",
        ),
        required(
            "contraindications",
            Shape::List(&Shape::Record(&CONTRAINDICATION_TABLE)),
            "Conditions with which none of the exercises is done until a clinician says yes.",
            "[{condition: red-flags, because: May be a serious problem, source: finucane-redflags-2020}]",
        ),
        required(
            "stop_signs",
            Shape::Record(&STOP_SIGNS_TABLE),
            "Signs to stop, in any exercise.",
            "{emergency: [...], now: [...], next_day: [...]}",
        ),
        required("acceptable", Shape::Record(&ACCEPTABLE_TABLE), "Feelings that are fine.", "{items: [Mild stretch]}"),
        required(
            "cautions",
            Shape::List(&Shape::Record(&CAUTION_TABLE)),
            "Care that follows from a starting position or a phase.",
            "[...]",
        ),
        required("breathing", Shape::Record(&SOURCED_TABLE), "How to breathe.", "{text: Breathe out on the effort}"),
        required("surface", Shape::Record(&SOURCED_TABLE), "What to lie on.", "{text: Firm but padded}"),
        required(
            "traffic_light",
            Shape::Record(&TRAFFIC_LIGHT_TABLE),
            "Pain in and after a move, and what to do.",
            "{green: 0-3 out of 10}",
        ),
        required("plan_rules", Shape::Record(&PLAN_RULES_TABLE), "The rules of every plan.", "{...}"),
        required("walking_ladder", Shape::Record(&LADDER_TABLE), "How walking grows, week by week.", "{steps: [...]}"),
    ],
};

static RED_FLAGS_TABLE: Table = Table {
    noun: "the red flags",
    fields: &[
        required("reassurance", Shape::Prose, "Why the list is no cause for fear.", "These problems are rare."),
        required(
            "safety_net",
            Shape::Prose,
            "To read it again if things change.",
            "Symptoms can change. Read this list again.",
        ),
        EVIDENCE,
        required("tiers", Shape::List(&Shape::Record(&TIER_TABLE)), "By urgency, most urgent first.", "[...]"),
    ],
};

static TIER_TABLE: Table = Table {
    noun: "a tier of red flags",
    fields: &[
        required("urgency", Shape::Choice(&URGENCIES), "How soon.", "urgent"),
        required("label", Shape::Text, "What to do, as a heading.", "Get medical advice today"),
        required(
            "items",
            Shape::List(&Shape::Record(&RED_FLAG_TABLE)),
            "The signs. The first two of an emergency stand open on every exercise and plan: begin with those that are missed most often.",
            "[...]",
        ),
    ],
};

static RED_FLAG_TABLE: Table = Table {
    noun: "a red flag",
    fields: &[
        required("id", Shape::Anchor, "Its anchor.", "fever"),
        required(
            "text",
            Shape::Prose,
            "The sign, whole.",
            "High temperature, chills or feeling very unwell with back pain",
        ),
        required(
            "short",
            Shape::Text,
            "The sign in at most twelve words, for the sheet.",
            "High temperature, chills or feeling very unwell",
        ),
        SOURCE,
    ],
};

static STOP_SIGNS_TABLE: Table = Table {
    noun: "the stop signs",
    fields: &[
        required("emergency", PROSES, "Stop and call emergency services.", "[Chest pain or fainting]"),
        required("now", PROSES, "Stop this move.", "[Sharp pain that does not settle]"),
        required("next_day", PROSES, "Do less next time.", "[Pain still raised after 24 hours]"),
    ],
};

static ACCEPTABLE_TABLE: Table = Table {
    noun: "the acceptable feelings",
    fields: &[
        required("items", PROSES, "The feelings.", "[Mild stretch or muscle effort]"),
        optional("note", Shape::Prose, "Where the mark comes from.", "The 3 out of 10 mark is an expert view"),
        optional("source", Shape::Source, "Key of the source.", "clinical-convention"),
    ],
};

static CAUTION_TABLE: Table = Table {
    noun: "a caution",
    fields: &[
        required("id", Shape::Anchor, "Its name.", "floor"),
        optional(
            "positions",
            Shape::List(&Shape::Term(Taxonomy::Positions)),
            "Starting positions it is for.",
            "[supine]",
        ),
        optional("phases", Shape::List(&Shape::Term(Taxonomy::Phases)), "Phases it is for.", "[strength]"),
        required("conditions", Shape::List(&Shape::Term(Taxonomy::Conditions)), "Conditions it concerns.", "[vertigo]"),
        required("because", Shape::Prose, "Why.", "Lying flat"),
        ADVICE,
        SOURCE,
    ],
};

static SOURCED_TABLE: Table = Table {
    noun: "a text with its sources",
    fields: &[required("text", Shape::Prose, "The text.", "Firm but padded: a mat or carpet."), SOURCES],
};

static TRAFFIC_LIGHT_TABLE: Table = Table {
    noun: "the traffic light",
    fields: &[
        required("green", Shape::Prose, "Carry on.", "0-3 out of 10, settles by the end of the day: carry on"),
        required("amber", Shape::Prose, "Do less.", "4-5 out of 10: halve the repeats"),
        required("red", Shape::Prose, "Stop.", "6 or more, or sharp: stop"),
        SOURCE,
        EVIDENCE,
    ],
};

static PLAN_RULES_TABLE: Table = Table {
    noun: "the rules of every plan",
    fields: &[
        required("before_you_start", PROSES, "Before the first session.", "[Read the warning-sign list]"),
        required("each_session", PROSES, "In each session.", "[Tick the day]"),
        required(
            "stop_if",
            Shape::List(&Shape::Record(&STOP_RULE_TABLE)),
            "When to stop, step back or see someone.",
            "[...]",
        ),
        required("decide", Shape::Prose, "In what order the rules are asked.", "Stop rules first, then the stay rule."),
        required("flare_up", Shape::Prose, "What to do in a flare-up.", "Halve the repeats for 2-3 days."),
        required("missed", Shape::Prose, "What to do after a week missed.", "Go back one week."),
        required("lighter_week", Shape::Prose, "When to take a lighter week.", "After 4 weeks that felt hard."),
        required("weekly_review", PROSES, "What to look at once a week.", "[Days done]"),
        required("whom_to_call", Shape::List(&Shape::Text), "Lines to write phone numbers on.", "[\"GP: ________\"]"),
        SOURCE,
    ],
};

static STOP_RULE_TABLE: Table = Table {
    noun: "a stop rule",
    fields: &[
        required("id", Shape::Anchor, "Its name.", "sharp-pain"),
        required("text", Shape::Prose, "The rule.", "Sharp pain during a move: stop that move today"),
    ],
};

static LADDER_TABLE: Table = Table {
    noun: "the walking ladder",
    fields: &[
        optional("note", Shape::Prose, "Where the steps come from.", "The target comes from a trial"),
        SOURCES,
        required(
            "steps",
            Shape::List(&Shape::Record(&LADDER_STEP_TABLE)),
            "The steps.",
            "[{weeks: 1-2, minutes: 5-10, days: 5}]",
        ),
    ],
};

static LADDER_STEP_TABLE: Table = Table {
    noun: "a step of the walking ladder",
    fields: &[
        required("weeks", Shape::Range, "Weeks, counted from the first week of the first plan.", "1-2"),
        required("minutes", Shape::Range, "Minutes a walk.", "5-10"),
        required("days", Shape::Range, "Days a week.", "5"),
    ],
};
