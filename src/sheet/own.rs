//! Sheets that belong to no plan: exercises somebody chose for one person, and the blank template.

use super::data::{Amount, Handout, Walk};
use super::handout::{Item, Maker};
use super::text::{Desk, capital, sentence};
use super::world::Press;
use super::{Draft, Kind, Options, Sheet, key, missing, own_files, press};
use crate::cache::Cache;
use crate::diagnostic::{Diagnostic, Reported, suggest};
use crate::markdown::WhichDose;
use crate::model::dose::Dose;
use crate::model::exercise::{Exercise, FullDose};
use crate::model::site::Site;
use crate::model::situation::{Ground, Situation, Verdict};
use crate::model::time;
use crate::model::vocabulary::{Taxonomy, Term};
use crate::rule;
use crate::source::{Source, Sources, Span, Spanned};
use crate::theme::Theme;

/// A sheet of one's own: what to put on it, and for whom it must be safe.
#[derive(Debug)]
pub struct Wish {
    /// Its title.
    pub title: Spanned<String>,
    /// Slugs of the exercises, in order.
    pub exercises: Vec<Spanned<String>>,
    /// Which of each exercise's doses.
    pub dose: WhichDose,
    /// Keys of the conditions of the person it is for.
    pub avoid: Vec<Spanned<String>>,
}

/// The words of a command's option, separated by commas, as a text that findings can point into.
pub fn words(sources: &mut Sources, option: &str, text: &str) -> Vec<Spanned<String>> {
    let id = sources.add(Source::new(option, text.to_owned()));
    let mut at = 0;
    let mut words = Vec::new();
    for part in text.split(',') {
        let word = part.trim();
        let start = at + part.len() - part.trim_start().len();
        if !word.is_empty() {
            words.push(Spanned::new(word.to_owned(), Span::new(id, start..start + word.len())));
        }
        at += part.len() + 1;
    }
    words
}

/// The sheet, unless something on it must not be done by the person it is for, which is a finding with a way out.
#[must_use]
pub fn own(
    site: &Site,
    theme: &Theme,
    options: &Options,
    cache: &Cache,
    wish: &Wish,
    kind: Kind,
) -> Reported<Option<Sheet>> {
    let press = match Press::new(site, theme) {
        Ok(press) => press,
        Err(name) => {
            return Reported { value: None, diagnostics: vec![missing(site, name)] };
        }
    };
    let desk = Desk::new(&press);
    let handout = Maker { site, options, desk: &desk }.own(wish);
    let diagnostics = desk.findings();
    if !diagnostics.is_empty() {
        return Reported { value: None, diagnostics };
    }
    let name = format!("the sheet `{}`", wish.title.value);
    let files = own_files(&press, options, &handout);
    let key = key(&press, &name, &handout, &files);
    let draft = Draft { week: None, handout, files, key, stem: "own-".to_owned(), name, span: wish.title.span };
    match press::print(&press, cache, &draft, kind) {
        Ok(sheet) => Reported { value: Some(sheet), diagnostics },
        Err(diagnostics) => Reported { value: None, diagnostics },
    }
}

/// Rows of the blank template.
const BLANK_ROWS: u32 = 5;

impl<'a> Maker<'a> {
    /// The handout of a wish. What is refused is not on it, and is a finding.
    fn own(&self, wish: &Wish) -> Handout {
        let situation = self.situation(wish);
        let chosen: Vec<&str> = wish.exercises.iter().map(Spanned::as_str).collect();
        let mut items = Vec::new();
        for name in &wish.exercises {
            let Some(exercise) = self.site.exercise(&name.value).filter(|exercise| !exercise.head.withdrawn) else {
                self.desk.find(unknown_exercise(self.site, name));
                continue;
            };
            let meaning = situation.exercise(exercise);
            if let Some(ground) = meaning.grounds.first().filter(|_| meaning.verdict == Verdict::LeaveOut) {
                self.desk.find(self.refused(name, exercise, ground, &situation, &chosen));
                continue;
            }
            if let Some(dose) =
                self.own_dose(exercise, None).or_else(|| self.chosen_dose(exercise, wish.dose, name.span))
            {
                items.push(Item { exercise, dose, note: None, optional: false, new: false });
            }
        }
        let seconds = |item: &Item| time::seconds(&self.site.settings().session_time, item.exercise, item.dose);
        let work = items.iter().filter(|item| !time::is_walk(item.exercise)).map(seconds).sum();
        let mut handout = self.common(&items, None, &situation);
        handout.title = Some(self.desk.text(&wish.title));
        handout.minutes = (!handout.moves.is_empty()).then(|| time::session(&self.site.settings().session_time, work));
        handout
    }

    /// The template to write on: the rules of every sheet, and rows without a move.
    pub(super) fn blank(&self) -> Handout {
        let mut handout = self.common(&[], None, &Situation::new(self.site, []));
        handout.blank_rows = BLANK_ROWS;
        let walk = self.site.exercises().iter().find(|exercise| time::is_walk(exercise));
        handout.walking = walk.map(|exercise| Walk {
            id: exercise.head.slug.clone(),
            name: self.desk.text(&exercise.head.title),
            amount: Amount::default(),
            note: None,
            optional: false,
            days: None,
            figure: None,
            how: exercise.sheet.as_ref().map_or_else(String::new, |lines| self.desk.text(&lines.how)),
            easier: exercise.sheet.as_ref().map(|lines| self.desk.text(&lines.easier)),
            ask_first: Vec::new(),
            care: Vec::new(),
        });
        handout
    }

    /// The situation of the person it is for.
    fn situation(&self, wish: &Wish) -> Situation<'a> {
        let vocabulary = self.site.vocabulary();
        for name in &wish.avoid {
            if vocabulary.term(Taxonomy::Conditions, &name.value).is_none() {
                self.desk.find(unknown_condition(vocabulary.terms(Taxonomy::Conditions), name));
            }
        }
        Situation::new(self.site, wish.avoid.iter().map(Spanned::as_str))
    }

    /// The finding that `ground` rules the exercise out for this person, with a way out.
    fn refused(
        &self,
        name: &Spanned<String>,
        exercise: &'a Exercise,
        ground: &Ground<'a>,
        situation: &Situation<'a>,
        chosen: &[&str],
    ) -> Diagnostic {
        let span = ground.span();
        let condition = self.condition(ground.condition(), span);
        let reason = ground.because().map_or_else(String::new, |because| sentence(&capital(because.plain())));
        let message = format!("`{}` is not done with {condition}: {reason}", name.value);
        let message = message.trim_end_matches(['.', ':', ' ']).to_owned();
        let finding = Diagnostic::new(&rule::CONTRAINDICATED_EXERCISE, name.span, message)
            .label("refused")
            .also(span, "the guide says so here");
        if matches!(ground, Ground::General(_) | Ground::Kind(..)) {
            return finding.help("hand out no exercise until a clinician has said yes");
        }
        let named = ground.instead().iter().map(|slug| (slug.as_str(), true));
        let easier = exercise.easier.iter().flat_map(|easier| &easier.exercises);
        let near = easier.chain(&exercise.related).chain(&exercise.prerequisites).map(|slug| (slug.as_str(), false));
        let may_be_done = |slug: &str| {
            let other = self.site.exercise(slug);
            other.is_some_and(|other| !other.head.withdrawn && situation.exercise(other).verdict != Verdict::LeaveOut)
        };
        let open = |(slug, _): &(&str, bool)| !chosen.contains(slug) && may_be_done(slug);
        match named.chain(near).find(open) {
            Some((slug, true)) => finding.edit(format!("the guide names `{slug}` in its place"), name.span, slug),
            Some((slug, false)) => finding
                .help(format!("leave it out; `{slug}` is near to it and not ruled out: check it with the person")),
            None => finding.help("leave it out"),
        }
    }

    fn chosen_dose(&self, exercise: &'a Exercise, which: WhichDose, span: Span) -> Option<&'a Dose> {
        let slug = &exercise.head.slug;
        let dose = match which {
            WhichDose::Start => exercise.start.as_ref(),
            WhichDose::Full => exercise.full.dose(),
        };
        if dose.is_none() {
            let why = match (&exercise.full, which) {
                (FullDose::NotSet(why), WhichDose::Full) => {
                    format!("`{slug}` has no full dose: {}", self.desk.prose(why))
                }
                (_, WhichDose::Full) => format!("`{slug}` has no full dose"),
                (_, WhichDose::Start) => format!("`{slug}` has no starting dose"),
            };
            self.desk.find(
                Diagnostic::new(&rule::MISSING_DOSE, span, why)
                    .help("leave it out, or give it a dose of your own in the clinic's file"),
            );
        }
        dose
    }
}

fn unknown_exercise(site: &Site, name: &Spanned<String>) -> Diagnostic {
    if site.exercise(&name.value).is_some() {
        return Diagnostic::new(&rule::UNRESOLVED_REFERENCE, name.span, format!("`{}` is withdrawn", name.value))
            .help("leave it out: its entry says why, if it does");
    }
    let finding =
        Diagnostic::new(&rule::UNRESOLVED_REFERENCE, name.span, format!("no exercise is named `{}`", name.value));
    let there_are = site.exercises().iter().filter(|exercise| !exercise.head.withdrawn);
    match suggest::nearest(&name.value, there_are.map(|exercise| exercise.head.slug.as_str())) {
        Some(meant) => finding.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => finding.help("the exercises are the files in content/exercises"),
    }
}

fn unknown_condition(terms: &[Term], name: &Spanned<String>) -> Diagnostic {
    let finding = Diagnostic::new(&rule::UNKNOWN_TERM, name.span, format!("no condition is named `{}`", name.value));
    let keys = || terms.iter().map(|term| term.key.value.as_str());
    match suggest::nearest(&name.value, keys()) {
        Some(meant) => finding.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => finding.help(format!("the conditions are {}", keys().collect::<Vec<_>>().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::{OPTIONS, guide, theme};
    use super::super::{Edition, Paper};
    use super::*;

    fn wish(exercises: &str, title: &str, avoid: &str) -> (Wish, Sources) {
        let mut sources = Sources::default();
        let exercises = words(&mut sources, "--exercises", exercises);
        let avoid = words(&mut sources, "--avoid", avoid);
        let id = sources.add(Source::new("--title", title.to_owned()));
        let title = Spanned::new(title.to_owned(), Span::new(id, 0..title.len()));
        (Wish { title, exercises, dose: WhichDose::Start, avoid }, sources)
    }

    fn made(wish: &Wish) -> Reported<Option<Sheet>> {
        own(&guide(), &theme(&[]).0, &OPTIONS, &Cache::in_memory(), wish, (Paper::A4, Edition::Regular))
    }

    #[test]
    fn an_exercise_that_is_ruled_out_is_refused_with_its_reason_and_another() {
        let (wish, _) = wish("pelvic-tilt,single-knee-to-chest", "Mine", "osteoporosis-vertebral-fracture");
        let made = made(&wish);
        assert!(made.value.is_none());
        let [finding] = &made.diagnostics[..] else { panic!("{:?}", made.diagnostics) };
        assert_eq!(finding.rule.code, "contraindicated-exercise");
        assert!(finding.message.contains("presses on the front of the spine"), "{}", finding.message);
        assert!(finding.help.as_ref().unwrap().text.contains("belly-breathing"));
    }

    #[test]
    fn what_rules_out_all_exercises_rules_out_each() {
        let (wish, _) = wish("pelvic-tilt", "Mine", "spinal-fracture");
        assert_eq!(made(&wish).diagnostics[0].rule.code, "contraindicated-exercise");
    }

    #[test]
    fn a_precaution_is_printed_in_its_row() {
        let (wish, _) = wish("bird-dog,cat-cow", "Mine", "wrist-pain");
        let (site, (theme, _)) = (guide(), theme(&[]));
        let shop = Press::new(&site, &theme).unwrap();
        let desk = Desk::new(&shop);
        let handout = Maker { site: &site, options: &OPTIONS, desk: &desk }.own(&wish);
        assert!(handout.moves.iter().all(|row| row.care[0].condition == "Wrist pain"));
        assert!(handout.moves.iter().all(|row| !row.ask_first.contains(&"wrist pain".to_owned())), "said once");
    }

    #[test]
    fn names_that_the_guide_has_not_are_findings() {
        let (wish, _) = wish("bird-dogg", "Mine", "vertgo");
        let codes: Vec<&str> = made(&wish).diagnostics.iter().map(|finding| finding.rule.code).collect();
        assert_eq!(codes, ["unknown-term", "unresolved-reference"]);
    }

    #[test]
    fn text_that_looks_like_markup_is_printed_as_it_is() {
        for title in
            ["#eval(\"1\") $x^2$ *bold* _it_ @ref <label> \\ ~ `raw` // /* [a] = b", &"long title, ".repeat(25)]
        {
            let (wish, _) = wish("pelvic-tilt", title, "");
            let made = made(&wish);
            assert_eq!(made.diagnostics, [], "{title}");
        }
    }

    #[test]
    fn letters_that_the_fonts_lack_are_refused() {
        for title in ["مرحبا", "Moves 🙂", "a → b", "zero\u{200b}width", "\u{202e}turned", &"x".repeat(300)] {
            let (wish, _) = wish("pelvic-tilt", title, "");
            let made = made(&wish);
            assert!(made.value.is_none(), "{title}");
            assert_eq!(made.diagnostics[0].rule.code, "unprintable-text", "{title}");
        }
    }
}
