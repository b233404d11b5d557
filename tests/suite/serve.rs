//! `backsite serve`, from outside: the program itself, a folder that is edited, and raw connections.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::edits;
use crate::site::TestSite;
use crate::tree::Tree;

/// How long anything may take: a busy machine is slow.
const TIMEOUT: Duration = Duration::from_mins(3);

/// What `serve` prints once a new site is shown, and once it is not.
const BUILT: &str = " in ";
const NOT_SHOWN: &str = "not shown until these errors are mended";

/// Something that an author does.
type Edit = fn(&TestSite);

/// A guide that is being served.
struct Served {
    site: TestSite,
    child: Child,
    lines: Receiver<String>,
    port: u16,
}

impl Served {
    /// Starts to serve, and waits until the site can be asked for.
    #[track_caller]
    fn new(site: TestSite, more: &[&str]) -> Self {
        let port: &[&str] = if more.contains(&"--port") { &[] } else { &["--port", "0"] };
        let mut child = site
            .command(&[&["serve"], port, more].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut served = Self { site, child, lines, port: 0 };
        let line = served.line("http://127.0.0.1:");
        let (_, rest) = line.split_once("http://127.0.0.1:").unwrap();
        served.port = rest.split('/').next().unwrap().parse().unwrap();
        served
    }

    #[track_caller]
    fn small() -> Self {
        Self::new(TestSite::small(), &[])
    }

    /// The next line that holds a text.
    #[track_caller]
    fn line(&self, text: &str) -> String {
        let began = Instant::now();
        let mut passed = Vec::new();
        loop {
            match self.lines.recv_timeout(TIMEOUT.saturating_sub(began.elapsed())) {
                Ok(line) if line.contains(text) => return line,
                Ok(line) => passed.push(line),
                Err(ended) => panic!("no line holds `{text}` ({ended}):\n{}", passed.join("\n")),
            }
        }
    }

    /// Waits for a rebuild, whatever comes of it.
    #[track_caller]
    fn rebuilt(&self, what: &str) {
        loop {
            match self.lines.recv_timeout(TIMEOUT) {
                Ok(line) if line.contains(BUILT) || line.contains(NOT_SHOWN) => return,
                Ok(_) => {}
                Err(ended) => panic!("there was no rebuild ({ended}): {what}"),
            }
        }
    }

    /// How much of the machine's memory the server takes, in kilobytes.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Waits, from one rebuild to the next, until something is so. Gives how many rebuilds it took.
    #[track_caller]
    fn becomes(&self, what: &str, is_so: impl Fn() -> bool) -> usize {
        let began = Instant::now();
        let mut n_rebuilds = 0;
        while !is_so() {
            // A line is printed after the site is shown, so what it tells of cannot have been missed.
            loop {
                match self.lines.recv_timeout(TIMEOUT.saturating_sub(began.elapsed())) {
                    Ok(line) if line.contains(BUILT) || line.contains(NOT_SHOWN) => break,
                    Ok(_) => {}
                    Err(ended) => panic!("it did not become so ({ended}): {what}"),
                }
            }
            n_rebuilds += 1;
        }
        n_rebuilds
    }

    /// What a client that sends these bytes gets back, to the end of the connection.
    #[track_caller]
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let _ = stream.write_all(request); // A server that has heard enough closes.
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    #[track_caller]
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream
    }

    #[track_caller]
    fn ask(&self, method: &str, target: &str) -> Answer {
        let request = format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        Answer::read(&self.raw(request.as_bytes())).unwrap_or_else(|| panic!("{method} {target} was not answered"))
    }

    #[track_caller]
    fn get(&self, target: &str) -> Answer {
        self.ask("GET", target)
    }

    /// What browsers are told first.
    #[track_caller]
    fn news(&self) -> News {
        let mut stream = self.connect();
        write!(stream, "GET /.backsite/news HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        News { lines: BufReader::new(stream) }
    }

    /// Everything that is served differs from what `build` writes in nothing but the program in each page.
    fn is_as_built(&self) -> bool {
        let folder = self.site.path("built");
        let run = self.site.run(&["build", "-o", folder.to_str().unwrap()]);
        if run.code != Some(0) {
            return false;
        }
        let built = Tree::read(&folder).filter(|path| path != ".backsite.json");
        assert!(built.files.len() > 50, "{run}");
        built.files.iter().all(|(path, bytes)| {
            let answer = self.get(&format!("/{path}"));
            answer.status == 200 && answer.without_program() == *bytes
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok()?;
        Some(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn without_program(&self) -> Vec<u8> {
        if self.header("Content-Type") != Some("text/html; charset=utf-8") {
            return self.body.clone();
        }
        let text = self.text();
        let (before, rest) = text.split_once("<script src=\"/.backsite/page.js\"").expect("a page has its program");
        let (_, after) = rest.split_once("</script>\n").unwrap();
        format!("{before}{after}").into_bytes()
    }
}

/// What a browser is told, piece by piece.
struct News {
    lines: BufReader<TcpStream>,
}

impl News {
    #[track_caller]
    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the news ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

#[test]
fn what_is_served_is_what_is_built() {
    let served = Served::small();
    assert!(served.is_as_built());
}

#[test]
fn every_kind_of_edit_is_served_as_it_is_built() {
    let served = Served::small();
    let edits: [(&str, Edit); 11] = [
        ("text", |site| {
            site.body("content/exercises/bridge.md", "Another text, with [[cat-cow]].\n");
        }),
        ("front matter", |site| {
            site.edit("content/exercises/bridge.md", "title: Low bridge\n");
        }),
        ("saved by rename", |site| {
            let text = site.text("content/exercises/bridge.md").replace("Low bridge", "High bridge");
            site.file("content/exercises/.bridge.md.new", text);
            let new = site.path("content/exercises/.bridge.md.new");
            fs::rename(new, site.path("content/exercises/bridge.md")).unwrap();
        }),
        ("put aside, then written", |site| {
            let path = site.path("content/exercises/bridge.md");
            let text = site.text("content/exercises/bridge.md").replace("High bridge", "Bridge");
            fs::rename(&path, path.with_extension("md~")).unwrap();
            fs::write(&path, text).unwrap();
            fs::remove_file(path.with_extension("md~")).unwrap();
        }),
        ("a new entry", |site| {
            let text = site.text("content/exercises/bridge.md").replace("title: Bridge", "title: Long bridge");
            site.file("content/exercises/long-bridge.md", text);
        }),
        ("renamed", |site| {
            let path = site.path("content/exercises/long-bridge.md");
            fs::rename(&path, path.with_file_name("longer-bridge.md")).unwrap();
        }),
        ("deleted", |site| {
            site.remove("content/exercises/longer-bridge.md");
        }),
        ("vocabulary", |site| {
            let text = site.text("content/vocabulary.yaml");
            let line = text.lines().find(|line| line.contains("label: ")).unwrap();
            let (before, label) = line.split_once("label: ").unwrap();
            site.file("content/vocabulary.yaml", text.replacen(line, &format!("{before}label: New {label}"), 1));
        }),
        ("a template", |site| {
            site.file("templates/html/partials/footer.html", "<footer>Our clinic's own.</footer>\n");
        }),
        ("a style sheet", |site| {
            site.file("templates/assets/style.css", "body { color: #123; }\n");
        }),
        ("the folder of templates", |site| {
            site.remove("templates");
        }),
    ];
    for (what, edit) in edits {
        edit(&served.site);
        served.becomes(what, || served.is_as_built());
    }
}

#[test]
fn a_folder_that_is_put_in_anothers_place_is_watched_too() {
    let served = Served::small();
    let title = |title: &str| served.get("/exercises/bridge/").text().contains(&format!("<h1>{title}</h1>"));
    served.becomes("the first", || title("Bridge"));
    let content = served.site.path("content");
    let aside = served.site.path("aside");
    let copy = Tree::read(&content);
    // As git does it: everything goes, and everything comes.
    fs::rename(&content, &aside).unwrap();
    copy.write(&content);
    served.site.edit("content/exercises/bridge.md", "title: Second bridge\n");
    served.becomes("a new folder", || title("Second bridge"));
    // And what changes in the new one is heard.
    served.site.edit("content/exercises/bridge.md", "title: Third bridge\n");
    served.becomes("an edit in the new folder", || title("Third bridge"));
    fs::rename(&content, served.site.path("aside-too")).unwrap();
    fs::rename(&aside, &content).unwrap();
    served.becomes("the old folder again", || title("Bridge"));
    served.site.edit("content/exercises/bridge.md", "title: Fourth bridge\n");
    served.becomes("an edit in it", || title("Fourth bridge"));
}

#[test]
fn a_thousand_files_are_one_change() {
    let served = Served::small();
    let text = served.site.text("content/exercises/bridge.md");
    let path = |n: usize| served.site.path(&format!("content/exercises/bridge-{n}.md"));
    let are = |status| [0, 500, 999].iter().all(|n| served.get(&format!("/exercises/bridge-{n}/")).status == status);
    for n in 0..1000 {
        fs::write(path(n), text.replace("title: Bridge", &format!("title: Bridge {n}"))).unwrap();
    }
    let n_rebuilds = served.becomes("a thousand more", || are(200));
    // A busy machine can pause in the midst of them, but not often while they are built.
    assert!(n_rebuilds <= 5, "{n_rebuilds}");
    for n in 0..1000 {
        fs::remove_file(path(n)).unwrap();
    }
    let n_rebuilds = served.becomes("a thousand fewer", || are(404));
    assert!(n_rebuilds <= 5, "{n_rebuilds}");
}

#[test]
fn an_edit_in_the_midst_of_a_rebuild_is_not_lost() {
    let served = Served::small();
    for n in 0..60 {
        served.site.edit("content/exercises/bridge.md", &format!("title: Bridge {n}\n"));
        std::thread::sleep(Duration::from_millis(n * 7 % 50)); // Now before, now in the midst of, now after it.
    }
    served.becomes("the last edit", || served.get("/exercises/bridge/").text().contains("<h1>Bridge 59</h1>"));
}

#[test]
fn files_that_vanish_while_they_are_read_end_nothing() {
    let served = Served::small();
    let pictures = served.site.path("content/pictures");
    fs::create_dir_all(&pictures).unwrap();
    let picture = |n: usize| pictures.join(format!("picture-{}.png", n % 50));
    for n in 0..5000 {
        fs::write(picture(n), "no picture").unwrap();
        fs::remove_file(picture(n + 25)).unwrap_or_default();
    }
    fs::remove_dir_all(&pictures).unwrap();
    served.site.edit("content/exercises/bridge.md", "title: Still here\n");
    served.becomes("the last edit", || served.get("/exercises/bridge/").text().contains("<h1>Still here</h1>"));
}

#[test]
fn while_there_are_errors_the_last_good_site_stays_and_browsers_hear_of_them() {
    let served = Served::small();
    let before = served.get("/exercises/bridge/").without_program();
    let mut news = served.news();
    let first = news.next();
    assert_eq!(first["findings"], serde_json::json!([]));

    served.site.edit("content/exercises/bridge.md", "title: Broken\nregion: nowhere\n");
    served.line(NOT_SHOWN);
    let broken = news.next();
    assert_eq!((&broken["site"], &broken["behind"]), (&first["site"], &Value::Bool(true)));
    let finding = &broken["findings"][0];
    assert_eq!(finding["code"], "unknown-term");
    assert_eq!(finding["place"]["path"], "content/exercises/bridge.md");
    assert_eq!(finding["place"]["marked"], "nowhere");
    assert_eq!(finding["place"]["before"], "region: ");
    assert!(finding["help"].is_string() && finding["why"][0].is_string());
    assert_eq!(served.get("/exercises/bridge/").without_program(), before);

    let region = Tree::read(&crate::site::sites().join("small/content"));
    let whole = String::from_utf8(region.files["exercises/bridge.md"].clone()).unwrap();
    served.site.file("content/exercises/bridge.md", whole);
    let mut mended = news.next();
    while mended["behind"] == true {
        mended = news.next();
    }
    assert_eq!(mended["findings"], serde_json::json!([]));
    assert_eq!(mended["site"], first["site"], "it is what it was: no page need be fetched again");
}

/// The site of a guide is shown while nobody knows yet that a sheet of it cannot be printed.
#[cfg(feature = "sheets")]
#[test]
fn what_sheets_bring_to_light_is_told_when_they_are_asked_for() {
    let served = Served::small();
    served.site.edit("content/plans/start-gently.yaml", "title: Start gently \u{2603}\n");
    let mut news = served.news();
    let mut told = news.next();
    while told["findings"] == serde_json::json!([]) && served.get("/plans/").text().contains("Start gently</a>") {
        told = news.next();
    }
    assert_eq!((&told["behind"], &told["findings"]), (&Value::Bool(false), &serde_json::json!([])));
    assert_eq!(served.get("/plans/start-gently/").status, 200);
    let told = news.next();
    assert_eq!(told["findings"][0]["code"], "unprintable-text");
    assert_eq!(told["findings"][0]["place"]["path"], "content/plans/start-gently.yaml");
    served.line("error[unprintable-text]");
    // Whatever the sheets say, the pages are those of the guide as it is.
    assert_eq!(told["behind"], false);
    served.site.edit("content/plans/start-gently.yaml", "title: Start gently again\n");
    served.becomes("mended", || served.get("/plans/start-gently/").text().contains("Start gently again"));
    assert_eq!(served.news().next()["findings"], serde_json::json!([]));
}

#[test]
fn a_guide_that_begins_with_errors_is_waited_for() {
    let site = TestSite::small();
    site.edit("content/exercises/bridge.md", "title: Broken <b>\nregion: nowhere\n");
    let served = Served::new(site, &[]);
    let page = served.get("/exercises/bridge/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("&lt;b>") && page.text().contains("content/exercises/bridge.md:"), "{}", page.text());
    assert_eq!(served.news().next()["site"], "");
    served.site.edit("content/exercises/bridge.md", "title: Mended\nregion: lower\n");
    served.becomes("the site", || served.get("/exercises/bridge/").status == 200);
}

#[test]
fn a_style_sheet_is_exchanged_and_its_old_name_still_answers() {
    let served = Served::small();
    let mut news = served.news();
    let first = news.next();
    let old = first["styles"][0].as_str().unwrap().to_owned();
    served.site.file("templates/assets/style.css", "body { color: #123; }\n");
    let second = news.next();
    assert_eq!(first["site"], second["site"]);
    let new = second["styles"][0].as_str().unwrap().to_owned();
    assert_ne!(old, new);
    assert_eq!(served.get(&format!("/{new}")).text(), "body { color: #123; }\n");
    assert_eq!(served.get(&format!("/{old}")).status, 200, "a browser may still be loading a page that names it");
    assert!(served.get("/").text().contains(&new));
    served.site.edit("content/exercises/bridge.md", "title: Another\n");
    assert_ne!(news.next()["site"], second["site"]);
}

#[test]
fn what_making_all_files_brings_to_light_puts_the_last_good_site_back() {
    let served = Served::small();
    let template = "{% if page.frame.title == \"Lost\" %}{{ page.nothing }}{% endif %}<footer>Ours</footer>\n";
    served.site.file("templates/html/partials/footer.html", template);
    served.becomes("a template", || served.is_as_built());
    let page = || served.get("/exercises/cat-cow/").text();
    let before = page();

    // Only content changes, so the site is shown before its pages are made; then one of them cannot be.
    served.site.edit("content/exercises/bridge.md", "title: Lost\n");
    served.line(NOT_SHOWN);
    assert_eq!(page(), before);
    assert!(!served.get("/exercises/bridge/").text().contains("Lost"));
    let news = served.news().next();
    assert_eq!(news["behind"], true);
    assert_eq!(news["findings"][0]["code"], "template-error", "{news}");

    served.site.edit("content/exercises/bridge.md", "title: Found\n");
    served.becomes("mended", || served.is_as_built());
    let news = served.news().next();
    assert_eq!((&news["behind"], news["findings"].as_array().map(Vec::len)), (&Value::Bool(false), Some(0)));
}

#[test]
fn five_hundred_edits_leave_memory_flat_and_the_site_as_it_is_built() {
    let site = TestSite::in_memory();
    let whole = Tree::read(TestSite::small().root());
    whole.write(site.root());
    let served = Served::new(site, &[]);
    let mut memory = Vec::new();
    for (number, edit) in edits::Edit::some(500).into_iter().enumerate() {
        edit.apply(&served.site, &whole, number);
        served.rebuilt(&format!("edit {number}: {edit:?}"));
        if number % 100 == 99 {
            memory.push(served.memory());
        }
    }
    edits::Edit::Template(0).apply(&served.site, &whole, 500);
    edits::Edit::NoTemplates.apply(&served.site, &whole, 500);
    edits::Edit::Mend.apply(&served.site, &whole, 500);
    served.becomes("as it was", || served.is_as_built());
    let (first, last) = (memory[0], memory[memory.len() - 1]);
    assert!(last < first * 5 / 4, "kilobytes after each hundred edits: {memory:?}");
}

#[test]
fn a_file_that_only_looks_new_changes_nothing() {
    let served = Served::small();
    let site = served.news().next()["site"].clone();
    let text = served.site.text("content/exercises/bridge.md");
    served.site.file("content/exercises/bridge.md", text);
    served.line(BUILT);
    assert_eq!(served.news().next()["site"], site);
}

#[test]
fn changes_are_seen_where_the_system_does_not_tell_of_them() {
    let served = Served::new(TestSite::small(), &["--poll"]);
    served.site.edit("content/exercises/bridge.md", "title: Polled\n");
    served.becomes("the edit", || served.get("/exercises/bridge/").text().contains("<h1>Polled</h1>"));
    served.site.file("templates/html/partials/footer.html", "<footer>Our clinic's own.</footer>\n");
    served.becomes("a new folder", || served.get("/").text().contains("Our clinic's own."));
}

#[test]
fn a_folder_that_cannot_be_read_for_a_while_ends_nothing() {
    let served = Served::small();
    let aside = served.site.path("aside");
    fs::rename(served.site.path("content"), &aside).unwrap();
    served.line(NOT_SHOWN);
    assert_eq!(served.get("/exercises/bridge/").status, 200);
    fs::rename(aside, served.site.path("content")).unwrap();
    served.line(BUILT);
    assert_eq!(served.get("/exercises/bridge/").status, 200);
}

#[test]
fn nothing_is_written() {
    let served = Served::small();
    let before = Tree::read(served.site.root());
    assert_eq!(served.get("/plans/").status, 200);
    assert_eq!(served.get("/exercises/bridge/").status, 200);
    assert_eq!(
        Tree::read(served.site.root()).files.keys().collect::<Vec<_>>(),
        before.files.keys().collect::<Vec<_>>()
    );
}

#[test]
fn it_ends_at_once_when_it_is_told_to() {
    let mut served = Served::small();
    let _news = served.news().next();
    let began = Instant::now();
    assert!(Command::new("kill").args(["-INT", &served.child.id().to_string()]).status().unwrap().success());
    let status = served.child.wait().unwrap();
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(2), "as any program that Ctrl-C ends");
}

#[test]
fn a_taken_port_is_passed_over_and_said() {
    let first = Served::small();
    let site = TestSite::small();
    let second = Served::new(site, &["--port", &first.port.to_string()]);
    assert!(second.port > first.port, "the next one that is free");
    assert_eq!(second.get("/").status, 200);
}

#[test]
fn files_are_served_as_what_they_are() {
    let served = Served::small();
    let types = [
        ("/", 200, "text/html; charset=utf-8"),
        ("/exercises/bridge/", 200, "text/html; charset=utf-8"),
        ("/exercises/bridge/index.html?x=1", 200, "text/html; charset=utf-8"),
        ("/data/exercises.json", 200, "application/json"),
        ("/nowhere/", 404, "text/html; charset=utf-8"),
        ("/.backsite/page.js", 200, "text/javascript; charset=utf-8"),
        ("/.backsite/nothing", 404, "text/plain; charset=utf-8"),
        ("/.backsite.json", 404, "text/html; charset=utf-8"),
    ];
    for (target, status, media) in types {
        let answer = served.get(target);
        assert_eq!((answer.status, answer.header("Content-Type")), (status, Some(media)), "{target}");
        assert_eq!(answer.header("Cache-Control"), Some("no-store"), "{target}");
        assert_eq!(answer.header("Content-Length"), Some(answer.body.len().to_string().as_str()), "{target}");
        let head = served.ask("HEAD", target);
        assert_eq!((head.status, head.body.len()), (status, 0), "{target}");
        assert_eq!(head.header("Content-Length"), answer.header("Content-Length"), "{target}");
    }
    let moved = served.get("/exercises/bridge?x=1");
    assert_eq!((moved.status, moved.header("Location")), (302, Some("/exercises/bridge/?x=1")));
}

#[test]
fn a_guide_with_an_address_on_the_web_finds_its_way_below_it() {
    let site = TestSite::small();
    site.edit("content/site.yaml", "base_url: https://clinic.example/back\n");
    let served = Served::new(site, &[]);
    let lost = served.get("/nowhere/").text();
    let (_, rest) = lost.split_once("href=\"/back/assets/").expect("links of the lost page begin with its path");
    let style = rest.split('"').next().unwrap();
    assert_eq!(served.get(&format!("/back/assets/{style}")).status, 200);
    assert_eq!(served.get("/back/exercises/bridge/").status, 200);
    assert_eq!(served.get("/back").status, 404);
}

/// What a client that means harm sends, and the answer; nothing where the connection is closed without one.
#[test]
fn hostile_requests_get_an_answer_or_a_close_and_never_a_file_of_the_disk() {
    let served = Served::small();
    // A file beside the site that must not come out.
    served.site.file("secret.txt", "the secret").file("content/.hidden", "the secret");
    let host = format!("Host: 127.0.0.1:{}\r\n", served.port);
    let line = |line: &str| format!("{line}\r\n{host}\r\n").into_bytes();
    let get = |target: &str| line(&format!("GET {target} HTTP/1.1"));
    let root = served.site.root().to_str().unwrap().to_owned();
    let long = "a".repeat(1_000_000);
    let requests: Vec<(Vec<u8>, &[u16])> = vec![
        (get("/../secret.txt"), &[404]),
        (get("/../../../../../../etc/passwd"), &[404]),
        (get("/%2e%2e/secret.txt"), &[404]),
        (get("/..%2fsecret.txt"), &[404]),
        (get("/%252e%252e/secret.txt"), &[404]),
        (get("/exercises/..%5c..%5csecret.txt"), &[404]),
        (get("/./secret.txt"), &[404]),
        (get("//secret.txt"), &[404]),
        (get(&format!("/{root}/secret.txt")), &[404]),
        (get(&format!("{root}/secret.txt")), &[404]),
        (get("/secret.txt"), &[404]),
        (get("/content/.hidden"), &[404]),
        (get("/index.html%00.txt"), &[404]),
        (get("/%00"), &[404]),
        (get("/%"), &[404]),
        (get("/%ff%fe"), &[404]),
        (get("//evil.example/exercises"), &[404]),
        (get("/%0d%0aSet-Cookie:x"), &[404]),
        (get("/\0"), &[400]),
        (get("http://127.0.0.1/secret.txt"), &[400]),
        (get("file:///etc/passwd"), &[400]),
        (get("*"), &[400]),
        (line("POST / HTTP/1.1"), &[405]),
        (line("PUT /index.html HTTP/1.1"), &[405]),
        (line("CONNECT clinic.example:443 HTTP/1.1"), &[405]),
        (line("GET / HTTP/1.0"), &[200]),
        (line("GET / HTTP/2.0"), &[400]),
        (line("GET /"), &[400]),
        (b"GET / HTTP/1.1\r\n\r\n".to_vec(), &[421]),
        (b"GET / HTTP/1.0\r\n\r\n".to_vec(), &[421]),
        (b"GET / HTTP/1.1\r\nHost: clinic.example\r\n\r\n".to_vec(), &[421]),
        (format!("GET / HTTP/1.1\r\nHost: clinic.example:{}\r\n\r\n", served.port).into_bytes(), &[421]),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), &[421]),
        (format!("GET / HTTP/1.1\r\n{host}{host}\r\n").into_bytes(), &[421]),
        (b"GET /.backsite/news HTTP/1.1\r\nHost: clinic.example\r\n\r\n".to_vec(), &[421]),
        (format!("GET / HTTP/1.1\r\n{host}X: {long}\r\n\r\n").into_bytes(), &[431]),
        (get(&format!("/{long}")), &[431]),
        (format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(1000)).into_bytes(), &[431]),
        (format!("GET / HTTP/1.1\r\n{host}Content-Length: 1000000000\r\n\r\nshort").into_bytes(), &[200]),
        (format!("GET / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n").into_bytes(), &[200]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), &[400]),
        (vec![0; 100_000], &[400]),
        (b"\r\n\r\n\r\n".to_vec(), &[0, 400]),
        (Vec::new(), &[0]),
        (b"GET".to_vec(), &[0]),
        ([get("/"), get("/../secret.txt")].concat(), &[200]),
    ];
    for (request, expected) in requests {
        let shown = String::from_utf8_lossy(&request[..request.len().min(80)]).into_owned();
        let mut stream = served.connect();
        let _ = stream.write_all(&request);
        let _ = stream.shutdown(Shutdown::Write);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let status = Answer::read(&bytes).map_or(0, |answer| answer.status);
        assert!(expected.contains(&status), "{shown:?} was answered {status}, not {expected:?}");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("the secret") && !text.contains("root:"), "{shown:?} got a file of the disk:\n{text}");
        assert!(!text.contains("Set-Cookie"), "{shown:?} wrote a header");
        assert_eq!(served.get("/").status, 200, "the next request after {shown:?}");
    }
}

#[test]
fn slow_clients_are_left_behind() {
    let served = Served::small();
    // One sends a byte now and then, for ever; one sends nothing at all.
    let mut slow = served.connect();
    let silent = served.connect();
    let began = Instant::now();
    let mut bytes = b"GET / HTTP/1.1\r\nX: ".iter().copied().chain(std::iter::repeat(b'x'));
    while slow.write_all(&[bytes.next().unwrap()]).is_ok() {
        assert!(began.elapsed() < TIMEOUT, "a client that never comes to an end is heard for ever");
        std::thread::sleep(Duration::from_millis(50));
    }
    for mut stream in [slow, silent] {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(Answer::read(&answer).is_none_or(|answer| answer.status == 408));
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn many_connections_at_once_leave_room_for_the_next() {
    let served = Served::small();
    let idle: Vec<TcpStream> = (0..200).map(|_| served.connect()).collect();
    assert_eq!(served.get("/").status, 200);
    let more: Vec<TcpStream> = (0..200).map(|_| served.connect()).collect();
    let began = Instant::now();
    assert_eq!(served.get("/").status, 200);
    assert!(began.elapsed() < Duration::from_secs(4), "the oldest made room at once");
    drop((idle, more));
    // Each of them asks: each is answered.
    let asking: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = served.connect();
            write!(stream, "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", served.port).unwrap();
            stream
        })
        .collect();
    for mut stream in asking {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(Answer::read(&answer).unwrap().status, 200);
    }
    // And browsers that hear the news make room for each other.
    let mut hearing: Vec<News> = (0..100).map(|_| served.news()).collect();
    assert!(hearing.last_mut().unwrap().next()["site"].is_string());
    assert_eq!(served.get("/").status, 200);
}
