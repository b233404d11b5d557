//! `backsite figure`: one figure as a file, for those who describe poses.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::ValueEnum;

use super::{GuideArguments, output};
use crate::diagnostic::{Format, suggest};
use crate::figure::{self, Choice, Mode};
use crate::model::figure::{Figure, Picture};
use crate::model::site::Site;
use crate::source::Span;
use crate::{pipeline, write};

/// Arguments of `figure`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The entry whose figure it is; PAGE/PART for a part of a page. All figures are listed without one
    slug: Option<String>,
    /// A file, a folder for a file of the figure's name, or - for standard output [default: -]
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// For which surface it is drawn
    #[arg(long, value_enum, default_value_t = ModeArgument::Color)]
    mode: ModeArgument,
    /// One pose of it, by name [default: all of them]
    #[arg(long, value_name = "NAME")]
    pose: Option<String>,
    /// Its movement instead of the still picture
    #[arg(long, conflicts_with = "pose")]
    moves: bool,
    #[command(flatten)]
    guide: GuideArguments,
}

/// For which surface a picture is drawn, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ModeArgument {
    /// A page, light or dark as its reader has it
    Color,
    /// A dark page
    Dark,
    /// Paper, in black and white
    Bw,
}

impl ModeArgument {
    const fn mode(self) -> Mode {
        match self {
            Self::Color => Mode::Color,
            Self::Dark => Mode::Dark,
            Self::Bw => Mode::BlackAndWhite,
        }
    }
}

/// Draws one figure. What is wrong elsewhere in the guide is not looked at: a pose is described one at a time.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let to_file = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    anyhow::ensure!(
        arguments.slug.is_none() || to_file.is_some() || arguments.guide.format() == Format::Human,
        "the picture and the findings cannot both go to standard output; name a file with --output"
    );
    let root = arguments.guide.root()?;
    let mut guide = pipeline::check(&root, Some(arguments.guide.today()))?;
    let Some(site) = guide.site.take() else {
        output::findings(&guide, &root, arguments.guide.format())?;
        return Ok(ExitCode::FAILURE);
    };
    let Some(slug) = &arguments.slug else {
        output::print(&list(&site))?;
        return Ok(ExitCode::SUCCESS);
    };
    let figures = site.figures();
    let Some((_, figure)) = figures.iter().find(|(name, _)| name == slug) else {
        // An entry whose figure cannot be read at all has its findings, and no figure.
        if let Some(id) = site.find(slug) {
            guide.diagnostics.retain(|found| found.primary.span.source == site.head(id).source);
            output::findings(&guide, &root, arguments.guide.format())?;
            bail!("`{slug}` has no figure that could be drawn; `backsite figure` lists those there are");
        }
        let names = figures.iter().map(|(name, _)| name.as_str());
        match suggest::nearest(slug, names) {
            Some(near) => bail!("no figure is called `{slug}`; did you mean `{near}`?"),
            None => bail!("no figure is called `{slug}`; `backsite figure` lists them all"),
        }
    };
    // What is wrong with a pose is best seen in its picture, so there is one all the same.
    let svg = drawn(figure, slug, arguments)?;
    let range = figure.span();
    let by_hand = picture(figure).map(|picture| picture.span.source);
    let is_its = |span: Span| {
        span.source == range.source && range.start <= span.start && span.end <= range.end
            || by_hand == Some(span.source)
    };
    guide.diagnostics.retain(|found| is_its(found.primary.span));
    output::findings(&guide, &root, arguments.guide.format())?;
    if matches!(figure, Figure::ByHand(_)) && picture(figure).is_none_or(|picture| picture.svg.is_none()) {
        output::say(&format!("There is no picture of {slug} to show."));
        return Ok(ExitCode::FAILURE);
    }
    match to_file {
        None => output::print(&svg)?,
        Some(path) => {
            let path = place(path, &name(slug, arguments))?;
            write::file(&path, svg.as_bytes())?;
            output::say(&format!("Drew {slug} to {}", output::near(&path).display()));
        }
    }
    Ok(output::status(&guide, arguments.guide.deny_warnings))
}

/// The picture that a person drew, if one did.
fn picture(figure: &Figure) -> Option<&Picture> {
    match figure {
        Figure::Posed(_) => None,
        Figure::ByHand(figure) => figure.picture.as_deref(),
    }
}

/// Where a picture goes: to the file that is named, or under its own name into a folder.
fn place(path: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let is_picture = path.extension().is_some_and(|ending| ending == "svg");
    match path.metadata() {
        Ok(found) if found.is_dir() => Ok(path.join(name)),
        Ok(found) if is_picture || !found.is_file() => Ok(path.to_owned()),
        Err(_) if is_picture => Ok(path.to_owned()),
        Err(_) if path.extension().is_none() => Ok(path.join(name)),
        _ => bail!("{} does not end with `.svg`: name such a file, or a folder for {name}", path.display()),
    }
}

/// The name of the picture's file in a folder; the published ones are called the same.
fn name(slug: &str, arguments: &Arguments) -> String {
    let pose = arguments.pose.as_deref().map(|pose| format!(".{pose}")).unwrap_or_default();
    let moves = if arguments.moves { ".moves" } else { "" };
    let mode = match arguments.mode {
        ModeArgument::Color => "",
        ModeArgument::Dark => ".dark",
        ModeArgument::Bw => ".bw",
    };
    format!("{slug}{pose}{moves}{mode}.svg").replace('/', "-")
}

/// The picture that is asked for.
fn drawn(figure: &Figure, slug: &str, arguments: &Arguments) -> anyhow::Result<String> {
    let mode = arguments.mode.mode();
    let poses = match figure {
        Figure::Posed(figure) => figure.poses.as_slice(),
        Figure::ByHand(_) => &[],
    };
    if arguments.moves {
        let movement = figure::movement(figure, mode);
        return movement.map(|drawing| drawing.svg).ok_or_else(|| {
            anyhow::anyhow!(
                "`{slug}` does not move: only poses of one view, none of them to avoid, move into each other"
            )
        });
    }
    let Some(name) = &arguments.pose else {
        return Ok(figure::draw(figure, mode, Choice::Whole).svg);
    };
    let names: Vec<&str> = poses.iter().map(|pose| pose.key.as_str()).collect();
    anyhow::ensure!(!names.is_empty(), "`{slug}` is drawn by hand and has no poses; leave out --pose");
    if !names.contains(&name.as_str()) {
        match suggest::nearest(name, names.iter().copied()) {
            Some(near) => bail!("`{slug}` has no pose `{name}`; did you mean `{near}`?"),
            None => bail!("`{slug}` has no pose `{name}`; it has {}", names.join(", ")),
        }
    }
    Ok(figure::draw(figure, mode, Choice::Pose(name)).svg)
}

/// Every figure with the names of its poses.
fn list(site: &Site) -> String {
    let figures = site.figures();
    let widest = figures.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, figure): &(String, &Figure)| {
        let poses = match figure {
            Figure::Posed(figure) => figure.poses.iter().map(|pose| pose.key.as_str()).collect::<Vec<_>>().join(", "),
            Figure::ByHand(figure) => figure.file.value.clone(),
        };
        format!("{name:widest$}  {poses}\n")
    };
    figures.iter().map(line).collect()
}
