//! Content from a stranger: what would exhaust the machine is a finding, in little time and little memory.

use std::fs::File;
use std::process::Command;
use std::time::Duration;

use backsite::diagnostic::Diagnostic;
use backsite::read::{Limits, folder_within};
use backsite::source::State;

use crate::run::Run;
use crate::site::{PROGRAM, TestSite};
use crate::tree::Tree;

const BIRD_DOG: &str = "content/exercises/bird-dog.md";

/// More than a busy machine takes for any of these, and far less than what grows with the square of its input.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 });

/// Address space, in kilobytes: enough for the program and its threads, and for no bomb.
const MEMORY: &str = "1500000";

/// Runs `backsite check` within bounds.
#[track_caller]
fn check(site: &TestSite, format: &str) -> Run {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "ulimit -v \"$0\" && exec \"$@\"", MEMORY, PROGRAM, "check", "--format", format]);
    command.current_dir(site.root()).env_clear().envs([("RAYON_NUM_THREADS", "2"), ("MALLOC_ARENA_MAX", "2")]);
    let run = Run::of(&mut command);
    assert!(run.took < TIME, "too slow: {:?}", run.took);
    assert!(matches!(run.code, Some(0 | 1)), "{:?}: {}", run.code, run.stderr);
    assert!(
        run.stdout.len() + run.stderr.len() < 2_000_000,
        "{} bytes are too many to read",
        run.stdout.len() + run.stderr.len()
    );
    run
}

/// The codes found when these fields come to the bird dog's.
#[track_caller]
fn codes_with(fields: &str) -> Vec<String> {
    let site = TestSite::small();
    site.replace(BIRD_DOG, "aliases: ", &format!("{fields}aliases: "));
    codes(&site)
}

/// The codes found when this is the bird dog's free text.
#[track_caller]
fn codes_of(body: &str) -> Vec<String> {
    let site = TestSite::small();
    site.body(BIRD_DOG, body);
    codes(&site)
}

#[track_caller]
fn codes(site: &TestSite) -> Vec<String> {
    check(site, "human");
    let places = check(site, "short").places();
    let mut codes: Vec<String> = places.iter().map(|place| place.rsplit(' ').next().unwrap().to_owned()).collect();
    codes.dedup();
    codes
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut bomb = "a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for (before, letter) in "abcdefghij".chars().zip("bcdefghijk".chars()) {
        bomb.push_str(&format!("{letter}: &{letter} [{}]\n", vec![format!("*{before}"); 10].join(", ")));
    }
    assert_eq!(codes_with(&bomb), ["yaml-alias"]);
}

#[test]
fn ten_thousand_nested_lists_are_refused() {
    let n = 10_000;
    assert_eq!(codes_with(&format!("goals_too: {}{}\n", "[".repeat(n), "]".repeat(n))), ["too-deep"]);
    assert_eq!(codes_with(&format!("goals_too: {}{}\n", "{a: ".repeat(n), "}".repeat(n))), ["too-deep"]);
    assert_eq!(codes_with(&format!("goals_too:\n  {}x\n", "- ".repeat(n))), ["too-deep"]);
    let stairs: String = (0..1_200).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    assert_eq!(codes_with(&stairs), ["too-deep"]);
    assert_eq!(codes_with(&format!("goals_too: {}\n", "[".repeat(n))), ["too-deep"]);
}

#[test]
fn a_hundred_thousand_values_are_refused() {
    let many: String = (0..100_000).map(|n| format!("x{n}: y\n")).collect();
    assert_eq!(codes_with(&many), ["too-deep"]);
}

#[test]
fn twenty_thousand_faults_can_be_read() {
    let many: String = (0..20_000).map(|n| format!("x{n}: y\n")).collect();
    assert!(codes_with(&many).contains(&"unknown-field".to_owned()));
    assert!(codes_of(&"<b>".repeat(200_000)).contains(&"raw-html".to_owned()));
    assert!(codes_of(&"[x](nowhere) ".repeat(60_000)).contains(&"unresolved-reference".to_owned()));
}

#[test]
fn a_line_of_a_megabyte_is_not_drawn() {
    assert!(codes_with(&format!("x: {}\n", "y".repeat(900_000))).contains(&"unknown-field".to_owned()));
    codes_of(&"*a ".repeat(300_000));
    codes_of(&"{{x}} ".repeat(150_000));
}

#[test]
fn markdown_that_opens_and_never_closes_is_read_in_no_time() {
    for text in
        [">", "[", "[[", "*", "_a__", "a**b", "`", "![](", "<", "<a ", "<!--", "<![CDATA[", "{{", "&", "~~a", "- ", "|"]
    {
        codes_of(&format!("{}\n", text.repeat(900_000 / text.len())));
    }
    codes_of(&"# x\n".repeat(200_000));
    let stairs: String = (0..900).map(|n| format!("{}- x\n", "  ".repeat(n))).collect();
    codes_of(&stairs);
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_unread() {
    let site = TestSite::small();
    let sized = |path: &str| {
        site.file(path, "");
        File::options().write(true).open(site.path(path)).unwrap().set_len(50_000_000).unwrap();
    };
    sized("content/mistakes/huge.md");
    sized("content/pictures/huge.jpg");
    sized("content/vocabulary.yaml");
    sized("templates/html/page.html");
    let places = check(&site, "short").places();
    let large: Vec<&String> = places.iter().filter(|place| place.ends_with("too-large")).collect();
    assert_eq!(large.len(), 4, "{places:#?}");
}

/// What is found of the small guide when its folder is read within these limits: rule and path.
fn within(limits: Limits) -> Vec<(&'static str, String)> {
    let site = TestSite::small();
    let read = folder_within(site.root(), limits).unwrap();
    let path = |found: &Diagnostic| read.value.sources.get(found.primary.span.source).path.clone();
    let found = read.diagnostics.iter().map(|found| (found.rule.code, path(found))).collect();
    let n_read = read.value.sources.iter().filter(|(_, source)| source.state == State::Read).count();
    assert_eq!(n_read == 0, !read.diagnostics.is_empty(), "a folder is read whole, or not at all");
    found
}

#[test]
fn a_folder_of_too_many_files_or_bytes_is_refused_unread() {
    let site = TestSite::small();
    let tree = Tree::read(&site.path("content"));
    let bytes: usize = tree.files.values().map(Vec::len).sum();
    let bytes = u64::try_from(bytes).unwrap();
    let folders = ["", "/exercises", "/mistakes", "/pages", "/plans", "/pictures"];
    let entries =
        tree.files.len() + folders.iter().filter(|name| site.path(&format!("content{name}")).is_dir()).count();
    assert_eq!(within(Limits { entries, bytes }), []);
    let refused = [("too-large", "content".to_owned())];
    assert_eq!(within(Limits { entries: entries - 1, bytes }), refused);
    assert_eq!(within(Limits { entries, bytes: bytes - 1 }), refused);
}

#[test]
fn fifty_thousand_files_are_one_finding() {
    let site = TestSite::in_memory();
    for n in 0..Limits::GUIDE.entries {
        site.file(&format!("content/exercises/x{n}.md"), "");
    }
    assert_eq!(check(&site, "short").places(), ["content:1:1 too-large"]);
}

#[test]
fn what_is_neither_file_nor_folder_is_not_opened() {
    let site = TestSite::small();
    let made = Command::new("mkfifo").arg(site.path("content/exercises/pipe.md")).status().unwrap();
    assert!(made.success());
    let places = check(&site, "short").places();
    assert!(places.contains(&"content/exercises/pipe.md:1:1 unused-file".to_owned()), "{places:#?}");
}
