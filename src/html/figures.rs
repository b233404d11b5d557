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
use crate::cache::{Cache, Key};
use crate::figure::{self, Choice, Mode};
use crate::model::figure::Figure;
use crate::model::site::Site;
use crate::source::Sources;

/// The finished pictures of one figure.
#[derive(Debug)]
pub(super) struct Drawn {
    still: String,
    card: String,
    print: String,
    moves: Option<String>,
    width: u32,
    height: u32,
    alt: String,
    poses: Vec<String>,
}

impl Drawn {
    fn new(figure: &Figure) -> Self {
        // What is wrong with a figure was found when the guide was checked.
        let still = figure::draw(figure, Mode::Color, Choice::Whole);
        Self {
            card: figure::draw(figure, Mode::Color, Choice::Card).svg,
            print: figure::draw(figure, Mode::BlackAndWhite, Choice::Whole).svg,
            moves: figure::movement(figure, Mode::Color).map(|moves| moves.svg),
            still: still.svg,
            width: still.width,
            height: still.height,
            alt: still.alt,
            poses: still.poses,
        }
    }

    /// The pictures of a figure as an earlier build drew them, or drawn now. All that a picture is made from is the text of
    /// its figure, and what it is of.
    fn remembered(figure: &Figure, sources: &Sources, cache: &Cache) -> Self {
        let title = figure.title().map_or("", |title| title.as_str());
        let parts = [figure.slug(), title, sources.text(figure.span())];
        let key = match figure {
            Figure::Posed(_) => Key::new("figure", &parts.map(str::as_bytes)),
            Figure::ByHand(_) => return Self::new(figure), // Nothing is drawn.
        };
        let work = cache.get_or_make(&key, || Self::new(figure).packed());
        Self::unpacked(&work).unwrap_or_else(|| Self::new(figure))
    }

    /// All of it as bytes: every text behind its length.
    fn packed(&self) -> Vec<u8> {
        let (width, height) = (self.width.to_string(), self.height.to_string());
        let moves = self.moves.as_deref().unwrap_or("");
        let texts = [self.still.as_str(), &self.card, &self.print, moves, &width, &height, &self.alt];
        let poses = self.poses.iter().map(String::as_str);
        let pack = |text: &str| [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat();
        texts.into_iter().chain(poses).flat_map(pack).collect()
    }

    fn unpacked(mut bytes: &[u8]) -> Option<Self> {
        let mut texts = Vec::new();
        while let Some((length, rest)) = bytes.split_first_chunk() {
            let (text, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
            texts.push(std::str::from_utf8(text).ok()?.to_owned());
            bytes = rest;
        }
        let mut texts = texts.into_iter();
        let mut text = || texts.next();
        Some(Self {
            still: text()?,
            card: text()?,
            print: text()?,
            moves: text().map(|moves| (!moves.is_empty()).then_some(moves))?,
            width: text()?.parse().ok()?,
            height: text()?.parse().ok()?,
            alt: text()?,
            poses: texts.collect(),
        })
    }

    fn files(&self, name: &str) -> impl Iterator<Item = Artifact> {
        let still = [("", &self.still), (".card", &self.card), (".bw", &self.print)];
        let all = still.into_iter().chain(self.moves.as_ref().map(|moves| (".moves", moves)));
        all.map(move |(kind, svg)| Artifact {
            path: format!("figures/{name}{kind}.svg"),
            bytes: svg.clone().into_bytes(),
        })
    }
}

/// Every figure of the guide, drawn, by the name of its files.
pub(super) type Figures = BTreeMap<String, Drawn>;

/// Draws every figure of the guide that is new to the cache.
pub(super) fn draw(site: &Site, sources: &Sources, cache: &Cache) -> Figures {
    let figures = site.figures();
    figures.into_par_iter().map(|(name, figure)| (name, Drawn::remembered(figure, sources, cache))).collect()
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
            width: drawn.width,
            height: drawn.height,
            alt: &drawn.alt,
            poses: &drawn.poses,
        })
    }

    /// The card of the figure whose files have this name.
    pub(super) fn card(&self, name: &str) -> Option<Card> {
        let drawn = self.guide.figures.get(name)?;
        Some(Card { src: self.href(&format!("figures/{name}.card.svg")), width: drawn.width, height: drawn.height })
    }
}
