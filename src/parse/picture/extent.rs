//! How large a picture is once all of it is drawn.
//!
//! A `<use>` draws something a second time, and what it draws may hold others: ten lines that each draw the one before ten times
//! are a thousand million shapes. Patterns, markers, masks and clipping paths do the same. So each element is asked how much it
//! draws with all it leads to, in characters of the file that would say it without any such reference. The answer is never
//! less than what is drawn, and of a drawing that a person made it is not much more.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{SVG, XLINK, said, words};

/// Elements that may stand in each other, one that is referred to standing in the one that does.
pub(super) const DEEPEST: usize = 64;
/// Characters that a picture may have when nothing in it is a reference: eight times what the largest file has.
const MOST_DRAWN: u64 = 4_000_000;

/// Elements that may name another, of which they take all.
const DRAW_AGAIN: [&str; 4] = ["use", "pattern", "linearGradient", "radialGradient"];

/// What a picture cannot have, and at which element.
#[derive(Debug, Clone, Copy)]
pub(super) enum Excess<'a, 'input> {
    /// Elements that stand too deep in each other.
    Deep(Node<'a, 'input>),
    /// An element that leads back to what it stands in.
    Circle(Node<'a, 'input>),
    /// An element that leads to more than can be drawn.
    Large(Node<'a, 'input>),
    /// A `<style>` that leads to more than colours: what it would be drawn for cannot be told.
    ByRule(Node<'a, 'input>),
    /// An element that is drawn with what stands elsewhere, without naming it.
    Unnamed(Node<'a, 'input>),
}

impl<'a, 'input> Excess<'a, 'input> {
    /// Looks for the first there is.
    pub(super) fn of(root: Node<'a, 'input>) -> Option<Self> {
        if let Some(node) = root.descendants().filter(Node::is_element).find(|node| is_unnamed(*node)) {
            return Some(Self::Unnamed(node));
        }
        let mut drawing = Drawing { named: BTreeMap::new(), extents: BTreeMap::new(), by_rule: 0 };
        for node in root.descendants().filter(Node::is_element) {
            if let Some(id) = said(node, "id") {
                drawing.named.entry(id).or_default().push(node);
            }
        }
        drawing.rules(root).and_then(|()| drawing.extent(root, 1)).err()
    }

    /// Where it is.
    pub(super) const fn node(&self) -> Node<'a, 'input> {
        match self {
            Self::Deep(node) | Self::Circle(node) | Self::Large(node) | Self::ByRule(node) | Self::Unnamed(node) => {
                *node
            }
        }
    }
}

/// How much an element draws, with all that stands in it and all it leads to.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// Characters.
    drawn: u64,
    /// Elements that inherit a colour from it.
    elements: u64,
    /// At least as many as its paths have corners.
    corners: u64,
    /// Elements in each other, itself one of them.
    height: usize,
}

struct Drawing<'a, 'input> {
    /// Elements by name. Where several have one, any may be meant.
    named: BTreeMap<&'a str, Vec<Node<'a, 'input>>>,
    /// What is known, by the number of the element; nothing of those that are being looked at.
    extents: BTreeMap<usize, Option<Extent>>,
    /// The most that rules of a `<style>` lead to, for one element.
    by_rule: u64,
}

impl<'a, 'input> Drawing<'a, 'input> {
    /// Rules may lead to gradients, one to fill and one to draw a line with.
    fn rules(&mut self, root: Node<'a, 'input>) -> Result<(), Excess<'a, 'input>> {
        for sheet in root.descendants().filter(|node| node.tag_name().name() == "style") {
            for target in self.led_to(&words(sheet)) {
                if !["linearGradient", "radialGradient"].contains(&target.tag_name().name()) {
                    return Err(Excess::ByRule(sheet));
                }
                let drawn = self.extent(target, 1)?.drawn;
                self.by_rule = self.by_rule.max(drawn.saturating_mul(2));
            }
        }
        Ok(())
    }

    fn extent(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Extent, Excess<'a, 'input>> {
        let known = match self.extents.get(&node.id().get_usize()) {
            Some(None) => return Err(Excess::Circle(node)),
            Some(Some(known)) => Some(*known),
            None => None,
        };
        if depth + known.map_or(1, |known| known.height) > DEEPEST + 1 {
            return Err(Excess::Deep(node));
        }
        if let Some(known) = known {
            return Ok(known);
        }
        self.extents.insert(node.id().get_usize(), None);
        let mut extent = Extent { drawn: own(node) + self.by_rule, elements: 1, corners: corners(node), height: 0 };
        for child in node.children().filter(Node::is_element) {
            let child = self.extent(child, depth + 1)?;
            extent.add(child);
        }
        let is_svg = node.tag_name().namespace() == Some(SVG);
        for (reference, value) in references(node).into_iter().filter(|_| is_svg) {
            for target in self.targets(reference, value) {
                let target = self.extent(target, depth + 1).map_err(|excess| match excess {
                    // It is the one that leads there that an author can mend.
                    Excess::Circle(_) => Excess::Circle(node),
                    other => other,
                })?;
                extent.refer(reference, target);
            }
        }
        extent.height += 1;
        if extent.drawn > MOST_DRAWN {
            return Err(Excess::Large(node));
        }
        self.extents.insert(node.id().get_usize(), Some(extent));
        Ok(extent)
    }

    fn targets(&self, reference: Reference, value: &str) -> Vec<Node<'a, 'input>> {
        match reference {
            Reference::Again => {
                value.trim().strip_prefix('#').and_then(|name| self.named.get(name)).cloned().unwrap_or_default()
            }
            Reference::Once | Reference::Inherited | Reference::Ends | Reference::Corners => self.led_to(value),
        }
    }

    /// What a text with `url(#name)` leads to.
    fn led_to(&self, text: &str) -> Vec<Node<'a, 'input>> {
        let lower = text.to_ascii_lowercase(); // As long as the text, byte for byte.
        let starts = lower.match_indices("url(").map(|(at, _)| at + 4);
        let names = starts.filter_map(|start| {
            let target = text[start..].split(')').next()?;
            target.trim().trim_matches(['"', '\'']).trim().strip_prefix('#')
        });
        names.flat_map(|name| self.named.get(name).into_iter().flatten()).copied().collect()
    }
}

impl Extent {
    fn add(&mut self, other: Self) {
        self.drawn = self.drawn.saturating_add(other.drawn);
        self.elements = self.elements.saturating_add(other.elements);
        self.corners = self.corners.saturating_add(other.corners);
        self.height = self.height.max(other.height);
    }

    fn refer(&mut self, reference: Reference, target: Self) {
        let times = match reference {
            Reference::Again => return self.add(target),
            Reference::Once => 1,
            Reference::Inherited | Reference::Ends => self.elements,
            Reference::Corners => self.elements.saturating_add(self.corners),
        };
        if let Reference::Ends | Reference::Corners = reference {
            // A marker may take the colours of the path it stands on, and is then drawn with what they lead to.
            self.elements = self.elements.saturating_add(target.elements.saturating_mul(times));
        }
        self.drawn = self.drawn.saturating_add(target.drawn.saturating_mul(times));
        self.height = self.height.max(target.height);
    }
}

/// How an element leads to another.
#[derive(Debug, Clone, Copy)]
enum Reference {
    /// It draws the other where it stands, and the other takes its colours.
    Again,
    /// It is seen through the other.
    Once,
    /// It and each element in it is drawn with the other.
    Inherited,
    /// The same, at an end of its path.
    Ends,
    /// The same, and at each corner of its path.
    Corners,
}

/// The references of an element, each in the text that says it; colours last, because markers may take them.
fn references<'a>(node: Node<'a, '_>) -> Vec<(Reference, &'a str)> {
    let draws_again = DRAW_AGAIN.contains(&node.tag_name().name());
    let all = node.attributes().flat_map(move |one| {
        let (name, value) = (one.name(), one.value());
        match (name, one.namespace()) {
            ("href", None | Some(XLINK)) if draws_again => vec![(Reference::Again, value)],
            ("style", None) => {
                let said =
                    value.split(';').map(|said| (said.split_once(':').map_or("", |(name, _)| name).trim(), said));
                said.map(|(name, said)| (by(name), said)).collect()
            }
            (name, None) => vec![(by(name), value)],
            (_, Some(_)) => Vec::new(),
        }
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(reference, _)| matches!(reference, Reference::Inherited));
    all
}

/// Whether an element is drawn with what stands elsewhere without naming it: by a variable, by what its parent has, or by a
/// shape that a rule gives to many.
fn is_unnamed(node: Node) -> bool {
    let is_sheet = node.tag_name().name() == "style";
    let has = |text: &str| {
        let text: String = text.to_ascii_lowercase().split_whitespace().collect();
        let shapes = ["path(", "polygon(", "shape("];
        text.contains("var(")
            || is_sheet && shapes.iter().any(|shape| text.contains(shape))
            || text
                .split([';', '{', '}'])
                .filter_map(|said| said.split_once(':'))
                .any(|(name, value)| takes(name, value))
    };
    let by_attribute = |name: &str, value: &str| takes(name, value.trim()) || has(value);
    node.attributes().filter(|one| one.namespace().is_none()).any(|one| by_attribute(one.name(), one.value()))
        || is_sheet && has(&words(node))
}

/// Whether a property that does not pass to children by itself takes what the parent has.
fn takes(property: &str, value: &str) -> bool {
    let name = property.rsplit('/').next().unwrap_or(property); // A comment may stand before it.
    ["all", "d", "mask", "clip-path"].contains(&name) && value.to_ascii_lowercase().contains("inherit")
}

/// How the property of a name leads elsewhere. One that is not known is taken for the one that draws most.
fn by(property: &str) -> Reference {
    match property {
        "mask" | "clip-path" => Reference::Once,
        "fill" | "stroke" => Reference::Inherited,
        "marker-start" | "marker-end" => Reference::Ends,
        _ => Reference::Corners,
    }
}

/// The characters of an element itself.
fn own(node: Node) -> u64 {
    let attributes = node.attributes().map(|one| one.name().len() + one.value().len() + 4).sum::<usize>();
    let texts = node.children().filter(Node::is_text).filter_map(|text| text.text()).map(str::len).sum::<usize>();
    (node.tag_name().name().len() + attributes + texts + 3) as u64
}

/// At least as many as the element's path has corners: each has a number of its own, and a number has a digit.
fn corners(node: Node) -> u64 {
    let paths = node.attributes().filter(|one| ["d", "points", "style"].contains(&one.name()));
    paths.map(|one| one.value().bytes().filter(u8::is_ascii_digit).count() as u64).sum()
}
