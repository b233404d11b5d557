//! `content/pictures/*.svg`: pictures that a person drew, made harmless.
//!
//! An SVG file can hold programs, load from elsewhere and move by itself. svg-hush takes out what is known to be dangerous, and
//! more: it keeps only what is known to be a drawing. What that takes away is told, unless it is a drawing program's own notes;
//! what it keeps and a page cannot have (movement, references out of the file, more than a phone can draw) is an error.

mod extent;
mod spelling;

use roxmltree::{Document, Node, NodeType, ParsingOptions};
use svg_hush::data_url_filter::DataUrlFilterResult;

use crate::diagnostic::Diagnostic;
use crate::model::figure::Picture;
use crate::rule;
use crate::source::{SourceId, Span};
use extent::{DEEPEST, Excess};

/// Elements, texts and comments a picture may have.
const MOST_NODES: u32 = 20_000;
/// Findings about one picture: the first few tell enough.
const MOST_FINDINGS: usize = 8;
/// Beyond this, in its own units, a picture has no size worth the name.
const LARGEST_SIDE: f64 = 100_000.0;
/// The shorter side as pages are told it, so that whole numbers tell the shape of a small picture, too.
const SHORTER_SIDE: f64 = 100.0;
/// How many times as long one side may be as the other: a narrower picture would be a page high.
const MOST_STRETCHED: f64 = 8.0;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Elements that set a picture in motion, which only a reader may ask for.
const MOVING: [&str; 5] = ["animate", "animateColor", "animateMotion", "animateTransform", "set"];
/// Elements without which a picture looks the same: notes, and data of drawing programs.
const NOTES: [&str; 2] = ["metadata", "foreignData"];
/// Attributes without which a picture looks the same.
const NOTE_ATTRIBUTES: [&str; 5] = ["role", "version", "baseProfile", "enable-background", "contentScriptType"];

/// The name of a picture that is a text, from the path of its file.
pub(super) fn name(path: &str) -> Option<&str> {
    path.strip_prefix("content/pictures/").filter(|name| {
        let is_svg = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "svg");
        is_svg && !name.contains('/')
    })
}

/// Reads a picture. There is always one; what cannot be shown has no text.
pub(super) fn picture(source: SourceId, name: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Picture {
    let span = Span::new(source, 0..0);
    let mut reading = Reading { source, findings: Vec::new(), refused: false };
    let shown = reading.shown(text);
    let n_more = reading.findings.len().saturating_sub(MOST_FINDINGS);
    reading.findings.truncate(MOST_FINDINGS);
    if let Some(last) = reading.findings.last_mut().filter(|_| n_more > 0) {
        last.notes.push(format!("{n_more} more in this picture are not shown"));
    }
    diagnostics.append(&mut reading.findings);
    let (svg, (width, height)) =
        shown.filter(|_| !reading.refused).map_or((None, (4, 3)), |(svg, size)| (Some(svg), size));
    Picture { name: name.to_owned(), span, svg, width, height }
}

struct Reading {
    source: SourceId,
    findings: Vec<Diagnostic>,
    refused: bool,
}

/// Width and height.
type Size = (u32, u32);

impl Reading {
    fn shown(&mut self, text: &str) -> Option<(String, Size)> {
        let written = self.document(text, MOST_NODES)?;
        let root = written.root_element();
        if !root.has_tag_name((SVG, "svg")) {
            let (said, help) = if root.tag_name().name() == "svg" {
                ("this `<svg>` does not say what it is", "write `xmlns=\"http://www.w3.org/2000/svg\"` into `<svg>`")
            } else {
                ("this is no SVG picture", "save the drawing as SVG, in Inkscape as *Plain SVG*")
            };
            self.refuse(self.beginning(root), said.to_owned(), help);
            return None;
        }
        let frame = self.frame(root)?;
        self.extent(root, root)?;
        self.unfit(root);
        let spelt = spelling::spelt(root);
        let mut filter = svg_hush::Filter::new();
        // No data is let by: what it could hold is a photograph.
        filter.set_data_url_filter(|_| DataUrlFilterResult::Drop);
        let mut clean = Vec::new();
        let filtered = filter.filter(spelt.as_bytes(), &mut clean).ok().and_then(|()| String::from_utf8(clean).ok());
        let Some(clean) = filtered else {
            self.refuse(
                self.beginning(root),
                "nothing of this picture can be shown".to_owned(),
                "save it anew as *Plain SVG*",
            );
            return None;
        };
        // It is indented anew: each element may have white space before it and one behind.
        let kept = self.document(&clean, 3 * MOST_NODES)?;
        self.extent(kept.root_element(), root)?;
        self.compare(root, kept.root_element());
        self.remaining(root);
        self.leading_out(kept.root_element(), root);
        let Some(first) = kept.root_element().first_child() else {
            self.refuse(
                self.beginning(root),
                "this picture is empty".to_owned(),
                "draw something, or leave the figure out",
            );
            return None;
        };
        let (head, rest) = clean.split_at_checked(first.range().start)?;
        Some((format!("{head}{}{rest}", paper(frame)), size(frame)))
    }

    fn document<'t>(&mut self, text: &'t str, most: u32) -> Option<Document<'t>> {
        let options = ParsingOptions { allow_dtd: false, nodes_limit: most, ..ParsingOptions::default() };
        match Document::parse_with_options(text, options) {
            Ok(document) => Some(document),
            Err(error) => {
                let at = offset(text, error.pos());
                let (said, help) = match error {
                    roxmltree::Error::DtdDetected => (
                        "a picture has no document type".to_owned(),
                        "take the line `<!DOCTYPE ...>` out, or save the drawing as *Plain SVG*",
                    ),
                    roxmltree::Error::NodesLimitReached => (
                        format!("a picture has more than {MOST_NODES} parts"),
                        "simplify its paths, or trace it more coarsely",
                    ),
                    error => (format!("this is no SVG picture: {error}"), "save the drawing anew as *Plain SVG*"),
                };
                self.refuse(Span::new(self.source, at..at), said, help);
                None
            }
        }
    }

    /// Nothing, if more would be drawn than can be; `root` is the picture as its author wrote it.
    fn extent(&mut self, drawn: Node, root: Node) -> Option<()> {
        let Some(excess) = Excess::of(drawn) else { return Some(()) };
        let place = if drawn == root { excess.node() } else { root };
        let name = place.tag_name().name();
        let (said, help) = match excess {
            Excess::Deep(_) => (
                format!("more than {DEEPEST} elements stand in each other here"),
                "ungroup the drawing; what `<use>` draws stands in it, too",
            ),
            Excess::Circle(_) => (
                format!("`<{name}>` draws what it stands in, again and again"),
                "let it name something else; drawing programs make a copy with *Unlink Clone*",
            ),
            Excess::Large(_) => (
                format!("`<{name}>` draws more than a phone can"),
                "let `<use>`, patterns, markers, masks and clipping paths draw less, and nothing that holds many others",
            ),
            Excess::Unnamed(_) => (
                format!("`<{name}>` is drawn with what another element says"),
                "say masks, clips and shapes at the element itself, without `inherit` and `var(...)`, as *Plain SVG* does",
            ),
            Excess::ByRule(_) => (
                "this `<style>` fills, masks or clips with another part of the picture".to_owned(),
                "say so at the elements themselves, as *Plain SVG* and *Presentation Attributes* do",
            ),
        };
        self.refuse(self.beginning(place), said, help);
        None
    }

    /// What cannot be printed sharp, and takes a machine as long as a stranger likes.
    fn unfit(&mut self, root: Node) {
        let blurs = |text: &str| {
            let text: String = text.to_ascii_lowercase().split_whitespace().collect();
            // Inkscape says of every shape how colours would be mixed if it had a filter.
            text.split([';', '{', '}']).any(|said| {
                said.contains("filter") && said != "filter:none" && !said.starts_with("color-interpolation-filters:")
            })
        };
        for node in root.descendants().filter(|node| node.tag_name().namespace() == Some(SVG)) {
            let name = node.tag_name().name();
            let filter = said(node, "filter").filter(|filter| filter.trim() != "none");
            if name == "image" {
                self.refuse(
                    self.beginning(node),
                    "`<image>` puts a photograph or a scan into this picture".to_owned(),
                    "trace it into lines, in Inkscape with *Path > Trace Bitmap*: they stay sharp on paper",
                );
            } else if filter.is_some()
                || said(node, "style").is_some_and(blurs)
                || name == "style" && blurs(&words(node))
            {
                self.refuse(
                    self.beginning(node),
                    format!("`<{name}>` is drawn with a filter, such as blur or shadow"),
                    "take it off, in Inkscape with *Filters > Remove Filters*: it cannot be printed as lines",
                );
            }
        }
    }

    /// Left, top, width and height, in the picture's own units.
    fn frame(&mut self, root: Node) -> Option<[f64; 4]> {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let length = |text: &str| number(text.trim().trim_end_matches("px"));
        let box_written = said(root, "viewBox");
        let frame = match box_written {
            Some(written) => {
                let words = written.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
                words.map(number).collect::<Option<Vec<f64>>>().and_then(|numbers| numbers.try_into().ok())
            }
            None => said(root, "width")
                .and_then(length)
                .zip(said(root, "height").and_then(length))
                .map(|(width, height)| [0.0, 0.0, width, height]),
        };
        let is_size = |side: f64| side > 0.0 && side <= LARGEST_SIDE;
        let frame = frame.filter(|[x, y, width, height]| {
            is_size(*width) && is_size(*height) && x.abs() <= LARGEST_SIDE && y.abs() <= LARGEST_SIDE
        });
        if frame.is_none() {
            self.refuse(
                self.beginning(root),
                "how large this picture is cannot be told".to_owned(),
                "give `<svg>` its frame, such as `viewBox=\"0 0 160 120\"`; Inkscape does with *Resize page to content*",
            );
        } else if box_written.is_none() {
            self.refuse(
                self.beginning(root),
                "a picture without `viewBox` cannot be made larger or smaller".to_owned(),
                "write `viewBox=\"0 0 WIDTH HEIGHT\"` into `<svg>`",
            );
        } else if let Some([_, _, width, height]) = frame
            && (width / height).max(height / width) > MOST_STRETCHED
        {
            let (long, short) = if width > height { ("wide", "high") } else { ("high", "wide") };
            self.refuse(
                self.beginning(root),
                format!("this picture is more than {MOST_STRETCHED} times as {long} as it is {short}"),
                "fit its frame to the drawing; Inkscape does with *Resize page to content*",
            );
        }
        frame
    }

    /// Says what is in the picture as it was written and no longer in what is shown.
    fn compare(&mut self, written: Node, kept: Node) {
        let mut pairs = vec![(written, kept)];
        while let Some((written, kept)) = pairs.pop() {
            self.attributes(written, kept);
            if written.tag_name().name() == "style" && (words(written) != words(kept) || words(written).contains('@')) {
                // Half a style sheet is none: what is left may say something else. And a rule with `@` holds for some readers.
                self.refuse(
                    self.beginning(written),
                    "this `<style>` loads something, hides what it does, or says something else to some readers"
                        .to_owned(),
                    "say colours and widths at the elements themselves, as *Plain SVG* does",
                );
            }
            let mut rest = kept.children().filter(Node::is_element).peekable();
            for child in written.children().filter(Node::is_element) {
                let name = child.tag_name();
                if rest.peek().is_some_and(|other| {
                    child.tag_name().namespace() == Some(SVG) && other.tag_name().name() == name.name()
                }) {
                    pairs.extend(rest.next().map(|other| (child, other)));
                } else if name.namespace() == Some(SVG) && !NOTES.contains(&name.name())
                    || name.namespace().is_none_or(|space| space.ends_with("xhtml"))
                {
                    self.cut(self.beginning(child), format!("`<{}>` is left out of this picture", name.name()));
                }
            }
        }
        self.findings.sort_by_key(|finding| finding.primary.span);
    }

    fn attributes(&mut self, written: Node, kept: Node) {
        for attribute in written.attributes() {
            let name = attribute.name();
            let is_note = match attribute.namespace() {
                None if spelling::is_size_of_root(written, name) => true,
                None => NOTE_ATTRIBUTES.contains(&name) || name == "style" && attribute.value().trim().is_empty(),
                Some(XLINK) => name != "href",
                Some(_) => true, // `xml:space`, and what drawing programs write for themselves.
            };
            let same = |value: &str| value.split_whitespace().eq(attribute.value().split_whitespace());
            if !is_note && !kept.attribute(name).is_some_and(same) {
                let said = if kept.attribute(name).is_some() { "changed" } else { "left out" };
                self.cut(
                    Span::new(self.source, attribute.range()),
                    format!("`{name}` of `<{}>` is {said} in this picture", written.tag_name().name()),
                );
            }
        }
    }

    /// What is a drawing and no page may have: movement that nobody asked for.
    fn remaining(&mut self, root: Node) {
        for node in root.descendants().filter(Node::is_element) {
            let name = node.tag_name().name();
            let moves = MOVING.contains(&name) && node.tag_name().namespace() == Some(SVG)
                || name == "style"
                    && ["animation", "transition"].iter().any(|word| words(node).to_ascii_lowercase().contains(word))
                || said(node, "style").is_some_and(|style| style.to_ascii_lowercase().contains("animation"));
            if moves {
                self.refuse(
                    self.beginning(node),
                    format!("`<{name}>` sets this picture in motion"),
                    "take it out: movement starts only when a reader asks for it, as it does in figures drawn from poses",
                );
            }
        }
    }

    /// References that lead out of the file. An `<img>` does not load them, whoever opens the file does.
    fn leading_out(&mut self, kept: Node, root: Node) {
        let leads_out = |target: &str| {
            let target = target.trim().trim_matches(['"', '\'']).trim();
            // A name in another spelling is another name to whoever counts, and the same one to a browser.
            !target.is_empty() && (!target.starts_with('#') || target.contains('%'))
        };
        let in_style = |text: &str| {
            let lower = text.to_ascii_lowercase();
            let out = lower.split("url(").skip(1).any(|rest| leads_out(rest.split(')').next().unwrap_or("")));
            out || lower.contains("@import") || lower.contains("image-set(")
        };
        let is_out = |node: Node| {
            // An image is refused whatever it shows.
            node.tag_name().name() != "image"
                && node.attributes().any(|one| one.name() == "href" && leads_out(one.value()) || in_style(one.value()))
                || node.tag_name().name() == "style" && in_style(&words(node))
        };
        if kept.descendants().filter(Node::is_element).any(is_out) {
            // Where it stands in the author's text: what was not said to be left out leads out there, too.
            let place = root.descendants().filter(Node::is_element).find(|node| is_out(*node)).unwrap_or(root);
            self.refuse(
                self.beginning(place),
                format!("`<{}>` leads out of this picture", place.tag_name().name()),
                "draw it into the picture: a picture on this site loads nothing from elsewhere",
            );
        }
    }

    /// The opening of an element.
    fn beginning(&self, node: Node) -> Span {
        let range = node.range();
        Span::new(self.source, range.start..range.start + 1 + node.tag_name().name().len())
    }

    fn cut(&mut self, span: Span, said: String) {
        self.findings.push(
            Diagnostic::new(&rule::CUT_PICTURE, span, said)
                .label("not shown to readers")
                .help("look at the picture on its page; if it is as it should be, take this part out of the file"),
        );
    }

    fn refuse(&mut self, span: Span, said: String, help: &str) {
        self.refused = true;
        self.findings.push(Diagnostic::new(&rule::BAD_PICTURE, span, said).help(help));
    }
}

/// The paper it was drawn on, which lines in black need on a dark page. No rule of the author's `<style>` takes it away from
/// under the drawing; what hides the whole picture hides it, too.
fn paper([x, y, width, height]: [f64; 4]) -> String {
    let (right, bottom) = (x + width, y + height);
    format!(
        "<polygon points=\"{x},{y} {right},{y} {right},{bottom} {x},{bottom}\" \
         style=\"all:initial!important;fill:#ffffff!important\"/>"
    )
}

/// Width and height, with the shape of the frame.
fn size([_, _, width, height]: [f64; 4]) -> Size {
    let times = (SHORTER_SIDE / width.min(height)).max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a frame that was looked at")]
    let side = |side: f64| (side * times).round() as u32;
    (side(width), side(height))
}

/// An attribute of SVG's own: a name with a prefix is another's.
fn said<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|one| one.namespace().is_none() && one.name() == name).map(|one| one.value())
}

/// The text of an element, with every space as one.
fn words(node: Node) -> String {
    let texts = node.children().filter(|child| child.node_type() == NodeType::Text).filter_map(|child| child.text());
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The byte at a line and column.
fn offset(text: &str, at: roxmltree::TextPos) -> usize {
    let line: usize = text.split_inclusive('\n').take(at.row.saturating_sub(1) as usize).map(str::len).sum();
    let rest = text.get(line..).unwrap_or("");
    line + rest.chars().take(at.col.saturating_sub(1) as usize).map(char::len_utf8).sum::<usize>()
}
