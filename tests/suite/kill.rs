//! A build that is killed, at whatever moment, leaves the old site or the new one, whole.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::run::Run;
use crate::site::TestSite;
use crate::tree::Tree;

/// Moments of a build at which it is killed.
const MOMENTS: u32 = 40;

/// Builds `site` into the folder that both versions share.
fn build(site: &TestSite, public: &Path) -> Command {
    site.command(&["build", "--no-sheets", "--output", public.to_str().unwrap()])
}

#[test]
fn kill_9_leaves_the_old_site_or_the_new_one() {
    let (old, new) = (TestSite::small(), TestSite::small());
    // Pages that change, a page that goes, pages that come.
    new.replace("content/site.yaml", "title: Back care guide\n", "title: Back care guide, mended\n");
    let cat_cow = old.text("content/exercises/cat-cow.yaml");
    for n in 0..20 {
        new.file(
            &format!("content/exercises/new-{n}.yaml"),
            cat_cow.replace("title: Cat-cow", &format!("title: New {n}")),
        );
        old.file(
            &format!("content/exercises/old-{n}.yaml"),
            cat_cow.replace("title: Cat-cow", &format!("title: Old {n}")),
        );
    }

    let desk = TestSite::in_memory();
    let public = desk.path("public");
    let wanted: Vec<(&TestSite, Tree)> = [&old, &new]
        .map(|site| {
            Run::of(&mut build(site, &public)).exits(0);
            (site, Tree::read(&public))
        })
        .into();
    assert!(!wanted[0].1.difference(&wanted[1].1).is_empty());

    let mut n_killed = 0;
    let mut longest = Duration::ZERO;
    for (site, tree) in wanted.iter().cycle().take(4) {
        let run = Run::of(&mut build(site, &public));
        run.exits(0);
        longest = longest.max(run.took);
        Tree::read(&public).is(tree);
    }
    // The new version stands; each round begins with the other one on its way.
    for moment in 0..MOMENTS {
        let (site, tree) = &wanted[moment as usize % 2];
        let (_, before) = &wanted[(moment as usize + 1) % 2];
        let started = Instant::now();
        let mut child = build(site, &public).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep((longest * moment / MOMENTS).saturating_sub(started.elapsed()));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        n_killed += u32::from(status.signal() == Some(9));

        let after = Tree::read(&public);
        assert!(
            after == *tree || after == *before,
            "after {:?} of {longest:?} the site is neither the old one:\n{}\nnor the new one:\n{}",
            longest * moment / MOMENTS,
            after.difference(before),
            after.difference(tree),
        );
        Run::of(&mut build(site, &public)).exits(0);
        Tree::read(&public).is(tree);
        let left: Vec<_> = desk.root().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["public"], "the next build has cleared away what the killed one left");
    }
    assert!(n_killed > MOMENTS / 4, "only {n_killed} builds were killed before they were done");
}

#[test]
fn the_first_build_killed_leaves_a_whole_site_or_none() {
    let site = TestSite::small();
    let took = site.build().took;
    let whole = site.public();
    for moment in 0..10 {
        let desk = TestSite::in_memory();
        let public = desk.path("public");
        let mut child = build(&site, &public).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(took * moment / 10);
        child.kill().unwrap();
        child.wait().unwrap();
        if public.exists() {
            Tree::read(&public).is(&whole);
        }
        Run::of(&mut build(&site, &public)).exits(0);
        Tree::read(&public).is(&whole);
    }
}
