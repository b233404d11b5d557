//! How long a dose takes: the guide's one rule, as a range of whole minutes for readers.

use crate::model::dose::{Dose, Range};
use crate::model::exercise::Exercise;
use crate::model::settings::SessionTime;

/// How long a dose of an exercise takes once, the set-up counted in; nothing for moves whose pace is not known.
pub(super) fn of(exercise: &Exercise, dose: &Dose, time: &SessionTime) -> Option<Range> {
    if let Some(minutes) = dose.minutes {
        return Some(minutes.value);
    }
    let one = Range::exactly(1);
    let sets = dose.sets.map_or(one, |sets| sets.value);
    let reps = dose.reps.map_or(one, |reps| reps.value);
    let hold = dose
        .hold
        .map_or(Range::exactly(0), |hold| hold.value.seconds());
    let pace = exercise.seconds_per_rep?.value;
    let sides = if dose.per_side { 2 } else { 1 };
    let rest = dose
        .rest
        .map_or(time.rest.value, |rest| rest.value)
        .seconds()
        .most;
    let set_up = time.set_up.value.seconds().most;
    let seconds = |sets: u32, reps: u32, hold: u32| {
        let work = sets
            .saturating_mul(sides)
            .saturating_mul(reps)
            .saturating_mul(pace.saturating_add(hold));
        work.saturating_add(sets.saturating_sub(1).saturating_mul(rest))
            .saturating_add(set_up)
    };
    let least = minutes(seconds(sets.least, reps.least, hold.least));
    let most = minutes(seconds(sets.most, reps.most, hold.most));
    Some(Range {
        least,
        most: most.max(least),
    })
}

/// Seconds as whole minutes, half a minute rounded up, never none.
fn minutes(seconds: u32) -> u32 {
    (seconds.saturating_add(30) / 60).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_minute_is_rounded_up_and_nothing_takes_no_time() {
        assert_eq!([0, 29, 30, 89, 90, 150].map(minutes), [1, 1, 1, 1, 2, 3]);
    }
}
