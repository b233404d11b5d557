//! The site's folder to [`Sources`]: the only module that reads the author's files.
//!
//! A stranger's pull request must not reach outside the folder or exhaust the machine: symbolic links are refused, sizes
//! bounded, and what is not text is a finding.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Reported};
use crate::model::file::SINGLE_FILES;
use crate::rule;
use crate::source::{Source, SourceId, Sources, Span};

/// The largest text an entry may be, in bytes. The largest real one, the bibliography, has 40 000.
const LARGEST_TEXT: u64 = 1_000_000;

/// The largest picture, in bytes.
const LARGEST_PICTURE: u64 = 5_000_000;

/// How much a site's folder may hold: each of `content` and `templates` is refused whole beyond it.
///
/// A file at a time is bounded above, but not how many there are: a pull request can bring a million small ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Files and folders, hidden ones left out.
    pub entries: usize,
    /// Bytes of all files together.
    pub bytes: u64,
}

impl Limits {
    /// A hundred times the largest guide anybody has written, and within what a small machine holds in memory.
    pub const GUIDE: Self = Self { entries: 50_000, bytes: 512_000_000 };
}

/// The largest picture that is a text, in bytes: what a person draws has a tenth of it.
const LARGEST_DRAWING: u64 = 500_000;

/// Pictures that a body may show. SVG can hold programs: as a figure it is sanitised, anywhere else it is not shown.
const PICTURE_ENDINGS: [&str; 5] = ["png", "jpg", "jpeg", "webp", "avif"];

/// What a site's folder holds.
#[derive(Debug)]
pub struct Folder {
    /// Texts of `content/`, by path.
    pub sources: Sources,
    /// Pictures of `content/pictures/`: name and bytes, by name.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// Files of the site's own `templates/`: name below it and bytes, by name.
    pub overrides: Vec<(String, Vec<u8>)>,
}

/// The nearest folder upwards from `start` that holds `content/site.yaml`; `start` itself if none does.
#[must_use]
pub fn root_from(start: &Path) -> PathBuf {
    let is_root = |folder: &&Path| folder.join("content/site.yaml").is_file();
    start.ancestors().find(is_root).unwrap_or(start).to_path_buf()
}

/// Reads a text that the command line names.
///
/// # Errors
///
/// When it cannot be read, is too large, or is no text.
pub fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = named(path, LARGEST_TEXT)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not a text in UTF-8", path.display()))
}

/// Reads a picture that the command line names.
///
/// # Errors
///
/// When it cannot be read, or is too large.
pub fn picture(path: &Path) -> anyhow::Result<Vec<u8>> {
    named(path, LARGEST_PICTURE)
}

fn named(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let size = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
    anyhow::ensure!(size <= most, "{} has {size} bytes; it may have {most}", path.display());
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a site's folder.
///
/// # Errors
///
/// When a folder or file cannot be read: the path, and what the machine said.
pub fn folder(root: &Path) -> anyhow::Result<Reported<Folder>> {
    folder_within(root, Limits::GUIDE)
}

/// Reads a site's folder, if it holds no more than `limits`.
///
/// # Errors
///
/// When a folder or file cannot be read: the path, and what the machine said.
pub fn folder_within(root: &Path, limits: Limits) -> anyhow::Result<Reported<Folder>> {
    let mut reading = Reading {
        root,
        limits,
        folder: Folder { sources: Sources::default(), pictures: Vec::new(), overrides: Vec::new() },
        diagnostics: Vec::new(),
    };
    reading.content()?;
    reading.templates()?;
    Ok(Reported { value: reading.folder, diagnostics: reading.diagnostics })
}

/// One reading of one folder.
struct Reading<'a> {
    root: &'a Path,
    limits: Limits,
    folder: Folder,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn content(&mut self) -> anyhow::Result<()> {
        let Some(files) = self.files("content")? else {
            return Ok(()); // It has its finding; that four files are missing from it would not help.
        };
        for (name, read) in read_all(files, |name| Part::of(name).largest())? {
            match Part::of(&name) {
                Part::Picture => {
                    if let Some(bytes) = self.bytes(read, &name) {
                        let below = name.strip_prefix(PICTURES).unwrap_or(&name).to_owned();
                        self.folder.pictures.push((below, bytes));
                    }
                }
                Part::Drawing | Part::Text => self.text(read, &name),
                Part::AboutTheFolder => {}
                Part::Unused => self.unused(&name),
            }
        }
        let has_site = self.folder.sources.find("content/site.yaml").is_some();
        for name in SINGLE_FILES {
            let path = format!("content/{name}");
            // A folder without settings is the wrong folder: three more findings would not help.
            if self.folder.sources.find(&path).is_none() && (has_site || name == "site.yaml") {
                self.folder.sources.add(Source::missing(path));
            }
        }
        Ok(())
    }

    fn templates(&mut self) -> anyhow::Result<()> {
        let files = self.files("templates")?.unwrap_or_default();
        for (name, read) in read_all(files, |_| Some(LARGEST_PICTURE))? {
            if let Some(bytes) = self.bytes(read, &name) {
                let below = name.strip_prefix("templates/").unwrap_or(&name).to_owned();
                if below.starts_with("html/") && std::str::from_utf8(&bytes).is_err() {
                    self.not_utf8(&name, &bytes);
                    continue;
                }
                self.folder.overrides.push((below, bytes));
            }
        }
        Ok(())
    }

    /// The files below a folder of the site, by path; hidden ones are nobody's entries. Symbolic links are findings.
    /// Nothing comes back where the folder as a whole is refused.
    fn files(&mut self, folder: &str) -> anyhow::Result<Option<Vec<(PathBuf, String)>>> {
        let top = self.root.join(folder);
        if top.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
            self.refuse_link(folder);
            return Ok(None);
        }
        if !top.exists() {
            return Ok(Some(Vec::new()));
        }
        let unreadable = || format!("cannot read the folder {}", top.display());
        // Counted before they are sorted: a folder is sorted in memory, whole.
        let mut entries = Vec::new();
        let mut n_bytes: u64 = 0;
        let walk = WalkDir::new(&top).follow_links(false).into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            let entry = entry.with_context(unreadable)?;
            if entry.file_type().is_file() {
                n_bytes = n_bytes.saturating_add(entry.metadata().with_context(unreadable)?.len());
            }
            entries.push(entry);
            if entries.len() > self.limits.entries || n_bytes > self.limits.bytes {
                self.refuse_whole(folder);
                return Ok(None);
            }
        }
        entries.sort_by(|a, b| a.path().cmp(b.path()));
        let mut files = Vec::new();
        for entry in entries {
            let below = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
            let name = below.to_string_lossy().replace('\\', "/");
            if entry.path_is_symlink() {
                self.refuse_link(&name);
            } else if entry.file_type().is_file() {
                files.push((entry.into_path(), name));
            } else if !entry.file_type().is_dir() {
                self.unused(&name);
            }
        }
        Ok(Some(files))
    }

    /// The finding for a folder that holds more than a guide does. Which of the two limits is met first depends on the order
    /// in which the machine lists files, so the finding names both.
    fn refuse_whole(&mut self, folder: &str) {
        let Limits { entries, bytes } = self.limits;
        self.at_file(folder, |source| {
            let message = format!("the folder `{folder}` holds more than {entries} files or {bytes} bytes");
            Diagnostic::new(&rule::TOO_LARGE, Span::new(source, 0..0), message)
                .help("nothing of it was read; remove what does not belong to the guide")
        });
    }

    fn text(&mut self, read: Read, name: &str) {
        match self.bytes(read, name).map(String::from_utf8) {
            Some(Ok(text)) => {
                self.folder.sources.add(Source::new(name, text));
            }
            Some(Err(error)) => self.not_utf8(name, error.as_bytes()),
            None => {}
        }
    }

    /// The finding for a file that is not text, at its first fault. What can be read is kept: the entry keeps its slug.
    fn not_utf8(&mut self, name: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let source = self.folder.sources.add(Source::new(name, text));
        let text = &self.folder.sources.get(source).text;
        let at = text.find('\u{fffd}').unwrap_or(0);
        let span = Span::new(source, at..at + '\u{fffd}'.len_utf8());
        self.diagnostics.push(
            Diagnostic::new(&rule::NOT_UTF8, span, "a character here is not UTF-8")
                .label("cannot be read")
                .help("save the file as UTF-8: in most editors under *Save with encoding*; then look at this sign, it may be another"),
        );
    }

    /// A file's bytes, if it is not too large.
    fn bytes(&mut self, read: Read, name: &str) -> Option<Vec<u8>> {
        match read {
            Read::Bytes(bytes) => Some(bytes),
            Read::Beyond(largest) => {
                self.at_file(name, |source| {
                    let message = format!("`{name}` is larger than {largest} bytes");
                    Diagnostic::new(&rule::TOO_LARGE, Span::new(source, 0..0), message)
                        .help("make it smaller, or split it")
                });
                None
            }
            Read::Unread => None,
        }
    }

    fn refuse_link(&mut self, name: &str) {
        self.at_file(name, |source| {
            Diagnostic::new(&rule::SYMBOLIC_LINK, Span::new(source, 0..0), format!("`{name}` is a symbolic link"))
                .help("put the file itself there")
        });
    }

    fn unused(&mut self, name: &str) {
        let stem = |endings: &[&str]| endings.iter().find_map(|ending| name.strip_suffix(ending));
        let help = if let Some(stem) = stem(&[".yml", ".YML", ".YAML"]) {
            format!("rename it to `{stem}.yaml`")
        } else if let Some(stem) = stem(&[".markdown", ".MD", ".Md", ".mdown"]) {
            format!("rename it to `{stem}.md`")
        } else if let Some(stem) = stem(&[".txt", ".doc", ".docx", ".odt", ".rtf", ".pages", ".pdf"]) {
            format!("copy its text into a new file `{stem}.md`, in the form of its neighbors, and remove this one")
        } else {
            "entries are `.md` or `.yaml` files in content/exercises, content/mistakes, content/plans or content/pages; \
             pictures are png, jpg, webp or avif files in content/pictures, and svg for figures"
                .to_owned()
        };
        self.at_file(name, |source| {
            Diagnostic::new(&rule::UNUSED_FILE, Span::new(source, 0..0), format!("`{name}` is not used")).help(help)
        });
    }

    /// A finding about a file whose text is not read: the file becomes a source without text, so that it has a place.
    fn at_file(&mut self, name: &str, finding: impl FnOnce(SourceId) -> Diagnostic) {
        let source = self.folder.sources.add(Source::unread(name));
        self.diagnostics.push(finding(source));
    }
}

/// Where pictures stand.
const PICTURES: &str = "content/pictures/";

/// What part a file plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A picture of bytes.
    Picture,
    /// A picture that is a text.
    Drawing,
    /// An entry, or one of the guide's own files.
    Text,
    /// The folder's licence or readme.
    AboutTheFolder,
    /// None.
    Unused,
}

impl Part {
    /// The part of a file below `content`.
    fn of(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match name.strip_prefix(PICTURES) {
            Some(picture) if PICTURE_ENDINGS.contains(&ending) && !picture.contains('/') => Self::Picture,
            Some(picture) if ending == "svg" && !picture.contains('/') => Self::Drawing,
            _ if is_about_the_folder(name) => Self::AboutTheFolder,
            _ if matches!(ending, "md" | "yaml") => Self::Text,
            _ => Self::Unused,
        }
    }

    /// The largest a file may be, in bytes; nothing for what is not read.
    const fn largest(self) -> Option<u64> {
        match self {
            Self::Picture => Some(LARGEST_PICTURE),
            Self::Drawing => Some(LARGEST_DRAWING),
            Self::Text => Some(LARGEST_TEXT),
            Self::AboutTheFolder | Self::Unused => None,
        }
    }
}

/// What reading a file gave.
enum Read {
    /// What is in it.
    Bytes(Vec<u8>),
    /// It has more than so many bytes.
    Beyond(u64),
    /// It is not asked for.
    Unread,
}

/// Reads files side by side, none that has more bytes than `largest` says for its name; what comes back is in their order.
fn read_all(
    files: Vec<(PathBuf, String)>,
    largest: impl Fn(&str) -> Option<u64> + Sync,
) -> anyhow::Result<Vec<(String, Read)>> {
    let read = |(path, name): (PathBuf, String)| {
        let Some(largest) = largest(&name) else { return Ok((name, Read::Unread)) };
        let context = || format!("cannot read {}", path.display());
        let size = path.symlink_metadata().with_context(context)?.len();
        let read = if size > largest {
            Read::Beyond(largest)
        } else {
            Read::Bytes(std::fs::read(&path).with_context(context)?)
        };
        Ok((name, read))
    };
    // Gathered first: of two files that cannot be read, the error names the one that comes first.
    let all: Vec<anyhow::Result<(String, Read)>> = files.into_par_iter().map(read).collect();
    all.into_iter().collect()
}

/// Files about the folder itself, which are no entries: its licence and its readme.
fn is_about_the_folder(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    matches!(file.split('.').next(), Some("LICENSE" | "README"))
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}
