//! One sheet in the press: measured on galleys, set, printed.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::ThreadPoolBuilder;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::data::{Order, Reviewed, Setting};
use super::fit::{self, Part, Side};
use super::world::{Press, Proof, TEMPLATE};
use super::{Draft, Edition, Kind, Sheet, errors};
use crate::artifact::Artifact;
use crate::cache::{Cache, Key};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::Span;

/// Sheets set at one time, at most. Each takes some 40 MB while it is set.
const AT_ONCE: usize = 3;

/// A sheet, or what was found.
pub(super) type Printed = Result<Sheet, Vec<Diagnostic>>;

/// Prints sheets, some at a time, in no order; what was printed before is taken from the cache.
///
/// Not with an iterator of rayon's: Typst uses rayon itself, and a thread that waits inside one sheet would begin others,
/// each with its memory. Here every worker has a pool of its own, with itself alone in it.
pub(super) fn print_all(press: &Press, cache: &Cache, orders: &[(&Draft, Kind)]) -> Vec<Printed> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut printed = Vec::new();
        while let Some((draft, kind)) = orders.get(next.fetch_add(1, Ordering::Relaxed)) {
            printed.push(print(press, cache, draft, *kind));
        }
        printed
    };
    let alone = || match ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    let workers = rayon::current_num_threads().min(AT_ONCE).min(orders.len());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(alone)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Sets and prints one sheet, unless the cache has it.
pub(super) fn print(press: &Press, cache: &Cache, draft: &Draft, kind: Kind) -> Printed {
    let (paper, edition) = kind;
    let key = Key::new("sheet", &[draft.key.as_ref(), paper.key().as_bytes(), edition.key().as_bytes()]);
    let made = cache.get_or_try(&key, || {
        let made = Setter { press, draft, kind }.print();
        // Sheets share little; what Typst remembers of them is most of the memory they take.
        comemo::evict(0);
        made.map(Made::kept)
    })?;
    let Made { sides, words, pdf } = Made::from_kept(&made);
    let file = Artifact { path: draft.path(kind), bytes: pdf };
    Ok(Sheet { week: draft.week.clone(), paper, edition, sides, words, file })
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
        let mut setting = self.fitted()?;
        loop {
            let proof = self.proof(Setting::Sheet {
                parts: setting.parts.iter().map(|(name, part, _)| (*name, part.clone())).collect(),
                split: setting.split,
            });
            let document = self.compile(&proof)?;
            let pages = document.pages();
            let wanted =
                |parts: &[(&str, Part, Vec<f64>)]| parts.iter().map(|(_, part, _)| part.pages.len()).sum::<usize>();
            if pages.len() == wanted(&setting.parts) {
                let mut words = String::new();
                for page in pages {
                    read(&page.frame, &mut words);
                }
                return Ok(Made { sides: pages.len(), words, pdf: self.pdf(&proof, &document)? });
            }
            // A part took more pages than were meant for it: the guess was too bold.
            let side = self.side();
            let limits = self.limits(setting.parts.len());
            let mut tightened = false;
            for (name, part, heights) in &mut setting.parts {
                let n = pages.iter().filter(|page| page.supplement.plain_text() == *name).count();
                if n > part.pages.len()
                    && let Some(tighter) = fit::part(heights, self.kind.1, &side, limits, part.level + 1)
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

    /// The most pages a part may have where there are `n` of them.
    const fn limits(&self, n: usize) -> usize {
        self.kind.1.most_sides() / n
    }

    /// The roomiest setting that should fit.
    fn fitted(&self) -> Result<Fitted, Vec<Diagnostic>> {
        let side = self.side();
        let part = |name: &'static str, heights: Vec<f64>, limit| {
            fit::part(&heights, self.kind.1, &side, limit, 0).map(|part| (name, part, heights))
        };
        if self.kind.1 == Edition::Fridge {
            let heights = self.galley("fridge", Vec::new())?;
            let needed = fit::pages_needed(&heights, self.kind.1, &side);
            let parts = part("fridge", heights, 1).into_iter().collect();
            return self.or_too_long(Fitted { parts, split: 0 }, 1, needed);
        }
        let rows = self.galley("do", Vec::new())?;
        let (splits, urgent) = self.splits();
        let checks = self.checks(&splits)?;
        let Some(ways) = ways(&checks, &splits, urgent) else {
            return Err(vec![self.bad_galley()]);
        };
        let most = self.kind.1.most_sides() / 2;
        if let Some(first) = part("do", rows.clone(), most)
            && let Some((split, second)) =
                ways.iter().find_map(|(split, heights)| Some((*split, part("check", heights.clone(), most)?)))
        {
            return Ok(Fitted { parts: vec![first, second], split });
        }
        if self.kind.1 == Edition::Large
            && let Some((split, all)) = ways
                .iter()
                .find_map(|(split, heights)| Some((*split, part("all", [&rows[..], heights].concat(), 2 * most)?)))
        {
            return Ok(Fitted { parts: vec![all], split });
        }
        let needed = fit::pages_needed(&rows, self.kind.1, &side) + fit::pages_needed(&ways[0].1, self.kind.1, &side);
        Err(vec![self.too_long(needed)])
    }

    fn or_too_long(&self, fitted: Fitted, parts: usize, needed: usize) -> Result<Fitted, Vec<Diagnostic>> {
        if fitted.parts.len() == parts { Ok(fitted) } else { Err(vec![self.too_long(needed)]) }
    }

    /// A template of the site's own that sets something else than was asked for.
    fn bad_galley(&self) -> Diagnostic {
        let span = self.press.theme().source(TEMPLATE).map_or(self.draft.span, |id| Span::new(id, 0..0));
        Diagnostic::new(&rule::TEMPLATE_ERROR, span, "a galley has other blocks than the sheet")
            .also(self.draft.span, &*self.draft.name)
            .help("compare your own `templates/sheet/week.typ` with backsite's")
    }

    /// After how many signs large print may cut the box "today" in two, and which block of the side it is.
    fn splits(&self) -> (Vec<usize>, usize) {
        let flags = &self.draft.handout.red_flags;
        match flags.iter().position(|tier| tier.urgency == "urgent") {
            Some(at) if self.kind.1 == Edition::Large => {
                ((2..8).filter(|split| *split < flags[at].signs.len()).collect(), CHECKS_BEFORE_FLAGS + at)
            }
            _ => (Vec::new(), 0),
        }
    }

    /// Heights of the blocks of the second side, and of both halves of each way to cut one of them. Weeks differ little
    /// here, so what was measured is kept.
    fn checks(&self, splits: &[usize]) -> Result<Vec<f64>, Vec<Diagnostic>> {
        let handout = &self.draft.handout;
        let rules = (&handout.lights, &handout.stop, &handout.step_back, &handout.see, &handout.flare_up);
        let rest = (&handout.red_flags, &handout.review, &handout.call, &handout.imprint, &handout.days);
        let key = serde_json::to_string(&(self.kind.0.key(), self.kind.1.key(), &handout.lang, rules, rest))
            .unwrap_or_default();
        if let Some(heights) = self.press.measured(&key) {
            return Ok(heights);
        }
        let heights = self.galley("check", splits.to_vec())?;
        self.press.keep(key, heights.clone());
        Ok(heights)
    }

    /// Heights of the blocks of a part at the tightest density, in mm.
    fn galley(&self, part: &'static str, splits: Vec<usize>) -> Result<Vec<f64>, Vec<Diagnostic>> {
        let Some(density) = fit::densities(self.kind.1).last() else {
            return Ok(Vec::new());
        };
        let proof = self.proof(Setting::Galley { part, density: *density, splits });
        let document = self.compile(&proof)?;
        Ok(document.pages().iter().map(|page| page.frame.height().to_mm()).collect())
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
        Diagnostic::new(&rule::SHEET_TOO_LONG, self.draft.span, message)
            .label("this sheet")
            .help("shorten its texts: `focus`, notes, `move_on_if`, `stay_if`, and the `sheet` lines of its exercises")
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

/// The heights of the second side for each way to cut "today": not at all, or after so many signs. Behind the blocks stand
/// both halves of each way.
fn ways(measured: &[f64], splits: &[usize], urgent: usize) -> Option<Vec<(usize, Vec<f64>)>> {
    let (whole, halves) = measured.split_at_checked(measured.len().checked_sub(2 * splits.len())?)?;
    let mut ways = vec![(0, whole.to_vec())];
    for (&split, halves) in splits.iter().zip(halves.chunks(2)) {
        ways.push((split, [whole.get(..urgent)?, halves, whole.get(urgent + 1..)?].concat()));
    }
    Some(ways)
}

/// Blocks of the second side before the warning signs in large print: pain, lights, flare-up.
const CHECKS_BEFORE_FLAGS: usize = 3;

/// The parts of a sheet with their pages and the heights they were made from.
struct Fitted {
    parts: Vec<(&'static str, Part, Vec<f64>)>,
    split: usize,
}
