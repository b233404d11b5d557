//! The week on paper: PDF sheets that a clinician hands out and that hang on a fridge.
//!
//! The guide becomes a [`data::Handout`], one for each week; the theme's `sheet/week.typ` sets it in Typst, from data
//! alone; and every way it can fail is a finding: a text the fonts cannot draw, a sheet that needs too many sides, an error
//! in a template. A sheet's bytes depend on the guide and the theme, never on the machine or the day.

mod amount;
mod care;
pub mod data;
mod errors;
mod figures;
pub mod fit;
pub mod galley;
mod handout;
pub mod own;
mod press;
mod qr;
mod text;
pub mod world;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;
use typst::foundations::Bytes;

use self::data::Handout;
use self::handout::Maker;
use self::text::Desk;
use self::world::{FONTS, Press, TEMPLATE};
use crate::artifact::Artifact;
use crate::cache::{Cache, Key};
use crate::diagnostic::{Diagnostic, Reported};
use crate::model::clinic::Clinic;
use crate::model::plan::{Plan, Week};
use crate::model::site::Site;
use crate::rule;
use crate::source::Span;
use crate::theme::Theme;

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Paper {
    /// 210 by 297 mm.
    A4,
    /// 8.5 by 11 in.
    Letter,
}

impl Paper {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A4, Self::Letter];

    /// Its name in file names and in the settings.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::Letter => "letter",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "US Letter",
        }
    }
}

/// How a handout is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// 12 pt, two sides: do and check.
    Regular,
    /// 18 pt, four sides.
    Large,
    /// One side in big type, to hang up beside the whole sheet.
    Fridge,
}

impl Edition {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Large, Self::Fridge];

    /// Its name in the template.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Large => "large",
            Self::Fridge => "fridge",
        }
    }

    /// What a file name has behind the paper.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Regular => "",
            Self::Large => "-large",
            Self::Fridge => "-fridge",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Regular => "the regular edition",
            Self::Large => "large print",
            Self::Fridge => "the fridge edition",
        }
    }

    /// The most sides it may have.
    #[must_use]
    pub const fn most_sides(self) -> usize {
        match self {
            Self::Regular => 2,
            Self::Large => 4,
            Self::Fridge => 1,
        }
    }
}

/// A clinic's logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logo {
    /// An SVG picture.
    Svg(Vec<u8>),
    /// A PNG picture.
    Png(Vec<u8>),
}

impl Logo {
    /// Its path among the files of a sheet.
    const fn path(&self) -> &'static str {
        match self {
            Self::Svg(_) => "logo.svg",
            Self::Png(_) => "logo.png",
        }
    }

    const fn bytes(&self) -> &Vec<u8> {
        match self {
            Self::Svg(bytes) | Self::Png(bytes) => bytes,
        }
    }

    /// The finding about a logo that is not beside the clinic's file.
    #[must_use]
    pub fn elsewhere(named: Span) -> Diagnostic {
        Diagnostic::new(&rule::BAD_LOGO, named, "the logo is not named by its file name alone")
            .label("a path")
            .help("put the file beside the clinic's file, and write its name: `logo.svg`")
    }

    /// The logo of a clinic's file, from the bytes of the file it names; a finding if they are neither SVG nor PNG.
    ///
    /// # Errors
    ///
    /// The finding.
    pub fn read(bytes: Vec<u8>, named: Span) -> Result<Self, Box<Diagnostic>> {
        let fault = |message: &str, help: &str| {
            Box::new(Diagnostic::new(&rule::BAD_LOGO, named, message).label("this file").help(help))
        };
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png(bytes));
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) if !text.contains("<svg") => {
                Err(fault("the logo is neither SVG nor PNG", "save it as SVG or PNG"))
            }
            // Typst would look for the font in vain and leave the words out.
            Ok(text) if text.contains("<text") => Err(fault(
                "the logo has letters that need a font",
                "turn its text into outlines (paths), or save it as PNG",
            )),
            Ok(_) => Ok(Self::Svg(bytes)),
            Err(_) => Err(fault("the logo is neither SVG nor PNG", "save it as SVG or PNG")),
        }
    }
}

/// What sheets are made with, beside the guide and the theme.
pub struct Options<'a> {
    /// Where the site will be published, if not where the settings say.
    pub base_url: Option<&'a str>,
    /// The clinic that hands them out.
    pub clinic: Option<&'a Clinic>,
    /// Its logo.
    pub logo: Option<Logo>,
}

/// Every sheet of the guide: each week of each plan on both papers in all editions, and the blank template.
#[must_use]
pub fn sheets(site: &Site, theme: &Theme, options: &Options, cache: &Cache) -> Reported<Vec<Sheet>> {
    let weeks = site.plans().iter().filter(|plan| !plan.head.withdrawn).flat_map(weeks_of);
    let jobs: Vec<Job> = weeks.chain([Job::Blank]).collect();
    run(site, theme, options, cache, &jobs, &all_kinds())
}

/// The sheets of one plan, each week on both papers in all editions; without a plan the blank template.
#[must_use]
pub fn of(site: &Site, theme: &Theme, options: &Options, cache: &Cache, plan: Option<&Plan>) -> Reported<Vec<Sheet>> {
    let jobs: Vec<Job> = plan.map_or_else(|| vec![Job::Blank], |plan| weeks_of(plan).collect());
    run(site, theme, options, cache, &jobs, &all_kinds())
}

fn all_kinds() -> Vec<Kind> {
    Paper::ALL.into_iter().flat_map(|paper| Edition::ALL.map(|edition| (paper, edition))).collect()
}

/// The sheets of one plan on one paper in one edition: one week (from 1), or all.
#[must_use]
pub fn plan(
    site: &Site,
    theme: &Theme,
    options: &Options,
    cache: &Cache,
    plan: &Plan,
    week: Option<usize>,
    kind: Kind,
) -> Reported<Vec<Sheet>> {
    let wanted = |job: &Job| week.is_none() || matches!(job, Job::Week { number, .. } if week == Some(*number));
    let jobs: Vec<Job> = weeks_of(plan).filter(wanted).collect();
    run(site, theme, options, cache, &jobs, &[kind])
}

/// A sheet, printed.
#[derive(Debug)]
pub struct Sheet {
    /// The slug of its plan, and the number of its week from 1; nothing where it belongs to no plan.
    pub week: Option<(String, usize)>,
    /// Its paper.
    pub paper: Paper,
    /// Its edition.
    pub edition: Edition,
    /// How many sides it has.
    pub sides: usize,
    /// Every word on it, in the order it was set.
    pub words: String,
    /// The dose of each move that must stand on it: the slug of the exercise, and the words.
    pub doses: Vec<(String, String)>,
    /// What its reader must take care with, by the exercise: the slug, and the words.
    pub care: Vec<(String, String)>,
    /// The file. Its path is that of the built site.
    pub file: Artifact,
}

/// The paper and the edition of a sheet.
pub type Kind = (Paper, Edition);

/// One handout to be made.
#[derive(Clone, Copy)]
enum Job<'a> {
    Week { plan: &'a Plan, number: usize, week: &'a Week },
    Blank,
}

fn weeks_of(plan: &Plan) -> impl Iterator<Item = Job<'_>> {
    (1..).zip(&plan.weeks).map(move |(number, week)| Job::Week { plan, number, week })
}

/// Makes handouts and prints each in each kind.
fn run(
    site: &Site,
    theme: &Theme,
    options: &Options,
    cache: &Cache,
    jobs: &[Job],
    kinds: &[Kind],
) -> Reported<Vec<Sheet>> {
    let press = match Press::new(site, theme) {
        Ok(press) => press,
        Err(name) => {
            return Reported { value: Vec::new(), diagnostics: vec![missing(site, name)] };
        }
    };
    let mut all: Reported<Vec<Sheet>> = Reported::none();
    let mut drafts = Vec::new();
    for made in jobs.par_iter().map(|job| draft(&press, site, options, *job)).collect::<Vec<_>>() {
        // A sheet with a hole in it is not printed.
        if made.diagnostics.is_empty() {
            drafts.push(made.value);
        }
        all.diagnostics.extend(made.diagnostics);
    }
    for printed in press::print_all(&press, cache, &drafts, kinds) {
        match printed {
            Ok(sheet) => all.value.push(sheet),
            Err(found) => all.diagnostics.extend(found),
        }
    }
    all.value.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    all
}

/// A handout ready to be printed.
struct Draft {
    /// The slug of its plan, and the number of its week from 1; nothing where it belongs to no plan.
    week: Option<(String, usize)>,
    handout: Handout,
    /// The files it brings along, by name.
    files: BTreeMap<String, Bytes>,
    /// All that it is printed from.
    key: Key,
    /// Its path without paper, edition and ending.
    stem: String,
    /// What a finding about it names, and the place in the content it points to.
    name: String,
    span: Span,
}

impl Draft {
    fn path(&self, (paper, edition): Kind) -> String {
        format!("{}{}{}.pdf", self.stem, paper.key(), edition.suffix())
    }
}

fn draft(press: &Press, site: &Site, options: &Options, job: Job) -> Reported<Draft> {
    let desk = Desk::new(press);
    let maker = Maker { site, options, desk: &desk };
    let (handout, week, stem, name, span) = match job {
        Job::Week { plan, number, week } => {
            let slug = &plan.head.slug;
            let (stem, name) = (format!("plans/{slug}/week-{number}-"), format!("week {number} of `{slug}`"));
            (maker.week(plan, number, week), Some((slug.clone(), number)), stem, name, week.title.span)
        }
        Job::Blank => {
            let place = site.settings().title.span;
            (maker.blank(), None, "plans/blank-".to_owned(), "the blank template".to_owned(), place)
        }
    };
    let files = own_files(press, options, &handout);
    let key = key(press, &name, &handout, &files);
    Reported { value: Draft { week, handout, files, key, stem, name, span }, diagnostics: desk.findings() }
}

/// The key of all that a handout is printed from.
fn key(press: &Press, name: &str, handout: &Handout, files: &BTreeMap<String, Bytes>) -> Key {
    let said = serde_json::to_vec(handout).unwrap_or_default();
    let files = files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes.as_slice()]);
    let parts: Vec<&[u8]> = [press.key().as_ref(), name.as_bytes(), &said].into_iter().chain(files).collect();
    Key::new("handout", &parts)
}

/// The files a handout brings along: figures, QR code, logo.
fn own_files(press: &Press, options: &Options, handout: &Handout) -> BTreeMap<String, Bytes> {
    let mut files = BTreeMap::new();
    let moves = handout.moves.iter().filter_map(|row| row.figure.as_ref());
    for figure in moves.chain(handout.walking.as_ref().and_then(|walk| walk.figure.as_ref())) {
        if let Some(picture) = press.figure(&figure.path) {
            files.insert(figure.path.clone(), picture.file.clone());
        }
    }
    if let Some(svg) = handout.origin.as_ref().and_then(|origin| qr::svg(&origin.url)) {
        files.insert("qr.svg".to_owned(), Bytes::from_string(svg));
    }
    if let (Some(logo), Some(_)) = (&options.logo, &handout.clinic) {
        files.insert(logo.path().to_owned(), Bytes::new(logo.bytes().clone()));
    }
    files
}

/// A font or template that the theme does not have.
fn missing(site: &Site, name: &str) -> Diagnostic {
    let what = if FONTS.contains(&name) {
        "font"
    } else if name == TEMPLATE {
        "template"
    } else {
        "file"
    };
    Diagnostic::new(
        &rule::TEMPLATE_ERROR,
        site.settings().span,
        format!("the sheets' {what} `templates/{name}` is missing or damaged"),
    )
    .help("remove it from your own `templates` folder to have backsite's own back")
}
