//! Every promise of `write`, on real folders, with a disk that fails where a test wants it to.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use super::disk::{Change, Disk};
use super::workshop::Patience;
use super::{Written, artifacts, file, write, write_file};
use crate::artifact::Artifact;

/// A folder of the test's own, removed at its end.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("backsite-write-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn public(&self) -> PathBuf {
        self.path("public")
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn build(&self, site: &[(&str, &str)]) -> Written {
        artifacts(&self.public(), &built(site)).unwrap()
    }

    fn refusal(&self, site: &[(&str, &str)]) -> String {
        let before = tree(&self.0);
        let message = artifacts(&self.public(), &built(site)).unwrap_err().to_string();
        assert_eq!(before, tree(&self.0), "a refused build must leave no trace");
        message.replace(self.0.to_str().unwrap(), "")
    }

    /// What is published, the manifest left out.
    fn published(&self) -> BTreeMap<String, String> {
        let mut tree = tree(&self.public());
        tree.remove(".backsite.json");
        tree
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn built(site: &[(&str, &str)]) -> Vec<Artifact> {
    site.iter().map(|(path, text)| Artifact { path: (*path).into(), bytes: text.as_bytes().to_vec() }).collect()
}

/// Everything in a folder: the text of files, `-> target` of links, `/` for folders.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).into_iter().flatten() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap().file_type();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if kind.is_symlink() {
                found.insert(name, format!("-> {}", fs::read_link(&path).unwrap().display()));
            } else if kind.is_dir() {
                found.insert(name, "/".into());
                folders.push(path);
            } else if kind.is_file() {
                found.insert(name, fs::read_to_string(&path).unwrap());
            } else {
                found.insert(name, "special".into());
            }
        }
    }
    found
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect()
}

fn written(written: usize, unchanged: usize, removed: usize) -> Written {
    Written { written, unchanged, removed }
}

/// The time of the last modification set to one long past, so that any change shows.
fn age(path: &Path) -> SystemTime {
    let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::open(path).unwrap().set_modified(past).unwrap();
    past
}

fn modified(path: &Path) -> SystemTime {
    path.symlink_metadata().unwrap().modified().unwrap()
}

const SITE: &[(&str, &str)] =
    &[("index.html", "home"), ("plans/one/index.html", "one"), ("plans/two/index.html", "two")];
const NEXT: &[(&str, &str)] =
    &[("index.html", "home"), ("plans/one/index.html", "one, mended"), ("mistakes/index.html", "new")];

#[test]
fn a_folder_that_does_not_exist_is_made_with_those_above_it() {
    let desk = Desk::new();
    let folder = desk.path("deep/er/public");
    assert_eq!(artifacts(&folder, &built(SITE)).unwrap(), written(3, 0, 0));
    assert_eq!(fs::read_to_string(folder.join("plans/one/index.html")).unwrap(), "one");
    assert_eq!(tree(&desk.path("deep/er")).keys().filter(|path| !path.starts_with("public")).count(), 0);
}

#[test]
fn a_site_is_counted_and_written_only_where_it_changed() {
    let desk = Desk::new();
    assert_eq!(desk.build(SITE), written(3, 0, 0));
    assert_eq!(desk.build(NEXT), written(2, 1, 1));
    assert_eq!(
        desk.published(),
        map(&[
            ("index.html", "home"),
            ("mistakes", "/"),
            ("mistakes/index.html", "new"),
            ("plans", "/"),
            ("plans/one", "/"),
            ("plans/one/index.html", "one, mended"),
        ])
    );
    assert_eq!(desk.names(), ["public"]);
}

#[test]
fn the_manifest_is_the_same_for_the_same_site_in_any_order() {
    let desk = Desk::new();
    desk.build(&[("b.html", ""), ("a.html", "abc")]);
    let manifest = fs::read_to_string(desk.path("public/.backsite.json")).unwrap();
    assert_eq!(
        manifest,
        "{\n  \"version\": 1,\n  \"files\": {\n    \
         \"a.html\": \"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\n    \
         \"b.html\": \"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n  }\n}\n"
    );
    assert_eq!(desk.build(&[("a.html", "abc"), ("b.html", "")]), written(0, 2, 0));
    assert_eq!(manifest, fs::read_to_string(desk.path("public/.backsite.json")).unwrap());
}

#[test]
fn an_unchanged_site_is_not_touched() {
    let desk = Desk::new();
    desk.build(SITE);
    let before = desk.public().metadata().unwrap();
    let above = age(&desk.0);
    let no_change = |change, path: &Path| -> io::Result<()> { panic!("{change:?} of {}", path.display()) };
    assert_eq!(
        write(&Disk::behind(&no_change), Patience::default(), &desk.public(), &built(SITE)).unwrap(),
        written(0, 3, 0)
    );
    let after = desk.public().metadata().unwrap();
    assert_eq!((before.ino(), before.ctime_nsec()), (after.ino(), after.ctime_nsec()));
    assert_eq!(modified(&desk.0), above);
}

#[test]
fn what_stays_keeps_its_time_and_its_mode() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/files/leaflet.txt", "foreign");
    fs::set_permissions(desk.path("public/files"), fs::Permissions::from_mode(0o2750)).unwrap();
    fs::set_permissions(desk.path("public/files/leaflet.txt"), fs::Permissions::from_mode(0o600)).unwrap();
    let kept = ["index.html", "plans/two/index.html", "plans/two", "files/leaflet.txt", "files", "plans"];
    let past: Vec<_> = kept.iter().map(|path| age(&desk.path("public").join(path))).collect();
    let changed = age(&desk.path("public/plans/one"));

    desk.build(&[("index.html", "home"), ("plans/one/index.html", "mended"), ("plans/two/index.html", "two")]);

    let now: Vec<_> = kept.iter().map(|path| modified(&desk.path("public").join(path))).collect();
    assert_eq!(past, now);
    assert_ne!(changed, modified(&desk.path("public/plans/one")));
    assert_eq!(desk.path("public/files").metadata().unwrap().mode() & 0o7777, 0o2750);
    assert_eq!(desk.path("public/files/leaflet.txt").metadata().unwrap().mode() & 0o7777, 0o600);
}

#[test]
fn foreign_things_stay_and_links_are_not_followed() {
    let desk = Desk::new();
    let outside = desk.put("outside/secret.txt", "secret");
    desk.build(SITE);
    desk.put("public/.gitignore", "*");
    desk.put("public/CNAME", "clinic.example");
    desk.put("public/.well-known/security.txt", "call us");
    desk.put("public/plans/two/notes.txt", "mine");
    fs::create_dir_all(desk.path("public/empty/inner")).unwrap();
    symlink(outside.parent().unwrap(), desk.path("public/link")).unwrap();
    symlink("nowhere", desk.path("public/broken")).unwrap();

    assert_eq!(desk.build(&[("index.html", "new home")]), written(1, 0, 2));

    assert_eq!(
        desk.published(),
        map(&[
            (".gitignore", "*"),
            (".well-known", "/"),
            (".well-known/security.txt", "call us"),
            ("CNAME", "clinic.example"),
            ("broken", "-> nowhere"),
            ("empty", "/"),
            ("empty/inner", "/"),
            ("index.html", "new home"),
            ("link", &format!("-> {}", desk.path("outside").display())),
            ("plans", "/"),
            ("plans/two", "/"),
            ("plans/two/notes.txt", "mine"),
        ])
    );
    assert_eq!(fs::read_to_string(outside).unwrap(), "secret");
}

#[test]
fn a_name_that_is_not_utf_8_and_a_pipe_stay() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    desk.build(SITE);
    let odd = desk.public().join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt"));
    fs::write(&odd, "latin").unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, desk.path("public/pipe"), rustix::fs::Mode::RUSR).unwrap();
    desk.build(NEXT);
    assert_eq!(fs::read_to_string(odd).unwrap(), "latin");
    assert_eq!(desk.published()["pipe"], "special");
}

#[test]
fn a_folder_with_only_a_gitignore_counts_as_empty() {
    let desk = Desk::new();
    desk.put("public/.gitignore", "*");
    assert_eq!(desk.build(SITE), written(3, 0, 0));
    assert_eq!(desk.published()[".gitignore"], "*");
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let desk = Desk::new();
    desk.put("public/thesis.txt", "years of work");
    assert_eq!(
        desk.refusal(SITE),
        "`/public` holds files that backsite did not write (it has no `.backsite.json`), and they might be somebody's \
         work; empty the folder or move it away, then build again"
    );
}

#[test]
fn a_foreign_file_in_the_way_is_an_error_unless_it_is_the_same() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/CNAME", "clinic.example");
    let with_name: Vec<_> = [SITE, &[("CNAME", "other.example")]].concat();
    assert_eq!(
        desk.refusal(&with_name),
        "`/public/CNAME` was not written by backsite and stands where a file of the site must go; nothing was touched: \
         move it away, then build again"
    );
    let adopted: Vec<_> = [SITE, &[("CNAME", "clinic.example")]].concat();
    assert_eq!(desk.build(&adopted), written(0, 4, 0));
    assert_eq!(desk.build(SITE), written(0, 3, 1), "what was adopted is ours");
}

#[test]
fn foreign_things_under_and_over_an_artifact_are_in_the_way() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/feed.xml/mine.txt", "mine");
    assert!(desk.refusal(&[("feed.xml", "feed")]).starts_with("`/public/feed.xml` was not written"));
    assert!(
        desk.refusal(&[("index.html", "home"), ("feed.xml/mine.txt/page.html", "page")])
            .starts_with("`/public/feed.xml/mine.txt`")
    );
    fs::remove_dir_all(desk.path("public/feed.xml")).unwrap();
    symlink("/etc", desk.path("public/feed.xml")).unwrap();
    assert!(desk.refusal(&[("feed.xml", "feed")]).starts_with("`/public/feed.xml` was"));
    assert!(desk.refusal(&[("feed.xml/passwd", "root")]).starts_with("`/public/feed.xml` was"));
    desk.put("public/plans/one/notes.txt", "mine");
    assert!(desk.refusal(&[("plans/one", "now a file")]).starts_with("`/public/plans/one/notes.txt` was"));
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let desk = Desk::new();
    desk.build(&[("a", "file"), ("b/c", "inner")]);
    assert_eq!(desk.build(&[("a/c", "inner"), ("b", "file")]), written(2, 0, 2));
    assert_eq!(desk.published(), map(&[("a", "/"), ("a/c", "inner"), ("b", "file")]));
}

#[test]
fn a_page_that_was_edited_is_still_ours() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/index.html", "HOME");
    desk.put("public/plans/two/index.html", "edited by hand");
    assert_eq!(desk.build(&SITE[..2]), written(1, 1, 1));
    assert_eq!(desk.published()["index.html"], "home");
    assert!(!desk.path("public/plans/two").exists());
}

#[test]
fn an_empty_folder_left_of_our_pages_goes() {
    let desk = Desk::new();
    desk.build(SITE);
    fs::remove_file(desk.path("public/plans/two/index.html")).unwrap();
    assert_eq!(desk.build(&SITE[..2]), written(0, 2, 0));
    assert!(!desk.path("public/plans/two").exists());
}

#[test]
fn a_link_means_the_folder_it_leads_to() {
    let desk = Desk::new();
    fs::create_dir(desk.path("real")).unwrap();
    symlink("real", desk.public()).unwrap();
    desk.build(SITE);
    desk.build(NEXT);
    artifacts(&desk.path("public/"), &built(SITE)).unwrap();
    assert_eq!(fs::read_link(desk.public()).unwrap(), Path::new("real"));
    assert_eq!(fs::read_to_string(desk.path("real/plans/two/index.html")).unwrap(), "two");
    assert_eq!(desk.names(), ["public", "real"]);
}

#[test]
fn a_file_a_broken_link_and_the_root_are_no_place_for_a_site() {
    let desk = Desk::new();
    desk.put("public", "a file");
    assert!(desk.refusal(SITE).ends_with("is not a folder, the site cannot go there; move it away, then build again"));
    fs::remove_file(desk.public()).unwrap();
    symlink("nowhere", desk.public()).unwrap();
    assert!(desk.refusal(SITE).contains("is a symbolic link that leads to no folder"));
    let root = artifacts(Path::new("/"), &built(SITE)).unwrap_err().to_string();
    assert!(root.contains("build into a folder inside it"), "{root}");
}

#[test]
fn a_folder_under_a_file_is_refused_with_its_path() {
    let desk = Desk::new();
    desk.put("site", "a file");
    let message = artifacts(&desk.path("site/public"), &built(SITE)).unwrap_err().to_string();
    assert!(message.contains("site/public") && message.ends_with("then build again"), "{message}");
}

#[test]
fn a_broken_manifest_is_refused_with_the_way_out() {
    let desk = Desk::new();
    desk.build(SITE);
    for (text, why) in [
        ("", "EOF while parsing"),
        ("{\"version\": 2, \"pages\": []}", "its version is 2, and this backsite knows version 1"),
        ("{\"version\": 1, \"files\": {\"../../etc/passwd\": \"\"}}", "it lists `../../etc/passwd`"),
        ("{\"version\": 1, \"files\": {\"/etc/passwd\": \"\"}}", "it lists `/etc/passwd`"),
        ("{\"version\": 1, \"files\": []}", "invalid type"),
        ("\u{fffd}", "expected value"),
    ] {
        desk.put("public/.backsite.json", text);
        let message = desk.refusal(NEXT);
        assert!(message.contains(why), "{message}");
        assert!(message.starts_with("`/public/.backsite.json`") && message.ends_with("then build again"), "{message}");
    }
    fs::remove_file(desk.path("public/.backsite.json")).unwrap();
    symlink("/etc/hostname", desk.path("public/.backsite.json")).unwrap();
    assert!(desk.refusal(NEXT).contains("it is not a file"));
}

#[test]
fn a_manifest_cannot_reach_through_a_link() {
    let desk = Desk::new();
    let outside = desk.put("outside/precious.txt", "precious");
    desk.build(SITE);
    symlink("../outside", desk.path("public/away")).unwrap();
    let manifest = fs::read_to_string(desk.path("public/.backsite.json")).unwrap();
    desk.put(
        "public/.backsite.json",
        &manifest.replace("\"index.html\"", "\"away/precious.txt\": \"\",\n\"index.html\""),
    );
    assert_eq!(desk.build(NEXT), written(2, 1, 1));
    assert_eq!(fs::read_to_string(outside).unwrap(), "precious");
    assert_eq!(desk.published()["away"], "-> ../outside");
}

#[test]
fn paths_that_leave_the_site_or_meet_are_refused() {
    for path in [
        "",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        "a\\b",
        "a\0b",
        ".backsite.json",
        ".BackSite.json",
    ] {
        let message = Desk::new().refusal(&[("ok.html", ""), (path, "")]);
        assert!(message.ends_with("please report it"), "{path:?}: {message}");
    }
    for (a, b) in
        [("a", "a"), ("A.html", "a.html"), ("a", "a/b"), ("a/b", "A"), ("A/x", "a/y"), ("É", "é"), ("a/b/c", "a/b")]
    {
        let message = Desk::new().refusal(&[(a, ""), ("m/n", ""), (b, "")]);
        assert!(message.contains("cannot both be built"), "{a} {b}: {message}");
    }
    assert_eq!(Desk::new().build(&[("a/b", ""), ("a/c", ""), ("..a/...", ""), ("a b/é", "")]), written(4, 0, 0));
}

#[test]
fn where_folders_cannot_be_exchanged_two_renames_do() {
    for kind in [ErrorKind::Unsupported, ErrorKind::InvalidInput] {
        let desk = Desk::new();
        desk.build(SITE);
        let gate = |change, _: &Path| {
            if change == Change::Exchange { Err(kind.into()) } else { Ok(()) }
        };
        assert_eq!(
            write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap(),
            written(2, 1, 1)
        );
        assert_eq!(desk.published()["plans/one/index.html"], "one, mended");
        assert_eq!(desk.names(), ["public"]);
    }
}

#[test]
fn where_files_cannot_be_linked_a_copy_keeps_time_and_mode() {
    let desk = Desk::new();
    desk.build(SITE);
    let foreign = desk.put("public/leaflet.txt", "foreign");
    fs::set_permissions(&foreign, fs::Permissions::from_mode(0o440)).unwrap();
    let past = [age(&desk.path("public/index.html")), age(&foreign)];
    let gate = |change, _: &Path| {
        if change == Change::HardLink { Err(ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    };
    write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap();
    assert_eq!(past, [modified(&desk.path("public/index.html")), modified(&foreign)]);
    assert_eq!(
        (foreign.metadata().unwrap().mode() & 0o7777, fs::read_to_string(&foreign).unwrap()),
        (0o440, "foreign".into())
    );
}

#[test]
fn a_mount_point_is_refused_with_the_way_out() {
    for kind in [ErrorKind::ResourceBusy, ErrorKind::CrossesDevices] {
        let desk = Desk::new();
        desk.build(SITE);
        let gate = |change, _: &Path| {
            if change == Change::Exchange { Err(kind.into()) } else { Ok(()) }
        };
        let message =
            write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap_err().to_string();
        assert!(message.contains("is a mount point") && message.contains("build into a new folder"), "{message}");
        assert_eq!(desk.published()["plans/one/index.html"], "one");
        assert_eq!(desk.names(), ["public"]);
    }
    // One that every Linux has.
    if cfg!(target_os = "linux") {
        let message = artifacts(Path::new("/proc"), &built(SITE)).unwrap_err().to_string();
        assert!(message.starts_with("`/proc/` is a mount point") || message.contains("/.proc.backsite"), "{message}");
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_and_no_litter() {
    for (change, kind, advice) in [
        (Change::WriteFile, ErrorKind::StorageFull, "free some space"),
        (Change::MakeFolder, ErrorKind::QuotaExceeded, "free some space"),
        (Change::HardLink, ErrorKind::StorageFull, "free some space"),
        (Change::Flush, ErrorKind::StorageFull, "free some space"),
        (Change::MakeFolder, ErrorKind::ReadOnlyFilesystem, "make the file system writable"),
        (Change::Exchange, ErrorKind::PermissionDenied, "give this user the right to write there"),
    ] {
        let desk = Desk::new();
        desk.build(SITE);
        let before = tree(&desk.0);
        let is_staged = |path: &Path| !path.ends_with("lock");
        let gate = |asked, path: &Path| {
            if asked == change && is_staged(path) { Err(kind.into()) } else { Ok(()) }
        };
        let message =
            write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap_err().to_string();
        assert!(message.contains(advice) && message.contains(desk.0.to_str().unwrap()), "{message}");
        assert!(message.ends_with("then build again"), "{message}");
        assert_eq!(before, tree(&desk.0));
    }
}

#[test]
fn a_second_rename_that_fails_puts_the_old_site_back() {
    let desk = Desk::new();
    desk.build(SITE);
    let before = tree(&desk.0);
    let n_renames = AtomicUsize::new(0);
    let gate = |change, _: &Path| match change {
        Change::Exchange => Err(ErrorKind::Unsupported.into()),
        Change::Rename if n_renames.fetch_add(1, Ordering::Relaxed) == 1 => Err(ErrorKind::Other.into()),
        _ => Ok(()),
    };
    write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap_err();
    assert_eq!(before, tree(&desk.0));
}

#[test]
fn an_old_site_that_cannot_be_put_back_is_named_and_put_back_by_the_next_build() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/CNAME", "clinic.example");
    let n_renames = AtomicUsize::new(0);
    let gate = |change, _: &Path| match change {
        Change::Exchange => Err(ErrorKind::Unsupported.into()),
        Change::Rename if n_renames.fetch_add(1, Ordering::Relaxed) >= 1 => Err(ErrorKind::Other.into()),
        _ => Ok(()),
    };
    let message =
        write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap_err().to_string();
    assert!(message.contains(".public.backsite/old`") && message.ends_with("which puts it back"), "{message}");
    assert!(!desk.public().exists());

    desk.put("public/thesis.txt", "put there meanwhile");
    assert!(desk.refusal(NEXT).contains("move away what stands there"));
    fs::remove_dir_all(desk.public()).unwrap();
    assert_eq!(desk.build(NEXT), written(2, 1, 1));
    assert_eq!(desk.published()["CNAME"], "clinic.example");
    assert_eq!(desk.names(), ["public"]);
}

/// A disk that lets `n` changes pass and then none: as after `kill -9`, nothing is cleaned up either.
fn killed_after(desk: &Desk, n: usize, can_exchange: bool, site: &[(&str, &str)]) -> bool {
    let left = AtomicUsize::new(n);
    let is_dead = AtomicUsize::new(0);
    let gate = |change, _: &Path| {
        if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
            is_dead.store(1, Ordering::SeqCst);
            return Err(io::Error::other("killed"));
        }
        if change == Change::Exchange && !can_exchange { Err(ErrorKind::Unsupported.into()) } else { Ok(()) }
    };
    let _ = write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(site));
    is_dead.load(Ordering::SeqCst) == 1
}

#[test]
fn a_build_killed_at_any_step_leaves_the_old_site_or_the_new_one() {
    let foreign = ("CNAME", "clinic.example");
    for can_exchange in [true, false] {
        let expected = |site: &[(&str, &str)]| {
            let desk = Desk::new();
            desk.build(site);
            desk.put("public/CNAME", foreign.1);
            tree(&desk.public())
        };
        let (old, new) = (expected(SITE), expected(NEXT));
        let mut seen = [0, 0, 0];
        for n in 0.. {
            let desk = Desk::new();
            desk.build(SITE);
            desk.put("public/CNAME", foreign.1);
            let was_killed = killed_after(&desk, n, can_exchange, NEXT);
            let found = tree(&desk.public());
            let state = if found == old {
                0
            } else if found == new {
                1
            } else {
                2
            };
            // Only between two renames may there be none at all.
            assert!(state < 2 || !can_exchange && !desk.public().exists(), "after {n} changes: {found:?}");
            seen[state] += 1;

            // Killed again while it clears up.
            killed_after(&desk, n % 3, can_exchange, NEXT);
            desk.build(NEXT);
            assert_eq!(tree(&desk.public()), new, "after {n} changes");
            assert_eq!(desk.names(), ["public"], "after {n} changes");
            if !was_killed {
                break;
            }
        }
        assert!(seen[0] > 10 && seen[1] > 2, "{seen:?}");
        assert_eq!(seen[2], usize::from(!can_exchange));
    }
}

#[test]
fn a_first_build_killed_at_any_step_leaves_nothing_or_the_site() {
    let mut n = 0;
    loop {
        let desk = Desk::new();
        let was_killed = killed_after(&desk, n, true, SITE);
        let found = desk.published().len();
        assert!(found == 0 || found == 6, "after {n} changes: {found}");
        desk.build(SITE);
        assert_eq!((desk.published().len(), desk.names()), (6, vec!["public".into()]));
        if !was_killed {
            break;
        }
        n += 1;
    }
}

#[test]
fn a_build_with_nothing_to_do_still_clears_what_a_killed_one_left() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put(".public.backsite/lock", "");
    desk.put(".public.backsite/new/plans/page.html", "half");
    let before = desk.public().metadata().unwrap().ino();
    assert_eq!(desk.build(SITE), written(0, 3, 0));
    assert_eq!(desk.names(), ["public"]);
    assert_eq!(before, desk.public().metadata().unwrap().ino());
}

#[test]
fn a_folder_that_only_looks_like_our_workshop_is_not_touched() {
    let desk = Desk::new();
    desk.put(".public.backsite/new/thesis.txt", "years of work");
    assert!(desk.refusal(SITE).contains("is none of backsite's (it holds `new`)"));
    desk.put(".public.backsite/lock", "");
    desk.put(".public.backsite/notes.txt", "mine");
    assert!(desk.refusal(SITE).contains("is none of backsite's (it holds `notes.txt`)"));
    fs::remove_dir_all(desk.path(".public.backsite")).unwrap();
    let elsewhere = Desk::new();
    symlink(&elsewhere.0, desk.path(".public.backsite")).unwrap();
    assert!(desk.refusal(SITE).contains("it is not a folder"));
}

#[test]
fn a_second_build_does_not_touch_a_running_one_and_says_so() {
    let desk = Desk::new();
    desk.build(SITE);
    let lock = desk.put(".public.backsite/lock", "");
    desk.put(".public.backsite/new/index.html", "the other's");
    let held = File::options().write(true).open(lock).unwrap();
    held.lock().unwrap();
    let before = tree(&desk.0);
    let patience = Patience { tries: 2, pause: Duration::from_millis(1) };
    let message = write(&Disk::real(), patience, &desk.public(), &built(NEXT)).unwrap_err().to_string();
    assert!(message.starts_with("another backsite is writing to `"), "{message}");
    assert_eq!(before, tree(&desk.0));
    drop(held);
    assert_eq!(desk.build(NEXT), written(2, 1, 1));
    assert_eq!(desk.names(), ["public"]);
}

#[test]
fn many_builds_at_once_take_turns() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/CNAME", "clinic.example");
    // Every other one on a system that cannot exchange.
    let one = |n: usize| {
        let gate = |change, _: &Path| match change {
            Change::Exchange if n.is_multiple_of(2) => Err(ErrorKind::Unsupported.into()),
            _ => Ok(()),
        };
        for round in 0..10_usize {
            let site = built(if (n / 2 + round).is_multiple_of(2) { SITE } else { NEXT });
            write(&Disk::behind(&gate), Patience::default(), &desk.public(), &site).unwrap();
        }
    };
    thread::scope(|scope| {
        for n in 0..6 {
            let one = &one;
            scope.spawn(move || one(n));
        }
    });
    assert_eq!(desk.names(), ["public"]);
    assert_eq!(desk.published()["CNAME"], "clinic.example");
    assert!([7, 8].contains(&desk.published().len()), "{:?}", desk.published());
}

#[test]
fn a_foreign_file_that_comes_during_the_build_stays() {
    let desk = Desk::new();
    desk.build(SITE);
    desk.put("public/CNAME", "clinic.example");
    let gate = |change, _: &Path| {
        if change == Change::Exchange {
            desk.put("public/late/upload.txt", "late");
            fs::write(desk.path("CNAME"), "new.example").unwrap();
            fs::rename(desk.path("CNAME"), desk.path("public/CNAME")).unwrap();
        }
        Ok(())
    };
    write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap();
    assert_eq!(desk.published()["late/upload.txt"], "late");
    assert_eq!(desk.published()["CNAME"], "new.example");
    assert_eq!(desk.names(), ["public"]);
}

#[test]
fn an_old_site_that_cannot_be_removed_is_said() {
    let desk = Desk::new();
    desk.build(SITE);
    let is_published = AtomicUsize::new(0);
    let gate = |change, _: &Path| match change {
        Change::Exchange => {
            is_published.store(1, Ordering::SeqCst);
            Ok(())
        }
        Change::Remove if is_published.load(Ordering::SeqCst) == 1 => Err(ErrorKind::PermissionDenied.into()),
        _ => Ok(()),
    };
    let message =
        write(&Disk::behind(&gate), Patience::default(), &desk.public(), &built(NEXT)).unwrap_err().to_string();
    assert!(
        message.starts_with("the new site is in place") && message.ends_with("remove that folder by hand"),
        "{message}"
    );
    assert_eq!(desk.published()["plans/one/index.html"], "one, mended");
    assert_eq!(desk.build(NEXT), written(0, 3, 0));
    assert_eq!(desk.names(), ["public"]);
}

/// Modes do not bind root, so this one runs in a process of its own, as nobody.
#[test]
fn a_folder_without_the_right_to_write_is_refused() {
    const AS_NOBODY: &str = "BACKSITE_TEST_AS_NOBODY";
    let desk = Desk::new();
    let is_root = desk.0.metadata().unwrap().uid() == 0;
    if is_root && std::env::var_os(AS_NOBODY).is_none() {
        // Not by its path, which may lead through folders that are root's alone.
        let run = Command::new("/proc/self/exe")
            .args(["--nocapture", "a_folder_without_the_right_to_write_is_refused"])
            .env(AS_NOBODY, "")
            .current_dir("/")
            .uid(65534)
            .gid(65534)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&run.stderr));
        return;
    }
    desk.build(SITE);
    desk.put("public/files/leaflet.txt", "foreign");
    let read_only = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o555)).unwrap();
    let writable = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();

    read_only(&desk.0);
    let message = desk.refusal(NEXT);
    assert!(message.starts_with("cannot make the folder `/.public.backsite`: Permission denied"), "{message}");
    assert_eq!(desk.build(SITE), written(0, 3, 0), "nothing to do asks for no right");
    writable(&desk.0);

    read_only(&desk.path("public/files"));
    let message = desk.refusal(NEXT);
    assert!(message.starts_with("cannot write in the folder `/public/files`: Permission denied"), "{message}");
    writable(&desk.path("public/files"));

    fs::set_permissions(desk.path("public/files/leaflet.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    assert_eq!(desk.build(NEXT), written(2, 1, 1), "a link needs no right to read");
}

#[test]
fn one_file_is_whole_or_nothing_is_left() {
    let desk = Desk::new();
    file(&desk.path("deep/er/x.svg"), b"one").unwrap();
    file(&desk.path("deep/er/x.svg"), b"two").unwrap();
    symlink("deep/er/x.svg", desk.path("link.svg")).unwrap();
    file(&desk.path("link.svg"), b"three").unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, desk.path("pipe"), rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).unwrap();
    let listener = {
        let pipe = desk.path("pipe");
        thread::spawn(move || fs::read_to_string(pipe).unwrap())
    };
    file(&desk.path("pipe"), b"heard").unwrap();
    assert_eq!(listener.join().unwrap(), "heard");
    let before = tree(&desk.0);
    assert_eq!(
        before,
        map(&[
            ("deep", "/"),
            ("deep/er", "/"),
            ("deep/er/x.svg", "three"),
            ("link.svg", "-> deep/er/x.svg"),
            ("pipe", "special")
        ])
    );
    let folder = file(&desk.path("deep/er"), b"four").unwrap_err().to_string();
    assert!(folder.ends_with("deep/er is a folder; name a file in it"), "{folder}");
    symlink("nowhere", desk.path("lost.svg")).unwrap();
    let lost = file(&desk.path("lost.svg"), b"four").unwrap_err().to_string();
    assert!(lost.contains("lost.svg is a link to what is not there"), "{lost}");
    assert!(desk.path("lost.svg").is_symlink());
    fs::remove_file(desk.path("lost.svg")).unwrap();
    file(&desk.path("new/../deep/er/x.svg"), b"three").unwrap();
    fs::remove_dir(desk.path("new")).unwrap();
    let failures = [
        ("deep/er/x.svg", Change::WriteFile),
        ("deep/er/x.svg", Change::Rename),
        ("deep/er/x.svg/y.svg", Change::Dress), // A file is where its folder should be.
        ("new/folder/x.svg", Change::MakeFolder),
        ("new/folder/x.svg", Change::WriteFile),
        ("new/folder/x.svg", Change::Rename),
    ];
    for (name, refused) in failures {
        let full = |change, _: &Path| -> io::Result<()> {
            if change == refused { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
        };
        let error = write_file(&Disk::behind(&full), &desk.path(name), b"five").unwrap_err();
        assert!(error.to_string().contains(name), "{error:#}");
        assert_eq!(before, tree(&desk.0), "{name}: {refused:?} left something behind");
    }
}
