//! Minutes promised that are not those a session takes: see `rule/minutes-mismatch.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::model::time;
use crate::rule;

/// Weeks whose promise is not what the guide's rule of time makes of their doses.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for plan in site.plans() {
        for (number, week) in (1..).zip(&plan.weeks) {
            let is_faulty = |slug: &str| site.exercise(slug).is_none_or(|exercise| exercise.head.faulty);
            if plan.head.faulty || crate::model::history::exercises_of(week).any(is_faulty) {
                continue; // Its time cannot be known, and that has its finding.
            }
            let takes = time::minutes(site, plan, week).needed;
            let promised = week.minutes;
            if promised.value != takes {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::MINUTES_MISMATCH,
                        promised.span,
                        format!("week {number} promises {} minutes and takes {takes}", promised.value),
                    )
                    .edit(
                        "the time follows from the doses; walking and what is optional are shown apart",
                        promised.span,
                        takes.to_string(),
                    ),
                );
            }
        }
    }
}
