//! What the body rests on. The pose gives the shape, gravity the orientation: the whole body is turned until its contacts
//! are level and lowered until they touch. No joint moves.

use std::rc::Rc;

use super::anatomy::{ANKLE_HEIGHT, TRUNK};
use super::body::Body;
use super::geometry::Vec3;
use super::posture::{Orientation, Posture};
use super::spine::Spine;
use crate::model::figure::{Angle, Contact, Joint, MiddleContact, Side, SideContact};

/// How far to either side of the base's orientation a level one is looked for, in steps of [`STEP`] degrees.
const STEPS: u32 = 12;
const STEP: f64 = 5.0;
/// Halvings of a step: 5 degrees become a fifty-thousandth of one.
const HALVINGS: u32 = 18;

/// A body at rest.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) body: Body,
    pub(super) root: f64,
    /// Whether its two contacts could be made level.
    pub(super) level: bool,
}

/// Turns and lowers the body until it rests.
pub(super) fn settle(posture: &Posture, spine: &Rc<Spine>) -> Rest {
    let base = match posture.orientation {
        Orientation::Tipped(root) => root + posture.lean,
        Orientation::OnSide => posture.lean,
    };
    let level = match (posture.root, posture.contact.as_slice()) {
        (Some(root), _) => Some(root),
        (None, [a, b, ..]) => level(base, |root| {
            let body = Body::new(posture, spine, root, Vec3::ZERO);
            gap(posture, &body, *a) - gap(posture, &body, *b)
        }),
        (None, _) => Some(base),
    };
    let root = level.unwrap_or(base);
    let hanging = Body::new(posture, spine, root, Vec3::ZERO);
    let drop = posture.contact.iter().map(|contact| gap(posture, &hanging, *contact)).fold(f64::INFINITY, f64::min);
    let origin = Vec3::new(0.0, if drop.is_finite() { -drop } else { 0.0 }, 0.0);
    Rest { body: Body::new(posture, spine, root, origin), root, level: level.is_some() }
}

/// The root angle nearest to `base` at which `slope` is zero.
fn level(base: f64, slope: impl Fn(f64) -> f64) -> Option<f64> {
    let middle = slope(base);
    let mut ends = [(base, middle), (base, middle)];
    for step in 1..=STEPS {
        for (end, sign) in ends.iter_mut().zip([1.0, -1.0]) {
            let next = base + sign * STEP * f64::from(step);
            let (at, value) = std::mem::replace(end, (next, slope(next)));
            if value == 0.0 || value * end.1 < 0.0 {
                return Some(halve(at, value, next, &slope));
            }
        }
    }
    None
}

fn halve(mut low: f64, mut at_low: f64, mut high: f64, slope: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        let value = slope(middle);
        if at_low * value <= 0.0 {
            high = middle;
        } else {
            (low, at_low) = (middle, value);
        }
    }
    f64::midpoint(low, high)
}

/// How far a part is above what it rests on.
fn gap(posture: &Posture, body: &Body, contact: Contact) -> f64 {
    lowest(posture, body, contact) - posture.height(contact)
}

/// The height of a part's lowest point.
pub(super) fn lowest(posture: &Posture, body: &Body, contact: Contact) -> f64 {
    match contact {
        Contact::One(side, part) => lowest_of_side(posture, body, side, part),
        Contact::Both(part) => {
            lowest_of_side(posture, body, Side::Near, part).min(lowest_of_side(posture, body, Side::Far, part))
        }
        Contact::Middle(MiddleContact::Pelvis) => lowest_of_trunk(body, -4.0, 7.0),
        Contact::Middle(MiddleContact::UpperBack | MiddleContact::Chest) => lowest_of_trunk(body, 19.0, 30.0),
        Contact::Middle(MiddleContact::HipLow) => lowest_of_trunk(body, -1.0, 4.0),
        Contact::Middle(MiddleContact::Head) => body.skull.y - 6.2,
        Contact::Middle(MiddleContact::ShoulderLow) => body.arms.near.shoulder.y.min(body.arms.far.shoulder.y) - 3.3,
    }
}

fn lowest_of_side(posture: &Posture, body: &Body, side: Side, part: SideContact) -> f64 {
    let (leg, arm) = (body.legs.of(side), body.arms.of(side));
    let least = |heights: &[f64]| heights.iter().copied().fold(f64::INFINITY, f64::min);
    let (toe, ball, heel) = (leg.toe().y - 0.9, leg.ball.y, leg.heel().y - 1.3);
    let sole_is_level = posture.legs.of(side).angles.get(Joint::Ankle) == Angle::Flat;
    let palm_is_level = posture.arms.of(side).angles.get(Joint::Wrist) == Angle::Flat;
    match part {
        SideContact::Foot if sole_is_level => leg.ankle.y - ANKLE_HEIGHT,
        SideContact::Foot => least(&[toe, ball - 1.08, heel]),
        SideContact::Toe => least(&[toe, ball - 1.0]),
        SideContact::Heel => heel,
        SideContact::Knee => leg.knee.y - 3.5,
        SideContact::Ankle => least(&[leg.ankle.y - 2.2, ball - 2.6]),
        SideContact::Hand if palm_is_level => arm.wrist.y - 1.7,
        SideContact::Hand => arm.wrist.y.min(arm.fingers().y) - 1.2,
        SideContact::Elbow => arm.elbow.y - 2.4,
        SideContact::Forearm => least(&[arm.elbow.y - 2.4, arm.wrist.y - 1.6, arm.palm().y - 2.6]),
    }
}

/// The lowest point of the trunk between two places on the spine.
fn lowest_of_trunk(body: &Body, from: f64, to: f64) -> f64 {
    let stations = TRUNK.iter().filter(|station| from <= station[0] && station[0] <= to);
    let lowest = stations.map(|[s, front, back, lateral]| {
        let (place, frame) = body.trunk(*s);
        let (depth, width) = (f64::midpoint(*front, *back) * frame.forward.y, lateral * frame.right.y);
        (place + frame.forward * ((front - back) / 2.0)).y - (depth * depth + width * width).sqrt()
    });
    lowest.fold(f64::INFINITY, f64::min)
}
