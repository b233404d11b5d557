//! From where the figure is seen: straight ahead, turned about the vertical, from a little above.

use super::geometry::{Point, Turn, Vec3, sin_cos};

/// An orthographic camera.
#[derive(Debug, Clone, Copy)]
pub(super) struct Camera {
    pub(super) turn: f64,
    pub(super) pitch: f64,
    view: Turn,
}

impl Camera {
    pub(super) fn new(turn: f64, pitch: f64) -> Self {
        Self { turn, pitch, view: Turn::about_x(pitch) * Turn::about_y(-turn) }
    }

    /// A place or a direction as the viewer has it: x right, y up, z nearer.
    pub(super) fn see(&self, v: Vec3) -> Vec3 {
        self.view * v
    }

    /// The same without depth.
    pub(super) fn flat(&self, v: Vec3) -> Point {
        self.see(v).flat()
    }

    /// What moves a body by so much to the right in the picture.
    pub(super) fn sideways(&self, by: f64) -> Vec3 {
        self.view.inverse() * Vec3::new(by, 0.0, 0.0)
    }

    /// Whether the body is seen from its side rather than from its front or back.
    pub(super) fn is_from_the_side(&self) -> bool {
        sin_cos(self.turn).1.abs() > 0.6
    }
}
