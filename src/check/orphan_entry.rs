//! An entry that nothing leads to: see `rule/orphan-entry.md`.

use crate::diagnostic::Diagnostic;
use crate::model::Role;
use crate::model::site::Site;
use crate::rule;
use crate::source::Span;

/// Entries that no other entry, menu or pathway leads to. A mistake is shown by the exercises it concerns.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, head) in site.entries() {
        let is_led_to = site.leads_to(id)
            || site.backlinks(id).next().is_some()
            || site.links_from(id, Role::Concerns).next().is_some();
        let is_broken = head.title.span == head.span;
        if is_led_to || head.withdrawn || is_broken {
            continue;
        }
        let place = Span { end: head.span.start, ..head.span };
        diagnostics.push(
            Diagnostic::new(
                &rule::ORPHAN_ENTRY,
                place,
                format!("nothing leads to the {} `{}`", id.kind.word(), head.slug),
            )
            .help(format!("link to it where a reader would want it: `[{}]({})`", head.title.value, head.slug)),
        );
    }
}
