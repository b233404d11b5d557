//! Words that frighten or promise, in what readers see: see `rule/fear-or-promise.md`.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::diagnostic::Diagnostic;
use crate::model::passage;
use crate::model::settings::{Avoided, Wording};
use crate::model::site::Site;
use crate::rule;

/// Every passage against every word to avoid.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let wording = &site.settings().wording;
    let stems = Stems::of(wording);
    for passage in passage::of_site(site).iter().flat_map(|passages| &passages.list) {
        if !stems.may_be_in(passage.text) {
            continue;
        }
        let text = passage.text.to_lowercase();
        let fine = fine_stretches(&text, wording);
        for avoided in &wording.avoid {
            let Some(found) = occurrence(&text, avoided, &fine) else {
                continue;
            };
            diagnostics.push(
                Diagnostic::new(
                    &rule::FEAR_OR_PROMISE,
                    passage.span,
                    format!("\u{201c}{}\u{201d} frightens or promises", &text[found]),
                )
                .help(format!(
                    "say: {}; a myth that is quoted to correct it stands in quotation marks",
                    avoided.instead.value
                )),
            );
        }
    }
}

/// All words to avoid, looked for in one go: most texts hold none, and there are a hundred texts to an entry.
struct Stems(Option<AhoCorasick>);

impl Stems {
    fn of(wording: &Wording) -> Self {
        let stems = wording.avoid.iter().map(|avoided| avoided.words.value.trim_end_matches('*').to_lowercase());
        Self(AhoCorasick::builder().ascii_case_insensitive(true).build(stems).ok())
    }

    /// Whether the text holds the letters of one of them, be it in the middle of a word.
    fn may_be_in(&self, text: &str) -> bool {
        self.0.as_ref().is_none_or(|stems| {
            if text.is_ascii() { stems.is_match(text) } else { stems.is_match(&text.to_lowercase()) }
        })
    }
}

/// Stretches in which a word may stand: quotations, and phrases that are allowed.
fn fine_stretches(text: &str, wording: &Wording) -> Vec<Range<usize>> {
    let mut fine: Vec<Range<usize>> = Vec::new();
    for (open, close) in [('"', '"'), ('\u{201c}', '\u{201d}')] {
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|n| at + n) {
            let inside = start + open.len_utf8();
            let Some(end) = text[inside..].find(close).map(|n| inside + n) else {
                break;
            };
            fine.push(start..end);
            at = end + close.len_utf8();
        }
    }
    for phrase in &wording.allow {
        let phrase = phrase.value.to_lowercase();
        fine.extend(text.match_indices(&phrase).map(|(at, found)| at..at + found.len()));
    }
    fine
}

/// Where the words stand as words, outside the stretches that are fine.
fn occurrence(text: &str, avoided: &Avoided, fine: &[Range<usize>]) -> Option<Range<usize>> {
    let words = avoided.words.value.to_lowercase();
    let (stem, any_ending) = words.strip_suffix('*').map_or((words.as_str(), false), |stem| (stem, true));
    text.match_indices(stem).map(|(at, stem)| at..at + stem.len()).find(|found| {
        let before = text[..found.start].chars().next_back();
        let after = text[found.end..].chars().next();
        let starts = !before.is_some_and(char::is_alphanumeric);
        let ends = any_ending || !after.is_some_and(char::is_alphanumeric);
        starts && ends && !fine.iter().any(|fine| fine.start <= found.start && found.end <= fine.end)
    })
}
