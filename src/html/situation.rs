//! The table of *My situation*: what each condition means for each exercise and plan, decided in [`crate::model::situation`].
//!
//! It is published twice, as data for other programs and as a script that the page's own program looks things up in. A
//! reader with several conditions gets the worst that one of them asks for, so the table needs a row for each, and none for
//! their combinations.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::guide::Guide;
use super::here::Here;
use super::urls::Base;
use crate::markdown::html::words;
use crate::model::site::{Destination, Section};
use crate::model::situation::{Ground, Situation, Verdict};
use crate::model::vocabulary::{Taxonomy, Term};
use crate::model::{Kind, Prose};
use crate::source::Spanned;

/// The table: `conditions`, `entries` by slug, `lines` that verdicts point to by number, and `verdicts` by condition and
/// slug. Where a condition has no verdict for an entry, nothing is noted.
pub(super) fn table(guide: &Guide<'_>) -> Map<String, Value> {
    let mut lines = Lines {
        here: Here { guide, base: Base::Depth(0), exercise: None },
        numbers: BTreeMap::new(),
        list: Vec::new(),
    };
    let conditions = guide.site.vocabulary().terms(Taxonomy::Conditions);
    let verdicts: Map<String, Value> =
        conditions.iter().map(|term| (term.key.value.clone(), row(guide, &mut lines, term))).collect();
    let entries = [Kind::Exercise, Kind::Plan].into_iter().flat_map(|kind| guide.published(kind));
    let entries: Map<String, Value> = entries
        .map(|(id, head)| {
            let entry = json!({"title": head.title.value, "kind": id.kind.word(), "address": guide.address(id)});
            (head.slug.clone(), entry)
        })
        .collect();
    let conditions: Vec<Value> = conditions.iter().map(|term| condition(guide, term)).collect();
    let kinds = guide.site.vocabulary().terms(Taxonomy::ConditionKinds).iter();
    let kinds: Map<String, Value> = kinds
        .map(|kind| {
            let plain = kind.plain.as_ref().map(|plain| lines.words(plain));
            (kind.key.value.clone(), json!({"label": kind.label.value, "plain": plain}))
        })
        .collect();
    let list = guide.site.address(Destination::Section(Section::Conditions));
    let parts = [
        ("list", json!(list)),
        ("red_flags", json!(guide.red_flags().map(|id| guide.address(id)))),
        ("kinds", Value::Object(kinds)),
        ("conditions", conditions.into()),
        ("entries", Value::Object(entries)),
        ("lines", lines.list.into()),
        ("verdicts", Value::Object(verdicts)),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn condition(guide: &Guide<'_>, term: &Term) -> Value {
    json!({
        "key": term.key.value,
        "label": term.label.value,
        "kind": term.kind.as_ref().map(Spanned::as_str),
        "address": guide.site.address(Destination::Term(Taxonomy::Conditions, term.key.as_str())),
    })
}

/// What one condition means for every exercise and plan.
fn row(guide: &Guide<'_>, lines: &mut Lines<'_>, term: &Term) -> Value {
    let situation = Situation::new(guide.site, [term.key.as_str()]);
    let mut row = Map::new();
    for exercise in guide.exercises() {
        let meaning = situation.exercise(exercise);
        if meaning.verdict != Verdict::Free {
            let numbers = meaning.grounds.iter().map(|ground| lines.number(ground));
            row.insert(
                exercise.head.slug.clone(),
                json!({"verdict": meaning.verdict.key(), "lines": numbers.collect::<Vec<_>>()}),
            );
        }
    }
    for plan in guide.site.plans().iter().filter(|plan| !plan.head.withdrawn) {
        let meaning = situation.plan(plan);
        if meaning.verdict != Verdict::Free {
            let numbers = meaning.grounds.iter().map(|ground| lines.number(ground)).collect::<Vec<_>>();
            let exercises: Vec<&str> =
                meaning.exercises.iter().map(|(exercise, _)| exercise.head.slug.as_str()).collect();
            let value = json!({"verdict": meaning.verdict.key(), "lines": numbers, "exercises": exercises});
            row.insert(plan.head.slug.clone(), value);
        }
    }
    Value::Object(row)
}

/// The lines that verdicts rest on, each once.
struct Lines<'a> {
    here: Here<'a>,
    numbers: BTreeMap<String, usize>,
    list: Vec<Value>,
}

impl Lines<'_> {
    /// The number of a line.
    fn number(&mut self, ground: &Ground<'_>) -> usize {
        let mut line = Map::new();
        let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
        put("condition", json!(ground.condition()));
        if let Some(because) = ground.because() {
            put("because", json!(self.words(because)));
        }
        if let Some(advice) = ground.advice() {
            put("advice", json!(self.words(advice)));
        }
        if let Some(exercise) = ground.exercise() {
            put("exercise", json!(exercise));
        }
        let instead: Vec<&str> = ground.instead().iter().map(Spanned::as_str).collect();
        if !instead.is_empty() {
            put("instead", json!(instead));
        }
        let line = Value::Object(line);
        let next = self.list.len();
        let number = *self.numbers.entry(line.to_string()).or_insert(next);
        if number == next {
            self.list.push(line);
        }
        number
    }

    fn words(&self, prose: &Prose) -> String {
        words(&prose.document, &self.here)
    }
}
