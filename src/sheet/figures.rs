//! Figures for paper: in black and white, each drawn once for all sheets.

use std::collections::BTreeMap;

use rayon::prelude::*;
use typst::foundations::Bytes;

use crate::figure::{self, Choice, Mode};
use crate::model::site::Site;

/// An exercise's figure.
pub(super) struct Picture {
    /// The SVG file.
    pub file: Bytes,
    /// What it shows, in words.
    pub alt: String,
}

/// The figures of the exercises that have one, by path.
pub(super) type Figures = BTreeMap<String, Picture>;

/// Width of the white border of a figure, in units of its view box, that paper does without.
const BORDER: u32 = 3;

/// Path of an exercise's figure among the files of a sheet.
pub(super) fn path(slug: &str) -> String {
    format!("figures/{slug}.svg")
}

/// Draws the figure of every exercise.
pub(super) fn draw(site: &Site) -> Figures {
    let picture = |(slug, figure): (&String, _)| {
        // What is wrong with a figure was found when the guide was checked.
        let drawing = figure::draw(figure, Mode::BlackAndWhite, Choice::Whole);
        let file = Bytes::from_string(trimmed(&drawing.svg, drawing.width, drawing.height));
        (path(slug), Picture { file, alt: drawing.alt })
    };
    let exercises = site.exercises().par_iter();
    exercises.filter_map(|exercise| Some((&exercise.head.slug, exercise.head.figure.as_ref()?))).map(picture).collect()
}

/// The picture with a narrower border.
fn trimmed(svg: &str, width: u32, height: u32) -> String {
    let view = format!("viewBox=\"{BORDER} {BORDER} {} {}\"", width - 2 * BORDER, height - 2 * BORDER);
    svg.replacen(&format!("viewBox=\"0 0 {width} {height}\""), &view, 1)
}
