//! The stages in order, and nothing else: read, parse, link, check, render, write.

use std::path::Path;

use rayon::prelude::*;

use crate::artifact::Artifact;
use crate::cache::Cache;
use crate::diagnostic::{self, Diagnostic, Reported};
use crate::html;
use crate::model::file::{File, Parsed};
use crate::model::plan::Plan;
use crate::model::site::{Destination, Section, Site};
use crate::model::{Date, EntryId};
use crate::parse::memory::Memory;
use crate::read::Folder;
#[cfg(feature = "sheets")]
use crate::sheet;
use crate::source::{Sources, Spanned};
use crate::theme::Theme;
use crate::{check, figure, link, parse, read, verify};

/// A guide, read and checked.
#[derive(Debug)]
pub struct Guide {
    /// Every text, for the places of findings.
    pub sources: Sources,
    /// The guide whole; none where one of its four files is not there.
    pub site: Option<Site>,
    /// The theme, with the site's own templates laid over it.
    pub theme: Theme,
    /// Pictures of the guide: name and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// Number of entries read.
    pub n_entries: usize,
    /// Everything found so far, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Guide {
    /// Whether an error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diagnostic::has_error(&self.diagnostics)
    }

    /// Adds findings, in the order of the files.
    pub fn report(&mut self, mut found: Vec<Diagnostic>) {
        self.diagnostics.append(&mut found);
        diagnostic::arrange(&mut self.diagnostics, &self.sources);
    }
}

/// Reads and checks the guide in `root`; `today` is the day by which reviews are judged.
///
/// # Errors
///
/// When the machine refuses to read.
pub fn check(root: &Path, today: Option<Date>) -> anyhow::Result<Guide> {
    check_with(root, today, parse::entries)
}

/// [`check`], for a program that does so again and again: files that are as they were last time are not parsed again.
///
/// # Errors
///
/// When the machine refuses to read.
pub fn check_again(root: &Path, today: Option<Date>, memory: &mut Memory) -> anyhow::Result<Guide> {
    check_with(root, today, |sources| memory.entries(sources))
}

fn check_with(
    root: &Path,
    today: Option<Date>,
    entries: impl FnOnce(&Sources) -> Reported<Vec<Parsed>>,
) -> anyhow::Result<Guide> {
    let Reported { value: folder, mut diagnostics } = read::folder(root)?;
    let Folder { mut sources, pictures, overrides } = folder;
    let theme = Theme::load(overrides, &mut sources);
    diagnostics.extend(theme.unused(&mut sources));
    let Reported { value: files, diagnostics: found } = entries(&sources);
    diagnostics.extend(found);
    let n_entries = files.iter().filter(|file| is_entry(file)).count();
    let names = pictures.iter().map(|(name, _)| name.clone()).collect();
    let Reported { value: site, diagnostics: found } = link::site(files, names);
    diagnostics.extend(found);
    if let Some(site) = &site {
        diagnostics.extend(check::all(site, today));
        diagnostics.par_extend(site.figures().par_iter().flat_map_iter(|(_, figure)| figure::check(figure)));
    }
    let mut guide = Guide { sources, site, theme, pictures, n_entries, diagnostics: Vec::new() };
    guide.report(diagnostics);
    if guide.has_errors() {
        // No page will be made of it, and a template that does not even parse is told along.
        let found = html::templates(&guide.theme, &guide.sources);
        guide.report(found);
    }
    Ok(guide)
}

/// What is built.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Where the site will be published, if not where the settings say.
    pub base_url: Option<&'a str>,
    /// Whether plan sheets are made.
    pub sheets: bool,
}

/// Makes every file of the built site. What was found on the way is added to the guide's findings.
pub fn render(guide: &mut Guide, options: Options, cache: &Cache) -> Vec<Artifact> {
    let Reported { value, diagnostics } = rendered(guide, options, cache);
    guide.report(diagnostics);
    value
}

/// Makes every file of the built site, as [`render`] does, of a guide that others look at meanwhile.
#[must_use]
pub fn rendered(guide: &Guide, options: Options, cache: &Cache) -> Reported<Vec<Artifact>> {
    let Some(site) = &guide.site else {
        return Reported::none();
    };
    let base_url = base_url(site, options);
    let Reported { value: sheets, mut diagnostics } =
        if options.sheets { sheets(site, &guide.theme, base_url, cache, Which::All) } else { Reported::none() };
    let (links, sheets): (Vec<_>, Vec<_>) = sheets.into_iter().unzip();
    let published = html::Options { base_url: base_url.map(str::to_owned), sheets: links };
    let Reported { value: mut artifacts, diagnostics: found } =
        html::pages(site, &guide.theme, &guide.sources, &guide.pictures, &published, cache);
    if !diagnostic::has_error(&found) {
        let (lost, wrong) = rayon::join(|| verify::pages(site, &artifacts), || verify::data(site, &artifacts));
        diagnostics.extend(lost.into_iter().chain(wrong));
    }
    diagnostics.extend(found);
    artifacts.extend(sheets);
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    diagnostic::arrange(&mut diagnostics, &guide.sources);
    Reported { value: artifacts, diagnostics }
}

/// Makes the one page with this address from the root of the site (`exercises/cat-cow/`), as [`render`] makes it without sheets;
/// none where there is none, or where its template does not work.
#[must_use]
pub fn page(guide: &Guide, options: Options, cache: &Cache, address: &str) -> Option<Artifact> {
    let site = guide.site.as_ref()?;
    let base_url = base_url(site, options).map(str::to_owned);
    let published = html::Options { base_url, sheets: Vec::new() };
    html::page(site, &guide.theme, &guide.sources, &published, cache, address).value
}

/// Makes the sheets of one plan, or the blank ones, and the page that links to them: the bytes that [`render`] makes of them
/// with `sheets`. What was rendered without can so be made whole when somebody asks for it.
#[must_use]
pub fn sheets_of(guide: &Guide, options: Options, cache: &Cache, plan: Option<EntryId>) -> Reported<Vec<Artifact>> {
    let Some(site) = &guide.site else {
        return Reported::none();
    };
    let of_plan = plan.and_then(|id| site.plans().get(id.index as usize));
    let base_url = base_url(site, options);
    let which = of_plan.map_or(Which::Blank, Which::Plan);
    let Reported { value: sheets, mut diagnostics } = sheets(site, &guide.theme, base_url, cache, which);
    let (links, mut artifacts): (Vec<_>, Vec<_>) = sheets.into_iter().unzip();
    let address = plan.map_or(Destination::Section(Section::Plans), Destination::Entry);
    let published = html::Options { base_url: base_url.map(str::to_owned), sheets: links };
    let Reported { value: page, diagnostics: found } =
        html::page(site, &guide.theme, &guide.sources, &published, cache, &site.address(address));
    diagnostics.extend(found);
    if let (Some(id), Some(page)) = (plan, &page) {
        diagnostics.extend(verify::page(site, id, page));
    }
    artifacts.extend(page);
    diagnostic::arrange(&mut diagnostics, &guide.sources);
    Reported { value: artifacts, diagnostics }
}

fn base_url<'a>(site: &'a Site, options: Options<'a>) -> Option<&'a str> {
    options.base_url.or(site.settings().base_url.as_ref().map(Spanned::as_str))
}

/// Whose sheets are made.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "sheets"), expect(dead_code, reason = "who makes no sheets does not ask whose"))]
enum Which<'a> {
    All,
    Plan(&'a Plan),
    Blank,
}

/// Plan sheets, read back, and how pages link to each.
type Sheets = Vec<(html::SheetFile, Artifact)>;

/// Prints the plan sheets and reads them back.
#[cfg(feature = "sheets")]
fn sheets(site: &Site, theme: &Theme, base_url: Option<&str>, cache: &Cache, which: Which) -> Reported<Sheets> {
    let options = sheet::Options { base_url, clinic: None, logo: None };
    let Reported { value, mut diagnostics } = match which {
        Which::All => sheet::sheets(site, theme, &options, cache),
        Which::Plan(plan) => sheet::of(site, theme, &options, cache, Some(plan)),
        Which::Blank => sheet::of(site, theme, &options, cache, None),
    };
    diagnostics.extend(verify::sheets::lost(site, &value));
    let linked = value.into_iter().map(|sheet| {
        let link = html::SheetFile {
            path: sheet.file.path.clone(),
            week: sheet.week,
            paper: sheet.paper.key(),
            edition: sheet.edition.key(),
            sides: sheet.sides,
            bytes: sheet.file.bytes.len(),
        };
        (link, sheet.file)
    });
    Reported { value: linked.collect(), diagnostics }
}

/// Without the feature there are none, and no page links to any.
#[cfg(not(feature = "sheets"))]
fn sheets(_: &Site, _: &Theme, _: Option<&str>, _: &Cache, _: Which) -> Reported<Sheets> {
    Reported::none()
}

fn is_entry(parsed: &Parsed) -> bool {
    matches!(parsed.file, File::Exercise(_) | File::Mistake(_) | File::Plan(_) | File::Page(_))
}
