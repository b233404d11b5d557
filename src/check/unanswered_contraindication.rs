//! A contraindication of a plan's exercise that the plan does not answer: see `rule/unanswered-contraindication.md`.

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::model::vocabulary::Taxonomy;
use crate::rule;

/// Every plan, every week, every condition that rules one of its exercises out.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for plan in site.plans() {
        for (number, week) in (1..).zip(&plan.weeks) {
            for prescription in &week.prescriptions {
                let slug = &prescription.exercise.value;
                let Some(exercise) = site.exercise(slug) else {
                    continue;
                };
                for line in exercise.contraindications.list() {
                    let condition = &line.condition.value;
                    // A condition that the vocabulary does not have is the finding of its own line, not of every plan.
                    let is_known = site.vocabulary().term(Taxonomy::Conditions, condition).is_some();
                    if !is_known || plan.answers(slug, condition) {
                        continue;
                    }
                    let label = site.vocabulary().label(Taxonomy::Conditions, condition);
                    diagnostics.push(
                        Diagnostic::new(
                            &rule::UNANSWERED_CONTRAINDICATION,
                            prescription.exercise.span,
                            format!("week {number} holds `{slug}`, and the plan does not say what to do with `{condition}`"),
                        )
                        .label("contraindicated with that condition")
                        .also(line.span, format!("not done with: {label}"))
                        .help(format!(
                            "add to `adapt`: `{{condition: {condition}, exercise: {slug}, advice: ..., source: ...}}`, or add the \
                             condition to `not_for`"
                        )),
                    );
                }
            }
        }
    }
}
