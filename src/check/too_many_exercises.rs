//! More exercises in a session than people keep up: see `rule/too-many-exercises.md`.

use crate::diagnostic::Diagnostic;
use crate::model::plan::Prescription;
use crate::model::site::Site;
use crate::model::time;
use crate::rule;

/// Weeks with more exercises than the guide's limit, walks and what may be left out not counted.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let limit = site.settings().plan_limits.exercises_a_session.value as usize;
    for week in site.plans().iter().flat_map(|plan| &plan.weeks) {
        let is_counted = |prescription: &&Prescription| {
            !prescription.optional && !site.exercise(&prescription.exercise.value).is_some_and(time::is_walk)
        };
        let counted: Vec<&Prescription> = week.prescriptions.iter().filter(is_counted).collect();
        if let Some(extra) = counted.get(limit) {
            diagnostics.push(
                Diagnostic::new(
                    &rule::TOO_MANY_EXERCISES,
                    extra.exercise.span,
                    format!("this week has {} exercises, and the guide's limit is {limit}", counted.len()),
                )
                .label("one too many")
                .help("leave one out, or mark it `optional: true`"),
            );
        }
    }
}
