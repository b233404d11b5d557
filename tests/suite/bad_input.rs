//! What bad input gets: a finding with its file, line, column and help, and nothing is written.

use backsite::diagnostic::Severity;
use backsite::source::{Source, Sources, Span};
use backsite::{link, parse, yaml};
use insta::assert_snapshot;

use crate::site::TestSite;
use crate::tree::Tree;

const BIRD_DOG: &str = "content/exercises/bird-dog.md";
const BREATH_HOLDING: &str = "content/mistakes/breath-holding.md";
const CAT_COW: &str = "content/exercises/cat-cow.yaml";

/// What is found when these fields replace those of the bird dog.
#[track_caller]
fn bird_dog_with(fields: &str) -> String {
    TestSite::small().edit(BIRD_DOG, fields).report()
}

/// What is found when this is the bird dog's free text.
#[track_caller]
fn bird_dog_that_says(body: &str) -> String {
    TestSite::small().body(BIRD_DOG, body).report()
}

// YAML that cannot be read

#[test]
fn a_text_with_a_colon_in_it_needs_quotes() {
    assert_snapshot!(bird_dog_with("breathing: Out as you reach: keep breathing\n"), @r#"
    error[yaml-syntax]: a text that holds `: ` needs quotes
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: Out as you reach: keep breathing
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ all of this is one text
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: put the whole text in quotes
       |
    16 - breathing: Out as you reach: keep breathing
    16 + breathing: "Out as you reach: keep breathing"
       |
    "#);
}

#[test]
fn a_bracket_that_does_not_close_is_shown_where_it_opens() {
    assert_snapshot!(bird_dog_with("equipment: [mat\n"), @r#"
    error[yaml-syntax]: a bracket opens here and does not close
      --> content/exercises/bird-dog.md:10:12
       |
    10 | equipment: [mat
       |            ^ opens here
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
       = help: close it with `]`; a text that begins with `[` stands in quotes
    "#);
}

#[test]
fn a_text_that_begins_with_a_bracket_needs_quotes() {
    assert_snapshot!(bird_dog_with("should_feel: [Buttocks] and low back\n"), @r#"
    error[yaml-syntax]: words stand behind a closing bracket
      --> content/exercises/bird-dog.md:28:14
       |
    28 | should_feel: [Buttocks] and low back
       |              ^^^^^^^^^^^^^^^^^^^^^^^ all of this is one text
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: put the whole text in quotes
       |
    28 - should_feel: [Buttocks] and low back
    28 + should_feel: "[Buttocks] and low back"
       |
    "#);
}

#[test]
fn a_tab_cannot_indent() {
    assert_snapshot!(bird_dog_with("steps:\n\t- Hands and knees.\n"), @r#"
    error[yaml-syntax]: a tab stands where only spaces can indent
      --> content/exercises/bird-dog.md:21:1
       |
    21 |     - Hands and knees.
       | ^^^^ tab here
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: indent with two spaces a level
       |
    21 |   - Hands and knees.
       | ++
    "#);
}

#[test]
fn a_quote_that_does_not_close_is_shown_where_it_opens() {
    assert_snapshot!(bird_dog_with("breathing: \"Out as you reach\n"), @r#"
    error[yaml-syntax]: a quote opens here and does not close
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: "Out as you reach
       |            ^ opens here
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
       = help: close it with the same mark at the end of the text; a text with an apostrophe in it
               takes double quotes
    "#);
}

#[test]
fn an_apostrophe_within_words_is_no_quote() {
    assert_snapshot!(bird_dog_with("breathing: Don't hold it: breathe\n"), @r#"
    error[yaml-syntax]: a text that holds `: ` needs quotes
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: Don't hold it: breathe
       |            ^^^^^^^^^^^^^^^^^^^^^^ all of this is one text
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: put the whole text in quotes
       |
    16 - breathing: Don't hold it: breathe
    16 + breathing: "Don't hold it: breathe"
       |
    "#);
}

#[test]
fn a_text_with_an_apostrophe_needs_double_quotes() {
    assert_snapshot!(bird_dog_with("breathing: 'Don't hold it'\n"), @r#"
    error[yaml-syntax]: a text with an apostrophe needs double quotes
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: 'Don't hold it'
       |            ^^^^^^^^^^^^^^^ all of this is one text
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: put it in double quotes
       |
    16 - breathing: 'Don't hold it'
    16 + breathing: "Don't hold it"
       |
    "#);
}

#[test]
fn a_quote_that_closes_too_early_is_shown() {
    assert_snapshot!(bird_dog_with("should_feel: \"Firm\" but not sharp\n"), @r#"
    error[yaml-syntax]: words stand behind a closing quote
      --> content/exercises/bird-dog.md:28:14
       |
    28 | should_feel: "Firm" but not sharp
       |              ^^^^^^^^^^^^^^^^^^^^ all of this is one text
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: put the whole text in single quotes
       |
    28 - should_feel: "Firm" but not sharp
    28 + should_feel: '"Firm" but not sharp'
       |
    "#);
}

#[test]
fn fields_of_one_group_start_in_one_column() {
    assert_snapshot!(bird_dog_with("dose:\n  start: {sets: 1, reps: 5}\n   full: {sets: 2, reps: 8}\n"), @r#"
    error[yaml-syntax]: this line starts further to the right than the line above, and belongs to nothing there
      --> content/exercises/bird-dog.md:19:4
       |
    19 |    full: {sets: 2, reps: 8}
       |    ^^^^^^^^^^^^^^^^^^^^^^^^ in a column of its own
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: start the fields of one group, and the items of one list, in the same column; what
          belongs to a field is indented below it
       |
    19 |   full: {sets: 2, reps: 8}
       | ++
    "#);
}

#[test]
fn items_of_one_list_start_in_one_column() {
    assert_snapshot!(bird_dog_with("steps:\n  - Hands and knees.\n - Reach.\n"), @r#"
    error[yaml-syntax]: this line starts further to the left than the line above, and belongs to nothing there
      --> content/exercises/bird-dog.md:22:2
       |
    22 |  - Reach.
       |  ^^^^^^^^ in a column of its own
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: start the fields of one group, and the items of one list, in the same column; what
          belongs to a field is indented below it
       |
    22 |   - Reach.
       |  +
    "#);
    assert_snapshot!(bird_dog_with("steps:\n  - Hands and knees.\n   - Reach.\n"), @r#"
    error[yaml-syntax]: this item would become a part of the text above it
      --> content/exercises/bird-dog.md:22:4
       |
    22 |    - Reach.
       |    ^^^^^^^^ indented further than the item above
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: start the items of one list in the same column
       |
    22 |   - Reach.
       | ++
    "#);
    assert_snapshot!(bird_dog_with("steps:\n  - Hands and knees.\n  -Reach.\n"), @r#"
    error[yaml-syntax]: the hyphen of an item needs a space behind it
      --> content/exercises/bird-dog.md:22:3
       |
    22 |   -Reach.
       |   ^^^^^^^ an item of a list
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
    help: put a space behind the hyphen
       |
    22 |   - Reach.
       |    +
    "#);
}

#[test]
fn a_field_that_is_indented_too_far_is_no_field() {
    assert_snapshot!(bird_dog_with("level: beginner-plus\n  phases: [build]\n"), @r#"
    error[yaml-syntax]: this line starts further to the right than the line above, and belongs to nothing there
      --> content/exercises/bird-dog.md:12:3
       |
    12 |   phases: [build]
       |   ^^^^^^^^^^^^^^^ in a column of its own
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
       = help: start the fields of one group, and the items of one list, in the same column; what
               belongs to a field is indented below it
    "#);
}

#[test]
fn a_field_that_is_not_indented_leaves_its_group() {
    assert_snapshot!(bird_dog_with("precautions:\n  - condition: wrist-pain\n    because: Weight\nadvice: Fists\n"), @r#"
    error[missing-field]: `advice` and `source` are missing from a precaution
      --> content/exercises/bird-dog.md:37:5
       |
    37 |   - condition: wrist-pain
       |     ^
       |
       = note: every part of an entry is there because a reader needs it to move safely
       = help: add them, for example `advice: Use your fists or forearms`, `source:
               brooke-wavell-sss-2022`

    error[unknown-field]: there is no field `advice` in an exercise
      --> content/exercises/bird-dog.md:51:1
       |
    51 | advice: Fists
       | ^^^^^^ not a field
       |
       = note: a misspelled field is not read: a contraindication under a wrong name would silently
               be left out
       = help: its fields are `title`, `summary`, `also_called`, `positions`, `position_detail`,
               `region`, `goals`, `muscles`, `equipment`, `equipment_optional`, `level`, `phases`,
               `sides`, `seconds_per_rep`, `tempo`, `breathing`, `dose`, `steps`, `form_tips`,
               `should_feel`, `stop_signs`, `mistakes`, `contraindications`, `precautions`,
               `easier`, `harder`, `prerequisites`, `related`, `sources`, `evidence`, `sheet`,
               `figure`, `review`, `updated`, `aliases` and `withdrawn`
    "#);
}

#[test]
fn a_field_needs_a_colon() {
    assert_snapshot!(bird_dog_with("level: beginner-plus\nphases: [build]\nsides alternate\n"), @r#"
    error[yaml-syntax]: this line is not a field: behind its name a field has a colon and a space
      --> content/exercises/bird-dog.md:13:1
       |
    13 | sides alternate
       | ^^^^^^^^^^^^^^^ not `name: value`
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
       = help: write `name: value`; a line that goes on with the text above is indented further
               than that text's name
    "#);
}

#[test]
fn a_colon_needs_a_space_behind_it() {
    assert_snapshot!(bird_dog_with("level: beginner-plus\nregion:lower\n"), @r#"
    error[yaml-syntax]: this line is not a field: behind its name a field has a colon and a space
     --> content/exercises/bird-dog.md:7:1
      |
    7 | region:lower
      | ^^^^^^^^^^^^ not `name: value`
      |
      = note: what the computer cannot read it cannot check, and an unchecked dose is not
              published
    help: put a space behind the colon
      |
    7 | region: lower
      |        +
    "#);
}

#[test]
fn a_second_document_in_one_file_is_refused() {
    let site = TestSite::small();
    site.remove(BREATH_HOLDING)
        .file("content/mistakes/breath-holding.yaml", "title: Holding the breath\n---\nfix: Breathe out.\n");
    assert_snapshot!(site.report(), @r#"
    error[yaml-syntax]: a second YAML document begins here
     --> content/mistakes/breath-holding.yaml:2:1
      |
    2 | ---
      | ^^^
      |
      = note: what the computer cannot read it cannot check, and an unchecked dose is not
              published
      = help: leave out the line of three dashes: one file is one entry; free text belongs into a
              file that ends in `.md`
    "#);
}

#[test]
fn front_matter_has_two_lines_of_dashes() {
    let site = TestSite::small();
    let text = site.text(BIRD_DOG);
    site.file(BIRD_DOG, text.replacen("\n---\n", "\n", 1));
    assert_snapshot!(site.report(), @r#"
    error[front-matter]: the front matter does not close
      --> content/exercises/bird-dog.md:1:1
       |
     1 | ---
       | ^^^ opens here
       |
      ::: content/exercises/bird-dog.md:56:1
       |
    56 | aliases: [/exercises/quadruped-reach/]
       | -------------------------------------- the last field seems to be here
       |
       = note: without its front matter an entry has no dose and no contraindications
       = help: put a line of three hyphens, `---`, below the last field
    "#);
    site.file(BIRD_DOG, text.replacen("---\n", "", 1));
    assert_snapshot!(site.report(), @r#"
    error[front-matter]: the front matter does not open
     --> content/exercises/bird-dog.md:1:1
      |
    1 | title: Bird dog
      | ^^^^^^^^^^^^^^^ `---` is expected here
      |
      = note: without its front matter an entry has no dose and no contraindications
    help: put a line of three hyphens above the first field
      |
    1 + ---
      |
    "#);
}

#[test]
fn free_text_belongs_into_a_markdown_file() {
    let site = TestSite::small();
    let text = site.text(BIRD_DOG);
    site.file("content/exercises/bird-dog.yaml", text).remove(BIRD_DOG);
    assert_snapshot!(site.report(), @r#"
    error[yaml-syntax]: a second YAML document begins here
      --> content/exercises/bird-dog.yaml:57:1
       |
    57 | ---
       | ^^^
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
       = help: leave out the line of three dashes: one file is one entry; free text belongs into a
               file that ends in `.md`
    "#);
}

// Fields

#[test]
fn a_field_that_is_there_twice_is_shown_in_both_places() {
    assert_snapshot!(bird_dog_with("level: beginner\nlevel: beginner-plus\n"), @r#"
    error[duplicate-field]: `level` is here twice
      --> content/exercises/bird-dog.md:12:1
       |
    12 | level: beginner-plus
       | ^^^^^ again
       |
      ::: content/exercises/bird-dog.md:11:1
       |
    11 | level: beginner
       | ----- first here
       |
       = note: of two doses only one would be printed, perhaps not the one you are looking at
       = help: keep one of the two; a list of several goes under one name
    "#);
}

#[test]
fn a_misspelled_field_is_told_its_name() {
    assert_snapshot!(bird_dog_with("form_tips: DELETE\nform_tip:\n  - Reach long rather than high\n  - Look down\n"), @r#"
    error[unknown-field]: there is no field `form_tip` in an exercise
      --> content/exercises/bird-dog.md:54:1
       |
    54 | form_tip:
       | ^^^^^^^^ not a field
       |
       = note: a misspelled field is not read: a contraindication under a wrong name would silently
               be left out
    help: did you mean `form_tips`?
       |
    54 | form_tips:
       |         +
    "#);
}

#[test]
fn a_misspelled_field_in_a_group_is_told_its_name() {
    assert_snapshot!(bird_dog_with("dose:\n  start: {set: 1, reps: 5-8, per: side}\n  full: {sets: 2, reps: 8, per: side}\n"), @r#"
    error[unknown-field]: there is no field `set` in a dose
      --> content/exercises/bird-dog.md:18:11
       |
    18 |   start: {set: 1, reps: 5-8, per: side}
       |           ^^^ not a field
       |
       = note: a misspelled field is not read: a contraindication under a wrong name would silently
               be left out
    help: did you mean `sets`?
       |
    18 |   start: {sets: 1, reps: 5-8, per: side}
       |              +
    "#);
}

#[test]
fn a_field_that_no_entry_has_is_told_which_there_are() {
    assert_snapshot!(bird_dog_with("wombat: yes\n"), @r#"
    error[unknown-field]: there is no field `wombat` in an exercise
      --> content/exercises/bird-dog.md:57:1
       |
    57 | wombat: yes
       | ^^^^^^ not a field
       |
       = note: a misspelled field is not read: a contraindication under a wrong name would silently
               be left out
       = help: its fields are `title`, `summary`, `also_called`, `positions`, `position_detail`,
               `region`, `goals`, `muscles`, `equipment`, `equipment_optional`, `level`, `phases`,
               `sides`, `seconds_per_rep`, `tempo`, `breathing`, `dose`, `steps`, `form_tips`,
               `should_feel`, `stop_signs`, `mistakes`, `contraindications`, `precautions`,
               `easier`, `harder`, `prerequisites`, `related`, `sources`, `evidence`, `sheet`,
               `figure`, `review`, `updated`, `aliases` and `withdrawn`
    "#);
}

#[test]
fn a_comma_in_curly_brackets_begins_a_new_field() {
    assert_snapshot!(bird_dog_with("easier: {text: Leg only, then arm only}\n"), @r#"
    error[unknown-field]: there is no field `then arm only` in the easier option
      --> content/exercises/bird-dog.md:45:26
       |
    45 | easier: {text: Leg only, then arm only}
       |                          ^^^^^^^^^^^^^ not a field
       |
       = note: a misspelled field is not read: a contraindication under a wrong name would silently
               be left out
    help: a comma in curly brackets ends a text: put a text with a comma in quotes
       |
    45 - easier: {text: Leg only, then arm only}
    45 + easier: {text: "Leg only, then arm only"}
       |
    "#);
}

#[test]
fn an_exercise_without_form_tips_is_not_published() {
    assert_snapshot!(bird_dog_with("form_tips: DELETE\n"), @r#"
    error[missing-form-tips]: `form_tips` is missing from an exercise
     --> content/exercises/bird-dog.md:1:1
      |
    1 | ---
      | ^^^
      |
      = note: form tips are what a clinician would say while watching; without them a reader is
              alone with the picture
      = help: add `form_tips`. What a clinician would say while watching: two or more. For
              example: `form_tips: ["Reach long, not high", Keep the hips level]`
    "#);
    assert_snapshot!(bird_dog_with("form_tips: []\n"), @r#"
    error[missing-form-tips]: `form_tips` is empty
      --> content/exercises/bird-dog.md:25:1
       |
    25 | form_tips: []
       | ^^^^^^^^^
       |
       = note: form tips are what a clinician would say while watching; without them a reader is
               alone with the picture
       = help: write a list, for example `form_tips: ["Reach long, not high", Keep the hips level]`
    "#);
    assert_snapshot!(bird_dog_with("form_tips: [Reach long]\n"), @r#"
    error[missing-form-tips]: `form_tips` has 1 of the 2 it needs
      --> content/exercises/bird-dog.md:25:12
       |
    25 | form_tips: [Reach long]
       |            ^^^^^^^^^^^
       |
       = note: form tips are what a clinician would say while watching; without them a reader is
               alone with the picture
       = help: write 2 or more, a line each, beginning with `- `
    "#);
}

#[test]
fn an_exercise_without_a_dose_is_not_published() {
    assert_snapshot!(bird_dog_with("dose: DELETE\n"), @r#"
    error[missing-dose]: `dose` is missing from an exercise
     --> content/exercises/bird-dog.md:1:1
      |
    1 | ---
      | ^^^
      |
      = note: too much too soon is the commonest way an exercise makes a back worse
      = help: add `dose`. How much: where to begin, and what to build up to. For example: `dose:
              {start: {sets: 1-2, reps: 5-8}, full: {sets: 2, reps: 8}}`
    "#);
    assert_snapshot!(bird_dog_with("dose:\n  start: {sets: 1, reps: 5, per: side}\n"), @r#"
    error[missing-dose]: `full` is missing from the dose
      --> content/exercises/bird-dog.md:18:3
       |
    18 |   start: {sets: 1, reps: 5, per: side}
       |   ^
       |
       = note: too much too soon is the commonest way an exercise makes a back worse
       = help: add `full`. What to build up to; or `not_set:` and the reason why none is given. For
               example: `full: {sets: 2, reps: 8}`; or, where there is none, `full: {not_set: the
               reason}`
    "#);
    assert_snapshot!(bird_dog_with("dose: {}\n"), @r#"
    error[missing-dose]: `dose` is empty
      --> content/exercises/bird-dog.md:17:1
       |
    17 | dose: {}
       | ^^^^
       |
       = note: too much too soon is the commonest way an exercise makes a back worse
       = help: write a group of fields, for example `dose: {start: {sets: 1-2, reps: 5-8}, full:
               {sets: 2, reps: 8}}`
    "#);
    assert_snapshot!(bird_dog_with("dose:\n  start: {}\n  full: {sets: 2, reps: 8, per: side}\n"), @r#"
    error[missing-dose]: `start` is empty
      --> content/exercises/bird-dog.md:18:3
       |
    18 |   start: {}
       |   ^^^^^
       |
       = note: too much too soon is the commonest way an exercise makes a back worse
       = help: write a group of fields, for example `start: {sets: 1-2, reps: 5-8}`
    "#);
}

#[test]
fn an_exercise_without_contraindications_says_why() {
    assert_snapshot!(bird_dog_with("contraindications: DELETE\n"), @r#"
    error[missing-contraindications]: `contraindications` is missing from an exercise
     --> content/exercises/bird-dog.md:1:1
      |
    1 | ---
      | ^^^
      |
      = note: a reader with a healing bone must be told before the first repetition, not after
      = help: add `contraindications`. Do NOT do it with these, until a clinician has said yes; or
              `none:` and the reason why there are none. For example: `contraindications:
              [{condition: hip-precautions, because: Bends the hip past 90 degrees, source:
              hip-precautions-pages}]`; or, where there is none, `contraindications: {none: the
              reason}`
    "#);
    assert_snapshot!(bird_dog_with("contraindications: []\n"), @r#"
    error[missing-contraindications]: `contraindications` is empty
      --> content/exercises/bird-dog.md:34:1
       |
    34 | contraindications: []
       | ^^^^^^^^^^^^^^^^^
       |
       = note: a reader with a healing bone must be told before the first repetition, not after
       = help: write a list, or a group that says why there is none, for example
               `contraindications: [{condition: hip-precautions, because: Bends the hip past 90
               degrees, source: hip-precautions-pages}]`; or, where there is none,
               `contraindications: {none: the reason}`
    "#);
    assert_snapshot!(bird_dog_with("contraindications: none\n"), @r#"
    error[wrong-type]: `contraindications` takes a list, or a group that says why there is none, not `none`
      --> content/exercises/bird-dog.md:34:20
       |
    34 | contraindications: none
       |                    ^^^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
       = help: write `contraindications: [{condition: ..., because: ..., source: ...}]`; or, to say
               why there is none, `contraindications: {none: the reason}`
    "#);
    assert_snapshot!(bird_dog_with("contraindications: {none: n/a}\n"), @r#"
    error[placeholder-text]: `n/a` is not yet a text
      --> content/exercises/bird-dog.md:34:27
       |
    34 | contraindications: {none: n/a}
       |                           ^^^ still to be written
       |
       = note: a patient would read it
       = help: write what `none` should say, or leave the field out if it may be left out
    "#);
}

#[test]
fn an_empty_list_says_nothing() {
    assert_snapshot!(bird_dog_with("stop_signs: []\n"), @r#"
    error[empty-text]: `stop_signs` is empty
      --> content/exercises/bird-dog.md:29:1
       |
    29 | stop_signs: []
       | ^^^^^^^^^^
       |
       = note: an empty field says that somebody thought of it and that there is nothing to say; a
               reader cannot tell which
       = help: write a list, for example `stop_signs: [Pain that shoots down a leg]`
    "#);
    assert_snapshot!(bird_dog_with("related: []\n"), @r#"
    error[empty-text]: `related` is empty
      --> content/exercises/bird-dog.md:48:1
       |
    48 | related: []
       | ^^^^^^^
       |
       = note: an empty field says that somebody thought of it and that there is nothing to say; a
               reader cannot tell which
       = help: leave `related` out, or write a list
    "#);
    assert_snapshot!(bird_dog_with("steps:\n"), @r#"
    error[empty-text]: `steps` is empty
      --> content/exercises/bird-dog.md:20:1
       |
    20 | steps:
       | ^^^^^
       |
       = note: an empty field says that somebody thought of it and that there is nothing to say; a
               reader cannot tell which
       = help: write a list, for example `steps: [Start on hands and knees.]`
    "#);
    assert_snapshot!(bird_dog_with("steps:\n  - Hands and knees.\n  -\n"), @r#"
    error[empty-text]: an item of `steps` is empty
      --> content/exercises/bird-dog.md:22:4
       |
    22 |   -
       |    ^
       |
       = note: an empty field says that somebody thought of it and that there is nothing to say; a
               reader cannot tell which
       = help: write it, or leave its line out
    "#);
}

#[test]
fn a_place_kept_for_a_text_is_no_text() {
    assert_snapshot!(bird_dog_with("should_feel: tbc\n"), @r#"
    error[placeholder-text]: `tbc` is not yet a text
      --> content/exercises/bird-dog.md:28:14
       |
    28 | should_feel: tbc
       |              ^^^ still to be written
       |
       = note: a patient would read it
       = help: write what `should_feel` should say, or leave the field out if it may be left out
    "#);
}

#[test]
fn a_value_of_another_kind_is_told_what_is_wanted() {
    assert_snapshot!(bird_dog_with("steps: Hands and knees.\n"), @r#"
    error[wrong-type]: `steps` takes a list, not a text
      --> content/exercises/bird-dog.md:20:8
       |
    20 | steps: Hands and knees.
       |        ^^^^^^^^^^^^^^^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
       = help: write each on a line of its own below `steps:`, beginning with a hyphen and a space;
               short ones can stand in square brackets: `steps: [one, two]`
    "#);
    assert_snapshot!(bird_dog_with("breathing: [Out, In]\n"), @r#"
    error[wrong-type]: `breathing` takes a text, not a list
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: [Out, In]
       |            ^^^^^^^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
       = help: write a text; what begins with `[` or `- ` is a list, unless it stands in quotes
    "#);
    assert_snapshot!(TestSite::small().edit("content/plans/start-gently.yaml", "settling: no\n").report(), @r#"
    error[wrong-type]: `settling` takes `true` or `false`, not `no`
      --> content/plans/start-gently.yaml:38:11
       |
    38 | settling: no
       |           ^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
    help: write `false`
       |
    38 - settling: no
    38 + settling: false
       |
    "#);
    assert_snapshot!(bird_dog_with("dose: 2 sets of 8\n"), @r#"
    error[wrong-type]: the dose cannot be `2 sets of 8`
      --> content/exercises/bird-dog.md:17:7
       |
    17 | dose: 2 sets of 8
       |       ^^^^^^^^^^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
       = help: write its fields, as in `{start: ..., full: ...}`; there are `start` and `full`
    "#);
    assert_snapshot!(bird_dog_with("withdrawn: yes\n"), @r#"
    error[wrong-type]: `withdrawn` takes `true` or `false`, not `yes`
      --> content/exercises/bird-dog.md:57:12
       |
    57 | withdrawn: yes
       |            ^^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
    help: write `true`
       |
    57 - withdrawn: yes
    57 + withdrawn: true
       |
    "#);
}

#[test]
fn a_range_has_two_ends() {
    let dose = |reps: &str| {
        format!("dose:\n  start: {{reps: {reps}, hold: 3 s, per: side}}\n  full: {{reps: 8, per: side}}\n")
    };
    assert_snapshot!(bird_dog_with(&dose("8-")), @r#"
    error[bad-range]: `reps` cannot be `8-`
      --> content/exercises/bird-dog.md:18:17
       |
    18 |   start: {reps: 8-, hold: 3 s, per: side}
       |                 ^^
       |
       = note: a dose that can be read in two ways will be done in the wrong one
       = help: write a whole number or a range such as `8-10`
    "#);
    assert_snapshot!(bird_dog_with(&dose("10-8")), @r#"
    error[bad-range]: `reps` runs from more to less
      --> content/exercises/bird-dog.md:18:17
       |
    18 |   start: {reps: 10-8, hold: 3 s, per: side}
       |                 ^^^^
       |
       = note: a dose that can be read in two ways will be done in the wrong one
       = help: write `8-10`
    "#);
    assert_snapshot!(bird_dog_with(&dose("~8")), @r#"
    error[bad-range]: `reps` cannot be `~8`
      --> content/exercises/bird-dog.md:18:17
       |
    18 |   start: {reps: ~8, hold: 3 s, per: side}
       |                 ^^
       |
       = note: a dose that can be read in two ways will be done in the wrong one
       = help: write a whole number or a range such as `8-10`
    "#);
    assert_snapshot!(bird_dog_with(&dose("0")), @r#"
    error[bad-range]: `reps` is zero
      --> content/exercises/bird-dog.md:18:17
       |
    18 |   start: {reps: 0, hold: 3 s, per: side}
       |                 ^
       |
       = note: a dose that can be read in two ways will be done in the wrong one
       = help: write how much it is, or leave the field out
    "#);
}

#[test]
fn a_hold_needs_its_unit() {
    let dose =
        |hold: &str| format!("dose:\n  start: {{reps: 5, hold: {hold}, per: side}}\n  full: {{reps: 8, per: side}}\n");
    assert_snapshot!(bird_dog_with(&dose("5")), @r#"
    error[missing-unit]: `hold: 5` has no unit
      --> content/exercises/bird-dog.md:18:26
       |
    18 |   start: {reps: 5, hold: 5, per: side}
       |                          ^ seconds or minutes?
       |
       = note: the same number is short in seconds and far too long in minutes
       = help: write `hold: 5 s` for seconds or `hold: 5 min` for minutes
    "#);
    assert_snapshot!(bird_dog_with(&dose("5 hours")), @r#"
    error[missing-unit]: `hours` is not a unit of time here
      --> content/exercises/bird-dog.md:18:26
       |
    18 |   start: {reps: 5, hold: 5 hours, per: side}
       |                          ^^^^^^^
       |
       = note: the same number is short in seconds and far too long in minutes
       = help: write `s` for seconds or `min` for minutes
    "#);
}

#[test]
fn a_day_is_in_the_calendar() {
    assert_snapshot!(bird_dog_with("updated: 2026-02-30\n"), @r#"
    error[bad-date]: `2026-02-30` is not a day of the calendar
      --> content/exercises/bird-dog.md:55:10
       |
    55 | updated: 2026-02-30
       |          ^^^^^^^^^^
       |
       = note: readers judge advice by its date
       = help: write year, month and day: `2026-11-22`
    "#);
    assert_snapshot!(bird_dog_with("updated: 22.11.2026\n"), @r#"
    error[bad-date]: `22.11.2026` is not a date as the guide writes it
      --> content/exercises/bird-dog.md:55:10
       |
    55 | updated: 22.11.2026
       |          ^^^^^^^^^^
       |
       = note: readers judge advice by its date
    help: write year, month and day: `2026-11-22`
       |
    55 - updated: 22.11.2026
    55 + updated: 2026-11-22
       |
    "#);
}

#[test]
fn a_word_that_is_not_in_the_vocabulary_is_told_the_nearest() {
    assert_snapshot!(bird_dog_with("region: lowwer\n"), @r#"
    error[unknown-term]: no region is called `lowwer`
     --> content/exercises/bird-dog.md:7:9
      |
    7 | region: lowwer
      |         ^^^^^^ not among the regions of content/vocabulary.yaml
      |
      = note: pages, sheets and searches know only the words of the list; a warning under any
              other word would reach nobody
    help: did you mean `lower`?
      |
    7 - region: lowwer
    7 + region: lower
      |
    "#);
    assert_snapshot!(bird_dog_with("positions: [all fours]\n"), @r#"
    error[unknown-term]: no position is called `all fours`
     --> content/exercises/bird-dog.md:5:13
      |
    5 | positions: [all fours]
      |             ^^^^^^^^^ not among the positions of content/vocabulary.yaml
      |
      = note: pages, sheets and searches know only the words of the list; a warning under any
              other word would reach nobody
    help: did you mean `hands-and-knees`?
      |
    5 - positions: [all fours]
    5 + positions: [hands-and-knees]
      |
    "#);
    let site = TestSite::small();
    site.replace("content/vocabulary.yaml", "[in a chair, ", "[in a chair, all fours, ")
        .edit(BIRD_DOG, "positions: [all fours]\n");
    let report = site.report();
    let help = "choose by what is meant: `hands-and-knees` (On hands and knees), or `sitting`";
    assert!(report.replace("\n              ", " ").contains(help), "{report}");
    assert_snapshot!(bird_dog_with("goals: [telepathy]\n"), @r#"
    error[unknown-term]: no goal is called `telepathy`
     --> content/exercises/bird-dog.md:8:9
      |
    8 | goals: [telepathy]
      |         ^^^^^^^^^ not among the goals of content/vocabulary.yaml
      |
      = note: pages, sheets and searches know only the words of the list; a warning under any
              other word would reach nobody
      = help: choose one of `ease-stiffness`, `spine-movement`, `trunk-endurance`,
              `co-ordination`, `balance`, `buttock-strength`
    "#);
}

#[test]
fn a_dose_that_its_page_does_not_have_is_told() {
    let not_set = "dose:\n  start: {sets: 1, reps: 5, per: side}\n  full: {not_set: It grows too long}\n";
    let site = TestSite::small();
    site.edit(BIRD_DOG, not_set).body(BIRD_DOG, "Begin with {{dose.start}}, then {{dose.full}}.\n");
    assert_snapshot!(site.report(), @r#"
    error[missing-dose]: `{{dose.full}}` would print nothing: this page has no full dose
      --> content/exercises/bird-dog.md:58:33
       |
    58 | Begin with {{dose.start}}, then {{dose.full}}.
       |                                 ^^^^^^^^^^^^^
       |
       = note: too much too soon is the commonest way an exercise makes a back worse
       = help: `dose.full` says why there is none: say so in words, or use `{{dose.start}}`
    "#);
    let site = TestSite::small();
    site.body(BREATH_HOLDING, "Begin with {{dose.start}}.\n");
    assert!(site.places().iter().all(|place| place.ends_with(":12 missing-dose")), "{:?}", site.places());
    assert_eq!(site.places().len(), 1);
    let site = TestSite::small();
    site.replace("content/plans/start-gently.yaml", "Seated cat-cow\n", "Seated cat-cow, {{dose.start}}\n");
    assert_eq!(site.places(), ["content/plans/start-gently.yaml:13:25 missing-dose"]);
}

/// The bridge, not done with this condition.
fn bridge_without(condition: &str) -> TestSite {
    let site = TestSite::small();
    let line = format!("{{condition: {condition}, because: It bends the spine, source: clinical-convention}}");
    site.edit("content/exercises/bridge.md", &format!("contraindications: [{line}]\nprecautions: DELETE\n"));
    site
}

#[test]
fn a_replacement_that_the_condition_rules_out_too_is_told() {
    let advice = "advice: Small range, source: brooke-wavell-sss-2022";
    let precaution = |condition: &str| {
        let line = format!("condition: {condition}, because: It bends the spine, instead: [bridge], {advice}");
        format!("precautions: [{{{line}}}]\n")
    };
    let found = |rules_out: &str, offered_with: &str| {
        let site = bridge_without(rules_out);
        site.edit(CAT_COW, &precaution(offered_with)).places()
    };
    assert_eq!(found("osteoporosis", "osteoporosis"), [format!("{CAT_COW}:36:80 contraindicated-replacement")]);
    // One who broke a bone of her spine has osteoporosis too; one who has osteoporosis need not have broken any.
    assert_eq!(found("osteoporosis", "osteoporosis-vertebral-fracture").len(), 1);
    assert_eq!(found("osteoporosis-vertebral-fracture", "osteoporosis"), [""; 0]);
    // A line of its own for the condition counts before what the condition implies.
    let site = bridge_without("osteoporosis");
    site.edit(CAT_COW, &precaution("osteoporosis-vertebral-fracture")).edit(
        "content/exercises/bridge.md",
        &format!(
            "precautions: [{{condition: osteoporosis-vertebral-fracture, because: It bends the spine, {advice}}}]\n"
        ),
    );
    assert_eq!(site.places(), [""; 0]);
}

#[test]
fn a_replacement_off_the_floor_is_answered_for_like_any_move_of_the_plan() {
    const PLAN: &str = "content/plans/start-gently.yaml";
    let offer = "    - exercise: cat-cow\n      text: Sit";
    let instead = "    - exercise: cat-cow\n      instead: bridge\n      text: Sit";
    let site = bridge_without("wrist-pain");
    assert_eq!(site.replace(PLAN, offer, instead).places(), [format!("{PLAN}:16:16 contraindicated-replacement")]);
    // The plan says what to do with this one.
    let site = bridge_without("osteoporosis-vertebral-fracture");
    assert_eq!(site.replace(PLAN, offer, instead).places(), [""; 0]);
}

// What is named and is not there

#[test]
fn an_entry_that_is_not_there_is_told_the_nearest() {
    assert_snapshot!(bird_dog_with("prerequisites: [cat-cwo]\n"), @r#"
    error[unresolved-reference]: no exercise is named `cat-cwo`
      --> content/exercises/bird-dog.md:47:17
       |
    47 | prerequisites: [cat-cwo]
       |                 ^^^^^^^ not in content/exercises
       |
       = note: a reader who is sent to an easier move, or to advice, must find it
    help: did you mean `cat-cow`?
       |
    47 - prerequisites: [cat-cwo]
    47 + prerequisites: [cat-cow]
       |
    "#);
    assert_snapshot!(bird_dog_with("prerequisites: [start-gently]\n"), @r#"
    error[unresolved-reference]: `start-gently` is a plan, and an exercise is wanted here
      --> content/exercises/bird-dog.md:47:17
       |
    47 | prerequisites: [start-gently]
       |                 ^^^^^^^^^^^^
       |
       = note: a reader who is sent to an easier move, or to advice, must find it
       = help: name one of content/exercises
    "#);
    assert_snapshot!(bird_dog_with("prerequisites: [swimming]\n"), @r#"
    error[unresolved-reference]: no exercise is named `swimming`
      --> content/exercises/bird-dog.md:47:17
       |
    47 | prerequisites: [swimming]
       |                 ^^^^^^^^ not in content/exercises
       |
       = note: a reader who is sent to an easier move, or to advice, must find it
       = help: an entry's name is its file name without the ending; write the entry, or leave the
               mention out
    "#);
    assert_snapshot!(bird_dog_that_says("After [cat and cow](cat-cows).\n"), @r#"
    error[unresolved-reference]: no entry is named `cat-cows`
      --> content/exercises/bird-dog.md:58:21
       |
    58 | After [cat and cow](cat-cows).
       |                     ^^^^^^^^ not in content
       |
       = note: a reader who is sent to an easier move, or to advice, must find it
    help: did you mean `cat-cow`?
       |
    58 - After [cat and cow](cat-cows).
    58 + After [cat and cow](cat-cow).
       |
    "#);
    assert_snapshot!(bird_dog_that_says("After [[cat-cows]].\n"), @r#"
    error[unresolved-reference]: no entry is named `cat-cows`
      --> content/exercises/bird-dog.md:58:9
       |
    58 | After [[cat-cows]].
       |         ^^^^^^^^ not in content
       |
       = note: a reader who is sent to an easier move, or to advice, must find it
    help: did you mean `cat-cow`?
       |
    58 - After [[cat-cows]].
    58 + After [[cat-cow]].
       |
    "#);
}

#[test]
fn a_heading_that_is_not_there_is_told_which_there_are() {
    assert_snapshot!(bird_dog_that_says("Numb? [Get help](red-flags#emergencies).\n"), @r#"
    error[unresolved-heading]: the page `red-flags` has no heading `#emergencies`
      --> content/exercises/bird-dog.md:58:18
       |
    58 | Numb? [Get help](red-flags#emergencies).
       |                  ^^^^^^^^^^^^^^^^^^^^^
       |
       = note: a reader who is sent to the emergency signs must land on them, not at the top of a
               long page
    help: did you mean `red-flags#emergency`?
       |
    58 - Numb? [Get help](red-flags#emergencies).
    58 + Numb? [Get help](red-flags#emergency).
       |
    "#);
    assert_snapshot!(bird_dog_that_says("Numb? [[questions#numbness]]\n"), @r#"
    error[unresolved-heading]: the page `questions` has no heading `#numbness`
      --> content/exercises/bird-dog.md:58:9
       |
    58 | Numb? [[questions#numbness]]
       |         ^^^^^^^^^^^^^^^^^^
       |
       = note: a reader who is sent to the emergency signs must land on them, not at the top of a
               long page
       = help: its headings are `#flare`, `#which-is-best`
    "#);
}

#[test]
fn a_source_that_is_not_there_is_told_the_nearest() {
    assert_snapshot!(bird_dog_with("sources: [henry-1998]\n"), @r#"
    error[unresolved-source]: no source is called `henry-1998`
      --> content/exercises/bird-dog.md:57:11
       |
    57 | sources: [henry-1998]
       |           ^^^^^^^^^^ not in content/sources.yaml
       |
       = note: a claim without its source is an opinion that looks like evidence
    help: did you mean `henry-1999`?
       |
    57 - sources: [henry-1998]
    57 + sources: [henry-1999]
       |
    "#);
    assert_snapshot!(bird_dog_that_says("It works [@somebody].\n"), @r#"
    error[unresolved-source]: no source is called `somebody`
      --> content/exercises/bird-dog.md:58:11
       |
    58 | It works [@somebody].
       |           ^^^^^^^^^ not in content/sources.yaml
       |
       = note: a claim without its source is an opinion that looks like evidence
       = help: add it to content/sources.yaml: its key, and below that `citation`, `supports` and
               `strength`; or write `clinical-convention` for common practice without a citation
    "#);
}

#[test]
fn a_picture_that_is_not_there_is_told() {
    assert_snapshot!(bird_dog_that_says("![The bird dog from the side](bird-dog.jpg)\n"), @r#"
    error[unresolved-picture]: there is no picture `bird-dog.jpg`
      --> content/exercises/bird-dog.md:58:31
       |
    58 | ![The bird dog from the side](bird-dog.jpg)
       |                               ^^^^^^^^^^^^ not in content/pictures
       |
       = note: a missing picture leaves a reader guessing at the position
       = help: put the picture into content/pictures and name it by its file name
    "#);
}

// Files

#[test]
fn two_files_of_one_name_are_shown_together() {
    let site = TestSite::small();
    let cat_cow = site.text(CAT_COW);
    site.file("content/exercises/cat-cow.md", format!("---\n{cat_cow}---\n"));
    assert_snapshot!(site.report(), @r#"
    error[duplicate-slug]: two files are called `cat-cow`
     --> content/exercises/cat-cow.yaml:1:1
      |
    1 | title: Cat-cow
      | ^ this one comes second
      |
     ::: content/exercises/cat-cow.md:1:1
      |
    1 | ---
      | - the other one
      |
      = note: one of two pages with the same address would vanish
      = help: give one of them another name, or remove it; the name must be its own among all
              exercises, mistakes, plans and pages
    "#);
    site.remove("content/exercises/cat-cow.md").file("content/exercises/Cat-Cow.yaml", cat_cow);
    assert_snapshot!(site.report(), @r#"
    error[bad-file-name]: the file name `Cat-Cow` cannot be an address
     --> content/exercises/Cat-Cow.yaml:1:1
      |
    1 | title: Cat-cow
      | ^^^^^^^^^^^^^^
      |
      = note: the file name is the address of the page, printed on sheets and typed by hand
      = help: rename the file: `cat-cow.yaml`; small letters, figures and single hyphens

    error[duplicate-slug]: two files are called `cat-cow`
     --> content/exercises/Cat-Cow.yaml:1:1
      |
    1 | title: Cat-cow
      | ^ this one comes second
      |
     ::: content/exercises/cat-cow.yaml:1:1
      |
    1 | title: Cat-cow
      | - the other one
      |
      = note: one of two pages with the same address would vanish
      = help: give one of them another name, or remove it; the name must be its own among all
              exercises, mistakes, plans and pages
    "#);
    site.remove("content/exercises/Cat-Cow.yaml");
    site.file("content/pages/bird-dog.md", site.text("content/pages/questions.md"));
    assert_snapshot!(site.report(), @r#"
    error[duplicate-slug]: two files are called `bird-dog`
     --> content/pages/bird-dog.md:1:1
      |
    1 | ---
      | ^ this one comes second
      |
     ::: content/exercises/bird-dog.md:1:1
      |
    1 | ---
      | - the other one
      |
      = note: one of two pages with the same address would vanish
      = help: give one of them another name, or remove it; the name must be its own among all
              exercises, mistakes, plans and pages
    "#);
    site.remove("content/pages/bird-dog.md");
    site.file("content/pages/exercises.md", site.text("content/pages/questions.md"));
    assert_snapshot!(site.report(), @r#"
    error[duplicate-slug]: `exercises` is an address that the site itself uses
     --> content/pages/exercises.md:1:1
      |
    1 | ---
      | ^
      |
      = note: one of two pages with the same address would vanish
      = help: give the file another name
    "#);
}

#[test]
fn an_empty_file_is_told() {
    assert_snapshot!(TestSite::small().file("content/mistakes/breath-holding.md", "").report(), @r#"
    error[empty-file]: `content/mistakes/breath-holding.md` is empty
     --> content/mistakes/breath-holding.md:1:1
      |
    1 |
      | ^
      |
      = note: an empty exercise has no dose and no warnings
      = help: write the entry, or remove the file
    "#);
    assert_snapshot!(TestSite::small().file("content/sources.yaml", " \n\n").report(), @r#"
    error[empty-file]: `content/sources.yaml` is empty
     --> content/sources.yaml:1:1
      |
    1 |  
      | ^
      |
      = note: an empty exercise has no dose and no warnings
      = help: write the entry, or remove the file
    "#);
}

#[test]
fn a_folder_without_settings_is_the_wrong_folder() {
    let site = TestSite::empty();
    assert_snapshot!(site.report(), @r#"
    error[missing-file]: there is no `content/site.yaml`
     --> content/site.yaml:1:1
      |
    1 |
      | ^
      |
      = note: without it nobody knows the guide's name, its words, its sources or when to call for
              help
      = help: run backsite in the guide's folder, or name it with `--root FOLDER`; every guide has
              this file
    "#);
    let site = TestSite::small();
    assert_snapshot!(site.remove("content/site.yaml").report(), @r#"
    error[missing-file]: there is no `content/site.yaml`
     --> content/site.yaml:1:1
      |
    1 |
      | ^
      |
      = note: without it nobody knows the guide's name, its words, its sources or when to call for
              help
      = help: run backsite in the guide's folder, or name it with `--root FOLDER`; every guide has
              this file
    "#);
    let site = TestSite::small();
    assert_snapshot!(site.remove("content/safety.yaml").report(), @r#"
    error[missing-file]: there is no `content/safety.yaml`
     --> content/safety.yaml:1:1
      |
    1 |
      | ^
      |
      = note: without it nobody knows the guide's name, its words, its sources or when to call for
              help
      = help: put the file back; every guide has it
    "#);
}

#[test]
fn a_file_that_is_not_utf8_is_shown_where_it_stops_being_text() {
    let site = TestSite::small();
    let mut bytes = site.text(BIRD_DOG).replace("Look at the floor", "Look \u{1}").into_bytes();
    let at = bytes.iter().position(|byte| *byte == 1).unwrap();
    bytes[at] = 0x96; // An en dash as old Windows programs write it.
    assert_snapshot!(site.file(BIRD_DOG, bytes).report(), @r#"
    error[not-utf8]: a character here is not UTF-8
      --> content/exercises/bird-dog.md:27:10
       |
    27 |   - Look � between your thumbs
       |          ^ cannot be read
       |
       = note: a letter that cannot be read may be the one in a dose
       = help: save the file as UTF-8: in most editors under *Save with encoding*; then look at
               this sign, it may be another
    "#);
    let utf16 = "\u{feff}---\ntitle: Bird dog\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_snapshot!(site.file(BIRD_DOG, utf16).report(), @r#"
    error[not-utf8]: a character here is not UTF-8
     --> content/exercises/bird-dog.md:1:1
      |
    1 | ��-␀-␀-␀
      | ^ cannot be read
      |
      = note: a letter that cannot be read may be the one in a dose
      = help: save the file as UTF-8: in most editors under *Save with encoding*; then look at
              this sign, it may be another
    "#);
}

#[test]
fn a_symbolic_link_is_refused_wherever_it_leads() {
    let site = TestSite::small();
    let outside = TestSite::small();
    site.remove(BIRD_DOG).symbolic_link(BIRD_DOG, outside.path(BIRD_DOG));
    assert_snapshot!(site.report(), @r#"
    error[symbolic-link]: `content/exercises/bird-dog.md` is a symbolic link
     --> content/exercises/bird-dog.md:1:1
      |
    1 |
      | ^
      |
      = note: such a link can lead to files that nobody meant to publish, such as a clinic's own
              notes
      = help: put the file itself there
    "#);
    let site = TestSite::small();
    site.symbolic_link("content/notes", "exercises").symbolic_link("templates/html/page.html", "/etc/passwd");
    assert_snapshot!(site.report(), @r#"
    error[symbolic-link]: `content/notes` is a symbolic link
     --> content/notes:1:1
      |
    1 |
      | ^
      |
      = note: such a link can lead to files that nobody meant to publish, such as a clinic's own
              notes
      = help: put the file itself there

    error[symbolic-link]: `templates/html/page.html` is a symbolic link
     --> templates/html/page.html:1:1
      |
    1 |
      | ^
      |
      = note: such a link can lead to files that nobody meant to publish, such as a clinic's own
              notes
      = help: put the file itself there
    "#);
    let site = TestSite::small();
    site.symbolic_link("templates", outside.root());
    assert_snapshot!(site.report(), @r#"
    error[symbolic-link]: `templates` is a symbolic link
     --> templates:1:1
      |
    1 |
      | ^
      |
      = note: such a link can lead to files that nobody meant to publish, such as a clinic's own
              notes
      = help: put the file itself there
    "#);
    let site = TestSite::empty();
    site.symbolic_link("content", outside.path("content"));
    assert_snapshot!(site.report(), @r#"
    error[symbolic-link]: `content` is a symbolic link
     --> content:1:1
      |
    1 |
      | ^
      |
      = note: such a link can lead to files that nobody meant to publish, such as a clinic's own
              notes
      = help: put the file itself there
    "#);
}

#[test]
fn a_file_name_can_be_typed_by_hand() {
    let site = TestSite::small();
    let text = site.text("content/pages/questions.md");
    assert_snapshot!(site.remove("content/pages/questions.md").file("content/pages/Fragen & Antworten.md", text).report(), @r#"
    error[bad-file-name]: the file name `Fragen & Antworten` cannot be an address
     --> content/pages/Fragen & Antworten.md:1:1
      |
    1 | ---
      | ^^^
      |
      = note: the file name is the address of the page, printed on sheets and typed by hand
      = help: rename the file: `fragen-antworten.md`; small letters, figures and single hyphens

    error[unresolved-reference]: no entry is named `questions`
      --> content/site.yaml:16:47
       |
    16 | menu: [red-flags, exercises, plans, mistakes, questions]
       |                                               ^^^^^^^^^ not in content
       |
       = note: a reader who is sent to an easier move, or to advice, must find it
       = help: an entry's name is its file name without the ending; write the entry, or leave the
               mention out
    "#);
}

#[test]
fn a_file_of_no_known_kind_is_told() {
    assert_snapshot!(TestSite::small().file("content/exercises/notes.txt", "x").file("content/more/x.md", "x").report(), @r#"
    warning[unused-file]: `content/exercises/notes.txt` is not used
     --> content/exercises/notes.txt:1:1
      |
    1 |
      | ^
      |
      = note: you may tell a patient to look it up, and it is not there
      = help: copy its text into a new file `content/exercises/notes.md`, in the form of its
              neighbors, and remove this one

    warning[unused-file]: `content/more/x.md` is not a file of the guide
     --> content/more/x.md:1:1
      |
    1 | x
      | ^
      |
      = note: you may tell a patient to look it up, and it is not there
      = help: entries are `.md` or `.yaml` files in content/exercises, content/mistakes,
              content/plans or content/pages
    "#);
}

// What must not reach a reader's browser

#[test]
fn html_is_refused_in_markdown_and_in_yaml() {
    assert_snapshot!(bird_dog_that_says("First line.\n\n<script>alert(1)</script>\n"), @r#"
    error[raw-html]: HTML does not belong in an entry
      --> content/exercises/bird-dog.md:60:1
       |
    60 | <script>alert(1)</script>
       | ^^^^^^^^ a tag
       |
       = note: markup from an entry could change or hide the warnings around it; it also never
               reaches the printed sheet
       = help: take the tag out; `**words**` makes words bold, an empty line a new paragraph; to
               print a `<`, put a backslash before it
    "#);
    assert_snapshot!(bird_dog_that_says("Lift <b>slowly</b>.\n"), @r#"
    error[raw-html]: HTML does not belong in an entry
      --> content/exercises/bird-dog.md:58:6
       |
    58 | Lift <b>slowly</b>.
       |      ^^^ a tag
       |
       = note: markup from an entry could change or hide the warnings around it; it also never
               reaches the printed sheet
       = help: take the tag out; `**words**` makes words bold, an empty line a new paragraph; to
               print a `<`, put a backslash before it
    "#);
    assert_snapshot!(bird_dog_with("breathing: Out <script>alert(1)</script> in\n"), @r#"
    error[raw-html]: HTML does not belong in an entry
      --> content/exercises/bird-dog.md:16:16
       |
    16 | breathing: Out <script>alert(1)</script> in
       |                ^^^^^^^^ a tag
       |
       = note: markup from an entry could change or hide the warnings around it; it also never
               reaches the printed sheet
       = help: write plain words; to print a `<`, leave a space behind it
    "#);
    assert_snapshot!(bird_dog_with("title: \"Bird dog <img src=x onerror=alert(1)>\"\n"), @r#"
    error[raw-html]: HTML does not belong in an entry
     --> content/exercises/bird-dog.md:2:18
      |
    2 | title: "Bird dog <img src=x onerror=alert(1)>"
      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a tag
      |
      = note: markup from an entry could change or hide the warnings around it; it also never
              reaches the printed sheet
      = help: write plain words; to print a `<`, leave a space behind it
    "#);
}

#[test]
fn a_link_that_can_run_a_program_is_refused() {
    assert_snapshot!(bird_dog_that_says("[Help](javascript:alert(1))\n"), @r#"
    error[unsafe-link]: a link may not begin with `javascript:`
      --> content/exercises/bird-dog.md:58:8
       |
    58 | [Help](javascript:alert(1))
       |        ^^^^^^^^^^^^^^^^^^^
       |
       = note: such a link can run a program on the reader's phone
       = help: link to an entry by its name, or to a page on the web by its whole https address
    "#);
    assert_snapshot!(bird_dog_that_says("[Help](data:text/html;base64,PHNjcmlwdD4=)\n"), @r#"
    error[unsafe-link]: a link may not begin with `data:`
      --> content/exercises/bird-dog.md:58:8
       |
    58 | [Help](data:text/html;base64,PHNjcmlwdD4=)
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: such a link can run a program on the reader's phone
       = help: link to an entry by its name, or to a page on the web by its whole https address
    "#);
    assert_snapshot!(bird_dog_that_says("[Help](//evil.example/x)\n"), @r#"
    error[unsafe-link]: a link may not begin with `//`
      --> content/exercises/bird-dog.md:58:8
       |
    58 | [Help](//evil.example/x)
       |        ^^^^^^^^^^^^^^^^
       |
       = note: such a link can run a program on the reader's phone
       = help: link to an entry by its name, or to a page on the web by its whole https address
    "#);
    assert_snapshot!(bird_dog_with("should_feel: \"[Help](JavaScript:alert(1))\"\n"), @r#"
    error[unsafe-link]: a link may not begin with `JavaScript:`
      --> content/exercises/bird-dog.md:28:22
       |
    28 | should_feel: "[Help](JavaScript:alert(1))"
       |                      ^^^^^^^^^^^^^^^^^^^
       |
       = note: such a link can run a program on the reader's phone
       = help: link to an entry by its name, or to a page on the web by its whole https address
    "#);
}

#[test]
fn a_path_that_climbs_out_is_refused() {
    assert_snapshot!(bird_dog_that_says("![A picture](../../etc/passwd.png)\n"), @r#"
    error[outside-site]: the picture `../../etc/passwd.png` is not the guide's own
      --> content/exercises/bird-dog.md:58:14
       |
    58 | ![A picture](../../etc/passwd.png)
       |              ^^^^^^^^^^^^^^^^^^^^
       |
       = note: what stands elsewhere can change or vanish after somebody has checked it
       = help: if you may use it, put it into content/pictures and write its file name alone:
               `![what it shows](bird-dog.png)`
    "#);
    assert_snapshot!(bird_dog_that_says("[Notes](../notes)\n"), @r#"
    error[outside-site]: `../notes` leads out of the site
      --> content/exercises/bird-dog.md:58:9
       |
    58 | [Notes](../notes)
       |         ^^^^^^^^
       |
       = note: what stands elsewhere can change or vanish after somebody has checked it
       = help: name an entry by its file name without the ending, as in `[cat-cow](cat-cow)`
    "#);
    assert_snapshot!(bird_dog_with("aliases: [/exercises/../../etc/]\n"), @r#"
    error[outside-site]: `/exercises/../../etc/` leads out of the site
      --> content/exercises/bird-dog.md:56:11
       |
    56 | aliases: [/exercises/../../etc/]
       |           ^^^^^^^^^^^^^^^^^^^^^
       |
       = note: what stands elsewhere can change or vanish after somebody has checked it
       = help: write the old address from the root of the site: `/exercises/old-name/`
    "#);
    assert_snapshot!(bird_dog_that_says("![A picture](https://example.org/x.png)\n"), @r#"
    error[outside-site]: the picture `https://example.org/x.png` is not the guide's own
      --> content/exercises/bird-dog.md:58:14
       |
    58 | ![A picture](https://example.org/x.png)
       |              ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: what stands elsewhere can change or vanish after somebody has checked it
       = help: if you may use it, put it into content/pictures and write its file name alone:
               `![what it shows](bird-dog.png)`
    "#);
}

// Texts that borrow from one another, and texts that would be dropped

#[test]
fn an_anchor_and_an_alias_are_refused() {
    assert_snapshot!(bird_dog_with("tempo: &pace slow\nbreathing: *pace\n"), @r#"
    error[yaml-alias]: `&name` and `*name` are not used in entries
      --> content/exercises/bird-dog.md:15:8
       |
    15 | tempo: &pace slow
       |        ^^^^^
       |
       = note: text borrowed from another line changes when that line does, and a reviewer of this
               line would not see it
       = help: write the text out where it is needed; quote a text that begins with `*` or `&`
    "#);
    assert_snapshot!(bird_dog_with("breathing: *pace\n"), @r#"
    error[yaml-alias]: `&name` and `*name` are not used in entries
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: *pace
       |            ^^^^^
       |
       = note: text borrowed from another line changes when that line does, and a reviewer of this
               line would not see it
       = help: write the text out where it is needed; quote a text that begins with `*` or `&`
    "#);
}

#[test]
fn a_tag_is_refused() {
    assert_snapshot!(bird_dog_with("breathing: !important breathe out\n"), @r#"
    error[yaml-syntax]: a text that begins with `!` needs quotes
      --> content/exercises/bird-dog.md:16:12
       |
    16 | breathing: !important breathe out
       |            ^^^^^^^^^^ would be left out
       |
       = note: what the computer cannot read it cannot check, and an unchecked dose is not
               published
       = help: put the whole text in quotes
    "#);
}

// One mistake, one finding

/// Every file of the small guide.
fn files() -> Vec<String> {
    let content = Tree::read(&TestSite::small().path("content"));
    content.files.into_keys().map(|path| format!("content/{path}")).collect()
}

#[test]
fn a_file_that_cannot_be_read_is_one_finding() {
    let mut faults = String::new();
    for path in files() {
        let site = TestSite::small();
        let text = site.text(&path);
        let head = if path.ends_with(".md") { "---\n" } else { "" };
        let broken = format!("{head}broken: [\n{}", text.trim_start_matches("---\n"));
        for (text, code) in [("", "empty-file"), (&broken, "yaml-syntax")] {
            let places = site.file(&path, text).places();
            if !matches!(places.as_slice(), [place] if place.starts_with(&path) && place.ends_with(code)) {
                faults.push_str(&format!("{code} in {path}: {places:#?}\n"));
            }
        }
    }
    assert!(faults.is_empty(), "one mistake, many findings:\n{faults}");
}

#[test]
fn one_of_the_four_files_that_is_not_there_is_one_finding() {
    let mut faults = String::new();
    for name in ["site", "vocabulary", "sources", "safety"] {
        let path = format!("content/{name}.yaml");
        let places = TestSite::small().remove(&path).places();
        if places != [format!("{path}:1:1 missing-file")] {
            faults.push_str(&format!("{path}: {places:#?}\n"));
        }
    }
    assert!(faults.is_empty(), "one mistake, many findings:\n{faults}");
}

#[test]
fn a_value_that_cannot_be_read_is_one_finding() {
    let mut faults = String::new();
    let doses =
        |start: &str| format!("dose:\n  start: {{{start}, per: side}}\n  full: {{sets: 2, reps: 8, per: side}}\n");
    let cases = [
        (BIRD_DOG, doses("sets: 1, reps: 8-"), "bad-range"),
        (BIRD_DOG, doses("sets: 1, hold: 3"), "missing-unit"),
        (BIRD_DOG, doses("minutes: ten"), "wrong-type"),
        (BIRD_DOG, "sides: both\n".to_owned(), "unknown-term"),
        (BIRD_DOG, "dose: twice a day\n".to_owned(), "wrong-type"),
        (BIRD_DOG, "review: done\n".to_owned(), "wrong-type"),
        ("content/site.yaml", "wording: short\n".to_owned(), "wrong-type"),
        ("content/site.yaml", "wording: {reading_grade: low, longest_step: 25}\n".to_owned(), "wrong-type"),
        ("content/site.yaml", "plan_limits: few\n".to_owned(), "wrong-type"),
        ("content/site.yaml", "session_time: {settle: 60, set_up: 30 s, rest: 15 s}\n".to_owned(), "missing-unit"),
        ("content/site.yaml", "menu: plans\n".to_owned(), "wrong-type"),
        ("content/site.yaml", "pathways: all\n".to_owned(), "wrong-type"),
        ("content/safety.yaml", "cautions: few\n".to_owned(), "wrong-type"),
        (BREATH_HOLDING, "exercises: [bird-dogg]\n".to_owned(), "unresolved-reference"),
        ("content/plans/start-gently.yaml", "phase: later\n".to_owned(), "unknown-term"),
        ("content/pages/questions.md", "layout: question\n".to_owned(), "unknown-term"),
    ];
    for (path, fields, code) in cases {
        let places = TestSite::small().edit(path, &fields).places();
        if !matches!(places.as_slice(), [place] if place.starts_with(path) && place.ends_with(code)) {
            faults.push_str(&format!("{fields} in {path}: {places:#?}\n"));
        }
    }
    assert!(faults.is_empty(), "one mistake, many findings:\n{faults}");
}

// Every text, everywhere

/// Every value of the small guide's YAML, with something put in its place: the file, the line, and the file's new text.
fn with_every_value(put: impl Fn(&str, &str) -> Option<String>) -> Vec<(String, usize, String)> {
    let mut changed = Vec::new();
    for path in files() {
        let text = TestSite::small().text(&path);
        let mut sources = Sources::default();
        let id = sources.add(Source::new(path.clone(), text.clone()));
        let (start, end) =
            if path.ends_with(".md") { (4, text[4..].find("\n---\n").unwrap() + 5) } else { (0, text.len()) };
        let node = yaml::parse(id, &text, start, &text[start..end], &mut Vec::new()).unwrap();
        let mut values = Vec::new();
        scalars("", &node, &mut values);
        for (name, value, span) in values {
            let Some(new) = put(name, value) else { continue };
            let (line, _) = sources.get(id).line_column(span.range().start);
            let quoted = format!("\"{}\"", new.replace('\\', "\\\\").replace('"', "\\\""));
            let (before, behind) = (&text[..span.range().start], &text[span.range().end..]);
            changed.push((path.clone(), line, format!("{before}{quoted}{behind}")));
        }
    }
    assert!(changed.len() > 300, "only {} values were found", changed.len());
    changed
}

/// Every text, number and word of a tree, with the name of its field.
fn scalars<'a>(name: &'a str, node: &'a yaml::Node, found: &mut Vec<(&'a str, &'a str, Span)>) {
    match &node.value {
        yaml::Value::Null => {}
        yaml::Value::Scalar(scalar) => found.push((name, &scalar.text, node.span)),
        yaml::Value::List(items) => items.iter().for_each(|item| scalars(name, item, found)),
        yaml::Value::Map(fields) => fields.iter().for_each(|(name, value)| scalars(&name.value, value, found)),
    }
}

/// Lays each changed file over the small guide and checks it in memory: every one must have an error on its line.
#[track_caller]
fn each_is_refused_on_its_line(changed: Vec<(String, usize, String)>) {
    let small: Vec<(String, String)> =
        files().into_iter().map(|path| (path.clone(), TestSite::small().text(&path))).collect();
    let mut missed = String::new();
    for (path, line, text) in changed {
        let mut sources = Sources::default();
        for (other, unchanged) in &small {
            sources.add(Source::new(other.clone(), if *other == path { text.clone() } else { unchanged.clone() }));
        }
        let parsed = parse::entries(&sources);
        let linked = link::site(parsed.value, Vec::new());
        let found =
            parsed.diagnostics.iter().chain(&linked.diagnostics).filter(|found| found.severity() == Severity::Error);
        let places: Vec<String> = found
            .map(|found| {
                let source = sources.get(found.primary.span.source);
                let (line, column) = source.line_column(found.primary.span.range().start);
                format!("{}:{line}:{column}", source.path)
            })
            .collect();
        if !places.iter().any(|place| place.starts_with(&format!("{path}:{line}:"))) {
            let changed = text.lines().nth(line - 1).unwrap();
            missed.push_str(&format!("{path}:{line}: {changed}\n  found at {places:?}\n"));
        }
    }
    assert!(missed.is_empty(), "not refused, or not on the line:\n{missed}");
}

#[test]
fn a_tag_in_any_value_is_refused_on_its_line() {
    for tag in ["<script>alert(1)</script>", "</main>", "<!-- note -->"] {
        each_is_refused_on_its_line(with_every_value(|_, text| Some(format!("{text} {tag}"))));
    }
}

#[test]
fn a_placeholder_in_any_value_is_refused_on_its_line() {
    // Nobody reads the name of an anchor.
    each_is_refused_on_its_line(with_every_value(|name, _| (name != "id").then(|| "TBC".to_owned())));
}

#[test]
fn an_empty_value_is_refused_on_its_line() {
    each_is_refused_on_its_line(with_every_value(|_, _| Some(" ".to_owned())));
}

// What is read as it is meant

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let plain = TestSite::small();
    let windows = TestSite::small();
    for path in files() {
        windows.file(&path, format!("\u{feff}{}", plain.text(&path).replace('\n', "\r\n")));
    }
    assert_eq!(windows.places(), [""; 0]);
    plain.build();
    windows.build();
    windows.public().is(&plain.public());
    windows.replace(BIRD_DOG, "region: lower", "region: lowwer");
    assert_eq!(windows.places(), [format!("{BIRD_DOG}:7:9 unknown-term")]);
}

#[test]
fn a_note_to_editors_is_not_published() {
    let site = TestSite::small();
    site.body(BIRD_DOG, "Before. <!-- one note -->\n\n<!-- a note\nof two lines -->\n\nBehind.\n");
    assert_eq!(site.places(), [""; 0]);
    site.build();
    let page = site.public();
    let page = page.text("exercises/bird-dog/index.html");
    assert!(page.contains("Before.") && page.contains("Behind."), "{page}");
    assert!(!page.contains("one note") && !page.contains("two lines") && !page.contains("<!--"), "{page}");
}

#[test]
fn words_behind_a_note_to_editors_are_not_lost() {
    let site = TestSite::small();
    site.body(BIRD_DOG, "<!-- a note --> Stop if a leg goes numb.\n");
    if site.places().is_empty() {
        site.build();
        let public = site.public();
        let page = public.text("exercises/bird-dog/index.html");
        assert!(
            page.contains("Stop if a leg goes numb."),
            "the words behind the note are neither published nor a finding"
        );
    }
}

#[test]
fn a_link_in_any_disguise_is_refused() {
    for address in [
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "<java\tscript:alert(1)>",
        "< javascript:alert(1)>",
        "\\javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://x",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil",
        "..%2f..%2fsecret",
        "%2e%2e/secret",
        "/etc/passwd",
        "?x=javascript:alert(1)",
    ] {
        for body in [format!("[x]({address})\n"), format!("[x]\n\n[x]: {address}\n"), format!("![x]({address})\n")] {
            let site = TestSite::small();
            let run = site.body(BIRD_DOG, &body).run(&["check", "--format", "short"]);
            let is_web = address == "https:evil" && !body.starts_with('!');
            assert_eq!(run.code, Some(i32::from(!is_web)), "{body}{run}");
        }
    }
    for text in ["<javascript:alert(1)>", "<data:text/html,x>"] {
        assert_eq!(TestSite::small().body(BIRD_DOG, text).run(&["check"]).code, Some(1), "{text}");
    }
}
