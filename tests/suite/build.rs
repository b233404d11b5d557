//! Building: the same bytes from the same input, whole or not at all, and nothing of anybody else's touched.

use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::run::Run;
use crate::site::{PROGRAM, TestSite, repository, sites};
use crate::tree::Tree;

const QUESTIONS: &str = "content/pages/questions.md";

/// The list of what backsite wrote.
const MANIFEST: &str = ".backsite.json";

/// What a build made, without the manifest and the theme's assets. Their fingerprints are left out of pages too, so that a
/// new rule in a style sheet is no change to every page.
fn made(site: &TestSite) -> Tree {
    let mut public = site.public();
    let fingerprints: Vec<String> = public.files.keys().filter_map(|path| fingerprint(path)).collect();
    public.files.retain(|path, _| path != MANIFEST && !path.starts_with("assets/"));
    for bytes in public.files.values_mut() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let text = fingerprints.iter().fold(text.to_owned(), |text, digits| text.replace(&format!(".{digits}."), "."));
        *bytes = text.into_bytes();
    }
    public
}

/// The digits in the name of an asset: `1a2b3c4d` of `assets/style.1a2b3c4d.css`.
fn fingerprint(path: &str) -> Option<String> {
    let mut parts = path.strip_prefix("assets/")?.rsplit('.');
    let digits = parts.nth(1)?;
    (digits.len() == 8 && digits.chars().all(|c| c.is_ascii_hexdigit())).then(|| digits.to_owned())
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Makes every file and folder of `public/` look old, so that what is written anew shows.
fn age(site: &TestSite) -> SystemTime {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let mut open = vec![site.path("public")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        File::open(&path).unwrap().set_times(FileTimes::new().set_modified(long_ago)).unwrap();
    }
    long_ago
}

fn modified(site: &TestSite, path: &str) -> SystemTime {
    site.path(path).metadata().unwrap().modified().unwrap()
}

/// The golden sites: `BLESS=1 cargo test` writes what is built as what is expected. Read each change as you would code.
#[test]
fn golden_sites_are_built_as_expected() {
    let cases = names(&sites());
    assert!(cases.contains(&"small".to_owned()), "{cases:?}");
    for case in cases {
        let site = TestSite::copy_of(&sites().join(&case));
        site.build();
        let expected = sites().join(&case).join("expected");
        let made = made(&site);
        if std::env::var_os("BLESS").is_some() {
            let _ = fs::remove_dir_all(&expected);
            made.write(&expected);
        }
        made.is(&Tree::read(&expected));
    }
}

#[test]
fn what_is_copied_from_the_theme_is_the_theme() {
    let site = TestSite::small();
    site.build();
    let theme = Tree::read(&repository().join("templates")).filter(|path| path.starts_with("assets/"));
    assert!(theme.files.len() > 1);
    // Styles are not copied: in them others have their published names.
    let copied = |path: &str| path.starts_with("assets/") && !path.ends_with(".css");
    let mut public = site.public().filter(copied);
    for (path, bytes) in std::mem::take(&mut public.files) {
        let name = fingerprint(&path).map_or(path.clone(), |digits| path.replace(&format!(".{digits}."), "."));
        public.files.insert(name, bytes);
    }
    public.is(&theme.filter(copied));
}

#[test]
fn the_manifest_names_every_file_that_was_written() {
    let site = TestSite::small();
    site.file("public/CNAME", "clinic.example\n").file("public/.gitignore", "*\n");
    site.remove("public/CNAME");
    site.build();
    let public = site.public();
    let manifest: serde_json::Value = serde_json::from_str(public.text(MANIFEST)).unwrap();
    let listed: Vec<&String> = manifest["files"].as_object().unwrap().keys().collect();
    let written: Vec<&String> =
        public.files.keys().filter(|path| !matches!(path.as_str(), MANIFEST | ".gitignore")).collect();
    assert_eq!(listed, written);
}

#[test]
fn folder_time_zone_locale_and_threads_change_no_byte() {
    for guide in [sites().join("small"), repository()] {
        let content = Tree::read(&guide.join("content"));
        let settings: [&[(&str, &str)]; 4] = [
            &[("TZ", "UTC"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "1")],
            &[
                ("TZ", "Pacific/Kiritimati"),
                ("LC_ALL", "tr_TR.UTF-8"),
                ("LANG", "tr_TR.UTF-8"),
                ("RAYON_NUM_THREADS", "8"),
            ],
            &[("TZ", "America/Los_Angeles"), ("LC_ALL", "C.UTF-8"), ("RAYON_NUM_THREADS", "3"), ("COLUMNS", "40")],
            &[("SOURCE_DATE_EPOCH", "1"), ("HOME", "/nonexistent"), ("PATH", ""), ("NO_COLOR", "1")],
        ];
        let mut first: Option<Tree> = None;
        for (n, environment) in settings.into_iter().enumerate() {
            let site = TestSite::empty();
            let root = site.path(["a", "Größe & Maß", "c/d/e/f", "'quoted' folder"][n]);
            // The order of a folder's entries is the order they were made in, on many file systems.
            let (forwards, backwards) = (content.files.iter(), content.files.iter().rev());
            let files: Vec<_> = if n % 2 == 0 { forwards.collect() } else { backwards.collect() };
            for (path, bytes) in files {
                let path = root.join("content").join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
            let base = ["--base-url", "https://clinic.example/back"];
            let run = if n % 2 == 0 {
                Run::of(
                    site.command(&[&["build", "--root", root.to_str().unwrap()], &base[..]].concat())
                        .envs(environment.iter().copied()),
                )
            } else {
                Run::of(
                    site.command(&[&["build"], &base[..]].concat())
                        .current_dir(&root)
                        .envs(environment.iter().copied()),
                )
            };
            run.exits(0);
            let public = Tree::read(&root.join("public"));
            first.get_or_insert_with(|| public.clone());
            public.is(first.as_ref().unwrap());
        }
    }
}

#[test]
fn a_second_build_touches_nothing() {
    let site = TestSite::small();
    site.build();
    let inode = site.path("public").metadata().unwrap().ino();
    let long_ago = age(&site);
    let before = site.public();
    site.build().says(" 0 written, ");
    site.public().is(&before);
    assert_eq!(site.path("public").metadata().unwrap().ino(), inode);
    for path in before.files.keys() {
        assert_eq!(modified(&site, &format!("public/{path}")), long_ago, "{path}");
    }
}

#[test]
fn only_what_changed_gets_a_new_modification_time() {
    let site = TestSite::small();
    site.build();
    let long_ago = age(&site);
    let before = site.public();
    site.replace(QUESTIONS, "Is your question about", "Is your worry about");
    site.build();
    let after = site.public();
    assert!(after.text("questions/index.html").contains("Is your worry about"));
    for (path, bytes) in &after.files {
        let is_new = before.files.get(path) != Some(bytes);
        assert_eq!(modified(&site, &format!("public/{path}")) != long_ago, is_new, "{path}");
    }
    let asset = after.files.keys().find(|path| fingerprint(path).is_some()).unwrap();
    assert_eq!(modified(&site, &format!("public/{asset}")), long_ago);
    assert_eq!(modified(&site, "public/exercises/bird-dog/index.html"), long_ago);
    assert_ne!(modified(&site, "public/questions/index.html"), long_ago);
}

#[test]
fn nothing_is_written_while_there_is_an_error() {
    let site = TestSite::small();
    site.replace(QUESTIONS, "summary: ", "sumary: ");
    site.run(&["build"]).exits(1).says("Nothing was written");
    assert_eq!(names(site.root()), ["content"], "the first build");

    site.replace(QUESTIONS, "sumary: ", "summary: ").build();
    let before = site.public();
    let long_ago = age(&site);
    site.replace(QUESTIONS, "summary: ", "sumary: ");
    site.run(&["build"]).exits(1).says("error[unknown-field]").says("Nothing was written");
    site.public().is(&before);
    for path in before.files.keys() {
        assert_eq!(modified(&site, &format!("public/{path}")), long_ago, "{path}");
    }
    assert_eq!(names(site.root()), ["content", "public"]);
}

#[test]
fn a_warning_stops_a_build_only_where_warnings_are_denied() {
    let site = TestSite::small();
    site.file("content/notes.txt", "x");
    site.run(&["build", "--deny-warnings"]).exits(1).says("warning[unused-file]").says("Nothing was written");
    assert_eq!(names(site.root()), ["content"]);
    site.run(&["build"]).exits(0).says("warning[unused-file]");
    assert!(site.path("public/index.html").is_file());
}

#[test]
fn checking_writes_nothing() {
    let site = TestSite::small();
    site.run(&["check"]).exits(0);
    assert_eq!(names(site.root()), ["content"]);
}

#[test]
fn what_is_no_longer_built_goes_and_what_is_not_ours_stays() {
    let site = TestSite::small();
    site.file("public/.gitignore", "*\n!.gitignore\n");
    site.build();
    assert!(site.path("public/questions/index.html").is_file());
    site.file("public/CNAME", "clinic.example\n")
        .file("public/files/leaflet.pdf", b"%PDF-1.7")
        .file("public/questions/own.txt", "x");
    site.replace("content/site.yaml", ", questions]", "]").remove(QUESTIONS);
    site.build().says(" 1 removed");
    let public = site.public();
    assert!(!public.files.contains_key("questions/index.html"));
    assert_eq!(public.text("CNAME"), "clinic.example\n");
    assert_eq!(public.text("files/leaflet.pdf"), "%PDF-1.7");
    assert_eq!(public.text("questions/own.txt"), "x");
    assert_eq!(public.text(".gitignore"), "*\n!.gitignore\n");
    site.remove("public/questions");
    site.build();
    assert!(!site.path("public/questions").exists(), "a folder that holds nothing is gone");
}

#[test]
fn a_folder_that_backsite_does_not_own_is_refused_with_the_way_out() {
    let site = TestSite::small();
    site.file("public/holiday.jpg", "x");
    let run = site.run(&["build"]);
    run.exits(2).says("public");
    assert!(run.stderr.starts_with("failed: "), "{run}");
    assert_eq!(names(&site.path("public")), ["holiday.jpg"]);
    assert_eq!(names(site.root()), ["content", "public"]);
    insta::assert_snapshot!(run.stderr.replace(site.root().to_str().unwrap(), "ROOT"), @"failed: `ROOT/public` holds files that backsite did not write (it has no `.backsite.json`), and they might be somebody's work; empty the folder or move it away, then build again");
    site.run(&["build", "--output", "elsewhere"]).exits(0);
    assert!(site.path("elsewhere/index.html").is_file());
    site.remove("public/holiday.jpg").build();
}

#[test]
fn a_foreign_file_where_a_page_must_go_is_not_overwritten() {
    let site = TestSite::small();
    site.build();
    let before = site.public();
    site.replace("content/site.yaml", ", questions]", ", questions, sleep]");
    site.file("content/pages/sleep.md", site.text(QUESTIONS).replace("title: Questions people ask", "title: Sleep"));
    site.file("public/sleep/index.html", "mine");
    let run = site.run(&["build"]);
    run.exits(2).says("public/sleep/index.html");
    assert_eq!(site.text("public/sleep/index.html"), "mine");
    site.remove("public/sleep");
    site.public().is(&before);
    site.build();
    assert!(site.text("public/sleep/index.html").contains("Sleep"));
}

#[test]
fn the_output_can_be_another_folder() {
    let site = TestSite::small();
    let desk = TestSite::empty();
    let root = site.root().to_str().unwrap();
    Run::of(&mut desk.command(&["build", "--root", root, "--output", "made/here"])).exits(0);
    assert!(desk.path("made/here/index.html").is_file());
    // What the next build need not make again stays with the guide.
    assert_eq!(names(site.root()), [".backsite", "content"]);
}

#[test]
fn the_guide_is_found_from_a_folder_within_it() {
    let site = TestSite::small();
    Run::of(site.command(&["build"]).current_dir(site.path("content/exercises"))).exits(0);
    assert!(site.path("public/index.html").is_file());
}

#[test]
fn an_address_brings_what_needs_one() {
    let site = TestSite::small();
    site.build().says("Without a base_url there is no sitemap, no feed, no canonical address");
    let without = site.public();
    assert!(!without.files.contains_key("sitemap.xml") && !without.files.contains_key("feed.xml"));
    assert!(!without.text("index.html").contains("rel=\"canonical\""));

    let run = site.run(&["build", "--no-sheets", "--base-url", "https://clinic.example/back/"]);
    run.exits(0);
    assert!(!run.stderr.contains("Without a base_url"), "{run}");
    let with = site.public();
    assert!(with.text("sitemap.xml").contains("<loc>https://clinic.example/back/exercises/bird-dog/</loc>"));
    assert!(with.text("feed.xml").contains("https://clinic.example/back/"));
    assert!(
        with.text("exercises/bird-dog/index.html")
            .contains("<link rel=\"canonical\" href=\"https://clinic.example/back/exercises/bird-dog/\">")
    );

    site.edit("content/site.yaml", "base_url: https://clinic.example/back\n").build();
    site.public().is(&with);
    site.run(&["build", "--base-url", "clinic.example"]).exits(2).says("https://clinic.example/back");
}

// When the machine refuses

/// Builds with at most `n_bytes` bytes for a file, as a disk that fills up while one is written.
fn build_with_room_for(site: &TestSite, n_bytes: usize) -> Run {
    let mut command = Command::new("/bin/sh");
    // Blocks of 512 bytes. Without the trap the system would end the program at the first byte too many.
    command.args([
        "-c",
        "trap '' XFSZ; ulimit -f \"$0\" && exec \"$@\"",
        &(n_bytes / 512).to_string(),
        PROGRAM,
        "build",
        "--no-sheets",
    ]);
    Run::of(command.current_dir(site.root()).env_clear())
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_site() {
    let site = TestSite::small();
    site.build();
    let before = site.public();
    site.body(QUESTIONS, &"A little more is written here. ".repeat(2_000));
    let run = build_with_room_for(&site, 40_960);
    run.exits(2).says("questions/index.html").says("the published site is as it was");
    site.public().is(&before);
    assert_eq!(names(site.root()), ["content", "public"]);
    site.build();
    assert!(site.text("public/questions/index.html").len() > 40_960);
}

#[test]
fn a_full_disk_leaves_no_site_where_there_was_none() {
    let site = TestSite::small();
    let run = build_with_room_for(&site, 512);
    run.exits(2).says("cannot write");
    assert_eq!(names(site.root()), ["content"]);
}

/// On a disk of its own, where the system lets us have one; elsewhere the two tests above must do.
#[test]
fn a_disk_without_room_is_told_with_its_path() {
    let site = TestSite::small();
    let content = site.path("content");
    let script = "mount -t tmpfs -o size=2m none \"$1\" 2>&- || { echo no disk; exit 0; }
        cp -r \"$2\" \"$1/content\" && cd \"$1\" && \"$0\" build --no-sheets && cp -r public \"$2/../before\" || exit 9
        sed -i s/gently/slowly/ content/pages/questions.md || exit 9
        cat /dev/zero >filler 2>&-
        \"$0\" build --no-sheets; echo status $?
        diff -r public \"$2/../before\" && echo untouched; ls -A";
    fs::create_dir(site.path("disk")).unwrap();
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let mut command = Command::new("unshare");
    command.args(if is_root { &["--mount"][..] } else { &["--mount", "--user", "--map-root-user"] });
    command.args(["sh", "-c", script, PROGRAM, site.path("disk").to_str().unwrap(), content.to_str().unwrap()]);
    let run = Run::of(&mut command);
    if run.stdout.contains("no disk") || run.stderr.contains("unshare") {
        return;
    }
    assert!(run.stdout.contains("status 2\nuntouched\n"), "{run}");
    run.says("No space left on device").says("public").says("free some space");
    assert!(run.stdout.ends_with("content\nfiller\npublic\n"), "{run}");
}

#[test]
fn an_output_below_a_file_is_told_with_its_path() {
    let site = TestSite::small();
    site.file("taken", "x");
    for output in ["taken", "taken/public", "taken/public/deep"] {
        let run = site.run(&["build", "--output", output]);
        run.exits(2).says("taken");
        assert!(run.stderr.starts_with("failed: "), "{run}");
    }
    assert_eq!(site.text("taken"), "x");
    assert_eq!(names(site.root()), ["content", "taken"]);
}

/// Modes do not bind root: then the program runs as nobody, from a copy that nobody may read.
#[test]
fn a_folder_without_the_right_to_write_is_told_with_its_path() {
    let site = TestSite::small();
    site.build();
    let before = site.public();
    site.replace(QUESTIONS, "gently", "slowly");
    let is_root = site.root().metadata().unwrap().uid() == 0;
    let program = site.path("program");
    fs::copy(PROGRAM, &program).unwrap();
    let read_only = |mode| fs::set_permissions(site.root(), Permissions::from_mode(mode)).unwrap();
    read_only(0o555);
    let mut command = Command::new(program);
    command.arg("build").current_dir(site.root()).env_clear();
    let run = Run::of(if is_root { command.uid(65534).gid(65534) } else { &mut command });
    read_only(0o755);
    run.exits(2).says("Permission denied").says(site.root().to_str().unwrap());
    site.public().is(&before);
    assert_eq!(names(site.root()), ["content", "program", "public"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_path() {
    let site = TestSite::small();
    let path = site.path(QUESTIONS);
    fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    let is_root = site.root().metadata().unwrap().uid() == 0;
    let program = site.path("program");
    fs::copy(PROGRAM, &program).unwrap();
    let mut command = Command::new(program);
    command.arg("check").current_dir(site.root()).env_clear();
    let run = Run::of(if is_root { command.uid(65534).gid(65534) } else { &mut command });
    run.exits(2).says("cannot read").says("questions.md");
}

#[test]
fn a_source_names_everything_that_cites_it() {
    let site = TestSite::small();
    site.replace("content/plans/start-gently.yaml", "Seated cat-cow\n", "Seated cat-cow [@merrithew-wrist-2017]\n")
        .replace(
            "content/vocabulary.yaml",
            "rug or a folded blanket.",
            "rug or a folded blanket [@merrithew-wrist-2017].",
        )
        .build();
    let public = site.public();
    let sources = public.text("sources/index.html");
    let (_, entry) = sources.split_once("<li id=\"merrithew-wrist-2017\">").unwrap();
    let entry = entry.split("</li>").next().unwrap();
    for link in ["exercises/bird-dog", "plans/start-gently", "glossary"] {
        assert!(entry.contains(&format!("<a href=\"../{link}/index.html\">")), "{link} is not in {entry}");
    }
    assert!(public.text("plans/start-gently/index.html").contains("sources/index.html#merrithew-wrist-2017"));
}
