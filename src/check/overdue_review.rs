//! A review whose time is over: see `rule/overdue-review.md`.

use crate::diagnostic::Diagnostic;
use crate::model::Date;
use crate::model::site::Site;
use crate::rule;

/// Reviews that were due before `today`.
pub(super) fn check(site: &Site, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    for (_, head) in site.entries() {
        let Some(due) = head.review.due.filter(|due| head.review.is_reviewed() && due.value < today) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::new(
                &rule::OVERDUE_REVIEW,
                due.span,
                format!("`{}` was to be reviewed again by {}", head.slug, due.value.words()),
            )
            .help("have a clinician look at it, and write the new days; or `status: draft`"),
        );
    }
}
