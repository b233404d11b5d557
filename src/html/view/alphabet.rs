//! Everything from A to Z: entries, other names they go by, conditions and words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Frame, frame};
use crate::html::here::{Here, Link};
use crate::model::Kind;
use crate::model::vocabulary::Taxonomy;

/// Where it is.
pub(in crate::html) const ADDRESS: &str = "a-z/";

/// Everything from A to Z.
#[derive(Debug, Serialize)]
pub(in crate::html) struct AlphabetPage<'a> {
    frame: Frame<'a>,
    letters: Vec<Letter<'a>>,
}

#[derive(Debug, Serialize)]
struct Letter<'a> {
    shown: String,
    id: String,
    names: Vec<Name<'a>>,
}

/// A name, and what it leads to where that has another.
#[derive(Debug, Serialize)]
struct Name<'a> {
    link: Link<'a>,
    kind: &'static str,
    see: Option<&'a str>,
}

/// The view of everything from A to Z.
pub(in crate::html) fn page<'a>(here: &Here<'a>, address: &'a str) -> AlphabetPage<'a> {
    let mut letters: BTreeMap<String, Vec<(String, Name<'a>)>> = BTreeMap::new();
    for name in names(here) {
        let sorted = name.link.title.to_lowercase();
        letters.entry(letter(&sorted)).or_default().push((sorted, name));
    }
    let letters = letters.into_iter().map(|(letter, mut names)| {
        names.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.link.href.cmp(&b.1.link.href)));
        let id = if letter == OTHER { "letter-other".to_owned() } else { format!("letter-{}", letter.to_lowercase()) };
        Letter { shown: letter, id, names: names.into_iter().map(|(_, name)| name).collect() }
    });
    AlphabetPage {
        frame: frame(here, address, "A to Z", "Everything in this guide from A to Z."),
        letters: letters.collect(),
    }
}

/// What stands for names that begin with no letter.
const OTHER: &str = "0-9";

/// The letter that a name in lower case is found under.
fn letter(name: &str) -> String {
    let first = name.chars().find(|c| c.is_alphanumeric());
    first.filter(|c| c.is_alphabetic()).map_or_else(|| OTHER.to_owned(), |c| c.to_uppercase().collect())
}

fn names<'a>(here: &Here<'a>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    for kind in Kind::ALL {
        for (id, _) in here.guide.published(kind) {
            names.push(Name { link: here.entry(id), kind: kind.word(), see: None });
        }
    }
    for exercise in here.guide.exercises() {
        let link = here.head(&exercise.head);
        for other in &exercise.also_called {
            let link = Link { title: Cow::Borrowed(other.as_str()), href: link.href.clone() };
            names.push(Name { link, kind: Kind::Exercise.word(), see: Some(exercise.head.title.as_str()) });
        }
    }
    for list in [Taxonomy::Conditions].into_iter().chain(Taxonomy::LISTED) {
        for term in here.guide.site.vocabulary().terms(list) {
            names.push(Name { link: here.term(list, term.key.as_str()), kind: list.noun(), see: None });
        }
    }
    for term in here.guide.site.vocabulary().terms(Taxonomy::Muscles) {
        let href = here.href(&format!("glossary/#{}", super::glossary::anchor(Taxonomy::Muscles, term.key.as_str())));
        names.push(Name {
            link: Link { title: Cow::Borrowed(term.label.as_str()), href },
            kind: Taxonomy::Muscles.noun(),
            see: None,
        });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_under_its_first_letter() {
        assert_eq!(letter("bird dog"), "B");
        assert_eq!(letter("\"quoted\""), "Q");
        assert_eq!(letter("90/90"), OTHER);
        assert_eq!(letter("élan"), "É");
    }
}
