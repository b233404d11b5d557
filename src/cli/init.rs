//! `backsite init`: a copy of the guide that comes with backsite, as a clinic's own starting point.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use include_dir::{Dir, DirEntry, include_dir};

use super::output;

static GUIDE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// What is built is not kept with the guide.
const IGNORED: &str = "/public/\n/.backsite/\n";

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder of the new guide; it is made if it is not there, and must be empty if it is
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the guide into an empty folder.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = &arguments.folder;
    let context = || format!("cannot make the guide in {}", folder.display());
    fs::create_dir_all(folder).with_context(context)?;
    let is_empty = fs::read_dir(folder).with_context(context)?.next().is_none();
    anyhow::ensure!(
        is_empty,
        "{} is not empty, and nothing in it is touched; name a new folder, such as `backsite init our-guide`",
        folder.display()
    );
    let n_files = write(&GUIDE, &folder.join("content")).with_context(context)?;
    fs::write(folder.join(".gitignore"), IGNORED).with_context(context)?;
    output::say(&format!(
        "Wrote a guide of {} to {}. Next:\n\
         1. Open content/site.yaml: the guide's name, your country, the address it will have.\n\
         2. `backsite check` in that folder shows every finding; `backsite build` publishes it to public/.\n\
         3. No clinician has reviewed the guide. Sign what you have read, entry by entry, under `review`.\n\
         content/LICENSE.md says how you may use it.",
        output::counted(n_files, "file", "files"),
        output::near(folder).display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Writes an embedded folder; answers how many files it has.
fn write(dir: &Dir<'_>, to: &Path) -> io::Result<usize> {
    fs::create_dir_all(to)?;
    let mut n_files = 0;
    for entry in dir.entries() {
        let Some(name) = entry.path().file_name() else { continue };
        match entry {
            DirEntry::Dir(below) => n_files += write(below, &to.join(name))?,
            DirEntry::File(file) => {
                fs::write(to.join(name), file.contents())?;
                n_files += 1;
            }
        }
    }
    Ok(n_files)
}
