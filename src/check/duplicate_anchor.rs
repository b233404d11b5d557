//! Two parts of one page with one name: see `rule/duplicate-anchor.md`.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;
use crate::source::{Span, Spanned};

/// Sections, points and headings of a page that share an anchor.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for page in site.pages() {
        let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
        for heading in &page.head.body.headings {
            taken.insert(&heading.anchor, page.head.span);
        }
        let ids = page.sections.iter().flat_map(|section| {
            std::iter::once(&section.id).chain(section.items.iter().map(|item| &item.id))
        });
        for id in ids.filter(|id| !id.value.is_empty()) {
            let Spanned { value, span } = id;
            if let Some(first) = taken.insert(value, *span) {
                diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_ANCHOR, *span, format!("`{value}` is the name of two parts of this page"))
                        .label("again")
                        .also(first, "first here")
                        .help("give one of the two another `id`"),
                );
            }
        }
    }
}
