//! What the template receives: one week, every word of it from the guide.
//!
//! These types are the contract between `sheet` and `templates/sheet/`. Texts are plain; the template never reads markup
//! from them. What the template says in its own words stands in `templates/sheet/words.typ`.

use serde::Serialize;

use super::fit::{Density, Part, Side};
use super::galley::Strip;

/// One sheet as the template gets it: a handout, and how it is printed.
#[derive(Debug, Serialize)]
pub struct Order<'a> {
    /// `a4` or `letter`.
    pub paper: &'static str,
    /// `regular`, `large` or `fridge`.
    pub edition: &'static str,
    /// The page and its margins.
    pub side: Side,
    /// How its blocks are put onto pages.
    pub setting: Setting,
    /// What it says.
    #[serde(flatten)]
    pub handout: &'a Handout,
}

/// How the blocks of a sheet are put onto pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Setting {
    /// Blocks on strips of their own, to be measured.
    Galley {
        /// Which.
        strips: Vec<Strip>,
        /// How tight.
        density: Density,
    },
    /// The sheet.
    Sheet {
        /// The parts, in order: each takes its blocks from where the one before it ended.
        parts: Vec<(&'static str, Part)>,
        /// After how many signs "today" is cut in two; 0 where it is not.
        split: usize,
    },
}

/// What one week says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handout {
    /// Language, the first part of the tag.
    pub lang: String,
    /// Country.
    pub region: String,
    /// Day of the content.
    pub date: Day,
    /// The plan's name or the title of a sheet of one's own; nothing on the blank template.
    pub title: Option<String>,
    /// Which week of how many; nothing where the sheet belongs to no plan.
    pub week: Option<WeekName>,
    /// How to do it without the floor.
    pub no_floor: Option<String>,
    /// What this week is about.
    pub focus: Option<String>,
    /// Monday first: whether the day is planned. Nothing where days are free.
    pub days: Option<[bool; 7]>,
    /// Minutes a session, walking and optional moves apart.
    pub minutes: Option<u32>,
    /// Minutes with the optional moves, where there are any.
    pub minutes_optional: Option<u32>,
    /// What to know about the minutes.
    pub minutes_note: Option<String>,
    /// What to do on the other days.
    pub off_days: Option<String>,
    /// Where a move has several sets: the most of them, and the seconds of rest between.
    pub sets: Option<SetsNote>,
    /// The moves.
    pub moves: Vec<Move>,
    /// Rows to write in, on the blank template.
    pub blank_rows: u32,
    /// Walking.
    pub walking: Option<Walk>,
    /// Conditions to ask about before the first move.
    pub first: BeforeYouStart,
    /// The neck's emergency sign in full, where a move needs it.
    pub neck: Option<String>,
    /// Pain, and what to do.
    pub lights: [Light; 3],
    /// Rules to stop.
    pub stop: Vec<String>,
    /// Rules to step back.
    pub step_back: Vec<String>,
    /// Rules to see somebody.
    pub see: Vec<String>,
    /// What to do in a flare-up.
    pub flare_up: String,
    /// Signs that need medical help.
    pub red_flags: Vec<Tier>,
    /// When to move on and when to stay.
    pub review: Option<Review>,
    /// Whom to call.
    pub call: Call,
    /// Where it stands on the web; nothing where the site has no address yet.
    pub origin: Option<Origin>,
    /// The clinic that hands it out.
    pub clinic: Option<Letterhead>,
    /// Version, licence, review.
    pub imprint: Imprint,
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
}

/// Which week of how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeekName {
    /// From 1.
    pub number: usize,
    /// How many the plan has.
    pub of: usize,
    /// Its title.
    pub title: String,
}

/// What several sets mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SetsNote {
    /// The most sets of a move.
    pub most: u32,
    /// Whether every move has exactly so many.
    pub all: bool,
    /// Seconds of rest between them, where a move does not say otherwise.
    pub rest: u32,
    /// Whether one does.
    pub own: bool,
}

/// One move and its row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// Its slug.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Path of its figure, and what the figure shows.
    pub figure: Option<Figure>,
    /// How, in a line.
    pub how: String,
    /// A form tip.
    pub tip: String,
    /// When to breathe.
    pub breathe: String,
    /// The easier option.
    pub easier: Option<String>,
    /// What to know this week.
    pub note: Option<String>,
    /// How much.
    pub amount: Amount,
    /// How it is ticked: `once`, `twice`, `sides` or `count`.
    pub ticks: &'static str,
    /// New this week.
    pub new: bool,
    /// It may be left out.
    pub optional: bool,
    /// Conditions with which to leave it out, by short name.
    pub leave_out: Vec<String>,
    /// Conditions with which to ask first, by short name.
    pub ask_first: Vec<String>,
    /// What to change for the conditions the sheet was made for.
    pub care: Vec<Care>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Its path.
    pub path: String,
    /// What it shows.
    pub alt: String,
}

/// A dose in big type: `Hold` `15` `seconds`, and what else belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Amount {
    /// Before the figure; may be empty.
    pub lead: &'static str,
    /// The figure.
    pub number: String,
    /// What is counted.
    pub unit: &'static str,
    /// Sides, sets, holds, times a day; may be empty.
    pub more: String,
}

impl Amount {
    /// All of it, as it is read.
    #[must_use]
    pub fn words(&self) -> String {
        let parts = [self.lead, &self.number, self.unit, &self.more].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<&str>>().join(" ")
    }
}

/// A change for a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Care {
    /// The condition, by short name.
    pub condition: String,
    /// What to change.
    pub advice: String,
}

/// The walking row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Walk {
    /// Its slug.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How long, and what else belongs to it, but for the days.
    pub amount: Amount,
    /// What is different this week.
    pub note: Option<String>,
    /// It may be left out.
    pub optional: bool,
    /// Days a week.
    pub days: Option<String>,
    /// Its figure.
    pub figure: Option<Figure>,
    /// How, in a line.
    pub how: String,
    /// The easier option.
    pub easier: Option<String>,
    /// Conditions with which to ask first.
    pub ask_first: Vec<String>,
    /// What to change for the conditions the sheet was made for.
    pub care: Vec<Care>,
}

/// Conditions to ask about before the first move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BeforeYouStart {
    /// With these nothing is done until a clinician says yes.
    pub never: Vec<String>,
    /// With these most of the moves need a question first.
    pub ask: Vec<String>,
}

/// One light of three.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Light {
    /// How the pain is.
    pub text: String,
    /// What to do.
    pub act: String,
    /// What else to know; may be empty.
    pub aside: String,
}

/// Signs of one urgency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tier {
    /// `emergency`, `urgent`, `soon` or `routine`.
    pub urgency: &'static str,
    /// What to do, as the guide words it.
    pub label: String,
    /// The signs.
    pub signs: Vec<String>,
}

/// When to move on and when to stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The plan ends here.
    pub last: bool,
    /// When to move on.
    pub move_on: String,
    /// When to stay.
    pub stay: String,
}

/// Numbers to call; a line to write on where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Call {
    /// Emergency services.
    pub emergency: Option<String>,
    /// Urgent advice.
    pub urgent: Option<String>,
    /// The family doctor.
    pub doctor: Option<String>,
    /// The clinic.
    pub clinic: Option<String>,
}

/// Where a sheet stands on the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The whole address.
    pub url: String,
    /// The address to type.
    pub address: String,
    /// Path of the QR code.
    pub code: &'static str,
}

/// The clinic that hands a sheet out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// Its name.
    pub name: String,
    /// Path of its logo.
    pub logo: Option<&'static str>,
    /// Lines under the name.
    pub lines: Vec<String>,
}

/// Version, licence, review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imprint {
    /// The guide's name.
    pub guide: String,
    /// Version of the content.
    pub version: String,
    /// Day of the content, in words.
    pub updated: String,
    /// The same in fewer letters, for the foot of large print.
    pub updated_short: String,
    /// Licence of the content.
    pub licence: String,
    /// What the guide is not.
    pub disclaimer: Option<String>,
    /// Who reviewed it.
    pub review: Reviewed,
}

/// Whether a clinician has looked at what is on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Reviewed {
    /// The plan and each of its moves.
    Whole {
        /// Who, with the role.
        by: String,
        /// When, in words.
        on: String,
        /// The same in fewer letters.
        on_short: String,
        /// When it must be looked at again, in words.
        due: String,
        /// The same in fewer letters.
        due_short: String,
    },
    /// The plan, but not each of its moves.
    Partly,
    /// Not yet.
    Draft,
}
