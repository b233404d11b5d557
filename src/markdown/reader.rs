//! The events of one Markdown text, gathered to a [`Document`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::comments::{self, Fault};
use super::{
    Block, Document, Extent, Heading, Markup, Mention, MentionKind, Piece, Place, WhichDose, anchor, escaped, links,
};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::Spanned;

/// Reads a text that may hold markup.
pub(super) fn read(text: &str, place: Place, extent: Extent, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let mut reader = Reader {
        text,
        place,
        extent,
        diagnostics,
        markup: Markup::default(),
        plain: String::new(),
        run: None,
        html: None,
        open: Vec::new(),
        swallow: None,
        link: None,
        late: Vec::new(),
        heading: None,
        anchors: Anchors::default(),
        lists: Vec::new(),
        items: Vec::new(),
        in_code: false,
        gap: false,
        lead: String::new(),
        n_tags: 0,
    };
    let options = match extent {
        Extent::Blocks => Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_WIKILINKS,
        Extent::Inline => Options::ENABLE_WIKILINKS,
    };
    // `[@key]` is a link that nobody defined: that is where a citation comes in.
    let mut cite =
        |link: BrokenLink<'_>| link.reference.starts_with('@').then(|| (link.reference.to_string().into(), "".into()));
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut cite));
    let mut notes: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .filter(|(name, _)| name.starts_with('^'))
        .map(|(_, definition)| definition.span.clone())
        .collect();
    notes.sort_by_key(|range| range.start);
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range);
    }
    for range in notes {
        reader.diagnostics.push(
            Diagnostic::new(&rule::UNRESOLVED_REFERENCE, place.span(range), "the words of this footnote would be lost")
                .help("there are no footnotes; write the words into the text, or cite a source: `[@key]`"),
        );
    }
    reader.finish()
}

/// Words that stand in the source without a gap.
struct Run {
    words: String,
    range: Range<usize>,
    /// Whether the words are the source's letter for letter, so that a place in the one is a place in the other. Known crumb
    /// by crumb: asked at every hole, it would be as many times the text as the text has holes.
    is_verbatim: bool,
}

/// What takes the words that come.
enum Taker {
    /// A hole that brings its own words; closed by this.
    Hole(&'static str),
    /// A picture, whose words are its alternative text; none is shown without an address.
    Picture { address: Option<Spanned<String>>, words: String },
}

/// What takes the words that come, until as many elements have closed as have opened.
struct Swallow {
    taker: Taker,
    depth: usize,
}

/// A heading whose end has not come.
struct OpenHeading {
    text: String,
    /// The piece that its tag goes in front of.
    piece: usize,
}

/// The anchors of a text: every heading has its own.
#[derive(Default)]
struct Anchors {
    taken: BTreeSet<String>,
    /// The next number to try behind a name that is taken.
    next: BTreeMap<String, usize>,
}

impl Anchors {
    fn take(&mut self, text: &str) -> String {
        let mut name = anchor(text);
        if name.is_empty() {
            "section".clone_into(&mut name);
        }
        let mut free = name.clone();
        while self.taken.contains(&free) {
            let number = self.next.entry(name.clone()).or_insert(2);
            free = format!("{name}-{number}");
            *number += 1;
        }
        self.taken.insert(free.clone());
        free
    }
}

/// Collects the events of one text.
struct Reader<'a> {
    text: &'a str,
    place: Place,
    extent: Extent,
    diagnostics: &'a mut Vec<Diagnostic>,
    markup: Markup,
    plain: String,
    /// Words whose end has not come.
    run: Option<Run>,
    /// The lines of an open HTML block, each with its place.
    html: Option<Vec<(String, Range<usize>)>>,
    /// Closing tags of the elements that are open, innermost last.
    open: Vec<&'static str>,
    swallow: Option<Swallow>,
    /// How much is open inside of the link that is open. There are no links in links.
    link: Option<usize>,
    /// What waits for the link to close.
    late: Vec<Piece>,
    heading: Option<OpenHeading>,
    anchors: Anchors,
    /// The next numbers of the lists that are open.
    lists: Vec<Option<u64>>,
    /// Where the points that are open begin.
    items: Vec<usize>,
    in_code: bool,
    /// Whether a block has ended in a text without blocks.
    gap: bool,
    /// A block's mark that is kept as words, in a text without blocks.
    lead: String,
    /// How many raw tags were met.
    n_tags: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let Event::Text(words) = &event {
            self.text(words, range);
            return;
        }
        self.end_run();
        if self.swallow.is_some() {
            self.swallowed(event, range);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Code(code) => {
                self.say(&code);
                self.html(&format!("<code>{}</code>", escaped(&code)));
            }
            Event::SoftBreak => {
                self.say(" ");
                self.html("\n");
            }
            Event::HardBreak => {
                self.say(" ");
                self.html("<br>\n");
            }
            Event::Rule => match self.extent {
                Extent::Blocks => self.html("<hr>\n"),
                Extent::Inline => self.gap = true,
            },
            Event::Html(html) => match &mut self.html {
                Some(lines) => lines.push((html.to_string(), range)),
                None => self.raw_html(&[(html.to_string(), range)]),
            },
            Event::InlineHtml(html) => self.raw_html(&[(html.to_string(), range)]),
            // None of these is switched on; if one ever is, its words are kept.
            Event::FootnoteReference(name) => self.plain_words(&format!("[^{name}]")),
            Event::TaskListMarker(is_done) => self.plain_words(if is_done { "[x] " } else { "[ ] " }),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.plain_words(&words),
            Event::Text(_) => {}
        }
    }

    fn finish(mut self) -> Document {
        self.end_run();
        if self.extent == Extent::Inline {
            if !self.lead.is_empty() {
                self.settle();
            }
            let length = self.plain.trim_end().len();
            self.plain.truncate(length);
        }
        Document { plain: self.plain, markup: Some(Box::new(self.markup)) }
    }

    /// What comes while a hole or a picture takes the words.
    fn swallowed(&mut self, event: Event<'_>, range: Range<usize>) {
        let Some(Swallow { taker, depth }) = &mut self.swallow else {
            return;
        };
        let is_picture = matches!(taker, Taker::Picture { .. });
        match event {
            Event::Start(tag) => {
                *depth += 1;
                if is_picture && matches!(tag, Tag::Link { link_type, .. } if is_citation(link_type)) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            &rule::UNRESOLVED_SOURCE,
                            self.place.span(range),
                            "the words for a picture cannot cite a source",
                        )
                        .help("put it behind the picture"),
                    );
                }
            }
            Event::End(_) if *depth == 0 => self.end_swallow(),
            Event::End(_) => *depth -= 1,
            Event::Code(code) => self.take_words(&code),
            Event::SoftBreak | Event::HardBreak => self.take_words(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&[(html.to_string(), range)]),
            _ => {}
        }
    }

    /// Words for the alternative text, if a picture takes them.
    fn take_words(&mut self, more: &str) {
        if let Some(Swallow { taker: Taker::Picture { words, .. }, .. }) = &mut self.swallow {
            words.push_str(more);
        }
    }

    fn end_swallow(&mut self) {
        match self.swallow.take().map(|swallow| swallow.taker) {
            Some(Taker::Hole(closing)) => self.html(closing),
            Some(Taker::Picture { address: Some(address), words }) => {
                let mention = self.mention(MentionKind::Picture, address);
                self.html("<img src=\"");
                self.push(Piece::Address(mention));
                self.html(&format!("\" alt=\"{}\">", escaped(&words)));
            }
            Some(Taker::Picture { address: None, .. }) | None => {}
        }
    }

    /// Judges a stretch of HTML, given line by line.
    fn raw_html(&mut self, lines: &[(String, Range<usize>)]) {
        let html: String = lines.iter().map(|(line, _)| line.as_str()).collect();
        let Some(fault) = comments::judge(&html) else {
            return; // A note to editors; it is not published.
        };
        let (Fault::Tag(range) | Fault::Lost(range) | Fault::Unclosed(range)) = &fault;
        let mut before = 0;
        let line = lines.iter().find_map(|(line, place)| {
            let start = before;
            before += line.len();
            (range.start < before).then(|| place.start + (range.start - start))
        });
        let start = line.or_else(|| lines.first().map(|(_, place)| place.start)).unwrap_or(0);
        let span = self.place.span(start..start + range.len());
        let finding = match fault {
            Fault::Tag(range) => {
                // `</b>` behind a `<b>` is the same fault.
                let is_end = html[range].starts_with("</") && self.n_tags > 0;
                self.n_tags += 1;
                if is_end {
                    return;
                }
                Diagnostic::new(&rule::RAW_HTML, span, "HTML does not belong in an entry")
                    .label("a tag")
                    .help("take the tag out; `**words**` makes words bold, an empty line a new paragraph; to print a `<`, put a backslash before it")
            }
            Fault::Lost(_) => Diagnostic::new(&rule::RAW_HTML, span, "text behind a comment is lost")
                .label("on the line of a comment")
                .help("put the comment on a line of its own, and an empty line behind it"),
            Fault::Unclosed(_) => unclosed(span),
        };
        self.diagnostics.push(finding);
    }

    fn html(&mut self, html: &str) {
        if html.is_empty() {
            return;
        }
        self.settle();
        self.append(html);
    }

    fn append(&mut self, html: &str) {
        if let Some(Piece::Html(last)) = self.markup.pieces.last_mut() {
            last.push_str(html);
        } else {
            self.markup.pieces.push(Piece::Html(html.to_owned()));
        }
    }

    fn push(&mut self, piece: Piece) {
        self.settle();
        self.markup.pieces.push(piece);
    }

    /// Words that are to be read, but not their HTML.
    fn say(&mut self, words: &str) {
        self.settle();
        self.plain.push_str(words);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(words);
        }
    }

    fn plain_words(&mut self, words: &str) {
        self.say(words);
        self.html(&escaped(words));
    }

    /// Parts what comes from the block before, in a text without blocks.
    fn settle(&mut self) {
        if mem::take(&mut self.gap) && !self.markup.pieces.is_empty() {
            let length = self.plain.trim_end().len();
            self.plain.truncate(length);
            self.plain.push(' ');
            self.append("<br>\n");
        }
        if !self.lead.is_empty() {
            let lead = mem::take(&mut self.lead);
            self.plain_words(&lead);
        }
    }

    /// Markdown hands words over in crumbs; what stands together is read together.
    fn text(&mut self, words: &str, range: Range<usize>) {
        let is_verbatim = self.text.get(range.clone()) == Some(words);
        match &mut self.run {
            Some(run) if run.range.end == range.start => {
                run.words.push_str(words);
                run.range.end = range.end;
                run.is_verbatim &= is_verbatim;
            }
            _ => {
                self.end_run();
                self.run = Some(Run { words: words.to_owned(), range, is_verbatim });
            }
        }
    }

    fn end_run(&mut self) {
        let Some(run) = self.run.take() else {
            return;
        };
        match &self.swallow {
            Some(Swallow { taker: Taker::Hole(_), .. }) => {}
            Some(Swallow { taker: Taker::Picture { .. }, .. }) => {
                self.leftovers(&run);
                if let Some(at) = self.find_dose(&run, 0) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            &rule::UNKNOWN_TERM,
                            self.place_in(&run, at..at + 2),
                            "the words for a picture cannot hold a dose",
                        )
                        .help("write the dose into the text"),
                    );
                }
                self.take_words(&run.words);
            }
            None => {
                if !self.in_code {
                    self.leftovers(&run);
                }
                self.words(&run);
            }
        }
    }

    /// The place of a stretch of a run's words.
    fn place_in(&self, run: &Run, range: Range<usize>) -> crate::source::Span {
        let start = run.range.start;
        self.place.span(if run.is_verbatim { start + range.start..start + range.end } else { run.range.clone() })
    }

    /// Whether a run begins with a character that the author wants to be that character only.
    fn is_escaped(&self, run: &Run) -> bool {
        self.text.get(..run.range.start).is_some_and(|before| before.ends_with('\\'))
    }

    /// Markup in words: the author meant it, and it did not become any.
    fn leftovers(&mut self, run: &Run) {
        let Some(source) = self.text.get(run.range.clone()) else {
            return;
        };
        let mut at = usize::from(self.is_escaped(run) && source.starts_with([']', '<']));
        while let Some(joint) = source[at..].find(']').map(|n| at + n) {
            at = joint + 1;
            let Some(close) = [('(', ')'), ('[', ']')].into_iter().find(|(open, _)| source[at..].starts_with(*open))
            else {
                continue;
            };
            let start = source[..joint].rfind('[').unwrap_or(joint);
            let end = source[at..].find(close.1).map_or(at + 1, |n| at + n + 1);
            let span = self.place.span(run.range.start + start..run.range.start + end);
            self.diagnostics.push(
                Diagnostic::new(&rule::UNRESOLVED_REFERENCE, span, "this did not become a link")
                    .help("in the round brackets goes the name of an entry's file, without spaces and without its ending: `[words](cat-cow)`"),
            );
            break; // One is enough to look at the line; a thousand of them must not take a thousand times as long.
        }
        let from = usize::from(self.is_escaped(run) && source.starts_with('<'));
        if let Some(at) = source[from..].find("<!--").map(|n| run.range.start + from + n) {
            self.diagnostics.push(unclosed(self.place.span(at..at + 4)));
        }
    }

    /// Where the next `{{` stands.
    fn find_dose(&self, run: &Run, from: usize) -> Option<usize> {
        let from = if from == 0 && self.is_escaped(run) && run.words.starts_with('{') { 1 } else { from };
        run.words[from..].find("{{").map(|n| from + n)
    }

    /// Words, and `{{dose.start}}`: the one thing that Markdown itself does not know.
    fn words(&mut self, run: &Run) {
        let mut done = 0;
        while let Some(at) = self.find_dose(run, done) {
            let Some(end) = run.words[at..].find("}}").map(|n| at + n + 2) else {
                let line = run.words[at..].lines().next().map_or(2, str::len);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rule::UNKNOWN_TERM,
                        self.place_in(run, at..at + line),
                        "`{{` opens and does not close",
                    )
                    .help("write `{{dose.start}}` or `{{dose.full}}`; to print a `{{`, put a backslash before it"),
                );
                break;
            };
            let span = self.place_in(run, at..end);
            self.plain_words(&run.words[done..at]);
            let which = match run.words[at + 2..end - 2].trim() {
                "dose.start" => Some(WhichDose::Start),
                "dose.full" => Some(WhichDose::Full),
                other => {
                    self.diagnostics.push(
                        Diagnostic::new(&rule::UNKNOWN_TERM, span, format!("`{{{{{other}}}}}` stands for nothing"))
                            .help("write `{{dose.start}}` or `{{dose.full}}`"),
                    );
                    None
                }
            };
            match which {
                Some(_) if self.extent == Extent::Inline => {
                    self.diagnostics.push(
                        Diagnostic::new(&rule::MISSING_DOSE, span, "a dose is printed in the free text only")
                            .help("move it below the second `---` of an exercise, or leave it out: a field stands on other pages too, which have no dose"),
                    );
                }
                Some(which) => {
                    self.push(Piece::Dose(which));
                    self.markup.doses.push((which, span));
                }
                None => self.plain_words(&run.words[at..end]),
            }
            done = end;
        }
        if done < run.words.len() {
            self.plain_words(&run.words[done..]);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if is_block(tag.to_end()) {
            self.start_block(&tag, range);
            return;
        }
        let (opening, closing) = match tag {
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            Tag::Strikethrough => ("<del>", "</del>"),
            Tag::Link { link_type, dest_url, .. } => {
                self.link(link_type, &dest_url, range);
                return;
            }
            Tag::Image { dest_url, .. } => {
                self.picture(&dest_url, range);
                return;
            }
            _ => ("", ""),
        };
        self.html(opening);
        self.open.push(closing);
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if let Some(&start) = self.items.last() {
            // A point's own words end where a list in it begins.
            let end = start + self.text.get(start..range.start).map_or(0, |own| own.trim_end().len());
            if self.extent == Extent::Blocks {
                self.end_block(start..end);
            }
        }
        match tag {
            Tag::List(first) => self.lists.push(*first),
            Tag::Item => self.items.push(range.start),
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::HtmlBlock => self.html = Some(Vec::new()),
            _ => {}
        }
        if self.extent == Extent::Inline {
            self.start_block_inline(tag, range);
            return;
        }
        let (opening, closing): (Cow<'_, str>, _) = match tag {
            Tag::Paragraph => ("<p>".into(), "</p>\n"),
            Tag::Heading { level, .. } => {
                self.heading = Some(OpenHeading { text: String::new(), piece: self.markup.pieces.len() });
                self.markup.pieces.push(Piece::Html(String::new()));
                // A page has one first heading, its title: a body begins at the second.
                let closing = match *level as usize {
                    1 | 2 => "</h2>\n",
                    3 => "</h3>\n",
                    _ => "</h4>\n",
                };
                ("".into(), closing)
            }
            Tag::BlockQuote(_) => ("<blockquote>\n".into(), "</blockquote>\n"),
            Tag::CodeBlock(_) => ("<pre><code>".into(), "</code></pre>\n"),
            Tag::List(None) => ("<ul>\n".into(), "</ul>\n"),
            Tag::List(Some(1)) => ("<ol>\n".into(), "</ol>\n"),
            Tag::List(Some(first)) => (format!("<ol start=\"{first}\">\n").into(), "</ol>\n"),
            Tag::Item => ("<li>".into(), "</li>\n"),
            Tag::Table(_) => (
                "<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n".into(),
                "</tbody></table></div>\n",
            ),
            Tag::TableHead => ("<thead><tr>".into(), "</tr></thead>\n<tbody>\n"),
            Tag::TableRow => ("<tr>".into(), "</tr>\n"),
            Tag::TableCell => {
                let head = self.open.last().is_some_and(|closing| closing.contains("thead"));
                if head { ("<th>".into(), "</th>") } else { ("<td>".into(), "</td>") }
            }
            _ => ("".into(), ""),
        };
        self.html(&opening);
        self.open.push(closing);
    }

    /// A text without blocks goes where a block cannot stand: only the words are kept, and the marks that say something.
    fn start_block_inline(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        self.gap = true;
        self.open.push("");
        match tag {
            Tag::Item => {
                if let Some(Some(number)) = self.lists.last_mut() {
                    self.lead = format!("{number}. ");
                    *number = number.saturating_add(1);
                }
            }
            Tag::BlockQuote(_) => {
                // `> 30 minutes` is no quotation.
                let behind = self.text.get(range).and_then(|quote| quote.trim_start().strip_prefix('>')).unwrap_or("");
                if behind.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
                    "> ".clone_into(&mut self.lead);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let depth = self.open.len();
        let closing = self.open.pop().unwrap_or("");
        self.html(closing);
        if self.link == Some(depth) {
            self.link = None;
            for piece in mem::take(&mut self.late) {
                self.push(piece);
            }
        }
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock => {
                let lines = self.html.take().unwrap_or_default();
                self.raw_html(&lines);
            }
            _ => {}
        }
        let item = matches!(tag, TagEnd::Item).then(|| self.items.pop()).flatten();
        if self.extent == Extent::Inline {
            self.gap |= is_block(tag);
            return;
        }
        match tag {
            TagEnd::Heading(level) => {
                self.end_heading(level as usize, range.clone());
                self.end_block(range);
            }
            TagEnd::Item => self.end_block(item.unwrap_or(range.start)..range.end),
            TagEnd::Paragraph | TagEnd::TableCell | TagEnd::CodeBlock => self.end_block(range),
            _ => {}
        }
    }

    /// The words since the last block are one. A point's paragraph has taken the point's words already.
    fn end_block(&mut self, range: Range<usize>) {
        let start = self.markup.blocks.last().map_or(0, |block| block.words.end);
        let words = &self.plain[start..];
        let end = start + words.trim_end().len();
        let start = start + (words.len() - words.trim_start().len());
        if start < end {
            let span = self.place.span(range);
            self.markup.blocks.push(Block { words: start..end, span });
            self.plain.push('\n');
        }
    }

    fn end_heading(&mut self, level: usize, range: Range<usize>) {
        let Some(OpenHeading { text, piece }) = self.heading.take() else {
            return;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let anchor = self.anchors.take(&text);
        let level = level.clamp(2, 4);
        if let Some(Piece::Html(html)) = self.markup.pieces.get_mut(piece) {
            html.insert_str(0, &format!("<h{level} id=\"{}\">", escaped(&anchor)));
        }
        let span = self.place.span(range);
        self.markup.headings.push(Heading { text, anchor, span });
    }

    /// A link's opening tag: its address is a hole unless it leads out of the site.
    fn link(&mut self, link_type: LinkType, address: &str, range: Range<usize>) {
        let mut target = self.target(address, range);
        if is_citation(link_type) {
            self.cite(link_type, &target);
            return;
        }
        let has_own_words = !matches!(link_type, LinkType::WikiLink { has_pothole: false });
        if self.link.is_some() && has_own_words {
            // A link in a link is none.
            self.open.push("");
            return;
        }
        if link_type == LinkType::Email {
            target.value.insert_str(0, "mailto:");
        }
        let address = target.value.clone();
        match links::class(&address) {
            links::Class::Web => {
                if self.link.is_none() {
                    self.html(&format!("<a href=\"{}\" rel=\"noopener\">", escaped(&address)));
                    self.mention(MentionKind::Web, target);
                }
            }
            links::Class::Unsafe(scheme) => {
                self.diagnostics.push(links::not_safe(target.span, &address, scheme));
                self.html("<a>");
            }
            links::Class::Outside => {
                self.diagnostics.push(links::outside(target.span, &address));
                self.html("<a>");
            }
            links::Class::Entry => {
                let mention = self.mention(MentionKind::Entry, target);
                let is_first = self.link.is_none();
                if is_first {
                    self.html("<a href=\"");
                    self.push(Piece::Address(mention));
                    self.html("\">");
                }
                if !has_own_words {
                    self.push(Piece::Title(mention));
                    if let Some(heading) = &mut self.heading {
                        let slug = address.split('#').find(|part| !part.is_empty()).unwrap_or("");
                        heading.text.push_str(slug);
                    }
                    let closing = if is_first { "</a>" } else { "" };
                    self.swallow = Some(Swallow { taker: Taker::Hole(closing), depth: 0 });
                    return;
                }
            }
        }
        self.open.push("</a>");
        self.link.get_or_insert(self.open.len());
    }

    /// `[@key]`, or `[@key; @other]`, or `[words][@key]`.
    fn cite(&mut self, link_type: LinkType, target: &Spanned<String>) {
        let has_words = link_type == LinkType::ReferenceUnknown;
        if !has_words {
            let words = self.plain.trim_end_matches(' ').len();
            self.plain.truncate(words);
        }
        for key in target.value.split([';', ',']) {
            let key = key.trim().trim_start_matches('@').to_owned();
            let piece = Piece::Citation(self.mention(MentionKind::Source, Spanned::new(key, target.span)));
            // A note is a link, and goes behind the one that is open.
            if has_words || self.link.is_some() {
                self.late.push(piece);
            } else {
                self.push(piece);
            }
        }
        if has_words {
            self.open.push("");
            self.link.get_or_insert(self.open.len());
        } else {
            self.swallow = Some(Swallow { taker: Taker::Hole(""), depth: 0 });
        }
    }

    fn mention(&mut self, kind: MentionKind, target: Spanned<String>) -> usize {
        self.markup.mentions.push(Mention { kind, target });
        self.markup.mentions.len() - 1
    }

    fn picture(&mut self, address: &str, range: Range<usize>) {
        let target = self.target(address, range);
        let finding = match links::class(address) {
            links::Class::Entry => None,
            links::Class::Unsafe(scheme) => Some(links::not_safe(target.span, address, scheme)),
            links::Class::Web | links::Class::Outside => Some(links::picture_outside(target.span, address)),
        };
        let address = finding.is_none().then_some(target);
        self.diagnostics.extend(finding);
        self.swallow = Some(Swallow { taker: Taker::Picture { address, words: String::new() }, depth: 0 });
    }

    /// What a link leads to, and where in its own text that is written.
    fn target(&self, address: &str, range: Range<usize>) -> Spanned<String> {
        let written = self.text.get(range.clone()).unwrap_or("");
        let range =
            written.rfind(address).map_or(range.clone(), |at| range.start + at..range.start + at + address.len());
        Spanned::new(address.to_owned(), self.place.span(range))
    }
}

const fn is_citation(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown)
}

const fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// The finding for a comment without an end.
fn unclosed(span: crate::source::Span) -> Diagnostic {
    Diagnostic::new(&rule::RAW_HTML, span, "this comment does not close")
        .label("opens here")
        .help("put `-->` behind its last word; to print a `<`, put a backslash before it")
}

#[cfg(test)]
mod tests {
    use super::super::html::{Holes, render};
    use super::*;
    use crate::markdown::parse;
    use crate::source::{Source, Sources, Span};

    struct Shown;

    impl Holes for Shown {
        fn address(&self, mention: &Mention) -> String {
            format!("/{}", mention.target.value)
        }
        fn title(&self, mention: &Mention) -> String {
            mention.target.value.to_uppercase()
        }
        fn citation(&self, mention: &Mention) -> String {
            format!("<a>{}</a>", mention.target.value)
        }
        fn dose(&self, which: WhichDose) -> String {
            format!("{which:?}")
        }
    }

    fn place(text: &str) -> Place {
        Place {
            span: Span::new(Sources::default().add(Source::new("a.md".to_owned(), String::new())), 0..text.len()),
            verbatim: Some(0),
        }
    }

    fn read(text: &str, extent: Extent) -> (Document, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let document = parse(text, place(text), extent, &mut diagnostics);
        (document, diagnostics)
    }

    fn body(text: &str) -> String {
        render(&read(text, Extent::Blocks).0, &Shown)
    }

    fn inline(text: &str) -> (String, String) {
        let (document, _) = read(text, Extent::Inline);
        (render(&document, &Shown), document.plain)
    }

    /// The rules that a text breaks, and where.
    fn faults(text: &str) -> Vec<(&'static str, &str)> {
        let findings = read(text, Extent::Blocks).1;
        let place = |span: Span| &text[span.start as usize..span.end as usize];
        findings.iter().map(|finding| (finding.rule.code, place(finding.primary.span))).collect()
    }

    fn anchors(text: &str) -> Vec<String> {
        read(text, Extent::Blocks).0.headings().iter().map(|heading| heading.anchor.clone()).collect()
    }

    #[test]
    fn nothing_in_the_words_for_a_picture_becomes_an_attribute() {
        let attack = "![x [@seed] [y](<https://x/ onload=alert(1) x=>) z](cat.png)";
        assert_eq!(body(attack), "<p><img src=\"/cat.png\" alt=\"x @seed y z\"></p>\n");
        assert_eq!(
            body("![a [cat](cow) ![b \" c](d.png) `e` *f*\ng](cat.png) h"),
            "<p><img src=\"/cat.png\" alt=\"a cat b &quot; c e f g\"> h</p>\n"
        );
        assert_eq!(read(attack, Extent::Blocks).0.mentions().len(), 1);
        assert_eq!(faults("![{{dose.start}}](cat.png)"), [("unknown-term", "{{")]);
    }

    #[test]
    fn a_picture_from_elsewhere_leaves_no_half_a_tag() {
        assert_eq!(body("![x](https://x.org/a.png) y"), "<p> y</p>\n");
        assert_eq!(faults("![x](https://x.org/a.png) y").len(), 1);
    }

    #[test]
    fn a_space_in_an_address_is_unsafe() {
        assert_eq!(faults("[y](<https://x/ onload=a>)"), [("unsafe-link", "https://x/ onload=a")]);
    }

    #[test]
    fn a_comment_is_no_finding_and_what_is_behind_it_is() {
        assert!(faults("a\n\n<!-- one\n\n<b>two</b>\nthree -->\n\nb <!-- c --> d\n").is_empty());
        assert_eq!(faults("<!-- note --> visible text\n"), [("raw-html", "visible text")]);
        assert_eq!(faults("<!-- --><script>\n"), [("raw-html", "<script>")]);
        assert_eq!(faults("<!-- never\n\nclosed"), [("raw-html", "<!--")]);
        assert_eq!(faults("words <!-- never closed"), [("raw-html", "<!--")]);
        assert!(faults("words \\<!-- and &lt;!--").is_empty());
        assert_eq!(faults("a <b>c</b>"), [("raw-html", "<b>")]);
    }

    #[test]
    fn every_heading_has_an_anchor_of_its_own() {
        assert_eq!(anchors("## A\n## A\n## A\n"), ["a", "a-2", "a-3"]);
        assert_eq!(anchors("## A-2\n## A\n## A\n## A\n"), ["a-2", "a", "a-3", "a-4"]);
        assert_eq!(anchors("## !!!\n## ???\n"), ["section", "section-2"]);
        assert_eq!(anchors("## See [[cat-cow]] first\n"), ["see-cat-cow-first"]);
    }

    #[test]
    fn many_equal_headings_take_no_longer_than_others() {
        let all = anchors(&"## A\n".repeat(120_000));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 120_000);
    }

    #[test]
    fn a_dose_is_known_with_its_place_and_half_a_dose_is_a_finding() {
        let (document, findings) = read("Do {{dose.start}}, then {{ dose.full }}.", Extent::Blocks);
        assert!(findings.is_empty());
        let places: Vec<_> = document.doses().iter().map(|(which, span)| (*which, span.start, span.end)).collect();
        assert_eq!(places, [(WhichDose::Start, 3, 17), (WhichDose::Full, 24, 39)]);
        assert_eq!(faults("Do {{dose.start twice"), [("unknown-term", "{{dose.start twice")]);
        assert_eq!(faults("Do {{dose.max}} and {{"), [("unknown-term", "{{dose.max}}"), ("unknown-term", "{{")]);
        assert!(faults("Print \\{{.").is_empty());
    }

    #[test]
    fn a_field_prints_no_dose() {
        let (document, findings) = read("Do {{dose.start}} now.", Extent::Inline);
        assert!(document.doses().is_empty());
        let [finding] = findings.as_slice() else { panic!("one finding") };
        assert_eq!(finding.rule.code, "missing-dose");
        assert_eq!((finding.primary.span.start, finding.primary.span.end), (3, 17));
    }

    #[test]
    fn many_doses_take_no_longer_than_other_words() {
        // Sixteen megabytes: looked through once it is nothing, looked through at each of a million doses it is never done.
        let text = "{{dose.start}} ".repeat(1_100_000);
        let (document, findings) = read(&text, Extent::Blocks);
        assert!(findings.is_empty());
        assert_eq!(document.doses().len(), 1_100_000);
        let last = document.doses().last().map(|(_, span)| span.end as usize);
        assert_eq!(last, Some(text.trim_end().len()));
    }

    #[test]
    fn a_text_without_blocks_keeps_its_words_and_no_block() {
        assert_eq!(inline("One.\n\nTwo."), ("One.<br>\nTwo.".to_owned(), "One. Two.".to_owned()));
        assert_eq!(
            inline("# One\n\n- two\n- *three*"),
            ("One<br>\ntwo<br>\n<em>three</em>".to_owned(), "One two three".to_owned())
        );
        assert_eq!(inline("One\n***\n```\ntwo\n```\n> three").1, "One two three");
        assert_eq!(inline("3. September"), ("3. September".to_owned(), "3. September".to_owned()));
        assert_eq!(inline("> 30 minutes").0, "&gt; 30 minutes");
    }

    #[test]
    fn a_mail_address_is_written_to() {
        assert_eq!(inline("<a@b.org>").0, "<a href=\"mailto:a@b.org\" rel=\"noopener\">a@b.org</a>");
        assert!(faults("[x](HTTPS://example.org)").is_empty());
    }

    #[test]
    fn a_heading_of_the_own_page_is_mentioned_as_written() {
        let (document, findings) = read("[x](#dose)", Extent::Blocks);
        assert!(findings.is_empty());
        let [mention] = document.mentions() else { panic!("one mention") };
        assert_eq!((mention.kind, mention.target.value.as_str()), (MentionKind::Entry, "#dose"));
        assert_eq!((mention.target.span.start, mention.target.span.end), (4, 9));
    }

    #[test]
    fn there_is_no_link_in_a_link() {
        for text in ["[see [@key] here](cat-cow)", "[[cat-cow|see [@key] here]]", "[see <https://x.org> here](cat-cow)"]
        {
            let html = body(text);
            let mut depth = 0;
            for (at, _) in html.match_indices('<') {
                depth += i32::from(html[at..].starts_with("<a")) - i32::from(html[at..].starts_with("</a"));
                assert!((0..=1).contains(&depth), "{html}");
            }
        }
        assert_eq!(body("[words][@key] more"), "<p>words<a>key</a> more</p>\n");
    }

    #[test]
    fn a_list_keeps_its_first_number_and_a_box_its_mark() {
        assert_eq!(body("3. a\n4. b\n"), "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
        assert_eq!(body("1. a\n"), "<ol>\n<li>a</li>\n</ol>\n");
        assert_eq!(body("- [x] a\n"), "<ul>\n<li>[x] a</li>\n</ul>\n");
        assert_eq!(body("a[^1]\n\n[^1]: some words\n"), "<p>a[^1]</p>\n<p>[^1]: some words</p>\n");
        assert_eq!(faults("a\n\n[^1]: word\n"), [("unresolved-reference", "[^1]: word")]);
    }

    #[test]
    fn a_list_in_a_list_begins_a_block() {
        let (document, _) = read("- a\n  - b\n- c\n", Extent::Blocks);
        let words: Vec<_> = document.blocks().iter().map(|block| &document.plain[block.words.clone()]).collect();
        assert_eq!(words, ["a", "b", "c"]);
    }

    #[test]
    fn a_link_that_did_not_become_one_is_a_finding() {
        assert_eq!(faults("See [cat-cow](cat cow)."), [("unresolved-reference", "[cat-cow](cat cow)")]);
        assert_eq!(faults("See [cat][nope]."), [("unresolved-reference", "[cat][nope]")]);
        assert_eq!(faults("See [*cat*](cat cow)."), [("unresolved-reference", "](cat cow)")]);
        for text in ["[sic] (so)", "\\[a\\](b c)", "`[a](b c)`", "    [a](b c)", "[a](b) [@c](d)", "[[a]](b)"] {
            assert!(faults(text).is_empty(), "{text} {:?}", faults(text));
        }
    }
}
