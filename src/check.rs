//! The checks that need the whole guide: one file each, named as the rule it guards, and one row each here.
//!
//! What a single field can tell is judged where it is read, by its table; what a name can tell, where it is linked.

mod before_prerequisite;
mod contradicted_dose;
mod contraindicated_replacement;
mod doses;
mod duplicate_anchor;
mod duplicate_title;
mod fear_or_promise;
mod implausible_dose;
mod incomplete_dose;
mod incomplete_review;
mod long_step;
mod minutes_mismatch;
mod missing_dose;
mod orphan_entry;
mod overdue_review;
mod progression_cycle;
mod reading_grade;
mod start_above_full;
mod step_too_large;
mod too_many_exercises;
mod too_many_new_exercises;
mod unanswered_contraindication;
mod uncited_source;
mod unpaired_side;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::Date;
use crate::model::clinic::Clinic;
use crate::model::site::Site;

/// A question asked of the whole guide.
type Check = fn(&Site, &mut Vec<Diagnostic>);

/// Every check there is but one. A module's name is its rule's code with underscores.
static CHECKS: &[Check] = &[
    before_prerequisite::check,
    contradicted_dose::check,
    contraindicated_replacement::check,
    duplicate_anchor::check,
    duplicate_title::check,
    fear_or_promise::check,
    implausible_dose::check,
    incomplete_dose::check,
    incomplete_review::check,
    long_step::check,
    minutes_mismatch::check,
    missing_dose::check,
    orphan_entry::check,
    progression_cycle::check,
    reading_grade::check,
    start_above_full::check,
    step_too_large::check,
    too_many_exercises::check,
    too_many_new_exercises::check,
    unanswered_contraindication::check,
    uncited_source::check,
    unpaired_side::check,
];

/// Asks every check. `today` is the day by which reviews are judged; without it they are not. The order of findings does
/// not depend on which check is done first.
#[must_use]
pub fn all(site: &Site, today: Option<Date>) -> Vec<Diagnostic> {
    if site.settings().faulty {
        return Vec::new(); // Its limits are what the checks judge by; its own finding comes first.
    }
    let run = |check: &Check| {
        let mut diagnostics = Vec::new();
        check(site, &mut diagnostics);
        diagnostics
    };
    let mut diagnostics: Vec<Diagnostic> = CHECKS.par_iter().flat_map_iter(run).collect();
    if let Some(today) = today {
        overdue_review::check(site, today, &mut diagnostics);
    }
    diagnostics
}

/// Asks the checks of doses about a clinician's own.
#[must_use]
pub fn clinic(site: &Site, clinic: &Clinic) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for own in &clinic.doses {
        if let (Some(exercise), Some(dose)) = (site.exercise(&own.exercise.value), &own.dose) {
            let given = doses::Given { dose, exercise };
            implausible_dose::judge(&given, &mut diagnostics);
            incomplete_dose::judge(&given, &mut diagnostics);
            unpaired_side::judge(&given, &mut diagnostics);
        }
    }
    diagnostics
}
