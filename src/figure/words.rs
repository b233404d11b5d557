//! The figure in words, for those who do not see it: what each pose is, what changes from one to the next, what works, and
//! where the arrows point.

use super::arrows;
use super::geometry::{Point, Vec3, acos, atan2};
use super::posture::Orientation;
use super::scene::Scene;
use crate::model::figure::{
    Base, Course, Highlight, Joint, Landmark, Mark, MiddlePoint, Region, Side, SidePoint, Spot, TrunkSpot,
};

/// Changes smaller than this are not worth a word.
const WORTH: f64 = 10.0;

/// The description of the poses that are shown.
pub(super) fn describe(scenes: &[Scene], shown: &[usize]) -> String {
    let mut said: Vec<String> = Vec::new();
    for (number, i) in shown.iter().enumerate() {
        let Some(scene) = scenes.get(*i) else {
            continue;
        };
        let before = if number > 0 { shown.get(number - 1).and_then(|i| scenes.get(*i)) } else { None };
        let count = if shown.len() > 1 { format!("{}. ", number + 1) } else { String::new() };
        said.push(count + &pose(scene, before, scenes));
    }
    said.join(" ")
}

/// What the author calls a pose, or its name.
pub(super) fn label(scene: &Scene) -> String {
    let label = super::scene::last(scene.figure, scene.pose, |pose| pose.label.as_ref());
    label.map_or_else(|| scene.pose.key.value.clone(), |label| label.value.clone())
}

fn pose(scene: &Scene, before: Option<&Scene>, scenes: &[Scene]) -> String {
    let mark = match scene.mark() {
        Some(Mark::Right) => "Good: ",
        Some(Mark::Wrong) => "Avoid: ",
        None => "",
    };
    let label = label(scene);
    let mut sentences = vec![format!("{mark}{}", sentence(&label))];
    let same_base = before.filter(|before| before.solved.posture.base == scene.solved.posture.base);
    match same_base.map(|before| changes(before, scene)) {
        Some(changes) if !changes.is_empty() => {
            sentences.push(sentence(&format!("From the picture before: {}", listed(&changes))));
        }
        Some(_) => {}
        None => sentences.push(sentence(&position(scene))),
    }
    sentences.extend(working(&scene.highlight));
    for arrow in scene.arrows() {
        if let Some(said) = pointing(scene, arrow, scenes)
            && !sentences.contains(&said)
        {
            sentences.push(said);
        }
    }
    sentences.join(" ")
}

/// Capitalised, with a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let rest = chars.as_str();
    let stop = if rest.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{rest}{stop}")
}

/// `a, b and c`.
fn listed(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

const fn base(base: Base) -> &'static str {
    match base {
        Base::Standing => "standing",
        Base::Sitting => "sitting",
        Base::HalfKneeling => "kneeling on one knee",
        Base::Supine | Base::CrookLying => "lying on the back",
        Base::SideLying => "lying on the side",
        Base::Prone => "lying face down",
        Base::Quadruped => "on hands and knees",
        Base::ForearmPlank => "face down, propped on the forearms",
        Base::StraightPlank => "face down, propped on the hands",
        Base::Floating => "floating face down",
    }
}

/// A measure of the body, and the words for more and for less of it, of one and of both sides.
struct Measure {
    joint: Joint,
    one: [&'static str; 2],
    both: [&'static str; 2],
    /// The words for a position.
    held: [&'static str; 2],
}

const PAIRED: [Measure; 5] = [
    Measure {
        joint: Joint::Hip,
        one: ["one hip bends", "one hip straightens"],
        both: ["the hips bend", "the hips straighten"],
        held: ["bent", "stretched back"],
    },
    Measure {
        joint: Joint::Knee,
        one: ["one knee bends", "one knee straightens"],
        both: ["the knees bend", "the knees straighten"],
        held: ["bent", "straight"],
    },
    Measure {
        joint: Joint::Open,
        one: ["the upper knee opens", "the upper knee closes"],
        both: ["the knees open", "the knees close"],
        held: ["opened", "closed"],
    },
    Measure {
        joint: Joint::Shoulder,
        one: ["one arm moves forward and up", "one arm moves down and back"],
        both: ["the arms move forward and up", "the arms move down and back"],
        held: ["raised", "drawn back"],
    },
    Measure {
        joint: Joint::Elbow,
        one: ["one elbow bends", "one elbow straightens"],
        both: ["the elbows bend", "the elbows straighten"],
        held: ["bent", "straight"],
    },
];

/// Joint, least change worth a word, more of it, less of it, back to none of it.
const SPINE: [(Joint, f64, &str, &str, &str); 11] = [
    (Joint::Pelvis, WORTH, "the pelvis tips forward", "the pelvis rolls back", "the pelvis comes level"),
    (Joint::Lumbar, 8.0, "the low back rounds", "the low back arches", "the low back straightens"),
    (Joint::Thoracic, WORTH, "the upper back rounds", "the chest lifts", "the upper back straightens"),
    (Joint::Neck, WORTH, "the head moves forward", "the head moves back", "the head comes in line"),
    (Joint::LumbarSide, 8.0, "the waist bends to the right", "the waist bends to the left", "the waist straightens"),
    (Joint::NeckSide, WORTH, "the head tips to the right", "the head tips to the left", "the head comes upright"),
    (Joint::LumbarRotation, 8.0, "the waist turns to the right", "the waist turns to the left", "the waist turns back"),
    (
        Joint::ThoracicRotation,
        WORTH,
        "the chest turns to the right",
        "the chest turns to the left",
        "the chest turns back",
    ),
    (Joint::NeckRotation, WORTH, "the head turns to the right", "the head turns to the left", "the head turns back"),
    (
        Joint::Scapula,
        1.0,
        "the shoulder blades draw together",
        "the shoulder blades move apart",
        "the shoulder blades let go",
    ),
    (Joint::Belly, 1.0, "the belly rises", "the belly sinks", "the belly comes level"),
];

fn paired(scene: &Scene, joint: Joint) -> [f64; 2] {
    let (arms, legs) = (&scene.body.arms, &scene.body.legs);
    [Side::Near, Side::Far].map(|side| match joint.part() {
        crate::model::figure::Part::Arm => arms.of(side).angles.degrees(joint),
        _ => legs.of(side).angles.degrees(joint),
    })
}

fn rounded(angle: f64) -> f64 {
    (angle / 5.0).round() * 5.0
}

/// What a pose looks like by itself.
fn position(scene: &Scene) -> String {
    let mut parts = vec![base(scene.solved.posture.base).to_owned()];
    for (joint, worth, more, less, _) in SPINE {
        let angle = scene.solved.posture.spine.degrees(joint);
        if angle.abs() >= worth && (joint != Joint::Neck || is_erect(scene)) {
            let done = if angle > 0.0 { more } else { less };
            parts.push(held(done));
        }
    }
    for measure in PAIRED {
        let [near, far] = paired(scene, measure.joint).map(rounded);
        let noun = match measure.joint {
            Joint::Hip => ["hip", "hips"],
            Joint::Knee | Joint::Open => ["knee", "knees"],
            Joint::Shoulder => ["arm", "arms"],
            _ => ["elbow", "elbows"],
        };
        let word = |angle: f64| measure.held[usize::from(angle < 0.0)];
        if (near - far).abs() < 1.0 {
            if near.abs() >= 15.0 {
                parts.push(format!("{} {} {:.0} degrees", noun[1], word(near), near.abs()));
            }
        } else {
            let (more, less) = if near.abs() >= far.abs() { (near, far) } else { (far, near) };
            if more.abs() >= 15.0 {
                parts.push(format!("one {} {} {:.0} degrees", noun[0], word(more), more.abs()));
            }
            if less.abs() >= 15.0 {
                parts.push(if more * less < 0.0 {
                    format!("the other {} {:.0}", word(less), less.abs())
                } else {
                    format!("the other {:.0}", less.abs())
                });
            }
        }
    }
    parts.join(", ")
}

/// A movement's words as words for where it ends.
fn held(moves: &str) -> String {
    let noun_and_verb = [
        (" tips forward", " tipped forward"),
        (" rolls back", " rolled back"),
        (" rounds", " rounded"),
        (" arches", " arched"),
        (" lifts", " lifted"),
        (" moves forward", " forward"),
        (" moves back", " drawn back"),
        (" bends", " bent"),
        (" tips", " tipped"),
        (" turns", " turned"),
        (" draw together", " drawn together"),
        (" move apart", " apart"),
        (" rises", " raised"),
        (" sinks", " sunk"),
    ];
    let moves = moves.trim_start_matches("the ");
    let found = noun_and_verb.iter().find(|(verb, _)| moves.contains(verb));
    found.map_or_else(|| moves.to_owned(), |(verb, state)| moves.replace(verb, state))
}

/// What changes from one pose to the next, the largest first.
fn changes(before: &Scene, scene: &Scene) -> Vec<String> {
    let mut found: Vec<(f64, String)> = Vec::new();
    for (joint, worth, more, less, none) in SPINE {
        let is = scene.solved.posture.spine.degrees(joint);
        let change = is - before.solved.posture.spine.degrees(joint);
        // A neck that bends because the trunk is tipped the other way leaves the head where it was.
        let head_stays = joint == Joint::Neck
            && !(is_erect(scene) && is_erect(before))
            && angle_between(before.body.head.up, scene.body.head.up) < 2.0 * WORTH;
        if change.abs() >= worth && !head_stays {
            let weight = if worth < 5.0 { 90.0 } else { change.abs() * 2.0 };
            let said = if is.abs() < worth / 2.0 {
                none
            } else if change > 0.0 {
                more
            } else {
                less
            };
            found.push((weight, said.to_owned()));
        }
    }
    for measure in PAIRED {
        let (was, is) = (paired(before, measure.joint), paired(scene, measure.joint));
        let moved = |side: Side| {
            let (was, is) = (before.body.arms.of(side).upper.up, scene.body.arms.of(side).upper.up);
            measure.joint != Joint::Shoulder || angle_between(was, is) >= WORTH
        };
        let change = |i: usize, side| if moved(side) { is[i] - was[i] } else { 0.0 };
        let [near, far] = [change(0, Side::Near), change(1, Side::Far)];
        let said = |words: [&'static str; 2], change: f64, angle: f64| match rounded(angle).abs() {
            _ if measure.joint == Joint::Shoulder => words[usize::from(change < 0.0)].to_owned(),
            // At zero there is nothing left to bend.
            degrees if degrees < 10.0 => words[1].to_owned(),
            degrees => format!("{} to {degrees:.0} degrees", words[usize::from(change < 0.0)]),
        };
        match (near.abs() >= WORTH, far.abs() >= WORTH) {
            (true, true) if near * far > 0.0 && (rounded(is[0]) - rounded(is[1])).abs() < 10.0 => {
                found.push((near.abs(), said(measure.both, near, is[0])));
            }
            (true, _) => found.push((near.abs(), said(measure.one, near, is[0]))),
            (false, true) => found.push((far.abs(), said(measure.one, far, is[1]))),
            (false, false) => {}
        }
    }
    let tip = lean(scene) - lean(before);
    let upright = matches!(scene.solved.posture.orientation, Orientation::Tipped(root) if root.abs() < 45.0);
    if upright && tip.abs() >= WORTH {
        let way = if tip > 0.0 { "the trunk tips forward" } else { "the trunk comes up" };
        found.push((tip.abs() * 2.0, format!("{way} {:.0} degrees", rounded(tip).abs())));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(4).map(|(_, words)| words).collect()
}

fn is_erect(scene: &Scene) -> bool {
    lean(scene).abs() < 25.0
}

fn angle_between(a: Vec3, b: Vec3) -> f64 {
    acos(a.dot(b))
}

/// How far the whole trunk is tipped forward.
fn lean(scene: &Scene) -> f64 {
    let way = scene.body.neck_base - scene.body.origin;
    atan2(way.x, way.y)
}

fn working(highlight: &[Highlight]) -> Option<String> {
    let mut regions: Vec<String> = Vec::new();
    for one in highlight {
        let word = match one.region {
            Region::Quads => "front of the thigh".to_owned(),
            Region::Hamstrings => "back of the thigh".to_owned(),
            Region::Glutes => "buttocks".to_owned(),
            Region::Core => "waist".to_owned(),
            Region::Hip => "side of the hip".to_owned(),
            other => other.word().replace('_', " "),
        };
        if !regions.contains(&word) {
            regions.push(word);
        }
    }
    (!regions.is_empty()).then(|| format!("Marked: {}.", listed(&regions)))
}

/// Where an arrow points, as the body has it.
fn pointing(scene: &Scene, arrow: &crate::model::figure::Arrow, scenes: &[Scene]) -> Option<String> {
    let line = arrows::line(scene, arrow, scenes);
    let way = match &arrow.course {
        // What a joint does between two poses is where it ends up.
        Course::Motion { .. } | Course::Straight { .. } => *line.last()? - *line.first()?,
        Course::Arc { .. } => *line.last()? - *line.get(line.len().checked_sub(3)?)?,
    };
    let what = match &arrow.course {
        Course::Straight { at: Spot::Trunk(spot), .. } => match spot {
            TrunkSpot::LowBack => "low back",
            TrunkSpot::UpperBack => "upper back",
            TrunkSpot::Abdomen => "belly",
            TrunkSpot::Chest => "chest",
            TrunkSpot::PelvisBack => "pelvis",
        },
        Course::Straight { at: Spot::Landmark(landmark), .. } => part(*landmark),
        Course::Motion { joint, .. } => part(*joint),
        Course::Arc { about, .. } => part(*about),
    };
    let verb = if matches!(arrow.course, Course::Arc { .. }) { "turns" } else { "goes" };
    Some(format!("Arrow: the {what} {verb} {}.", direction(scene, way)))
}

const fn part(landmark: Landmark) -> &'static str {
    match landmark {
        Landmark::Middle(point) => match point {
            MiddlePoint::Hip => "pelvis",
            MiddlePoint::C7 | MiddlePoint::Head | MiddlePoint::Vertex | MiddlePoint::HeadBack => "head",
            MiddlePoint::Chin | MiddlePoint::Nose => "chin",
            MiddlePoint::MidBack => "shoulder blade",
            MiddlePoint::Belly | MiddlePoint::Navel => "belly",
            MiddlePoint::Sternum => "chest",
        },
        Landmark::Sided(_, point) => match point {
            SidePoint::Hip | SidePoint::FrontHip | SidePoint::Waist => "hip",
            SidePoint::Knee => "knee",
            SidePoint::Ankle | SidePoint::Ball | SidePoint::Toe | SidePoint::Heel => "foot",
            SidePoint::Shoulder | SidePoint::Collar => "shoulder",
            SidePoint::Elbow => "elbow",
            SidePoint::Wrist | SidePoint::Hand | SidePoint::Fingers => "hand",
            SidePoint::Ear => "head",
        },
    }
}

/// A direction in the picture in words for the body: the head, the feet, forward, up.
fn direction(scene: &Scene, way: Point) -> String {
    let length = way.length().max(1e-6);
    let mut words = Vec::new();
    if way.y / length > 0.38 {
        words.push("up");
    } else if way.y / length < -0.38 {
        words.push("down");
    }
    if way.x.abs() / length > 0.38 {
        let (right, left) = match scene.solved.posture.orientation {
            _ if !scene.camera.is_from_the_side() => ("to the right of the picture", "to the left of the picture"),
            Orientation::Tipped(root) if root > 45.0 => ("forward, toward the head", "back, toward the feet"),
            Orientation::Tipped(root) if root < -45.0 => ("toward the feet", "toward the head"),
            Orientation::Tipped(_) => ("forward", "back"),
            Orientation::OnSide => ("toward the feet", "toward the head"),
        };
        words.push(if way.x > 0.0 { right } else { left });
    }
    words.join(" and ")
}
