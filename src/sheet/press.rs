//! One sheet in the press: measured on galleys, set, printed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::ThreadPoolBuilder;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::data::{Order, Reviewed, Setting};
use super::fit::{self, Part, Side};
use super::galley::{Blocks, Strip};
use super::world::{Press, Proof, TEMPLATE};
use super::{Draft, Edition, Kind, Sheet, errors};
use crate::artifact::Artifact;
use crate::cache::{Cache, Key};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::Span;

/// Sheets set at one time, at most. Each takes some 40 MB while it is set.
const AT_ONCE: usize = 2;

/// A sheet, or what was found.
pub(super) type Printed = Result<Sheet, Vec<Diagnostic>>;

/// Prints each draft in each kind, some drafts at a time, in no order; what was printed before is taken from the cache.
///
/// Not with an iterator of rayon's: Typst uses rayon itself, and a thread that waits inside one sheet would begin others,
/// each with its memory. Here every worker has a pool of its own, with itself alone in it.
pub(super) fn print_all(press: &Press, cache: &Cache, drafts: &[Draft], kinds: &[Kind]) -> Vec<Printed> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut printed = Vec::new();
        // One handout after the other, so that its kinds share the pictures that Typst has read.
        while let Some(draft) = drafts.get(next.fetch_add(1, Ordering::Relaxed)) {
            printed.extend(kinds.iter().map(|kind| print(press, cache, draft, *kind)));
        }
        printed
    };
    let alone = || match ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    let workers = rayon::current_num_threads().min(AT_ONCE).min(drafts.len());
    let printed = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(alone)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    comemo::evict(0); // Nothing is asked for again for a while.
    printed
}

/// Sets and prints one sheet, unless the cache has it.
pub(super) fn print(press: &Press, cache: &Cache, draft: &Draft, kind: Kind) -> Printed {
    let (paper, edition) = kind;
    let key = Key::new("sheet", &[draft.key.as_ref(), paper.key().as_bytes(), edition.key().as_bytes()]);
    let made = cache.get_or_try(&key, || {
        let made = Setter { press, draft, kind }.print();
        // What Typst remembers of a sheet is most of the memory it takes: only what the next one asks for again is kept.
        comemo::evict(1);
        made.map(Made::kept)
    })?;
    let Made { sides, words, pdf } = Made::from_kept(&made);
    let file = Artifact { path: draft.path(kind), bytes: pdf };
    let handout = &draft.handout;
    let moves = handout.moves.iter().map(|row| (&row.id, &row.amount, &row.care));
    let all = moves.chain(handout.walking.iter().map(|walk| (&walk.id, &walk.amount, &walk.care)));
    let doses = all.clone().map(|(id, amount, _)| (id.clone(), amount.words())).filter(|(_, words)| !words.is_empty());
    let care = all.flat_map(|(id, _, care)| care.iter().map(|care| (id.clone(), care.advice.clone())));
    let (doses, care) = (doses.collect(), care.collect());
    Ok(Sheet { week: draft.week.clone(), paper, edition, sides, words, doses, care, file })
}

/// What is kept of a printed sheet.
struct Made {
    sides: usize,
    words: String,
    pdf: Vec<u8>,
}

impl Made {
    /// A line with the number of sides, a line with the words, the PDF.
    fn kept(self) -> Vec<u8> {
        let mut kept = format!("{}\n{}\n", self.sides, self.words).into_bytes();
        kept.extend(self.pdf);
        kept
    }

    /// What [`Self::kept`] wrote; the cache vouches for its bytes.
    fn from_kept(kept: &[u8]) -> Self {
        let mut parts = kept.splitn(3, |byte| *byte == b'\n');
        let mut part = || parts.next().unwrap_or_default();
        let sides = std::str::from_utf8(part()).ok().and_then(|sides| sides.parse().ok()).unwrap_or_default();
        let words = String::from_utf8_lossy(part()).into_owned();
        Self { sides, words, pdf: part().to_vec() }
    }
}

struct Setter<'a> {
    press: &'a Press<'a>,
    draft: &'a Draft,
    kind: Kind,
}

impl Setter<'_> {
    fn print(&self) -> Result<Made, Vec<Diagnostic>> {
        let mut fitted = self.fitted()?;
        loop {
            let proof = self.proof(Setting::Sheet {
                parts: fitted.parts.iter().map(|fitting| (fitting.name, fitting.part.clone())).collect(),
                split: fitted.split,
            });
            let document = self.compile(&proof)?;
            let pages = document.pages();
            if pages.len() == fitted.parts.iter().map(|fitting| fitting.part.pages.len()).sum::<usize>() {
                let mut words = String::new();
                for page in pages {
                    read(&page.frame, &mut words);
                }
                return Ok(Made { sides: pages.len(), words, pdf: self.pdf(&proof, &document)? });
            }
            // A part took more pages than were meant for it: the guess was too bold.
            let side = self.side();
            let mut tightened = false;
            for Fitting { name, part, heights, limit } in &mut fitted.parts {
                let n = pages.iter().filter(|page| page.supplement.plain_text() == *name).count();
                if n > part.pages.len()
                    && let Some(tighter) = fit::part(heights, self.kind.1, &side, *limit, part.level + 1)
                {
                    *part = tighter;
                    tightened = true;
                }
            }
            if !tightened {
                return Err(vec![self.too_long(pages.len())]);
            }
        }
    }

    fn side(&self) -> Side {
        let (paper, edition) = self.kind;
        // Who reviewed it, and until when that holds, take a line of their own; large print says when, in its one line.
        let reviewed = matches!(self.draft.handout.imprint.review, Reviewed::Whole { .. });
        Side::of(paper, edition, reviewed && edition != Edition::Large)
    }

    /// The roomiest setting that should fit.
    fn fitted(&self) -> Result<Fitted, Vec<Diagnostic>> {
        let (side, edition) = (self.side(), self.kind.1);
        let part = |name: &'static str, heights: &[f64], limit: usize| {
            let part = fit::part(heights, edition, &side, limit, 0)?;
            Some(Fitting { name, part, heights: heights.to_vec(), limit })
        };
        let blocks = Blocks::new(&self.draft.handout, self.kind, &side, self.press.has_own_templates());
        if edition == Edition::Fridge {
            let heights = self.heights(&[blocks.fridge()])?.concat();
            let fitted = part("fridge", &heights, 1).map(|part| Fitted { parts: vec![part], split: 0 });
            return fitted.ok_or_else(|| vec![self.too_long(fit::pages_needed(&heights, edition, &side))]);
        }
        let splits = blocks.splits();
        let parts: Vec<_> =
            [blocks.to_do()].into_iter().chain(splits.iter().map(|split| blocks.checks(*split))).collect();
        let mut heights = self.heights(&parts)?;
        let to_do = heights.remove(0);
        let most = edition.most_sides() / 2;
        // Large print may have the table of pain, the first of the checks, on the leaf with what is done each day.
        let moved = 0..=usize::from(edition == Edition::Large);
        let ways = moved.flat_map(|n| splits.iter().zip(&heights).map(move |(split, checks)| (n, *split, checks)));
        let fitted = ways.filter_map(|(n, split, checks)| {
            let (with_moves, rest) = checks.split_at_checked(n)?;
            let first = part("do", &[&to_do, with_moves].concat(), most)?;
            Some((n, Fitted { parts: vec![first, part("check", rest, most)?], split }))
        });
        let best = fitted.min_by_key(|(n, fitted)| (fitted.tightest(), *n, fitted.tightness()));
        best.map(|(_, fitted)| fitted).ok_or_else(|| {
            let needed = fit::pages_needed(&to_do, edition, &side) + fit::pages_needed(&heights[0], edition, &side);
            vec![self.too_long(needed)]
        })
    }

    /// A template of the site's own that sets something else than was asked for.
    fn bad_galley(&self) -> Diagnostic {
        let span = self.press.theme().source(TEMPLATE).map_or(self.draft.span, |id| Span::new(id, 0..0));
        Diagnostic::new(&rule::TEMPLATE_ERROR, span, "a galley has other blocks than the sheet")
            .also(self.draft.span, &*self.draft.name)
            .help("compare your own `templates/sheet/week.typ` with backsite's")
    }

    /// Heights of blocks at the tightest density, in mm. What was not measured before is set on a galley.
    fn heights(&self, parts: &[Vec<Strip>]) -> Result<Vec<Vec<f64>>, Vec<Diagnostic>> {
        let mut strips: BTreeMap<Key, Strip> = BTreeMap::new();
        for strip in parts.iter().flatten().filter(|strip| self.press.measured(strip.key()).is_none()) {
            strips.entry(strip.key().clone()).or_insert_with(|| strip.clone());
        }
        if let (false, Some(density)) = (strips.is_empty(), fit::densities(self.kind.1).last()) {
            let (keys, strips): (Vec<Key>, Vec<Strip>) = strips.into_iter().unzip();
            let proof = self.proof(Setting::Galley { strips, density: *density });
            let document = self.compile(&proof)?;
            let pages = document.pages();
            if pages.len() != keys.len() {
                return Err(vec![self.bad_galley()]);
            }
            self.press.keep(keys.into_iter().zip(pages.iter().map(|page| page.frame.height().to_mm())));
        }
        let height = |strip: &Strip| self.press.measured(strip.key());
        let heights = parts.iter().map(|strips| strips.iter().map(height).collect());
        heights.collect::<Option<_>>().ok_or_else(|| vec![self.bad_galley()])
    }

    fn proof(&self, setting: Setting) -> Proof<'_> {
        let side = self.side();
        let order =
            Order { paper: self.kind.0.key(), edition: self.kind.1.key(), side, setting, handout: &self.draft.handout };
        let mut own = self.draft.files.clone();
        own.insert("data.json".to_owned(), Bytes::new(serde_json::to_vec(&order).unwrap_or_default()));
        Proof::new(self.press, own)
    }

    fn compile(&self, proof: &Proof) -> Result<PagedDocument, Vec<Diagnostic>> {
        typst::compile::<PagedDocument>(proof).output.map_err(|errors| self.findings(proof, &errors))
    }

    fn pdf(&self, proof: &Proof, document: &PagedDocument) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default();
        let ident = format!("{}-{}-{}", self.draft.name, self.kind.0.key(), self.kind.1.key());
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("backsite".into())),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).map_err(|errors| self.findings(proof, &errors))
    }

    fn too_long(&self, sides: usize) -> Diagnostic {
        let (paper, edition) = self.kind;
        let (paper, words, most) = (paper.words(), edition.words(), edition.most_sides());
        let message = format!("{} needs {sides} sides of {paper} in {words}; it may have {most}", self.draft.name);
        Diagnostic::new(&rule::SHEET_TOO_LONG, self.draft.span, message).label("this sheet").help(self.shorter())
    }

    /// What whoever asked for a sheet that is too long can do.
    const fn shorter(&self) -> &'static str {
        let handout = &self.draft.handout;
        match (&handout.clinic, &self.draft.week) {
            (_, None) if handout.blank_rows == 0 => "leave out an exercise, or make two sheets of it",
            (Some(_), _) => "take another edition or paper, or print it without the clinic's file and stamp it",
            _ => "shorten its texts: `focus`, notes, `move_on_if`, `stay_if`, and the `sheet` lines of its exercises",
        }
    }

    fn findings(&self, proof: &Proof, errors: &[SourceDiagnostic]) -> Vec<Diagnostic> {
        errors::findings(self.press, proof, errors, self.draft.span, &self.draft.name)
    }
}

/// Adds what is written in a frame, a space behind each run.
fn read(frame: &Frame, words: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => read(&group.frame, words),
            FrameItem::Text(text) => {
                words.extend(text.text.split_whitespace().flat_map(|word| [word, " "]));
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// The parts of a sheet, and after how many signs "today" is cut in two.
struct Fitted {
    parts: Vec<Fitting>,
    split: usize,
}

impl Fitted {
    /// How tight its tightest part is.
    fn tightest(&self) -> usize {
        self.parts.iter().map(|fitting| fitting.part.level).max().unwrap_or_default()
    }

    /// How tight its parts are together.
    fn tightness(&self) -> usize {
        self.parts.iter().map(|fitting| fitting.part.level).sum()
    }
}

/// A part with its pages, and what they were made from.
#[derive(Clone)]
struct Fitting {
    name: &'static str,
    part: Part,
    heights: Vec<f64>,
    limit: usize,
}
