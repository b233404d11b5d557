//! *My situation*, the pages of the conditions and `sheet --avoid` tell a reader the same: every condition with every exercise,
//! and with every plan. What they must say is worked out here, from the letters of the entries and by the rules as the guide
//! states them; the program's own decision (`model/situation.rs`) has no part in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use backsite::cache::Cache;
use backsite::diagnostic::Reported;
use backsite::markdown::WhichDose;
use backsite::pipeline::{self, Guide};
use backsite::sheet::own::{self, Wish};
use backsite::sheet::{Edition, Options, Paper, Sheet};
use backsite::source::{Source, Sources};
use backsite::yaml::{self, Node, Value};
use rayon::prelude::*;

use crate::site::repository;

/// What a reader does, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Free,
    Care,
    Change,
    LeaveOut,
}

use Verdict::{Care, Change, Free, LeaveOut};

#[test]
fn every_condition_means_the_same_in_my_situation_on_its_page_and_on_a_sheet() {
    let entries = Entries::read();
    let mut guide = pipeline::check(&repository(), None).unwrap();
    let artifacts = pipeline::render(&mut guide, pipeline::Options::default(), &Cache::in_memory());
    assert!(guide.diagnostics.is_empty(), "the guide has a fault");
    let file = |path: &str| {
        let artifact = artifacts.iter().find(|artifact| artifact.path == path).unwrap_or_else(|| panic!("no {path}"));
        std::str::from_utf8(&artifact.bytes).unwrap()
    };
    let table: serde_json::Value = serde_json::from_str(file("data/situation.json")).unwrap();
    let script = file("data/situation.js").split_once(" = ").unwrap().1.trim_end().trim_end_matches(';');
    assert_eq!(serde_json::from_str::<serde_json::Value>(script).unwrap(), table["situation"]);
    let mine = |key: &str, slug: &str| match table["situation"]["verdicts"][key][slug]["verdict"].as_str() {
        None => Free,
        Some("care") => Care,
        Some("change") => Change,
        Some("leave-out") => LeaveOut,
        Some(other) => panic!("{key} × {slug}: {other}"),
    };
    let differing = entries.conditions.par_iter().flat_map_iter(|(key, _)| {
        let page = Page::read(file(&format!("conditions/{key}/index.html")));
        let sheets = own_sheets(&guide, &entries, key);
        let mut differing = Vec::new();
        let mut compare = |slug: &str, expected: Verdict, said: &[(&str, Option<Verdict>)]| {
            for (who, verdict) in said.iter().filter(|(_, verdict)| *verdict != Some(expected)) {
                differing.push(format!("{key} × {slug}: the entries mean {expected:?}, {who} says {verdict:?}"));
            }
        };
        for slug in entries.moves.keys() {
            let said = [
                ("My situation", Some(mine(key, slug))),
                ("the page", page.of_move(slug)),
                ("the sheet", sheets.get(slug.as_str()).copied()),
            ];
            compare(slug, entries.of_move(slug, key), &said);
        }
        for slug in entries.plans.keys() {
            let said = [("My situation", Some(mine(key, slug))), ("the page", page.of_plan(slug))];
            compare(slug, entries.of_plan(slug, key), &said);
        }
        differing
    });
    let differing: Vec<String> = differing.collect();
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
    // Nothing of it was compared in vain.
    let pairs = entries.conditions.keys().flat_map(|key| entries.moves.keys().map(move |slug| (slug, key)));
    let verdicts: Vec<Verdict> = pairs.map(|(slug, key)| entries.of_move(slug, key)).collect();
    for verdict in [Free, Care, LeaveOut] {
        let n = verdicts.iter().filter(|one| **one == verdict).count();
        assert!(n > 100, "only {n} of {} are {verdict:?}", verdicts.len());
    }
}

/// What `sheet --exercises SLUG --avoid CONDITION` does with each exercise: refuses it, prints a line for the condition in its
/// row, or prints nothing for it. As many are asked for at once as a sheet holds.
fn own_sheets<'a>(guide: &Guide, entries: &'a Entries, condition: &str) -> BTreeMap<&'a str, Verdict> {
    let mut verdicts = BTreeMap::new();
    let mut waiting: Vec<&str> = entries.moves.keys().rev().map(String::as_str).collect();
    while !waiting.is_empty() {
        let few = waiting.split_off(waiting.len().saturating_sub(MOST_ON_A_SHEET));
        let made = own_sheet(guide, &few, condition);
        let Some(sheet) = made.value else {
            // Nothing is set while something is refused: the others are asked for again.
            let refused = |slug: &&str| {
                let start = format!("`{slug}` is not done with ");
                let mut found = made.diagnostics.iter();
                found.any(|one| one.rule.code == "contraindicated-exercise" && one.message.starts_with(&start))
            };
            let (out, rest): (Vec<&str>, Vec<&str>) = few.into_iter().partition(refused);
            assert!(out.len() == made.diagnostics.len() && !out.is_empty(), "{condition}: {:#?}", made.diagnostics);
            verdicts.extend(out.into_iter().map(|slug| (slug, LeaveOut)));
            waiting.extend(rest);
            continue;
        };
        for (slug, row) in rows(entries, &few, &sheet.words) {
            let says =
                |key: &&str| squeezed(row).contains(&squeezed(&format!("{}:", entries.conditions[*key].capital)));
            verdicts.insert(slug, if entries.held(condition).iter().any(says) { Care } else { Free });
            for advice in entries.advice(slug, condition) {
                assert!(letters(row).contains(&letters(advice)), "{condition} × {slug}: “{advice}” is not in {row}");
            }
        }
    }
    verdicts
}

/// The most exercises that surely fit on four sides.
const MOST_ON_A_SHEET: usize = 5;

fn own_sheet(guide: &Guide, slugs: &[&str], condition: &str) -> Reported<Option<Sheet>> {
    let Some(site) = &guide.site else { panic!("the guide has no settings") };
    let mut sources = Sources::default();
    let exercises = own::words(&mut sources, "--exercises", &slugs.join(","));
    let avoid = own::words(&mut sources, "--avoid", condition);
    let title = own::words(&mut sources, "--title", "Mine").remove(0);
    let wish = Wish { title, exercises, dose: WhichDose::Start, avoid };
    let options = Options { base_url: None, clinic: None, logo: None };
    own::own(site, &guide.theme, &options, &Cache::in_memory(), &wish, (Paper::A4, Edition::Large))
}

/// The words of each row: from the exercise's title to the next one's, a walk the last.
fn rows<'a, 'w>(entries: &'a Entries, slugs: &[&str], words: &'w str) -> Vec<(&'a str, &'w str)> {
    let (mut walks, mut rows): (Vec<&str>, Vec<&str>) = slugs.iter().partition(|slug| **slug == "walking");
    rows.append(&mut walks);
    let mut starts = Vec::new();
    for (n, slug) in (1..).zip(rows) {
        let (slug, entry) = entries.moves.get_key_value(slug).unwrap();
        let from = starts.last().map_or(0, |(_, at)| *at);
        let head = if slug == "walking" { entry.title.clone() } else { format!("{n} {}", entry.title) };
        let at = words[from..].find(&head).unwrap_or_else(|| panic!("no row of {head} in {words}"));
        starts.push((slug.as_str(), from + at));
    }
    let end = words.find("Pain each day").expect("a sheet has a part to check");
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([end]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|((slug, start), end)| (slug, &words[start..end])).collect()
}

/// A condition's page, without any program.
struct Page<'a> {
    /// Its exercises under each heading.
    moves: Vec<(&'a str, Verdict)>,
    plans: Vec<(&'a str, Verdict)>,
    /// What the head of the page says of all moves and plans that it does not list.
    all: Option<Verdict>,
}

impl<'a> Page<'a> {
    fn read(html: &'a str) -> Self {
        let section = |id: &str| {
            let at = html.find(&format!("aria-labelledby=\"{id}\""));
            at.map_or("", |at| html[at..].split("</section>").next().unwrap())
        };
        let under = |id: &str, each: &str, verdict| {
            let parts = section(id).split(each).skip(1).map(|part| part.split("</b>").next().unwrap());
            parts.flat_map(links).map(move |slug| (slug, verdict)).collect::<Vec<_>>()
        };
        let mut moves = under("leave-out", "<b class=\"who\">", LeaveOut);
        moves.extend(under("take-care", "<b class=\"who\">", Care));
        moves.extend(links(section("nothing-noted")).map(|slug| (slug, Free)));
        let groups = section("plans").split("<h3>").skip(1).filter_map(|group| group.split_once("</h3>"));
        let plans = groups.flat_map(|(head, group)| {
            let (verdict, each) = match head {
                "Not until a clinician says yes" => (LeaveOut, "<p><b>"),
                "With a change" => (Change, "<p><b>"),
                "With care in some moves" => (Care, "<p><b>"),
                "Not before you have asked" => (Care, "<p>"),
                "As they are" => (Free, "<p>"),
                other => panic!("an unknown heading: {other}"),
            };
            let ends = if each == "<p>" { "</p>" } else { "</b>" };
            let parts = group.split(each).skip(1).map(move |part| part.split(ends).next().unwrap());
            parts.flat_map(links).map(move |slug| (slug, verdict)).collect::<Vec<_>>()
        });
        let plans = plans.collect();
        let nothing = section("plans").contains("None of the <a");
        let all = if nothing { Some(LeaveOut) } else { (!section("not-yet").is_empty()).then_some(Care) };
        Self { moves, plans, all }
    }

    fn of_move(&self, slug: &str) -> Option<Verdict> {
        one(&self.moves, slug).or(self.all)
    }

    fn of_plan(&self, slug: &str) -> Option<Verdict> {
        one(&self.plans, slug).or(self.all.filter(|all| *all == LeaveOut))
    }
}

/// What a list says of an entry, which may stand there under one heading alone.
fn one(list: &[(&str, Verdict)], slug: &str) -> Option<Verdict> {
    let said: BTreeSet<Verdict> = list.iter().filter(|(one, _)| *one == slug).map(|(_, verdict)| *verdict).collect();
    assert!(said.len() < 2, "{slug} is {said:?}");
    said.first().copied()
}

/// The slugs that the links of a piece of HTML lead to.
fn links(html: &str) -> impl Iterator<Item = &str> {
    let hrefs = html.split("<a href=\"").skip(1).filter_map(|rest| rest.split_once("/index.html\""));
    hrefs.map(|(href, _)| href.rsplit('/').next().unwrap_or(href)).filter(|slug| !slug.contains(['"', '#']))
}

/// What the guide says, by the letters of its files.
struct Entries {
    moves: BTreeMap<String, Move>,
    plans: BTreeMap<String, Plan>,
    conditions: BTreeMap<String, Condition>,
    /// Conditions with which no exercise is done.
    general: BTreeSet<String>,
    cautions: Vec<Caution>,
}

struct Move {
    title: String,
    positions: Vec<String>,
    phases: Vec<String>,
    /// Conditions with which it is not done.
    not: BTreeSet<String>,
    /// Conditions with which care is taken, with the advice.
    care: Vec<(String, String)>,
}

struct Plan {
    not_for: BTreeSet<String>,
    adapt: BTreeSet<String>,
    moves: BTreeSet<String>,
}

struct Condition {
    /// Its name on a sheet, as a sentence begins.
    capital: String,
    kind: String,
    implies: Vec<String>,
}

struct Caution {
    positions: Vec<String>,
    phases: Vec<String>,
    conditions: Vec<String>,
    advice: String,
}

impl Entries {
    fn read() -> Self {
        let conditions = |node: Option<&Node>| items(node).map(|line| text(line, "condition")).collect();
        let moves = files("exercises").into_iter().map(|(slug, node)| {
            let care = items(field(&node, "precautions"));
            let entry = Move {
                title: text(&node, "title"),
                positions: texts(&node, "positions"),
                phases: texts(&node, "phases"),
                not: conditions(field(&node, "contraindications")),
                care: care.map(|line| (text(line, "condition"), text(line, "advice"))).collect(),
            };
            (slug, entry)
        });
        let plans = files("plans").into_iter().map(|(slug, node)| {
            let weeks = items(field(&node, "weeks")).flat_map(|week| items(field(week, "exercises")));
            let entry = Plan {
                not_for: conditions(field(&node, "not_for")),
                adapt: conditions(field(&node, "adapt")),
                moves: weeks.map(|line| text(line, "exercise")).collect(),
            };
            (slug, entry)
        });
        let safety = file("content/safety.yaml");
        let cautions = items(field(&safety, "cautions")).map(|caution| Caution {
            positions: texts(caution, "positions"),
            phases: texts(caution, "phases"),
            conditions: texts(caution, "conditions"),
            advice: text(caution, "advice"),
        });
        let vocabulary = file("content/vocabulary.yaml");
        let Some(Value::Map(terms)) = field(&vocabulary, "conditions").map(|field| &field.value) else {
            panic!("no conditions")
        };
        let terms = terms.iter().map(|(key, term)| {
            let short = text(term, "short");
            let name = if short.is_empty() { text(term, "label") } else { short };
            let capital = name[..1].to_uppercase() + &name[1..];
            (key.value.clone(), Condition { capital, kind: text(term, "kind"), implies: texts(term, "implies") })
        });
        Self {
            moves: moves.collect(),
            plans: plans.collect(),
            conditions: terms.collect(),
            general: conditions(field(&safety, "contraindications")),
            cautions: cautions.collect(),
        }
    }

    /// A condition and all that holds because it does.
    fn held<'a>(&'a self, condition: &'a str) -> Vec<&'a str> {
        let mut held = vec![condition];
        let mut at = 0;
        while at < held.len() {
            for implied in &self.conditions[held[at]].implies {
                if !held.contains(&implied.as_str()) {
                    held.push(implied);
                }
            }
            at += 1;
        }
        held
    }

    /// An exercise's own line for a condition stands in the place of the general one; an emergency is an emergency.
    fn of_move(&self, slug: &str, condition: &str) -> Verdict {
        let entry = &self.moves[slug];
        let of_one = |key: &&str| {
            let Condition { kind, .. } = &self.conditions[*key];
            if kind == "emergency" || entry.not.contains(*key) {
                LeaveOut
            } else if entry.care.iter().any(|(own, _)| own == key) {
                Care
            } else if self.general.contains(*key) {
                LeaveOut
            } else if kind == "stop" || self.cautions(entry, key).next().is_some() {
                Care
            } else {
                Free
            }
        };
        self.held(condition).iter().map(of_one).max().unwrap()
    }

    /// A plan is not left out because of one of its moves: that move is, which changes the plan.
    fn of_plan(&self, slug: &str, condition: &str) -> Verdict {
        let plan = &self.plans[slug];
        let of_one = |key: &&str| {
            let Condition { kind, .. } = &self.conditions[*key];
            if kind == "emergency" || self.general.contains(*key) || plan.not_for.contains(*key) {
                LeaveOut
            } else if plan.adapt.contains(*key) {
                Change
            } else if kind == "stop" {
                Care
            } else {
                Free
            }
        };
        let own = self.held(condition).iter().map(of_one).max().unwrap();
        let moves = plan.moves.iter().map(|slug| self.of_move(slug, condition).min(Change));
        if moves.clone().max() == Some(Change) && own < LeaveOut {
            // The check that every plan answers what its moves are ruled out for.
            assert!(own == Change, "{slug} has no line for {condition}");
        }
        moves.chain([own]).max().unwrap()
    }

    /// Advice about the condition itself that stands in the exercise's row on a sheet.
    fn advice<'a>(&'a self, slug: &str, condition: &'a str) -> Vec<&'a str> {
        let entry = &self.moves[slug];
        let own: Vec<&str> =
            entry.care.iter().filter(|(key, _)| key == condition).map(|(_, advice)| advice.as_str()).collect();
        if own.is_empty() { self.cautions(entry, condition).collect() } else { own }
    }

    /// Advice of the cautions of an exercise's positions and phases.
    fn cautions<'a>(&'a self, entry: &'a Move, condition: &'a str) -> impl Iterator<Item = &'a str> {
        let shares = |own: &[String], wanted: &[String]| own.iter().any(|one| wanted.contains(one));
        let about = self.cautions.iter().filter(move |caution| caution.conditions.iter().any(|key| key == condition));
        let here = about.filter(move |caution| {
            shares(&entry.positions, &caution.positions) || shares(&entry.phases, &caution.phases)
        });
        here.map(|caution| caution.advice.as_str())
    }
}

/// The entries of a folder of the guide, by slug.
fn files(folder: &str) -> BTreeMap<String, Node> {
    let folder = format!("content/{folder}");
    let names = fs::read_dir(repository().join(&folder)).unwrap();
    let names = names.map(|name| name.unwrap().file_name().into_string().unwrap());
    let entry = |name: String| (name.split('.').next().unwrap().to_owned(), file(&format!("{folder}/{name}")));
    names.map(entry).collect()
}

/// A file of the guide as YAML, of Markdown the head.
fn file(path: &str) -> Node {
    let text = fs::read_to_string(repository().join(path)).unwrap();
    let text = text.strip_prefix("---\n").map_or(text.as_str(), |head| head.split_once("\n---\n").unwrap().0);
    let mut sources = Sources::default();
    let id = sources.add(Source::new(path, text.to_owned()));
    yaml::parse(id, text, 0, text, &mut Vec::new()).unwrap()
}

/// A field of a map.
fn field<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Value::Map(fields) = &node.value else { return None };
    fields.iter().find(|(key, _)| key.value == name).map(|(_, value)| value)
}

/// The items of a list; none where a field is not written or says in words why there are none.
fn items(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    let list = if let Some(Node { value: Value::List(list), .. }) = node { list.as_slice() } else { &[] };
    list.iter()
}

fn text(node: &Node, name: &str) -> String {
    let Some(Value::Scalar(scalar)) = field(node, name).map(|field| &field.value) else { return String::new() };
    scalar.text.clone()
}

fn texts(node: &Node, name: &str) -> Vec<String> {
    let words = items(field(node, name)).filter_map(|item| match &item.value {
        Value::Scalar(scalar) => Some(scalar.text.clone()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    });
    words.collect()
}

/// Letters and digits alone, small.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Without the places where a line may be broken.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
