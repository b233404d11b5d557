//! Two parts of one page with one name: see `rule/duplicate-anchor.md`.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::Kind;
use crate::model::page::Page;
use crate::model::site::Site;
use crate::rule;
use crate::source::{Span, Spanned};

/// Headings of a free text, sections and points that are called as a part is that the page has anyway.
fn reserved(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, head) in site.entries() {
        let reserved = site.reserved_anchors(id);
        let is_reserved = |anchor: &String| reserved.contains(anchor);
        for heading in head.body.headings().iter().filter(|heading| is_reserved(&heading.anchor)) {
            let message =
                format!("the heading \u{201c}{}\u{201d} is the name of another part of this page", heading.text);
            diagnostics.push(
                Diagnostic::new(&rule::DUPLICATE_ANCHOR, heading.span, message)
                    .label("again")
                    .help("give the heading other words"),
            );
        }
        let page = (id.kind == Kind::Page).then(|| &site.pages()[id.index as usize]);
        for id in page.into_iter().flat_map(ids).filter(|id| is_reserved(&id.value)) {
            let message = format!("`{}` is the name of another part of this page", id.value);
            diagnostics.push(
                Diagnostic::new(&rule::DUPLICATE_ANCHOR, id.span, message).label("again").help("give it another `id`"),
            );
        }
    }
}

/// The names of a page's sections and points.
fn ids(page: &Page) -> impl Iterator<Item = &Spanned<String>> {
    page.sections
        .iter()
        .flat_map(|section| std::iter::once(&section.id).chain(section.items.iter().map(|item| &item.id)))
        .filter(|id| !id.value.is_empty())
}

/// Sections, points and headings of a page that share an anchor.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    reserved(site, diagnostics);
    for page in site.pages() {
        let mut taken: BTreeMap<&str, Span> = BTreeMap::new();
        for heading in page.head.body.headings() {
            taken.insert(&heading.anchor, heading.span);
        }
        for id in ids(page) {
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
