//! A dose without anything to count: see `rule/incomplete-dose.md`.

use super::doses::{self, Given};
use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;

/// Doses with neither repetitions nor a hold nor minutes, or with repetitions and minutes; counted moves without a pace.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for given in doses::all(site) {
        judge(&given, diagnostics);
    }
}

/// The same of one dose.
pub(super) fn judge(given: &Given, diagnostics: &mut Vec<Diagnostic>) {
    let dose = given.dose;
    let counted = dose.reps.is_some() || dose.hold.is_some();
    let (message, help) = match (counted, dose.minutes.is_some()) {
        (false, false) => ("this dose says neither how often nor how long", "write `reps`, `hold` or `minutes`"),
        (true, true) => ("this dose counts repetitions and minutes too", "keep `reps` and `hold`, or keep `minutes`"),
        (true, false) if given.exercise.seconds_per_rep.is_none() => (
            "this dose counts repetitions of an exercise whose pace is not known",
            "add `seconds_per_rep: 5` to the exercise: the moving time of one repetition, a hold not counted",
        ),
        (true, false) | (false, true) => return,
    };
    diagnostics.push(Diagnostic::new(&rule::INCOMPLETE_DOSE, dose.span, message).help(help));
}
