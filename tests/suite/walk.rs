//! A patient's walk: how many taps lie between the first page and the help she came for, the menu left closed.

use std::collections::BTreeMap;
use std::path::Path;

use backsite::cache::Cache;
use backsite::pipeline;

/// Nobody in pain should need more.
const MOST_TAPS: usize = 3;

/// The shipped guide's pages, by address.
fn pages() -> BTreeMap<String, String> {
    let mut guide = pipeline::check(Path::new(env!("CARGO_MANIFEST_DIR")), None).unwrap();
    let artifacts = pipeline::render(&mut guide, pipeline::Options::default(), &Cache::in_memory());
    let pages = artifacts.into_iter().filter_map(|artifact| {
        let address = artifact.path.strip_suffix("index.html")?.to_owned();
        Some((address, String::from_utf8(artifact.bytes).unwrap()))
    });
    pages.collect()
}

/// The addresses that a page's links in plain sight lead to. What stands in a closed part is not in sight.
fn links(page: &str, address: &str) -> Vec<String> {
    let mut seen = page.to_owned();
    while let Some(start) = seen.find("<details") {
        let end = start + seen[start..].find("</details>").expect("a part that opens ends");
        seen.replace_range(start..end + "</details>".len(), "");
    }
    let hrefs = seen.split("<a ").skip(1).filter_map(|rest| rest.split_once("href=\"")?.1.split_once('"'));
    hrefs.filter_map(|(href, _)| resolve(address, href)).collect()
}

/// The address that a relative link on a page leads to.
fn resolve(address: &str, href: &str) -> Option<String> {
    let path = href.split('#').next()?.strip_suffix("index.html")?;
    let mut folders: Vec<&str> = address.split_terminator('/').collect();
    for step in path.split_terminator('/') {
        if step == ".." {
            folders.pop()?;
        } else {
            folders.push(step);
        }
    }
    Some(folders.iter().map(|folder| format!("{folder}/")).collect())
}

/// How many taps from the first page every page is.
fn taps(pages: &BTreeMap<String, String>) -> BTreeMap<String, usize> {
    let mut taps = BTreeMap::from([(String::new(), 0)]);
    let mut at = vec![String::new()];
    for n_taps in 1.. {
        let next: Vec<String> = at.iter().flat_map(|address| links(&pages[address], address)).collect();
        at.clear();
        for address in next {
            if pages.contains_key(&address) && !taps.contains_key(&address) {
                taps.insert(address.clone(), n_taps);
                at.push(address);
            }
        }
        if at.is_empty() {
            break;
        }
    }
    taps
}

#[test]
fn a_first_move_a_plan_and_the_warning_signs_are_one_tap_away() {
    let pages = pages();
    let taps = taps(&pages);
    for address in ["exercises/pelvic-tilt/", "plans/start-gently/", "red-flags/", "conditions/", "exercises/"] {
        assert_eq!(taps[address], 1, "{address}");
    }
    assert_eq!(taps["conditions/osteoporosis/"], 2);
    assert!(pages["exercises/pelvic-tilt/"].contains("<ol class=\"steps\">"));
}

#[test]
fn every_exercise_plan_condition_and_page_is_few_taps_away() {
    let pages = pages();
    let taps = taps(&pages);
    let far: Vec<&String> = pages.keys().filter(|address| taps.get(*address).is_none_or(|n| *n > MOST_TAPS)).collect();
    assert!(taps.len() > 100, "only {} pages were reached", taps.len());
    assert!(far.is_empty(), "more than {MOST_TAPS} taps from the first page: {far:#?}");
}

#[test]
fn the_warning_signs_are_one_tap_from_every_page() {
    let pages = pages();
    for (address, page) in pages.iter().filter(|(address, _)| *address != "red-flags/") {
        assert!(links(page, address).iter().any(|to| to == "red-flags/"), "{address}");
    }
}

#[test]
fn a_link_in_a_closed_part_is_not_in_sight() {
    let page = "<a href=\"../a/index.html\">a</a><details><a href=\"../b/index.html\">b</a></details><a href=\"index.html#c\">c</a>";
    assert_eq!(links(page, "here/"), ["a/", "here/"]);
}
