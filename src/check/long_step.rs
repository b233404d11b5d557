//! A step or stop rule too long to be followed: see `rule/long-step.md`.

use crate::diagnostic::Diagnostic;
use crate::model::passage::{self, Part};
use crate::model::site::Site;
use crate::rule;

/// Steps and stop rules with more words than the guide's wording allows.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let longest = site.settings().wording.longest_step as usize;
    for passage in passage::of_site(site).iter().flat_map(|passages| &passages.list) {
        let noun = match passage.part {
            Part::Step => "this step",
            Part::StopRule => "this stop rule",
            Part::Body | Part::Title | Part::Text => continue,
        };
        let n_words = passage.text.split_whitespace().count();
        if n_words > longest {
            diagnostics.push(
                Diagnostic::new(
                    &rule::LONG_STEP,
                    passage.span,
                    format!("{noun} has {n_words} words, and at most {longest} can be followed"),
                )
                .help("make two of it, or leave out what the reader sees anyway"),
            );
        }
    }
}
