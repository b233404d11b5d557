//! `safety.yaml` to [`Safety`].

use super::evidence;
use super::exercise::contraindication;
use super::record::Record;
use crate::model::safety::{
    Acceptable, Caution, LadderStep, PlanRules, RedFlag, RedFlags, Safety, SourcedText, StopRule, StopSigns, Tier,
    TrafficLight, Urgency, WalkingLadder,
};

/// Reads the safety file.
pub(super) fn safety(record: &Record) -> Safety {
    let safety = Safety {
        span: record.span,
        red_flags: record.group("red_flags", red_flags),
        contraindications: record.records("contraindications").map(contraindication).collect(),
        stop_signs: record.group("stop_signs", stop_signs),
        acceptable: record.group("acceptable", acceptable),
        cautions: record.records("cautions").map(caution).collect(),
        breathing: record.group("breathing", sourced),
        surface: record.group("surface", sourced),
        traffic_light: record.group("traffic_light", traffic_light),
        plan_rules: record.group("plan_rules", plan_rules),
        walking_ladder: record.group("walking_ladder", walking_ladder),
    };
    record.done();
    safety
}

fn red_flags(record: &Record) -> RedFlags {
    let flags = RedFlags {
        reassurance: record.prose("reassurance"),
        safety_net: record.prose("safety_net"),
        evidence: record.record("evidence").map(evidence),
        tiers: record.records("tiers").filter_map(tier).collect(),
    };
    record.done();
    flags
}

/// A tier whose urgency is wrong is a finding, and no tier.
fn tier(record: &Record) -> Option<Tier> {
    let word = record.maybe_text("urgency")?;
    let urgency = Urgency::ALL.into_iter().find(|urgency| urgency.key() == word.value)?;
    let flags = record.records("items").map(|record| {
        let flag = RedFlag {
            id: record.text("id"),
            text: record.prose("text"),
            short: record.text("short"),
            source: record.text("source"),
        };
        record.done();
        flag
    });
    let tier = Tier { urgency: word.map(|_| urgency), label: record.text("label"), flags: flags.collect() };
    record.done();
    Some(tier)
}

fn stop_signs(record: &Record) -> StopSigns {
    let signs = StopSigns {
        emergency: record.proses("emergency"),
        now: record.proses("now"),
        next_day: record.proses("next_day"),
    };
    record.done();
    signs
}

fn acceptable(record: &Record) -> Acceptable {
    let acceptable = Acceptable {
        items: record.proses("items"),
        note: record.maybe_prose("note"),
        source: record.maybe_text("source"),
    };
    record.done();
    acceptable
}

fn caution(record: &Record) -> Caution {
    let caution = Caution {
        id: record.text("id"),
        positions: record.texts("positions"),
        phases: record.texts("phases"),
        conditions: record.texts("conditions"),
        because: record.prose("because"),
        advice: record.prose("advice"),
        source: record.text("source"),
    };
    record.done();
    caution
}

fn sourced(record: &Record) -> SourcedText {
    let text = SourcedText { text: record.prose("text"), sources: record.texts("sources") };
    record.done();
    text
}

fn traffic_light(record: &Record) -> TrafficLight {
    let light = TrafficLight {
        green: record.prose("green"),
        amber: record.prose("amber"),
        red: record.prose("red"),
        source: record.text("source"),
        evidence: record.record("evidence").map(evidence),
    };
    record.done();
    light
}

fn plan_rules(record: &Record) -> PlanRules {
    let stop_if = record.records("stop_if").map(|record| {
        let rule = StopRule { id: record.text("id"), text: record.prose("text") };
        record.done();
        rule
    });
    let rules = PlanRules {
        before_you_start: record.proses("before_you_start"),
        each_session: record.proses("each_session"),
        stop_if: stop_if.collect(),
        decide: record.prose("decide"),
        flare_up: record.prose("flare_up"),
        missed: record.prose("missed"),
        lighter_week: record.prose("lighter_week"),
        weekly_review: record.proses("weekly_review"),
        whom_to_call: record.texts("whom_to_call"),
        source: record.text("source"),
    };
    record.done();
    rules
}

fn walking_ladder(record: &Record) -> WalkingLadder {
    let steps = record.records("steps").map(|record| {
        let step =
            LadderStep { weeks: record.range("weeks"), minutes: record.range("minutes"), days: record.range("days") };
        record.done();
        step
    });
    let ladder =
        WalkingLadder { note: record.maybe_prose("note"), sources: record.texts("sources"), steps: steps.collect() };
    record.done();
    ladder
}
