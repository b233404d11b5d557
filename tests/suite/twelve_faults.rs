//! Twelve faults in six files: twelve findings in one run, each at its line, and `public/` untouched.

use insta::assert_snapshot;

use crate::site::TestSite;

#[test]
fn twelve_faults_in_six_files_are_twelve_findings_and_nothing_is_written() {
    let site = TestSite::small();
    site.build();
    let before = site.public();

    let bird_dog = "content/exercises/bird-dog.md";
    site.edit(bird_dog, "region: lowwer\n"); // 1: did you mean `lower`?
    site.replace(bird_dog, "hold: 3 s,", "hold: 3,"); // 2: seconds or minutes?
    site.replace(bird_dog, "(red-flags#emergency)", "(red-flags#emergencies)"); // 3: no such heading
    let cat_cow = "content/exercises/cat-cow.yaml";
    site.edit(cat_cow, "form_tips: [Elbows soft]\n"); // 4: two are a must
    site.edit(cat_cow, "should_feel: tbc\n"); // 5: not yet a text
    let mistake = "content/mistakes/breath-holding.md";
    site.edit(mistake, "swap_to: [bird-dogg]\n"); // 6: no such exercise
    site.replace(mistake, "Counting aloud", "Counting <b>aloud"); // 7: HTML
    let plan = "content/plans/start-gently.yaml";
    site.replace(plan, "  - title: One small move\n", "  - titel: One small move\n"); // 8: did you mean `title`?
    site.replace(plan, "sources: [henry-1999]", "sources: [henry-1999, henry-2000]"); // 9: no such source
    let page = "content/pages/questions.md";
    site.replace(page, "updated: 2026-11-22", "updated: 2026-11-31"); // 10: no such day
    site.replace(page, "[warning signs](red-flags)", "[warning signs](javascript:red)"); // 11: no link
    let settings = "content/site.yaml";
    site.replace(settings, "paper: a4", "paper: a4\npaper: letter"); // 12: twice

    let run = site.run(&["build", "--format", "short"]);
    run.exits(1).says("12 errors, 0 warnings").says("Nothing was written");
    assert_snapshot!(run.stdout, @r#"
    content/exercises/bird-dog.md:7:9: error[unknown-term]: no region is called `lowwer`; did you mean `lower`?
    content/exercises/bird-dog.md:18:39: error[missing-unit]: `hold: 3` has no unit; write `hold: 3 s` for seconds or `hold: 3 min` for minutes
    content/exercises/bird-dog.md:63:49: error[unresolved-heading]: the page `red-flags` has no heading `#emergencies`; did you mean `red-flags#emergency`?
    content/exercises/cat-cow.yaml:24:12: error[missing-form-tips]: `form_tips` has 1 of the 2 it needs; write 2 or more, a line each, beginning with `- `
    content/exercises/cat-cow.yaml:25:14: error[placeholder-text]: `tbc` is not yet a text; write what `should_feel` should say, or leave the field out if it may be left out
    content/mistakes/breath-holding.md:9:11: error[unresolved-reference]: no exercise is named `bird-dogg`; did you mean `bird-dog`?
    content/mistakes/breath-holding.md:11:10: error[raw-html]: HTML does not belong in an entry; take the tag out; `**words**` makes words bold, an empty line a new paragraph; to print a `<`, put a backslash before it
    content/pages/questions.md:15:10: error[bad-date]: `2026-11-31` is not a day of the calendar; write year, month and day: `2026-11-22`
    content/pages/questions.md:17:75: error[unsafe-link]: a link may not begin with `javascript:`; link to an entry by its name, or to a page on the web by its whole https address
    content/plans/start-gently.yaml:18:23: error[unresolved-source]: no source is called `henry-2000`; add it to content/sources.yaml: its key, and below that `citation`, `supports` and `strength`; or write `clinical-convention` for common practice without a citation
    content/plans/start-gently.yaml:20:5: error[unknown-field]: there is no field `titel` in a week; did you mean `title`?
    content/site.yaml:7:1: error[duplicate-field]: `paper` is here twice; keep one of the two; a list of several goes under one name
    "#);
    site.public().is(&before);
}
