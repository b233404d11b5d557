//! Mistakes and their fixes: all of them, and one that concerns many exercises.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Foot, Frame, entry_frame, foot, frame};
use crate::html::engine::Html;
use crate::html::figures::Picture;
use crate::html::here::{Here, Link};
use crate::model::mistake::Mistake;
use crate::model::site::Section;
use crate::model::{EntryId, Role};

/// All mistakes.
#[derive(Debug, Serialize)]
pub(in crate::html) struct MistakesPage<'a> {
    frame: Frame<'a>,
    wide: Vec<Wide<'a>>,
    by_exercise: Vec<OfExercise<'a>>,
}

#[derive(Debug, Serialize)]
struct Wide<'a> {
    link: Link<'a>,
    figure: Option<Picture<'a>>,
    why: Html,
    fix: Html,
    exercises: Vec<Link<'a>>,
    notes: Html,
}

#[derive(Debug, Serialize)]
struct OfExercise<'a> {
    link: Link<'a>,
    slug: &'a str,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    mistake: Html,
    fix: Html,
}

/// A mistake that concerns many exercises.
#[derive(Debug, Serialize)]
pub(in crate::html) struct MistakePage<'a> {
    frame: Frame<'a>,
    summary: Option<Html>,
    figure: Option<Picture<'a>>,
    why: Html,
    fix: Html,
    notes: Html,
    exercises: Vec<Link<'a>>,
    swap_to: Vec<Link<'a>>,
    foot: Foot<'a>,
}

/// The view of all mistakes.
pub(in crate::html) fn all<'a>(here: &Here<'a>, address: &'a str) -> MistakesPage<'a> {
    let mistakes = here.guide.site.mistakes().iter().filter(|mistake| !mistake.head.withdrawn);
    let description = "Common mistakes in back exercises, each beside its fix, and why it matters.";
    let wide = mistakes.map(|mistake| Wide {
        link: here.head(&mistake.head),
        figure: here.figure(&mistake.head.slug),
        why: here.prose(&mistake.why),
        fix: here.prose(&mistake.fix),
        exercises: here.slugs(&mistake.exercises),
        notes: here.notes(&mistake.head.sources),
    });
    let by_exercise =
        here.guide.exercises().filter(|exercise| !exercise.mistakes.is_empty()).map(|exercise| OfExercise {
            link: here.head(&exercise.head),
            slug: &exercise.head.slug,
            lines: exercise
                .mistakes
                .iter()
                .map(|line| Line { mistake: here.prose(&line.mistake), fix: here.prose(&line.fix) })
                .collect(),
        });
    MistakesPage {
        frame: frame(here, address, Section::Mistakes.title(), description),
        wide: wide.collect(),
        by_exercise: by_exercise.collect(),
    }
}

/// The view of one mistake.
pub(in crate::html) fn page<'a>(
    here: &Here<'a>,
    id: EntryId,
    mistake: &'a Mistake,
    address: &'a str,
) -> MistakePage<'a> {
    let head = &mistake.head;
    let site = here.guide.site;
    let shown: BTreeSet<EntryId> = site.links_from(id, Role::Concerns).chain(site.links_from(id, Role::Swap)).collect();
    MistakePage {
        frame: entry_frame(here, id, address),
        summary: head.summary.as_ref().map(|summary| here.prose(summary)),
        figure: here.figure(&head.slug),
        why: here.prose(&mistake.why),
        fix: here.prose(&mistake.fix),
        notes: here.notes(&head.sources),
        exercises: here.slugs(&mistake.exercises),
        swap_to: here.slugs(&mistake.swap_to),
        foot: foot(here, id, head, &shown),
    }
}
