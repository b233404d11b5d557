//! A figure as an author writes it: joint angles, what the body rests on, what lies about. Plain data, nothing solved.
//!
//! `near` is the right side of the body, `far` the left. Angles are degrees from the anatomical position, flexion positive;
//! `docs` of [`Joint`] and the authors' reference have the rest of the conventions. Lengths are percent of stature.

use std::sync::Arc;

use crate::source::{Span, Spanned};

/// An enum whose variants are words of the pose format.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident { $($variant:ident $word:literal)* })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $(#[doc = concat!("`", $word, "`")] $variant),* }

        impl $name {
            /// All of them, in the order of the authors' reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word authors write.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The one with this word.
            #[must_use]
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    )*};
}

words! {
    /// A position to start from: it gives every default, so that a pose holds only what differs.
    Base {
        Standing "standing" Sitting "sitting" HalfKneeling "half-kneeling" Supine "supine" CrookLying "crook-lying"
        SideLying "side-lying" Prone "prone" Quadruped "quadruped" ForearmPlank "forearm-plank"
        StraightPlank "straight-plank" Floating "floating"
    }

    /// A joint, or a measure of the body that is set like one.
    Joint {
        Pelvis "pelvis" Lumbar "lumbar" Thoracic "thoracic" Neck "neck" Head "head" LumbarSide "lumbar_side"
        ThoracicSide "thoracic_side" NeckSide "neck_side" LumbarRotation "lumbar_rotation"
        ThoracicRotation "thoracic_rotation" NeckRotation "neck_rotation" Scapula "scapula" Belly "belly"
        Shoulder "shoulder" ShoulderAbduction "shoulder_abduction"
        ShoulderHorizontalAbduction "shoulder_horizontal_abduction" ShoulderRotation "shoulder_rotation" Elbow "elbow"
        Palm "palm" Wrist "wrist"
        Hip "hip" HipAbduction "hip_abduction" HipHorizontalAbduction "hip_horizontal_abduction"
        HipRotation "hip_rotation" Knee "knee" Ankle "ankle" Toes "toes" Turnout "turnout" Open "open"
    }

    /// One side of the body.
    Side { Near "near" Far "far" }

    /// What a limb setting is for.
    Limbs { Both "both" Near "near" Far "far" }

    /// The shape of a hand.
    Hand { Open "open" Flat "flat" Relaxed "relaxed" Hook "hook" Fist "fist" }

    /// What of the arm arrives at the target of a reach.
    ReachWith { Wrist "wrist" Hand "hand" Fingers "fingers" }

    /// Where among the parts of the body something is painted.
    Layer { Back "back" Mid "mid" Front "front" }

    /// A point of the body that there is once.
    MiddlePoint {
        Hip "hip" C7 "c7" Head "head" Vertex "vertex" Chin "chin" Nose "nose" MidBack "mid_back" Belly "belly"
        Sternum "sternum" Navel "navel" HeadBack "head_back"
    }

    /// A point of the body that there is on each side.
    SidePoint {
        Hip "hip" Knee "knee" Ankle "ankle" Ball "ball" Toe "toe" Heel "heel" Shoulder "shoulder" Elbow "elbow"
        Wrist "wrist" Hand "hand" Fingers "fingers" FrontHip "front_hip" Waist "waist" Collar "collar" Ear "ear"
    }

    /// A part that a body rests on and that there is once.
    MiddleContact {
        Pelvis "pelvis" UpperBack "upper_back" Chest "chest" Head "head" ShoulderLow "shoulder_low" HipLow "hip_low"
    }

    /// A part that a body rests on and that there is on each side; the word is the singular.
    SideContact {
        Foot "foot" Toe "toe" Heel "heel" Knee "knee" Ankle "ankle" Hand "hand" Elbow "elbow" Forearm "forearm"
    }

    /// A limb's bone that a hand can be laid on.
    Bone { Thigh "thigh" Shank "shank" UpperArm "uarm" }

    /// A place on the trunk's outline.
    TrunkSpot {
        LowBack "low_back" UpperBack "upper_back" Abdomen "abdomen" Chest "chest" PelvisBack "pelvis_back"
    }

    /// A region that works, is stretched or is at risk.
    Region {
        LowBack "low_back" UpperBack "upper_back" Back "back" Abdomen "abdomen" Chest "chest" Core "core"
        Glutes "glutes" Neck "neck" Shoulders "shoulders" Arms "arms" Hamstrings "hamstrings" Quads "quads"
        Calf "calf" Hip "hip"
    }

    /// Whether a pose is the one to do or the one to avoid.
    Mark { Right "right" Wrong "wrong" }

    /// How panels stand together.
    Layout { Row "row" Column "column" Grid "grid" Lead "lead" }

    /// Which way a free-standing chair or a wall faces.
    Facing { Left "left" Right "right" }
}

/// Which part of the body a joint belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Pelvis, spine, neck and head.
    Spine,
    /// An arm.
    Arm,
    /// A leg.
    Leg,
}

impl Joint {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The part it belongs to.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::Pelvis
            | Self::Lumbar
            | Self::Thoracic
            | Self::Neck
            | Self::Head
            | Self::LumbarSide
            | Self::ThoracicSide
            | Self::NeckSide
            | Self::LumbarRotation
            | Self::ThoracicRotation
            | Self::NeckRotation
            | Self::Scapula
            | Self::Belly => Part::Spine,
            Self::Shoulder
            | Self::ShoulderAbduction
            | Self::ShoulderHorizontalAbduction
            | Self::ShoulderRotation
            | Self::Elbow
            | Self::Palm
            | Self::Wrist => Part::Arm,
            Self::Hip
            | Self::HipAbduction
            | Self::HipHorizontalAbduction
            | Self::HipRotation
            | Self::Knee
            | Self::Ankle
            | Self::Toes
            | Self::Turnout
            | Self::Open => Part::Leg,
        }
    }

    /// Words it takes instead of degrees.
    #[must_use]
    pub const fn words(self) -> &'static [(&'static str, Angle)] {
        match self {
            Self::Shoulder | Self::Hip => &[("vertical", Angle::Vertical), ("horizontal", Angle::Horizontal)],
            Self::Knee => &[("floor", Angle::Floor)],
            Self::Ankle => &[("flat", Angle::Flat), ("floor", Angle::Floor)],
            Self::Wrist => &[("flat", Angle::Flat), ("wall", Angle::Wall)],
            _ => &[],
        }
    }
}

/// An angle, or a word that asks for one to be found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Angle {
    /// So many degrees.
    Degrees(f64),
    /// Whatever makes the limb hang or stand plumb.
    Vertical,
    /// Whatever makes the limb level.
    Horizontal,
    /// Shin or instep along the floor.
    Floor,
    /// Sole or palm level.
    Flat,
    /// Palm on a wall in front, fingers up.
    Wall,
}

impl Side {
    /// Outward along the body's own right: 1 for the right side, −1 for the left.
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Near => 1.0,
            Self::Far => -1.0,
        }
    }
}

/// A named point of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landmark {
    /// One there is once.
    Middle(MiddlePoint),
    /// One of a pair.
    Sided(Side, SidePoint),
}

impl Landmark {
    /// The point with this name, such as `hip` or `near_knee`.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let sided = |side, rest: &str| SidePoint::named(rest).map(|point| Self::Sided(side, point));
        split_side(word)
            .and_then(|(side, rest)| sided(side, rest))
            .or_else(|| MiddlePoint::named(word).map(Self::Middle))
    }

    /// Every name there is.
    #[must_use]
    pub fn words() -> Vec<String> {
        let sided = |side: Side| SidePoint::ALL.iter().map(move |point| format!("{}_{}", side.word(), point.word()));
        let middle = MiddlePoint::ALL.iter().map(|point| point.word().to_owned());
        middle.chain(Side::ALL.iter().copied().flat_map(sided)).collect()
    }
}

/// `near_knee` into its side and the rest; `right` is near and `left` far.
#[must_use]
pub fn split_side(word: &str) -> Option<(Side, &str)> {
    let (side, rest) = word.split_once('_')?;
    match side {
        "near" | "right" => Some((Side::Near, rest)),
        "far" | "left" => Some((Side::Far, rest)),
        _ => None,
    }
}

/// What a body rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// A part there is once.
    Middle(MiddleContact),
    /// The lower of a pair.
    Both(SideContact),
    /// One of a pair.
    One(Side, SideContact),
}

impl SideContact {
    /// The word for both of them.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Foot => "feet",
            Self::Toe => "toes",
            Self::Heel => "heels",
            Self::Knee => "knees",
            Self::Ankle => "ankles",
            Self::Hand => "hands",
            Self::Elbow => "elbows",
            Self::Forearm => "forearms",
        }
    }
}

impl Contact {
    /// The part with this name, such as `feet` or `near_foot`.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let both = || SideContact::ALL.iter().copied().find(|part| part.plural() == word).map(Self::Both);
        let one = || split_side(word).and_then(|(side, rest)| Some(Self::One(side, SideContact::named(rest)?)));
        MiddleContact::named(word).map(Self::Middle).or_else(both).or_else(one)
    }

    /// The word authors write.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Middle(part) => part.word().to_owned(),
            Self::Both(part) => part.plural().to_owned(),
            Self::One(side, part) => format!("{}_{}", side.word(), part.word()),
        }
    }

    /// Every name there is.
    #[must_use]
    pub fn words() -> Vec<String> {
        let middle = MiddleContact::ALL.iter().map(|part| Self::Middle(*part));
        let both = SideContact::ALL.iter().map(|part| Self::Both(*part));
        let one = |side: &Side| SideContact::ALL.iter().map(|part| Self::One(*side, *part)).collect::<Vec<_>>();
        middle.chain(both).chain(Side::ALL.iter().flat_map(one)).map(Self::word).collect()
    }
}

/// From where the figure is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum View {
    /// From its right, as the base has it: upright bases are turned a little, so that far limbs peep out.
    Side,
    /// Turned to the viewer by so many degrees: 90 is from the front, −90 from behind.
    Turned(f64),
}

/// Where a hand or foot is to arrive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// A named point.
    Landmark(Landmark),
    /// Forward of the hip joint, above the floor, and to the right of the middle.
    Place([f64; 3]),
    /// A point on a limb: how far along, how far to its front (−1 to 1) and to its outer side (−1 to 1).
    OnLimb {
        /// Whose limb.
        side: Side,
        /// Which bone.
        bone: Bone,
        /// How far along, 0 to 1.
        t: f64,
        /// To the front, in half depths of the limb.
        front: f64,
        /// To the outer side, in half widths of the limb.
        outward: f64,
    },
}

/// What is written about one arm, one leg, or both.
#[derive(Debug, Clone)]
pub struct LimbSetting {
    /// Which of the pair.
    pub limbs: Limbs,
    /// Arm or leg; never [`Part::Spine`].
    pub part: Part,
    /// Joint by joint, as written.
    pub angles: Vec<(Joint, Spanned<Angle>)>,
    /// Where the hand or ankle is to arrive. Drops an inherited plant, pole and offset.
    pub reach: Option<Spanned<Target>>,
    /// Added to the target, in the world.
    pub reach_offset: Option<[f64; 3]>,
    /// What of the arm arrives.
    pub reach_with: Option<ReachWith>,
    /// The elbow's direction in the trunk's frame: forward, up, outward.
    pub pole: Option<[f64; 3]>,
    /// The fingers' direction in the trunk's frame.
    pub fingers: Option<[f64; 3]>,
    /// The hand's shape.
    pub hand: Option<Hand>,
    /// Painted before or behind the trunk, against the rule.
    pub layer: Option<Layer>,
    /// Keep the hip's angle and find the knee so that the sole stands flat on the floor.
    pub plant: Option<Spanned<bool>>,
}

/// What a figure says for all its poses, or a pose for itself.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// The position to start from.
    pub base: Option<Spanned<Base>>,
    /// From where it is seen.
    pub view: Option<Spanned<View>>,
    /// How far from above it is seen, in degrees.
    pub pitch: Option<Spanned<f64>>,
    /// One or two parts that rest on something.
    pub contact: Option<Spanned<Vec<Contact>>>,
    /// How high that something is.
    pub heights: Option<Vec<(Contact, f64)>>,
    /// Degrees added to the base's orientation, forward positive.
    pub lean: Option<Spanned<f64>>,
    /// Joints of the spine, as written.
    pub spine: Vec<(Joint, Spanned<Angle>)>,
    /// Arms and legs, as written.
    pub limbs: Vec<LimbSetting>,
    /// Regions to show.
    pub highlight: Option<Vec<Highlight>>,
    /// What stands and lies about.
    pub props: Option<Vec<Prop>>,
}

/// A region to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// Which.
    pub region: Region,
    /// Of one limb only.
    pub side: Option<Side>,
}

/// One picture of a figure.
#[derive(Debug, Clone)]
pub struct Pose {
    /// Its name, for `from:` and the command line.
    pub key: Spanned<String>,
    /// The pose it begins as a copy of.
    pub from: Option<Spanned<String>>,
    /// What the body does, for the caption and for those who do not see it.
    pub label: Option<Spanned<String>>,
    /// To do or to avoid.
    pub mark: Option<Mark>,
    /// Drawn only from this height on the spine upward.
    pub crop: Option<f64>,
    /// Arrows.
    pub arrows: Option<Vec<Arrow>>,
    /// Everything about the body.
    pub setting: Setting,
}

/// An arrow.
#[derive(Debug, Clone)]
pub struct Arrow {
    /// Where it stands in the text.
    pub span: Span,
    /// What it follows.
    pub course: Course,
    /// Moved by so much in the picture.
    pub offset: [f64; 2],
    /// A head at each end.
    pub both: bool,
}

/// What an arrow follows.
#[derive(Debug, Clone)]
pub enum Course {
    /// A stroke from a place in a direction: 0 is right, 90 up.
    Straight {
        /// Where it begins.
        at: Spot,
        /// Degrees.
        dir: f64,
        /// Percent of stature.
        length: f64,
        /// How far the middle bows to the left.
        bend: f64,
    },
    /// The true path of a joint from one pose to this.
    Motion {
        /// Which joint.
        joint: Landmark,
        /// From which pose; the first, if nothing is said.
        from: Option<Spanned<String>>,
        /// The part of the path that is drawn, 0 to 1.
        trim: [f64; 2],
    },
    /// Part of an ellipse.
    Arc {
        /// About which joint.
        about: Landmark,
        /// Half its width.
        r: f64,
        /// Half its height.
        ry: f64,
        /// Degrees it begins at.
        from: f64,
        /// Degrees it ends at.
        to: f64,
    },
}

/// Where an arrow may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// At a point of the body.
    Landmark(Landmark),
    /// At the trunk's outline.
    Trunk(TrunkSpot),
}

/// What stands or lies about. Lengths are percent of stature, `dx` moves to the right.
#[derive(Debug, Clone, PartialEq)]
pub enum Prop {
    /// A line to stand on, longer by so much to the left (negative) and right.
    Floor {
        /// To the left, negative.
        left: f64,
        /// To the right.
        right: f64,
    },
    /// An exercise mat.
    Mat,
    /// A wall behind a figure seen from the front.
    WallBehind {
        /// Its height.
        height: f64,
        /// Whether the body touches it and throws a shadow.
        touch: bool,
    },
    /// A wall seen edge on.
    Wall {
        /// Before or behind the body.
        side: Layer,
        /// At which joint; at the body's edge, if nothing is said.
        at: Option<Landmark>,
        /// Moved.
        dx: f64,
        /// Its height.
        height: Option<f64>,
    },
    /// A block under a part of the body.
    Step {
        /// Which part.
        under: Contact,
        /// Its width.
        width: f64,
        /// Its height, if it is not simply up to the body.
        height: Option<f64>,
        /// Moved.
        dx: f64,
    },
    /// Something soft under a part of the body.
    Cushion {
        /// Which part.
        under: Contact,
        /// Its width.
        width: f64,
        /// Its height, if it is not simply up to the body.
        height: Option<f64>,
        /// Moved.
        dx: f64,
    },
    /// A chair: under the sitter, or free-standing at a joint.
    Chair {
        /// At which joint it stands; under the sitter, if nothing is said.
        at: Option<Landmark>,
        /// Which way its seat faces, if it is free-standing.
        facing: Facing,
        /// The seat's height.
        seat: Option<f64>,
        /// Moved.
        dx: f64,
        /// Moved away from the viewer.
        away: f64,
        /// Without a back.
        stool: bool,
        /// How far the back leans.
        lean: f64,
        /// The back's height above the seat.
        back_height: f64,
    },
    /// A desk with screen and keyboard.
    Desk {
        /// Its near edge stands at this joint.
        at: Landmark,
        /// Moved.
        dx: f64,
        /// The top's height.
        height: f64,
        /// The height of the screen's upper edge.
        screen: f64,
        /// How far in the screen stands.
        screen_dx: f64,
    },
    /// A box.
    Box {
        /// At which joint.
        at: Landmark,
        /// Its width.
        size: f64,
        /// Its height.
        h: Option<f64>,
        /// Moved.
        dx: f64,
        /// Moved up.
        dy: f64,
        /// Standing on the floor.
        on_floor: bool,
        /// Held between both hands and turned with the chest.
        turned: bool,
        /// Where it is painted.
        layer: Layer,
    },
    /// A strap round the near forefoot, a strand to each hand.
    Strap,
    /// A pillow under the head.
    Pillow {
        /// Its height.
        height: Option<f64>,
        /// Moved.
        dx: f64,
        /// Its width.
        width: f64,
        /// What it lies on is so high.
        y: f64,
    },
    /// A rolled towel in the small of the back.
    LumbarRoll {
        /// How far up the spine.
        s: f64,
        /// Its radius.
        r: f64,
    },
    /// A dashed line, plumb through a joint.
    Plumb {
        /// Which joint.
        at: Landmark,
        /// Moved.
        dx: f64,
        /// From this height.
        from: Option<f64>,
        /// To this height.
        to: Option<f64>,
        /// Before the body.
        front: bool,
    },
    /// A dashed line through two joints.
    Line {
        /// The first joint.
        from: Landmark,
        /// The second.
        to: Landmark,
        /// Longer by so much at each end.
        extend: f64,
        /// Moved by so much.
        offset: [f64; 2],
    },
    /// The space between mat and waist.
    Gap {
        /// From here on the spine.
        from: f64,
        /// To here.
        to: f64,
    },
    /// Water.
    Water {
        /// Its surface's height.
        level: f64,
        /// How far down it is drawn.
        bottom: f64,
        /// Its left end.
        from: Option<f64>,
        /// Its right end.
        to: Option<f64>,
    },
}

/// A figure: how an exercise is done, or how it is not.
#[derive(Debug, Clone)]
pub enum Figure {
    /// Drawn from poses.
    Posed(Box<Posed>),
    /// Drawn by hand.
    ByHand(ByHand),
}

impl Figure {
    /// The figure of what is called `slug`; its title is the figure's, if the figure has none of its own.
    #[must_use]
    pub fn of(mut self, slug: &str, title: Option<Spanned<String>>) -> Self {
        let (own_slug, own_title) = match &mut self {
            Self::Posed(figure) => (&mut figure.slug, &mut figure.title),
            Self::ByHand(figure) => (&mut figure.slug, &mut figure.title),
        };
        slug.clone_into(own_slug);
        *own_title = own_title.take().or(title);
        self
    }

    /// The name of what it shows.
    #[must_use]
    pub fn slug(&self) -> &str {
        match self {
            Self::Posed(figure) => &figure.slug,
            Self::ByHand(figure) => &figure.slug,
        }
    }

    /// Where it stands in the text.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Posed(figure) => figure.span,
            Self::ByHand(figure) => figure.span,
        }
    }

    /// Its title; an entry's own, if nothing is said.
    #[must_use]
    pub const fn title(&self) -> Option<&Spanned<String>> {
        match self {
            Self::Posed(figure) => figure.title.as_ref(),
            Self::ByHand(figure) => figure.title.as_ref(),
        }
    }

    /// What an author says instead of the picture.
    #[must_use]
    pub const fn alt(&self) -> Option<&Spanned<String>> {
        match self {
            Self::Posed(figure) => figure.alt.as_ref(),
            Self::ByHand(figure) => Some(&figure.alt),
        }
    }
}

/// A figure that an author drew with a program for drawing.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// The name of what it shows.
    pub slug: String,
    /// Where it stands in the text.
    pub span: Span,
    /// Its title; an entry's own, if nothing is said.
    pub title: Option<Spanned<String>>,
    /// What is said instead of the picture.
    pub alt: Spanned<String>,
    /// Its name in `content/pictures/`.
    pub file: Spanned<String>,
    /// The picture of that name, once it was looked up; none if there is none, or none that may be shown.
    pub picture: Option<Arc<Picture>>,
}

/// An SVG file of `content/pictures/`, and nothing in it that could do harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its file's name.
    pub name: String,
    /// Where its file begins.
    pub span: Span,
    /// The file's text, sanitised, on white paper; none if it cannot be shown, which is a finding.
    pub svg: Option<String>,
    /// Its width to its height, in units of its own.
    pub width: u32,
    /// See `width`.
    pub height: u32,
}

/// A figure as poses.
#[derive(Debug, Clone)]
pub struct Posed {
    /// The name of what it shows, for ids within the picture: the entry's slug.
    pub slug: String,
    /// Where it stands in the text.
    pub span: Span,
    /// Its title; an entry's own, if nothing is said.
    pub title: Option<Spanned<String>>,
    /// What is said instead of the picture; made from the poses, if nothing is said.
    pub alt: Option<Spanned<String>>,
    /// What holds for every pose.
    pub setting: Setting,
    /// Drawn only from this height on the spine upward.
    pub crop: Option<f64>,
    /// How the panels stand.
    pub layout: Option<Layout>,
    /// The joint that is put in the same place in every panel.
    pub anchor: Option<Landmark>,
    /// The largest scale.
    pub zoom: Option<f64>,
    /// The poses, in order.
    pub poses: Vec<Pose>,
}

impl Posed {
    /// The pose called `key`.
    #[must_use]
    pub fn pose(&self, key: &str) -> Option<&Pose> {
        self.poses.iter().find(|pose| pose.key.value == key)
    }

    /// What settles a pose, the most general first: the figure's own, those it is a copy of, its own.
    #[must_use]
    pub fn settings<'a>(&'a self, pose: &'a Pose) -> Vec<&'a Setting> {
        std::iter::once(&self.setting).chain(self.lineage(pose).into_iter().map(|pose| &pose.setting)).collect()
    }

    /// The poses a pose is a copy of, the first of them first, and itself. A pose can only be a copy of an earlier one.
    #[must_use]
    pub fn lineage<'a>(&'a self, pose: &'a Pose) -> Vec<&'a Pose> {
        let mut line = vec![pose];
        let mut before = self.poses.iter().position(|one| std::ptr::eq(one, pose)).unwrap_or(0);
        while let Some(from) = line.last().and_then(|pose| pose.from.as_ref())
            && let Some(at) = self.poses.iter().take(before).position(|one| one.key.value == from.value)
        {
            line.push(&self.poses[at]);
            before = at;
        }
        line.reverse();
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_is_near_and_left_is_far() {
        assert_eq!(Landmark::named("right_knee"), Some(Landmark::Sided(Side::Near, SidePoint::Knee)));
        assert_eq!(Landmark::named("far_hip"), Some(Landmark::Sided(Side::Far, SidePoint::Hip)));
        assert_eq!(Landmark::named("hip"), Some(Landmark::Middle(MiddlePoint::Hip)));
        assert_eq!(Landmark::named("near_navel"), None);
    }

    #[test]
    fn every_name_of_a_contact_leads_back_to_it() {
        for word in Contact::words() {
            assert_eq!(Contact::named(&word).map(Contact::word), Some(word));
        }
    }
}
