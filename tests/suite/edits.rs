//! Work kept between rebuilds: whatever authors do, in whatever order, they see what a first build would make of it.

use std::fs;

use backsite::cache::Cache;
use backsite::diagnostic::{self, Format, Reported};
use backsite::parse::memory::Memory;
use backsite::pipeline::{self, Guide, Options};
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use crate::site::TestSite;
use crate::tree::Tree;

/// Something that an author does. The first number chooses among the entries there are, the second makes the text its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    /// Adds words to the free text.
    Text(usize, u32),
    /// Gives an entry another title.
    Title(usize, u32),
    /// Begins a new entry with the text of another.
    Copy(usize, u32),
    /// Gives an entry another name, which leaves every mention of it without an aim.
    Rename(usize, u32),
    /// Removes an entry.
    Delete(usize),
    /// Gives a word of the vocabulary another label.
    Vocabulary(u32),
    /// Changes words of the safety lines.
    Safety(u32),
    /// Puts a template of the site's own into the place of the theme's.
    Template(u32),
    /// Removes the templates again.
    NoTemplates,
    /// Saves an entry with its second half missing.
    Break(usize),
    /// Puts the guide back as it was.
    Mend,
}

impl Edit {
    /// Any edit, with the small numbers that make a failure easy to read.
    fn any() -> impl Strategy<Value = Self> {
        let (which, own) = (0_usize..8, 0_u32..1000);
        prop_oneof![
            4 => (which.clone(), own.clone()).prop_map(|(which, own)| Self::Text(which, own)),
            2 => (which.clone(), own.clone()).prop_map(|(which, own)| Self::Title(which, own)),
            2 => (which.clone(), own.clone()).prop_map(|(which, own)| Self::Copy(which, own)),
            1 => (which.clone(), own.clone()).prop_map(|(which, own)| Self::Rename(which, own)),
            1 => which.clone().prop_map(Self::Delete),
            1 => own.clone().prop_map(Self::Vocabulary),
            1 => own.clone().prop_map(Self::Safety),
            1 => own.prop_map(Self::Template),
            1 => Just(Self::NoTemplates),
            1 => which.prop_map(Self::Break),
            3 => Just(Self::Mend),
        ]
    }

    /// So many edits, the same each time.
    pub(crate) fn some(n: usize) -> Vec<Self> {
        let mut runner = TestRunner::deterministic();
        let tree = proptest::collection::vec(Self::any(), n).new_tree(&mut runner).unwrap();
        tree.current()
    }

    /// Does it. An edit for which there is nothing to do does something harmless instead, so that each changes something.
    pub(crate) fn apply(self, site: &TestSite, whole: &Tree, number: usize) {
        match self {
            Self::Text(which, own) => {
                with_entry(site, which, |path, text| {
                    let more = if path.ends_with(".md") { "\nAnd " } else { "# Note " };
                    site.file(path, format!("{text}{more}{own}-{number}.\n"));
                });
            }
            Self::Title(which, own) => {
                with_entry(site, which, |path, text| {
                    let title = text.lines().find(|line| line.starts_with("title: ")).unwrap_or_default();
                    site.file(path, text.replacen(title, &format!("title: Called {own}-{number}"), 1));
                });
            }
            Self::Copy(which, own) => {
                with_entry(site, which, |path, text| {
                    site.file(&renamed(path, &format!("copy-{own}-{number}")), text);
                });
            }
            Self::Rename(which, own) => {
                with_entry(site, which, |path, _| {
                    let new = renamed(path, &format!("name-{own}-{number}"));
                    fs::rename(site.path(path), site.path(&new)).unwrap();
                });
            }
            Self::Delete(which) => {
                with_entry(site, which, |path, _| {
                    site.remove(path);
                });
            }
            Self::Vocabulary(own) => {
                let text = site.text("content/vocabulary.yaml");
                site.file("content/vocabulary.yaml", text.replacen("label: ", &format!("label: W{own}-{number} "), 1));
            }
            Self::Safety(own) => {
                let text = site.text("content/safety.yaml");
                site.file("content/safety.yaml", text.replacen(" the ", &format!(" the {own}-{number} "), 1));
            }
            Self::Template(own) => {
                site.file("templates/html/partials/footer.html", format!("<footer>{own}-{number}</footer>\n"));
            }
            Self::NoTemplates if site.path("templates").exists() => {
                site.remove("templates");
            }
            Self::NoTemplates => Self::Template(0).apply(site, whole, number),
            Self::Break(which) => {
                with_entry(site, which, |path, text| {
                    let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                    site.file(path, format!("{}\n{number}", &text[..half]));
                });
            }
            Self::Mend => {
                for path in entries(site).iter().filter(|path| !whole.files.contains_key(*path)) {
                    site.remove(path);
                }
                whole.write(site.root());
                site.file("content/LICENSE.md", number.to_string());
            }
        }
    }
}

/// Entries of a guide, in order.
fn entries(site: &TestSite) -> Vec<String> {
    let below = Tree::read(site.root()).filter(|path| path.starts_with("content/") && path.matches('/').count() == 2);
    below.files.into_keys().collect()
}

fn with_entry(site: &TestSite, which: usize, act: impl FnOnce(&str, &str)) {
    let entries = entries(site);
    match entries.get(which % entries.len().max(1)) {
        Some(path) => act(path, &site.text(path)),
        None => drop(site.file("content/exercises/new.md", "---\n")),
    }
}

fn renamed(path: &str, name: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap();
    let (_, ending) = file.rsplit_once('.').unwrap();
    format!("{folder}/{name}.{ending}")
}

/// What is found, as people read it, and every file that is built.
fn outcome(guide: &Guide, cache: &Cache) -> (String, Vec<(String, Vec<u8>)>) {
    let mut said = diagnostic::render(&guide.diagnostics, &guide.sources, Format::Human, false);
    if guide.has_errors() {
        return (said, Vec::new());
    }
    let Reported { value, diagnostics } = pipeline::rendered(guide, Options::default(), cache);
    said += &diagnostic::render(&diagnostics, &guide.sources, Format::Human, false);
    (said, value.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect())
}

#[test]
fn whatever_is_edited_in_whatever_order_comes_to_what_a_first_build_makes_of_it() {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let whole = Tree::read(TestSite::small().root());
    let edits = proptest::collection::vec(Edit::any(), 1..10);
    let holds = runner.run(&edits, |edits| {
        let site = TestSite::in_memory();
        whole.write(site.root());
        let (mut memory, cache) = (Memory::default(), Cache::in_memory());
        for (number, edit) in edits.into_iter().enumerate() {
            edit.apply(&site, &whole, number);
            let again = pipeline::check_again(site.root(), None, &mut memory).unwrap();
            let first = pipeline::check(site.root(), None).unwrap();
            let ((said_again, again_files), (said_first, first_files)) =
                (outcome(&again, &cache), outcome(&first, &Cache::in_memory()));
            prop_assert_eq!(said_again, said_first);
            prop_assert!(again_files == first_files, "other files");
            // A page that is made by itself is the page that is made with all others.
            for (path, bytes) in first_files.iter().filter(|(path, _)| path.ends_with("index.html")).step_by(7) {
                let address = path.strip_suffix("index.html").unwrap();
                let page = pipeline::page(&again, Options::default(), &cache, address);
                prop_assert!(page.is_some_and(|page| page.bytes == *bytes), "another page: {}", path);
            }
        }
        Ok(())
    });
    holds.unwrap_or_else(|fault| panic!("{fault}"));
}
