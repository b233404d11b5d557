//! The rules' own pages: each says the same four things, and its two examples do what it says of them.

use std::collections::BTreeSet;

use backsite::rule::{RULES, Rule};

use crate::site::{TestSite, repository};
use crate::tree::Tree;

/// Rules whose examples cannot be written as text, each with the test that breaks it instead.
const NOT_RUN: [(&str, &str); 9] = [
    ("bad-logo", "a_logo_that_cannot_be_printed_is_refused"),
    ("contraindicated-exercise", "an_exercise_that_is_ruled_out_is_refused_and_nothing_is_written"),
    ("data-mismatch", "every_figure_of_the_data_is_that_of_its_entry"),
    ("missing-file", "a_folder_without_settings_is_the_wrong_folder"),
    ("not-utf8", "a_file_that_is_not_utf8_is_shown_where_it_stops_being_text"),
    ("sheet-too-long", "every_mutant_is_found_by_its_rule_on_its_line"),
    ("symbolic-link", "a_symbolic_link_is_refused_wherever_it_leads"),
    ("too-large", "a_file_of_fifty_megabytes_is_refused_unread"),
    ("unsafe-page", "a_template_that_drops_what_safety_demands_is_told"),
];

const HEADINGS: [&str; 4] = ["What it catches", "Why it matters", "Not like this", "Like this"];

/// An example of a rule's page: what stands behind the three back-ticks that open it, and its text.
struct Example {
    mark: String,
    text: String,
}

/// The examples under a heading of a rule's page.
fn examples(rule: &Rule, heading: &str) -> Vec<Example> {
    let below = rule.page.split_once(&format!("\n## {heading}\n")).map_or("", |(_, below)| below);
    let section = below.split("\n## ").next().unwrap_or("");
    let fences: Vec<&str> = section.split("```").collect();
    let inside = fences.iter().skip(1).step_by(2).map(|fence| fence.split_once('\n').unwrap());
    inside.map(|(mark, text)| Example { mark: mark.to_owned(), text: text.to_owned() }).collect()
}

/// Rules about paper: they fire when the sheets are set.
const OF_SHEETS: [&str; 1] = ["unprintable-text"];

/// The codes that `backsite check` finds when the example is laid over the small guide.
fn codes(rule: &Rule, example: &str) -> BTreeSet<String> {
    let site = TestSite::small();
    site.lay(example);
    let places = if OF_SHEETS.contains(&rule.code) { site.places_with_sheets() } else { site.places() };
    places.iter().map(|place| place.split(' ').next_back().unwrap().to_owned()).collect()
}

#[test]
fn the_small_guide_has_no_finding() {
    assert_eq!(TestSite::small().places(), [""; 0]);
}

#[test]
fn every_page_has_its_title_a_promise_and_the_four_headings() {
    for rule in RULES {
        let headings: Vec<&str> = rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.code);
        assert_eq!(rule.page.lines().next(), Some(format!("# {}", rule.code).as_str()));
        assert!(rule.promise().ends_with('.'), "{} makes no promise: `{}`", rule.code, rule.promise());
        assert!(!rule.why.is_empty() && !rule.why.ends_with('.'), "{}: {}", rule.code, rule.why);
    }
}

#[test]
fn an_example_not_to_follow_breaks_its_rule() {
    let mut faults = String::new();
    for rule in RULES {
        for example in examples(rule, "Not like this").iter().filter(|example| example.mark == "entry") {
            let found = codes(rule, &example.text);
            if !found.contains(rule.code) {
                faults.push_str(&format!("{}: {found:?}\n", rule.code));
            }
        }
    }
    assert!(faults.is_empty(), "these examples do not break their rules:\n{faults}");
}

#[test]
fn an_example_to_follow_breaks_no_rule() {
    let mut faults = String::new();
    for rule in RULES {
        for example in examples(rule, "Like this").iter().filter(|example| example.mark == "entry") {
            let found = codes(rule, &example.text);
            if !found.is_empty() {
                faults.push_str(&format!("{}: {found:?}\n", rule.code));
            }
        }
    }
    assert!(faults.is_empty(), "these examples break rules:\n{faults}");
}

#[test]
fn examples_that_are_not_run_are_covered_by_another_test() {
    let suite = Tree::read(&repository().join("tests/suite"));
    let suite: String = suite.files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    let mut not_run = Vec::new();
    for rule in RULES {
        for heading in ["Not like this", "Like this"] {
            let examples = examples(rule, heading);
            assert!(!examples.is_empty(), "{} shows nothing under *{heading}*", rule.code);
            for example in examples {
                assert!(matches!(example.mark.as_str(), "entry" | "text no-run"), "{}: ```{}", rule.code, example.mark);
                if example.mark != "entry" && heading == "Not like this" {
                    not_run.push(rule.code);
                }
            }
        }
    }
    not_run.sort_unstable();
    assert_eq!(not_run, NOT_RUN.map(|(code, _)| code));
    for (code, test) in NOT_RUN {
        assert!(suite.contains(&format!("fn {test}()")), "{code} should be covered by `{test}`");
    }
}
