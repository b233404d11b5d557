//! Reads rendered pages back before they are written: what safety demands must stand in what is published.
//!
//! The checks judge entries; a template can still drop a line. So every exercise's and plan's page is taken as a reader gets
//! it, markup gone, and searched for each line that must be there: the demand comes from the entry, the page from the theme,
//! and neither knows of the other. The data for other programs is read back in `verify/data`.

mod data;

pub use data::data;

#[cfg(feature = "sheets")]
pub mod sheets;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use rayon::prelude::*;

use crate::artifact::Artifact;
use crate::diagnostic::Diagnostic;
use crate::markdown::Piece;
use crate::model::exercise::Exercise;
use crate::model::page::Layout;
use crate::model::plan::Plan;
use crate::model::safety::Urgency;
use crate::model::site::{Destination, Site};
use crate::model::vocabulary::Taxonomy;
use crate::model::{EntryId, Kind, Prose};
use crate::rule;
use crate::source::Span;

/// A line that a page must hold, and where it comes from.
struct Demand<'a> {
    /// The words, white space single, in stretches between which a page puts a title, a source or a dose.
    words: Vec<Cow<'a, str>>,
    /// What they are, to complete "the page does not show ...".
    what: &'static str,
    /// The author's line.
    span: Span,
}

/// Findings about pages that lost a line that safety demands, or a figure of their entry. One finding a line, however many
/// pages lost it.
#[must_use]
pub fn pages(site: &Site, artifacts: &[Artifact]) -> Vec<Diagnostic> {
    let by_path: BTreeMap<&str, &Artifact> =
        artifacts.iter().map(|artifact| (artifact.path.as_str(), artifact)).collect();
    let entries: Vec<EntryId> =
        site.entries().filter(|(id, head)| is_guarded(site, *id) && !head.withdrawn).map(|(id, _)| id).collect();
    let everywhere = Everywhere::of(site);
    let lost: Vec<Lost<'_>> = entries
        .par_iter()
        .flat_map_iter(|&id| {
            let path = format!("{}index.html", site.address(Destination::Entry(id)));
            lost(site, &everywhere, id, by_path.get(path.as_str()).copied())
        })
        .collect();
    let mut by_line: BTreeMap<(Span, &'static str, String), Vec<&str>> = BTreeMap::new();
    for (span, what, words, slug) in lost {
        by_line.entry((span, what, words)).or_default().push(slug);
    }
    by_line.into_iter().map(|((span, what, words), slugs)| finding(span, what, &words, &slugs)).collect()
}

/// Findings about the page of one entry, as [`pages`] has them.
#[must_use]
pub fn page(site: &Site, id: EntryId, artifact: &Artifact) -> Vec<Diagnostic> {
    if !is_guarded(site, id) {
        return Vec::new();
    }
    let lost = lost(site, &Everywhere::of(site), id, Some(artifact));
    lost.into_iter().map(|(span, what, words, slug)| finding(span, what, &words, &[slug])).collect()
}

/// A line that a page lost: where it comes from, what it is, its words, whose page it is.
type Lost<'a> = (Span, &'static str, String, &'a str);

/// The lines that the page of an entry must hold and does not.
fn lost<'a>(site: &'a Site, everywhere: &Everywhere<'a>, id: EntryId, page: Option<&Artifact>) -> Vec<Lost<'a>> {
    let text = text_of(page.map_or("", |page| std::str::from_utf8(&page.bytes).unwrap_or("")));
    let shared: &[Demand<'a>] = match id.kind {
        Kind::Exercise | Kind::Plan => &everywhere.general,
        Kind::Mistake | Kind::Page => &[],
    };
    let stop_signs: &[Demand<'a>] = if id.kind == Kind::Exercise { &everywhere.stop_signs } else { &[] };
    let own = demands(site, id);
    let lost = shared.iter().chain(stop_signs).chain(&own).filter(|demand| !holds_all(&text, &demand.words));
    lost.map(|demand| (demand.span, demand.what, demand.words.join(" … "), site.head(id).slug.as_str())).collect()
}

/// What many pages must hold, gathered once.
struct Everywhere<'a> {
    /// On every exercise's and plan's.
    general: Vec<Demand<'a>>,
    /// On every exercise's.
    stop_signs: Vec<Demand<'a>>,
}

impl<'a> Everywhere<'a> {
    fn of(site: &'a Site) -> Self {
        let (mut general, mut stop_signs) = (Demands::new(site), Demands::new(site));
        general.general();
        let signs = &site.safety().stop_signs;
        for sign in signs.now.iter().chain(&signs.next_day) {
            stop_signs.prose(sign, "this stop sign");
        }
        Self { general: general.list, stop_signs: stop_signs.list }
    }
}

/// Whether the page of this entry must hold safety lines.
fn is_guarded(site: &Site, id: EntryId) -> bool {
    match id.kind {
        Kind::Exercise | Kind::Plan => true,
        Kind::Page => site.pages()[id.index as usize].layout == Layout::RedFlags,
        Kind::Mistake => false,
    }
}

fn finding(span: Span, what: &str, words: &str, slugs: &[&str]) -> Diagnostic {
    let pages = match slugs {
        [one] => format!("the page of `{one}` does"),
        [first, ..] => format!("{} pages, `{first}` the first, do", slugs.len()),
        [] => String::new(),
    };
    Diagnostic::new(&rule::UNSAFE_PAGE, span, format!("{pages} not show {what}: \u{201c}{words}\u{201d}"))
        .label("comes from here")
        .help("a template has lost it: look at templates/html/exercise.html, plan.html and their partials, and at your own overrides")
}

/// What the page of an exercise, of a plan, or of the warning signs must hold beside what many pages must.
fn demands(site: &Site, id: EntryId) -> Vec<Demand<'_>> {
    let mut demands = Demands::new(site);
    let index = id.index as usize;
    match id.kind {
        Kind::Exercise => demands.exercise(&site.exercises()[index]),
        Kind::Plan => demands.plan(&site.plans()[index]),
        Kind::Page => demands.red_flags(),
        Kind::Mistake => {}
    }
    demands.list
}

struct Demands<'a> {
    site: &'a Site,
    list: Vec<Demand<'a>>,
}

impl<'a> Demands<'a> {
    const fn new(site: &'a Site) -> Self {
        Self { site, list: Vec::new() }
    }

    fn add(&mut self, words: impl Into<Cow<'a, str>>, what: &'static str, span: Span) {
        self.list.push(Demand { words: vec![normal(words.into())], what, span });
    }

    fn prose(&mut self, prose: &'a Prose, what: &'static str) {
        let Some(pieces) = prose.document.pieces() else {
            self.add(prose.plain(), what, prose.span);
            return;
        };
        let words = pieces.iter().filter_map(|piece| match piece {
            Piece::Html(html) => Some(Cow::<'a, str>::Owned(text_of(html))),
            Piece::Address(_) | Piece::Title(_) | Piece::Citation(_) | Piece::Dose(_) => None,
        });
        let words = words.filter(|words| !words.is_empty()).collect();
        self.list.push(Demand { words, what, span: prose.span });
    }

    fn condition(&mut self, key: &'a str, what: &'static str, span: Span) {
        self.add(self.site.vocabulary().label(Taxonomy::Conditions, key), what, span);
    }

    /// What every exercise and plan shows.
    fn general(&mut self) {
        let safety = self.site.safety();
        let emergencies = safety.red_flags.tiers.iter().filter(|tier| tier.urgency.value == Urgency::Emergency);
        for flag in emergencies.flat_map(|tier| &tier.flags) {
            self.add(&flag.short.value, "this emergency sign", flag.short.span);
        }
        for line in &safety.contraindications {
            self.condition(&line.condition.value, "this general contraindication", line.condition.span);
        }
        for sign in &safety.stop_signs.emergency {
            self.prose(sign, "this stop sign");
        }
    }

    /// What the page of warning signs shows: every sign, whole.
    fn red_flags(&mut self) {
        let flags = &self.site.safety().red_flags;
        for flag in flags.tiers.iter().flat_map(|tier| &tier.flags) {
            self.prose(&flag.text, "this warning sign");
        }
        self.prose(&flags.safety_net, "when to read the list again");
    }

    fn exercise(&mut self, exercise: &'a Exercise) {
        for dose in exercise.start.iter().chain(exercise.full.dose()) {
            self.add(dose.words(), "this dose", dose.span);
        }
        for line in exercise.contraindications.list() {
            self.condition(&line.condition.value, "this contraindication", line.condition.span);
            self.prose(&line.because, "the reason for this contraindication");
        }
        for line in &exercise.precautions {
            self.condition(&line.condition.value, "this precaution", line.condition.span);
            self.prose(&line.advice, "the advice of this precaution");
        }
        for tip in &exercise.form_tips {
            self.prose(tip, "this form tip");
        }
        for sign in &exercise.stop_signs {
            self.prose(sign, "this stop sign");
        }
        self.cautions(exercise);
    }

    fn cautions(&mut self, exercise: &'a Exercise) {
        for (caution, condition) in self.site.cautions_of(exercise) {
            self.condition(condition, "this caution of the position or phase", caution.because.span);
            self.prose(&caution.advice, "the advice of this caution");
        }
    }

    fn plan(&mut self, plan: &'a Plan) {
        let slugs = plan.weeks.iter().flat_map(|week| &week.prescriptions).map(|line| line.exercise.as_str());
        for exercise in slugs.collect::<BTreeSet<_>>().into_iter().filter_map(|slug| self.site.exercise(slug)) {
            self.cautions(exercise);
        }
        for prescription in plan.weeks.iter().flat_map(|week| &week.prescriptions) {
            if let Some(dose) = &prescription.dose {
                self.add(dose.words(), "this dose", dose.span);
            }
        }
        for week in &plan.weeks {
            self.prose(&week.move_on_if, "when to move on");
            self.prose(&week.stay_if, "when to stay");
        }
        for rule in &self.site.safety().plan_rules.stop_if {
            self.prose(&rule.text, "this stop rule");
        }
        for line in &plan.not_for {
            self.condition(&line.condition.value, "whom the plan is not for", line.condition.span);
        }
        for line in &plan.adapt {
            self.condition(&line.condition.value, "this adaptation", line.condition.span);
            self.prose(&line.advice, "the advice of this adaptation");
        }
    }
}

/// Whether a text holds all the stretches, one behind the other.
fn holds_all(text: &str, words: &[Cow<'_, str>]) -> bool {
    if let [words] = words {
        return holds(text, words);
    }
    let mut rest = text;
    words.iter().all(|words| {
        // A tag at the edge of a stretch may or may not leave a space in the page's text.
        memmem::find(rest.as_bytes(), words.as_bytes()).map(|at| rest = &rest[at + words.len()..]).is_some()
    })
}

/// Whether a text holds the words as words: `15 to 8 times` does not hold `5 to 8 times`.
fn holds(text: &str, words: &str) -> bool {
    memmem::find_iter(text.as_bytes(), words.as_bytes()).any(|at| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let splits = |outer: Option<char>, inner: Option<char>| {
            outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
        };
        !splits(before, words.chars().next()) && !splits(after, words.chars().next_back())
    })
}

/// A page as a reader gets it: no tags, no styles, no scripts, character references read, white space single.
#[must_use]
pub fn text_of(html: &str) -> String {
    let mut text = Words { text: String::with_capacity(html.len() / 2), gap: false };
    let mut rest = html.find("<body").map_or(html, |at| &html[at..]);
    while let Some(at) = rest.find('<') {
        text.push(&rest[..at]);
        rest = &rest[at..];
        let end = ["script", "style", "template"].iter().find_map(|name| {
            rest[1..].starts_with(name).then(|| rest.find(&format!("</{name}")).unwrap_or(rest.len()))
        });
        let skipped = end.unwrap_or(0);
        let close = rest[skipped..].find('>').map_or(rest.len(), |n| skipped + n + 1);
        // Words on both sides of a tag are apart, unless it only marks words within a line.
        let name =
            rest[1..close].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        text.gap |= !matches!(name, "a" | "b" | "strong" | "em" | "code" | "del");
        rest = &rest[close..];
    }
    text.push(rest);
    text.text
}

/// Words with single spaces between them, and none before or behind.
struct Words {
    text: String,
    /// Whether white space has come since the last word.
    gap: bool,
}

/// Character references as pages have them.
const REFERENCES: [(&str, char); 7] =
    [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&#x27;", '\''), ("&#x2F;", '/'), ("&amp;", '&')];

impl Words {
    /// Takes a stretch of text without tags.
    fn push(&mut self, html: &str) {
        let mut rest = html;
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() {
                self.gap = true;
                rest = &rest[c.len_utf8()..];
                continue;
            }
            if std::mem::take(&mut self.gap) && !self.text.is_empty() {
                self.text.push(' ');
            }
            if c == '&' {
                let found = REFERENCES.iter().find(|(reference, _)| rest.starts_with(reference));
                let (reference, meant) = found.copied().unwrap_or(("&", '&'));
                self.text.push(meant);
                rest = &rest[reference.len()..];
                continue;
            }
            let end = rest.find(|c: char| c == '&' || c.is_whitespace()).unwrap_or(rest.len());
            self.text.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// White space made single, so that line breaks are no difference.
fn normal(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_single = |text: &str| {
        let mut before = ' ';
        text.chars().all(|c| {
            let fine = c == ' ' && before != ' ' || !c.is_whitespace();
            before = c;
            fine
        }) && (before != ' ' || text.is_empty())
    };
    if is_single(&text) {
        return text;
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_a_reader_gets_it() {
        let html = "<head><title>No</title></head><body class=\"a\"><p>Pain &amp; <b>care</b></p><script>hidden</script><ul><li>One<li>Two</ul>";
        assert_eq!(text_of(html), "Pain & care One Two");
        assert_eq!(text_of(" <p>a&amp;lt; b &nbsp; c</p>\n\u{a0}d<b>e</b> "), "a&lt; b &nbsp; c de");
    }

    #[test]
    fn white_space_is_made_single() {
        for (text, normal_text) in
            [("a b", "a b"), ("", ""), (" a", "a"), ("a ", "a"), ("a  b", "a b"), ("a\n\u{a0}b", "a b")]
        {
            assert_eq!(normal(Cow::Borrowed(text)), normal_text);
        }
    }

    #[test]
    fn words_are_held_as_words() {
        assert!(holds("Do 5 to 8 times.", "5 to 8 times"));
        assert!(!holds("Do 15 to 8 times.", "5 to 8 times"));
        assert!(!holds("hold 3 secondss", "hold 3 seconds"));
    }
}
