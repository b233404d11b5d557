//! Nothing of the guide is lost: a committed list of what it must hold, each line found on its page of the built site.

use std::collections::BTreeMap;
use std::path::Path;

use backsite::cache::Cache;
use backsite::{html, pipeline, verify};

const FACTS: &str = include_str!("guide_facts.tsv");

/// Fewer lines than this and the list itself has been cut.
const FEWEST_FACTS: usize = 3_300;

#[test]
fn every_fact_of_the_guide_stands_on_its_page() {
    let mut guide = pipeline::check(Path::new(env!("CARGO_MANIFEST_DIR")), None).unwrap();
    let artifacts = pipeline::render(&mut guide, &html::Options::default(), &Cache::in_memory());
    let pages: BTreeMap<&str, (String, &str)> = artifacts
        .iter()
        .filter_map(|artifact| {
            let address = artifact.path.strip_suffix("index.html")?;
            let html = std::str::from_utf8(&artifact.bytes).unwrap();
            Some((address, (same(&verify::text_of(html)), html)))
        })
        .collect();
    let facts: Vec<&str> = FACTS.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(facts.len() >= FEWEST_FACTS, "the list has only {} lines", facts.len());
    let lost: Vec<&&str> = facts
        .iter()
        .filter(|fact| {
            let [_, page, words] = fact.split('\t').collect::<Vec<_>>()[..] else {
                panic!("not three columns: {fact}")
            };
            !pages.get(page).is_some_and(|(text, html)| match words.strip_prefix('#') {
                Some(anchor) => html.contains(&format!("id=\"{anchor}\"")) || html.contains(&format!("#{anchor}\"")),
                None => text.contains(&same(words)),
            })
        })
        .collect();
    assert!(lost.is_empty(), "{} of {} facts are lost: {lost:#?}", lost.len(), facts.len());
}

/// A text without what may differ: capitals, and a full stop at its end.
fn same(text: &str) -> String {
    text.trim().trim_end_matches('.').to_lowercase()
}
