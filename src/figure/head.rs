//! Neck, head, hair, ears and nose. Side and front tables are blended by how far the face is turned to the viewer.

use super::anatomy::{EAR, HAIR_BACK, HAIR_FRONT, HAIR_SIDE, HEAD_FRONT, HEAD_SCALE, HEAD_SIDE, NECK, NECK_LENGTH};
use super::body::Body;
use super::camera::Camera;
use super::geometry::{Point, Vec3, lerp, sin_cos, smoothstep};
use super::outline::Section;

/// Outlines of the head; every view has the same number of them.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) face: Vec<Point>,
    pub(super) hair: Vec<Point>,
    /// The ear in side view, an open curve.
    pub(super) ear: Option<Vec<Point>>,
    /// Both ears where they show beside the face.
    pub(super) ears: [Vec<Point>; 2],
    /// The nose, when the face is turned to the viewer.
    pub(super) nose: Option<Vec<Point>>,
}

/// The neck's sections.
pub(super) fn neck(camera: &Camera, body: &Body) -> Vec<Section> {
    let along = camera.flat(body.neck.up).unit_or(Point::new(0.0, 1.0));
    let forward = camera.flat(body.neck.forward);
    let normal = if along.left().dot(forward) < 0.0 { -along.left() } else { along.left() };
    let section = |(t, radius, ahead): (f64, f64, f64)| {
        let center = camera.flat(body.neck_base + body.neck * Vec3::new(ahead, t * NECK_LENGTH, 0.0));
        Section { center, normal, half: radius, along }
    };
    NECK.map(section).to_vec()
}

/// The head's outlines.
pub(super) fn head(camera: &Camera, body: &Body) -> Head {
    let skull = camera.flat(body.skull);
    let facing = camera.see(body.head.forward);
    let up = camera.flat(body.head.up).unit_or(Point::new(0.0, 1.0));
    let right = -up.left();
    let ahead = facing.flat().dot(right);
    let across = camera.flat(body.head.right).dot(right);
    let mirror = if ahead >= -1e-6 { 1.0 } else { -1.0 };
    let aside = ahead.abs().min(1.0);
    let in_profile = smoothstep(aside);
    let place = |x: f64, y: f64| skull + (right * (x * mirror) + up * y) * HEAD_SCALE;
    let blend = |front: &[(f64, f64)], side: &[(f64, f64)]| -> Vec<Point> {
        let pairs = front.iter().zip(side);
        pairs.map(|(f, s)| place(lerp(f.0, s.0, in_profile), lerp(f.1, s.1, in_profile))).collect()
    };
    let to_viewer = facing.z;
    let hair = if to_viewer >= 0.0 { &HAIR_FRONT } else { &HAIR_BACK };
    let ears = [1.0, -1.0].map(|side| {
        let x = (across * side * 5.35 - ahead) * mirror;
        // An ear that lies within the face is made small, not left out.
        let width = if across.abs() > 0.35 { 0.95 } else { 0.19 };
        let height = if across.abs() > 0.35 { 1.5 } else { 0.3 };
        let eighth = |i: u32| {
            let (sin, cos) = sin_cos(45.0 * f64::from(i));
            place(x + width * cos, -0.5 + height * sin)
        };
        (0..8).map(eighth).collect()
    });
    let ear_shows = in_profile > 0.45 && across.abs() < 0.93;
    let ear = EAR.map(|(x, y)| place(x - 0.6 - 1.2 * (1.0 - in_profile), y - 0.3)).to_vec();
    let bridge = aside * 5.6;
    let tip = if aside > 0.12 { 0.95 } else { 0.75 };
    let nose = vec![place(bridge + 0.15, 1.3), place(bridge + tip, -1.0), place(bridge - 0.25, -1.35)];
    Head {
        face: blend(&HEAD_FRONT, &HEAD_SIDE),
        hair: blend(hair, &HAIR_SIDE),
        ear: ear_shows.then_some(ear),
        ears,
        nose: (to_viewer > 0.3 && in_profile < 0.8).then_some(nose),
    }
}
