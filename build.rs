//! Tells cargo that the theme and the guide are part of the program: `src/theme.rs` and `src/cli/init.rs` embed them.
//!
//! And names the program after its own sources, so that nothing kept by another one is taken for its work: see `src/cache.rs`.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

/// What the work of this program depends on, apart from what it is given.
const PROGRAM: [&str; 4] = ["Cargo.lock", "build.rs", "src", "templates"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new(); // The same in every run: its keys are fixed.
    for name in PROGRAM {
        println!("cargo:rerun-if-changed={name}");
        for file in files(Path::new(name))? {
            file.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    println!("cargo:rerun-if-changed=content");
    println!("cargo:rustc-env=BACKSITE_PROGRAM={:016x}", hasher.finish());
    Ok(())
}

/// A file, or those below a folder, by path.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut inside = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    inside.sort();
    let below = inside.iter().map(|path| files(path)).collect::<io::Result<Vec<_>>>()?;
    Ok(below.concat())
}
