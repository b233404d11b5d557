//! A figure no clinician would give: see `rule/implausible-dose.md`.

use super::doses::{self, Given};
use crate::diagnostic::Diagnostic;
use crate::model::dose::{Dose, Range};
use crate::model::site::Site;
use crate::rule;
use crate::source::Spanned;

/// A figure of a dose, its name, the most it can sensibly be, and what that is a number of.
type Bound = (&'static str, fn(&Dose) -> Option<Spanned<Range>>, u32, &'static str);

/// The bounds. They are far from any dose a guide would give: they catch slips, not opinions.
const BOUNDS: [Bound; 8] = [
    ("sets", |dose| dose.sets, 6, "sets"),
    ("reps", |dose| dose.reps, 30, "repetitions"),
    ("hold", |dose| dose.hold.map(|hold| hold.map(crate::model::dose::Time::seconds)), 120, "seconds"),
    ("minutes", |dose| dose.minutes, 90, "minutes"),
    ("rest", |dose| dose.rest.map(|rest| rest.map(crate::model::dose::Time::seconds)), 300, "seconds"),
    ("days", |dose| dose.days, 7, "days of a week"),
    ("times_a_day", |dose| dose.times_a_day, 12, "times a day"),
    ("every", |dose| dose.every.map(|every| every.map(crate::model::dose::Time::seconds)), 7_200, "seconds"),
];

/// Figures above their bound.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for given in doses::all(site) {
        judge(&given, diagnostics);
    }
}

/// The same of one dose.
pub(super) fn judge(given: &Given, diagnostics: &mut Vec<Diagnostic>) {
    for (name, figure, most, unit) in BOUNDS {
        let Some(range) = figure(given.dose).filter(|range| range.value.most > most) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::new(
                &rule::IMPLAUSIBLE_DOSE,
                range.span,
                format!("`{name}` of {} {unit} is more than anyone would be given", range.value.figures()),
            )
            .label(format!("at most {most}"))
            .help("look for a slip of a key, or a wrong unit"),
        );
    }
}
