//! `backsite new`: what it writes fails only on what is left to fill in.

use backsite::model::field::FILES;

use crate::site::TestSite;

const KINDS: [(&str, &str, &str); 4] = [
    ("exercise", "Heel slide", "content/exercises/heel-slide.md"),
    ("mistake", "Rushing: \"ten\" in a hurry", "content/mistakes/rushing-ten-in-a-hurry.md"),
    ("plan", "Back to the garden", "content/plans/back-to-the-garden.yaml"),
    ("page", "Children & backs, #1", "content/pages/children-backs-1.md"),
];

/// Lines that are a field without its value.
fn blanks(text: &str) -> Vec<usize> {
    let is_blank = |line: &str| line.ends_with(':') && !line.trim_start().starts_with('#');
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.trim_start_matches(['-', ' ']).len();
    let own = |at: usize| {
        // A field with fields of its own below it is no blank.
        let depth = lines[at].len() - indent(lines[at]);
        let below = lines[at + 1..].iter().find(|line| !line.trim_start().starts_with('#') && !line.is_empty());
        below.is_none_or(|line| line.len() - indent(line) <= depth)
    };
    (0..lines.len()).filter(|at| is_blank(lines[*at]) && own(*at)).map(|at| at + 1).collect()
}

#[test]
fn the_only_findings_are_the_blanks() {
    for (kind, title, path) in KINDS {
        let site = TestSite::small();
        let run = site.run(&["new", kind, title]);
        run.exits(0).says(&format!("Wrote {path}"));
        assert_eq!(run.stdout.trim(), path);
        let text = site.text(path);
        let blanks = blanks(&text);
        assert!(blanks.len() >= 2 || kind == "page", "{text}");
        let found: Vec<(usize, String)> = site
            .places()
            .iter()
            .map(|place| {
                let rest = place.strip_prefix(path).unwrap_or_else(|| panic!("{place} is elsewhere\n{text}"));
                let mut parts = rest[1..].split([':', ' ']);
                (parts.next().unwrap().parse().unwrap(), parts.next_back().unwrap().to_owned())
            })
            .collect();
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, blanks, "{found:?}\n{text}");
        let allowed = ["empty-text", "missing-form-tips", "missing-dose", "missing-contraindications"];
        assert!(found.iter().all(|(_, code)| allowed.contains(&code.as_str())), "{found:?}");
    }
}

#[test]
fn the_blanks_filled_in_are_an_entry() {
    // What the guide's own fields say by way of example, in the places of the blanks.
    let site = TestSite::small();
    site.run(&["new", "mistake", "Rushing"]).exits(0);
    let path = "content/mistakes/rushing.md";
    for (blank, filled) in [
        ("\nwhy:\n", "\nwhy: A hurried move is a careless one.\n"),
        ("\nfix:\n", "\nfix: Count to five.\n"),
        ("\nexercises:\n", "\nexercises: [cat-cow]\n"),
    ] {
        site.replace(path, blank, filled);
    }
    assert_eq!(site.places(), [""; 0]);
    // The fields that may be left out, used: only names that this small guide does not have are found.
    let used: String = site
        .text(path)
        .lines()
        .map(|line| {
            let (_, table) = FILES.iter().find(|(kind, _)| *kind == "mistake").unwrap();
            let is_field = table.fields.iter().any(|field| line.starts_with(&format!("# {}: ", field.name)));
            format!("{}\n", if is_field { &line[2..] } else { line })
        })
        .collect();
    site.file(path, used);
    let codes = ["unresolved-reference", "unresolved-source", "alias-collision", "unresolved-picture"];
    let places = site.places();
    assert!(places.iter().all(|place| codes.iter().any(|code| place.ends_with(code))), "{places:#?}");
}

#[test]
fn what_is_there_is_never_touched() {
    let site = TestSite::small();
    let before = site.text("content/exercises/bird-dog.md");
    for kind in ["exercise", "plan", "page", "mistake"] {
        let run = site.run(&["new", kind, "Bird  dog!"]);
        run.exits(2).says("content/exercises/bird-dog.md").says("choose another title");
    }
    assert_eq!(site.text("content/exercises/bird-dog.md"), before);
    site.symbolic_link("content/pages/lifting.md", "/nowhere/at-all");
    site.run(&["new", "page", "Lifting"]).exits(2).says("content/pages/lifting.md");
}

#[test]
fn a_title_that_cannot_be_one_is_refused() {
    let site = TestSite::small();
    site.run(&["new", "page", "???"]).exits(2).says("no letters");
    site.run(&["new", "page", "One\ntwo"]).exits(2).says("one line");
    site.run(&["new", "page", "../../etc/passwd"]).exits(0);
    assert!(site.path("content/pages/etc-passwd.md").is_file());
    TestSite::empty().run(&["new", "page", "Lifting"]).exits(2).says("is not a guide").says("backsite init");
}
