//! Reads the guide's data back: a program that shows somebody a dose must get the figures and the warnings of the entry.
//!
//! `html/data.rs` writes from the entries, this file knows only what stands in what was written. Each of the two has its own
//! list of names, so that a figure that slips into its neighbor's place is seen.

use std::collections::BTreeMap;

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
    let exercises = || {
        let mut reading = Reading { site, file: EXERCISES, diagnostics: Vec::new() };
        let records = Records::read(bytes(EXERCISES), "exercises");
        for exercise in site.exercises().iter().filter(|exercise| !exercise.head.withdrawn) {
            if let Some(record) = reading.record(&records, &exercise.head) {
                reading.exercise(exercise, record);
            }
        }
        reading.file = TABLE;
        let table = String::from_utf8_lossy(bytes(TABLE));
        let rows = Table::read(&table);
        for exercise in site.exercises().iter().filter(|exercise| !exercise.head.withdrawn) {
            reading.row(exercise, &rows);
        }
        reading.diagnostics
    };
    let plans = || {
        let mut reading = Reading { site, file: PLANS, diagnostics: Vec::new() };
        let records = Records::read(bytes(PLANS), "plans");
        for plan in site.plans().iter().filter(|plan| !plan.head.withdrawn) {
            if let Some(record) = reading.record(&records, &plan.head) {
                reading.plan(plan, record);
            }
        }
        reading.diagnostics
    };
    let (mut found, more) = rayon::join(exercises, plans);
    found.extend(more);
    found
}

/// The records of a file, by slug.
struct Records(BTreeMap<String, Value>);

impl Records {
    /// What cannot be read has no records, and every entry is then missing from it.
    fn read(bytes: &[u8], list: &str) -> Self {
        let mut file: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let records = match file.get_mut(list).map(Value::take) {
            Some(Value::Array(records)) => records,
            _ => Vec::new(),
        };
        let slug = |record: &Value| record["slug"].as_str().unwrap_or_default().to_owned();
        Self(records.into_iter().map(|record| (slug(&record), record)).collect())
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

impl Reading<'_> {
    /// What the data says must be what the entry says.
    fn same(&mut self, is_same: bool, span: Span, slug: &str, what: &str) {
        if !is_same {
            let message = format!("{} does not give {what} of `{slug}` as the entry has it", self.file);
            self.diagnostics.push(Diagnostic::new(&rule::DATA_MISMATCH, span, message).label("comes from here").help(
                "the entry is right and the program is not: please report it, and publish with the version before",
            ));
        }
    }

    fn record<'r>(&mut self, records: &'r Records, head: &Head) -> Option<&'r Value> {
        let record = records.0.get(&head.slug);
        self.same(record.is_some(), head.span, &head.slug, "anything");
        record
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
            self.same(minutes, week.minutes.span, slug, &format!("the minutes of week {number}"));
            let days = week.days.iter().map(|day| day.value.key());
            self.same(list(&record["days"]).iter().eq(days), week.span, slug, &format!("the days of week {number}"));
            let move_on = is_number(&record["move_on_days"], week.move_on_days.map(|days| days.value));
            let place = week.move_on_days.map_or(week.span, |days| days.span);
            self.same(move_on, place, slug, &format!("the days to move on after week {number}"));
            let rows = list(&record["exercises"]);
            let is_whole = rows.len() == week.prescriptions.len();
            self.same(is_whole, week.span, slug, &format!("the number of exercises of week {number}"));
            for (prescription, row) in week.prescriptions.iter().zip(rows) {
                let exercise = &prescription.exercise;
                let is_same = row["exercise"] == *exercise.as_str() && row["optional"] == prescription.optional;
                self.same(is_same, exercise.span, slug, &format!("this exercise of week {number}"));
                let what = format!("the dose in week {number}");
                self.dose(prescription.dose.as_ref(), &row["dose"], exercise.span, slug, &what);
            }
        }
    }

    fn dose(&mut self, dose: Option<&Dose>, record: &Value, place: Span, slug: &str, what: &str) {
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
            self.same(is_same, figure.map_or(dose.span, |figure| figure.span), slug, &format!("`{name}` in {what}"));
        }
        self.same(record["per_side"] == dose.per_side, dose.span, slug, &format!("the side in {what}"));
        self.same(record["words"] == dose.words(), dose.span, slug, &format!("the words for {what}"));
    }

    /// A line about a condition stands in the data, with its words.
    fn line(&mut self, condition: &Spanned<String>, texts: &[(&str, &Prose)], lines: &Value, slug: &str) {
        let is_it = |line: &Value| {
            line["condition"] == *condition.as_str() && texts.iter().all(|(name, text)| line[*name] == *text.plain())
        };
        let label = self.site.vocabulary().label(Taxonomy::Conditions, condition.as_str());
        let what = format!("the line on \u{201c}{label}\u{201d}");
        self.same(list(lines).iter().any(is_it), condition.span, slug, &what);
    }

    fn row(&mut self, exercise: &Exercise, table: &Table) {
        let Head { slug, span, .. } = &exercise.head;
        let cell = |column: &str| table.cell(slug, column);
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
                self.same(is_same, place, slug, &format!("`{column}_{name}`"));
            }
            let side = dose.map_or_else(String::new, |dose| dose.per_side.to_string());
            self.same(
                cell(&format!("{column}_per_side")) == Some(side.as_str()),
                place,
                slug,
                &format!("`{column}_per_side`"),
            );
        }
        let not: Vec<&str> = exercise.contraindications.list().iter().map(|line| line.condition.as_str()).collect();
        let care: Vec<&str> = exercise.precautions.iter().map(|line| line.condition.as_str()).collect();
        for (column, conditions) in [("contraindications", not), ("precautions", care)] {
            self.same(cell(column) == Some(conditions.join(";").as_str()), *span, slug, &format!("the {column}"));
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

/// A table of comma-separated values, as RFC 4180 has it.
struct Table {
    columns: BTreeMap<String, usize>,
    /// The rows, by their first cell.
    rows: BTreeMap<String, Vec<String>>,
}

impl Table {
    fn read(text: &str) -> Self {
        let mut rows = cells(text).into_iter();
        let columns = rows.next().unwrap_or_default().into_iter().zip(0..).collect();
        Self { columns, rows: rows.filter_map(|row| Some((row.first()?.clone(), row))).collect() }
    }

    fn cell(&self, row: &str, column: &str) -> Option<&str> {
        self.rows.get(row)?.get(*self.columns.get(column)?).map(String::as_str)
    }
}

/// The cells of a table, row by row. In a quoted cell two quotes are one.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_is_written() {
        let table = Table::read("slug,title,dose\r\na,\"One, \"\"two\"\"\",\r\nb,\"x\ny\",3\r\n");
        assert_eq!(table.cell("a", "title"), Some("One, \"two\""));
        assert_eq!(table.cell("a", "dose"), Some(""));
        assert_eq!(table.cell("b", "title"), Some("x\ny"));
        assert_eq!(table.cell("b", "other"), None);
        assert_eq!(table.cell("c", "title"), None);
    }
}
