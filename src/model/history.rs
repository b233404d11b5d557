//! What a reader has done before a plan begins: the weeks of the plans it follows.

use std::collections::BTreeSet;

use super::plan::{Plan, Week};
use super::site::Site;

/// The plans that come before this one, the nearest first, each once.
#[must_use]
pub fn plans_before<'a>(site: &'a Site, plan: &'a Plan) -> Vec<&'a Plan> {
    let mut before: Vec<&Plan> = Vec::new();
    let mut waiting: Vec<&str> = plan.after.iter().map(|slug| slug.value.as_str()).collect();
    while let Some(slug) = waiting.pop() {
        let is_seen = slug == plan.head.slug || before.iter().any(|seen| seen.head.slug == slug);
        if let Some(found) = site.plan(slug).filter(|_| !is_seen) {
            before.push(found);
            waiting.extend(found.after.iter().map(|slug| slug.value.as_str()));
        }
    }
    before
}

/// The exercises of those plans.
#[must_use]
pub fn exercises_before<'a>(site: &'a Site, plan: &'a Plan) -> BTreeSet<&'a str> {
    plans_before(site, plan).into_iter().flat_map(|plan| &plan.weeks).flat_map(exercises_of).collect()
}

/// The exercises of a week.
pub fn exercises_of(week: &Week) -> impl Iterator<Item = &str> {
    week.prescriptions.iter().map(|prescription| prescription.exercise.value.as_str())
}

/// Whether week `number` (from 1) of a plan brings the exercise in: no week before it has it, in this plan or in one that it
/// follows. In the first week of a plan that follows none all is new, so that nothing is told apart.
#[must_use]
pub fn is_new(site: &Site, plan: &Plan, number: usize, exercise: &str) -> bool {
    let is_first = number == 1 && plan.after.is_empty();
    let earlier = plan.weeks.iter().take(number.saturating_sub(1));
    let mut before = earlier.chain(plans_before(site, plan).into_iter().flat_map(|plan| &plan.weeks));
    !is_first && !before.any(|week| exercises_of(week).any(|slug| slug == exercise))
}
