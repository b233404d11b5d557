//! `figure:` in an entry: the pose format, field by field. Every fault is reported and something harmless put in its place.

mod arrows;
mod limbs;
mod props;
mod reader;

use crate::diagnostic::Diagnostic;
use crate::model::figure::{
    Base, ByHand, Contact, Course, Figure, Highlight, Layout, Mark, Pose, Posed, Region, Setting, View, split_side,
};
use crate::rule;
use crate::source::{Span, Spanned};
use crate::yaml::Node;
use reader::{Fields, Reader, suggested};

/// Poses that a figure may have: more would be too small to read.
const MOST_POSES: usize = 6;

/// Reads a figure; whose it is, its entry says. Nothing comes back if there is nothing to draw.
pub(super) fn figure(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Figure> {
    Reader { diagnostics }.figure(node)
}

impl Reader<'_> {
    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let fields = self.fields(node, "a figure")?;
        if fields.has("file") {
            self.by_hand(node, fields).map(Figure::ByHand)
        } else {
            self.posed(node, fields).map(|figure| Figure::Posed(Box::new(figure)))
        }
    }

    fn by_hand(&mut self, node: &Node, mut fields: Fields) -> Option<ByHand> {
        let title = self.text(&mut fields, "title");
        let alt = self.text(&mut fields, "alt");
        let file = self.text(&mut fields, "file");
        let (extra, fields) = (fields.has("poses"), fields);
        if let Some((key, _)) = fields.written.iter().find(|(key, _)| extra && key.value == "poses") {
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, key.span, "a figure is drawn from poses or is a file, not both")
                    .help("leave out `file`, or leave out `poses` and what belongs to them"),
            );
        } else {
            self.no_others(&fields);
        }
        if alt.is_none() {
            self.diagnostics.push(
                Diagnostic::new(&rule::MISSING_ALT_TEXT, node.span, "a picture has no `alt`")
                    .help("write `alt:` and what the body does in it, for those who do not see it"),
            );
        }
        Some(ByHand { slug: String::new(), span: node.span, title, alt: alt?, file: file?, picture: None })
    }

    fn posed(&mut self, node: &Node, mut fields: Fields) -> Option<Posed> {
        let title = self.text(&mut fields, "title");
        let alt = self.text(&mut fields, "alt");
        let setting = self.setting(&mut fields);
        let crop = self.number(&mut fields, "crop").map(|crop| crop.value);
        let layout = self.choice(&mut fields, "layout", Layout::ALL, Layout::word);
        let anchor = self.landmark(&mut fields, "anchor");
        let zoom = self.number(&mut fields, "zoom").map(|zoom| zoom.value.clamp(0.2, 4.0));
        let poses = self.poses(&mut fields, node.span);
        self.no_others(&fields);
        let figure =
            Posed { slug: String::new(), span: node.span, title, alt, setting, crop, layout, anchor, zoom, poses };
        self.origins(&figure);
        (!figure.poses.is_empty()).then_some(figure)
    }

    fn poses(&mut self, fields: &mut Fields, span: Span) -> Vec<Pose> {
        let Some(node) = fields.take("poses") else {
            self.diagnostics.push(
                Diagnostic::new(&rule::MISSING_FIELD, span, "a figure has no `poses`")
                    .help("write `poses:` and below it each pose with a name of its own, such as `start:` and `end:`"),
            );
            return Vec::new();
        };
        let Some(named) = self.fields(node, "`poses`") else {
            return Vec::new();
        };
        if let Some((key, _)) = named.written.get(MOST_POSES) {
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, key.span, format!("a figure has more than {MOST_POSES} poses"))
                    .help("show the poses between which the body moves, and leave the others to the text"),
            );
        }
        named.written.iter().take(MOST_POSES).filter_map(|(key, node)| self.pose(key, node)).collect()
    }

    fn pose(&mut self, key: &Spanned<String>, node: &Node) -> Option<Pose> {
        let mut fields = self.fields(node, "a pose")?;
        let from = self.text(&mut fields, "from");
        let label = self.text(&mut fields, "label");
        let mark = self.choice(&mut fields, "mark", Mark::ALL, Mark::word);
        let crop = self.number(&mut fields, "crop").map(|crop| crop.value);
        let arrows = fields.take("arrows").map(|node| self.things(node, "arrows", Self::arrow));
        let setting = self.setting(&mut fields);
        self.no_others(&fields);
        Some(Pose { key: key.clone(), from, label, mark, crop, arrows, setting })
    }

    /// Poses named in `from`, of poses and of arrows.
    fn origins(&mut self, figure: &Posed) {
        for (at, pose) in figure.poses.iter().enumerate() {
            let motions = pose.arrows.iter().flatten().filter_map(|arrow| match &arrow.course {
                Course::Motion { from, .. } => from.as_ref(),
                Course::Straight { .. } | Course::Arc { .. } => None,
            });
            for from in motions.chain(&pose.from) {
                let before: Vec<&str> = figure.poses.iter().take(at).map(|one| one.key.as_str()).collect();
                if !before.contains(&from.as_str()) {
                    let said = format!("no earlier pose of this figure is named `{}`", from.value);
                    let finding = Diagnostic::new(&rule::UNKNOWN_TERM, from.span, said);
                    self.diagnostics.push(suggested(finding, from, &before));
                }
            }
        }
    }

    fn setting(&mut self, fields: &mut Fields) -> Setting {
        let base = self.spanned_choice(fields, "base", Base::ALL, Base::word);
        let view = self.view(fields);
        let pitch = self.number(fields, "pitch");
        let contact = fields.take("contact").map(|node| Spanned::new(self.contacts(node), node.span));
        let contact = contact.filter(|contact| !contact.value.is_empty());
        let heights = fields.take("heights").map(|node| self.heights(node));
        let lean = self.number(fields, "lean");
        let spine = fields.take("spine").map(|node| self.spine(node)).unwrap_or_default();
        let limbs = self.limbs(fields);
        let highlight = fields.take("highlight").map(|node| self.words(node, "a region", Self::region));
        let props = fields.take("props").map(|node| self.things(node, "props", Self::prop));
        Setting { base, view, pitch, contact, heights, lean, spine, limbs, highlight, props }
    }

    fn view(&mut self, fields: &mut Fields) -> Option<Spanned<View>> {
        let turn = self.number(fields, "turn").map(|turn| turn.map(View::Turned));
        let Some(node) = fields.take("view") else {
            return turn;
        };
        let word = self.scalar(node, "a view")?;
        let view = match word.as_str() {
            "side" => View::Side,
            "three-quarter" => View::Turned(45.0),
            "front" => View::Turned(90.0),
            "back" => View::Turned(-90.0),
            _ if word.value.parse::<f64>().is_ok() => {
                View::Turned(self.finite(node, "a view is a word or a number of degrees")?.value)
            }
            _ => {
                self.unknown(&word, "a view", &["side", "three-quarter", "front", "back"]);
                return turn;
            }
        };
        Some(Spanned::new(view, node.span))
    }

    fn contacts(&mut self, node: &Node) -> Vec<Contact> {
        let contacts = self.words(node, "a contact", Self::contact_named);
        if contacts.len() > 2 {
            self.diagnostics.push(
                Diagnostic::new(&rule::WRONG_TYPE, node.span, "a pose rests on more than two contacts")
                    .help("name the one or two that carry it: the body is turned until both are level"),
            );
        }
        contacts.into_iter().take(2).collect()
    }

    fn heights(&mut self, node: &Node) -> Vec<(Contact, f64)> {
        let Some(fields) = self.fields(node, "`heights`") else {
            return Vec::new();
        };
        let mut heights = Vec::new();
        for (name, node) in fields.written {
            if let (Some(contact), Some(height)) = (self.contact_named(name), self.finite(node, "a height is a number"))
            {
                heights.push((contact, height.value));
            }
        }
        heights
    }

    fn region(&mut self, word: &Spanned<String>) -> Option<Highlight> {
        let (side, name) = split_side(&word.value).map_or((None, word.as_str()), |(side, rest)| (Some(side), rest));
        let paired = |region: &Region| {
            matches!(
                region,
                Region::Shoulders | Region::Arms | Region::Hamstrings | Region::Quads | Region::Calf | Region::Hip
            )
        };
        let region = Region::named(name).filter(|region| side.is_none() || paired(region));
        if region.is_none() {
            self.unknown(word, "a region", &Region::ALL.iter().map(|one| one.word()).collect::<Vec<_>>());
        }
        region.map(|region| Highlight { region, side })
    }
}
