//! A week that asks for much more than the one before: see `rule/step-too-large.md`.

use crate::diagnostic::Diagnostic;
use crate::model::dose::{Dose, Range, Time};
use crate::model::history;
use crate::model::plan::{Plan, Prescription};
use crate::model::site::Site;
use crate::rule;
use crate::source::Spanned;

/// A figure of a dose, and by how much it may grow in a step.
struct Figure {
    name: &'static str,
    of: fn(&Dose) -> Option<Spanned<Range>>,
    limit: u32,
}

/// Doses that grow by more than one step from the week in which the exercise was done last, in this plan or the one before.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let limits = &site.settings().plan_limits;
    let figures = [
        Figure { name: "reps", of: |dose| dose.reps, limit: limits.step_reps.value },
        Figure { name: "sets", of: |dose| dose.sets, limit: limits.step_sets.value },
        Figure {
            name: "hold",
            of: |dose| dose.hold.map(|hold| hold.map(Time::seconds)),
            limit: limits.step_hold.value.seconds().most,
        },
        Figure { name: "minutes", of: |dose| dose.minutes, limit: limits.step_minutes.value },
    ];
    for plan in site.plans() {
        for (index, week) in plan.weeks.iter().enumerate() {
            for prescription in &week.prescriptions {
                let Some(before) = last_time(site, plan, index, &prescription.exercise.value) else {
                    continue;
                };
                diagnostics.extend(step(&figures, index + 1, before, prescription));
            }
        }
    }
}

/// The last prescription of the exercise before week `index` of the plan.
fn last_time<'a>(site: &'a Site, plan: &'a Plan, index: usize, exercise: &str) -> Option<&'a Prescription> {
    let earlier = plan.weeks[..index].iter().rev();
    let before = history::plans_before(site, plan).into_iter().flat_map(|plan| plan.weeks.iter().rev());
    earlier
        .chain(before)
        .flat_map(|week| &week.prescriptions)
        .find(|prescription| prescription.exercise.value == exercise)
}

/// The finding, if the step is too large. Where the whole amount falls, a figure may grow: 6 times in 2 sets to 10 in one.
fn step(figures: &[Figure], number: usize, before: &Prescription, now: &Prescription) -> Option<Diagnostic> {
    let (old, new) = (before.dose.as_ref()?, now.dose.as_ref()?);
    if amount(new) <= amount(old) {
        return None;
    }
    let slug = &now.exercise.value;
    let mut grown = Vec::new();
    for figure in figures {
        let one = Range::exactly(u32::from(matches!(figure.name, "reps" | "sets")));
        let from = (figure.of)(old).map_or(one.most, |range| range.value.most);
        let Some(to) = (figure.of)(new).filter(|to| to.value.most > from) else {
            continue;
        };
        if to.value.most - from > figure.limit && from > 0 {
            return Some(
                Diagnostic::new(
                    &rule::STEP_TOO_LARGE,
                    to.span,
                    format!("`{slug}` goes from {from} to {} `{}` in week {number}", to.value.most, figure.name),
                )
                .label(format!("at most {} more in a step", figure.limit))
                .also(old.span, "the last time")
                .help(format!("write {} or less, and grow again next week", from + figure.limit)),
            );
        }
        grown.push((figure.name, to.span));
    }
    let [(first, _), (second, span), ..] = grown.as_slice() else {
        return None;
    };
    Some(
        Diagnostic::new(
            &rule::STEP_TOO_LARGE,
            *span,
            format!("`{slug}` grows in `{first}` and `{second}` at once in week {number}"),
        )
        .label("a second step in the same week")
        .also(old.span, "the last time")
        .help("grow one of them now and the other next week"),
    )
}

/// The whole amount of a dose: seconds held or walked, or repetitions, over all sets.
fn amount(dose: &Dose) -> u32 {
    let most = |range: Option<Spanned<Range>>| range.map_or(1, |range| range.value.most);
    let hold = dose.hold.map_or(1, |hold| hold.value.seconds().most);
    [most(dose.reps), hold, most(dose.minutes), most(dose.times_a_day)]
        .into_iter()
        .fold(most(dose.sets), u32::saturating_mul)
}
