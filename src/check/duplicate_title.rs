//! Two exercises with one name: see `rule/duplicate-title.md`.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;
use crate::source::Span;

/// Titles that are another exercise's title, or a name that another goes by.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut titles: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    for (index, exercise) in site.exercises().iter().enumerate() {
        let title = &exercise.head.title;
        if let Some((_, first)) = titles.get(&title.value.to_lowercase()) {
            diagnostics.push(finding(&title.value, title.span, *first));
        } else {
            titles.insert(title.value.to_lowercase(), (index, title.span));
        }
    }
    for (index, exercise) in site.exercises().iter().enumerate() {
        for name in &exercise.also_called {
            if let Some((_, first)) = titles.get(&name.value.to_lowercase()).filter(|(whose, _)| *whose != index) {
                diagnostics.push(finding(&name.value, name.span, *first));
            }
        }
    }
}

fn finding(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&rule::DUPLICATE_TITLE, span, format!("another exercise is called `{name}`"))
        .also(first, "this one")
        .help("give one of the two another name")
}
