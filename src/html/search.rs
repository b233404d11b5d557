//! What search looks through: every page and part of a page that somebody may look for, with the words they may look by.
//!
//! The index is a script of plain rows, so that it loads from `file://` too. A row holds what is shown (address, title, what
//! it is, summary) and, apart, what is only found by: other names, words of the vocabulary with their synonyms, and each
//! word of the text once. How words are matched is the program's business (`templates/assets/search.js`).

use std::borrow::Cow;

use rayon::prelude::*;

use super::guide::Guide;
use super::here::Here;
use super::urls::Base;
use super::view::{alphabet, data, glossary, list};
use crate::markdown::html::words;
use crate::model::exercise::Exercise;
use crate::model::page::{Layout, Page};
use crate::model::plan::Plan;
use crate::model::site::{Destination, Section};
use crate::model::vocabulary::{Taxonomy, Term};
use crate::model::{Head, Prose};
use crate::source::Spanned;

/// Something to find.
#[derive(Default)]
struct Row {
    /// From the root of the site.
    address: String,
    title: String,
    /// What it is, to a reader.
    kind: &'static str,
    summary: String,
    /// Other names: found as well as the title.
    also: Vec<String>,
    /// Words of the vocabulary that it carries.
    near: Vec<String>,
    /// Its text.
    text: Vec<String>,
}

/// The rows as JSON: address, title, kind, summary, other names, words nearby, words of the text.
pub(super) fn rows(guide: &Guide<'_>) -> Vec<String> {
    let here = Here { guide, base: Base::Depth(0), exercise: None };
    let index = Index { here };
    let exercises: Vec<&Exercise> = guide.exercises().collect();
    let exercises: Vec<String> = exercises.into_par_iter().map(|exercise| index.exercise(exercise).json()).collect();
    let plans = guide.site.plans().iter().filter(|plan| !plan.head.withdrawn).map(|plan| index.plan(plan));
    let pages = guide.site.pages().iter().filter(|page| !page.head.withdrawn).flat_map(|page| index.page(page));
    let mistakes = guide.site.mistakes().iter().filter(|mistake| !mistake.head.withdrawn).map(|mistake| Row {
        summary: index.words(&mistake.fix),
        text: vec![index.words(&mistake.why)],
        ..index.entry(&mistake.head, "Mistake and fix")
    });
    let lists = [Taxonomy::Conditions].into_iter().chain(Taxonomy::LISTED);
    let terms = lists.flat_map(|list| index.terms(list));
    let muscles = guide.site.vocabulary().terms(Taxonomy::Muscles).iter().map(|term| Row {
        address: format!("glossary/#{}", glossary::anchor(Taxonomy::Muscles, term.key.as_str())),
        ..index.term(term, "Muscle")
    });
    let overview = |address: &str, title: &str, also: &[&str]| Row {
        address: address.to_owned(),
        title: title.to_owned(),
        kind: "Overview",
        also: also.iter().map(|&words| words.to_owned()).collect(),
        ..Row::default()
    };
    let sections = Section::ALL.into_iter().map(|section| {
        overview(&guide.site.address(Destination::Section(section)), section.title(), looked_for(section))
    });
    let others = [
        overview(alphabet::ADDRESS, "A to Z", &[]),
        overview(data::ADDRESS, data::TITLE, &["download", "JSON", "CSV", "API"]),
    ];
    let before = pages.chain(terms).map(Row::json);
    let behind = plans.chain(mistakes).chain(muscles).chain(sections).chain(others).map(Row::json);
    before.chain(exercises).chain(behind).collect()
}

/// What people type who look for a page that the site makes by itself, beside its title.
const fn looked_for(section: Section) -> &'static [&'static str] {
    match section {
        Section::Exercises => &["moves", "all exercises", "pictures"],
        Section::Plans => &["print", "sheet to print", "on paper", "PDF", "routine", "programme"],
        Section::Mistakes => &["doing it wrong", "technique"],
        Section::Conditions => &["is it safe for me", "health condition", "illness", "my health"],
        Section::Glossary => &["what a word means", "dictionary"],
        Section::Sources => &["evidence", "references", "research", "studies"],
    }
}

impl Row {
    fn json(self) -> String {
        let shown = [&self.title, &self.summary].into_iter().chain(&self.also).chain(&self.near);
        let known = each_once(shown.flat_map(|text| separate(text)));
        let mut text = each_once(self.text.iter().flat_map(|text| separate(text)));
        text.retain(|word| known.binary_search(word).is_err());
        let text = text.join(" ");
        let [also, near] = [&self.also, &self.near].map(|words| each_once(words.iter().map(String::as_str)).join("; "));
        // A list of texts has nothing that JSON cannot say.
        serde_json::to_string(&[&self.address, &self.title, self.kind, &self.summary, &also, &near, &text])
            .unwrap_or_default()
    }
}

/// Words in their order, each once.
fn each_once<W: Ord>(words: impl Iterator<Item = W>) -> Vec<W> {
    let mut words: Vec<W> = words.collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Words in small letters; what stands between them left out. `can't` is one word, as it is typed without its apostrophe.
fn separate(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}')));
    let words = words.map(|word| {
        let is_small = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if is_small { Cow::Borrowed(word) } else { word.to_lowercase().replace(['\'', '\u{2019}'], "").into() }
    });
    words.filter(|word| word.chars().nth(1).is_some())
}

/// Makes rows.
struct Index<'a> {
    here: Here<'a>,
}

impl Index<'_> {
    fn words(&self, prose: &Prose) -> String {
        words(&prose.document, &self.here)
    }

    fn all<'p>(&self, proses: impl IntoIterator<Item = &'p Prose>) -> Vec<String> {
        proses.into_iter().map(|prose| self.words(prose)).collect()
    }

    fn entry(&self, head: &Head, kind: &'static str) -> Row {
        let guide = self.here.guide;
        Row {
            address: guide.site.find(&head.slug).map_or_else(String::new, |id| guide.address(id)),
            title: head.title.value.clone(),
            kind,
            summary: head.summary.as_ref().map_or_else(String::new, |summary| self.words(summary)),
            text: vec![head.body.plain.clone()],
            ..Row::default()
        }
    }

    fn term(&self, term: &Term, kind: &'static str) -> Row {
        Row {
            title: term.label.value.clone(),
            kind,
            summary: term.plain.as_ref().map_or_else(String::new, |plain| self.words(plain)),
            also: term.synonyms.iter().chain(&term.short).map(|word| word.value.clone()).collect(),
            ..Row::default()
        }
    }

    /// Words of a list that have a page with something on it.
    fn terms(&self, list: Taxonomy) -> impl Iterator<Item = Row> {
        let guide = self.here.guide;
        let kind = list::list_title(list);
        let is_used =
            move |term: &&Term| list == Taxonomy::Conditions || !guide.carriers(list, term.key.as_str()).is_empty();
        guide.site.vocabulary().terms(list).iter().filter(is_used).map(move |term| Row {
            address: guide.site.address(Destination::Term(list, term.key.as_str())),
            ..self.term(term, kind)
        })
    }

    /// The words of a list that an entry carries, with their synonyms.
    fn carried(&self, list: Taxonomy, keys: &[Spanned<String>]) -> Vec<String> {
        let terms = keys.iter().filter_map(|key| self.here.guide.term(list, key.as_str()));
        terms
            .flat_map(|term| std::iter::once(&term.label).chain(&term.synonyms))
            .map(|word| word.value.clone())
            .collect()
    }

    fn exercise(&self, exercise: &Exercise) -> Row {
        let mut row = self.entry(&exercise.head, "Exercise");
        row.also = exercise.also_called.iter().map(|name| name.value.clone()).collect();
        let lists: [(Taxonomy, &[Spanned<String>]); 5] = [
            (Taxonomy::Positions, &exercise.positions),
            (Taxonomy::Goals, &exercise.goals),
            (Taxonomy::Muscles, &exercise.muscles.primary),
            (Taxonomy::Regions, std::slice::from_ref(&exercise.region)),
            (Taxonomy::Equipment, &exercise.equipment),
        ];
        row.near = lists.into_iter().flat_map(|(list, keys)| self.carried(list, keys)).collect();
        let mistakes = exercise.mistakes.iter().flat_map(|line| [&line.mistake, &line.fix]);
        row.text.extend(
            self.all(exercise.steps.iter().chain(&exercise.form_tips).chain([&exercise.should_feel]).chain(mistakes)),
        );
        row
    }

    fn plan(&self, plan: &Plan) -> Row {
        let mut row = self.entry(&plan.head, "Weekly plan");
        row.near = self.carried(Taxonomy::Phases, std::slice::from_ref(&plan.phase));
        row.near.extend(self.carried(Taxonomy::Regions, std::slice::from_ref(&plan.region)));
        row.text.push(self.words(&plan.whom));
        for week in &plan.weeks {
            row.text.push(week.title.value.clone());
            let moves =
                week.prescriptions.iter().filter_map(|one| self.here.guide.site.exercise(one.exercise.as_str()));
            row.text.extend(moves.map(|exercise| exercise.head.title.value.clone()));
        }
        row
    }

    /// A page, its parts, and on the page of warning signs every sign.
    fn page(&self, page: &Page) -> Vec<Row> {
        let mut own = self.entry(&page.head, "Good to know");
        let anchor = |id: &str| format!("{}#{id}", own.address);
        let mut rows = Vec::new();
        if page.layout == Layout::RedFlags {
            for tier in &self.here.guide.site.safety().red_flags.tiers {
                rows.extend(tier.flags.iter().map(|flag| Row {
                    address: anchor(flag.id.as_str()),
                    title: flag.short.value.clone(),
                    kind: "Warning sign",
                    summary: tier.label.value.clone(),
                    text: vec![self.words(&flag.text)],
                    ..Row::default()
                }));
            }
        }
        for section in &page.sections {
            let mut text = self.all(&section.text);
            text.extend(section.items.iter().filter_map(|item| Some(item.title.as_ref()?.value.clone())));
            text.extend(self.all(section.items.iter().map(|item| &item.text)));
            rows.push(Row {
                address: anchor(section.id.as_str()),
                title: section.title.value.clone(),
                kind: "Good to know",
                summary: page.head.title.value.clone(),
                text,
                ..Row::default()
            });
        }
        own.text.extend(page.sections.iter().map(|section| section.title.value.clone()));
        rows.insert(0, own);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_as_people_type_them() {
        let words: Vec<Cow<'_, str>> = separate("Can’t get up, e.g. C-section (L5)").collect();
        assert_eq!(words, ["cant", "get", "up", "section", "l5"]);
    }

    #[test]
    fn a_word_that_is_shown_is_not_held_twice() {
        let row =
            Row { title: "Cat-cow".to_owned(), text: vec!["A cow and a cat, and hay".to_owned()], ..Row::default() };
        assert!(row.json().ends_with(r#","and hay"]"#));
    }
}
