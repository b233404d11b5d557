//! YAML text to one tree of nodes, each with its place. The only file that names the parser.
//!
//! The tree keeps what a typed decoder would lose: every duplicate key, the exact place of each value, and the text of a
//! scalar as it was written, so that `side: no` is never taken for *false* before a field says what it wants.

mod fault;

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use self::fault::Fault;

use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::{SourceId, Span, Spanned};

/// Collections inside each other that an entry may have; real ones need six.
const DEEPEST: usize = 32;

/// Nodes that one file may have; the largest real one, the bibliography, has a thousand.
const MOST_NODES: usize = 50_000;

/// One value of a YAML text.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// What a node can be. Numbers, dates and truth values are scalars: a field decides.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing written, `~` or `null`.
    Null,
    /// A scalar.
    Scalar(Scalar),
    /// Items in order.
    List(Vec<Node>),
    /// Keys in order, duplicates kept.
    Map(Vec<(Spanned<String>, Node)>),
}

/// The text of a scalar.
#[derive(Debug, Clone)]
pub struct Scalar {
    /// Its text, escapes resolved.
    pub text: String,
    /// Where in the source its first byte stands, if the source holds the text letter for letter (plain, or quoted on one
    /// line without escapes): places inside the text can then be told.
    pub verbatim: Option<u32>,
}

impl Value {
    /// What an author would call it.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a group of fields",
        }
    }
}

/// What a web page or a word processor puts where two words must not be parted.
const NO_BREAK_SPACE: char = '\u{a0}';

/// A text in quotes, so that nothing in it means anything to YAML. Quotation marks of a word processor around the whole of it
/// were meant as such.
#[must_use]
pub fn quoted(text: &str) -> String {
    let bare = text.strip_prefix('“').and_then(|text| text.strip_suffix('”')).filter(|text| !text.contains(['“', '”']));
    let text = bare.unwrap_or(text);
    if text.contains('"') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\"))
    }
}

/// Whether a word is what begins an item in a word processor: a dot, a star, a dash, a number.
#[must_use]
pub fn is_bullet(word: &str) -> bool {
    let is_number =
        word.strip_suffix(['.', ')']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    is_number || matches!(word, "•" | "·" | "●" | "▪" | "◦" | "‣" | "–" | "—" | "\u{2212}" | "*")
}

/// Whether a word has the form of a field's name: small letters and underscores.
#[must_use]
pub fn is_field_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Reads `text`, which begins at byte `offset` of `source`. Nothing comes back if it does not parse: that is a finding.
pub fn parse(
    source: SourceId,
    whole: &str,
    offset: usize,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let mut builder = Builder { source, whole, offset, text, diagnostics, n_nodes: 0 };
    builder.document()
}

/// Turns parser events into nodes.
struct Builder<'a> {
    source: SourceId,
    whole: &'a str,
    offset: usize,
    text: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    n_nodes: usize,
}

/// A collection that has begun and not ended.
enum Open {
    List { span: Span, items: Vec<Node> },
    Map { span: Span, fields: Vec<(Spanned<String>, Node)>, key: Option<Spanned<String>> },
}

impl Builder<'_> {
    fn document(&mut self) -> Option<Node> {
        if let Some(finding) = self.odd_indentation() {
            self.diagnostics.push(finding);
            return None;
        }
        let mut open: Vec<Open> = Vec::new();
        let mut root = None;
        for event in Parser::new_from_str(self.text) {
            let (event, place) = match event {
                Ok(event) => event,
                Err(error) => {
                    let finding = self.syntax(&error);
                    self.diagnostics.push(finding);
                    return None;
                }
            };
            let at = |marker: granit_parser::Marker| self.offset + marker.byte_offset().unwrap_or(0);
            let span = Span::new(self.source, at(place.start)..at(place.end).max(at(place.start)));
            let done = match event {
                Event::Scalar(_, _, anchor, _)
                | Event::SequenceStart(_, anchor, _)
                | Event::MappingStart(_, anchor, _)
                    if anchor != 0 =>
                {
                    return self.refuse_alias(span);
                }
                Event::Scalar(_, _, _, Some(_))
                | Event::SequenceStart(_, _, Some(_))
                | Event::MappingStart(_, _, Some(_)) => {
                    return self.refuse_tag(span);
                }
                Event::Scalar(text, style, ..) => Some(self.scalar(text.into_owned(), style, span)),
                Event::SequenceStart(..) => {
                    open.push(Open::List { span, items: Vec::new() });
                    None
                }
                Event::MappingStart(..) => {
                    open.push(Open::Map { span, fields: Vec::new(), key: None });
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => open.pop().map(|open| close(open, span)),
                Event::Alias(_) => return self.refuse_alias(span),
                Event::DocumentStart(..) if root.is_some() => {
                    self.diagnostics.push(
                        Diagnostic::new(&rule::YAML_SYNTAX, span, "a second YAML document begins here")
                            .help("leave out the line of three dashes: one file is one entry; free text belongs into a file that ends in `.md`"),
                    );
                    return None;
                }
                _ => None,
            };
            self.n_nodes += 1;
            if open.len() > DEEPEST || self.n_nodes > MOST_NODES {
                self.diagnostics.push(too_deep(span));
                return None;
            }
            let Some(node) = done else { continue };
            match open.last_mut() {
                None => root = Some(node),
                Some(Open::List { items, .. }) => items.push(node),
                Some(Open::Map { fields, key, .. }) => match key.take() {
                    Some(name) => {
                        // `{sets 2}`: what has no colon behind it has its nothing there.
                        let rest = self.whole.get(name.span.range().end..).unwrap_or("").trim_start();
                        let node = match node.value {
                            Value::Null if !rest.starts_with(':') => {
                                Node { span: Span { start: name.span.end, end: name.span.end, ..node.span }, ..node }
                            }
                            _ => node,
                        };
                        fields.push((name, node));
                    }
                    None => match node.value {
                        Value::Scalar(scalar) => *key = Some(Spanned::new(scalar.text, node.span)),
                        Value::Null => *key = Some(Spanned::new(String::new(), node.span)),
                        Value::List(_) | Value::Map(_) => {
                            self.diagnostics.push(
                                Diagnostic::new(&rule::YAML_SYNTAX, node.span, "a field's name must be a word")
                                    .help("write `name: value`"),
                            );
                            return None;
                        }
                    },
                },
            }
        }
        root
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Span) -> Node {
        let plain = matches!(style, ScalarStyle::Plain);
        if plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            return Node { value: Value::Null, span };
        }
        let written = self.whole.get(span.range()).unwrap_or("");
        if plain {
            self.swallowed_item(written, span);
        }
        let verbatim = written.find(text.as_str()).and_then(|at| u32::try_from(at).ok()).map(|at| span.start + at);
        let span = match verbatim {
            // A plain scalar ends with its text, not with the comment or the line end behind it.
            Some(start) if plain => Span { start, end: start + u32::try_from(text.len()).unwrap_or(0), ..span },
            _ => self.trimmed(span),
        };
        if plain {
            self.cut_text(&text, span);
        }
        Node { value: Value::Scalar(Scalar { text, verbatim }), span }
    }

    /// A `#` behind one space ends a text, and what follows is read by nobody: a stop rule can lose its half. Whoever means a
    /// note to editors sets it off by two spaces.
    fn cut_text(&mut self, text: &str, span: Span) {
        let rest = self.whole.get(span.range().end..).unwrap_or("");
        let Some(lost) = rest.strip_prefix(" #") else { return };
        // One word may be a name with a note behind it, but in `Press #1 down` no note begins.
        if !text.contains(' ') && lost.starts_with([' ', '#', '\n', '\r']) {
            return;
        }
        let help = if text.contains(' ') {
            "put the whole text in quotes; if this is a note to editors, put two spaces before the `#`"
        } else {
            "put the whole text in quotes; if this is a note to editors, put a space behind the `#`"
        };
        let end = span.range().end;
        let lost = Span::new(self.source, end + 1..end + rest.find('\n').unwrap_or(rest.len()));
        self.diagnostics.push(
            Diagnostic::new(&rule::CUT_TEXT, lost, "everything from this `#` on is lost").label("not read").help(help),
        );
    }

    /// An item that is indented further than the one above it goes on with that one's text, and nobody would notice.
    fn swallowed_item(&mut self, written: &str, span: Span) {
        let mut at = span.range().start;
        let first = self.whole.get(..at).map_or("", |before| &before[before.rfind('\n').map_or(0, |end| end + 1)..]);
        for (n, line) in written.split_inclusive('\n').enumerate() {
            let words = line.trim();
            if n > 0 && words.starts_with("- ") {
                let start = at + (line.len() - line.trim_start().len());
                let span = Span::new(self.source, start..start + words.len());
                let finding =
                    Diagnostic::new(&rule::YAML_SYNTAX, span, "this item would become a part of the text above it");
                // `2` at the end of a line and `- 5 seconds` below it may be one range.
                let may_go_on = words[2..].trim_start().starts_with(|c: char| c.is_ascii_digit());
                self.diagnostics.push(if first.trim() == "-" && !may_go_on {
                    let column = first.len() - first.trim_start().len();
                    finding.label("indented further than the item above").edit(
                        "start the items of one list in the same column",
                        Span::new(self.source, at..start),
                        " ".repeat(column),
                    )
                } else {
                    finding
                        .label("part of the text above, or an item of its own")
                        .help("begin every item of the list with a hyphen and a space, in the same column")
                });
                return; // The first says it of all.
            }
            at += line.len();
        }
    }

    /// A span without the white space at its end.
    fn trimmed(&self, span: Span) -> Span {
        let written = self.whole.get(span.range()).unwrap_or("");
        Span::new(self.source, span.range().start..span.range().start + written.trim_end().len())
    }

    /// An anchor or an alias is refused: `span` is what it marks, or itself.
    fn refuse_alias(&mut self, span: Span) -> Option<Node> {
        let from = self.whole.get(..span.range().start).and_then(|before| before.rfind('&'));
        let mark = match self.whole.get(span.range()) {
            Some(written) if written.starts_with('*') => span,
            _ => from.map_or(span, |from| self.span(fault::word_at(self.text, from - self.offset))),
        };
        self.diagnostics.push(alias(mark));
        None
    }

    /// A tag, `!name`, would be dropped without a word.
    fn refuse_tag(&mut self, span: Span) -> Option<Node> {
        let before = self.whole.get(..span.range().start).unwrap_or("");
        let from = before.rfind('!').map(|last| before[..=last].trim_end_matches('!').len());
        let mark = from.map_or(span, |from| self.span(fault::word_at(self.text, from - self.offset)));
        self.diagnostics.push(
            Diagnostic::new(&rule::YAML_SYNTAX, mark, "a text that begins with `!` needs quotes")
                .label("would be left out")
                .help("put the whole text in quotes"),
        );
        None
    }

    /// Tabs that indent, and spaces that only look like one: common slips, and a parser explains them badly.
    fn odd_indentation(&self) -> Option<Diagnostic> {
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t', NO_BREAK_SPACE]).len();
            let odd = line[..indent].find(['\t', NO_BREAK_SPACE]);
            if let Some(odd) = odd.filter(|_| !line.trim().is_empty()) {
                let at = self.offset + start;
                let span = Span::new(self.source, at..at + indent);
                let spaces = line[..indent].replace('\t', "  ").replace(NO_BREAK_SPACE, " ");
                let (message, label, help) = if line[odd..].starts_with('\t') {
                    ("a tab stands where only spaces can indent", "tab here", "indent with two spaces a level")
                } else {
                    (
                        "a space here is not an ordinary one: it comes from a web page or a word processor",
                        "looks like a space and is none",
                        "type the spaces anew",
                    )
                };
                return Some(Diagnostic::new(&rule::YAML_SYNTAX, span, message).label(label).edit(help, span, spaces));
            }
            start += line.len();
        }
        None
    }

    /// Where the parser stopped, made into what the author can mend.
    fn syntax(&self, error: &ScanError) -> Diagnostic {
        let stopped = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        if matches!(error.kind(), ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName) {
            let place = fault::word_at(self.text, stopped);
            let before = self.text[..place.start].rsplit('\n').next().unwrap_or("");
            if self.text.get(place.clone()) == Some("*") && before.trim().is_empty() {
                let place = self.span(place);
                return Diagnostic::new(
                    &rule::YAML_SYNTAX,
                    place,
                    "an item of a list begins with a hyphen, not with `*`",
                )
                .label("an item of a list")
                .edit("write a hyphen", place, "-");
            }
            return alias(self.span(place));
        }
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            return too_deep(self.span(stopped..stopped));
        }
        let Fault { place, message, label, help, edit } = fault::likeliest(self.text, stopped, &error.info());
        let finding = Diagnostic::new(&rule::YAML_SYNTAX, self.span(place), message).label(label);
        match edit {
            Some((place, replacement)) => finding.edit(help, self.span(place), replacement),
            None => finding.help(help),
        }
    }

    /// A stretch of the text as a place in its source.
    fn span(&self, place: Range<usize>) -> Span {
        Span::new(self.source, self.offset + place.start..self.offset + place.end)
    }
}

/// The finding for lists in lists in lists.
fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(&rule::TOO_DEEP, span, "lists and fields are nested too deep, or there are too many of them")
        .help(format!("an entry has at most {DEEPEST} levels and {MOST_NODES} values"))
}

/// The finding for an anchor or an alias.
fn alias(span: Span) -> Diagnostic {
    Diagnostic::new(&rule::YAML_ALIAS, span, "`&name` and `*name` are not used in entries")
        .help("write the text out where it is needed; quote a text that begins with `*` or `&`")
}

/// A finished collection.
fn close(open: Open, end: Span) -> Node {
    match open {
        Open::List { span, items } => {
            let last = items.last().map_or(span.end, |item| item.span.end);
            Node { span: Span { end: last.max(span.end).min(end.end.max(last)), ..span }, value: Value::List(items) }
        }
        Open::Map { span, fields, .. } => {
            let start =
                fields.first().map_or(span.start, |(name, _)| name.span.start.min(span.start.max(name.span.start)));
            let last = fields.last().map_or(span.end, |(_, node)| node.span.end);
            Node {
                span: Span { start: span.start.min(start), end: last.max(span.end), ..span },
                value: Value::Map(fields),
            }
        }
    }
}
