//! Reaching and planting: angles that follow from where a hand or a foot has to be.

use std::rc::Rc;

use super::anatomy::{
    ANKLE_HEIGHT, FOREARM_LENGTH, SHANK, SHANK_LENGTH, SHOULDER_HEIGHT, THIGH, THIGH_LENGTH, UPPER_ARM,
    UPPER_ARM_LENGTH, station_at,
};
use super::body::Body;
use super::contact::{Rest, settle};
use super::geometry::{Point, Turn, Vec3, acos, asin, atan2, wrap};
use super::posture::{Angles, Posture, Reach};
use super::range;
use super::spine::Spine;
use crate::model::figure::{Angle, Bone, Contact, Joint, Part, ReachWith, Side, SideContact, Target};

/// How far out of reach a target may be before that is an error.
const TOLERANCE: f64 = 1.5;

/// A limb whose target is too near or too far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OutOfReach {
    pub(super) side: Side,
    pub(super) part: Part,
    /// How far the target is, and how far the limb goes.
    pub(super) distance: f64,
    pub(super) length: f64,
}

/// A posture with all its words and reaches solved, at rest.
#[derive(Debug)]
pub(super) struct Solved {
    pub(super) posture: Posture,
    pub(super) rest: Rest,
    pub(super) out_of_reach: Vec<OutOfReach>,
    /// Whose foot should be planted and cannot be.
    pub(super) not_planted: Vec<Side>,
}

/// Settles, plants the feet, reaches, and settles again: a reach can move the contact it starts from.
pub(super) fn solve(mut posture: Posture) -> Solved {
    let spine = Rc::new(Spine::new(&posture.spine));
    let mut rest = settle(&posture, &spine);
    if posture.root.is_some() {
        return Solved { posture, rest, out_of_reach: Vec::new(), not_planted: Vec::new() };
    }
    let (planted, not_planted) = plant(&mut posture, &rest.body);
    if planted {
        rest = settle(&posture, &spine);
    }
    let aims = reach(&mut posture, &rest.body);
    if !aims.is_empty() {
        rest = settle(&posture, &spine);
    }
    let out_of_reach = aims.iter().filter_map(|aim| aim.miss(&rest.body)).collect();
    Solved { posture, rest, out_of_reach, not_planted }
}

impl Solved {
    /// The same posture as plain numbers: nothing left to solve, so that it can be mixed with another.
    pub(super) fn frozen(&self) -> Posture {
        let mut posture = Posture { root: Some(self.rest.root), ..self.posture.clone() };
        for side in [Side::Near, Side::Far] {
            let (arm, leg) = (posture.arms.of_mut(side), posture.legs.of_mut(side));
            arm.target = None;
            (leg.target, leg.plant) = (None, false);
            let (placed_arm, placed_leg) = (self.rest.body.arms.of(side), self.rest.body.legs.of(side));
            for joint in [Joint::Hip, Joint::Knee, Joint::Ankle] {
                freeze(&mut leg.angles, &placed_leg.angles, joint);
            }
            for joint in [Joint::Shoulder, Joint::Wrist] {
                freeze(&mut arm.angles, &placed_arm.angles, joint);
            }
        }
        posture
    }
}

/// Sole and palm on the floor stay so while everything else moves.
fn freeze(angles: &mut Angles, solved: &Angles, joint: Joint) {
    if angles.get(joint) != Angle::Flat {
        angles.set(joint, solved.degrees(joint));
    }
}

/// Keeps the hip's angle and finds the knee at which the sole stands on the floor. Says whether anything changed, and whose
/// foot cannot stand there.
fn plant(posture: &mut Posture, body: &Body) -> (bool, Vec<Side>) {
    let mut changed = false;
    let mut not_planted = Vec::new();
    for side in [Side::Near, Side::Far] {
        let carries = [Contact::Both(SideContact::Foot), Contact::One(side, SideContact::Foot)];
        let stands = posture.contact.iter().any(|contact| carries.contains(contact));
        let leg = posture.legs.of_mut(side);
        if !leg.plant || stands {
            continue;
        }
        let (hip, knee) = (body.legs.of(side).hip, body.legs.of(side).knee);
        let rise = knee.y - ANKLE_HEIGHT;
        if leg.angles.get(Joint::Ankle) != Angle::Flat || rise >= SHANK_LENGTH {
            not_planted.push(side);
        } else {
            let slant = acos(rise / SHANK_LENGTH);
            let thigh = atan2(knee.x - hip.x, hip.y - knee.y);
            let wanted = leg.angles.degrees(Joint::Knee);
            let bend = |sign: f64| (thigh - sign * slant).rem_euclid(360.0);
            let (one, other) = (bend(1.0), bend(-1.0));
            leg.angles.set(Joint::Knee, if (one - wanted).abs() <= (other - wanted).abs() { one } else { other });
            changed = true;
        }
    }
    (changed, not_planted)
}

/// A limb that reaches.
struct Aim {
    side: Side,
    part: Part,
    target: Vec3,
    upper: f64,
    lower: f64,
    in_plane: bool,
}

impl Aim {
    fn start(&self, body: &Body) -> Vec3 {
        if self.part == Part::Arm { body.arms.of(self.side).shoulder } else { body.legs.of(self.side).hip }
    }

    fn miss(&self, body: &Body) -> Option<OutOfReach> {
        let way = self.target - self.start(body);
        let distance = if self.in_plane { way.flat().length() } else { way.length() };
        let length = self.upper + self.lower;
        let near_enough = distance < length + TOLERANCE && distance > (self.upper - self.lower).abs() - TOLERANCE;
        (!near_enough).then_some(OutOfReach { side: self.side, part: self.part, distance, length })
    }
}

/// Sets the angles of every limb that reaches.
fn reach(posture: &mut Posture, body: &Body) -> Vec<Aim> {
    let mut aims = Vec::new();
    for side in [Side::Near, Side::Far] {
        if let Some(reach) = posture.legs.of(side).reach() {
            let leg = posture.legs.of_mut(side);
            let aim = Aim {
                side,
                part: Part::Leg,
                target: target(body, &reach),
                upper: THIGH_LENGTH,
                lower: SHANK_LENGTH,
                in_plane: true,
            };
            let bend = in_plane(aim.target - aim.start(body), aim.upper, aim.lower);
            leg.angles.set(Joint::Hip, wrap(bend.base + bend.corner - body.pelvis.tilt()));
            leg.angles.set(Joint::Knee, bend.hinge);
            aims.push(aim);
        }
        if let Some(reach) = posture.arms.of(side).reach() {
            let arm = posture.arms.of_mut(side);
            let hand = match reach.with {
                ReachWith::Wrist => 0.0,
                ReachWith::Hand => 3.4,
                ReachWith::Fingers => 8.0,
            };
            let lower = FOREARM_LENGTH + hand;
            let aim = Aim {
                side,
                part: Part::Arm,
                target: target(body, &reach),
                upper: UPPER_ARM_LENGTH,
                lower,
                in_plane: reach.pole.is_none(),
            };
            let trunk = body.trunk(SHOULDER_HEIGHT).1;
            let way = aim.target - aim.start(body);
            if let Some(pole) = reach.pole {
                in_space(&mut arm.angles, trunk.inverse() * way, aim.upper, aim.lower, pole, side.sign());
            } else {
                let bend = in_plane(way, aim.upper, aim.lower);
                arm.angles.set(Joint::Shoulder, wrap(bend.base - bend.corner - trunk.tilt()));
                arm.angles.set(Joint::Elbow, bend.hinge);
            }
            aims.push(aim);
        }
    }
    aims
}

fn target(body: &Body, reach: &Reach) -> Vec3 {
    let place = match reach.target {
        Target::Landmark(landmark) => body.landmark(landmark),
        Target::Place([x, y, z]) => Vec3::new(x, y, z),
        Target::OnLimb { side, bone, t, front, outward } => {
            let (leg, arm) = (body.legs.of(side), body.arms.of(side));
            let (start, frame, table, length) = match bone {
                Bone::Thigh => (leg.hip, leg.thigh, THIGH, THIGH_LENGTH),
                Bone::Shank => (leg.knee, leg.shank, SHANK, SHANK_LENGTH),
                Bone::UpperArm => (arm.shoulder, arm.upper, UPPER_ARM, UPPER_ARM_LENGTH),
            };
            let [_, to_front, to_back, lateral] = station_at(table, t);
            let depth = front * if front > 0.0 { to_front } else { to_back };
            start + frame * Vec3::new(depth, -t * length, outward * lateral * side.sign())
        }
    };
    place + reach.offset
}

/// A triangle of two bones and the way to the target, in degrees.
struct Bend {
    /// The way's direction: 0 down, 90 forward.
    base: f64,
    /// Between the way and the upper bone.
    corner: f64,
    /// How far the hinge between the bones is bent.
    hinge: f64,
}

/// The distance a limb can really span.
fn spanned(distance: f64, upper: f64, lower: f64) -> f64 {
    distance.min(upper + lower - 0.05).max((upper - lower).abs() + 0.3)
}

/// The law of cosines in the plane of the picture.
fn in_plane(way: Vec3, upper: f64, lower: f64) -> Bend {
    let Point { x, y } = way.flat();
    let d = spanned(way.flat().length(), upper, lower);
    let cosine = |a: f64, b: f64, opposite: f64| acos((a * a + b * b - opposite * opposite) / (2.0 * a * b));
    Bend { base: atan2(x, -y), corner: cosine(upper, d, lower), hinge: 180.0 - cosine(upper, lower, d) }
}

/// The same triangle in space, in the frame of the trunk, with the elbow toward `pole`. A direction of the upper arm has two
/// descriptions, (flexion, abduction) and (flexion + 180, 180 − abduction): the one inside the ranges is taken.
fn in_space(angles: &mut Angles, way: Vec3, upper: f64, lower: f64, pole: Vec3, sign: f64) {
    let d = spanned(way.length(), upper, lower);
    let along = way.unit_or(Vec3::DOWN);
    let aside = Vec3::new(pole.x, pole.y, pole.z * sign).across(along).unit_or(Vec3::ZERO);
    let cosine = ((upper * upper + d * d - lower * lower) / (2.0 * upper * d)).clamp(-1.0, 1.0);
    let elbow = along * (upper * cosine) + aside * (upper * (1.0 - cosine * cosine).sqrt());
    let arm = elbow * (1.0 / upper);
    let forearm = (along * d - elbow) * (1.0 / lower);
    let (flexion, abduction) = (atan2(arm.x, -arm.y), asin(sign * arm.z));
    let described = |flexion: f64, abduction: f64| {
        let frame = Turn::about_z(flexion) * Turn::about_x(-sign * abduction);
        let seen = frame.inverse() * forearm;
        let rotation = atan2(seen.z, seen.x) * sign;
        let beyond = range::beyond(Joint::Shoulder, wrap(flexion))
            + range::beyond(Joint::ShoulderAbduction, abduction)
            + range::beyond(Joint::ShoulderRotation, rotation);
        (beyond, wrap(flexion), abduction, rotation)
    };
    let (one, other) = (described(flexion, abduction), described(wrap(flexion + 180.0), 180.0 - abduction));
    let (_, flexion, abduction, rotation) = if other.0 < one.0 - 0.1 { other } else { one };
    angles.set(Joint::Shoulder, flexion);
    angles.set(Joint::ShoulderAbduction, abduction);
    angles.set(Joint::ShoulderRotation, rotation);
    angles.set(Joint::ShoulderHorizontalAbduction, 0.0);
    angles.set(Joint::Elbow, acos(arm.dot(forearm)));
}
