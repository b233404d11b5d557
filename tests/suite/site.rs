//! A guide in a folder of its own, to break, to build and to throw away.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::run::Run;
use crate::tree::Tree;

/// A guide's folder under the system's folder for temporary files; it goes when the value does.
pub(crate) struct TestSite {
    root: PathBuf,
}

impl TestSite {
    /// `tests/sites/small`: a complete guide of seven entries without a finding.
    pub(crate) fn small() -> Self {
        Self::copy_of(&sites().join("small"))
    }

    /// The guide that this repository ships.
    pub(crate) fn shipped() -> Self {
        Self::copy_of(&repository())
    }

    /// A copy of the `content` of another guide.
    pub(crate) fn copy_of(guide: &Path) -> Self {
        let site = Self::empty();
        let content = Tree::read(&guide.join("content"));
        assert!(!content.files.is_empty(), "{} has no content", guide.display());
        content.write(&site.path("content"));
        site
    }

    /// A folder with nothing in it. No folder above it is a guide.
    pub(crate) fn empty() -> Self {
        Self::below(&std::env::temp_dir())
    }

    /// A folder with nothing in it, in memory where the system has such a place: bringing files to a busy disk takes long.
    pub(crate) fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::below(memory) } else { Self::empty() }
    }

    fn below(folder: &Path) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("backsite-suite-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let root = fs::canonicalize(folder).expect("there is a folder for temporary files").join(name);
        fs::create_dir(&root).expect("a folder for a test can be made");
        Self { root }
    }

    /// The guide's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path in the guide's folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file, folders and all.
    #[track_caller]
    pub(crate) fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Puts `fields`, written as an author would, in the place of the entry's fields of those names. What is new goes to
    /// the end; `name: DELETE` takes a field out.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, fields: &str) -> &Self {
        let text = edited(path, &self.text(path), fields);
        self.file(path, text)
    }

    /// Puts `new` in the place of `old`, which must be there once.
    #[track_caller]
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) -> &Self {
        let text = self.text(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}:\n{text}");
        self.file(path, text.replace(old, new))
    }

    /// Puts `text` in the place of the entry's free text.
    #[track_caller]
    pub(crate) fn body(&self, path: &str, text: &str) -> &Self {
        let whole = self.text(path);
        let (front, _) = halves(path, &whole);
        self.file(path, format!("{front}---\n{text}"))
    }

    /// Removes a file or a folder.
    #[track_caller]
    pub(crate) fn remove(&self, path: &str) -> &Self {
        let path = self.path(path);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    /// Makes a symbolic link.
    #[track_caller]
    pub(crate) fn symbolic_link(&self, path: &str, target: impl AsRef<Path>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    /// Lays the files of a rule's example over the guide: `-- path --` before each whole file, `-- path (edit) --` before
    /// fields, `-- path (body) --` before a free text.
    #[track_caller]
    pub(crate) fn lay(&self, example: &str) -> &Self {
        let mut rest = example;
        while let Some(after) = rest.strip_prefix("-- ") {
            let (name, after) = after.split_once(" --\n").expect("a line with a file's name ends in ` --`");
            let end = if after.starts_with("-- ") { 0 } else { after.find("\n-- ").map_or(after.len(), |at| at + 1) };
            let text = &after[..end];
            rest = &after[end..];
            match name.rsplit_once(' ') {
                Some((path, "(edit)")) => self.edit(path, text),
                Some((path, "(body)")) => self.body(path, text),
                _ => self.file(name, text),
            };
        }
        assert!(rest.is_empty(), "the example begins with no file's name:\n{example}");
        self
    }

    /// The program with these arguments, in the guide's folder, in an environment with nothing in it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(&self.root).env_clear();
        command
    }

    /// Runs the program in the guide's folder.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// What `backsite check` shows a person, without the line that counts it.
    #[track_caller]
    pub(crate) fn report(&self) -> String {
        let run = self.run(&["check", "--no-sheets"]);
        assert!(matches!(run.code, Some(0 | 1)), "{run}");
        let findings = run.stderr.trim_end().rsplit_once('\n').map_or("", |(findings, _count)| findings);
        findings.trim_end().to_owned()
    }

    /// Every finding of `backsite check` as `path:line:column code`.
    #[track_caller]
    pub(crate) fn places(&self) -> Vec<String> {
        let run = self.run(&["check", "--format", "short", "--no-sheets"]);
        assert!(matches!(run.code, Some(0 | 1)), "{run}");
        run.places()
    }

    /// The same, with what only the plan sheets show.
    #[track_caller]
    pub(crate) fn places_with_sheets(&self) -> Vec<String> {
        let run = self.run(&["check", "--format", "short"]);
        assert!(matches!(run.code, Some(0 | 1)), "{run}");
        run.places()
    }

    /// Builds the site, which must work.
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        let run = self.run(&["build", "--no-sheets"]);
        run.exits(0);
        run
    }

    /// The files of `public/`.
    pub(crate) fn public(&self) -> Tree {
        Tree::read(&self.path("public"))
    }
}

impl Drop for TestSite {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root); // What stays behind is the system's to tidy.
    }
}

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_backsite");

/// The folder of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the golden sites.
pub(crate) fn sites() -> PathBuf {
    repository().join("tests/sites")
}

/// An entry's text with some of its fields replaced: see [`TestSite::edit`].
#[track_caller]
pub(crate) fn edited(path: &str, text: &str, fields: &str) -> String {
    let (front, body) = halves(path, text);
    let new = by_name(fields);
    assert!(new.iter().all(|(name, _)| !name.is_empty()), "a field begins with its name:\n{fields}");
    let mut out = String::new();
    let mut written: Vec<&str> = Vec::new();
    let mut write = |out: &mut String, name| {
        written.push(name);
        for (_, lines) in new.iter().filter(|(new, lines)| *new == name && !lines.ends_with(": DELETE\n")) {
            out.push_str(lines);
        }
    };
    for (name, lines) in by_name(front) {
        if new.iter().any(|(new, _)| *new == name) {
            write(&mut out, name);
        } else {
            out.push_str(lines);
        }
    }
    for (name, lines) in &new {
        if !written.contains(name) {
            assert!(!lines.ends_with(": DELETE\n"), "{path} has no field `{name}` to take out");
            written.push(name);
            out.push_str(lines);
        }
    }
    out + body
}

/// The front matter with its opening line, and what follows it: the closing line and the free text.
#[track_caller]
fn halves<'a>(path: &str, text: &'a str) -> (&'a str, &'a str) {
    if !path.ends_with(".md") {
        return (text, "");
    }
    let close = text[4..].find("\n---\n").unwrap_or_else(|| panic!("{path} has no front matter:\n{text}"));
    text.split_at(4 + close + 1)
}

/// A text cut before each line that begins with a field's name. Lines before the first go under no name.
fn by_name(text: &str) -> Vec<(&str, &str)> {
    let mut starts = vec![(0, "")];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((name, _)) = line.split_once(':')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        {
            starts.push((at, name));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let cut = starts.iter().zip(ends).map(|((start, name), end)| (*name, &text[*start..end]));
    cut.filter(|(_, lines)| !lines.is_empty()).collect()
}
