//! Figures: from joint angles to a clean SVG person.
//!
//! A pose is angles in anatomical terms and a list of what the body rests on. The path of one picture:
//!
//! 1. [`posture`] fills in every default: joint zero, base, figure, pose;
//! 2. [`spine`] and [`body`] put the bones into space (forward kinematics);
//! 3. [`contact`] turns and lowers the body until it rests; [`reach`] finds the angles of limbs that have somewhere to be;
//! 4. [`camera`], [`outline`], [`head`], [`hand`] find what is seen, after the tables of [`anatomy`];
//! 5. [`paint`] lays the parts over each other ([`layers`]), [`props`] and [`arrows`] add what is around them;
//! 6. [`layout`] puts the panels on the canvas, [`svg`] writes it with the inks of [`style`], [`words`] says it.
//!
//! [`findings`] says what is wrong with a pose, [`movement`] sets it in motion. Nothing here reads a file or a clock, and
//! every number comes out the same on every machine.

mod anatomy;
mod arrows;
mod body;
mod camera;
mod contact;
mod digits;
mod findings;
mod geometry;
mod hand;
mod head;
mod layers;
mod layout;
mod movement;
mod outline;
mod paint;
mod path;
mod posture;
mod props;
mod range;
mod reach;
mod scene;
mod spine;
mod start;
mod style;
mod svg;
mod words;

use crate::diagnostic::Diagnostic;
use crate::model::figure::{ByHand, Figure, Joint, Mark, Posed};
use scene::Scene;
use style::Colors;
use svg::Head;

/// For which surface a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// A page, light or dark as the reader has it.
    #[default]
    Color,
    /// A dark page, whatever the reader has.
    Dark,
    /// Paper: no colour, working areas hatched.
    BlackAndWhite,
}

/// How much of a figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice<'a> {
    /// Every pose, numbered.
    #[default]
    Whole,
    /// The one pose that tells most, for a card in a listing.
    Card,
    /// The pose with this name; the whole figure, if there is none.
    Pose(&'a str),
}

/// A finished picture.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The file's text.
    pub svg: String,
    /// Its width in canvas units; pages scale it.
    pub width: u32,
    /// Its height in canvas units.
    pub height: u32,
    /// What to say to those who do not see it.
    pub alt: String,
    /// What the body does in each pose that is shown, for captions.
    pub poses: Vec<String>,
}

/// Draws a figure. What is wrong with it is another question: [`check`].
///
/// A picture drawn by hand is the same in every mode and all of it is shown: it brings its paper with it.
#[must_use]
pub fn draw(figure: &Figure, mode: Mode, choice: Choice) -> Drawing {
    let figure = match figure {
        Figure::Posed(figure) => figure,
        Figure::ByHand(figure) => return by_hand(figure),
    };
    let scenes = scenes(figure);
    let shown = shown(&scenes, choice);
    let page = layout::lay_out(&scenes, &shown);
    drawing(figure, mode, "", &scenes, &shown, |head| svg::still(&page, head))
}

/// Draws the movement of a figure, if it is one: pictures of right and wrong, or from two sides, do not move.
#[must_use]
pub fn movement(figure: &Figure, mode: Mode) -> Option<Drawing> {
    let Figure::Posed(figure) = figure else { return None };
    let scenes = scenes(figure);
    let frames = movement::between(&scenes)?;
    let all: Vec<usize> = (0..scenes.len()).collect();
    Some(drawing(figure, mode, "-moves", &scenes, &all, |head| movement::picture(&frames, head)))
}

/// What is wrong with a figure.
#[must_use]
pub fn check(figure: &Figure) -> Vec<Diagnostic> {
    let mut found = findings::words(figure);
    if let Figure::Posed(figure) = figure {
        found.extend(findings::all(figure, &scenes(figure)));
    }
    found
}

/// The least and the greatest angle of a joint, in degrees.
#[must_use]
pub const fn range(joint: Joint) -> (f64, f64) {
    range::of(joint)
}

fn by_hand(figure: &ByHand) -> Drawing {
    let picture = figure.picture.as_ref();
    let svg = picture.and_then(|picture| picture.svg.clone());
    let (width, height) = picture.map_or((4, 3), |picture| (picture.width, picture.height));
    Drawing {
        // A picture that is not there is a finding, and nothing is published; until then there is an empty one.
        svg: svg.unwrap_or_else(|| "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>\n".to_owned()),
        width,
        height,
        alt: figure.alt.value.clone(),
        poses: Vec::new(),
    }
}

fn scenes(figure: &Posed) -> Vec<Scene<'_>> {
    figure.poses.iter().map(|pose| Scene::new(figure, pose)).collect()
}

fn shown(scenes: &[Scene], choice: Choice) -> Vec<usize> {
    let all = 0..scenes.len();
    let one = match choice {
        Choice::Whole => None,
        Choice::Pose(name) => scenes.iter().position(|scene| scene.pose.key.value == name),
        // Where the movement ends tells most, unless that is what to avoid.
        Choice::Card => {
            all.clone().rev().find(|i| scenes[*i].mark() != Some(Mark::Wrong)).or(scenes.len().checked_sub(1))
        }
    };
    one.map_or_else(|| all.collect(), |i| vec![i])
}

fn drawing(
    figure: &Posed,
    mode: Mode,
    suffix: &str,
    scenes: &[Scene],
    shown: &[usize],
    picture: impl Fn(Head) -> String,
) -> Drawing {
    let colors = match mode {
        Mode::Color => Colors { base: &style::COLOR, dark: Some(&style::DARK), hatched: false },
        Mode::Dark => Colors { base: &style::DARK, dark: None, hatched: false },
        Mode::BlackAndWhite => Colors { base: &style::BLACK_AND_WHITE, dark: None, hatched: true },
    };
    let mode = match mode {
        Mode::Color => "",
        Mode::Dark => "-dark",
        Mode::BlackAndWhite => "-bw",
    };
    let id = format!("f-{}{suffix}{mode}", name(&figure.slug));
    let title = figure.title.as_ref().map_or(figure.slug.as_str(), |title| &title.value);
    let described = || words::describe(scenes, shown);
    let alt =
        figure.alt.as_ref().filter(|_| shown.len() == scenes.len()).map_or_else(described, |alt| alt.value.clone());
    let svg = picture(Head { id: &id, title, description: &alt, colors });
    let poses = shown.iter().filter_map(|i| scenes.get(*i)).map(words::label).collect();
    let (width, height) = layout::CANVAS;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "160 by 120")]
    let (width, height) = (width as u32, height as u32);
    Drawing { svg, width, height, alt, poses }
}

/// A slug as it may stand in an id and in a style sheet.
fn name(slug: &str) -> String {
    slug.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
