//! YAML that does not parse, in an author's words. A parser says where it stopped; an author needs to know what to mend.
//!
//! Nothing here decides whether a text is YAML. Given where reading stopped, it looks for the slip that is most likely.

use std::cmp::Ordering;
use std::ops::Range;

use super::{NO_BREAK_SPACE, is_bullet, is_field_name, quoted};

/// What is wrong, and what to do. Places are bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where the slip is.
    pub(super) place: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What stands there.
    pub(super) label: &'static str,
    /// What to do.
    pub(super) help: String,
    /// The mend itself, where it is certain.
    pub(super) edit: Option<(Range<usize>, String)>,
}

/// The likeliest slip in a text whose reading stopped at `stopped`, where the parser `said` something.
pub(super) fn likeliest(text: &str, stopped: usize, said: &str) -> Fault {
    let stopped = text.floor_char_boundary(stopped);
    if let Some(open) = unclosed(text).filter(|open| open.at <= stopped) {
        return open.fault();
    }
    let line = Line::at(text, stopped);
    line.text_without_quotes(stopped)
        .or_else(|| line.no_colon(stopped))
        .or_else(|| line.wrong_column(text, stopped))
        .unwrap_or_else(|| line.unknown(stopped, said))
}

/// The word at a place: up to the next white space, comma or closing bracket.
pub(super) fn word_at(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or("");
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len());
    at..at + length
}

/// One line of a text, and where the value in it begins.
struct Line<'a> {
    /// The line without white space at its end.
    written: &'a str,
    /// Where it begins in the text.
    start: usize,
    /// Bytes of white space at its head.
    indent: usize,
    /// Where its value begins, behind `- ` and `name: `.
    value: usize,
}

impl<'a> Line<'a> {
    /// The line that holds `offset`, or the last one before it that is not blank.
    fn at(text: &'a str, offset: usize) -> Self {
        let end = offset.min(text.len());
        let blank_from_here = text[end..].split('\n').next().is_none_or(|rest| rest.trim().is_empty());
        let end = if blank_from_here { text[..end].trim_end().len() } else { end };
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        Self::new(text[start..].split('\n').next().unwrap_or(""), start)
    }

    fn new(line: &'a str, start: usize) -> Self {
        let written = line.trim_end();
        let indent = written.len() - written.trim_start().len();
        let mut value = indent;
        while let Some(rest) = written[value..].strip_prefix("- ") {
            value = written.len() - rest.trim_start().len();
        }
        if !written[value..].starts_with(['"', '\'', '[', '{'])
            && let Some((name, rest)) = written[value..].split_once(':')
            && (rest.is_empty() || rest.starts_with(' '))
        {
            value += name.len() + 1 + (rest.len() - rest.trim_start().len());
        }
        Self { written, start, indent, value }
    }

    fn value(&self) -> &'a str {
        &self.written[self.value..]
    }

    fn value_place(&self) -> Range<usize> {
        self.start + self.value..self.start + self.written.len()
    }

    /// A text that would have to stand in quotes, because of what it begins with, holds, or is followed by.
    fn text_without_quotes(&self, stopped: usize) -> Option<Fault> {
        let value = self.value();
        let place = self.value_place();
        let first = value.chars().next()?;
        let inside = place.contains(&stopped);
        let closes_behind = closing(value).is_ok_and(|end| stopped < place.start + end);
        let message = match first {
            '"' | '\'' | '[' | '{' if inside && closes_behind => {
                return Some(self.inside(stopped, first));
            }
            '\'' if inside => "a text with an apostrophe needs double quotes".to_owned(),
            '"' if inside => "words stand behind a closing quote".to_owned(),
            '[' | '{' if inside => "words stand behind a closing bracket".to_owned(),
            '-' if inside && value.starts_with("- ") => return Some(self.list_on_the_line()),
            '@' | '`' | '%' | '&' | '*' | '!' | '|' | '>' | '?' | ',' | ']' | '}' if inside => {
                format!("a text that begins with `{first}` needs quotes")
            }
            _ if inside && value.contains(": ") || value.ends_with(':') => {
                "a text that holds `: ` needs quotes".to_owned()
            }
            _ => return None,
        };
        // `start: sets: 1` is a group that lacks its brackets.
        let is_group = value.split_once(": ").is_some_and(|(name, _)| is_field_name(name));
        let (edit, help) = if is_group {
            (None, "put `{` before and `}` behind if these are fields; put the whole text in quotes if it is one text")
        } else if value.contains('"') {
            (Some((place.clone(), quoted(value))), "put the whole text in single quotes")
        } else if first == '\'' {
            (Some((place.clone(), quoted(value[1..].trim_end_matches('\'')))), "put it in double quotes")
        } else {
            (Some((place.clone(), quoted(value))), "put the whole text in quotes")
        };
        Some(Fault { place, message, label: "all of this is one text", help: help.to_owned(), edit })
    }

    /// Something between a quote or a bracket and the one that closes it.
    fn inside(&self, stopped: usize, open: char) -> Fault {
        let (message, help) = match open {
            '"' => (
                "a backslash in double quotes begins a sign that does not exist".to_owned(),
                "put the text in single quotes, or write the backslash twice",
            ),
            _ => (
                "something between these brackets cannot be read".to_owned(),
                "put a text that holds `: `, a comma, a bracket or a quote in quotes, or write one item a line",
            ),
        };
        Fault {
            place: stopped..self.value_place().end,
            message,
            label: "reading stopped here",
            help: help.to_owned(),
            edit: None,
        }
    }

    /// `steps: - one`.
    fn list_on_the_line(&self) -> Fault {
        Fault {
            place: self.value_place(),
            message: "a list begins on a line of its own".to_owned(),
            label: "an item of a list",
            help: format!(
                "write `{}` alone, then each item on a line below it, beginning with `- `",
                self.written[self.indent..self.value].trim()
            ),
            edit: None,
        }
    }

    /// A line that names no field and is no item.
    fn no_colon(&self, stopped: usize) -> Option<Fault> {
        let words = &self.written[self.indent..];
        if stopped > self.start + self.indent || words.starts_with("- ") || words.contains(": ") || words.ends_with(':')
        {
            return None;
        }
        let place = self.start + self.indent..self.start + self.written.len();
        if let Some(item) = words.strip_prefix('-') {
            return Some(Fault {
                edit: Some((place.clone(), format!("- {item}"))),
                place,
                message: "the hyphen of an item needs a space behind it".to_owned(),
                label: "an item of a list",
                help: "put a space behind the hyphen".to_owned(),
            });
        }
        if let Some((mark, item)) = words.split_once(' ').filter(|(mark, _)| is_bullet(mark)) {
            return Some(Fault {
                edit: Some((place.clone(), format!("- {}", item.trim_start()))),
                place,
                message: format!("an item of a list begins with a hyphen, not with `{mark}`"),
                label: "an item of a list",
                help: "write a hyphen and a space".to_owned(),
            });
        }
        let colon = words.split_once(':').filter(|(_, value)| !value.starts_with("//") && !value.contains(':'));
        let edit = colon.or_else(|| words.split_once('=').filter(|(name, _)| is_field_name(name.trim_end())));
        Some(Fault {
            edit: edit.map(|(name, value)| {
                let value = value.trim_start_matches([' ', NO_BREAK_SPACE]);
                (place.clone(), format!("{}: {value}", name.trim_end()))
            }),
            place,
            message: "this line is not a field: behind its name a field has a colon and a space".to_owned(),
            label: "not `name: value`",
            help: if colon.is_some_and(|(_, value)| value.starts_with(NO_BREAK_SPACE)) {
                "type the space behind the colon anew: this one only looks like a space".to_owned()
            } else if colon.is_some() {
                "put a space behind the colon".to_owned()
            } else if edit.is_some() {
                "put a colon and a space behind the name".to_owned()
            } else {
                "write `name: value`; a line that goes on with the text above is indented further than that text's name"
                    .to_owned()
            },
        })
    }

    /// A line that starts in a column where nothing can start.
    fn wrong_column(&self, text: &str, stopped: usize) -> Option<Fault> {
        if self.value_place().contains(&stopped) && self.value > self.indent && !self.is_item() {
            return None;
        }
        let lines_above = || text[..self.start].lines().rev().map(|line| Line::new(line, 0));
        let above = lines_above().find(|line| !line.written.is_empty())?;
        // A field is compared with the first field of an item, not with its hyphen.
        let column = if self.is_item() { above.indent } else { above.column() };
        let message = match self.indent.cmp(&column) {
            Ordering::Greater => {
                "this line starts further to the right than the line above, and belongs to nothing there"
            }
            Ordering::Less => "this line starts further to the left than the line above, and belongs to nothing there",
            Ordering::Equal if self.is_item() && !above.is_item() => "an item of a list stands among fields",
            Ordering::Equal => return None,
        };
        // A column one beside its own is a slip of the space bar.
        let columns = lines_above().filter(|line| !self.is_item() || line.is_item());
        let mut columns = columns.map(|line| if self.is_item() { line.indent } else { line.column() });
        let meant = columns.find(|column| column.abs_diff(self.indent) <= 1).filter(|column| *column != self.indent);
        Some(Fault {
            place: self.start + self.indent..self.start + self.written.len(),
            message: message.to_owned(),
            label: "in a column of its own",
            help: "start the fields of one group, and the items of one list, in the same column; what belongs to a field is \
                   indented below it"
                .to_owned(),
            edit: meant.map(|column| (self.start..self.start + self.indent, " ".repeat(column))),
        })
    }

    fn is_item(&self) -> bool {
        self.written[self.indent..].starts_with("- ")
    }

    /// Where its field's name begins, behind the hyphens of items.
    fn column(&self) -> usize {
        let words = self.written[self.indent..].trim_start_matches(['-', ' ']);
        if self.is_item() { self.written.len() - words.len() } else { self.indent }
    }

    /// Whatever else: the place, and the parser's own words.
    fn unknown(&self, stopped: usize, said: &str) -> Fault {
        let end = self.start + self.written.len();
        let from = if stopped < end { stopped.max(self.start + self.indent) } else { self.start + self.indent };
        Fault {
            place: from..end.max(from),
            message: format!("this cannot be read as YAML: {said}"),
            label: "reading stopped here",
            help: "look at this line and the one above: fields of one group start in the same column, a list item begins \
                   with `- `, and a text that holds `: ` or ` #`, or begins with `[`, `{`, `*`, `&`, `!`, `%`, `@` or a \
                   quote, stands in quotes"
                .to_owned(),
            edit: None,
        }
    }
}

/// A quote or bracket that opens and does not close.
struct Open {
    at: usize,
    mark: char,
}

impl Open {
    fn fault(&self) -> Fault {
        let is_quote = matches!(self.mark, '"' | '\'');
        Fault {
            place: self.at..self.at + 1,
            message: format!("a {} opens here and does not close", if is_quote { "quote" } else { "bracket" }),
            label: "opens here",
            help: if is_quote {
                "close it with the same mark at the end of the text; a text with an apostrophe in it takes double quotes".to_owned()
            } else {
                let close = if self.mark == '[' { ']' } else { '}' };
                format!("close it with `{close}`; a text that begins with `{}` stands in quotes", self.mark)
            },
            edit: None,
        }
    }
}

/// The first quote or bracket at the head of a value that is still open where the next field begins.
fn unclosed(text: &str) -> Option<Open> {
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = Line::new(&text[start..end], start);
        let below = |from: usize| from + extent(&text[from..], line.indent);
        let mut next = end + 1;
        match line.value().chars().next() {
            Some('"' | '\'' | '[' | '{') => {
                let from = line.value_place().start;
                let to = below(end);
                match closing(&text[from..to]) {
                    Ok(length) => {
                        next =
                            next.max(text[from + length..].find('\n').map_or(text.len(), |at| from + length + at + 1));
                    }
                    Err((at, mark)) => {
                        return Some(Open { at: from + at, mark });
                    }
                }
            }
            Some('|' | '>') => next = below(end).max(next),
            _ => {}
        }
        start = next;
    }
    None
}

/// How far the lines go that are indented further than `indent`: `text` begins at the end of the line above them. A line
/// with nothing but closing brackets may stand to the left.
fn extent(text: &str, indent: usize) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let deeper = line.len() - line.trim_start().len() > indent;
        if length > 0 && !words.is_empty() && !deeper && !words.starts_with([']', '}']) {
            break;
        }
        length += line.len();
    }
    length
}

/// Bytes up to the mark that closes what `text` opens with; or what is still open at its end.
fn closing(text: &str) -> Result<usize, (usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = ','; // The last character that is not a space: a quote counts at the head of a text only.
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (open.last().map(|(_, mark)| *mark), c) {
            (Some('"'), '\\') => {
                chars.next();
            }
            (Some('\''), '\'') if chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            (Some('"'), '"') | (Some('\''), '\'') | (Some('['), ']') | (Some('{'), '}') => {
                open.pop();
                if open.is_empty() {
                    return Ok(at + c.len_utf8());
                }
            }
            (Some('"' | '\''), _) => {}
            (_, '"' | '\'') if matches!(before, ',' | ':' | '[' | '{') => open.push((at, c)),
            (_, '[' | '{') if matches!(before, ',' | ':' | '[' | '{') => open.push((at, c)),
            (Some(mark), ']' | '}') => return Err((open.last().map_or(at, |(at, _)| *at), mark)),
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    match open.as_slice() {
        // An open quote in brackets swallows their end: it is the quote that is to be mended.
        [.., last] => Err(*last),
        [] => Ok(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slip found in a text whose reading stopped where `¦` stands, and what stands at its place.
    fn slip(marked: &str) -> (String, String) {
        let stopped = marked.find('¦').unwrap();
        let text = marked.replace('¦', "");
        let fault = likeliest(&text, stopped, "the parser's own words");
        (fault.message, text[fault.place].to_owned())
    }

    #[test]
    fn the_slip_is_found_and_not_where_reading_stopped() {
        let slips = [
            ("a: b¦: c\n", "a text that holds `: ` needs quotes", "b: c"),
            ("a: [b\nc¦: d\n", "a bracket opens here and does not close", "["),
            ("a: {b: [c}\nd¦: e\n", "a bracket opens here and does not close", "["),
            ("a: \"b\nc: d\n¦", "a quote opens here and does not close", "\""),
            ("a: \"b\n  c\"\nd: e¦: f\n", "a text that holds `: ` needs quotes", "e: f"),
            ("a: 'don'¦t'\n", "a text with an apostrophe needs double quotes", "'don't'"),
            (
                "a:\n  b: c\n   d¦: e\n",
                "this line starts further to the right than the line above, and belongs to nothing there",
                "d: e",
            ),
            (
                "a:\n  - b: c\n   ¦d: e\n",
                "this line starts further to the left than the line above, and belongs to nothing there",
                "d: e",
            ),
            ("a: b\n¦c d\n", "this line is not a field: behind its name a field has a colon and a space", "c d"),
            ("a:\n  - b\n  ¦-c\n", "the hyphen of an item needs a space behind it", "-c"),
            ("a: ¦- b\n", "a list begins on a line of its own", "- b"),
            ("a: ¦@b\n", "a text that begins with `@` needs quotes", "@b"),
        ];
        for (marked, message, place) in slips {
            assert_eq!(slip(marked), (message.to_owned(), place.to_owned()), "{marked}");
        }
    }

    #[test]
    fn a_mend_mends() {
        let mended = |text: &str, stopped| likeliest(text, stopped, "").edit.map(|(_, text)| text);
        assert_eq!(mended("a: B: c\n", 4).as_deref(), Some("\"B: c\""));
        assert_eq!(mended("a: \"b\" c\n", 7).as_deref(), Some("'\"b\" c'"));
        assert_eq!(mended("a: 'don't'\n", 8).as_deref(), Some("\"don't\""));
        assert_eq!(mended("a:b\n", 0).as_deref(), Some("a: b"));
        assert_eq!(mended("a: sets: 1\n", 7), None);
    }

    #[test]
    fn no_text_is_too_odd_to_say_something_of() {
        for text in ["", "\n", ":", "- - -", "é: “", "a: \"", "[", "}", "a:\n\t", "- {", "'", "\u{2028}: ["] {
            for stopped in 0..=text.len() {
                let fault = likeliest(text, stopped, "odd");
                assert!(text.get(fault.place.clone()).is_some(), "{text:?} at {stopped}: {:?}", fault.place);
            }
        }
    }
}
