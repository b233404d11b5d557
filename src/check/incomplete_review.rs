//! A review without who, when and until when: see `rule/incomplete-review.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;

/// Entries that say they are reviewed and not by whom, in what role, when and until when; or that are due before they were.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (_, head) in site.entries() {
        let review = &head.review;
        if !review.is_reviewed() {
            continue;
        }
        let fields = [
            ("by", review.by.is_some()),
            ("role", review.role.is_some()),
            ("on", review.on.is_some()),
            ("due", review.due.is_some()),
        ];
        let missing: Vec<String> =
            fields.iter().filter(|(_, there)| !there).map(|(name, _)| format!("`{name}`")).collect();
        if !missing.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    &rule::INCOMPLETE_REVIEW,
                    review.status.span,
                    format!("this review has no {}", missing.join(", ")),
                )
                .help(
                    "write who reviewed it, in what role, on which day and until when it holds, as in `{status: reviewed, by: \
                     Jane Roe, role: physiotherapist, on: 2026-11-01, due: 2029-11-01}`; or `status: draft`",
                ),
            );
        }
        if let (Some(on), Some(due)) = (review.on, review.due)
            && due.value <= on.value
        {
            diagnostics.push(
                Diagnostic::new(
                    &rule::INCOMPLETE_REVIEW,
                    due.span,
                    "the next review is not due after this one was done",
                )
                .also(on.span, "done here")
                .help("write a later day"),
            );
        }
    }
}
