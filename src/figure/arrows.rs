//! Arrows: a stroke in a direction, the true path of a joint between two poses, or part of an ellipse.

use super::geometry::{Point, sin_cos, spread};
use super::path::Path;
use super::reach::solve;
use super::scene::{Scene, staged};
use super::style::Class;
use crate::model::figure::{Arrow, Course, Landmark, Spot, TrunkSpot};

/// How many points an arrow's line has.
const POINTS: u32 = 9;
/// How many postures a path of movement is made of.
const POSTURES: u32 = 7;
/// An arrow head's length and half its width, in canvas units.
const HEAD: (f64, f64) = (5.2, 3.1);

/// The line an arrow follows, in its panel.
pub(super) fn line(scene: &Scene, arrow: &Arrow, scenes: &[Scene]) -> Vec<Point> {
    let moved = Point::new(arrow.offset[0], arrow.offset[1]);
    match &arrow.course {
        Course::Straight { at, dir, length, bend } => {
            let (sin, cos) = sin_cos(*dir);
            let from = place(scene, *at) + moved;
            let to = from + Point::new(cos, sin) * *length;
            let control = from.toward(to, 0.5) + Point::new(-sin, cos) * (bend * 2.0);
            spread(0.0, 1.0, POINTS).map(|t| from.toward(control, t).toward(control.toward(to, t), t)).collect()
        }
        Course::Arc { about, r, ry, from, to } => {
            let center = scene.see(*about) + moved;
            let on_ellipse = |angle| {
                let (sin, cos) = sin_cos(angle);
                center + Point::new(r * cos, ry * sin)
            };
            spread(*from, *to, POINTS).map(on_ellipse).collect()
        }
        Course::Motion { joint, from, trim } => {
            let named = |name: &str| scenes.iter().find(|one| one.pose.key.value == name);
            let Some(start) = from.as_ref().map_or(scenes.first(), |from| named(&from.value)) else {
                return Vec::new();
            };
            let path = motion(start, scene, *joint);
            spread(trim[0], trim[1], POINTS).filter_map(|t| along(&path, t)).map(|point| point + moved).collect()
        }
    }
}

fn place(scene: &Scene, spot: Spot) -> Point {
    match spot {
        Spot::Landmark(landmark) => scene.see(landmark),
        Spot::Trunk(TrunkSpot::LowBack) => scene.on_trunk(10.0, -1.0),
        Spot::Trunk(TrunkSpot::UpperBack) => scene.on_trunk(24.0, -1.0),
        Spot::Trunk(TrunkSpot::PelvisBack) => scene.on_trunk(1.0, -1.0),
        Spot::Trunk(TrunkSpot::Abdomen) => scene.on_trunk(10.0, 1.0),
        Spot::Trunk(TrunkSpot::Chest) => scene.on_trunk(24.0, 1.0),
    }
}

/// Where a joint goes while the angles change from one pose to the other.
pub(super) fn motion(start: &Scene, end: &Scene, joint: Landmark) -> Vec<Point> {
    let (from, to) = (start.solved.frozen(), end.solved.frozen());
    let at = |t| {
        let (camera, body) = staged(end.figure, &solve(from.mix(&to, t)));
        camera.flat(body.landmark(joint))
    };
    spread(0.0, 1.0, POSTURES).map(at).collect()
}

/// The point at `t` (0 to 1) of a row of points.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seven points"
)]
fn along(points: &[Point], t: f64) -> Option<Point> {
    let place = t.clamp(0.0, 1.0) * points.len().checked_sub(1)? as f64;
    let at = (place as usize).min(points.len().saturating_sub(2));
    Some(points.get(at)?.toward(*points.get(at + 1)?, place - at as f64))
}

/// The shapes of an arrow along a line in canvas units, y up: a halo in the colour of the paper, the line, the heads.
pub(super) fn shapes(line: &[Point], both: bool) -> Vec<(Class, Path)> {
    let (mut heads, mut line) = {
        let (head, rest) = head(line);
        (vec![head], rest)
    };
    if both {
        line.reverse();
        let (other, rest) = head(&line);
        heads.push(other);
        line = rest;
    }
    if let (Some(first), Some(last)) = (line.first().copied(), line.last())
        && first.distance(*last) < 0.3
    {
        line = vec![first, first + Point::new(0.3, 0.0)];
    }
    let stroke = Path::smooth_open(&line);
    let halos = heads.iter().cloned().map(|head| (Class::Halo, head));
    let mut shapes: Vec<(Class, Path)> = halos.collect();
    shapes.extend([(Class::Halo, stroke.clone()), (Class::Arrow, stroke)]);
    shapes.extend(heads.into_iter().map(|head| (Class::ArrowHead, head)));
    shapes
}

/// A head at the end of a line, its direction taken over its own length, and the line cut back under it.
fn head(line: &[Point]) -> (Path, Vec<Point>) {
    let (Some(&first), Some(&tip)) = (line.first(), line.last()) else {
        return (Path::hidden(), Vec::new());
    };
    let (length, half) = HEAD;
    let before = line.iter().rev().copied().find(|point| point.distance(tip) >= length * 0.8).unwrap_or(first);
    let ahead = (tip - before).unit_or(Point::new(1.0, 0.0));
    let tip = tip + ahead * 0.8;
    let base = tip - ahead * length;
    let mut rest: Vec<Point> = line.iter().copied().filter(|point| point.distance(tip) > length * 0.95).collect();
    if rest.is_empty() {
        rest.push(first);
    }
    rest.push(base + ahead);
    (Path::polygon(&[tip, base + ahead.left() * half, base - ahead.left() * half]), rest)
}
