//! Markdown to a [`Document`]: HTML with holes where a link, a title, a source or a dose belongs, each with its place.
//!
//! Read once, here. What a mention leads to is known only when every entry has been read, so the holes stay open until a
//! page is made ([`html::render`]). Raw HTML and unsafe links never get as far as a hole: they are findings.

pub mod html;
mod links;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::{SourceId, Span, Spanned};

/// A Markdown text, read.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// HTML and holes, in order.
    pub pieces: Vec<Piece>,
    /// Headings with their anchors, in order.
    pub headings: Vec<Heading>,
    /// What the text mentions, in order.
    pub mentions: Vec<Mention>,
    /// The words alone, for sheets, search and checks; what fills a hole is not in it.
    pub plain: String,
    /// Where each paragraph, point and heading of the words stands in the source, in order.
    pub blocks: Vec<Block>,
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
        // Nine texts in ten hold no markup at all.
        return Document { pieces: vec![Piece::Html(escaped(text))], plain: text.to_owned(), ..Document::default() };
    }
    let mut reader = Reader {
        place,
        extent,
        diagnostics,
        document: Document::default(),
        open: Vec::new(),
        muted: None,
        heading: None,
        n_tags: 0,
    };
    let options = match extent {
        Extent::Blocks => Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_WIKILINKS,
        Extent::Inline => Options::ENABLE_WIKILINKS,
    };
    // `[@key]` is a link that nobody defined: that is where a citation comes in.
    let mut cite =
        |link: BrokenLink<'_>| link.reference.starts_with('@').then(|| (link.reference.to_string().into(), "".into()));
    for (event, range) in Parser::new_with_broken_link_callback(text, options, Some(&mut cite)).into_offset_iter() {
        reader.event(event, range, text);
    }
    reader.document
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

/// What stands where an author's words would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Muted {
    /// A hole that brings its own words.
    Hole,
    /// A picture, whose words are its alternative text.
    Picture,
}

/// Collects the events of one text.
struct Reader<'a> {
    place: Place,
    extent: Extent,
    diagnostics: &'a mut Vec<Diagnostic>,
    document: Document,
    /// Closing tags of the elements that are open, innermost last.
    open: Vec<&'static str>,
    /// What swallows the words that come, and how much was open when it began.
    muted: Option<(Muted, usize)>,
    /// Where the words and the HTML of an open heading begin.
    heading: Option<(usize, usize)>,
    /// How many raw tags were met.
    n_tags: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.start(tag, range, text),
            Event::End(tag) => self.end(tag, range),
            Event::Text(words) => self.words(&words, range, text),
            Event::Code(code) => {
                self.document.plain.push_str(&code);
                self.html(&format!("<code>{}</code>", escaped(&code)));
            }
            Event::SoftBreak => {
                self.document.plain.push(' ');
                self.html("\n");
            }
            Event::HardBreak => {
                self.document.plain.push(' ');
                self.html("<br>\n");
            }
            Event::Rule => self.html("<hr>\n"),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if html.trim_start().starts_with("<!--") {
            return; // A note to editors; it is not published.
        }
        let span = self.place.span(range.start..range.start + html.trim_end().len());
        // `</b>` behind a `<b>` is the same fault.
        let is_end = html.trim_start().starts_with("</") && self.n_tags > 0;
        self.n_tags += 1;
        if !is_end {
            self.diagnostics.push(
                Diagnostic::new(&rule::RAW_HTML, span, "HTML does not belong in an entry")
                    .label("a tag")
                    .help("write plain words; **bold**, *emphasis*, lists and links are Markdown; to print a `<`, put a backslash before it"),
            );
        }
    }

    fn html(&mut self, html: &str) {
        if self.muted.is_some() {
            return;
        }
        if let Some(Piece::Html(last)) = self.document.pieces.last_mut() {
            last.push_str(html);
        } else {
            self.document.pieces.push(Piece::Html(html.to_owned()));
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>, text: &str) {
        match self.muted {
            Some((Muted::Hole, _)) => return,
            Some((Muted::Picture, _)) => {
                self.document.pieces.push(Piece::Html(escaped(words)));
                return;
            }
            None => {}
        }
        // `{{dose.start}}` is the one thing that Markdown itself does not know.
        let mut rest = words;
        while let Some(at) = rest.find("{{") {
            let Some(end) = rest[at..].find("}}").map(|n| at + n + 2) else {
                break;
            };
            let which = match rest[at + 2..end - 2].trim() {
                "dose.start" => WhichDose::Start,
                "dose.full" => WhichDose::Full,
                other => {
                    let written = &rest[at..end];
                    let found = text[range.start.min(text.len())..].find(written).map_or(range.clone(), |n| {
                        let start = range.start + n;
                        start..start + written.len()
                    });
                    self.diagnostics.push(
                        Diagnostic::new(
                            &rule::UNKNOWN_TERM,
                            self.place.span(found),
                            format!("`{{{{{other}}}}}` stands for nothing"),
                        )
                        .help("write `{{dose.start}}` or `{{dose.full}}`"),
                    );
                    break;
                }
            };
            self.plain_words(&rest[..at]);
            self.document.pieces.push(Piece::Dose(which));
            rest = &rest[end..];
        }
        self.plain_words(rest);
    }

    fn plain_words(&mut self, words: &str) {
        self.document.plain.push_str(words);
        self.html(&escaped(words));
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, text: &str) {
        let (opening, closing) = match tag {
            Tag::Paragraph | Tag::Heading { .. } if self.extent == Extent::Inline => ("", ""),
            Tag::Paragraph => ("<p>", "</p>\n"),
            Tag::Heading { level, .. } => {
                self.html("");
                self.heading = Some((self.document.plain.len(), self.document.pieces.len()));
                self.document.pieces.push(Piece::Html(String::new()));
                // A page has one first heading, its title: a body begins at the second.
                match level as usize {
                    1 | 2 => ("", "</h2>\n"),
                    3 => ("", "</h3>\n"),
                    _ => ("", "</h4>\n"),
                }
            }
            Tag::BlockQuote(_) => ("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(_) => ("<pre><code>", "</code></pre>\n"),
            Tag::List(None) => ("<ul>\n", "</ul>\n"),
            Tag::List(Some(_)) => ("<ol>\n", "</ol>\n"),
            Tag::Item => ("<li>", "</li>\n"),
            Tag::Table(_) => (
                "<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n",
                "</tbody></table></div>\n",
            ),
            Tag::TableHead => ("<thead><tr>", "</tr></thead>\n<tbody>\n"),
            Tag::TableRow => ("<tr>", "</tr>\n"),
            Tag::TableCell => {
                let head = self.open.last().is_some_and(|closing| closing.contains("thead"));
                if head { ("<th>", "</th>") } else { ("<td>", "</td>") }
            }
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            Tag::Strikethrough => ("<del>", "</del>"),
            Tag::Link { link_type, dest_url, .. } => {
                self.link(link_type, &dest_url, range, text);
                return;
            }
            Tag::Image { dest_url, .. } => {
                self.picture(&dest_url, range, text);
                return;
            }
            Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript => ("", ""),
        };
        self.html(opening);
        self.open.push(closing);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if self.muted.is_some_and(|(_, depth)| depth == self.open.len()) {
            self.muted = None;
        }
        let closing = self.open.pop().unwrap_or("");
        self.html(closing);
        match tag {
            TagEnd::Heading(level) => {
                self.end_heading(level as usize, range.clone());
                self.end_block(range);
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell => self.end_block(range),
            _ => {}
        }
        if matches!(tag, TagEnd::Paragraph) && self.extent == Extent::Inline {
            let length = self.document.plain.trim_end().len();
            self.document.plain.truncate(length);
        }
    }

    /// The words since the last block are one. A point's paragraph has taken the point's words already.
    fn end_block(&mut self, range: Range<usize>) {
        let start = self.document.blocks.last().map_or(0, |block| block.words.end);
        let words = &self.document.plain[start..];
        let end = start + words.trim_end().len();
        let start = start + (words.len() - words.trim_start().len());
        if start < end {
            let span = self.place.span(range);
            self.document.blocks.push(Block { words: start..end, span });
            self.document.plain.push('\n');
        }
    }

    fn end_heading(&mut self, level: usize, range: Range<usize>) {
        let Some((words, piece)) = self.heading.take() else {
            return;
        };
        let text = self.document.plain[words..].trim().to_owned();
        let mut anchor = anchor(&text);
        let same = self.document.headings.iter().filter(|heading| heading.anchor == anchor).count();
        if same > 0 {
            anchor = format!("{anchor}-{}", same + 1);
        }
        let level = level.clamp(2, 4);
        if let Some(Piece::Html(html)) = self.document.pieces.get_mut(piece) {
            html.insert_str(0, &format!("<h{level} id=\"{}\">", escaped(&anchor)));
        }
        let span = self.place.span(range);
        self.document.headings.push(Heading { text, anchor, span });
    }

    /// A link's opening tag: its address is a hole unless it leads out of the site.
    fn link(&mut self, link_type: LinkType, address: &str, range: Range<usize>, text: &str) {
        let target = self.target(address, range, text);
        if matches!(link_type, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown) {
            self.cite(&target);
            return;
        }
        match links::class(address) {
            links::Class::Web => {
                self.html(&format!("<a href=\"{}\" rel=\"noopener\">", escaped(address)));
                self.document.mentions.push(Mention { kind: MentionKind::Web, target });
            }
            links::Class::Unsafe(scheme) => {
                self.diagnostics.push(
                    Diagnostic::new(&rule::UNSAFE_LINK, target.span, format!("a link may not begin with `{scheme}:`"))
                        .help("link to an entry by its name, or to a page on the web by its whole https address"),
                );
                self.html("<a>");
            }
            links::Class::Outside => {
                self.diagnostics.push(links::outside(target.span, address));
                self.html("<a>");
            }
            links::Class::Entry => {
                let mention = self.mention(MentionKind::Entry, target);
                self.html("<a href=\"");
                self.document.pieces.push(Piece::Address(mention));
                self.html("\">");
                if matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
                    self.document.pieces.push(Piece::Title(mention));
                    self.open.push("</a>");
                    self.muted = Some((Muted::Hole, self.open.len()));
                    return;
                }
            }
        }
        self.open.push("</a>");
    }

    /// `[@key]`, or `[@key; @other]`.
    fn cite(&mut self, target: &Spanned<String>) {
        let words = self.document.plain.trim_end().len();
        self.document.plain.truncate(words);
        for key in target.value.split([';', ',']) {
            let key = key.trim().trim_start_matches('@').to_owned();
            let mention = self.mention(MentionKind::Source, Spanned::new(key, target.span));
            self.document.pieces.push(Piece::Citation(mention));
        }
        self.open.push("");
        self.muted = Some((Muted::Hole, self.open.len()));
    }

    fn mention(&mut self, kind: MentionKind, target: Spanned<String>) -> usize {
        self.document.mentions.push(Mention { kind, target });
        self.document.mentions.len() - 1
    }

    fn picture(&mut self, address: &str, range: Range<usize>, text: &str) {
        let target = self.target(address, range, text);
        self.open.push("\">");
        if !matches!(links::class(address), links::Class::Entry) {
            self.diagnostics.push(links::outside(target.span, address));
            self.muted = Some((Muted::Hole, self.open.len()));
            return;
        }
        self.html("<img src=\"");
        let mention = self.mention(MentionKind::Picture, target);
        self.document.pieces.push(Piece::Address(mention));
        self.html("\" alt=\"");
        self.muted = Some((Muted::Picture, self.open.len()));
    }

    /// What a link leads to, and where in its own text that is written.
    fn target(&self, address: &str, range: Range<usize>, text: &str) -> Spanned<String> {
        let written = text.get(range.clone()).unwrap_or("");
        let range =
            written.rfind(address).map_or(range.clone(), |at| range.start + at..range.start + at + address.len());
        Spanned::new(address.to_owned(), self.place.span(range))
    }
}
