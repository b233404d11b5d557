//! How far each joint goes: a guard against slips of the pen, not a prescription.
//!
//! After published normal values (`spec` in the project's notes names them); wider on purpose for the ankle that kneels on
//! its instep, the wrist that carries weight, and the shoulder's rotation.

use crate::model::figure::Joint;

/// The least and the greatest angle of a joint.
pub(super) const fn of(joint: Joint) -> (f64, f64) {
    match joint {
        Joint::Pelvis | Joint::Head | Joint::LumbarSide | Joint::ThoracicSide => (-25.0, 25.0),
        Joint::Lumbar => (-30.0, 55.0),
        Joint::Thoracic => (-25.0, 45.0),
        Joint::Neck | Joint::NeckSide | Joint::HipRotation => (-45.0, 45.0),
        Joint::LumbarRotation => (-10.0, 10.0),
        Joint::ThoracicRotation => (-35.0, 35.0),
        Joint::NeckRotation => (-80.0, 80.0),
        Joint::Scapula => (-3.0, 3.0),
        Joint::Belly => (-1.5, 3.0),
        Joint::Shoulder => (-60.0, 180.0),
        Joint::ShoulderAbduction | Joint::Palm => (-30.0, 180.0),
        Joint::ShoulderHorizontalAbduction => (-135.0, 45.0),
        Joint::ShoulderRotation => (-90.0, 100.0),
        Joint::Elbow | Joint::Knee => (0.0, 150.0),
        Joint::Wrist => (-80.0, 90.0),
        Joint::Hip => (-30.0, 125.0),
        Joint::HipAbduction => (-30.0, 45.0),
        Joint::HipHorizontalAbduction => (-30.0, 60.0),
        Joint::Ankle => (-70.0, 30.0),
        Joint::Toes => (-30.0, 80.0),
        Joint::Turnout => (-20.0, 45.0),
        Joint::Open => (0.0, 60.0),
    }
}

/// By how much an angle is beyond the range.
pub(super) fn beyond(joint: Joint, angle: f64) -> f64 {
    let (least, most) = of(joint);
    (least - angle).max(angle - most).max(0.0)
}
