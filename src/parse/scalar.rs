//! What the text of a scalar says: figures, names, placeholders, tags.

use crate::model::Date;
use crate::model::dose::Range;
use crate::yaml::{Node, Value, is_bullet};

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

/// Bytes of the longest of them.
const LONGEST_PLACEHOLDER: usize = 11;

/// Whether a whole text only holds a place. A full stop behind it is no difference.
pub(super) fn is_placeholder(text: &str) -> bool {
    if text.trim_end_matches('.').len() > LONGEST_PLACEHOLDER {
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

/// What authors write where something is still to come, if a text holds it.
pub(super) fn note_to_self(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .find(|word| matches!(*word, "TODO" | "TBC" | "TBD" | "TBA" | "FIXME" | "XXX"))
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

/// What joins the two figures of a range: hyphens, a minus, and the dashes that word processors put in their place.
pub(super) const DASHES: [char; 7] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '\u{2212}'];

/// The figures at the head of a text and what stands behind them.
pub(super) fn figures(text: &str) -> Option<(Range, &str)> {
    let (least, rest) = number(text)?;
    let after = rest.trim_start();
    let joined = after
        .strip_prefix(DASHES)
        .or_else(|| after.strip_prefix("to").filter(|rest| rest.starts_with(char::is_whitespace)));
    match joined {
        None => Some((Range::exactly(least), after)),
        Some(rest) => {
            let (most, rest) = number(rest.trim_start())?;
            Some((Range { least, most }, rest.trim_start()))
        }
    }
}

/// The figures of `8 reps` or `10 minutes`, where the field's own name already says what is counted.
pub(super) fn figures_of(name: &str, text: &str) -> Option<Range> {
    let (range, counted) = figures(text)?;
    let counted = counted.trim().to_lowercase();
    let words: &[&str] = match name {
        "reps" => &["rep", "reps", "repetition", "repetitions", "time", "times", "x", "×"],
        "sets" => &["set", "sets", "x", "×"],
        "minutes" => &["minute", "minutes", "min", "mins"],
        "seconds_per_rep" => &["second", "seconds", "s", "sec", "secs"],
        _ => &[],
    };
    (words.contains(&counted.as_str()) && 0 < range.least && range.least <= range.most).then_some(range)
}

/// The days that a date in another form may mean: `1 November 2026` is one, `1/11/2026` is two.
pub(super) fn days_meant(text: &str) -> Vec<Date> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else {
        return Vec::new();
    };
    // Day, month and year; of two figures that could be either, both.
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let orders: &[[&str; 3]] = match (is_year(first), is_year(third)) {
        (true, _) => &[[third, second, first]],
        (_, true) => &[[first, second, third], [second, first, third]],
        _ => &[],
    };
    let mut days: Vec<Date> = orders
        .iter()
        .filter_map(|[day, month, year]| {
            let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            Date::parse(&format!("{year}-{:02}-{:02}", month_meant(month)?, day.parse::<u8>().ok()?))
        })
        .collect();
    days.dedup();
    days
}

/// The number of a month, from its figure or its English name, written out or cut short.
fn month_meant(text: &str) -> Option<usize> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    let is_it = |name: &str| text.len() >= 3 && name.starts_with(&text);
    text.parse().ok().or_else(|| NAMES.iter().position(|name| is_it(name)).map(|index| index + 1))
}

/// What a text begins with, if that is how a word processor begins an item of a list.
pub(super) fn bullet(text: &str) -> Option<&str> {
    text.split_once(' ').map(|(mark, _)| mark).filter(|mark| is_bullet(mark))
}

/// Names that stand in one text, parted by commas, semicolons or *and*; nothing if a part of it cannot be a name.
pub(super) fn names_in(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text.split([',', ';']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    names.iter().all(|name| is_slug(name)).then_some(names)
}

/// Where a text holds a sign as HTML writes it, `&nbsp;`, and the sign, where it is a common one.
pub(super) fn entity_in(text: &str) -> Option<(usize, &str, Option<&'static str>)> {
    text.match_indices('&').find_map(|(at, _)| {
        let name = text[at + 1..].split_once(';')?.0;
        let is_name = name.len() <= 8 && name.trim_start_matches('#').bytes().all(|b| b.is_ascii_alphanumeric());
        let sign = match name {
            "nbsp" => Some(" "),
            "amp" => Some("&"),
            "ndash" => Some("–"),
            "mdash" => Some("—"),
            "rsquo" | "apos" => Some("\u{2019}"), // The other sign would end a text in quotes.
            _ => None,
        };
        (is_name && name.len() > 1).then(|| (at, &text[at..at + name.len() + 2], sign))
    })
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// `a`, `b` and `c`, in code marks.
pub(super) fn listed(names: &[&str]) -> String {
    joined(names, "and")
}

/// `a`, `b` or `c`, in code marks.
pub(super) fn either(names: &[&str]) -> String {
    joined(names, "or")
}

fn joined(names: &[&str], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} {word} {last}", all.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_however_its_dash_is_written() {
        for text in ["5-8", "5 - 8", "5–8", "5—8", "5\u{2212}8", "5\u{2011}8", "5 to 8"] {
            assert_eq!(figures(text), Some((Range { least: 5, most: 8 }, "")), "{text}");
        }
        assert_eq!(figures("3 to 5 s"), Some((Range { least: 3, most: 5 }, "s")));
        assert_eq!(figures("5-"), None);
        assert_eq!(figures("5 tons"), Some((Range::exactly(5), "tons")));
    }

    #[test]
    fn what_a_field_counts_may_be_said_once_more() {
        assert_eq!(figures_of("reps", "8 reps"), Some(Range::exactly(8)));
        assert_eq!(figures_of("reps", "5 to 8x"), Some(Range { least: 5, most: 8 }));
        assert_eq!(figures_of("reps", "8 seconds"), None);
        assert_eq!(figures_of("reps", "8-5 reps"), None);
        assert_eq!(figures_of("minutes", "10 min"), Some(Range::exactly(10)));
    }

    #[test]
    fn a_date_is_known_in_other_forms_and_never_guessed() {
        let days = |text| days_meant(text).into_iter().map(Date::iso).collect::<Vec<_>>();
        assert_eq!(days("1 November 2026"), ["2026-11-01"]);
        assert_eq!(days("Nov 1st, 2026"), ["2026-11-01"]);
        assert_eq!(days("22.11.2026"), ["2026-11-22"]);
        assert_eq!(days("2026/1/5"), ["2026-01-05"]);
        assert_eq!(days("1/11/2026"), ["2026-11-01", "2026-01-11"]);
        assert_eq!(days("11/11/2026"), ["2026-11-11"]);
        assert_eq!(days("31/11/2026"), [""; 0]);
        assert_eq!(days("next week"), [""; 0]);
    }

    #[test]
    fn an_item_is_known_by_what_it_begins_with() {
        assert_eq!(bullet("• one"), Some("•"));
        assert_eq!(bullet("12. one"), Some("12."));
        assert_eq!(bullet("– one"), Some("–"));
        assert_eq!(bullet("one"), None);
        assert_eq!(bullet("2 sets"), None);
    }

    #[test]
    fn names_in_one_text_are_told_apart() {
        assert_eq!(names_in("balance; fitness and relax"), Some(vec!["balance", "fitness", "relax"]));
        assert_eq!(names_in("Good balance"), None);
    }

    #[test]
    fn a_sign_of_html_is_seen() {
        assert_eq!(entity_in("Bird&nbsp;dog"), Some((4, "&nbsp;", Some(" "))));
        assert_eq!(entity_in("5 &#189; s"), Some((2, "&#189;", None)));
        assert_eq!(entity_in("Sleep & rest; and so on"), None);
    }
}
