//! More than one new exercise in a week: see `rule/too-many-new-exercises.md`.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::history;
use crate::model::plan::Prescription;
use crate::model::site::Site;
use crate::rule;

/// Weeks that bring in more new exercises than the guide's limit. The first week of a plan that follows none is exempt.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let limit = site.settings().plan_limits.new_exercises_a_week.value as usize;
    for plan in site.plans() {
        let mut known: BTreeSet<&str> = history::exercises_before(site, plan);
        for (number, week) in (1..).zip(&plan.weeks) {
            let is_new = |prescription: &&Prescription| !known.contains(prescription.exercise.value.as_str());
            let new: Vec<&Prescription> = week.prescriptions.iter().filter(is_new).collect();
            let is_exempt = number == 1 && plan.after.is_empty();
            if let Some(extra) = new.get(limit)
                && !is_exempt
            {
                let names: Vec<String> =
                    new.iter().map(|prescription| format!("`{}`", prescription.exercise.value)).collect();
                let mut finding = Diagnostic::new(
                    &rule::TOO_MANY_NEW_EXERCISES,
                    extra.exercise.span,
                    format!("week {number} brings in {} new exercises: {}", new.len(), names.join(", ")),
                )
                .label("one too many");
                for prescription in new.iter().take(limit) {
                    finding = finding.also(prescription.exercise.span, "new this week too");
                }
                diagnostics.push(finding.help("move one of them to a later week"));
            }
            known.extend(week.prescriptions.iter().map(|prescription| prescription.exercise.value.as_str()));
        }
    }
}
