//! Reads a field as what it should hold, and says what is wrong with it.

use crate::diagnostic::{Diagnostic, suggest};
use crate::model::figure::{Contact, Landmark};
use crate::rule;
use crate::source::{Span, Spanned};
use crate::yaml::{Node, Value};

/// Arrows, props or words that a list may have.
const MOST_THINGS: usize = 24;
/// No angle or length of a figure is beyond this.
const LARGEST: f64 = 1000.0;

/// The fields of one group, and which of them were asked for.
pub(super) struct Fields<'a> {
    pub(super) noun: &'static str,
    pub(super) written: &'a [(Spanned<String>, Node)],
    pub(super) known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The value of a field, if it is there and not empty.
    pub(super) fn take(&mut self, name: &'static str) -> Option<&'a Node> {
        self.known.push(name);
        let found = self.written.iter().find(|(field, _)| field.value == name);
        found.map(|(_, node)| node).filter(|node| !matches!(node.value, Value::Null))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.written.iter().any(|(field, _)| field.value == name)
    }
}

/// Collects what is wrong while it reads.
pub(super) struct Reader<'d> {
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    pub(super) fn fields<'a>(&mut self, node: &'a Node, noun: &'static str) -> Option<Fields<'a>> {
        let fields: &[_] = match &node.value {
            Value::Map(fields) => fields,
            Value::Null => &[],
            Value::Scalar(_) | Value::List(_) => {
                self.wrong(node, &format!("{noun} is a group of fields"));
                return None;
            }
        };
        for (at, (name, _)) in fields.iter().enumerate() {
            if let Some((first, _)) = fields.iter().take(at).find(|(other, _)| other.value == name.value) {
                let finding = Diagnostic::new(
                    &rule::DUPLICATE_FIELD,
                    name.span,
                    format!("`{}` stands here for the second time", name.value),
                );
                self.diagnostics.push(finding.also(first.span, "first here").help("keep one of the two"));
            }
        }
        Some(Fields { noun, written: fields, known: Vec::new() })
    }

    /// Says which fields were not asked for.
    pub(super) fn no_others(&mut self, fields: &Fields) {
        for (name, _) in fields.written.iter().filter(|(name, _)| !fields.known.contains(&name.as_str())) {
            let finding = Diagnostic::new(
                &rule::UNKNOWN_FIELD,
                name.span,
                format!("{} has no field `{}`", fields.noun, name.value),
            );
            self.diagnostics.push(suggested(finding, name, &fields.known));
        }
    }

    pub(super) fn things<T>(
        &mut self,
        node: &Node,
        noun: &str,
        read: impl Fn(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Value::List(items) = &node.value else {
            self.wrong(node, &format!("`{noun}` is a list"));
            return Vec::new();
        };
        if items.len() > MOST_THINGS {
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("`{noun}` has more than {MOST_THINGS} items"))
                    .help("leave out what a reader does not need to see"),
            );
        }
        items.iter().take(MOST_THINGS).filter_map(|item| read(self, item)).collect()
    }

    pub(super) fn words<T>(
        &mut self,
        node: &Node,
        noun: &str,
        read: impl Fn(&mut Self, &Spanned<String>) -> Option<T>,
    ) -> Vec<T> {
        let Value::List(items) = &node.value else {
            let word = self.scalar(node, noun);
            return word.and_then(|word| read(self, &word)).into_iter().collect();
        };
        let read = |item| self.scalar(item, noun).and_then(|word| read(self, &word));
        items.iter().take(MOST_THINGS).filter_map(read).collect()
    }

    pub(super) fn scalar(&mut self, node: &Node, noun: &str) -> Option<Spanned<String>> {
        match &node.value {
            Value::Scalar(scalar) => Some(Spanned::new(scalar.text.clone(), node.span)),
            Value::Null | Value::List(_) | Value::Map(_) => {
                self.wrong(node, &format!("{noun} is a word"));
                None
            }
        }
    }

    pub(super) fn text(&mut self, fields: &mut Fields, name: &'static str) -> Option<Spanned<String>> {
        let node = fields.take(name)?;
        self.scalar(node, &format!("`{name}`")).filter(|text| !text.value.trim().is_empty())
    }

    pub(super) fn flag(&mut self, fields: &mut Fields, name: &'static str) -> Option<bool> {
        let node = fields.take(name)?;
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "true" => Some(true),
            Value::Scalar(scalar) if scalar.text == "false" => Some(false),
            _ => {
                self.wrong(node, &format!("`{name}` is `true` or `false`"));
                None
            }
        }
    }

    pub(super) fn number(&mut self, fields: &mut Fields, name: &'static str) -> Option<Spanned<f64>> {
        fields.take(name).and_then(|node| self.finite(node, &format!("`{name}` is a number")))
    }

    pub(super) fn number_or(&mut self, fields: &mut Fields, name: &'static str, otherwise: f64) -> f64 {
        self.number(fields, name).map_or(otherwise, |number| number.value)
    }

    /// A number; what the field takes is said if it is none.
    pub(super) fn finite(&mut self, node: &Node, wanted: &str) -> Option<Spanned<f64>> {
        let number = match &node.value {
            Value::Scalar(scalar) => plain_number(&scalar.text).filter(|number| number.abs() <= LARGEST),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        };
        if number.is_none() {
            self.wrong(node, wanted);
        }
        number.map(|number| Spanned::new(number, node.span))
    }

    pub(super) fn numbers(&mut self, node: &Node, count: std::ops::RangeInclusive<usize>) -> Option<Vec<f64>> {
        let items: &[Node] = if let Value::List(items) = &node.value { items } else { &[] };
        if !count.contains(&items.len()) {
            let (least, most) = (count.start(), count.end());
            let wanted = if least == most { format!("{least}") } else { format!("{least} or {most}") };
            self.wrong(node, &format!("this is a list of {wanted} numbers"));
            return None;
        }
        items.iter().map(|item| self.finite(item, "this is a list of numbers").map(|number| number.value)).collect()
    }

    pub(super) fn pair(&mut self, fields: &mut Fields, name: &'static str) -> Option<[f64; 2]> {
        fields.take(name).and_then(|node| self.numbers(node, 2..=2)).map(|pair| [pair[0], pair[1]])
    }

    pub(super) fn vector(&mut self, fields: &mut Fields, name: &'static str) -> Option<[f64; 3]> {
        let numbers = fields.take(name).and_then(|node| self.numbers(node, 2..=3))?;
        Some([numbers[0], numbers[1], numbers.get(2).copied().unwrap_or(0.0)])
    }

    pub(super) fn landmark(&mut self, fields: &mut Fields, name: &'static str) -> Option<Landmark> {
        let word = fields.take(name).and_then(|node| self.scalar(node, "a point of the body"))?;
        self.landmark_named(&word)
    }

    pub(super) fn landmark_named(&mut self, word: &Spanned<String>) -> Option<Landmark> {
        let landmark = Landmark::named(&word.value);
        if landmark.is_none() {
            self.unknown(word, "a point of the body", &texts(&Landmark::words()));
        }
        landmark
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        fields: &mut Fields,
        name: &'static str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        self.spanned_choice(fields, name, all, word).map(|choice| choice.value)
    }

    pub(super) fn spanned_choice<T: Copy>(
        &mut self,
        fields: &mut Fields,
        name: &'static str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Option<Spanned<T>> {
        let written = fields.take(name).and_then(|node| self.scalar(node, &format!("`{name}`")))?;
        let found = all.iter().copied().find(|one| word(*one) == written.value);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
            self.unknown(&written, &format!("a value of `{name}`"), &words);
        }
        found.map(|found| Spanned::new(found, written.span))
    }

    pub(super) fn contact_named(&mut self, word: &Spanned<String>) -> Option<Contact> {
        let contact = Contact::named(&word.value);
        if contact.is_none() {
            self.unknown(word, "a contact", &texts(&Contact::words()));
        }
        contact
    }

    pub(super) fn wrong(&mut self, node: &Node, message: &str) {
        let finding = Diagnostic::new(&rule::WRONG_TYPE, node.span, message);
        let finding = finding.label(format!("this is {}", node.value.noun()));
        self.diagnostics.push(finding.help("docs/poses.md shows how it is written"));
    }

    pub(super) fn unknown(&mut self, word: &Spanned<String>, noun: &str, words: &[&str]) {
        let finding = Diagnostic::new(&rule::UNKNOWN_TERM, word.span, format!("`{}` is not {noun}", word.value));
        self.diagnostics.push(suggested(finding, word, words));
    }

    pub(super) fn missing(&mut self, span: Span, noun: &str, name: &str, example: &str) {
        let finding = Diagnostic::new(&rule::MISSING_FIELD, span, format!("{noun} has no `{name}`"));
        self.diagnostics.push(finding.help(format!("write {example}")));
    }
}

/// A number, also with the sign for degrees behind it, or the minus of a word processor before it.
fn plain_number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('°').trim_end();
    let (sign, figures) = match text.strip_prefix(['-', '–', '\u{2212}']) {
        Some(figures) => (-1.0, figures),
        None => (1.0, text),
    };
    figures.parse::<f64>().ok().map(|number| sign * number)
}

/// Adds the nearest of the words there are, or else all of them.
pub(super) fn suggested(finding: Diagnostic, written: &Spanned<String>, words: &[&str]) -> Diagnostic {
    match suggest::nearest(&written.value, words.iter().copied()) {
        Some(near) => finding.edit(format!("did you mean `{near}`?"), written.span, near),
        None if words.is_empty() => finding.help("leave it out"),
        None if words.len() > 16 => finding.help("docs/poses.md has the list"),
        None => finding.help(format!("write one of {}", list(words))),
    }
}

/// `a`, `b` or `c`.
pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

pub(super) fn texts(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}
