//! What is wrong with a pose once it stands: angles no joint makes, contacts that cannot be level, a body in the floor.

use super::range;
use super::reach::OutOfReach;
use super::scene::Scene;
use crate::diagnostic::Diagnostic;
use crate::model::figure::{Angle, Contact, Figure, Joint, LimbSetting, Limbs, Part, Posed, Setting, Side};
use crate::rule;
use crate::source::{Span, Spanned};

/// Degrees beyond the range that are forgiven: rounding.
const ANGLE_TOLERANCE: f64 = 0.5;
/// How deep a body may sink into what it lies on.
const FLOOR_TOLERANCE: f64 = 1.6;

/// What is wrong with the words of a figure: those that say its title again tell nobody what the body does.
pub(super) fn words(figure: &Figure) -> Vec<Diagnostic> {
    let labels = match figure {
        Figure::Posed(figure) => figure.poses.as_slice(),
        Figure::ByHand(_) => &[],
    };
    let bare = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    let title = figure.title().map(|title| bare(&title.value));
    let said = figure.alt().into_iter().chain(labels.iter().filter_map(|pose| pose.label.as_ref()));
    let finding = |text: &Spanned<String>| {
        Diagnostic::new(&rule::MISSING_ALT_TEXT, text.span, "this says the title again, and not what the body does")
            .help("write what the body does, such as \"Hips lifted, shoulder to knee in one line\"")
    };
    said.filter(|text| title.as_ref() == Some(&bare(&text.value))).map(finding).collect()
}

/// Everything that is wrong with how a figure stands.
pub(super) fn all(figure: &Posed, scenes: &[Scene]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for scene in scenes {
        let place = Place { figure, scene };
        place.label(&mut findings);
        place.angles(&mut findings);
        place.contacts(&mut findings);
        place.reaches(&mut findings);
        place.planted(&mut findings);
        place.floor(&mut findings);
    }
    findings
}

/// A pose, and where in the text what it says stands.
struct Place<'s, 'a> {
    figure: &'s Posed,
    scene: &'s Scene<'a>,
}

impl Place<'_, '_> {
    fn label(&self, findings: &mut Vec<Diagnostic>) {
        let key = &self.scene.pose.key;
        if self.figure.lineage(self.scene.pose).iter().all(|pose| pose.label.is_none()) {
            findings.push(
                Diagnostic::new(&rule::MISSING_ALT_TEXT, key.span, format!("the pose `{}` has no label", key.value))
                    .help(
                        "write `label:` and what the body does, such as \"Hips lifted, shoulder to knee in one line\"",
                    ),
            );
        }
    }

    fn angles(&self, findings: &mut Vec<Diagnostic>) {
        let body = &self.scene.body;
        for joint in Joint::ALL.iter().copied() {
            match joint.part() {
                Part::Spine => self.angle(joint, self.scene.solved.posture.spine.degrees(joint), None, findings),
                Part::Arm => self.paired(joint, |side| body.arms.of(side).angles.degrees(joint), findings),
                Part::Leg => self.paired(joint, |side| body.legs.of(side).angles.degrees(joint), findings),
            }
        }
    }

    /// Both sides wrong in the same way are one fault.
    fn paired(&self, joint: Joint, angle: impl Fn(Side) -> f64, findings: &mut Vec<Diagnostic>) {
        let (near, far) = (angle(Side::Near), angle(Side::Far));
        self.angle(joint, near, Some(Side::Near), findings);
        if (near - far).abs() > ANGLE_TOLERANCE
            || self.origin(joint, Some(Side::Near)).0 != self.origin(joint, Some(Side::Far)).0
        {
            self.angle(joint, far, Some(Side::Far), findings);
        }
    }

    fn angle(&self, joint: Joint, angle: f64, side: Option<Side>, findings: &mut Vec<Diagnostic>) {
        if range::beyond(joint, angle) <= ANGLE_TOLERANCE {
            return;
        }
        let (least, most) = range::of(joint);
        let unit = if matches!(joint, Joint::Scapula | Joint::Belly) { "" } else { " degrees" };
        let (span, written) = self.origin(joint, side);
        let said = format!(
            "`{}` in the pose `{}` is {angle:.0}{unit}, outside {least} to {most}",
            joint.word(),
            self.scene.pose.key.value
        );
        let finding = Diagnostic::new(&rule::ANGLE_OUT_OF_RANGE, span, said);
        findings.push(if written {
            finding.help(format!("write an angle between {least} and {most}; flexion is positive"))
        } else {
            finding
                .label("found from this")
                .help("change what it is found from: the reach, the contacts or the other angles of the limb")
        });
    }

    fn contacts(&self, findings: &mut Vec<Diagnostic>) {
        if self.scene.solved.rest.level {
            return;
        }
        let contacts: Vec<String> =
            self.scene.solved.posture.contact.iter().map(|one| format!("`{}`", Contact::word(*one))).collect();
        let said = format!(
            "{} cannot both touch the floor in the pose `{}`",
            contacts.join(" and "),
            self.scene.pose.key.value
        );
        let span = self.said(|setting| setting.contact.as_ref().map(|contact| contact.span));
        findings.push(
            Diagnostic::new(&rule::CONTACTS_NOT_LEVEL, span, said)
                .help("name the parts the body really rests on in `contact`, or change the angles between them"),
        );
    }

    /// Both sides sent to the same place are one fault.
    fn reaches(&self, findings: &mut Vec<Diagnostic>) {
        let mut said: Vec<Span> = Vec::new();
        for OutOfReach { side, part, distance, length } in self.scene.solved.out_of_reach.iter().copied() {
            let reach = self.limb(part, side, |limb| limb.reach.as_ref().map(|reach| reach.span));
            let span = reach.unwrap_or(self.scene.pose.key.span);
            if said.contains(&span) {
                continue;
            }
            said.push(span);
            let limb = if part == Part::Arm { "arm" } else { "leg" };
            let way = if distance > length { "out of reach of" } else { "too near to" };
            let message = format!(
                "the target is {way} the {} {limb} in the pose `{}`: it is {distance:.0} % of the body's height away, and the limb is {length:.0} % long",
                side.word(),
                self.scene.pose.key.value
            );
            findings.push(
                Diagnostic::new(&rule::OUT_OF_REACH, span, message)
                    .help("move the target, or lean the trunk toward it"),
            );
        }
    }

    /// Feet that an author plants; a base does so where it can.
    fn planted(&self, findings: &mut Vec<Diagnostic>) {
        let mut said: Vec<Span> = Vec::new();
        for side in self.scene.solved.not_planted.iter().copied() {
            let plant = self.limb(Part::Leg, side, |limb| limb.plant.as_ref().map(|plant| plant.span));
            let Some(span) = plant.filter(|span| !said.contains(span)) else { continue };
            said.push(span);
            let message =
                format!("the {} foot cannot stand flat in the pose `{}`", side.word(), self.scene.pose.key.value);
            findings.push(
                Diagnostic::new(&rule::OUT_OF_REACH, span, message)
                    .help("bend the hip less or more, so that the shin reaches the floor, and leave out `ankle`"),
            );
        }
    }

    fn floor(&self, findings: &mut Vec<Diagnostic>) {
        if self.scene.low < -FLOOR_TOLERANCE {
            let said = format!(
                "the body is {:.1} % of its height below the floor in the pose `{}`",
                -self.scene.low, self.scene.pose.key.value
            );
            let span = self.said(|setting| setting.contact.as_ref().map(|contact| contact.span));
            findings.push(
                Diagnostic::new(&rule::BODY_THROUGH_FLOOR, span, said)
                    .help("name in `contact` what really touches the floor, or bend the limb that goes through it"),
            );
        }
    }

    /// Where the pose says something, or else its name.
    fn said(&self, span: impl Fn(&Setting) -> Option<Span>) -> Span {
        let settings = self.figure.settings(self.scene.pose);
        settings.into_iter().rev().find_map(span).unwrap_or(self.scene.pose.key.span)
    }

    /// Where a limb's setting says something.
    fn limb(&self, part: Part, side: Side, span: impl Fn(&LimbSetting) -> Option<Span>) -> Option<Span> {
        let own = |limb: &&LimbSetting| {
            limb.part == part && !matches!((limb.limbs, side), (Limbs::Near, Side::Far) | (Limbs::Far, Side::Near))
        };
        let settings = self.figure.settings(self.scene.pose);
        settings.into_iter().rev().find_map(|setting| setting.limbs.iter().rev().filter(own).find_map(&span))
    }

    /// Where the angle of a joint comes from, and whether it was written there.
    fn origin(&self, joint: Joint, side: Option<Side>) -> (Span, bool) {
        let in_list = |angles: &[(Joint, Spanned<Angle>)]| {
            angles.iter().rev().find(|(one, _)| *one == joint).map(|(_, angle)| angle.span)
        };
        let Some(side) = side else {
            let settings = self.figure.settings(self.scene.pose);
            let written = settings.into_iter().rev().find_map(|setting| in_list(&setting.spine));
            return (written.unwrap_or(self.scene.pose.key.span), written.is_some());
        };
        let reached = matches!(
            joint,
            Joint::Hip
                | Joint::Knee
                | Joint::Shoulder
                | Joint::ShoulderAbduction
                | Joint::ShoulderRotation
                | Joint::Elbow
        );
        let reach =
            self.limb(joint.part(), side, |limb| limb.reach.as_ref().map(|reach| reach.span)).filter(|_| reached);
        let written = self.limb(joint.part(), side, |limb| in_list(&limb.angles));
        match (reach, written) {
            (Some(reach), _) => (reach, false),
            (None, Some(written)) => (written, true),
            (None, None) => (self.scene.pose.key.span, false),
        }
    }
}
