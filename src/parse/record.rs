//! What was read by a table, ready to be turned into its type.
//!
//! A [`Record`] always answers: where the author's value is missing or wrong there is a finding and a harmless value.

use std::cell::{Cell, RefCell};

use crate::markdown;
use crate::model::dose::{Range, Time, Unit};
use crate::model::field::{Shape, Table};
use crate::model::figure::Figure;
use crate::model::{Date, Prose};
use crate::source::{Span, Spanned};

/// A group of fields, judged by its table.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) table: &'static Table,
    /// Where the group stands.
    pub span: Span,
    pub(super) values: Vec<Value>,
    taken: Cell<u64>,
}

/// A field's value, judged by its shape.
#[derive(Debug)]
pub(super) enum Value {
    Absent,
    Text(Spanned<String>),
    /// Given away to the one who asks for it.
    Prose(RefCell<Option<Prose>>),
    Flag(bool),
    Count(Spanned<u32>),
    Range(Spanned<Range>),
    Time(Spanned<Time>),
    Date(Spanned<Date>),
    List(Vec<Value>),
    Record(Record),
    Keyed(Vec<(Spanned<String>, Record)>),
    /// Given away to the one who asks for it.
    Figure(RefCell<Option<Box<Figure>>>),
}

impl Record {
    /// A record with nothing in it, for a place where the author's was wrong.
    pub(super) fn empty(table: &'static Table, span: Span) -> Self {
        let values = table.fields.iter().map(|_| Value::Absent).collect();
        Self { table, span, values, taken: Cell::new(0) }
    }

    fn get(&self, name: &str) -> &Value {
        let index = self.table.fields.iter().position(|field| field.name == name);
        debug_assert!(index.is_some(), "{} has no field `{name}`", self.table.noun);
        index.map_or(&Value::Absent, |index| {
            self.taken.set(self.taken.get() | 1 << index);
            &self.values[index]
        })
    }

    /// To be called when the record was turned into its type: a row of the table that nobody reads is a fault of ours.
    pub(super) fn done(&self) {
        let all = (1_u64 << self.table.fields.len()) - 1;
        debug_assert_eq!(self.taken.get(), all, "a field of {} is declared and never read", self.table.noun);
    }

    /// Whether the record's own table has the field: tells which of two tables an author chose.
    pub(super) fn table_has(&self, name: &str) -> bool {
        self.table.fields.iter().any(|field| field.name == name)
    }

    /// Whether the author wrote the field.
    pub(super) fn has(&self, name: &str) -> bool {
        !matches!(self.get(name), Value::Absent)
    }

    /// A text, a name or a choice; empty where there is a finding.
    pub(super) fn text(&self, name: &str) -> Spanned<String> {
        self.maybe_text(name).unwrap_or_else(|| Spanned::new(String::new(), self.span))
    }

    /// A text, a name or a choice that may be left out.
    pub(super) fn maybe_text(&self, name: &str) -> Option<Spanned<String>> {
        match self.get(name) {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// A list of texts or names.
    pub(super) fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        let items = self.items(name).iter();
        items.filter_map(|item| if let Value::Text(text) = item { Some(text.clone()) } else { None }).collect()
    }

    /// A prose; empty where there is a finding.
    pub(super) fn prose(&self, name: &str) -> Prose {
        self.maybe_prose(name).unwrap_or_else(|| Prose { span: self.span, document: markdown::Document::default() })
    }

    /// A prose that may be left out.
    pub(super) fn maybe_prose(&self, name: &str) -> Option<Prose> {
        match self.get(name) {
            Value::Prose(prose) => prose.take(),
            _ => None,
        }
    }

    /// A list of proses.
    pub(super) fn proses(&self, name: &str) -> Vec<Prose> {
        let items = self.items(name).iter();
        items.filter_map(|item| if let Value::Prose(prose) = item { prose.take() } else { None }).collect()
    }

    /// A flag; `default` where it is left out.
    pub(super) fn flag(&self, name: &str, default: bool) -> bool {
        if let Value::Flag(flag) = self.get(name) { *flag } else { default }
    }

    /// A whole number that may be left out.
    pub(super) fn maybe_count(&self, name: &str) -> Option<Spanned<u32>> {
        if let Value::Count(count) = self.get(name) { Some(*count) } else { None }
    }

    /// A whole number; one where there is a finding.
    pub(super) fn count(&self, name: &str) -> Spanned<u32> {
        self.maybe_count(name).unwrap_or(Spanned::new(1, self.span))
    }

    /// A range that may be left out.
    pub(super) fn maybe_range(&self, name: &str) -> Option<Spanned<Range>> {
        if let Value::Range(range) = self.get(name) { Some(*range) } else { None }
    }

    /// A range; one where there is a finding.
    pub(super) fn range(&self, name: &str) -> Range {
        self.maybe_range(name).map_or(Range::exactly(1), |range| range.value)
    }

    /// A time that may be left out.
    pub(super) fn maybe_time(&self, name: &str) -> Option<Spanned<Time>> {
        if let Value::Time(time) = self.get(name) { Some(*time) } else { None }
    }

    /// A time; one second where there is a finding.
    pub(super) fn time(&self, name: &str) -> Spanned<Time> {
        let one = Time { amount: Range::exactly(1), unit: Unit::Second };
        self.maybe_time(name).unwrap_or(Spanned::new(one, self.span))
    }

    /// A day that may be left out.
    pub(super) fn maybe_date(&self, name: &str) -> Option<Spanned<Date>> {
        if let Value::Date(date) = self.get(name) { Some(*date) } else { None }
    }

    /// A day; the zeroth where there is a finding.
    pub(super) fn date(&self, name: &str) -> Spanned<Date> {
        self.maybe_date(name).unwrap_or(Spanned::new(Date::default(), self.span))
    }

    /// A group of fields that may be left out.
    pub(super) fn record(&self, name: &str) -> Option<&Self> {
        if let Value::Record(record) = self.get(name) { Some(record) } else { None }
    }

    /// A group of fields that must be there, read by `f`; an empty one where there is a finding.
    pub(super) fn group<T>(&self, name: &str, f: impl FnOnce(&Self) -> T) -> T {
        if let Value::Record(record) = self.get(name) {
            return f(record);
        }
        let table = self.table.fields.iter().find(|field| field.name == name).and_then(|field| match field.shape {
            Shape::Record(table) => Some(table),
            _ => None,
        });
        debug_assert!(table.is_some(), "`{name}` of {} is no group of fields", self.table.noun);
        f(&Self::empty(table.unwrap_or(self.table), self.span))
    }

    /// A figure; none where the kind has none or the author drew none.
    pub(super) fn figure(&self, name: &str) -> Option<Figure> {
        if !self.table_has(name) {
            return None;
        }
        if let Value::Figure(figure) = self.get(name) { figure.take().map(|figure| *figure) } else { None }
    }

    /// A list of groups of fields.
    pub(super) fn records(&self, name: &str) -> impl Iterator<Item = &Self> {
        let items = self.items(name).iter();
        items.filter_map(|item| if let Value::Record(record) = item { Some(record) } else { None })
    }

    /// Named groups of fields.
    pub(super) fn keyed(&self, name: &str) -> &[(Spanned<String>, Self)] {
        if let Value::Keyed(records) = self.get(name) { records } else { &[] }
    }

    fn items(&self, name: &str) -> &[Value] {
        if let Value::List(items) = self.get(name) { items } else { &[] }
    }
}
