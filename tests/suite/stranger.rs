//! A pull request from a stranger who means harm: findings, or harmless text; never a file from outside, never a script.

use std::collections::BTreeSet;

use crate::fuzz::{made, texts, things};
use crate::site::{TestSite, repository, sites};

/// What runs, or calls home, where a page lets it.
const PAYLOADS: [&str; 14] = [
    "<script>document.title='PWNED'</script>",
    "<img src=x onerror=document.title='PWNED'>",
    "<svg/onload=document.title='PWNED'>",
    "\\\"><script>document.title='PWNED'</script>",
    "' onmouseover='document.title=1",
    "</title><script>document.title='PWNED'</script>",
    "</script><script>document.title='PWNED'</script>",
    "[x](javascript:document.title='PWNED')",
    "![x](https://evil.example/x.png)",
    "{{ 7 * 7 }}{% include \\\"/etc/passwd\\\" %}",
    "{% for x in page %}{{ x }}{% endfor %}",
    "{{ get_env(name=\\\"HOME\\\") }}",
    "&lt;script&gt;document.title='PWNED'&lt;/script&gt;",
    "#eval(read(\\\"/etc/passwd\\\")) $x$ @ref",
];

/// The text fields of an exercise that take any words.
const FIELDS: [&str; 6] = ["summary", "position_detail", "tempo", "breathing", "should_feel", "title"];

/// The guide with a payload in every field of words, bodies too.
fn infested(payload: &str) -> TestSite {
    let site = TestSite::small();
    let bird_dog = "content/exercises/bird-dog.md";
    for field in FIELDS {
        site.edit(bird_dog, &format!("{field}: \"{payload}\"\n"));
    }
    site.edit(bird_dog, &format!("also_called: [\"{payload}\"]\nsteps: [\"{payload}\"]\nform_tips: [\"{payload}\", \"x {payload}\"]\nstop_signs: [\"{payload}\"]\n"));
    let plain = payload.replace("\\\"", "\"");
    site.body(
        bird_dog,
        &format!(
            "\n{plain}\n\n# {plain}\n\n> {plain}\n\n`{plain}`\n\n```\n{plain}\n```\n\n| {plain} |\n|---|\n| x |\n"
        ),
    );
    site.body("content/pages/questions.md", &format!("\n{plain}\n"));
    site.edit("content/plans/start-gently.yaml", &format!("title: \"{payload}\"\nfor: \"{payload}\"\n"));
    site
}

#[test]
fn what_a_stranger_writes_is_a_finding_or_harmless_text() {
    let mut allowed = made(&texts(&sites().join("small")));
    allowed.extend(made(&texts(&repository())));
    let mut n_built = 0;
    for payload in PAYLOADS {
        let site = infested(payload);
        let run = site.run(&["build", "--no-sheets", "--format", "short", "--as-of", "2026-11-22"]);
        assert!(matches!(run.code, Some(0 | 1)), "{payload}\n{run}");
        assert!(!run.stdout.contains("root:"), "{run}");
        if run.code == Some(0) {
            n_built += 1;
        } else {
            // What is refused in a field may still be fit for a text: only what was found is taken out.
            assert!(!run.places().is_empty(), "{run}");
        }
        for (path, bytes) in &site.public().files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("root:x:0"), "{path} holds a file from outside");
            if path.ends_with(".html") {
                let new: BTreeSet<String> = things(&text).difference(&allowed).cloned().collect();
                assert!(new.is_empty(), "{payload}: {path} holds {new:?}");
            }
        }
    }
    assert!(n_built >= 2, "nothing was built: this proves little");
}

#[test]
fn a_template_call_in_a_text_is_a_text() {
    let site = TestSite::small();
    site.edit("content/exercises/bird-dog.md", "should_feel: \"{% raw %} 7 * 7 {% endraw %} {# note #}\"\n");
    site.build();
    let page = site.public().text("exercises/bird-dog/index.html").to_owned();
    assert!(page.contains("{% raw %} 7 * 7 {% endraw %} {# note #}"), "{page}");
}

#[test]
fn file_names_of_every_kind_are_findings_that_can_be_printed() {
    let site = TestSite::small();
    let entry = site.text("content/pages/questions.md");
    let names = [
        "new\nline",
        "quo\"te",
        "apos'trophe",
        "back`tick",
        "<b>bold<",
        "ta\tb",
        "bell\u{7}",
        "esc\u{1b}[2Jape",
        "rtl\u{202e}cod.md",
        "per%0Acent",
        "colon: comma, x",
        " space ",
        "..",
        "...",
        "-rf",
        "nul\u{2028}l",
        "ünïcode",
        "CON",
        "$(touch pwned)",
        "a;b|c&d",
    ];
    let mut n_names = 0;
    for name in names {
        if name != ".." {
            site.file(&format!("content/pages/{name}.md"), &entry);
            n_names += 1;
        }
    }
    site.file("content/pages/deep/er/x.md", &entry).file("content/pages/sub\ndir/x.md", &entry);
    for format in ["human", "short", "json", "github"] {
        let run = site.run(&["check", "--format", format, "--as-of", "2026-11-22"]);
        run.exits(1);
        let printed = format!("{}{}", run.stdout, run.stderr);
        for bad in ["\u{1b}[2J", "\u{202e}", "\u{7}"] {
            assert!(!printed.contains(bad), "{format} prints {bad:?}");
        }
        if format == "json" {
            assert!(
                run.objects().iter().filter(|object| object["code"] == "bad-file-name").count() >= n_names - 3,
                "{run}"
            );
        }
        if format == "short" || format == "github" {
            assert!(run.stdout.lines().all(|line| line.contains("content/")), "a name broke a line\n{run}");
        }
    }
    let run = site.run(&["build", "--no-sheets", "--as-of", "2026-11-22"]);
    run.exits(1);
    assert!(!site.path("pwned").exists() && !site.path("public").exists());
}

#[test]
fn links_out_of_the_folder_are_never_followed() {
    let site = TestSite::small();
    let secret = TestSite::empty();
    secret.file("secret.md", "---\ntitle: TOP-SECRET\n---\n").file("content/x.md", "TOP-SECRET");
    site.symbolic_link("content/exercises/secret.md", secret.path("secret.md"));
    site.symbolic_link("content/pages/folder", secret.path("content"));
    site.symbolic_link("content/pictures/secret.png", "/etc/passwd");
    site.symbolic_link("templates/html/page.html", secret.path("secret.md"));
    site.symbolic_link("content/loop", site.path("content"));
    for format in ["human", "json", "github"] {
        let run = site.run(&["build", "--no-sheets", "--format", format]);
        run.exits(1);
        assert!(!run.stdout.contains("TOP-SECRET") && !run.stderr.contains("TOP-SECRET"), "{run}");
    }
    let places = site.places();
    assert_eq!(places.iter().filter(|place| place.ends_with("symbolic-link")).count(), 5, "{places:#?}");
}
