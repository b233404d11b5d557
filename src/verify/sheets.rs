//! Reads printed sheets back: what safety demands, and every move with its dose, must stand on the paper.
//!
//! A sheet leaves the screen and nobody can look anything up on it. So what Typst set is read as words, and each line that
//! must be there is looked for: the demand comes from the content, the words from the theme's template.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::plan::Week;
use crate::model::site::Site;
use crate::model::time;
use crate::model::{Prose, vocabulary::Taxonomy};
use crate::rule;
use crate::sheet::{Edition, Sheet};
use crate::source::Span;

/// Stop rules that say to see somebody in weeks: the fridge edition leaves them to the whole sheet.
const FOR_LATER: [&str; 2] = ["two-weeks", "four-to-six-weeks"];

/// What a dose is called that a sheet has lost.
const THIS_DOSE: &str = "this dose";

/// A line that a sheet must hold: what it is, its words, where it comes from.
type Demand<'a> = (&'static str, &'a str, Span);

/// Findings about sheets that lost a line. One finding a line, however many sheets lost it.
#[must_use]
pub fn lost(site: &Site, sheets: &[Sheet]) -> Vec<Diagnostic> {
    let mut by_line: BTreeMap<(Span, &str, &str), Vec<&str>> = BTreeMap::new();
    for sheet in sheets {
        let text = letters(&sheet.words);
        let doses: Vec<String> = sheet.doses.iter().map(|(_, words)| letters(words)).collect();
        for (what, words, span) in demands(site, sheet) {
            // Of two moves with one dose, each has its own on the paper.
            let (words_alone, is_dose) = (letters(words), what == THIS_DOSE);
            let least = if is_dose { doses.iter().filter(|dose| dose.contains(&words_alone)).count() } else { 1 };
            if text.matches(&words_alone).count() < least {
                by_line.entry((span, what, words)).or_default().push(&sheet.file.path);
            }
        }
    }
    let finding = |((span, what, words), paths): ((Span, &str, &str), Vec<&str>)| {
        let sheets = match paths[..] {
            [one] => format!("the sheet `{one}` does"),
            _ => format!("{} sheets, `{}` the first, do", paths.len(), paths.first().copied().unwrap_or_default()),
        };
        Diagnostic::new(&rule::UNSAFE_PAGE, span, format!("{sheets} not show {what}: \u{201c}{words}\u{201d}"))
            .label("comes from here")
            .help("a template has lost it: look at templates/sheet/, and at your own overrides")
    };
    by_line.into_iter().map(finding).collect()
}

fn demands<'a>(site: &'a Site, sheet: &'a Sheet) -> Vec<Demand<'a>> {
    let safety = site.safety();
    let is_fridge = sheet.edition == Edition::Fridge;
    let mut demands: Vec<Demand> = Vec::new();
    for rule in &safety.plan_rules.stop_if {
        if !(is_fridge && FOR_LATER.contains(&rule.id.value.as_str())) {
            demands.push(prose("this stop rule", &rule.text));
        }
    }
    if !is_fridge {
        for flag in safety.red_flags.tiers.iter().flat_map(|tier| &tier.flags) {
            demands.push(("this warning sign", &flag.short.value, flag.short.span));
        }
        demands.push(prose("what to do in a flare-up", &safety.plan_rules.flare_up));
        demands.extend(conditions(site, sheet));
    }
    let week = week(site, sheet);
    // The place is the week's line of the move, or else its entry.
    let place = |slug: &str| {
        let mut lines = week.into_iter().flat_map(|week| &week.prescriptions);
        let line = lines.find(|line| line.exercise.value == *slug).map(|line| line.exercise.span);
        line.or_else(|| site.exercise(slug).map(|exercise| exercise.head.span))
    };
    let of_moves = sheet.doses.iter().map(|line| (THIS_DOSE, line));
    let of_moves = of_moves.chain(sheet.care.iter().map(|line| ("what to take care with", line)));
    demands.extend(of_moves.filter_map(|(what, (slug, words))| Some((what, words.as_str(), place(slug)?))));
    if let Some(week) = week {
        for prescription in &week.prescriptions {
            if let Some(exercise) = site.exercise(&prescription.exercise.value) {
                demands.push(("this move", &exercise.head.title.value, prescription.exercise.span));
            }
        }
        if !is_fridge {
            demands.push(prose("when to move on", &week.move_on_if));
            demands.push(prose("when to stay", &week.stay_if));
        }
    }
    demands
}

fn prose<'a>(what: &'static str, prose: &'a Prose) -> Demand<'a> {
    (what, prose.plain(), prose.span)
}

/// The conditions of the general contraindications, of the plan and of its moves.
fn conditions<'a>(site: &'a Site, sheet: &Sheet) -> Vec<Demand<'a>> {
    let plan = sheet.week.as_ref().and_then(|(plan, _)| site.plan(plan));
    let general = site.safety().contraindications.iter().map(|line| &line.condition);
    let of_plan = plan.into_iter().flat_map(|plan| plan.not_for.iter().map(|line| &line.condition));
    let exercises = week(site, sheet).into_iter().flat_map(|week| &week.prescriptions);
    let exercises = exercises.filter_map(|line| site.exercise(&line.exercise.value)).filter(|one| !time::is_walk(one));
    let of_moves = exercises.flat_map(|exercise| exercise.contraindications.list()).map(|line| &line.condition);
    let all = general.chain(of_plan).chain(of_moves);
    // The warning signs are on the sheet one by one, and those of the neck's vessels in full.
    let named = all.filter(|condition| !matches!(condition.value.as_str(), "red-flags" | "neck-vessel-signs"));
    let term = |key: &str| site.vocabulary().term(Taxonomy::Conditions, key);
    let short = |key: &str| term(key).map(|term| term.short.as_ref().unwrap_or(&term.label).value.as_str());
    named.filter_map(|condition| Some(("this contraindication", short(&condition.value)?, condition.span))).collect()
}

fn week<'a>(site: &'a Site, sheet: &Sheet) -> Option<&'a Week> {
    let (plan, number) = sheet.week.as_ref()?;
    site.plan(plan)?.weeks.get(number.checked_sub(1)?)
}

/// Letters and digits alone, small: how lines are broken, and which dash stands between two figures, is no difference.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
