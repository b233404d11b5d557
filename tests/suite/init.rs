//! `backsite init`: a guide of one's own, from nothing but the program.

use crate::site::{TestSite, repository};
use crate::tree::Tree;

#[test]
fn a_new_guide_is_the_one_that_comes_with_the_program_and_is_clean() {
    let folder = TestSite::empty();
    let run = folder.run(&["init", "our-guide"]);
    run.exits(0).says("content/site.yaml").says("No clinician has reviewed");
    let shipped = Tree::read(&repository().join("content"));
    Tree::read(&folder.path("our-guide/content")).is(&shipped);
    let check = folder.run(&["check", "--root", "our-guide", "--as-of", "2026-11-22"]);
    check.exits(0).says("no finding");
    folder.run(&["build", "--root", "our-guide", "--as-of", "2026-11-22"]).exits(0);
    assert!(folder.path("our-guide/public/index.html").is_file());
}

#[test]
fn an_empty_folder_will_do_and_no_other() {
    let folder = TestSite::empty();
    folder.run(&["init", "."]).exits(0);
    let before = Tree::read(folder.root());
    folder.run(&["init", "."]).exits(2).says("is not empty");
    folder.file("notes/mine.txt", "mine").run(&["init", "notes"]).exits(2).says("is not empty");
    assert_eq!(folder.text("notes/mine.txt"), "mine");
    folder.run(&["init", "notes/mine.txt"]).exits(2).says("notes/mine.txt");
    assert_eq!(Tree::read(folder.root()).files.len(), before.files.len() + 1);
}
