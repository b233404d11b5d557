//! A source that nothing cites: see `rule/uncited-source.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;

/// Works of the bibliography that no entry and no line of the guide's files names.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for work in site.works().iter().filter(|_| site.knows_all_names()) {
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
