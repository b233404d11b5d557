//! Figures: what is drawn is clean, small, the same twice and said in words; what cannot be drawn is told; what a stranger
//! drew does no harm.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use backsite::figure::{self, Choice, Mode};
use backsite::model::figure::{
    Base, Bone, Figure, Joint, MiddleContact, MiddlePoint, Region, SideContact, SidePoint, TrunkSpot,
};
use backsite::pipeline::{self, Guide};
use insta::assert_snapshot;

use crate::site::{TestSite, repository};
use crate::tree::Tree;

const BRIDGE: &str = "content/exercises/bridge.md";

const MODES: [(Mode, &str); 3] = [(Mode::Color, "color"), (Mode::BlackAndWhite, "bw"), (Mode::Dark, "dark")];

/// The guide that this repository ships.
fn shipped() -> Guide {
    pipeline::check(&repository(), None).unwrap()
}

/// Every figure of a guide with its name.
fn figures(guide: &Guide) -> Vec<(String, &Figure)> {
    let figures = guide.site.as_ref().unwrap().figures();
    assert!(figures.len() > 33, "{}", figures.len());
    figures
}

/// What is found when this is the bridge's figure.
#[track_caller]
fn bridge_with(figure: &str) -> String {
    TestSite::small().edit(BRIDGE, figure).report()
}

/// Every element that opens closes, no attribute stands twice, every reference leads to one place in the file, and no
/// number is missing.
#[track_caller]
fn assert_well_formed(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands twice\n{svg}");
    let hrefs = document.descendants().filter_map(|node| node.attribute("href"));
    let urls = svg.split("url(#").skip(1).filter_map(|rest| rest.split(')').next());
    for target in hrefs.map(|href| href.trim_start_matches('#')).chain(urls) {
        assert!(ids.contains(&target), "nothing is called `{target}`\n{svg}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

// What is drawn

#[test]
fn every_figure_is_well_formed_the_same_twice_and_small() {
    let guide = shipped();
    let mut sizes = Vec::new();
    for (name, figure) in figures(&guide) {
        for (mode, _) in MODES {
            for choice in [Choice::Whole, Choice::Card] {
                let svg = figure::draw(figure, mode, choice).svg;
                assert_well_formed(&svg);
                assert_eq!(svg, figure::draw(figure, mode, choice).svg);
                assert!(svg.len() <= 80_000, "{name}: {} bytes", svg.len());
                if mode == Mode::Color && choice == Choice::Whole {
                    sizes.push((svg.len(), compressed(&svg), name.clone()));
                }
            }
        }
    }
    sizes.sort();
    let (median, _, _) = sizes[sizes.len() / 2];
    assert!(median < 50_000, "the median has {median} bytes");
    let mut compressed: Vec<usize> = sizes.iter().map(|(_, compressed, _)| *compressed).collect();
    compressed.sort_unstable();
    let (median, most) = (compressed[compressed.len() / 2], compressed[compressed.len() - 1]);
    // The one with four people in it, each as rich in detail as in any other, has a little more than the others.
    assert!(median <= 10_000 && most <= 11_000, "compressed, the median has {median} bytes, the largest {most}");
}

/// How long a text is when a server has compressed it.
fn compressed(text: &str) -> usize {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn a_movement_is_well_formed_and_what_to_avoid_does_not_move() {
    let guide = shipped();
    let mut n_moving = 0;
    for (name, figure) in figures(&guide) {
        if let Some(drawing) = figure::movement(figure, Mode::Color) {
            n_moving += 1;
            assert_well_formed(&drawing.svg);
            assert!(drawing.svg.contains("<animate attributeName=\"d\""), "{name}");
            assert!(!drawing.alt.contains("Avoid:"), "{name}");
        }
    }
    assert!(n_moving >= 25, "{n_moving}");
}

#[test]
fn every_pose_is_put_into_words_that_say_what_the_body_does() {
    let guide = shipped();
    for (name, figure) in figures(&guide) {
        let title = figure.title().map_or("", |title| title.as_str()).to_lowercase();
        let drawing = figure::draw(figure, Mode::Color, Choice::Whole);
        assert!(drawing.alt.split_whitespace().count() > 3, "{name}: `{}`", drawing.alt);
        for said in drawing.poses.iter().chain([&drawing.alt]) {
            let said = said.trim().trim_end_matches('.').to_lowercase();
            assert!(!said.is_empty() && said != title, "{name}: `{said}`");
        }
        for (at, label) in drawing.poses.iter().enumerate() {
            assert!(!drawing.poses[..at].contains(label), "{name}: two poses are called `{label}`");
        }
        let Figure::Posed(figure) = figure else { continue };
        assert_eq!(drawing.poses.len(), figure.poses.len());
        for (pose, label) in figure.poses.iter().zip(&drawing.poses) {
            assert_ne!(&pose.key.value, label, "{name}");
        }
    }
}

#[test]
fn every_exercise_and_every_mistake_that_is_seen_has_a_figure() {
    let guide = shipped();
    let names: BTreeSet<String> = figures(&guide).into_iter().map(|(name, _)| name).collect();
    for exercise in guide.site.as_ref().unwrap().exercises() {
        assert!(names.contains(&exercise.head.slug), "{} has no figure", exercise.head.slug);
    }
    for mistake in ["forced-twist", "neck-pull-crunch", "round-toe-touch"] {
        assert!(names.contains(mistake), "{mistake} has no figure");
    }
}

/// Golden pictures, one for each way a body can lie, sit, stand or be seen: `BLESS=1 cargo test` writes what is drawn as what
/// is expected. Look at each that changed before you commit it.
#[test]
fn golden_pictures_are_drawn_as_they_were() {
    const GOLDEN: [&str; 8] = [
        "belly-breathing",
        "bird-dog",
        "clamshell",
        "forced-twist",
        "hip-hinge",
        "seated-twist",
        "wall-angel",
        "water-aerobics",
    ];
    let guide = shipped();
    let mut drawn = Tree::default();
    for (name, figure) in figures(&guide).iter().filter(|(name, _)| GOLDEN.contains(&name.as_str())) {
        drawn.files.insert(format!("{name}.svg"), figure::draw(figure, Mode::Color, Choice::Whole).svg.into());
    }
    for (name, mode) in [("bird-dog", Mode::BlackAndWhite), ("bird-dog", Mode::Dark)] {
        let figures = figures(&guide);
        let (_, figure) = figures.iter().find(|(one, _)| one == name).unwrap();
        let suffix = if mode == Mode::Dark { "dark" } else { "bw" };
        drawn.files.insert(format!("{name}.{suffix}.svg"), figure::draw(figure, mode, Choice::Whole).svg.into());
    }
    assert_eq!(drawn.files.len(), GOLDEN.len() + 2);
    expect(&drawn, &repository().join("tests/figures"));
}

/// The tree is what stands in the folder; with `BLESS=1` it is put there instead.
#[track_caller]
fn expect(tree: &Tree, folder: &Path) {
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(folder);
        tree.write(folder);
    }
    tree.is(&Tree::read(folder));
}

/// All figures on one page, in colour, black and white and dark, and 30 mm wide as on a sheet:
/// `cargo test --release --test suite contact_sheet` writes `target/figures/index.html`, to be looked at.
#[test]
fn contact_sheet() {
    let guide = shipped();
    let mut tree = Tree::default();
    let mut page = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Every figure</title>\n\
        <style>body{margin:0;font:13px sans-serif}section{padding:8px}.dark{background:#161b22;color:#e6edf3}\
        div{display:grid;grid-template-columns:repeat(5,1fr);gap:8px}figure{margin:0;border:1px solid #9995;padding:4px}\
        img{display:block;width:100%}.paper div{grid-template-columns:repeat(auto-fill,30mm);gap:2mm}.paper figure{border:0;padding:0}\
        .paper figcaption{font-size:6px}</style>\n"
        .to_owned();
    for (mode, surface) in [MODES[0], MODES[1], MODES[2], (Mode::BlackAndWhite, "paper")] {
        let _ = writeln!(page, "<section class=\"{surface}\"><h1>{surface}</h1><div>");
        for (name, figure) in figures(&guide) {
            let drawing = figure::draw(figure, mode, Choice::Whole);
            let file = format!("{surface}/{}.svg", name.replace('/', "-"));
            let _ = writeln!(page, "<figure><figcaption>{name}</figcaption><img src=\"{file}\" alt=\"\"></figure>");
            tree.files.insert(file, drawing.svg.into_bytes());
        }
        page.push_str("</div></section>\n");
    }
    assert_eq!(page.matches("<img").count(), tree.files.len());
    tree.files.insert("index.html".to_owned(), page.into_bytes());
    let folder = repository().join("target/figures");
    let _ = fs::remove_dir_all(&folder);
    tree.write(&folder);
    Tree::read(&folder).is(&tree);
}

// What cannot be drawn

#[test]
fn a_joint_that_the_body_does_not_have_is_told_with_the_nearest() {
    assert_snapshot!(bridge_with("figure:\n  base: crook-lying\n  poses:\n    start: {label: Knees bent, legs: {kneee: 90}}\n"), @r#"
    error[unknown-joint]: a leg has no joint `kneee`
      --> content/exercises/bridge.md:41:39
       |
    41 |     start: {label: Knees bent, legs: {kneee: 90}}
       |                                       ^^^^^
       |
       = note: a joint under a wrong name is not moved: the picture would show another exercise
    help: did you mean `knee`?
       |
    41 -     start: {label: Knees bent, legs: {kneee: 90}}
    41 +     start: {label: Knees bent, legs: {knee: 90}}
       |
    "#);
}

#[test]
fn an_angle_that_no_joint_makes_is_told_where_it_is_written() {
    assert_snapshot!(bridge_with("figure:\n  base: standing\n  poses:\n    start: {label: Standing tall, spine: {lumbar: 75}}\n"), @r#"
    error[angle-out-of-range]: `lumbar` in the pose `start` is 75 degrees, outside -30 to 55
      --> content/exercises/bridge.md:41:51
       |
    41 |     start: {label: Standing tall, spine: {lumbar: 75}}
       |                                                   ^^
       |
       = note: readers copy the picture: a position that a healthy joint does not reach must not be
               shown
       = help: write an angle between -30 and 55; flexion is positive
    "#);
}

#[test]
fn an_angle_that_was_found_is_told_at_what_it_was_found_from() {
    assert_snapshot!(bridge_with("figure:\n  base: standing\n  poses:\n    start: {label: Standing tall, arms: {reach: [-34, 80]}}\n"), @r#"
    error[angle-out-of-range]: `shoulder` in the pose `start` is -94 degrees, outside -60 to 180
      --> content/exercises/bridge.md:41:49
       |
    41 |     start: {label: Standing tall, arms: {reach: [-34, 80]}}
       |                                                 ^^^^^^^^ found from this
       |
       = note: readers copy the picture: a position that a healthy joint does not reach must not be
               shown
       = help: change what it is found from: the reach, the contacts or the other angles of the
               limb
    "#);
}

#[test]
fn a_body_in_the_floor_is_told() {
    assert_snapshot!(bridge_with("figure:\n  base: standing\n  poses:\n    start: {label: Standing tall, contact: [pelvis], legs: {ankle: 0}}\n"), @r#"
    error[body-through-floor]: the body is 49.6 % of its height below the floor in the pose `start`
      --> content/exercises/bridge.md:41:44
       |
    41 |     start: {label: Standing tall, contact: [pelvis], legs: {ankle: 0}}
       |                                            ^^^^^^^
       |
       = note: a body that sinks into the floor shows that what carries it is not what the figure
               says
       = help: name in `contact` what really touches the floor, or bend the limb that goes through
               it
    "#);
}

#[test]
fn contacts_that_cannot_both_touch_are_told() {
    assert_snapshot!(bridge_with("figure:\n  base: standing\n  poses:\n    start: {label: Standing tall, contact: [head, feet]}\n"), @r#"
    error[contacts-not-level]: `head` and `feet` cannot both touch the floor in the pose `start`
      --> content/exercises/bridge.md:41:44
       |
    41 |     start: {label: Standing tall, contact: [head, feet]}
       |                                            ^^^^^^^^^^^
       |
       = note: a body that cannot rest on both cannot be held by a patient either
       = help: name the parts the body really rests on in `contact`, or change the angles between
               them
    "#);
}

#[test]
fn a_hand_that_cannot_get_there_is_told() {
    assert_snapshot!(bridge_with("figure:\n  base: standing\n  poses:\n    start: {label: Standing tall, near_arm: {reach: [90, 80]}}\n"), @r#"
    error[out-of-reach]: the target is out of reach of the near arm in the pose `start`: it is 90 % of the body's height away, and the limb is 33 % long
      --> content/exercises/bridge.md:41:53
       |
    41 |     start: {label: Standing tall, near_arm: {reach: [90, 80]}}
       |                                                     ^^^^^^^
       |
       = note: a hand drawn short of where it belongs tells the reader to hold on to nothing
       = help: move the target, or lean the trunk toward it
    "#);
}

/// The ankle of a planted foot is flat without anyone saying so.
#[test]
fn a_foot_that_is_planted_stands_or_that_is_told() {
    let lying = |leg: &str| {
        format!("figure:\n  base: supine\n  poses:\n    start: {{label: One knee bent, far_leg: {{{leg}}}}}\n")
    };
    let drawn = |leg: &str| {
        let site = TestSite::small();
        site.edit(BRIDGE, &lying(leg));
        site.run(&["figure", "bridge"]).exits(0).stdout.clone()
    };
    let shapes = |svg: &str| svg.split("<defs>").nth(1).unwrap().to_owned();
    assert_eq!(shapes(&drawn("hip: 46, plant: true")), shapes(&drawn("hip: 46, knee: 98, ankle: flat, plant: true")));
    assert_ne!(shapes(&drawn("hip: 46, plant: true")), shapes(&drawn("hip: 46")));
    assert_snapshot!(bridge_with(&lying("hip: 90, plant: true")), @r#"
    error[out-of-reach]: the far foot cannot stand flat in the pose `start`
      --> content/exercises/bridge.md:41:61
       |
    41 |     start: {label: One knee bent, far_leg: {hip: 90, plant: true}}
       |                                                             ^^^^
       |
       = note: a hand drawn short of where it belongs tells the reader to hold on to nothing
       = help: bend the hip less or more, so that the shin reaches the floor, and leave out `ankle`
    "#);
    assert_eq!(bridge_with(&lying("hip: 46, plant: true, ankle: -20")).matches("out-of-reach").count(), 1);
}

#[test]
fn a_label_that_says_the_title_again_is_told() {
    assert_snapshot!(bridge_with("figure:\n  base: crook-lying\n  poses:\n    start: {label: Bridge}\n"), @r#"
    error[missing-alt-text]: this says the title again, and not what the body does
      --> content/exercises/bridge.md:41:20
       |
    41 |     start: {label: Bridge}
       |                    ^^^^^^
       |
       = note: somebody who does not see the picture must be told what the body does
       = help: write what the body does, such as "Hips lifted, shoulder to knee in one line"
    "#);
}

// What a person drew

/// A guide whose bridge shows this picture.
fn with_picture(svg: &str) -> TestSite {
    let site = TestSite::small();
    site.edit(BRIDGE, "figure: {file: bridge.svg, alt: \"Hips lifted, shoulder to knee in one line\"}\n");
    site.file("content/pictures/bridge.svg", svg);
    site
}

/// A picture around what is given.
fn picture(inside: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 160 100\">\n{inside}<path d=\"M0 9L9 3L18 9\"/></svg>\n"
    )
}

#[test]
fn a_picture_by_hand_stands_wherever_a_figure_would() {
    let site = with_picture(&picture("<title>Bridge</title>\n"));
    assert_snapshot!(site.report(), @"");
    site.build().exits(0);
    let public = site.public();
    for kind in ["", ".card", ".bw"] {
        let svg = public.text(&format!("figures/bridge{kind}.svg"));
        assert_well_formed(svg);
        assert!(svg.contains("<polygon points=\"0,0 160,0 160,100 0,100\"") && svg.contains("M0 9L9 3L18 9"), "{svg}");
    }
    let page = public.text("exercises/bridge/index.html");
    assert!(page.contains("width=\"160\" height=\"100\" alt=\"Hips lifted, shoulder to knee in one line\""), "{page}");
    assert!(!page.contains("Show the movement"), "{page}");
    assert!(!public.files.contains_key("pictures/bridge.svg"), "the file as it was drawn is published");
}

#[test]
fn a_picture_by_hand_needs_words_a_file_and_no_poses() {
    assert_snapshot!(bridge_with("figure: {file: bridge.svg}\n"), @r#"
    error[missing-alt-text]: a picture has no `alt`
      --> content/exercises/bridge.md:38:9
       |
    38 | figure: {file: bridge.svg}
       |         ^^^^^^^^^^^^^^^^^
       |
       = note: somebody who does not see the picture must be told what the body does
       = help: write `alt:` and what the body does in it, for those who do not see it
    "#);
    assert_snapshot!(bridge_with("figure: {file: bridge.svg, alt: Hips up, poses: {a: {label: A}}}\n"), @r#"
    error[unresolved-picture]: there is no picture `bridge.svg`
      --> content/exercises/bridge.md:38:16
       |
    38 | figure: {file: bridge.svg, alt: Hips up, poses: {a: {label: A}}}
       |                ^^^^^^^^^^ not in content/pictures
       |
       = note: a missing picture leaves a reader guessing at the position
       = help: put an SVG picture into content/pictures and name it by its file name

    error[wrong-type]: a figure is drawn from poses or is a file, not both
      --> content/exercises/bridge.md:38:42
       |
    38 | figure: {file: bridge.svg, alt: Hips up, poses: {a: {label: A}}}
       |                                          ^^^^^
       |
       = note: what is not in its form cannot stand where a patient, in mid-move, looks for it
       = help: leave out `file`, or leave out `poses` and what belongs to them
    "#);
    let site = with_picture(&picture(""));
    assert_snapshot!(site.edit(BRIDGE, "figure: {file: bridg.svg, alt: Hips up}\n").report(), @r#"
    error[unresolved-picture]: there is no picture `bridg.svg`
      --> content/exercises/bridge.md:38:16
       |
    38 | figure: {file: bridg.svg, alt: Hips up}
       |                ^^^^^^^^^ not in content/pictures
       |
       = note: a missing picture leaves a reader guessing at the position
       = help: did you mean `bridge.svg`?

    warning[unused-file]: no figure shows `bridge.svg`
     --> content/pictures/bridge.svg:1:1
      |
    1 | <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 100">
      | ^
      |
      = note: you may tell a patient to look it up, and it is not there
      = help: name it in an entry, as `figure: {file: bridge.svg, alt: "..."}`, or remove it
    "#);
}

#[test]
fn what_is_no_picture_is_told() {
    for (n, text) in [
        "",
        "Bridge",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path></svg>",
        "<html><body/></html>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 0 nan\"><path d=\"M0 0\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e9 1\"><path d=\"M0 0\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 x 9\"><path d=\"M0 0\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 90\"><path d=\"M0 0\"/></svg>",
        "<svg viewBox=\"0 0 9 9\"><path d=\"M0 0\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>",
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>&b;</text></svg>",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>&a;</text></svg>",
    ]
    .iter()
    .enumerate()
    {
        let places = with_picture(text).places();
        assert_eq!(places.len(), 1, "{n}: {places:?}");
        assert!(places[0].starts_with("content/pictures/bridge.svg:1:") && places[0].ends_with(" bad-picture"), "{n}: {places:?}");
    }
}

/// Ways to make a drawing do something, and what must not be left of each.
const HOSTILE: [(&str, &str); 32] = [
    ("<script>alert(1)</script>", "alert"),
    ("<script xlink:href=\"https://evil.example/x.js\"/>", "evil"),
    ("<g onclick=\"alert(1)\"/>", "alert"),
    ("<g ONLOAD=\"alert(1)\"/>", "alert"),
    (
        "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></body></foreignObject>",
        "alert",
    ),
    ("<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script>", "alert"),
    ("<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>", "alert"),
    ("<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://evil.example/\"/>", "evil"),
    ("<a href=\"javascript:alert(1)\"><rect width=\"9\" height=\"9\"/></a>", "alert"),
    ("<a xlink:href=\"https://evil.example/\"><rect width=\"9\" height=\"9\"/></a>", "evil"),
    ("<image href=\"https://evil.example/x.png\"/>", "evil"),
    ("<image href=\"//evil.example/x.png\"/>", "evil"),
    ("<use href=\"https://evil.example/x.svg#a\"/>", "evil"),
    ("<image href=\"data:image/svg+xml,&lt;svg onload='alert(1)'/&gt;\"/>", "alert"),
    ("<image href=\"data:text/html,alert(1)\"/>", "alert"),
    ("<style>@import url(https://evil.example/x.css);</style>", "evil"),
    ("<style>@\\69mport 'https://evil.example/x.css';</style>", "evil"),
    ("<style>path{fill:url(https://evil.example/x.svg#a)}</style>", "evil"),
    ("<g style=\"background:url('https://evil.example/x')\"/>", "evil"),
    ("<g fill=\"url( https://evil.example/x#a )\"/>", "evil"),
    ("<set attributeName=\"href\" to=\"javascript:alert(1)\"/>", "alert"),
    ("<?xml-stylesheet href=\"https://evil.example/x.css\"?>", "evil"),
    ("<script><![CDATA[alert(1)]]></script>", "alert"),
    ("<style><![CDATA[@import url(https://evil.example/x.css);]]></style>", "evil"),
    ("<style>@font-face{font-family:a;src:url(https://evil.example/x.woff)}</style>", "evil"),
    ("<g style=\"background:url(https://evil.example/x)\"/>", "evil"),
    ("<g n:style=\"\" xmlns:n=\"https://n.example\" style=\"cursor:url(https://evil.example/x)\"/>", "evil"),
    ("<a xlink:href=\"#\" href=\"javascript:alert(1)\"><rect width=\"9\" height=\"9\"/></a>", "alert"),
    ("<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>", "alert"),
    ("<g style=\"cursor:image-set('https://evil.example/x' 1x),auto\"/>", "evil"),
    ("<style>path{background:IMAGE-SET('https://evil.example/x' 1x)}</style>", "evil"),
    ("<path id=\"evil\" d=\"M0 0\"/><use href=\"#e%76il\"/>", "%76"),
];

#[test]
fn no_picture_runs_anything_or_calls_anyone() {
    for (hostile, trace) in HOSTILE {
        let site = with_picture(&picture(hostile));
        let places = site.places();
        let built = site.run(&["build"]);
        if built.code == Some(0) {
            let published = site.public();
            for kind in ["", ".card", ".bw"] {
                let svg = published.text(&format!("figures/bridge{kind}.svg"));
                assert!(!svg.contains(trace) && svg.contains("M0 9L9 3L18 9"), "{hostile}\n{svg}");
                assert_well_formed(svg);
            }
        }
        // A processing instruction is no part of the drawing, and goes without a word.
        assert!(!places.is_empty() || hostile.starts_with("<?"), "{hostile} was taken out silently");
    }
}

/// The one finding of a picture that is refused: what it says, and where.
#[track_caller]
fn refusal(svg: &str) -> String {
    let run = with_picture(svg).run(&["check", "--format", "short", "--no-sheets"]);
    let lines: Vec<&str> = run.exits(1).stdout.lines().collect();
    assert_eq!(lines.len(), 1, "{run}");
    let (place, said) = lines[0].split_once(": error[bad-picture]: ").unwrap_or_else(|| panic!("{run}"));
    format!("{}: {said}", place.strip_prefix("content/pictures/bridge.svg:").unwrap())
}

/// As a drawing program writes it whose names have a prefix, and in which an old one says which letters it used.
#[test]
fn a_picture_in_any_spelling_is_whole() {
    let prefixed = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n\
        <svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\" \
        xmlns=\"http://www.w3.org/1999/xhtml\" width=\"0\" height=\"100%\" viewBox=\"0 0 160 100\">\
        <svg:title>Hüfte &amp; &lt;Knie&gt;</svg:title><svg:defs><svg:path id=\"a\" d=\"M0 9\tL9 3&#10;L18 9\"/></svg:defs>\
        <svg:use x:href=\"#a\"/><b:b xmlns:b=\"http://www.example.org/notes\"/></svg:svg>";
    let site = with_picture(prefixed);
    assert_snapshot!(site.report(), @"");
    site.build().exits(0);
    let public = site.public();
    let svg = public.text("figures/bridge.svg");
    assert_well_formed(svg);
    let document = roxmltree::Document::parse(svg).unwrap();
    let root = document.root_element();
    assert!(
        document
            .descendants()
            .filter(roxmltree::Node::is_element)
            .all(|node| node.tag_name().namespace() == root.tag_name().namespace())
    );
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")), "{svg}");
    assert!(root.attribute("width").is_none() && root.attribute("height").is_none(), "{svg}");
    let words = |name: &str| document.descendants().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
    assert_eq!(words("title").map(str::trim), Some("Hüfte & <Knie>"), "{svg}");
    let used = document.descendants().find(|node| node.has_tag_name("use")).unwrap();
    assert_eq!(used.attribute("href"), Some("#a"), "{svg}");
}

/// Ten times ten times ten.
#[test]
fn a_picture_that_draws_itself_many_times_over_is_refused() {
    let laughs = |line: &dyn Fn(usize) -> String| {
        let lines: String = (1..8).map(line).collect();
        picture(&format!("<defs><g id=\"a0\"><path d=\"M0 0L9 9\"/></g>\n{lines}</defs><use href=\"#a7\"/>"))
    };
    let ten = |text: String| text.repeat(10);
    let uses = laughs(&|i| format!("<g id=\"a{i}\">{}</g>\n", ten(format!("<use xlink:href=\"#a{}\"/>", i - 1))));
    assert_snapshot!(refusal(&uses), @"7:1: `<g>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
    let fills = laughs(&|i| {
        let rects = ten(format!("<rect fill=\"url( '#a{}' )\" width=\"1\" height=\"1\"/>", i - 1));
        format!("<pattern id=\"a{i}\">{rects}</pattern>\n")
    });
    assert_snapshot!(refusal(&fills), @"7:1: `<pattern>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
    let inherited = laughs(&|i| {
        let rects = ten("<rect width=\"1\" height=\"1\"/>".to_owned());
        format!("<pattern id=\"a{i}\"><g style=\"opacity:1;Stroke:URL(#a{})\">{rects}</g></pattern>\n", i - 1)
    });
    assert_snapshot!(refusal(&inherited), @"7:18: `<g>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
    let masks = laughs(&|i| {
        let rects =
            ten(format!("<rect clip-path=\"url(#a{0})\" mask=\"url(#a{0})\" width=\"1\" height=\"1\"/>", i - 1));
        format!("<mask id=\"a{i}\">{rects}</mask>\n")
    });
    assert_snapshot!(refusal(&masks), @"6:1: `<mask>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
    // A marker may be drawn with the colours of its path.
    let context = laughs(&|i| {
        let mark = "<marker id=\"m\"><path d=\"M0 0L1 1\" fill=\"context-fill\"/></marker>";
        let mark = if i == 1 { mark } else { "" };
        let path = format!("<path d=\"M0 0{}\" fill=\"url(#a{})\" marker-mid=\"url(#m)\"/>", "l1 1".repeat(10), i - 1);
        format!("{mark}<pattern id=\"a{i}\">{path}</pattern>\n")
    });
    assert!(refusal(&context).contains("draws more than a phone can"));
    // What is not named cannot be counted.
    for unnamed in [
        "<mask id=\"a\"><rect/></mask><g mask=\"url(#a)\"><rect mask=\"inherit\"/></g>",
        "<g style=\"fill:none; Clip-Path : INHERIT\"/>",
        "<style>* { mask: inherit }</style>",
        "<g style=\"--a:url(#p)\"><rect style=\"fill:var(--a)\"/></g>",
        "<style>path { d: path('M0 0L9 9') }</style>",
    ] {
        let said = refusal(&picture(unnamed));
        assert!(said.contains("is drawn with what another element says"), "{unnamed}: {said}");
    }
    // A marker stands at every corner of a path.
    let corners = "l1 1".repeat(2_000);
    let marker = |line: &str| picture(&format!("<marker id=\"m\"><path d=\"M0 0{corners}\"/></marker>\n{line}"));
    assert_snapshot!(refusal(&marker(&format!("<path marker-mid=\"url(#m)\" d=\"M0 0{corners}\"/>"))), @"3:1: `<path>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
    assert_snapshot!(refusal(&marker(&format!("<g style=\"marker:url(#m)\"><path d=\"M0 0{corners}\"/></g>"))), @"3:1: `<g>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
    // What a rule is for, the drawing decides; it may colour, and nothing else.
    assert_snapshot!(refusal(&picture("<style>path{fill:url(#p)}</style>\n<pattern id=\"p\"><path d=\"M0 0L9 9\"/></pattern>")), @"2:1: this `<style>` fills, masks or clips with another part of the picture; say so at the elements themselves, as *Plain SVG* and *Presentation Attributes* do");
    let stops = "<stop/>".repeat(9_000);
    let rects = "<rect/>".repeat(9_000);
    let gradient = format!("<style>*{{fill:url(#p)}}</style><linearGradient id=\"p\">{stops}</linearGradient>{rects}");
    assert_snapshot!(refusal(&picture(&gradient)), @"1:1: `<svg>` draws more than a phone can; let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others");
}

#[test]
fn a_picture_that_leads_back_to_itself_is_refused() {
    for (n, circle) in [
        "<g id=\"a\"><use href=\"#a\"/></g>",
        "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use xlink:href=\"#a\"/></g>",
        "<pattern id=\"a\"><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/></pattern>",
        "<pattern id=\"a\"><rect width=\"9\" height=\"9\" style=\"stroke:url(&quot;#b&quot;)\"/></pattern><mask id=\"b\"><path fill=\"url(#a)\"/></mask>",
        "<pattern id=\"a\" href=\"#b\"/><pattern id=\"b\" href=\"#a\"/>",
        "<mask id=\"a\"><path mask=\"url(#a)\"/></mask>",
        "<marker id=\"a\"><path marker-end=\"url(#a)\"/></marker>",
        "<clipPath id=\"a\"><use href=\"#b\"/></clipPath><path id=\"b\" clip-path=\"url(#a)\"/>",
        "<use href=\"#a\"/><g id=\"a\"/><g id=\"a\"><use href=\"#a\"/></g>",
    ]
    .iter()
    .enumerate()
    {
        let said = refusal(&picture(circle));
        assert!(said.contains("draws what it stands in, again and again"), "{n}: {said}");
    }
    let chain: String = (1..3_000).map(|i| format!("<g id=\"a{i}\"><use href=\"#a{}\"/></g>\n", i + 1)).collect();
    assert!(refusal(&picture(&chain)).contains("more than 64 elements stand in each other"));
    let backwards: String =
        (1..3_000).rev().map(|i| format!("<g id=\"a{i}\"><use href=\"#a{}\"/></g>\n", i + 1)).collect();
    assert!(refusal(&picture(&backwards)).contains("more than 64 elements stand in each other"));
}

/// A drawing uses a part of itself again, hatches, points with arrows and clips.
#[test]
fn what_people_draw_is_not_too_large() {
    let steps: String = (0..200).map(|i| format!("<use href=\"#arrow\" x=\"{i}\"/>")).collect();
    let lines: String = (0..400)
        .map(|i| format!("<path class=\"b\" fill=\"url(#hatch)\" marker-end=\"url(#head)\" clip-path=\"url(#clip)\" d=\"M{i} 0{}\"/>", "l1.25 3.5".repeat(40)))
        .collect();
    let site = with_picture(&picture(&format!(
        "<style>.b{{stroke:url(#ink)}}</style><defs><pattern id=\"hatch\" width=\"3\" height=\"3\"><path d=\"M0 3L3 0\"/></pattern>\
         <marker id=\"head\"><path d=\"M0 0L4 2L0 4Z\"/></marker><clipPath id=\"clip\"><rect width=\"90\" height=\"90\"/></clipPath>\
         <linearGradient id=\"ink\"><stop offset=\"0\"/><stop offset=\"1\"/></linearGradient>\
         <g id=\"arrow\"><path d=\"M0 0L4 2L0 4Z\"/><path d=\"M-9 2L0 2\"/></g></defs>{steps}<g clip-path=\"url(#clip)\">{lines}</g>"
    )));
    assert_eq!(site.places(), [""; 0]);
}

#[test]
fn what_cannot_be_printed_as_lines_is_refused() {
    let filter = "<filter id=\"f\"><feTurbulence numOctaves=\"100000000\" baseFrequency=\".01\"/></filter>\n";
    let with = |inside: &str| refusal(&picture(inside));
    assert_snapshot!(with(&format!("{filter}<rect width=\"9\" height=\"9\" filter=\"url(#f)\"/>")), @"3:1: `<rect>` is drawn with a filter, such as blur or shadow; take it off, in Inkscape with *Filters > Remove Filters*: it cannot be printed as lines");
    assert_snapshot!(with("<g style=\"fill:none; FILTER : blur(99999px)\"/>"), @"2:1: `<g>` is drawn with a filter, such as blur or shadow; take it off, in Inkscape with *Filters > Remove Filters*: it cannot be printed as lines");
    assert_snapshot!(with("<style>rect { backdrop-filter: blur(9px) }</style>"), @"2:1: `<style>` is drawn with a filter, such as blur or shadow; take it off, in Inkscape with *Filters > Remove Filters*: it cannot be printed as lines");
    // No attribute of another name hides it.
    let hidden = "<g xmlns:n=\"https://n.example\" n:filter=\"none\" n:style=\"\" filter=\"blur(9px)\"/>";
    assert!(with(hidden).contains("is drawn with a filter"));
    let scan = "<image width=\"9\" height=\"9\" href=\"data:image/png;base64,iVBORw0KGgo=\"/>";
    assert_snapshot!(with_picture(&picture(scan)).report().lines().next().unwrap(), @"error[bad-picture]: `<image>` puts a photograph or a scan into this picture");
    // A filter that nothing is drawn with is what is left of one that was taken off.
    let taken_off = format!(
        "{filter}<filter id=\"g\" style=\"color-interpolation-filters:sRGB\"/><g filter=\"none\" style=\"filter: none\"/>\
         <path style=\"fill:none;color-interpolation-filters:linearRGB\" d=\"M0 0L9 9\"/>"
    );
    assert_eq!(with_picture(&picture(&taken_off)).places(), [""; 0]);
}

/// Written without a space between its elements, as programs that make files small do.
#[test]
fn a_picture_of_many_elements_is_shown() {
    let dots = "<path d=\"M0 0\"/>".repeat(11_000);
    assert_eq!(with_picture(&picture(&dots)).places(), [""; 0]);
}

/// The author's rules hold for the author's drawing.
#[test]
fn no_rule_of_an_author_takes_the_paper_away() {
    let rules =
        "*,rect,path,polygon,:first-child{fill:none!important;display:none!important;opacity:0;transform:scale(0)}";
    let site = with_picture(&picture(&format!("<style>{rules}</style>")));
    assert_snapshot!(site.report(), @"");
    site.build().exits(0);
    let public = site.public();
    let document = roxmltree::Document::parse(public.text("figures/bridge.svg")).unwrap();
    let paper = document.root_element().first_element_child().unwrap();
    // A polygon, because its points are none of the things a rule can say; `all`, because a rule can say any other.
    assert_eq!(paper.attribute("points"), Some("0,0 160,0 160,100 0,100"));
    assert_eq!(paper.attribute("style"), Some("all:initial!important;fill:#ffffff!important"));
    // On white paper a drawing for a dark page would not be seen.
    assert_snapshot!(refusal(&picture("<style>@media (prefers-color-scheme:dark){path{fill:#fff}}</style>")), @"2:1: this `<style>` loads something, hides what it does, or says something else to some readers; say colours and widths at the elements themselves, as *Plain SVG* does");
}

#[test]
fn a_small_picture_keeps_its_shape() {
    let small = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 4 2.5\"><path d=\"M0 0L2 1\"/></svg>";
    let site = with_picture(small);
    site.build().exits(0);
    let page = site.public().text("exercises/bridge/index.html").to_owned();
    assert!(page.contains("width=\"160\" height=\"100\" alt="), "{page}");
}

#[test]
fn what_is_left_out_of_a_picture_is_told_with_its_place() {
    let site = with_picture(&picture(
        "<script>alert(1)</script>\n<g onclick=\"alert(1)\"/>\n<image href=\"https://evil.example/x.png\"/>\n<animate attributeName=\"x\"/>\n",
    ));
    assert_snapshot!(site.report(), @r#"
    warning[cut-picture]: `<script>` is left out of this picture
     --> content/pictures/bridge.svg:2:1
      |
    2 | <script>alert(1)</script>
      | ^^^^^^^ not shown to readers
      |
      = note: a picture can hold a program or call another website; what could harm a reader is
              taken out before she sees it
      = help: look at the picture on its page; if it is as it should be, take this part out of the
              file

    warning[cut-picture]: `onclick` of `<g>` is left out in this picture
     --> content/pictures/bridge.svg:3:4
      |
    3 | <g onclick="alert(1)"/>
      |    ^^^^^^^^^^^^^^^^^^ not shown to readers
      |
      = note: a picture can hold a program or call another website; what could harm a reader is
              taken out before she sees it
      = help: look at the picture on its page; if it is as it should be, take this part out of the
              file

    error[bad-picture]: `<image>` puts a photograph or a scan into this picture
     --> content/pictures/bridge.svg:4:1
      |
    4 | <image href="https://evil.example/x.png"/>
      | ^^^^^^
      |
      = note: readers copy the picture: one that shows nothing, moves by itself or calls another
              website must not reach them
      = help: trace it into lines, in Inkscape with *Path > Trace Bitmap*: they stay sharp on
              paper

    warning[cut-picture]: `href` of `<image>` is changed in this picture
     --> content/pictures/bridge.svg:4:8
      |
    4 | <image href="https://evil.example/x.png"/>
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not shown to readers
      |
      = note: a picture can hold a program or call another website; what could harm a reader is
              taken out before she sees it
      = help: look at the picture on its page; if it is as it should be, take this part out of the
              file

    error[bad-picture]: `<animate>` sets this picture in motion
     --> content/pictures/bridge.svg:5:1
      |
    5 | <animate attributeName="x"/>
      | ^^^^^^^^
      |
      = note: readers copy the picture: one that shows nothing, moves by itself or calls another
              website must not reach them
      = help: take it out: movement starts only when a reader asks for it, as it does in figures
              drawn from poses
    "#);
}

#[test]
fn notes_of_drawing_programs_go_without_a_word() {
    let notes = "<sodipodi:namedview xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" pagecolor=\"#ffffff\"/>\n\
        <metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/></metadata>\n<!-- a remark -->\n\
        <g id=\"layer1\" inkscape:label=\"Body\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" style=\"fill:none;stroke:#000000\"/>\n\
        <defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>\n";
    let site = with_picture(&picture(notes));
    assert_snapshot!(site.report(), @"");
    site.build().exits(0);
    let svg = site.public().text("figures/bridge.svg").to_owned();
    assert!(!svg.contains("sodipodi") && !svg.contains("remark") && svg.contains("url(#a)"), "{svg}");
}

#[test]
fn a_picture_that_would_exhaust_a_reader_is_refused() {
    let deep = format!("{}{}", "<g>".repeat(60_000), "</g>".repeat(60_000));
    let shallow = "<g/>".repeat(60_000);
    let less_deep = format!("{}{}", "<g>".repeat(9_000), "</g>".repeat(9_000));
    for text in [deep, shallow, less_deep] {
        let site = with_picture(&picture(&text));
        let run = site.run(&["check", "--format", "short"]);
        assert_eq!(run.exits(1).places().len(), 1, "{run}");
        assert!(run.places()[0].ends_with("bad-picture"), "{run}");
    }
    for n_bytes in [500_000, 10_000_000] {
        let site = with_picture(&picture(&format!("<!--{}-->", " ".repeat(n_bytes))));
        let places = site.places();
        assert!(places.iter().any(|place| place == "content/pictures/bridge.svg:1:1 too-large"), "{places:?}");
    }
}

#[test]
fn a_picture_that_no_figure_shows_is_told() {
    let site = TestSite::small();
    site.file("content/pictures/bridge.svg", picture(""));
    assert_snapshot!(site.report(), @r#"
    warning[unused-file]: no figure shows `bridge.svg`
     --> content/pictures/bridge.svg:1:1
      |
    1 | <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 100">
      | ^
      |
      = note: you may tell a patient to look it up, and it is not there
      = help: name it in an entry, as `figure: {file: bridge.svg, alt: "..."}`, or remove it
    "#);
}

// The command

/// A guide whose bridge has two poses.
fn with_poses() -> TestSite {
    let site = TestSite::small();
    site.edit(
        BRIDGE,
        "figure:\n  base: crook-lying\n  props: [mat]\n  poses:\n    down: {label: Lying with bent knees}\n    up: {label: Hips lifted, contact: [upper_back, feet], spine: {neck: 24, head: 8}, arms: {shoulder: -34}, legs: {hip: 0, knee: 92, plant: false}, highlight: [glutes]}\n",
    );
    site
}

#[test]
fn a_figure_is_drawn_to_a_file_or_to_standard_output() {
    let site = with_poses();
    let run = site.run(&["figure", "bridge", "-o", "x.svg"]);
    run.exits(0).says("Drew bridge to x.svg");
    let whole = site.text("x.svg");
    assert_well_formed(&whole);
    assert_eq!(site.run(&["figure", "bridge"]).exits(0).stdout, whole);
    assert_eq!(site.run(&["figure", "bridge", "--output", "-"]).exits(0).stdout, whole);
    let draw = |arguments: &[&str]| {
        let run = site.run(&[&["figure", "bridge"], arguments].concat());
        assert_well_formed(&run.exits(0).stdout);
        run.stdout
    };
    let down = draw(&["--pose", "down"]);
    assert!(down.contains("Lying with bent knees") && !down.contains("Hips lifted") && whole.contains("Hips lifted"));
    let (paper, dark) = (draw(&["--mode", "bw"]), draw(&["--mode", "dark"]));
    assert!(
        paper.contains("<pattern") && !paper.contains("prefers-color-scheme") && whole.contains("prefers-color-scheme")
    );
    assert!(dark != paper && dark != whole);
    assert!(draw(&["--moves"]).contains("<animate"));
    site.build().exits(0);
    assert_eq!(site.public().text("figures/bridge.svg"), whole, "the command draws what the page shows");
    assert_eq!(site.public().text("figures/bridge.bw.svg"), paper);
}

#[test]
fn a_figure_goes_to_a_file_or_under_its_name_into_a_folder() {
    let site = with_poses();
    let draw = |arguments: &[&str]| site.run(&[&["figure", "bridge"], arguments].concat());
    fs::create_dir_all(site.path("there/folder.svg")).unwrap();
    draw(&["-o", "there"]).exits(0).says("Drew bridge to there/bridge.svg");
    draw(&["-o", "there/folder.svg", "--mode", "bw"]).exits(0).says("Drew bridge to there/folder.svg/bridge.bw.svg");
    draw(&["-o", "new/folder", "--pose", "down"]).exits(0).says("Drew bridge to new/folder/bridge.down.svg");
    site.symbolic_link("link.svg", "there/bridge.svg");
    draw(&["-o", "link.svg", "--moves"]).exits(0);
    assert!(site.text("there/bridge.svg").contains("<animate"), "a link stays, and what it leads to is drawn");
    site.file("notes.txt", "mine");
    let said = draw(&["-o", "notes.txt"]).exits(2).stderr.clone();
    assert_snapshot!(said, @"failed: notes.txt does not end with `.svg`: name such a file, or a folder for bridge.svg");
    assert_eq!(site.text("notes.txt"), "mine");
    let files = Tree::read(site.root()).filter(|path| !path.starts_with("content/"));
    let names: Vec<&String> = files.files.keys().collect();
    assert_eq!(names.len(), 5, "{names:?}");
}

#[test]
fn what_check_tells_of_a_picture_the_command_tells_too() {
    let site = with_picture(&picture("<g onclick=\"alert(1)\"/>"));
    site.edit("content/exercises/cat-cow.yaml", "region: nowhere\n");
    let run = site.run(&["figure", "bridge", "-o", "x.svg", "--format", "short"]);
    assert_eq!(run.exits(0).places(), ["content/pictures/bridge.svg:2:4 cut-picture"], "{run}");
    assert_well_formed(&site.text("x.svg"));

    site.file("content/pictures/bridge.svg", picture("<animate attributeName=\"x\"/>"));
    let run = site.run(&["figure", "bridge", "-o", "y.svg", "--format", "short"]);
    assert_eq!(run.exits(1).places(), ["content/pictures/bridge.svg:2:1 bad-picture"], "{run}");
    run.says("There is no picture of bridge to show.");
    assert!(!site.path("y.svg").exists(), "an empty picture is drawn");
}

#[test]
fn without_a_name_all_figures_are_listed() {
    let run = with_poses().run(&["figure"]);
    assert_snapshot!(run.exits(0).stdout, @"bridge  down, up");
}

#[test]
fn a_slip_in_the_command_is_answered_with_the_nearest() {
    let site = with_poses();
    let said = |arguments: &[&str]| site.run(arguments).exits(2).stderr.clone();
    assert_snapshot!(said(&["figure", "brigde"]), @"failed: no figure is called `brigde`; did you mean `bridge`?");
    assert_snapshot!(said(&["figure", "sky-dive"]), @r#"
    failed: no figure is called `sky-dive`; `backsite figure` lists them all
    "#);
    assert_snapshot!(said(&["figure", "bird-dog"]), @r#"
    failed: `bird-dog` has no figure that could be drawn; `backsite figure` lists those there are
    "#);
    assert_snapshot!(said(&["figure", "bridge", "--pose", "uq"]), @"failed: `bridge` has no pose `uq`; did you mean `up`?");
    assert_snapshot!(said(&["figure", "bridge", "--pose", "sideways"]), @"failed: `bridge` has no pose `sideways`; it has down, up");
    assert!(said(&["figure", "bridge", "--format", "json"]).contains("name a file with --output"));
    assert!(said(&["figure", "bridge", "-o", "content/site.yaml/x.svg"]).contains("content/site.yaml"));
}

#[test]
fn a_wrong_pose_is_drawn_and_told_and_no_other_fault_is() {
    let site = with_poses();
    site.edit("content/exercises/cat-cow.yaml", "region: nowhere\n");
    site.replace(BRIDGE, "legs: {hip: 0", "legs: {hip: -80");
    let run = site.run(&["figure", "bridge", "-o", "x.svg", "--format", "short"]);
    let codes: BTreeSet<String> =
        run.exits(1).places().iter().map(|place| place.rsplit(' ').next().unwrap().to_owned()).collect();
    assert!(codes.contains("angle-out-of-range") && !codes.contains("unknown-term"), "{run}");
    assert_well_formed(&site.text("x.svg"));
}

// What is kept

/// The files of the cache, its mark for git apart.
fn kept(site: &TestSite) -> Tree {
    Tree::read(&site.path(".backsite/cache")).filter(|path| path != ".gitignore")
}

#[test]
fn a_pose_that_did_not_change_is_not_drawn_again() {
    let site = with_poses();
    site.build().exits(0);
    let (first, published) = (kept(&site), site.public());
    assert_eq!(first.files.len(), 1, "one piece of work for one figure");
    assert_eq!(site.text(".backsite/cache/.gitignore"), "*\n");

    // A word elsewhere in the entry moves the figure in its file, and does not change it.
    site.replace(BRIDGE, "figure:", "# a remark of the author's\nfigure:");
    site.build().exits(0);
    kept(&site).is(&first);

    // The last line of a figure is part of it.
    site.replace(BRIDGE, "label: Hips lifted", "label: Hips lifted high");
    site.build().exits(0);
    assert_ne!(kept(&site), first);
    assert!(site.public().text("figures/bridge.svg").contains("Hips lifted high"));

    // A build of everything keeps what it asked for, and nothing else.
    site.run(&["build"]).exits(0);
    let n_kept = kept(&site).files.len();
    site.replace(BRIDGE, "label: Hips lifted high", "label: Hips lifted up");
    site.run(&["build"]).exits(0);
    assert_eq!(kept(&site).files.len(), n_kept, "what is no longer asked for goes");

    site.replace(BRIDGE, "label: Hips lifted up", "label: Hips lifted");
    site.remove(".backsite").build().exits(0);
    kept(&site).is(&first);
    assert_eq!(site.public().text("figures/bridge.svg"), published.text("figures/bridge.svg"));
}

#[test]
fn what_is_kept_is_taken_and_what_was_spoilt_is_not() {
    let site = with_poses();
    site.build().exits(0);
    let (first, published) = (kept(&site), site.public());
    let (name, bytes) = first.files.first_key_value().unwrap();
    let path = format!(".backsite/cache/{name}");

    // Under a hash that fits, another picture is taken as it is: this is how we know that it was not drawn again.
    let forged = String::from_utf8_lossy(&bytes[32..]).contains("Hips lifted");
    assert!(forged);
    let mut other = bytes[32..].to_vec();
    let at = other.windows(11).position(|window| window == b"Hips lifted").unwrap();
    other[at..at + 11].copy_from_slice(b"Hips LIFTED");
    site.file(&path, [sha256(&other).as_slice(), &other].concat());
    site.build().exits(0);
    assert!(site.public().text("figures/bridge.svg").contains("Hips LIFTED"));

    // Under one that does not, it is drawn again, and the cache is mended.
    site.file(&path, [&bytes[..32], &other].concat());
    site.build().exits(0);
    assert_eq!(site.public().text("figures/bridge.svg"), published.text("figures/bridge.svg"));
    kept(&site).is(&first);
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

#[test]
fn a_cache_that_cannot_be_written_fails_no_build() {
    let site = with_poses();
    site.file(".backsite", "a file where the folder should be");
    site.build().exits(0).says("The next build will not be faster: cannot write to .backsite/cache");
    assert!(site.public().files.contains_key("figures/bridge.svg"));
}

#[test]
fn a_check_keeps_nothing() {
    let site = with_poses();
    site.run(&["check"]).exits(0);
    assert!(!site.path(".backsite").exists());
}

// The authors' page

/// An example of the authors' page: the heading over it, its lines, and the file of its picture.
struct Example {
    heading: String,
    figure: String,
    picture: String,
}

/// Every example of `docs/poses.md`, each with the picture under it.
fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    for (at, _) in page.match_indices("```yaml\nfigure:") {
        let heading = page[..at].rmatch_indices("\n## ").next().map(|(start, _)| &page[start + 4..]).unwrap();
        let (figure, rest) = page[at..].strip_prefix("```yaml\n").unwrap().split_once("```\n").unwrap();
        let picture = rest.trim_start().strip_prefix("![").expect("a picture stands under each example");
        let (alt, picture) = picture.split_once("](").unwrap();
        assert!(alt.split_whitespace().count() > 2, "`{alt}` does not say what is seen");
        examples.push(Example {
            heading: heading.lines().next().unwrap().to_owned(),
            figure: figure.to_owned(),
            picture: picture.split(')').next().unwrap().to_owned(),
        });
    }
    examples
}

/// `BLESS=1 cargo test` draws them anew.
#[test]
fn the_pictures_of_the_authors_page_are_what_the_tool_draws() {
    let page = fs::read_to_string(repository().join("docs/poses.md")).unwrap();
    let examples = examples(&page);
    assert!(examples.len() > 10, "{}", examples.len());
    let mut drawn = Tree::default();
    for Example { heading, figure, picture } in examples {
        let site = TestSite::small();
        site.edit(BRIDGE, &format!("title: \"{heading}\"\n{figure}"));
        let run = site.run(&["figure", "bridge"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{picture}\n{run}");
        let name = picture.strip_prefix("poses/").expect("pictures are in docs/poses");
        assert!(drawn.files.insert(name.to_owned(), run.stdout.into_bytes()).is_none(), "{name} is there twice");
    }
    expect(&drawn, &repository().join("docs/poses"));
}

/// What the reader of poses looks for, as it stands in its source.
fn keys() -> BTreeSet<String> {
    let sources = Tree::read(&repository().join("src/parse")).filter(|path| path.starts_with("figure"));
    let mut keys = BTreeSet::new();
    for path in sources.files.keys() {
        let text = sources.text(path);
        for before in ["(fields, \"", "(&mut fields, \"", ".take(\"", ".has(\""] {
            keys.extend(text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    assert!(keys.len() > 50, "{keys:?}");
    keys
}

#[test]
fn the_authors_page_has_every_word_of_the_pose_format() {
    let page = fs::read_to_string(repository().join("docs/poses.md")).unwrap();
    let words: BTreeSet<&str> = page.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).collect();
    let mut wanted = keys();
    wanted.extend(Base::ALL.iter().map(|one| one.word().to_owned()));
    wanted.extend(Joint::ALL.iter().map(|one| one.word().to_owned()));
    wanted.extend(Region::ALL.iter().map(|one| one.word().to_owned()));
    let points = MiddlePoint::ALL.iter().map(|one| one.word()).chain(SidePoint::ALL.iter().map(|one| one.word()));
    let spots = TrunkSpot::ALL.iter().map(|one| one.word()).chain(Bone::ALL.iter().map(|one| one.word()));
    let contacts =
        MiddleContact::ALL.iter().map(|one| one.word()).chain(SideContact::ALL.iter().map(|one| one.plural()));
    wanted.extend(points.chain(spots).chain(contacts).map(str::to_owned));
    let missing: Vec<&String> = wanted.iter().filter(|word| !words.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "docs/poses.md does not tell of {missing:?}");
}

/// A key that stands in no example has no picture.
#[test]
fn the_authors_page_pictures_every_key() {
    let page = fs::read_to_string(repository().join("docs/poses.md")).unwrap();
    let examples: String = examples(&page).into_iter().map(|example| example.figure).collect();
    let pictured: BTreeSet<&str> =
        examples.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let missing: Vec<String> =
        keys().into_iter().filter(|key| key != "file" && !pictured.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "docs/poses.md does not picture {missing:?}");
}

/// Each range of the page is the one that is checked.
#[test]
fn the_authors_page_has_the_ranges_that_hold() {
    let page = fs::read_to_string(repository().join("docs/poses.md")).unwrap();
    let table: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).take(3).collect();
    let told: String = table.concat().replace('−', "-");
    for joint in Joint::ALL {
        let rest = told.split(&format!("`{}`", joint.word())).nth(1).unwrap_or_else(|| panic!("{}", joint.word()));
        // The figures stand behind the last of several joints that share them.
        let numbers = |text: &str| {
            text.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '.'))
                .filter_map(|word| word.parse::<f64>().ok())
                .collect::<Vec<_>>()
        };
        let said = numbers(rest);
        let (least, most) = backsite::figure::range(*joint);
        assert_eq!((said[0], said[1]), (least, most), "{}", joint.word());
    }
}
