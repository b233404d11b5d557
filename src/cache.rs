//! What an earlier build made and this one need not make again.
//!
//! A cache is read whole when a command begins ([`Cache::open`]) and brought to the disk when it has done its work
//! ([`Cache::keep`]); between the two it is a value in memory, so that what asks it ([`Cache::get_or_make`]) stays pure: the
//! answer is the same with and without it, only sooner.
//!
//! It may be deleted at any time. Each piece of work stands in a file named after the hash of all it was made from (the
//! program among it), and begins with the hash of the rest: what was cut, mixed up or edited is made again. Nothing that goes
//! wrong here fails a build.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// The program that made a piece of work: another one may make another.
const PROGRAM: &str = env!("BACKSITE_PROGRAM");

/// Bytes that a cache may hold on the disk. The shipped guide's has a tenth of it.
const LARGEST: u64 = 128_000_000;

/// The end of the name of a file that is being written.
const UNFINISHED: &str = ".new";

/// Length of a SHA-256.
const HASH: usize = 32;

/// Everything a piece of work is made from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// The key of the `kind` of work that is made from `parts` and nothing else.
    #[must_use]
    pub fn new(kind: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in [PROGRAM.as_bytes(), kind.as_bytes()].iter().chain(parts) {
            // With its length before it no two lists of parts are the same bytes.
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hex(&hasher.finalize()))
    }

    /// The key a file is named after.
    fn named(name: &str) -> Option<Self> {
        let is_key = name.len() == 2 * HASH && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_key.then(|| Self(name.to_owned()))
    }
}

/// So that a key can be a part of another one.
impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// What becomes of earlier work that nobody asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unused {
    /// It stays: the command made a part of the guide.
    Stays,
    /// It goes: the command made the whole guide.
    Goes,
}

/// Work of earlier builds, and of this one.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// As it stands on the disk, hash and all: what is asked for is looked at, the rest is not.
    earlier: BTreeMap<Key, Vec<u8>>,
    asked: Mutex<BTreeMap<Key, Asked>>,
    /// How often it was turned over: see [`Cache::turn`].
    turn: AtomicUsize,
}

/// Work that was asked for.
#[derive(Debug)]
struct Asked {
    work: Arc<[u8]>,
    is_new: bool,
    /// The turn in which it was asked for last.
    turn: usize,
}

impl Cache {
    /// One that begins empty and is kept nowhere: within one build, what is asked for twice is made once.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// The cache in a folder, which need not exist. What cannot be read is as good as not there.
    #[must_use]
    pub fn open(folder: &Path) -> Self {
        let mut earlier = BTreeMap::new();
        let mut size = 0;
        for (key, path) in entries(folder).into_iter().filter(|(_, path)| !is_unfinished(path)) {
            let Ok(found) = path.symlink_metadata() else { continue };
            size += found.len();
            if size > LARGEST {
                break;
            }
            if found.is_file()
                && let Ok(bytes) = fs::read(&path)
            {
                earlier.insert(key, bytes);
            }
        }
        Self { folder: Some(folder.to_owned()), earlier, asked: Mutex::default(), turn: AtomicUsize::new(0) }
    }

    /// The work with this key: as it was made before, or as `make` makes it now.
    pub fn get_or_make(&self, key: &Key, make: impl FnOnce() -> Vec<u8>) -> Arc<[u8]> {
        let Ok(bytes) = self.get_or_try(key, || Ok::<_, Infallible>(make()));
        bytes
    }

    /// The work with this key: as it was made before, or as `make` makes it now, if it can.
    ///
    /// # Errors
    ///
    /// What `make` says. It is not kept: who asks again tries again.
    pub fn get_or_try<E>(&self, key: &Key, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Arc<[u8]>, E> {
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = self.turn.load(Ordering::Relaxed);
        if let Some(asked) = asked().get_mut(key) {
            asked.turn = turn;
            return Ok(Arc::clone(&asked.work));
        }
        // Nothing is locked while work is made. Two who ask at the same moment may both make it, and it is the same.
        let earlier = self.earlier.get(key).and_then(|sealed| unsealed(sealed));
        let (work, is_new) = match earlier {
            Some(work) => (work.into(), false),
            None => (make()?.into(), true),
        };
        Ok(Arc::clone(&asked().entry(key.clone()).or_insert(Asked { work, is_new, turn }).work))
    }

    /// Begins a turn, and forgets work that nobody asked for in the last `kept` turns: so a program that makes the guide again
    /// and again grows no larger than what the guide is made of.
    pub fn turn(&self, kept: usize) {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) + 1;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, asked| asked.turn + kept >= turn);
    }

    /// Brings new work to the disk, for the next build.
    ///
    /// # Errors
    ///
    /// When the machine refuses. The work itself is done: this is worth a note, not more.
    pub fn keep(self, unused: Unused) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let asked = self.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
        if unused == Unused::Goes {
            for (key, path) in entries(folder) {
                if !asked.contains_key(&key) || is_unfinished(&path) {
                    absent_is_fine(fs::remove_file(path))?;
                }
            }
        }
        let stays = |key: &Key| unused == Unused::Stays || asked.contains_key(key);
        let kept = self.earlier.iter().filter(|(key, _)| stays(key)).map(|(_, sealed)| sealed.len() as u64);
        let mut left = LARGEST.saturating_sub(kept.sum());
        for (key, Asked { work, .. }) in asked.iter().filter(|(_, asked)| asked.is_new) {
            let Some(rest) = left.checked_sub((HASH + work.len()) as u64) else { break };
            left = rest;
            write(folder, key, work)?;
        }
        Ok(())
    }
}

/// Writes a piece of work under another name first, so that a kill leaves a whole file or none.
fn write(folder: &Path, key: &Key, bytes: &[u8]) -> io::Result<()> {
    if !folder.exists() {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(".gitignore"), "*\n")?; // Whoever's guide it is need not know that this is here.
    }
    let unfinished = folder.join(format!("{}{UNFINISHED}", key.0));
    fs::write(&unfinished, sealed(bytes))?;
    // Another build that made the same work may have been here: then it stands there.
    absent_is_fine(fs::rename(&unfinished, folder.join(&key.0)))
}

fn is_unfinished(path: &Path) -> bool {
    path.to_string_lossy().ends_with(UNFINISHED)
}

/// The pieces of work in a folder by key, with what a killed build left of them. Other files are not ours.
fn entries(folder: &Path) -> Vec<(Key, PathBuf)> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<(Key, PathBuf)> = files
        .filter_map(Result::ok)
        .filter_map(|file| {
            let name = file.file_name();
            let name = name.to_str()?;
            Key::named(name.strip_suffix(UNFINISHED).unwrap_or(name)).map(|key| (key, file.path()))
        })
        .collect();
    entries.sort();
    entries
}

fn sealed(bytes: &[u8]) -> Vec<u8> {
    [Sha256::digest(bytes).as_slice(), bytes].concat()
}

/// The work in a file, if it is whole.
fn unsealed(sealed: &[u8]) -> Option<&[u8]> {
    let (hash, bytes) = sealed.split_at_checked(HASH)?;
    (Sha256::digest(bytes).as_slice() == hash).then_some(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A folder of this test's own.
    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/cache").join(name);
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    /// Asks for what is made from `from`; how often it was made is counted.
    fn ask(cache: &Cache, from: &str, n_made: &Cell<usize>) -> String {
        let work = cache.get_or_make(&Key::new("test", &[from.as_bytes()]), || {
            n_made.set(n_made.get() + 1);
            format!("made from {from}").into_bytes()
        });
        String::from_utf8(work.to_vec()).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names.remove(0), ".gitignore");
        names
    }

    #[test]
    fn work_is_made_once_and_found_by_the_next_build() {
        let (folder, n_made) = (folder("once"), Cell::new(0));
        let first = Cache::open(&folder);
        assert_eq!(ask(&first, "a", &n_made), "made from a");
        assert_eq!(ask(&first, "a", &n_made), "made from a");
        first.keep(Unused::Goes).unwrap();
        assert_eq!(n_made.get(), 1);
        assert_eq!(ask(&Cache::open(&folder), "a", &n_made), "made from a");
        assert_eq!(n_made.get(), 1);
        assert_eq!(ask(&Cache::open(&folder), "b", &n_made), "made from b");
        assert_eq!(n_made.get(), 2);
    }

    #[test]
    fn what_nobody_asked_for_lately_is_forgotten() {
        let (cache, n_made) = (Cache::in_memory(), Cell::new(0));
        for made in [1, 1, 1] {
            ask(&cache, "a", &n_made);
            assert_eq!(n_made.get(), made);
            cache.turn(2);
        }
        ask(&cache, "b", &n_made);
        cache.turn(2);
        ask(&cache, "a", &n_made);
        assert_eq!(n_made.get(), 2, "asked for two turns ago");
        cache.turn(2);
        cache.turn(2);
        cache.turn(2);
        ask(&cache, "a", &n_made);
        assert_eq!(n_made.get(), 3, "asked for three turns ago");
    }

    #[test]
    fn what_could_not_be_made_is_tried_again() {
        let cache = Cache::in_memory();
        let key = Key::new("test", &[b"a"]);
        assert_eq!(cache.get_or_try(&key, || Err("no paper")), Err("no paper"));
        assert_eq!(*cache.get_or_try::<()>(&key, || Ok(b"made".to_vec())).unwrap(), *b"made");
    }

    #[test]
    fn what_was_cut_edited_or_replaced_is_made_again_and_mended() {
        let (folder, n_made) = (folder("broken"), Cell::new(0));
        let cache = Cache::open(&folder);
        ask(&cache, "a", &n_made);
        cache.keep(Unused::Goes).unwrap();
        let file = folder.join(&names(&folder)[0]);
        let whole = fs::read(&file).unwrap();
        let mut edited = whole.clone();
        *edited.last_mut().unwrap() ^= 1;
        for (n, broken) in
            [Vec::new(), whole[..HASH - 1].to_vec(), whole[..whole.len() - 1].to_vec(), edited].iter().enumerate()
        {
            fs::write(&file, broken).unwrap();
            let cache = Cache::open(&folder);
            assert_eq!(ask(&cache, "a", &n_made), "made from a");
            assert_eq!(n_made.get(), n + 2);
            cache.keep(Unused::Goes).unwrap();
            assert_eq!(fs::read(&file).unwrap(), whole);
        }
    }

    #[test]
    fn a_whole_build_removes_what_it_did_not_ask_for_and_nothing_that_is_not_ours() {
        let (folder, n_made) = (folder("unused"), Cell::new(0));
        let cache = Cache::open(&folder);
        ask(&cache, "a", &n_made);
        ask(&cache, "b", &n_made);
        cache.keep(Unused::Goes).unwrap();
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        fs::write(folder.join(format!("{}.new", "0".repeat(2 * HASH))), "left by a killed build").unwrap();

        let part = Cache::open(&folder);
        ask(&part, "a", &n_made);
        part.keep(Unused::Stays).unwrap();
        assert_eq!(names(&folder).len(), 4);

        let whole = Cache::open(&folder);
        ask(&whole, "a", &n_made);
        whole.keep(Unused::Goes).unwrap();
        assert_eq!(names(&folder), [Key::new("test", &[b"a"]).0, "notes.txt".to_owned()]);
        assert_eq!(n_made.get(), 2);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_and_costs_nothing_else() {
        let (folder, n_made) = (folder("refused"), Cell::new(0));
        fs::create_dir_all(folder.parent().unwrap()).unwrap();
        fs::write(&folder, "a file where the folder should be").unwrap();
        let cache = Cache::open(&folder);
        assert_eq!(ask(&cache, "a", &n_made), "made from a");
        assert!(cache.keep(Unused::Goes).is_err());
        fs::remove_file(&folder).unwrap();
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(Key::new("test", &[b"ab", b"c"]), Key::new("test", &[b"a", b"bc"]));
        assert_ne!(Key::new("test", &[b"a"]), Key::new("tests", &[b"a"]));
    }
}
