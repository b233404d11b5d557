//! A clinic's file to a [`Clinic`].

use super::exercise::dose;
use super::fields::Reader;
use super::record::Record;
use super::{first_line, is_blank};
use crate::diagnostic::{Diagnostic, Reported, suggest};
use crate::model::clinic::{CLINIC_TABLE, Clinic, OwnDose, Phones};
use crate::model::site::Site;
use crate::model::{Kind, Wants};
use crate::rule;
use crate::source::{SourceId, Sources};
use crate::yaml;

/// Reads a clinic's file and looks its exercises up in the guide.
#[must_use]
pub fn read(sources: &Sources, id: SourceId, site: &Site) -> Reported<Clinic> {
    let source = sources.get(id);
    let mut reader = Reader::default();
    let span = first_line(id, source);
    let node = if is_blank(source, span, &mut reader) {
        None
    } else {
        yaml::parse(id, &source.text, 0, &source.text, &mut reader.diagnostics)
    };
    let record = match &node {
        Some(node) => reader.record_at(node, &CLINIC_TABLE, span),
        None => Record::empty(&CLINIC_TABLE, span),
    };
    let clinic = clinic(&record);
    let mut diagnostics = reader.diagnostics;
    for reference in &reader.references {
        diagnostics.extend(unresolved(reference, site));
    }
    Reported { value: clinic, diagnostics }
}

/// A name in the file that the guide has not.
fn unresolved(reference: &crate::model::Reference, site: &Site) -> Option<Diagnostic> {
    let Wants::Entry(kinds, _) = reference.wants else {
        return None;
    };
    let name = &reference.target.value;
    if site.find(name).is_some_and(|id| kinds.contains(&id.kind)) {
        return None;
    }
    let word = kinds.first().map_or("entry", |kind: &Kind| kind.word());
    let mut finding =
        Diagnostic::new(&rule::UNRESOLVED_REFERENCE, reference.target.span, format!("no {word} is named `{name}`"));
    let names = site.entries().filter(|(id, _)| kinds.contains(&id.kind)).map(|(_, head)| head.slug.as_str());
    if let Some(meant) = suggest::nearest(name, names) {
        finding = finding.edit(format!("did you mean `{meant}`?"), reference.target.span, meant);
    }
    Some(finding)
}

fn clinic(record: &Record) -> Clinic {
    let clinic = Clinic {
        span: record.span,
        name: record.text("name"),
        logo: record.maybe_text("logo"),
        lines: record.texts("lines"),
        phone: record.record("phone").map(phones).unwrap_or_default(),
        doses: record.records("doses").map(own_dose).collect(),
    };
    record.done();
    clinic
}

fn phones(record: &Record) -> Phones {
    let phones = Phones {
        clinic: record.maybe_text("clinic"),
        doctor: record.maybe_text("doctor"),
        urgent: record.maybe_text("urgent"),
        emergency: record.maybe_text("emergency"),
    };
    record.done();
    phones
}

fn own_dose(record: &Record) -> OwnDose {
    let own = OwnDose {
        span: record.span,
        exercise: record.text("exercise"),
        plan: record.maybe_text("plan"),
        week: record.maybe_count("week"),
        dose: record.record("dose").map(dose),
    };
    record.done();
    own
}
