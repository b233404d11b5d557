//! Findings as the browser lays them over a page: everything to read, nothing to look up.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Label};
use crate::source::Sources;

/// Findings that are laid over a page: who has mended these sees the next ones. The terminal shows more.
const MOST: usize = 50;

/// The longest stretch of a line that is shown on each side of the place, in characters.
const AROUND: usize = 80;

/// Findings, each as one object.
pub(super) fn views(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Value> {
    diagnostics.iter().take(MOST).map(|diagnostic| view(diagnostic, sources)).collect()
}

fn view(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    json!({
        "severity": diagnostic.severity().word(),
        "code": diagnostic.rule.code,
        "message": diagnostic.message,
        "place": place(&diagnostic.primary, sources),
        "related": diagnostic.secondary.iter().map(|label| place(label, sources)).collect::<Vec<_>>(),
        "why": diagnostic.notes,
        "help": diagnostic.help.as_ref().map(|help| &help.text),
    })
}

/// Where: file and line, and the line itself in three parts, the place in the middle.
fn place(label: &Label, sources: &Sources) -> Value {
    let source = sources.get(label.span.source);
    let text = source.text.as_ref();
    let (start, end) = (floor(text, label.span.start as usize), floor(text, label.span.end as usize));
    let (line, column) = source.line_column(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = end.clamp(start, line_end);
    json!({
        "path": source.path,
        "line": line,
        "column": column,
        "before": last(&text[line_start..start]),
        "marked": first(&text[start..end]),
        "after": first(&text[end..line_end]),
        "label": label.text,
    })
}

/// The nearest character boundary at or before a byte.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn first(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}\u{2026}", &text[..at]),
        None => text.to_owned(),
    }
}

fn last(text: &str) -> String {
    match text.char_indices().rev().nth(AROUND) {
        Some((at, c)) => format!("\u{2026}{}", &text[at + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;
    use crate::source::{Source, Span};

    #[test]
    fn a_line_is_shown_around_its_place() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("content/x.md", "eins\nzwei: drei äöü\nvier"));
        let finding = |range| Diagnostic::new(&rule::TOO_LARGE, Span::new(id, range), "m").label("l").help("h");
        let view = &views(&[finding(11..15)], &sources)[0];
        let place = &view["place"];
        assert_eq!(
            (place["line"].as_u64(), place["before"].as_str(), place["marked"].as_str(), place["after"].as_str()),
            (Some(2), Some("zwei: "), Some("drei"), Some(" äöü"))
        );
        assert_eq!(views(&[finding(23..27)], &sources)[0]["place"]["marked"], "vier", "to the end of the text");
        assert_eq!(views(&[finding(0..9)], &sources)[0]["place"]["marked"], "eins", "no further than its line");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("content/x.md", format!("{}X{}", "ä".repeat(200), "ö".repeat(200))));
        let span = Span::new(id, 400..401);
        let view = &views(&[Diagnostic::new(&rule::TOO_LARGE, span, "m")], &sources)[0]["place"];
        assert_eq!(view["before"], format!("\u{2026}{}", "ä".repeat(AROUND)));
        assert_eq!(view["marked"], "X");
        assert_eq!(view["after"], format!("{}\u{2026}", "ö".repeat(AROUND)));
    }
}
