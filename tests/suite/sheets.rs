//! Plan sheets through the front door: `build` sets them all, `sheet` hands one out, and what must not be printed is not.

use std::fs;

use backsite::cache::Cache;
use backsite::markdown::WhichDose;
use backsite::pipeline;
use backsite::sheet::own::{self, Wish};
use backsite::sheet::{Edition, Options, Paper};
use backsite::source::Sources;

use crate::run::Run;
use crate::site::{TestSite, repository};

/// The small guide with a clinic's file and its logo beside it.
fn clinic(lines: &str) -> TestSite {
    let site = TestSite::small();
    site.file(
        "clinic/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>",
    );
    site.file("clinic/clinic.yaml", format!("name: Riverside Physiotherapy\nlogo: logo.svg\n{lines}"));
    site
}

/// Makes the first week of the small guide's plan for the clinic.
fn for_clinic(site: &TestSite) -> Run {
    site.run(&["sheet", "start-gently", "--week", "1", "--clinic", "clinic/clinic.yaml", "-o", "week.pdf"])
}

fn names(site: &TestSite, folder: &str) -> Vec<String> {
    let files = fs::read_dir(site.path(folder)).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_build_prints_every_week_and_links_each_sheet_from_its_plan() {
    let site = TestSite::small();
    site.run(&["build"]).exits(0);
    let sheets: Vec<String> =
        names(&site, "public/plans/start-gently").into_iter().filter(|name| name.ends_with(".pdf")).collect();
    let page = site.text("public/plans/start-gently/index.html");
    let plans = site.text("public/plans/index.html");
    assert_eq!(sheets.len(), 2 * 2 * 3);
    for sheet in sheets {
        let bytes = fs::read(site.path("public/plans/start-gently").join(&sheet)).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"), "{sheet}");
        assert!(page.contains(&format!("href=\"{sheet}\"")), "{sheet} is not linked");
        let weight = format!("{} kB)", bytes.len().div_ceil(1000));
        assert!(page.contains(&weight), "{sheet}: no {weight}");
    }
    for blank in ["blank-a4.pdf", "blank-letter-large.pdf"] {
        assert!(site.path("public/plans").join(blank).exists() && plans.contains(blank), "{blank}");
    }
}

#[test]
fn without_sheets_no_page_links_to_one() {
    let site = TestSite::small();
    site.build();
    assert!(!site.text("public/plans/start-gently/index.html").contains(".pdf"));
    assert!(!site.text("public/plans/index.html").contains(".pdf"));
}

#[test]
fn sheets_that_were_printed_before_are_the_same_with_and_without_the_cache() {
    let site = TestSite::small();
    site.run(&["build"]).exits(0);
    let first = site.public();
    site.run(&["build"]).exits(0).says("0 written");
    site.remove(".backsite");
    site.run(&["build"]).exits(0).says("0 written");
    assert_eq!(site.public().files, first.files);
}

#[test]
fn a_check_keeps_nothing() {
    let site = TestSite::small();
    site.run(&["check"]).exits(0);
    assert!(!site.path(".backsite").exists());
}

#[test]
fn one_week_goes_to_a_file_and_all_weeks_to_a_folder() {
    let site = TestSite::small();
    site.run(&["sheet", "start-gently", "--week", "2", "--large-print", "-o", "out/week.pdf"])
        .exits(0)
        .says("Wrote out/week.pdf: 3 sides")
        .says("no QR code");
    site.run(&["sheet", "start-gently", "--paper", "letter", "--fridge", "-o", "out"]).exits(0);
    assert_eq!(
        names(&site, "out"),
        ["start-gently-week-1-letter-fridge.pdf", "start-gently-week-2-letter-fridge.pdf", "week.pdf"]
    );
    site.run(&["sheet", "start-gently", "-o", "one.pdf"]).exits(2).says("cannot hold 2 sheets").says("--week");
    site.run(&["sheet", "start-gently", "--week", "3"]).exits(2).says("no week 3: it has 2 weeks");
    site.run(&["sheet", "start-gentle"]).exits(2).says("did you mean `start-gently`?");
    site.run(&["sheet"]).exits(2).says("name a plan (start-gently), or exercises with --exercises");
    site.run(&["sheet", "start-gently", "-o", "content/site.yaml"]).exits(2).says("is a file: name a folder");
}

/// A sheet that looks as if it had been made for somebody's condition, and was not, would be believed.
#[test]
fn what_belongs_to_a_sheet_of_one_s_own_is_refused_beside_a_plan() {
    let site = TestSite::small();
    for option in [["--avoid", "osteoporosis"], ["--dose", "full"], ["--title", "Mine"], ["--exercises", "cat-cow"]] {
        site.run(&[&["sheet", "start-gently"], &option[..]].concat()).exits(2).says("cannot be used with");
    }
    site.run(&["sheet", "--exercises", ""]).exits(2).says("--exercises names none");
    site.run(&["sheet", "--exercises", "cat-cow,cat-cow"]).exits(2).says("names `cat-cow` twice");
}

#[test]
fn an_exercise_that_is_ruled_out_is_refused_and_nothing_is_written() {
    let site = TestSite::shipped();
    let run = site.run(&["sheet", "--exercises", "pelvic-tilt,single-knee-to-chest", "--avoid", "hip-precautions"]);
    run.exits(1)
        .says("error[contraindicated-exercise]: `single-knee-to-chest` is not done with")
        .says("No sheet was made.");
    assert_eq!(names(&site, "."), ["content"]);
    let alone =
        ["sheet", "--exercises", "pelvic-tilt", "--avoid", "hip-precautions", "-o", "own.pdf", "--title", "Mine"];
    site.run(&alone).exits(0).says("Wrote own.pdf: 2 sides");
    let run = site.run(&["sheet", "--exercises", "pelvic-tild", "--avoid", "hip-precaution"]);
    run.exits(1).says("did you mean `pelvic-tilt`?").says("did you mean `hip-precautions`?");
}

#[test]
fn every_edition_prints_what_its_reader_must_take_care_with() {
    let guide = pipeline::check(&repository(), None).unwrap();
    let (Some(site), theme) = (&guide.site, &guide.theme) else { panic!("the guide has a fault") };
    let options = Options { base_url: None, clinic: None, logo: None };
    let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let cases = Edition::ALL.into_iter().flat_map(|edition| {
        [("bird-dog", "wrist-pain"), ("walking", "falls-risk")].map(|(slug, condition)| (edition, slug, condition))
    });
    for (edition, slug, condition) in cases {
        let exercise = site.exercise(slug).unwrap();
        let care = exercise.precautions.iter().find(|line| line.condition.value == condition).unwrap();
        let mut sources = Sources::default();
        let exercises = own::words(&mut sources, "--exercises", &format!("pelvic-tilt,{slug}"));
        let avoid = own::words(&mut sources, "--avoid", condition);
        let wish = Wish { title: exercises[0].clone(), exercises, dose: WhichDose::Start, avoid };
        let made = own::own(site, theme, &options, &Cache::in_memory(), &wish, (Paper::A4, edition));
        let words = made.value.unwrap().words;
        assert!(letters(&words).contains(&letters(care.advice.plain())), "{}: {words}", edition.key());
    }
}

#[test]
fn a_clinic_s_own_dose_is_checked_like_any_dose() {
    let dose = |dose: &str| clinic(&format!("doses:\n  - {{exercise: cat-cow, dose: {{{dose}}}}}\n"));
    for_clinic(&dose("sets: 1, reps: 5")).exits(0).says("Wrote week.pdf: 2 sides");
    for_clinic(&dose("sets: 1, reps: 500")).exits(1).says("error[implausible-dose]");
    for_clinic(&dose("sets: 1")).exits(1).says("error[incomplete-dose]");
    for_clinic(&dose("sets: 1, reps: 5, per: side")).exits(1).says("error[unpaired-side]");
    for_clinic(&dose("sets: 1, reps: five")).exits(1).says(" --> clinic/clinic.yaml:4:");
    for_clinic(&clinic("doses:\n  - {exercise: cat-cows, dose: {sets: 1, reps: 5}}\n"))
        .exits(1)
        .says("did you mean `cat-cow`?");
    for_clinic(&clinic("patient: Mary\n")).exits(1).says("error[unknown-field]");
}

#[test]
fn a_logo_that_cannot_be_printed_is_refused() {
    let site = clinic("");
    for_clinic(&site).exits(0);
    site.file("clinic/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Riverside</text></svg>");
    for_clinic(&site).exits(1).says("error[bad-logo]: the logo has letters that need a font");
    site.file("clinic/logo.svg", "GIF89a");
    for_clinic(&site).exits(1).says("error[bad-logo]: the logo is neither SVG nor PNG");
    site.file("clinic/clinic.yaml", "name: Riverside\nlogo: ../content/site.yaml\n");
    for_clinic(&site).exits(1).says("error[bad-logo]: the logo is not named by its file name alone");
    site.file("clinic/clinic.yaml", "name: Riverside\nlogo: none.png\n");
    for_clinic(&site).exits(2).says("none.png");
}

#[test]
fn a_template_that_drops_what_safety_demands_on_paper_is_told() {
    let site = TestSite::small();
    let words = fs::read_to_string(crate::site::repository().join("templates/sheet/week.typ")).unwrap();
    assert!(words.contains("() => flags(z), "));
    site.file("templates/sheet/week.typ", words.replace("() => flags(z), ", "() => [], "));
    let run = site.run(&["build"]);
    run.exits(1).says("error[unsafe-page]").says("not show this warning sign").says("Nothing was written");
}

#[test]
fn a_template_that_drops_a_dose_is_told() {
    let site = TestSite::small();
    let words = fs::read_to_string(crate::site::repository().join("templates/sheet/lib.typ")).unwrap();
    let number = "#text(size: S.number, x.number)";
    assert!(words.contains(number));
    site.file("templates/sheet/lib.typ", words.replace(number, ""));
    site.run(&["build"]).exits(1).says("error[unsafe-page]").says("not show this dose");
}

#[test]
fn a_template_that_adds_a_block_is_told_before_it_is_lost() {
    let site = TestSite::small();
    let words = fs::read_to_string(crate::site::repository().join("templates/sheet/week.typ")).unwrap();
    let last = "() => flare(z), () => review(z))";
    assert!(words.contains(last));
    site.file("templates/sheet/week.typ", words.replace(last, "() => flare(z), () => review(z), () => [Ours])"));
    site.run(&["build"]).exits(1).says("error[template-error]").says("more blocks than were measured");
}

#[test]
fn an_error_in_a_sheet_s_template_is_told_with_its_line() {
    let site = TestSite::small();
    site.file("templates/sheet/words.typ", "#let before = \"Before you start.\n");
    site.run(&["build"]).exits(1).says("error[template-error]").says(" --> templates/sheet/words.typ:1:");
}

#[test]
fn text_that_looks_like_markup_is_printed_as_it_is_and_what_no_font_has_is_refused() {
    let site = TestSite::small();
    let sheet = |title: &str| site.run(&["sheet", "--exercises", "cat-cow", "--title", title, "-o", "own.pdf"]);
    for title in ["#eval(\"1\") $x^2$ *bold* _it_ @ref <label> \\ ~ `raw` // /* [a] = b", &"long title, ".repeat(25)] {
        sheet(title).exits(0);
    }
    for title in [
        "\u{645}\u{631}\u{62d}\u{628}\u{627}",
        "Moves \u{1f642}",
        "zero\u{200b}width",
        "\u{202e}turned",
        &"x".repeat(300),
    ] {
        sheet(title).exits(1).says("error[unprintable-text]");
    }
}
