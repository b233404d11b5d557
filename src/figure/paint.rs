//! The body's parts in the order a painter would lay them: what is far first.

use super::anatomy::{
    FOOT, FOOT_FROM_FRONT, FOREARM, FOREARM_LENGTH, HEM, SHANK, SHANK_LENGTH, SHOULDER_BLADE, SLEEVE, THIGH,
    THIGH_LENGTH, TOES, TRUNK, TRUNK_BOTTOM, TRUNK_TOP, UPPER_ARM, UPPER_ARM_LENGTH,
};
use super::body::Body;
use super::camera::Camera;
use super::geometry::{Point, Vec3, sin_cos};
use super::hand::{hand, tube};
use super::head::{head, neck};
use super::layers::{Layers, ShapeId};
use super::outline::{Bone, Patch, Section, belly, closed, foot, open, patch, trunk};
use super::path::Path;
use super::posture::Posture;
use super::style::Class;
use crate::model::figure::{Highlight, Joint, Layer, Region, Side};

/// Paints a body.
pub(super) fn body(posture: &Posture, body: &Body, camera: &Camera, highlight: &[Highlight]) -> Layers {
    let on_side = posture.on_side();
    let mut painter = Painter {
        posture,
        body,
        camera,
        highlight,
        profile: camera.is_from_the_side(),
        on_side,
        from_behind: !on_side && camera.see(body.neck.forward).z < -0.4,
        layers: Layers::default(),
    };
    painter.paint();
    painter.layers
}

struct Painter<'a> {
    posture: &'a Posture,
    body: &'a Body,
    camera: &'a Camera,
    highlight: &'a [Highlight],
    /// Seen from the side.
    profile: bool,
    /// Lying on the side: seen from the front although the camera looks from the side.
    on_side: bool,
    from_behind: bool,
    layers: Layers,
}

/// The outlines of a leg.
struct LegParts {
    thigh: Vec<Section>,
    shank: Vec<Section>,
    foot: Vec<Vec<Point>>,
}

impl Painter<'_> {
    fn paint(&mut self) {
        let legs = self.leg_order();
        let [back, front] = legs;
        let arms = self.arm_order(back);
        for side in arms.behind.iter().copied() {
            self.arm(side, self.one_leg_at_a_time(), true);
        }
        if self.one_leg_at_a_time() {
            self.leg(back, true, false);
        }
        self.head();
        self.shirt(legs.into_iter().filter(|side| arms.before.contains(side)));
        self.trunk_highlights();
        if !self.profile {
            // A chest that is turned in side view shows its blades too aslant to be read.
            if self.from_behind {
                self.shoulder_blades();
            }
            self.neck_highlight();
        }
        if self.one_leg_at_a_time() {
            self.leg(front, false, true);
        } else {
            self.both_legs(legs);
        }
        if self.shows(Region::Glutes) {
            let pelvis = self.trunk(TRUNK_BOTTOM, HEM);
            self.patch(&pelvis, Patch::new(0.12, 0.98, -0.95, 0.25));
        }
        for side in arms.over.iter().copied() {
            self.arm(side, false, true);
        }
        self.layers.middle = self.layers.items.len();
        for side in legs {
            if arms.before.contains(&side) {
                self.arm(side, false, false);
            }
        }
    }

    /// In side view the far leg is painted before the trunk and the near one after; otherwise both after it.
    const fn one_leg_at_a_time(&self) -> bool {
        self.profile && !self.on_side
    }

    /// The sides, the one further from the viewer first.
    fn leg_order(&self) -> [Side; 2] {
        if self.on_side {
            return [Side::Near, Side::Far];
        }
        let depth = |side: Side| {
            let leg = self.body.legs.of(side);
            let z = |place| self.camera.see(place).z;
            z(leg.hip) + if self.profile { 0.0 } else { (z(leg.knee) + z(leg.ankle)) * 0.1 }
        };
        if depth(Side::Far) < depth(Side::Near) { [Side::Far, Side::Near] } else { [Side::Near, Side::Far] }
    }

    fn arm_order(&self, back: Side) -> ArmOrder {
        let z = |place| self.camera.see(place).z;
        let chest = z(self.body.trunk(20.0).0);
        let is_behind = |side: Side| {
            let arm = self.body.arms.of(side);
            let depth = (z(arm.elbow) + z(arm.wrist) + z(arm.fingers())) / 3.0 - chest;
            match (self.on_side, self.profile) {
                (true, _) => side == Side::Near,
                (false, true) => side == back,
                (false, false) => depth < -4.0,
            }
        };
        let mut order = ArmOrder::default();
        for side in [Side::Near, Side::Far] {
            let place = match (is_behind(side), self.posture.arms.of(side).layer) {
                (true, Some(Layer::Front)) => &mut order.over,
                (true, _) | (false, Some(Layer::Back)) => &mut order.behind,
                (false, _) => &mut order.before,
            };
            place.push(side);
        }
        order
    }

    // Legs.

    fn leg_parts(&self, side: Side) -> LegParts {
        let leg = self.body.legs.of(side);
        let thigh = Bone { start: leg.hip, frame: leg.thigh, length: THIGH_LENGTH, table: THIGH };
        let shank = Bone { start: leg.knee, frame: leg.shank, length: SHANK_LENGTH, table: SHANK };
        let ahead = self.camera.see(leg.foot.forward);
        let ankle = closed(&shank.stretch(self.camera, 0.8, 1.0, 0.0), 1.0, 0.6);
        let from_front = ahead.flat().length() < 0.45 && (ahead.z > 0.0 || !self.on_side);
        let foot = if from_front {
            let up = self.camera.flat(leg.foot.up).unit_or(Point::new(0.0, 1.0));
            let right = -up.left();
            let at = self.camera.flat(leg.ankle);
            vec![FOOT_FROM_FRONT.map(|(x, y)| at + right * x + up * y).to_vec(), ankle]
        } else {
            let sole = closed(&foot(self.camera, leg.ankle, leg.foot, FOOT), 0.55, 0.8);
            let toes = closed(&foot(self.camera, leg.ball, leg.toes, TOES), 0.8, 0.9);
            vec![sole, toes, ankle]
        };
        LegParts { thigh: thigh.whole(self.camera), shank: shank.stretch(self.camera, 0.0, 0.9, 0.25), foot }
    }

    fn foot(&mut self, parts: &LegParts, far: bool) {
        let shapes: Vec<ShapeId> = parts.foot.iter().map(|points| self.layers.body(points)).collect();
        self.layers.put_all(Class::Line, &shapes);
        self.layers.put_all(Class::Skin.far(far), &shapes);
    }

    fn leg(&mut self, side: Side, far: bool, with_pelvis: bool) {
        let parts = self.leg_parts(side);
        let pelvis = with_pelvis.then(|| {
            let outline = closed(&self.trunk(TRUNK_BOTTOM, HEM), 0.5, 0.0);
            self.layers.body(&outline)
        });
        if let Some(pelvis) = pelvis {
            self.layers.put(Class::Line, pelvis);
        }
        self.foot(&parts, far);
        let shank = self.layers.body(&closed(&parts.shank, 1.0, 0.12));
        let thigh = self.layers.body(&closed(&parts.thigh, 1.0, 1.0));
        self.layers.put_all(Class::Line, &[shank, thigh]);
        if let Some(pelvis) = pelvis {
            self.layers.put(Class::Pants, pelvis);
        }
        self.layers.put_all(Class::Pants.far(far), &[shank, thigh]);
        self.leg_highlights(side, &parts);
    }

    /// Front, back or lying on the side: the pelvis, and both legs joined to it.
    fn both_legs(&mut self, order: [Side; 2]) {
        let parts = order.map(|side| (side, self.leg_parts(side)));
        let thighs = [0, 1].map(|i| self.layers.closed(&closed(&parts[i].1.thigh, 1.0, 1.0)));
        let outline = closed(&self.trunk(TRUNK_BOTTOM, HEM), 0.3, 0.0);
        let pelvis = self.layers.body(&outline);
        self.layers.put_all(Class::Line, &thighs);
        self.layers.put(Class::Line, pelvis);
        self.layers.put(Class::Pants, pelvis);
        for ((side, parts), whole) in parts.iter().zip(thighs) {
            self.foot(parts, false);
            let shank = self.layers.body(&closed(&parts.shank, 1.0, 0.12));
            let edge = open(&parts.thigh, 1.0);
            self.layers.points.extend_from_slice(&edge);
            let thigh = self.layers.open(&edge);
            self.layers.put_all(Class::Line, &[shank, thigh]);
            self.layers.put_all(Class::Pants, &[shank, whole]);
            self.leg_highlights(*side, parts);
        }
    }

    fn leg_highlights(&mut self, side: Side, parts: &LegParts) {
        let shown_side = if self.on_side { Side::Far } else { Side::Near };
        let from_front = !self.profile || self.on_side;
        for highlight in self.highlight {
            if highlight.side.unwrap_or(shown_side) != side {
                continue;
            }
            match highlight.region {
                Region::Hamstrings => self.patch(&parts.thigh, Patch::new(0.18, 0.98, -0.95, 0.15)),
                Region::Quads if from_front => {
                    self.patch(&parts.thigh, Patch::both(0.1, 0.95, -0.9, 0.9));
                }
                Region::Quads => self.patch(&parts.thigh, Patch::new(0.08, 0.95, 0.95, -0.1)),
                Region::Calf => self.patch(&parts.shank, Patch::new(0.06, 0.8, -0.95, 0.2)),
                Region::Hip => self.hip_highlight(side),
                _ => {}
            }
        }
    }

    fn hip_highlight(&mut self, side: Side) {
        let pelvis = self.body.pelvis;
        let hip = self.body.legs.of(side).hip;
        let center = self.camera.flat(hip + pelvis * Vec3::new(0.0, 1.5, side.sign() * 2.5));
        let up = self.camera.flat(pelvis.up).unit_or(Point::new(0.0, 1.0));
        let eighth = |i: u32| {
            let (sin, cos) = sin_cos(45.0 * f64::from(i));
            center + up * (5.2 * cos) + up.left() * (3.6 * sin)
        };
        let points: Vec<Point> = (0..8).map(eighth).collect();
        let shape = self.layers.closed(&points);
        self.layers.put(Class::Highlight, shape);
    }

    // Arms.

    fn arm(&mut self, side: Side, far: bool, whole: bool) {
        let (limb, arm) = (self.posture.arms.of(side), self.body.arms.of(side));
        let upper = Bone { start: arm.shoulder, frame: arm.upper, length: UPPER_ARM_LENGTH, table: UPPER_ARM };
        let fore = Bone { start: arm.elbow, frame: arm.fore, length: FOREARM_LENGTH, table: FOREARM };
        let upper_sections = upper.whole(self.camera);
        let sleeve_sections = upper.stretch(self.camera, 0.0, SLEEVE, 0.3);
        let hand = hand(self.camera, limb, arm, side);
        let thumb = self.layers.body(&hand.thumb);
        let palm = self.layers.body(&hand.palm);
        let forearm = self.layers.body(&closed(&fore.whole(self.camera), 1.0, 1.0));
        let upper_arm = self.layers.body(&closed(&upper_sections, 1.0, 1.0));
        let sleeve = self.layers.closed(&closed(&sleeve_sections, 1.0, 0.12));
        let (arm_edge, sleeve_edge) = if whole {
            (upper_arm, sleeve)
        } else {
            // Open towards the shoulder, so that it merges with the shirt.
            (self.layers.open(&open(&upper_sections, 1.0)), self.layers.open(&open(&sleeve_sections, 0.12)))
        };
        self.layers.put_all(Class::Line, &[thumb, palm, forearm, arm_edge]);
        self.layers.put_all(Class::Skin.far(far), &[thumb, palm, forearm, upper_arm]);
        let fold = match hand.thumb.get(2..hand.thumb.len().saturating_sub(4)) {
            Some(edge) if hand.thumb_over => Path::smooth_open(edge),
            _ => Path::hidden(),
        };
        let fold = self.layers.shape(fold);
        self.layers.put(Class::Fold, fold);
        self.layers.put(Class::Line, sleeve_edge);
        self.layers.put(Class::Shirt.far(far), sleeve);
        if !(far && self.profile) {
            for highlight in self.highlight.iter().filter(|one| one.side.is_none_or(|only| only == side)) {
                match highlight.region {
                    Region::Shoulders => {
                        self.patch(&upper_sections, Patch::both(0.0, 0.5, -0.85, 0.85));
                    }
                    Region::Arms => self.patch(&upper_sections, Patch::both(0.1, 0.9, -0.85, 0.85)),
                    _ => {}
                }
            }
        }
    }

    // Head and trunk.

    fn head(&mut self) {
        let neck = neck(self.camera, self.body);
        let head = head(self.camera, self.body);
        let throat = self.layers.body(&closed(&neck, 1.0, 1.0));
        let ears = head.ears.map(|ear| self.layers.body(&ear));
        let face = self.layers.body(&head.face);
        let hair = self.layers.body(&head.hair);
        self.layers.put(Class::Line, throat);
        self.layers.put_all(Class::Line, &ears);
        self.layers.put_all(Class::Line, &[face]);
        self.layers.put(Class::Skin, throat);
        self.layers.put_all(Class::Skin, &ears);
        if self.profile && self.shows(Region::Neck) {
            self.patch(&neck, Patch::new(0.02, 1.0, -0.98, 0.6));
        }
        self.layers.put(Class::Skin, face);
        self.layers.put(Class::Hair, hair);
        for line in [head.ear, head.nose] {
            let shape = line.map_or_else(Path::hidden, |points| Path::smooth_open(&points));
            let shape = self.layers.shape(shape);
            self.layers.put(Class::Ear, shape);
        }
    }

    /// The shirt; under it the shoulder ends of the arms that are painted over it.
    fn shirt(&mut self, arms: impl Iterator<Item = Side>) {
        for side in arms {
            let arm = self.body.arms.of(side);
            let upper = Bone { start: arm.shoulder, frame: arm.upper, length: UPPER_ARM_LENGTH, table: UPPER_ARM };
            let shape = self.layers.closed(&closed(&upper.stretch(self.camera, 0.0, 0.5, 0.3), 1.0, 1.0));
            self.layers.put(Class::Line, shape);
        }
        let outline = closed(&self.trunk(HEM - 1.5, TRUNK_TOP[0]), 0.0, 0.35);
        let shirt = self.layers.body(&outline);
        self.layers.put(Class::Line, shirt);
        self.layers.put(Class::Shirt, shirt);
    }

    fn trunk(&self, from: f64, to: f64) -> Vec<Section> {
        trunk(self.camera, self.body, belly(&self.posture.spine), from, to)
    }

    fn trunk_highlights(&mut self) {
        let whole = self.trunk(TRUNK_BOTTOM, TRUNK_TOP[0]);
        let from_front = !self.profile || self.on_side;
        for highlight in self.highlight {
            let (from, to, outer, inner, is_back) = match highlight.region {
                Region::LowBack => (5.9, 17.5, -0.95, 0.1, true),
                Region::UpperBack => (16.5, 29.0, -0.95, -0.05, true),
                Region::Back => (6.0, 28.5, -0.95, 0.05, true),
                Region::Abdomen => (6.2, 19.0, 0.95, -0.15, false),
                Region::Chest => (18.0, 28.5, 0.95, 0.0, false),
                Region::Core => (6.0, 18.5, -0.95, 0.95, false),
                _ => continue,
            };
            // What lies on the back is not drawn on a front view.
            if is_back && !self.profile && !self.from_behind && !self.on_side {
                continue;
            }
            let wide = if matches!(highlight.region, Region::UpperBack | Region::Back) { 0.6 } else { 0.85 };
            let (from, to) = (row_place(from), row_place(to));
            let patch = match highlight.region {
                // Lying on the side, the side of the waist that is underneath works.
                Region::Core if self.on_side => Patch::new(from, to, 0.95, -0.3),
                _ if from_front => Patch::both(from, to, -wide, wide),
                Region::Core => Patch::both(from, to, outer, inner),
                _ => Patch::new(from, to, outer, inner),
            };
            self.patch(&whole, patch);
        }
    }

    /// The inner edges of the shoulder blades, so that their movement is seen.
    fn shoulder_blades(&mut self) {
        let scapula = self.posture.spine.degrees(Joint::Scapula);
        for side in [1.0, -1.0] {
            let points = SHOULDER_BLADE.map(|(z, s, follows)| {
                let (place, frame) = self.body.trunk(s);
                self.camera.flat(place + frame * Vec3::new(-5.6, 0.0, side * (z - follows * scapula)))
            });
            let shape = self.layers.open(&points);
            self.layers.put(Class::Fold, shape);
        }
    }

    /// In front and back view the side of the neck that is stretched.
    fn neck_highlight(&mut self) {
        if !self.shows(Region::Neck) {
            return;
        }
        let side = if self.posture.spine.degrees(Joint::NeckSide) > 0.0 { -1.0 } else { 1.0 };
        let (place, frame) = self.body.trunk(30.0);
        let top = self.camera.flat(self.body.skull + self.body.head * Vec3::new(0.0, -3.2, side * 3.4));
        let middle = self.camera.flat(place + frame * Vec3::new(0.0, 1.6, side * 4.2));
        let bottom = self.camera.flat(place + frame * Vec3::new(0.0, -0.8, side * 6.9));
        let outline = closed(&tube(&[(top, 1.3), (middle, 1.9), (bottom, 1.4)]), 1.0, 1.0);
        let shape = self.layers.closed(&outline);
        self.layers.put(Class::Highlight, shape);
    }

    fn shows(&self, region: Region) -> bool {
        self.highlight.iter().any(|highlight| highlight.region == region)
    }

    fn patch(&mut self, sections: &[Section], of: Patch) {
        let shape = self.layers.closed(&patch(sections, of));
        self.layers.put(Class::Highlight, shape);
    }
}

/// Which arms are painted when.
#[derive(Debug, Default)]
struct ArmOrder {
    /// Before the trunk.
    behind: Vec<Side>,
    /// After the trunk and before what the near arm holds, although they are far.
    over: Vec<Side>,
    /// Last.
    before: Vec<Side>,
}

/// A place on the spine as a place in the whole trunk's row of sections, 0 to 1.
fn row_place(s: f64) -> f64 {
    let mut before = 0.0;
    for pair in TRUNK.windows(2) {
        if let [a, b] = pair {
            if a[0] <= s && s <= b[0] {
                before += (s - a[0]) / (b[0] - a[0]);
                break;
            }
            before += 1.0;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "fifteen rows")]
    let last = (TRUNK.len() - 1) as f64;
    before / last
}
