//! The site as pages: every address, what stands there, and the files that machines read.
//!
//! A page kind is one row of [`KINDS`], one view in `html/view/` and one template. A row says at which addresses its pages
//! stand and makes the view of one; templates receive the view as `page` and what every page shows as `site`.

mod assets;
mod data;
mod engine;
mod feed;
mod figures;
mod guide;
mod here;
mod search;
mod sheets;
mod situation;
mod urls;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::assets::Assets;
use self::engine::{Engine, View, view};
use self::guide::Guide;
use self::here::Here;
pub use self::sheets::SheetFile;
use self::urls::Base;
use crate::artifact::Artifact;
use crate::cache::Cache;
use crate::diagnostic::{Diagnostic, Reported};
use crate::model::site::{Destination, Section, Site};
use crate::model::vocabulary::Taxonomy;
use crate::model::{EntryId, Kind};
use crate::source::Sources;
use crate::theme::Theme;

/// How a site is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Its whole address, with the sub-path if there is one, without a slash at the end. What needs it is left out without
    /// it: the feed, the site map, canonical addresses, and the links of `404.html`.
    pub base_url: Option<String>,
    /// Plan sheets that stand beside the pages, for their links.
    pub sheets: Vec<SheetFile>,
}

/// Makes every file of the site: pages, feed, data, theme assets and pictures, by path.
///
/// A template that does not work is a finding; the pages that need it are left out.
#[must_use]
pub fn pages(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    pictures: &[(String, Vec<u8>)],
    options: &Options,
    cache: &Cache,
) -> Reported<Vec<Artifact>> {
    let figures = figures::draw(site, sources, cache);
    let guide = Guide::new(site, options, &figures);
    let Reported { value: engine, mut diagnostics } = Engine::load(theme, sources);
    let jobs = jobs(&guide);
    let assets = Assets::new(theme);
    let shared = Shared::new(&guide, &assets, &jobs);
    let draw = || jobs.par_iter().map(|job| job.draw(&guide, &engine, &shared)).collect::<Vec<_>>();
    let (data, drawn) = rayon::join(|| data::files(&guide), draw);
    let mut artifacts = Vec::with_capacity(drawn.len());
    let mut faults: BTreeMap<_, Diagnostic> = BTreeMap::new();
    for page in drawn {
        match page {
            Ok(artifact) => artifacts.push(artifact),
            // One fault of a template is one finding, however many pages it spoils.
            Err(Some(fault)) => drop(faults.entry(fault.primary.span).or_insert(*fault)),
            Err(None) => {}
        }
    }
    diagnostics.extend(faults.into_values());
    artifacts.extend(feed::files(&guide, &listed(&guide, &jobs)));
    artifacts.extend(data);
    artifacts.extend(figures::files(&figures));
    artifacts.extend(assets.into_files());
    artifacts.extend(
        pictures.iter().map(|(name, bytes)| Artifact { path: format!("pictures/{name}"), bytes: bytes.clone() }),
    );
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    artifacts.dedup_by(|a, b| a.path == b.path);
    Reported { value: artifacts, diagnostics }
}

/// Makes the one page with this address from the root of the site (`plans/start-gently/`), as [`pages`] makes it; none where
/// there is none, or where its template does not work, which is a finding.
#[must_use]
pub fn page(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    options: &Options,
    cache: &Cache,
    address: &str,
) -> Reported<Option<Artifact>> {
    let figures = figures::draw(site, sources, cache);
    let guide = Guide::new(site, options, &figures);
    let Reported { value: engine, mut diagnostics } = Engine::load(theme, sources);
    let jobs = jobs(&guide);
    let shared = Shared::new(&guide, &Assets::new(theme), &jobs);
    let job = jobs.iter().find(|job| job.address == address);
    let value = job.and_then(|job| match job.draw(&guide, &engine, &shared) {
        Ok(page) => Some(page),
        Err(fault) => {
            diagnostics.extend(fault.map(|fault| *fault));
            None
        }
    });
    Reported { value, diagnostics }
}

/// What a style sheet is called in the theme, by the path under which it is published: `assets/style.css` of
/// `assets/style.1a2b3c4d.css`. Nothing for what is no style sheet of the theme.
#[must_use]
pub fn style_of(published: &str) -> Option<String> {
    assets::style_of(published)
}

/// What is wrong with the templates as they stand, whatever the guide holds.
#[must_use]
pub fn templates(theme: &Theme, sources: &Sources) -> Vec<Diagnostic> {
    Engine::load(theme, sources).diagnostics
}

/// What a page is about.
#[derive(Debug, Clone, Copy)]
enum Subject {
    /// The one page of its kind.
    Only,
    /// An entry.
    Entry(EntryId),
    /// A list of the vocabulary.
    List(Taxonomy),
    /// The word with this number in a list.
    Term(Taxonomy, usize),
}

/// One kind of page.
struct PageKind {
    /// The template that its pages are made with.
    template: &'static str,
    /// Its pages: addresses from the root of the site, and what they are about.
    subjects: fn(&Guide<'_>) -> Vec<(String, Subject)>,
    /// What the template receives.
    view: for<'a> fn(&Here<'a>, &'a str, Subject) -> Option<View>,
    /// Whether search engines are told of its pages.
    listed: bool,
}

/// Every kind of page there is.
static KINDS: &[PageKind] = &[
    PageKind {
        template: "home.html",
        subjects: |_| vec![(String::new(), Subject::Only)],
        view: |here, address, _| Some(view(&view::home::page(here, address))),
        listed: true,
    },
    PageKind {
        template: "exercises.html",
        subjects: |_| section(Section::Exercises),
        view: |here, address, _| Some(view(&view::list::exercises(here, address))),
        listed: true,
    },
    PageKind {
        template: "exercise.html",
        subjects: |guide| entries(guide, Kind::Exercise),
        view: |here, address, subject| {
            let id = entry_of(subject)?;
            Some(view(&view::exercise::page(here, id, here.guide.exercise(id)?, address)))
        },
        listed: true,
    },
    PageKind {
        template: "terms.html",
        subjects: |_| Taxonomy::LISTED.map(|list| (view::list::list_address(list), Subject::List(list))).into(),
        view: |here, address, subject| match subject {
            Subject::List(list) => Some(view(&view::list::terms(here, list, address))),
            Subject::Only | Subject::Entry(_) | Subject::Term(..) => None,
        },
        listed: true,
    },
    PageKind {
        template: "term.html",
        subjects: |guide| Taxonomy::LISTED.into_iter().flat_map(|list| terms(guide, list)).collect(),
        view: |here, address, subject| {
            let (list, number) = term_of(subject)?;
            let term = here.guide.site.vocabulary().terms(list).get(number)?;
            Some(view(&view::list::term(here, list, term, address)))
        },
        listed: true,
    },
    PageKind {
        template: "conditions.html",
        subjects: |_| section(Section::Conditions),
        view: |here, address, _| Some(view(&view::condition::all(here, address))),
        listed: true,
    },
    PageKind {
        template: "condition.html",
        subjects: |guide| terms(guide, Taxonomy::Conditions),
        view: |here, address, subject| {
            let (list, number) = term_of(subject)?;
            let term = here.guide.site.vocabulary().terms(list).get(number)?;
            Some(view(&view::condition::page(here, term, address)))
        },
        listed: true,
    },
    PageKind {
        template: "mistakes.html",
        subjects: |_| section(Section::Mistakes),
        view: |here, address, _| Some(view(&view::mistake::all(here, address))),
        listed: true,
    },
    PageKind {
        template: "mistake.html",
        subjects: |guide| entries(guide, Kind::Mistake),
        view: |here, address, subject| {
            let id = entry_of(subject)?;
            let mistake = here.guide.site.mistakes().get(id.index as usize)?;
            Some(view(&view::mistake::page(here, id, mistake, address)))
        },
        listed: true,
    },
    PageKind {
        template: "plans.html",
        subjects: |_| section(Section::Plans),
        view: |here, address, _| Some(view(&view::plan::all(here, address))),
        listed: true,
    },
    PageKind {
        template: "plan.html",
        subjects: |guide| entries(guide, Kind::Plan),
        view: |here, address, subject| {
            let id = entry_of(subject)?;
            let plan = here.guide.site.plans().get(id.index as usize)?;
            Some(view(&view::plan::page(here, id, plan, address)))
        },
        listed: true,
    },
    PageKind {
        template: "page.html",
        subjects: |guide| entries(guide, Kind::Page),
        view: |here, address, subject| {
            let id = entry_of(subject)?;
            let page = here.guide.site.pages().get(id.index as usize)?;
            Some(view(&view::page::page(here, id, page, address)))
        },
        listed: true,
    },
    PageKind {
        template: "glossary.html",
        subjects: |_| section(Section::Glossary),
        view: |here, address, _| Some(view(&view::glossary::page(here, address))),
        listed: true,
    },
    PageKind {
        template: "sources.html",
        subjects: |_| section(Section::Sources),
        view: |here, address, _| Some(view(&view::sources::page(here, address))),
        listed: true,
    },
    PageKind {
        template: "alphabet.html",
        subjects: |_| vec![(view::alphabet::ADDRESS.to_owned(), Subject::Only)],
        view: |here, address, _| Some(view(&view::alphabet::page(here, address))),
        listed: true,
    },
    PageKind {
        template: "data.html",
        subjects: |_| vec![(view::data::ADDRESS.to_owned(), Subject::Only)],
        view: |here, address, _| Some(view(&view::data::page(here, address))),
        listed: true,
    },
    PageKind {
        template: "search.html",
        subjects: |_| vec![(view::search::ADDRESS.to_owned(), Subject::Only)],
        view: |here, address, _| Some(view(&view::search::page(here, address))),
        listed: false,
    },
    PageKind {
        template: "withdrawn.html",
        subjects: |guide| {
            let gone = guide.site.entries().filter(|(_, head)| head.withdrawn);
            gone.map(|(id, _)| (guide.address(id), Subject::Entry(id))).collect()
        },
        view: |here, address, subject| Some(view(&view::moved::withdrawn(here, entry_of(subject)?, address))),
        listed: false,
    },
    PageKind {
        template: "alias.html",
        subjects: aliases,
        view: |here, _, subject| Some(view(&view::moved::alias(here, entry_of(subject)?))),
        listed: false,
    },
    PageKind {
        template: "not-found.html",
        subjects: |_| vec![(NOT_FOUND.to_owned(), Subject::Only)],
        view: |here, address, _| Some(view(&view::home::not_found(here, address))),
        listed: false,
    },
];

/// The page that servers show for an address that leads nowhere.
const NOT_FOUND: &str = "404.html";

fn section(section: Section) -> Vec<(String, Subject)> {
    vec![(format!("{}/", section.key()), Subject::Only)]
}

fn entries(guide: &Guide<'_>, kind: Kind) -> Vec<(String, Subject)> {
    guide.published(kind).map(|(id, _)| (guide.address(id), Subject::Entry(id))).collect()
}

fn terms(guide: &Guide<'_>, list: Taxonomy) -> Vec<(String, Subject)> {
    let terms = guide.site.vocabulary().terms(list).iter().enumerate();
    terms
        .map(|(number, term)| {
            (guide.site.address(Destination::Term(list, term.key.as_str())), Subject::Term(list, number))
        })
        .collect()
}

/// Old addresses, but for those that are another page's, which is a finding.
fn aliases(guide: &Guide<'_>) -> Vec<(String, Subject)> {
    let taken: BTreeSet<String> = guide.site.entries().map(|(id, _)| guide.address(id)).collect();
    let mut all = Vec::new();
    for (id, _) in guide.site.entries() {
        let free = view::moved::aliases(guide, id).filter(|address| !taken.contains(address));
        all.extend(free.map(|address| (address, Subject::Entry(id))));
    }
    all
}

const fn entry_of(subject: Subject) -> Option<EntryId> {
    match subject {
        Subject::Entry(id) => Some(id),
        Subject::Only | Subject::List(_) | Subject::Term(..) => None,
    }
}

const fn term_of(subject: Subject) -> Option<(Taxonomy, usize)> {
    match subject {
        Subject::Term(list, number) => Some((list, number)),
        Subject::Only | Subject::List(_) | Subject::Entry(_) => None,
    }
}

/// Every page of the guide, to be made.
fn jobs(guide: &Guide<'_>) -> Vec<Job<'static>> {
    let of_kind = |kind: &'static PageKind| {
        (kind.subjects)(guide).into_iter().map(move |(address, subject)| Job { kind, address, subject })
    };
    KINDS.iter().flat_map(of_kind).collect()
}

/// One page to make.
struct Job<'a> {
    kind: &'a PageKind,
    address: String,
    subject: Subject,
}

impl Job<'_> {
    fn draw(&self, guide: &Guide<'_>, engine: &Engine, shared: &Shared) -> Result<Artifact, Option<Box<Diagnostic>>> {
        let base = if self.address == NOT_FOUND { not_found_base(guide) } else { Base::Page(&self.address) };
        let here = Here { guide, base, exercise: None };
        let page = (self.kind.view)(&here, &self.address, self.subject).ok_or(None)?;
        let site = if self.address == NOT_FOUND { &shared.not_found } else { shared.at(&self.address).ok_or(None)? };
        let html = engine.render(self.kind.template, &page, site).map_err(|fault| {
            fault.map(|mut fault| {
                fault.notes.push(format!("found while making `{}`", urls::file(&self.address)));
                fault
            })
        })?;
        let mut bytes = html.into_bytes();
        bytes.shrink_to_fit(); // A page is held until all are made, and grew by doubling.
        Ok(Artifact { path: urls::file(&self.address), bytes })
    }
}

/// What every page shows, made once for each depth below the root: links in it differ by nothing else.
struct Shared {
    by_depth: Vec<View>,
    not_found: View,
}

impl Shared {
    fn new(guide: &Guide<'_>, assets: &Assets, jobs: &[Job<'_>]) -> Self {
        let deepest = jobs.iter().map(|job| urls::depth(&job.address)).max().unwrap_or(0);
        let at = |base| view(&view::shared::shared(&Here { guide, base, exercise: None }, assets));
        Self {
            by_depth: (0..=deepest).map(|depth| at(Base::Depth(depth))).collect(),
            not_found: at(not_found_base(guide)),
        }
    }

    fn at(&self, address: &str) -> Option<&View> {
        self.by_depth.get(urls::depth(address))
    }
}

/// A page that is shown at any address links from the root; without a base URL nobody knows where that is, and its
/// template leaves the links out.
fn not_found_base<'g>(guide: &'g Guide<'_>) -> Base<'g> {
    Base::Root(&guide.root)
}

/// Pages that search engines are told of: address, and when they changed.
fn listed<'j>(guide: &Guide<'_>, jobs: &'j [Job<'_>]) -> Vec<(&'j str, crate::model::Date)> {
    let updated = |subject| match subject {
        Subject::Entry(id) => guide.site.head(id).updated,
        Subject::Only | Subject::List(_) | Subject::Term(..) => guide.site.settings().updated.value,
    };
    let mut listed: Vec<_> =
        jobs.iter().filter(|job| job.kind.listed).map(|job| (job.address.as_str(), updated(job.subject))).collect();
    listed.sort_unstable();
    listed
}
