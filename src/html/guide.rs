//! The site as pages look at it: every look-up that a page needs, made once, so that the cost of a page does not grow with
//! the number of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::figures::Figures;
use super::sheets::{self, Sheets};
use super::urls;
use crate::model::exercise::Exercise;
use crate::model::page::Layout;
use crate::model::plan::Plan;
use crate::model::settings::Work;
use crate::model::site::{Citer, Destination, Site};
use crate::model::vocabulary::{Taxonomy, Term};
use crate::model::{EntryId, Head, Kind};
use crate::source::Spanned;

/// The site and its look-ups.
#[derive(Debug)]
pub(super) struct Guide<'a> {
    /// The guide whole.
    pub(super) site: &'a Site,
    /// Where it is published, without a slash at the end.
    pub(super) base_url: Option<&'a str>,
    /// The path of that address, with a slash at both ends; `/` without one.
    pub(super) root: String,
    /// Its figures, drawn.
    pub(super) figures: &'a Figures,
    /// Its plan sheets.
    pub(super) sheets: Sheets<'a>,
    terms: BTreeMap<(Taxonomy, &'a str), &'a Term>,
    works: BTreeMap<&'a str, (usize, &'a Work)>,
    carriers: BTreeMap<Taxonomy, BTreeMap<&'a str, Vec<&'a Exercise>>>,
    uses: BTreeMap<&'a str, Vec<Use<'a>>>,
    cited: BTreeMap<EntryId, BTreeSet<&'a str>>,
}

/// A plan that prescribes an exercise, and in which weeks, counted from 1.
#[derive(Debug, Clone)]
pub(super) struct Use<'a> {
    /// The plan.
    pub(super) plan: &'a Plan,
    /// The weeks.
    pub(super) weeks: Vec<usize>,
}

impl<'a> Guide<'a> {
    /// Looks everything up once.
    pub(super) fn new(site: &'a Site, options: &'a Options, figures: &'a Figures) -> Self {
        let base_url = options.base_url.as_deref();
        let vocabulary = site.vocabulary();
        let terms = vocabulary
            .lists
            .iter()
            .flat_map(|(list, terms)| terms.iter().map(|term| ((*list, term.key.value.as_str()), term)));
        let works = (1..).zip(site.works()).map(|(number, work)| (work.key.value.as_str(), (number, work)));
        let mut guide = Self {
            site,
            base_url,
            sheets: sheets::by_week(&options.sheets),
            figures,
            root: format!("{}/", base_url.map_or("", urls::path_of)),
            terms: terms.collect(),
            works: works.collect(),
            carriers: BTreeMap::new(),
            uses: BTreeMap::new(),
            cited: BTreeMap::new(),
        };
        site.exercises()
            .iter()
            .filter(|exercise| !exercise.head.withdrawn)
            .for_each(|exercise| guide.note_exercise(exercise));
        site.plans().iter().filter(|plan| !plan.head.withdrawn).for_each(|plan| guide.note_uses(plan));
        for (key, citer) in site.citations() {
            if let Citer::Entry(id) = citer {
                guide.cited.entry(id).or_default().insert(key);
            }
        }
        guide
    }

    fn note_exercise(&mut self, exercise: &'a Exercise) {
        let lists: [(Taxonomy, &'a [Spanned<String>]); 6] = [
            (Taxonomy::Positions, &exercise.positions),
            (Taxonomy::Regions, std::slice::from_ref(&exercise.region)),
            (Taxonomy::Goals, &exercise.goals),
            (Taxonomy::Levels, std::slice::from_ref(&exercise.level)),
            (Taxonomy::Equipment, &exercise.equipment),
            (Taxonomy::Phases, &exercise.phases),
        ];
        for (list, keys) in lists {
            for key in keys {
                self.carriers.entry(list).or_default().entry(&key.value).or_default().push(exercise);
            }
        }
    }

    fn note_uses(&mut self, plan: &'a Plan) {
        for (number, week) in (1..).zip(&plan.weeks) {
            for prescription in &week.prescriptions {
                let uses = self.uses.entry(&prescription.exercise.value).or_default();
                match uses.last_mut() {
                    Some(last) if std::ptr::eq(last.plan, plan) => {
                        if last.weeks.last() != Some(&number) {
                            last.weeks.push(number);
                        }
                    }
                    _ => uses.push(Use { plan, weeks: vec![number] }),
                }
            }
        }
    }

    /// The word called `key`.
    pub(super) fn term(&self, list: Taxonomy, key: &str) -> Option<&'a Term> {
        self.terms.get(&(list, key)).copied()
    }

    /// The word readers see for `key`.
    pub(super) fn label(&self, list: Taxonomy, key: &'a str) -> &'a str {
        self.term(list, key).map_or(key, |term| &term.label.value)
    }

    /// A work and its number in the bibliography.
    pub(super) fn work(&self, key: &str) -> Option<(usize, &'a Work)> {
        self.works.get(key).copied()
    }

    /// Exercises that carry a word of the vocabulary, by slug.
    pub(super) fn carriers(&self, list: Taxonomy, key: &str) -> &[&'a Exercise] {
        self.carriers.get(&list).and_then(|words| words.get(key)).map_or(&[], Vec::as_slice)
    }

    /// Plans that prescribe an exercise.
    pub(super) fn uses(&self, exercise: &str) -> &[Use<'a>] {
        self.uses.get(exercise).map_or(&[], Vec::as_slice)
    }

    /// Keys of every source that an entry rests on.
    pub(super) fn cited_by(&self, id: EntryId) -> impl Iterator<Item = &'a str> {
        self.cited.get(&id).into_iter().flatten().copied()
    }

    /// An entry's address from the root of the site.
    pub(super) fn address(&self, id: EntryId) -> String {
        self.site.address(Destination::Entry(id))
    }

    /// Entries of a kind that are published whole.
    pub(super) fn published(&self, kind: Kind) -> impl Iterator<Item = (EntryId, &'a Head)> {
        self.site.entries().filter(move |(id, head)| id.kind == kind && !head.withdrawn)
    }

    /// The page that shows the warning signs.
    pub(super) fn red_flags(&self) -> Option<EntryId> {
        let layout = |id: EntryId| self.site.pages().get(id.index as usize).map(|page| page.layout);
        self.published(Kind::Page).map(|(id, _)| id).find(|id| layout(*id) == Some(Layout::RedFlags))
    }

    /// The exercise with this name, unless it is withdrawn.
    pub(super) fn exercise(&self, id: EntryId) -> Option<&'a Exercise> {
        (id.kind == Kind::Exercise).then(|| self.site.exercises().get(id.index as usize))?
    }

    /// Exercises that are published whole, by slug.
    pub(super) fn exercises(&self) -> impl Iterator<Item = &'a Exercise> {
        self.site.exercises().iter().filter(|exercise| !exercise.head.withdrawn)
    }
}
