//! `backsite new`: the beginning of an entry.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::ValueEnum;

use super::output;
use crate::model::Kind;
use crate::model::field::FILES;
use crate::model::site::Site;
use crate::{pipeline, scaffold};

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What it is
    #[arg(value_enum)]
    kind: KindArgument,
    /// Its title, in quotes: "Heel slide"
    title: String,
    /// The guide's folder [default: the nearest one upwards that holds content/site.yaml]
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
}

/// A kind of entry, as an argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArgument {
    /// A movement with its dose
    Exercise,
    /// An error that concerns several exercises, and its fix
    Mistake,
    /// Weeks of exercises
    Plan,
    /// Anything else a reader needs to know
    Page,
}

impl KindArgument {
    const fn kind(self) -> Kind {
        match self {
            Self::Exercise => Kind::Exercise,
            Self::Mistake => Kind::Mistake,
            Self::Plan => Kind::Plan,
            Self::Page => Kind::Page,
        }
    }
}

/// Writes the file. One that is there is never touched.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = super::root_of(arguments.root.as_deref())?;
    anyhow::ensure!(
        root.join("content/site.yaml").is_file(),
        "{} is not a guide: there is no content/site.yaml in it; begin one with `backsite init FOLDER`",
        output::near(&root).display()
    );
    let kind = arguments.kind.kind();
    let title = arguments.title.trim();
    anyhow::ensure!(!title.chars().any(char::is_control), "a title is one line of plain text");
    let slug = scaffold::slug(title);
    anyhow::ensure!(
        !slug.is_empty(),
        "`{title}` has no letters from a to z, of which the address could be made; give it a title that has"
    );
    let guide = pipeline::check(&root, None)?;
    for other in Kind::ALL {
        for ending in ["md", "yaml"] {
            let path = format!("content/{}/{slug}.{ending}", other.folder());
            anyhow::ensure!(
                root.join(&path).symlink_metadata().is_err(),
                "the name is that of another entry, the {} {path}; choose another title, or change that file",
                other.word()
            );
        }
    }
    let Some((_, table)) = FILES.iter().find(|(name, _)| *name == kind.word()) else {
        anyhow::bail!("there is no table of fields for {}", kind.word());
    };
    let vocabulary = guide.site.as_ref().map(Site::vocabulary);
    let text = scaffold::entry(kind, table, title, output::today(), vocabulary);

    let ending = if kind == Kind::Plan { "yaml" } else { "md" };
    let name = format!("content/{}/{slug}.{ending}", kind.folder());
    let path = root.join(&name);
    write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
    output::print(&format!("{}\n", output::near(&path).display()))?;
    output::say(&format!(
        "Wrote {name}. Next:\n\
         1. Open it and fill in each field that ends in a bare colon; the lines behind `#` say how.\n\
         2. Run `backsite check`: it names what is still missing, with the line.\n\
         3. Link to it where a reader would want it, with `[[{slug}]]`."
    ));
    Ok(ExitCode::SUCCESS)
}

fn write(path: &std::path::Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
