//! `arrows`.

use super::reader::{Fields, Reader};
use crate::model::figure::{Arrow, Course, Spot, TrunkSpot};
use crate::source::Span;
use crate::yaml::Node;

impl Reader<'_> {
    pub(super) fn arrow(&mut self, node: &Node) -> Option<Arrow> {
        let mut fields = self.fields(node, "an arrow")?;
        let offset = self.pair(&mut fields, "offset").unwrap_or_default();
        let both = self.flag(&mut fields, "both").unwrap_or(false);
        let course = self.course(&mut fields, node.span);
        self.no_others(&fields);
        Some(Arrow { span: node.span, course: course?, offset, both })
    }

    pub(super) fn course(&mut self, fields: &mut Fields, span: Span) -> Option<Course> {
        if fields.has("motion") {
            let joint = self.landmark(fields, "motion");
            let from = self.text(fields, "from");
            let trim = self.pair(fields, "trim").unwrap_or([0.12, 1.0]).map(|t| t.clamp(0.0, 1.0));
            return Some(Course::Motion { joint: joint?, from, trim });
        }
        if fields.has("arc") {
            let about = self.landmark(fields, "arc");
            let r = self.number_or(fields, "r", 10.0);
            let ry = self.number_or(fields, "ry", r);
            let (from, to) = (self.number_or(fields, "from", 0.0), self.number_or(fields, "to", 90.0));
            return Some(Course::Arc { about: about?, r, ry, from, to });
        }
        let at = fields.take("at").and_then(|node| self.scalar(node, "a place"));
        let dir = self.number(fields, "dir");
        let length = self.number_or(fields, "length", 14.0);
        let bend = self.number_or(fields, "bend", 0.0);
        let (Some(at), Some(dir)) = (at, dir) else {
            self.missing(
                span,
                "an arrow",
                "at` and `dir",
                "`{at: near_knee, dir: 90}`, `{motion: near_knee}` or `{arc: hip, from: 0, to: 90}`",
            );
            return None;
        };
        let spot =
            TrunkSpot::named(&at.value).map(Spot::Trunk).or_else(|| self.landmark_named(&at).map(Spot::Landmark))?;
        Some(Course::Straight { at: spot, dir: dir.value, length, bend })
    }
}
