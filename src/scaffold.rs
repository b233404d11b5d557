//! The field tables as the beginning of an entry: every field with what it means, and a blank where something is to be
//! written. A blank is a field without its value: the reader finds each of them, and nothing else.

use std::fmt::Write as _;

use crate::model::field::{Field, Need, Shape, Table};
use crate::model::vocabulary::Vocabulary;
use crate::model::{Date, Kind};
use crate::reference;

/// Width that guidance is wrapped to, in characters.
const WIDTH: usize = 96;

/// The beginning of an entry. `title` may hold anything but line ends; with a vocabulary, the words to choose from are
/// listed.
#[must_use]
pub fn entry(kind: Kind, table: &Table, title: &str, updated: Date, vocabulary: Option<&Vocabulary>) -> String {
    let is_markdown = kind != Kind::Plan;
    let mut text = String::new();
    if is_markdown {
        text.push_str("---\n");
    }
    text.push_str(
        "# What stands behind a `#` is for you: read it, and take it out when you are done.\n\
         # Fill in each field that ends in a bare colon. A text with a colon or a comma in it goes in \"quotes\".\n\n",
    );
    let scaffold = Scaffold { title, updated, vocabulary };
    scaffold.fields(&mut text, table, 0, "");
    text.push_str("\n# What follows may be left out. To use a line, take away its `# ` and change the text.\n");
    optional(&mut text, table);
    if is_markdown {
        text.push_str("---\n");
    }
    text
}

/// The name of a file for a title: small letters, figures and single hyphens. Empty if the title has none.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match (c, plain(c)) {
            ('\'' | '\u{2019}', _) => {}
            (_, Some(letters)) => slug.push_str(letters),
            (c, None) if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A letter with a mark as it is written without: enough for the languages of western Europe.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ä' | 'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        _ => return None,
    })
}

/// A text as YAML takes it, whatever it holds.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '(' | ')');
    let is_word = text.starts_with(char::is_alphabetic) && text.chars().all(is_plain);
    if is_word && !text.ends_with(' ') && !matches!(text.to_lowercase().as_str(), "null" | "true" | "false") {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

struct Scaffold<'a> {
    title: &'a str,
    updated: Date,
    vocabulary: Option<&'a Vocabulary>,
}

impl Scaffold<'_> {
    /// The fields that must be there; `lead` stands before the first of them, such as the dash of a list.
    fn fields(&self, text: &mut String, table: &Table, depth: usize, lead: &str) {
        let mut lead = lead;
        let indent = "  ".repeat(depth);
        for field in table.fields.iter().filter(|field| !matches!(field.need, Need::Optional)) {
            match field.name {
                "title" if depth == 0 => {
                    let _ = writeln!(text, "title: {}", quoted(self.title));
                    continue;
                }
                "updated" => {
                    let _ = writeln!(text, "updated: {}", self.updated.iso());
                    continue;
                }
                "review" => {
                    let _ = writeln!(text, "# {}\nreview: {}", field.means, field.example);
                    continue;
                }
                _ => {}
            }
            // A list's dash stands before its first field, and guidance before the dash.
            let outer = if lead.is_empty() { indent.clone() } else { "  ".repeat(depth - 1) };
            self.guidance(text, field, &outer);
            let before = if lead.is_empty() { indent.clone() } else { format!("{outer}{lead}") };
            lead = "";
            let _ = writeln!(text, "{before}{}:", field.name);
            match &field.shape {
                Shape::Record(inner) if has_required(inner) => self.fields(text, inner, depth + 1, ""),
                Shape::List(Shape::Record(inner)) if has_required(inner) => self.fields(text, inner, depth + 2, "- "),
                _ => {}
            }
        }
    }

    fn guidance(&self, text: &mut String, field: &Field, indent: &str) {
        let takes = reference::takes(&field.shape, self.vocabulary);
        let is_group =
            matches!(&field.shape, Shape::Record(inner) | Shape::List(Shape::Record(inner)) if has_required(inner));
        comment(text, indent, field.means);
        if !is_group {
            comment(text, indent, &format!("It takes {takes}. For example:"));
            let _ = writeln!(text, "{indent}#   {}: {}", field.name, field.example);
        }
    }
}

/// The fields that may be left out, each behind a `#`.
fn optional(text: &mut String, table: &Table) {
    for field in table.fields.iter().filter(|field| matches!(field.need, Need::Optional)) {
        text.push('\n');
        comment(text, "", field.means);
        let _ = writeln!(text, "# {}: {}", field.name, field.example);
    }
}

fn has_required(table: &Table) -> bool {
    table.fields.iter().any(|field| !matches!(field.need, Need::Optional))
}

/// A sentence as lines of a comment.
fn comment(text: &mut String, indent: &str, sentence: &str) {
    let mut width = usize::MAX;
    for word in sentence.split(' ') {
        let length = word.chars().count();
        if width.saturating_add(1 + length) > WIDTH {
            if width != usize::MAX {
                text.push('\n');
            }
            let _ = write!(text, "{indent}# {word}");
            width = indent.len() + 2 + length;
        } else {
            let _ = write!(text, " {word}");
            width += 1 + length;
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_an_address() {
        assert_eq!(slug("Heel slide, on your back!"), "heel-slide-on-your-back");
        assert_eq!(slug("  Child's pose (Bālāsana) — Übung "), "childs-pose-b-l-sana-uebung");
        assert_eq!(slug("???"), "");
    }

    #[test]
    fn a_title_is_quoted_where_yaml_needs_it() {
        assert_eq!(quoted("Heel slide"), "Heel slide");
        assert_eq!(quoted("Breath: \"in\" #1"), "\"Breath: \\\"in\\\" #1\"");
        assert_eq!(quoted("true"), "\"true\"");
    }
}
