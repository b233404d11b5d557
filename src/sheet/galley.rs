//! The blocks of a sheet, and how high each is.
//!
//! Weeks share most of their blocks: a warning sign is the same in all of them, a move comes back with its dose. So a block
//! is set on a strip of its own once, and its height is kept under a key made of all that it shows. What that is stands here,
//! beside `templates/sheet/week.typ`, which makes the same blocks in the same order.

use serde::Serialize;

use super::data::Handout;
use super::fit::Side;
use super::{Edition, Kind};
use crate::cache::Key;

/// One block, to be set on a strip of paper of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Strip {
    /// The part it belongs to: `do`, `check` or `fridge`.
    part: &'static str,
    /// After how many signs "today" is cut in two; 0 where it is not.
    split: usize,
    /// Its place in the part.
    at: usize,
    /// All that its height depends on.
    #[serde(skip)]
    key: Key,
}

impl Strip {
    /// All that its height depends on.
    pub(super) fn key(&self) -> &Key {
        &self.key
    }
}

/// The urgency whose box large print may cut in two, at the line that makes the pages come out.
const URGENT: &str = "urgent";

/// After how many of its signs.
const CUTS: std::ops::Range<usize> = 2..8;

/// What a block is, and all that it shows.
type Shown = (&'static str, Vec<u8>);

/// What a sheet's blocks are taken from.
pub(super) struct Blocks<'a> {
    handout: &'a Handout,
    edition: Edition,
    shared: Vec<u8>,
}

impl<'a> Blocks<'a> {
    /// The blocks of a handout. Templates of the site's own may show anything anywhere: there each depends on all of it.
    pub(super) fn new(handout: &'a Handout, (paper, edition): Kind, side: &Side, has_own_templates: bool) -> Self {
        let whole = has_own_templates.then_some(handout);
        let shared = json(&(paper.key(), edition.key(), side, &handout.lang, &handout.region, whole));
        Self { handout, edition, shared }
    }

    /// The first side: head, what to know before the first move, the moves, walking.
    pub(super) fn to_do(&self) -> Vec<Strip> {
        let first = json(&(&self.handout.first, &self.handout.neck, &self.handout.no_floor));
        self.strips("do", 0, [self.head(), ("first", first)].into_iter().chain(self.rows()))
    }

    /// The fridge edition: head, moves, walking, when to stop.
    pub(super) fn fridge(&self) -> Vec<Strip> {
        let foot = json(&(&self.handout.stop, &self.handout.step_back, &self.handout.call));
        self.strips("fridge", 0, [self.head()].into_iter().chain(self.rows()).chain([("foot", foot)]))
    }

    /// The second side, with "today" cut in two after `split` signs; 0 where it is whole.
    pub(super) fn checks(&self, split: usize) -> Vec<Strip> {
        let handout = self.handout;
        let pain = ("pain", Vec::new());
        let traffic = ("traffic", json(&(&handout.lights, &handout.stop)));
        let flare = ("flare", json(&(&handout.flare_up, &handout.imprint)));
        let review = ("review", json(&(&handout.review, handout.days, &handout.step_back, &handout.see)));
        if self.edition != Edition::Large {
            let flags = ("flags", json(&(&handout.red_flags, &handout.call)));
            return self.strips("check", 0, [pain, traffic, flags, flare, review]);
        }
        let tiers = handout.red_flags.iter().flat_map(|tier| {
            let is_cut = tier.urgency == URGENT && (1..tier.signs.len()).contains(&split);
            let half = |rest: bool| ("half", json(&(tier, &handout.call, split, rest)));
            if is_cut { vec![half(false), half(true)] } else { vec![("tier", json(&(tier, &handout.call)))] }
        });
        self.strips("check", split, [pain, traffic, flare].into_iter().chain(tiers).chain([review]))
    }

    /// Each way to cut "today": 0 for not at all, then after how many signs.
    pub(super) fn splits(&self) -> Vec<usize> {
        let urgent = self.handout.red_flags.iter().find(|tier| tier.urgency == URGENT);
        let n_signs = urgent.filter(|_| self.edition == Edition::Large).map_or(0, |tier| tier.signs.len());
        [0].into_iter().chain(CUTS.take_while(|cut| *cut < n_signs)).collect()
    }

    fn head(&self) -> Shown {
        let handout = self.handout;
        let session = (handout.days, handout.minutes, handout.minutes_optional, &handout.minutes_note);
        let more = (handout.walking.is_some(), &handout.focus, handout.sets);
        let around = (&handout.origin, &handout.clinic, &handout.call);
        ("head", json(&(&handout.title, &handout.week, session, more, around)))
    }

    fn rows(&self) -> impl Iterator<Item = Shown> {
        let handout = self.handout;
        // On a galley no row has a number and no day is planned: neither makes it higher.
        let moves = handout.moves.iter().map(|row| ("row", json(row)));
        let blank = (0..handout.blank_rows).map(|_| ("blank", Vec::new()));
        let walking = handout.walking.iter().map(|walk| ("walk", json(&(walk, &handout.off_days))));
        moves.chain(blank).chain(walking)
    }

    fn strips(&self, part: &'static str, split: usize, blocks: impl IntoIterator<Item = Shown>) -> Vec<Strip> {
        let blocks = blocks.into_iter().enumerate();
        let key = |what: &str, shown: &[u8]| Key::new("strip", &[&self.shared, what.as_bytes(), shown]);
        blocks.map(|(at, (what, shown))| Strip { part, split, at, key: key(what, &shown) }).collect()
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
