//! Walks a field table over a tree of YAML: judges every value, reports every fault, and keeps what is good in a [`Record`].

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::record::{Record, Value};
use super::scalar::{
    bullet, days_meant, either, entity_in, figures, figures_of, found, is_empty, is_placeholder, is_slug, listed,
    names_in, note_to_self, tag_in,
};
use crate::diagnostic::{self, Diagnostic, suggest};
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
    /// Whether the text could not be read at all.
    pub unread: bool,
    /// The tables of the groups that are open, the outermost first.
    open: Vec<&'static Table>,
}

impl Reader {
    /// Whether an error was found.
    pub(super) fn is_faulty(&self) -> bool {
        diagnostic::has_error(&self.diagnostics)
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
            let how = match self.open.as_slice() {
                [] => "write its fields, one `name: value` a line".to_owned(),
                _ => format!("write its fields, as in `{}`", sketch(table)),
            };
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, node.span, format!("{} cannot be {}", table.noun, found(node)))
                    .help(format!("{how}; there are {}", listed(&names))),
            );
            return record;
        };
        self.open.push(table);
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut meant: Vec<&str> = Vec::new();
        for (n, (name, value)) in fields.iter().enumerate() {
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
                None if has_no_colon(name, value) => meant.extend(self.no_colon(fields, n, table)),
                None => meant.extend(self.unknown_field(name, table)),
            }
        }
        self.open.pop();
        // A field under a slightly wrong name is one fault, not two.
        let is_there = |field: &&Field| seen.contains_key(field.name) || meant.contains(&field.name);
        let missing: Vec<&Field> = table.fields.iter().filter(|field| !is_there(field)).collect();
        self.missing(&missing, table, place);
        record
    }

    /// Reports a field that the table does not have, and answers which one was meant.
    fn unknown_field(&mut self, name: &Spanned<String>, table: &'static Table) -> Option<&'static str> {
        let names: Vec<&'static str> = table.fields.iter().map(|field| field.name).collect();
        let message = format!("there is no field `{}` in {}", name.value, table.noun);
        let finding = Diagnostic::new(&rule::UNKNOWN_FIELD, name.span, message).label("not a field");
        if let Some(help) = self.in_another_group(&name.value, table) {
            self.diagnostics.push(finding.help(help));
            return None;
        }
        let near = suggest::nearest(&name.value, names.iter().copied());
        self.diagnostics.push(match near {
            Some(near) => finding.edit(format!("did you mean `{near}`?"), name.span, near),
            None => finding.help(format!("its fields are {}", listed(&names))),
        });
        names.into_iter().find(|name| Some(*name) == near)
    }

    /// Where a field belongs that stands in the wrong column: in a group beside it, or in one around it.
    fn in_another_group(&self, name: &str, table: &Table) -> Option<String> {
        let has = |table: &Table| table.fields.iter().any(|field| field.name == name);
        if let Some(group) = table.fields.iter().find(|field| group_of(&field.shape).is_some_and(has)) {
            return Some(format!(
                "`{name}` is a part of `{0}`: put it below `{0}:`, indented as its other fields",
                group.name
            ));
        }
        let around = self.open.iter().rev().skip(1).find(|around| has(around))?;
        Some(format!("`{name}` is a field of {}: start it in the same column as the other fields there", around.noun))
    }

    /// Reports what stands in curly brackets without a colon, and answers which field was meant.
    fn no_colon(
        &mut self,
        fields: &[(Spanned<String>, Node)],
        n: usize,
        table: &'static Table,
    ) -> Option<&'static str> {
        let (name, _) = &fields[n];
        let message = format!("there is no field `{}` in {}", name.value, table.noun);
        let finding = Diagnostic::new(&rule::UNKNOWN_FIELD, name.span, message).label("not a field");
        // `{note: Leg only, then the arm}`: the comma ends the text, and each further one another piece of it.
        let field_of = |name: &str| table.fields.iter().find(|field| field.name == name);
        let is_piece = |at: usize| {
            let (name, value) = &fields[at];
            has_no_colon(name, value) && field_of(&name.value).is_none()
        };
        let is_text = |at: &usize| {
            field_of(&fields[*at].0.value).is_some_and(|field| matches!(field.shape, Shape::Text | Shape::Prose))
        };
        let from = (0..n).rev().find(|at| !is_piece(*at)).filter(is_text);
        // `{sets 2, reps: 8}`, `{sets:2}`
        if let Some((first, rest)) = name.value.split_once([' ', ':', '='])
            && let Some(field) = field_of(first)
        {
            let rest = rest.trim_start_matches([' ', ':', '=']);
            self.diagnostics.push(if from.is_some() {
                // Behind a text it may be the text's own: `note: Slowly, hold 5 s`.
                finding.help(format!(
                    "put a colon behind `{first}` if it is a field; if it goes on with the text before it, put that whole text in quotes"
                ))
            } else if rest.is_empty() || rest.starts_with('-') {
                finding.help(format!("write `{first}: {}`", field.example))
            } else {
                finding.edit(format!("put a colon and a space behind `{first}`"), name.span, format!("{first}: {rest}"))
            });
            return Some(field.name);
        }
        if from.is_some_and(|from| from + 1 < n) {
            return None; // The first piece says it of all.
        }
        if from.is_none() {
            let names: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
            self.diagnostics.push(finding.help(format!("write `name: value`; its fields are {}", listed(&names))));
            return None;
        }
        let help = "a comma in curly brackets ends a text: put a text with a comma in quotes";
        let pieces = fields.iter().enumerate().skip(n).take_while(|(at, _)| is_piece(*at)).map(|(_, (piece, _))| piece);
        let whole = from.map(|from| &fields[from].1).and_then(|node| match &node.value {
            yaml::Value::Scalar(scalar) if scalar.verbatim == Some(node.span.start) => {
                let text = pieces.clone().fold(scalar.text.clone(), |text, piece| format!("{text}, {}", piece.value));
                let end = pieces.last().map_or(name.span.end, |piece| piece.span.end);
                Some((Span { end, ..node.span }, yaml::quoted(&text)))
            }
            _ => None,
        });
        self.diagnostics.push(match whole {
            Some((span, text)) => finding.edit(help, span, text),
            None => finding.help(help),
        });
        None
    }

    /// Reports fields that must be there: those with a rule of their own apart, the others together.
    fn missing(&mut self, fields: &[&Field], table: &Table, place: Span) {
        for field in fields {
            if let Need::Must(rule) = field.need {
                self.diagnostics.push(
                    Diagnostic::new(rule, place, format!("`{}` is missing from {}", field.name, table.noun)).help(
                        format!(
                            "add `{}`. {} For example: `{}: {}`{}",
                            field.name,
                            field.means,
                            field.name,
                            field.example,
                            or_none(field)
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
                    let wanted = field.shape.wanted();
                    format!("write {wanted}, for example `{}: {}`{}", field.name, field.example, or_none(field))
                }
            };
            self.diagnostics.push(finding.help(help));
            return Value::Absent;
        }
        self.value(node, &name.value, &field.shape)
    }

    fn value(&mut self, node: &Node, name: &str, shape: &'static Shape) -> Value {
        match shape {
            Shape::Text => self.plain(node, name),
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
        let usual = match shape {
            Shape::Or(_, Shape::List(Shape::Record(usual))) => format!("[{}]", sketch(usual)),
            Shape::Or(_, Shape::Record(usual)) => sketch(usual),
            _ => "...".to_owned(),
        };
        self.diagnostics.push(
            Diagnostic::new(
                &rule::WRONG_TYPE,
                node.span,
                format!("`{name}` takes {}, not {}", shape.wanted(), found(node)),
            )
            .help(format!("write `{name}: {usual}`; or, to say why there is none, `{name}: {{{reason}: the reason}}`")),
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
            let is_of_names = matches!(of, Shape::Entry(..) | Shape::Term(_) | Shape::Source);
            let text = match &node.value {
                yaml::Value::Scalar(scalar) => scalar.text.trim(),
                yaml::Value::Null | yaml::Value::List(_) | yaml::Value::Map(_) => "",
            };
            let each_on_a_line =
                format!("write each on a line of its own below `{name}:`, beginning with a hyphen and a space");
            let words: Vec<&str> = match of {
                Shape::Choice(words) => words.iter().map(|(word, _)| *word).collect(),
                _ => Vec::new(),
            };
            let names = names_in(text).filter(|names| is_of_names || names.iter().all(|name| words.contains(name)));
            self.diagnostics.push(if let Some(names) = names {
                finding.edit("put it in square brackets", node.span, format!("[{}]", names.join(", ")))
            } else if !words.is_empty() {
                finding.help(format!("write in square brackets, with commas between them, {}", either(&words)))
            } else if let Some(mark) = bullet(text) {
                finding.help(format!("{each_on_a_line}, not with `{mark}`"))
            } else {
                finding.help(format!("{each_on_a_line}; short ones can stand in square brackets: `{name}: [one, two]`"))
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

    /// A text that is printed as it stands.
    fn plain(&mut self, node: &Node, name: &str) -> Value {
        let Some((text, place)) = self.text(node, name) else {
            return Value::Absent;
        };
        if let Some((at, written, sign)) = entity_in(&text.value) {
            let span = match (place.verbatim, u32::try_from(at), u32::try_from(at + written.len())) {
                (Some(start), Ok(at), Ok(end)) => Span { start: start + at, end: start + end, ..node.span },
                _ => node.span,
            };
            let finding =
                Diagnostic::new(&rule::RAW_HTML, span, format!("readers would see `{written}` as it stands here"));
            self.diagnostics.push(match sign.filter(|_| span != node.span) {
                Some(sign) => finding.edit("write the sign itself", span, sign),
                None => finding.help("write the sign itself, or take it out"),
            });
        }
        Value::Text(text)
    }

    /// A scalar's text, trimmed, with the way its bytes stand in the source.
    fn text(&mut self, node: &Node, name: &str) -> Option<(Spanned<String>, Place)> {
        let yaml::Value::Scalar(scalar) = &node.value else {
            self.wrong_type_of(node, name, "a text");
            return None;
        };
        let text = scalar.text.trim();
        if is_placeholder(text) || note_to_self(text).is_some() {
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
            // `Monday` for `mon`.
            None => match words.iter().find(|(_, meaning)| suggest::is_same(text, meaning)) {
                Some((word, _)) => finding.edit(format!("write `{word}`"), node.span, *word),
                None => finding.help(format!("write {}", either(&names))),
            },
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
            other => {
                let meant = match other.to_lowercase().as_str() {
                    "yes" | "y" | "on" | "true" => Some("true"),
                    "no" | "n" | "off" | "false" => Some("false"),
                    _ => None,
                };
                match meant {
                    Some(meant) => self.diagnostics.push(
                        Diagnostic::new(
                            &rule::WRONG_TYPE,
                            node.span,
                            format!("`{name}` takes `true` or `false`, not `{other}`"),
                        )
                        .edit(format!("write `{meant}`"), node.span, meant),
                    ),
                    None => self.wrong_type_of(node, name, "`true` or `false`"),
                }
                Value::Absent
            }
        }
    }

    /// A whole number, or two of them joined by a hyphen or another dash.
    fn range(&mut self, node: &Node, name: &str, wide: bool) -> Value {
        let wanted = if wide { Shape::Range.wanted() } else { Shape::Count.wanted() };
        let Some(scalar) = self.scalar(node, name, wanted) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        match figures(text) {
            Some((range, "")) if wide => self.ordered(range, node, name).map_or(Value::Absent, Value::Range),
            Some((range, "")) if text.bytes().all(|b| b.is_ascii_digit()) => {
                Value::Count(Spanned::new(range.most, node.span))
            }
            _ => {
                let rule =
                    if text.contains(|c: char| c.is_ascii_digit()) { &rule::BAD_RANGE } else { &rule::WRONG_TYPE };
                let finding = Diagnostic::new(rule, node.span, format!("`{name}` cannot be `{text}`"));
                let meant = figures_of(name, text).filter(|range| wide || range.least == range.most);
                self.diagnostics.push(match meant.map(Range::figures) {
                    Some(meant) => finding.edit(format!("write the number alone: `{meant}`"), node.span, meant),
                    None => finding.help(format!("write {wanted}")),
                });
                Value::Absent
            }
        }
    }

    fn time(&mut self, node: &Node, name: &str) -> Value {
        let Some(scalar) = self.scalar(node, name, Shape::Time.wanted()) else {
            return Value::Absent;
        };
        let text = scalar.text.trim();
        // `2.5 s`: its unit is not `.5 s`.
        let whole = figures(text).filter(|(_, unit)| !unit.starts_with(['.', ',']));
        let Some((range, unit)) = whole else {
            let rule = if text.contains(|c: char| c.is_ascii_digit()) { &rule::BAD_RANGE } else { &rule::WRONG_TYPE };
            self.diagnostics.push(
                Diagnostic::new(rule, node.span, format!("`{name}` cannot be `{text}`"))
                    .help(format!("write whole numbers: {}", Shape::Time.wanted())),
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
        let finding = Diagnostic::new(&rule::BAD_DATE, node.span, format!("`{text}` is not {what}"));
        self.diagnostics.push(match days_meant(text).as_slice() {
            [day] => finding.edit(format!("write year, month and day: `{}`", day.iso()), node.span, day.iso()),
            [day, other] => finding.help(format!(
                "write year, month and day: `{}` for {}, `{}` for {}",
                day.iso(),
                day.words(),
                other.iso(),
                other.words()
            )),
            _ => finding.help("write year, month and day: `2026-11-22`"),
        });
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
            yaml::Value::Map(fields) => {
                let help = "if this was meant as one text that holds `: `, put it in quotes; if not, check how far the line is indented";
                match fields.as_slice() {
                    // What has the form of a field is one, perhaps in the wrong column.
                    [(first, Node { value: yaml::Value::Scalar(rest), span })]
                        if wanted == "a text"
                            && !yaml::is_field_name(&first.value)
                            && rest.verbatim == Some(span.start)
                            && first.span.start == node.span.start =>
                    {
                        let text = yaml::quoted(&format!("{}: {}", first.value, rest.text));
                        finding.edit(help, Span { end: span.end, ..node.span }, text)
                    }
                    _ => finding.help(help),
                }
            }
            yaml::Value::List(_) => finding
                .help(format!("write {wanted}; what begins with `[` or `- ` is a list, unless it stands in quotes")),
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

/// The fields that a group of the table must have, as one would begin to write it; the first two where none must be there.
fn sketch(table: &Table) -> String {
    let required = table.fields.iter().filter(|field| !matches!(field.need, Need::Optional));
    let mut names: Vec<&str> = required.map(|field| field.name).collect();
    if names.is_empty() {
        names = table.fields.iter().take(2).map(|field| field.name).collect();
    }
    let fields: Vec<String> = names.iter().map(|name| format!("{name}: ...")).collect();
    format!("{{{}}}", fields.join(", "))
}

/// How to say that there is none, behind what a field takes.
fn or_none(field: &Field) -> String {
    match &field.shape {
        Shape::Or(table, _) => table.fields.first().map_or_else(String::new, |reason| {
            format!("; or, where there is none, `{}: {{{}: the reason}}`", field.name, reason.name)
        }),
        _ => String::new(),
    }
}

/// The group of fields that a field holds.
fn group_of(shape: &Shape) -> Option<&'static Table> {
    match shape {
        Shape::Record(table) | Shape::Or(_, Shape::Record(table)) => Some(*table),
        _ => None,
    }
}

/// Whether a name in curly brackets has no colon behind it, and so no value.
fn has_no_colon(name: &Spanned<String>, value: &Node) -> bool {
    matches!(value.value, yaml::Value::Null) && value.span.start == name.span.end
}
