//! How long a session takes: the one rule that sheet, site and checks print and compare.
//!
//! Time to settle, time to set up each exercise, and then sets × sides × repetitions × (moving time + hold) with a rest
//! between sets, each time the exercise is done; rounded to minutes, half a minute up. Exercises counted in minutes are
//! taken as they are. Walking is shown apart, and so is what may be left out.

use super::dose::{Dose, Range};
use super::exercise::Exercise;
use super::plan::{Plan, Prescription, Week};
use super::settings::SessionTime;
use super::site::Site;

/// How long a session takes, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minutes {
    /// What must be done, walking apart.
    pub needed: u32,
    /// With the optional exercises as well.
    pub with_optional: u32,
}

/// The minutes of a session in this week of a plan.
#[must_use]
pub fn minutes(site: &Site, plan: &Plan, week: &Week) -> Minutes {
    let time = &site.settings().session_time;
    let settle = if plan.settling { most(time.settle.value.seconds()) } else { 0 };
    let seconds = |with_optional: bool| {
        let exercises = week.prescriptions.iter().filter(|prescription| with_optional || !prescription.optional);
        exercises.filter_map(|prescription| prescribed(site, prescription)).fold(settle, u32::saturating_add)
    };
    Minutes { needed: rounded(seconds(false)), with_optional: rounded(seconds(true)) }
}

/// The minutes of a session whose exercises take `work` seconds, with time to settle.
#[must_use]
pub fn session(time: &SessionTime, work: u32) -> u32 {
    rounded(most(time.settle.value.seconds()).saturating_add(work))
}

/// Whether the exercise is a walk: shown in a row of its own, its minutes apart from the session's.
#[must_use]
pub fn is_walk(exercise: &Exercise) -> bool {
    exercise.positions.first().is_some_and(|position| position.value == "walking")
}

/// The seconds of one exercise of a session; nothing for a walk, or where the exercise or its dose is missing.
fn prescribed(site: &Site, prescription: &Prescription) -> Option<u32> {
    let exercise = site.exercise(&prescription.exercise.value).filter(|exercise| !is_walk(exercise))?;
    Some(seconds(&site.settings().session_time, exercise, prescription.dose.as_ref()?))
}

/// The minutes that a dose of an exercise takes once, set-up and rests included, from its least to its most; nothing for
/// moves whose pace is not known.
#[must_use]
pub fn once(time: &SessionTime, exercise: &Exercise, dose: &Dose) -> Option<Range> {
    if let Some(minutes) = dose.minutes {
        return Some(minutes.value);
    }
    exercise.seconds_per_rep?;
    let minutes = |end| rounded(counted(time, exercise, dose, end)).max(1);
    Some(Range { least: minutes(least), most: minutes(most) })
}

/// The seconds that `dose` of an exercise takes in a day, set-up and rests included. A range takes as long as its longer
/// end: a promise is kept on a slow day too.
#[must_use]
pub fn seconds(time: &SessionTime, exercise: &Exercise, dose: &Dose) -> u32 {
    let times_a_day = dose.times_a_day.map_or(1, |times| most(times.value));
    let once = match dose.minutes {
        Some(minutes) => most(minutes.value).saturating_mul(60),
        None => counted(time, exercise, dose, most),
    };
    once.saturating_mul(times_a_day)
}

/// The seconds of a counted dose, each range taken at one end.
fn counted(time: &SessionTime, exercise: &Exercise, dose: &Dose, end: fn(Range) -> u32) -> u32 {
    let sets = dose.sets.map_or(1, |sets| end(sets.value)).max(1);
    let sides = if dose.per_side { 2 } else { 1 };
    let reps = dose.reps.map_or(1, |reps| end(reps.value));
    let hold = dose.hold.map_or(0, |hold| end(hold.value.seconds()));
    let moving = exercise.seconds_per_rep.map_or(0, |seconds| seconds.value);
    let rest = dose.rest.map_or(time.rest.value, |rest| rest.value).seconds();
    let work = [sides, reps, moving.saturating_add(hold)].into_iter().fold(sets, u32::saturating_mul);
    most(time.set_up.value.seconds()).saturating_add(work).saturating_add(most(rest).saturating_mul(sets - 1))
}

const fn least(range: Range) -> u32 {
    range.least
}

const fn most(range: Range) -> u32 {
    range.most
}

/// Seconds to minutes, half a minute up.
const fn rounded(seconds: u32) -> u32 {
    seconds.saturating_add(30) / 60
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn guide() -> Site {
        let folder = crate::read::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().value;
        let entries = crate::parse::entries(&folder.sources).value;
        crate::link::site(entries, Vec::new()).value.unwrap()
    }

    #[test]
    fn every_week_of_the_guide_takes_the_minutes_it_promises() {
        let site = guide();
        let mut weeks = 0;
        for plan in site.plans() {
            for (number, week) in (1..).zip(&plan.weeks) {
                let title = &plan.head.slug;
                assert_eq!(minutes(&site, plan, week).needed, week.minutes.value, "{title}, week {number}");
                weeks += 1;
            }
        }
        assert_eq!(weeks, 24);
    }

    #[test]
    fn what_may_be_left_out_is_counted_apart() {
        let site = guide();
        let plan = site.plan("start-gently").unwrap();
        assert_eq!(minutes(&site, plan, &plan.weeks[0]), Minutes { needed: 4, with_optional: 6 });
    }

    #[test]
    fn half_a_minute_counts_as_a_whole_one() {
        assert_eq!([rounded(29), rounded(30), rounded(89), rounded(90)], [0, 1, 1, 2]);
    }
}
