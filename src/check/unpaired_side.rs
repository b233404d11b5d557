//! Sides of the body and a dose that disagree: see `rule/unpaired-side.md`.

use super::doses::{self, Given};
use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;

/// Counted doses whose `per: side` and the exercise's `sides` disagree.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for given in doses::all(site) {
        judge(&given, diagnostics);
    }
}

/// The same of one dose.
pub(super) fn judge(given: &Given, diagnostics: &mut Vec<Diagnostic>) {
    let sides = &given.exercise.sides;
    let is_counted = given.dose.minutes.is_none();
    let by_side = matches!(sides.value.as_str(), "each-side" | "alternate");
    let (message, help) = match (by_side, given.dose.per_side) {
        (true, false) if is_counted => ("this dose does not say that it is for each side", "add `per: side`"),
        (false, true) if matches!(sides.value.as_str(), "none" | "lead-side") => (
            "this dose is for each side of a move that has none",
            "leave out `per: side`, or mend the exercise's `sides`",
        ),
        _ => return,
    };
    diagnostics.push(
        Diagnostic::new(&rule::UNPAIRED_SIDE, given.dose.span, message)
            .also(sides.span, format!("`{}` here", sides.value))
            .help(help),
    );
}
