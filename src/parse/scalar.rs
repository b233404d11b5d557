//! What the text of a scalar says: figures, names, placeholders, tags.

use crate::model::dose::Range;
use crate::yaml::{Node, Value};

/// Whole texts that stand for something still to be written.
const PLACEHOLDERS: [&str; 16] = [
    "tbc",
    "tbd",
    "tba",
    "todo",
    "to do",
    "fixme",
    "xxx",
    "n/a",
    "na",
    "none",
    "-",
    "--",
    "?",
    "???",
    "...",
    "lorem ipsum",
];

/// Bytes of the longest of them, with some full stops behind it.
const LONGEST_PLACEHOLDER: usize = 24;

/// Whether a whole text only holds a place. A full stop behind it is no difference.
pub(super) fn is_placeholder(text: &str) -> bool {
    if text.len() > LONGEST_PLACEHOLDER {
        return false; // Nearly every text, and there are a hundred in an entry.
    }
    let text = text.to_lowercase();
    PLACEHOLDERS.contains(&text.as_str()) || PLACEHOLDERS.contains(&text.trim_end_matches('.'))
}

/// What an author wrote, as a message would say it.
pub(super) fn found(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) if scalar.text.chars().count() <= 40 => {
            format!("`{}`", scalar.text.trim())
        }
        other => other.noun().to_owned(),
    }
}

/// Whether a text holds what authors write where something is still to come.
pub(super) fn has_note_to_self(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "TODO" | "TBC" | "TBD" | "TBA" | "FIXME" | "XXX"))
}

/// Nothing, white space, or a collection with nothing in it.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(scalar) => scalar.text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(fields) => fields.is_empty(),
    }
}

/// Small letters, figures and single hyphens: what an address is made of.
pub(super) fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Where a text holds something a browser would take for a tag or a comment.
pub(super) fn tag_in(text: &str) -> Option<(u32, u32)> {
    let at = text.match_indices('<').find(|(at, _)| {
        let next = text[at + 1..].chars().next();
        next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    })?;
    let end = text[at.0..].find('>').map_or(text.len(), |n| at.0 + n + 1);
    Some((u32::try_from(at.0).ok()?, u32::try_from(end).ok()?))
}

/// The figures at the head of a text and what stands behind them.
pub(super) fn figures(text: &str) -> Option<(Range, &str)> {
    let (least, rest) = number(text)?;
    let after = rest.trim_start();
    match after.strip_prefix(['-', '–']) {
        None => Some((Range::exactly(least), after)),
        Some(rest) => {
            let (most, rest) = number(rest.trim_start())?;
            Some((Range { least, most }, rest.trim_start()))
        }
    }
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// `a`, `b` and `c`, in code marks.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => quoted.concat(),
    }
}
