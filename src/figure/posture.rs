//! A pose with every default filled in: joint zero, then the base, then the figure, then the pose.

use super::geometry::{Vec3, lerp};
use super::start;
use crate::model::figure::{
    Angle, Base, Contact, Hand, Joint, Layer, LimbSetting, Limbs, Part, Pose, Posed, ReachWith, Setting, Side, Target,
    View,
};

/// One of each for the two sides of the body.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Sides<T> {
    pub(super) near: T,
    pub(super) far: T,
}

impl<T> Sides<T> {
    pub(super) fn make(mut one: impl FnMut(Side) -> T) -> Self {
        Self { near: one(Side::Near), far: one(Side::Far) }
    }

    pub(super) const fn of(&self, side: Side) -> &T {
        match side {
            Side::Near => &self.near,
            Side::Far => &self.far,
        }
    }

    pub(super) const fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Near => &mut self.near,
            Side::Far => &mut self.far,
        }
    }
}

/// The angles of one part of the body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Angles([Angle; Joint::COUNT]);

impl Angles {
    const ZERO: Self = Self([Angle::Degrees(0.0); Joint::COUNT]);

    pub(super) const fn get(&self, joint: Joint) -> Angle {
        self.0[joint as usize]
    }

    /// The degrees of a joint; a word counts as zero until it is solved.
    pub(super) const fn degrees(&self, joint: Joint) -> f64 {
        match self.0[joint as usize] {
            Angle::Degrees(degrees) => degrees,
            Angle::Vertical | Angle::Horizontal | Angle::Floor | Angle::Flat | Angle::Wall => 0.0,
        }
    }

    pub(super) const fn set(&mut self, joint: Joint, degrees: f64) {
        self.0[joint as usize] = Angle::Degrees(degrees);
    }

    fn take(&mut self, written: &[(Joint, Angle)]) {
        for (joint, angle) in written {
            self.0[*joint as usize] = *angle;
        }
    }

    fn mix(&self, other: &Self, t: f64) -> Self {
        Self(std::array::from_fn(|i| match (self.0[i], other.0[i]) {
            (Angle::Degrees(a), Angle::Degrees(b)) => Angle::Degrees(lerp(a, b, t)),
            (a, b) => {
                if t < 0.5 {
                    a
                } else {
                    b
                }
            }
        }))
    }
}

/// Where the hand or ankle goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reach {
    pub(super) target: Target,
    pub(super) offset: Vec3,
    pub(super) with: ReachWith,
    /// The elbow's direction; without it the limb stays in the plane of the picture.
    pub(super) pole: Option<Vec3>,
}

/// An arm or a leg.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limb {
    pub(super) angles: Angles,
    pub(super) target: Option<Target>,
    pub(super) offset: Option<Vec3>,
    pub(super) with: ReachWith,
    pub(super) pole: Option<Vec3>,
    pub(super) fingers: Option<Vec3>,
    pub(super) hand: Hand,
    pub(super) layer: Option<Layer>,
    pub(super) plant: bool,
}

impl Limb {
    const REST: Self = Self {
        angles: Angles::ZERO,
        target: None,
        offset: None,
        with: ReachWith::Wrist,
        pole: None,
        fingers: None,
        hand: Hand::Open,
        layer: None,
        plant: false,
    };

    pub(super) fn reach(&self) -> Option<Reach> {
        let offset = self.offset.unwrap_or(Vec3::ZERO);
        self.target.map(|target| Reach { target, offset, with: self.with, pole: self.pole })
    }

    /// Lays what is written over what was there.
    fn take(&mut self, setting: &LimbSetting) {
        let vector = |v: [f64; 3]| Vec3::new(v[0], v[1], v[2]);
        if let Some(reach) = &setting.reach {
            (self.target, self.offset, self.pole, self.plant) = (Some(reach.value), None, None, false);
        }
        let written: Vec<(Joint, Angle)> = setting.angles.iter().map(|(joint, angle)| (*joint, angle.value)).collect();
        self.angles.take(&written);
        self.offset = setting.reach_offset.map(vector).or(self.offset);
        self.with = setting.reach_with.unwrap_or(self.with);
        self.pole = setting.pole.map(vector).or(self.pole);
        self.fingers = setting.fingers.map(vector).or(self.fingers);
        self.hand = setting.hand.unwrap_or(self.hand);
        self.layer = setting.layer.or(self.layer);
        if let Some(plant) = &setting.plant {
            self.plant = plant.value;
            if plant.value && !written.iter().any(|(joint, _)| *joint == Joint::Ankle) {
                self.angles.take(&[(Joint::Ankle, Angle::Flat)]);
            }
        }
    }
}

/// How the body lies in space before gravity is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Orientation {
    /// Tipped forward by so many degrees: 0 stands, 90 lies on the front, −90 on the back.
    Tipped(f64),
    /// On the right side, facing the viewer, head to the left.
    OnSide,
}

/// A pose with nothing left open but the words that a posture solves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Posture {
    pub(super) base: Base,
    pub(super) orientation: Orientation,
    pub(super) lean: f64,
    pub(super) turn: f64,
    pub(super) pitch: f64,
    pub(super) contact: Vec<Contact>,
    pub(super) heights: Vec<(Contact, f64)>,
    pub(super) spine: Angles,
    pub(super) arms: Sides<Limb>,
    pub(super) legs: Sides<Limb>,
    /// The root angle, if it has been found already.
    pub(super) root: Option<f64>,
}

impl Posture {
    /// A pose of a figure, with all that its base, its figure and the poses it copies say.
    pub(super) fn of(figure: &Posed, pose: &Pose) -> Self {
        let settings = figure.settings(pose);
        let base = settings.iter().rev().find_map(|setting| setting.base).map_or(Base::Standing, |base| base.value);
        let mut posture = Self::start(base);
        for setting in settings {
            posture.take(setting);
        }
        posture
    }

    fn start(base: Base) -> Self {
        let start = start::of(base);
        let mut arm = Limb { hand: start.hand, ..Limb::REST };
        arm.angles.set(Joint::Elbow, 8.0);
        arm.angles.take(start.arms);
        let mut leg = Limb { plant: start.plant, ..Limb::REST };
        leg.angles.take(start.legs);
        let mut far_leg = leg;
        far_leg.angles.take(start.far_leg);
        Self {
            base,
            orientation: start.orientation,
            lean: 0.0,
            turn: start.turn,
            pitch: start.pitch,
            contact: start.contact.to_vec(),
            heights: Vec::new(),
            spine: Angles::ZERO,
            arms: Sides { near: arm, far: arm },
            legs: Sides { near: leg, far: far_leg },
            root: None,
        }
    }

    fn take(&mut self, setting: &Setting) {
        match setting.view.map(|view| view.value) {
            Some(View::Turned(turn)) => self.turn = turn,
            Some(View::Side) => self.turn = start::of(self.base).turn,
            None => {}
        }
        self.pitch = setting.pitch.map_or(self.pitch, |pitch| pitch.value);
        self.lean = setting.lean.map_or(self.lean, |lean| lean.value);
        if let Some(contact) = &setting.contact {
            self.contact.clone_from(&contact.value);
        }
        if let Some(heights) = &setting.heights {
            self.heights.clone_from(heights);
        }
        let spine: Vec<(Joint, Angle)> = setting.spine.iter().map(|(joint, angle)| (*joint, angle.value)).collect();
        self.spine.take(&spine);
        // What is said of both sides first, so that one side can differ wherever it is written.
        for both in [true, false] {
            for limb in setting.limbs.iter().filter(|limb| (limb.limbs == Limbs::Both) == both) {
                for side in sides(limb.limbs) {
                    let pair = if limb.part == Part::Arm { &mut self.arms } else { &mut self.legs };
                    pair.of_mut(*side).take(limb);
                }
            }
        }
    }

    /// How high the thing is that a part rests on.
    pub(super) fn height(&self, contact: Contact) -> f64 {
        self.heights.iter().find(|(one, _)| *one == contact).map_or(0.0, |(_, height)| *height)
    }

    pub(super) const fn on_side(&self) -> bool {
        matches!(self.orientation, Orientation::OnSide)
    }

    /// Between this posture and another, angle by angle. Both must have been solved.
    pub(super) fn mix(&self, other: &Self, t: f64) -> Self {
        let nearer = if t < 0.5 { self } else { other };
        let limb = |a: &Limb, b: &Limb, c: &Limb| Limb { angles: a.angles.mix(&b.angles, t), ..*c };
        Self {
            turn: lerp(self.turn, other.turn, t),
            pitch: lerp(self.pitch, other.pitch, t),
            heights: self
                .heights
                .iter()
                .map(|(contact, height)| (*contact, lerp(*height, other.height(*contact), t)))
                .collect(),
            spine: self.spine.mix(&other.spine, t),
            arms: Sides::make(|side| limb(self.arms.of(side), other.arms.of(side), nearer.arms.of(side))),
            legs: Sides::make(|side| limb(self.legs.of(side), other.legs.of(side), nearer.legs.of(side))),
            root: self.root.zip(other.root).map(|(a, b)| lerp(a, b, t)),
            ..nearer.clone()
        }
    }
}

const fn sides(limbs: Limbs) -> &'static [Side] {
    match limbs {
        Limbs::Both => Side::ALL,
        Limbs::Near => &[Side::Near],
        Limbs::Far => &[Side::Far],
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::lowest;
    use super::super::reach::solve;
    use super::*;
    use crate::model::figure::SideContact;

    #[test]
    fn straight_legs_of_who_lies_on_the_back_rest_on_their_heels() {
        let solved = solve(Posture::start(Base::Supine));
        let height = lowest(&solved.posture, &solved.rest.body, Contact::Both(SideContact::Heel));
        assert!(height.abs() < 1.0, "the heels are {height:.1} % of the body's height above the floor");
    }
}
