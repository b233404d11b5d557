//! The stages in order, and nothing else: read, parse, link, check, render, write.

use std::path::Path;

use rayon::prelude::*;

use crate::artifact::Artifact;
use crate::cache::Cache;
use crate::diagnostic::{self, Diagnostic, Reported, Severity};
use crate::html;
use crate::model::Date;
use crate::model::file::{File, Parsed};
use crate::model::site::Site;
use crate::read::Folder;
use crate::source::Sources;
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
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    fn report(&mut self, mut found: Vec<Diagnostic>) {
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
    let Reported { value: folder, mut diagnostics } = read::folder(root)?;
    let Folder { mut sources, pictures, overrides } = folder;
    let theme = Theme::load(overrides, &mut sources);
    let Reported { value: files, diagnostics: found } = parse::entries(&sources);
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
    Ok(guide)
}

/// Makes every file of the built site; what the cache has need not be made again. What was found on the way is added to
/// the guide's findings.
pub fn render(guide: &mut Guide, options: &html::Options, cache: &Cache) -> Vec<Artifact> {
    let Some(site) = &guide.site else {
        return Vec::new();
    };
    let Reported { value, diagnostics } =
        html::pages(site, &guide.theme, &guide.sources, &guide.pictures, options, cache);
    let failed = diagnostics.iter().any(|found| found.severity() == Severity::Error);
    let lost = if failed { Vec::new() } else { verify::pages(site, &value) };
    guide.report(diagnostics.into_iter().chain(lost).collect());
    value
}

fn is_entry(parsed: &Parsed) -> bool {
    matches!(parsed.file, File::Exercise(_) | File::Mistake(_) | File::Plan(_) | File::Page(_))
}
