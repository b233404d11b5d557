//! A plan's fields to a [`Plan`].

use super::exercise::dose;
use super::record::Record;
use crate::model::Head;
use crate::model::plan::{Adaptation, Day, FloorFree, FloorFreeExercise, NotFor, Plan, Prescription, Week};
use crate::source::Spanned;

/// Reads a plan.
pub(super) fn plan(record: &Record, head: Head) -> Plan {
    let plan = Plan {
        head,
        whom: record.prose("for"),
        level: record.text("level"),
        phase: record.text("phase"),
        region: record.text("region"),
        after: record.texts("after"),
        not_for: record.records("not_for").map(not_for).collect(),
        adapt: record.records("adapt").map(adaptation).collect(),
        floor_free: record.record("floor_free").map(floor_free),
        off_days: record.maybe_prose("off_days"),
        slots: record.texts("slots"),
        menu_extra: record.texts("menu_extra"),
        minutes_note: record.maybe_prose("minutes_note"),
        settling: record.flag("settling", true),
        after_plan: record.maybe_prose("after_plan"),
        weeks: record.records("weeks").map(week).collect(),
    };
    record.done();
    plan
}

fn not_for(record: &Record) -> NotFor {
    let not_for =
        NotFor { condition: record.text("condition"), advice: record.prose("advice"), source: record.text("source") };
    record.done();
    not_for
}

fn adaptation(record: &Record) -> Adaptation {
    let adaptation = Adaptation {
        condition: record.text("condition"),
        exercise: record.maybe_text("exercise"),
        instead: record.maybe_text("instead"),
        advice: record.prose("advice"),
        source: record.text("source"),
    };
    record.done();
    adaptation
}

fn floor_free(record: &Record) -> FloorFree {
    let exercises = record.records("exercises").map(|record| {
        let exercise = FloorFreeExercise {
            exercise: record.text("exercise"),
            instead: record.maybe_text("instead"),
            text: record.prose("text"),
        };
        record.done();
        exercise
    });
    let floor_free = FloorFree { text: record.prose("text"), exercises: exercises.collect() };
    record.done();
    floor_free
}

fn week(record: &Record) -> Week {
    let week = Week {
        span: record.span,
        title: record.text("title"),
        days: record.texts("days").into_iter().filter_map(day).collect(),
        minutes: record.count("minutes"),
        focus: record.maybe_prose("focus"),
        prescriptions: record.records("exercises").map(prescription).collect(),
        move_on_days: record.maybe_count("move_on_days"),
        move_on_if: record.prose("move_on_if"),
        stay_if: record.prose("stay_if"),
    };
    record.done();
    week
}

fn day(word: Spanned<String>) -> Option<Spanned<Day>> {
    let day = Day::ALL.into_iter().find(|day| day.key() == word.value)?;
    Some(word.map(|_| day))
}

fn prescription(record: &Record) -> Prescription {
    let prescription = Prescription {
        span: record.span,
        exercise: record.text("exercise"),
        dose: record.record("dose").map(dose),
        optional: record.flag("optional", false),
        note: record.maybe_prose("note"),
    };
    record.done();
    prescription
}
