//! What a reader's situation means: whether an exercise or a plan is left out, changed, done with care, or nothing is noted.
//!
//! There is one such decision, and it is made here. Pages of conditions, the table that *My situation* looks up and a sheet of
//! one's own ask this module, so that no two of them can tell a reader different things. It works on any set of conditions:
//! the worst that one of them asks for is what counts.

use std::collections::BTreeSet;

use super::Prose;
use super::exercise::{Contraindication, Exercise, Precaution};
use super::plan::{Adaptation, NotFor, Plan};
use super::safety::Caution;
use super::site::Site;
use super::vocabulary::{Taxonomy, Term, Vocabulary};
use crate::source::{Span, Spanned};

/// The kind of condition with which nothing is done and help is called.
pub const EMERGENCY: &str = "emergency";

/// The kind of condition with which a clinician is asked before anything is begun.
pub const STOP: &str = "stop";

/// What a reader does about an exercise or a plan, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is noted.
    Free,
    /// It is done with care, or after asking.
    Care,
    /// A plan is done with something in it changed.
    Change,
    /// It is left out until a clinician has said yes.
    LeaveOut,
}

impl Verdict {
    /// Its word in data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Care => "care",
            Self::Change => "change",
            Self::LeaveOut => "leave-out",
        }
    }
}

/// A line of the guide that a verdict rests on.
#[derive(Debug, Clone, Copy)]
pub enum Ground<'a> {
    /// The exercise's own contraindication.
    Contraindication(&'a Contraindication),
    /// A contraindication of every exercise.
    General(&'a Contraindication),
    /// The exercise's own precaution.
    Precaution(&'a Precaution),
    /// A caution of its position or phase, for this condition.
    Caution(&'a Caution, &'a str),
    /// What the kind of a condition asks: the condition, and its kind.
    Kind(&'a Term, &'a Term),
    /// Whom a plan is not for.
    NotFor(&'a NotFor),
    /// A change to a plan.
    Adaptation(&'a Adaptation),
}

impl<'a> Ground<'a> {
    /// Key of the condition it speaks of.
    #[must_use]
    pub fn condition(&self) -> &'a str {
        match *self {
            Self::Contraindication(line) | Self::General(line) => line.condition.as_str(),
            Self::Precaution(line) => line.condition.as_str(),
            Self::Caution(_, condition) => condition,
            Self::Kind(condition, _) => condition.key.as_str(),
            Self::NotFor(line) => line.condition.as_str(),
            Self::Adaptation(line) => line.condition.as_str(),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match *self {
            Self::Contraindication(line) | Self::General(line) => line.span,
            Self::Precaution(line) => line.condition.span,
            Self::Caution(caution, condition) => {
                let named = caution.conditions.iter().find(|named| named.value == condition);
                named.map_or(caution.source.span, |named| named.span)
            }
            Self::Kind(condition, _) => condition.kind.as_ref().map_or(condition.key.span, |kind| kind.span),
            Self::NotFor(line) => line.condition.span,
            Self::Adaptation(line) => line.condition.span,
        }
    }

    /// Why, to a patient. Lines of plans have their reason in the advice.
    #[must_use]
    pub fn because(&self) -> Option<&'a Prose> {
        match *self {
            Self::Contraindication(line) | Self::General(line) => Some(&line.because),
            Self::Precaution(line) => Some(&line.because),
            Self::Caution(caution, _) => Some(&caution.because),
            Self::Kind(_, kind) => kind.plain.as_ref(),
            Self::NotFor(_) | Self::Adaptation(_) => None,
        }
    }

    /// What to do, where it is not to leave the move out.
    #[must_use]
    pub fn advice(&self) -> Option<&'a Prose> {
        match *self {
            Self::Contraindication(_) | Self::General(_) | Self::Kind(..) => None,
            Self::Precaution(line) => Some(&line.advice),
            Self::Caution(caution, _) => Some(&caution.advice),
            Self::NotFor(line) => Some(&line.advice),
            Self::Adaptation(line) => Some(&line.advice),
        }
    }

    /// Slugs of exercises that may be done in its place.
    #[must_use]
    pub fn instead(&self) -> &'a [Spanned<String>] {
        match *self {
            Self::Contraindication(line) | Self::General(line) => &line.instead,
            Self::Precaution(line) => &line.instead,
            Self::Adaptation(line) => line.instead.as_slice(),
            Self::Caution(..) | Self::Kind(..) | Self::NotFor(_) => &[],
        }
    }

    /// Slug of the exercise that a change to a plan is about.
    #[must_use]
    pub fn exercise(&self) -> Option<&'a str> {
        match *self {
            Self::Adaptation(line) => line.exercise.as_ref().map(Spanned::as_str),
            Self::Contraindication(_)
            | Self::General(_)
            | Self::Precaution(_)
            | Self::Caution(..)
            | Self::Kind(..)
            | Self::NotFor(_) => None,
        }
    }

    /// Key of the source.
    #[must_use]
    pub fn source(&self) -> Option<&'a Spanned<String>> {
        match *self {
            Self::Contraindication(line) | Self::General(line) => Some(&line.source),
            Self::Precaution(line) => Some(&line.source),
            Self::Caution(caution, _) => Some(&caution.source),
            Self::NotFor(line) => Some(&line.source),
            Self::Adaptation(line) => Some(&line.source),
            Self::Kind(..) => None,
        }
    }
}

/// What a situation means for an exercise.
#[derive(Debug, Clone)]
pub struct Meaning<'a> {
    /// What to do.
    pub verdict: Verdict,
    /// Why: what rules it out where anything does, what asks for care otherwise. The exercise's own lines come first.
    pub grounds: Vec<Ground<'a>>,
}

/// What a situation means for a plan.
#[derive(Debug, Clone)]
pub struct PlanMeaning<'a> {
    /// What to do.
    pub verdict: Verdict,
    /// Lines about the plan itself: what rules it out, then what changes it, then what to ask.
    pub grounds: Vec<Ground<'a>>,
    /// Its exercises about which something is noted, in the order they come.
    pub exercises: Vec<(&'a Exercise, Meaning<'a>)>,
}

/// The conditions that a reader has.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    site: &'a Site,
    held: Vec<Held<'a>>,
}

/// A condition that holds, and all that hold because it does.
#[derive(Debug, Clone)]
struct Held<'a> {
    term: &'a Term,
    implied: Vec<&'a str>,
}

impl<'a> Situation<'a> {
    /// The situation of a reader with these conditions, and with those they imply. A key that the vocabulary does not have
    /// says nothing.
    pub fn new<'k>(site: &'a Site, conditions: impl IntoIterator<Item = &'k str>) -> Self {
        let vocabulary = site.vocabulary();
        let mut held: Vec<Held<'a>> = Vec::new();
        let mut open: Vec<&'a Term> =
            conditions.into_iter().filter_map(|key| vocabulary.term(Taxonomy::Conditions, key)).collect();
        let mut next = 0;
        while let Some(term) = open.get(next).copied() {
            next += 1;
            if held.iter().any(|held| held.term.key.value == term.key.value) {
                continue;
            }
            let implied = implied(vocabulary, term);
            open.extend(implied.iter().filter_map(|key| vocabulary.term(Taxonomy::Conditions, key)));
            held.push(Held { term, implied });
        }
        Self { site, held }
    }

    /// Whether the reader has the condition, or another that implies it.
    #[must_use]
    pub fn holds(&self, condition: &str) -> bool {
        self.held.iter().any(|held| held.term.key.value == condition)
    }

    /// What it means for an exercise.
    #[must_use]
    pub fn exercise(&self, exercise: &'a Exercise) -> Meaning<'a> {
        let (mut own, mut general, mut care) = (Vec::new(), Vec::new(), Vec::new());
        for held in &self.held {
            let key = held.term.key.as_str();
            let has_line = exercise.has_line(key);
            own.extend(of_condition(exercise.contraindications.list(), key).map(Ground::Contraindication));
            general.extend(self.kind(held, EMERGENCY));
            if !has_line {
                general.extend(self.general(key));
            }
            if self.is_said_nearer(held, exercise) {
                continue;
            }
            let precautions = exercise.precautions.iter().filter(|line| line.condition.value == key);
            care.extend(precautions.map(Ground::Precaution));
            if !has_line {
                let cautions = self.site.cautions_of(exercise).filter(|(_, condition)| *condition == key);
                care.extend(cautions.map(|(caution, condition)| Ground::Caution(caution, condition)));
                care.extend(self.kind(held, STOP));
            }
        }
        own.append(&mut general);
        meaning(own, care)
    }

    /// What it means for a plan.
    #[must_use]
    pub fn plan(&self, plan: &'a Plan) -> PlanMeaning<'a> {
        let (mut not, mut change, mut ask) = (Vec::new(), Vec::new(), Vec::new());
        for held in &self.held {
            let key = held.term.key.as_str();
            not.extend(plan.not_for.iter().filter(|line| line.condition.value == key).map(Ground::NotFor));
            not.extend(self.general(key));
            not.extend(self.kind(held, EMERGENCY));
            let adaptations: Vec<_> = plan.adapt.iter().filter(|line| line.condition.value == key).collect();
            if adaptations.is_empty() {
                ask.extend(self.kind(held, STOP));
            }
            change.extend(adaptations.into_iter().map(Ground::Adaptation));
        }
        let exercises: Vec<(&'a Exercise, Meaning<'a>)> = self.noted(plan);
        let leaves_out = exercises.iter().any(|(_, meaning)| meaning.verdict == Verdict::LeaveOut);
        let verdict = if !not.is_empty() {
            Verdict::LeaveOut
        } else if !change.is_empty() || leaves_out {
            Verdict::Change
        } else if !ask.is_empty() || !exercises.is_empty() {
            Verdict::Care
        } else {
            Verdict::Free
        };
        // Where all is left out, there is nothing to ask about the rest.
        if verdict == Verdict::LeaveOut {
            ask.clear();
        }
        not.append(&mut change);
        not.append(&mut ask);
        PlanMeaning { verdict, grounds: not, exercises }
    }

    /// Exercises of a plan about which something is noted.
    fn noted(&self, plan: &Plan) -> Vec<(&'a Exercise, Meaning<'a>)> {
        let mut seen = BTreeSet::new();
        let slugs = plan.weeks.iter().flat_map(|week| &week.prescriptions).map(|one| one.exercise.as_str());
        let exercises = slugs.filter(|slug| seen.insert(*slug)).filter_map(|slug| self.site.exercise(slug));
        let noted = exercises.map(|exercise| (exercise, self.exercise(exercise)));
        noted.filter(|(_, meaning)| meaning.verdict != Verdict::Free).collect()
    }

    /// What rules every exercise out with a condition.
    fn general(&self, key: &str) -> impl Iterator<Item = Ground<'a>> {
        of_condition(&self.site.safety().contraindications, key).map(Ground::General)
    }

    /// What a condition asks because it is of this kind.
    fn kind(&self, held: &Held<'a>, kind: &str) -> Option<Ground<'a>> {
        held.term.kind.as_ref().filter(|own| own.value == kind)?;
        Some(Ground::Kind(held.term, self.site.vocabulary().term(Taxonomy::ConditionKinds, kind)?))
    }

    /// Whether the exercise has a line for a narrower condition that the reader has, which then stands in the place of the
    /// wider one's. Two conditions that imply each other are equally near.
    fn is_said_nearer(&self, wider: &Held<'a>, exercise: &Exercise) -> bool {
        self.held.iter().any(|held| {
            let key = held.term.key.as_str();
            held.implied.contains(&wider.term.key.as_str()) && !wider.implied.contains(&key) && exercise.has_line(key)
        })
    }
}

/// What rules out counts alone; without any, what asks for care.
fn meaning<'a>(not: Vec<Ground<'a>>, care: Vec<Ground<'a>>) -> Meaning<'a> {
    if !not.is_empty() {
        Meaning { verdict: Verdict::LeaveOut, grounds: not }
    } else if care.is_empty() {
        Meaning { verdict: Verdict::Free, grounds: care }
    } else {
        // A line of the guide says more than that somebody is to be asked.
        let said = |ground: &Ground<'_>| !matches!(ground, Ground::Kind(..));
        let (said, asked): (Vec<_>, Vec<_>) = care.into_iter().partition(said);
        Meaning { verdict: Verdict::Care, grounds: said.into_iter().chain(asked).collect() }
    }
}

fn of_condition<'a>(lines: &'a [Contraindication], key: &str) -> impl Iterator<Item = &'a Contraindication> {
    lines.iter().filter(move |line| line.condition.value == key)
}

/// Keys of the conditions that hold because this one does, the nearest first, itself left out.
fn implied<'a>(vocabulary: &'a Vocabulary, term: &'a Term) -> Vec<&'a str> {
    let mut all: Vec<&str> = vec![term.key.as_str()];
    let mut next = 0;
    while let Some(key) = all.get(next) {
        next += 1;
        let Some(term) = vocabulary.term(Taxonomy::Conditions, key) else { continue };
        for key in &term.implies {
            if !all.contains(&key.as_str()) {
                all.push(key.as_str());
            }
        }
    }
    all.split_off(1)
}
