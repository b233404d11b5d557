//! Data read back: whatever is changed in what was made is seen before it is written.

use backsite::artifact::Artifact;
use backsite::cache::Cache;
use backsite::model::site::Site;
use backsite::{pipeline, verify};
use serde_json::Value;

use crate::site::TestSite;

/// A guide with every figure a dose can have, and what was made of it.
fn made() -> (Site, Vec<Artifact>) {
    let test = TestSite::small();
    let full = "{sets: 2, reps: 8, hold: 3-5 s, rest: 20 s, per: side, days: 3-5, times_a_day: 2}";
    let start = "{sets: 1-2, reps: 5-8, hold: 3 s, per: side}";
    test.edit("content/exercises/bird-dog.md", &format!("dose:\n  start: {start}\n  full: {full}\n"));
    test.edit(
        "content/exercises/cat-cow.yaml",
        "contraindications: [{condition: shoulder-pain, because: It hurts, source: clinical-convention}]\n",
    );
    test.edit(
        "content/plans/start-gently.yaml",
        "not_for: [{condition: shoulder-pain, advice: Ask first, source: clinical-convention}]\n",
    );
    let mut guide = pipeline::check(test.root(), None).unwrap();
    let artifacts = pipeline::render(&mut guide, pipeline::Options::default(), &Cache::in_memory());
    assert!(guide.diagnostics.is_empty(), "{:#?}", guide.diagnostics);
    (guide.site.unwrap(), artifacts)
}

/// The places of all values below one that are chosen, as JSON pointers.
fn places(value: &Value, at: &str, is_chosen: fn(&str, &Value) -> bool, places: &mut Vec<String>) {
    if is_chosen(at, value) {
        places.push(at.to_owned());
    }
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, value)| self::places(value, &format!("{at}/{n}"), is_chosen, places));
        }
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| self::places(value, &format!("{at}/{name}"), is_chosen, places));
        }
        _ => {}
    }
}

/// What is found when `change` is made at each chosen place of a file: the places where nothing is.
#[track_caller]
fn unseen(file: &str, is_chosen: fn(&str, &Value) -> bool, change: fn(&mut Value)) -> Vec<String> {
    let (site, mut artifacts) = made();
    let at = artifacts.iter().position(|artifact| artifact.path == file).unwrap();
    let whole: Value = serde_json::from_slice(&artifacts[at].bytes).unwrap();
    let list = file.trim_start_matches("data/").trim_end_matches(".json");
    let mut chosen = Vec::new();
    places(&whole[list], &format!("/{list}"), is_chosen, &mut chosen);
    assert!(chosen.len() > 3, "{chosen:?}");
    chosen.retain(|place| {
        let mut changed = whole.clone();
        change(changed.pointer_mut(place).unwrap());
        artifacts[at].bytes = serde_json::to_vec(&changed).unwrap();
        let found = verify::data(&site, &artifacts);
        assert!(found.iter().all(|found| found.rule.code == "data-mismatch" && found.message.starts_with(file)));
        found.is_empty()
    });
    chosen
}

#[test]
fn every_figure_of_the_data_is_that_of_its_entry() {
    for file in ["data/exercises.json", "data/plans.json"] {
        let is_figure = |_: &str, value: &Value| value.is_number() || value.is_boolean();
        let missed = unseen(file, is_figure, |value| {
            *value = match value {
                Value::Bool(is_so) => Value::Bool(!*is_so),
                _ => (value.as_u64().unwrap() + 1).into(),
            };
        });
        assert!(missed.is_empty(), "{file}: {missed:#?}");
        let missed = unseen(file, is_figure, |value| *value = Value::Null);
        assert!(missed.is_empty(), "{file}: {missed:#?}");
    }
}

#[test]
fn every_warning_of_an_entry_stands_in_the_data() {
    let is_line = |at: &str, value: &Value| {
        let lists = ["/contraindications/", "/precautions/", "/adapt/", "/not_for/"];
        let texts = ["/condition", "/because", "/advice"];
        lists.iter().any(|list| at.contains(list)) && (value.is_object() || texts.iter().any(|text| at.ends_with(text)))
    };
    for file in ["data/exercises.json", "data/plans.json"] {
        let missed = unseen(file, is_line, |value| *value = "lost".into());
        assert!(missed.is_empty(), "{file}: {missed:#?}");
    }
}

#[test]
fn every_cell_of_the_table_that_is_a_figure_or_a_condition_is_that_of_its_entry() {
    let (site, mut artifacts) = made();
    let at = artifacts.iter().position(|artifact| artifact.path == "data/exercises.csv").unwrap();
    let table = String::from_utf8(artifacts[at].bytes.clone()).unwrap();
    let mut n_changed = 0;
    for (place, _) in table.match_indices(',') {
        let rest = &table[place + 1..];
        let end = rest.find([',', '\r']).unwrap();
        let cell = &rest[..end];
        if cell.parse::<u32>().is_err() && !["true", "false", "wrist-pain", "shoulder-pain"].contains(&cell) {
            continue;
        }
        n_changed += 1;
        artifacts[at].bytes = format!("{},7{cell}{}", &table[..place], &rest[end..]).into_bytes();
        assert!(!verify::data(&site, &artifacts).is_empty(), "`{cell}` at {place} of\n{table}");
    }
    assert!(n_changed > 30, "{n_changed}");
}

#[test]
fn data_that_was_not_made_is_missed() {
    let (site, artifacts) = made();
    assert_eq!(verify::data(&site, &artifacts), []);
    for file in ["data/exercises.json", "data/exercises.csv", "data/plans.json"] {
        let others: Vec<Artifact> = artifacts.iter().filter(|artifact| artifact.path != file).cloned().collect();
        assert!(verify::data(&site, &others).iter().all(|found| found.message.starts_with(file)));
        assert!(!verify::data(&site, &others).is_empty(), "{file}");
    }
}
