//! The contributors' pages in `docs/`: made from the field tables and the rules' pages, and current.
//!
//! `BLESS=1 cargo test --release --test suite reference` writes them.

use backsite::reference;
use backsite::rule::RULES;
use backsite::schema;
use serde_json::Value;

use crate::site::{TestSite, repository};
use crate::tree::Tree;

/// What stands at the head of every page that is made.
const MADE: &str = "<!-- Made from the program. To change this page, change src/model/ or src/rule/ and run \
     `BLESS=1 cargo test --release --test suite reference`. -->\n\n";

/// The pages that are made, by their path below `docs/`.
fn pages() -> Tree {
    let mut tree = Tree::default();
    let mut put = |path: String, text: String| drop(tree.files.insert(path, format!("{MADE}{text}").into_bytes()));
    let mut rules =
        "# The rules\n\nWhat the guide insists on, one page each. `backsite explain CODE` prints the same page.\n\n\
         | rule | weight | what readers can rely on |\n|---|---|---|\n"
            .to_owned();
    for rule in RULES {
        let promise = rule.promise();
        rules.push_str(&format!("| [{}]({}.md) | {} | {promise} |\n", rule.code, rule.code, rule.severity.word()));
        put(format!("rules/{}.md", rule.code), format!("{}\n[All rules](README.md)\n", rule.markdown_page()));
    }
    put("rules/README.md".to_owned(), rules);
    let mut fields =
        "# What each part of an entry means\n\nOne page for each kind of file. `backsite explain exercise` \
         prints the same page.\n\n"
            .to_owned();
    for name in schema::names() {
        let text = reference::of(name, None).unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("# ").to_owned();
        fields.push_str(&format!("- [{title}]({name}.md)\n"));
        put(format!("fields/{name}.md"), text);
    }
    put("fields/README.md".to_owned(), fields);
    tree
}

#[test]
fn the_pages_in_docs_are_current() {
    let docs = repository().join("docs");
    let is_made = |path: &str| path.starts_with("rules/") || path.starts_with("fields/");
    if std::env::var_os("BLESS").is_some() {
        for folder in ["rules", "fields"] {
            let _ = std::fs::remove_dir_all(docs.join(folder));
        }
        pages().write(&docs);
    }
    Tree::read(&docs).filter(is_made).is(&pages());
}

#[test]
fn every_link_between_the_pages_leads_somewhere() {
    let mut all = Tree::read(&repository().join("docs"));
    let contributing = std::fs::read(repository().join("CONTRIBUTING.md")).unwrap();
    all.files.insert("../CONTRIBUTING.md".to_owned(), contributing);
    let mut n_links = 0;
    for (path, bytes) in &all.files {
        let text = String::from_utf8(bytes.clone()).unwrap();
        // What is inside a block of code is an example.
        let prose: String = text.split("```").step_by(2).collect();
        let folder = repository().join("docs").join(path);
        for rest in prose.split("](").skip(1) {
            let target = rest.split(')').next().unwrap();
            if target.starts_with("http") || path.starts_with("rules/") && !target.ends_with(".md") {
                continue;
            }
            let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
            let to = if file.is_empty() { folder.clone() } else { folder.parent().unwrap().join(file) };
            assert!(to.exists(), "docs/{path}: {target}");
            if let Some(anchor) = anchor {
                let there = std::fs::read_to_string(&to).unwrap();
                let is_there = there.lines().filter(|line| line.starts_with('#')).any(|line| {
                    let kept = line.trim_start_matches(['#', ' ']).to_lowercase();
                    let kept: String = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect();
                    kept.replace(' ', "-") == anchor
                });
                assert!(is_there, "docs/{path}: {target}");
            }
            n_links += 1;
        }
    }
    assert!(n_links > 100, "{n_links}");
}

#[test]
fn explain_tells_of_rules_and_of_fields() {
    let site = TestSite::empty();
    let run = site.run(&["explain", "exercise"]);
    run.exits(0);
    assert_eq!(run.stdout, reference::of("exercise", None).unwrap());
    assert!(run.stdout.contains("- `form_tips`, **must**"), "{run}");
    site.run(&["explain", "exercize"]).exits(2);
}

/// The names of an object and of the objects in it, as `a.b`.
fn names(value: &Value, path: &str, all: &mut Vec<String>) {
    if let Value::Object(map) = value {
        for (name, value) in map {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            names(value, &path, all);
            all.push(path);
        }
    }
    if let Value::Array(items) = value {
        for item in items {
            names(item, path, all);
        }
    }
}

#[test]
fn every_field_of_a_finding_as_json_is_documented_and_every_documented_one_is_there() {
    let site = TestSite::small();
    site.edit("content/exercises/bird-dog.md", "region: lowwer\nalso_called: [Cat-cow]\n");
    let run = site.run(&["check", "--format", "json"]);
    let mut printed = Vec::new();
    run.objects().iter().for_each(|object| names(object, "", &mut printed));
    printed.sort_unstable();
    printed.dedup();
    let page = std::fs::read_to_string(repository().join("docs/findings.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut told: Vec<String> = rows.map(|line| line.split('`').next().unwrap().to_owned()).collect();
    told.sort_unstable();
    assert_eq!(printed, told);
}
