//! Plans: all of them with the pathways and the walking ladder, and one, week by week.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::exercise::{DoseLines, dose_lines};
use super::{Foot, Frame, Word, entry_frame, foot, frame, word};
use crate::html::engine::Html;
use crate::html::figures::Card;
use crate::html::here::{Here, Link};
use crate::html::sheets::Edition;
use crate::model::exercise::Exercise;
use crate::model::plan::{Adaptation, Day, Plan, Week};
use crate::model::site::Section;
use crate::model::vocabulary::Taxonomy;
use crate::model::{EntryId, Kind, Prose, Role, history};
use crate::source::Spanned;

/// The position of walks, whose minutes are told apart from those of a session.
const WALKING: &str = "walking";

/// All plans.
#[derive(Debug, Serialize)]
pub(in crate::html) struct PlansPage<'a> {
    frame: Frame<'a>,
    plans: Vec<PlanRow<'a>>,
    pathways: Vec<Pathway<'a>>,
    ladder: Ladder,
    blank_sheets: Vec<Edition>,
}

#[derive(Debug, Serialize)]
struct PlanRow<'a> {
    link: Link<'a>,
    summary: Option<Html>,
    whom: Html,
    level: &'a str,
    n_weeks: usize,
    minutes: String,
}

/// Plans in order, for one kind of reader.
#[derive(Debug, Serialize)]
pub(in crate::html) struct Pathway<'a> {
    id: &'a str,
    when: String,
    plans: Vec<Link<'a>>,
    walking: bool,
    note: Option<Html>,
}

#[derive(Debug, Serialize)]
struct Ladder {
    note: Option<Html>,
    notes: Html,
    steps: Vec<Rung>,
}

#[derive(Debug, Serialize)]
struct Rung {
    weeks: String,
    minutes: String,
    days: String,
}

/// One plan.
#[derive(Debug, Serialize)]
pub(in crate::html) struct PlanPage<'a> {
    frame: Frame<'a>,
    summary: Option<Html>,
    whom: Html,
    level: Word<'a>,
    phase: Link<'a>,
    region: Link<'a>,
    after: Vec<Link<'a>>,
    before: Vec<Link<'a>>,
    pathways: Vec<Pathway<'a>>,
    not_for: Vec<NotFor<'a>>,
    adapt: Vec<Change<'a>>,
    general_not: Vec<NotFor<'a>>,
    care: Vec<CareGroup<'a>>,
    floor_free: Option<FloorFree<'a>>,
    off_days: Option<Html>,
    slots: Vec<&'a str>,
    menu: Vec<Link<'a>>,
    minutes_note: Option<Html>,
    after_plan: Option<Html>,
    weeks: Vec<WeekView<'a>>,
    foot: Foot<'a>,
}

#[derive(Debug, Serialize)]
struct NotFor<'a> {
    condition: Link<'a>,
    advice: Html,
    notes: Html,
}

/// One advice for readers with a condition, and the moves that it concerns.
#[derive(Debug, Serialize)]
struct Change<'a> {
    condition: Link<'a>,
    advice: Html,
    notes: Html,
    swaps: Vec<Swap<'a>>,
}

/// A move that an advice concerns, and the move to do in its place where there is one.
#[derive(Debug, Serialize)]
struct Swap<'a> {
    exercise: Link<'a>,
    instead: Option<Link<'a>>,
}

/// What the exercises of a plan ask of readers with one condition.
#[derive(Debug, Serialize)]
struct CareGroup<'a> {
    condition: Link<'a>,
    lines: Vec<CareLine<'a>>,
}

#[derive(Debug, Serialize)]
struct CareLine<'a> {
    exercises: Vec<Link<'a>>,
    not: bool,
    because: Html,
    advice: Option<Html>,
    notes: Html,
}

#[derive(Debug, Serialize)]
struct FloorFree<'a> {
    text: Html,
    exercises: Vec<FloorFreeRow<'a>>,
}

#[derive(Debug, Serialize)]
struct FloorFreeRow<'a> {
    link: Link<'a>,
    instead: Option<Link<'a>>,
    text: Html,
}

#[derive(Debug, Serialize)]
struct WeekView<'a> {
    number: usize,
    title: &'a str,
    days: String,
    minutes: u32,
    walking: Option<String>,
    focus: Option<Html>,
    rows: Vec<Row<'a>>,
    move_on_days: Option<u32>,
    n_days: usize,
    move_on_if: Html,
    stay_if: Html,
    sheets: Vec<Edition>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    link: Link<'a>,
    card: Option<Card>,
    tip: Option<Html>,
    dose: Option<DoseLines<'a>>,
    optional: bool,
    new: bool,
    note: Option<Html>,
}

/// The view of all plans.
pub(in crate::html) fn all<'a>(here: &Here<'a>, address: &'a str) -> PlansPage<'a> {
    let plans = here.guide.site.plans().iter().filter(|plan| !plan.head.withdrawn);
    let mut rows: Vec<(usize, PlanRow<'a>)> = plans.map(|plan| (place(here, plan), plan_row(here, plan))).collect();
    rows.sort_by_key(|(place, _)| *place);
    let ladder = &here.guide.site.safety().walking_ladder;
    let steps = ladder.steps.iter().map(|step| Rung {
        weeks: step.weeks.words(),
        minutes: step.minutes.of("minute", "minutes"),
        days: step.days.of("day", "days"),
    });
    PlansPage {
        frame: frame(
            here,
            address,
            Section::Plans.title(),
            "Gentle back exercises, week by week: what to do, how much, and when to move on.",
        ),
        plans: rows.into_iter().map(|(_, row)| row).collect(),
        pathways: pathways(here),
        ladder: Ladder {
            note: ladder.note.as_ref().map(|note| here.prose(note)),
            notes: here.notes(&ladder.sources),
            steps: steps.collect(),
        },
        blank_sheets: here.sheets(None),
    }
}

/// Where a plan stands in the pathways, so that plans are listed in the order they are done.
fn place(here: &Here<'_>, plan: &Plan) -> usize {
    let on_path = here.guide.site.settings().pathways.iter().flat_map(|pathway| &pathway.plans);
    on_path.into_iter().position(|slug| slug.value == plan.head.slug).unwrap_or(usize::MAX)
}

fn plan_row<'a>(here: &Here<'a>, plan: &'a Plan) -> PlanRow<'a> {
    let minutes = plan.weeks.iter().map(|week| week.minutes.value);
    let range =
        crate::model::dose::Range { least: minutes.clone().min().unwrap_or(0), most: minutes.max().unwrap_or(0) };
    PlanRow {
        link: here.head(&plan.head),
        summary: plan.head.summary.as_ref().map(|summary| here.prose(summary)),
        whom: here.prose(&plan.whom),
        level: here.guide.label(Taxonomy::Levels, plan.level.as_str()),
        n_weeks: plan.weeks.len(),
        minutes: range.of("minute", "minutes"),
    }
}

/// Every pathway of the guide.
pub(in crate::html) fn pathways<'a>(here: &Here<'a>) -> Vec<Pathway<'a>> {
    here.guide.site.settings().pathways.iter().map(|pathway| pathway_view(here, pathway)).collect()
}

fn pathway_view<'a>(here: &Here<'a>, pathway: &'a crate::model::settings::Pathway) -> Pathway<'a> {
    Pathway {
        id: pathway.id.as_str(),
        when: upper_first(pathway.when.as_str()),
        plans: here.slugs(&pathway.plans),
        walking: pathway.walking,
        note: pathway.note.as_ref().map(|note| here.prose(note)),
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The view of one plan.
pub(in crate::html) fn page<'a>(here: &Here<'a>, id: EntryId, plan: &'a Plan, address: &'a str) -> PlanPage<'a> {
    let site = here.guide.site;
    let head = &plan.head;
    let of_plan = |pathway: &&crate::model::settings::Pathway| pathway.plans.iter().any(|slug| slug.value == head.slug);
    let shown: BTreeSet<EntryId> = [Role::Prescription, Role::After, Role::Menu, Role::Adapt]
        .into_iter()
        .flat_map(|role| site.links_from(id, role).chain(site.links_to(id, role)))
        .collect();
    PlanPage {
        frame: entry_frame(here, id, address),
        summary: head.summary.as_ref().map(|summary| here.prose(summary)),
        whom: here.prose(&plan.whom),
        level: word(here, Taxonomy::Levels, plan.level.as_str()),
        phase: here.term(Taxonomy::Phases, plan.phase.as_str()),
        region: here.term(Taxonomy::Regions, plan.region.as_str()),
        after: here.slugs(&plan.after),
        before: here.entries(site.links_to(id, Role::After).filter(|id| id.kind == Kind::Plan)),
        pathways: site.settings().pathways.iter().filter(of_plan).map(|pathway| pathway_view(here, pathway)).collect(),
        not_for: plan
            .not_for
            .iter()
            .map(|line| not_for(here, &line.condition, here.prose(&line.advice), &line.source))
            .collect(),
        adapt: changes(here, &plan.adapt),
        general_not: general_not(here),
        care: care(here, plan),
        floor_free: plan.floor_free.as_ref().map(|floor_free| FloorFree {
            text: here.prose(&floor_free.text),
            exercises: floor_free
                .exercises
                .iter()
                .map(|row| FloorFreeRow {
                    link: here.slug(row.exercise.as_str()),
                    instead: row.instead.as_ref().map(|slug| here.slug(slug.as_str())),
                    text: here.prose(&row.text),
                })
                .collect(),
        }),
        off_days: plan.off_days.as_ref().map(|text| here.prose(text)),
        slots: plan.slots.iter().map(Spanned::as_str).collect(),
        menu: here.slugs(&plan.menu_extra),
        minutes_note: plan.minutes_note.as_ref().map(|text| here.prose(text)),
        after_plan: plan.after_plan.as_ref().map(|text| here.prose(text)),
        weeks: weeks(here, plan),
        foot: foot(here, id, head, &shown),
    }
}

fn not_for<'a>(here: &Here<'a>, condition: &'a Spanned<String>, advice: Html, source: &Spanned<String>) -> NotFor<'a> {
    NotFor { condition: here.term(Taxonomy::Conditions, condition.as_str()), advice, notes: here.notes([source]) }
}

/// General contraindications, for everyone.
fn general_not<'a>(here: &Here<'a>) -> Vec<NotFor<'a>> {
    let lines = here.guide.site.safety().contraindications.iter();
    lines.map(|line| not_for(here, &line.condition, here.prose(&line.because), &line.source)).collect()
}

/// The plan's adaptations, an advice that several lines give for one condition once.
fn changes<'a>(here: &Here<'a>, lines: &'a [Adaptation]) -> Vec<Change<'a>> {
    let same = |a: &Adaptation, b: &Adaptation| {
        a.condition.value == b.condition.value
            && a.advice.plain() == b.advice.plain()
            && a.source.value == b.source.value
    };
    let groups = lines.chunk_by(same);
    groups.filter_map(|group| group.first().map(|first| change(here, first, group))).collect()
}

fn change<'a>(here: &Here<'a>, first: &'a Adaptation, group: &'a [Adaptation]) -> Change<'a> {
    let swap = |line: &'a Adaptation| {
        let exercise = here.slug(line.exercise.as_ref()?.as_str());
        Some(Swap { exercise, instead: line.instead.as_ref().map(|slug| here.slug(slug.as_str())) })
    };
    Change {
        condition: here.term(Taxonomy::Conditions, first.condition.as_str()),
        advice: here.prose(&first.advice),
        notes: here.notes([&first.source]),
        swaps: group.iter().filter_map(swap).collect(),
    }
}

/// The exercises of a plan, each once, in the order they come.
fn exercises<'a>(here: &Here<'a>, plan: &'a Plan) -> Vec<&'a Exercise> {
    let mut seen = BTreeSet::new();
    let slugs = plan.weeks.iter().flat_map(|week| &week.prescriptions).map(|one| one.exercise.as_str());
    slugs.filter(|slug| seen.insert(*slug)).filter_map(|slug| here.guide.site.exercise(slug)).collect()
}

/// One line on a condition, with all the exercises of a plan that it stands for.
struct Said<'a> {
    exercises: Vec<&'a Exercise>,
    not: bool,
    because: &'a Prose,
    advice: Option<&'a Prose>,
    source: &'a Spanned<String>,
}

impl<'a> Said<'a> {
    /// Joins the line of the same words, or becomes a line of its own.
    fn join(self, lines: &mut Vec<Self>) {
        let words = |said: &Self| (said.not, said.because.plain(), said.advice.map(Prose::plain), &said.source.value);
        match lines.iter_mut().find(|line| words(line) == words(&self)) {
            Some(line) => line.exercises.extend(self.exercises),
            None => lines.push(self),
        }
    }

    fn view(&self, here: &Here<'a>) -> CareLine<'a> {
        CareLine {
            exercises: self.exercises.iter().map(|exercise| here.head(&exercise.head)).collect(),
            not: self.not,
            because: here.prose(self.because),
            advice: self.advice.map(|advice| here.prose(advice)),
            notes: here.notes([self.source]),
        }
    }
}

/// What the exercises of a plan ask of readers with a condition, in the order of the vocabulary.
fn care<'a>(here: &Here<'a>, plan: &'a Plan) -> Vec<CareGroup<'a>> {
    let mut by_condition: BTreeMap<&'a str, Vec<Said<'a>>> = BTreeMap::new();
    let exercises = exercises(here, plan);
    for &exercise in &exercises {
        for line in exercise.contraindications.list() {
            let said = Said {
                exercises: vec![exercise],
                not: true,
                because: &line.because,
                advice: None,
                source: &line.source,
            };
            said.join(by_condition.entry(line.condition.as_str()).or_default());
        }
        for line in &exercise.precautions {
            let said = Said {
                exercises: vec![exercise],
                not: false,
                because: &line.because,
                advice: Some(&line.advice),
                source: &line.source,
            };
            said.join(by_condition.entry(line.condition.as_str()).or_default());
        }
    }
    for caution in &here.guide.site.safety().cautions {
        for key in &caution.conditions {
            let concerned =
                exercises.iter().filter(|exercise| !exercise.has_line(key.as_str()) && caution.concerns(exercise));
            let concerned: Vec<&'a Exercise> = concerned.copied().collect();
            if !concerned.is_empty() {
                let said = Said {
                    exercises: concerned,
                    not: false,
                    because: &caution.because,
                    advice: Some(&caution.advice),
                    source: &caution.source,
                };
                said.join(by_condition.entry(key.as_str()).or_default());
            }
        }
    }
    let terms = here.guide.site.vocabulary().terms(Taxonomy::Conditions).iter();
    terms
        .filter_map(|term| {
            let lines = by_condition.remove(term.key.as_str())?;
            let condition = here.term(Taxonomy::Conditions, term.key.as_str());
            Some(CareGroup { condition, lines: lines.iter().map(|said| said.view(here)).collect() })
        })
        .collect()
}

fn weeks<'a>(here: &Here<'a>, plan: &'a Plan) -> Vec<WeekView<'a>> {
    (1..).zip(&plan.weeks).map(|(number, week)| week_view(here, plan, number, week)).collect()
}

fn week_view<'a>(here: &Here<'a>, plan: &Plan, number: usize, week: &'a Week) -> WeekView<'a> {
    let row = |one: &'a crate::model::plan::Prescription| {
        let exercise = here.guide.site.exercise(one.exercise.as_str());
        Row {
            link: here.slug(one.exercise.as_str()),
            card: here.card(one.exercise.as_str()),
            tip: exercise.and_then(|exercise| exercise.form_tips.first()).map(|tip| here.prose(tip)),
            dose: one.dose.as_ref().zip(exercise).map(|(dose, exercise)| dose_lines(here, exercise, dose)),
            optional: one.optional,
            new: history::is_new(here.guide.site, plan, number, one.exercise.as_str()),
            note: one.note.as_ref().map(|note| here.prose(note)),
        }
    };
    let days: Vec<Day> = week.days.iter().map(|day| day.value).collect();
    WeekView {
        number,
        title: week.title.as_str(),
        days: days_in_words(&days),
        minutes: week.minutes.value,
        walking: walking(here, week),
        focus: week.focus.as_ref().map(|focus| here.prose(focus)),
        rows: week.prescriptions.iter().map(row).collect(),
        move_on_days: week.move_on_days.map(|days| days.value),
        n_days: days.len(),
        move_on_if: here.prose(&week.move_on_if),
        stay_if: here.prose(&week.stay_if),
        sheets: here.sheets(Some((&plan.head.slug, number))),
    }
}

/// Minutes of walking in a week's session, which the promised minutes leave out.
fn walking(here: &Here<'_>, week: &Week) -> Option<String> {
    let is_walk = |slug: &str| {
        here.guide
            .site
            .exercise(slug)
            .is_some_and(|exercise| exercise.positions.first().is_some_and(|first| first.value == WALKING))
    };
    let walk = week.prescriptions.iter().find(|one| is_walk(one.exercise.as_str()))?;
    Some(walk.dose.as_ref()?.minutes?.value.of("minute", "minutes"))
}

/// Days as words: `Every day`, `Monday to Friday`, `Monday, Wednesday and Friday`.
fn days_in_words(days: &[Day]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let in_a_row = days.windows(2).all(|pair| pair[1] as usize == pair[0] as usize + 1);
    match days.as_slice() {
        [] => String::new(),
        all if all.len() == Day::ALL.len() => "Every day".to_owned(),
        [first, .., last] if in_a_row && days.len() > 2 => {
            format!("{} to {}", first.name(), last.name())
        }
        [only] => only.name().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(|day| day.name()).collect();
            format!("{} and {}", rest.join(", "), last.name())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_a_person_would() {
        assert_eq!(days_in_words(&Day::ALL), "Every day");
        assert_eq!(days_in_words(&Day::ALL[..5]), "Monday to Friday");
        assert_eq!(days_in_words(&[Day::Fri, Day::Mon, Day::Wed]), "Monday, Wednesday and Friday");
        assert_eq!(days_in_words(&[Day::Sat, Day::Sun]), "Saturday and Sunday");
    }
}
