//! The three musts: no exercise of the guide is published without form tips, dose and contraindications.

use backsite::diagnostic::Severity;
use backsite::parse;
use backsite::source::{Source, Sources};

use crate::site::{TestSite, edited, repository};
use crate::tree::Tree;

/// A must, and the rule that its absence breaks.
const MUSTS: [(&str, &str); 3] =
    [("form_tips", "missing-form-tips"), ("dose", "missing-dose"), ("contraindications", "missing-contraindications")];

/// Every exercise of the guide that this repository ships.
fn exercises() -> Vec<(String, String)> {
    let tree = Tree::read(&repository().join("content/exercises"));
    let files = tree.files.into_iter().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml"));
    files.map(|(path, bytes)| (format!("content/exercises/{path}"), String::from_utf8(bytes).unwrap())).collect()
}

/// The codes of the errors in one entry.
fn errors(path: &str, text: String) -> Vec<&'static str> {
    let mut sources = Sources::default();
    sources.add(Source::new(path, text));
    let found = parse::entries(&sources).diagnostics;
    found.iter().filter(|found| found.severity() == Severity::Error).map(|found| found.rule.code).collect()
}

#[test]
fn each_exercise_without_one_of_the_musts_is_an_error() {
    let exercises = exercises();
    assert!(exercises.len() > 30, "only {} exercises", exercises.len());
    let mut faults = String::new();
    for (path, text) in &exercises {
        assert_eq!(errors(path, text.clone()), [""; 0], "{path}");
        for (field, code) in MUSTS {
            for without in [
                format!("{field}: DELETE\n"),
                format!("{field}:\n"),
                format!("{field}: []\n"),
                format!("{field}: {{}}\n"),
            ] {
                let found = errors(path, edited(path, text, &without));
                if found != [code] {
                    faults.push_str(&format!("{path} with `{}`: {found:?}\n", without.trim()));
                }
            }
            for hollow in ["tbc", "n/a", "none", "[tbc, tbc]", "{none: tbc}", "{start: tbc, full: tbc}", "\" \""] {
                let found = errors(path, edited(path, text, &format!("{field}: {hollow}\n")));
                if found.is_empty() {
                    faults.push_str(&format!("{path} with `{field}: {hollow}` has no error\n"));
                }
            }
        }
        for (dose, code) in [("start", "missing-dose"), ("full", "missing-dose")] {
            let found = errors(path, edited(path, text, &format!("dose: {{{dose}: {{minutes: 5}}}}\n")));
            if found != [code] {
                faults.push_str(&format!("{path} with nothing but `dose.{dose}`: {found:?}\n"));
            }
        }
        let found = errors(path, edited(path, text, "form_tips: [One is not enough]\n"));
        if found != ["missing-form-tips"] {
            faults.push_str(&format!("{path} with one form tip: {found:?}\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_build_without_one_of_the_musts_fails() {
    for (path, fields) in [("content/exercises/bird-dog.md", MUSTS), ("content/exercises/cat-cow.yaml", MUSTS)] {
        for (field, code) in fields {
            let site = TestSite::small();
            site.build();
            let before = site.public();
            let run = site.edit(path, &format!("{field}: DELETE\n")).run(&["build"]);
            run.exits(1).says(&format!("error[{code}]")).says(path).says("Nothing was written");
            site.public().is(&before);
        }
    }
}
