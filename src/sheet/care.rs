//! Who must leave an exercise out, and who must ask first: what stands above the rows, and what in each.

use super::handout::Item;
use crate::model::exercise::Exercise;
use crate::model::plan::Plan;
use crate::model::safety::Caution;
use crate::model::site::Site;
use crate::model::vocabulary::Taxonomy;
use crate::source::Span;

/// A caution that so many moves of a sheet share is printed once, above them.
const SHARED_FROM: usize = 3;

/// The condition that brings the neck's emergency sign, whole, beside the moves.
pub(super) const NECK: (&str, &str) = ("neck-vessel-signs", "neck-vessel");

/// The red flags as a condition: the sheet has the list itself.
const RED_FLAGS: &str = "red-flags";

/// Keys of conditions, and where they stand.
pub(super) type Named<'a> = Vec<(&'a str, Span)>;

/// Who must ask what, over the rows of one sheet.
pub(super) struct Cares<'a> {
    site: &'a Site,
    plan: Option<&'a Plan>,
    /// With these nothing is done.
    pub(super) never: Named<'a>,
    /// These are said once, above the rows.
    pub(super) shared: Named<'a>,
}

impl<'a> Cares<'a> {
    pub(super) fn new(site: &'a Site, rows: &[&Item<'a>], plan: Option<&'a Plan>) -> Self {
        let mut care = Self { site, plan, never: Vec::new(), shared: Vec::new() };
        let general = site.safety().contraindications.iter().map(|general| &general.condition);
        for condition in
            general.chain(plan.into_iter().flat_map(|plan| plan.not_for.iter().map(|not_for| &not_for.condition)))
        {
            let key = condition.value.as_str();
            // The list of warning signs stands on the sheet itself.
            if key != RED_FLAGS && key != NECK.0 && !has(&care.never, key) {
                care.never.push((key, condition.span));
            }
        }
        let mut counts: Vec<(&str, Span, usize)> = Vec::new();
        for (key, span) in rows.iter().flat_map(|item| care.asks(item.exercise)) {
            match counts.iter_mut().find(|(known, _, _)| *known == key) {
                Some((_, _, n)) => *n += 1,
                None => counts.push((key, span, 1)),
            }
        }
        counts.retain(|(key, _, n)| *n >= SHARED_FROM && !has(&care.never, key));
        counts.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
        care.shared = counts.into_iter().map(|(key, span, _)| (key, span)).collect();
        care
    }

    /// The conditions to leave the exercise out with, and those to ask first with, less what stands above the rows.
    pub(super) fn of(&self, exercise: &'a Exercise) -> (Named<'a>, Named<'a>) {
        let bans =
            exercise.contraindications.list().iter().map(|ban| (ban.condition.value.as_str(), ban.condition.span));
        let bans: Vec<_> = bans.filter(|(key, _)| !has(&self.never, key)).collect();
        let mut asks = self.asks(exercise);
        asks.retain(|(key, _)| !has(&self.never, key) && !has(&self.shared, key));
        (bans, asks)
    }

    /// The exercise's precautions, and those of its position and phase for conditions it does not speak of itself.
    fn asks(&self, exercise: &'a Exercise) -> Named<'a> {
        let own = exercise.precautions.iter().map(|precaution| &precaution.condition);
        let mut asks: Vec<(&str, Span)> = own.map(|condition| (condition.value.as_str(), condition.span)).collect();
        let cautions = self.site.safety().cautions.iter().filter(|caution| self.concerns(caution, exercise));
        for condition in cautions.flat_map(|caution| &caution.conditions) {
            let key = condition.value.as_str();
            if !has(&asks, key) && !rules_out(exercise, key) && !self.is_answered(key) {
                asks.push((key, condition.span));
            }
        }
        asks
    }

    fn concerns(&self, caution: &Caution, exercise: &Exercise) -> bool {
        let phase = |plan: &Plan| caution.phases.iter().any(|phase| phase.value == plan.phase.value);
        concerns_position(caution, exercise) || self.plan.is_some_and(phase)
    }

    /// The floor is answered by the plan's own line on how to do without it; its condition has no short name.
    fn is_answered(&self, key: &str) -> bool {
        let short = self.site.vocabulary().term(Taxonomy::Conditions, key).and_then(|term| term.short.as_ref());
        short.is_none() && self.plan.is_some_and(|plan| plan.floor_free.is_some())
    }
}

fn has(list: &[(&str, Span)], key: &str) -> bool {
    list.iter().any(|(known, _)| *known == key)
}

pub(super) fn rules_out(exercise: &Exercise, condition: &str) -> bool {
    exercise.contraindications.list().iter().any(|ban| ban.condition.value == condition)
}

/// Whether the caution is for the exercise's usual position.
pub(super) fn concerns_position(caution: &Caution, exercise: &Exercise) -> bool {
    let usual = exercise.positions.first();
    usual.is_some_and(|usual| caution.positions.iter().any(|position| position.value == usual.value))
}
