//! The numbers in the badges, as strokes: a picture loads no font, and paper and screen agree.

use super::geometry::Point;
use super::path::{Path, Step};

const fn at(x: f64, y: f64) -> Point {
    Point::new(x, y)
}

/// A number about the middle of its badge.
pub(super) fn shape(number: usize) -> Path {
    let digits: Vec<char> = number.min(99).to_string().chars().collect();
    let width = 4.2;
    #[expect(clippy::cast_precision_loss, reason = "one or two digits")]
    let x = |i: usize| (i as f64 - (digits.len() - 1) as f64 / 2.0) * width;
    Path(digits.iter().enumerate().flat_map(|(i, digit)| digit_strokes(*digit).map(|p| p + at(x(i), 0.0)).0).collect())
}

/// A digit five units high about zero.
fn digit_strokes(digit: char) -> Path {
    use Step::{Cubic, Line, Move};
    let ring = |middle: f64, rx: f64, ry: f64| {
        let (kx, ky) = (rx * 0.5523, ry * 0.5523);
        vec![
            Move(at(0.0, middle + ry)),
            Cubic(at(kx, middle + ry), at(rx, middle + ky), at(rx, middle)),
            Cubic(at(rx, middle - ky), at(kx, middle - ry), at(0.0, middle - ry)),
            Cubic(at(-kx, middle - ry), at(-rx, middle - ky), at(-rx, middle)),
            Cubic(at(-rx, middle + ky), at(-kx, middle + ry), at(0.0, middle + ry)),
        ]
    };
    let steps = match digit {
        '1' => vec![Move(at(-1.3, 1.5)), Line(at(0.3, 2.5)), Line(at(0.3, -2.5))],
        '2' => vec![
            Move(at(-1.5, 1.5)),
            Cubic(at(-1.2, 2.9), at(1.6, 2.9), at(1.5, 1.1)),
            Cubic(at(1.4, -0.2), at(-0.7, -1.2), at(-1.6, -2.4)),
            Line(at(1.7, -2.4)),
        ],
        '3' => vec![
            Move(at(-1.5, 1.9)),
            Cubic(at(-0.6, 2.9), at(1.5, 2.6), at(1.4, 1.3)),
            Cubic(at(1.3, 0.4), at(0.3, 0.2), at(-0.4, 0.2)),
            Cubic(at(0.4, 0.2), at(1.6, 0.0), at(1.6, -1.1)),
            Cubic(at(1.6, -2.8), at(-0.8, -2.8), at(-1.6, -1.9)),
        ],
        '4' => vec![Move(at(0.8, -2.5)), Line(at(0.8, 2.5)), Line(at(-1.9, -1.1)), Line(at(1.9, -1.1))],
        '5' => vec![
            Move(at(1.4, 2.4)),
            Line(at(-1.1, 2.4)),
            Line(at(-1.3, 0.3)),
            Cubic(at(-0.3, 0.9), at(1.6, 0.7), at(1.6, -0.9)),
            Cubic(at(1.6, -2.7), at(-0.7, -2.8), at(-1.6, -1.9)),
        ],
        '6' => [vec![Move(at(1.2, 2.4)), Cubic(at(-0.6, 2.2), at(-1.6, 0.6), at(-1.6, -0.9))], ring(-0.9, 1.6, 1.6)]
            .concat(),
        '7' => vec![Move(at(-1.6, 2.4)), Line(at(1.6, 2.4)), Line(at(-0.5, -2.5))],
        '8' => [ring(1.3, 1.3, 1.2), ring(-1.2, 1.6, 1.3)].concat(),
        '9' => [ring(0.9, 1.6, 1.6), vec![Move(at(-1.2, -2.4)), Cubic(at(0.6, -2.2), at(1.6, -0.6), at(1.6, 0.9))]]
            .concat(),
        _ => ring(0.0, 1.7, 2.5),
    };
    Path(steps)
}
