//! What a reader's own condition means for every exercise and plan.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Frame, frame};
use crate::html::engine::Html;
use crate::html::guide::{Guide, Line};
use crate::html::here::{Here, Link};
use crate::model::exercise::Exercise;
use crate::model::plan::Plan;
use crate::model::site::Section;
use crate::model::vocabulary::{Taxonomy, Term};
use crate::source::Spanned;

/// The longest list of moves with nothing noted that is still of use.
const LONGEST_FREE_LIST: usize = 150;

/// All conditions.
#[derive(Debug, Serialize)]
pub(in crate::html) struct ConditionsPage<'a> {
    frame: Frame<'a>,
    kinds: Vec<KindGroup<'a>>,
}

#[derive(Debug, Serialize)]
struct KindGroup<'a> {
    key: &'a str,
    label: &'a str,
    plain: Option<Html>,
    conditions: Vec<ConditionRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ConditionRow<'a> {
    link: Link<'a>,
    plain: Option<Html>,
    n_not: usize,
    n_care: usize,
}

/// One condition.
#[derive(Debug, Serialize)]
pub(in crate::html) struct ConditionPage<'a> {
    frame: Frame<'a>,
    plain: Option<Html>,
    kind: &'a str,
    kind_label: &'a str,
    kind_plain: Option<Html>,
    implies: Vec<Link<'a>>,
    implied_by: Vec<Link<'a>>,
    /// General contraindications: nothing is started.
    stop: Vec<StopLine>,
    not_with: Vec<Row<'a>>,
    care_with: Vec<Row<'a>>,
    cautions: Vec<CautionRow<'a>>,
    free: Vec<FreeMove<'a>>,
    plans_not: Vec<PlanRow<'a>>,
    plans_adapt: Vec<PlanRow<'a>>,
    plans_care: Vec<PlanRow<'a>>,
    plans_free: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct StopLine {
    because: Html,
    notes: Html,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    link: Link<'a>,
    because: Html,
    advice: Option<Html>,
    instead: Vec<Link<'a>>,
    notes: Html,
    /// The condition that this one implies and the line is about.
    by: Option<Link<'a>>,
}

/// A move about which nothing is noted.
#[derive(Debug, Serialize)]
struct FreeMove<'a> {
    link: Link<'a>,
    level: &'a str,
}

#[derive(Debug, Serialize)]
struct CautionRow<'a> {
    because: Html,
    advice: Html,
    notes: Html,
    exercises: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct PlanRow<'a> {
    link: Link<'a>,
    lines: Vec<PlanLine<'a>>,
    exercises: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct PlanLine<'a> {
    exercise: Option<Link<'a>>,
    instead: Option<Link<'a>>,
    advice: Html,
    notes: Html,
}

/// The view of all conditions, the most urgent kind first.
pub(in crate::html) fn all<'a>(here: &Here<'a>, address: &'a str) -> ConditionsPage<'a> {
    let vocabulary = here.guide.site.vocabulary();
    let description = "Choose what fits you, and see which moves to leave out, which to take care with, and why.";
    let group = |kind: &'a Term| {
        let terms = vocabulary.terms(Taxonomy::Conditions).iter();
        let of_kind = terms.filter(|term| term.kind.as_ref().is_some_and(|key| key.value == kind.key.value));
        KindGroup {
            key: kind.key.as_str(),
            label: kind.label.as_str(),
            plain: kind.plain.as_ref().map(|plain| here.prose(plain)),
            conditions: of_kind.map(|term| condition_row(here, term)).collect(),
        }
    };
    let kinds = vocabulary.terms(Taxonomy::ConditionKinds).iter().map(group);
    ConditionsPage {
        frame: frame(here, address, Section::Conditions.title(), description),
        kinds: kinds.filter(|group| !group.conditions.is_empty()).collect(),
    }
}

fn condition_row<'a>(here: &Here<'a>, term: &'a Term) -> ConditionRow<'a> {
    let lines = here.guide.concerned(term.key.as_str());
    let n_not = lines.iter().filter(|line| matches!(line, Line::Not(..))).count();
    ConditionRow {
        link: here.term(Taxonomy::Conditions, term.key.as_str()),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        n_not,
        n_care: lines.len() - n_not,
    }
}

/// The view of one condition.
pub(in crate::html) fn page<'a>(here: &Here<'a>, term: &'a Term, address: &'a str) -> ConditionPage<'a> {
    let guide = here.guide;
    let key = term.key.as_str();
    let held = Held::new(guide, term);
    let (not_with, care_with) = rows(here, &held);
    let cautions = cautions(here, &held);
    let touched: BTreeSet<&str> = held.touched(guide);
    let free = free(here, &touched);
    let kind = term.kind.as_ref().map_or("", |kind| kind.as_str());
    let kind_term = guide.term(Taxonomy::ConditionKinds, kind);
    let general = &guide.site.safety().contraindications;
    let stop: Vec<StopLine> = general
        .iter()
        .filter(|line| line.condition.value == key)
        .map(|line| StopLine { because: here.prose(&line.because), notes: here.notes([&line.source]) })
        .collect();
    let plans = Plans::sort(here, &held, &touched);
    let description = term.plain.as_ref().map_or_else(|| term.label.value.clone(), |plain| plain.plain().to_owned());
    let conditions = guide.site.vocabulary().terms(Taxonomy::Conditions).iter();
    let implied_by = conditions.filter(|other| other.implies.iter().any(|implied| implied.value == key));
    ConditionPage {
        frame: frame(here, address, term.label.as_str(), description).below([here.section(Section::Conditions)]),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        kind,
        kind_label: guide.label(Taxonomy::ConditionKinds, kind),
        kind_plain: kind_term.and_then(|kind| kind.plain.as_ref()).map(|plain| here.prose(plain)),
        implies: here.terms(Taxonomy::Conditions, &term.implies),
        implied_by: implied_by.map(|other| here.term(Taxonomy::Conditions, other.key.as_str())).collect(),
        stop,
        not_with,
        care_with,
        cautions,
        free,
        plans_not: plans.not,
        plans_adapt: plans.adapt,
        plans_care: plans.care,
        plans_free: plans.free,
    }
}

/// A condition and those it implies.
struct Held<'a> {
    own: &'a str,
    all: Vec<&'a str>,
}

impl<'a> Held<'a> {
    fn new(guide: &Guide<'a>, term: &'a Term) -> Self {
        let mut all = vec![term.key.as_str()];
        let mut next = 0;
        while let Some(key) = all.get(next) {
            let implied = guide.term(Taxonomy::Conditions, key).map_or(&[][..], |term| term.implies.as_slice());
            let new: Vec<&str> = implied.iter().map(Spanned::as_str).filter(|key| !all.contains(key)).collect();
            all.extend(new);
            next += 1;
        }
        Self { own: term.key.as_str(), all }
    }

    fn holds(&self, key: &str) -> bool {
        self.all.contains(&key)
    }

    /// Lines of exercises that apply: one for the condition itself before one for a condition it implies.
    fn lines(&self, guide: &Guide<'a>) -> Vec<(&'a str, Line<'a>)> {
        let mut lines: Vec<(&'a str, Line<'a>)> = Vec::new();
        for (n, key) in self.all.iter().enumerate() {
            let nearer = &self.all[..n];
            let new =
                guide.concerned(key).iter().filter(|line| !nearer.iter().any(|key| line.exercise().has_line(key)));
            lines.extend(new.map(|line| (*key, *line)));
        }
        lines.sort_by(|a, b| a.1.exercise().head.slug.cmp(&b.1.exercise().head.slug));
        lines
    }

    /// Exercises that a caution concerns because of this condition.
    fn cautioned(&self, guide: &Guide<'a>, exercise: &'a Exercise) -> bool {
        let own_line = self.all.iter().any(|key| exercise.has_line(key));
        !own_line
            && guide.site.safety().cautions.iter().any(|caution| {
                caution.concerns(exercise) && caution.conditions.iter().any(|key| self.holds(key.as_str()))
            })
    }

    /// Slugs of all exercises about which anything is noted.
    fn touched(&self, guide: &Guide<'a>) -> BTreeSet<&'a str> {
        let lines = self.lines(guide).into_iter().map(|(_, line)| line.exercise());
        let cautioned = guide.exercises().filter(|exercise| self.cautioned(guide, exercise));
        lines.chain(cautioned).map(|exercise| exercise.head.slug.as_str()).collect()
    }
}

/// The do-not-do rows and the take-care rows.
fn rows<'a>(here: &Here<'a>, held: &Held<'a>) -> (Vec<Row<'a>>, Vec<Row<'a>>) {
    let mut not_with = Vec::new();
    let mut care_with = Vec::new();
    for (key, line) in held.lines(here.guide) {
        let exercise = here.head(&line.exercise().head);
        let by = (key != held.own).then(|| here.term(Taxonomy::Conditions, key));
        match line {
            Line::Not(_, line) => not_with.push(Row {
                link: exercise,
                because: here.prose(&line.because),
                advice: None,
                instead: here.slugs(&line.instead),
                notes: here.notes([&line.source]),
                by,
            }),
            Line::Care(_, line) => care_with.push(Row {
                link: exercise,
                because: here.prose(&line.because),
                advice: Some(here.prose(&line.advice)),
                instead: here.slugs(&line.instead),
                notes: here.notes([&line.source]),
                by,
            }),
        }
    }
    (not_with, care_with)
}

/// Moves about which nothing is noted, the gentlest first; none where the list would be too long to help.
fn free<'a>(here: &Here<'a>, touched: &BTreeSet<&str>) -> Vec<FreeMove<'a>> {
    let levels = here.guide.site.vocabulary().terms(Taxonomy::Levels);
    let place = |exercise: &Exercise| levels.iter().position(|level| level.key.value == exercise.level.value);
    let mut free: Vec<&'a Exercise> =
        here.guide.exercises().filter(|exercise| !touched.contains(exercise.head.slug.as_str())).collect();
    if free.len() > LONGEST_FREE_LIST {
        return Vec::new();
    }
    free.sort_by_key(|exercise| place(exercise));
    let level = |exercise: &'a Exercise| here.guide.label(Taxonomy::Levels, exercise.level.as_str());
    free.into_iter().map(|exercise| FreeMove { link: here.head(&exercise.head), level: level(exercise) }).collect()
}

/// Cautions by position and phase, with the exercises that have no line of their own.
fn cautions<'a>(here: &Here<'a>, held: &Held<'a>) -> Vec<CautionRow<'a>> {
    let concerns =
        |caution: &&crate::model::safety::Caution| caution.conditions.iter().any(|key| held.holds(key.as_str()));
    let all = here.guide.site.safety().cautions.iter().filter(concerns);
    let row = |caution: &'a crate::model::safety::Caution| {
        let applies =
            |exercise: &&Exercise| !held.all.iter().any(|key| exercise.has_line(key)) && caution.concerns(exercise);
        CautionRow {
            because: here.prose(&caution.because),
            advice: here.prose(&caution.advice),
            notes: here.notes([&caution.source]),
            exercises: here.guide.exercises().filter(applies).map(|exercise| here.head(&exercise.head)).collect(),
        }
    };
    all.map(row).filter(|row| !row.exercises.is_empty()).collect()
}

/// Plans by what a condition means for them.
#[derive(Default)]
struct Plans<'a> {
    not: Vec<PlanRow<'a>>,
    adapt: Vec<PlanRow<'a>>,
    care: Vec<PlanRow<'a>>,
    free: Vec<Link<'a>>,
}

impl<'a> Plans<'a> {
    fn sort(here: &Here<'a>, held: &Held<'a>, touched: &BTreeSet<&str>) -> Self {
        let mut plans = Self::default();
        for plan in here.guide.site.plans().iter().filter(|plan| !plan.head.withdrawn) {
            let link = here.head(&plan.head);
            let not = not_lines(here, held, plan);
            let adapt = adapt_lines(here, held, plan);
            let exercises: BTreeSet<&str> =
                plan.weeks.iter().flat_map(|week| &week.prescriptions).map(|one| one.exercise.as_str()).collect();
            let noted: Vec<Link<'a>> =
                exercises.into_iter().filter(|slug| touched.contains(slug)).map(|slug| here.slug(slug)).collect();
            if !not.is_empty() {
                plans.not.push(PlanRow { link, lines: not, exercises: noted });
            } else if !adapt.is_empty() {
                plans.adapt.push(PlanRow { link, lines: adapt, exercises: noted });
            } else if !noted.is_empty() {
                plans.care.push(PlanRow { link, lines: Vec::new(), exercises: noted });
            } else {
                plans.free.push(link);
            }
        }
        plans
    }
}

fn not_lines<'a>(here: &Here<'a>, held: &Held<'a>, plan: &'a Plan) -> Vec<PlanLine<'a>> {
    let lines = plan.not_for.iter().filter(|line| held.holds(line.condition.as_str()));
    lines
        .map(|line| PlanLine {
            exercise: None,
            instead: None,
            advice: here.prose(&line.advice),
            notes: here.notes([&line.source]),
        })
        .collect()
}

fn adapt_lines<'a>(here: &Here<'a>, held: &Held<'a>, plan: &'a Plan) -> Vec<PlanLine<'a>> {
    let lines = plan.adapt.iter().filter(|line| held.holds(line.condition.as_str()));
    lines
        .map(|line| PlanLine {
            exercise: line.exercise.as_ref().map(|slug| here.slug(slug.as_str())),
            instead: line.instead.as_ref().map(|slug| here.slug(slug.as_str())),
            advice: here.prose(&line.advice),
            notes: here.notes([&line.source]),
        })
        .collect()
}
