//! Walks a field table over a tree of YAML: judges every value, reports every fault, and keeps what is good in a [`Record`].

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::record::{Record, Value};
use super::scalar::{figures, found, has_note_to_self, is_empty, is_placeholder, is_slug, listed, tag_in};
use crate::diagnostic::{Diagnostic, Severity, suggest};
use crate::markdown::{self, Extent, MentionKind, Place};
use crate::model::dose::{Range, Time, Unit};
use crate::model::field::{Field, Need, Shape, Table};
use crate::model::settings::is_url;
use crate::model::{Date, Prose, Reference, Role, Wants};
use crate::rule::{self, Rule};
use crate::source::{Span, Spanned};
use crate::yaml::{self, Node, Scalar};

/// What the reading of one file collects beside its values.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Faults.
    pub diagnostics: Vec<Diagnostic>,
    /// Everything the file names that must exist elsewhere.
    pub references: Vec<Reference>,
}

impl Reader {
    /// Whether an error was found.
    pub(super) fn is_faulty(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity() == Severity::Error)
    }

    /// Reads a group of fields.
    pub(super) fn record(&mut self, node: &Node, table: &'static Table) -> Record {
        self.record_at(node, table, Span { end: node.span.start, ..node.span })
    }

    /// Reads a group of fields; `place` is where a field that is not there would be looked for.
    pub(super) fn record_at(&mut self, node: &Node, table: &'static Table, place: Span) -> Record {
        let mut record = Record::empty(table, node.span);
        let yaml::Value::Map(fields) = &node.value else {
            let names: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("{} cannot be {}", table.noun, found(node)))
                    .help(format!("write its fields, one `name: value` a line; there are {}", listed(&names))),
            );
            return record;
        };
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut meant: Vec<&str> = Vec::new();
        for (name, value) in fields {
            if let Some(first) = seen.get(name.value.as_str()) {
                self.diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_FIELD, name.span, format!("`{}` is here twice", name.value))
                        .label("again")
                        .also(*first, "first here")
                        .help("keep one of the two; a list of several goes under one name"),
                );
                continue;
            }
            seen.insert(&name.value, name.span);
            match table.fields.iter().position(|field| field.name == name.value) {
                Some(index) => record.values[index] = self.field(value, name, &table.fields[index]),
                None => meant.extend(self.unknown_field(name, value, table)),
            }
        }
        // A field under a slightly wrong name is one fault, not two.
        let is_there = |field: &&Field| seen.contains_key(field.name) || meant.contains(&field.name);
        let missing: Vec<&Field> = table.fields.iter().filter(|field| !is_there(field)).collect();
        self.missing(&missing, table, place);
        record
    }

    /// Reports a field that the table does not have, and answers which one was meant.
    fn unknown_field(&mut self, name: &Spanned<String>, value: &Node, table: &Table) -> Option<&'static str> {
        let names: Vec<&'static str> = table.fields.iter().map(|field| field.name).collect();
        let near = suggest::nearest(&name.value, names.iter().copied());
        let message = format!("there is no field `{}` in {}", name.value, table.noun);
        let finding = Diagnostic::new(&rule::UNKNOWN_FIELD, name.span, message).label("not a field");
        self.diagnostics.push(match near {
            Some(near) => finding.edit(format!("did you mean `{near}`?"), name.span, near),
            // `{text: Leg only, then arm only}`: the comma ends the text.
            None if name.value.contains(' ') && matches!(value.value, yaml::Value::Null) => {
                finding.help("a comma in curly brackets ends a text: put a text with a comma in quotes")
            }
            None => finding.help(format!("its fields are {}", listed(&names))),
        });
        names.into_iter().find(|name| Some(*name) == near)
    }

    /// Reports fields that must be there: those with a rule of their own apart, the others together.
    fn missing(&mut self, fields: &[&Field], table: &Table, place: Span) {
        for field in fields {
            if let Need::Must(rule) = field.need {
                self.diagnostics.push(
                    Diagnostic::new(rule, place, format!("`{}` is missing from {}", field.name, table.noun)).help(
                        format!(
                            "add `{}`. {} For example: `{}: {}`",
                            field.name, field.means, field.name, field.example
                        ),
                    ),
                );
            }
        }
        let required: Vec<&&Field> = fields.iter().filter(|field| matches!(field.need, Need::Required)).collect();
        if required.is_empty() {
            return;
        }
        let names: Vec<&str> = required.iter().map(|field| field.name).collect();
        let lines: Vec<String> = required.iter().map(|field| format!("`{}: {}`", field.name, field.example)).collect();
        let help = match required.as_slice() {
            [field] => format!("add `{}`. {} For example: {}", field.name, field.means, lines.concat()),
            _ => format!("add them, for example {}", lines.join(", ")),
        };
        self.diagnostics.push(
            Diagnostic::new(
                &rule::MISSING_FIELD,
                place,
                format!(
                    "{} {} missing from {}",
                    listed(&names),
                    if names.len() == 1 { "is" } else { "are" },
                    table.noun
                ),
            )
            .help(help),
        );
    }

    /// A field that is there; `null` is as good as an empty text.
    fn field(&mut self, node: &Node, name: &Spanned<String>, field: &'static Field) -> Value {
        let rule = match field.need {
            Need::Must(rule) => rule,
            Need::Optional | Need::Required => &rule::EMPTY_TEXT,
        };
        if is_empty(node) {
            let finding = Diagnostic::new(rule, name.span, format!("`{}` is empty", name.value));
            let help = match field.need {
                Need::Optional => format!("leave `{}` out, or write {}", field.name, field.shape.wanted()),
                Need::Required | Need::Must(_) => {
                    format!("write {}, for example `{}: {}`", field.shape.wanted(), field.name, field.example)
                }
            };
            self.diagnostics.push(finding.help(help));
            return Value::Absent;
        }
        self.value(node, &name.value, &field.shape)
    }

    fn value(&mut self, node: &Node, name: &str, shape: &'static Shape) -> Value {
        match shape {
            Shape::Text => self.text(node, name).map_or(Value::Absent, |(text, _)| Value::Text(text)),
            Shape::Prose => self.prose(node, name),
            Shape::Flag => self.flag(node, name),
            Shape::Count => self.range(node, name, false),
            Shape::Range => self.range(node, name, true),
            Shape::Time => self.time(node, name),
            Shape::Date => self.date(node, name),
            Shape::Path => self.path(node, name),
            Shape::Url => self.url(node, name),
            Shape::Anchor => self.anchor(node, name),
            Shape::Figure => super::figure::figure(node, &mut self.diagnostics)
                .map_or(Value::Absent, |figure| Value::Figure(RefCell::new(Some(Box::new(figure))))),
            Shape::Entry(kinds, role) => self.name(node, name, Wants::Entry(kinds, *role)),
            Shape::Anywhere(role) => self.name(node, name, Wants::Anything(*role)),
            Shape::Term(taxonomy) => self.name(node, name, Wants::Term(*taxonomy)),
            Shape::Source => self.name(node, name, Wants::Source),
            Shape::Choice(words) => self.choice(node, name, words),
            Shape::List(of) => self.list(node, name, of, None),
            Shape::AtLeast(least, rule, of) => self.list(node, name, of, Some((*least, rule))),
            Shape::OneOrMore(of) => match node.value {
                yaml::Value::List(_) => self.list(node, name, of, None),
                yaml::Value::Null | yaml::Value::Scalar(_) | yaml::Value::Map(_) => {
                    Value::List(vec![self.value(node, name, of)])
                }
            },
            Shape::Record(table) => Value::Record(self.record(node, table)),
            Shape::Keyed(table) => self.keyed(node, table),
            Shape::Or(table, other) => {
                let told = matches!(&node.value, yaml::Value::Map(fields)
                    if fields.iter().any(|(key, _)| table.fields.iter().any(|field| field.name == key.value)));
                if told {
                    return Value::Record(self.record(node, table));
                }
                if let yaml::Value::Scalar(_) = node.value {
                    self.neither(node, name, table, shape);
                    return Value::Absent;
                }
                self.value(node, name, other)
            }
        }
    }

    /// `contraindications: none`: a bare text where there should be a value, or a group that says why there is none.
    fn neither(&mut self, node: &Node, name: &str, table: &Table, shape: &Shape) {
        let reason = table.fields.first().map_or("", |field| field.name);
        self.diagnostics.push(
            Diagnostic::new(
                &rule::WRONG_TYPE,
                node.span,
                format!("`{name}` takes {}, not {}", shape.wanted(), found(node)),
            )
            .help(format!("to say why there is none, write `{name}: {{{reason}: the reason}}`")),
        );
    }

    fn list(&mut self, node: &Node, name: &str, of: &'static Shape, least: Option<(usize, &'static Rule)>) -> Value {
        let yaml::Value::List(items) = &node.value else {
            if let yaml::Value::Scalar(scalar) = &node.value
                && is_placeholder(scalar.text.trim())
            {
                // What is still to be written is one fault, whatever should stand there.
                self.text(node, name);
                return Value::List(Vec::new());
            }
            let finding = Diagnostic::new(
                &rule::WRONG_TYPE,
                node.span,
                format!("`{name}` takes a list, not {}", node.value.noun()),
            );
            // Names hold no commas: those between them can only part them.
            let is_of_names = matches!(of, Shape::Entry(..) | Shape::Term(_) | Shape::Source | Shape::Choice(_));
            self.diagnostics.push(match &node.value {
                yaml::Value::Scalar(scalar) if is_of_names && scalar.verbatim.is_some() => {
                    finding.edit("put it in square brackets", node.span, format!("[{}]", scalar.text.trim()))
                }
                _ => finding.help(format!(
                    "write a list: a line for each, beginning with `- `, or `[one, two]` for short ones: `{name}: [...]`"
                )),
            });
            return Value::List(Vec::new());
        };
        let mut values = Vec::new();
        for item in items {
            if is_empty(item) {
                self.diagnostics.push(
                    Diagnostic::new(&rule::EMPTY_TEXT, item.span, format!("an item of `{name}` is empty"))
                        .help("write it, or leave its line out"),
                );
                continue;
            }
            values.push(self.value(item, name, of));
        }
        if let Some((least, rule)) = least
            && items.len() < least
        {
            self.diagnostics.push(
                Diagnostic::new(rule, node.span, format!("`{name}` has {} of the {least} it needs", items.len()))
                    .help(format!("write {least} or more, a line each, beginning with `- `")),
            );
        }
        Value::List(values)
    }

    fn keyed(&mut self, node: &Node, table: &'static Table) -> Value {
        let yaml::Value::Map(fields) = &node.value else {
            self.wrong_type(node, "names, each with its own group of fields");
            return Value::Keyed(Vec::new());
        };
        let mut records: Vec<(Spanned<String>, Record)> = Vec::new();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for (key, value) in fields {
            if let Some(first) = seen.get(key.value.as_str()) {
                self.diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_FIELD, key.span, format!("`{}` is here twice", key.value))
                        .label("again")
                        .also(*first, "first here")
                        .help("give one of the two another name, or leave it out"),
                );
                continue;
            }
            if !is_slug(&key.value) {
                self.diagnostics.push(
                    Diagnostic::new(&rule::BAD_FILE_NAME, key.span, format!("`{}` cannot be an address", key.value))
                        .help("use small letters, figures and single hyphens, such as `wrist-pain`"),
                );
            }
            seen.insert(&key.value, key.span);
            let record = self.record(value, table);
            records.push((key.clone(), record));
        }
        Value::Keyed(records)
    }

    /// Named groups of fields that are a whole file.
    pub(super) fn keyed_file(&mut self, node: &Node, table: &'static Table) -> Vec<(Spanned<String>, Record)> {
        match self.keyed(node, table) {
            Value::Keyed(records) => records,
            _ => Vec::new(),
        }
    }

    /// A scalar's text, trimmed, with the way its bytes stand in the source.
    fn text(&mut self, node: &Node, name: &str) -> Option<(Spanned<String>, Place)> {
        let yaml::Value::Scalar(scalar) = &node.value else {
            self.wrong_type_of(node, name, "a text");
            return None;
        };
        let text = scalar.text.trim();
        if is_placeholder(text) || has_note_to_self(text) {
            self.diagnostics.push(
                Diagnostic::new(&rule::PLACEHOLDER_TEXT, node.span, format!("`{text}` is not yet a text"))
                    .label("still to be written")
                    .help(format!("write what `{name}` should say, or leave the field out if it may be left out")),
            );
        }
        let lead = u32::try_from(scalar.text.len() - scalar.text.trim_start().len()).unwrap_or(0);
        let place = Place { span: node.span, verbatim: scalar.verbatim.map(|at| at + lead) };
        if let Some(tag) = tag_in(text) {
            let span = match place.verbatim {
                Some(start) => Span { start: start + tag.0, end: start + tag.1, ..node.span },
                None => node.span,
            };
            self.diagnostics.push(
                Diagnostic::new(&rule::RAW_HTML, span, "HTML does not belong in an entry")
                    .label("a tag")
                    .help("write plain words; to print a `<`, leave a space behind it"),
            );
        }
        Some((Spanned::new(text.to_owned(), node.span), place))
    }

    fn prose(&mut self, node: &Node, name: &str) -> Value {
        let n_before = self.diagnostics.len();
        let Some((text, place)) = self.text(node, name) else {
            return Value::Absent;
        };
        let had_html = self.diagnostics[n_before..].iter().any(|finding| finding.rule == &rule::RAW_HTML);
        let mut found = Vec::new();
        let document = markdown::parse(&text.value, place, Extent::Inline, &mut found);
        self.diagnostics.extend(found.into_iter().filter(|finding| !(had_html && finding.rule == &rule::RAW_HTML)));
        self.mentions(&document);
        Value::Prose(RefCell::new(Some(Prose { span: node.span, document })))
    }

    /// Takes over what a Markdown text names.
    pub(super) fn mentions(&mut self, document: &markdown::Document) {
        for mention in document.mentions() {
            let wants = match mention.kind {
                MentionKind::Entry => Wants::Anything(Role::Mention),
                MentionKind::Source => Wants::Source,
                MentionKind::Picture => Wants::Picture,
                MentionKind::Web => continue,
            };
            self.references.push(Reference { target: mention.target.clone(), wants });
        }
    }

    /// The name of something that stands elsewhere.
    fn name(&mut self, node: &Node, name: &str, wants: Wants) -> Value {
        let Some(scalar) = self.scalar(node, name, "a name") else {
            return Value::Absent;
        };
        let target = Spanned::new(scalar.text.trim().to_owned(), node.span);
        self.references.push(Reference { target: target.clone(), wants });
        Value::Text(target)
    }

    fn choice(&mut self, node: &Node, name: &str, words: &'static [(&'static str, &'static str)]) -> Value {
        let Some(scalar) = self.scalar(node, name, "one of a few words") else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        if words.iter().any(|(word, _)| *word == text) {
            return Value::Text(Spanned::new(text.to_owned(), node.span));
        }
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let finding = Diagnostic::new(&rule::UNKNOWN_TERM, node.span, format!("`{name}` cannot be `{text}`"));
        self.diagnostics.push(match suggest::nearest(text, names.iter().copied()) {
            Some(near) => finding.edit(format!("did you mean `{near}`?"), node.span, near),
            None => finding.help(format!("write {}", listed(&names))),
        });
        Value::Absent
    }

    fn flag(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, "`true` or `false`") else {
            return Value::Absent;
        };
        match scalar.text.trim() {
            "true" => Value::Flag(true),
            "false" => Value::Flag(false),
            _ => {
                self.wrong_type_of(node, name, "`true` or `false`");
                Value::Absent
            }
        }
    }

    /// A whole number, or two of them joined by a hyphen or an en dash.
    fn range(&mut self, node: &Node, name: &str, wide: bool) -> Value {
        let wanted = if wide { Shape::Range.wanted() } else { Shape::Count.wanted() };
        let Some(scalar) = self.scalar(node, name, wanted) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        match figures(text) {
            Some((range, "")) if wide => self.ordered(range, node, name).map_or(Value::Absent, Value::Range),
            Some((range, "")) if range.least == range.most && !text.contains(['-', '–']) => {
                Value::Count(Spanned::new(range.most, node.span))
            }
            _ => {
                let rule =
                    if text.contains(|c: char| c.is_ascii_digit()) { &rule::BAD_RANGE } else { &rule::WRONG_TYPE };
                self.diagnostics.push(
                    Diagnostic::new(rule, node.span, format!("`{name}` cannot be `{text}`"))
                        .help(format!("write {wanted}")),
                );
                Value::Absent
            }
        }
    }

    fn time(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, Shape::Time.wanted()) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        let Some((range, unit)) = figures(text) else {
            let rule = if text.contains(|c: char| c.is_ascii_digit()) { &rule::BAD_RANGE } else { &rule::WRONG_TYPE };
            self.diagnostics.push(
                Diagnostic::new(rule, node.span, format!("`{name}` cannot be `{text}`"))
                    .help(format!("write {}", Shape::Time.wanted())),
            );
            return Value::Absent;
        };
        let unit = match (Unit::named(unit), unit) {
            (Some(unit), _) => unit,
            (None, "") => {
                self.diagnostics.push(
                    Diagnostic::new(&rule::MISSING_UNIT, node.span, format!("`{name}: {text}` has no unit"))
                        .label("seconds or minutes?")
                        .help(format!("write `{name}: {text} s` for seconds or `{name}: {text} min` for minutes")),
                );
                return Value::Absent;
            }
            (None, other) => {
                self.diagnostics.push(
                    Diagnostic::new(&rule::MISSING_UNIT, node.span, format!("`{other}` is not a unit of time here"))
                        .help("write `s` for seconds or `min` for minutes"),
                );
                return Value::Absent;
            }
        };
        self.ordered(range, node, name)
            .map_or(Value::Absent, |amount| Value::Time(amount.map(|amount| Time { amount, unit })))
    }

    /// The least comes before the most, and nothing is done zero times.
    fn ordered(&mut self, range: Range, node: &Node, name: &str) -> Option<Spanned<Range>> {
        let (message, help) = if range.least > range.most {
            (format!("`{name}` runs from more to less"), format!("write `{}-{}`", range.most, range.least))
        } else if range.least == 0 {
            (format!("`{name}` is zero"), "write how much it is, or leave the field out".to_owned())
        } else {
            return Some(Spanned::new(range, node.span));
        };
        self.diagnostics.push(Diagnostic::new(&rule::BAD_RANGE, node.span, message).help(help));
        None
    }

    fn date(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, Shape::Date.wanted()) else {
            return Value::Absent;
        };
        if let Some(date) = Date::parse(scalar.text.trim()) {
            return Value::Date(Spanned::new(date, node.span));
        }
        let text = scalar.text.trim();
        let is_iso = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let what = if is_iso { "a day of the calendar" } else { "a date as the guide writes it" };
        self.diagnostics.push(
            Diagnostic::new(&rule::BAD_DATE, node.span, format!("`{text}` is not {what}"))
                .help("write year, month and day: `2026-11-22`"),
        );
        Value::Absent
    }

    fn path(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, Shape::Path.wanted()) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        let climbs = text.split(['/', '\\']).any(|part| part == ".." || part == ".");
        let whole = text.starts_with('/') && text.len() > 1;
        let good = whole && text[1..].trim_end_matches('/').trim_end_matches(".html").split('/').all(is_slug);
        if climbs {
            self.diagnostics.push(
                Diagnostic::new(&rule::OUTSIDE_SITE, node.span, format!("`{text}` leads out of the site"))
                    .help("write the old address from the root of the site: `/exercises/old-name/`"),
            );
        } else if !good {
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("`{text}` is not an address of this site"))
                    .help("write the old address from the root of the site, in small letters: `/exercises/old-name/`"),
            );
        } else {
            return Value::Text(Spanned::new(text.to_owned(), node.span));
        }
        Value::Absent
    }

    fn url(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, Shape::Url.wanted()) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        if is_url(text) {
            return Value::Text(Spanned::new(text.trim_end_matches('/').to_owned(), node.span));
        }
        self.diagnostics.push(
            Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("`{name}` cannot be `{text}`"))
                .help(format!("write {}", Shape::Url.wanted())),
        );
        Value::Absent
    }

    fn anchor(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, Shape::Anchor.wanted()) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        if is_slug(text) {
            return Value::Text(Spanned::new(text.to_owned(), node.span));
        }
        self.diagnostics.push(
            Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("`{name}` cannot be `{text}`"))
                .help(format!("write {}", Shape::Anchor.wanted())),
        );
        Value::Absent
    }

    fn scalar<'a>(&mut self, node: &'a Node, name: &str, wanted: &str) -> Option<&'a Scalar> {
        match &node.value {
            yaml::Value::Scalar(scalar) => Some(scalar),
            yaml::Value::Null | yaml::Value::List(_) | yaml::Value::Map(_) => {
                self.wrong_type_of(node, name, wanted);
                None
            }
        }
    }

    fn wrong_type_of(&mut self, node: &Node, name: &str, wanted: &str) {
        let mut finding =
            Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("`{name}` takes {wanted}, not {}", found(node)));
        finding = match &node.value {
            yaml::Value::Map(_) => {
                finding.help("if this was meant as one text that holds `: `, put it in quotes; if not, check how far the line is indented")
            }
            yaml::Value::List(_) => {
                finding.help(format!("write {wanted}; what begins with `[` or `- ` is a list, unless it stands in quotes"))
            }
            yaml::Value::Null | yaml::Value::Scalar(_) => finding.help(format!("write {wanted}")),
        };
        self.diagnostics.push(finding);
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        self.diagnostics.push(
            Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("here stands {}, not {wanted}", found(node)))
                .help(format!("write {wanted}")),
        );
    }
}
