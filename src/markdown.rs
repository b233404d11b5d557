//! Markdown to a [`Document`]: HTML with holes where a link, a title, a source or a dose belongs, each with its place.
//!
//! Read once, here. What a mention leads to is known only when every entry has been read, so the holes stay open until a
//! page is made ([`html::render`]). Raw HTML and unsafe links never get as far as a hole: they are findings.

mod comments;
pub mod html;
mod links;
mod reader;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span, Spanned};

/// A Markdown text, read.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The words alone, for sheets, search and checks; what fills a hole is not in it.
    pub plain: String,
    /// What it has beside its words. Nine texts in ten are words alone, and a guide is a hundred texts to an entry.
    markup: Option<Box<Markup>>,
}

/// What a text has beside its words.
#[derive(Debug, Clone, Default)]
struct Markup {
    pieces: Vec<Piece>,
    headings: Vec<Heading>,
    mentions: Vec<Mention>,
    blocks: Vec<Block>,
    doses: Vec<(WhichDose, Span)>,
}

impl Document {
    /// A text that is words alone.
    const fn of_words(plain: String) -> Self {
        Self { plain, markup: None }
    }

    /// HTML and holes, in order; nothing where the text is its words alone.
    #[must_use]
    pub fn pieces(&self) -> Option<&[Piece]> {
        self.markup.as_ref().map(|markup| markup.pieces.as_slice())
    }

    /// Headings with their anchors, in order.
    #[must_use]
    pub fn headings(&self) -> &[Heading] {
        self.markup.as_ref().map_or(&[], |markup| &markup.headings)
    }

    /// What the text mentions, in order.
    #[must_use]
    pub fn mentions(&self) -> &[Mention] {
        self.markup.as_ref().map_or(&[], |markup| &markup.mentions)
    }

    /// Where each paragraph, point and heading of a body's words stands in the source, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        self.markup.as_ref().map_or(&[], |markup| &markup.blocks)
    }

    /// The doses it has holes for, in order, and where each is written.
    #[must_use]
    pub fn doses(&self) -> &[(WhichDose, Span)] {
        self.markup.as_ref().map_or(&[], |markup| &markup.doses)
    }
}

/// A paragraph, point or heading: its stretch of [`Document::plain`] and its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Bytes of the words.
    pub words: Range<usize>,
    /// Place in the source.
    pub span: Span,
}

/// A stretch of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Safe HTML, made by us.
    Html(String),
    /// The address of the mention with this number.
    Address(usize),
    /// The title of the mention with this number, where the author wrote no words of her own.
    Title(usize),
    /// The note of the source that the mention with this number cites.
    Citation(usize),
    /// The dose of this exercise.
    Dose(WhichDose),
}

/// The two doses of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichDose {
    /// Where to begin.
    Start,
    /// The full dose.
    Full,
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub text: String,
    /// Its anchor in the page.
    pub anchor: String,
    /// Where it stands.
    pub span: Span,
}

/// Something a text leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What kind of thing.
    pub kind: MentionKind,
    /// What the author wrote: `cat-cow`, `red-flags#emergency`, a source's key, a picture's path, a web address.
    pub target: Spanned<String>,
}

/// What a mention can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionKind {
    /// An entry, a term, a section or a heading of one.
    Entry,
    /// A source of the bibliography.
    Source,
    /// A picture of the site.
    Picture,
    /// An address outside the site.
    Web,
}

/// How much Markdown a text may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A body: headings, lists, tables.
    Blocks,
    /// A YAML text: emphasis and links only, and no paragraph of its own.
    Inline,
}

/// Where the text of a document stands in its source.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The whole value.
    pub span: Span,
    /// The byte of the source that the text's first byte is, if it stands there letter for letter.
    pub verbatim: Option<u32>,
}

impl Place {
    fn span(self, range: Range<usize>) -> Span {
        let at = |n: usize| self.verbatim.unwrap_or(0).saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        match self.verbatim {
            Some(_) => Span { source: self.source(), start: at(range.start), end: at(range.end) },
            None => self.span,
        }
    }

    const fn source(self) -> SourceId {
        self.span.source
    }
}

/// Reads a Markdown text.
pub fn parse(text: &str, place: Place, extent: Extent, diagnostics: &mut Vec<Diagnostic>) -> Document {
    if extent == Extent::Inline
        && !text.contains(['*', '_', '`', '[', ']', '<', '&', '\\', '{', '!', '~', '#', '|'])
        && !starts_a_block(text)
    {
        return Document::of_words(text.to_owned());
    }
    reader::read(text, place, extent, diagnostics)
}

/// Whether Markdown would take a line for a list, a quotation or a rule.
fn starts_a_block(text: &str) -> bool {
    let start = text.trim_start();
    let number = start.trim_start_matches(|c: char| c.is_ascii_digit());
    text.contains('\n')
        || start.starts_with(['-', '+', '>', '='])
        || number.len() < start.len() && number.starts_with(['.', ')'])
}

/// Text as HTML text or as the value of an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    if !text.contains(['&', '<', '>', '"']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// The anchor of a heading: its words in lower case, joined by hyphens.
#[must_use]
pub fn anchor(text: &str) -> String {
    let mut anchor = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_alphanumeric() {
            anchor.push(c);
        } else if !anchor.ends_with('-') && !anchor.is_empty() {
            anchor.push('-');
        }
    }
    anchor.trim_end_matches('-').to_owned()
}
