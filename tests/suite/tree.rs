//! A folder's files, held in memory to be compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Every file below a folder, by path, with what is in it. Folders without a file are not told apart from none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads a folder; one that is not there has no files.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut tree = Self::default();
        if folder.exists() {
            tree.read_below(folder, "");
        }
        tree
    }

    fn read_below(&mut self, folder: &Path, below: &str) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                self.read_below(&entry.path(), &format!("{name}/"));
            } else {
                self.files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }

    /// Writes every file below `folder`.
    pub(crate) fn write(&self, folder: &Path) {
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// The files whose path passes.
    pub(crate) fn filter(mut self, passes: impl Fn(&str) -> bool) -> Self {
        self.files.retain(|path, _| passes(path));
        self
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        let Some(bytes) = self.files.get(path) else { panic!("there is no {path} among {:#?}", self.files.keys()) };
        std::str::from_utf8(bytes).unwrap()
    }

    /// How this tree is not the one expected: what is missing, what is there too many, the first line that differs.
    pub(crate) fn difference(&self, expected: &Self) -> String {
        let mut said = String::new();
        for (path, bytes) in &expected.files {
            match self.files.get(path) {
                None => writeln!(said, "missing: {path}").unwrap(),
                Some(other) if other != bytes => {
                    writeln!(said, "differs: {path}{}", first_difference(other, bytes)).unwrap();
                }
                Some(_) => {}
            }
        }
        for path in self.files.keys().filter(|path| !expected.files.contains_key(*path)) {
            writeln!(said, "not expected: {path}").unwrap();
        }
        said
    }

    /// The tree is the one expected, byte for byte.
    #[track_caller]
    pub(crate) fn is(&self, expected: &Self) {
        assert!(self == expected, "the files are not those expected:\n{}", self.difference(expected));
    }
}

/// The first line in which two texts differ.
fn first_difference(is: &[u8], expected: &[u8]) -> String {
    let (Ok(is), Ok(expected)) = (std::str::from_utf8(is), std::str::from_utf8(expected)) else {
        return format!(" ({} bytes, {} expected)", is.len(), expected.len());
    };
    let n_same = is.lines().zip(expected.lines()).take_while(|(is, expected)| is == expected).count();
    let line = |text: &str| text.lines().nth(n_same).unwrap_or("(the file ends)").chars().take(300).collect::<String>();
    format!(", line {}\n  is       {}\n  expected {}", n_same + 1, line(is), line(expected))
}
