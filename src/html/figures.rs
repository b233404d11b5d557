//! Figures on pages: each drawn once, as files that pages show by address.
//!
//! A picture that a page loads does not see the page's own styles, so each surface has its file: the figure with rules for
//! light and dark inside it, the same in black and white for paper, a card with its one telling pose, and the movement,
//! which is loaded only when a reader asks for it.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::here::Here;
use crate::artifact::Artifact;
use crate::figure::{self, Choice, Drawing, Mode};
use crate::model::figure::Figure;
use crate::model::site::Site;

/// The finished pictures of one figure.
#[derive(Debug)]
pub(super) struct Drawn {
    still: Drawing,
    card: Drawing,
    print: Drawing,
    moves: Option<Drawing>,
}

impl Drawn {
    fn new(figure: &Figure) -> Self {
        // What is wrong with a figure was found when the guide was checked.
        let still = |mode, choice| figure::draw(figure, mode, choice).value;
        Self {
            still: still(Mode::Color, Choice::Whole),
            card: still(Mode::Color, Choice::Card),
            print: still(Mode::BlackAndWhite, Choice::Whole),
            moves: figure::movement(figure, Mode::Color),
        }
    }

    fn files(&self, name: &str) -> impl Iterator<Item = Artifact> {
        let still = [("", &self.still), (".card", &self.card), (".bw", &self.print)];
        let all = still.into_iter().chain(self.moves.as_ref().map(|moves| (".moves", moves)));
        all.map(move |(kind, drawing)| Artifact {
            path: format!("figures/{name}{kind}.svg"),
            bytes: drawing.svg.clone().into_bytes(),
        })
    }
}

/// Every figure of the guide, drawn, by the name of its files.
pub(super) type Figures = BTreeMap<String, Drawn>;

/// Draws every figure of the guide.
pub(super) fn draw(site: &Site) -> Figures {
    let figures = site.figures();
    figures.into_par_iter().map(|(name, figure)| (name, Drawn::new(figure))).collect()
}

/// The figures' files.
pub(super) fn files(figures: &Figures) -> impl Iterator<Item = Artifact> {
    figures.iter().flat_map(|(name, drawn)| drawn.files(name))
}

/// A figure as a page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Picture<'a> {
    src: String,
    print: String,
    moves: Option<String>,
    width: u32,
    height: u32,
    alt: &'a str,
    poses: &'a [String],
}

/// A figure as a listing shows it.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    src: String,
    width: u32,
    height: u32,
}

impl<'a> Here<'a> {
    /// The figure whose files have this name.
    pub(super) fn figure(&self, name: &str) -> Option<Picture<'a>> {
        let drawn = self.guide.figures.get(name)?;
        let address = |kind: &str| self.href(&format!("figures/{name}{kind}.svg"));
        Some(Picture {
            src: address(""),
            print: address(".bw"),
            moves: drawn.moves.as_ref().map(|_| address(".moves")),
            width: drawn.still.width,
            height: drawn.still.height,
            alt: &drawn.still.alt,
            poses: &drawn.still.poses,
        })
    }

    /// The card of the figure whose files have this name.
    pub(super) fn card(&self, name: &str) -> Option<Card> {
        let drawn = self.guide.figures.get(name)?;
        Some(Card {
            src: self.href(&format!("figures/{name}.card.svg")),
            width: drawn.card.width,
            height: drawn.card.height,
        })
    }
}
