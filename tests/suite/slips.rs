//! What somebody who edits her first entry gets wrong, and what she is told. Where a finding shows the mended line, that line
//! is written here as she would write it, and the guide is clean again.

use crate::site::TestSite;

const BIRD_DOG: &str = "content/exercises/bird-dog.md";
const PLAN: &str = "content/plans/start-gently.yaml";

/// File, the text as it should be, as it was written, and what is said of it.
type Slip = (&'static str, &'static str, &'static str, &'static str);

/// Slips that can be meant in one way only.
const CERTAIN: [Slip; 41] = [
    (BIRD_DOG, "---\ntitle", "\n---\ntitle", "the front matter does not open"),
    (BIRD_DOG, "---\ntitle", "title", "the front matter does not open"),
    (BIRD_DOG, "\n---\nBird", "\n—\nBird", "the front matter does not close"),
    (BIRD_DOG, "\n---\nBird", "\n-----\nBird", "the front matter does not close"),
    (BIRD_DOG, "  - Hold, come", "    - Hold, come", "this item would become a part of the text above it"),
    (
        BIRD_DOG,
        "  - Look at",
        " - Look at",
        "this line starts further to the left than the line above, and belongs to nothing there",
    ),
    (
        BIRD_DOG,
        "\nlevel:",
        "\n level:",
        "this line starts further to the right than the line above, and belongs to nothing there",
    ),
    (
        BIRD_DOG,
        "    advice: Leg only\n",
        "   advice: Leg only\n",
        "this line starts further to the left than the line above, and belongs to nothing there",
    ),
    (BIRD_DOG, "  - Look at", "\t- Look at", "a tab stands where only spaces can indent"),
    (
        BIRD_DOG,
        "  - Look at",
        "\u{a0} - Look at",
        "a space here is not an ordinary one: it comes from a web page or a word processor",
    ),
    (BIRD_DOG, "  - Look at", "  -Look at", "the hyphen of an item needs a space behind it"),
    (BIRD_DOG, "  - Look at", "  – Look at", "an item of a list begins with a hyphen, not with `–`"),
    (BIRD_DOG, "  - Look at", "  2. Look at", "an item of a list begins with a hyphen, not with `2.`"),
    (
        BIRD_DOG,
        "level: beginner-plus",
        "level:beginner-plus",
        "this line is not a field: behind its name a field has a colon and a space",
    ),
    (
        BIRD_DOG,
        "level: beginner-plus",
        "level:\u{a0}beginner-plus",
        "this line is not a field: behind its name a field has a colon and a space",
    ),
    (
        BIRD_DOG,
        "level: beginner-plus",
        "level = beginner-plus",
        "this line is not a field: behind its name a field has a colon and a space",
    ),
    (BIRD_DOG, "level: beginner-plus", "Level: beginner-plus", "there is no field `Level` in an exercise"),
    (BIRD_DOG, "level: beginner-plus", "level: Beginner plus", "no level is called `Beginner plus`"),
    (BIRD_DOG, "should_feel: Buttock", "should_feel: Feel: buttock", "a text that holds `: ` needs quotes"),
    (
        BIRD_DOG,
        "should_feel: Buttock and low-back muscles working evenly",
        "should_feel: “Buttock: low-back muscles”",
        "a text that holds `: ` needs quotes",
    ),
    (BIRD_DOG, "- Slide one", "- Note: slide one", "`steps` takes a text, not a group of fields"),
    (BIRD_DOG, "Leg only at first}", "Leg only, then the arm, slowly}", "there is no field `then the arm` in a dose"),
    (BIRD_DOG, "Leg only at first}", "“Leg only, at first”}", "there is no field `at first”` in a dose"),
    (BIRD_DOG, "full: {sets: 2", "full: {sets 2", "there is no field `sets 2` in a dose"),
    (BIRD_DOG, "reps: 8,", "reps: 8 reps,", "`reps` cannot be `8 reps`"),
    (BIRD_DOG, "reps: 5-8", "reps: 5 to 8 x", "`reps` cannot be `5 to 8 x`"),
    (BIRD_DOG, "updated: 2026-11-22", "updated: 22.11.2026", "`22.11.2026` is not a date as the guide writes it"),
    (
        BIRD_DOG,
        "updated: 2026-11-22",
        "updated: 22 November 2026",
        "`22 November 2026` is not a date as the guide writes it",
    ),
    (BIRD_DOG, "updated: 2026-11-22", "updated: 2026/11/2", "`2026/11/2` is not a date as the guide writes it"),
    (
        BIRD_DOG,
        "goals: [trunk-endurance, balance, co-ordination]",
        "goals: balance; co-ordination",
        "`goals` takes a list, not a text",
    ),
    (BIRD_DOG, "condition: wrist-pain", "condition: Wrist pain", "no condition is called `Wrist pain`"),
    (BIRD_DOG, "[cat-cow](cat-cow)", "[cat-cow](cat-cow.md)", "no entry is named `cat-cow.md`"),
    (BIRD_DOG, "[cat-cow](cat-cow)", "[cat-cow](www.example.org)", "no entry is named `www.example.org`"),
    (BIRD_DOG, "related: [cat-cow, bridge]", "related: [cat–cow, bridge]", "no exercise is named `cat–cow`"),
    (BIRD_DOG, "related: [cat-cow, bridge]", "related: [\"Cat cow\", bridge]", "no exercise is named `Cat cow`"),
    (BIRD_DOG, "red-flags#emergency", "red-flags#emergencys", "the page `red-flags` has no heading `#emergencys`"),
    (BIRD_DOG, "title: Bird dog\n", "title: Bird&nbsp;dog\n", "readers would see `&nbsp;` as it stands here"),
    (BIRD_DOG, "aliases: ", "withdrawn: no\naliases: ", "`withdrawn` takes `true` or `false`, not `no`"),
    (
        PLAN,
        "days: [mon, tue, wed, thu, fri, sat, sun]\n    minutes: 2\n    exercises:\n      - {exercise: cat-cow, dose: {sets: 1, reps: 6}}",
        "days: [Monday, tue, wed, thu, fri, sat, sun]\n    minutes: 2\n    exercises:\n      - {exercise: cat-cow, dose: {sets: 1, reps: 6}}",
        "`days` cannot be `Monday`",
    ),
    (
        PLAN,
        "minutes: 2\n    exercises:\n      - {exercise: cat-cow, dose: {sets: 1, reps: 6}}",
        "minutes: 2 minutes\n    exercises:\n      - {exercise: cat-cow, dose: {sets: 1, reps: 6}}",
        "`minutes` cannot be `2 minutes`",
    ),
    (
        PLAN,
        "dose: {sets: 1, reps: 8}}",
        "dose: {sets: 1, reps: 8}, note: Slow, please}",
        "there is no field `please` in an exercise of a week",
    ),
];

/// What is understood as it is meant.
const UNDERSTOOD: [(&str, &str); 9] = [
    ("reps: 5-8", "reps: 5–8"),
    ("reps: 5-8", "reps: 5—8"),
    ("reps: 5-8", "reps: 5\u{2212}8"),
    ("reps: 5-8", "reps: 5\u{2011}8"),
    ("reps: 5-8", "reps: 5 to 8"),
    ("hold: 3-5 s", "hold: 3 – 5 seconds"),
    ("hold: 3-5 s", "hold: 3 to 5 secs"),
    ("level: beginner-plus", "level:   beginner-plus   "),
    ("level: beginner-plus", "level: beginner-plus # one word and a note"),
];

/// Slips that only their author can mend, and what she is told to write.
const TOLD: [(&str, &str, &str, &str); 14] = [
    (BIRD_DOG, "\n---\nBird", "\nBird", "put a line of three hyphens, `---`, below the last field"),
    (
        BIRD_DOG,
        "  - Reach long rather than high\n  - Look",
        "  • Reach long rather than high\n  • Look",
        "write each on a line of its own below `form_tips:`, beginning with a hyphen and a space, not with `•`",
    ),
    (
        BIRD_DOG,
        "form_tips:\n  - Reach long rather than high\n  - Look at the floor between your thumbs\n",
        "form_tips: Reach long rather than high. Look at the floor.\n",
        "write each on a line of its own below `form_tips:`, beginning with a hyphen and a space; short ones can stand in \
         square brackets: `form_tips: [one, two]`",
    ),
    (BIRD_DOG, "hold: 3-5 s", "hold: 3-5", "write `hold: 3-5 s` for seconds or `hold: 3-5 min` for minutes"),
    (
        BIRD_DOG,
        "hold: 3-5 s",
        "hold: 2.5 s",
        "write whole numbers: a time with its unit, such as `30 s`, `3-5 s` or `10 min`",
    ),
    (
        BIRD_DOG,
        "full: {sets: 2, reps: 8, hold: 3-5 s, per: side}",
        "full: 2 sets of 8, each side",
        "write `full: {sets: ..., reps: ...}`; or, to say why there is none, `full: {not_set: the reason}`",
    ),
    (
        BIRD_DOG,
        "updated: 2026-11-22",
        "updated: 1/11/2026",
        "write year, month and day: `2026-11-01` for 1 November 2026, `2026-01-11` for 11 January 2026",
    ),
    (
        BIRD_DOG,
        "contraindications:\n  none: Leg only, arm only or toes down makes it light enough to test; see the care list",
        "contraindications: none",
        "write `contraindications: [{condition: ..., because: ..., source: ...}]`; or, to say why there is none, \
         `contraindications: {none: the reason}`",
    ),
    (BIRD_DOG, "{status: draft}", "{status: reviewed by Jane}", "write `draft` or `reviewed`"),
    (
        BIRD_DOG,
        "\nprerequisites:",
        "\n  prerequisites:",
        "start the fields of one group, and the items of one list, in the same column; what belongs to a field is indented \
         below it",
    ),
    (
        BIRD_DOG,
        "    source: merrithew-wrist-2017\n",
        "    source: merrithew-wrist-2017\n    tempo: Slowly\n",
        "`tempo` is a field of an exercise: start it in the same column as the other fields there",
    ),
    (
        BIRD_DOG,
        "should_feel: Buttock and",
        "should_feel: Buttock #1 and",
        "put the whole text in quotes; if this is a note to editors, put a space behind the `#`",
    ),
    (BIRD_DOG, "Start with this:", "TODO ask Anna. Start with this:", "write what is missing, and take this note out"),
    (
        BIRD_DOG,
        "Start with this:",
        "![x](https://example.org/x.png) Start with this:",
        "if you may use it, put it into content/pictures and write its file name alone: `![what it shows](bird-dog.png)`",
    ),
];

#[test]
fn a_slip_that_can_mean_one_thing_is_mended_by_its_finding_alone() {
    for (path, right, wrong, message) in CERTAIN {
        let site = TestSite::small();
        site.replace(path, right, wrong);
        let found = site.run(&["check", "--format", "json", "--no-sheets"]).objects();
        let [first, others @ ..] = found.as_slice() else { panic!("{wrong:?} is not found") };
        assert_eq!((first["message"].as_str(), others.len()), (Some(message), 0), "{wrong:?}: {found:#?}");
        let edit = &first["help"]["edit"];
        assert_eq!(edit["path"], path, "{first:#}");
        let byte = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
        let mut text = site.text(path);
        text.replace_range(byte("start")..byte("end"), edit["replacement"].as_str().unwrap());
        site.file(path, &text);
        assert_eq!(site.places(), [""; 0], "{wrong:?} became\n{text}");
    }
}

/// Slips that can be meant in more than one way: the wrong one would be published as a dose, a reason or a day.
const UNCERTAIN: [(&str, &str, &str); 12] = [
    (BIRD_DOG, "note: Leg only at first}", "note: Slowly, hold 5 s}"),
    (BIRD_DOG, "note: Leg only at first}", "note: Slowly, sets 2}"),
    (BIRD_DOG, "{sets: 1-2, reps: 5-8,", "{sets = , reps: 5-8,"),
    (BIRD_DOG, "{sets: 1-2, reps: 5-8,", "{2 sets, reps: 5-8,"),
    (BIRD_DOG, "{sets: 1-2, reps: 5-8,", "{sets: 1-2, reps: 5,8,"),
    (BIRD_DOG, "should_feel: ", "should_feel:\n  position_detail: "),
    (BIRD_DOG, "  - Hold, come", "  - Pause for 2\n    - 5 seconds.\n  - Hold, come"),
    (BIRD_DOG, "---\ntitle", "Note: mine\n---\ntitle"),
    (BIRD_DOG, "\n---\nBird", "\n\nBird says\n\n***\n\nBird"),
    (BIRD_DOG, "\n---\nBird", "\naliases:\n  -\n\nBird"),
    (PLAN, "title: One small move\n    days: [mon, ", "title: One small move\n    days: [monthly, "),
    (BIRD_DOG, "updated: 2026-11-22", "updated: 22 Maybe 2026"),
];

#[test]
fn a_slip_that_can_mean_two_things_is_mended_by_nobody_else() {
    for (path, right, wrong) in UNCERTAIN {
        let site = TestSite::small();
        site.replace(path, right, wrong);
        let found = site.run(&["check", "--format", "json", "--no-sheets"]).objects();
        assert!(!found.is_empty(), "{wrong:?} is not found");
        assert!(found.iter().all(|one| one["help"]["edit"].is_null()), "{wrong:?}: {found:#?}");
    }
}

#[test]
fn what_is_meant_is_understood_however_it_is_typed() {
    for (right, typed) in UNDERSTOOD {
        let site = TestSite::small();
        site.build();
        let before = site.public().text("data/exercises.json").to_owned();
        site.replace(BIRD_DOG, right, typed);
        assert_eq!(site.places(), [""; 0], "{typed:?}");
        site.build();
        assert_eq!(site.public().text("data/exercises.json"), before, "{typed:?}");
    }
}

#[test]
fn a_slip_that_only_its_author_can_mend_is_told_with_what_to_write() {
    for (path, right, wrong, help) in TOLD {
        let site = TestSite::small();
        site.replace(path, right, wrong);
        let found = site.run(&["check", "--format", "json", "--no-sheets"]).objects();
        assert_eq!((found.len(), found[0]["help"]["text"].as_str()), (1, Some(help)), "{wrong:?}: {found:#?}");
    }
}

#[test]
fn a_name_that_nothing_has_is_told_once_and_not_by_every_plan() {
    let site = TestSite::small();
    site.replace(PLAN, "cat-cow, dose: {sets: 1, reps: 8}}", "cat-cow, dose: {sets: 1, reps: 8}}\n      - {exercise: bird-dog, dose: {sets: 1, reps: 5, hold: 3 s, per: side}}");
    site.replace(
        PLAN,
        "minutes: 2\n    exercises:\n      - {exercise: cat-cow, dose: {sets: 1, reps: 8}}",
        "minutes: 4\n    exercises:\n      - {exercise: cat-cow, dose: {sets: 1, reps: 8}}",
    );
    assert_eq!(site.places(), [""; 0]);
    let clean = site.text(BIRD_DOG);
    let places = |right: &str, wrong: &str| {
        site.file(BIRD_DOG, &clean).replace(BIRD_DOG, right, wrong);
        site.places().into_iter().map(|place| place.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(places("prerequisites: [cat-cow]", "prerequisites: [nowhere]"), ["unresolved-reference"]);
    let none = "  none: Leg only, arm only or toes down makes it light enough to test; see the care list";
    assert_eq!(places(none, "  - wrist pain"), ["wrong-type"]);
    assert_eq!(
        places(none, "  - {condition: gout, because: Sore toes, source: clinical-convention}"),
        ["unknown-term"]
    );
    // Saved as some editors do: two bytes a letter.
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(clean.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    site.file(BIRD_DOG, wide);
    assert_eq!(site.places(), [format!("{BIRD_DOG}:1:1 not-utf8")]);
}

#[test]
fn what_only_an_unreadable_file_names_is_not_called_unused() {
    let codes = |site: &TestSite| {
        site.places().into_iter().map(|place| place.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let only_the_plan_cites = || {
        let site = TestSite::small();
        let page = site.text("content/pages/questions.md").replace("henry-1999", "clinical-convention");
        site.file("content/pages/questions.md", page);
        assert_eq!(codes(&site), [""; 0]);
        site
    };
    let site = only_the_plan_cites();
    site.replace(PLAN, "sources: [henry-1999]\n", "");
    assert_eq!(codes(&site), ["uncited-source"]);
    // What can be read is judged, whatever else is wrong with it.
    site.replace(PLAN, "title: Start gently", "title: Start gently\nlevle: beginner");
    assert_eq!(codes(&site), ["unknown-field", "uncited-source"]);

    for (path, right, wrong) in
        [(PLAN, "\nlevel: ", "\n\tlevel: "), ("content/safety.yaml", "red_flags:\n", "\tred_flags:\n")]
    {
        let site = only_the_plan_cites();
        site.replace(path, right, wrong);
        let found = codes(&site);
        assert!(found.contains(&"yaml-syntax".to_owned()), "{path}: {found:?}");
        let unused = ["uncited-source", "orphan-entry"].map(str::to_owned);
        assert!(!found.iter().any(|code| unused.contains(code)), "{path}: {found:?}");
    }
}

#[test]
fn a_file_that_is_meant_for_an_entry_is_told_its_name() {
    let site = TestSite::small();
    let entry = site.text("content/pages/questions.md").replace("title: ", "title: More ");
    for (name, help) in [
        ("content/pages/Heel Slide.md", "rename the file: `heel-slide.md`; small letters, figures and single hyphens"),
        ("content/pages/more.md.md", "rename the file: `more.md`; small letters, figures and single hyphens"),
        ("content/pages/more.markdown", "rename it to `content/pages/more.md`"),
        ("content/plans/more.yml", "rename it to `content/plans/more.yaml`"),
        ("content/exercise/more.md", "did you mean the folder `content/exercises`?"),
        (
            "content/exercises/more.docx",
            "copy its text into a new file `content/exercises/more.md`, in the form of its neighbors, and remove this one",
        ),
    ] {
        site.file(name, &entry);
        let found = site.run(&["check", "--format", "json", "--no-sheets"]).objects();
        assert!(found.iter().any(|found| found["help"]["text"] == help), "{name}: {found:#?}");
        site.remove(name);
    }
}
