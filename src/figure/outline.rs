//! From bones to outlines: a limb is a row of elliptical sections, and an outline runs along what the camera sees of them.

use super::anatomy::{Station, TRUNK, between};
use super::body::Body;
use super::camera::Camera;
use super::geometry::{Point, Turn, Vec3, lerp, power, sin_cos, spread};
use crate::model::figure::Joint;

/// One section as the camera sees it: a line across the limb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    pub(super) center: Point,
    /// Across the limb, to its front.
    pub(super) normal: Point,
    /// Half the width that is seen.
    pub(super) half: f64,
    /// Along the limb.
    pub(super) along: Point,
}

impl Section {
    /// A point of it: 1 is the front edge, −1 the back.
    pub(super) fn edge(&self, across: f64) -> Point {
        self.center + self.normal * (self.half * across)
    }

    /// A round section.
    pub(super) fn round(center: Point, along: Point, radius: f64) -> Self {
        Self { center, normal: along.left(), half: radius, along }
    }

    fn toward(&self, other: &Self, t: f64) -> Self {
        Self {
            center: self.center.toward(other.center, t),
            normal: self.normal.toward(other.normal, t),
            half: lerp(self.half, other.half, t),
            along: self.along.toward(other.along, t),
        }
    }
}

/// An ellipse of half depth `depth` and half width `width` about `place`, moved forward by `ahead`; the width that is seen
/// is the ellipse's support in the direction across the limb.
fn section(camera: &Camera, place: Vec3, frame: Turn, ahead: f64, (depth, width): (f64, f64), along: Point) -> Section {
    let center = camera.flat(place + frame.forward * ahead);
    let (forward, right) = (camera.flat(frame.forward), camera.flat(frame.right));
    let normal = along.left();
    let facing = normal.dot(forward);
    let facing = if facing.abs() < 0.15 { normal.dot(right) } else { facing };
    let normal = if facing < 0.0 { -normal } else { normal };
    let half = Point::new(depth * normal.dot(forward), width * normal.dot(right)).length();
    Section { center, normal, half, along }
}

/// The sections of a bone from `from` to `to` (0 to 1), made thicker by `grow`. The bone hangs along its frame's −up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bone<'a> {
    pub(super) start: Vec3,
    pub(super) frame: Turn,
    pub(super) length: f64,
    pub(super) table: &'a [Station],
}

impl Bone<'_> {
    pub(super) fn whole(&self, camera: &Camera) -> Vec<Section> {
        self.stretch(camera, 0.0, 1.0, 0.0)
    }

    pub(super) fn stretch(&self, camera: &Camera, from: f64, to: f64, grow: f64) -> Vec<Section> {
        between(self.table, from, to).into_iter().map(|station| self.section(camera, station, grow)).collect()
    }

    pub(super) fn section(&self, camera: &Camera, [t, front, back, lateral]: Station, grow: f64) -> Section {
        let along = camera.flat(-self.frame.up);
        let along = if along.length() > 1e-3 { along.unit_or(DOWN) } else { DOWN };
        let place = self.start - self.frame.up * (t * self.length);
        let size = (f64::midpoint(front, back) + grow, lateral + grow);
        section(camera, place, self.frame, (front - back) / 2.0, size, along)
    }
}

const DOWN: Point = Point::new(0.0, -1.0);

/// The trunk from `from` to `to` on the spine; the belly swells with the breath.
pub(super) fn trunk(camera: &Camera, body: &Body, belly: f64, from: f64, to: f64) -> Vec<Section> {
    let swollen = |s: f64| {
        let from_navel = (s - 11.0) / 7.0;
        belly * (1.0 - from_navel * from_navel).max(0.0)
    };
    let section = |[s, front, back, lateral]: Station| {
        let (place, frame) = body.trunk(s);
        let front = front + swollen(s);
        let along = camera.flat(frame.up).unit_or(DOWN);
        section(camera, place, frame, (front - back) / 2.0, (f64::midpoint(front, back), lateral), along)
    };
    between(TRUNK, from, to).into_iter().map(section).collect()
}

/// How much the belly has swollen.
pub(super) fn belly(spine: &super::posture::Angles) -> f64 {
    spine.degrees(Joint::Belly)
}

/// A foot or its toes: sections across the sole.
pub(super) fn foot(camera: &Camera, start: Vec3, frame: Turn, table: &[Station]) -> Vec<Section> {
    let along = camera.flat(frame.forward).unit_or(DOWN);
    let upright = Turn::frame(frame.up, -frame.forward, frame.right);
    let section = |[x, top, bottom, lateral]: &Station| {
        let place = start + frame.forward * *x;
        section(camera, place, upright, f64::midpoint(*top, *bottom), ((top - bottom) / 2.0, *lateral), along)
    };
    table.iter().map(section).collect()
}

/// The closed outline of a row of sections: front edge, end cap, back edge, start cap. A cap of 1 is a half circle, of 0 a
/// straight cut with corners.
pub(super) fn closed(sections: &[Section], start_cap: f64, end_cap: f64) -> Vec<Point> {
    let (Some(first), Some(last)) = (sections.first(), sections.last()) else {
        return Vec::new();
    };
    let mut points: Vec<Point> = sections.iter().map(|section| section.edge(1.0)).collect();
    points.extend(cap(last, 1.0, end_cap));
    points.extend(sections.iter().rev().map(|section| section.edge(-1.0)));
    points.extend(cap(first, -1.0, start_cap).into_iter().rev());
    points
}

/// The outline without its start, from the second section on: it merges into what it grows from.
pub(super) fn open(sections: &[Section], end_cap: f64) -> Vec<Point> {
    let Some(last) = sections.last() else {
        return Vec::new();
    };
    let mut points: Vec<Point> = sections.iter().skip(1).map(|section| section.edge(1.0)).collect();
    points.extend(cap(last, 1.0, end_cap));
    points.extend(sections.iter().skip(1).rev().map(|section| section.edge(-1.0)));
    points
}

fn cap(section: &Section, direction: f64, round: f64) -> Vec<Point> {
    if round <= 0.0 {
        // A point given twice is a corner.
        return vec![section.edge(1.0), section.edge(-1.0)];
    }
    let out = section.along * (direction * round * section.half);
    let aside = section.normal * section.half;
    let slant = std::f64::consts::FRAC_1_SQRT_2;
    vec![section.center + (aside + out) * slant, section.center + out, section.center + (out - aside) * slant]
}

/// How a patch lies on a row of sections: from `from` to `to` along it (0 to 1), between an outer edge, which stays, and an
/// inner one, which tapers to it at both ends; or both taper to the middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patch {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) outer: f64,
    pub(super) inner: f64,
    pub(super) both: bool,
}

impl Patch {
    pub(super) const fn new(from: f64, to: f64, outer: f64, inner: f64) -> Self {
        Self { from, to, outer, inner, both: false }
    }

    pub(super) const fn both(from: f64, to: f64, outer: f64, inner: f64) -> Self {
        Self { from, to, outer, inner, both: true }
    }
}

/// The outline of a muscle's belly on a limb.
pub(super) fn patch(sections: &[Section], patch: Patch) -> Vec<Point> {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for q in spread(0.0, 1.0, 9) {
        let Some(section) = along(sections, lerp(patch.from, patch.to, q)) else {
            return Vec::new();
        };
        let (sin, _) = sin_cos(180.0 * (0.06 + 0.88 * q));
        let full = power(sin, 0.55);
        let rest = if patch.both { f64::midpoint(patch.outer, patch.inner) } else { patch.outer };
        let edge = if patch.both { lerp(rest, patch.outer, full) } else { patch.outer };
        outer.push(section.edge(edge));
        inner.push(section.edge(lerp(rest, patch.inner, full)));
    }
    outer.extend(inner.into_iter().rev());
    outer
}

/// The section at `t` (0 to 1) of a row.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows have a dozen sections"
)]
fn along(sections: &[Section], t: f64) -> Option<Section> {
    let last = sections.len().checked_sub(1)?;
    let place = t.clamp(0.0, 1.0) * last as f64;
    let at = (place as usize).min(last.saturating_sub(1));
    Some(sections.get(at)?.toward(sections.get(at + 1)?, place - at as f64))
}
