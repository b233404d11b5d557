//! `spine`, `arms`, `legs` and their sides: joints, and where hands and feet go.

use super::reader::{Fields, Reader, list, suggested};
use crate::diagnostic::Diagnostic;
use crate::model::figure::{Angle, Bone, Hand, Joint, Layer, LimbSetting, Limbs, Part, ReachWith, Target, split_side};
use crate::rule;
use crate::source::Spanned;
use crate::yaml::{Node, Value};

impl Reader<'_> {
    pub(super) fn spine(&mut self, node: &Node) -> Vec<(Joint, Spanned<Angle>)> {
        let Some(fields) = self.fields(node, "a spine") else {
            return Vec::new();
        };
        self.angles(&fields, Part::Spine)
    }

    /// Everything in a group that is not a known field is a joint, or should be.
    pub(super) fn angles(&mut self, fields: &Fields, part: Part) -> Vec<(Joint, Spanned<Angle>)> {
        let mut angles = Vec::new();
        for (name, node) in fields.written.iter().filter(|(name, _)| !fields.known.contains(&name.as_str())) {
            let Some(joint) = Joint::named(&name.value).filter(|joint| joint.part() == part) else {
                let joints = Joint::ALL.iter().filter(|joint| joint.part() == part).map(|joint| joint.word());
                let names: Vec<&str> = joints.chain(fields.known.iter().copied()).collect();
                let finding = Diagnostic::new(
                    &rule::UNKNOWN_JOINT,
                    name.span,
                    format!("{} has no joint `{}`", fields.noun, name.value),
                );
                self.diagnostics.push(suggested(finding, name, &names));
                continue;
            };
            if let Some(angle) = self.angle(joint, node) {
                angles.push((joint, angle));
            }
        }
        angles
    }

    pub(super) fn angle(&mut self, joint: Joint, node: &Node) -> Option<Spanned<Angle>> {
        if let Value::Scalar(scalar) = &node.value
            && let Some((_, angle)) = joint.words().iter().find(|(word, _)| *word == scalar.text)
        {
            return Some(Spanned::new(*angle, node.span));
        }
        let words: Vec<&str> = joint.words().iter().map(|(word, _)| *word).collect();
        let or = if words.is_empty() { String::new() } else { format!(", or {}", list(&words)) };
        let wanted = format!("`{}` is an angle in degrees{or}", joint.word());
        self.finite(node, &wanted).map(|degrees| degrees.map(Angle::Degrees))
    }

    pub(super) fn limbs(&mut self, fields: &mut Fields) -> Vec<LimbSetting> {
        const NAMES: [(&str, Part, Limbs); 10] = [
            ("arms", Part::Arm, Limbs::Both),
            ("legs", Part::Leg, Limbs::Both),
            ("near_arm", Part::Arm, Limbs::Near),
            ("far_arm", Part::Arm, Limbs::Far),
            ("near_leg", Part::Leg, Limbs::Near),
            ("far_leg", Part::Leg, Limbs::Far),
            ("right_arm", Part::Arm, Limbs::Near),
            ("left_arm", Part::Arm, Limbs::Far),
            ("right_leg", Part::Leg, Limbs::Near),
            ("left_leg", Part::Leg, Limbs::Far),
        ];
        let mut limbs = Vec::new();
        for (name, part, which) in NAMES {
            if let Some(node) = fields.take(name) {
                limbs.extend(self.limb(node, part, which));
            }
        }
        limbs
    }

    pub(super) fn limb(&mut self, node: &Node, part: Part, limbs: Limbs) -> Option<LimbSetting> {
        let arm = part == Part::Arm;
        let mut fields = self.fields(node, if arm { "an arm" } else { "a leg" })?;
        let reach = fields.take("reach").and_then(|node| Some(Spanned::new(self.target(node)?, node.span)));
        let reach_offset = self.vector(&mut fields, "reach_offset");
        let mut setting = LimbSetting {
            limbs,
            part,
            angles: Vec::new(),
            reach,
            reach_offset,
            reach_with: None,
            pole: None,
            fingers: None,
            hand: None,
            layer: None,
            plant: None,
        };
        if arm {
            setting.reach_with = self.choice(&mut fields, "reach_with", ReachWith::ALL, ReachWith::word);
            setting.pole = self.vector(&mut fields, "pole");
            setting.fingers = self.vector(&mut fields, "fingers");
            setting.hand = self.choice(&mut fields, "hand", Hand::ALL, Hand::word);
            setting.layer = self.choice(&mut fields, "layer", Layer::ALL, Layer::word);
        } else {
            let plant = self.flag(&mut fields, "plant").zip(fields.take("plant"));
            setting.plant = plant.map(|(plant, node)| Spanned::new(plant, node.span));
        }
        setting.angles = self.angles(&fields, part);
        Some(setting)
    }

    pub(super) fn target(&mut self, node: &Node) -> Option<Target> {
        match &node.value {
            Value::List(_) => {
                self.numbers(node, 2..=3).map(|at| Target::Place([at[0], at[1], at.get(2).copied().unwrap_or(0.0)]))
            }
            Value::Map(_) => self.on_limb(node),
            Value::Null | Value::Scalar(_) => {
                let word = self.scalar(node, "a target")?;
                self.landmark_named(&word).map(Target::Landmark)
            }
        }
    }

    pub(super) fn on_limb(&mut self, node: &Node) -> Option<Target> {
        let mut fields = self.fields(node, "a target on a limb")?;
        let on = fields.take("on").and_then(|node| self.scalar(node, "a limb"));
        let t = self.number_or(&mut fields, "t", 0.5).clamp(0.0, 1.0);
        let front = self.number_or(&mut fields, "front", 0.0);
        let outward = self.number_or(&mut fields, "side", 0.0);
        self.no_others(&fields);
        let Some(on) = on else {
            self.missing(node.span, "a target on a limb", "on", "`on: near_shank`");
            return None;
        };
        let Some((side, bone)) = split_side(&on.value).and_then(|(side, bone)| Some((side, Bone::named(bone)?))) else {
            self.unknown(
                &on,
                "a limb",
                &["near_thigh", "far_thigh", "near_shank", "far_shank", "near_uarm", "far_uarm"],
            );
            return None;
        };
        Some(Target::OnLimb { side, bone, t, front, outward })
    }
}
