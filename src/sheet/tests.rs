//! Whole sheets, over the real guide and the real theme.

pub(super) mod fixture;

use self::fixture::{OPTIONS, guide, theme};
use super::*;
use crate::model::clinic::OwnDose;

#[test]
fn every_week_and_the_blank_template_fit_on_both_papers_in_all_editions() {
    let printed = sheets(&guide(), &theme(&[]).0, &OPTIONS, &Cache::in_memory());
    assert_eq!(printed.diagnostics, []);
    assert_eq!(printed.value.len(), 25 * 2 * 3);
    assert!(printed.value.iter().any(|sheet| sheet.file.path == "plans/start-gently/week-1-letter-large.pdf"));
}

#[test]
fn the_same_guide_gives_the_same_bytes() {
    let (site, (theme, _)) = (guide(), theme(&[]));
    let print = || {
        plan(
            &site,
            &theme,
            &OPTIONS,
            &Cache::in_memory(),
            site.plan("desk-snacks").unwrap(),
            None,
            (Paper::A4, Edition::Regular),
        )
        .value
    };
    let files = || print().into_iter().map(|sheet| sheet.file).collect::<Vec<_>>();
    assert_eq!(files(), files());
}

/// What a block shows is listed in `galley.rs` and shown by the template: a block that showed more than its key has would be
/// as high as that of another week.
#[test]
fn a_block_is_as_high_as_where_it_was_measured() {
    let (site, (theme, _)) = (guide(), theme(&[]));
    let shared = Press::new(&site, &theme).unwrap();
    let weeks: Vec<Job> = site.plans().iter().flat_map(weeks_of).chain([Job::Blank]).collect();
    for kind in [(Paper::A4, Edition::Regular), (Paper::Letter, Edition::Large), (Paper::A4, Edition::Fridge)] {
        for job in weeks.iter().rev() {
            press::print(&shared, &Cache::in_memory(), &draft(&shared, &site, &OPTIONS, *job).value, kind).unwrap();
        }
        for job in weeks.iter().step_by(4) {
            let alone = Press::new(&site, &theme).unwrap();
            let print =
                |press| press::print(press, &Cache::in_memory(), &draft(press, &site, &OPTIONS, *job).value, kind);
            let (one, other) = (print(&alone).unwrap().file, print(&shared).unwrap().file);
            assert!(one == other, "{} is set otherwise behind other sheets", one.path);
        }
    }
}

#[test]
fn a_handout_has_the_week_s_figures() {
    let (site, (theme, _)) = (guide(), theme(&[]));
    let shop = Press::new(&site, &theme).unwrap();
    let handout =
        draft(&shop, &site, &OPTIONS, weeks_of(site.plan("start-gently").unwrap()).next().unwrap()).value.handout;
    let amounts: Vec<String> = handout
        .moves
        .iter()
        .map(|row| format!("{}|{}|{}|{}", row.amount.lead, row.amount.number, row.amount.unit, row.amount.more))
        .collect();
    assert_eq!(amounts, ["|5|times|", "|6|times|", "Hold|15|seconds|each side", "|6|times|"]);
    assert_eq!(handout.moves.iter().map(|row| row.ticks).collect::<Vec<_>>(), ["once", "once", "sides", "once"]);
    assert_eq!((handout.minutes, handout.minutes_optional), (Some(4), Some(6)));
    assert_eq!(handout.walking.unwrap().amount.words(), "5 minutes");
    assert_eq!(
        handout.first.ask,
        ["vertigo", "trouble lying flat", "pregnancy past 16 weeks", "recent hip replacement"]
    );
    assert_eq!(handout.moves[2].leave_out, ["recent hip replacement", "past spinal fracture"]);
    assert_eq!(handout.call.emergency.as_deref(), Some("999"));
    assert!(handout.moves.iter().all(|row| !row.new), "all is new in the first week of a plan that follows none");
}

#[test]
fn a_clinician_s_own_dose_takes_the_place_of_the_plan_s() {
    let (site, (theme, _)) = (guide(), theme(&[]));
    let week = &site.plan("start-gently").unwrap().weeks[0];
    let tilt = week.prescriptions.iter().find(|prescription| prescription.exercise.value == "pelvic-tilt").unwrap();
    let mut dose = tilt.dose.clone().unwrap();
    dose.reps = dose.reps.map(|reps| reps.map(|_| crate::model::dose::Range::exactly(3)));
    let name = crate::source::Spanned::new("pelvic-tilt".to_owned(), week.span);
    let own = OwnDose { span: week.span, exercise: name.clone(), plan: None, week: None, dose: Some(dose) };
    let clinic = Clinic {
        span: week.span,
        name,
        logo: None,
        lines: Vec::new(),
        phone: crate::model::clinic::Phones::default(),
        doses: vec![own],
    };
    let options = Options { clinic: Some(&clinic), ..OPTIONS };
    let shop = Press::new(&site, &theme).unwrap();
    let handout =
        draft(&shop, &site, &options, weeks_of(site.plan("start-gently").unwrap()).next().unwrap()).value.handout;
    assert_eq!(handout.moves[1].amount.number, "3");
    assert_eq!(handout.clinic.unwrap().name, "pelvic-tilt");
}

#[test]
fn an_error_in_a_template_is_a_finding_at_its_line() {
    let (theme, sources) =
        theme(&[(TEMPLATE, "#let d = json(\"data.json\")\n#set document(title: \"x\")\n#d.nonsense\n")]);
    let site = guide();
    let printed = plan(
        &site,
        &theme,
        &OPTIONS,
        &Cache::in_memory(),
        site.plan("build").unwrap(),
        Some(1),
        (Paper::A4, Edition::Regular),
    );
    let [finding] = &printed.diagnostics[..] else { panic!("{:?}", printed.diagnostics) };
    assert_eq!(finding.rule.code, "template-error");
    let source = sources.get(finding.primary.span.source);
    assert_eq!(
        (source.path.as_str(), source.line_column(finding.primary.span.start as usize).0),
        ("templates/sheet/week.typ", 3)
    );
}

#[test]
fn a_template_sees_no_file_of_the_machine_and_no_package() {
    let site = guide();
    for line in [
        "#read(\"/etc/passwd\")",
        "#import \"@preview/cetz:0.3.0\"",
        "#image(\"../../Cargo.toml\")",
        "#datetime.today()",
    ] {
        let (theme, _) = theme(&[(TEMPLATE, line)]);
        let printed = plan(
            &site,
            &theme,
            &OPTIONS,
            &Cache::in_memory(),
            site.plan("build").unwrap(),
            Some(1),
            (Paper::A4, Edition::Regular),
        );
        assert!(printed.value.is_empty() && !printed.diagnostics.is_empty(), "{line}");
    }
}

#[test]
fn a_logo_with_letters_that_need_a_font_is_refused() {
    let span = guide().settings().span;
    assert!(Logo::read(b"<svg><path/></svg>".to_vec(), span).is_ok());
    assert!(Logo::read(b"\x89PNG\r\n\x1a\nx".to_vec(), span).is_ok());
    assert!(Logo::read(b"<svg><text>Clinic</text></svg>".to_vec(), span).is_err());
    assert!(Logo::read(b"GIF89a".to_vec(), span).is_err());
}
