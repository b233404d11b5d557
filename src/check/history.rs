//! What a reader has done before a plan begins: the weeks of the plans it follows.

use std::collections::BTreeSet;

use crate::model::plan::{Plan, Week};
use crate::model::site::Site;

/// The plans that come before this one, the nearest first, each once.
pub(super) fn plans_before<'a>(site: &'a Site, plan: &'a Plan) -> Vec<&'a Plan> {
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
pub(super) fn exercises_before<'a>(site: &'a Site, plan: &'a Plan) -> BTreeSet<&'a str> {
    plans_before(site, plan).into_iter().flat_map(|plan| &plan.weeks).flat_map(exercises_of).collect()
}

/// The exercises of a week.
pub(super) fn exercises_of(week: &Week) -> impl Iterator<Item = &str> {
    week.prescriptions.iter().map(|prescription| prescription.exercise.value.as_str())
}
