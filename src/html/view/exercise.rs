//! An exercise's page, in the order of a reader who is stiff and a little worried.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Foot, Frame, Word, entry_frame, foot, word};
use crate::html::engine::Html;
use crate::html::figures::Picture;
use crate::html::here::{Here, Link};
use crate::model::dose::Dose;
use crate::model::exercise::{Contraindications, Exercise, FullDose, Neighbor};
use crate::model::settings::SEED;
use crate::model::site::Site;
use crate::model::time;
use crate::model::vocabulary::Taxonomy;
use crate::model::{EntryId, Kind, Role};
use crate::source::Spanned;

/// An exercise.
#[derive(Debug, Serialize)]
pub(in crate::html) struct ExercisePage<'a> {
    frame: Frame<'a>,
    summary: Option<Html>,
    figure: Option<Picture<'a>>,
    also_called: Vec<&'a str>,
    positions: Vec<Link<'a>>,
    position_detail: Option<&'a str>,
    region: Link<'a>,
    goals: Vec<Word<'a>>,
    level: Word<'a>,
    phases: Vec<Word<'a>>,
    equipment: Vec<Link<'a>>,
    equipment_optional: Vec<Link<'a>>,
    sides: Option<Html>,
    muscles: Muscles<'a>,
    start: Option<DoseLines<'a>>,
    full: Option<DoseLines<'a>>,
    full_not_set: Option<Html>,
    tempo: Option<&'a str>,
    steps: Vec<Html>,
    form_tips: Vec<Html>,
    breathing: Html,
    should_feel: Html,
    not_with: Vec<ConditionLine<'a>>,
    not_with_none: Option<Html>,
    care_with: Vec<ConditionLine<'a>>,
    stop_signs: Vec<Html>,
    mistakes: Vec<MistakeLine>,
    wide_mistakes: Vec<WideMistake<'a>>,
    easier: Step<'a>,
    harder: Step<'a>,
    before: Vec<Link<'a>>,
    leads_to: Vec<Link<'a>>,
    related: Vec<Link<'a>>,
    stands_in_for: Vec<Link<'a>>,
    plans: Vec<PlanUse<'a>>,
    plan_changes: Vec<Link<'a>>,
    foot: Foot<'a>,
}

#[derive(Debug, Serialize)]
struct Muscles<'a> {
    primary: Vec<Link<'a>>,
    secondary: Vec<Link<'a>>,
    stretched: Vec<Link<'a>>,
}

/// A dose with what explains it.
#[derive(Debug, Serialize)]
pub(in crate::html) struct DoseLines<'a> {
    words: String,
    note: Option<Html>,
    basis: Vec<&'a str>,
    notes: Html,
    minutes: Option<String>,
}

/// A line of the do-not-do list or of the take-care list.
#[derive(Debug, Serialize)]
pub(in crate::html) struct ConditionLine<'a> {
    conditions: Vec<Link<'a>>,
    because: Html,
    advice: Option<Html>,
    instead: Vec<Link<'a>>,
    notes: Html,
}

#[derive(Debug, Serialize)]
struct MistakeLine {
    mistake: Html,
    fix: Html,
}

#[derive(Debug, Serialize)]
struct WideMistake<'a> {
    link: Link<'a>,
    why: Html,
    fix: Html,
}

/// One step up or down.
#[derive(Debug, Serialize)]
struct Step<'a> {
    text: Option<Html>,
    exercises: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct PlanUse<'a> {
    link: Link<'a>,
    weeks: String,
}

/// The entries an exercise is tied to, whoever of the two says so.
struct Ties {
    easier: BTreeSet<EntryId>,
    harder: BTreeSet<EntryId>,
    before: BTreeSet<EntryId>,
    leads_to: BTreeSet<EntryId>,
    related: BTreeSet<EntryId>,
    stands_in_for: BTreeSet<EntryId>,
    mistakes: BTreeSet<EntryId>,
    plans: BTreeSet<EntryId>,
    /// Plans that change it or offer it, and do not prescribe it.
    plan_changes: BTreeSet<EntryId>,
}

impl Ties {
    fn of(site: &Site, id: EntryId) -> Self {
        let from = |role| site.links_from(id, role);
        let to = |role| site.links_to(id, role);
        let is = |kind| move |id: &EntryId| id.kind == kind;
        let plans: BTreeSet<EntryId> = to(Role::Prescription).collect();
        let changes = to(Role::Adapt).chain(to(Role::Menu)).filter(is(Kind::Plan));
        Self {
            easier: from(Role::Easier).chain(to(Role::Harder)).filter(is(Kind::Exercise)).collect(),
            harder: from(Role::Harder).chain(to(Role::Easier)).filter(is(Kind::Exercise)).collect(),
            before: from(Role::Prerequisite).collect(),
            leads_to: to(Role::Prerequisite).collect(),
            related: from(Role::Related).chain(to(Role::Related)).collect(),
            stands_in_for: to(Role::Instead).filter(is(Kind::Exercise)).collect(),
            mistakes: to(Role::Concerns).collect(),
            plan_changes: changes.filter(|id| !plans.contains(id)).collect(),
            plans,
        }
    }

    /// All of them.
    fn shown(&self) -> BTreeSet<EntryId> {
        let steps = [&self.easier, &self.harder, &self.before, &self.leads_to];
        let others = [&self.related, &self.stands_in_for, &self.mistakes, &self.plans, &self.plan_changes];
        steps.into_iter().chain(others).flatten().copied().collect()
    }
}

/// The view of an exercise's page.
pub(in crate::html) fn page<'a>(
    here: &Here<'a>,
    id: EntryId,
    exercise: &'a Exercise,
    address: &'a str,
) -> ExercisePage<'a> {
    let here = &Here { exercise: Some(exercise), ..*here };
    let guide = here.guide;
    let head = &exercise.head;
    let ties = Ties::of(guide.site, id);
    let links = |ids: &BTreeSet<EntryId>| here.entries(ids.iter().copied());
    ExercisePage {
        frame: entry_frame(here, id, address),
        summary: head.summary.as_ref().map(|summary| here.prose(summary)),
        figure: here.figure(&head.slug),
        also_called: exercise.also_called.iter().map(Spanned::as_str).collect(),
        positions: here.terms(Taxonomy::Positions, &exercise.positions),
        position_detail: exercise.position_detail.as_ref().map(Spanned::as_str),
        region: here.term(Taxonomy::Regions, exercise.region.as_str()),
        goals: exercise.goals.iter().map(|key| word(here, Taxonomy::Goals, key.as_str())).collect(),
        level: word(here, Taxonomy::Levels, exercise.level.as_str()),
        phases: exercise.phases.iter().map(|key| word(here, Taxonomy::Phases, key.as_str())).collect(),
        equipment: here.terms(Taxonomy::Equipment, &exercise.equipment),
        equipment_optional: here.terms(Taxonomy::Equipment, &exercise.equipment_optional),
        sides: sides(here, exercise),
        muscles: muscles(here, exercise),
        start: exercise.start.as_ref().map(|dose| dose_lines(here, exercise, dose)),
        full: exercise.full.dose().map(|dose| dose_lines(here, exercise, dose)),
        full_not_set: match &exercise.full {
            FullDose::NotSet(why) => Some(here.prose(why)),
            FullDose::Dose(_) | FullDose::Missing => None,
        },
        tempo: exercise.tempo.as_ref().map(Spanned::as_str),
        steps: here.proses(&exercise.steps),
        form_tips: here.proses(&exercise.form_tips),
        breathing: here.prose(&exercise.breathing),
        should_feel: here.prose(&exercise.should_feel),
        not_with: not_with(here, exercise),
        not_with_none: match &exercise.contraindications {
            Contraindications::None(why) => Some(here.prose(why)),
            Contraindications::Some(_) | Contraindications::Missing => None,
        },
        care_with: care_with(here, exercise),
        stop_signs: here.proses(&exercise.stop_signs),
        mistakes: exercise
            .mistakes
            .iter()
            .map(|line| MistakeLine { mistake: here.prose(&line.mistake), fix: here.prose(&line.fix) })
            .collect(),
        wide_mistakes: ties.mistakes.iter().copied().filter_map(|from| wide_mistake(here, from)).collect(),
        easier: step(here, exercise.easier.as_ref(), &ties.easier),
        harder: step(here, exercise.harder.as_ref(), &ties.harder),
        before: links(&ties.before),
        leads_to: links(&ties.leads_to),
        related: links(&ties.related),
        stands_in_for: links(&ties.stands_in_for),
        plans: plan_uses(here, exercise),
        plan_changes: links(&ties.plan_changes),
        foot: foot(here, id, head, &ties.shown()),
    }
}

/// How the sides are counted, where there is something to count.
fn sides(here: &Here<'_>, exercise: &Exercise) -> Option<Html> {
    if exercise.sides.value == "none" {
        return None;
    }
    let term = here.guide.term(Taxonomy::Sides, exercise.sides.as_str())?;
    term.plain.as_ref().map(|plain| here.prose(plain))
}

fn muscles<'a>(here: &Here<'a>, exercise: &'a Exercise) -> Muscles<'a> {
    let links = |keys: &'a [Spanned<String>]| {
        let link = |key: &'a Spanned<String>| {
            let href = here.href(&format!("glossary/#{}", super::glossary::anchor(Taxonomy::Muscles, key.as_str())));
            Link { title: here.guide.label(Taxonomy::Muscles, key.as_str()).into(), href }
        };
        keys.iter().map(link).collect()
    };
    Muscles {
        primary: links(&exercise.muscles.primary),
        secondary: links(&exercise.muscles.secondary),
        stretched: links(&exercise.muscles.stretched),
    }
}

/// A dose with what explains it.
pub(in crate::html) fn dose_lines<'a>(here: &Here<'a>, exercise: &Exercise, dose: &'a Dose) -> DoseLines<'a> {
    let basis = dose.basis.iter().map(Spanned::as_str).filter(|key| *key != SEED);
    let minutes = time::once(&here.guide.site.settings().session_time, exercise, dose);
    DoseLines {
        words: dose.words(),
        note: dose.note.as_ref().map(|note| here.prose(note)),
        basis: basis.map(|key| here.guide.label(Taxonomy::DoseBasis, key)).collect(),
        notes: here.notes(&dose.source),
        // A dose in minutes says so itself.
        minutes: minutes.filter(|_| dose.minutes.is_none()).map(|minutes| minutes.of("minute", "minutes")),
    }
}

/// What rules the exercise out: its own lines, then the general ones that it does not replace.
fn not_with<'a>(here: &Here<'a>, exercise: &'a Exercise) -> Vec<ConditionLine<'a>> {
    let own = exercise.contraindications.list().iter();
    let general = here.guide.site.safety().contraindications.iter();
    let general = general.filter(|line| !exercise.has_line(line.condition.as_str()));
    own.chain(general)
        .map(|line| ConditionLine {
            conditions: vec![here.term(Taxonomy::Conditions, line.condition.as_str())],
            because: here.prose(&line.because),
            advice: None,
            instead: here.slugs(&line.instead),
            notes: here.notes([&line.source]),
        })
        .collect()
}

/// What asks for care: its own lines, then those of its positions and phases for conditions it says nothing of.
pub(in crate::html) fn care_with<'a>(here: &Here<'a>, exercise: &'a Exercise) -> Vec<ConditionLine<'a>> {
    let own = exercise.precautions.iter().map(|line| ConditionLine {
        conditions: vec![here.term(Taxonomy::Conditions, line.condition.as_str())],
        because: here.prose(&line.because),
        advice: Some(here.prose(&line.advice)),
        instead: here.slugs(&line.instead),
        notes: here.notes([&line.source]),
    });
    let cautions = here.guide.site.safety().cautions.iter().filter(|caution| caution.concerns(exercise));
    let general = cautions.filter_map(|caution| {
        let open = caution.conditions.iter().map(Spanned::as_str).filter(|key| !exercise.has_line(key));
        let conditions: Vec<Link<'a>> = open.map(|key| here.term(Taxonomy::Conditions, key)).collect();
        (!conditions.is_empty()).then(|| ConditionLine {
            conditions,
            because: here.prose(&caution.because),
            advice: Some(here.prose(&caution.advice)),
            instead: Vec::new(),
            notes: here.notes([&caution.source]),
        })
    });
    own.chain(general).collect()
}

fn wide_mistake<'a>(here: &Here<'a>, id: EntryId) -> Option<WideMistake<'a>> {
    let mistake = here
        .guide
        .site
        .mistakes()
        .get(id.index as usize)
        .filter(|mistake| id.kind == Kind::Mistake && !mistake.head.withdrawn)?;
    Some(WideMistake { link: here.entry(id), why: here.prose(&mistake.why), fix: here.prose(&mistake.fix) })
}

fn step<'a>(here: &Here<'a>, neighbor: Option<&Neighbor>, exercises: &BTreeSet<EntryId>) -> Step<'a> {
    let text = neighbor.and_then(|neighbor| neighbor.text.as_ref()).map(|text| here.prose(text));
    Step { text, exercises: here.entries(exercises.iter().copied()) }
}

fn plan_uses<'a>(here: &Here<'a>, exercise: &'a Exercise) -> Vec<PlanUse<'a>> {
    let uses = here.guide.uses(&exercise.head.slug).iter();
    uses.map(|one| PlanUse { link: here.head(&one.plan.head), weeks: weeks(&one.weeks) }).collect()
}

/// Weeks as words: `1`, `1 and 2`, `2 to 5`, `1, 3 and 4`.
fn weeks(weeks: &[usize]) -> String {
    match weeks {
        [] => String::new(),
        [only] => only.to_string(),
        [first, .., last] if weeks.len() > 2 && last - first == weeks.len() - 1 => {
            format!("{first} to {last}")
        }
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(usize::to_string).collect();
            format!("{} and {last}", rest.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_said_as_a_person_would() {
        assert_eq!(weeks(&[2]), "2");
        assert_eq!(weeks(&[1, 2]), "1 and 2");
        assert_eq!(weeks(&[2, 3, 4]), "2 to 4");
        assert_eq!(weeks(&[1, 3, 4]), "1, 3 and 4");
    }
}
