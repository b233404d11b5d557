//! The guide that this repository ships: it has no finding, and each of its entries has its page.

use crate::run::Run;
use crate::site::{TestSite, repository};
use crate::tree::Tree;

/// The day by which reviews are judged: the guide's own, so that the passing of time fails no test.
fn updated() -> String {
    let settings = std::fs::read_to_string(repository().join("content/site.yaml")).unwrap();
    let line = settings.lines().find_map(|line| line.strip_prefix("updated: "));
    line.expect("the guide says when it was updated").to_owned()
}

#[test]
fn the_guide_has_no_finding() {
    let desk = TestSite::empty();
    let root = repository();
    let run = Run::of(&mut desk.command(&[
        "check",
        "--deny-warnings",
        "--as-of",
        &updated(),
        "--root",
        root.to_str().unwrap(),
    ]));
    run.exits(0).says("no finding");
}

#[test]
fn every_entry_has_its_page() {
    let site = TestSite::shipped();
    site.build();
    let public = site.public();
    let mut n_pages = 0;
    for path in Tree::read(&site.path("content")).files.keys() {
        let Some((folder, file)) = path.split_once('/') else { continue };
        let Some((slug, "md" | "yaml")) = file.rsplit_once('.') else { continue };
        let address = match folder {
            "pages" => format!("{slug}/index.html"),
            _ => format!("{folder}/{slug}/index.html"),
        };
        let page = public.text(&address);
        assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{address}:\n{page}");
        n_pages += 1;
    }
    assert!(n_pages > 50, "only {n_pages} entries");
}

#[test]
fn every_exercise_and_plan_shows_what_safety_demands() {
    let site = TestSite::shipped();
    site.build();
    let emergency = site.text("content/safety.yaml");
    let emergency =
        emergency.lines().find_map(|line| line.trim().strip_prefix("short: ")).unwrap().trim_matches('"').to_owned();
    let public = site.public();
    let pages = public.files.keys().filter(|path| {
        let mut folders = path.split('/');
        matches!(folders.next(), Some("exercises" | "plans")) && folders.count() == 2
    });
    let entries: Vec<&String> = pages.filter(|path| !public.text(path).contains("http-equiv=\"refresh\"")).collect();
    assert!(entries.len() > 35);
    for path in entries {
        let is_list = ["positions", "regions", "goals", "levels", "equipment", "phases"]
            .iter()
            .any(|list| path.contains(&format!("/{list}/")));
        if !is_list {
            assert!(public.text(path).contains(&emergency), "{path} does not name the first emergency sign");
        }
    }
}
