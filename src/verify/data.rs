//! Reads the guide's data back: a program that shows somebody a dose must get the figures and the warnings of the entry.
//!
//! `html/data.rs` writes from the entries, this file knows only what stands in what was written. Each of the two has its own
//! list of names, so that a figure that slips into its neighbor's place is seen.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::artifact::Artifact;
use crate::diagnostic::Diagnostic;
use crate::model::dose::{Dose, Range, Time};
use crate::model::exercise::Exercise;
use crate::model::plan::Plan;
use crate::model::site::Site;
use crate::model::vocabulary::Taxonomy;
use crate::model::{Head, Prose};
use crate::rule;
use crate::source::{Span, Spanned};

const EXERCISES: &str = "data/exercises.json";
const PLANS: &str = "data/plans.json";
const TABLE: &str = "data/exercises.csv";

/// Findings about data that gives another figure than its entry, or lost one of its warnings.
#[must_use]
pub fn data(site: &Site, artifacts: &[Artifact]) -> Vec<Diagnostic> {
    let bytes = |path: &str| {
        artifacts.iter().find(|artifact| artifact.path == path).map_or(&[][..], |artifact| &artifact.bytes)
    };
    let exercises: Vec<&Exercise> = site.exercises().iter().filter(|exercise| !exercise.head.withdrawn).collect();
    let plans: Vec<&Plan> = site.plans().iter().filter(|plan| !plan.head.withdrawn).collect();
    let exercises_by_slug = by_slug(&exercises, |exercise| &exercise.head);
    let records = || {
        let mut reading = Reading::new(site, EXERCISES);
        let found = for_each_record(bytes(EXERCISES), "exercises", |record| {
            let exercise = exercises_by_slug.get(slug_of(record))?;
            reading.exercise(exercise, record);
            Some(exercise.head.slug.as_str())
        });
        reading.all_there(exercises.iter().map(|exercise| &exercise.head), &found);
        let found = for_each_record(bytes(PLANS), "plans", |record| {
            let plan = plans.iter().find(|plan| plan.head.slug == slug_of(record))?;
            reading.file = PLANS;
            reading.plan(plan, record);
            Some(plan.head.slug.as_str())
        });
        reading.file = PLANS;
        reading.all_there(plans.iter().map(|plan| &plan.head), &found);
        reading.diagnostics
    };
    let rows = || {
        let mut reading = Reading::new(site, TABLE);
        let table = String::from_utf8_lossy(bytes(TABLE));
        let mut rows = Rows { rest: &table };
        let columns = Columns::of(rows.next().unwrap_or_default());
        let mut found = BTreeSet::new();
        for row in rows {
            if let Some(exercise) = row.first().and_then(|slug| exercises_by_slug.get(slug.as_ref())) {
                reading.row(exercise, &columns, &row);
                found.insert(exercise.head.slug.as_str());
            }
        }
        reading.all_there(exercises.iter().map(|exercise| &exercise.head), &found);
        reading.diagnostics
    };
    let (mut found, more) = rayon::join(records, rows);
    found.extend(more);
    found
}

fn by_slug<'a, T>(entries: &[&'a T], head: fn(&T) -> &Head) -> BTreeMap<&'a str, &'a T> {
    entries.iter().map(|&entry| (head(entry).slug.as_str(), entry)).collect()
}

fn slug_of(record: &Value) -> &str {
    record["slug"].as_str().unwrap_or_default()
}

/// Reads the records of a file one by one, so that it never stands in memory as a whole, and gathers what `read` answers.
/// What cannot be read has no records, and every entry is then missing from it.
fn for_each_record<'a>(bytes: &[u8], list: &str, mut read: impl FnMut(&Value) -> Option<&'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut take = |record: Value| found.extend(read(&record));
    let file = FileVisitor { list, take: &mut take };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    match json.deserialize_map(file).and_then(|()| json.end()) {
        Ok(()) => found,
        Err(_) => BTreeSet::new(),
    }
}

/// Looks for the list in a file.
struct FileVisitor<'v> {
    list: &'v str,
    take: &'v mut dyn FnMut(Value),
}

impl<'de> Visitor<'de> for FileVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a data file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == self.list {
                map.next_value_seed(ListVisitor { take: &mut *self.take })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Hands over the records of a list.
struct ListVisitor<'v> {
    take: &'v mut dyn FnMut(Value),
}

impl<'de> DeserializeSeed<'de> for ListVisitor<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(record) = list.next_element()? {
            (self.take)(record);
        }
        Ok(())
    }
}

/// Every figure of a dose with its name in the data, times in seconds.
fn figures(dose: &Dose) -> [(&'static str, Option<Spanned<Range>>); 8] {
    [
        ("sets", dose.sets),
        ("reps", dose.reps),
        ("hold_seconds", dose.hold.map(|hold| hold.map(Time::seconds))),
        ("minutes", dose.minutes),
        ("rest_seconds", dose.rest.map(|rest| rest.map(Time::seconds))),
        ("days_a_week", dose.days),
        ("times_a_day", dose.times_a_day),
        ("every_seconds", dose.every.map(|every| every.map(Time::seconds))),
    ]
}

/// The reading of one file against the entries.
struct Reading<'a> {
    site: &'a Site,
    file: &'static str,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    const fn new(site: &'a Site, file: &'static str) -> Self {
        Self { site, file, diagnostics: Vec::new() }
    }

    /// What the data says must be what the entry says.
    fn same(&mut self, is_same: bool, span: Span, slug: &str, what: impl fmt::Display) {
        if !is_same {
            let message = format!("{} does not give {what} of `{slug}` as the entry has it", self.file);
            self.diagnostics.push(Diagnostic::new(&rule::DATA_MISMATCH, span, message).label("comes from here").help(
                "the entry is right and the program is not: please report it, and publish with the version before",
            ));
        }
    }

    /// Every entry has its record.
    fn all_there<'h>(&mut self, heads: impl Iterator<Item = &'h Head>, found: &BTreeSet<&str>) {
        for head in heads {
            self.same(found.contains(head.slug.as_str()), head.span, &head.slug, "anything");
        }
    }

    fn exercise(&mut self, exercise: &Exercise, record: &Value) {
        let Head { slug, span, .. } = &exercise.head;
        self.dose(exercise.start.as_ref(), &record["start_dose"], *span, slug, "the starting dose");
        self.dose(exercise.full.dose(), &record["full_dose"], *span, slug, "the full dose");
        let seconds = exercise.seconds_per_rep;
        let place = seconds.map_or(*span, |seconds| seconds.span);
        self.same(is_number(&record["seconds_per_rep"], seconds.map(|seconds| seconds.value)), place, slug, "the pace");
        for line in exercise.contraindications.list() {
            self.line(&line.condition, &[("because", &line.because)], &record["contraindications"], slug);
        }
        for line in &exercise.precautions {
            let texts = [("because", &line.because), ("advice", &line.advice)];
            self.line(&line.condition, &texts, &record["precautions"], slug);
        }
    }

    fn plan(&mut self, plan: &Plan, record: &Value) {
        let Head { slug, span, .. } = &plan.head;
        for line in &plan.not_for {
            self.line(&line.condition, &[("advice", &line.advice)], &record["not_for"], slug);
        }
        for line in &plan.adapt {
            self.line(&line.condition, &[("advice", &line.advice)], &record["adapt"], slug);
        }
        let weeks = list(&record["weeks"]);
        self.same(weeks.len() == plan.weeks.len(), *span, slug, "the number of weeks");
        for ((number, week), record) in (1u32..).zip(&plan.weeks).zip(weeks) {
            self.same(record["week"] == number, week.span, slug, "the number of a week");
            let minutes = is_number(&record["session_minutes"], Some(week.minutes.value));
            self.same(minutes, week.minutes.span, slug, format_args!("the minutes of week {number}"));
            let days = week.days.iter().map(|day| day.value.key());
            self.same(
                list(&record["days"]).iter().eq(days),
                week.span,
                slug,
                format_args!("the days of week {number}"),
            );
            let move_on = is_number(&record["move_on_days"], week.move_on_days.map(|days| days.value));
            let place = week.move_on_days.map_or(week.span, |days| days.span);
            self.same(move_on, place, slug, format_args!("the days to move on after week {number}"));
            let rows = list(&record["exercises"]);
            let is_whole = rows.len() == week.prescriptions.len();
            self.same(is_whole, week.span, slug, format_args!("the number of exercises of week {number}"));
            for (prescription, row) in week.prescriptions.iter().zip(rows) {
                let exercise = &prescription.exercise;
                let is_same = row["exercise"] == *exercise.as_str() && row["optional"] == prescription.optional;
                self.same(is_same, exercise.span, slug, format_args!("this exercise of week {number}"));
                let what = format_args!("the dose in week {number}");
                self.dose(prescription.dose.as_ref(), &row["dose"], exercise.span, slug, what);
            }
        }
    }

    fn dose(&mut self, dose: Option<&Dose>, record: &Value, place: Span, slug: &str, what: impl fmt::Display + Copy) {
        let Some(dose) = dose else {
            self.same(record.is_null(), place, slug, what);
            return;
        };
        for (name, figure) in figures(dose) {
            let range = &record[name];
            let is_same = match figure {
                Some(Spanned { value: Range { least, most }, .. }) => range["least"] == least && range["most"] == most,
                None => range.is_null(),
            };
            self.same(
                is_same,
                figure.map_or(dose.span, |figure| figure.span),
                slug,
                format_args!("`{name}` in {what}"),
            );
        }
        self.same(record["per_side"] == dose.per_side, dose.span, slug, format_args!("the side in {what}"));
        self.same(record["words"] == dose.words(), dose.span, slug, format_args!("the words for {what}"));
    }

    /// A line about a condition stands in the data, with its words.
    fn line(&mut self, condition: &Spanned<String>, texts: &[(&str, &Prose)], lines: &Value, slug: &str) {
        let is_it = |line: &Value| {
            line["condition"] == *condition.as_str() && texts.iter().all(|(name, text)| line[*name] == *text.plain())
        };
        let label = self.site.vocabulary().label(Taxonomy::Conditions, condition.as_str());
        let what = format_args!("the line on \u{201c}{label}\u{201d}");
        self.same(list(lines).iter().any(is_it), condition.span, slug, what);
    }

    fn row(&mut self, exercise: &Exercise, columns: &Columns<'_>, row: &[Cow<'_, str>]) {
        let Head { slug, span, .. } = &exercise.head;
        let cell = |column: &str| columns.cell(row, column);
        let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
        let seconds = number(exercise.seconds_per_rep.map(|seconds| seconds.value));
        self.same(cell("seconds_per_rep") == Some(seconds.as_str()), *span, slug, "the pace");
        for (column, dose) in [("start", exercise.start.as_ref()), ("full", exercise.full.dose())] {
            let place = dose.map_or(*span, |dose| dose.span);
            // A table has room for the figures that most doses have.
            for name in ["sets", "reps", "hold_seconds", "minutes"] {
                let figures = dose.map(figures).into_iter().flatten();
                let figure = figures.filter(|(other, _)| *other == name).find_map(|(_, figure)| figure);
                let figure = figure.map(|figure| figure.value);
                let (least, most) = (number(figure.map(|range| range.least)), number(figure.map(|range| range.most)));
                let is_same = cell(&format!("{column}_{name}_least")) == Some(least.as_str())
                    && cell(&format!("{column}_{name}_most")) == Some(most.as_str());
                self.same(is_same, place, slug, format_args!("`{column}_{name}`"));
            }
            let side = dose.map_or_else(String::new, |dose| dose.per_side.to_string());
            let is_same = cell(&format!("{column}_per_side")) == Some(side.as_str());
            self.same(is_same, place, slug, format_args!("`{column}_per_side`"));
        }
        let not: Vec<&str> = exercise.contraindications.list().iter().map(|line| line.condition.as_str()).collect();
        let care: Vec<&str> = exercise.precautions.iter().map(|line| line.condition.as_str()).collect();
        for (column, conditions) in [("contraindications", not), ("precautions", care)] {
            let is_same = cell(column) == Some(conditions.join(";").as_str());
            self.same(is_same, *span, slug, format_args!("the {column}"));
        }
    }
}

/// The values of a list; none where there is no list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whether a value is this number, or nothing where there is none.
fn is_number(value: &Value, number: Option<u32>) -> bool {
    number.map_or_else(|| value.is_null(), |number| *value == number)
}

/// The columns of a table, by name.
struct Columns<'a>(BTreeMap<Cow<'a, str>, usize>);

impl<'a> Columns<'a> {
    fn of(head: Vec<Cow<'a, str>>) -> Self {
        Self(head.into_iter().zip(0..).collect())
    }

    fn cell<'r>(&self, row: &'r [Cow<'_, str>], column: &str) -> Option<&'r str> {
        row.get(*self.0.get(column)?).map(AsRef::as_ref)
    }
}

/// The rows of a table of comma-separated values, as RFC 4180 has it.
struct Rows<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Rows<'a> {
    type Item = Vec<Cow<'a, str>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.cell());
            let is_last = !self.rest.starts_with(',');
            let end = if is_last { self.rest.find('\n').map_or(self.rest.len(), |at| at + 1) } else { 1 };
            self.rest = &self.rest[end..];
            if is_last {
                return Some(row);
            }
        }
    }
}

impl<'a> Rows<'a> {
    /// One cell; what ends it stays. In a quoted cell two quotes are one.
    fn cell(&mut self) -> Cow<'a, str> {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let end = self.rest.find([',', '\r', '\n']).unwrap_or(self.rest.len());
            let (cell, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Cow::Borrowed(cell);
        };
        let mut from = 0;
        let end = loop {
            let Some(quote) = quoted[from..].find('"').map(|at| from + at) else { break quoted.len() };
            if !quoted[quote + 1..].starts_with('"') {
                break quote;
            }
            from = quote + 2;
        };
        self.rest = quoted.get(end + 1..).unwrap_or("");
        if from == 0 { Cow::Borrowed(&quoted[..end]) } else { Cow::Owned(quoted[..end].replace("\"\"", "\"")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_is_written() {
        let text = "slug,title,dose\r\na,\"One, \"\"two\"\"\",\r\nb,\"x\ny\",3\r\n";
        let mut rows = Rows { rest: text };
        let columns = Columns::of(rows.next().unwrap());
        let (a, b) = (rows.next().unwrap(), rows.next().unwrap());
        assert_eq!(rows.next(), None);
        assert_eq!(columns.cell(&a, "title"), Some("One, \"two\""));
        assert_eq!(columns.cell(&a, "dose"), Some(""));
        assert_eq!(columns.cell(&b, "title"), Some("x\ny"));
        assert_eq!(columns.cell(&b, "dose"), Some("3"));
        assert_eq!(columns.cell(&b, "other"), None);
    }

    #[test]
    fn records_are_handed_over_one_by_one_and_a_broken_file_has_none() {
        let slugs = |text: &str| {
            let mut seen = Vec::new();
            for_each_record(text.as_bytes(), "list", |record| {
                seen.push(slug_of(record).to_owned());
                None
            });
            seen
        };
        assert_eq!(slugs(r#"{"a": [{"slug": "x"}], "list": [{"slug": "y"}, {"slug": "z"}], "b": 1}"#), ["y", "z"]);
        let found = for_each_record(br#"{"list": [{"slug": "y"}, {"#, "list", |_| Some("y"));
        assert!(found.is_empty());
        assert!(for_each_record(br#"{"list": [{"slug": "y"}]} x"#, "list", |_| Some("y")).is_empty());
    }
}
