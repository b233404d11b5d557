//! Everything a reader of the guide reads, passage by passage: what the checks of words look at.

use super::exercise::{Contraindications, Exercise, FullDose};
use super::mistake::Mistake;
use super::page::Page;
use super::plan::Plan;
use super::site::Site;
use super::{Evidence, Head, Prose};
use crate::source::{Span, Spanned};

/// A text a reader reads in one go.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// What part it plays.
    pub part: Part,
    /// The words alone.
    pub text: &'a str,
    /// Its place.
    pub span: Span,
}

/// What part a passage plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Something to do, one step of several.
    Step,
    /// A sign or rule to stop.
    StopRule,
    /// The free text of an entry.
    Body,
    /// A title or a name.
    Title,
    /// Any other text.
    Text,
}

/// The passages of one entry, or of the guide's own files, in the order of the model.
#[derive(Debug, Default)]
pub struct Passages<'a> {
    /// The passages.
    pub list: Vec<Passage<'a>>,
}

impl<'a> Passages<'a> {
    /// What an exercise says.
    #[must_use]
    pub fn of_exercise(exercise: &'a Exercise) -> Self {
        let mut passages = Self::default();
        passages.head(&exercise.head);
        passages.names(&exercise.also_called);
        passages.names(exercise.position_detail.as_slice());
        passages.names(exercise.tempo.as_slice());
        passages.prose(Part::Text, &exercise.breathing);
        let full = if let FullDose::NotSet(why) = &exercise.full { Some(why) } else { None };
        passages.proses(Part::Text, full);
        let doses = exercise.start.iter().chain(exercise.full.dose());
        passages.proses(Part::Text, doses.filter_map(|dose| dose.note.as_ref()));
        passages.proses(Part::Step, &exercise.steps);
        passages.proses(Part::Text, &exercise.form_tips);
        passages.prose(Part::Text, &exercise.should_feel);
        passages.proses(Part::StopRule, &exercise.stop_signs);
        passages.proses(Part::Text, exercise.mistakes.iter().flat_map(|mistake| [&mistake.mistake, &mistake.fix]));
        match &exercise.contraindications {
            Contraindications::None(why) => passages.prose(Part::Text, why),
            Contraindications::Some(_) | Contraindications::Missing => {}
        }
        passages.proses(Part::Text, exercise.contraindications.list().iter().map(|line| &line.because));
        passages.proses(Part::Text, exercise.precautions.iter().flat_map(|line| [&line.because, &line.advice]));
        passages
            .proses(Part::Text, exercise.easier.iter().chain(&exercise.harder).filter_map(|next| next.text.as_ref()));
        if let Some(sheet) = &exercise.sheet {
            for line in [&sheet.how, &sheet.tip, &sheet.breathe, &sheet.easier] {
                passages.words(Part::Text, line);
            }
        }
        passages
    }

    /// What a mistake says.
    #[must_use]
    pub fn of_mistake(mistake: &'a Mistake) -> Self {
        let mut passages = Self::default();
        passages.head(&mistake.head);
        passages.proses(Part::Text, [&mistake.why, &mistake.fix]);
        passages
    }

    /// What a plan says.
    #[must_use]
    pub fn of_plan(plan: &'a Plan) -> Self {
        let mut passages = Self::default();
        passages.head(&plan.head);
        passages.prose(Part::Text, &plan.whom);
        passages.proses(Part::Text, plan.not_for.iter().map(|line| &line.advice));
        passages.proses(Part::Text, plan.adapt.iter().map(|line| &line.advice));
        if let Some(form) = &plan.floor_free {
            passages.prose(Part::Text, &form.text);
            passages.proses(Part::Text, form.exercises.iter().map(|line| &line.text));
        }
        passages.names(&plan.slots);
        passages.proses(Part::Text, plan.off_days.iter().chain(&plan.minutes_note).chain(&plan.after_plan));
        for week in &plan.weeks {
            passages.words(Part::Title, &week.title);
            passages.proses(Part::Text, &week.focus);
            passages.proses(Part::Text, week.prescriptions.iter().filter_map(|line| line.note.as_ref()));
            let notes = week.prescriptions.iter().filter_map(|line| line.dose.as_ref());
            passages.proses(Part::Text, notes.filter_map(|dose| dose.note.as_ref()));
            passages.proses(Part::Text, [&week.move_on_if, &week.stay_if]);
        }
        passages
    }

    /// What a page says.
    #[must_use]
    pub fn of_page(page: &'a Page) -> Self {
        let mut passages = Self::default();
        passages.head(&page.head);
        for section in &page.sections {
            passages.words(Part::Title, &section.title);
            passages.proses(Part::Text, &section.text);
            passages.evidence(section.evidence.as_ref());
            for item in &section.items {
                passages.names(item.title.as_slice());
                passages.prose(if section.numbered { Part::Step } else { Part::Text }, &item.text);
                passages.evidence(item.evidence.as_ref());
            }
        }
        passages
    }

    /// What the guide's own files say to readers: settings, vocabulary, safety.
    #[must_use]
    pub fn of_guide(site: &'a Site) -> Self {
        let mut passages = Self::default();
        let settings = site.settings();
        passages.words(Part::Title, &settings.title);
        passages.names(settings.tagline.as_slice());
        passages.words(Part::Text, &settings.description);
        passages.prose(Part::Text, &settings.review_policy.text);
        passages.proses(Part::Text, &settings.disclaimers);
        passages.proses(Part::Text, settings.pathways.iter().filter_map(|pathway| pathway.note.as_ref()));
        passages.proses(Part::Text, settings.emergency_numbers.iter().filter_map(|number| number.note.as_ref()));
        for (_, terms) in &site.vocabulary().lists {
            for term in terms {
                passages.words(Part::Title, &term.label);
                passages.proses(Part::Text, &term.plain);
            }
        }
        passages.safety(site);
        passages
    }

    fn safety(&mut self, site: &'a Site) {
        let safety = site.safety();
        let flags = &safety.red_flags;
        self.proses(Part::Text, [&flags.reassurance, &flags.safety_net]);
        self.evidence(flags.evidence.as_ref());
        for tier in &flags.tiers {
            self.words(Part::Title, &tier.label);
            self.proses(Part::Text, tier.flags.iter().map(|flag| &flag.text));
            tier.flags.iter().for_each(|flag| self.words(Part::Text, &flag.short));
        }
        self.proses(Part::Text, safety.contraindications.iter().map(|line| &line.because));
        let stop = &safety.stop_signs;
        self.proses(Part::StopRule, stop.emergency.iter().chain(&stop.now).chain(&stop.next_day));
        self.proses(Part::Text, safety.acceptable.items.iter().chain(&safety.acceptable.note));
        self.proses(Part::Text, safety.cautions.iter().flat_map(|caution| [&caution.because, &caution.advice]));
        self.proses(Part::Text, [&safety.breathing.text, &safety.surface.text]);
        let light = &safety.traffic_light;
        self.proses(Part::Text, [&light.green, &light.amber, &light.red]);
        self.evidence(light.evidence.as_ref());
        let rules = &safety.plan_rules;
        self.proses(Part::Step, rules.before_you_start.iter().chain(&rules.each_session));
        self.proses(Part::StopRule, rules.stop_if.iter().map(|rule| &rule.text));
        self.proses(Part::Text, [&rules.decide, &rules.flare_up, &rules.missed, &rules.lighter_week]);
        self.proses(Part::Text, rules.weekly_review.iter().chain(&safety.walking_ladder.note));
    }

    fn head(&mut self, head: &'a Head) {
        self.words(Part::Title, &head.title);
        self.proses(Part::Text, &head.summary);
        self.evidence(head.evidence.as_ref());
        let blocks = head.body.blocks().iter().filter_map(|block| {
            Some(Passage { part: Part::Body, text: head.body.plain.get(block.words.clone())?, span: block.span })
        });
        self.list.extend(blocks);
    }

    fn evidence(&mut self, evidence: Option<&'a Evidence>) {
        self.proses(Part::Text, evidence.map(|evidence| &evidence.text));
    }

    fn prose(&mut self, part: Part, prose: &'a Prose) {
        self.list.push(Passage { part, text: prose.plain(), span: prose.span });
    }

    fn proses(&mut self, part: Part, proses: impl IntoIterator<Item = &'a Prose>) {
        proses.into_iter().for_each(|prose| self.prose(part, prose));
    }

    fn words(&mut self, part: Part, words: &'a Spanned<String>) {
        self.list.push(Passage { part, text: &words.value, span: words.span });
    }

    fn names(&mut self, names: &'a [Spanned<String>]) {
        for name in names {
            self.words(Part::Title, name);
        }
    }
}

/// Every passage of the guide, file by file.
#[must_use]
pub fn of_site(site: &Site) -> Vec<Passages<'_>> {
    let mut all = vec![Passages::of_guide(site)];
    all.extend(site.exercises().iter().map(Passages::of_exercise));
    all.extend(site.mistakes().iter().map(Passages::of_mistake));
    all.extend(site.plans().iter().map(Passages::of_plan));
    all.extend(site.pages().iter().map(Passages::of_page));
    all
}
