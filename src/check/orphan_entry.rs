//! An entry that nothing leads to: see `rule/orphan-entry.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::model::{Kind, Role};
use crate::rule;
use crate::source::Span;

/// Links that are shown at both their ends: an entry that names another by one of them is led to by it.
const OF_BOTH_ENDS: [Role; 4] = [Role::Easier, Role::Harder, Role::Prerequisite, Role::Related];

/// Entries that no other entry, menu or pathway leads to.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (id, head) in site.entries().filter(|_| site.knows_all_names()) {
        let is_led_to = site.leads_to(id)
            || site.backlinks(id).next().is_some()
            || OF_BOTH_ENDS.into_iter().any(|role| site.links_from(id, role).next().is_some());
        // A mistake always concerns exercises, and they show it; one that names none that exist has that finding.
        if is_led_to || head.withdrawn || head.faulty || id.kind == Kind::Mistake {
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
