//! How a handout is made to fit its sides without smaller type.
//!
//! Every block is set once on a galley, a strip as long as it needs, at the tightest spacing. From those heights the
//! roomiest spacing is guessed that still fits; the sheet is set so, and tightened if the guess was too bold. What is left
//! over goes between the blocks. Type sizes never change.

use serde::Serialize;

use super::{Edition, Paper};

/// How roomy a side is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Density {
    /// Leading, in em, added to the height of a capital.
    pub lead: f64,
    /// Gap on each side of a rule, in mm.
    pub gap: f64,
    /// Width and height of a figure, in mm.
    pub figure: (f64, f64),
    /// Side of a tick box, in mm.
    pub tick: f64,
}

const fn density(lead: f64, gap: f64, figure: (f64, f64), tick: f64) -> Density {
    Density { lead, gap, figure, tick }
}

/// From roomy to tight.
const REGULAR: [Density; 9] = [
    density(0.62, 3.2, (40.0, 36.0), 7.0),
    density(0.56, 2.4, (38.0, 33.0), 6.8),
    density(0.50, 2.0, (36.0, 31.0), 6.4),
    density(0.45, 1.5, (34.0, 29.0), 6.2),
    density(0.40, 1.2, (32.0, 27.0), 5.8),
    density(0.38, 1.0, (31.0, 26.0), 5.6),
    density(0.36, 0.8, (30.0, 25.0), 5.5),
    density(0.34, 0.6, (30.0, 24.0), 5.4),
    density(0.32, 0.5, (30.0, 24.0), 5.3),
];
const LARGE: [Density; 7] = [
    density(0.60, 5.0, (48.0, 44.0), 6.6),
    density(0.52, 4.0, (46.0, 38.0), 6.4),
    density(0.46, 3.0, (44.0, 34.0), 6.2),
    density(0.40, 2.0, (42.0, 31.0), 6.0),
    density(0.37, 1.4, (40.0, 29.0), 5.7),
    density(0.35, 1.1, (40.0, 27.0), 5.6),
    density(0.33, 0.9, (40.0, 26.0), 5.5),
];
const FRIDGE: [Density; 5] = [
    density(0.60, 4.0, (44.0, 38.0), 10.0),
    density(0.55, 3.0, (40.0, 33.0), 9.4),
    density(0.50, 2.0, (36.0, 28.0), 8.6),
    density(0.45, 1.5, (34.0, 26.0), 8.0),
    density(0.42, 1.1, (32.0, 23.0), 7.4),
];

/// The densities of an edition, from roomy to tight.
#[must_use]
pub const fn densities(edition: Edition) -> &'static [Density] {
    match edition {
        Edition::Regular => &REGULAR,
        Edition::Large => &LARGE,
        Edition::Fridge => &FRIDGE,
    }
}

/// A page and its margins, in mm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Side {
    /// Width of the paper.
    pub width: f64,
    /// Height of the paper.
    pub height: f64,
    /// White at the top.
    pub top: f64,
    /// White at the bottom, the footer in it.
    pub bottom: f64,
    /// White at the left and at the right.
    pub beside: f64,
}

impl Side {
    /// The page of an edition, with a footer of one line or of two. No ink near the edge, where printers have none.
    #[must_use]
    pub const fn of(paper: Paper, edition: Edition, long_foot: bool) -> Self {
        let (width, height) = match paper {
            Paper::A4 => (210.0, 297.0),
            Paper::Letter => (215.9, 279.4),
        };
        let beside = match (edition, paper) {
            (Edition::Large, _) => 9.0,
            (_, Paper::A4) => 11.0,
            (_, Paper::Letter) => 10.0,
        };
        let bottom = if long_foot { 13.0 } else { 12.0 };
        Self { width, height, top: 8.0, bottom, beside }
    }

    /// Height for blocks; a hair is kept back for rounding.
    const fn room(&self) -> f64 {
        self.height - self.top - self.bottom - 0.1
    }
}

/// One part of a sheet on its pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// How roomy.
    pub density: Density,
    /// Its place among the densities.
    #[serde(skip)]
    pub level: usize,
    /// Its pages.
    pub pages: Vec<Group>,
    /// Lines for notes fill what is left of the last page.
    pub notes: bool,
}

/// The blocks of one page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Group {
    /// How many.
    pub blocks: usize,
    /// What is left at the foot, in gaps between blocks: those may grow by `LARGEST_GAP` and no more.
    pub foot: f64,
}

/// How much a gap on one side of a rule may grow, in mm.
const LARGEST_GAP: f64 = 4.0;

/// Room that is worth a heading and lines to write on, in mm.
const WORTH_NOTES: f64 = 40.0;

/// Puts blocks onto at most `limit` pages. `heights` are theirs at the tightest density, in mm; `from` is the roomiest
/// density to try. Nothing if they do not fit at all.
#[must_use]
pub fn part(heights: &[f64], edition: Edition, side: &Side, limit: usize, from: usize) -> Option<Part> {
    let densities = densities(edition);
    let tightest = densities.last()?;
    densities.iter().enumerate().skip(from).find_map(|(level, density)| {
        let stretch = if level + 1 == densities.len() {
            1.0
        } else {
            1.03 * (CAPITAL + density.lead) / (CAPITAL + tightest.lead)
        };
        let heights: Vec<f64> = heights.iter().map(|height| height * stretch).collect();
        let gap = 2.0 * density.gap;
        let counts = paginate(&heights, gap, side.room(), limit)?;
        let mut rest = &heights[..];
        let mut pages = Vec::new();
        for blocks in counts {
            let (page, after) = rest.split_at(blocks);
            rest = after;
            let gaps = f64::from(u32::try_from(blocks).unwrap_or(u32::MAX)) - 1.0;
            let spare = side.room() - page.iter().sum::<f64>() - gaps * gap;
            pages.push(Group { blocks, foot: ((spare - 2.0 * gaps * LARGEST_GAP) / LARGEST_GAP).max(0.0) });
        }
        let foot = pages.last().map_or(0.0, |page| page.foot * LARGEST_GAP);
        let notes = edition == Edition::Regular && foot > WORTH_NOTES;
        Some(Part { density: *density, level, pages, notes })
    })
}

/// Height of a capital letter, in em.
const CAPITAL: f64 = 0.66;

/// How many pages the blocks need at the tightest density; one more for each block that is higher than a page.
#[must_use]
pub fn pages_needed(heights: &[f64], edition: Edition, side: &Side) -> usize {
    let gap = densities(edition).last().map_or(0.0, |density| 2.0 * density.gap);
    let mut pages = 0;
    let mut used = f64::INFINITY;
    for height in heights.iter().map(|height| height.min(side.room())) {
        used += gap + height;
        if used > side.room() {
            pages += 1;
            used = height;
        }
    }
    pages + heights.iter().filter(|height| **height > side.room()).count()
}

/// Blocks onto as few pages as they need, one after the other, none split: how many on each, so that what is left over is
/// spread evenly. Nothing if they do not fit.
fn paginate(heights: &[f64], gap: f64, room: f64, limit: usize) -> Option<Vec<usize>> {
    (1..=limit).find_map(|n| Breaks { heights, gap, room }.onto(n, 0)).map(|(_, counts)| counts)
}

/// Blocks that are looked at for the best places to break between them.
struct Breaks<'a> {
    heights: &'a [f64],
    gap: f64,
    room: f64,
}

impl Breaks<'_> {
    /// The best way to put the blocks from `start` onto exactly `n` pages: the sum of the squares of what each page has left
    /// over, and how many blocks go on each.
    fn onto(&self, n: usize, start: usize) -> Option<(f64, Vec<usize>)> {
        let mut used = -self.gap;
        let mut best: Option<(f64, Vec<usize>)> = None;
        for (end, height) in (1..).zip(self.heights).skip(start) {
            used += self.gap + height;
            if used > self.room {
                break;
            }
            let rest = match (n, end == self.heights.len()) {
                (1, true) => Some((0.0, Vec::new())),
                (1, false) | (_, true) => None,
                (_, false) => self.onto(n - 1, end),
            };
            if let Some((after, counts)) = rest {
                let left = (self.room - used).powi(2) + after;
                if best.as_ref().is_none_or(|(least, _)| left < *least) {
                    best = Some((left, [vec![end - start], counts].concat()));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_never_split_and_none_is_lost() {
        // 177 and 97 mm are left over, not 72 and 202.
        assert_eq!(paginate(&[100.0, 100.0, 60.0, 10.0], 5.0, 277.0, 2), Some(vec![1, 3]));
        assert_eq!(paginate(&[100.0, 100.0, 60.0, 10.0], 5.0, 277.0, 1), None);
        assert_eq!(paginate(&[300.0], 5.0, 277.0, 2), None);
    }

    #[test]
    fn few_blocks_get_the_roomiest_spacing_and_many_the_tightest() {
        let side = Side::of(Paper::A4, Edition::Regular, false);
        assert_eq!(part(&[40.0, 30.0], Edition::Regular, &side, 1, 0).unwrap().level, 0);
        assert_eq!(part(&[90.0, 90.0, 90.0], Edition::Regular, &side, 1, 0).unwrap().level, 8);
        assert_eq!(part(&[100.0, 100.0, 100.0], Edition::Regular, &side, 1, 0), None);
    }

    #[test]
    fn what_is_left_of_a_short_week_is_room_for_notes() {
        let side = Side::of(Paper::A4, Edition::Regular, false);
        assert!(part(&[40.0, 30.0], Edition::Regular, &side, 1, 0).unwrap().notes);
        assert!(!part(&[90.0, 90.0, 90.0], Edition::Regular, &side, 1, 0).unwrap().notes);
    }

    #[test]
    fn a_block_higher_than_a_page_makes_the_sheet_too_long() {
        let side = Side::of(Paper::A4, Edition::Regular, false);
        assert_eq!(pages_needed(&[10.0, 400.0], Edition::Regular, &side), 3);
    }
}
