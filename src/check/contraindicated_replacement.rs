//! A replacement for a reader with a condition that itself is not done with it: see `rule/contraindicated-replacement.md`.

use crate::diagnostic::Diagnostic;
use crate::model::exercise::{Contraindication, Exercise};
use crate::model::plan::Plan;
use crate::model::site::Site;
use crate::model::vocabulary::Taxonomy;
use crate::rule;
use crate::source::{Span, Spanned};

/// Every exercise that is offered in another's place: by an exercise's line, by a general one, by a plan.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut offer =
        |condition: &Spanned<String>, instead: &[Spanned<String>]| {
            for slug in instead {
                let Some(line) = site.exercise(slug.as_str()).and_then(|exercise| ruled_out(site, exercise, condition))
                else {
                    continue;
                };
                let message = format!(
                    "`{slug}` is offered with `{condition}`, and is itself not done with it",
                    slug = slug.value,
                    condition = condition.value
                );
                diagnostics.push(finding(site, slug.span, message, line).help(format!(
                    "name an exercise that can be done with `{}`, or leave `instead` out",
                    condition.value
                )));
            }
        };
    for exercise in site.exercises() {
        exercise.contraindications.list().iter().for_each(|line| offer(&line.condition, &line.instead));
        exercise.precautions.iter().for_each(|line| offer(&line.condition, &line.instead));
    }
    site.safety().contraindications.iter().for_each(|line| offer(&line.condition, &line.instead));
    for line in site.plans().iter().flat_map(|plan| &plan.adapt) {
        offer(&line.condition, line.instead.as_slice());
    }
    site.plans().iter().for_each(|plan| without_the_floor(site, plan, diagnostics));
}

/// What takes a move's place where a plan is done without the floor is as much in the plan as the move is: what rules it
/// out must be answered.
fn without_the_floor(site: &Site, plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    for row in plan.floor_free.iter().flat_map(|form| &form.exercises) {
        let Some((slug, exercise)) = row.instead.as_ref().and_then(|slug| Some((slug, site.exercise(slug.as_str())?)))
        else {
            continue;
        };
        for line in exercise.contraindications.list() {
            let condition = line.condition.as_str();
            let is_known = site.vocabulary().term(Taxonomy::Conditions, condition).is_some();
            if !is_known || plan.answers(row.exercise.as_str(), condition) || plan.answers(slug.as_str(), condition) {
                continue;
            }
            let message = format!(
                "`{}` is offered to readers who stay off the floor, and the plan does not say what to do with `{condition}`",
                slug.value
            );
            diagnostics.push(finding(site, slug.span, message, line).help(format!(
                "name another exercise, or add to `adapt`: `{{condition: {condition}, exercise: {}, advice: ..., source: ...}}`",
                row.exercise.value
            )));
        }
    }
}

/// The line by which an exercise is not done with a condition. Its own line for the condition comes before those for what
/// the condition implies: somebody has thought about it.
fn ruled_out<'a>(site: &Site, exercise: &'a Exercise, condition: &Spanned<String>) -> Option<&'a Contraindication> {
    let line = |key: &str| exercise.contraindications.list().iter().find(|line| line.condition.value == key);
    if exercise.has_line(condition.as_str()) {
        return line(condition.as_str());
    }
    let term = site.vocabulary().term(Taxonomy::Conditions, condition.as_str())?;
    term.implies.iter().find_map(|implied| line(implied.as_str()))
}

fn finding(site: &Site, span: Span, message: String, line: &Contraindication) -> Diagnostic {
    let label = site.vocabulary().label(Taxonomy::Conditions, line.condition.as_str());
    Diagnostic::new(&rule::CONTRAINDICATED_REPLACEMENT, span, message)
        .label("offered here")
        .also(line.span, format!("not done with: {label}"))
}
