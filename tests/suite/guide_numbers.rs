//! Entry, page and data agree in every number: every exercise, every week of every plan, every condition.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use backsite::cache::Cache;
use backsite::model::dose::{Dose, Range};
use backsite::model::exercise::Exercise;
use backsite::model::site::Site;
use backsite::{html, pipeline, verify};
use serde_json::{Value, json};

/// The guide built in memory: the entries, the text of each page, the data by file.
struct Built {
    site: Site,
    pages: BTreeMap<String, String>,
    data: BTreeMap<String, Value>,
}

fn built() -> Built {
    let mut guide = pipeline::check(Path::new(env!("CARGO_MANIFEST_DIR")), None).unwrap();
    let artifacts = pipeline::render(&mut guide, &html::Options::default(), &Cache::in_memory());
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().to_owned();
    let pages = artifacts.iter().filter_map(|artifact| {
        let address = artifact.path.strip_suffix("index.html")?;
        Some((address.to_owned(), verify::text_of(&text(&artifact.bytes))))
    });
    let data = artifacts.iter().filter_map(|artifact| {
        let name = artifact.path.strip_prefix("data/")?.strip_suffix(".json")?;
        Some((name.to_owned(), serde_json::from_str(&text(&artifact.bytes)).unwrap()))
    });
    Built { pages: pages.collect(), data: data.collect(), site: guide.site.unwrap() }
}

impl Built {
    /// The record of `file` whose `field` is `name`.
    fn record(&self, file: &str, field: &str, name: &str) -> &Value {
        let list = self.data[file][file].as_array().unwrap();
        list.iter().find(|record| record[field] == name).unwrap_or_else(|| panic!("data/{file}.json has no {name}"))
    }
}

/// The figures of a dose as the data should have them, and nothing but those that are written.
fn figures(dose: &Dose) -> BTreeMap<&'static str, Value> {
    let range = |range: Range| json!({"least": range.least, "most": range.most});
    let seconds = |time: backsite::model::dose::Time| range(time.seconds());
    let all = [
        ("sets", dose.sets.map(|sets| range(sets.value))),
        ("reps", dose.reps.map(|reps| range(reps.value))),
        ("hold_seconds", dose.hold.map(|hold| seconds(hold.value))),
        ("minutes", dose.minutes.map(|minutes| range(minutes.value))),
        ("rest_seconds", dose.rest.map(|rest| seconds(rest.value))),
        ("days_a_week", dose.days.map(|days| range(days.value))),
        ("times_a_day", dose.times_a_day.map(|times| range(times.value))),
        ("per_side", Some(json!(dose.per_side))),
        ("words", Some(json!(dose.words()))),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The data's dose holds the entry's figures, and no others.
#[track_caller]
fn agrees(data: &Value, dose: &Dose, whose: &str) {
    let expected = figures(dose);
    for (name, value) in &expected {
        assert_eq!(&data[*name], value, "`{name}` of {whose}");
    }
    for name in ["sets", "reps", "hold_seconds", "minutes", "rest_seconds", "days_a_week", "times_a_day"] {
        assert_eq!(data.get(name).is_some(), expected.contains_key(name), "`{name}` of {whose}");
    }
}

#[test]
fn every_exercise_has_its_doses_on_its_page_and_in_the_data() {
    let built = built();
    assert_eq!(built.site.exercises().len(), 33);
    for exercise in built.site.exercises() {
        let slug = &exercise.head.slug;
        let data = built.record("exercises", "slug", slug);
        let page = &built.pages[&format!("exercises/{slug}/")];
        for (name, dose) in [("start_dose", exercise.start.as_ref()), ("full_dose", exercise.full.dose())] {
            let dose = dose.unwrap_or_else(|| panic!("{slug} has no {name}"));
            agrees(&data[name], dose, slug);
            assert!(page.contains(&dose.words()), "{slug}: {}", dose.words());
        }
        let seconds = exercise.seconds_per_rep.map(|seconds| json!(seconds.value)).unwrap_or_default();
        assert_eq!(data.get("seconds_per_rep").cloned().unwrap_or_default(), seconds, "{slug}");
    }
}

#[test]
fn every_week_of_every_plan_has_its_doses_and_minutes_on_its_page_and_in_the_data() {
    let built = built();
    let mut n_weeks = 0;
    for plan in built.site.plans() {
        let slug = &plan.head.slug;
        let data = built.record("plans", "slug", slug);
        let page = &built.pages[&format!("plans/{slug}/")];
        let weeks = data["weeks"].as_array().unwrap();
        assert_eq!(weeks.len(), plan.weeks.len(), "{slug}");
        for (week, data) in plan.weeks.iter().zip(weeks) {
            n_weeks += 1;
            let minutes = week.minutes.value;
            assert_eq!(data["session_minutes"], minutes, "{slug}");
            assert!(page.contains(&format!("{minutes} minutes a session")), "{slug}: {minutes} minutes");
            let rows = data["exercises"].as_array().unwrap();
            assert_eq!(rows.len(), week.prescriptions.len(), "{slug}");
            for (prescription, row) in week.prescriptions.iter().zip(rows) {
                assert_eq!(row["exercise"], prescription.exercise.value.as_str());
                let dose = prescription.dose.as_ref().unwrap();
                agrees(&row["dose"], dose, &format!("{slug}, {}", prescription.exercise.value));
                assert!(page.contains(&dose.words()), "{slug}: {}", dose.words());
            }
        }
    }
    assert_eq!(n_weeks, 24);
}

#[test]
fn every_condition_names_the_same_exercises_on_its_page_and_in_the_entries() {
    let built = built();
    let conditions = built.data["conditions"]["conditions"].as_array().unwrap();
    assert_eq!(conditions.len(), 28);
    let exercises = built.data["exercises"]["exercises"].as_array().unwrap();
    for condition in conditions {
        let key = condition["key"].as_str().unwrap();
        let in_data = |field: &str| -> BTreeSet<&str> {
            let names = |exercise: &&Value| {
                let lines = exercise[field].as_array();
                lines.is_some_and(|lines| lines.iter().any(|line| line["condition"] == key))
            };
            exercises.iter().filter(names).map(|exercise| exercise["slug"].as_str().unwrap()).collect()
        };
        let in_entries = |has: fn(&Exercise, &str) -> bool| -> BTreeSet<&str> {
            let having = built.site.exercises().iter().filter(|exercise| has(exercise, key));
            having.map(|exercise| exercise.head.slug.as_str()).collect()
        };
        let not = in_entries(|exercise, key| {
            exercise.contraindications.list().iter().any(|line| line.condition.value == key)
        });
        let care = in_entries(|exercise, key| exercise.precautions.iter().any(|line| line.condition.value == key));
        assert_eq!(in_data("contraindications"), not, "{key}");
        assert_eq!(in_data("precautions"), care, "{key}");
        let page = &built.pages[&format!("conditions/{key}/")];
        for slug in not.union(&care) {
            let title = &built.site.exercise(slug).unwrap().head.title.value;
            assert!(page.contains(title.as_str()), "the page of {key} does not name {title}");
        }
    }
}
