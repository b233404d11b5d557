//! The guide as a whole: its name, its limits, whom to call, and the bibliography.

use super::dose::Time;
use super::field::{Shape, Table, optional, required};
use super::{Date, Kind, Prose, Role};
use crate::source::{Span, Spanned};

/// `content/site.yaml`.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the file is.
    pub span: Span,
    /// Reading it found an error: nothing can be judged by its limits.
    pub faulty: bool,
    /// The guide's name.
    pub title: Spanned<String>,
    /// A line under the name.
    pub tagline: Option<Spanned<String>>,
    /// What it is, for search results.
    pub description: Spanned<String>,
    /// Where it will be published, with the sub-path if there is one and no slash at the end.
    pub base_url: Option<Spanned<String>>,
    /// Language of the texts, a BCP 47 tag.
    pub language: Spanned<String>,
    /// The country whose numbers to call come first, two letters.
    pub country: Spanned<String>,
    /// Paper size of the sheets: `a4` or `letter`.
    pub paper: Spanned<String>,
    /// Version of the content.
    pub version: Spanned<String>,
    /// When the content as a whole last changed.
    pub updated: Spanned<Date>,
    /// Licence of the content.
    pub license: Spanned<String>,
    /// How reviews are done.
    pub review_policy: ReviewPolicy,
    /// What the guide is not.
    pub disclaimers: Vec<Prose>,
    /// Pages and sections in the menu, in order.
    pub menu: Vec<Spanned<String>>,
    /// How far a plan may step up.
    pub plan_limits: PlanLimits,
    /// What a session takes beside the moves.
    pub session_time: SessionTime,
    /// How the guide speaks.
    pub wording: Wording,
    /// Which plan follows which.
    pub pathways: Vec<Pathway>,
    /// Whom to call.
    pub emergency_numbers: Vec<EmergencyNumber>,
}

/// How reviews are done.
#[derive(Debug, Clone)]
pub struct ReviewPolicy {
    /// In words.
    pub text: Prose,
    /// A review holds for so many months.
    pub months: u32,
}

/// How far a plan may step up from one week to the next.
#[derive(Debug, Clone)]
pub struct PlanLimits {
    /// New exercises a week, the first week of a plan that follows none exempt.
    pub new_exercises_a_week: Spanned<u32>,
    /// Exercises in a session, walking apart.
    pub exercises_a_session: Spanned<u32>,
    /// Repetitions more.
    pub step_reps: Spanned<u32>,
    /// Sets more.
    pub step_sets: Spanned<u32>,
    /// Hold longer.
    pub step_hold: Spanned<Time>,
    /// Minutes more.
    pub step_minutes: Spanned<u32>,
}

/// What a session takes beside the moves.
#[derive(Debug, Clone)]
pub struct SessionTime {
    /// To settle and note the score.
    pub settle: Spanned<Time>,
    /// To set up a move.
    pub set_up: Spanned<Time>,
    /// Between sets.
    pub rest: Spanned<Time>,
}

/// How the guide speaks: what the checks of words hold every text to.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// A page above this reading grade (Flesch and Kincaid, years of school) is a warning.
    pub reading_grade: u32,
    /// Words in a step or stop rule.
    pub longest_step: u32,
    /// Words that frighten or promise.
    pub avoid: Vec<Avoided>,
    /// Phrases that hold such words and are fine.
    pub allow: Vec<Spanned<String>>,
}

/// Words that frighten or promise.
#[derive(Debug, Clone)]
pub struct Avoided {
    /// The words; `*` at the end stands for any ending.
    pub words: Spanned<String>,
    /// What to say instead.
    pub instead: Spanned<String>,
}

/// Plans in order, for one kind of reader.
#[derive(Debug, Clone)]
pub struct Pathway {
    /// Its name.
    pub id: Spanned<String>,
    /// Whose it is.
    pub when: Spanned<String>,
    /// Slugs of the plans, in order.
    pub plans: Vec<Spanned<String>>,
    /// The walking ladder goes with it.
    pub walking: bool,
    /// What else to know.
    pub note: Option<Prose>,
}

/// Whom to call in a country.
#[derive(Debug, Clone)]
pub struct EmergencyNumber {
    /// The country, two letters.
    pub country: Spanned<String>,
    /// Its name.
    pub name: Spanned<String>,
    /// The emergency number.
    pub emergency: Spanned<String>,
    /// The number for urgent advice.
    pub urgent: Option<Spanned<String>>,
    /// What else to know.
    pub note: Option<Prose>,
    /// Where the number comes from, in words.
    pub source: Spanned<String>,
}

/// `content/site.yaml`.
pub static SETTINGS_TABLE: Table = Table {
    noun: "the site's settings",
    fields: &[
        required("title", Shape::Text, "The guide's name.", "Back care guide"),
        optional("tagline", Shape::Text, "A line under the name.", "Gentle moves, honest advice"),
        required(
            "description",
            Shape::Text,
            "What it is, for search results.",
            "A free guide to gentle back exercises.",
        ),
        optional("base_url", Shape::Url, "Where it is published, an https address.", "https://clinic.example/back"),
        required("language", Shape::Text, "Language of the texts.", "en"),
        required("country", Shape::Text, "The country whose numbers to call come first, two letters.", "GB"),
        required(
            "paper",
            Shape::Choice(&[("a4", "A4, 210 by 297 mm."), ("letter", "US Letter, 8.5 by 11 in.")]),
            "Paper size of the sheets.",
            "a4",
        ),
        required("version", Shape::Text, "Version of the content.", "1.0"),
        required("updated", Shape::Date, "When the content as a whole last changed.", "2026-11-22"),
        required("license", Shape::Text, "Licence of the content.", "CC BY 4.0"),
        required(
            "review_policy",
            Shape::Record(&REVIEW_POLICY_TABLE),
            "How reviews are done.",
            "{text: ..., months: 36}",
        ),
        required(
            "disclaimers",
            Shape::List(&Shape::Prose),
            "What the guide is not.",
            "[General information, not a diagnosis]",
        ),
        optional(
            "menu",
            Shape::List(&Shape::Anywhere(Role::Pathway)),
            "Pages and sections in the menu, in order.",
            "[red-flags, plans]",
        ),
        required(
            "plan_limits",
            Shape::Record(&PLAN_LIMITS_TABLE),
            "How far a plan may step up from week to week.",
            "{...}",
        ),
        required("session_time", Shape::Record(&SESSION_TIME_TABLE), "What a session takes beside the moves.", "{...}"),
        required(
            "wording",
            Shape::Record(&WORDING_TABLE),
            "How the guide speaks.",
            "{reading_grade: 8, longest_step: 25}",
        ),
        required("pathways", Shape::List(&Shape::Record(&PATHWAY_TABLE)), "Which plan follows which.", "[...]"),
        required(
            "emergency_numbers",
            Shape::List(&Shape::Record(&EMERGENCY_NUMBER_TABLE)),
            "Whom to call, by country.",
            "[...]",
        ),
    ],
};

static REVIEW_POLICY_TABLE: Table = Table {
    noun: "the review policy",
    fields: &[
        required("text", Shape::Prose, "In words.", "Each page says whether a clinician has reviewed it."),
        required("months", Shape::Count, "A review holds for so many months.", "36"),
    ],
};

static PLAN_LIMITS_TABLE: Table = Table {
    noun: "the limits of plans",
    fields: &[
        required("new_exercises_a_week", Shape::Count, "New exercises a week.", "1"),
        required("exercises_a_session", Shape::Count, "Exercises in a session, walking apart.", "5"),
        required("step_reps", Shape::Count, "Repetitions more from one week to the next.", "2"),
        required("step_sets", Shape::Count, "Sets more from one week to the next.", "1"),
        required("step_hold", Shape::Time, "Longer hold from one week to the next.", "5 s"),
        required("step_minutes", Shape::Count, "Minutes more from one week to the next.", "5"),
    ],
};

static SESSION_TIME_TABLE: Table = Table {
    noun: "the time a session takes",
    fields: &[
        required("settle", Shape::Time, "To settle and note the score.", "60 s"),
        required("set_up", Shape::Time, "To set up a move.", "30 s"),
        required("rest", Shape::Time, "Between sets.", "15 s"),
    ],
};

static WORDING_TABLE: Table = Table {
    noun: "the wording",
    fields: &[
        required("reading_grade", Shape::Count, "A page above this reading grade is a warning.", "8"),
        required("longest_step", Shape::Count, "The most words in a step or stop rule.", "25"),
        optional(
            "avoid",
            Shape::List(&Shape::Record(&AVOIDED_TABLE)),
            "Words that frighten or promise.",
            "[{words: crumbl*, instead: changed with age}]",
        ),
        optional(
            "allow",
            Shape::List(&Shape::Text),
            "Phrases that hold such words and are fine.",
            "[rarely means damage]",
        ),
    ],
};

static AVOIDED_TABLE: Table = Table {
    noun: "words to avoid",
    fields: &[
        required("words", Shape::Text, "The words; `*` at the end stands for any ending.", "crumbl*"),
        required("instead", Shape::Text, "What to say instead.", "changed with age"),
    ],
};

static PATHWAY_TABLE: Table = Table {
    noun: "a pathway",
    fields: &[
        required("id", Shape::Anchor, "Its name.", "new-pain"),
        required("when", Shape::Text, "Whose it is.", "new pain or a flare-up"),
        required(
            "plans",
            Shape::List(&Shape::Entry(&[Kind::Plan], Role::Pathway)),
            "Its plans, in order.",
            "[start-gently, add-one]",
        ),
        optional("walking", Shape::Flag, "The walking ladder goes with it.", "true"),
        optional("note", Shape::Prose, "What else to know.", "Take it week by week."),
    ],
};

static EMERGENCY_NUMBER_TABLE: Table = Table {
    noun: "an emergency number",
    fields: &[
        required("country", Shape::Text, "The country, two letters.", "GB"),
        required("name", Shape::Text, "Its name.", "United Kingdom"),
        required("emergency", Shape::Text, "The emergency number, in quotes.", "\"999\""),
        optional("urgent", Shape::Text, "The number for urgent advice, in quotes.", "\"111\""),
        optional("note", Shape::Prose, "What else to know.", "112 works too."),
        required("source", Shape::Text, "Where the number comes from.", "General knowledge"),
    ],
};

/// One work of the bibliography, `content/sources.yaml`.
#[derive(Debug, Clone)]
pub struct Work {
    /// Its name in entries.
    pub key: Spanned<String>,
    /// The citation, as readers see it.
    pub citation: Spanned<String>,
    /// What it supports.
    pub supports: Spanned<String>,
    /// How far the citation itself was confirmed: `high`, `medium` or `low`. Shown.
    pub strength: Spanned<String>,
    /// Digital object identifier.
    pub doi: Option<Spanned<String>>,
    /// `PubMed` number.
    pub pmid: Option<Spanned<String>>,
    /// Address.
    pub url: Option<Spanned<String>>,
    /// What an editor should confirm. Never shown.
    pub recheck: Option<Spanned<String>>,
}

/// How far a citation was confirmed.
pub const STRENGTHS: [(&str, &str); 3] = [
    ("high", "The record or abstract was read."),
    ("medium", "Read in part, or second hand."),
    ("low", "A weak web source, to be replaced."),
];

/// One work of the bibliography.
pub static WORK_TABLE: Table = Table {
    noun: "a source",
    fields: &[
        required(
            "citation",
            Shape::Text,
            "The citation, as readers see it.",
            "Sadler SG. ... BMC Musculoskelet Disord 2017;18:179.",
        ),
        required(
            "supports",
            Shape::Text,
            "What it supports.",
            "A small link between hamstring stiffness and later back pain.",
        ),
        required("strength", Shape::Choice(&STRENGTHS), "How far the citation itself was confirmed.", "high"),
        optional("doi", Shape::Text, "Digital object identifier.", "\"10.1002/14651858.CD007612.pub2\""),
        optional("pmid", Shape::Text, "`PubMed` number, in quotes.", "\"20556780\""),
        optional("url", Shape::Url, "Address.", "https://www.nice.org.uk/guidance/ng59"),
        optional("recheck", Shape::Text, "What an editor should confirm. Never shown.", "Check the page number."),
    ],
};

/// Common practice, no citation found: shown as *expert view*.
pub const CLINICAL_CONVENTION: &str = "clinical-convention";

/// The guide this one started from: never shown.
pub const SEED: &str = "seed";

/// A web address that pages can be published under or link to: a host, and nothing that would end an attribute or a line.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or("");
        !host.is_empty()
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'))
    })
}
