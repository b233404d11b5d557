//! The theme: files embedded in the program, and the site's own files laid over them by name.
//!
//! Everything that pages and sheets are made with is looked up here by name, such as `html/exercise.html` or
//! `assets/style.css`. Nothing here touches a disk: the site's own files are handed in by whoever read them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};

use crate::diagnostic::{Diagnostic, suggest};
use crate::rule;
use crate::source::{Source, SourceId, Sources, Span};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Folders whose files are texts, in which a finding can have a place.
const TEXT_FOLDERS: [&str; 3] = ["html/", "sheet/", "new/"];

/// Every file of the theme, by its name below `templates/`.
#[derive(Debug, Default)]
pub struct Theme {
    default: BTreeMap<String, File>,
    own: BTreeMap<String, File>,
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Embedded in the program.
    Default,
    /// In the site's own `templates/`.
    Own,
}

#[derive(Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    source: Option<SourceId>,
}

impl Theme {
    /// The embedded theme under the site's own files (name below `templates/`, and bytes). Texts are added to `sources`,
    /// so that a finding can point into them.
    #[must_use]
    pub fn load(overrides: Vec<(String, Vec<u8>)>, sources: &mut Sources) -> Self {
        let mut theme = Self::default();
        for (name, bytes) in embedded(&EMBEDDED) {
            let source =
                text(&name, bytes).map(|text| sources.add(Source::new(format!("<backsite>/templates/{name}"), text)));
            theme.default.insert(name, File { bytes: Cow::Borrowed(bytes), source });
        }
        for (name, bytes) in overrides {
            let source = text(&name, &bytes)
                .map(|text| sources.add(Source::new(format!("templates/{name}"), text.into_owned())));
            theme.own.insert(name, File { bytes: Cow::Owned(bytes), source });
        }
        theme
    }

    /// Whether another theme has the same files.
    #[must_use]
    pub fn has_files_of(&self, other: &Self) -> bool {
        self.files().eq(other.files())
    }

    fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.default.iter().chain(&self.own).map(|(name, file)| (name.as_str(), file.bytes.as_ref()))
    }

    /// The file called `name`: the site's own if it has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.file(name).map(|file| file.bytes.as_ref())
    }

    /// The file called `name` as a place for findings, if it is a text.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<SourceId> {
        self.file(name)?.source
    }

    /// Names of the files below `folder`, which ends in `/`: each once, in order.
    pub fn names(&self, folder: &str) -> impl Iterator<Item = &str> {
        let all: BTreeSet<&str> = self.default.keys().chain(self.own.keys()).map(String::as_str).collect();
        all.into_iter().filter(move |name| name.starts_with(folder))
    }

    /// Whether the site's own files below `folder` are others than those embedded.
    #[must_use]
    pub fn is_changed(&self, folder: &str) -> bool {
        let mut own = self.own.iter().filter(|(name, _)| name.starts_with(folder));
        own.any(|(name, file)| self.default.get(name).is_none_or(|default| default.bytes != file.bytes))
    }

    /// Every text below `folder`, embedded ones first, overridden ones too: its layer, its name and its place.
    pub fn texts(&self, folder: &str) -> impl Iterator<Item = (Layer, &str, SourceId)> {
        let layers = [(Layer::Default, &self.default), (Layer::Own, &self.own)];
        layers.into_iter().flat_map(move |(layer, files)| {
            let below = files.iter().filter(move |(name, _)| name.starts_with(folder));
            below.filter_map(move |(name, file)| Some((layer, name.as_str(), file.source?)))
        })
    }

    /// Warnings about files of the site's own that take no file's place and that no other of its own names: most likely they
    /// are called a little otherwise than the one they were meant for. What is not a text is added to `sources` as a place.
    #[must_use]
    pub fn unused(&self, sources: &mut Sources) -> Vec<Diagnostic> {
        let unused: Vec<(&str, Option<SourceId>)> = self
            .own
            .iter()
            .filter(|(name, _)| !self.default.contains_key(*name) && !self.is_used(name, sources))
            .map(|(name, file)| (name.as_str(), file.source))
            .collect();
        let finding = |(name, source): (&str, Option<SourceId>)| {
            let source = source.unwrap_or_else(|| sources.add(Source::unread(format!("templates/{name}"))));
            let finding = Diagnostic::new(
                &rule::UNUSED_FILE,
                Span::new(source, 0..0),
                format!("`templates/{name}` takes the place of no file of the theme"),
            );
            match self.meant(name) {
                Some(meant) => finding.help(format!("did you mean `templates/{meant}`?")),
                None => finding.help("name it as the file whose place it takes, or name it in another template"),
            }
        };
        unused.into_iter().map(finding).collect()
    }

    /// Whether a file that takes no other's place is of use all the same: assets are published whatever their names are, and a
    /// template can be named by another or hold components, which are known by names of their own.
    fn is_used(&self, name: &str, sources: &Sources) -> bool {
        let file = name.rsplit('/').next().unwrap_or(name);
        let is_about_the_folder = matches!(file.split('.').next(), Some("LICENSE" | "README"));
        let text = |file: &File| file.source.map(|source| sources.get(source).text.as_ref());
        let has_components = self.own.get(name).and_then(text).is_some_and(|text| text.contains("endcomponent"));
        let (quoted, quoted_too) = (format!("{file}\""), format!("{file}'"));
        let is_named = self
            .own
            .iter()
            .filter(|(other, _)| *other != name)
            .filter_map(|(_, file)| text(file))
            .any(|text| text.contains(&quoted) || text.contains(&quoted_too));
        name.starts_with("assets/") || is_about_the_folder || has_components || is_named
    }

    /// The file of the theme that a misnamed one was meant for: in another folder under the same name, or spelled nearly so.
    fn meant(&self, name: &str) -> Option<&str> {
        let file = |name: &str| name.rsplit('/').next().unwrap_or("").to_owned();
        let elsewhere = self.default.keys().find(|other| file(other) == file(name)).map(String::as_str);
        elsewhere.or_else(|| suggest::nearest(name, self.default.keys().map(String::as_str)))
    }

    fn file(&self, name: &str) -> Option<&File> {
        self.own.get(name).or_else(|| self.default.get(name))
    }
}

/// The files of an embedded folder and of those below it.
fn embedded(folder: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let mut files: Vec<(String, &'static [u8])> = folder
        .files()
        .map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents()))
        .filter(|(name, _)| !name.rsplit('/').next().unwrap_or(name).starts_with('.'))
        .collect();
    files.extend(folder.dirs().flat_map(embedded));
    files
}

/// The file as text, if it is one of those that findings point into. Bytes that are no text become a sign that says so.
fn text<'a>(name: &str, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    TEXT_FOLDERS.iter().any(|folder| name.starts_with(folder)).then(|| String::from_utf8_lossy(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_site_takes_the_place_of_the_embedded_one() {
        let mut sources = Sources::default();
        let own = vec![("html/base.html".to_owned(), b"mine".to_vec()), ("assets/logo.png".to_owned(), vec![0xff])];
        let theme = Theme::load(own, &mut sources);
        assert_eq!(theme.get("html/base.html"), Some(&b"mine"[..]));
        assert!(theme.get("html/exercise.html").is_some());
        let place = theme.source("html/base.html").unwrap();
        assert_eq!(sources.get(place).path, "templates/html/base.html");
        let place = theme.source("html/exercise.html").unwrap();
        assert_eq!(sources.get(place).path, "<backsite>/templates/html/exercise.html");
        assert_eq!(theme.source("assets/logo.png"), None);
    }

    #[test]
    fn names_are_given_once_and_in_order() {
        let own = vec![("assets/zzz.css".to_owned(), vec![]), ("assets/style.css".to_owned(), vec![])];
        let theme = Theme::load(own, &mut Sources::default());
        let names: Vec<&str> = theme.names("assets/").collect();
        assert!(names.is_sorted() && names.contains(&"assets/zzz.css"));
        assert_eq!(names.iter().filter(|name| **name == "assets/style.css").count(), 1);
    }
}
