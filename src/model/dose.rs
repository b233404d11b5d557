//! How much: sets, repetitions, holds, minutes, and how they are said.

use super::Prose;
use super::field::{Shape, Table, optional};
use super::vocabulary::Taxonomy;
use crate::source::{Span, Spanned};

/// From the least to the most, both counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The least.
    pub least: u32,
    /// The most; the same where there is one figure.
    pub most: u32,
}

impl Range {
    /// One figure.
    #[must_use]
    pub const fn exactly(n: u32) -> Self {
        Self { least: n, most: n }
    }

    /// As figures: `8` or `8-10`.
    #[must_use]
    pub fn figures(self) -> String {
        if self.least == self.most { self.most.to_string() } else { format!("{}-{}", self.least, self.most) }
    }

    /// As words: `8`, `1 or 2`, `8 to 10`.
    #[must_use]
    pub fn words(self) -> String {
        match self.most - self.least.min(self.most) {
            0 => self.most.to_string(),
            1 => format!("{} or {}", self.least, self.most),
            _ => format!("{} to {}", self.least, self.most),
        }
    }

    /// As words with the thing counted: `1 set`, `1 or 2 sets`.
    #[must_use]
    pub fn of(self, one: &str, more: &str) -> String {
        format!("{} {}", self.words(), if self.most == 1 { one } else { more })
    }
}

/// An amount of time as an author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// How many.
    pub amount: Range,
    /// Of what.
    pub unit: Unit,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Seconds, `s`.
    Second,
    /// Minutes, `min`.
    Minute,
}

impl Unit {
    /// The words authors may write, and what they mean.
    pub const WORDS: [(&str, Self); 9] = [
        ("s", Self::Second),
        ("sec", Self::Second),
        ("secs", Self::Second),
        ("second", Self::Second),
        ("seconds", Self::Second),
        ("min", Self::Minute),
        ("mins", Self::Minute),
        ("minute", Self::Minute),
        ("minutes", Self::Minute),
    ];

    /// The unit an author's word means.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, unit)| unit)
    }
}

impl Time {
    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> Range {
        let factor = match self.unit {
            Unit::Second => 1,
            Unit::Minute => 60,
        };
        Range { least: self.amount.least.saturating_mul(factor), most: self.amount.most.saturating_mul(factor) }
    }

    /// As words: `15 to 20 seconds`, `1 minute`.
    #[must_use]
    pub fn words(self) -> String {
        match self.unit {
            Unit::Second => self.amount.of("second", "seconds"),
            Unit::Minute => self.amount.of("minute", "minutes"),
        }
    }
}

/// The whole quantity of an exercise: what to do, how often.
#[derive(Debug, Clone)]
pub struct Dose {
    /// Where it stands.
    pub span: Span,
    /// Sets; one where none is written.
    pub sets: Option<Spanned<Range>>,
    /// Repetitions in a set, for each side where [`Dose::per_side`]; one long hold where a hold stands alone.
    pub reps: Option<Spanned<Range>>,
    /// Time held still in each repetition.
    pub hold: Option<Spanned<Time>>,
    /// Minutes a session, for moves that are not counted.
    pub minutes: Option<Spanned<Range>>,
    /// Rest between sets.
    pub rest: Option<Spanned<Time>>,
    /// The count is for each side of the body.
    pub per_side: bool,
    /// Days a week.
    pub days: Option<Spanned<Range>>,
    /// Times on each of those days.
    pub times_a_day: Option<Spanned<Range>>,
    /// How long apart, for breaks from sitting.
    pub every: Option<Spanned<Time>>,
    /// Where the figures come from: keys of the vocabulary's `dose_basis`.
    pub basis: Vec<Spanned<String>>,
    /// The source of the figures.
    pub source: Option<Spanned<String>>,
    /// What else to know.
    pub note: Option<Prose>,
}

impl Dose {
    /// The dose as a sentence without its full stop: the one wording that page, sheet and data print.
    #[must_use]
    pub fn words(&self) -> String {
        let side = if self.per_side { " each side" } else { "" };
        let sets = self.sets.map(|sets| sets.value);
        let hold = self.hold.map(|hold| hold.value.words());
        let mut parts = Vec::new();
        match (self.reps.map(|reps| reps.value), hold) {
            (Some(reps), hold) => {
                let once = reps == Range::exactly(1) && hold.is_none();
                parts.push(if once { format!("once{side}") } else { format!("{}{side}", reps.of("time", "times")) });
                parts.extend(hold.map(|hold| format!("hold {hold} each time")));
                if !(once && sets == Some(Range::exactly(1))) {
                    parts.extend(sets.map(|sets| sets.of("set", "sets")));
                }
            }
            (None, Some(hold)) => {
                parts.push(format!("hold {hold}{side}"));
                parts.extend(sets.map(|sets| match (sets.least, sets.most) {
                    (1, 1) => "once".to_owned(),
                    (2, 2) => "twice".to_owned(),
                    _ => sets.of("time", "times"),
                }));
            }
            (None, None) => {}
        }
        parts.extend(self.minutes.map(|minutes| format!("{}{side}", minutes.value.of("minute", "minutes"))));
        parts.extend(self.every.map(|every| format!("every {} that you sit", every.value.words())));
        parts.extend(
            self.times_a_day
                .filter(|n| n.value != Range::exactly(1))
                .map(|n| format!("{} a day", n.value.of("time", "times"))),
        );
        parts.extend(self.days.map(|days| format!("{} a week", days.value.of("day", "days"))));
        parts.extend(self.rest.map(|rest| format!("rest {} between sets", rest.value.words())));
        capitalised(&parts.join(", "))
    }
}

/// The text with its first letter large.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A dose.
pub static DOSE_TABLE: Table = Table {
    noun: "a dose",
    fields: &[
        optional("sets", Shape::Range, "How many sets.", "1-2"),
        optional("reps", Shape::Range, "How many repetitions in a set. Left out for one long hold.", "5-8"),
        optional("hold", Shape::Time, "How long each repetition is held still.", "3-5 s"),
        optional("minutes", Shape::Range, "How many minutes, for moves that are not counted.", "5-10"),
        optional("rest", Shape::Time, "How long to rest between sets.", "30 s"),
        optional(
            "per",
            Shape::Choice(&[("side", "The count is for each side of the body.")]),
            "Says that the count is for each side.",
            "side",
        ),
        optional("days", Shape::Range, "How many days a week.", "5-7"),
        optional("times_a_day", Shape::Range, "How many times on each of those days.", "2"),
        optional("every", Shape::Time, "How long apart, for breaks from sitting.", "30 min"),
        optional(
            "basis",
            Shape::List(&Shape::Term(Taxonomy::DoseBasis)),
            "Where the figures come from.",
            "[golden-rule-1]",
        ),
        optional("source", Shape::Source, "The source of the figures.", "pocovi-walkback-2024"),
        optional("note", Shape::Prose, "What else to know about the amount.", "Leg only at first"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};

    #[test]
    fn a_dose_is_said_as_a_person_would_say_it() {
        let span = Span::new(Sources::default().add(Source::new("x", "")), 0..0);
        let range = |least, most| Some(Spanned::new(Range { least, most }, span));
        let time = |least, most, unit| Some(Spanned::new(Time { amount: Range { least, most }, unit }, span));
        let none = Dose {
            span,
            sets: None,
            reps: None,
            hold: None,
            minutes: None,
            rest: None,
            per_side: false,
            days: None,
            times_a_day: None,
            every: None,
            basis: vec![],
            source: None,
            note: None,
        };
        let counted = Dose { reps: range(5, 8), sets: range(1, 2), ..none.clone() };
        let held = Dose { hold: time(15, 20, Unit::Second), sets: range(1, 2), per_side: true, ..none.clone() };
        let said = [
            (counted.clone(), "5 to 8 times, 1 or 2 sets"),
            (
                Dose { hold: time(2, 3, Unit::Second), ..counted.clone() },
                "5 to 8 times, hold 2 or 3 seconds each time, 1 or 2 sets",
            ),
            (Dose { per_side: true, sets: range(1, 1), ..counted }, "5 to 8 times each side, 1 set"),
            (Dose { sets: range(2, 2), ..held.clone() }, "Hold 15 to 20 seconds each side, twice"),
            (held, "Hold 15 to 20 seconds each side, 1 or 2 times"),
            (Dose { reps: range(1, 1), sets: range(1, 1), ..none.clone() }, "Once"),
            (Dose { minutes: range(5, 10), days: range(5, 7), ..none.clone() }, "5 to 10 minutes, 5 to 7 days a week"),
            (
                Dose { minutes: range(1, 1), every: time(25, 30, Unit::Minute), ..none },
                "1 minute, every 25 to 30 minutes that you sit",
            ),
        ];
        for (dose, words) in said {
            assert_eq!(dose.words(), words);
        }
    }
}
