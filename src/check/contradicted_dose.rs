//! A figure in the free text that is not the dose's: see `rule/contradicted-dose.md`.

use crate::diagnostic::Diagnostic;
use crate::model::dose::{Dose, Range, Time};
use crate::model::exercise::Exercise;
use crate::model::passage::{Part, Passages};
use crate::model::site::Site;
use crate::rule;

/// A figure of a dose and the words by which a text names it.
type Figure = (&'static [&'static str], fn(&Dose) -> Option<Range>);

const FIGURES: [Figure; 4] = [
    (&["set", "sets"], |dose| dose.sets.map(|sets| sets.value)),
    (&["rep", "reps", "repeat", "repeats", "repetition", "repetitions"], |dose| dose.reps.map(|reps| reps.value)),
    (&["s", "sec", "second", "seconds"], |dose| dose.hold.map(|hold| Time::seconds(hold.value))),
    (&["min", "minute", "minutes"], |dose| dose.minutes.map(|minutes| minutes.value)),
];

/// Numbers of sets, repetitions, seconds and minutes in an exercise's free text that lie outside its doses.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for exercise in site.exercises().iter().filter(|exercise| !exercise.head.faulty) {
        for passage in Passages::of_exercise(exercise).list.iter().filter(|passage| passage.part == Part::Body) {
            for (said, words, figure) in said(passage.text) {
                let Some(meant) = span_of(exercise, figure) else {
                    continue;
                };
                if said.least < meant.least || said.most > meant.most {
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::CONTRADICTED_DOSE,
                            passage.span,
                            format!("the text says {} {words}, and the doses run from {} to {}", said.figures(), meant.least, meant.most),
                        )
                        .help("write `{{dose.start}}` or `{{dose.full}}` where the dose should stand: it is printed from the entry"),
                    );
                }
            }
        }
    }
}

/// From the least of the starting dose to the most of the full one.
fn span_of(exercise: &Exercise, figure: fn(&Dose) -> Option<Range>) -> Option<Range> {
    let doses = exercise.start.iter().chain(exercise.full.dose()).filter_map(figure);
    doses.reduce(|all, range| Range { least: all.least.min(range.least), most: all.most.max(range.most) })
}

/// A quantity that a text names, the word for it, and the figure of a dose it should be.
type Said = (Range, &'static str, fn(&Dose) -> Option<Range>);

/// The quantities a text names: a number or range, then one of the words.
fn said(text: &str) -> Vec<Said> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '\u{a0}'))
        .filter(|w| !w.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(most) = at.checked_sub(1).and_then(|before| range(words[before])) else {
            continue;
        };
        let name = word.trim_end_matches(['.', ';', ':', '!', '?']).to_lowercase();
        let Some((names, figure)) = FIGURES.iter().find(|(names, _)| names.contains(&name.as_str())) else {
            continue;
        };
        let least = match at.checked_sub(3).map(|from| (words[from], words[from + 1])) {
            Some((least, "to" | "or")) => range(least).map_or(most.least, |range| range.least),
            _ => most.least,
        };
        found.push((Range { least, most: most.most }, names[names.len() - 1], *figure));
    }
    found
}

/// `8` or `8-10`.
fn range(text: &str) -> Option<Range> {
    let mut ends = text.split(['-', '–']).map(str::parse::<u32>);
    let least = ends.next()?.ok()?;
    let most = ends.next().map_or(Some(least), Result::ok)?;
    ends.next().is_none().then_some(Range { least, most })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_found_as_people_write_them() {
        let ranges = |text: &str| {
            said(text).iter().map(|(range, word, _)| format!("{} {word}", range.figures())).collect::<Vec<_>>()
        };
        assert_eq!(
            ranges("Do 3 sets of 8-10 reps, hold 5 to 8 seconds."),
            ["3 sets", "8-10 repetitions", "5-8 seconds"]
        );
        assert!(ranges("In 2024 a trial followed 48 people for 3 years").is_empty());
    }
}
