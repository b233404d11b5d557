//! Text on its way to paper: what the fonts cannot draw, or what would run out of its column, is a finding.

use std::cell::RefCell;

use super::world::Press;
use crate::diagnostic::Diagnostic;
use crate::model::Prose;
use crate::rule;
use crate::source::{Span, Spanned};

/// Letters without a place to break; a longer word would run out of the narrowest column.
const LONGEST_WORD: usize = 25;

/// Takes an author's texts for one sheet and keeps what was found in them.
pub(super) struct Desk<'a> {
    press: &'a Press<'a>,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(press: &'a Press<'a>) -> Self {
        Self { press, found: RefCell::default() }
    }

    /// Where the sheet will be printed.
    pub(super) fn press(&self) -> &'a Press<'a> {
        self.press
    }

    /// What was found.
    pub(super) fn findings(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }

    pub(super) fn find(&self, finding: Diagnostic) {
        self.found.borrow_mut().push(finding);
    }

    /// A prose as plain words.
    pub(super) fn prose(&self, prose: &Prose) -> String {
        self.words(prose.plain(), prose.span)
    }

    /// A text.
    pub(super) fn text(&self, text: &Spanned<String>) -> String {
        self.words(&text.value, text.span)
    }

    /// Words with single spaces, and dashes in ranges of figures. What cannot be printed is a finding at `span`.
    pub(super) fn words(&self, text: &str, span: Span) -> String {
        with_dashes(&self.exact(text, span))
    }

    /// Words with single spaces, otherwise letter for letter: names, versions, numbers to call.
    pub(super) fn exact(&self, text: &str, span: Span) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(character) = text.chars().find(|&character| !self.prints(character)) {
            self.find(undrawable(character, span));
        } else if let Some(word) = text.split(is_break).find(|word| word.chars().count() > LONGEST_WORD) {
            self.find(too_wide(word, span));
        }
        text
    }

    fn prints(&self, character: char) -> bool {
        !is_invisible(character) && self.press.draws(character)
    }
}

/// A prose as a sentence: a capital first, a full stop last.
pub(super) fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

/// The text with its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with its first letter small, unless its second is large too, as in `GP`.
pub(super) fn small(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

const fn is_break(character: char) -> bool {
    matches!(character, ' ' | '-' | '–' | '—' | '/')
}

/// Characters that change what stands around them and draw nothing themselves, and the mark of a letter that was lost.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// `3-5` with an en dash; dates, numbers to call and minus signs stay as they are.
fn with_dashes(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let range = character == '-' && {
            let before = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            let after = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let chained = |byte: Option<&u8>| byte == Some(&b'-');
            let left = at.checked_sub(before + 1).and_then(|n| bytes.get(n));
            (1..=3).contains(&before)
                && (1..=3).contains(&after)
                && !chained(left)
                && !chained(bytes.get(at + 1 + after))
        };
        out.push(if range { '–' } else { character });
    }
    out
}

fn undrawable(character: char, span: Span) -> Diagnostic {
    let code = u32::from(character);
    let seen =
        if is_invisible(character) || character.is_control() { String::new() } else { format!("`{character}` ") };
    Diagnostic::new(&rule::UNPRINTABLE_TEXT, span, format!("the sheets have no letter for {seen}(U+{code:04X})"))
        .label("in this text")
        .help(match character {
            '→' => "write `to`, or make it a list",
            '≤' => "write `at most`",
            '≥' => "write `at least`",
            '✓' | '✔' | '☐' | '☑' => "leave it out: the sheet draws its own boxes",
            _ => "write it in Latin letters, without pictures",
        })
}

fn too_wide(word: &str, span: Span) -> Diagnostic {
    let start: String = word.chars().take(12).collect();
    let length = word.chars().count();
    Diagnostic::new(
        &rule::UNPRINTABLE_TEXT,
        span,
        format!("a word of {length} letters, `{start}…`, is wider than a column of the sheet"),
    )
    .label("in this text")
    .help(format!("keep words to {LONGEST_WORD} letters, or put a hyphen or a space where the line may break"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_get_a_dash_and_dates_and_numbers_to_call_do_not() {
        assert_eq!(with_dashes("3-5 s, 4-5/10, 16-24"), "3–5 s, 4–5/10, 16–24");
        assert_eq!(
            with_dashes("2026-11-22, 0-800-111, 020 7946-0018, -5, a-b, x-1"),
            "2026-11-22, 0-800-111, 020 7946-0018, -5, a-b, x-1"
        );
    }

    #[test]
    fn a_sentence_begins_large_and_ends_with_a_stop() {
        assert_eq!(sentence("walk, and rest"), "Walk, and rest.");
        assert_eq!(sentence("Walk!"), "Walk!");
    }

    #[test]
    fn an_abbreviation_keeps_its_capitals() {
        assert_eq!(small("GP first"), "GP first");
        assert_eq!(small("Spread over the day"), "spread over the day");
    }
}
