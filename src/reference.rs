//! The field tables in words, for authors: what each part of an entry means, with an example each.

use std::fmt::Write as _;

use crate::model::field::{FILES, Field, Need, SOURCES_FILE, Shape, Table};
use crate::model::vocabulary::Vocabulary;

/// The reference of one kind of file, in Markdown; none if there is no such kind. With a vocabulary, the words that a field
/// takes are listed.
#[must_use]
pub fn of(name: &str, vocabulary: Option<&Vocabulary>) -> Option<String> {
    let (name, table) = FILES.iter().find(|(known, _)| *known == name)?;
    let mut text = format!("# The fields of {}\n\n{}\n\n", table.noun, place(name));
    if *name == SOURCES_FILE {
        text.push_str(
            "Each source begins with its key, the short name that entries cite it by, and has these fields below it.\n\n",
        );
    }
    text.push_str(
        "A field marked **must** has to be there. The others are left out when there is nothing to say: an empty field is \
         a finding.\n\n",
    );
    let mut groups: Vec<(String, &Table)> = Vec::new();
    fields(&mut text, table, "", vocabulary, &mut groups);
    let mut n_told = 0;
    while let Some((path, table)) = groups.get(n_told).cloned() {
        let _ = write!(text, "## {}: {}\n\n", path, table.noun);
        n_told += 1;
        let told = groups.iter().take(n_told - 1).find(|(_, other)| std::ptr::eq(*other, table));
        if let Some((other, _)) = told {
            let _ = write!(text, "The same fields as [{other}](#{}).\n\n", anchor(&format!("{other}: {}", table.noun)));
        } else {
            fields(&mut text, table, &path, vocabulary, &mut groups);
        }
    }
    Some(text.trim_end().to_owned() + "\n")
}

/// The file, in a sentence.
fn place(name: &str) -> String {
    match name {
        "exercise" => {
            "An exercise is a file in `content/exercises/`: these fields between two lines of three dashes, then \
             free text. Its file name is its *slug*: the name in its address, by which other entries link to it."
                .to_owned()
        }
        "mistake" => {
            "A mistake that concerns several exercises is a file in `content/mistakes/`: these fields between two \
             lines of three dashes, then free text. A mistake of one exercise is a line of that exercise."
                .to_owned()
        }
        "plan" => "A plan is a file in `content/plans/`, ending in `.yaml`, with these fields.".to_owned(),
        "page" => {
            "Any other page is a file in `content/pages/`: these fields between two lines of three dashes, then free \
             text."
                .to_owned()
        }
        name => format!("There is one such file: `content/{name}.yaml`."),
    }
}

/// One table, a line for each field; groups of fields are told after it.
fn fields<'a>(
    text: &mut String,
    table: &'a Table,
    path: &str,
    vocabulary: Option<&Vocabulary>,
    groups: &mut Vec<(String, &'a Table)>,
) {
    for field in table.fields {
        let own = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
        let must = if matches!(field.need, Need::Optional) { "" } else { ", **must**" };
        let _ = write!(
            text,
            "- `{}`{must}: {}\n  It takes {}.\n",
            field.name,
            field.means,
            takes(&field.shape, vocabulary)
        );
        let _ = write!(text, "\n  ```yaml\n  {}: {}\n  ```\n", field.name, field.example);
        inner(field, &own, groups);
    }
    text.push('\n');
}

/// The groups of fields that a field holds.
fn inner<'a>(field: &'a Field, path: &str, groups: &mut Vec<(String, &'a Table)>) {
    let mut waiting = vec![&field.shape];
    while let Some(shape) = waiting.pop() {
        match shape {
            Shape::Record(table) | Shape::Keyed(table) => groups.push((path.to_owned(), table)),
            Shape::Or(table, other) => {
                waiting.push(other);
                groups.push((path.to_owned(), table));
            }
            Shape::List(of) | Shape::OneOrMore(of) | Shape::AtLeast(_, _, of) => waiting.push(of),
            Shape::Text
            | Shape::Prose
            | Shape::Flag
            | Shape::Count
            | Shape::Range
            | Shape::Time
            | Shape::Date
            | Shape::Path
            | Shape::Url
            | Shape::Figure
            | Shape::Anchor
            | Shape::Entry(..)
            | Shape::Anywhere(_)
            | Shape::Term(_)
            | Shape::Source
            | Shape::Choice(_) => {}
        }
    }
}

/// What a field takes, in words.
#[must_use]
pub fn takes(shape: &Shape, vocabulary: Option<&Vocabulary>) -> String {
    match shape {
        Shape::Prose => "a text; **bold**, *emphasis* and links may stand in it".to_owned(),
        Shape::Source => "the key of a source, from `content/sources.yaml`, or `clinical-convention`".to_owned(),
        Shape::Term(taxonomy) => {
            let keys: Vec<String> = vocabulary
                .map_or(&[][..], |vocabulary| vocabulary.terms(*taxonomy))
                .iter()
                .map(|term| format!("`{}`", term.key.value))
                .collect();
            let list = format!("a word of the list `{}` in `content/vocabulary.yaml`", taxonomy.key());
            if keys.is_empty() { list } else { format!("{list}: {}", keys.join(", ")) }
        }
        Shape::Choice(words) => {
            let words: Vec<String> =
                words.iter().map(|(word, means)| format!("`{word}` ({})", means.trim_end_matches('.'))).collect();
            words.join(" or ")
        }
        Shape::List(of) => format!("a list; each item is {}", takes(of, vocabulary)),
        Shape::AtLeast(least, _, of) => format!("a list of {least} or more; each item is {}", takes(of, vocabulary)),
        Shape::OneOrMore(of) => format!("{}, or a list of them", takes(of, vocabulary)),
        Shape::Entry(kinds, _) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            format!("the slug of an entry ({})", kinds.join(", "))
        }
        Shape::Record(table) => format!("{}, a group of fields of its own", table.noun),
        Shape::Keyed(table) => format!("names of your own, each with the fields of {}", table.noun),
        Shape::Or(table, other) => format!("{}; or {}", takes(other, vocabulary), table.noun),
        Shape::Text
        | Shape::Flag
        | Shape::Count
        | Shape::Range
        | Shape::Time
        | Shape::Date
        | Shape::Path
        | Shape::Url
        | Shape::Figure
        | Shape::Anchor
        | Shape::Anywhere(_) => shape.wanted().to_owned(),
    }
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
