//! A page that is hard to read: see `rule/reading-grade.md`.
//!
//! Flesch and Kincaid's grade (Kincaid et al., *Derivation of new readability formulas for Navy enlisted personnel*, 1975):
//! 0.39 words a sentence + 11.8 syllables a word − 15.59, in years of American school. It knows English only, and it is an
//! alarm, not a verdict: that is why the finding is a warning and quotes the sentence to look at.

use crate::diagnostic::Diagnostic;
use crate::model::passage::{Part, Passage, Passages};
use crate::model::site::Site;
use crate::rule;
use crate::source::Span;

/// Too few words to judge a page by.
const FEWEST_WORDS: u32 = 60;

/// Entries whose text as a whole is above the guide's grade.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let settings = site.settings();
    if !settings.language.value.starts_with("en") {
        return;
    }
    let limit = settings.wording.reading_grade;
    let exercises = site.exercises().iter().map(Passages::of_exercise);
    let mistakes = site.mistakes().iter().map(Passages::of_mistake);
    let plans = site.plans().iter().map(Passages::of_plan);
    let pages = site.pages().iter().map(Passages::of_page);
    for passages in exercises.chain(mistakes).chain(plans).chain(pages) {
        let texts: Vec<&Passage<'_>> = passages.list.iter().filter(|passage| passage.part != Part::Title).collect();
        let whole = texts.iter().flat_map(|passage| sentences(passage.text)).fold(Count::default(), Count::and);
        let Some(grade) = whole.grade().filter(|_| whole.words >= FEWEST_WORDS) else {
            continue;
        };
        if grade > limit {
            diagnostics.extend(worst(&texts).map(|(sentence, span)| {
                Diagnostic::new(
                    &rule::READING_GRADE,
                    span,
                    format!("this page reads at grade {grade}, and the guide aims at {limit} or below"),
                )
                .label("the hardest sentence")
                .help(format!(
                    "begin with this one: \u{201c}{}\u{201d}; shorter sentences, everyday words",
                    shortened(sentence)
                ))
            }));
        }
    }
}

/// The hardest sentence and the place of its passage.
fn worst<'a>(passages: &[&Passage<'a>]) -> Option<(&'a str, Span)> {
    let all = passages.iter().flat_map(|passage| split(passage.text).map(|sentence| (sentence, passage.span)));
    all.filter(|(sentence, _)| sentence.split_whitespace().count() > 5)
        .max_by_key(|(sentence, _)| Count::of(sentence).tenths())
}

/// As much of a sentence as is needed to find it.
fn shortened(sentence: &str) -> String {
    match sentence.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &sentence[..end]),
        None => sentence.to_owned(),
    }
}

/// What the formula counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    sentences: u32,
    words: u32,
    syllables: u32,
}

impl Count {
    fn of(sentence: &str) -> Self {
        let words = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
        words.fold(Self { sentences: 1, ..Self::default() }, |count, word| Self {
            words: count.words + 1,
            syllables: count.syllables + syllables(word),
            ..count
        })
    }

    const fn and(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// The grade in tenths, in whole numbers: the same on every machine.
    fn tenths(self) -> i64 {
        if self.words == 0 || self.sentences == 0 {
            return i64::MIN;
        }
        let (sentences, words, syllables) =
            (i64::from(self.sentences), i64::from(self.words), i64::from(self.syllables));
        (390 * words / sentences + 11_800 * syllables / words - 15_590) / 100
    }

    /// The grade, rounded, never below zero.
    fn grade(self) -> Option<u32> {
        if self.words == 0 { None } else { u32::try_from(((self.tenths() + 5) / 10).max(0)).ok() }
    }
}

fn sentences(text: &str) -> impl Iterator<Item = Count> {
    split(text).map(Count::of).filter(|count| count.words > 0)
}

/// A text's sentences: a full stop, question mark, exclamation mark or colon, and then a space or the end.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '?', '!', ':', ';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Syllables of an English word: groups of vowels, a silent `e` at the end not counted.
fn syllables(word: &str) -> u32 {
    if word.is_ascii() {
        // Nearly every word, and a guide has a million.
        let letters = word.bytes().filter(u8::is_ascii_alphabetic);
        return spoken(letters.map(|b| char::from(b.to_ascii_lowercase())));
    }
    spoken(word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphabetic()))
}

/// How many syllables small letters are spoken in.
fn spoken(letters: impl Iterator<Item = char>) -> u32 {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut n = 0;
    // The last three letters, the last one last.
    let mut last = ['\0'; 3];
    for letter in letters {
        n += u32::from(is_vowel(letter) && !is_vowel(last[2]));
        last = [last[1], last[2], letter];
    }
    let silent = match last {
        ['\0', '\0', _] => false,
        [_, c, 'e'] if !is_vowel(c) && c != 'l' => true,
        ['\0', ..] => false,
        [c, 'e', 'd' | 's'] => !is_vowel(c) && !matches!(c, 't' | 'd' | 's' | 'x' | 'z' | 'h'),
        _ => false,
    };
    n.saturating_sub(u32::from(silent && n > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_spoken() {
        let words = [
            ("knee", 1),
            ("pelvic", 2),
            ("stretches", 2),
            ("moved", 1),
            ("little", 2),
            ("exercise", 3),
            ("the", 1),
            ("rested", 2),
        ];
        for (word, n) in words {
            assert_eq!(syllables(word), n, "{word}");
        }
    }

    #[test]
    fn a_plain_sentence_is_in_the_first_years_of_school_and_a_learned_one_is_not() {
        assert_eq!(Count::of("Lie on your back and bend your knees.").grade(), Some(0));
        let learned = Count::of(
            "Neuromuscular rehabilitation interventions necessitate individualised contraindication evaluation.",
        );
        assert!(learned.grade() > Some(20));
    }
}
