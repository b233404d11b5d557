//! An exercise's fields to an [`Exercise`].

use super::record::Record;
use crate::model::Head;
use crate::model::dose::Dose;
use crate::model::exercise::{
    Contraindication, Contraindications, Exercise, FormMistake, FullDose, Muscles, Neighbor, Precaution, SheetLines,
};

/// Reads an exercise.
pub(super) fn exercise(record: &Record, head: Head) -> Exercise {
    let doses = record.record("dose");
    let exercise = Exercise {
        head,
        also_called: record.texts("also_called"),
        positions: record.texts("positions"),
        position_detail: record.maybe_text("position_detail"),
        region: record.text("region"),
        goals: record.texts("goals"),
        muscles: record.record("muscles").map(muscles).unwrap_or_default(),
        equipment: record.texts("equipment"),
        equipment_optional: record.texts("equipment_optional"),
        level: record.text("level"),
        phases: record.texts("phases"),
        sides: record.text("sides"),
        seconds_per_rep: record.maybe_count("seconds_per_rep"),
        tempo: record.maybe_text("tempo"),
        breathing: record.prose("breathing"),
        start: doses.and_then(|doses| doses.record("start")).map(dose),
        full: doses.and_then(|doses| doses.record("full")).map_or(FullDose::Missing, full_dose),
        steps: record.proses("steps"),
        form_tips: record.proses("form_tips"),
        should_feel: record.prose("should_feel"),
        stop_signs: record.proses("stop_signs"),
        mistakes: record.records("mistakes").map(form_mistake).collect(),
        contraindications: contraindications(record),
        precautions: record.records("precautions").map(precaution).collect(),
        easier: record.record("easier").map(neighbor),
        harder: record.record("harder").map(neighbor),
        prerequisites: record.texts("prerequisites"),
        related: record.texts("related"),
        sheet: record.record("sheet").map(sheet_lines),
    };
    record.done();
    exercise
}

/// Reads a dose. Every figure of a dose on a page or sheet comes through here.
pub(super) fn dose(record: &Record) -> Dose {
    let dose = Dose {
        span: record.span,
        sets: record.maybe_range("sets"),
        reps: record.maybe_range("reps"),
        hold: record.maybe_time("hold"),
        minutes: record.maybe_range("minutes"),
        rest: record.maybe_time("rest"),
        per_side: record.has("per"),
        days: record.maybe_range("days"),
        times_a_day: record.maybe_range("times_a_day"),
        every: record.maybe_time("every"),
        basis: record.texts("basis"),
        source: record.maybe_text("source"),
        note: record.maybe_prose("note"),
    };
    record.done();
    dose
}

/// A dose, or why there is none.
fn full_dose(record: &Record) -> FullDose {
    if record.table_has("not_set") {
        FullDose::NotSet(record.prose("not_set"))
    } else {
        FullDose::Dose(Box::new(dose(record)))
    }
}

fn muscles(record: &Record) -> Muscles {
    let muscles = Muscles {
        primary: record.texts("primary"),
        secondary: record.texts("secondary"),
        stretched: record.texts("stretched"),
    };
    record.done();
    muscles
}

fn form_mistake(record: &Record) -> FormMistake {
    let mistake = FormMistake { mistake: record.prose("mistake"), fix: record.prose("fix") };
    record.done();
    mistake
}

/// A list of them, or the reason why there is none.
fn contraindications(record: &Record) -> Contraindications {
    if let Some(none) = record.record("contraindications") {
        return Contraindications::None(none.prose("none"));
    }
    let list: Vec<Contraindication> = record.records("contraindications").map(contraindication).collect();
    if list.is_empty() { Contraindications::Missing } else { Contraindications::Some(list) }
}

/// Reads a contraindication.
pub(super) fn contraindication(record: &Record) -> Contraindication {
    let contraindication = Contraindication {
        span: record.span,
        condition: record.text("condition"),
        because: record.prose("because"),
        instead: record.texts("instead"),
        source: record.text("source"),
    };
    record.done();
    contraindication
}

fn precaution(record: &Record) -> Precaution {
    let precaution = Precaution {
        span: record.span,
        condition: record.text("condition"),
        because: record.prose("because"),
        advice: record.prose("advice"),
        instead: record.texts("instead"),
        source: record.text("source"),
    };
    record.done();
    precaution
}

fn neighbor(record: &Record) -> Neighbor {
    let neighbor = Neighbor { exercises: record.texts("exercises"), text: record.maybe_prose("text") };
    record.done();
    neighbor
}

fn sheet_lines(record: &Record) -> SheetLines {
    let lines = SheetLines {
        how: record.text("how"),
        tip: record.text("tip"),
        breathe: record.text("breathe"),
        easier: record.text("easier"),
        split: record.flag("split", false),
    };
    record.done();
    lines
}
