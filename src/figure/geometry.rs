//! Points, directions and turns.
//!
//! World: x forward, y up, z to the figure's right; lengths in percent of stature, angles in degrees. Trigonometry comes
//! from `libm` alone, so that the last bit of every number is the same on every machine.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or a direction in space.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Vec3 {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) z: f64,
}

impl Vec3 {
    pub(super) const ZERO: Self = Self::new(0.0, 0.0, 0.0);
    pub(super) const FORWARD: Self = Self::new(1.0, 0.0, 0.0);
    pub(super) const UP: Self = Self::new(0.0, 1.0, 0.0);
    pub(super) const DOWN: Self = Self::new(0.0, -1.0, 0.0);
    pub(super) const RIGHT: Self = Self::new(0.0, 0.0, 1.0);

    pub(super) const fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    pub(super) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub(super) fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// Its direction; `otherwise` if it has none.
    pub(super) fn unit_or(self, otherwise: Self) -> Self {
        let length = self.length();
        if length > 1e-9 { self * (1.0 / length) } else { otherwise }
    }

    /// Its direction without the part along `axis`.
    pub(super) fn across(self, axis: Self) -> Self {
        self - axis * self.dot(axis)
    }

    /// As the viewer sees it, without depth.
    pub(super) const fn flat(self) -> Point {
        Point::new(self.x, self.y)
    }
}

impl Add for Vec3 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Neg for Vec3 {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Mul<f64> for Vec3 {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self::new(self.x * k, self.y * k, self.z * k)
    }
}

/// A point or a direction in the picture; y is up until it is written.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(super) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub(super) fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// A quarter turn to the left.
    pub(super) const fn left(self) -> Self {
        Self::new(-self.y, self.x)
    }

    /// Its direction; `otherwise` if it has none.
    pub(super) fn unit_or(self, otherwise: Self) -> Self {
        let length = self.length();
        if length > 1e-6 { self * (1.0 / length) } else { otherwise }
    }

    pub(super) fn toward(self, other: Self, t: f64) -> Self {
        Self::new(lerp(self.x, other.x, t), lerp(self.y, other.y, t))
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Neg for Point {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self::new(self.x * k, self.y * k)
    }
}

/// A rectangle that things fit in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) left: f64,
    pub(super) bottom: f64,
    pub(super) right: f64,
    pub(super) top: f64,
}

impl Extent {
    /// Around nothing yet.
    const NOTHING: Self =
        Self { left: f64::INFINITY, bottom: f64::INFINITY, right: f64::NEG_INFINITY, top: f64::NEG_INFINITY };

    /// Around points.
    pub(super) fn around(points: impl IntoIterator<Item = Point>) -> Self {
        points.into_iter().fold(Self::NOTHING, |extent, point| extent.with(point, 0.0))
    }

    /// Around a point as well, with a margin.
    #[must_use]
    pub(super) const fn with(self, point: Point, margin: f64) -> Self {
        Self {
            left: self.left.min(point.x - margin),
            bottom: self.bottom.min(point.y - margin),
            right: self.right.max(point.x + margin),
            top: self.top.max(point.y + margin),
        }
    }

    /// Around another as well.
    #[must_use]
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    pub(super) fn width(self) -> f64 {
        (self.right - self.left).max(1.0)
    }

    pub(super) fn height(self) -> f64 {
        (self.top - self.bottom).max(1.0)
    }
}

/// A rotation, or the frame of a bone: where its forward, its up and its right point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Turn {
    pub(super) forward: Vec3,
    pub(super) up: Vec3,
    pub(super) right: Vec3,
}

impl Turn {
    /// No turn at all.
    #[cfg(test)]
    pub(super) const NONE: Self = Self::frame(Vec3::FORWARD, Vec3::UP, Vec3::RIGHT);

    pub(super) const fn frame(forward: Vec3, up: Vec3, right: Vec3) -> Self {
        Self { forward, up, right }
    }

    /// About the x axis: sideways.
    pub(super) fn about_x(degrees: f64) -> Self {
        let (sin, cos) = sin_cos(degrees);
        Self::frame(Vec3::FORWARD, Vec3::new(0.0, cos, sin), Vec3::new(0.0, -sin, cos))
    }

    /// About the y axis: around the spine.
    pub(super) fn about_y(degrees: f64) -> Self {
        let (sin, cos) = sin_cos(degrees);
        Self::frame(Vec3::new(cos, 0.0, -sin), Vec3::UP, Vec3::new(sin, 0.0, cos))
    }

    /// About the z axis: bending back, as the near side is seen.
    pub(super) fn about_z(degrees: f64) -> Self {
        let (sin, cos) = sin_cos(degrees);
        Self::frame(Vec3::new(cos, sin, 0.0), Vec3::new(-sin, cos, 0.0), Vec3::RIGHT)
    }

    /// About any axis.
    pub(super) fn about(axis: Vec3, degrees: f64) -> Self {
        let (sin, cos) = sin_cos(degrees);
        let axis = axis.unit_or(Vec3::UP);
        let turned = |v: Vec3| v * cos + axis.cross(v) * sin + axis * (axis.dot(v) * (1.0 - cos));
        Self::frame(turned(Vec3::FORWARD), turned(Vec3::UP), turned(Vec3::RIGHT))
    }

    /// The turn that undoes this one.
    pub(super) const fn inverse(self) -> Self {
        Self::frame(
            Vec3::new(self.forward.x, self.up.x, self.right.x),
            Vec3::new(self.forward.y, self.up.y, self.right.y),
            Vec3::new(self.forward.z, self.up.z, self.right.z),
        )
    }

    /// How far forward is tilted up, as seen from the near side.
    pub(super) fn tilt(self) -> f64 {
        atan2(self.forward.y, self.forward.x)
    }
}

impl Mul<Vec3> for Turn {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        self.forward * v.x + self.up * v.y + self.right * v.z
    }
}

impl Mul for Turn {
    type Output = Self;
    fn mul(self, inner: Self) -> Self {
        Self::frame(self * inner.forward, self * inner.up, self * inner.right)
    }
}

pub(super) fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// From 0 to 1 with no jerk at either end.
pub(super) fn smoothstep(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// When [`smoothstep`] has got so far.
pub(super) fn smoothstep_inverse(share: f64) -> f64 {
    0.5 - sin_cos(asin(1.0 - 2.0 * share.clamp(0.0, 1.0)) / 3.0).0
}

pub(super) fn sin_cos(degrees: f64) -> (f64, f64) {
    libm::sincos(degrees.to_radians())
}

pub(super) fn acos(cosine: f64) -> f64 {
    libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees()
}

pub(super) fn asin(sine: f64) -> f64 {
    libm::asin(sine.clamp(-1.0, 1.0)).to_degrees()
}

pub(super) fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x).to_degrees()
}

pub(super) fn power(base: f64, exponent: f64) -> f64 {
    libm::pow(base.max(0.0), exponent)
}

/// The same angle between −160 and 200 degrees, where every joint's range lies.
pub(super) fn wrap(degrees: f64) -> f64 {
    if (-160.0..=200.0).contains(&degrees) {
        return degrees;
    }
    degrees - 360.0 * libm::ceil((degrees - 200.0) / 360.0)
}

/// `n` numbers from `from` to `to`, both included.
pub(super) fn spread(from: f64, to: f64, n: u32) -> impl Iterator<Item = f64> + Clone {
    let last = f64::from(n.saturating_sub(1).max(1));
    (0..n).map(move |i| lerp(from, to, f64::from(i) / last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_and_its_inverse_leave_things_where_they_are() {
        let turn = Turn::about_x(20.0) * Turn::about_y(-50.0) * Turn::about_z(110.0);
        let back = turn.inverse() * (turn * Vec3::new(1.0, 2.0, 3.0));
        assert!((back - Vec3::new(1.0, 2.0, 3.0)).length() < 1e-12);
    }

    #[test]
    fn a_turn_about_an_axis_agrees_with_the_turn_of_that_name() {
        let there = Turn::about(Vec3::RIGHT, 33.0) * Turn::about_z(33.0).inverse();
        assert!((there * Vec3::new(1.0, 2.0, 3.0) - Turn::NONE * Vec3::new(1.0, 2.0, 3.0)).length() < 1e-12);
    }

    #[test]
    fn the_inverse_of_a_smooth_step_undoes_it() {
        for t in spread(0.0, 1.0, 9) {
            assert!((smoothstep_inverse(smoothstep(t)) - t).abs() < 1e-9, "{t}");
        }
    }

    #[test]
    fn wrapped_angles_lie_where_joints_move() {
        for (given, wrapped) in
            [(0.0, 0.0), (-170.0, 190.0), (200.0, 200.0), (201.0, -159.0), (-520.0, 200.0), (1000.0, -80.0)]
        {
            assert!((wrap(given) - wrapped).abs() < 1e-9, "{given}");
        }
    }
}
