//! Forward kinematics: from angles to places. Nothing is decided here; contacts and reaches choose the angles.
//!
//! A limb hangs along its frame's −up. Hip and shoulder turn in the order horizontal abduction, flexion, abduction,
//! rotation; `near` is the body's right, and what is mirrored has the sign of its side.

use std::rc::Rc;

use super::anatomy::{
    BALL, FOREARM_LENGTH, HAND_LENGTH, HIP_BREADTH, NECK_BASE, NECK_LEAN, NECK_LENGTH, SHANK_LENGTH, SHOULDER_BREADTH,
    SHOULDER_HEIGHT, THIGH_LENGTH, UPPER_ARM_LENGTH,
};
use super::geometry::{Turn, Vec3, acos, asin, atan2, wrap};
use super::posture::{Angles, Limb, Orientation, Posture, Sides};
use super::range;
use super::spine::Spine;
use crate::model::figure::{Angle, Joint, Landmark, MiddlePoint, Side, SidePoint};

/// A leg in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leg {
    pub(super) hip: Vec3,
    pub(super) knee: Vec3,
    pub(super) ankle: Vec3,
    pub(super) ball: Vec3,
    pub(super) thigh: Turn,
    pub(super) shank: Turn,
    pub(super) foot: Turn,
    pub(super) toes: Turn,
    /// Every angle as a number, words solved.
    pub(super) angles: Angles,
}

impl Leg {
    pub(super) fn toe(&self) -> Vec3 {
        self.ball + self.toes.forward * 3.0
    }

    pub(super) fn heel(&self) -> Vec3 {
        self.ankle + self.foot * Vec3::new(-3.0, -2.6, 0.0)
    }
}

/// An arm in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arm {
    pub(super) shoulder: Vec3,
    pub(super) elbow: Vec3,
    pub(super) wrist: Vec3,
    pub(super) upper: Turn,
    pub(super) fore: Turn,
    pub(super) hand: Turn,
    /// Every angle as a number, words solved.
    pub(super) angles: Angles,
}

impl Arm {
    pub(super) fn palm(&self) -> Vec3 {
        self.wrist - self.hand.up * (HAND_LENGTH * 0.5)
    }

    pub(super) fn fingers(&self) -> Vec3 {
        self.wrist - self.hand.up * HAND_LENGTH
    }
}

/// A body in its place.
#[derive(Debug, Clone)]
pub(super) struct Body {
    spine: Rc<Spine>,
    pub(super) origin: Vec3,
    pub(super) pelvis: Turn,
    pub(super) neck_base: Vec3,
    pub(super) neck: Turn,
    /// The base of the skull.
    pub(super) skull: Vec3,
    pub(super) head: Turn,
    pub(super) legs: Sides<Leg>,
    pub(super) arms: Sides<Arm>,
}

impl Body {
    /// Puts a posture into space: tipped by `root`, its hip joint at `origin`.
    pub(super) fn new(posture: &Posture, spine: &Rc<Spine>, root: f64, origin: Vec3) -> Self {
        let lying = match posture.orientation {
            Orientation::Tipped(_) => Turn::about_z(-root),
            Orientation::OnSide => Turn::about_z(-root) * Turn::frame(Vec3::RIGHT, -Vec3::FORWARD, -Vec3::UP),
        };
        let angle = |joint| posture.spine.degrees(joint);
        let pelvis = lying * Turn::about_z(-angle(Joint::Pelvis));
        let trunk = |s| {
            let (place, frame) = spine.at(s);
            (origin + pelvis * place, pelvis * frame)
        };
        let (neck_base, top) = trunk(NECK_BASE);
        let (around, aside) = (angle(Joint::NeckRotation), angle(Joint::NeckSide));
        let neck = top
            * Turn::about_y(-around * 0.4)
            * Turn::about_z(-(angle(Joint::Neck) + NECK_LEAN))
            * Turn::about_x(aside * 0.6);
        let head = neck
            * Turn::about_y(-around * 0.6)
            * Turn::about_z(-(angle(Joint::Head) - NECK_LEAN))
            * Turn::about_x(aside * 0.4);
        let girdle = trunk(SHOULDER_HEIGHT);
        Self {
            spine: Rc::clone(spine),
            origin,
            pelvis,
            neck_base,
            neck,
            skull: neck_base + neck.up * NECK_LENGTH,
            head,
            legs: Sides::make(|side| leg(posture.legs.of(side), side, origin, pelvis)),
            arms: Sides::make(|side| arm(posture.arms.of(side), side, girdle, angle(Joint::Scapula))),
        }
    }

    /// The same body elsewhere.
    #[must_use]
    pub(super) fn moved(&self, posture: &Posture, root: f64, by: Vec3) -> Self {
        Self::new(posture, &self.spine, root, self.origin + by)
    }

    /// The place `s` up the spine and the trunk's frame there.
    pub(super) fn trunk(&self, s: f64) -> (Vec3, Turn) {
        let (place, frame) = self.spine.at(s);
        (self.origin + self.pelvis * place, self.pelvis * frame)
    }

    /// A named point.
    pub(super) fn landmark(&self, landmark: Landmark) -> Vec3 {
        match landmark {
            Landmark::Middle(point) => self.middle(point),
            Landmark::Sided(side, point) => self.sided(side, point),
        }
    }

    fn middle(&self, point: MiddlePoint) -> Vec3 {
        let on_head = |x, y| self.skull + self.head * Vec3::new(x, y, 0.0);
        match point {
            MiddlePoint::Hip => self.origin,
            MiddlePoint::C7 => self.neck_base,
            MiddlePoint::Head => self.skull,
            MiddlePoint::Vertex => on_head(0.0, 8.2),
            MiddlePoint::Chin => on_head(4.2, -5.4),
            MiddlePoint::Nose => on_head(7.0, -0.6),
            MiddlePoint::HeadBack => on_head(-5.6, 0.6),
            MiddlePoint::MidBack => self.trunk(22.0).0,
            MiddlePoint::Belly => self.trunk(11.0).0,
            MiddlePoint::Sternum => self.on_trunk(22.0, 6.2, 0.0),
            MiddlePoint::Navel => self.on_trunk(9.0, 6.2, 0.0),
        }
    }

    fn sided(&self, side: Side, point: SidePoint) -> Vec3 {
        let (leg, arm, sign) = (self.legs.of(side), self.arms.of(side), side.sign());
        match point {
            SidePoint::Hip => leg.hip,
            SidePoint::Knee => leg.knee,
            SidePoint::Ankle => leg.ankle,
            SidePoint::Ball => leg.ball,
            SidePoint::Toe => leg.toe(),
            SidePoint::Heel => leg.heel(),
            SidePoint::Shoulder => arm.shoulder,
            SidePoint::Elbow => arm.elbow,
            SidePoint::Wrist => arm.wrist,
            SidePoint::Hand => arm.palm(),
            SidePoint::Fingers => arm.fingers(),
            SidePoint::FrontHip => self.on_trunk(5.5, 5.2, 6.4 * sign),
            SidePoint::Waist => self.on_trunk(5.0, 1.0, 9.5 * sign),
            SidePoint::Collar => self.on_trunk(26.5, 4.5, 7.5 * sign),
            SidePoint::Ear => self.skull + self.head * Vec3::new(-0.8, -0.4, 5.2 * sign),
        }
    }

    /// A point `forward` and `right` of the place `s` on the spine.
    fn on_trunk(&self, s: f64, forward: f64, right: f64) -> Vec3 {
        let (place, frame) = self.trunk(s);
        place + frame * Vec3::new(forward, 0.0, right)
    }
}

fn leg(leg: &Limb, side: Side, origin: Vec3, pelvis: Turn) -> Leg {
    let sign = side.sign();
    let written = |joint| leg.angles.degrees(joint);
    let hip = origin + pelvis.right * (sign * HIP_BREADTH);
    let tilt = pelvis.tilt();
    let flexion = match leg.angles.get(Joint::Hip) {
        Angle::Vertical => wrap(-tilt),
        Angle::Horizontal => level(Joint::Hip, -90.0, tilt),
        _ => written(Joint::Hip),
    };
    let knee_bend = match leg.angles.get(Joint::Knee) {
        Angle::Floor => wrap(tilt + flexion + 86.0),
        _ => written(Joint::Knee),
    };
    let mut thigh = socket(
        pelvis,
        sign,
        written(Joint::HipHorizontalAbduction),
        flexion,
        written(Joint::HipAbduction),
        written(Joint::HipRotation),
    );
    let mut knee = hip - thigh.up * THIGH_LENGTH;
    let mut shank = thigh * Turn::about_z(-knee_bend);
    let ankle = knee - shank.up * SHANK_LENGTH;
    let open = written(Joint::Open);
    if open != 0.0 {
        // The bent leg turns about the line from hip to ankle: the foot stays, the knee opens.
        let opened = Turn::about(ankle - hip, sign * open);
        (thigh, shank) = (opened * thigh, opened * shank);
        knee = hip - thigh.up * THIGH_LENGTH;
    }
    let (foot, ankle_bend) = match leg.angles.get(Joint::Ankle) {
        Angle::Flat => level_foot(shank, sign * written(Joint::Turnout)),
        Angle::Floor => turned_foot(shank, wrap(-154.0 - (tilt + flexion - knee_bend))),
        _ => turned_foot(shank, written(Joint::Ankle)),
    };
    let mut angles = leg.angles;
    for (joint, angle) in [(Joint::Hip, flexion), (Joint::Knee, knee_bend), (Joint::Ankle, ankle_bend)] {
        angles.set(joint, angle);
    }
    let ball = ankle + foot * Vec3::new(BALL.0, BALL.1, 0.0);
    Leg { hip, knee, ankle, ball, thigh, shank, foot, toes: foot * Turn::about_z(written(Joint::Toes)), angles }
}

/// The angle that makes a limb level: `toward` the usual side, or the other if only that is one the joint makes.
fn level(joint: Joint, toward: f64, tilt: f64) -> f64 {
    let usual = wrap(toward - tilt);
    let other = wrap(-toward - tilt);
    if range::beyond(joint, usual) > 0.0 && range::beyond(joint, other) <= 0.0 { other } else { usual }
}

/// A ball joint, turned in the order its angles are named in.
fn socket(parent: Turn, sign: f64, horizontal: f64, flexion: f64, abduction: f64, rotation: f64) -> Turn {
    let hinge = parent * Turn::about_y(-sign * horizontal) * Turn::about_z(flexion);
    hinge * Turn::about_x(-sign * abduction) * Turn::about_y(-sign * rotation)
}

fn turned_foot(shank: Turn, bend: f64) -> (Turn, f64) {
    (shank * Turn::about_z(bend), bend)
}

/// A foot whose sole is level and whose toes point where the shin does, turned out by so much.
fn level_foot(shank: Turn, turned_out: f64) -> (Turn, f64) {
    let flat = |v: Vec3| Vec3::new(v.x, 0.0, v.z);
    let ahead = flat(shank.forward);
    let ahead = if ahead.length() < 0.2 { flat(-shank.up) } else { ahead };
    let forward = Turn::about_y(-turned_out) * ahead.unit_or(Vec3::FORWARD);
    (Turn::frame(forward, Vec3::UP, forward.cross(Vec3::UP)), asin(forward.dot(shank.up)))
}

fn arm(arm: &Limb, side: Side, (girdle, trunk): (Vec3, Turn), scapula: f64) -> Arm {
    let sign = side.sign();
    let written = |joint| arm.angles.degrees(joint);
    let shoulder = girdle + trunk * Vec3::new(0.2 - scapula, 0.0, sign * SHOULDER_BREADTH);
    let flexion = match arm.angles.get(Joint::Shoulder) {
        Angle::Vertical => wrap(-trunk.tilt()),
        Angle::Horizontal => level(Joint::Shoulder, 90.0, trunk.tilt()),
        _ => written(Joint::Shoulder),
    };
    let upper = socket(
        trunk,
        sign,
        written(Joint::ShoulderHorizontalAbduction),
        flexion,
        written(Joint::ShoulderAbduction),
        written(Joint::ShoulderRotation),
    );
    let elbow = shoulder - upper.up * UPPER_ARM_LENGTH;
    let fore = upper * Turn::about_z(written(Joint::Elbow));
    let wrist = elbow - fore.up * FOREARM_LENGTH;
    let (hand, wrist_bend) = match (arm.angles.get(Joint::Wrist), arm.fingers) {
        (Angle::Flat, _) => palm_down(fore),
        (Angle::Wall, _) => (Turn::frame(-Vec3::FORWARD, -Vec3::UP, Vec3::RIGHT), acos(-fore.up.y)),
        (_, Some(fingers)) => hand_along(trunk, fore, Vec3::new(fingers.x, fingers.y, fingers.z * sign)),
        _ => (
            fore * Turn::about_y(-sign * written(Joint::Palm)) * Turn::about_z(written(Joint::Wrist)),
            written(Joint::Wrist),
        ),
    };
    let mut angles = arm.angles;
    angles.set(Joint::Shoulder, flexion);
    angles.set(Joint::Wrist, wrist_bend);
    Arm { shoulder, elbow, wrist, upper, fore, hand, angles }
}

/// A hand laid on the floor, fingers the way the forearm comes from.
fn palm_down(fore: Turn) -> (Turn, f64) {
    let down = -fore.up;
    let sign = if fore.forward.x > 0.1 || down.x >= 0.0 { 1.0 } else { -1.0 };
    (Turn::frame(Vec3::UP * sign, Vec3::FORWARD * -sign, Vec3::RIGHT), atan2(-sign * down.y, down.x * sign))
}

/// A hand whose fingers point along `fingers` in the trunk's frame, palm to the trunk.
fn hand_along(trunk: Turn, fore: Turn, fingers: Vec3) -> (Turn, f64) {
    let up = -fingers.unit_or(Vec3::DOWN);
    let back = if up.x.abs() < 0.9 { Vec3::FORWARD } else { Vec3::UP };
    let back = back.across(up).unit_or(Vec3::RIGHT);
    let hand = trunk * Turn::frame(back, up, back.cross(up));
    (hand, acos(hand.up.dot(fore.up)))
}
