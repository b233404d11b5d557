//! A source that nothing cites: see `rule/uncited-source.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;

/// Works of the bibliography that no entry and no line of the guide's files names.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    if site.entries().any(|(_, head)| head.faulty) {
        return; // What an entry cites that cannot be read nobody knows, and its author must not be led to remove the source.
    }
    for work in site.works() {
        if site.citers(&work.key.value).next().is_none() {
            diagnostics.push(
                Diagnostic::new(&rule::UNCITED_SOURCE, work.key.span, format!("nothing cites `{}`", work.key.value))
                    .help(
                        "cite it where it counts, in `source:`, `sources:` or as `[@key]` in a text; or leave it out",
                    ),
            );
        }
    }
}
