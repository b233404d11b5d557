//! What stands and lies about: floor, mat, furniture, strap, water, guides. Furniture is made of blocks in space, so that it
//! turns with the view.

use super::anatomy::{SHOULDER_HEIGHT, THIGH, THIGH_LENGTH};
use super::contact::lowest;
use super::geometry::{Extent, Point, Turn, Vec3, atan2, sin_cos, spread};
use super::outline::Bone;
use super::path::{Path, Step, hull};
use super::scene::Scene;
use super::style::Class;
use crate::model::figure::{
    Contact, Facing, Landmark, Layer, MiddleContact, MiddlePoint, Prop, Side, SideContact, SidePoint,
};

/// The props of a panel.
#[derive(Debug)]
pub(super) struct Props {
    /// Behind the body.
    pub(super) back: Vec<(Class, Path)>,
    /// Between the body and its near arm.
    pub(super) mid: Vec<(Class, Path)>,
    /// Before the body.
    pub(super) front: Vec<(Class, Path)>,
    /// The room they take.
    pub(super) extent: Option<Extent>,
    /// Points that a badge must not cover.
    pub(super) occupied: Vec<Point>,
    /// Whether the body throws a shadow on a wall behind it.
    pub(super) shadow: bool,
}

/// Places what a pose shows besides the body.
pub(super) fn place(scene: &Scene, props: &[Prop], extent: Extent) -> Props {
    let empty = Props { back: vec![], mid: vec![], front: vec![], extent: None, occupied: vec![], shadow: false };
    let mut stage = Stage { scene, extent, props: empty };
    for prop in props {
        stage.put(prop);
    }
    stage.props
}

struct Stage<'s, 'a> {
    scene: &'s Scene<'a>,
    /// The body's own.
    extent: Extent,
    props: Props,
}

/// A block in space.
#[derive(Debug, Clone, Copy)]
struct Block {
    x: (f64, f64),
    y: (f64, f64),
    z: (f64, f64),
    /// How far its top is moved forward.
    lean: f64,
    /// Turned about its own middle by so many degrees, to the right.
    yaw: f64,
}

impl Block {
    /// Its corners on the ground.
    fn corners(&self) -> [Vec3; 4] {
        let middle = Vec3::new(f64::midpoint(self.x.0, self.x.1), 0.0, f64::midpoint(self.z.0, self.z.1));
        let turn = Turn::about_y(-self.yaw);
        [(self.x.0, self.z.0), (self.x.0, self.z.1), (self.x.1, self.z.0), (self.x.1, self.z.1)]
            .map(|(x, z)| middle + turn * (Vec3::new(x, 0.0, z) - middle))
    }
}

const fn at(x: f64, y: f64) -> Point {
    Point::new(x, y)
}

const fn ordered(a: f64, b: f64) -> (f64, f64) {
    (a.min(b), a.max(b))
}

impl Stage<'_, '_> {
    fn put(&mut self, prop: &Prop) {
        match prop {
            Prop::Floor { left, right } => self.floor(*left, *right),
            Prop::Mat if self.scene.camera.pitch == 0.0 => self.mat_from_the_side(),
            Prop::Mat => self.mat_from_above(),
            Prop::WallBehind { height, touch } => self.wall_behind(*height, *touch),
            Prop::Wall { side, at, dx, height } => self.wall(*side, *at, *dx, *height),
            Prop::Step { under, width, height, dx } => self.step(*under, *width, *height, *dx),
            Prop::Cushion { under, width, height, dx } => self.cushion(*under, *width, *height, *dx),
            Prop::Chair { .. } => self.chair(prop),
            Prop::Desk { at, dx, height, screen, screen_dx } => self.desk(*at, *dx, *height, *screen, *screen_dx),
            Prop::Box { .. } => self.load(prop),
            Prop::Strap => self.strap(),
            Prop::Pillow { height, dx, width, y } => self.pillow(*height, *dx, *width, *y),
            Prop::LumbarRoll { s, r } => {
                let back = self.scene.on_trunk(*s, -1.0);
                self.back(Class::Roll, Path::circle(at(back.x - r * 0.75, back.y), *r));
            }
            Prop::Plumb { at: joint, dx, from, to, front } => {
                let x = self.scene.see(*joint).x + dx;
                let (from, to) = (from.unwrap_or(self.extent.bottom), to.unwrap_or(self.extent.top + 3.0));
                let line = (Class::Guide, Path::line(&[at(x, from), at(x, to)]));
                if *front {
                    self.props.front.push(line);
                } else {
                    self.props.back.push(line);
                }
                self.grow(at(x, to));
            }
            Prop::Line { from, to, extend, offset } => {
                let (from, to) = (self.scene.see(*from), self.scene.see(*to));
                let along = (to - from).unit_or(at(0.0, -1.0)) * *extend;
                let moved = at(offset[0], offset[1]);
                let (from, to) = (from - along + moved, to + along + moved);
                self.props.front.push((Class::Guide, Path::line(&[from, to])));
                self.grow(from);
                self.grow(to);
            }
            Prop::Gap { from, to } => self.gap(*from, *to),
            Prop::Water { level, bottom, from, to } => self.water(*level, *bottom, *from, *to),
        }
    }

    fn back(&mut self, class: Class, path: Path) {
        self.props.back.push((class, path));
    }

    fn grow(&mut self, point: Point) {
        let extent = self.props.extent.unwrap_or_else(|| Extent::around([point]));
        self.props.extent = Some(extent.with(point, 0.0));
    }

    // The ground.

    fn floor(&mut self, left: f64, right: f64) {
        let (a, b) = (self.extent.left - 4.0 + left.min(0.0), self.extent.right + 4.0 + right);
        self.back(Class::Floor, Path::line(&[at(a, -0.5), at(b, -0.5)]));
        self.grow(at(a, -1.0));
        self.grow(at(b, -1.0));
    }

    fn mat_from_the_side(&mut self) {
        let (a, b) = (self.extent.left - 4.0, self.extent.right + 4.0);
        let (top, middle, bottom, r, k) = (-0.4, -1.8, -3.2, 1.4, 1.4 * 0.5523);
        self.back(
            Class::Prop,
            Path(vec![
                Step::Move(at(a, top)),
                Step::Line(at(b, top)),
                Step::Cubic(at(b + k, top), at(b + r, middle + k), at(b + r, middle)),
                Step::Cubic(at(b + r, middle - k), at(b + k, bottom), at(b, bottom)),
                Step::Line(at(a, bottom)),
                Step::Cubic(at(a - k, bottom), at(a - r, middle - k), at(a - r, middle)),
                Step::Cubic(at(a - r, middle + k), at(a - k, top), at(a, top)),
                Step::Close,
            ]),
        );
        self.grow(at(a - 2.0, -3.4));
        self.grow(at(b + 2.0, -3.4));
    }

    /// A sheet with a front edge.
    fn mat_from_above(&mut self) {
        let (a, b) = (self.extent.left - 4.0, self.extent.right + 4.0);
        let body = &self.scene.body;
        let sided = |side: Side| SidePoint::ALL.iter().map(move |point| Landmark::Sided(side, *point));
        let all =
            sided(Side::Near).chain(sided(Side::Far)).chain(MiddlePoint::ALL.iter().copied().map(Landmark::Middle));
        let depth = Extent::around(all.map(|landmark| at(body.landmark(landmark).z, 0.0)));
        let slope = sin_cos(self.scene.camera.pitch).0;
        let (far, near) = (-(depth.left - 8.0) * slope, -(depth.right + 8.0) * slope);
        let thick = near - 2.4;
        let sheet = [
            at(a + 3.0, far),
            at(b - 3.0, far),
            at(b + 1.0, near),
            at(b + 1.0, thick),
            at(a - 1.0, thick),
            at(a - 1.0, near),
        ];
        self.back(Class::Prop, Path::polygon(&sheet));
        self.back(Class::PropLine, Path::line(&[at(a - 1.0, near), at(b + 1.0, near)]));
        self.grow(at(a - 1.0, near - 2.6));
        self.grow(at(b + 1.0, far));
    }

    fn wall_behind(&mut self, height: f64, touch: bool) {
        let (a, b) = (self.extent.left - 5.0, self.extent.right + 5.0);
        self.back(Class::BackWall, Path::polygon(&[at(a, -0.5), at(a, height), at(b, height), at(b, -0.5)]));
        self.back(Class::PropLine, Path::line(&[at(a, 5.0), at(b, 5.0)]));
        self.props.shadow |= touch;
        self.grow(at(a, 0.0));
        self.grow(at(b, height));
        self.props.occupied.extend([at(a, height), at(b, height)]);
    }

    fn wall(&mut self, side: Layer, joint: Option<Landmark>, dx: f64, height: Option<f64>) {
        let (direction, edge) = if side == Layer::Front { (1.0, self.extent.right) } else { (-1.0, self.extent.left) };
        let height = height.unwrap_or(self.extent.top + 6.0);
        let x = joint.map_or(edge, |joint| self.scene.see(joint).x) + dx;
        let back = x + 3.4 * direction;
        self.back(Class::Prop, Path::polygon(&[at(x, -0.5), at(x, height), at(back, height), at(back, -0.5)]));
        self.grow(at(back, height));
        self.grow(at(x, height));
        self.props.occupied.extend([at(x, height), at(back, height)]);
    }

    // Blocks.

    /// An upright block: its outline and the one vertical edge that shows.
    fn block(&mut self, block: Block, layer: Layer) {
        let camera = self.scene.camera;
        let low = block.corners().map(|corner| camera.see(corner + Vec3::UP * block.y.0));
        let high = block.corners().map(|corner| camera.see(corner + Vec3::new(block.lean, block.y.1, 0.0)));
        let points: Vec<Point> = low.iter().chain(&high).map(|corner| corner.flat()).collect();
        let nearest = (0..4).max_by(|a, b| low[*a].z.total_cmp(&low[*b].z).then(b.cmp(a))).unwrap_or(0);
        let extent = Extent::around(low.iter().map(|corner| corner.flat()));
        let to = match layer {
            Layer::Back => &mut self.props.back,
            Layer::Mid => &mut self.props.mid,
            Layer::Front => &mut self.props.front,
        };
        to.push((Class::Prop, Path::polygon(&hull(&points))));
        if extent.left + 0.8 < low[nearest].x && low[nearest].x < extent.right - 0.8 {
            to.push((Class::PropLine, Path::line(&[low[nearest].flat(), high[nearest].flat()])));
        }
        for point in points {
            self.grow(point);
        }
        self.props.occupied.extend(high.iter().map(|corner| corner.flat()));
    }

    fn behind(&mut self, x: (f64, f64), y: (f64, f64), z: (f64, f64)) {
        self.block(Block { x, y, z, lean: 0.0, yaw: 0.0 }, Layer::Back);
    }

    fn step(&mut self, under: Contact, width: f64, height: Option<f64>, dx: f64) {
        let x = self.scene.body.landmark(part(under)).x + dx;
        let height = height.unwrap_or_else(|| self.under(under));
        self.behind((x - width / 2.0, x + width / 2.0), (-0.4, height), (-12.0, 12.0));
    }

    fn under(&self, contact: Contact) -> f64 {
        lowest(&self.scene.solved.posture, &self.scene.body, contact).max(1.0)
    }

    fn cushion(&mut self, under: Contact, width: f64, height: Option<f64>, dx: f64) {
        let x = self.scene.see(part(under)).x + dx;
        let height = height.unwrap_or_else(|| self.under(under));
        let (a, b) = (x - width / 2.0, x + width / 2.0);
        self.back(
            Class::Roll,
            Path(vec![
                Step::Move(at(a + 1.0, -0.3)),
                Step::Cubic(at(a - 1.4, -0.3), at(a - 1.4, height), at(a + 1.0, height)),
                Step::Line(at(b - 1.0, height)),
                Step::Cubic(at(b + 1.4, height), at(b + 1.4, -0.3), at(b - 1.0, -0.3)),
                Step::Close,
            ]),
        );
    }

    fn chair(&mut self, prop: &Prop) {
        let Prop::Chair { at: joint, facing, seat, dx, away, stool, lean, back_height } = prop else {
            return;
        };
        let body = &self.scene.body;
        let (direction, seat, rear, z) = if let Some(joint) = joint {
            // Free-standing, its seat toward `facing`.
            let direction = if *facing == Facing::Left { -1.0 } else { 1.0 };
            let rear = body.landmark(*joint).x + dx - direction * 12.0;
            (direction, seat.unwrap_or(27.0), rear, (-12.0 - away, 12.0 - away))
        } else {
            // Under the sitter's thigh.
            let leg = &body.legs.near;
            let thigh = Bone { start: leg.hip, frame: leg.thigh, length: THIGH_LENGTH, table: THIGH };
            let sections = thigh.stretch(&self.scene.camera, 0.05, 0.6, 0.0);
            let under = sections.iter().map(|section| section.center.y - section.normal.y.abs() * section.half);
            let seat = seat.unwrap_or_else(|| under.fold(f64::INFINITY, f64::min));
            let z = body.origin.z;
            (1.0, seat, body.origin.x - 9.5 + dx, (z - 11.5 - away, z + 11.5 - away))
        };
        let front = rear + 25.5 * direction;
        for z in [z.0, z.1 - 2.4] {
            for x in [rear + 0.6 * direction, front - 4.0 * direction] {
                self.behind(ordered(x, x + 2.4 * direction), (-0.3, seat - 2.0), (z, z + 2.4));
            }
        }
        if !stool {
            let x = ordered(rear - 0.8 * direction, rear + 1.6 * direction);
            self.block(
                Block { x, y: (seat - 2.0, seat + back_height), z, lean: -lean * direction, yaw: 0.0 },
                Layer::Back,
            );
        }
        self.behind(ordered(rear, front), (seat - 3.0, seat), z);
    }

    fn desk(&mut self, joint: Landmark, dx: f64, height: f64, screen: f64, screen_dx: f64) {
        let x = self.scene.body.landmark(joint).x + dx;
        let stand = x + screen_dx;
        self.behind((x, x + 34.0), (height - 2.2, height), (-14.0, 14.0));
        self.behind((x + 29.0, x + 31.5), (-0.3, height - 2.2), (-14.0, 14.0));
        self.behind((stand - 4.0, stand + 5.0), (height, height + 1.2), (-7.0, 7.0));
        self.behind((stand, stand + 1.6), (height + 1.0, screen - 6.0), (-1.5, 1.5));
        let panel =
            Block { x: (stand - 1.2, stand + 0.8), y: (screen - 19.0, screen), z: (-13.0, 13.0), lean: -1.0, yaw: 0.0 };
        self.block(panel, Layer::Back);
        self.behind((x + 2.5, x + 10.5), (height, height + 1.0), (-9.0, 9.0));
    }

    fn load(&mut self, prop: &Prop) {
        let Prop::Box { at: joint, size, h, dx, dy, on_floor, turned, layer } = prop else {
            return;
        };
        let body = &self.scene.body;
        let chest = body.trunk(SHOULDER_HEIGHT).1;
        // Carried by a chest that turns, a box turns with it, between the hands.
        let (place, yaw) = if *turned {
            let hands = (body.arms.near.palm() + body.arms.far.palm()) * 0.5;
            let ahead = Vec3::new(chest.forward.x, 0.0, chest.forward.z).unit_or(Vec3::FORWARD);
            (hands + ahead * *dx, atan2(ahead.z, ahead.x))
        } else {
            let place = body.landmark(*joint);
            (Vec3::new(place.x + dx, place.y, body.origin.z), 0.0)
        };
        let height = h.unwrap_or(*size);
        let top = if *on_floor { height } else { place.y + dy + height / 2.0 };
        let (x, z) = ((place.x - size / 2.0, place.x + size / 2.0), (place.z - size * 0.6, place.z + size * 0.6));
        let block = Block { x, y: (top - height, top), z, lean: 0.0, yaw };
        self.block(block, *layer);
        // The line of the lid runs round the corner that is nearest.
        let lid = top - height * 0.28;
        let camera = self.scene.camera;
        let mut corners = block.corners().map(|corner| camera.see(corner + Vec3::UP * lid));
        corners.sort_by(|a, b| a.x.total_cmp(&b.x));
        let nearest = corners.iter().copied().max_by(|a, b| a.z.total_cmp(&b.z)).unwrap_or_default();
        let [first, .., last] = corners;
        let mut line = vec![first.flat(), last.flat()];
        if first.x + 0.8 < nearest.x && nearest.x < last.x - 0.8 {
            line.insert(1, nearest.flat());
        }
        let lid = (Class::PropLine, Path::line(&line));
        match layer {
            Layer::Back => self.props.back.push(lid),
            Layer::Mid => self.props.mid.push(lid),
            Layer::Front => self.props.front.push(lid),
        }
    }

    // Soft things.

    /// A loop round the near forefoot, one strand to each hand, a loose end.
    fn strap(&mut self) {
        let (scene, leg) = (self.scene, &self.scene.body.legs.near);
        let on_foot = |x, y| scene.camera.flat(leg.ball + leg.foot * Vec3::new(x, y, 0.0));
        let sole = on_foot(-1.6, -1.7) + scene.camera.flat(-leg.foot.up) * 0.5;
        let top = on_foot(-1.2, 2.2);
        let hand = |side| scene.see(Landmark::Sided(side, SidePoint::Hand));
        let (near, far) = (hand(Side::Near), hand(Side::Far));
        let strand = Path::line(&[far, sole]);
        self.back(Class::StrapEdge, strand.clone());
        self.back(Class::Strap, strand);
        let end = Path(vec![Step::Move(near), Step::Quadratic(near + at(-1.5, -4.0), near + at(-0.5, -9.0))]);
        for path in [end, Path::line(&[near, top, sole])] {
            self.props.mid.push((Class::StrapEdge, path.clone()));
            self.props.mid.push((Class::Strap, path));
        }
    }

    fn pillow(&mut self, height: Option<f64>, dx: f64, width: f64, y: f64) {
        let head = self.scene.see(Landmark::Middle(MiddlePoint::Head));
        let height = height.unwrap_or((head.y - 6.0).max(1.6));
        let a = head.x - 9.0 + dx;
        let (low, high, w) = (y - 0.3, y + height, width);
        self.back(
            Class::Prop,
            Path(vec![
                Step::Move(at(a, low)),
                Step::Cubic(at(a - 2.5, low), at(a - 1.0, high), at(a + 2.0, high)),
                Step::Cubic(at(a + 5.0, high), at(a + w - 4.0, high), at(a + w - 2.0, high)),
                Step::Cubic(at(a + w, high), at(a + w + 2.5, low), at(a + w, low)),
                Step::Close,
            ]),
        );
    }

    fn gap(&mut self, from: f64, to: f64) {
        let back = spread(from, to, 9).map(|s| self.scene.on_trunk(s, -1.0));
        let mut points: Vec<Point> = back.filter(|point| point.y > 0.25).collect();
        if let (Some(first), Some(last), 3..) = (points.first().copied(), points.last().copied(), points.len()) {
            points.insert(0, at(first.x, 0.0));
            points.push(at(last.x, 0.0));
            self.back(Class::Gap, Path::polygon(&points));
        }
    }

    fn water(&mut self, level: f64, bottom: f64, from: Option<f64>, to: Option<f64>) {
        let (a, b) = (from.unwrap_or(self.extent.left - 8.0), to.unwrap_or(self.extent.right + 8.0));
        let n_waves = ((b - a) / 9.0).round().clamp(1.0, 60.0);
        let length = (b - a).max(1.0) / n_waves;
        let mut steps = vec![Step::Move(at(a, level))];
        let (mut x, mut crest) = (a, 1.9);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=60")]
        for _ in 0..n_waves as u32 {
            steps.push(Step::Quadratic(at(x + length / 2.0, level + crest), at(x + length, level)));
            (x, crest) = (x + length, -crest);
        }
        self.props.front.push((Class::Wave, Path(steps.clone())));
        let low = bottom.min(level);
        steps.extend([Step::Line(at(x, low)), Step::Line(at(a, low)), Step::Close]);
        self.props.front.push((Class::Water, Path(steps)));
        for point in [at(a, level), at(b, level + 2.0), at(a, bottom)] {
            self.grow(point);
        }
        self.props.occupied.extend([at(a + 2.0, level + 2.0), at(b - 2.0, level + 2.0)]);
    }
}

/// Where on the body a contact is.
const fn part(contact: Contact) -> Landmark {
    match contact {
        Contact::Both(part) => Landmark::Sided(Side::Near, point(part)),
        Contact::One(side, part) => Landmark::Sided(side, point(part)),
        Contact::Middle(MiddleContact::Pelvis | MiddleContact::HipLow) => Landmark::Middle(MiddlePoint::Hip),
        Contact::Middle(MiddleContact::UpperBack | MiddleContact::Chest) => Landmark::Middle(MiddlePoint::MidBack),
        Contact::Middle(MiddleContact::Head) => Landmark::Middle(MiddlePoint::Head),
        Contact::Middle(MiddleContact::ShoulderLow) => Landmark::Sided(Side::Near, SidePoint::Shoulder),
    }
}

const fn point(part: SideContact) -> SidePoint {
    match part {
        SideContact::Foot | SideContact::Ankle => SidePoint::Ankle,
        SideContact::Toe => SidePoint::Toe,
        SideContact::Heel => SidePoint::Heel,
        SideContact::Knee => SidePoint::Knee,
        SideContact::Hand => SidePoint::Hand,
        SideContact::Elbow => SidePoint::Elbow,
        SideContact::Forearm => SidePoint::Wrist,
    }
}
