//! An exercise before those it builds on: see `rule/before-prerequisite.md`.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::history;
use crate::model::site::Site;
use crate::rule;

/// Exercises of a week whose prerequisites come neither in that week nor in one before it.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for plan in site.plans() {
        let mut known: BTreeSet<&str> = history::exercises_before(site, plan);
        for (number, week) in (1..).zip(&plan.weeks) {
            known.extend(history::exercises_of(week));
            for prescription in &week.prescriptions {
                let Some(exercise) = site.exercise(&prescription.exercise.value) else {
                    continue;
                };
                // One that no file has is the finding of its own line, not of every plan.
                let missing = exercise
                    .prerequisites
                    .iter()
                    .find(|before| !known.contains(before.as_str()) && site.exercise(before.as_str()).is_some());
                let Some(missing) = missing else { continue };
                diagnostics.push(
                    Diagnostic::new(
                        &rule::BEFORE_PREREQUISITE,
                        prescription.exercise.span,
                        format!(
                            "week {number} holds `{}` and no week has taught `{}`",
                            exercise.head.slug, missing.value
                        ),
                    )
                    .also(missing.span, "to be at home with first")
                    .help(format!(
                        "put `{}` into an earlier week, or into a plan that this one comes `after`",
                        missing.value
                    )),
                );
            }
        }
    }
}
