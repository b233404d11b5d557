//! `site.yaml` to [`Settings`].

use super::record::Record;
use crate::model::settings::{
    Avoided, EmergencyNumber, Pathway, PlanLimits, ReviewPolicy, SessionTime, Settings, Wording,
};

/// Reads the settings.
pub(super) fn settings(record: &Record, faulty: bool) -> Settings {
    let settings = Settings {
        span: record.span,
        faulty,
        title: record.text("title"),
        tagline: record.maybe_text("tagline"),
        description: record.text("description"),
        base_url: record.maybe_text("base_url"),
        language: record.text("language"),
        country: record.text("country"),
        paper: record.text("paper"),
        version: record.text("version"),
        updated: record.date("updated"),
        license: record.text("license"),
        review_policy: record.group("review_policy", review_policy),
        disclaimers: record.proses("disclaimers"),
        menu: record.texts("menu"),
        plan_limits: record.group("plan_limits", plan_limits),
        session_time: record.group("session_time", session_time),
        wording: record.group("wording", wording),
        pathways: record.records("pathways").map(pathway).collect(),
        emergency_numbers: record.records("emergency_numbers").map(emergency_number).collect(),
    };
    record.done();
    settings
}

fn review_policy(record: &Record) -> ReviewPolicy {
    let policy = ReviewPolicy { text: record.prose("text"), months: record.count("months").value };
    record.done();
    policy
}

fn plan_limits(record: &Record) -> PlanLimits {
    let limits = PlanLimits {
        new_exercises_a_week: record.count("new_exercises_a_week"),
        exercises_a_session: record.count("exercises_a_session"),
        step_reps: record.count("step_reps"),
        step_sets: record.count("step_sets"),
        step_hold: record.time("step_hold"),
        step_minutes: record.count("step_minutes"),
    };
    record.done();
    limits
}

fn session_time(record: &Record) -> SessionTime {
    let time = SessionTime { settle: record.time("settle"), set_up: record.time("set_up"), rest: record.time("rest") };
    record.done();
    time
}

fn wording(record: &Record) -> Wording {
    let avoid = record.records("avoid").map(|record| {
        let avoided = Avoided { words: record.text("words"), instead: record.text("instead") };
        record.done();
        avoided
    });
    let wording = Wording {
        reading_grade: record.count("reading_grade").value,
        longest_step: record.count("longest_step").value,
        avoid: avoid.collect(),
        allow: record.texts("allow"),
    };
    record.done();
    wording
}

fn pathway(record: &Record) -> Pathway {
    let pathway = Pathway {
        id: record.text("id"),
        when: record.text("when"),
        plans: record.texts("plans"),
        walking: record.flag("walking", false),
        note: record.maybe_prose("note"),
    };
    record.done();
    pathway
}

fn emergency_number(record: &Record) -> EmergencyNumber {
    let number = EmergencyNumber {
        country: record.text("country"),
        name: record.text("name"),
        emergency: record.text("emergency"),
        urgent: record.maybe_text("urgent"),
        note: record.maybe_prose("note"),
        source: record.text("source"),
    };
    record.done();
    number
}
