//! What is painted, in order: shapes once, and who uses them.
//!
//! There are no seams: within a group all outlines are stroked first and all fills laid over them, so that half a stroke is
//! left on the outer contour alone. Stroke and fill share one shape.

use super::geometry::Point;
use super::path::Path;
use super::style::Class;

/// A shape in [`Layers`].
pub(super) type ShapeId = usize;

/// Shapes and their uses, from back to front.
#[derive(Debug, Clone, Default)]
pub(super) struct Layers {
    pub(super) shapes: Vec<Path>,
    pub(super) items: Vec<(Class, ShapeId)>,
    /// Points of everything that counts for the body's extent.
    pub(super) points: Vec<Point>,
    /// How many items lie behind the props that stand between the body and its near arm.
    pub(super) middle: usize,
}

impl Layers {
    /// A closed smooth shape.
    pub(super) fn closed(&mut self, points: &[Point]) -> ShapeId {
        self.shape(Path::smooth(points))
    }

    /// An open smooth shape.
    pub(super) fn open(&mut self, points: &[Point]) -> ShapeId {
        self.shape(Path::smooth_open(points))
    }

    /// A closed smooth shape that counts for the body's extent.
    pub(super) fn body(&mut self, points: &[Point]) -> ShapeId {
        self.points.extend_from_slice(points);
        self.closed(points)
    }

    pub(super) fn shape(&mut self, path: Path) -> ShapeId {
        self.shapes.push(path);
        self.shapes.len() - 1
    }

    pub(super) fn put(&mut self, class: Class, shape: ShapeId) {
        self.items.push((class, shape));
    }

    pub(super) fn put_all(&mut self, class: Class, shapes: &[ShapeId]) {
        for shape in shapes {
            self.put(class, *shape);
        }
    }
}
