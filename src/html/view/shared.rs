//! What every page shows: the guide's name, its menu, whom to call, and the safety lines. Made once for each depth.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Day, EvidenceNote, evidence};
use crate::html::assets::Assets;
use crate::html::data;
use crate::html::engine::Html;
use crate::html::here::{Here, Link};
use crate::model::safety::{Safety, Urgency};
use crate::model::settings::EmergencyNumber;
use crate::model::site::Section;
use crate::source::Spanned;

/// The guide, as every page sees it.
#[derive(Debug, Serialize)]
pub(in crate::html) struct Shared<'a> {
    title: &'a str,
    tagline: Option<&'a str>,
    description: &'a str,
    language: &'a str,
    version: &'a str,
    updated: Day,
    license: &'a str,
    review_policy: Html,
    disclaimers: Vec<Html>,
    /// Some entry has not been reviewed by a clinician.
    has_drafts: bool,
    home: String,
    stylesheet: String,
    icon: String,
    /// Where each asset of the theme is, by its name below `assets/`.
    assets: BTreeMap<&'a str, String>,
    search: String,
    situation_table: String,
    search_index: String,
    feed: Option<String>,
    menu: Vec<MenuItem<'a>>,
    red_flags: Option<Link<'a>>,
    sections: Sections<'a>,
    call: Option<Call<'a>>,
    countries: Vec<Call<'a>>,
    safety: SafetyLines<'a>,
}

#[derive(Debug, Serialize)]
struct MenuItem<'a> {
    link: Link<'a>,
    address: String,
}

/// Links to the pages that the site makes by itself.
#[derive(Debug, Serialize)]
struct Sections<'a> {
    exercises: Link<'a>,
    plans: Link<'a>,
    mistakes: Link<'a>,
    conditions: Link<'a>,
    glossary: Link<'a>,
    sources: Link<'a>,
    alphabet: String,
    data: String,
}

/// Whom to call in a country.
#[derive(Debug, Serialize)]
pub(in crate::html) struct Call<'a> {
    name: &'a str,
    emergency: &'a str,
    emergency_tel: Option<String>,
    urgent: Option<&'a str>,
    urgent_tel: Option<String>,
    note: Option<Html>,
}

/// What stands on pages of exercises and plans alike.
#[derive(Debug, Serialize)]
struct SafetyLines<'a> {
    reassurance: Html,
    safety_net: Html,
    tiers: Vec<Tier<'a>>,
    stop_emergency: Vec<Html>,
    stop_now: Vec<Html>,
    stop_next_day: Vec<Html>,
    acceptable: Vec<Html>,
    acceptable_note: Option<Html>,
    acceptable_notes: Html,
    breathing: Html,
    breathing_notes: Html,
    surface: Html,
    surface_notes: Html,
    light: Light,
    rules: Rules<'a>,
}

#[derive(Debug, Serialize)]
struct Tier<'a> {
    key: &'static str,
    label: &'a str,
    flags: Vec<Flag<'a>>,
}

#[derive(Debug, Serialize)]
struct Flag<'a> {
    id: &'a str,
    text: Html,
    short: &'a str,
    notes: Html,
}

#[derive(Debug, Serialize)]
struct Light {
    green: Html,
    amber: Html,
    red: Html,
    notes: Html,
    evidence: Option<EvidenceNote>,
}

#[derive(Debug, Serialize)]
struct Rules<'a> {
    before_you_start: Vec<Html>,
    each_session: Vec<Html>,
    stop_if: Vec<Html>,
    decide: Html,
    flare_up: Html,
    missed: Html,
    lighter_week: Html,
    weekly_review: Vec<Html>,
    whom_to_call: Vec<&'a str>,
    notes: Html,
}

/// The guide as pages see it from `here`.
pub(in crate::html) fn shared<'a>(here: &Here<'a>, assets: &'a Assets) -> Shared<'a> {
    let assets: BTreeMap<&str, String> = assets.addresses().map(|(name, address)| (name, here.href(address))).collect();
    let asset = |name: &str| assets.get(name).cloned().unwrap_or_default();
    let site = here.guide.site;
    let settings = site.settings();
    let countries = countries(here);
    Shared {
        title: settings.title.as_str(),
        tagline: settings.tagline.as_ref().map(Spanned::as_str),
        description: settings.description.as_str(),
        language: settings.language.as_str(),
        version: settings.version.as_str(),
        updated: settings.updated.value.into(),
        license: settings.license.as_str(),
        review_policy: here.prose(&settings.review_policy.text),
        disclaimers: here.proses(&settings.disclaimers),
        has_drafts: site.entries().any(|(_, head)| !head.review.is_reviewed()),
        home: here.href(""),
        stylesheet: asset("style.css"),
        icon: asset("icon.svg"),
        assets,
        search: here.href(super::search::ADDRESS),
        situation_table: here.href(data::SITUATION),
        search_index: here.href(data::SEARCH),
        feed: here.guide.base_url.map(|_| here.href("feed.xml")),
        menu: settings
            .menu
            .iter()
            .filter_map(|name| here.anywhere(name.as_str()))
            .map(|(link, address)| MenuItem { link, address })
            .collect(),
        red_flags: red_flags(here),
        sections: Sections {
            exercises: here.section(Section::Exercises),
            plans: here.section(Section::Plans),
            mistakes: here.section(Section::Mistakes),
            conditions: here.section(Section::Conditions),
            glossary: here.section(Section::Glossary),
            sources: here.section(Section::Sources),
            alphabet: here.href(super::alphabet::ADDRESS),
            data: here.href(super::data::ADDRESS),
        },
        call: countries_first(here),
        countries,
        safety: safety(here, site.safety()),
    }
}

/// The page that shows the warning signs.
pub(in crate::html) fn red_flags<'a>(here: &Here<'a>) -> Option<Link<'a>> {
    here.guide.red_flags().map(|id| here.entry(id))
}

/// Numbers to call, the site's own country first.
fn countries<'a>(here: &Here<'a>) -> Vec<Call<'a>> {
    let settings = here.guide.site.settings();
    let own = |number: &&EmergencyNumber| number.country.value == settings.country.value;
    let numbers = &settings.emergency_numbers;
    numbers
        .iter()
        .filter(own)
        .chain(numbers.iter().filter(|number| !own(number)))
        .map(|number| call(here, number))
        .collect()
}

fn countries_first<'a>(here: &Here<'a>) -> Option<Call<'a>> {
    let settings = here.guide.site.settings();
    let own = settings.emergency_numbers.iter().find(|number| number.country.value == settings.country.value)?;
    Some(call(here, own))
}

fn call<'a>(here: &Here<'a>, number: &'a EmergencyNumber) -> Call<'a> {
    Call {
        name: number.name.as_str(),
        emergency: number.emergency.as_str(),
        emergency_tel: telephone(number.emergency.as_str()),
        urgent: number.urgent.as_ref().map(Spanned::as_str),
        urgent_tel: number.urgent.as_ref().and_then(|urgent| telephone(urgent.as_str())),
        note: number.note.as_ref().map(|note| here.prose(note)),
    }
}

/// A number as an address that a phone can call; none where the words hold more than a number.
fn telephone(words: &str) -> Option<String> {
    let is_number = words.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '+') && !words.trim().is_empty();
    is_number.then(|| format!("tel:{}", words.replace(' ', "")))
}

fn safety<'a>(here: &Here<'a>, safety: &'a Safety) -> SafetyLines<'a> {
    let light = &safety.traffic_light;
    let rules = &safety.plan_rules;
    SafetyLines {
        reassurance: here.prose(&safety.red_flags.reassurance),
        safety_net: here.prose(&safety.red_flags.safety_net),
        tiers: Urgency::ALL.into_iter().flat_map(|urgency| tiers(here, safety, urgency)).collect(),
        stop_emergency: here.proses(&safety.stop_signs.emergency),
        stop_now: here.proses(&safety.stop_signs.now),
        stop_next_day: here.proses(&safety.stop_signs.next_day),
        acceptable: here.proses(&safety.acceptable.items),
        acceptable_note: safety.acceptable.note.as_ref().map(|note| here.prose(note)),
        acceptable_notes: here.notes(&safety.acceptable.source),
        breathing: here.prose(&safety.breathing.text),
        breathing_notes: here.notes(&safety.breathing.sources),
        surface: here.prose(&safety.surface.text),
        surface_notes: here.notes(&safety.surface.sources),
        light: Light {
            green: here.prose(&light.green),
            amber: here.prose(&light.amber),
            red: here.prose(&light.red),
            notes: here.notes([&light.source]),
            evidence: evidence(here, light.evidence.as_ref()),
        },
        rules: Rules {
            before_you_start: here.proses(&rules.before_you_start),
            each_session: here.proses(&rules.each_session),
            stop_if: here.proses(rules.stop_if.iter().map(|rule| &rule.text)),
            decide: here.prose(&rules.decide),
            flare_up: here.prose(&rules.flare_up),
            missed: here.prose(&rules.missed),
            lighter_week: here.prose(&rules.lighter_week),
            weekly_review: here.proses(&rules.weekly_review),
            whom_to_call: rules.whom_to_call.iter().map(Spanned::as_str).collect(),
            notes: here.notes([&rules.source]),
        },
    }
}

/// The tiers of one urgency, so that the most urgent stands first whatever the order of the file.
fn tiers<'a>(here: &Here<'a>, safety: &'a Safety, urgency: Urgency) -> Vec<Tier<'a>> {
    let of_urgency = safety.red_flags.tiers.iter().filter(|tier| tier.urgency.value == urgency);
    let flags = |tier: &'a crate::model::safety::Tier| {
        tier.flags.iter().map(|flag| Flag {
            id: flag.id.as_str(),
            text: here.prose(&flag.text),
            short: flag.short.as_str(),
            notes: here.notes([&flag.source]),
        })
    };
    of_urgency
        .map(|tier| Tier { key: urgency.key(), label: tier.label.as_str(), flags: flags(tier).collect() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_alone_can_be_called() {
        assert_eq!(telephone("1800 022 222").as_deref(), Some("tel:1800022222"));
        assert_eq!(telephone("112 or 999"), None);
        assert_eq!(telephone(""), None);
    }
}
