//! A source that nothing cites: see `rule/uncited-source.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::{Site, is_pseudo_source};
use crate::rule;

/// Works of the bibliography that no entry and no line of the guide's files names.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let is_known = |key: &str| is_pseudo_source(key) || site.work(key).is_some();
    let help = if site.citations().all(|(key, _)| is_known(key)) {
        "cite it where it counts, in `source:`, `sources:` or as `[@key]` in a text; or leave it out"
    } else {
        "perhaps a source that nobody knows, told beside this, is this one misspelt; if not, cite it where it counts"
    };
    for work in site.works().iter().filter(|_| site.knows_all_names()) {
        if site.citers(&work.key.value).next().is_none() {
            diagnostics.push(
                Diagnostic::new(&rule::UNCITED_SOURCE, work.key.span, format!("nothing cites `{}`", work.key.value))
                    .help(help),
            );
        }
    }
}
