//! What commands print, where, and how they end.

use backsite::rule::RULES;
use insta::assert_snapshot;

use crate::run::Run;
use crate::site::TestSite;

const BIRD_DOG: &str = "content/exercises/bird-dog.md";

/// A guide with an error and a warning.
fn faulty() -> TestSite {
    let site = TestSite::small();
    site.edit(BIRD_DOG, "region: lowwer\n").file("content/notes.txt", "x");
    site
}

#[test]
fn findings_for_a_person_go_to_standard_error_and_are_counted() {
    let run = faulty().run(&["check"]);
    run.exits(1).says("error[unknown-term]: no region is called `lowwer`").says("warning[unused-file]");
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr.ends_with("\n1 error, 1 warning in 7 entries; `backsite explain CODE` tells more of each\n"),
        "{run}"
    );
}

#[test]
fn a_guide_without_a_finding_is_told_so() {
    let run = TestSite::small().run(&["check"]);
    run.exits(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "7 entries, no finding\n"));
}

#[test]
fn short_is_one_line_a_finding_on_standard_output() {
    let run = faulty().run(&["check", "--format", "short"]);
    run.exits(1);
    assert_snapshot!(run.stdout, @r#"
    content/exercises/bird-dog.md:7:9: error[unknown-term]: no region is called `lowwer`; did you mean `lower`?
    content/notes.txt:1:1: warning[unused-file]: `content/notes.txt` is not used; copy its text into a new file `content/notes.md`, in the form of its neighbors, and remove this one
    "#);
    assert_eq!(run.places(), [format!("{BIRD_DOG}:7:9 unknown-term"), "content/notes.txt:1:1 unused-file".to_owned()]);
}

#[test]
fn json_is_one_object_a_line_on_standard_output() {
    let run = faulty().run(&["check", "--format", "json"]);
    run.exits(1);
    let objects = run.objects();
    assert_eq!(objects.len(), 2);
    assert_snapshot!(serde_json::to_string_pretty(&objects[0]).unwrap(), @r#"
    {
      "code": "unknown-term",
      "help": {
        "edit": {
          "column": 9,
          "end": 266,
          "end_column": 15,
          "end_line": 7,
          "line": 7,
          "path": "content/exercises/bird-dog.md",
          "replacement": "lower",
          "start": 260
        },
        "text": "did you mean `lower`?"
      },
      "message": "no region is called `lowwer`",
      "notes": [
        "pages, sheets and searches know only the words of the list; a warning under any other word would reach nobody"
      ],
      "place": {
        "column": 9,
        "end": 266,
        "end_column": 15,
        "end_line": 7,
        "label": "not among the regions of content/vocabulary.yaml",
        "line": 7,
        "path": "content/exercises/bird-dog.md",
        "start": 260
      },
      "related": [],
      "severity": "error"
    }
    "#);
    assert_eq!(objects[1]["code"], "unused-file");
    assert_eq!(objects[1]["severity"], "warning");
}

#[test]
fn json_places_are_right_to_the_byte_and_the_character() {
    json_places_are_right(str::to_owned);
}

#[test]
fn json_places_are_those_of_the_file_whatever_its_line_ends() {
    json_places_are_right(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
}

/// Misspells a word of the bird dog, saves the entry in this form, and mends it by what is found.
#[track_caller]
fn json_places_are_right(saved: fn(&str) -> String) {
    let site = TestSite::small();
    site.edit(BIRD_DOG, "also_called: [Größe, Weiß]\ngoals: [balance, trunk-endurace]\n");
    site.replace(BIRD_DOG, "[balance, trunk-endurace]", "[balance, \"trunk-endurace\"] # für später");
    let text = saved(&site.text(BIRD_DOG));
    site.file(BIRD_DOG, &text);
    let run = site.run(&["check", "--format", "json"]);
    let [finding] = run.objects().try_into().unwrap();
    let number = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let place = &finding["place"];
    assert_eq!(&text[number(&place["start"])..number(&place["end"])], "\"trunk-endurace\"");
    let line = text.lines().nth(number(&place["line"]) - 1).unwrap();
    let column = line.chars().take(number(&place["column"]) - 1).collect::<String>();
    assert!(line[column.len()..].starts_with("\"trunk-endurace\""), "{line}");
    // What to write instead, applied, mends the file.
    let edit = &finding["help"]["edit"];
    let mended = format!(
        "{}{}{}",
        &text[..number(&edit["start"])],
        edit["replacement"].as_str().unwrap(),
        &text[number(&edit["end"])..]
    );
    assert_eq!(site.file(BIRD_DOG, mended).places(), [""; 0]);
}

#[test]
fn findings_stand_in_the_order_of_the_files() {
    let site = TestSite::small();
    for path in [
        "content/site.yaml",
        "content/plans/start-gently.yaml",
        BIRD_DOG,
        "content/pages/questions.md",
        "content/mistakes/breath-holding.md",
    ] {
        site.edit(path, "updated: soon\n");
    }
    let places = site.places();
    assert_eq!(places.len(), 5, "{places:?}");
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(places, site.places());
}

#[test]
fn exit_status_says_clean_findings_or_refused() {
    let site = TestSite::small();
    site.run(&["check"]).exits(0);
    site.run(&["build"]).exits(0);
    site.file("content/notes.txt", "x");
    site.run(&["check"]).exits(0).says("0 errors, 1 warning");
    site.run(&["check", "--deny-warnings"]).exits(1);
    site.edit(BIRD_DOG, "region: lowwer\n");
    site.run(&["check"]).exits(1);
    site.run(&["build"]).exits(1);
    site.run(&["check", "--root", "nowhere"]).exits(2).says("nowhere").says("--root");
    site.run(&["build", "--root", "nowhere"]).exits(2).says("nowhere");
    site.run(&["check", "--root", BIRD_DOG]).exits(2).says("bird-dog.md");
    site.run(&["chekc"]).exits(2).says("check");
    site.run(&["check", "--format", "xml"]).exits(2).says("human");
    site.run(&["check", "--as-of", "tomorrow"]).exits(2).says("2026-11-22");
    site.run(&[]).exits(2).says("Usage");
}

#[test]
fn without_a_terminal_there_is_no_colour_and_no_progress() {
    for arguments in [&["check"][..], &["build"], &["explain", "bad-range"], &["explain", "bad-rnage"]] {
        for environment in [
            &[][..],
            &[("NO_COLOR", "1")],
            &[("TERM", "xterm-256color"), ("CLICOLOR_FORCE", "1"), ("FORCE_COLOR", "1")],
        ] {
            let site = faulty();
            let run = Run::of(site.command(arguments).envs(environment.iter().copied()));
            let printed = format!("{}{}", run.stdout, run.stderr);
            assert!(!printed.contains(['\u{1b}', '\r']) && !printed.contains(" ..."), "{run}");
        }
    }
}

/// `script` gives the program a terminal.
#[test]
fn on_a_terminal_there_is_colour_unless_no_color_is_set() {
    let site = faulty();
    let on_a_terminal = |environment: &[(&str, &str)]| {
        let mut command = std::process::Command::new("script");
        command.args(["-qec", &format!("'{}' check", crate::site::PROGRAM), "/dev/null"]).current_dir(site.root());
        Run::of(command.env_remove("NO_COLOR").envs([("TERM", "xterm")]).envs(environment.iter().copied())).stdout
    };
    let coloured = on_a_terminal(&[]);
    assert!(coloured.contains("\u{1b}[") && coloured.contains("unknown-term"), "{coloured}");
    let plain = on_a_terminal(&[("NO_COLOR", "1")]);
    assert!(!plain.contains('\u{1b}') && plain.contains("unknown-term"), "{plain}");
}

#[test]
fn what_an_author_writes_cannot_move_the_cursor() {
    let site = TestSite::small();
    site.edit(BIRD_DOG, "region: \"\\e[2J\\u202elower\"\n").file("content/\u{1b}[31m\u{202e}.txt", "x");
    for format in ["human", "short", "json"] {
        let run = site.run(&["check", "--format", format]);
        run.exits(1);
        let printed = format!("{}{}", run.stdout, run.stderr);
        assert!(!printed.contains(['\u{1b}', '\u{202e}']), "{format}: {printed:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let site = faulty();
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", "\"$0\" explain | head -n 1; \"$0\" check --format short | true", crate::site::PROGRAM]);
    let run = Run::of(command.current_dir(site.root()));
    run.exits(0);
    assert!(!run.stderr.contains("failed:") && !run.stderr.contains("panicked"), "{run}");
}

#[test]
fn every_rule_explains_itself() {
    let site = TestSite::empty();
    let list = site.run(&["explain"]);
    list.exits(0);
    assert_eq!(list.stdout.lines().count(), RULES.len());
    for rule in RULES {
        assert!(
            list.stdout.contains(&format!("{} ", rule.code)) && list.stdout.contains(rule.promise()),
            "{}",
            rule.code
        );
        let run = site.run(&["explain", rule.code]);
        run.exits(0);
        assert!(run.stdout.starts_with(&format!("# {}\n", rule.code)), "{run}");
        for heading in ["What it catches", "Why it matters", "Not like this", "Like this"] {
            assert!(run.stdout.contains(heading), "{run}");
        }
        assert!(!run.stdout.contains("```") && !run.stdout.contains("(edit)"), "{run}");
    }
}

#[test]
fn a_code_that_is_not_there_is_told_the_nearest() {
    let site = TestSite::empty();
    let run = site.run(&["explain", "missing-dosis"]);
    run.exits(2);
    assert_eq!(run.stderr, "failed: no rule is called `missing-dosis`; did you mean `missing-dose`?\n");
    let run = site.run(&["explain", "gravity"]);
    run.exits(2);
    assert_eq!(run.stderr, "failed: no rule is called `gravity`; `backsite explain` lists them all\n");
}
