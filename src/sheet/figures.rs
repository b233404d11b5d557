//! Figures for paper: in black and white, each drawn once for all sheets.

use std::collections::BTreeMap;

use rayon::prelude::*;
use typst::foundations::Bytes;

use crate::figure::{self, Choice, Mode};
use crate::model::figure::Figure;
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
    let exercises = site.exercises().par_iter();
    let figures = exercises.filter_map(|exercise| Some((&exercise.head.slug, exercise.head.figure.as_ref()?)));
    figures.map(|(slug, figure)| (path(slug), picture(figure))).collect()
}

fn picture(figure: &Figure) -> Picture {
    // What is wrong with a figure was found when the guide was checked.
    let drawing = figure::draw(figure, Mode::BlackAndWhite, Choice::Whole);
    let svg = match figure {
        Figure::Posed(_) => trimmed(&drawing.svg, drawing.width, drawing.height),
        Figure::ByHand(_) => drawing.svg, // Its border is what its author left.
    };
    Picture { file: Bytes::from_string(svg), alt: drawing.alt }
}

/// The picture with a narrower border.
fn trimmed(svg: &str, width: u32, height: u32) -> String {
    let view = format!("viewBox=\"{BORDER} {BORDER} {} {}\"", width - 2 * BORDER, height - 2 * BORDER);
    svg.replacen(&format!("viewBox=\"0 0 {width} {height}\""), &view, 1)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::figure::{self, ByHand};
    use crate::source::{Source, Sources, Span, Spanned};

    #[test]
    fn a_picture_by_hand_is_printed_to_its_edges() {
        let span = Span::new(Sources::default().add(Source::new("bridge.svg", "")), 0..0);
        let text = |text: &str| Spanned::new(text.to_owned(), span);
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 5 4\"><path d=\"M0 0L5 4\"/></svg>";
        let file =
            figure::Picture { name: "bridge.svg".to_owned(), span, svg: Some(svg.to_owned()), width: 5, height: 4 };
        let figure = Figure::ByHand(ByHand {
            slug: "bridge".to_owned(),
            span,
            title: None,
            alt: text("Hips lifted"),
            file: text("bridge.svg"),
            picture: Some(Arc::new(file)),
        });
        assert_eq!(picture(&figure).file.as_slice(), svg.as_bytes());
    }
}
