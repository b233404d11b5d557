//! `props`: each a bare name or a group with `prop:` in it.

use super::reader::{Fields, Reader};
use crate::model::figure::{Contact, Facing, Landmark, Layer, Prop, Side, SideContact, SidePoint};
use crate::source::Span;
use crate::yaml::{Node, Value};

impl Reader<'_> {
    pub(super) fn prop(&mut self, node: &Node) -> Option<Prop> {
        const NAMES: [&str; 16] = [
            "floor",
            "mat",
            "wall",
            "step",
            "cushion",
            "chair",
            "desk",
            "box",
            "strap",
            "pillow",
            "lumbar_roll",
            "plumb",
            "line",
            "gap",
            "water",
            "stool",
        ];
        // A prop with nothing to say about it is its bare name.
        let (name, mut fields) = if let Value::Scalar(_) = &node.value {
            (self.scalar(node, "a prop")?, Fields { noun: "a prop", written: &[], known: Vec::new() })
        } else {
            let mut fields = self.fields(node, "a prop")?;
            let Some(name) = fields.take("prop").and_then(|node| self.scalar(node, "a prop")) else {
                self.missing(node.span, "a prop", "prop", "`{prop: chair, dx: -4}`");
                return None;
            };
            (name, fields)
        };
        let prop = match name.as_str() {
            "floor" => Prop::Floor {
                left: self.number_or(&mut fields, "left", 0.0),
                right: self.number_or(&mut fields, "right", 0.0),
            },
            "mat" => Prop::Mat,
            "wall" => self.wall(&mut fields),
            "step" | "cushion" => self.block(&mut fields, name.value == "step"),
            "chair" | "stool" => self.chair(&mut fields, name.value == "stool"),
            "desk" => self.desk(&mut fields),
            "box" => self.load(&mut fields),
            "strap" => Prop::Strap,
            "pillow" => self.pillow(&mut fields),
            "lumbar_roll" => {
                Prop::LumbarRoll { s: self.number_or(&mut fields, "s", 10.5), r: self.number_or(&mut fields, "r", 2.8) }
            }
            "plumb" => self.plumb(&mut fields),
            "line" => {
                let (from, to) = (self.landmark(&mut fields, "from"), self.landmark(&mut fields, "to"));
                let extend = self.number_or(&mut fields, "extend", 5.0);
                let offset = self.pair(&mut fields, "offset").unwrap_or_default();
                if from.is_none() || to.is_none() {
                    self.missing(node.span, "a line", "from` and `to", "`{prop: line, from: hip, to: c7}`");
                }
                Prop::Line { from: from?, to: to?, extend, offset }
            }
            "gap" => Prop::Gap {
                from: self.number_or(&mut fields, "from", 3.5),
                to: self.number_or(&mut fields, "to", 17.0),
            },
            "water" => self.water(&mut fields, node.span)?,
            _ => {
                self.unknown(&name, "a prop", &NAMES);
                return None;
            }
        };
        self.no_others(&fields);
        Some(prop)
    }

    pub(super) fn wall(&mut self, fields: &mut Fields) -> Prop {
        let height = self.number(fields, "height").map(|height| height.value);
        if self.flag(fields, "behind").unwrap_or(false) {
            return Prop::WallBehind {
                height: height.unwrap_or(126.0),
                touch: self.flag(fields, "touch").unwrap_or(true),
            };
        }
        let side = self.choice(fields, "side", &[Layer::Back, Layer::Front], Layer::word).unwrap_or(Layer::Back);
        Prop::Wall { side, at: self.landmark(fields, "at"), dx: self.number_or(fields, "dx", 0.0), height }
    }

    pub(super) fn block(&mut self, fields: &mut Fields, hard: bool) -> Prop {
        let under = fields.take("under").and_then(|node| self.scalar(node, "a contact"));
        let under =
            under.and_then(|word| self.contact_named(&word)).unwrap_or(Contact::One(Side::Near, SideContact::Foot));
        let (width, dx) = (self.number_or(fields, "width", 20.0), self.number_or(fields, "dx", 0.0));
        let height = self.number(fields, "height").map(|height| height.value);
        if hard { Prop::Step { under, width, height, dx } } else { Prop::Cushion { under, width, height, dx } }
    }

    pub(super) fn chair(&mut self, fields: &mut Fields, stool: bool) -> Prop {
        Prop::Chair {
            at: self.landmark(fields, "at"),
            facing: self.choice(fields, "facing", Facing::ALL, Facing::word).unwrap_or(Facing::Left),
            seat: self.number(fields, "seat").map(|seat| seat.value),
            dx: self.number_or(fields, "dx", 0.0),
            away: self.number_or(fields, "away", 0.0),
            stool: self.flag(fields, "stool").unwrap_or(stool),
            lean: self.number_or(fields, "lean", 5.0),
            back_height: self.number_or(fields, "back_height", 38.0),
        }
    }

    pub(super) fn water(&mut self, fields: &mut Fields, span: Span) -> Option<Prop> {
        let level = self.number(fields, "level");
        let bottom = self.number_or(fields, "bottom", 0.0);
        let from = self.number(fields, "from").map(|from| from.value);
        let to = self.number(fields, "to").map(|to| to.value);
        if level.is_none() {
            self.missing(span, "water", "level", "`{prop: water, level: 74}`");
        }
        Some(Prop::Water { level: level?.value, bottom, from, to })
    }

    fn desk(&mut self, fields: &mut Fields) -> Prop {
        Prop::Desk {
            at: self.landmark(fields, "at").unwrap_or(Landmark::Sided(Side::Near, SidePoint::Knee)),
            dx: self.number_or(fields, "dx", -4.0),
            height: self.number_or(fields, "height", 40.0),
            screen: self.number_or(fields, "screen", 70.0),
            screen_dx: self.number_or(fields, "screen_dx", 20.0),
        }
    }

    fn load(&mut self, fields: &mut Fields) -> Prop {
        Prop::Box {
            at: self.landmark(fields, "at").unwrap_or(Landmark::Sided(Side::Near, SidePoint::Hand)),
            size: self.number_or(fields, "size", 15.0),
            h: self.number(fields, "h").map(|h| h.value),
            dx: self.number_or(fields, "dx", 2.0),
            dy: self.number_or(fields, "dy", -2.0),
            on_floor: self.flag(fields, "on_floor").unwrap_or(false),
            turned: self.flag(fields, "turned").unwrap_or(false),
            layer: self.choice(fields, "layer", Layer::ALL, Layer::word).unwrap_or(Layer::Mid),
        }
    }

    fn plumb(&mut self, fields: &mut Fields) -> Prop {
        Prop::Plumb {
            at: self.landmark(fields, "at").unwrap_or(Landmark::Sided(Side::Near, SidePoint::Shoulder)),
            dx: self.number_or(fields, "dx", 0.0),
            from: self.number(fields, "from").map(|from| from.value),
            to: self.number(fields, "to").map(|to| to.value),
            front: self.flag(fields, "front").unwrap_or(false),
        }
    }

    fn pillow(&mut self, fields: &mut Fields) -> Prop {
        Prop::Pillow {
            height: self.number(fields, "height").map(|height| height.value),
            dx: self.number_or(fields, "dx", 0.0),
            width: self.number_or(fields, "width", 15.0),
            y: self.number_or(fields, "y", 0.0),
        }
    }
}
