//! What a reader's own condition means for every exercise and plan.

use serde::Serialize;

use super::{Frame, frame};
use crate::html::engine::Html;
use crate::html::here::{Here, Link};
use crate::model::exercise::{Contraindication, Exercise};
use crate::model::safety::Caution;
use crate::model::site::Section;
use crate::model::situation::{EMERGENCY, Ground, Meaning, PlanMeaning, Situation, Verdict};
use crate::model::vocabulary::{Taxonomy, Term};

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
    key: &'a str,
    link: Link<'a>,
    plain: Option<Html>,
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
    /// Nothing is started, neither a move nor a plan.
    nothing: bool,
    /// General contraindications: why nothing is started.
    stop: Vec<StopLine>,
    not_with: Vec<Row<'a>>,
    care_with: Vec<Row<'a>>,
    cautions: Vec<CautionRow<'a>>,
    free: Vec<FreeMove<'a>>,
    plans_not: Vec<PlanRow<'a>>,
    plans_adapt: Vec<PlanRow<'a>>,
    plans_care: Vec<PlanRow<'a>>,
    plans_ask: Vec<Link<'a>>,
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
    because: Option<Html>,
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
    ConditionRow {
        key: term.key.as_str(),
        link: here.term(Taxonomy::Conditions, term.key.as_str()),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
    }
}

/// The view of one condition.
pub(in crate::html) fn page<'a>(here: &Here<'a>, term: &'a Term, address: &'a str) -> ConditionPage<'a> {
    let guide = here.guide;
    let key = term.key.as_str();
    let situation = Situation::new(guide.site, [key]);
    let moves = Moves::sort(here, key, &situation);
    let plans = Plans::sort(here, &situation);
    let kind = term.kind.as_ref().map_or("", |kind| kind.as_str());
    let kind_term = guide.term(Taxonomy::ConditionKinds, kind);
    let description = term.plain.as_ref().map_or_else(|| term.label.value.clone(), |plain| plain.plain().to_owned());
    let conditions = guide.site.vocabulary().terms(Taxonomy::Conditions).iter();
    let implied_by = conditions.filter(|other| other.implies.iter().any(|implied| implied.value == key));
    let mut frame =
        frame(here, address, term.label.as_str(), description).below(here, [here.section(Section::Conditions)]);
    frame.json_ld.iter_mut().for_each(|facts| facts.about_condition(term));
    ConditionPage {
        frame,
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        kind,
        kind_label: guide.label(Taxonomy::ConditionKinds, kind),
        kind_plain: kind_term.and_then(|kind| kind.plain.as_ref()).map(|plain| here.prose(plain)),
        implies: here.terms(Taxonomy::Conditions, &term.implies),
        implied_by: implied_by.map(|other| here.term(Taxonomy::Conditions, other.key.as_str())).collect(),
        nothing: moves.nothing,
        stop: moves.general.into_iter().map(|line| stop_line(here, line)).collect(),
        not_with: moves.not_with,
        care_with: moves.care_with,
        cautions: moves
            .cautions
            .into_iter()
            .map(|(caution, exercises)| caution_row(here, caution, exercises))
            .collect(),
        free: free(here, moves.free),
        plans_not: plans.not,
        plans_adapt: plans.adapt,
        plans_care: plans.care,
        plans_ask: plans.ask,
        plans_free: plans.free,
    }
}

/// Exercises by what a condition means for them.
#[derive(Default)]
struct Moves<'a> {
    nothing: bool,
    general: Vec<&'a Contraindication>,
    not_with: Vec<Row<'a>>,
    care_with: Vec<Row<'a>>,
    /// Cautions by position and phase, with the exercises that have no line of their own.
    cautions: Vec<(&'a Caution, Vec<Link<'a>>)>,
    free: Vec<&'a Exercise>,
}

impl<'a> Moves<'a> {
    fn sort(here: &Here<'a>, condition: &'a str, situation: &Situation<'a>) -> Self {
        let mut moves = Self::default();
        for exercise in here.guide.exercises() {
            let Meaning { verdict, grounds } = situation.exercise(exercise);
            if verdict == Verdict::Free {
                moves.free.push(exercise);
            }
            for ground in grounds {
                moves.add(here, condition, exercise, ground);
            }
        }
        moves
    }

    fn add(&mut self, here: &Here<'a>, condition: &'a str, exercise: &'a Exercise, ground: Ground<'a>) {
        match ground {
            Ground::Contraindication(_) => self.not_with.push(row(here, condition, exercise, ground)),
            Ground::Precaution(_) => self.care_with.push(row(here, condition, exercise, ground)),
            Ground::Caution(caution, _) => {
                let link = here.head(&exercise.head);
                match self.cautions.iter_mut().find(|(known, _)| std::ptr::eq(*known, caution)) {
                    Some((_, links)) => links.push(link),
                    None => self.cautions.push((caution, vec![link])),
                }
            }
            // Said once for all exercises.
            Ground::General(line) => {
                self.nothing = true;
                if !self.general.iter().any(|known| std::ptr::eq(*known, line)) {
                    self.general.push(line);
                }
            }
            // The page's first lines say it.
            Ground::Kind(_, kind) => self.nothing |= kind.key.value == EMERGENCY,
            Ground::NotFor(_) | Ground::Adaptation(_) => {}
        }
    }
}

fn stop_line(here: &Here<'_>, line: &Contraindication) -> StopLine {
    StopLine { because: here.prose(&line.because), notes: here.notes([&line.source]) }
}

fn row<'a>(here: &Here<'a>, condition: &str, exercise: &'a Exercise, ground: Ground<'a>) -> Row<'a> {
    let by = ground.condition();
    Row {
        link: here.head(&exercise.head),
        because: ground.because().map(|because| here.prose(because)),
        advice: ground.advice().map(|advice| here.prose(advice)),
        instead: here.slugs(ground.instead()),
        notes: here.notes(ground.source()),
        by: (by != condition).then(|| here.term(Taxonomy::Conditions, by)),
    }
}

fn caution_row<'a>(here: &Here<'a>, caution: &'a Caution, exercises: Vec<Link<'a>>) -> CautionRow<'a> {
    CautionRow {
        because: here.prose(&caution.because),
        advice: here.prose(&caution.advice),
        notes: here.notes([&caution.source]),
        exercises,
    }
}

/// Moves about which nothing is noted, the gentlest first; none where the list would be too long to help.
fn free<'a>(here: &Here<'a>, mut free: Vec<&'a Exercise>) -> Vec<FreeMove<'a>> {
    if free.len() > LONGEST_FREE_LIST {
        return Vec::new();
    }
    let levels = here.guide.site.vocabulary().terms(Taxonomy::Levels);
    free.sort_by_key(|exercise| levels.iter().position(|level| level.key.value == exercise.level.value));
    let level = |exercise: &'a Exercise| here.guide.label(Taxonomy::Levels, exercise.level.as_str());
    free.into_iter().map(|exercise| FreeMove { link: here.head(&exercise.head), level: level(exercise) }).collect()
}

/// Plans by what a condition means for them.
#[derive(Default)]
struct Plans<'a> {
    not: Vec<PlanRow<'a>>,
    adapt: Vec<PlanRow<'a>>,
    care: Vec<PlanRow<'a>>,
    ask: Vec<Link<'a>>,
    free: Vec<Link<'a>>,
}

impl<'a> Plans<'a> {
    fn sort(here: &Here<'a>, situation: &Situation<'a>) -> Self {
        let mut plans = Self::default();
        for plan in here.guide.site.plans().iter().filter(|plan| !plan.head.withdrawn) {
            let link = here.head(&plan.head);
            let PlanMeaning { verdict, grounds, exercises } = situation.plan(plan);
            let lines: Vec<PlanLine<'a>> = grounds.iter().filter_map(|ground| plan_line(here, ground)).collect();
            let noted = exercises.iter().map(|(exercise, _)| here.head(&exercise.head)).collect();
            let row = |link| PlanRow { link, lines, exercises: noted };
            match verdict {
                Verdict::LeaveOut => plans.not.push(row(link)),
                Verdict::Change => plans.adapt.push(row(link)),
                Verdict::Care if grounds.is_empty() => plans.care.push(row(link)),
                Verdict::Care => plans.ask.push(link),
                Verdict::Free => plans.free.push(link),
            }
        }
        plans
    }
}

/// What a plan's own lines say. What holds for every plan is said once, at the head of the page.
fn plan_line<'a>(here: &Here<'a>, ground: &Ground<'a>) -> Option<PlanLine<'a>> {
    Some(PlanLine {
        exercise: ground.exercise().map(|slug| here.slug(slug)),
        instead: ground.instead().first().map(|slug| here.slug(slug.as_str())),
        advice: here.prose(ground.advice()?),
        notes: here.notes(ground.source()),
    })
}
