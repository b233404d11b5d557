//! A dose as the sheet prints it: one big figure, and a line with what else belongs to it.

use super::data::Amount;
use crate::model::dose::{Dose, Range, Unit};

/// The dose in big type. No figure that is not in the dose.
#[must_use]
pub(super) fn amount(dose: &Dose) -> Amount {
    let side = if dose.per_side { "each side" } else { "" };
    let one = |range: Range| range.most == 1;
    let reps = dose.reps.map(|reps| reps.value);
    let sets = dose.sets.map(|sets| sets.value).filter(|sets| !one(*sets)).map(|sets| sets.of("set", "sets"));
    let daily = dose
        .times_a_day
        .map(|times| times.value)
        .filter(|times| !one(*times))
        .map(|times| format!("{} times a day", times.words()));
    let (lead, number, unit, mut more) = if let Some(minutes) = dose.minutes {
        ("", dashed(minutes.value), if one(minutes.value) { "minute" } else { "minutes" }, vec![side.to_owned()])
    } else if let (Some(hold), None) = (dose.hold, reps.filter(|reps| !one(*reps))) {
        let unit = unit_of(hold.value.amount, hold.value.unit);
        ("Hold", dashed(hold.value.amount), unit, vec![side.to_owned()])
    } else {
        let reps = reps.unwrap_or(Range::exactly(1));
        let times = if one(reps) { "time" } else { "times" };
        let hold = dose
            .hold
            .map(|hold| format!("hold {} {}", dashed(hold.value.amount), unit_of(hold.value.amount, hold.value.unit)));
        ("", dashed(reps), if dose.per_side { side } else { times }, hold.into_iter().collect())
    };
    more.extend(sets);
    more.extend(dose.rest.map(|rest| format!("rest {}", rest.value.words())));
    more.extend(daily);
    more.extend(dose.every.map(|every| format!("every {} that you sit", every.value.words())));
    more.extend(dose.days.map(|days| format!("{} a week", days.value.of("day", "days"))));
    more.retain(|part| !part.is_empty());
    Amount { lead, number, unit, more: more.join(", ") }
}

fn dashed(range: Range) -> String {
    range.figures().replace('-', "–")
}

const fn unit_of(amount: Range, unit: Unit) -> &'static str {
    match (unit, amount.most) {
        (Unit::Second, 1) => "second",
        (Unit::Second, _) => "seconds",
        (Unit::Minute, 1) => "minute",
        (Unit::Minute, _) => "minutes",
    }
}
