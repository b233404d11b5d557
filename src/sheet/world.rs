//! What Typst may see: the theme's sheet templates and fonts, and the files of one sheet. No disk, no network, no package,
//! no font of the machine, no clock.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

use super::figures::{self, Figures, Picture};
use crate::cache::Key;
use crate::model::site::Site;
use crate::theme::Theme;

/// The template of a sheet.
pub const TEMPLATE: &str = "sheet/week.typ";

/// The fonts of web and print: one family, two weights.
pub const FONTS: [&str; 2] =
    ["sheet/fonts/atkinson-hyperlegible-next-regular.ttf", "sheet/fonts/atkinson-hyperlegible-next-bold.ttf"];

/// What all sheets share: the theme, its fonts, Typst's own library.
pub struct Press<'a> {
    theme: &'a Theme,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    templates: Mutex<BTreeMap<&'static str, Source>>,
    heights: Mutex<BTreeMap<Key, f64>>,
    has_own_templates: bool,
    figures: Figures,
    key: Key,
}

impl<'a> Press<'a> {
    /// Takes the fonts from the theme, and draws the guide's figures.
    ///
    /// # Errors
    ///
    /// The name of a file that the theme has not, or that is no font.
    pub(super) fn new(site: &Site, theme: &'a Theme) -> Result<Self, &'static str> {
        let mut fonts = Vec::new();
        for name in FONTS {
            let bytes = theme.get(name).ok_or(name)?;
            fonts.push(Font::new(Bytes::new(bytes.to_vec()), 0).ok_or(name)?);
        }
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self {
            theme,
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file_id("week.typ").ok_or(TEMPLATE)?,
            templates: Mutex::default(),
            heights: Mutex::default(),
            has_own_templates: theme.is_changed("sheet/"),
            figures: figures::draw(site),
            key: key(theme),
        })
    }

    /// The theme that it prints with.
    #[must_use]
    pub fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// The key of the fonts and templates.
    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// The figure at a path.
    pub(super) fn figure(&self, path: &str) -> Option<&Picture> {
        self.figures.get(path)
    }

    /// Whether every font has the character.
    #[must_use]
    pub fn draws(&self, character: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(u32::from(character)))
    }

    /// Whether a template of the sheets is the site's own.
    pub(super) fn has_own_templates(&self) -> bool {
        self.has_own_templates
    }

    /// The height of a block that was measured before, in mm, by the key of what it shows.
    pub(super) fn measured(&self, key: &Key) -> Option<f64> {
        self.heights.lock().ok()?.get(key).copied()
    }

    /// Keeps heights that were measured.
    pub(super) fn keep(&self, heights: impl IntoIterator<Item = (Key, f64)>) {
        if let Ok(mut kept) = self.heights.lock() {
            kept.extend(heights);
        }
    }

    fn template(&self, id: FileId) -> FileResult<Source> {
        let name = id.get().vpath().get_without_slash();
        let mut templates = self.templates.lock().map_err(|_| FileError::Other(None))?;
        if let Some(source) = templates.get(name) {
            return Ok(source.clone());
        }
        let bytes = self.theme.get(&theme_name(id)).ok_or_else(|| not_found(id))?;
        let text = std::str::from_utf8(bytes).map_err(|_| FileError::InvalidUtf8)?;
        // Read as the places of findings are: without a byte order mark, lines ended by `\n`.
        let text = crate::source::Source::new(name, text.to_owned()).text.into_owned();
        let source = Source::new(id, text);
        templates.insert(name, source.clone());
        Ok(source)
    }
}

/// The key of the fonts and templates of a theme.
fn key(theme: &Theme) -> Key {
    let names = theme.names("sheet/");
    let parts: Vec<&[u8]> = names.filter_map(|name| theme.get(name)).collect();
    Key::new("press", &parts)
}

/// What the theme calls a file that a template names.
#[must_use]
pub fn theme_name(id: FileId) -> String {
    format!("sheet/{}", id.get().vpath().get_without_slash())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(theme_name(id)))
}

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// One sheet in the press: the shared things and its own files.
pub struct Proof<'a> {
    press: &'a Press<'a>,
    /// Files of this sheet alone, by name: `data.json`, `figures/…`, `qr.svg`.
    own: BTreeMap<String, Bytes>,
}

impl<'a> Proof<'a> {
    /// A sheet with files of its own.
    #[must_use]
    pub fn new(press: &'a Press<'a>, own: BTreeMap<String, Bytes>) -> Self {
        Self { press, own }
    }
}

impl World for Proof<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if *id.get().root() != VirtualRoot::Project {
            return Err(not_found(id));
        }
        self.press.template(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if *id.get().root() != VirtualRoot::Project {
            return Err(not_found(id));
        }
        self.own.get(id.get().vpath().get_without_slash()).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// Dates come from the content.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
