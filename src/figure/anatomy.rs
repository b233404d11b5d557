//! The body's measures: lengths, cross sections and outlines, in percent of stature.
//!
//! Lengths after Drillis and Contini 1966 as reproduced by Winter (seen second-hand); widths and head by eye. There is one
//! body, without marks of sex, age or descent.

/// A cross section of a limb: how far along the bone (0 to 1), half depth to the front and to the back, half width.
pub(super) type Station = [f64; 4];

pub(super) const THIGH_LENGTH: f64 = 24.5;
pub(super) const SHANK_LENGTH: f64 = 24.6;
pub(super) const UPPER_ARM_LENGTH: f64 = 18.6;
pub(super) const FOREARM_LENGTH: f64 = 14.6;
pub(super) const HAND_LENGTH: f64 = 9.6;
pub(super) const PALM_LENGTH: f64 = 4.5;
pub(super) const FINGER_LENGTH: f64 = 4.6;
pub(super) const NECK_LENGTH: f64 = 9.0;
/// The ankle above the sole.
pub(super) const ANKLE_HEIGHT: f64 = 3.9;
/// Hip and shoulder joints beside the middle.
pub(super) const HIP_BREADTH: f64 = 4.9;
pub(super) const SHOULDER_BREADTH: f64 = 10.4;
/// Places on the spine, from the hip joint up: shoulder joints, the neck's base, where trousers meet shirt.
pub(super) const SHOULDER_HEIGHT: f64 = 26.2;
pub(super) const NECK_BASE: f64 = 31.0;
pub(super) const HEM: f64 = 5.6;
/// How far the neck leans forward at rest, in degrees.
pub(super) const NECK_LEAN: f64 = 14.0;
/// The stretches of the spine that bend at waist and chest.
pub(super) const LUMBAR: (f64, f64) = (4.5, 16.5);
pub(super) const THORAX: (f64, f64) = (16.5, 31.0);
/// The ball of the foot, forward of and above the ankle.
pub(super) const BALL: (f64, f64) = (7.4, -2.82);
/// How much of the upper arm a sleeve covers.
pub(super) const SLEEVE: f64 = 0.58;
/// The head is drawn a little smaller than its table.
pub(super) const HEAD_SCALE: f64 = 0.94;

/// Along the spine from the hip joint.
pub(super) const TRUNK: &[Station] = &[
    [-5.2, 1.8, 2.6, 5.6],
    [-3.4, 4.0, 5.6, 8.2],
    [0.0, 5.6, 7.4, 9.3],
    [3.0, 6.0, 7.0, 9.2],
    [6.5, 6.0, 5.6, 8.5],
    [10.0, 5.8, 4.7, 7.8],
    [13.5, 5.9, 4.7, 7.9],
    [17.0, 6.3, 5.3, 8.6],
    [20.5, 6.6, 6.0, 9.8],
    [24.0, 6.4, 6.4, 11.0],
    [26.6, 5.7, 6.3, 11.3],
    [28.3, 4.8, 5.8, 10.4],
    [30.0, 3.8, 4.9, 7.4],
    [31.1, 3.0, 4.1, 5.0],
    TRUNK_TOP,
];
pub(super) const TRUNK_BOTTOM: f64 = -5.2;
pub(super) const TRUNK_TOP: Station = [31.8, 2.5, 3.4, 3.9];

pub(super) const THIGH: &[Station] = &[
    [0.0, 5.5, 6.1, 5.4],
    [0.22, 5.6, 5.7, 5.2],
    [0.45, 5.1, 5.0, 4.7],
    [0.7, 4.3, 4.2, 4.0],
    [0.9, 3.7, 3.6, 3.5],
    [1.0, 3.5, 3.5, 3.4],
];
pub(super) const SHANK: &[Station] = &[
    [0.0, 3.5, 3.4, 3.3],
    [0.12, 3.2, 3.7, 3.3],
    [0.3, 2.8, 4.1, 3.5],
    [0.5, 2.5, 3.6, 3.1],
    [0.75, 2.1, 2.5, 2.3],
    [0.94, 2.0, 2.1, 1.9],
    [1.0, 2.1, 2.2, 2.0],
];
pub(super) const UPPER_ARM: &[Station] =
    &[[0.0, 3.7, 3.8, 3.3], [0.25, 3.4, 3.5, 3.1], [0.55, 2.9, 2.9, 2.7], [0.85, 2.4, 2.5, 2.3], [1.0, 2.3, 2.4, 2.2]];
pub(super) const FOREARM: &[Station] =
    &[[0.0, 2.3, 2.4, 2.2], [0.2, 2.5, 2.5, 2.4], [0.5, 2.1, 2.2, 2.1], [0.85, 1.6, 1.6, 1.6], [1.0, 1.6, 1.6, 1.6]];
/// The hand's tables: back of the hand, palm, half breadth.
pub(super) const PALM: &[Station] =
    &[[0.0, 1.3, 1.35, 1.55], [0.3, 1.25, 1.5, 1.95], [0.7, 1.15, 1.4, 2.15], [1.0, 1.05, 1.2, 2.1]];
/// A section in the middle of the first half of the fingers, and the finger tips.
pub(super) const FINGER_BEND: Station = [0.3, 0.98, 1.1, 2.05];
pub(super) const FINGER_TIPS: Station = [0.96, 0.6, 0.65, 1.15];
pub(super) const GRIP: &[Station] =
    &[[0.0, 1.35, 1.4, 1.55], [0.3, 1.8, 2.2, 1.95], [0.62, 2.0, 2.7, 2.15], [0.9, 1.7, 2.4, 2.1]];
/// The thumb: forward, up, inward, radius.
pub(super) const THUMB: [[f64; 4]; 3] = [[0.2, -1.2, 1.2, 1.15], [-0.5, -3.0, 2.5, 1.0], [-0.8, -5.0, 2.9, 0.8]];
pub(super) const THUMB_IN_FIST: [[f64; 4]; 3] =
    [[0.7, -1.0, 1.5, 1.05], [-0.9, -2.7, 2.25, 1.05], [-2.4, -3.6, 1.9, 0.95]];
/// From heel to ball: forward of the ankle, top, bottom, half width.
pub(super) const FOOT: &[Station] = &[
    [-3.3, -0.2, -3.5, 1.8],
    [-1.2, 1.7, -3.9, 2.2],
    [1.6, 1.5, -3.9, 2.4],
    [4.2, -0.3, -3.9, 2.8],
    [6.8, -1.5, -3.9, 3.0],
    [7.6, -1.75, -3.9, 3.0],
];
pub(super) const TOES: &[Station] = &[[0.0, 1.08, -1.08, 2.9], [1.8, 0.95, -1.0, 2.7], [3.0, 0.7, -0.95, 2.2]];
/// A foot that points at the viewer: to the side of and above the ankle.
#[rustfmt::skip]
pub(super) const FOOT_FROM_FRONT: [(f64, f64); 10] = [
    (-2.0, 1.2), (-2.2, -1.0), (-3.0, -2.8), (-2.5, -4.0), (0.0, -4.3), (2.5, -4.0), (3.0, -2.8), (2.2, -1.0), (2.0, 1.2), (0.0, 1.8),
];
/// How far along, radius, how far forward.
pub(super) const NECK: [(f64, f64, f64); 4] =
    [(-0.15, 3.7, -0.5), (0.1, 3.2, -0.5), (0.45, 2.75, -0.45), (0.9, 2.65, -0.55)];

/// Outlines of the head, forward of and above the base of the skull. Each is blended, point by point, into its neighbour.
#[rustfmt::skip]
pub(super) const HEAD_SIDE: [(f64, f64); 14] = [
    (3.6, -5.8), (5.5, -4.5), (5.8, -2.4), (7.5, -0.8), (6.05, 1.6), (6.1, 4.3), (4.4, 7.2), (0.8, 8.6), (-3.4, 7.5), (-5.9, 4.1), (-5.9, 0.4), (-4.6, -2.6), (-1.1, -3.7), (1.4, -5.0),
];
#[rustfmt::skip]
pub(super) const HEAD_FRONT: [(f64, f64); 14] = [
    (1.5, -5.9), (3.3, -4.4), (4.4, -2.6), (5.0, -0.5), (5.3, 1.8), (5.2, 4.4), (3.8, 7.2), (0.0, 8.6), (-3.8, 7.2), (-5.2, 4.4), (-5.3, 1.8), (-5.0, -0.5), (-3.9, -3.6), (-1.5, -5.9),
];
#[rustfmt::skip]
pub(super) const HAIR_SIDE: [(f64, f64); 12] = [
    (6.2, 4.6), (5.0, 7.7), (0.8, 9.3), (-3.8, 8.1), (-6.6, 4.2), (-6.5, 0.2), (-4.9, -3.2), (-3.0, -2.9), (-2.2, -0.6), (-1.2, 2.2), (0.8, 4.2), (3.4, 4.9),
];
#[rustfmt::skip]
pub(super) const HAIR_FRONT: [(f64, f64); 12] = [
    (5.7, 2.4), (4.3, 7.6), (0.0, 9.3), (-4.3, 7.6), (-5.8, 3.8), (-5.7, 2.0), (-5.3, 0.6), (-4.9, 2.6), (-3.4, 4.5), (-0.6, 5.5), (2.4, 5.2), (4.7, 3.6),
];
#[rustfmt::skip]
pub(super) const HAIR_BACK: [(f64, f64); 12] = [
    (5.7, 2.4), (4.3, 7.6), (0.0, 9.3), (-4.3, 7.6), (-5.8, 3.8), (-5.6, 0.6), (-4.7, -2.2), (-3.0, -3.6), (0.0, -4.1), (3.0, -3.6), (4.7, -2.2), (5.6, 0.4),
];
/// The ear in side view, an open curve.
pub(super) const EAR: [(f64, f64); 6] = [(0.1, 0.5), (-0.7, 1.1), (-1.5, 0.4), (-1.3, -0.8), (-0.4, -1.5), (0.0, -0.9)];
/// The inner edge of the right shoulder blade: beside the middle, place on the spine, how far it follows `scapula`.
pub(super) const SHOULDER_BLADE: [(f64, f64, f64); 5] =
    [(3.6, 26.6, 0.9), (3.8, 22.6, 0.9), (5.0, 18.8, 0.9), (7.2, 21.0, 0.8), (8.2, 23.4, 0.7)];

/// The table's sections from `from` to `to`, both included, those at the ends found between their neighbours.
pub(super) fn between(table: &[Station], from: f64, to: f64) -> Vec<Station> {
    let inner = table.iter().filter(|station| from + 1e-6 < station[0] && station[0] < to - 1e-6);
    std::iter::once(station_at(table, from)).chain(inner.copied()).chain([station_at(table, to)]).collect()
}

/// The section at `t`, found between its neighbours.
pub(super) fn station_at(table: &[Station], t: f64) -> Station {
    for pair in table.windows(2) {
        if let [a, b] = pair
            && a[0] <= t
            && t <= b[0]
        {
            let u = (t - a[0]) / (b[0] - a[0]);
            return std::array::from_fn(|i| super::geometry::lerp(a[i], b[i], u));
        }
    }
    let end = if table.first().is_some_and(|first| t < first[0]) { table.first() } else { table.last() };
    end.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_run_along_the_bone_without_a_step_back() {
        for table in [TRUNK, THIGH, SHANK, UPPER_ARM, FOREARM, PALM, GRIP, FOOT, TOES] {
            assert!(table.windows(2).all(|pair| pair[0][0] < pair[1][0]), "{table:?}");
        }
    }

    #[test]
    fn sections_between_two_places_begin_and_end_there() {
        let sections = between(THIGH, 0.1, 0.5);
        assert!((sections[0][0] - 0.1).abs() < 1e-12 && (sections[sections.len() - 1][0] - 0.5).abs() < 1e-12);
        assert_eq!(sections.len(), 4);
    }
}
