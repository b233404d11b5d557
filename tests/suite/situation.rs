//! What a condition means for each exercise and plan, as the published table has it.

use serde_json::Value;

use crate::site::TestSite;

const BRIDGE: &str = "content/exercises/bridge.md";
const BIRD_DOG: &str = "content/exercises/bird-dog.md";

/// The table of a guide.
fn table(site: &TestSite) -> Value {
    site.build();
    let public = site.public();
    let data: Value = serde_json::from_str(public.text("data/situation.json")).unwrap();
    let script = public.text("data/situation.js");
    let json = script.split_once(" = ").unwrap().1.trim_end().trim_end_matches(';');
    assert_eq!(serde_json::from_str::<Value>(json).unwrap(), data["situation"], "data and script differ");
    data["situation"].clone()
}

/// The verdict and the words of its lines.
fn answer(table: &Value, condition: &str, slug: &str) -> (String, Vec<String>) {
    let answer = &table["verdicts"][condition][slug];
    let numbers = answer["lines"].as_array().into_iter().flatten();
    let lines = numbers.map(|number| &table["lines"][usize::try_from(number.as_u64().unwrap()).unwrap()]);
    let words = lines.flat_map(|line| [&line["because"], &line["advice"]]).filter_map(Value::as_str).map(str::to_owned);
    (answer["verdict"].as_str().unwrap_or("free").to_owned(), words.collect())
}

#[test]
fn a_line_of_an_exercise_is_its_verdict_with_reason_and_advice() {
    let table = table(&TestSite::small());
    let (verdict, words) = answer(&table, "wrist-pain", "bird-dog");
    assert_eq!(verdict, "care");
    assert_eq!(
        words,
        ["Most of the upper weight is on one wrist", "Forearms on a stool or cushion, fists, or leg only"]
    );
    assert_eq!(answer(&table, "osteoporosis", "bridge").0, "free");
}

#[test]
fn what_rules_out_all_exercises_rules_out_each_and_every_plan() {
    let table = table(&TestSite::small());
    for slug in ["bird-dog", "bridge", "cat-cow", "start-gently"] {
        assert_eq!(answer(&table, "red-flags", slug).0, "leave-out", "{slug}");
        assert_eq!(answer(&table, "neck-vessel-signs", slug).0, "leave-out", "{slug}");
    }
}

#[test]
fn an_emergency_rules_out_even_what_has_a_line_of_its_own() {
    let line =
        "  - {condition: CONDITION, because: Turns the head, advice: Keep it still, source: clinical-convention}\n";
    let site = TestSite::small();
    for condition in ["neck-vessel-signs", "red-flags"] {
        site.replace(BIRD_DOG, "precautions:\n", &format!("precautions:\n{}", line.replace("CONDITION", condition)));
    }
    let table = table(&site);
    assert_eq!(answer(&table, "neck-vessel-signs", "bird-dog").0, "leave-out");
    // An exercise's own line stands in the place of the general one.
    assert_eq!(
        answer(&table, "red-flags", "bird-dog"),
        ("care".to_owned(), vec!["Turns the head".to_owned(), "Keep it still".to_owned()])
    );
}

#[test]
fn a_condition_that_stops_asks_first_where_nothing_is_said() {
    let site = TestSite::small();
    site.replace(
        "content/vocabulary.yaml",
        "    short: wrist pain\n    kind: ask",
        "    short: wrist pain\n    kind: stop",
    );
    let table = table(&site);
    assert_eq!(answer(&table, "wrist-pain", "bird-dog").1.len(), 2, "its own line");
    let (verdict, words) = answer(&table, "wrist-pain", "bridge");
    assert_eq!((verdict.as_str(), words.len()), ("care", 1), "{words:?}");
    assert_eq!(answer(&table, "wrist-pain", "start-gently").0, "care");
}

#[test]
fn what_a_condition_implies_holds_and_the_nearer_line_speaks() {
    let line = "  - {condition: osteoporosis, because: Of osteoporosis, advice: Lower it slowly, source: clinical-convention}\n";
    let site = TestSite::small();
    for exercise in [BRIDGE, BIRD_DOG] {
        site.replace(exercise, "precautions:\n", &format!("precautions:\n{line}"));
    }
    let all = table(&site);
    assert_eq!(answer(&all, "osteoporosis-vertebral-fracture", "bird-dog").1, ["Of osteoporosis", "Lower it slowly"]);
    let (_, words) = answer(&all, "osteoporosis-vertebral-fracture", "bridge");
    assert!(words[0].starts_with("Peeling down"), "{words:?}");
    assert_eq!(words.len(), 2, "{words:?}");
    // What rules out is never hidden by a nearer line that asks for care.
    let ban = "contraindications: [{condition: osteoporosis, because: Bends the spine, source: clinical-convention}]\n";
    let site = TestSite::small();
    site.edit(BRIDGE, ban);
    assert_eq!(answer(&table(&site), "osteoporosis-vertebral-fracture", "bridge").0, "leave-out");
}

#[test]
fn a_plan_is_changed_by_its_own_line() {
    let table = table(&TestSite::small());
    let (verdict, words) = answer(&table, "osteoporosis-vertebral-fracture", "start-gently");
    assert_eq!((verdict.as_str(), words), ("change", vec!["Go from flat to a small hollow only".to_owned()]));
    // A line of one of its moves is enough to take care.
    assert_eq!(answer(&table, "osteoporosis", "cat-cow").0, "care");
    assert_eq!(answer(&table, "osteoporosis", "start-gently"), ("care".to_owned(), Vec::new()));
}
