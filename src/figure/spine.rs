//! The spine as a curve: how far it has bent is a smooth function of how far up it is, so there is never a kink.

use super::anatomy::{LUMBAR, THORAX};
use super::geometry::{Turn, Vec3, smoothstep};
use super::posture::Angles;
use crate::model::figure::Joint;

/// Steps of 1 % of stature from the hip joint up.
const STEPS: usize = 32;

/// The curve in the frame of the pelvis, the hip joint at zero.
#[derive(Debug)]
pub(super) struct Spine {
    nodes: [(Vec3, Turn); STEPS + 1],
}

impl Spine {
    /// Bends it.
    pub(super) fn new(angles: &Angles) -> Self {
        let mut place = Vec3::ZERO;
        let mut up = 0.0;
        let nodes = std::array::from_fn(|_| {
            let node = (place, frame(angles, up));
            place = place + frame(angles, up + 0.5).up;
            up += 1.0;
            node
        });
        Self { nodes }
    }

    /// The place `s` up the spine and the frame of the trunk there.
    pub(super) fn at(&self, s: f64) -> (Vec3, Turn) {
        let step = s.round_ties_even().clamp(0.0, 32.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the steps there are")]
        let (place, frame) = self.nodes[(step as usize).min(STEPS)];
        (place + frame.up * (s - step), frame)
    }
}

/// The trunk's frame at `s`: each zone has turned by its share of its angles.
fn frame(angles: &Angles, s: f64) -> Turn {
    let (lumbar, thorax) = (share(LUMBAR, s), share(THORAX, s));
    let bent = |low, high| angles.degrees(low) * lumbar + angles.degrees(high) * thorax;
    let forward = Turn::about_z(-bent(Joint::Lumbar, Joint::Thoracic));
    let around = bent(Joint::LumbarRotation, Joint::ThoracicRotation);
    let aside = bent(Joint::LumbarSide, Joint::ThoracicSide);
    if around == 0.0 && aside == 0.0 { forward } else { Turn::about_y(-around) * forward * Turn::about_x(aside) }
}

/// How much of a zone's bend lies below `s`: half of it even, half of it gathered in the zone's middle.
fn share((bottom, top): (f64, f64), s: f64) -> f64 {
    let t = ((s - bottom) / (top - bottom)).clamp(0.0, 1.0);
    f64::midpoint(smoothstep(t), t)
}
