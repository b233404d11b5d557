//! Shapes as lists of steps, and the smooth curve through a row of points.

use super::geometry::{Point, lerp};

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Move(Point),
    Line(Point),
    Quadratic(Point, Point),
    Cubic(Point, Point, Point),
    Close,
}

/// A shape.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Path(pub(super) Vec<Step>);

impl Path {
    /// Nothing to see, but a path all the same: key frames must agree on how many there are.
    pub(super) fn hidden() -> Self {
        Self(vec![Step::Move(Point::new(0.0, 0.0))])
    }

    pub(super) fn line(points: &[Point]) -> Self {
        let mut steps: Vec<Step> = points.iter().copied().map(Step::Line).collect();
        if let (Some(step), Some(first)) = (steps.first_mut(), points.first()) {
            *step = Step::Move(*first);
        }
        Self(steps)
    }

    pub(super) fn polygon(points: &[Point]) -> Self {
        let mut path = Self::line(points);
        path.0.push(Step::Close);
        path
    }

    pub(super) fn circle(center: Point, radius: f64) -> Self {
        let k = radius * 0.5523;
        let at = |x: f64, y: f64| center + Point::new(x, y);
        let r = radius;
        Self(vec![
            Step::Move(at(-r, 0.0)),
            Step::Cubic(at(-r, k), at(-k, r), at(0.0, r)),
            Step::Cubic(at(k, r), at(r, k), at(r, 0.0)),
            Step::Cubic(at(r, -k), at(k, -r), at(0.0, -r)),
            Step::Cubic(at(-k, -r), at(-r, -k), at(-r, 0.0)),
            Step::Close,
        ])
    }

    /// A closed curve through points; a point given twice is a corner.
    pub(super) fn smooth(points: &[Point]) -> Self {
        curve(points, true)
    }

    /// An open one.
    pub(super) fn smooth_open(points: &[Point]) -> Self {
        curve(points, false)
    }

    /// The same shape with every point moved.
    pub(super) fn map(&self, f: impl Fn(Point) -> Point) -> Self {
        let moved = |step: &Step| match *step {
            Step::Move(p) => Step::Move(f(p)),
            Step::Line(p) => Step::Line(f(p)),
            Step::Quadratic(a, p) => Step::Quadratic(f(a), f(p)),
            Step::Cubic(a, b, p) => Step::Cubic(f(a), f(b), f(p)),
            Step::Close => Step::Close,
        };
        Self(self.0.iter().map(moved).collect())
    }
}

/// Catmull-Rom with chordal spacing, as cubic Béziers: with uniform spacing the short chords of the caps would overshoot.
fn curve(points: &[Point], closed: bool) -> Path {
    let n = points.len();
    let Some(&first) = points.first() else {
        return Path::default();
    };
    let at = |i: usize| points[i % n];
    let tangent = |i: usize| -> Option<Point> {
        if !closed && (i == 0 || i == n - 1) {
            return None;
        }
        let (before, here, after) = (at(i + n - 1), at(i), at(i + 1));
        let (d1, d2) = (before.distance(here), here.distance(after));
        if d1 < 1e-6 || d2 < 1e-6 {
            return None;
        }
        Some(((here - before) * (d2 / d1) + (after - here) * (d1 / d2)) * (1.0 / (d1 + d2)))
    };
    let control = |from: Point, tangent: Option<Point>, reach: f64, other: Point| match tangent {
        Some(tangent) => from + tangent * reach,
        None => Point::new(lerp(from.x, other.x, 0.33), lerp(from.y, other.y, 0.33)),
    };
    let tangents: Vec<Option<Point>> = (0..n).map(tangent).collect();
    let mut steps = vec![Step::Move(first)];
    for i in 0..if closed { n } else { n - 1 } {
        let (from, to) = (at(i), at(i + 1));
        let third = from.distance(to) / 3.0;
        let leave = control(from, tangents[i], third, to);
        let arrive = control(to, tangents[(i + 1) % n], -third, from);
        steps.push(Step::Cubic(leave, arrive, to));
    }
    if closed {
        steps.push(Step::Close);
    }
    Path(steps)
}

/// The convex outline of points.
pub(super) fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sorted.dedup_by(|a, b| a.distance(*b) < 1e-3);
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..]
                && (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) <= 0.0
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut outline = half(&mut sorted.iter().copied());
    outline.extend(half(&mut sorted.iter().rev().copied()));
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_inside_is_not_on_the_hull() {
        let p = Point::new;
        let outline = hull(&[p(0.0, 0.0), p(2.0, 0.0), p(1.0, 0.5), p(2.0, 2.0), p(0.0, 2.0)]);
        assert_eq!(outline, [p(0.0, 0.0), p(2.0, 0.0), p(2.0, 2.0), p(0.0, 2.0)]);
    }

    #[test]
    fn curves_through_no_one_or_two_points_do_not_fail() {
        let points = [Point::new(1.0, 1.0); 3];
        for n in 0..=3 {
            let _ = (Path::smooth(&points[..n]), Path::smooth_open(&points[..n]), hull(&points[..n]));
        }
    }
}
