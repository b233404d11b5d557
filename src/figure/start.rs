//! The positions a pose starts from, and every default that each gives.

use super::posture::Orientation;
use crate::model::figure::{Angle, Base, Contact, Hand, Joint, MiddleContact, Side, SideContact};

/// What a base gives.
pub(super) struct Start {
    pub(super) orientation: Orientation,
    pub(super) turn: f64,
    pub(super) pitch: f64,
    pub(super) contact: &'static [Contact],
    pub(super) arms: &'static [(Joint, Angle)],
    pub(super) legs: &'static [(Joint, Angle)],
    pub(super) far_leg: &'static [(Joint, Angle)],
    pub(super) hand: Hand,
    pub(super) plant: bool,
}

const fn deg(degrees: f64) -> Angle {
    Angle::Degrees(degrees)
}

const UPRIGHT: Start = Start {
    orientation: Orientation::Tipped(0.0),
    turn: 9.0,
    pitch: 0.0,
    contact: &[Contact::Both(SideContact::Foot)],
    arms: &[],
    legs: &[],
    far_leg: &[],
    hand: Hand::Open,
    plant: false,
};
const ON_BACK: Start = Start {
    orientation: Orientation::Tipped(-90.0),
    turn: 0.0,
    contact: &[Contact::Middle(MiddleContact::Pelvis), Contact::Middle(MiddleContact::UpperBack)],
    arms: &[(Joint::Shoulder, deg(-10.5)), (Joint::Elbow, deg(3.0))],
    ..UPRIGHT
};

/// The bases, each said once.
static STARTS: [Start; Base::ALL.len()] = {
    use Joint::{Ankle, Elbow, Hip, Knee, Palm, Shoulder, Toes, Wrist};
    [
        // Standing
        Start { arms: &[(Shoulder, deg(2.0)), (Palm, deg(80.0))], legs: &[(Ankle, Angle::Flat)], ..UPRIGHT },
        // Sitting
        Start {
            arms: &[(Shoulder, deg(20.0)), (Elbow, deg(60.0))],
            legs: &[(Hip, deg(88.0)), (Knee, deg(90.0)), (Ankle, Angle::Flat)],
            ..UPRIGHT
        },
        // Half-kneeling
        Start {
            contact: &[Contact::One(Side::Near, SideContact::Foot), Contact::One(Side::Far, SideContact::Knee)],
            arms: &[(Shoulder, deg(4.0)), (Elbow, deg(10.0)), (Palm, deg(80.0))],
            legs: &[(Hip, deg(88.0)), (Knee, deg(90.0)), (Ankle, Angle::Flat)],
            far_leg: &[(Hip, deg(0.0)), (Knee, Angle::Floor), (Ankle, Angle::Floor)],
            ..UPRIGHT
        },
        // Supine
        // The hip joint lies higher than the heel: straight legs slope down to it.
        Start { legs: &[(Hip, deg(-5.0)), (Ankle, deg(-25.0))], ..ON_BACK },
        // Crook lying
        Start { legs: &[(Hip, deg(46.0)), (Knee, deg(98.0)), (Ankle, Angle::Flat)], plant: true, ..ON_BACK },
        // Side-lying
        Start {
            orientation: Orientation::OnSide,
            turn: 0.0,
            pitch: 22.0,
            contact: &[Contact::Middle(MiddleContact::ShoulderLow), Contact::Middle(MiddleContact::HipLow)],
            ..UPRIGHT
        },
        // Prone
        Start {
            orientation: Orientation::Tipped(90.0),
            turn: 0.0,
            contact: &[Contact::Middle(MiddleContact::Chest), Contact::Both(SideContact::Knee)],
            arms: &[(Elbow, deg(5.0))],
            legs: &[(Ankle, deg(-66.0))],
            ..UPRIGHT
        },
        // Quadruped
        Start {
            orientation: Orientation::Tipped(90.0),
            contact: &[Contact::Both(SideContact::Knee), Contact::Both(SideContact::Hand)],
            arms: &[(Shoulder, Angle::Vertical), (Elbow, deg(3.0)), (Wrist, Angle::Flat)],
            legs: &[(Hip, Angle::Vertical), (Knee, Angle::Floor), (Ankle, Angle::Floor)],
            ..UPRIGHT
        },
        // Forearm plank
        Start {
            orientation: Orientation::Tipped(90.0),
            turn: 0.0,
            contact: &[Contact::Both(SideContact::Toe), Contact::Both(SideContact::Forearm)],
            arms: &[(Shoulder, deg(82.0)), (Elbow, deg(90.0))],
            legs: &[(Ankle, deg(4.0)), (Toes, deg(78.0))],
            hand: Hand::Fist,
            ..UPRIGHT
        },
        // Straight plank
        Start {
            orientation: Orientation::Tipped(70.0),
            contact: &[Contact::Both(SideContact::Toe), Contact::Both(SideContact::Hand)],
            arms: &[(Shoulder, Angle::Vertical), (Elbow, deg(3.0)), (Wrist, Angle::Flat)],
            legs: &[(Ankle, deg(4.0)), (Toes, deg(78.0))],
            ..UPRIGHT
        },
        // Floating
        Start {
            orientation: Orientation::Tipped(90.0),
            turn: 0.0,
            contact: &[Contact::Middle(MiddleContact::Chest)],
            arms: &[(Shoulder, deg(175.0)), (Elbow, deg(4.0))],
            legs: &[(Knee, deg(4.0)), (Ankle, deg(-45.0))],
            ..UPRIGHT
        },
    ]
};

/// What `base` gives.
pub(super) const fn of(base: Base) -> &'static Start {
    &STARTS[base as usize]
}
