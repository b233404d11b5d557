//! Exercises each of which comes before the other: see `rule/progression-cycle.md`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::model::site::Site;
use crate::rule;
use crate::source::{Span, Spanned};

/// `a` comes before `b`, because of what stands at the place.
struct Before<'a> {
    a: &'a str,
    b: &'a str,
    span: Span,
}

/// Circles among prerequisites, easier and harder, each reported once.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let steps = steps(site);
    let mut after: BTreeMap<&str, Vec<&Before<'_>>> = BTreeMap::new();
    for step in &steps {
        after.entry(step.a).or_default().push(step);
    }
    let in_circles = in_circles(&steps);
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in site.exercises().iter().map(|exercise| exercise.head.slug.as_str()) {
        if done.contains(start) || !in_circles.contains(start) {
            continue;
        }
        let Some(circle) = circle_from(start, &after) else {
            continue;
        };
        let names: Vec<String> = circle.iter().map(|step| format!("`{}`", step.a)).collect();
        done.extend(circle.iter().map(|step| step.a));
        let mut places = circle.iter();
        let Some(first) = places.next() else { continue };
        let mut finding = Diagnostic::new(
            &rule::PROGRESSION_CYCLE,
            first.span,
            if circle.len() == 1 {
                format!("{} cannot come before itself", names[0])
            } else {
                format!("{} come each before the next, and the last before the first", names.join(", "))
            },
        )
        .label(format!("says that `{}` comes before `{}`", first.a, first.b));
        for step in places {
            finding = finding.also(step.span, format!("says that `{}` comes before `{}`", step.a, step.b));
        }
        diagnostics.push(finding.help("leave one of these lines out"));
    }
}

/// What the entries say of the order of exercises.
fn steps(site: &Site) -> Vec<Before<'_>> {
    let mut steps = Vec::new();
    for exercise in site.exercises() {
        let own = exercise.head.slug.as_str();
        let easier = exercise.easier.iter().flat_map(|easier| &easier.exercises);
        let harder = exercise.harder.iter().flat_map(|harder| &harder.exercises);
        let before = exercise.prerequisites.iter().chain(easier);
        steps.extend(before.map(|Spanned { value, span }| Before { a: value, b: own, span: *span }));
        steps.extend(harder.map(|Spanned { value, span }| Before { a: own, b: value, span: *span }));
    }
    steps
}

/// The exercises that are left when those with nothing before them are taken away, again and again: only these can lie on
/// a circle, and as a rule there are none.
fn in_circles<'a>(steps: &[Before<'a>]) -> BTreeSet<&'a str> {
    let mut n_before: BTreeMap<&str, usize> = BTreeMap::new();
    let mut after: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for step in steps {
        n_before.entry(step.a).or_default();
        *n_before.entry(step.b).or_default() += 1;
        after.entry(step.a).or_default().push(step.b);
    }
    let mut free: Vec<&str> = n_before.iter().filter(|(_, n)| **n == 0).map(|(slug, _)| *slug).collect();
    while let Some(slug) = free.pop() {
        n_before.remove(slug);
        for next in after.get(slug).into_iter().flatten() {
            if let Some(n) = n_before.get_mut(next) {
                *n -= 1;
                if *n == 0 {
                    free.push(next);
                }
            }
        }
    }
    n_before.into_keys().collect()
}

/// The shortest way from an exercise back to itself.
fn circle_from<'a>(start: &'a str, after: &BTreeMap<&'a str, Vec<&'a Before<'a>>>) -> Option<Vec<&'a Before<'a>>> {
    let mut reached: BTreeMap<&str, &Before<'_>> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for step in after.get(at).into_iter().flatten().copied() {
            if step.b == start {
                let mut circle = vec![step];
                while let Some(previous) =
                    circle.last().filter(|step| step.a != start).and_then(|step| reached.get(step.a))
                {
                    circle.push(previous);
                }
                circle.reverse();
                return Some(circle);
            }
            if !reached.contains_key(step.b) {
                reached.insert(step.b, step);
                waiting.push_back(step.b);
            }
        }
    }
    None
}
