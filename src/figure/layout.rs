//! Panels on the canvas: every figure has the same canvas and the same line weight, whatever its scale.

use super::arrows;
use super::geometry::{Extent, Point, power};
use super::props::{self, Props};
use super::scene::Scene;
use crate::model::figure::{Arrow, Layout};

/// The canvas every figure is drawn on.
pub(super) const CANVAS: (f64, f64) = (160.0, 120.0);
pub(super) const MARGIN: f64 = 4.0;
/// Between panels, in canvas units.
const GAP: f64 = 7.0;
/// The largest scale of a whole body and of a cropped one.
pub(super) const LARGEST: (f64, f64) = (1.32, 2.7);
/// A badge's or a mark's radius, the room it needs beside the picture, and above.
pub(super) const BADGE: f64 = 5.0;
const BADGE_ROOM: (f64, f64) = (13.5, 15.0);
/// The room around an arrow's line.
const ARROW_ROOM: f64 = 3.2;

/// A panel: a scene with its props and arrows, and where it stands.
#[derive(Debug)]
pub(super) struct Panel<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) props: Props,
    pub(super) arrows: Vec<(&'a Arrow, Vec<Point>)>,
    /// The height below which nothing is drawn.
    pub(super) crop: Option<f64>,
    /// The room it takes.
    pub(super) extent: Extent,
    /// Where its own zero stands on the canvas, before scaling, y down.
    pub(super) origin: Point,
    /// Where its badge and its mark stand: left edge, right edge and top, in its own measure.
    pub(super) corner: Extent,
}

/// A finished layout.
#[derive(Debug)]
pub(super) struct Page<'s, 'a> {
    pub(super) panels: Vec<Panel<'s, 'a>>,
    pub(super) scale: f64,
}

impl Page<'_, '_> {
    /// How much thinner the body's lines are in a small figure.
    pub(super) fn thin(&self) -> f64 {
        power(self.scale / 0.8, 0.6).min(1.0)
    }
}

impl Panel<'_, '_> {
    /// A point of the panel on the canvas, y up from the canvas's upper edge.
    pub(super) fn place(&self, point: Point, scale: f64) -> Point {
        Point::new((point.x + self.origin.x) * scale, (point.y - self.origin.y) * scale)
    }
}

/// Lays scenes out. The room that badges and arrows need depends on the scale, so it is found in three rounds.
pub(super) fn lay_out<'s, 'a>(scenes: &'s [Scene<'a>], shown: &[usize]) -> Page<'s, 'a> {
    let figure = scenes.first().map(|scene| scene.figure);
    let mut panels: Vec<Panel> =
        shown.iter().filter_map(|i| scenes.get(*i)).map(|scene| panel(scene, scenes)).collect();
    let cropped = panels.iter().all(|panel| panel.crop.is_some());
    let largest = figure.and_then(|figure| figure.zoom).unwrap_or(if cropped { LARGEST.1 } else { LARGEST.0 });
    let wanted = figure.and_then(|figure| figure.layout);
    let numbered = panels.len() > 1;
    let mut scale = 1.0;
    for _ in 0..3 {
        let unit = 1.0 / scale;
        for panel in &mut panels {
            panel.extent = room(panel, unit, numbered);
        }
        let extents: Vec<Extent> = panels.iter().map(|panel| panel.extent).collect();
        let plan = best(&extents, GAP * unit, wanted);
        scale = plan.scale().min(largest);
        if !scale.is_finite() || scale <= 0.0 {
            scale = 1.0;
        }
        let start = Point::new((CANVAS.0 / scale - plan.width) / 2.0, (CANVAS.1 / scale - plan.height) / 2.0);
        for (panel, spot) in panels.iter_mut().zip(plan.spots) {
            panel.origin = start + spot.origin;
            panel.corner = Extent { left: spot.left, right: panel.extent.right, top: spot.top, ..panel.extent };
        }
    }
    Page { panels, scale }
}

fn panel<'s, 'a>(scene: &'s Scene<'a>, scenes: &[Scene]) -> Panel<'s, 'a> {
    let props = props::place(scene, scene.props(), scene.extent);
    let arrows = scene.arrows().iter().map(|arrow| (arrow, arrows::line(scene, arrow, scenes))).collect();
    let origin = Point::default();
    Panel { scene, props, arrows, crop: scene.crop(), extent: scene.extent, origin, corner: scene.extent }
}

/// The room a panel takes when a canvas unit measures `unit`.
fn room(panel: &Panel, unit: f64, numbered: bool) -> Extent {
    let points = &panel.scene.layers.points;
    let mut extent = panel.scene.extent;
    if let Some(crop) = panel.crop {
        let shown = Extent::around(points.iter().copied().filter(|point| point.y > crop));
        extent = Extent { bottom: crop, top: extent.top, ..shown };
    }
    if let Some(props) = panel.props.extent {
        extent = extent.and(props);
    }
    let arrow_points = || panel.arrows.iter().flat_map(|(_, line)| line.iter().copied());
    extent = arrow_points().fold(extent, |extent, point| extent.with(point, ARROW_ROOM * unit));
    if let Some(crop) = panel.crop {
        extent.bottom = crop;
    }
    // A panel grows sideways only if something stands beside its badge or mark.
    let top = extent.top - BADGE_ROOM.1 * unit;
    let occupied = points.iter().copied().chain(panel.props.occupied.iter().copied()).chain(arrow_points());
    let high = Extent::around(occupied.filter(|point| point.y > top));
    if numbered && high.left.is_finite() {
        extent.left = extent.left.min(high.left - BADGE_ROOM.0 * unit);
    }
    if panel.scene.mark().is_some() && high.right.is_finite() {
        extent.right = extent.right.max(high.right + BADGE_ROOM.0 * unit);
    }
    extent
}

/// Where a panel goes in a plan: its zero, and the left edge and top of the line its badge stands on.
#[derive(Debug, Clone, Copy)]
struct Spot {
    origin: Point,
    left: f64,
    top: f64,
}

/// One way to put panels together.
#[derive(Debug)]
struct Plan {
    spots: Vec<Spot>,
    width: f64,
    height: f64,
}

impl Plan {
    fn scale(&self) -> f64 {
        ((CANVAS.0 - 2.0 * MARGIN) / self.width.max(1.0)).min((CANVAS.1 - 2.0 * MARGIN) / self.height.max(1.0))
    }
}

/// The plan that shows the body largest; a later one must be clearly better.
fn best(extents: &[Extent], gap: f64, wanted: Option<Layout>) -> Plan {
    let n = extents.len();
    let all = [Layout::Row, Layout::Column, Layout::Grid, Layout::Lead];
    let layouts = all.into_iter().filter(|layout| match (wanted, layout) {
        (Some(wanted), layout) if n > 1 => wanted == *layout,
        (_, Layout::Row) => true,
        (_, Layout::Column) => n > 1,
        (_, Layout::Grid | Layout::Lead) => n > 2,
    });
    let mut best = None;
    for layout in layouts {
        let plan = match layout {
            Layout::Row => rows(extents, &[n], gap),
            Layout::Column => column(extents, gap),
            Layout::Grid => rows(extents, &[n.div_ceil(2), n - n.div_ceil(2)], gap),
            Layout::Lead => lead(extents, gap),
        };
        if best.as_ref().is_none_or(|best: &Plan| plan.scale() > best.scale() * 1.02) {
            best = Some(plan);
        }
    }
    best.unwrap_or_else(|| rows(extents, &[n], gap))
}

/// Rows of so many panels, each row centred, standing on one floor.
fn rows(extents: &[Extent], counts: &[usize], gap: f64) -> Plan {
    let mut groups: Vec<&[Extent]> = Vec::new();
    let mut rest = extents;
    for count in counts {
        let (row, after) = rest.split_at((*count).min(rest.len()));
        (groups, rest) = ([groups, vec![row]].concat(), after);
    }
    let span = |row: &[Extent]| row.iter().map(|one| one.width() + gap).sum::<f64>() - gap;
    let width = groups.iter().map(|row| span(row)).fold(0.0, f64::max);
    let (mut spots, mut y) = (Vec::new(), 0.0);
    for row in groups.iter().filter(|row| !row.is_empty()) {
        let top = row.iter().map(|one| one.top).fold(f64::NEG_INFINITY, f64::max);
        let mut x = (width - span(row)) / 2.0;
        for one in *row {
            spots.push(Spot { origin: Point::new(x - one.left, y + top), left: one.left, top });
            x += one.width() + gap;
        }
        y += row.iter().map(|one| one.height()).fold(0.0, f64::max) + gap;
    }
    Plan { spots, width, height: y - gap }
}

/// One below the other, their anchors in line.
fn column(extents: &[Extent], gap: f64) -> Plan {
    let left = extents.iter().map(|one| one.left).fold(f64::INFINITY, f64::min);
    let right = extents.iter().map(|one| one.right).fold(f64::NEG_INFINITY, f64::max);
    let (mut spots, mut y) = (Vec::new(), 0.0);
    for one in extents {
        spots.push(Spot { origin: Point::new(-left, y + one.top), left, top: one.top });
        y += one.height() + gap;
    }
    Plan { spots, width: right - left, height: y - gap }
}

/// The first on the left, the others in a column beside it.
fn lead(extents: &[Extent], gap: f64) -> Plan {
    let Some((first, others)) = extents.split_first() else {
        return rows(extents, &[0], gap);
    };
    let beside = column(others, gap);
    let height = first.height().max(beside.height);
    #[expect(clippy::cast_precision_loss, reason = "a handful of panels")]
    let spare = (height - beside.height) / others.len().max(1) as f64;
    let mut spots = vec![Spot {
        origin: Point::new(-first.left, (height - first.height()) + first.top),
        left: first.left,
        top: first.top,
    }];
    let mut down = spare;
    for spot in beside.spots {
        spots.push(Spot { origin: spot.origin + Point::new(first.width() + gap, down), ..spot });
        down += spare;
    }
    Plan { spots, width: first.width() + gap + beside.width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALL: Extent = Extent { left: -10.0, bottom: 0.0, right: 10.0, top: 100.0 };
    const WIDE: Extent = Extent { left: -60.0, bottom: 0.0, right: 60.0, top: 40.0 };

    #[test]
    fn tall_panels_stand_in_a_row_and_wide_ones_in_a_column() {
        let tall = best(&[TALL, TALL], 7.0, None);
        assert!((tall.height - 100.0).abs() < 1e-9, "{tall:?}");
        let wide = best(&[WIDE, WIDE], 7.0, None);
        assert!((wide.width - 120.0).abs() < 1e-9, "{wide:?}");
    }

    #[test]
    fn no_panel_at_all_is_still_a_plan() {
        assert!(best(&[], 7.0, None).scale() > 0.0);
    }
}
