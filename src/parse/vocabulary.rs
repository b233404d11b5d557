//! `vocabulary.yaml` and `sources.yaml`.

use super::record::Record;
use crate::model::settings::Work;
use crate::model::vocabulary::{Taxonomy, Term, Vocabulary};
use crate::source::Spanned;

/// Reads the vocabulary.
pub(super) fn vocabulary(record: &Record) -> Vocabulary {
    let list = |taxonomy: Taxonomy| {
        let terms = record.keyed(taxonomy.key()).iter();
        (taxonomy, terms.map(|(key, record)| term(key, record, taxonomy)).collect())
    };
    let vocabulary = Vocabulary { lists: Taxonomy::ALL.map(list).into(), span: Some(record.span) };
    record.done();
    vocabulary
}

fn term(key: &Spanned<String>, record: &Record, taxonomy: Taxonomy) -> Term {
    let is_condition = taxonomy == Taxonomy::Conditions;
    let term = Term {
        key: key.clone(),
        label: record.text("label"),
        plain: record.maybe_prose("plain"),
        synonyms: record.texts("synonyms"),
        short: is_condition.then(|| record.maybe_text("short")).flatten(),
        kind: is_condition.then(|| record.maybe_text("kind")).flatten(),
        implies: if is_condition { record.texts("implies") } else { Vec::new() },
    };
    record.done();
    term
}

/// Reads one work of the bibliography.
pub(super) fn work(key: &Spanned<String>, record: &Record) -> Work {
    let work = Work {
        key: key.clone(),
        citation: record.text("citation"),
        supports: record.text("supports"),
        strength: record.text("strength"),
        doi: record.maybe_text("doi"),
        pmid: record.maybe_text("pmid"),
        url: record.maybe_text("url"),
        recheck: record.maybe_text("recheck"),
    };
    record.done();
    work
}
