//! The proof that the checks hold: the guide with one fault in it, again and again, for every rule and each kind of fault
//! the rule guards against. Each fault must be found by its own rule, on its line.
//!
//! To guard a new rule, add a row to [`KINDS`]: the rule's code, the kind of fault in words, and where it is made. A
//! rule without a row fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use backsite::cache::Cache;
use backsite::model::Date;
use backsite::model::field::{FILES, Field, Need, SOURCES_FILE, Shape, Table};
use backsite::pipeline::{self, Options};
use backsite::rule::RULES;
use backsite::source::{Source, Sources, Span};
use backsite::yaml::{self, Node, Value};

use crate::site::{TestSite, repository};
use crate::tree::Tree;

/// The least number of mutants, over all rules.
const FEWEST: usize = 300;

/// The day by which reviews are judged.
const TODAY: &str = "2026-11-22";

/// One kind of fault.
struct Kind {
    /// The rule that must find it.
    code: &'static str,
    /// The fault, in words.
    fault: &'static str,
    /// Makes it in many places of the guide.
    make: fn(&Guide) -> Vec<Mutant>,
}

/// The guide with one fault.
struct Mutant {
    /// What was done to which file.
    changes: Vec<(String, Change)>,
    /// Where the rule may point: paths and lines. More than one where the fault lies between two places.
    at: Vec<(String, usize)>,
    /// What was done, for the message of a failure.
    what: String,
}

enum Change {
    Write(Vec<u8>),
    Remove,
    Link(&'static str),
}

/// Every kind of fault there is a mutant of.
const KINDS: &[Kind] = &[
    Kind { code: "missing-file", fault: "one of the four files removed", make: files_removed },
    Kind { code: "not-utf8", fault: "a byte that is no text", make: bytes_no_text },
    Kind { code: "too-large", fault: "a megabyte appended", make: files_too_large },
    Kind { code: "empty-file", fault: "a file emptied", make: files_emptied },
    Kind { code: "symbolic-link", fault: "a file become a link", make: files_linked },
    Kind { code: "unused-file", fault: "a file in a wrong place", make: files_unused },
    Kind { code: "bad-file-name", fault: "a name no address can have", make: names_bad },
    Kind { code: "front-matter", fault: "a line of dashes removed", make: dashes_removed },
    Kind { code: "yaml-syntax", fault: "a quote not closed", make: quotes_open },
    Kind { code: "yaml-syntax", fault: "a colon in a bare text", make: colons_bare },
    Kind { code: "yaml-syntax", fault: "a tab for spaces", make: tabs },
    Kind { code: "yaml-alias", fault: "an anchor or alias", make: aliases_of_yaml },
    Kind { code: "cut-text", fault: "a text cut by #", make: texts_cut },
    Kind { code: "too-deep", fault: "lists in lists", make: lists_too_deep },
    Kind { code: "duplicate-field", fault: "a field written twice", make: fields_twice },
    Kind { code: "unknown-field", fault: "a letter dropped from a name", make: fields_misspelled },
    Kind { code: "unknown-field", fault: "a field nobody knows", make: fields_alien },
    Kind { code: "missing-field", fault: "a field deleted", make: fields_deleted },
    Kind { code: "wrong-type", fault: "a list for a text", make: lists_for_texts },
    Kind { code: "wrong-type", fault: "a text for a list or group", make: texts_for_lists },
    Kind { code: "wrong-type", fault: "a colon in a bare item of a list", make: colons_in_items },
    Kind { code: "wrong-type", fault: "a word for a number or flag", make: words_for_numbers },
    Kind { code: "empty-text", fault: "a text blanked", make: texts_blanked },
    Kind { code: "placeholder-text", fault: "a text still to come", make: texts_to_come },
    Kind { code: "unknown-term", fault: "a word of no list", make: terms_unknown },
    Kind { code: "missing-unit", fault: "a unit dropped", make: units_dropped },
    Kind { code: "bad-range", fault: "a range with one end, or turned round", make: ranges_bad },
    Kind { code: "bad-date", fault: "a day of no calendar", make: dates_bad },
    Kind { code: "raw-html", fault: "a tag in a text", make: tags },
    Kind { code: "unsafe-link", fault: "a link that runs a program", make: links_unsafe },
    Kind { code: "outside-site", fault: "a path that climbs out", make: paths_outside },
    Kind { code: "missing-form-tips", fault: "form tips deleted, emptied, or one left", make: form_tips_gone },
    Kind { code: "missing-dose", fault: "a dose deleted or emptied", make: doses_gone },
    Kind {
        code: "missing-contraindications",
        fault: "contraindications deleted or emptied",
        make: contraindications_gone,
    },
    Kind { code: "unresolved-reference", fault: "a slug nobody has", make: slugs_unknown },
    Kind { code: "unresolved-reference", fault: "a slug of another kind", make: slugs_of_another_kind },
    Kind { code: "unresolved-heading", fault: "a heading that is not there", make: headings_unknown },
    Kind { code: "unresolved-source", fault: "a source nobody wrote", make: sources_unknown },
    Kind { code: "unresolved-picture", fault: "a picture that is not there", make: pictures_unknown },
    Kind { code: "duplicate-slug", fault: "two files of one name", make: slugs_twice },
    Kind { code: "duplicate-title", fault: "another exercise's title", make: titles_twice },
    Kind { code: "duplicate-anchor", fault: "an id given twice", make: anchors_twice },
    Kind { code: "alias-collision", fault: "an old address that is taken", make: aliases_taken },
    Kind { code: "orphan-entry", fault: "an entry nobody links to", make: orphans },
    Kind { code: "unanswered-contraindication", fault: "a condition added", make: conditions_added },
    Kind { code: "unanswered-contraindication", fault: "an answer dropped", make: answers_dropped },
    Kind { code: "fear-or-promise", fault: "a word that frightens or promises", make: words_of_fear },
    Kind { code: "incomplete-dose", fault: "a dose of sets alone", make: doses_of_nothing },
    Kind { code: "implausible-dose", fault: "a number flipped", make: doses_implausible },
    Kind { code: "unpaired-side", fault: "the side dropped or added", make: sides_unpaired },
    Kind { code: "start-above-full", fault: "a start raised", make: starts_raised },
    Kind { code: "contradicted-dose", fault: "another number in the text", make: texts_against_dose },
    Kind { code: "too-many-new-exercises", fault: "two new exercises in a week", make: weeks_too_new },
    Kind { code: "too-many-exercises", fault: "six more exercises in a week", make: weeks_too_full },
    Kind { code: "before-prerequisite", fault: "a prerequisite no plan teaches", make: prerequisites_untaught },
    Kind { code: "step-too-large", fault: "a week's figure raised", make: steps_too_large },
    Kind { code: "minutes-mismatch", fault: "minutes one off", make: minutes_off },
    Kind { code: "progression-cycle", fault: "a prerequisite reversed", make: prerequisites_reversed },
    Kind { code: "incomplete-review", fault: "a review nobody signed", make: reviews_unsigned },
    Kind { code: "overdue-review", fault: "a review whose time is over", make: reviews_overdue },
    Kind { code: "uncited-source", fault: "a source nobody cites", make: sources_uncited },
    Kind { code: "long-step", fault: "a step of forty words", make: steps_long },
    Kind { code: "reading-grade", fault: "a hard text", make: texts_hard },
    Kind { code: "unsafe-page", fault: "a part dropped from a template", make: templates_unsafe },
    Kind { code: "template-error", fault: "a template that breaks", make: templates_broken },
    Kind { code: "unknown-joint", fault: "a joint misspelled", make: joints_misspelled },
    Kind { code: "angle-out-of-range", fault: "an angle no joint makes", make: angles_flipped },
    Kind { code: "body-through-floor", fault: "a leg below the floor", make: bodies_through_floor },
    Kind { code: "contacts-not-level", fault: "contacts that cannot both touch", make: contacts_apart },
    Kind { code: "out-of-reach", fault: "a hand sent too far", make: hands_too_far },
    Kind { code: "missing-alt-text", fault: "a pose without words", make: poses_unlabelled },
    Kind { code: "bad-picture", fault: "a drawing that is none", make: pictures_bad },
    Kind { code: "cut-picture", fault: "a program in a drawing", make: pictures_cut },
    Kind { code: "contraindicated-replacement", fault: "a way out that is ruled out too", make: ways_out_closed },
    Kind { code: "unprintable-text", fault: "a letter no font of the sheets has", make: letters_unprintable },
    Kind { code: "sheet-too-long", fault: "a text of three sides", make: sheets_too_long },
];

/// Rules that no fault of the guide breaks, each with the test that breaks it instead: they judge what the program itself
/// makes, or what somebody brings on the command line.
const ELSEWHERE: [(&str, &str); 3] = [
    ("bad-logo", "a_logo_that_cannot_be_printed_is_refused"),
    ("contraindicated-exercise", "an_exercise_that_is_ruled_out_is_refused_and_nothing_is_written"),
    ("data-mismatch", "every_figure_of_the_data_is_that_of_its_entry"),
];

#[test]
#[expect(clippy::print_stdout, reason = "the table is what the test is for")]
fn every_mutant_is_found_by_its_rule_on_its_line() {
    let guide = Guide::read();
    let mutants: Vec<(&Kind, Mutant)> =
        KINDS.iter().flat_map(|kind| (kind.make)(&guide).into_iter().map(move |mutant| (kind, mutant))).collect();
    let next = AtomicUsize::new(0);
    let missed = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(8) {
            scope.spawn(|| {
                let folder = guide.copy();
                while let Some((kind, mutant)) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(found) = guide.judge(&folder, kind, mutant) {
                        missed.lock().unwrap().insert((kind.code, mutant.what.clone()), found);
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().unwrap();
    let mut faults = String::new();
    let mut table = Vec::new();
    println!("{:<28} {:>7} {:>6}  kinds of fault", "rule", "mutants", "found");
    for rule in RULES {
        let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| kind.code == rule.code).collect();
        for kind in &kinds {
            if !mutants.iter().any(|(other, _)| std::ptr::eq(*other, *kind)) {
                faults.push_str(&format!("{}: no mutant was made of *{}*\n", rule.code, kind.fault));
            }
        }
        let n = mutants.iter().filter(|(kind, _)| kind.code == rule.code).count();
        let n_found = n - missed.keys().filter(|(code, _)| *code == rule.code).count();
        let words: Vec<&str> = kinds.iter().map(|kind| kind.fault).collect();
        println!("{:<28} {n:>7} {n_found:>6}  {}", rule.code, words.join("; "));
        table.push(format!("{:<27} {n_found:>3} of {n:<4}", rule.code));
        if kinds.is_empty() && !ELSEWHERE.iter().any(|(code, _)| *code == rule.code) {
            faults.push_str(&format!("{}: the rule has no mutant; add a row to KINDS\n", rule.code));
        }
    }
    for row in table.chunks(4) {
        println!("note: {}", row.join(" ").trim_end());
    }
    println!("note: {} mutants of {} rules, {} found", mutants.len(), RULES.len(), mutants.len() - missed.len());
    let suite = Tree::read(&repository().join("tests/suite"));
    let suite: String = suite.files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    for (code, test) in ELSEWHERE {
        assert!(suite.contains(&format!("fn {test}()")), "{code} should be broken by `{test}`");
    }
    for kind in KINDS {
        assert!(RULES.iter().any(|rule| rule.code == kind.code), "no rule is called `{}`", kind.code);
    }
    for ((code, what), found) in &missed {
        faults.push_str(&format!("{code} missed: {what}\n{found}"));
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(mutants.len() >= FEWEST, "only {} mutants", mutants.len());
}

#[test]
fn the_guide_without_a_fault_has_no_finding() {
    let guide = Guide::read();
    let folder = guide.copy();
    assert_eq!(found(&folder, Made::Sheets, &guide.cache), BTreeSet::new());
}

/// What is found in a guide: path, line and code of each finding.
fn found(folder: &TestSite, made: Made, cache: &Cache) -> BTreeSet<(String, usize, &'static str)> {
    let mut guide = pipeline::check(folder.root(), Date::parse(TODAY)).unwrap();
    if made != Made::Nothing && !guide.has_errors() {
        let options = Options { sheets: made == Made::Sheets, ..Options::default() };
        pipeline::render(&mut guide, options, cache);
    }
    let place = |found: &backsite::diagnostic::Diagnostic| {
        let span = found.primary.span;
        let source = guide.sources.get(span.source);
        (source.path.clone(), source.line_column(span.start as usize).0, found.rule.code)
    };
    guide.diagnostics.iter().map(place).collect()
}

/// What is made of a guide before it is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Nothing,
    Pages,
    Sheets,
}

/// The clean guide, read.
struct Guide {
    /// Figures and sheets that a fault does not touch are made once.
    cache: Cache,
    files: Tree,
    entries: Vec<Entry>,
}

/// One text of the guide.
struct Entry {
    path: String,
    text: String,
    table: &'static Table,
    /// The name of its kind of file.
    kind: &'static str,
    root: Node,
}

/// A field of a record, with what stands around it.
struct Spot<'a> {
    entry: &'a Entry,
    /// Where it is in the entry: `weeks.exercises.dose`.
    path: String,
    field: &'static Field,
    table: &'static Table,
    name: Span,
    node: &'a Node,
    parent: &'a Node,
    /// Where the next field of the record begins, if there is one.
    next: Option<u32>,
    /// It stands in a group of the file itself.
    is_top: bool,
}

/// A single value: of a field, or an item of its list.
struct Leaf<'a> {
    entry: &'a Entry,
    path: String,
    shape: &'static Shape,
    span: Span,
    text: &'a str,
    /// It stands bare, without quotes, on one line, and in no brackets.
    is_bare: bool,
}

impl Guide {
    fn read() -> Self {
        let files = Tree::read(&repository().join("content"));
        let named = |(name, bytes): (&String, &Vec<u8>)| (format!("content/{name}"), bytes.clone());
        let files = Tree { files: files.files.iter().map(named).collect() };
        let entries = files.files.iter().filter_map(|(path, bytes)| {
            let (kind, table) = FILES.into_iter().find(|(kind, _)| {
                path.starts_with(&format!("content/{kind}s/")) || *path == format!("content/{kind}.yaml")
            })?;
            let text = String::from_utf8(bytes.clone()).unwrap();
            let (start, end) = match text.strip_prefix("---\n") {
                Some(rest) => (4, 4 + rest.find("\n---\n").unwrap() + 1),
                None => (0, text.len()),
            };
            let source = Sources::default().add(Source::new(path.clone(), text.clone()));
            let root = yaml::parse(source, &text, start, &text[start..end], &mut Vec::new()).unwrap();
            Some(Entry { path: path.clone(), text, table, kind, root })
        });
        let entries: Vec<Entry> = entries.collect();
        assert!(entries.len() > 50, "only {} entries", entries.len());
        Self { cache: Cache::in_memory(), files, entries }
    }

    /// A copy of the guide in a folder of its own.
    fn copy(&self) -> TestSite {
        let site = TestSite::in_memory();
        self.files.write(site.root());
        site
    }

    /// Makes the fault in `folder`, looks whether its rule finds it, and mends it. What else was found is the error.
    fn judge(&self, folder: &TestSite, kind: &Kind, mutant: &Mutant) -> Result<(), String> {
        for (path, change) in &mutant.changes {
            let full = folder.path(path);
            if full.symlink_metadata().is_ok() {
                fs::remove_file(&full).unwrap();
            }
            match change {
                Change::Write(bytes) => drop(folder.file(path, bytes)),
                Change::Remove => {}
                Change::Link(target) => drop(folder.symbolic_link(path, target)),
            }
        }
        let made = match kind.code {
            "unsafe-page" | "template-error" => Made::Pages,
            "unprintable-text" | "sheet-too-long" => Made::Sheets,
            _ => Made::Nothing,
        };
        let found = found(folder, made, &self.cache);
        for (path, _) in &mutant.changes {
            let full = folder.path(path);
            if full.symlink_metadata().is_ok() {
                fs::remove_file(&full).unwrap();
            }
            if let Some(bytes) = self.files.files.get(path) {
                folder.file(path, bytes);
            }
        }
        if mutant.at.iter().any(|(path, line)| found.contains(&(path.clone(), *line, kind.code))) {
            return Ok(());
        }
        let found: String =
            found.iter().take(12).map(|(path, line, code)| format!("    {path}:{line} {code}\n")).collect();
        Err(format!("  expected at {:?}; found\n{found}", mutant.at))
    }

    fn entry(&self, path: &str) -> &Entry {
        self.entries.iter().find(|entry| entry.path == path).unwrap_or_else(|| panic!("{path}"))
    }

    fn of(&self, kind: &'static str) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind)
    }

    /// Entries with a free text.
    fn with_body(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.text.trim_end().contains("\n---\n\n")).collect()
    }

    /// Every field of every record, in the order of the files.
    fn spots(&self) -> Vec<Spot<'_>> {
        let mut walk = Walk::default();
        self.entries.iter().for_each(|entry| walk.entry(entry));
        walk.spots
    }

    /// Every value on one line, in the order of the files.
    fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut walk = Walk::default();
        self.entries.iter().for_each(|entry| walk.entry(entry));
        walk.leaves
    }

    /// Values of the shapes that pass.
    fn of_shape(&self, passes: fn(&Shape) -> bool) -> Vec<Leaf<'_>> {
        self.leaves().into_iter().filter(|leaf| passes(leaf.shape)).collect()
    }

    /// The plans, weeks and lines that prescribe an exercise: the plan's path and the line of the mention.
    fn prescribed(&self, slug: &str) -> Vec<(String, usize)> {
        let leaves = self.leaves();
        let lines = leaves.iter().filter(|leaf| leaf.path == "weeks.exercises.exercise" && leaf.text == slug);
        lines.map(|leaf| (leaf.entry.path.clone(), leaf.line())).collect()
    }

    /// The text of a value; empty if the entry does not have it.
    fn text<'a>(&'a self, entry: &'a Entry, path: &str) -> String {
        let leaves = self.leaves();
        leaves
            .iter()
            .find(|leaf| leaf.entry.path == entry.path && leaf.path == path)
            .map_or_else(String::new, |leaf| leaf.text.to_owned())
    }
}

#[derive(Default)]
struct Walk<'a> {
    spots: Vec<Spot<'a>>,
    leaves: Vec<Leaf<'a>>,
}

impl<'a> Walk<'a> {
    fn entry(&mut self, entry: &'a Entry) {
        if entry.kind == SOURCES_FILE {
            self.keyed(entry, entry.table, &entry.root, "");
        } else {
            self.record(entry, entry.table, &entry.root, "", true);
        }
    }

    fn keyed(&mut self, entry: &'a Entry, table: &'static Table, node: &'a Node, path: &str) {
        let Value::Map(fields) = &node.value else { return };
        for (_, value) in fields {
            self.record(entry, table, value, path, false);
        }
    }

    fn record(&mut self, entry: &'a Entry, table: &'static Table, node: &'a Node, path: &str, is_top: bool) {
        let Value::Map(fields) = &node.value else { return };
        for (at, (name, value)) in fields.iter().enumerate() {
            let field = table.fields.iter().find(|field| field.name == name.value).unwrap();
            let path = if path.is_empty() { name.value.clone() } else { format!("{path}.{}", name.value) };
            let next = fields.get(at + 1).map(|(name, _)| name.span.start);
            let spot = Spot { entry, path, field, table, name: name.span, node: value, parent: node, next, is_top };
            self.value(entry, &field.shape, value, &spot.path);
            self.spots.push(spot);
        }
    }

    fn value(&mut self, entry: &'a Entry, shape: &'static Shape, node: &'a Node, path: &str) {
        match (shape, &node.value) {
            (Shape::Record(table), _) => self.record(entry, table, node, path, false),
            (Shape::Keyed(table), _) => self.keyed(entry, table, node, path),
            (Shape::Or(table, other), Value::Map(fields)) => {
                let is_first = fields.iter().any(|(name, _)| table.fields.iter().any(|field| field.name == name.value));
                if is_first {
                    self.record(entry, table, node, path, false);
                } else {
                    self.value(entry, other, node, path);
                }
            }
            (Shape::Or(_, other), _) => self.value(entry, other, node, path),
            (Shape::List(of) | Shape::OneOrMore(of) | Shape::AtLeast(_, _, of), Value::List(items)) => {
                for item in items {
                    self.value(entry, of, item, path);
                }
            }
            (shape, Value::Scalar(scalar)) if scalar.verbatim.is_some() => {
                let written = &entry.text[node.span.range()];
                let before = entry.text[..node.span.range().start].rsplit('\n').next().unwrap();
                let is_bare = !written.starts_with(['"', '\'']) && !before.contains(['{', '[']);
                self.leaves.push(Leaf {
                    entry,
                    path: path.to_owned(),
                    shape,
                    span: node.span,
                    text: &scalar.text,
                    is_bare,
                });
            }
            _ => {}
        }
    }
}

impl Entry {
    /// The line, from 1, of a place.
    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// A mutant with `new` in the place of a part of the text, found on the line where that part begins.
    fn with(&self, range: std::ops::Range<usize>, new: &str) -> Mutant {
        let line = self.line(range.start);
        self.found_at(range, new, line)
    }

    /// The same, found on another line.
    fn found_at(&self, range: std::ops::Range<usize>, new: &str, line: usize) -> Mutant {
        let text = format!("{}{new}{}", &self.text[..range.start], &self.text[range.end..]);
        let old: String = self.text[range.clone()].chars().take(60).collect();
        let new: String = new.chars().take(60).collect();
        let what = format!("{}:{}: `{old}` became `{new}`", self.path, self.line(range.start));
        Mutant {
            changes: vec![(self.path.clone(), Change::Write(text.into_bytes()))],
            at: vec![(self.path.clone(), line)],
            what,
        }
    }

    /// With a paragraph at the end of the free text.
    fn and_body(&self, paragraph: &str) -> Mutant {
        let end = self.text.trim_end().len();
        let line = self.line(end) + 2;
        self.found_at(end..self.text.len(), &format!("\n\n{paragraph}\n"), line)
    }

    /// With a field more, before its review.
    fn and_field(&self, field: &str) -> Mutant {
        let at = self.text.find("\nreview:").unwrap_or_else(|| panic!("{} has no review", self.path)) + 1;
        self.with(at..at, &format!("{field}\n"))
    }

    /// With a whole field in the place of another of the file itself.
    fn with_field(&self, guide: &Guide, name: &str, field: &str) -> Option<Mutant> {
        let spots = guide.spots();
        let spot = spots.iter().find(|spot| spot.is_top && spot.entry.path == self.path && spot.path == name)?;
        Some(self.with(spot.range()?, &format!("{field}\n")))
    }

    fn slug(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap();
        name.rsplit_once('.').unwrap().0
    }
}

impl Spot<'_> {
    /// From its name to the next field; none if it is the last.
    fn range(&self) -> Option<std::ops::Range<usize>> {
        Some(self.name.start as usize..self.next? as usize)
    }

    /// What must stand between this field and the next.
    fn joint(&self) -> String {
        if self.entry.text[self.parent.span.range()].starts_with('{') {
            return ", ".to_owned();
        }
        let line = self.entry.text[..self.name.start as usize].rsplit('\n').next().unwrap();
        format!("\n{}", " ".repeat(line.chars().count()))
    }

    /// Without this field, found where the group begins.
    fn deleted(&self) -> Option<Mutant> {
        let line = if self.is_top { 1 } else { self.entry.line(self.parent.span.start as usize) };
        Some(self.entry.found_at(self.range()?, "", line))
    }

    /// With another value, whatever it had.
    fn become_(&self, value: &str) -> Option<Mutant> {
        Some(self.entry.with(self.range()?, &format!("{}: {value}{}", self.field.name, self.joint())))
    }
}

impl Leaf<'_> {
    /// What stands before it.
    fn before(&self) -> &str {
        &self.entry.text[..self.span.range().start]
    }

    fn line(&self) -> usize {
        self.entry.line(self.span.start as usize)
    }

    fn become_(&self, new: &str) -> Mutant {
        self.entry.with(self.span.range(), new)
    }

    fn and(&self, more: &str) -> Mutant {
        let written = &self.entry.text[self.span.range()];
        self.entry.with(self.span.range(), &format!("{written}{more}"))
    }
}

/// A file with these bytes, found at its first line.
fn written(path: &str, bytes: impl Into<Vec<u8>>) -> Mutant {
    Mutant {
        changes: vec![(path.to_owned(), Change::Write(bytes.into()))],
        at: vec![(path.to_owned(), 1)],
        what: format!("{path} written"),
    }
}

/// At most `n` of many, spread over them all.
fn spread<T>(all: Vec<T>, n: usize) -> Vec<T> {
    let step = all.len().div_ceil(n).max(1);
    let first = (all.len() % step) / 2;
    all.into_iter().skip(first).step_by(step).collect()
}

/// The first of each name, in order.
fn one_each<T, K: Ord>(all: Vec<T>, name: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.into_iter().filter(|one| seen.insert(name(one))).collect()
}

const TEXTS: fn(&Shape) -> bool = |shape| matches!(shape, Shape::Text | Shape::Prose);

/// Bare texts of several words.
fn bare_prose(guide: &Guide) -> Vec<Leaf<'_>> {
    let all = guide.of_shape(|shape| matches!(shape, Shape::Prose));
    all.into_iter().filter(|leaf| leaf.is_bare && leaf.text.split(' ').count() > 4).collect()
}

fn files_removed(guide: &Guide) -> Vec<Mutant> {
    let names = guide.entries.iter().map(|entry| &entry.path).filter(|path| path.matches('/').count() == 1);
    let removed = |path: &String| Mutant {
        changes: vec![(path.clone(), Change::Remove)],
        at: vec![(path.clone(), 1)],
        what: format!("{path} removed"),
    };
    names.map(removed).collect()
}

fn bytes_no_text(guide: &Guide) -> Vec<Mutant> {
    let leaves = spread(guide.of_shape(TEXTS), 8);
    let spoiled = leaves.into_iter().map(|leaf| {
        let mut mutant = leaf.become_("");
        let at = leaf.span.range().start + 1;
        let text = leaf.entry.text.as_bytes();
        mutant.changes[0].1 = Change::Write([&text[..at], &b"\xff"[..], &text[at..]].concat());
        mutant
    });
    spoiled.collect()
}

fn files_too_large(guide: &Guide) -> Vec<Mutant> {
    let texts = spread(guide.entries.iter().collect(), 6);
    let mut all: Vec<Mutant> = texts
        .into_iter()
        .map(|entry| written(&entry.path, format!("{}{}", entry.text, "x".repeat(1_000_000))))
        .collect();
    all.push(written("content/pictures/large.png", vec![0; 5_000_001]));
    all
}

fn files_emptied(guide: &Guide) -> Vec<Mutant> {
    spread(guide.entries.iter().collect(), 12).into_iter().map(|entry| written(&entry.path, "")).collect()
}

fn files_linked(guide: &Guide) -> Vec<Mutant> {
    let mut paths: Vec<String> =
        spread(guide.entries.iter().collect(), 6).into_iter().map(|e| e.path.clone()).collect();
    paths.extend(
        ["content/exercises/more.md", "content/pictures/more.png", "templates/html/page.html"].map(str::to_owned),
    );
    let linked = |path: String| Mutant {
        at: vec![(path.clone(), 1)],
        what: format!("{path} is a link"),
        changes: vec![(path, Change::Link("/etc/passwd"))],
    };
    paths.into_iter().map(linked).collect()
}

fn files_unused(guide: &Guide) -> Vec<Mutant> {
    let bird_dog = &guide.entry("content/exercises/bird-dog.md").text;
    [
        "content/notes.txt",
        "content/bird-dogs.md",
        "content/exercise/heel-slide.md",
        "content/exercises/more/heel-slide.md",
        "content/exercises/heel-slide.docx",
        "content/exercises/heel-slide.MD",
        "content/pictures/heel-slide.svg",
    ]
    .into_iter()
    .map(|path| written(path, bird_dog.as_str()))
    .collect()
}

fn names_bad(guide: &Guide) -> Vec<Mutant> {
    let entries: Vec<&Entry> = spread(guide.of("page").chain(guide.of("mistake")).collect(), 6);
    let names = ["Heel-Slide", "heel_slide", "heel slide", "heel--slide", "-heel", "ferse-über"];
    let renamed = entries.into_iter().zip(names).map(|(entry, name)| {
        let path = entry.path.replace(entry.slug(), name);
        Mutant {
            changes: vec![
                (entry.path.clone(), Change::Remove),
                (path.clone(), Change::Write(entry.text.clone().into_bytes())),
            ],
            at: vec![(path.clone(), 1)],
            what: format!("{} renamed to {path}", entry.path),
        }
    });
    let vocabulary = guide.entry("content/vocabulary.yaml");
    let keys = ["hands-and-knees", "trunk-endurance", "osteoporosis-vertebral-fracture"];
    let keyed = keys.into_iter().map(|key| {
        let at = vocabulary.text.find(&format!("  {key}:")).unwrap() + 2;
        vocabulary.with(at..at + key.len(), &key.replacen('-', "_", 1))
    });
    renamed.chain(keyed).collect()
}

fn dashes_removed(guide: &Guide) -> Vec<Mutant> {
    let entries = spread(guide.entries.iter().filter(|entry| entry.text.starts_with("---")).collect(), 8);
    let removed = entries.into_iter().enumerate().map(|(n, entry)| {
        let at = if n % 2 == 0 { 0 } else { entry.text.find("\n---\n").unwrap() + 1 };
        entry.found_at(at..at + 4, "", 1)
    });
    removed.collect()
}

fn quotes_open(guide: &Guide) -> Vec<Mutant> {
    let last = bare_prose(guide).into_iter().filter(|leaf| !leaf.entry.text[leaf.span.range().start..].contains('"'));
    spread(last.collect(), 8).into_iter().map(|leaf| leaf.become_(&format!("\"{}", leaf.text))).collect()
}

fn colons_bare(guide: &Guide) -> Vec<Mutant> {
    let all = bare_prose(guide).into_iter().filter(|leaf| leaf.before().ends_with(": "));
    spread(all.collect(), 12).into_iter().map(|leaf| leaf.become_(&leaf.text.replacen(' ', ": ", 1))).collect()
}

fn colons_in_items(guide: &Guide) -> Vec<Mutant> {
    let all = bare_prose(guide).into_iter().filter(|leaf| leaf.before().ends_with("\n  - "));
    spread(all.collect(), 8).into_iter().map(|leaf| leaf.become_(&leaf.text.replacen(' ', ": ", 1))).collect()
}

fn tabs(guide: &Guide) -> Vec<Mutant> {
    let entries = spread(guide.entries.iter().filter(|entry| entry.text.contains("\n  - ")).collect(), 8);
    let tabbed = entries.into_iter().map(|entry| {
        let at = entry.text.find("\n  - ").unwrap() + 1;
        entry.with(at..at + 2, "\t")
    });
    tabbed.collect()
}

fn aliases_of_yaml(guide: &Guide) -> Vec<Mutant> {
    let leaves = spread(guide.of_shape(TEXTS).into_iter().filter(|leaf| leaf.is_bare).collect(), 8);
    let aliased = leaves
        .into_iter()
        .enumerate()
        .map(|(n, leaf)| if n % 2 == 0 { leaf.become_(&format!("&one {}", leaf.text)) } else { leaf.become_("*one") });
    aliased.collect()
}

fn texts_cut(guide: &Guide) -> Vec<Mutant> {
    let cut = |leaf: Leaf<'_>| {
        let words: Vec<&str> = leaf.text.split(' ').collect();
        leaf.become_(&format!("{} #{}", words[..3].join(" "), words[3..].join(" ")))
    };
    spread(bare_prose(guide), 14).into_iter().map(cut).collect()
}

fn lists_too_deep(guide: &Guide) -> Vec<Mutant> {
    let leaves = spread(guide.of_shape(|shape| matches!(shape, Shape::Term(_))), 6);
    let deep = format!("{}x{}", "[".repeat(40), "]".repeat(40));
    leaves.into_iter().map(|leaf| leaf.become_(&deep)).collect()
}

fn fields_twice(guide: &Guide) -> Vec<Mutant> {
    let spots: Vec<Spot<'_>> = guide.spots().into_iter().filter(|spot| spot.next.is_some()).collect();
    let twice = one_each(spots, |spot| (spot.entry.kind, spot.path.clone())).into_iter().filter_map(|spot| {
        let range = spot.range()?;
        let line = spot.entry.line(range.end);
        Some(spot.entry.found_at(range.end..range.end, &spot.entry.text[range.clone()], line))
    });
    spread(twice.collect(), 30)
}

fn fields_misspelled(guide: &Guide) -> Vec<Mutant> {
    let spots = one_each(guide.spots(), |spot| (spot.table.noun, spot.field.name));
    let long = spots.into_iter().filter(|spot| spot.field.name.len() > 4);
    let misspelled = long.map(|spot| {
        let name = &spot.field.name;
        spot.entry.with(spot.name.range(), &format!("{}{}", &name[..2], &name[3..]))
    });
    spread(misspelled.collect(), 80)
}

fn fields_alien(guide: &Guide) -> Vec<Mutant> {
    let entries = guide.entries.iter().filter(|entry| entry.text.contains("\nreview:"));
    spread(entries.collect(), 8).into_iter().map(|entry| entry.and_field("colour: blue")).collect()
}

fn fields_deleted(guide: &Guide) -> Vec<Mutant> {
    let required = guide.spots().into_iter().filter(|spot| matches!(spot.field.need, Need::Required));
    let possible: Vec<Spot<'_>> = required.filter(|spot| spot.next.is_some()).collect();
    one_each(possible, |spot| (spot.entry.kind, spot.path.clone())).iter().filter_map(Spot::deleted).collect()
}

fn lists_for_texts(guide: &Guide) -> Vec<Mutant> {
    let leaves = one_each(guide.leaves(), |leaf| (leaf.entry.kind, leaf.path.clone()));
    let single = leaves.into_iter().filter(|leaf| !matches!(leaf.shape, Shape::Figure));
    spread(single.collect(), 40).into_iter().map(|leaf| leaf.become_("[[a, b]]")).collect()
}

fn texts_for_lists(guide: &Guide) -> Vec<Mutant> {
    let spots = guide.spots().into_iter().filter(|spot| {
        matches!(
            spot.field.shape,
            Shape::List(_) | Shape::Record(_) | Shape::AtLeast(..) | Shape::Keyed(_) | Shape::Or(..)
        )
    });
    let spots: Vec<Spot<'_>> = spots.filter(|spot| spot.next.is_some()).collect();
    let spots = one_each(spots, |spot| (spot.entry.kind, spot.path.clone()));
    spread(spots, 40).iter().filter_map(|spot| spot.become_("some words")).collect()
}

fn words_for_numbers(guide: &Guide) -> Vec<Mutant> {
    let all = guide.of_shape(|shape| matches!(shape, Shape::Flag | Shape::Count | Shape::Range | Shape::Time));
    one_each(all, |leaf| (leaf.entry.kind, leaf.path.clone())).into_iter().map(|leaf| leaf.become_("some")).collect()
}

fn texts_blanked(guide: &Guide) -> Vec<Mutant> {
    let all = one_each(guide.of_shape(TEXTS), |leaf| (leaf.entry.kind, leaf.path.clone()));
    spread(all, 40).into_iter().map(|leaf| leaf.become_("\"\"")).collect()
}

fn texts_to_come(guide: &Guide) -> Vec<Mutant> {
    const WORDS: [&str; 8] = ["tbc", "TODO", "n/a", "...", "xxx", "\"???\"", "write this TODO", "None"];
    let all = one_each(guide.of_shape(TEXTS), |leaf| (leaf.entry.kind, leaf.path.clone()));
    let fields = spread(all, 32).into_iter().zip(WORDS.iter().cycle()).map(|(leaf, word)| leaf.become_(word));
    let bodies = spread(guide.with_body(), 6).into_iter().map(|entry| entry.and_body("TODO say what the trial found."));
    fields.chain(bodies).collect()
}

fn terms_unknown(guide: &Guide) -> Vec<Mutant> {
    let all = guide.of_shape(|shape| matches!(shape, Shape::Term(_) | Shape::Choice(_)));
    let one_of_each = one_each(all, |leaf| (leaf.entry.kind, leaf.path.clone()));
    one_of_each.into_iter().map(|leaf| leaf.become_("no-such-word")).collect()
}

fn units_dropped(guide: &Guide) -> Vec<Mutant> {
    let all = guide.of_shape(|shape| matches!(shape, Shape::Time));
    let dropped = |leaf: Leaf<'_>| leaf.become_(leaf.text.split(' ').next().unwrap());
    spread(all, 16).into_iter().map(dropped).collect()
}

fn ranges_bad(guide: &Guide) -> Vec<Mutant> {
    let all = spread(guide.of_shape(|shape| matches!(shape, Shape::Range)), 24);
    let bad = ["9-3", "8-", "~5", "0", "2 or 3", "-4"];
    all.into_iter().zip(bad.iter().cycle()).map(|(leaf, bad)| leaf.become_(bad)).collect()
}

fn dates_bad(guide: &Guide) -> Vec<Mutant> {
    let all = spread(guide.of_shape(|shape| matches!(shape, Shape::Date)), 12);
    let bad = ["2026-02-30", "22.11.2026", "soon", "2026-13-01"];
    all.into_iter().zip(bad.iter().cycle()).map(|(leaf, bad)| leaf.become_(bad)).collect()
}

fn tags(guide: &Guide) -> Vec<Mutant> {
    let fields = spread(bare_prose(guide), 12).into_iter().map(|leaf| leaf.and(" <b>now</b>"));
    let bodies = spread(guide.with_body(), 8).into_iter().map(|entry| entry.and_body("<script>alert(1)</script>"));
    fields.chain(bodies).collect()
}

fn links_unsafe(guide: &Guide) -> Vec<Mutant> {
    let schemes = ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "JaVaScRiPt:x"];
    let fields = spread(bare_prose(guide), 8).into_iter().zip(schemes.iter().cycle());
    let fields = fields.map(|(leaf, scheme)| leaf.and(&format!(" [here]({scheme})")));
    let bodies = spread(guide.with_body(), 8).into_iter().zip(schemes.iter().cycle());
    fields.chain(bodies.map(|(entry, scheme)| entry.and_body(&format!("See [this]({scheme}).")))).collect()
}

fn paths_outside(guide: &Guide) -> Vec<Mutant> {
    let old = spread(guide.of("exercise").filter(|entry| !entry.text.contains("\naliases:")).collect(), 5);
    let old = old.into_iter().map(|entry| entry.and_field("aliases: [/../old-name/]"));
    let links = ["[x](../../etc/passwd)", "![x](../../x.png)", "![x](https://example.org/x.png)"];
    let bodies = spread(guide.with_body(), 9).into_iter().zip(links.iter().cycle());
    old.chain(bodies.map(|(entry, link)| entry.and_body(&format!("See {link}.")))).collect()
}

/// Fields of this name deleted, and emptied in several ways, in many exercises.
fn musts(guide: &Guide, path: &str, empty: &[&str]) -> Vec<Mutant> {
    let spots = guide.spots().into_iter().filter(|spot| spot.entry.kind == "exercise" && spot.path == path);
    let spots: Vec<Spot<'_>> = spots.filter(|spot| spot.next.is_some()).collect();
    let deleted = spread(spots.iter().collect(), 12).into_iter().filter_map(Spot::deleted);
    let emptied = spread(spots.iter().collect(), 12).into_iter().zip(empty.iter().cycle());
    deleted.chain(emptied.filter_map(|(spot, empty)| spot.become_(empty))).collect()
}

fn form_tips_gone(guide: &Guide) -> Vec<Mutant> {
    musts(guide, "form_tips", &["[]", "", "[Only one tip]"])
}

fn doses_gone(guide: &Guide) -> Vec<Mutant> {
    let mut all = musts(guide, "dose", &["{}", ""]);
    all.extend(musts(guide, "dose.start", &["{}", ""]));
    all
}

fn contraindications_gone(guide: &Guide) -> Vec<Mutant> {
    musts(guide, "contraindications", &["[]", "", "{}"])
}

fn slugs_unknown(guide: &Guide) -> Vec<Mutant> {
    let all = guide.of_shape(|shape| matches!(shape, Shape::Entry(..)));
    let each = one_each(all, |leaf| (leaf.entry.kind, leaf.path.clone())).into_iter();
    let fields = each.map(|leaf| leaf.become_("heel-slide-in-water"));
    let bodies = spread(guide.with_body(), 8).into_iter().map(|entry| entry.and_body("See [[heel-slide-in-water]]."));
    fields.chain(bodies).collect()
}

fn slugs_of_another_kind(guide: &Guide) -> Vec<Mutant> {
    let all = guide.of_shape(|shape| matches!(shape, Shape::Entry(kinds, _) if kinds.len() == 1));
    let each = one_each(all, |leaf| (leaf.entry.kind, leaf.path.clone()));
    each.into_iter().map(|leaf| leaf.become_("breath-holding")).collect()
}

fn headings_unknown(guide: &Guide) -> Vec<Mutant> {
    let see = guide.of_shape(|shape| matches!(shape, Shape::Anywhere(_)));
    let see = see.into_iter().filter(|leaf| leaf.path == "sections.see");
    let fields = spread(see.collect(), 6).into_iter().map(|leaf| leaf.become_("\"red-flags#no-such-part\""));
    let bodies =
        spread(guide.with_body(), 6).into_iter().map(|entry| entry.and_body("See [[red-flags#no-such-part]]."));
    fields.chain(bodies).collect()
}

fn sources_unknown(guide: &Guide) -> Vec<Mutant> {
    let all =
        one_each(guide.of_shape(|shape| matches!(shape, Shape::Source)), |leaf| (leaf.entry.kind, leaf.path.clone()));
    let fields = all.into_iter().map(|leaf| leaf.become_("nobody-1999"));
    let bodies = spread(guide.with_body(), 6).into_iter().map(|entry| entry.and_body("It helped [@nobody-1999]."));
    fields.chain(bodies).collect()
}

fn pictures_unknown(guide: &Guide) -> Vec<Mutant> {
    spread(guide.with_body(), 6).into_iter().map(|entry| entry.and_body("![From the side](no-such.png)")).collect()
}

fn slugs_twice(guide: &Guide) -> Vec<Mutant> {
    let page = &guide.entry("content/pages/about.md").text;
    let others =
        spread(guide.entries.iter().filter(|e| matches!(e.kind, "exercise" | "mistake" | "plan")).collect(), 6);
    let taken = others.into_iter().map(|entry| written(&format!("content/pages/{}.md", entry.slug()), page.as_str()));
    let own =
        ["plans", "exercises", "glossary"].map(|name| written(&format!("content/pages/{name}.md"), page.as_str()));
    taken.chain(own).collect()
}

fn titles_twice(guide: &Guide) -> Vec<Mutant> {
    let exercises: Vec<&Entry> = guide.of("exercise").collect();
    let first = guide.text(exercises[0], "title");
    let titles = guide.leaves().into_iter().filter(|leaf| leaf.entry.kind == "exercise" && leaf.path == "title");
    let later = titles.filter(|leaf| leaf.text != first);
    let mut all: Vec<Mutant> = spread(later.collect(), 6).into_iter().map(|leaf| leaf.become_(&first)).collect();
    let names =
        guide.leaves().into_iter().filter(|leaf| leaf.path == "also_called" && leaf.entry.path != exercises[0].path);
    all.extend(spread(names.collect(), 4).into_iter().map(|leaf| leaf.become_(&first)));
    all
}

fn anchors_twice(guide: &Guide) -> Vec<Mutant> {
    let ids: Vec<Leaf<'_>> = guide
        .leaves()
        .into_iter()
        .filter(|leaf| leaf.path.starts_with("sections") && leaf.path.ends_with(".id"))
        .collect();
    let twice = ids.windows(2).filter(|two| two[0].entry.path == two[1].entry.path);
    spread(twice.collect(), 12).into_iter().map(|two| two[1].become_(two[0].text)).collect()
}

fn aliases_taken(guide: &Guide) -> Vec<Mutant> {
    let free = guide.of("exercise").filter(|entry| !entry.text.contains("\naliases:"));
    let taken = ["/exercises/cat-cow/", "/exercises/", "/plans/build/", "/mistakes/breath-holding/"];
    let entries = spread(free.filter(|entry| entry.slug() != "cat-cow").collect(), 8);
    entries
        .into_iter()
        .zip(taken.iter().cycle())
        .map(|(entry, old)| entry.and_field(&format!("aliases: [{old}]")))
        .collect()
}

fn orphans(guide: &Guide) -> Vec<Mutant> {
    let page = "---\ntitle: Lifting a box\nsummary: How to lift a box.\nreview: {status: draft}\nupdated: 2026-11-22\n---\n\nClose to you, and slowly.\n";
    let mut all: Vec<Mutant> =
        ["lifting", "carrying", "gardening"].map(|slug| written(&format!("content/pages/{slug}.md"), page)).into();
    let bird_dog = guide.entry("content/exercises/bird-dog.md");
    let alone = crate::site::edited(
        &bird_dog.path,
        &bird_dog.text,
        "title: Heel slide\nalso_called: DELETE\neasier: DELETE\nprerequisites: DELETE\nrelated: DELETE\n",
    );
    all.push(written("content/exercises/heel-slide.md", alone));
    all
}

/// A condition that this plan says nothing of.
fn unanswered<'a>(guide: &'a Guide, plan: &str) -> &'a str {
    let keys =
        ["neck-instability", "pregnancy-later", "vertigo", "wrist-pain", "hip-precautions", "lying-flat", "knee-limit"];
    let text = &guide.entry(plan).text;
    keys.into_iter().find(|key| !text.contains(&format!("condition: {key}\n"))).unwrap()
}

fn conditions_added(guide: &Guide) -> Vec<Mutant> {
    let mut all = Vec::new();
    for entry in guide.of("exercise") {
        let Some(first) = guide.prescribed(entry.slug()).into_iter().next() else { continue };
        let condition = unanswered(guide, &first.0);
        let line = format!(
            "contraindications: [{{condition: {condition}, because: It loads that part, source: clinical-convention}}]"
        );
        let mut mutant = entry.with_field(guide, "contraindications", &line).unwrap();
        mutant.at = vec![first];
        all.push(mutant);
    }
    spread(all, 20)
}

fn answers_dropped(guide: &Guide) -> Vec<Mutant> {
    let leaves = guide.leaves();
    let mut all = Vec::new();
    for plan in guide.of("plan") {
        let of = |path: &str| -> Vec<&Leaf<'_>> {
            leaves.iter().filter(|leaf| leaf.entry.path == plan.path && leaf.path == path).collect()
        };
        let spots = guide.spots();
        for answer in of("adapt.condition") {
            // The exercise of the same line, if it names one.
            let parent =
                spots.iter().find(|spot| spot.node.span == answer.span && spot.entry.path == plan.path).unwrap().parent;
            let inside = |leaf: &&&Leaf<'_>| parent.span.range().contains(&leaf.span.range().start);
            let exercises = of("adapt.exercise");
            let Some(exercise) = exercises.iter().find(inside) else { continue };
            let answered = of("adapt.condition")
                .iter()
                .chain(&of("not_for.condition"))
                .filter(|one| one.text == answer.text)
                .count();
            let ruled_out = leaves.iter().any(|leaf| {
                leaf.entry.path == format!("content/exercises/{}.md", exercise.text)
                    && leaf.path == "contraindications.condition"
                    && leaf.text == answer.text
            });
            let first = guide.prescribed(exercise.text).into_iter().find(|(path, _)| *path == plan.path);
            if let (1, true, Some(first)) = (answered, ruled_out, first) {
                let mut mutant = answer.become_(unanswered(guide, &plan.path));
                mutant.at = vec![first];
                all.push(mutant);
            }
        }
    }
    spread(all, 12)
}

fn words_of_fear(guide: &Guide) -> Vec<Mutant> {
    let words =
        ["It is a miracle", "Your discs are crumbling", "Guaranteed to work", "A bad back needs it", "No pain no gain"];
    let fields = spread(bare_prose(guide), 16).into_iter().zip(words.iter().cycle());
    let fields = fields.map(|(leaf, words)| leaf.and(&format!(". {words}")));
    let bodies = spread(guide.with_body(), 8).into_iter().zip(words.iter().cycle());
    fields.chain(bodies.map(|(entry, words)| entry.and_body(&format!("{words}.")))).collect()
}

/// Doses written in curly brackets.
fn doses(guide: &Guide) -> Vec<Spot<'_>> {
    let all = guide.spots().into_iter().filter(|spot| {
        let is_dose = matches!(spot.path.as_str(), "dose.start" | "dose.full" | "weeks.exercises.dose");
        is_dose && spot.entry.text[spot.node.span.range()].starts_with('{')
    });
    all.filter(|spot| !spot.entry.text[spot.node.span.range()].contains("not_set")).collect()
}

fn doses_of_nothing(guide: &Guide) -> Vec<Mutant> {
    let of_sets_alone = |spot: Spot<'_>| {
        let range = spot.node.span.range();
        // The span of a group in brackets ends where its last value does.
        let end = range.end + spot.entry.text[range.end..].find('}').unwrap() + 1;
        spot.entry.with(range.start..end, "{sets: 1}")
    };
    spread(doses(guide), 16).into_iter().map(of_sets_alone).collect()
}

fn doses_implausible(guide: &Guide) -> Vec<Mutant> {
    let flipped =
        [("reps", "88"), ("sets", "22"), ("minutes", "150"), ("hold", "300 s"), ("days", "9"), ("rest", "10 min")];
    let leaves = guide.leaves();
    let mut all = Vec::new();
    for (name, figure) in flipped {
        let of_name =
            leaves.iter().filter(|leaf| leaf.path.contains("dose.") && leaf.path.ends_with(&format!(".{name}")));
        all.extend(spread(of_name.collect(), 5).into_iter().map(|leaf| leaf.become_(figure)));
    }
    all
}

fn sides_unpaired(guide: &Guide) -> Vec<Mutant> {
    let dropped = doses(guide).into_iter().filter_map(|spot| {
        let range = spot.node.span.range();
        let text = &spot.entry.text[range.clone()];
        text.contains(", per: side").then(|| spot.entry.with(range, &text.replace(", per: side", "")))
    });
    let mut all = spread(dropped.collect(), 12);
    let none: Vec<&Entry> = guide.of("exercise").filter(|entry| entry.text.contains("\nsides: none\n")).collect();
    let added = doses(guide).into_iter().filter(|spot| none.iter().any(|entry| entry.path == spot.entry.path));
    all.extend(spread(added.collect(), 8).into_iter().map(|spot| {
        let at = spot.node.span.range().start + 1;
        spot.entry.with(at..at, "per: side, ")
    }));
    all
}

fn starts_raised(guide: &Guide) -> Vec<Mutant> {
    let leaves = guide.leaves();
    let mut all = Vec::new();
    for (name, figure) in [("reps", "29"), ("sets", "6"), ("hold", "110 s"), ("minutes", "85")] {
        let has_full = |leaf: &&Leaf<'_>| {
            leaves.iter().any(|other| other.entry.path == leaf.entry.path && other.path == format!("dose.full.{name}"))
        };
        let starts = leaves.iter().filter(|leaf| leaf.path == format!("dose.start.{name}")).filter(has_full);
        all.extend(spread(starts.collect(), 5).into_iter().map(|leaf| leaf.become_(figure)));
    }
    all
}

fn texts_against_dose(guide: &Guide) -> Vec<Mutant> {
    let counted = guide.of("exercise").filter(|entry| !guide.text(entry, "dose.start.reps").is_empty());
    let counted: Vec<&Entry> =
        counted.filter(|entry| entry.path.ends_with(".md") && entry.text.contains("\n---\n\n")).collect();
    let mut all: Vec<Mutant> =
        spread(counted.clone(), 6).into_iter().map(|entry| entry.and_body("Later, do 29 repetitions.")).collect();
    let with_sets = counted.into_iter().filter(|entry| !guide.text(entry, "dose.start.sets").is_empty());
    all.extend(spread(with_sets.collect(), 4).into_iter().map(|entry| entry.and_body("Later, do 9 sets.")));
    all
}

/// Weeks that are held to the limit of new exercises, each with the place of its first line.
fn weeks(guide: &Guide) -> Vec<(&Entry, usize)> {
    let mut all = Vec::new();
    for spot in guide.spots().into_iter().filter(|spot| spot.path == "weeks.exercises") {
        let is_first = spot.entry.text[..spot.name.range().start].matches("\n    exercises:").count() == 0;
        let Value::List(items) = &spot.node.value else { continue };
        if !is_first || spot.entry.text.contains("\nafter:") {
            all.push((spot.entry, items[0].span.range().start));
        }
    }
    all
}

/// Prescriptions more, at the head of a week; the one of this number, from 0, is the one too many.
fn and_prescribed(week: (&Entry, usize), lines: &[&str], wrong: usize) -> Mutant {
    let (entry, at) = week;
    let indent = entry.text[..at].rsplit('\n').next().unwrap();
    let more: String = lines.iter().map(|line| format!("{line}\n{indent}")).collect();
    entry.found_at(at..at, &more, entry.line(at) + wrong)
}

fn weeks_too_new(guide: &Guide) -> Vec<Mutant> {
    let new = ["{exercise: qi-gong, dose: {minutes: 5}}", "{exercise: tai-chi, dose: {minutes: 5}}"];
    spread(weeks(guide), 10).into_iter().map(|week| and_prescribed(week, &new, 1)).collect()
}

fn weeks_too_full(guide: &Guide) -> Vec<Mutant> {
    let more = ["{exercise: pelvic-tilt, dose: {sets: 1, reps: 6}}"; 6];
    spread(weeks(guide), 10).into_iter().map(|week| and_prescribed(week, &more, 5)).collect()
}

fn prerequisites_untaught(guide: &Guide) -> Vec<Mutant> {
    let mut all = Vec::new();
    for entry in guide.of("exercise") {
        let Some(first) = guide.prescribed(entry.slug()).into_iter().next() else { continue };
        let mut mutant = entry
            .with_field(guide, "prerequisites", "prerequisites: [tai-chi]")
            .unwrap_or_else(|| entry.and_field("prerequisites: [tai-chi]"));
        mutant.at = vec![first];
        all.push(mutant);
    }
    spread(all, 12)
}

fn steps_too_large(guide: &Guide) -> Vec<Mutant> {
    let leaves = guide.leaves();
    let mut all = Vec::new();
    for (name, figure) in [("reps", "28"), ("sets", "6"), ("hold", "115 s"), ("minutes", "85")] {
        // A figure of an exercise that an earlier week of the plan has too.
        let later = leaves.iter().enumerate().filter(|(at, leaf)| {
            let before = leaves[..*at].iter().rev();
            let Some(slug) = before.clone().find(|other| other.path == "weeks.exercises.exercise") else {
                return false;
            };
            leaf.path == format!("weeks.exercises.dose.{name}")
                && before.skip_while(|other| other.span != slug.span).skip(1).any(|other| {
                    other.entry.path == leaf.entry.path && other.path == slug.path && other.text == slug.text
                })
        });
        all.extend(spread(later.map(|(_, leaf)| leaf).collect(), 5).into_iter().map(|leaf| leaf.become_(figure)));
    }
    all
}

fn minutes_off(guide: &Guide) -> Vec<Mutant> {
    let weeks = guide.leaves().into_iter().filter(|leaf| leaf.path == "weeks.minutes");
    let off = |leaf: Leaf<'_>| {
        let minutes: u32 = leaf.text.parse().unwrap();
        [leaf.become_(&(minutes + 1).to_string()), leaf.become_(&(minutes.max(2) - 1).to_string())]
    };
    spread(weeks.flat_map(off).collect(), 24)
}

fn prerequisites_reversed(guide: &Guide) -> Vec<Mutant> {
    let leaves = guide.leaves();
    let before = leaves.iter().filter(|leaf| {
        leaf.entry.kind == "exercise" && matches!(leaf.path.as_str(), "prerequisites" | "easier.exercises")
    });
    let reversed = before.map(|leaf| {
        let easier = guide.entries.iter().find(|e| e.kind == "exercise" && e.slug() == leaf.text).unwrap();
        let line = format!("prerequisites: [{}]", leaf.entry.slug());
        let mut mutant = easier.with_field(guide, "prerequisites", &line).unwrap_or_else(|| easier.and_field(&line));
        // The circle is told at one of the lines that make it.
        let names = [leaf.entry.slug(), leaf.text];
        let links = leaves.iter().filter(|other| {
            other.entry.kind == "exercise"
                && matches!(other.path.as_str(), "prerequisites" | "easier.exercises" | "harder.exercises")
                && (names.contains(&other.entry.slug()) || names.contains(&other.text))
        });
        mutant.at.extend(links.map(|other| (other.entry.path.clone(), other.line())));
        mutant
    });
    spread(reversed.collect(), 12)
}

fn reviews_unsigned(guide: &Guide) -> Vec<Mutant> {
    let unsigned = [
        "review: {status: reviewed}",
        "review: {status: reviewed, by: Jane Roe, on: 2026-01-01, due: 2029-01-01}",
        "review: {status: reviewed, by: Jane Roe, role: physiotherapist, due: 2029-01-01}",
        "review: {status: reviewed, role: physiotherapist, on: 2026-01-01, due: 2029-01-01}",
        "review: {status: reviewed, by: Jane Roe, role: physiotherapist, on: 2026-01-01}",
        "review: {status: reviewed, by: Jane Roe, role: physiotherapist, on: 2029-01-01, due: 2026-12-01}",
    ];
    let entries = guide.entries.iter().filter(|entry| entry.text.contains("\nreview:"));
    let entries = spread(entries.collect(), 12).into_iter().zip(unsigned.iter().cycle());
    entries.filter_map(|(entry, review)| entry.with_field(guide, "review", review)).collect()
}

fn reviews_overdue(guide: &Guide) -> Vec<Mutant> {
    let old = "review: {status: reviewed, by: Jane Roe, role: physiotherapist, on: 2020-01-01, due: 2026-11-21}";
    let entries = guide.entries.iter().filter(|entry| entry.text.contains("\nreview:"));
    spread(entries.collect(), 8).into_iter().filter_map(|entry| entry.with_field(guide, "review", old)).collect()
}

fn sources_uncited(guide: &Guide) -> Vec<Mutant> {
    let entry = guide.entry("content/sources.yaml");
    let Value::Map(works) = &entry.root.value else { panic!("sources") };
    let more = |(n, (key, _)): (usize, &(backsite::source::Spanned<String>, Node))| {
        let at = key.span.range().start;
        entry.with(at..at, &format!("nobody-{n}: {{citation: Nobody., supports: Nothing., strength: low}}\n"))
    };
    spread(works.iter().enumerate().map(more).collect(), 5)
}

fn steps_long(guide: &Guide) -> Vec<Mutant> {
    let long = "and then one more word ".repeat(8);
    let held = guide.leaves().into_iter().filter(|leaf| {
        leaf.is_bare
            && matches!(leaf.path.as_str(), "steps" | "stop_signs" | "plan_rules.stop_if.text" | "stop_signs.now")
    });
    spread(held.collect(), 16).into_iter().map(|leaf| leaf.and(&format!(" {}", long.trim_end()))).collect()
}

fn texts_hard(guide: &Guide) -> Vec<Mutant> {
    let hard = "Interruption of respiration during isometric muscular exertion occasions additional elevation of arterial blood \
         pressure, necessitating particular consideration among individuals experiencing inadequately controlled hypertension, \
         whereas uninterrupted respiration throughout isometric activities attenuates cardiovascular responses considerably.";
    let hard = [hard; 6].join(" ");
    spread(guide.with_body(), 8).into_iter().map(|entry| entry.and_body(&hard)).collect()
}

/// A template with `new` in the place of `old`, found missing at a line of the guide.
fn template(guide: &Guide, name: &str, old: &str, new: &str, path: &str, field: &str) -> Mutant {
    let text = fs::read_to_string(repository().join("templates/html").join(name)).unwrap();
    assert!(text.contains(old), "{name} has no `{old}`");
    let leaves = guide.leaves();
    let line = leaves.iter().find(|leaf| leaf.entry.path == path && leaf.path == field).unwrap().line();
    Mutant {
        changes: vec![(format!("templates/html/{name}"), Change::Write(text.replace(old, new).into_bytes()))],
        at: vec![(path.to_owned(), line)],
        what: format!("templates/html/{name}: `{old}` became `{new}`"),
    }
}

fn templates_unsafe(guide: &Guide) -> Vec<Mutant> {
    let bird_dog = "content/exercises/bird-dog.md";
    let knee = "content/exercises/single-knee-to-chest.md";
    let safety = "content/safety.yaml";
    let rows = [
        (
            "exercise.html",
            "{% for line in page.not_with %}",
            "{% for line in [] %}",
            knee,
            "contraindications.condition",
        ),
        (
            "exercise.html",
            "{% for line in page.care_with %}",
            "{% for line in [] %}",
            bird_dog,
            "precautions.condition",
        ),
        ("exercise.html", "items={page.form_tips}", "items={[]}", bird_dog, "form_tips"),
        ("exercise.html", "items={page.stop_signs}", "items={[]}", bird_dog, "stop_signs"),
        ("exercise.html", "items={site.safety.stop_now}", "items={[]}", safety, "stop_signs.now"),
        ("exercise.html", "items={site.safety.stop_emergency}", "items={[]}", safety, "stop_signs.emergency"),
        ("exercise.html", "items={site.safety.stop_next_day}", "items={[]}", safety, "stop_signs.next_day"),
        (
            "exercise.html",
            "dose={page.start} />",
            "dose={page.full} />",
            "content/exercises/cat-cow.md",
            "dose.start.reps",
        ),
    ];
    let mut all: Vec<Mutant> =
        rows.into_iter().map(|(name, old, new, path, field)| template(guide, name, old, new, path, field)).collect();
    let whole = [
        ("partials/rules.html", safety, "plan_rules.stop_if.text"),
        ("partials/red-flags.html", safety, "red_flags.tiers.items.text"),
        ("partials/emergency.html", safety, "red_flags.tiers.items.short"),
    ];
    for (name, path, field) in whole {
        let text = fs::read_to_string(repository().join("templates/html").join(name)).unwrap();
        all.push(template(guide, name, &text, "\n", path, field));
    }
    all
}

fn templates_broken(_: &Guide) -> Vec<Mutant> {
    let templates = Tree::read(&repository().join("templates/html"));
    let broken = templates.files.into_iter().enumerate().map(|(n, (name, bytes))| {
        let path = format!("templates/html/{name}");
        let text = String::from_utf8(bytes).unwrap();
        let fault = ["{{ nothing | shout }}", "{% if x %}", "{{ a.b"][n % 3];
        let mut mutant = written(&path, format!("{fault}\n{text}"));
        // What is not closed is told where the file ends, or where the next thing begins.
        mutant.at = (1..=text.lines().count() + 2).map(|line| (path.clone(), line)).collect();
        mutant.what = format!("{path}: `{fault}` at its head");
        mutant
    });
    spread(broken.collect(), 12)
}

/// Places in figures where a text stands, one for each entry.
fn in_figures<'a>(guide: &'a Guide, text: &str) -> Vec<(&'a Entry, usize)> {
    let all = guide.entries.iter().filter_map(|entry| {
        let figure = entry.text.find("\nfigure:")?;
        Some((entry, figure + entry.text[figure..].find(text)?))
    });
    all.collect()
}

fn joints_misspelled(guide: &Guide) -> Vec<Mutant> {
    let slips = [("knee: ", "kneee: "), ("shoulder: ", "sholder: "), ("elbow: ", "elbo: "), ("lumbar: ", "lumber: ")];
    let made = slips.into_iter().flat_map(|(old, new)| {
        spread(
            in_figures(guide, &format!("{{{old}")).into_iter().chain(in_figures(guide, &format!(", {old}"))).collect(),
            4,
        )
        .into_iter()
        .map(move |(entry, at)| {
            let at = at + entry.text[at..].find(old).unwrap();
            entry.with(at..at + old.len(), new)
        })
    });
    made.collect()
}

fn angles_flipped(guide: &Guide) -> Vec<Mutant> {
    let made = ["knee: ", "elbow: ", "lumbar: ", "ankle: ", "neck: "].into_iter().flat_map(|joint| {
        // The last word on a joint is the one that counts: a pose whose angle is its own.
        let places = in_figures(guide, joint).into_iter().filter(|(entry, at)| {
            let value = &entry.text[at + joint.len()..];
            value.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        });
        spread(places.collect(), 4).into_iter().map(move |(entry, at)| {
            let at = at + joint.len();
            let end = at + entry.text[at..].find([',', '}', '\n']).unwrap();
            entry.with(at..end, "340")
        })
    });
    made.collect()
}

/// The figure of an entry become another; the fault is on this line of it, from 0.
fn with_figure(guide: &Guide, figure: &str, line: usize) -> Vec<Mutant> {
    let entries: Vec<&Entry> = guide.of("exercise").collect();
    let made = spread(entries, 6).into_iter().filter_map(|entry| {
        let mut mutant = entry.with_field(guide, "figure", figure)?;
        mutant.at[0].1 += line;
        Some(mutant)
    });
    made.collect()
}

fn bodies_through_floor(guide: &Guide) -> Vec<Mutant> {
    let lying =
        "figure:\n  base: supine\n  poses:\n    start:\n      label: On the back, legs long\n      legs: {hip: -20}";
    let standing = "figure:\n  base: standing\n  contact: [near_foot]\n  poses:\n    start:\n      label: One leg through the floor\n      near_leg: {hip: 90, knee: 90}";
    with_figure(guide, lying, 3).into_iter().chain(with_figure(guide, standing, 2)).collect()
}

fn contacts_apart(guide: &Guide) -> Vec<Mutant> {
    let upright =
        "figure:\n  base: standing\n  poses:\n    start:\n      label: Hands and knees\n      contact: [head, feet]";
    with_figure(guide, upright, 5)
}

fn hands_too_far(guide: &Guide) -> Vec<Mutant> {
    let wall =
        "figure:\n  base: standing\n  poses:\n    hold:\n      label: Hands on a wall\n      arms: {reach: [90, 80]}";
    let made = in_figures(guide, "reach: ").into_iter().map(|(entry, at)| {
        let at = at + "reach: ".len();
        let value = &entry.text[at..];
        let end = if value.starts_with('{') || value.starts_with('[') {
            value.find(['}', ']']).unwrap() + 1
        } else {
            value.find([',', '}', '\n']).unwrap()
        };
        entry.with(at..at + end, "[300, 300]")
    });
    with_figure(guide, wall, 5).into_iter().chain(spread(made.collect(), 6)).collect()
}

fn poses_unlabelled(guide: &Guide) -> Vec<Mutant> {
    let made = in_figures(guide, "\n      label: ").into_iter().map(|(entry, at)| {
        let end = at + 1 + entry.text[at + 1..].find('\n').unwrap();
        let line = entry.line(at);
        entry.found_at(at..end, "", line)
    });
    spread(made.collect(), 12)
}

/// A picture drawn by hand in the place of an exercise's figure.
fn drawn(guide: &Guide, svg: &str, at_line: usize) -> Vec<Mutant> {
    let with = |entry: &Entry| {
        let field = format!("figure: {{file: drawn.svg, alt: \"{} as a friend would draw it\"}}", entry.slug());
        let mut mutant = entry.with_field(guide, "figure", &field)?;
        mutant.changes.push(("content/pictures/drawn.svg".to_owned(), Change::Write(svg.as_bytes().to_vec())));
        mutant.at = vec![("content/pictures/drawn.svg".to_owned(), at_line)];
        Some(mutant)
    };
    spread(guide.of("exercise").filter_map(with).collect(), 3)
}

fn pictures_bad(guide: &Guide) -> Vec<Mutant> {
    let bad = [
        "<p>A page, not a drawing.</p>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h9v9z\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"></svg>",
    ];
    bad.iter().flat_map(|svg| drawn(guide, svg, 1)).collect()
}

fn pictures_cut(guide: &Guide) -> Vec<Mutant> {
    let harm = [
        "<script>alert(1)</script>",
        "<path d=\"M0 0h9\" onclick=\"alert(1)\"/>",
        "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">words</p></foreignObject>",
    ];
    let svg = |harm: &&str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n<path d=\"M0 0h9v9z\"/>\n{harm}\n</svg>\n"
        )
    };
    harm.iter().map(svg).flat_map(|svg| drawn(guide, &svg, 3)).collect()
}

/// What is offered in the place of a move becomes a move that the same condition rules out.
fn ways_out_closed(guide: &Guide) -> Vec<Mutant> {
    let spots = guide.spots();
    let mut all = Vec::new();
    for spot in spots.iter().filter(|spot| spot.path == "contraindications.instead" && spot.entry.kind == "exercise") {
        // The very move that is ruled out is the plainest of wrong answers.
        let written = &spot.entry.text[spot.node.span.range()];
        let old = written.trim_start_matches('[').split([',', ']']).next().unwrap().trim();
        let start = spot.node.span.range().start + written.find(old).unwrap();
        all.push(spot.entry.with(start..start + old.len(), spot.entry.slug()));
    }
    spread(all, 8)
}

fn letters_unprintable(guide: &Guide) -> Vec<Mutant> {
    let leaves = guide.leaves();
    let printed = ["title", "weeks.title", "weeks.focus", "weeks.exercises.note", "off_days"];
    let of_plans = leaves.into_iter().filter(|leaf| leaf.entry.kind == "plan" && printed.contains(&leaf.path.as_str()));
    let bare: Vec<Leaf<'_>> = of_plans.filter(|leaf| leaf.is_bare).collect();
    let signs = ["\u{2192}", "\u{1f642}", "\u{645}\u{631}"];
    spread(bare, 9).iter().zip(signs.iter().cycle()).map(|(leaf, sign)| leaf.and(&format!(" {sign} more"))).collect()
}

fn sheets_too_long(guide: &Guide) -> Vec<Mutant> {
    let leaves = guide.leaves();
    let long = " Do it slowly, and stay in the easy middle of the range.".repeat(60);
    let focus = leaves.iter().filter(|leaf| leaf.path == "weeks.focus" && leaf.is_bare).collect();
    let with = |leaf: &Leaf<'_>| {
        let mut mutant = leaf.and(&format!(".{long}"));
        // The finding stands at the title of the week.
        let mut before =
            leaves.iter().filter(|title| title.entry.path == leaf.entry.path && title.path == "weeks.title");
        let title = before.rfind(|title| title.span.start < leaf.span.start)?;
        mutant.at = vec![(leaf.entry.path.clone(), title.line())];
        Some(mutant)
    };
    spread(focus, 4).into_iter().filter_map(with).collect()
}
