//! Hands: a mitten and a thumb. Palm and fingers are one tube, thin and broad, so that it looks right from every side.

use super::anatomy::{FINGER_BEND, FINGER_LENGTH, FINGER_TIPS, GRIP, PALM, PALM_LENGTH, THUMB, THUMB_IN_FIST};
use super::body::Arm;
use super::camera::Camera;
use super::geometry::{Point, Turn, Vec3};
use super::outline::{Bone, Section, closed};
use super::posture::Limb;
use crate::model::figure::{Angle, Hand as Shape, Joint, Side};

/// Outlines of a hand.
#[derive(Debug)]
pub(super) struct Hand {
    pub(super) palm: Vec<Point>,
    pub(super) thumb: Vec<Point>,
    /// Whether the thumb is on the viewer's side, so that its edge shows on the palm.
    pub(super) thumb_over: bool,
}

/// The hand of an arm.
pub(super) fn hand(camera: &Camera, limb: &Limb, arm: &Arm, side: Side) -> Hand {
    let bone = |table| Bone { start: arm.wrist, frame: arm.hand, length: PALM_LENGTH, table };
    let (palm, thumb) = if limb.hand == Shape::Fist {
        (closed(&bone(GRIP).stretch(camera, 0.0, 0.9, 0.0), 0.8, 0.75), THUMB_IN_FIST)
    } else {
        let mut sections = bone(PALM).whole(camera);
        sections.extend(fingers(camera, limb, arm));
        (closed(&sections, 0.8, 0.9), THUMB)
    };
    let along = thumb.map(|[x, y, inward, radius]| {
        (camera.flat(arm.wrist + arm.hand * Vec3::new(x, y, -inward * side.sign())), radius)
    });
    let toward_viewer = camera.see(-arm.hand.right * side.sign()).z;
    Hand { palm, thumb: closed(&tube(&along), 1.0, 1.0), thumb_over: toward_viewer > 0.2 }
}

/// Fingers bend in two places.
fn fingers(camera: &Camera, limb: &Limb, arm: &Arm) -> [Section; 2] {
    let on_floor = limb.angles.get(Joint::Wrist) == Angle::Flat;
    let curl = match limb.hand {
        _ if on_floor => 0.0,
        Shape::Flat => 0.0,
        Shape::Open | Shape::Fist => 16.0,
        Shape::Relaxed => 34.0,
        Shape::Hook => 75.0,
    };
    let knuckles = arm.wrist - arm.hand.up * PALM_LENGTH;
    let first = arm.hand * Turn::about_z(-curl * 0.6);
    let second = arm.hand * Turn::about_z(-curl * 1.3);
    let bend = knuckles - first.up * (FINGER_LENGTH / 2.0);
    let near = Bone { start: knuckles, frame: first, length: FINGER_LENGTH, table: &[] };
    let tips = Bone { start: bend, frame: second, length: FINGER_LENGTH / 2.0, table: &[] };
    [near.section(camera, FINGER_BEND, 0.0), tips.section(camera, FINGER_TIPS, 0.0)]
}

/// Round sections along a row of points.
pub(super) fn tube(points: &[(Point, f64)]) -> Vec<Section> {
    let section = |(i, (point, radius)): (usize, &(Point, f64))| {
        let before = points.get(i.saturating_sub(1)).map_or(*point, |one| one.0);
        let after = points.get(i + 1).map_or(*point, |one| one.0);
        Section::round(*point, (after - before).unit_or(Point::new(0.0, -1.0)), *radius)
    };
    points.iter().enumerate().map(section).collect()
}
