//! A clinic's own lines for the sheets it hands out.
//!
//! Nothing about a patient: name and goal are blank lines to write on.

use super::dose::{DOSE_TABLE, Dose};
use super::field::{Shape, Table, optional, required};
use super::{Kind, Role};
use crate::source::{Span, Spanned};

/// A file for `sheet --clinic`.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// Where the file is.
    pub span: Span,
    /// The clinic's name.
    pub name: Spanned<String>,
    /// File name of its logo, beside this file: SVG or PNG.
    pub logo: Option<Spanned<String>>,
    /// Lines under the name: address, opening hours.
    pub lines: Vec<Spanned<String>>,
    /// Numbers to call.
    pub phone: Phones,
    /// The clinician's own doses.
    pub doses: Vec<OwnDose>,
}

/// Numbers to call; the sheet has a line to write on for each that is left out.
#[derive(Debug, Clone, Default)]
pub struct Phones {
    /// The clinic.
    pub clinic: Option<Spanned<String>>,
    /// The family doctor.
    pub doctor: Option<Spanned<String>>,
    /// Urgent advice, in place of the country's number.
    pub urgent: Option<Spanned<String>>,
    /// Emergency services, in place of the country's number.
    pub emergency: Option<Spanned<String>>,
}

/// A dose that takes the place of the plan's.
#[derive(Debug, Clone)]
pub struct OwnDose {
    /// Where it stands.
    pub span: Span,
    /// The exercise.
    pub exercise: Spanned<String>,
    /// In this plan only.
    pub plan: Option<Spanned<String>>,
    /// In this week only.
    pub week: Option<Spanned<u32>>,
    /// How much.
    pub dose: Option<Dose>,
}

impl OwnDose {
    /// Whether the dose is for this exercise in this week of this plan; a sheet of one's own has neither plan nor week.
    #[must_use]
    pub fn is_for(&self, exercise: &str, place: Option<(&str, usize)>) -> bool {
        let here = |plan: &Spanned<String>| place.is_some_and(|(slug, _)| slug == plan.value);
        let now = |week: &Spanned<u32>| place.is_some_and(|(_, number)| u32::try_from(number) == Ok(week.value));
        self.exercise.value == exercise && self.plan.as_ref().is_none_or(here) && self.week.as_ref().is_none_or(now)
    }
}

/// A file for `sheet --clinic`.
pub static CLINIC_TABLE: Table = Table {
    noun: "a clinic's file",
    fields: &[
        required("name", Shape::Text, "The clinic's name, at the head of each sheet.", "Riverside Physiotherapy"),
        optional("logo", Shape::Text, "File name of its logo, SVG or PNG, beside this file.", "logo.svg"),
        optional(
            "lines",
            Shape::List(&Shape::Text),
            "Lines under the name, such as address or opening hours.",
            "[\"1 Mill Lane, Riverside\"]",
        ),
        optional("phone", Shape::Record(&PHONES_TABLE), "Numbers to call.", "{clinic: \"020 7946 0018\"}"),
        optional(
            "doses",
            Shape::List(&Shape::Record(&OWN_DOSE_TABLE)),
            "Your own doses, in the place of the plan's.",
            "[{exercise: pelvic-tilt, dose: {sets: 1, reps: 5}}]",
        ),
    ],
};

static PHONES_TABLE: Table = Table {
    noun: "the numbers to call",
    fields: &[
        optional("clinic", Shape::Text, "The clinic, in quotes.", "\"020 7946 0018\""),
        optional("doctor", Shape::Text, "The family doctor, in quotes.", "\"020 7946 0019\""),
        optional("urgent", Shape::Text, "Urgent advice, in quotes, in the place of the country's number.", "\"111\""),
        optional(
            "emergency",
            Shape::Text,
            "Emergency services, in quotes, in the place of the country's number.",
            "\"999\"",
        ),
    ],
};

static OWN_DOSE_TABLE: Table = Table {
    noun: "a dose of one's own",
    fields: &[
        required("exercise", Shape::Entry(&[Kind::Exercise], Role::Prescription), "The exercise.", "pelvic-tilt"),
        optional("plan", Shape::Entry(&[Kind::Plan], Role::Prescription), "In this plan only.", "start-gently"),
        optional("week", Shape::Count, "In this week only.", "1"),
        required("dose", Shape::Record(&DOSE_TABLE), "How much.", "{sets: 1, reps: 5}"),
    ],
};
