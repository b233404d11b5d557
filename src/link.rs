//! Entries to a [`Site`]: every name looked up once, here, and both directions of every link made from it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Reported, suggest};
use crate::model::exercise::Exercise;
use crate::model::figure::{Figure, Picture};
use crate::model::file::{File, Parsed};
use crate::model::mistake::Mistake;
use crate::model::page::Page;
use crate::model::plan::Plan;
use crate::model::safety::Safety;
use crate::model::settings::{Settings, Work};
use crate::model::site::{Citer, Destination, Edge, Parts, RESERVED, Section, Site, alias_address, is_pseudo_source};
use crate::model::vocabulary::{Taxonomy, Term, Vocabulary};
use crate::model::{EntryId, Head, Kind, Reference, Role, Wants};
use crate::rule;
use crate::source::{Span, Spanned};

/// Joins the files of `content/` to a site. `pictures` are the paths of its pictures, from `content/pictures/` on.
///
/// Nothing comes back if one of the four files that every guide has was not given at all.
#[must_use]
pub fn site(files: Vec<Parsed>, pictures: Vec<String>) -> Reported<Option<Site>> {
    let mut diagnostics = Vec::new();
    let mut shelf = Shelf::default();
    for parsed in files {
        shelf.put(parsed);
    }
    shelf.exercises.sort_by_cached_key(|(entry, _)| by_slug(&entry.head));
    shelf.mistakes.sort_by_cached_key(|(entry, _)| by_slug(&entry.head));
    shelf.plans.sort_by_cached_key(|(entry, _)| by_slug(&entry.head));
    shelf.pages.sort_by_cached_key(|(entry, _)| by_slug(&entry.head));
    shelf.drop_duplicates(&mut diagnostics);
    shelf.hang_pictures(&mut diagnostics);

    let (exercises, from_exercises) = unzip(shelf.exercises);
    let (mistakes, from_mistakes) = unzip(shelf.mistakes);
    let (plans, from_plans) = unzip(shelf.plans);
    let (pages, from_pages) = unzip(shelf.pages);
    let (Some(settings), Some(vocabulary), Some(works), Some(safety)) =
        (shelf.settings, shelf.vocabulary, shelf.works, shelf.safety)
    else {
        return Reported { value: None, diagnostics };
    };
    let unread = shelf.unread;
    let parts = Parts { settings, vocabulary, works, safety, exercises, mistakes, plans, pages, pictures, unread };

    let mut slugs = HashMap::new();
    slugs.extend(names(Kind::Exercise, &parts.exercises, |entry| &entry.head));
    slugs.extend(names(Kind::Mistake, &parts.mistakes, |entry| &entry.head));
    slugs.extend(names(Kind::Plan, &parts.plans, |entry| &entry.head));
    slugs.extend(names(Kind::Page, &parts.pages, |entry| &entry.head));

    let lists = [
        (Kind::Exercise, from_exercises),
        (Kind::Mistake, from_mistakes),
        (Kind::Plan, from_plans),
        (Kind::Page, from_pages),
    ];
    let of_kind = |(kind, lists): (Kind, Vec<Vec<Reference>>)| {
        (0u32..).zip(lists).map(move |(index, list)| (EntryId { kind, index }, list))
    };
    let references: Vec<(EntryId, Vec<Reference>)> = lists.into_iter().flat_map(of_kind).collect();
    let edges = references.par_iter().flat_map_iter(|(from, list)| edges_of(*from, list, &slugs)).collect();
    let led_to =
        shelf.references.iter().filter_map(|(_, reference)| edge(reference, &slugs)).map(|(to, _)| to).collect();
    let citers = citers(&references, &shelf.references);
    let site = Site::new(parts, slugs, edges, led_to, citers);

    let names = Names::of(&site);
    let unresolved = |(from, list): &(EntryId, Vec<Reference>)| {
        let mut diagnostics = Vec::new();
        for reference in list {
            names.resolve(Some(*from), reference, &mut diagnostics);
        }
        diagnostics
    };
    diagnostics.par_extend(references.par_iter().flat_map_iter(unresolved));
    for (_, reference) in &shelf.references {
        names.resolve(None, reference, &mut diagnostics);
    }
    aliases(&site, &mut diagnostics);
    Reported { value: Some(site), diagnostics }
}

/// Where the names that an entry mentions lead.
fn edges_of<'r>(
    from: EntryId,
    references: &'r [Reference],
    slugs: &'r HashMap<String, EntryId>,
) -> impl Iterator<Item = Edge> + 'r {
    references.iter().filter_map(move |reference| {
        let (to, role) = edge(reference, slugs)?;
        (to != from).then_some(Edge { from, role, to })
    })
}

/// Who cites each source.
fn citers(
    references: &[(EntryId, Vec<Reference>)],
    of_the_guide: &[(Citer, Reference)],
) -> BTreeMap<String, BTreeSet<Citer>> {
    let mut citers: BTreeMap<String, BTreeSet<Citer>> = BTreeMap::new();
    let of_entries = references.iter().flat_map(|(id, list)| list.iter().map(|one| (Citer::Entry(*id), one)));
    let all = of_entries.chain(of_the_guide.iter().map(|(citer, reference)| (*citer, reference)));
    for (citer, reference) in all.filter(|(_, reference)| reference.wants == Wants::Source) {
        let key = reference.target.as_str();
        // A source is cited a hundred times for once that it is met first.
        if let Some(of_key) = citers.get_mut(key) {
            of_key.insert(citer);
        } else {
            citers.insert(key.to_owned(), BTreeSet::from([citer]));
        }
    }
    citers
}

/// An entry with what it names.
type Referring<T> = (T, Vec<Reference>);

/// The files by kind, while they are gathered.
#[derive(Default)]
struct Shelf {
    exercises: Vec<Referring<Exercise>>,
    mistakes: Vec<Referring<Mistake>>,
    plans: Vec<Referring<Plan>>,
    pages: Vec<Referring<Page>>,
    settings: Option<Settings>,
    vocabulary: Option<Vocabulary>,
    works: Option<Vec<Work>>,
    safety: Option<Safety>,
    /// Pictures for figures.
    pictures: Vec<Arc<Picture>>,
    /// What the guide as a whole names.
    references: Vec<(Citer, Reference)>,
    /// Whether one of the files could not be read.
    unread: bool,
}

impl Shelf {
    fn put(&mut self, parsed: Parsed) {
        let Parsed { file, references, unread } = parsed;
        self.unread |= unread;
        match file {
            File::Exercise(exercise) => self.exercises.push((*exercise, references)),
            File::Mistake(mistake) => self.mistakes.push((*mistake, references)),
            File::Plan(plan) => self.plans.push((*plan, references)),
            File::Page(page) => self.pages.push((*page, references)),
            File::Settings(settings) => {
                self.references.extend(by(Citer::ManyPages, references));
                self.settings = Some(*settings);
            }
            File::Vocabulary(vocabulary) => {
                self.references.extend(by(Citer::Vocabulary, references));
                self.vocabulary = Some(vocabulary);
            }
            File::Works(works) => {
                self.references.extend(by(Citer::ManyPages, references));
                self.works = Some(works);
            }
            File::Picture(picture) => self.pictures.push(Arc::new(picture)),
            File::Safety(safety) => {
                self.references.extend(by(Citer::ManyPages, references));
                self.safety = Some(*safety);
            }
        }
    }

    /// Gives each figure that is drawn by hand its picture. What is not there and what nobody asks for are findings.
    fn hang_pictures(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let mut shown = BTreeSet::new();
        let pictures = &self.pictures;
        let mut give = |figure: &mut Option<Figure>| {
            let Some(Figure::ByHand(figure)) = figure else { return };
            figure.picture = pictures.iter().find(|picture| picture.name == figure.file.value).cloned();
            if figure.picture.is_some() {
                shown.insert(figure.file.value.clone());
            } else {
                let names = pictures.iter().map(|picture| picture.name.as_str());
                diagnostics.push(no_such_picture(&figure.file, names, "an SVG picture"));
            }
        };
        self.exercises.iter_mut().for_each(|(entry, _)| give(&mut entry.head.figure));
        self.mistakes.iter_mut().for_each(|(entry, _)| give(&mut entry.head.figure));
        for (page, _) in &mut self.pages {
            give(&mut page.head.figure);
            for section in &mut page.sections {
                give(&mut section.figure);
                section.items.iter_mut().for_each(|item| give(&mut item.figure));
            }
        }
        for picture in pictures.iter().filter(|picture| !shown.contains(&picture.name)) {
            diagnostics.push(
                Diagnostic::new(&rule::UNUSED_FILE, picture.span, format!("no figure shows `{}`", picture.name)).help(
                    format!("name it in an entry, as `figure: {{file: {}, alt: \"...\"}}`, or remove it", picture.name),
                ),
            );
        }
    }

    /// Of entries with one address only the first stays; the others are findings. Capitals make no other address: some
    /// file systems, and most people, do not tell them apart.
    fn drop_duplicates(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let mut taken: BTreeMap<String, Span> = BTreeMap::new();
        let mut is_first = |head: &Head| {
            let name = head.slug.to_lowercase();
            let place = Span { end: head.span.start, ..head.span };
            let is_section = Section::ALL.iter().any(|section| section.key() == name);
            if is_section || RESERVED.contains(&name.as_str()) {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::DUPLICATE_SLUG,
                        place,
                        format!("`{}` is an address that the site itself uses", head.slug),
                    )
                    .help("give the file another name"),
                );
                return false;
            }
            if let Some(first) = taken.get(&name) {
                diagnostics.push(
                    Diagnostic::new(&rule::DUPLICATE_SLUG, place, format!("two files are called `{name}`"))
                        .label("this one comes second")
                        .also(*first, "the other one")
                        .help("give one of them another name, or remove it; the name must be its own among all exercises, mistakes, plans and pages"),
                );
                return false;
            }
            taken.insert(name, place);
            true
        };
        self.exercises.retain(|(entry, _)| is_first(&entry.head));
        self.mistakes.retain(|(entry, _)| is_first(&entry.head));
        self.plans.retain(|(entry, _)| is_first(&entry.head));
        self.pages.retain(|(entry, _)| is_first(&entry.head));
    }
}

/// References, each with who makes it.
fn by(citer: Citer, references: Vec<Reference>) -> impl Iterator<Item = (Citer, Reference)> {
    references.into_iter().map(move |reference| (citer, reference))
}

/// By slug; of two that differ in capitals only, the one in small letters first: that is the one others mention.
fn by_slug(head: &Head) -> (String, bool) {
    (head.slug.to_lowercase(), head.slug.chars().any(char::is_uppercase))
}

fn unzip<T>(list: Vec<Referring<T>>) -> (Vec<T>, Vec<Vec<Reference>>) {
    list.into_iter().unzip()
}

/// The slugs of a list of entries, each with its place.
fn names<T>(kind: Kind, entries: &[T], head: fn(&T) -> &Head) -> impl Iterator<Item = (String, EntryId)> {
    (0u32..).zip(entries).map(move |(index, entry)| (head(entry).slug.clone(), EntryId { kind, index }))
}

/// The entry that a reference leads to, if it leads to one.
fn edge(reference: &Reference, slugs: &HashMap<String, EntryId>) -> Option<(EntryId, Role)> {
    let name = reference.target.value.split('#').next().unwrap_or("");
    let to = slugs.get(name).copied()?;
    match reference.wants {
        Wants::Entry(kinds, role) => kinds.contains(&to.kind).then_some((to, role)),
        Wants::Anything(role) => Some((to, role)),
        Wants::Term(_) | Wants::Source | Wants::Picture => None,
    }
}

/// What names can lead to, for looking up every name of a guide.
struct Names<'a> {
    site: &'a Site,
    works: HashSet<&'a str>,
    terms: HashSet<(Taxonomy, &'a str)>,
    /// Lists of the vocabulary with nothing in them: that is the vocabulary's own finding, and a hundred more would bury it.
    bare: Vec<Taxonomy>,
}

impl<'a> Names<'a> {
    fn of(site: &'a Site) -> Self {
        let vocabulary = site.vocabulary();
        let keys = |list: Taxonomy| vocabulary.terms(list).iter().map(move |term| (list, term.key.as_str()));
        Self {
            site,
            works: site.works().iter().map(|work| work.key.as_str()).collect(),
            terms: Taxonomy::ALL.into_iter().flat_map(keys).collect(),
            bare: Taxonomy::ALL.into_iter().filter(|list| vocabulary.terms(*list).is_empty()).collect(),
        }
    }

    /// Looks a name up, and says so if there is nothing.
    fn resolve(&self, from: Option<EntryId>, reference: &Reference, diagnostics: &mut Vec<Diagnostic>) {
        let site = self.site;
        let target = &reference.target;
        match reference.wants {
            Wants::Entry(kinds, _) => match site.find(&target.value) {
                Some(id) if kinds.contains(&id.kind) => {}
                found => diagnostics.push(no_such_entry(site, target, kinds, found)),
            },
            Wants::Anything(_) => anything(site, from, target, diagnostics),
            Wants::Term(taxonomy) => {
                if !self.bare.contains(&taxonomy) && !self.terms.contains(&(taxonomy, target.as_str())) {
                    diagnostics.push(no_such_term(site, target, taxonomy));
                }
            }
            Wants::Source => {
                let is_known =
                    self.works.is_empty() || is_pseudo_source(&target.value) || self.works.contains(target.as_str());
                if !is_known {
                    diagnostics.push(no_such_source(site, target));
                }
            }
            Wants::Picture => {
                if !site.pictures().contains(&target.value) {
                    let names = site.pictures().iter().map(String::as_str);
                    diagnostics.push(no_such_picture(target, names, "the picture"));
                }
            }
        }
    }
}

fn no_such_source(site: &Site, target: &Spanned<String>) -> Diagnostic {
    let said = format!("no source is called `{}`", target.value);
    let finding = Diagnostic::new(&rule::UNRESOLVED_SOURCE, target.span, said).label("not in content/sources.yaml");
    match suggest::nearest(&target.value, site.works().iter().map(|work| work.key.as_str())) {
        Some(near) => finding.edit(format!("did you mean `{near}`?"), target.span, near),
        None => finding.help(
            "add it to content/sources.yaml: its key, and below that `citation`, `supports` and `strength`; or write `clinical-convention` for common practice without a citation",
        ),
    }
}

fn no_such_picture<'a>(target: &Spanned<String>, names: impl Iterator<Item = &'a str>, what: &str) -> Diagnostic {
    let said = format!("there is no picture `{}`", target.value);
    let finding = Diagnostic::new(&rule::UNRESOLVED_PICTURE, target.span, said).label("not in content/pictures");
    match suggest::nearest(&target.value, names) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("put {what} into content/pictures and name it by its file name")),
    }
}

/// A mention in a text: an entry, a term, a section, perhaps with a heading.
fn anything(site: &Site, from: Option<EntryId>, target: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) {
    let (name, heading) = match target.value.split_once('#') {
        Some((name, heading)) => (name, Some(heading)),
        None => (target.value.as_str(), None),
    };
    let own = from.filter(|_| name.is_empty()).map(Destination::Entry);
    let Some(destination) = own.or_else(|| site.destination(name)) else {
        let target = Spanned::new(name.to_owned(), target.span);
        diagnostics.push(no_such_entry(site, &target, &Kind::ALL, None));
        return;
    };
    let Some(heading) = heading else { return };
    let anchors = match destination {
        Destination::Entry(id) if site.head(id).faulty => return, // What it would have had nobody knows.
        Destination::Entry(id) => site.anchors(id),
        Destination::Term(..) | Destination::Section(_) => Vec::new(),
    };
    if anchors.iter().any(|anchor| anchor == heading) {
        return;
    }
    let finding = Diagnostic::new(
        &rule::UNRESOLVED_HEADING,
        target.span,
        format!("the page `{name}` has no heading `#{heading}`"),
    );
    diagnostics.push(match suggest::nearest(heading, anchors.iter().map(String::as_str)) {
        Some(near) => finding.edit(format!("did you mean `{name}#{near}`?"), target.span, format!("{name}#{near}")),
        None if anchors.is_empty() => finding.help("leave the `#` and what follows out"),
        None => finding.help(format!(
            "its headings are {}",
            anchors.iter().map(|a| format!("`#{a}`")).collect::<Vec<_>>().join(", ")
        )),
    });
}

fn no_such_entry(site: &Site, target: &Spanned<String>, kinds: &[Kind], found: Option<EntryId>) -> Diagnostic {
    let noun = match kinds {
        [kind] => kind.word(),
        _ => "entry",
    };
    if let Some(found) = found {
        return Diagnostic::new(
            &rule::UNRESOLVED_REFERENCE,
            target.span,
            format!("`{}` is {}, and {} is wanted here", target.value, one(found.kind.word()), one(noun)),
        )
        .help(format!("name one of content/{}", kinds.first().map_or("", |kind| kind.folder())));
    }
    let entries = || site.entries().filter(|(id, _)| kinds.contains(&id.kind)).map(|(_, head)| head);
    let folders = match kinds {
        [kind] => format!("not in content/{}", kind.folder()),
        _ => "not in content".to_owned(),
    };
    let finding =
        Diagnostic::new(&rule::UNRESOLVED_REFERENCE, target.span, format!("no {noun} is named `{}`", target.value))
            .label(folders);
    if target.value.starts_with("www.") {
        let address = format!("https://{}", target.value);
        return finding.edit(format!("if a website is meant, write `{address}`"), target.span, address);
    }
    // Whoever does not know its file name writes what the entry is called.
    let is_name = |name: &Spanned<String>| suggest::is_same(name.as_str(), &target.value);
    let by_title = || entries().find(|head| is_name(&head.title)).map(|head| head.slug.as_str());
    let by_other_name = || {
        let exercises = site.exercises().iter().filter(|_| kinds.contains(&Kind::Exercise));
        let mut called = exercises.filter(|exercise| exercise.also_called.iter().any(is_name));
        called.next().map(|exercise| exercise.head.slug.as_str())
    };
    let near = || suggest::nearest(&target.value, entries().map(|head| head.slug.as_str()));
    match by_title().or_else(by_other_name).or_else(near) {
        Some(near) => finding.edit(format!("did you mean `{near}`?"), target.span, near),
        None => finding
            .help("an entry's name is its file name without the ending; write the entry, or leave the mention out"),
    }
}

/// `a plan`, `an exercise`.
fn one(noun: &str) -> String {
    format!("{} {noun}", if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

fn no_such_term(site: &Site, target: &Spanned<String>, taxonomy: Taxonomy) -> Diagnostic {
    let terms = site.vocabulary().terms(taxonomy);
    let finding = Diagnostic::new(
        &rule::UNKNOWN_TERM,
        target.span,
        format!("no {} is called `{}`", taxonomy.noun(), target.value),
    )
    .label(format!("not among the {} of content/vocabulary.yaml", taxonomy.key()));
    let keys = terms.iter().map(|term| term.key.value.as_str());
    // What stands in the vocabulary letter for letter comes before what is only spelled alike.
    let same = |text: &Spanned<String>| text.value.to_lowercase() == target.value.to_lowercase();
    let by_label = terms.iter().find(|term| same(&term.label));
    let by_synonym: Vec<&Term> = terms.iter().filter(|term| term.synonyms.iter().any(same)).collect();
    let meant = by_label.or(match by_synonym.as_slice() {
        [one] => Some(one),
        _ => None,
    });
    let near = || suggest::nearest(&target.value, keys.clone()).filter(|_| by_synonym.is_empty());
    if let Some(near) = meant.map(|term| term.key.as_str()).or_else(near) {
        return finding.edit(format!("did you mean `{near}`?"), target.span, near);
    }
    if !by_synonym.is_empty() {
        // A reader's word may stand for several terms, and a clinician must choose.
        let meant = by_synonym.iter().map(|term| format!("`{}` ({})", term.key.value, term.label.value));
        return finding.help(format!("choose by what is meant: {}", meant.collect::<Vec<_>>().join(", or ")));
    }
    let list: Vec<String> = keys.take(30).map(|key| format!("`{key}`")).collect();
    finding.help(format!("choose one of {}", list.join(", ")))
}

/// Old addresses that are somebody else's.
fn aliases(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, (String, Option<Span>)> = BTreeMap::new();
    for (id, head) in site.entries() {
        taken.insert(site.address(Destination::Entry(id)), (format!("`{}`", head.title.value), None));
    }
    for (_, head) in site.entries() {
        for alias in &head.aliases {
            let address = alias_address(&alias.value);
            if site.has_own_page(&address) {
                diagnostics.push(
                    Diagnostic::new(
                        &rule::ALIAS_COLLISION,
                        alias.span,
                        format!("the old address `{}` belongs to a page that the site makes by itself", alias.value),
                    )
                    .help("leave it out"),
                );
                continue;
            }
            if let Some((owner, span)) = taken.get(&address) {
                let mut finding = Diagnostic::new(
                    &rule::ALIAS_COLLISION,
                    alias.span,
                    format!("the old address `{}` belongs to {owner}", alias.value),
                )
                .help("leave it out here, or there");
                if let Some(span) = span {
                    finding = finding.also(*span, "also here");
                }
                diagnostics.push(finding);
            } else {
                taken.insert(address, (format!("`{}` too", head.title.value), Some(alias.span)));
            }
        }
    }
}
