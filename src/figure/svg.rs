//! SVG text. One formatter writes every number, with a fixed number of decimals, so that two builds agree to the byte.
//!
//! Coordinates are canvas units, written relative to the point before in whole tenths: no rounding adds up. Shapes that are
//! used twice, as an outline and as a fill, are written once.

use std::fmt::Write as _;

use super::geometry::{Point, smoothstep_inverse};
use super::layers::ShapeId;
use super::layout::{BADGE, CANVAS, Page, Panel};
use super::path::{Path, Step};
use super::style::{self, Class, Colors};
use super::{arrows, digits};
use crate::model::figure::Mark;

/// What a document says beside its shapes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) colors: Colors,
}

/// A shape with key frames has all of them; others have one.
pub(super) type Frames = Vec<Path>;

/// A document that is being written.
#[derive(Debug, Default)]
pub(super) struct Document {
    id: String,
    defs: String,
    body: String,
    used: Vec<Class>,
    n_shared: usize,
    /// Attributes of every animation; nothing moves without.
    timing: Option<String>,
}

impl Document {
    pub(super) fn new(id: &str, timing: Option<String>) -> Self {
        Self { id: id.to_owned(), timing, ..Self::default() }
    }

    fn class(&mut self, class: Class) -> &'static str {
        if !self.used.contains(&class) {
            self.used.push(class);
        }
        class.name()
    }

    /// A path where it is used.
    pub(super) fn path(&mut self, class: Class, frames: &[Path]) {
        let name = self.class(class);
        let text = self.path_text(&format!("class=\"{name}\""), frames);
        self.body.push_str(&text);
    }

    fn path_text(&self, attribute: &str, frames: &[Path]) -> String {
        let values: Vec<String> = frames.iter().map(data).collect();
        let Some(first) = values.first() else {
            return String::new();
        };
        match &self.timing {
            Some(timing) if values.iter().any(|value| value != first) => {
                let there_and_back = there_and_back(&values);
                format!(
                    "<path {attribute} d=\"{first}\"><animate attributeName=\"d\" {timing} values=\"{there_and_back}\"/></path>"
                )
            }
            _ => format!("<path {attribute} d=\"{first}\"/>"),
        }
    }

    /// A shape that several uses share.
    fn share(&mut self, frames: &[Path]) -> usize {
        let number = self.n_shared;
        self.n_shared += 1;
        let text = self.path_text(&format!("id=\"{}-{number}\"", self.id), frames);
        self.defs.push_str(&text);
        number
    }

    fn use_shared(&mut self, class: Class, number: usize) {
        let name = self.class(class);
        let _ = write!(self.body, "<use class=\"{name}\" href=\"#{}-{number}\"/>", self.id);
    }

    /// A body: its shapes, with what stands between it and its near arm put in. Gives back the uses of its outlines.
    pub(super) fn body(
        &mut self,
        items: &[(Class, ShapeId)],
        shapes: &[Frames],
        middle: usize,
        mid: &[(Class, Frames)],
        shadow: Option<Point>,
    ) {
        let mut n_uses = vec![0_usize; shapes.len()];
        for (class, shape) in items {
            if let Some(n) = n_uses.get_mut(*shape) {
                *n += if shadow.is_some() && *class == Class::Line { 2 } else { 1 };
            }
        }
        let shared: Vec<Option<usize>> =
            shapes.iter().zip(&n_uses).map(|(frames, n)| (*n > 1).then(|| self.share(frames))).collect();
        if let Some(by) = shadow {
            let _ = write!(self.body, "<g transform=\"translate({} {})\">", decimal(by.x, 2), decimal(by.y, 2));
            for (_, shape) in items.iter().filter(|(class, _)| *class == Class::Line) {
                if let Some(Some(number)) = shared.get(*shape) {
                    self.use_shared(Class::Shade, *number);
                }
            }
            self.body.push_str("</g>");
        }
        for (i, (class, shape)) in items.iter().enumerate() {
            if i == middle {
                self.paths(mid);
            }
            match shared.get(*shape) {
                Some(Some(number)) => self.use_shared(*class, *number),
                _ => self.path(*class, shapes.get(*shape).map_or(&[], Vec::as_slice)),
            }
        }
        if middle >= items.len() {
            self.paths(mid);
        }
    }

    pub(super) fn paths(&mut self, paths: &[(Class, Frames)]) {
        for (class, frames) in paths {
            self.path(*class, frames);
        }
    }

    /// Everything until [`Self::end_group`] is seen only within a rectangle.
    pub(super) fn clip(&mut self, name: &str, left: f64, top: f64, width: f64, height: f64) {
        let id = &self.id;
        let _ = write!(
            self.defs,
            "<clipPath id=\"{id}-{name}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
            decimal(left, 1),
            decimal(top, 1),
            decimal(width, 1),
            decimal(height, 1)
        );
        let _ = write!(self.body, "<g clip-path=\"url(#{id}-{name})\">");
    }

    pub(super) fn end_group(&mut self) {
        self.body.push_str("</g>");
    }

    /// The whole text.
    pub(super) fn finish(mut self, head: Head, thin: f64) -> String {
        let Head { id, title, description, colors } = head;
        let (width, height) = CANVAS;
        let paper = if colors.hatched {
            String::new()
        } else {
            self.used.push(Class::Paper);
            format!("<rect class=\"{}\" width=\"{width}\" height=\"{height}\"/>", Class::Paper.name())
        };
        let mut css = style::sheet(id, &self.used, colors, thin);
        if !colors.hatched {
            // Where a reader's own colours replace the page's, the picture brings its paper along.
            let paper = Class::Paper.name();
            let _ = write!(
                css,
                "#{id} .{paper}{{display:none}}@media (forced-colors:active){{#{id} .{paper}{{display:inline}}}}"
            );
        }
        let hatch =
            if self.used.contains(&Class::Highlight) && colors.hatched { style::hatch(id) } else { String::new() };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" class=\"figure\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
             viewBox=\"0 0 {width} {height}\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc><style>{css}</style>\
             <defs>{hatch}{}</defs>{paper}{}</svg>\n",
            escape(title),
            escape(description),
            self.defs,
            self.body
        )
    }
}

/// A still picture of a page.
pub(super) fn still(page: &Page, head: Head) -> String {
    let mut document = Document::new(head.id, None);
    let numbered = page.panels.len() > 1;
    for (i, panel) in page.panels.iter().enumerate() {
        still_panel(&mut document, page, panel, i);
        if let Some(mark) = panel.scene.mark() {
            let center = Point::new(panel.corner.right - BADGE / page.scale, panel.corner.top - BADGE / page.scale);
            put_mark(&mut document, mark, panel.place(center, page.scale));
        }
        if numbered {
            let center = Point::new(panel.corner.left + BADGE / page.scale, panel.corner.top - BADGE / page.scale);
            put_badge(&mut document, i + 1, panel.place(center, page.scale));
        }
    }
    document.finish(head, page.thin())
}

fn still_panel(document: &mut Document, page: &Page, panel: &Panel, number: usize) {
    let on_canvas = |path: &Path| path.map(|point| panel.place(point, page.scale));
    let placed = |paths: &[(Class, Path)]| -> Vec<(Class, Frames)> {
        paths.iter().map(|(class, path)| (*class, vec![on_canvas(path)])).collect()
    };
    let layers = &panel.scene.layers;
    let shapes: Vec<Frames> = layers.shapes.iter().map(|shape| vec![on_canvas(shape)]).collect();
    if panel.crop.is_some() {
        // A line's half width and a halo may stand out, but nothing below the cut.
        let corner = panel.place(Point::new(panel.extent.left - 9.0, panel.extent.top + 9.0), page.scale);
        let (width, height) = (panel.extent.width() + 18.0, panel.extent.height() + 9.0);
        document.clip(&format!("c{number}"), corner.x, -corner.y, width * page.scale, height * page.scale);
    }
    document.paths(&placed(&panel.props.back));
    let shadow = panel.props.shadow.then(|| Point::new(2.2 * page.scale, 1.6 * page.scale));
    document.body(&layers.items, &shapes, layers.middle, &placed(&panel.props.mid), shadow);
    if panel.crop.is_some() {
        document.end_group();
    }
    document.paths(&placed(&panel.props.front));
    for (arrow, line) in &panel.arrows {
        let line: Vec<Point> = line.iter().map(|point| panel.place(*point, page.scale)).collect();
        for (class, path) in arrows::shapes(&line, arrow.both) {
            document.path(class, &[path]);
        }
    }
}

fn put_badge(document: &mut Document, number: usize, center: Point) {
    document.path(Class::Badge, &[Path::circle(center, BADGE)]);
    document.path(Class::Digit, &[digits::shape(number).map(|point| center + point)]);
}

/// A tick or a cross: the meaning never rests on the colour alone.
fn put_mark(document: &mut Document, mark: Mark, center: Point) {
    let line = |points: &[(f64, f64)]| {
        let points: Vec<Point> = points.iter().map(|(x, y)| center + Point::new(*x, *y)).collect();
        Path::line(&points)
    };
    let (class, strokes) = match mark {
        Mark::Right => (Class::Right, vec![line(&[(-2.5, -0.2), (-0.7, -2.2), (2.7, 2.0)])]),
        Mark::Wrong => (Class::Wrong, vec![line(&[(-2.0, 2.0), (2.0, -2.0)]), line(&[(2.0, 2.0), (-2.0, -2.0)])]),
    };
    document.path(class, &[Path::circle(center, BADGE)]);
    for stroke in strokes {
        document.path(Class::Mark, &[stroke]);
    }
}

/// Key frames there, a rest, back, a rest.
fn there_and_back(values: &[String]) -> String {
    let back = values.iter().rev();
    let order: Vec<&str> = values.iter().take(1).chain(values).chain(back).map(String::as_str).collect();
    order.join(";")
}

/// The key times of [`there_and_back`] with so many frames, evenly apart: slow at both ends of the movement, quick between.
/// `rest` is the share of one rest.
pub(super) fn key_times(n: usize, rest: f64) -> String {
    let moving = 0.5 - rest;
    #[expect(clippy::cast_precision_loss, reason = "a handful of frames")]
    let step = |i: usize| moving * smoothstep_inverse(i as f64 / (n.max(2) - 1) as f64);
    let there = (0..n).map(|i| rest + step(i));
    let back = (0..n).map(|i| 0.5 + rest + step(i));
    std::iter::once(0.0).chain(there).chain(back).map(|time| decimal(time.min(1.0), 3)).collect::<Vec<_>>().join(";")
}

/// Path data.
fn data(path: &Path) -> String {
    let mut pen = Pen::default();
    for step in &path.0 {
        match *step {
            Step::Move(to) => pen.start(to),
            Step::Line(to) => pen.go('l', &[to]),
            Step::Quadratic(a, to) => pen.go('q', &[a, to]),
            Step::Cubic(a, b, to) => pen.go('c', &[a, b, to]),
            Step::Close => pen.close(),
        }
    }
    pen.text
}

/// Writes path data; knows where it is in whole tenths.
#[derive(Debug, Default)]
struct Pen {
    text: String,
    at: (i64, i64),
    start: (i64, i64),
    command: char,
}

impl Pen {
    fn start(&mut self, to: Point) {
        let to = (tenths(to.x), tenths(-to.y));
        self.text.push('M');
        self.command = 'M';
        self.number(to.0, true);
        self.number(to.1, false);
        (self.at, self.start) = (to, to);
    }

    fn go(&mut self, command: char, points: &[Point]) {
        let fresh = self.command != command;
        if fresh {
            self.text.push(command);
            self.command = command;
        }
        let mut to = self.at;
        for (i, point) in points.iter().enumerate() {
            to = (tenths(point.x), tenths(-point.y));
            self.number(to.0 - self.at.0, fresh && i == 0);
            self.number(to.1 - self.at.1, false);
        }
        self.at = to;
    }

    fn close(&mut self) {
        self.text.push('Z');
        self.command = 'Z';
        self.at = self.start;
    }

    /// A number of tenths, with a space before it only where two would run together.
    fn number(&mut self, tenths: i64, first: bool) {
        if !first && tenths >= 0 {
            self.text.push(' ');
        }
        push_tenths(&mut self.text, tenths);
    }
}

fn push_tenths(text: &mut String, tenths: i64) {
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    let _ = match (tenths < 0, whole, rest) {
        (false, whole, 0) => write!(text, "{whole}"),
        (true, whole, 0) => write!(text, "-{whole}"),
        (false, 0, rest) => write!(text, ".{rest}"),
        (true, 0, rest) => write!(text, "-.{rest}"),
        (false, whole, rest) => write!(text, "{whole}.{rest}"),
        (true, whole, rest) => write!(text, "-{whole}.{rest}"),
    };
}

/// A coordinate in whole tenths. What is not a number, or far off every canvas, is drawn at its edge rather than not at all.
#[expect(clippy::cast_possible_truncation, reason = "clamped")]
fn tenths(value: f64) -> i64 {
    if value.is_nan() { 0 } else { (value.clamp(-9999.0, 9999.0) * 10.0).round() as i64 }
}

/// A number with at most so many decimals and no zeros at its end.
pub(super) fn decimal(value: f64, places: usize) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as it may stand in an element. Control characters, which no XML holds, become spaces.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let text = |value| {
            let mut text = String::new();
            push_tenths(&mut text, tenths(value));
            text
        };
        assert_eq!([0.04, -0.04, 0.5, -0.5, 12.0, -12.34].map(text), ["0", "0", ".5", "-.5", "12", "-12.3"]);
        assert_eq!([1.0, 0.25, -0.001, f64::NAN].map(|value| decimal(value, 2)), ["1", "0.25", "0", "0"]);
    }

    #[test]
    fn relative_coordinates_do_not_drift() {
        let points: Vec<Point> = (0..100).map(|i| Point::new(f64::from(i) * 0.34, 0.0)).collect();
        let text = data(&Path::line(&points));
        let sum: f64 = text.split(['M', 'l', ' ']).step_by(2).filter_map(|x| x.parse::<f64>().ok()).sum();
        assert!(sum.is_finite());
        assert!(text.starts_with("M0 0l.3 0 .4 0 .3 0"), "{text}");
    }

    #[test]
    fn there_are_as_many_key_times_as_values_and_they_end_at_one() {
        let frames: Vec<String> = (0..6).map(|i| i.to_string()).collect();
        let (values, times) = (there_and_back(&frames), key_times(6, 0.1));
        assert_eq!(values, "0;0;1;2;3;4;5;5;4;3;2;1;0");
        assert_eq!(values.split(';').count(), times.split(';').count());
        assert!(times.starts_with("0;0.1;") && times.ends_with(";1"), "{times}");
    }

    #[test]
    fn a_coordinate_that_is_not_a_number_does_not_reach_the_file() {
        let text = data(&Path::line(&[Point::new(f64::NAN, f64::INFINITY), Point::new(1.0, 1.0)]));
        assert_eq!(text, "M0-9999l1 9998");
    }

    #[test]
    fn markup_in_a_title_stays_text() {
        assert_eq!(escape("<a> & \"b\"\u{1}"), "&lt;a&gt; &amp; &quot;b&quot; ");
    }
}
