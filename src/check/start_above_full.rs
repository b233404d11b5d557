//! A start above the full dose: see `rule/start-above-full.md`.

use crate::diagnostic::Diagnostic;
use crate::model::dose::{Dose, Range, Time};
use crate::model::site::Site;
use crate::rule;
use crate::source::Spanned;

/// A figure that grows from the starting to the full dose. Days a week do not: a short walk may be taken on more days.
type Figure = (&'static str, fn(&Dose) -> Option<Spanned<Range>>);

const FIGURES: [Figure; 4] = [
    ("sets", |dose| dose.sets),
    ("reps", |dose| dose.reps),
    ("hold", |dose| dose.hold.map(|hold| hold.map(Time::seconds))),
    ("minutes", |dose| dose.minutes),
];

/// Figures of a starting dose above those of the full one.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for exercise in site.exercises().iter().filter(|exercise| !exercise.head.faulty) {
        let (Some(start), Some(full)) = (&exercise.start, exercise.full.dose()) else {
            continue;
        };
        for (name, figure) in FIGURES {
            let (Some(begin), Some(end)) = (figure(start), figure(full)) else {
                continue;
            };
            if begin.value.least > end.value.least || begin.value.most > end.value.most {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::START_ABOVE_FULL,
                        begin.span,
                        format!(
                            "`{name}` starts at {} and the full dose has {}",
                            begin.value.figures(),
                            end.value.figures()
                        ),
                    )
                    .label("starts here")
                    .also(end.span, "the full dose")
                    .help("write the smaller figures under `start`"),
                );
            }
        }
    }
}
