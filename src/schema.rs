//! The field tables as JSON Schema (2020-12), for editors: what they underline is what the reader would refuse.
//!
//! A schema judges the form of one file. What needs the other files (whether a slug, a source or a heading exists), what
//! needs to understand a text, and the poses of a figure are judged by `backsite check` alone.
//!
//! `markdownDescription`, `patternErrorMessage` and `enumDescriptions` are no words of JSON Schema, which lets others pass:
//! editors show by them what a field means, what to write, and what each word of a list stands for.

use serde_json::{Map, Value, json};

use crate::model::dose::Unit;
use crate::model::field::{FILES, Field, Need, SOURCES_FILE, Shape, Table};
use crate::model::vocabulary::Vocabulary;

/// Small letters, figures and single hyphens.
const SLUG: &str = "^\\s*[a-z0-9]+(-[a-z0-9]+)*\\s*$";

/// A number above zero, or two of them.
const FIGURES: &str = "\\s*0*[1-9][0-9]*(\\s*([-\u{2010}\u{2011}\u{2012}–—\u{2212}]|to\\s)\\s*0*[1-9][0-9]*)?";

/// What makes a schema fit one guide.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// Its words: with them, a word that is not in the vocabulary is underlined, and the others are offered.
    pub vocabulary: Option<&'a Vocabulary>,
    /// Where it is published, without a slash at the end.
    pub base_url: Option<&'a str>,
}

/// Names of the files there is a schema of: the kinds of entry, then the guide's own files.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The schema of one kind of file; none if there is no such kind.
#[must_use]
pub fn of(name: &str, scope: &Scope<'_>) -> Option<Value> {
    let (name, table) = FILES.iter().find(|(known, _)| *known == name)?;
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    if let Some(base) = scope.base_url {
        whole.insert("$id".to_owned(), json!(format!("{base}/data/schema/{name}.json")));
    }
    whole.insert("title".to_owned(), json!(table.noun));
    let content = if *name == SOURCES_FILE { keyed(table, scope) } else { record(table, scope) };
    whole.extend(content);
    Some(Value::Object(whole))
}

/// Every schema in one document, under `$defs`.
#[must_use]
pub fn all(scope: &Scope<'_>) -> Value {
    let schemas: Map<String, Value> =
        names().filter_map(|name| Some((name.to_owned(), of(name, &Scope { base_url: None, ..*scope })?))).collect();
    json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": schemas })
}

fn record(table: &Table, scope: &Scope<'_>) -> Map<String, Value> {
    let properties: Map<String, Value> =
        table.fields.iter().map(|field| (field.name.to_owned(), Value::Object(property(field, scope)))).collect();
    let required: Vec<&str> =
        table.fields.iter().filter(|field| !matches!(field.need, Need::Optional)).map(|field| field.name).collect();
    object(json!({
        "title": table.noun,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "minProperties": 1,
    }))
}

/// Names of the author's own, each with a group of fields.
fn keyed(table: &Table, scope: &Scope<'_>) -> Map<String, Value> {
    object(json!({
        "type": "object",
        "propertyNames": { "pattern": SLUG },
        "additionalProperties": record(table, scope),
        "minProperties": 1,
    }))
}

fn property(field: &Field, scope: &Scope<'_>) -> Map<String, Value> {
    let mut schema = shape(&field.shape, scope);
    let (name, means, example) = (field.name, field.means, field.example);
    schema.entry("title").or_insert_with(|| json!(name));
    schema.insert("description".to_owned(), json!(format!("{means} For example: {example}")));
    let markdown = format!("{means}\n\n```yaml\n{name}: {example}\n```");
    schema.insert("markdownDescription".to_owned(), json!(markdown));
    schema
}

fn shape(shape: &Shape, scope: &Scope<'_>) -> Map<String, Value> {
    let mut schema = form(shape, scope);
    if schema.contains_key("pattern") {
        schema.insert("patternErrorMessage".to_owned(), json!(format!("Write {}.", shape.wanted())));
    }
    schema
}

/// What a shape lets through.
fn form(shape: &Shape, scope: &Scope<'_>) -> Map<String, Value> {
    match shape {
        // In YAML `title: 2` is a number to others, and a text to us.
        Shape::Text | Shape::Prose => object(json!({ "type": ["string", "number", "boolean"], "pattern": "\\S" })),
        Shape::Flag => object(json!({ "enum": [true, false, "true", "false"] })),
        Shape::Count => object(
            json!({ "type": ["integer", "string"], "minimum": 0, "maximum": u32::MAX, "pattern": "^\\s*[0-9]+\\s*$" }),
        ),
        Shape::Range => object(
            json!({ "type": ["integer", "string"], "minimum": 1, "maximum": u32::MAX, "pattern": format!("^{FIGURES}\\s*$") }),
        ),
        Shape::Time => {
            let units: Vec<&str> = Unit::WORDS.iter().map(|(word, _)| *word).collect();
            object(json!({ "type": "string", "pattern": format!("^{FIGURES}\\s*({})\\s*$", units.join("|")) }))
        }
        Shape::Date => object(json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })),
        Shape::Path => object(json!({
            "type": "string",
            "pattern": "^\\s*(/[a-z0-9]+(-[a-z0-9]+)*)+(\\.html)?/*\\s*$",
        })),
        Shape::Url => {
            object(json!({ "type": "string", "pattern": "^\\s*https?://[^/\\s\"<>\\\\`][^\\s\"<>\\\\`]*\\s*$" }))
        }
        Shape::Figure => object(json!({ "type": "object", "required": ["poses"] })),
        // A text to us whatever it is to others; with a point or a minus in it, it is no slug.
        Shape::Anchor => object(json!({ "type": ["string", "integer", "boolean"], "minimum": 0, "pattern": SLUG })),
        Shape::Entry(..) => object(json!({ "type": ["string", "number"], "pattern": SLUG })),
        Shape::Anywhere(_) | Shape::Source => object(json!({ "type": "string", "pattern": "\\S" })),
        Shape::Term(taxonomy) => {
            let terms = scope.vocabulary.map_or(&[][..], |vocabulary| vocabulary.terms(*taxonomy));
            if terms.is_empty() {
                return object(json!({ "type": "string", "pattern": SLUG }));
            }
            let keys: Vec<&str> = terms.iter().map(|term| term.key.as_str()).collect();
            let labels: Vec<&str> = terms.iter().map(|term| term.label.as_str()).collect();
            object(json!({ "enum": keys, "enumDescriptions": labels }))
        }
        Shape::Choice(words) => {
            let (keys, meanings): (Vec<&str>, Vec<&str>) = words.iter().copied().unzip();
            object(json!({ "enum": keys, "enumDescriptions": meanings }))
        }
        Shape::List(of) => list(of, 1, scope),
        Shape::AtLeast(least, _, of) => list(of, *least, scope),
        Shape::OneOrMore(of) => object(json!({ "anyOf": [self::shape(of, scope), list(of, 1, scope)] })),
        Shape::Record(table) => record(table, scope),
        Shape::Keyed(table) => keyed(table, scope),
        Shape::Or(table, other) => object(json!({ "anyOf": [record(table, scope), self::shape(other, scope)] })),
    }
}

fn list(of: &Shape, least: usize, scope: &Scope<'_>) -> Map<String, Value> {
    object(json!({ "type": "array", "items": shape(of, scope), "minItems": least }))
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(map) = value { map } else { Map::new() }
}
