//! A free text that prints a dose which its page does not have: see `rule/missing-dose.md`.
//!
//! That an exercise has its doses is judged where it is read.

use crate::diagnostic::Diagnostic;
use crate::markdown::WhichDose;
use crate::model::exercise::FullDose;
use crate::model::site::Site;
use crate::model::{EntryId, Kind};
use crate::rule;

/// Every `{{dose.start}}` and `{{dose.full}}` that would print nothing.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, head) in site.entries().filter(|(_, head)| !head.faulty) {
        for (which, span) in head.body.doses() {
            if let Some(help) = why_not(site, id, *which) {
                let (hole, noun) = match which {
                    WhichDose::Start => ("{{dose.start}}", "starting dose"),
                    WhichDose::Full => ("{{dose.full}}", "full dose"),
                };
                diagnostics.push(
                    Diagnostic::new(
                        &rule::MISSING_DOSE,
                        *span,
                        format!("`{hole}` would print nothing: this page has no {noun}"),
                    )
                    .help(help),
                );
            }
        }
    }
}

/// What to do where the entry has no such dose.
fn why_not(site: &Site, id: EntryId, which: WhichDose) -> Option<&'static str> {
    if id.kind != Kind::Exercise {
        return Some("only an exercise has a dose; link the exercise, and its page shows it: `[[cat-cow]]`");
    }
    let exercise = &site.exercises()[id.index as usize];
    match which {
        WhichDose::Start => exercise.start.is_none().then_some("give `dose` a `start`, or leave it out"),
        WhichDose::Full => matches!(exercise.full, FullDose::NotSet(_) | FullDose::Missing)
            .then_some("`dose.full` says why there is none: say so in words, or use `{{dose.start}}`"),
    }
}
