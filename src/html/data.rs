//! The guide as data for other programs: every figure and every word of every entry, numbers as numbers with the unit in
//! the name, ranges as `{least, most}`, texts plain.

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::guide::Guide;
use super::{search, situation};
use crate::artifact::Artifact;
use crate::model::dose::{Dose, Range};
use crate::model::exercise::{Contraindication, Contraindications, Exercise, FullDose, Neighbor, Precaution};
use crate::model::plan::{Plan, Week};
use crate::model::settings::SEED;
use crate::model::vocabulary::{Taxonomy, Term};
use crate::model::{Evidence, Head, Prose};
use crate::schema::{self, Scope};
use crate::source::Spanned;

/// Raised when a name or a shape changes.
const SCHEMA_VERSION: u32 = 1;

/// What the data files hold, as JSON Schema.
const SCHEMA: &str = include_str!("data/schema.json");

/// The table of *My situation*, for its program.
pub(super) const SITUATION: &str = "data/situation.js";

/// The index of the search, for its program.
pub(super) const SEARCH: &str = "data/search.js";

/// The data files, and the schemas of what authors write.
pub(super) fn files(guide: &Guide<'_>) -> Vec<Artifact> {
    let site = guide.site;
    let works = site.works().iter().map(|work| {
        object([
            ("key", json!(work.key.value)),
            ("citation", json!(work.citation.value)),
            ("supports", json!(work.supports.value)),
            ("strength", json!(work.strength.value)),
            ("doi", text(work.doi.as_ref())),
            ("pmid", text(work.pmid.as_ref())),
            ("url", text(work.url.as_ref())),
        ])
    });
    let mistakes = site.mistakes().iter().filter(|mistake| !mistake.head.withdrawn).map(|mistake| {
        let mut value = head(&mistake.head);
        put(&mut value, "why", prose(Some(&mistake.why)));
        put(&mut value, "fix", prose(Some(&mistake.fix)));
        put(&mut value, "exercises", keys(&mistake.exercises));
        put(&mut value, "swap_to", keys(&mistake.swap_to));
        Value::Object(value)
    });
    let conditions = site.vocabulary().terms(Taxonomy::Conditions).iter().map(|term| condition(guide, term));
    let vocabulary = Taxonomy::ALL.into_iter().filter(|list| *list != Taxonomy::Conditions);
    let vocabulary = vocabulary.map(|list| {
        (
            list.key().to_owned(),
            site.vocabulary().terms(list).iter().filter(|term| term.key.value != SEED).map(term_value).collect(),
        )
    });
    let plans = site.plans().iter().filter(|plan| !plan.head.withdrawn).map(|one| plan(guide, one));
    let scope = Scope { vocabulary: Some(site.vocabulary()), base_url: guide.base_url };
    let schemas = schema::names().filter_map(|name| {
        let text = format!("{:#}\n", schema::of(name, &scope)?);
        Some(Artifact { path: format!("data/schema/{name}.json"), bytes: text.into_bytes() })
    });
    let situations = compact(&situation::table(guide).into());
    let data = [
        exercises(guide),
        file(guide, "plans", &plans.collect()),
        file(guide, "mistakes", &mistakes.collect()),
        file(guide, "conditions", &conditions.collect()),
        file(guide, "red-flags", &red_flags(guide)),
        file(guide, "sources", &works.collect()),
        file(guide, "vocabulary", &Value::Object(vocabulary.collect())),
        file_of(guide, "situation", &situations),
        script(SITUATION, "backsiteSituation", &situations),
        script(SEARCH, "backsiteSearch", &format!("[{}]", search::rows(guide).join(","))),
        Artifact { path: "data/schema.json".to_owned(), bytes: SCHEMA.as_bytes().to_vec() },
        Artifact { path: "data/exercises.csv-metadata.json".to_owned(), bytes: columns().into_bytes() },
        Artifact { path: "data/exercises.csv".to_owned(), bytes: table(guide).into_bytes() },
    ];
    data.into_iter().chain(schemas).collect()
}

/// The file that grows with the guide. Each exercise is a line, written by itself and beside the others, so that the list
/// never stands in memory as values.
fn exercises(guide: &Guide<'_>) -> Artifact {
    let exercises: Vec<&Exercise> = guide.exercises().collect();
    let records: Vec<String> = exercises.into_par_iter().map(|one| compact(&exercise(one))).collect();
    if records.is_empty() {
        return file_of(guide, "exercises", "[]");
    }
    let mut text = head_of(guide, "exercises");
    text.reserve_exact(records.iter().map(|record| record.len() + 6).sum::<usize>() + 10);
    for (number, record) in records.into_iter().enumerate() {
        text.push_str(if number == 0 { "[\n    " } else { ",\n    " });
        text.push_str(&record);
    }
    text.push_str("\n  ]\n}\n");
    Artifact { path: "data/exercises.json".to_owned(), bytes: text.into_bytes() }
}

/// One file: what it is of, then what it holds.
fn file(guide: &Guide<'_>, name: &str, content: &Value) -> Artifact {
    file_of(guide, name, &indented(content, "\n  "))
}

/// A file of what is already written.
fn file_of(guide: &Guide<'_>, name: &str, content: &str) -> Artifact {
    let text = format!("{}{content}\n}}\n", head_of(guide, name));
    Artifact { path: format!("data/{name}.json"), bytes: text.into_bytes() }
}

/// A file up to what it holds. The head is written first, whatever the order of names.
fn head_of(guide: &Guide<'_>, name: &str) -> String {
    let settings = guide.site.settings();
    let fields = [
        ("$schema", json!("schema.json")),
        ("schema_version", json!(SCHEMA_VERSION)),
        ("guide", json!(settings.title.value)),
        ("content_version", json!(settings.version.value)),
        ("updated", json!(settings.updated.value.iso())),
        ("language", json!(settings.language.value)),
        ("license", json!(settings.license.value)),
        ("disclaimers", settings.disclaimers.iter().map(Prose::plain).collect()),
    ];
    let fields = fields.map(|(name, value)| format!("  \"{name}\": {},\n", indented(&value, "\n  ")));
    format!("{{\n{}  \"{}\": ", fields.concat(), name.replace('-', "_"))
}

/// A value in one line.
fn compact(value: &Value) -> String {
    // A value has nothing that JSON cannot say.
    serde_json::to_string(value).unwrap_or_default()
}

/// A value over several lines, each after the first with this before it.
fn indented(value: &Value, line: &str) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default().replace('\n', line)
}

/// What a program of the page looks up, as a script: it loads from `file://` too, where a browser fetches no data.
fn script(path: &str, name: &str, value: &str) -> Artifact {
    Artifact { path: path.to_owned(), bytes: format!("\"use strict\";\nself.{name} = {value};\n").into_bytes() }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let mut map = Map::new();
    for (name, value) in fields {
        put(&mut map, name, value);
    }
    Value::Object(map)
}

/// Puts a value in unless there is nothing to say.
fn put(map: &mut Map<String, Value>, name: &str, value: Value) {
    if !value.is_null() {
        map.insert(name.to_owned(), value);
    }
}

fn text(text: Option<&Spanned<String>>) -> Value {
    text.map_or(Value::Null, |text| json!(text.value))
}

fn prose(prose: Option<&Prose>) -> Value {
    prose.map_or(Value::Null, |prose| json!(prose.plain()))
}

fn proses<'p>(proses: impl IntoIterator<Item = &'p Prose>) -> Value {
    proses.into_iter().map(Prose::plain).collect()
}

/// Keys, but for the guide this one started from.
fn keys(keys: &[Spanned<String>]) -> Value {
    keys.iter().map(|key| key.value.as_str()).filter(|key| *key != SEED).collect()
}

fn source(key: &Spanned<String>) -> Value {
    if key.value == SEED { Value::Null } else { json!(key.value) }
}

fn range(range: Option<Range>) -> Value {
    range.map_or(Value::Null, |range| json!({"least": range.least, "most": range.most}))
}

fn evidence(evidence: Option<&Evidence>) -> Value {
    evidence.map_or(Value::Null, |evidence| {
        object([
            ("severity", json!(evidence.severity.value)),
            ("text", prose(Some(&evidence.text))),
            ("sources", keys(&evidence.sources)),
        ])
    })
}

/// What entries of every kind have.
fn head(head: &Head) -> Map<String, Value> {
    let review = &head.review;
    let mut map = Map::new();
    put(&mut map, "slug", json!(head.slug));
    put(&mut map, "title", json!(head.title.value));
    put(&mut map, "summary", prose(head.summary.as_ref()));
    put(&mut map, "sources", keys(&head.sources));
    put(&mut map, "evidence", evidence(head.evidence.as_ref()));
    let day = |day: &Option<Spanned<crate::model::Date>>| day.map_or(Value::Null, |day| json!(day.value.iso()));
    let review = object([
        ("status", json!(review.status.value)),
        ("by", text(review.by.as_ref())),
        ("role", text(review.role.as_ref())),
        ("on", day(&review.on)),
        ("due", day(&review.due)),
    ]);
    put(&mut map, "review", review);
    put(&mut map, "updated", json!(head.updated.iso()));
    let body = head.body.plain.trim();
    put(&mut map, "body", if body.is_empty() { Value::Null } else { json!(body) });
    map
}

/// A dose: its words, as pages print them, and its figures.
fn dose(dose: &Dose) -> Value {
    let seconds = |time: Option<Spanned<crate::model::dose::Time>>| range(time.map(|time| time.value.seconds()));
    let figures = |figures: Option<Spanned<Range>>| range(figures.map(|figures| figures.value));
    object([
        ("words", json!(dose.words())),
        ("sets", figures(dose.sets)),
        ("reps", figures(dose.reps)),
        ("hold_seconds", seconds(dose.hold)),
        ("minutes", figures(dose.minutes)),
        ("rest_seconds", seconds(dose.rest)),
        ("per_side", json!(dose.per_side)),
        ("days_a_week", figures(dose.days)),
        ("times_a_day", figures(dose.times_a_day)),
        ("every_seconds", seconds(dose.every)),
        ("basis", keys(&dose.basis)),
        ("source", dose.source.as_ref().map_or(Value::Null, source)),
        ("note", prose(dose.note.as_ref())),
    ])
}

fn exercise(exercise: &Exercise) -> Value {
    let mut map = head(&exercise.head);
    let mut put = |name: &str, value: Value| put(&mut map, name, value);
    put("also_called", keys(&exercise.also_called));
    put("positions", keys(&exercise.positions));
    put("position_detail", text(exercise.position_detail.as_ref()));
    put("region", json!(exercise.region.value));
    put("goals", keys(&exercise.goals));
    put("muscles_primary", keys(&exercise.muscles.primary));
    put("muscles_secondary", keys(&exercise.muscles.secondary));
    put("muscles_stretched", keys(&exercise.muscles.stretched));
    put("equipment", keys(&exercise.equipment));
    put("equipment_optional", keys(&exercise.equipment_optional));
    put("level", json!(exercise.level.value));
    put("phases", keys(&exercise.phases));
    put("sides", json!(exercise.sides.value));
    put("seconds_per_rep", exercise.seconds_per_rep.map_or(Value::Null, |seconds| json!(seconds.value)));
    put("tempo", text(exercise.tempo.as_ref()));
    put("breathing", prose(Some(&exercise.breathing)));
    put("start_dose", exercise.start.as_ref().map_or(Value::Null, dose));
    match &exercise.full {
        FullDose::Dose(full) => put("full_dose", dose(full)),
        FullDose::NotSet(why) => put("full_dose_not_set", prose(Some(why))),
        FullDose::Missing => {}
    }
    put("steps", proses(&exercise.steps));
    put("form_tips", proses(&exercise.form_tips));
    put("should_feel", prose(Some(&exercise.should_feel)));
    put("stop_signs", proses(&exercise.stop_signs));
    let mistakes =
        exercise.mistakes.iter().map(|line| json!({"mistake": line.mistake.plain(), "fix": line.fix.plain()}));
    put("mistakes", mistakes.collect());
    put("contraindications", exercise.contraindications.list().iter().map(contraindication).collect());
    if let Contraindications::None(why) = &exercise.contraindications {
        put("contraindications_none", prose(Some(why)));
    }
    put("precautions", exercise.precautions.iter().map(precaution).collect());
    put("easier", neighbor(exercise.easier.as_ref()));
    put("harder", neighbor(exercise.harder.as_ref()));
    put("prerequisites", keys(&exercise.prerequisites));
    put("related", keys(&exercise.related));
    Value::Object(map)
}

fn contraindication(line: &Contraindication) -> Value {
    object([
        ("condition", json!(line.condition.value)),
        ("because", prose(Some(&line.because))),
        ("instead", keys(&line.instead)),
        ("source", source(&line.source)),
    ])
}

fn precaution(line: &Precaution) -> Value {
    object([
        ("condition", json!(line.condition.value)),
        ("because", prose(Some(&line.because))),
        ("advice", prose(Some(&line.advice))),
        ("instead", keys(&line.instead)),
        ("source", source(&line.source)),
    ])
}

fn neighbor(neighbor: Option<&Neighbor>) -> Value {
    neighbor.map_or(Value::Null, |neighbor| {
        object([("exercises", keys(&neighbor.exercises)), ("text", prose(neighbor.text.as_ref()))])
    })
}

fn plan(guide: &Guide<'_>, plan: &Plan) -> Value {
    let mut map = head(&plan.head);
    let mut put = |name: &str, value: Value| put(&mut map, name, value);
    put("for", prose(Some(&plan.whom)));
    put("level", json!(plan.level.value));
    put("phase", json!(plan.phase.value));
    put("region", json!(plan.region.value));
    put("after", keys(&plan.after));
    let not_for = plan.not_for.iter().map(|line| {
        object([
            ("condition", json!(line.condition.value)),
            ("advice", prose(Some(&line.advice))),
            ("source", source(&line.source)),
        ])
    });
    put("not_for", not_for.collect());
    let adapt = plan.adapt.iter().map(|line| {
        object([
            ("condition", json!(line.condition.value)),
            ("exercise", text(line.exercise.as_ref())),
            ("instead", text(line.instead.as_ref())),
            ("advice", prose(Some(&line.advice))),
            ("source", source(&line.source)),
        ])
    });
    put("adapt", adapt.collect());
    let floor_free = plan.floor_free.as_ref().map_or(Value::Null, |floor_free| {
        let rows = floor_free.exercises.iter().map(|row| {
            object([
                ("exercise", json!(row.exercise.value)),
                ("instead", text(row.instead.as_ref())),
                ("text", prose(Some(&row.text))),
            ])
        });
        object([("text", prose(Some(&floor_free.text))), ("exercises", rows.collect())])
    });
    put("floor_free", floor_free);
    put("off_days", prose(plan.off_days.as_ref()));
    put("slots", keys(&plan.slots));
    put("menu_extra", keys(&plan.menu_extra));
    put("minutes_note", prose(plan.minutes_note.as_ref()));
    put("after_plan", prose(plan.after_plan.as_ref()));
    put("weeks", (1..).zip(&plan.weeks).map(|(number, one)| week(guide, number, one)).collect());
    Value::Object(map)
}

fn week(guide: &Guide<'_>, number: usize, week: &Week) -> Value {
    let rows = week.prescriptions.iter().map(|one| {
        object([
            ("exercise", json!(one.exercise.value)),
            (
                "title",
                guide
                    .site
                    .exercise(one.exercise.as_str())
                    .map_or(Value::Null, |exercise| json!(exercise.head.title.value)),
            ),
            ("dose", one.dose.as_ref().map_or(Value::Null, dose)),
            ("optional", json!(one.optional)),
            ("note", prose(one.note.as_ref())),
        ])
    });
    object([
        ("week", json!(number)),
        ("title", json!(week.title.value)),
        ("days", week.days.iter().map(|day| day.value.key()).collect()),
        ("session_minutes", json!(week.minutes.value)),
        ("focus", prose(week.focus.as_ref())),
        ("exercises", rows.collect()),
        ("move_on_days", week.move_on_days.map_or(Value::Null, |days| json!(days.value))),
        ("move_on_if", prose(Some(&week.move_on_if))),
        ("stay_if", prose(Some(&week.stay_if))),
    ])
}

fn term_value(term: &Term) -> Value {
    object([
        ("key", json!(term.key.value)),
        ("label", json!(term.label.value)),
        ("plain", prose(term.plain.as_ref())),
        ("synonyms", keys(&term.synonyms)),
    ])
}

/// A condition with the general lines about it.
fn condition(guide: &Guide<'_>, term: &Term) -> Value {
    let safety = guide.site.safety();
    let general = safety.contraindications.iter().filter(|line| line.condition.value == term.key.value);
    let cautions =
        safety.cautions.iter().filter(|caution| caution.conditions.iter().any(|key| key.value == term.key.value));
    let cautions = cautions.map(|caution| {
        object([
            ("positions", keys(&caution.positions)),
            ("phases", keys(&caution.phases)),
            ("because", prose(Some(&caution.because))),
            ("advice", prose(Some(&caution.advice))),
            ("source", source(&caution.source)),
        ])
    });
    let Value::Object(mut map) = term_value(term) else {
        return Value::Null;
    };
    put(&mut map, "short", text(term.short.as_ref()));
    put(&mut map, "kind", text(term.kind.as_ref()));
    put(&mut map, "implies", keys(&term.implies));
    put(&mut map, "general_contraindications", general.map(contraindication).collect());
    put(&mut map, "cautions", cautions.collect());
    Value::Object(map)
}

fn red_flags(guide: &Guide<'_>) -> Value {
    let safety = guide.site.safety();
    let tiers = safety.red_flags.tiers.iter().map(|tier| {
        let flags = tier.flags.iter().map(|flag| {
            object([
                ("id", json!(flag.id.value)),
                ("text", prose(Some(&flag.text))),
                ("short", json!(flag.short.value)),
                ("source", source(&flag.source)),
            ])
        });
        object([
            ("urgency", json!(tier.urgency.value.key())),
            ("label", json!(tier.label.value)),
            ("items", flags.collect()),
        ])
    });
    let numbers = guide.site.settings().emergency_numbers.iter().map(|number| {
        object([
            ("country", json!(number.country.value)),
            ("name", json!(number.name.value)),
            ("emergency", json!(number.emergency.value)),
            ("urgent", text(number.urgent.as_ref())),
            ("note", prose(number.note.as_ref())),
        ])
    });
    let stop = &safety.stop_signs;
    object([
        ("reassurance", prose(Some(&safety.red_flags.reassurance))),
        ("safety_net", prose(Some(&safety.red_flags.safety_net))),
        ("tiers", tiers.collect()),
        (
            "stop_signs",
            json!({"emergency": proses(&stop.emergency), "now": proses(&stop.now), "next_day": proses(&stop.next_day)}),
        ),
        ("emergency_numbers", numbers.collect()),
    ])
}

const COLUMNS: [&str; 36] = [
    "slug",
    "title",
    "summary",
    "positions",
    "region",
    "goals",
    "equipment",
    "level",
    "phases",
    "sides",
    "seconds_per_rep",
    "start_words",
    "start_sets_least",
    "start_sets_most",
    "start_reps_least",
    "start_reps_most",
    "start_hold_seconds_least",
    "start_hold_seconds_most",
    "start_minutes_least",
    "start_minutes_most",
    "start_per_side",
    "full_words",
    "full_sets_least",
    "full_sets_most",
    "full_reps_least",
    "full_reps_most",
    "full_hold_seconds_least",
    "full_hold_seconds_most",
    "full_minutes_least",
    "full_minutes_most",
    "full_per_side",
    "contraindications",
    "precautions",
    "review_status",
    "updated",
    "content_version",
];

/// What the columns of the table hold, as CSV on the Web has it: the file that readers of the table look for beside it.
fn columns() -> String {
    let column = |name: &&str| {
        let figure = name.ends_with("_least") || name.ends_with("_most") || *name == "seconds_per_rep";
        let datatype = match *name {
            "updated" => "date",
            _ if figure => "integer",
            _ if name.ends_with("_per_side") => "boolean",
            _ => "string",
        };
        let mut column = json!({"name": name, "titles": name, "datatype": datatype});
        if LISTS.contains(name) {
            column["separator"] = json!(";");
        }
        column
    };
    let columns: Vec<Value> = COLUMNS.iter().map(column).collect();
    let table = json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": "exercises.csv",
        "tableSchema": {"primaryKey": "slug", "columns": columns},
    });
    format!("{table:#}\n")
}

/// Columns that hold several values.
const LISTS: [&str; 6] = ["positions", "goals", "equipment", "phases", "contraindications", "precautions"];

/// The exercises as a table: one a row, lists joined by semicolons.
fn table(guide: &Guide<'_>) -> String {
    let version = guide.site.settings().version.as_str();
    let mut csv = row(COLUMNS.iter().map(|name| (*name).to_owned()));
    for exercise in guide.exercises() {
        let list = |keys: &[Spanned<String>]| keys.iter().map(|key| key.value.as_str()).collect::<Vec<_>>().join(";");
        let mut cells = vec![
            exercise.head.slug.clone(),
            exercise.head.title.value.clone(),
            exercise.head.summary.as_ref().map_or_else(String::new, |summary| summary.plain().to_owned()),
            list(&exercise.positions),
            exercise.region.value.clone(),
            list(&exercise.goals),
            list(&exercise.equipment),
            exercise.level.value.clone(),
            list(&exercise.phases),
            exercise.sides.value.clone(),
            exercise.seconds_per_rep.map_or_else(String::new, |seconds| seconds.value.to_string()),
        ];
        cells.extend(dose_cells(exercise.start.as_ref()));
        cells.extend(dose_cells(exercise.full.dose()));
        let conditions = |keys: Vec<&str>| keys.join(";");
        cells.push(conditions(exercise.contraindications.list().iter().map(|line| line.condition.as_str()).collect()));
        cells.push(conditions(exercise.precautions.iter().map(|line| line.condition.as_str()).collect()));
        cells.push(exercise.head.review.status.value.clone());
        cells.push(exercise.head.updated.iso());
        cells.push(version.to_owned());
        csv.push_str(&row(cells.into_iter()));
    }
    csv
}

/// A dose as ten cells, empty where there is none.
fn dose_cells(dose: Option<&Dose>) -> Vec<String> {
    let Some(dose) = dose else {
        return vec![String::new(); 10];
    };
    let mut cells = vec![dose.words()];
    let figures = |figures: Option<Spanned<Range>>| figures.map(|figures| figures.value);
    for range in
        [figures(dose.sets), figures(dose.reps), dose.hold.map(|hold| hold.value.seconds()), figures(dose.minutes)]
    {
        cells.push(range.map_or_else(String::new, |range| range.least.to_string()));
        cells.push(range.map_or_else(String::new, |range| range.most.to_string()));
    }
    cells.push(dose.per_side.to_string());
    cells
}

/// One row of a table, as RFC 4180 has it.
fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotes where it needs them. A text that a spreadsheet would take for a formula is made one that it does not.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_is_never_a_formula() {
        assert_eq!(quoted("Cat-cow"), "Cat-cow");
        assert_eq!(quoted("one, \"two\""), "\"one, \"\"two\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(row(["a".to_owned(), "b,c".to_owned()].into_iter()), "a,\"b,c\"\r\n");
    }

    #[test]
    fn a_dose_has_as_many_cells_as_columns() {
        let columns = COLUMNS.iter().filter(|name| name.starts_with("start_")).count();
        assert_eq!(dose_cells(None).len(), columns);
    }
}
