//! The first page: is it safe for me, one first move, a week on paper. And the page for an address that leads nowhere.

use serde::Serialize;

use super::exercise::{DoseLines, dose_lines};
use super::plan::Pathway;
use super::{Frame, Word, frame, word};
use crate::html::engine::Html;
use crate::html::figures::Picture;
use crate::html::here::{Here, Link};
use crate::model::Kind;
use crate::model::exercise::Exercise;
use crate::model::plan::Plan;
use crate::model::vocabulary::Taxonomy;

/// The first page.
#[derive(Debug, Serialize)]
pub(in crate::html) struct HomePage<'a> {
    frame: Frame<'a>,
    first: Option<FirstMove<'a>>,
    plan: Option<FirstPlan<'a>>,
    pathways: Vec<Pathway<'a>>,
    positions: Vec<Word<'a>>,
    pages: Vec<PageRow<'a>>,
    n_exercises: usize,
}

#[derive(Debug, Serialize)]
struct FirstMove<'a> {
    link: Link<'a>,
    figure: Option<Picture<'a>>,
    summary: Option<Html>,
    position: Link<'a>,
    dose: Option<DoseLines<'a>>,
    tip: Option<Html>,
}

#[derive(Debug, Serialize)]
struct FirstPlan<'a> {
    link: Link<'a>,
    whom: Html,
    n_weeks: usize,
    minutes: Option<u32>,
    moves: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct PageRow<'a> {
    link: Link<'a>,
    summary: Option<Html>,
}

/// The view of the first page.
pub(in crate::html) fn page<'a>(here: &Here<'a>, address: &'a str) -> HomePage<'a> {
    let site = here.guide.site;
    let settings = site.settings();
    let plan =
        settings.pathways.iter().find_map(|pathway| pathway.plans.iter().find_map(|slug| site.plan(slug.as_str())));
    let plan = plan.filter(|plan| !plan.head.withdrawn);
    let pages = here.guide.published(Kind::Page).map(|(id, head)| PageRow {
        link: here.entry(id),
        summary: head.summary.as_ref().map(|summary| here.prose(summary)),
    });
    let carried = |key: &str| !here.guide.carriers(Taxonomy::Positions, key).is_empty();
    let positions = site.vocabulary().terms(Taxonomy::Positions).iter().filter(|term| carried(term.key.as_str()));
    let mut frame = frame(here, address, settings.title.as_str(), settings.description.as_str());
    frame.json_ld = Some(super::machine::home(here.guide, frame.canonical.as_deref()));
    HomePage {
        frame,
        first: plan.and_then(|plan| first_move(here, plan)),
        plan: plan.map(|plan| FirstPlan {
            link: here.head(&plan.head),
            whom: here.prose(&plan.whom),
            n_weeks: plan.weeks.len(),
            minutes: plan.weeks.first().map(|week| week.minutes.value),
            moves: plan
                .weeks
                .first()
                .into_iter()
                .flat_map(|week| &week.prescriptions)
                .map(|one| here.slug(one.exercise.as_str()))
                .collect(),
        }),
        pathways: super::plan::pathways(here),
        positions: positions.map(|term| word(here, Taxonomy::Positions, term.key.as_str())).collect(),
        pages: pages.collect(),
        n_exercises: here.guide.exercises().count(),
    }
}

/// The first move of a plan that is not optional, at its own starting dose.
fn first_move<'a>(here: &Here<'a>, plan: &'a Plan) -> Option<FirstMove<'a>> {
    let prescription = plan.weeks.first()?.prescriptions.iter().find(|one| !one.optional)?;
    let exercise: &'a Exercise = here.guide.site.exercise(prescription.exercise.as_str())?;
    Some(FirstMove {
        link: here.head(&exercise.head),
        figure: here.figure(&exercise.head.slug),
        summary: exercise.head.summary.as_ref().map(|summary| here.prose(summary)),
        position: here.term(Taxonomy::Positions, exercise.positions.first()?.as_str()),
        dose: exercise.start.as_ref().map(|dose| dose_lines(here, exercise, dose)),
        tip: exercise.form_tips.first().map(|tip| here.prose(tip)),
    })
}

/// The page for an address that leads nowhere. It is shown at any address: without a base URL it has no links.
#[derive(Debug, Serialize)]
pub(in crate::html) struct NotFoundPage<'a> {
    frame: Frame<'a>,
    links: bool,
}

/// The view of the page for an address that leads nowhere.
pub(in crate::html) fn not_found<'a>(here: &Here<'a>, address: &'a str) -> NotFoundPage<'a> {
    let mut frame = frame(here, address, "This page is not here", "The address may be old or mistyped.");
    frame.canonical = None;
    frame.json_ld = None;
    NotFoundPage { frame, links: here.guide.base_url.is_some() }
}
