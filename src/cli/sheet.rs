//! `backsite sheet`: a plan's weeks on paper, or exercises of one's own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use super::build::base_url;
use super::{GuideArguments, output};
use crate::cache::Cache;
use crate::diagnostic::{Reported, suggest};
use crate::markdown::WhichDose;
use crate::model::clinic::Clinic;
use crate::model::site::Site;
use crate::pipeline::{self, Guide};
use crate::sheet::own::{self, Wish};
use crate::sheet::{self, Edition, Kind, Logo, Options, Paper, Sheet};
use crate::source::{Source, Span, Spanned};
use crate::{check, parse, read, verify, write};

/// Arguments of `sheet`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The plan, by the name of its file: start-gently
    plan: Option<String>,
    /// One week of the plan, from 1 [default: all of them]
    #[arg(long, value_name = "N", conflicts_with = "exercises")]
    week: Option<usize>,
    /// Exercises for a sheet of one's own, by the names of their files: pelvic-tilt,cat-cow
    #[arg(long, value_name = "NAMES", conflicts_with = "plan")]
    exercises: Option<String>,
    /// Title of a sheet of one's own
    #[arg(long, conflicts_with = "plan", default_value = "My exercises")]
    title: String,
    /// Which dose of each exercise goes on a sheet of one's own
    #[arg(long, value_enum, conflicts_with = "plan", default_value_t = DoseArgument::Start)]
    dose: DoseArgument,
    /// Conditions of the person a sheet of one's own is for: osteoporosis,vertigo
    #[arg(long, value_name = "CONDITIONS", conflicts_with = "plan", default_value = "")]
    avoid: String,
    /// The paper [default: `paper` in content/site.yaml]
    #[arg(long, value_enum)]
    paper: Option<PaperArgument>,
    /// Large print: 18 point, up to four sides
    #[arg(long)]
    large_print: bool,
    /// One side in big type, for the fridge
    #[arg(long, conflicts_with = "large_print")]
    fridge: bool,
    /// A clinic's own lines: name, logo, numbers to call, doses
    #[arg(long, value_name = "FILE")]
    clinic: Option<PathBuf>,
    /// A file for one sheet, a folder for several, or - for standard output; the current folder unless told
    #[arg(long, short, value_name = "PATH", default_value = ".")]
    output: PathBuf,
    /// The address the guide is published under, instead of `base_url` in content/site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    #[command(flatten)]
    guide: GuideArguments,
}

/// Which dose, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DoseArgument {
    /// The dose to begin with
    Start,
    /// The dose to work up to
    Full,
}

/// The paper, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum PaperArgument {
    /// 210 by 297 mm
    A4,
    /// US Letter, 8.5 by 11 in
    Letter,
}

/// Makes the sheets. Nothing is written while there is an error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = arguments.guide.root()?;
    let progress = output::Progress::new("Setting the sheets");
    let mut guide = pipeline::check(&root, Some(arguments.guide.today()))?;
    let made = if guide.has_errors() { Vec::new() } else { make(arguments, &root, &mut guide)? };
    drop(progress);
    output::findings(&guide, &root, arguments.guide.format())?;
    if guide.has_errors() {
        output::say("No sheet was made.");
        return Ok(output::status(&guide, arguments.guide.deny_warnings));
    }
    hand_out(&arguments.output, &made)?;
    let has_address = guide.site.as_ref().is_some_and(|site| site.settings().base_url.is_some());
    if arguments.base_url.is_none() && !has_address {
        output::say(
            "Without a base_url the sheet has no address and no QR code; set it in content/site.yaml or with --base-url",
        );
    }
    Ok(output::status(&guide, arguments.guide.deny_warnings))
}

/// The sheets that were asked for; what was found is added to the guide's findings.
fn make(arguments: &Arguments, root: &Path, guide: &mut Guide) -> anyhow::Result<Vec<Sheet>> {
    let Guide { sources, site: Some(site), theme, .. } = guide else {
        return Ok(Vec::new());
    };
    let mut diagnostics = Vec::new();
    let (clinic, logo) = match &arguments.clinic {
        Some(path) => {
            let id = sources.add(Source::new(path.display().to_string(), read::text(path)?));
            let Reported { value, diagnostics: found } = parse::clinic::read(sources, id, site);
            diagnostics.extend(found);
            diagnostics.extend(check::clinic(site, &value));
            let logo = logo(path, &value, &mut diagnostics)?;
            (Some(value), logo)
        }
        None => (None, None),
    };
    let options = Options { base_url: arguments.base_url.as_deref(), clinic: clinic.as_ref(), logo };
    // Read, never kept: a title may name somebody.
    let cache = Cache::open(&output::cache_folder(root));
    let made = if diagnostics.is_empty() {
        match &arguments.exercises {
            Some(names) => {
                let exercises = own::words(sources, "--exercises", names);
                each_once(&exercises)?;
                let avoid = own::words(sources, "--avoid", &arguments.avoid);
                let title = sources.add(Source::new("--title", arguments.title.clone()));
                let title = Spanned::new(arguments.title.clone(), Span::new(title, 0..arguments.title.len()));
                let wish = Wish { title, exercises, dose: arguments.dose(), avoid };
                let made = own::own(site, theme, &options, &cache, &wish, arguments.kind(site));
                Reported { value: made.value.into_iter().collect(), diagnostics: made.diagnostics }
            }
            None => plan(arguments, site, theme, &options, &cache)?,
        }
    } else {
        Reported::none()
    };
    diagnostics.extend(made.diagnostics);
    diagnostics.extend(verify::sheets::lost(site, &made.value));
    guide.report(diagnostics);
    Ok(made.value)
}

/// Refuses a list of exercises with none in it, or with one in it twice.
fn each_once(exercises: &[Spanned<String>]) -> anyhow::Result<()> {
    if exercises.is_empty() {
        bail!("--exercises names none: write them as `--exercises pelvic-tilt,cat-cow`");
    }
    for (n, name) in exercises.iter().enumerate() {
        if exercises[..n].iter().any(|earlier| earlier.value == name.value) {
            bail!("--exercises names `{}` twice: one row is enough", name.value);
        }
    }
    Ok(())
}

/// The sheets of a plan.
fn plan(
    arguments: &Arguments,
    site: &Site,
    theme: &crate::theme::Theme,
    options: &Options,
    cache: &Cache,
) -> anyhow::Result<Reported<Vec<Sheet>>> {
    let slugs = || site.plans().iter().map(|plan| plan.head.slug.as_str());
    let Some(name) = arguments.plan.as_deref() else {
        bail!("name a plan ({}), or exercises with --exercises", slugs().collect::<Vec<_>>().join(", "));
    };
    let Some(plan) = site.plan(name) else {
        match suggest::nearest(name, slugs()) {
            Some(near) => bail!("no plan is called `{name}`; did you mean `{near}`?"),
            None => bail!("no plan is called `{name}`; the plans are {}", slugs().collect::<Vec<_>>().join(", ")),
        }
    };
    if plan.head.withdrawn {
        bail!("the plan `{name}` is withdrawn: there is no sheet of it");
    }
    if let Some(week) = arguments.week.filter(|week| !(1..=plan.weeks.len()).contains(week)) {
        bail!("`{name}` has no week {week}: it has {}", output::counted(plan.weeks.len(), "week", "weeks"));
    }
    Ok(sheet::plan(site, theme, options, cache, plan, arguments.week, arguments.kind(site)))
}

/// The logo that a clinic's file names: a file beside it.
fn logo(
    clinic_path: &Path,
    clinic: &Clinic,
    diagnostics: &mut Vec<crate::diagnostic::Diagnostic>,
) -> anyhow::Result<Option<Logo>> {
    let Some(name) = &clinic.logo else { return Ok(None) };
    if name.value.contains(['/', '\\']) {
        diagnostics.push(Logo::elsewhere(name.span));
        return Ok(None);
    }
    let beside =
        || format!("the logo stands beside {}; put it there, or take the line `logo` out", clinic_path.display());
    let bytes = read::picture(&clinic_path.with_file_name(&name.value)).with_context(beside)?;
    match Logo::read(bytes, name.span) {
        Ok(logo) => Ok(Some(logo)),
        Err(finding) => {
            diagnostics.push(*finding);
            Ok(None)
        }
    }
}

/// Writes the sheets: to one file, into a folder, or to standard output.
fn hand_out(output: &Path, sheets: &[Sheet]) -> anyhow::Result<()> {
    let is_one =
        output == Path::new("-") || output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    match sheets {
        [sheet] if output == Path::new("-") => return output::print_bytes(&sheet.file.bytes),
        [sheet] if is_one => write_one(output, sheet)?,
        _ if is_one => bail!(
            "{} cannot hold {}: name a folder, or one week with --week",
            output.display(),
            output::counted(sheets.len(), "sheet", "sheets")
        ),
        _ if output.is_file() => {
            bail!("{} is a file: name a folder, or a file that ends in .pdf", output.display())
        }
        _ => {
            for sheet in sheets {
                write_one(&output.join(name(sheet)), sheet)?;
            }
        }
    }
    Ok(())
}

fn write_one(path: &Path, sheet: &Sheet) -> anyhow::Result<()> {
    write::file(path, &sheet.file.bytes)?;
    output::say(&format!("Wrote {}: {}", path.display(), output::counted(sheet.sides, "side", "sides")));
    Ok(())
}

/// The name of a sheet's file outside the site, where no folder says which plan it is of.
fn name(sheet: &Sheet) -> String {
    let file = sheet.file.path.rsplit('/').next().unwrap_or_default();
    match &sheet.week {
        Some((plan, _)) => format!("{plan}-{file}"),
        None => file.to_owned(),
    }
}

impl Arguments {
    fn kind(&self, site: &Site) -> Kind {
        let paper = match self.paper {
            Some(PaperArgument::Letter) => Paper::Letter,
            None if site.settings().paper.value == Paper::Letter.key() => Paper::Letter,
            Some(PaperArgument::A4) | None => Paper::A4,
        };
        let edition = match (self.large_print, self.fridge) {
            (true, _) => Edition::Large,
            (false, true) => Edition::Fridge,
            (false, false) => Edition::Regular,
        };
        (paper, edition)
    }

    const fn dose(&self) -> WhichDose {
        match self.dose {
            DoseArgument::Start => WhichDose::Start,
            DoseArgument::Full => WhichDose::Full,
        }
    }
}
