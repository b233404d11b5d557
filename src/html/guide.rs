//! The site as pages look at it: every look-up that a page needs, made once, so that the cost of a page does not grow with
//! the number of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::Figures;
use super::urls;
use crate::markdown::{Document, MentionKind};
use crate::model::exercise::Exercise;
use crate::model::page::Layout;
use crate::model::plan::Plan;
use crate::model::settings::Work;
use crate::model::site::{Destination, Site};
use crate::model::vocabulary::{Taxonomy, Term};
use crate::model::{EntryId, Evidence, Head, Kind, Prose};
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
    terms: BTreeMap<(Taxonomy, &'a str), &'a Term>,
    works: BTreeMap<&'a str, (usize, &'a Work)>,
    carriers: BTreeMap<Taxonomy, BTreeMap<&'a str, Vec<&'a Exercise>>>,
    uses: BTreeMap<&'a str, Vec<Use<'a>>>,
    citing: BTreeMap<&'a str, BTreeSet<EntryId>>,
    safety_cites: BTreeSet<&'a str>,
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
    pub(super) fn new(site: &'a Site, base_url: Option<&'a str>, figures: &'a Figures) -> Self {
        let vocabulary = site.vocabulary();
        let terms = vocabulary
            .lists
            .iter()
            .flat_map(|(list, terms)| terms.iter().map(|term| ((*list, term.key.value.as_str()), term)));
        let works = (1..).zip(site.works()).map(|(number, work)| (work.key.value.as_str(), (number, work)));
        let mut guide = Self {
            site,
            base_url,
            figures,
            root: format!("{}/", base_url.map_or("", urls::path_of)),
            terms: terms.collect(),
            works: works.collect(),
            carriers: BTreeMap::new(),
            uses: BTreeMap::new(),
            citing: BTreeMap::new(),
            safety_cites: BTreeSet::new(),
        };
        site.exercises()
            .iter()
            .filter(|exercise| !exercise.head.withdrawn)
            .for_each(|exercise| guide.note_exercise(exercise));
        site.plans().iter().filter(|plan| !plan.head.withdrawn).for_each(|plan| guide.note_uses(plan));
        guide.note_citations();
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

    fn note_citations(&mut self) {
        for (id, head) in self.site.entries().filter(|(_, head)| !head.withdrawn) {
            for key in cited_by(self.site, id, head) {
                self.citing.entry(key).or_default().insert(id);
            }
        }
        self.safety_cites = safety_cites(self.site);
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

    /// Entries that rest on a source.
    pub(super) fn citing(&self, key: &str) -> impl Iterator<Item = EntryId> {
        self.citing.get(key).into_iter().flatten().copied()
    }

    /// Whether the safety lines that stand on many pages rest on a source.
    pub(super) fn safety_cites(&self, key: &str) -> bool {
        self.safety_cites.contains(key)
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

/// Gathers keys of sources from texts and lists.
#[derive(Default)]
struct Keys<'a>(BTreeSet<&'a str>);

impl<'a> Keys<'a> {
    fn document(&mut self, document: &'a Document) {
        let sources = document.mentions.iter().filter(|mention| mention.kind == MentionKind::Source);
        self.0.extend(sources.map(|mention| mention.target.value.as_str()));
    }

    fn texts(&mut self, texts: impl IntoIterator<Item = &'a Prose>) {
        texts.into_iter().for_each(|text| self.document(&text.document));
    }

    fn list(&mut self, keys: impl IntoIterator<Item = &'a Spanned<String>>) {
        self.0.extend(keys.into_iter().map(|key| key.value.as_str()));
    }

    fn evidence(&mut self, evidence: Option<&'a Evidence>) {
        let Some(evidence) = evidence else { return };
        self.texts([&evidence.text]);
        self.list(&evidence.sources);
    }
}

/// Keys of every source that an entry rests on.
pub(super) fn cited_by<'a>(site: &'a Site, id: EntryId, head: &'a Head) -> BTreeSet<&'a str> {
    let mut keys = Keys::default();
    keys.document(&head.body);
    keys.texts(&head.summary);
    keys.list(&head.sources);
    keys.evidence(head.evidence.as_ref());
    let index = id.index as usize;
    match id.kind {
        Kind::Exercise => exercise_cites(&site.exercises()[index], &mut keys),
        Kind::Mistake => {
            let mistake = &site.mistakes()[index];
            keys.texts([&mistake.why, &mistake.fix]);
        }
        Kind::Plan => plan_cites(&site.plans()[index], &mut keys),
        Kind::Page => {
            for section in &site.pages()[index].sections {
                keys.texts(&section.text);
                keys.list(&section.sources);
                keys.evidence(section.evidence.as_ref());
                for item in &section.items {
                    keys.texts([&item.text]);
                    keys.list(&item.sources);
                    keys.evidence(item.evidence.as_ref());
                }
            }
        }
    }
    keys.0
}

fn exercise_cites<'a>(exercise: &'a Exercise, keys: &mut Keys<'a>) {
    keys.texts(exercise.steps.iter().chain(&exercise.form_tips).chain(&exercise.stop_signs));
    keys.texts([&exercise.breathing, &exercise.should_feel]);
    keys.texts(exercise.mistakes.iter().flat_map(|line| [&line.mistake, &line.fix]));
    for line in exercise.contraindications.list() {
        keys.texts([&line.because]);
        keys.list([&line.source]);
    }
    for line in &exercise.precautions {
        keys.texts([&line.because, &line.advice]);
        keys.list([&line.source]);
    }
    for dose in exercise.start.iter().chain(exercise.full.dose()) {
        keys.texts(&dose.note);
        keys.list(&dose.source);
    }
    keys.texts(
        [&exercise.easier, &exercise.harder].into_iter().flatten().filter_map(|neighbor| neighbor.text.as_ref()),
    );
}

fn plan_cites<'a>(plan: &'a Plan, keys: &mut Keys<'a>) {
    keys.texts([&plan.whom]);
    keys.texts([&plan.off_days, &plan.minutes_note, &plan.after_plan].into_iter().flatten());
    for line in &plan.not_for {
        keys.texts([&line.advice]);
        keys.list([&line.source]);
    }
    for line in &plan.adapt {
        keys.texts([&line.advice]);
        keys.list([&line.source]);
    }
    for week in &plan.weeks {
        keys.texts(week.focus.iter().chain([&week.move_on_if, &week.stay_if]));
        for prescription in &week.prescriptions {
            keys.texts(&prescription.note);
            keys.list(prescription.dose.iter().filter_map(|dose| dose.source.as_ref()));
        }
    }
}

/// Keys of the sources of what stands on many pages.
fn safety_cites(site: &Site) -> BTreeSet<&str> {
    let safety = site.safety();
    let mut keys = Keys::default();
    keys.evidence(safety.red_flags.evidence.as_ref());
    for flag in safety.red_flags.tiers.iter().flat_map(|tier| &tier.flags) {
        keys.texts([&flag.text]);
        keys.list([&flag.source]);
    }
    for line in &safety.contraindications {
        keys.texts([&line.because]);
        keys.list([&line.source]);
    }
    for caution in &safety.cautions {
        keys.texts([&caution.because, &caution.advice]);
        keys.list([&caution.source]);
    }
    keys.texts(&safety.acceptable.note);
    keys.list(&safety.acceptable.source);
    keys.list(safety.breathing.sources.iter().chain(&safety.surface.sources).chain(&safety.walking_ladder.sources));
    keys.texts(&safety.walking_ladder.note);
    keys.evidence(safety.traffic_light.evidence.as_ref());
    keys.list([&safety.traffic_light.source, &safety.plan_rules.source]);
    keys.0
}
