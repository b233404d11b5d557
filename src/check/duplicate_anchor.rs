//! Two parts of one page with one name: see `rule/duplicate-anchor.md`.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;
use crate::source::{Span, Spanned};

/// Headings of a free text that are called as a part of the page is that every entry of the kind has.
fn headings(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, head) in site.entries() {
        let fixed = site.fixed_anchors(id);
        for heading in &head.body.headings {
            if fixed.contains(&heading.anchor) {
                let message =
                    format!("the heading \u{201c}{}\u{201d} is the name of another part of this page", heading.text);
                diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_ANCHOR, heading.span, message)
                        .label("again")
                        .help("give the heading other words"),
                );
            }
        }
    }
}

/// Sections, points and headings of a page that share an anchor.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    headings(site, diagnostics);
    for page in site.pages() {
        let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
        for heading in &page.head.body.headings {
            taken.insert(&heading.anchor, heading.span);
        }
        let ids = page
            .sections
            .iter()
            .flat_map(|section| std::iter::once(&section.id).chain(section.items.iter().map(|item| &item.id)));
        for id in ids.filter(|id| !id.value.is_empty()) {
            let Spanned { value, span } = id;
            if let Some(first) = taken.insert(value, *span) {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::DUPLICATE_ANCHOR,
                        *span,
                        format!("`{value}` is the name of two parts of this page"),
                    )
                    .label("again")
                    .also(first, "first here")
                    .help("give one of the two another `id`"),
                );
            }
        }
    }
}
