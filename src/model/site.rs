//! The guide whole: every entry, every link resolved, and both directions of each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::exercise::Exercise;
use super::figure::Figure;
use super::mistake::Mistake;
use super::page::{Layout, Page};
use super::plan::Plan;
use super::safety::{Caution, Safety, Urgency};
use super::settings::{CLINICAL_CONVENTION, SEED, Settings, Work};
use super::vocabulary::{Taxonomy, Vocabulary};
use super::{EntryId, Head, Kind, Role};

/// The guide whole. Made by [`crate::link`] alone; every [`EntryId`] it gives out is valid in it.
#[derive(Debug)]
pub struct Site {
    parts: Parts,
    slugs: HashMap<String, EntryId>,
    /// Edges by where they start, then by where they end: sorted, each once.
    forward: Vec<Edge>,
    backward: Vec<Edge>,
    /// Entries that the guide as a whole leads to: its menu, its pathways, its safety file.
    led_to: BTreeSet<EntryId>,
    /// Keys of sources, with who cites each.
    citers: BTreeMap<String, BTreeSet<Citer>>,
}

/// What a site is made of.
#[derive(Debug)]
pub struct Parts {
    /// The guide's settings.
    pub settings: Settings,
    /// Its words.
    pub vocabulary: Vocabulary,
    /// Its bibliography, in the order of the file.
    pub works: Vec<Work>,
    /// What stands on every page.
    pub safety: Safety,
    /// Exercises, by slug.
    pub exercises: Vec<Exercise>,
    /// Mistakes, by slug.
    pub mistakes: Vec<Mistake>,
    /// Plans, by slug.
    pub plans: Vec<Plan>,
    /// Pages, by slug.
    pub pages: Vec<Page>,
    /// Paths of the pictures under `content/`.
    pub pictures: Vec<String>,
    /// Whether a file could not be read at all.
    pub unread: bool,
}

/// A resolved reference: one direction of a cross-link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The entry that names.
    pub from: EntryId,
    /// What for.
    pub role: Role,
    /// The entry that is named.
    pub to: EntryId,
}

/// Who cites a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Citer {
    /// An entry.
    Entry(EntryId),
    /// A word of the vocabulary, which the glossary shows.
    Vocabulary,
    /// What stands on many pages: the settings, and the safety lines.
    ManyPages,
}

/// What a name in a text leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// An entry.
    Entry(EntryId),
    /// A term of the vocabulary that has a page.
    Term(Taxonomy, &'a str),
    /// A page that backsite makes by itself.
    Section(Section),
}

/// Pages that backsite makes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// All exercises.
    Exercises,
    /// All plans.
    Plans,
    /// All mistakes and fixes.
    Mistakes,
    /// All conditions.
    Conditions,
    /// The glossary.
    Glossary,
    /// The bibliography.
    Sources,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Exercises, Self::Plans, Self::Mistakes, Self::Conditions, Self::Glossary, Self::Sources];

    /// Its folder, and its name in a text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Exercises => "exercises",
            Self::Plans => "plans",
            Self::Mistakes => "mistakes",
            Self::Conditions => "conditions",
            Self::Glossary => "glossary",
            Self::Sources => "sources",
        }
    }

    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Exercises => "Exercises",
            Self::Plans => "Weekly plans",
            Self::Mistakes => "Mistakes and fixes",
            Self::Conditions => "My situation",
            Self::Glossary => "Glossary",
            Self::Sources => "Sources",
        }
    }
}

/// Names that no entry may take, because the site uses them as addresses.
pub const RESERVED: [&str; 13] = [
    "index",
    "404",
    "data",
    "a-z",
    "search",
    "assets",
    "pictures",
    "positions",
    "regions",
    "goals",
    "levels",
    "equipment",
    "phases",
];

impl Site {
    /// Joins the parts. Only `link` calls it, with edges whose ends are valid.
    pub(crate) fn new(
        parts: Parts,
        slugs: HashMap<String, EntryId>,
        mut edges: Vec<Edge>,
        led_to: BTreeSet<EntryId>,
        citers: BTreeMap<String, BTreeSet<Citer>>,
    ) -> Self {
        edges.sort_unstable();
        edges.dedup();
        let forward = edges.clone();
        edges.sort_unstable_by_key(|edge| (edge.to, edge.role, edge.from));
        Self { parts, slugs, forward, backward: edges, led_to, citers }
    }

    /// The guide's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// The guide's words.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.parts.vocabulary
    }

    /// The bibliography.
    #[must_use]
    pub fn works(&self) -> &[Work] {
        &self.parts.works
    }

    /// What stands on every page.
    #[must_use]
    pub fn safety(&self) -> &Safety {
        &self.parts.safety
    }

    /// Exercises, by slug.
    #[must_use]
    pub fn exercises(&self) -> &[Exercise] {
        &self.parts.exercises
    }

    /// Mistakes, by slug.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.parts.mistakes
    }

    /// Plans, by slug.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.parts.plans
    }

    /// Pages, by slug.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.parts.pages
    }

    /// Paths of the pictures under `content/`.
    #[must_use]
    pub fn pictures(&self) -> &[String] {
        &self.parts.pictures
    }

    /// Whether all that the guide names is known. A file that could not be read may name what nothing else does, and nobody
    /// must be told that it is named nowhere.
    #[must_use]
    pub fn knows_all_names(&self) -> bool {
        !self.parts.unread
    }

    /// Every entry: exercises, mistakes, plans, pages, each by slug.
    pub fn entries(&self) -> impl Iterator<Item = (EntryId, &Head)> {
        let heads: [Vec<&Head>; 4] = [
            self.exercises().iter().map(|entry| &entry.head).collect(),
            self.mistakes().iter().map(|entry| &entry.head).collect(),
            self.plans().iter().map(|entry| &entry.head).collect(),
            self.pages().iter().map(|entry| &entry.head).collect(),
        ];
        Kind::ALL
            .into_iter()
            .zip(heads)
            .flat_map(|(kind, heads)| (0u32..).zip(heads).map(move |(index, head)| (EntryId { kind, index }, head)))
    }

    /// Every figure of the guide with the name of its files: an entry's slug, or a page's with the name of the part.
    #[must_use]
    pub fn figures(&self) -> Vec<(String, &Figure)> {
        let own = self.entries().filter_map(|(_, head)| Some((head.slug.clone(), head.figure.as_ref()?)));
        let parts = self.pages().iter().flat_map(|page| {
            let points = page.sections.iter().flat_map(|section| {
                std::iter::once(&section.figure).chain(section.items.iter().map(|item| &item.figure))
            });
            points.flatten().map(|figure| (format!("{}/{}", page.head.slug, figure.slug()), figure))
        });
        own.chain(parts).collect()
    }

    /// What every entry has, of this one.
    #[must_use]
    pub fn head(&self, id: EntryId) -> &Head {
        let index = id.index as usize;
        match id.kind {
            Kind::Exercise => &self.exercises()[index].head,
            Kind::Mistake => &self.mistakes()[index].head,
            Kind::Plan => &self.plans()[index].head,
            Kind::Page => &self.pages()[index].head,
        }
    }

    /// The entry called `slug`.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<EntryId> {
        self.slugs.get(slug).copied()
    }

    /// The exercise called `slug`.
    #[must_use]
    pub fn exercise(&self, slug: &str) -> Option<&Exercise> {
        self.find(slug).filter(|id| id.kind == Kind::Exercise).and_then(|id| self.exercises().get(id.index as usize))
    }

    /// The plan called `slug`.
    #[must_use]
    pub fn plan(&self, slug: &str) -> Option<&Plan> {
        self.find(slug).filter(|id| id.kind == Kind::Plan).and_then(|id| self.plans().get(id.index as usize))
    }

    /// The work called `key`; the two pseudo-sources are none.
    #[must_use]
    pub fn work(&self, key: &str) -> Option<&Work> {
        self.works().iter().find(|work| work.key.value == key)
    }

    /// What `name` (without its `#heading`) leads to: `cat-cow`, `conditions/osteoporosis`, `mistakes`.
    #[must_use]
    pub fn destination<'a>(&'a self, name: &'a str) -> Option<Destination<'a>> {
        if let Some(id) = self.find(name) {
            return Some(Destination::Entry(id));
        }
        if let Some(section) = Section::ALL.into_iter().find(|section| section.key() == name) {
            return Some(Destination::Section(section));
        }
        let (folder, key) = name.split_once('/')?;
        let taxonomy = [Taxonomy::Conditions].into_iter().chain(Taxonomy::LISTED).find(|list| list.key() == folder)?;
        let term = self.vocabulary().term(taxonomy, key)?;
        Some(Destination::Term(taxonomy, &term.key.value))
    }

    /// Anchors of an entry's page that a text may lead to.
    #[must_use]
    pub fn anchors(&self, id: EntryId) -> Vec<String> {
        let mut anchors = self.fixed_anchors(id);
        anchors.extend(self.head(id).body.headings().iter().map(|heading| heading.anchor.clone()));
        if id.kind == Kind::Page {
            for section in &self.pages()[id.index as usize].sections {
                anchors.push(section.id.value.clone());
                anchors.extend(section.items.iter().map(|item| item.id.value.clone()));
            }
        }
        anchors
    }

    /// Anchors that an entry's page has whatever its author writes.
    #[must_use]
    pub fn fixed_anchors(&self, id: EntryId) -> Vec<String> {
        let index = id.index as usize;
        match id.kind {
            Kind::Exercise => EXERCISE_ANCHORS.map(str::to_owned).into(),
            Kind::Plan => (1..=self.plans()[index].weeks.len()).map(|n| format!("week-{n}")).collect(),
            Kind::Page if self.pages()[index].layout == Layout::RedFlags => {
                let tiers = &self.safety().red_flags.tiers;
                let flags = tiers.iter().flat_map(|tier| &tier.flags).map(|flag| flag.id.value.clone());
                Urgency::ALL.map(|urgency| urgency.key().to_owned()).into_iter().chain(flags).collect()
            }
            Kind::Mistake | Kind::Page => Vec::new(),
        }
    }

    /// Ids that the templates give to parts of an entry's page: what is written there can have none of them.
    #[must_use]
    pub fn reserved_anchors(&self, id: EntryId) -> Vec<String> {
        let own: &[&str] = match id.kind {
            Kind::Exercise => &RESERVED_ON_EXERCISES,
            Kind::Plan => &RESERVED_ON_PLANS,
            Kind::Page if self.pages()[id.index as usize].layout == Layout::RedFlags => &RESERVED_ON_RED_FLAGS,
            Kind::Mistake | Kind::Page => &[],
        };
        let mut anchors = self.fixed_anchors(id);
        anchors.extend(RESERVED_ON_ENTRIES.iter().chain(own).map(|anchor| (*anchor).to_owned()));
        anchors
    }

    /// Where the entry's links of `role` lead.
    pub fn links_from(&self, id: EntryId, role: Role) -> impl Iterator<Item = EntryId> {
        let start = self.forward.partition_point(|edge| (edge.from, edge.role) < (id, role));
        self.forward[start..].iter().take_while(move |edge| (edge.from, edge.role) == (id, role)).map(|edge| edge.to)
    }

    /// Where links of `role` come from that lead to the entry: its backlinks.
    pub fn links_to(&self, id: EntryId, role: Role) -> impl Iterator<Item = EntryId> {
        let start = self.backward.partition_point(|edge| (edge.to, edge.role) < (id, role));
        self.backward[start..].iter().take_while(move |edge| (edge.to, edge.role) == (id, role)).map(|edge| edge.from)
    }

    /// Whether the guide as a whole leads to the entry: its menu, its pathways, its safety file.
    #[must_use]
    pub fn leads_to(&self, id: EntryId) -> bool {
        self.led_to.contains(&id)
    }

    /// The cautions of an exercise's positions and phases, a condition at a time. Where the exercise has a line of its own for
    /// the condition, that line stands in the caution's place.
    pub fn cautions_of<'a>(&'a self, exercise: &'a Exercise) -> impl Iterator<Item = (&'a Caution, &'a str)> {
        let matching = self.safety().cautions.iter().filter(|caution| caution.concerns(exercise));
        matching
            .flat_map(|caution| caution.conditions.iter().map(move |condition| (caution, condition.value.as_str())))
            .filter(|(_, condition)| !exercise.has_line(condition))
    }

    /// Who cites the source, wherever it is cited: in a field, in a text, beside a dose.
    pub fn citers(&self, key: &str) -> impl Iterator<Item = Citer> {
        self.citers.get(key).into_iter().flatten().copied()
    }

    /// Keys of sources, with who cites each.
    pub fn citations(&self) -> impl Iterator<Item = (&str, Citer)> {
        self.citers.iter().flat_map(|(key, citers)| citers.iter().map(|citer| (key.as_str(), *citer)))
    }

    /// The address of something from the root of the site, `exercises/cat-cow/`: no slash before, one behind.
    #[must_use]
    pub fn address(&self, destination: Destination<'_>) -> String {
        match destination {
            Destination::Entry(id) if id.kind == Kind::Page => format!("{}/", self.head(id).slug),
            Destination::Entry(id) => format!("{}/{}/", id.kind.folder(), self.head(id).slug),
            Destination::Term(Taxonomy::Conditions, key) => format!("conditions/{key}/"),
            Destination::Term(taxonomy, key) => format!("exercises/{}/{key}/", taxonomy.key()),
            Destination::Section(section) => format!("{}/", section.key()),
        }
    }

    /// Whether the site itself has a page at this address, whatever its entries are.
    #[must_use]
    pub fn has_own_page(&self, address: &str) -> bool {
        let folder = address.split('/').next().unwrap_or("");
        let listings = [Taxonomy::Conditions].into_iter().chain(Taxonomy::LISTED);
        address.is_empty()
            || ["404.html", "index.html"].contains(&address)
            || ["data", "assets", "figures", "pictures", "a-z", "search"].contains(&folder)
            || Section::ALL.into_iter().any(|section| address == self.address(Destination::Section(section)))
            || listings.into_iter().any(|list| {
                let terms = self.vocabulary().terms(list).iter();
                address == format!("exercises/{}/", list.key())
                    || terms
                        .map(|term| self.address(Destination::Term(list, &term.key.value)))
                        .any(|own| own == address)
            })
    }

    /// Every edge that leads to the entry.
    pub fn backlinks(&self, id: EntryId) -> impl Iterator<Item = &Edge> {
        let start = self.backward.partition_point(|edge| edge.to < id);
        self.backward[start..].iter().take_while(move |edge| edge.to == id)
    }
}

/// Anchors that every exercise's page has.
pub const EXERCISE_ANCHORS: [&str; 8] =
    ["dose", "steps", "form-tips", "do-not-do", "take-care", "stop-signs", "mistakes", "easier-and-harder"];

/// Ids that templates use on every entry's page. They come and go with what the page has, so no text may lead to them, and
/// none may have their name. A test holds these lists against the templates.
const RESERVED_ON_ENTRIES: [&str; 7] =
    ["on-this-page", "page-content", "more-emergency-signs", "page-sources", "page-mentioned", FOR_YOU, SEARCH_WORDS];

/// The id that `situation.js` gives to what the reader's situation means for the page.
const FOR_YOU: &str = "for-you";

/// The id that `search.js` gives to the field of the search, over any page.
const SEARCH_WORDS: &str = "search-words";

/// Ids that only the pages of exercises use, beside [`EXERCISE_ANCHORS`].
const RESERVED_ON_EXERCISES: [&str; 2] = ["in-plans", "about-this-move"];

/// Ids that only the pages of plans use, beside the weeks.
const RESERVED_ON_PLANS: [&str; 5] =
    ["before-you-start", "around-it", "stop-rules", "without-the-floor", "by-condition"];

/// Ids that only the page of warning signs uses, beside the signs.
const RESERVED_ON_RED_FLAGS: [&str; 1] = ["numbers-to-call"];

/// An old address from the root of the site: a folder (`old/`) or a page (`old/page.html`).
#[must_use]
pub fn alias_address(alias: &str) -> String {
    let path = alias.trim_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let is_page = path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html");
    if path.is_empty() || is_page { path.to_owned() } else { format!("{path}/") }
}

/// Whether `key` is a source that needs no entry in the bibliography.
#[must_use]
pub fn is_pseudo_source(key: &str) -> bool {
    key == CLINICAL_CONVENTION || key == SEED
}
