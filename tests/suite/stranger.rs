//! A pull request from a stranger who means harm: findings, or harmless text; never a file from outside, never a script.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use backsite::source::{Source, Sources};
use backsite::yaml::{self, Node, Value};

use crate::fuzz::{judge, made, texts, things};
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

/// Where a value stands that a field below this node has, for each name of a field once.
fn values(node: &Node, name: &str, places: &mut BTreeMap<String, Range<usize>>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(_) => drop(places.entry(name.to_owned()).or_insert(node.span.range())),
        Value::List(items) => items.iter().for_each(|item| values(item, name, places)),
        Value::Map(fields) => fields.iter().for_each(|(name, value)| values(value, name.as_str(), places)),
    }
}

/// Not only in texts: in every name, number, date and choice of every file there is. Pages are made although there are
/// findings, so that what a finding would keep back is seen too.
#[test]
fn a_script_in_any_field_reaches_no_page() {
    let guide = texts(&sites().join("small"));
    let allowed = made(&guide);
    let mut n_fields = 0;
    for (path, text) in &guide {
        let fields = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
            Some((fields, _)) => 4..4 + fields.len() + 1,
            None => 0..text.len(),
        };
        let mut sources = Sources::default();
        let id = sources.add(Source::new(path.clone(), text.clone()));
        let node = yaml::parse(id, text, fields.start, &text[fields], &mut Vec::new()).unwrap();
        let mut places = BTreeMap::new();
        values(&node, "", &mut places);
        for place in places.into_values() {
            let payload = PAYLOADS[n_fields % PAYLOADS.len()];
            let mut changed = text.clone();
            changed.replace_range(place.clone(), &format!("\"{payload}\""));
            let judged = judge(&guide, &(path.clone(), changed), true, &allowed);
            assert_eq!(judged, Ok(()), "{payload} in the place of `{}` in {path}", &text[place]);
            n_fields += 1;
        }
    }
    assert!(n_fields > 200, "only {n_fields} fields were tried");
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
        "alm\u{61c}x",
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
    // A finding that shows how the line is mended names the file once more.
    site.file("content/pages/\u{1b}[2J\u{202e}.md", entry.replace("status: draft", "status: drafft"));
    for format in ["human", "short", "json", "github"] {
        let run = site.run(&["check", "--format", format, "--as-of", "2026-11-22"]);
        run.exits(1);
        let printed = format!("{}{}", run.stdout, run.stderr);
        for bad in ["\u{1b}[2J", "\u{202e}", "\u{7}", "\u{61c}", "\u{2028}"] {
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
