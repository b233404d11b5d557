//! The movement between two poses as key frames. Angles are mixed, not outlines, so that limbs keep their lengths.
//!
//! Two postures of one view paint the same list of shapes, so each shape's path can be animated (SMIL, which needs no
//! script). A page shows the picture only when its reader asks, and the still one otherwise.

use super::geometry::{Extent, Point, spread};
use super::layout::{CANVAS, LARGEST, MARGIN, Page};
use super::path::{Path, Step};
use super::posture::{Posture, Sides};
use super::props::{self, Props};
use super::scene::Scene;
use super::style::Class;
use super::svg::{Document, Frames, Head, key_times};
use crate::model::figure::{Angle, Joint, Prop, Side};

/// Postures on the way.
const FRAMES: u32 = 6;
/// There and back, in seconds, and the share of one rest.
const SECONDS: f64 = 4.4;
const REST: f64 = 0.1;

/// The two poses between which a figure moves: the last, and the first that it can be reached from.
pub(super) fn between<'a>(scenes: &[Scene<'a>]) -> Option<Vec<Scene<'a>>> {
    let (end, starts) = scenes.split_last()?;
    starts.iter().filter(|start| is_movement(start, end)).find_map(|start| frames(start, end))
}

/// Whether one pose can become the other before the reader's eyes. What is right and what is wrong are two pictures; nobody
/// rolls over in one piece; and no furniture comes or goes, nor a load that is held otherwise.
fn is_movement(start: &Scene, end: &Scene) -> bool {
    let rolls = (start.solved.rest.root - end.solved.rest.root).abs() > 120.0;
    let things = |scene: &Scene| {
        let lasting = |prop: &&Prop| {
            !matches!(prop, Prop::Floor { .. } | Prop::Plumb { .. } | Prop::Line { .. } | Prop::Gap { .. })
        };
        scene.props().iter().filter(lasting).map(std::mem::discriminant).collect::<Vec<_>>()
    };
    let loads = |scene: &Scene| {
        scene.props().iter().filter(|prop| matches!(prop, Prop::Box { .. })).cloned().collect::<Vec<_>>()
    };
    start.mark() == end.mark() && !rolls && things(start) == things(end) && loads(start) == loads(end)
}

/// The scenes on the way from one pose to another, if they paint the same list of shapes.
fn frames<'a>(start: &Scene<'a>, end: &Scene<'a>) -> Option<Vec<Scene<'a>>> {
    let (mut from, mut to) = (start.solved.frozen(), end.solved.frozen());
    for side in [Side::Near, Side::Far] {
        agree(&mut from, start, &to.legs, side);
        agree(&mut to, end, &from.legs, side);
        from.arms.of_mut(side).hand = to.arms.of(side).hand;
    }
    let mut contact = from.contact.clone();
    contact.extend(to.contact.iter().copied().filter(|one| !from.contact.contains(one)));
    from.contact.clone_from(&contact);
    to.contact = contact;
    let scene = |t| Scene::of(end.figure, end.pose, from.mix(&to, t), end.highlight.clone());
    let frames: Vec<Scene> = spread(0.0, 1.0, FRAMES).map(scene).collect();
    let first = frames.first()?;
    let same = |scene: &Scene| {
        scene.layers.items == first.layers.items
            && scene.layers.middle == first.layers.middle
            && scene.layers.shapes.iter().map(outline_kind).eq(first.layers.shapes.iter().map(outline_kind))
    };
    frames.iter().all(same).then_some(frames)
}

/// A sole or palm is level on the way only if it is at both ends.
fn agree(posture: &mut Posture, scene: &Scene, other: &Sides<super::posture::Limb>, side: Side) {
    let leg = posture.legs.of_mut(side);
    if leg.angles.get(Joint::Ankle) == Angle::Flat && other.of(side).angles.get(Joint::Ankle) != Angle::Flat {
        leg.angles.set(Joint::Ankle, scene.solved.rest.body.legs.of(side).angles.degrees(Joint::Ankle));
    }
}

fn outline_kind(path: &Path) -> Vec<std::mem::Discriminant<Step>> {
    path.0.iter().map(std::mem::discriminant).collect()
}

/// The moving picture.
pub(super) fn picture(scenes: &[Scene], head: Head) -> String {
    let Some(last) = scenes.last() else {
        return String::new();
    };
    let stage = Stage::new(scenes, last);
    let timing =
        format!("dur=\"{SECONDS}s\" repeatCount=\"indefinite\" keyTimes=\"{}\"", key_times(scenes.len(), REST));
    let mut document = Document::new(head.id, Some(timing));
    let (scale, extent) = (stage.scale, stage.extent);
    if stage.cropped {
        let corner = stage.place(Point::new(extent.left - 9.0, extent.top + 9.0));
        let (width, height) = (extent.width() + 18.0, extent.height() + 9.0);
        document.clip("c", corner.x, -corner.y, width * scale, height * scale);
    }
    document.paths(&stage.props(|props| &props.back));
    let shadow = stage.props.iter().any(|props| props.shadow);
    let shadow = shadow.then(|| Point::new(2.2 * scale, 1.6 * scale));
    let (items, middle) = (&last.layers.items, last.layers.middle);
    document.body(items, &stage.shapes(), middle, &stage.props(|props| &props.mid), shadow);
    if stage.cropped {
        document.end_group();
    }
    document.paths(&stage.props(|props| &props.front));
    let thin = Page { panels: Vec::new(), scale }.thin();
    document.finish(head, thin)
}

/// All frames on one canvas: nothing but the body and what it holds may move.
struct Stage<'s, 'a> {
    scenes: &'s [Scene<'a>],
    props: Vec<Props>,
    extent: Extent,
    scale: f64,
    cropped: bool,
}

impl<'s, 'a> Stage<'s, 'a> {
    fn new(scenes: &'s [Scene<'a>], last: &Scene) -> Self {
        let crop = scenes.iter().filter_map(Scene::crop).reduce(f64::min);
        let body = Extent::around(scenes.iter().flat_map(|scene| scene.layers.points.iter().copied()));
        let props: Vec<Props> = scenes.iter().map(|scene| props::place(scene, last.props(), body)).collect();
        let mut extent = props.iter().filter_map(|props| props.extent).fold(body, Extent::and);
        extent.bottom = crop.unwrap_or(extent.bottom);
        let largest = last.figure.zoom.unwrap_or(if crop.is_some() { LARGEST.1 } else { LARGEST.0 });
        let scale = ((CANVAS.0 - 2.0 * MARGIN) / extent.width()).min((CANVAS.1 - 2.0 * MARGIN) / extent.height());
        Self { scenes, props, extent, scale: scale.min(largest), cropped: crop.is_some() }
    }

    /// A point on the canvas, y up from its upper edge.
    fn place(&self, point: Point) -> Point {
        let Extent { left, bottom, right, top } = self.extent;
        let middle = Point::new(f64::midpoint(left, right), f64::midpoint(bottom, top));
        (point - middle) * self.scale + Point::new(CANVAS.0 / 2.0, -CANVAS.1 / 2.0)
    }

    /// Every shape of the body in every frame.
    fn shapes(&self) -> Vec<Frames> {
        let n_shapes = self.scenes.iter().map(|scene| scene.layers.shapes.len()).min().unwrap_or(0);
        let frames = |i: usize| self.scenes.iter().filter_map(move |scene| scene.layers.shapes.get(i));
        (0..n_shapes).map(|i| frames(i).map(|path| path.map(|point| self.place(point))).collect()).collect()
    }

    /// One layer of the props in every frame; a prop whose shape changes its kind stays as it begins.
    fn props(&self, layer: impl Fn(&Props) -> &Vec<(Class, Path)>) -> Vec<(Class, Frames)> {
        let Some(first) = self.props.first().map(&layer) else {
            return Vec::new();
        };
        let placed = |path: &Path| path.map(|point| self.place(point));
        let frames = |(i, (class, path)): (usize, &(Class, Path))| {
            let all: Vec<&Path> =
                self.props.iter().filter_map(|props| layer(props).get(i)).map(|(_, path)| path).collect();
            let alike =
                all.len() == self.props.len() && all.iter().all(|other| outline_kind(other) == outline_kind(path));
            let moving = if alike { all.into_iter().map(placed).collect() } else { vec![placed(path)] };
            (*class, moving)
        };
        first.iter().enumerate().map(frames).collect()
    }
}
