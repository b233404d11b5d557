//! Templates: embedded in the program, overridden by name, and found fault with like any text of the author's.

use std::collections::BTreeSet;

use backsite::pipeline;
use insta::assert_snapshot;

use crate::site::{TestSite, repository, sites};
use crate::tree::Tree;

const EXERCISE: &str = "templates/html/exercise.html";
const HEADING: &str = "templates/html/partials/heading.html";

/// A template of the theme.
fn embedded(name: &str) -> String {
    std::fs::read_to_string(repository().join(name)).unwrap()
}

/// What is found when the site has this template of its own.
#[track_caller]
fn with_template(name: &str, text: &str) -> String {
    TestSite::small().file(name, text).report()
}

/// The asset that was published for `stem.ending`, whatever its fingerprint.
fn asset<'a>(public: &'a crate::tree::Tree, stem: &str, ending: &str) -> &'a [u8] {
    let is_it = |path: &&String| path.starts_with(&format!("assets/{stem}.")) && path.ends_with(&format!(".{ending}"));
    let mut found = public.files.keys().filter(is_it);
    let (path, None) = (found.next().unwrap(), found.next()) else { panic!("several files for {stem}.{ending}") };
    &public.files[path]
}

#[test]
fn a_folder_that_holds_only_content_is_enough() {
    let site = TestSite::small();
    assert!(!site.path("templates").exists());
    site.build();
    let public = site.public();
    assert!(public.text("exercises/bird-dog/index.html").contains("<h1>Bird dog</h1>"));
    assert!(asset(&public, "situation", "js") == embedded("templates/assets/situation.js").as_bytes());
}

#[test]
fn the_theme_laid_over_itself_changes_nothing() {
    let site = TestSite::small();
    site.build();
    let embedded = site.public();
    Tree::read(&repository().join("templates")).write(&site.path("templates"));
    site.build();
    site.public().is(&embedded);
}

#[test]
fn a_template_of_the_site_takes_the_place_of_the_embedded_one() {
    let site = TestSite::small();
    site.build();
    let before = site.public();
    let own = embedded(HEADING).replace("<h1>", "<h1 class=\"ours\">");
    assert_ne!(own, embedded(HEADING));
    site.file(HEADING, own).build();
    let after = site.public();
    assert!(after.text("exercises/bird-dog/index.html").contains("<h1 class=\"ours\">Bird dog</h1>"));
    assert_eq!(after.files.keys().collect::<Vec<_>>(), before.files.keys().collect::<Vec<_>>());
    site.remove("templates").build();
    site.public().is(&before);
}

#[test]
fn a_file_of_the_site_takes_the_place_of_an_asset_or_joins_them() {
    let site = TestSite::small();
    site.file("templates/assets/style.css", "/* ours */\n").file("templates/assets/logo.png", b"\x89PNG").build();
    let public = site.public();
    assert_eq!(asset(&public, "style", "css"), b"/* ours */\n");
    assert_eq!(asset(&public, "logo", "png"), b"\x89PNG");
}

#[test]
fn a_template_under_a_name_that_overrides_nothing_is_told_which_was_meant() {
    assert_snapshot!(with_template("templates/html/excercise.html", "x"), @r#"
    warning[unused-file]: `templates/html/excercise.html` takes the place of no file of the theme
     --> templates/html/excercise.html:1:1
      |
    1 | x
      | ^
      |
      = note: you may tell a patient to look it up, and it is not there
      = help: did you mean `templates/html/exercise.html`?
    "#);
    let helped = |name: &str| {
        let run = TestSite::small().file(name, "x").run(&["check", "--format", "short"]);
        run.exits(0);
        run.stdout
    };
    assert!(helped("templates/exercise.html").contains("did you mean `templates/html/exercise.html`?"));
    assert!(helped("templates/html/style.css").contains("did you mean `templates/assets/style.css`?"));
    assert!(helped("templates/html/ours.html").contains("takes the place of no file"));
}

#[test]
fn a_template_that_another_names_may_be_called_anything() {
    let site = TestSite::small();
    let heading = format!("{}{{% include \"partials/ours.html\" %}}", embedded(HEADING));
    site.file(HEADING, heading).file("templates/html/partials/ours.html", "<p>Our clinic</p>");
    site.file("templates/assets/ours.css", "").file("templates/README.md", "Ours.");
    assert_eq!(site.places(), [""; 0]);
}

#[test]
fn a_template_may_extend_one_of_the_theme() {
    let site = TestSite::small();
    site.file(
        "templates/html/withdrawn.html",
        "{% extends \"base.html\" %}\n{% block main %}<p>Gone, says our clinic.</p>{% endblock main %}\n",
    );
    site.edit("content/exercises/bird-dog.md", "withdrawn: true\n")
        .edit("content/exercises/cat-cow.yaml", "harder: DELETE\nrelated: DELETE\n");
    let run = site.run(&["build"]);
    run.exits(0);
    let public = site.public();
    assert!(public.text("exercises/bird-dog/index.html").contains("Gone, says our clinic."));
}

#[test]
fn a_template_that_does_not_parse_is_shown_where_it_breaks() {
    assert_snapshot!(with_template(HEADING, "<h1>{{ page.frame.title }</h1>\n"), @r#"
    error[template-error]: found `}` but expected }}
     --> templates/html/partials/heading.html:1:25
      |
    1 | <h1>{{ page.frame.title }</h1>
      |                         ^
      |
      = note: a page that cannot be made whole is not published in part
      = help: mend the template, or remove it: the embedded one then takes its place
    "#);
    assert_snapshot!(with_template(HEADING, "{% if page.frame.crumbs %}\n<h1>x</h1>\n"), @r#"
    error[template-error]: unexpected end of input
     --> templates/html/partials/heading.html:1:27
      |
    1 | {% if page.frame.crumbs %}
      |                           ^
      |
      = note: a page that cannot be made whole is not published in part
      = help: mend the template, or remove it: the embedded one then takes its place
    "#);
    assert_snapshot!(with_template(HEADING, "{{ page.frame.title | shout }}\n"), @r#"
    error[template-error]: unknown filter `shout`
     --> templates/html/partials/heading.html:1:23
      |
    1 | {{ page.frame.title | shout }}
      |                       ^^^^^
      |
      = note: a page that cannot be made whole is not published in part
      = help: mend the template, or remove it: the embedded one then takes its place
    "#);
}

#[test]
fn a_template_that_does_not_parse_is_told_beside_the_faults_of_the_content() {
    let site = TestSite::small();
    site.edit("content/exercises/bird-dog.md", "region: lowwer\n").file(HEADING, "<h1>{{ page.frame.title }</h1>\n");
    let places =
        ["content/exercises/bird-dog.md:7:9 unknown-term", "templates/html/partials/heading.html:1:25 template-error"];
    assert_eq!(site.places(), places);
    site.remove("content/safety.yaml");
    assert!(site.places().contains(&places[1].to_owned()), "{:?}", site.places());
}

#[test]
fn a_field_that_no_page_has_is_told_which_there_are() {
    assert_snapshot!(with_template(HEADING, "<h1>{{ page.frame.titel }}</h1>\n"), @r#"
    error[template-error]: field `titel` is not defined
     --> templates/html/partials/heading.html:1:19
      |
    1 | <h1>{{ page.frame.titel }}</h1>
      |                   ^^^^^
      |
      = note: a page that cannot be made whole is not published in part
      = note: found while making `exercises/index.html`
      = help: did you mean `title`? There are `address`, `canonical`, `crumbs`, `description`,
              `json_ld`, `title`
    "#);
}

#[test]
fn a_template_that_names_another_that_is_not_there_is_told() {
    assert_snapshot!(with_template(EXERCISE, "{% extends \"bse.html\" %}\n"), @r#"
    error[template-error]: there is no template `bse.html` to extend
     --> templates/html/exercise.html:1:13
      |
    1 | {% extends "bse.html" %}
      |             ^^^^^^^^
      |
      = note: a page that cannot be made whole is not published in part
      = help: mend the template, or remove it: the embedded one then takes its place
    "#);
    assert_snapshot!(with_template(EXERCISE, "{% include \"partials/nothing.html\" %}\n"), @r#"
    error[template-error]: unknown template `partials/nothing.html`
     --> templates/html/exercise.html:1:12
      |
    1 | {% include "partials/nothing.html" %}
      |            ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: a page that cannot be made whole is not published in part
      = help: mend the template, or remove it: the embedded one then takes its place
    "#);
}

#[test]
fn a_template_that_includes_itself_is_told() {
    let run = TestSite::small()
        .file(HEADING, "{% include \"partials/heading.html\" %}\n")
        .run(&["check", "--format", "short"]);
    run.exits(1);
    assert!(run.places().iter().all(|place| place.ends_with("template-error")), "{run}");
}

#[test]
fn a_page_of_warning_signs_that_has_lost_them_is_not_published() {
    let run =
        TestSite::small().file("templates/html/partials/red-flags.html", "\n").run(&["check", "--format", "short"]);
    run.exits(1);
    assert!(run.places().iter().all(|place| place.ends_with("unsafe-page")), "{run}");
}

#[test]
fn a_template_that_is_not_text_is_told() {
    let site = TestSite::small();
    let run = site.file(HEADING, b"<h1>\xff\xfe</h1>").run(&["check", "--format", "short"]);
    run.exits(1);
    assert_eq!(run.places(), ["templates/html/partials/heading.html:1:5 not-utf8"], "{run}");
}

#[test]
fn nothing_is_written_when_a_template_is_broken() {
    let site = TestSite::small();
    site.build();
    let before = site.public();
    let run = site.file(HEADING, "{{ page.frame.titel }}").run(&["build"]);
    run.exits(1)
        .says("error[template-error]")
        .says("templates/html/partials/heading.html:1:15")
        .says("Nothing was written");
    site.public().is(&before);
}

#[test]
fn a_template_that_drops_what_safety_demands_is_told() {
    let own = embedded(EXERCISE);
    let (before, rest) = own.split_once("<section class=\"box stop\" aria-labelledby=\"do-not-do\">").unwrap();
    let (_, after) = rest.split_once("</section>").unwrap();
    let site = TestSite::small();
    site.file(EXERCISE, format!("{before}{after}"));
    let run = site.run(&["check", "--format", "short"]);
    run.exits(1);
    assert!(run.places().iter().any(|place| place.ends_with(" unsafe-page")), "{run}");
    for part in ["rules", "emergency"] {
        let site = TestSite::small();
        site.file(&format!("templates/html/partials/{part}.html"), "");
        let run = site.run(&["build"]);
        run.exits(1).says("error[unsafe-page]");
        assert!(!site.path("public").exists());
    }
}

/// The ids that a template gives, but for those that it takes from the entry.
fn ids(name: &str) -> BTreeSet<String> {
    let text = embedded(name);
    let values = text.match_indices(" id=\"").map(|(at, found)| text[at + found.len()..].split('"').next().unwrap());
    values.filter(|id| !id.contains("{{")).map(str::to_owned).collect()
}

#[test]
fn no_heading_can_have_the_id_of_a_part_of_its_page() {
    let guide = pipeline::check(&sites().join("small"), None).unwrap();
    let site = guide.site.unwrap();
    let reserved = |slug: &str| site.reserved_anchors(site.find(slug).unwrap()).into_iter().collect::<BTreeSet<_>>();
    let pages = [
        ("exercise", "bird-dog"),
        ("mistake", "breath-holding"),
        ("plan", "start-gently"),
        ("page", "questions"),
        ("page", "red-flags"),
    ];
    for (template, slug) in pages {
        let own = ids(&format!("templates/html/{template}.html"));
        assert!(own.is_subset(&reserved(slug)), "{template}: {own:?}");
        assert!(ids("templates/html/base.html").is_subset(&reserved(slug)));
    }
    for path in Tree::read(&repository().join("templates/html/partials")).files.keys() {
        let own = ids(&format!("templates/html/partials/{path}"));
        // What only the page of warning signs includes, only that page reserves.
        let slug = if path == "red-flags.html" { "red-flags" } else { "questions" };
        assert!(own.is_subset(&reserved(slug)), "{path}: {own:?}");
    }
    // What the programs add to a page; the answer to all that is ticked stands on the list of conditions alone.
    for program in ["search", "situation"] {
        let text = embedded(&format!("templates/assets/{program}.js"));
        let ids = text.match_indices("id: \"").map(|(at, found)| text[at + found.len()..].split('"').next().unwrap());
        let ids: Vec<&str> = ids.filter(|id| *id != "what-it-means").collect();
        assert!(!ids.is_empty() && ids.iter().all(|id| reserved("questions").contains(*id)), "{program}: {ids:?}");
    }
    let site = TestSite::small();
    site.body("content/exercises/bird-dog.md", "Words.\n\n## In plans\n")
        .body("content/pages/questions.md", "## Page sources\n");
    let codes: Vec<String> = site.places().into_iter().filter(|place| place.ends_with(" duplicate-anchor")).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
}
