//! A week of a plan to a [`Handout`].

use super::Options;
use super::amount::amount;
use super::care::{Cares, NECK, rules_out};
use super::data::{
    BeforeYouStart, Call, Care, Day, Figure, Handout, Imprint, Letterhead, Light, Move, Origin, Review, Reviewed,
    SetsNote, Tier, Walk, WeekName,
};
use super::figures;
use super::text::{Desk, capital, sentence, small};
use crate::model::clinic::Clinic;
use crate::model::dose::{Dose, Range};
use crate::model::exercise::Exercise;
use crate::model::plan::{self, Plan, Week};
use crate::model::safety::StopRule;
use crate::model::site::{Destination, Site};
use crate::model::situation::{Ground, Situation};
use crate::model::vocabulary::Taxonomy;
use crate::model::{Date, EntryId, Head, Prose, history, time};
use crate::source::{Span, Spanned};

/// The stop rules that say to step back, and those that say to see somebody. The rest say to stop.
const STEP_BACK_RULES: [&str; 1] = ["worse-24h"];
const SEE_SOMEBODY_RULES: [&str; 2] = ["two-weeks", "four-to-six-weeks"];

/// What one row is made from.
pub(super) struct Item<'a> {
    pub exercise: &'a Exercise,
    pub dose: &'a Dose,
    pub note: Option<&'a Prose>,
    pub optional: bool,
    pub new: bool,
}

/// Makes handouts of one guide, for one set of options.
pub(super) struct Maker<'a> {
    pub site: &'a Site,
    pub options: &'a Options<'a>,
    pub desk: &'a Desk<'a>,
}

impl<'a> Maker<'a> {
    /// The handout of week `number` (from 1) of a plan.
    pub(super) fn week(&self, plan: &'a Plan, number: usize, week: &'a Week) -> Handout {
        let prescriptions = week.prescriptions.iter();
        let items: Vec<Item> = prescriptions
            .filter_map(|prescription| {
                let exercise = self.site.exercise(&prescription.exercise.value)?;
                let own = self.own_dose(exercise, Some((&plan.head.slug, number)));
                Some(Item {
                    exercise,
                    dose: own.or(prescription.dose.as_ref())?,
                    note: prescription.note.as_ref(),
                    optional: prescription.optional,
                    new: history::is_new(self.site, plan, number, &prescription.exercise.value),
                })
            })
            .collect();
        let mut handout = self.common(&items, Some(plan), &Situation::new(self.site, []));
        let minutes = self.minutes(plan, week, &items);
        handout.title = Some(self.desk.text(&plan.head.title));
        handout.week = Some(WeekName { number, of: plan.weeks.len(), title: self.desk.text(&week.title) });
        handout.no_floor = plan.floor_free.as_ref().map(|free| sentence(&self.desk.prose(&free.text)));
        handout.focus = week.focus.as_ref().map(|focus| sentence(&self.desk.prose(focus)));
        handout.days = Some(plan::Day::ALL.map(|day| week.days.iter().any(|planned| planned.value == day)));
        handout.minutes = Some(minutes.needed);
        handout.minutes_optional = (minutes.with_optional != minutes.needed).then_some(minutes.with_optional);
        handout.minutes_note = plan.minutes_note.as_ref().map(|note| small(first_clause(&self.desk.prose(note))));
        handout.off_days = plan.off_days.as_ref().map(|text| sentence(&self.desk.prose(text)));
        handout.review = Some(Review {
            last: number == plan.weeks.len(),
            move_on: sentence(&self.desk.prose(&week.move_on_if)),
            stay: sentence(&self.desk.prose(&week.stay_if)),
        });
        handout.origin = self.origin(self.site.find(&plan.head.slug));
        handout
    }

    /// The minutes of the session; computed with the clinician's own doses where she has some.
    fn minutes(&self, plan: &Plan, week: &Week, items: &[Item]) -> time::Minutes {
        let mut own = week.clone();
        for prescription in &mut own.prescriptions {
            let item = items.iter().find(|item| item.exercise.head.slug == prescription.exercise.value);
            prescription.dose = item.map(|item| item.dose.clone());
        }
        time::minutes(self.site, plan, &own)
    }

    pub(super) fn own_dose(&self, exercise: &Exercise, place: Option<(&str, usize)>) -> Option<&'a Dose> {
        let mut doses = self.options.clinic.map_or(&[][..], |clinic| &clinic.doses).iter();
        doses.find(|own| own.is_for(&exercise.head.slug, place)).and_then(|own| own.dose.as_ref())
    }

    /// What every sheet has: the moves in `items`, and all that stands around them. `situation` is the one that the
    /// sheet is made for.
    pub(super) fn common(&self, items: &[Item<'a>], plan: Option<&Plan>, situation: &Situation<'a>) -> Handout {
        let settings = self.site.settings();
        let safety = self.site.safety();
        let rules = &safety.plan_rules;
        let (lang, region) =
            settings.language.value.split_once('-').unwrap_or((&settings.language.value, &settings.country.value));
        let rows: Vec<&Item> = items.iter().filter(|item| !time::is_walk(item.exercise)).collect();
        let care = Cares::new(self.site, &rows, plan);
        let has_neck = rows.iter().any(|item| rules_out(item.exercise, NECK.0));
        let rules_of = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
            let rules = rules.stop_if.iter().filter(|rule| wanted(&rule.id.value));
            rules.map(|rule: &StopRule| sentence(&self.desk.prose(&rule.text))).collect()
        };
        Handout {
            lang: lang.to_owned(),
            region: region.to_owned(),
            date: day(settings.updated.value),
            title: None,
            week: None,
            no_floor: None,
            focus: None,
            days: None,
            minutes: None,
            minutes_optional: None,
            minutes_note: None,
            off_days: None,
            sets: self.sets(&rows),
            moves: rows.iter().map(|item| self.row(item, &care, situation)).collect(),
            blank_rows: 0,
            walking: items
                .iter()
                .find(|item| time::is_walk(item.exercise))
                .map(|item| self.walk(item, &care, situation)),
            first: BeforeYouStart {
                never: care.never.iter().map(|(key, span)| self.condition(key, *span)).collect(),
                ask: care.shared.iter().map(|(key, span)| self.condition(key, *span)).collect(),
            },
            neck: has_neck.then(|| self.neck()).flatten(),
            lights: [&safety.traffic_light.green, &safety.traffic_light.amber, &safety.traffic_light.red]
                .map(|text| self.light(text)),
            stop: rules_of(&|id| !STEP_BACK_RULES.contains(&id) && !SEE_SOMEBODY_RULES.contains(&id)),
            step_back: rules_of(&|id| STEP_BACK_RULES.contains(&id)),
            see: rules_of(&|id| SEE_SOMEBODY_RULES.contains(&id)),
            flare_up: sentence(&self.desk.prose(&rules.flare_up)),
            red_flags: self.red_flags(),
            review: None,
            call: self.call(),
            origin: self.origin(None),
            clinic: self.options.clinic.map(|clinic| self.letterhead(clinic)),
            imprint: self.imprint(plan.map(|plan| &plan.head), items),
        }
    }

    fn row(&self, item: &Item, care: &Cares, situation: &Situation<'a>) -> Move {
        let exercise = item.exercise;
        let lines = exercise.sheet.as_ref();
        let first_tip = || exercise.form_tips.first().map_or_else(String::new, |tip| self.desk.prose(tip));
        let (leave_out, ask_first) = care.of(exercise);
        let names = |keys: Vec<(&str, Span)>| keys.into_iter().map(|(key, span)| self.condition(key, span)).collect();
        Move {
            id: exercise.head.slug.clone(),
            name: self.desk.text(&exercise.head.title),
            figure: self.figure(exercise),
            how: lines.map_or_else(|| self.summary(exercise), |lines| self.desk.text(&lines.how)),
            tip: lines.map_or_else(first_tip, |lines| self.desk.text(&lines.tip)),
            breathe: lines.map_or_else(|| self.desk.prose(&exercise.breathing), |lines| self.desk.text(&lines.breathe)),
            easier: self.easier(exercise),
            note: self.note(item),
            amount: amount(item.dose),
            ticks: ticks(item.dose, lines.is_some_and(|lines| lines.split)),
            new: item.new,
            optional: item.optional,
            leave_out: names(leave_out),
            ask_first: names(ask_first.into_iter().filter(|(key, _)| !situation.holds(key)).collect()),
            care: self.advice(exercise, situation),
        }
    }

    fn walk(&self, item: &Item, care: &Cares, situation: &Situation<'a>) -> Walk {
        let exercise = item.exercise;
        let weekly = self.site.safety().walking_ladder.steps.first().map(|step| step.days);
        let (_, ask_first) = care.of(exercise);
        let ask_first = ask_first.into_iter().filter(|(key, _)| !situation.holds(key));
        Walk {
            id: exercise.head.slug.clone(),
            name: self.desk.text(&exercise.head.title),
            amount: amount(&Dose { days: None, ..item.dose.clone() }),
            note: self.note(item),
            optional: item.optional,
            days: item.dose.days.map(|days| days.value).or(weekly).map(|days| days.figures().replace('-', "–")),
            figure: self.figure(exercise),
            how: exercise.sheet.as_ref().map_or_else(|| self.summary(exercise), |lines| self.desk.text(&lines.how)),
            easier: self.easier(exercise),
            ask_first: ask_first.map(|(key, span)| self.condition(key, span)).collect(),
            care: self.advice(exercise, situation),
        }
    }

    /// What there is to say of a move this week, and of its dose.
    fn note(&self, item: &Item) -> Option<String> {
        let notes = item.note.into_iter().chain(&item.dose.note).map(|note| sentence_small(&self.desk.prose(note)));
        notes.reduce(|all, note| format!("{all} {note}"))
    }

    fn summary(&self, exercise: &Exercise) -> String {
        exercise.head.summary.as_ref().map_or_else(String::new, |summary| self.desk.prose(summary))
    }

    fn easier(&self, exercise: &Exercise) -> Option<String> {
        let words = || exercise.easier.as_ref()?.text.as_ref().map(|text| self.desk.prose(text));
        exercise.sheet.as_ref().map(|lines| self.desk.text(&lines.easier)).or_else(words)
    }

    fn figure(&self, exercise: &Exercise) -> Option<Figure> {
        let path = figures::path(&exercise.head.slug);
        let alt = self.desk.words(&self.desk.press().figure(&path)?.alt, exercise.head.span);
        Some(Figure { path, alt })
    }

    /// What to change in the exercise, or whom to ask first, in the situation that the sheet is made for.
    fn advice(&self, exercise: &'a Exercise, situation: &Situation<'a>) -> Vec<Care> {
        let care = |ground: &Ground<'a>| {
            let advice = ground.advice().or_else(|| ground.because())?;
            Some(Care {
                condition: capital(&self.condition(ground.condition(), ground.span())),
                advice: sentence_small(&self.desk.prose(advice)),
            })
        };
        situation.exercise(exercise).grounds.iter().filter_map(care).collect()
    }

    /// The condition's short name.
    pub(super) fn condition(&self, key: &str, span: Span) -> String {
        match self.site.vocabulary().term(Taxonomy::Conditions, key) {
            Some(term) => {
                term.short.as_ref().map_or_else(|| small(&self.desk.text(&term.label)), |short| self.desk.text(short))
            }
            None => self.desk.words(key, span),
        }
    }

    /// What several sets mean, where a move has some and does not say itself how long to rest.
    fn sets(&self, rows: &[&Item]) -> Option<SetsNote> {
        let several = || rows.iter().filter(|item| item.dose.sets.is_some_and(|sets| sets.value.most > 1));
        let most = several()
            .filter(|item| item.dose.rest.is_none())
            .filter_map(|item| item.dose.sets)
            .map(|sets| sets.value.most)
            .max()?;
        let own = several().any(|item| item.dose.rest.is_some());
        // Who is told to do all of them again must not have one among them that is done once.
        let is_each = |item: &&Item| item.dose.sets.is_some_and(|sets| sets.value == Range::exactly(most));
        let rest = self.site.settings().session_time.rest.value.seconds().most;
        Some(SetsNote { most, all: !own && rows.iter().all(is_each), rest, own })
    }

    fn neck(&self) -> Option<String> {
        let flags = self.site.safety().red_flags.tiers.iter().flat_map(|tier| &tier.flags);
        flags.into_iter().find(|flag| flag.id.value == NECK.1).map(|flag| sentence(&self.desk.prose(&flag.text)))
    }

    /// `0-3 out of 10: carry on. Muscle ache …` in its parts, every word kept.
    fn light(&self, text: &Prose) -> Light {
        let text = self.desk.prose(text);
        let (text, act) = text.split_once(": ").unwrap_or((&text, ""));
        let (act, aside) = act.split_once(". ").map_or((act, ""), |(act, aside)| (act, aside));
        Light {
            text: capital(text),
            act: if act.is_empty() { String::new() } else { act.trim_end_matches('.').to_owned() + "." },
            aside: if aside.is_empty() { String::new() } else { sentence(aside) },
        }
    }

    fn red_flags(&self) -> Vec<Tier> {
        let tiers = self.site.safety().red_flags.tiers.iter();
        tiers
            .map(|tier| Tier {
                urgency: tier.urgency.value.key(),
                label: self.desk.text(&tier.label),
                signs: tier.flags.iter().map(|flag| self.desk.text(&flag.short)).collect(),
            })
            .collect()
    }

    /// The clinic's numbers, then those of the site's country, then lines to write on.
    fn call(&self) -> Call {
        let settings = self.site.settings();
        let country = settings.emergency_numbers.iter().find(|number| number.country.value == settings.country.value);
        let phone = self.options.clinic.map(|clinic| &clinic.phone);
        let own = |number: Option<&Spanned<String>>| number.map(|number| self.desk.exact(&number.value, number.span));
        Call {
            emergency: own(phone
                .and_then(|phone| phone.emergency.as_ref())
                .or(country.map(|country| &country.emergency))),
            urgent: own(phone
                .and_then(|phone| phone.urgent.as_ref())
                .or(country.and_then(|country| country.urgent.as_ref()))),
            doctor: own(phone.and_then(|phone| phone.doctor.as_ref())),
            clinic: own(phone.and_then(|phone| phone.clinic.as_ref())),
        }
    }

    fn letterhead(&self, clinic: &Clinic) -> Letterhead {
        Letterhead {
            name: self.desk.exact(&clinic.name.value, clinic.name.span),
            logo: self.options.logo.as_ref().map(super::Logo::path),
            lines: clinic.lines.iter().map(|line| self.desk.exact(&line.value, line.span)).collect(),
        }
    }

    /// Where an entry stands on the web, or the guide where there is none.
    fn origin(&self, id: Option<EntryId>) -> Option<Origin> {
        let settings = self.site.settings();
        let base = self.options.base_url.or(settings.base_url.as_ref().map(Spanned::as_str))?.trim_end_matches('/');
        let url = format!("{base}/{}", id.map(|id| self.site.address(Destination::Entry(id))).unwrap_or_default());
        let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).trim_end_matches('/').to_owned();
        Some(Origin { url, address, code: "qr.svg" })
    }

    fn imprint(&self, plan: Option<&Head>, items: &[Item]) -> Imprint {
        let settings = self.site.settings();
        Imprint {
            guide: self.desk.exact(&settings.title.value, settings.title.span),
            version: self.desk.exact(&settings.version.value, settings.version.span),
            updated: settings.updated.value.words(),
            updated_short: short_date(&settings.updated.value.words()),
            licence: self.desk.exact(&settings.license.value, settings.license.span),
            disclaimer: settings.disclaimers.first().map(|text| sentence(&self.desk.prose(text))),
            review: self.reviewed(plan, items),
        }
    }

    /// A sheet is reviewed when all that is on it is; the next review is due when the first of them is.
    fn reviewed(&self, plan: Option<&Head>, items: &[Item]) -> Reviewed {
        let moves: Vec<&Head> = items.iter().map(|item| &item.exercise.head).collect();
        let all_moves = !moves.is_empty() && moves.iter().all(|head| head.review.is_reviewed());
        match plan.or_else(|| moves.first().copied()).filter(|head| head.review.is_reviewed()) {
            Some(_) if !all_moves => Reviewed::Partly,
            Some(head) => {
                let review = &head.review;
                let by = [&review.by, &review.role]
                    .into_iter()
                    .flatten()
                    .map(|text| self.desk.exact(&text.value, text.span));
                let words = |date: Option<Date>| date.map(Date::words).unwrap_or_default();
                let due =
                    moves.iter().chain([&head]).filter_map(|head| head.review.due.as_ref()).map(|due| due.value).min();
                let on = words(review.on.as_ref().map(|on| on.value));
                let due = words(due);
                let by = by.collect::<Vec<_>>().join(", ");
                Reviewed::Whole { by, on_short: short_date(&on), on, due_short: short_date(&due), due }
            }
            None => Reviewed::Draft,
        }
    }
}

fn ticks(dose: &Dose, split: bool) -> &'static str {
    match dose.times_a_day.map_or(1, |times| times.value.most) {
        3.. => "count",
        2 => "twice",
        _ if dose.per_side && split => "sides",
        _ => "once",
    }
}

/// `22 Nov 2026` of `22 November 2026`.
fn short_date(words: &str) -> String {
    let short = |word: &str| {
        word.chars().take(if word.starts_with(|c: char| c.is_ascii_digit()) { 4 } else { 3 }).collect::<String>()
    };
    words.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

fn first_clause(text: &str) -> &str {
    text.split(';').next().unwrap_or(text).trim_end_matches('.')
}

/// A sentence that goes on behind a colon.
fn sentence_small(text: &str) -> String {
    let sentence = sentence(text);
    small(&sentence)
}

const fn day(date: Date) -> Day {
    Day { year: date.year, month: date.month, day: date.day }
}
