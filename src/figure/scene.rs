//! One pose, solved, put before the camera and painted.

use super::anatomy::HEM;
use super::body::Body;
use super::camera::Camera;
use super::geometry::{Extent, Point};
use super::layers::Layers;
use super::outline;
use super::paint;
use super::posture::Posture;
use super::reach::{Solved, solve};
use crate::model::figure::{Arrow, Base, Highlight, Landmark, Mark, MiddlePoint, Pose, Posed, Prop, Side, SidePoint};

/// A pose as it stands in its panel.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) figure: &'a Posed,
    pub(super) pose: &'a Pose,
    pub(super) solved: Solved,
    pub(super) camera: Camera,
    /// The solved body, moved so that its anchor is at the same place in every panel.
    pub(super) body: Body,
    pub(super) layers: Layers,
    pub(super) extent: Extent,
    /// The height of its lowest point, as seen level.
    pub(super) low: f64,
    pub(super) highlight: Vec<Highlight>,
}

impl<'a> Scene<'a> {
    /// A pose as its author wrote it.
    pub(super) fn new(figure: &'a Posed, pose: &'a Pose) -> Self {
        Self::of(figure, pose, Posture::of(figure, pose), highlight(figure, pose))
    }

    /// A pose whose posture has been found otherwise.
    pub(super) fn of(figure: &'a Posed, pose: &'a Pose, posture: Posture, highlight: Vec<Highlight>) -> Self {
        let solved = solve(posture);
        let (camera, body) = staged(figure, &solved);
        let layers = paint::body(&solved.posture, &body, &camera, &highlight);
        let extent = Extent::around(layers.points.iter().copied());
        let low = if camera.pitch == 0.0 {
            extent.bottom
        } else {
            let level = paint::body(&solved.posture, &body, &Camera::new(camera.turn, 0.0), &[]);
            Extent::around(level.points.iter().copied()).bottom
        };
        Self { figure, pose, solved, camera, body, layers, extent, low, highlight }
    }

    /// A point of the body in the panel.
    pub(super) fn see(&self, landmark: Landmark) -> Point {
        self.camera.flat(self.body.landmark(landmark))
    }

    /// A point of the trunk's outline: 1 is its front, −1 its back.
    pub(super) fn on_trunk(&self, s: f64, across: f64) -> Point {
        let belly = outline::belly(&self.solved.posture.spine);
        let sections = outline::trunk(&self.camera, &self.body, belly, s, s + 0.01);
        sections.first().map_or_else(Point::default, |section| section.edge(across))
    }

    /// The height below which nothing is drawn.
    pub(super) fn crop(&self) -> Option<f64> {
        let s = last(self.figure, self.pose, |pose| pose.crop).or(self.figure.crop)?;
        let s = if s == 0.0 { HEM } else { s };
        let y = self.camera.flat(self.body.trunk(s).0).y;
        self.layers.points.iter().any(|point| point.y > y).then_some(y)
    }

    pub(super) fn props(&self) -> &'a [Prop] {
        let own = last(self.figure, self.pose, |pose| pose.setting.props.as_ref());
        own.or(self.figure.setting.props.as_ref()).map_or(&[Prop::Floor { left: 0.0, right: 0.0 }], Vec::as_slice)
    }

    pub(super) fn arrows(&self) -> &'a [Arrow] {
        last(self.figure, self.pose, |pose| pose.arrows.as_ref()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn mark(&self) -> Option<Mark> {
        last(self.figure, self.pose, |pose| pose.mark)
    }
}

/// What the pose or one it is a copy of says last.
pub(super) fn last<'a, T>(figure: &'a Posed, pose: &'a Pose, said: impl Fn(&'a Pose) -> Option<T>) -> Option<T> {
    figure.lineage(pose).into_iter().rev().find_map(said)
}

pub(super) fn highlight(figure: &Posed, pose: &Pose) -> Vec<Highlight> {
    let own = last(figure, pose, |pose| pose.setting.highlight.as_ref());
    own.or(figure.setting.highlight.as_ref()).cloned().unwrap_or_default()
}

/// The camera of a posture, and the body with its anchor at x = 0.
pub(super) fn staged(figure: &Posed, solved: &Solved) -> (Camera, Body) {
    let posture = &solved.posture;
    let camera = Camera::new(posture.turn, posture.pitch);
    let anchor = figure.anchor.unwrap_or_else(|| anchor(posture.base));
    let at = camera.flat(solved.rest.body.landmark(anchor));
    (camera, solved.rest.body.moved(posture, solved.rest.root, camera.sideways(-at.x)))
}

/// What stays in its place from panel to panel.
const fn anchor(base: Base) -> Landmark {
    match base {
        Base::Standing | Base::HalfKneeling => Landmark::Sided(Side::Near, SidePoint::Ankle),
        Base::Supine | Base::CrookLying => Landmark::Middle(MiddlePoint::C7),
        Base::Quadruped => Landmark::Sided(Side::Near, SidePoint::Knee),
        Base::ForearmPlank => Landmark::Sided(Side::Near, SidePoint::Elbow),
        Base::SideLying => Landmark::Sided(Side::Near, SidePoint::Shoulder),
        Base::StraightPlank => Landmark::Sided(Side::Near, SidePoint::Wrist),
        Base::Sitting | Base::Prone | Base::Floating => Landmark::Middle(MiddlePoint::Hip),
    }
}
