//! Lists of exercises: all by position, those that carry one word of the vocabulary, and the words of one list.

use serde::Serialize;

use super::{Frame, frame};
use crate::html::engine::Html;
use crate::html::figures::Card;
use crate::html::here::{Here, Link};
use crate::model::exercise::Exercise;
use crate::model::site::Section;
use crate::model::vocabulary::{Taxonomy, Term};

/// Lists longer than this show names alone: a page that takes a minute to load on a phone helps nobody.
const LONGEST_FULL_LIST: usize = 150;

/// All exercises by position.
#[derive(Debug, Serialize)]
pub(in crate::html) struct ExercisesPage<'a> {
    frame: Frame<'a>,
    lists: Vec<Facet<'a>>,
    groups: Vec<Group<'a>>,
}

/// The exercises that carry one word.
#[derive(Debug, Serialize)]
pub(in crate::html) struct TermPage<'a> {
    frame: Frame<'a>,
    list: &'static str,
    plain: Option<Html>,
    group: Group<'a>,
    others: Vec<Link<'a>>,
}

/// The words of one list.
#[derive(Debug, Serialize)]
pub(in crate::html) struct TermsPage<'a> {
    frame: Frame<'a>,
    list: &'static str,
    lists: Vec<Facet<'a>>,
    terms: Vec<TermRow<'a>>,
}

/// A list, whose name the template knows by its key, with those of its words that some exercise carries.
#[derive(Debug, Serialize)]
struct Facet<'a> {
    list: &'static str,
    href: String,
    words: Vec<FacetWord<'a>>,
}

/// A word to choose exercises by.
#[derive(Debug, Serialize)]
struct FacetWord<'a> {
    link: Link<'a>,
    n_exercises: usize,
}

#[derive(Debug, Serialize)]
struct TermRow<'a> {
    link: Link<'a>,
    plain: Option<Html>,
    n_exercises: usize,
}

/// Exercises under one heading, at a glance or by name alone.
#[derive(Debug, Serialize)]
struct Group<'a> {
    id: &'a str,
    link: Link<'a>,
    plain: Option<Html>,
    rows: Vec<Row<'a>>,
    names: Vec<Link<'a>>,
}

/// An exercise at a glance.
#[derive(Debug, Serialize)]
struct Row<'a> {
    link: Link<'a>,
    card: Option<Card>,
    summary: Option<Html>,
    goals: Vec<&'a str>,
    dose: Option<String>,
    tip: Option<Html>,
    level: &'a str,
}

/// The view of all exercises.
pub(in crate::html) fn exercises<'a>(here: &Here<'a>, address: &'a str) -> ExercisesPage<'a> {
    let compact = here.guide.site.exercises().len() > LONGEST_FULL_LIST;
    let group = |term: &'a Term| {
        // Each exercise once, under its usual position.
        let is_usual =
            |exercise: &&&Exercise| exercise.positions.first().is_some_and(|first| first.value == term.key.value);
        let usual = here.guide.carriers(Taxonomy::Positions, term.key.as_str()).iter().filter(is_usual).copied();
        group(here, Taxonomy::Positions, term, usual, compact)
    };
    let groups = here.guide.site.vocabulary().terms(Taxonomy::Positions).iter().map(group);
    ExercisesPage {
        frame: frame(
            here,
            address,
            Section::Exercises.title(),
            "Every move of the guide by starting position: what it helps with, the dose to start with and one form tip.",
        ),
        lists: lists(here, None),
        groups: groups.filter(|group| !group.rows.is_empty() || !group.names.is_empty()).collect(),
    }
}

/// The view of the exercises that carry one word.
pub(in crate::html) fn term<'a>(here: &Here<'a>, taxonomy: Taxonomy, term: &'a Term, address: &'a str) -> TermPage<'a> {
    let carriers = here.guide.carriers(taxonomy, term.key.as_str());
    let description = term
        .plain
        .as_ref()
        .map_or_else(|| term.label.value.clone(), |plain| format!("{}: {}", term.label.value, plain.plain()));
    let others = here.guide.site.vocabulary().terms(taxonomy).iter().filter(|other| other.key.value != term.key.value);
    let others = others.filter(|other| !here.guide.carriers(taxonomy, other.key.as_str()).is_empty());
    let list = Link { title: list_title(taxonomy).into(), href: here.href(&list_address(taxonomy)) };
    TermPage {
        frame: frame(here, address, term.label.as_str(), description)
            .below(here, [here.section(Section::Exercises), list]),
        list: taxonomy.key(),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        group: group(here, taxonomy, term, carriers.iter().copied(), carriers.len() > LONGEST_FULL_LIST),
        others: others.map(|other| here.term(taxonomy, other.key.as_str())).collect(),
    }
}

/// The view of the words of one list.
pub(in crate::html) fn terms<'a>(here: &Here<'a>, taxonomy: Taxonomy, address: &'a str) -> TermsPage<'a> {
    let row = |term: &'a Term| TermRow {
        link: here.term(taxonomy, term.key.as_str()),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        n_exercises: here.guide.carriers(taxonomy, term.key.as_str()).len(),
    };
    let title = list_title(taxonomy);
    TermsPage {
        frame: frame(here, address, title, format!("{title}.")).below(here, [here.section(Section::Exercises)]),
        list: taxonomy.key(),
        lists: lists(here, Some(taxonomy)),
        terms: here.guide.site.vocabulary().terms(taxonomy).iter().map(row).collect(),
    }
}

/// The address of the words of one list.
pub(in crate::html) fn list_address(taxonomy: Taxonomy) -> String {
    format!("exercises/{}/", taxonomy.key())
}

/// What the page of one list is called.
pub(in crate::html) const fn list_title(taxonomy: Taxonomy) -> &'static str {
    match taxonomy {
        Taxonomy::Positions => "Exercises by position",
        Taxonomy::Regions => "Exercises by region",
        Taxonomy::Goals => "Exercises by goal",
        Taxonomy::Levels => "Exercises by level",
        Taxonomy::Equipment => "Exercises by equipment",
        Taxonomy::Phases => "Exercises by phase",
        Taxonomy::Muscles => "Muscles",
        Taxonomy::Sides => "Sides",
        Taxonomy::DoseBasis => "Where the figures come from",
        Taxonomy::ConditionKinds => "Kinds of condition",
        Taxonomy::Severities => "Evidence notes",
        Taxonomy::Conditions => "My situation",
    }
}

fn lists<'a>(here: &Here<'a>, without: Option<Taxonomy>) -> Vec<Facet<'a>> {
    let lists = Taxonomy::LISTED.into_iter().filter(|list| Some(*list) != without);
    lists.map(|list| facet(here, list)).collect()
}

fn facet<'a>(here: &Here<'a>, list: Taxonomy) -> Facet<'a> {
    let word = |term: &'a Term| FacetWord {
        link: here.term(list, term.key.as_str()),
        n_exercises: here.guide.carriers(list, term.key.as_str()).len(),
    };
    let words = here.guide.site.vocabulary().terms(list).iter().map(word);
    Facet {
        list: list.key(),
        href: here.href(&list_address(list)),
        words: words.filter(|word| word.n_exercises > 0).collect(),
    }
}

fn group<'a>(
    here: &Here<'a>,
    taxonomy: Taxonomy,
    term: &'a Term,
    exercises: impl Iterator<Item = &'a Exercise>,
    compact: bool,
) -> Group<'a> {
    let mut rows = Vec::new();
    let mut names = Vec::new();
    for exercise in exercises {
        if compact {
            names.push(here.head(&exercise.head));
        } else {
            rows.push(row(here, exercise));
        }
    }
    Group {
        id: term.key.as_str(),
        link: here.term(taxonomy, term.key.as_str()),
        plain: term.plain.as_ref().map(|plain| here.prose(plain)),
        rows,
        names,
    }
}

fn row<'a>(here: &Here<'a>, exercise: &'a Exercise) -> Row<'a> {
    Row {
        link: here.head(&exercise.head),
        card: here.card(&exercise.head.slug),
        summary: exercise.head.summary.as_ref().map(|summary| here.prose(summary)),
        goals: exercise.goals.iter().map(|key| here.guide.label(Taxonomy::Goals, key.as_str())).collect(),
        dose: exercise.start.as_ref().map(crate::model::dose::Dose::words),
        tip: exercise.form_tips.first().map(|tip| here.prose(tip)),
        level: here.guide.label(Taxonomy::Levels, exercise.level.as_str()),
    }
}
