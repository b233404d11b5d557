//! What an address is answered with: a file of the snapshot that is shown, or what there is to say instead.

use std::sync::Arc;

use super::http::{self, Answer, Request};
use super::snapshot::Snapshot;
use super::stage::Stage;
use crate::diagnostic::Diagnostic;

/// Addresses of `serve` itself. No file of a site begins so.
const RESERVED: &str = ".backsite/";

/// Where a browser hears the news.
const NEWS: &str = "news";

/// The program that a page gets as it leaves.
const PROGRAM: (&str, &str) = ("page.js", include_str!("page.js"));

/// The page that is shown while there is no good site yet.
const WAITING: &str = include_str!("waiting.html");

/// What is to be done for a request.
#[derive(Debug)]
pub(super) enum Reply {
    /// It is answered.
    Whole(Answer),
    /// It hears the news until it has enough.
    News,
}

/// The answer to a request. If sheets are made for it, `found` is told what came to light.
pub(super) fn to(request: &Request, stage: &Stage, found: &mut dyn FnMut(&Arc<Snapshot>, Vec<Diagnostic>)) -> Reply {
    let Some(path) = http::decoded(&request.path) else {
        return Reply::Whole(Answer::text(http::NOT_FOUND, "There is no such address."));
    };
    let path = path.strip_prefix('/').unwrap_or(&path);
    if let Some(own) = path.strip_prefix(RESERVED) {
        return own_file(own);
    }
    let Some(snapshot) = stage.snapshot() else {
        return Reply::Whole(waiting(&stage.text()));
    };
    // Links of the page that is shown for lost addresses begin with the path of the guide's address on the web.
    let below = below_root(&snapshot, path).unwrap_or(path);
    let mut file = |path: &str| snapshot.file(path, stage.cache(), |diagnostics| found(&snapshot, diagnostics));
    let name = if below.is_empty() || below.ends_with('/') { format!("{below}{INDEX}") } else { below.to_owned() };
    if let Some(bytes) = file(&name) {
        return Reply::Whole(answer(http::OK, &name, bytes, snapshot.id()));
    }
    if !name.ends_with(INDEX) && file(&format!("{name}/{INDEX}")).is_some() {
        let header = Some(("Location", format!("{}/{}", request.path, request.query)));
        return Reply::Whole(Answer { header, ..Answer::text(http::MOVED, "It is in this folder.") });
    }
    let lost = file(NOT_FOUND);
    if !stage.shows(&snapshot) {
        return to(request, stage, found); // It was given up for another one, which may have the file.
    }
    match lost {
        Some(bytes) => Reply::Whole(answer(http::NOT_FOUND, NOT_FOUND, bytes, snapshot.id())),
        None => Reply::Whole(Answer::text(http::NOT_FOUND, "There is no such page.")),
    }
}

/// The file that a folder is answered with.
const INDEX: &str = "index.html";

/// The file that an address is answered with that leads nowhere.
const NOT_FOUND: &str = "404.html";

fn own_file(name: &str) -> Reply {
    let (program, text) = PROGRAM;
    if name == NEWS {
        Reply::News
    } else if name == program {
        let body = text.as_bytes().to_vec();
        Reply::Whole(Answer { status: http::OK, media: http::media(name), header: None, body })
    } else {
        Reply::Whole(Answer::text(http::NOT_FOUND, "There is no such address."))
    }
}

/// A path without that of the guide's address on the web before it.
fn below_root<'p>(snapshot: &Snapshot, path: &'p str) -> Option<&'p str> {
    let base_url = snapshot.guide().site.as_ref()?.settings().base_url.as_ref()?;
    let (_, rest) = base_url.as_str().split_once("://")?;
    let (_, root) = rest.split_once('/')?;
    path.strip_prefix(root.trim_end_matches('/'))?.strip_prefix('/')
}

fn answer(status: http::Status, name: &str, bytes: Vec<u8>, site: &str) -> Answer {
    let media = http::media(name);
    let body = if media == http::HTML { with_program(&bytes, site) } else { bytes };
    Answer { status, media, header: None, body }
}

/// A page with the program in its head, which knows of which site the page is. The page's own policy allows it, because it comes
/// from where the page comes from.
fn with_program(page: &[u8], site: &str) -> Vec<u8> {
    let tag = format!("<script src=\"/{RESERVED}{}\" data-site=\"{site}\" defer></script>\n", PROGRAM.0);
    let head_end = page.windows(HEAD_END.len()).position(|window| window.eq_ignore_ascii_case(HEAD_END));
    let (before, after) = page.split_at(head_end.unwrap_or(page.len()));
    [before, tag.as_bytes(), after].concat()
}

const HEAD_END: &[u8] = b"</head>";

/// The page that says what keeps the site from being shown; `text` says it without a program too.
fn waiting(text: &str) -> Answer {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let body = with_program(WAITING.replace("{findings}", &escaped).as_bytes(), "");
    Answer { status: http::NOT_YET, media: http::HTML, header: None, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_its_program_as_it_leaves() {
        let page = |page: &str| String::from_utf8(with_program(page.as_bytes(), "1-2")).unwrap();
        let tag = "<script src=\"/.backsite/page.js\" data-site=\"1-2\" defer></script>\n";
        assert_eq!(page("<head>x</head><body>"), format!("<head>x{tag}</head><body>"));
        assert_eq!(page("<p>no head"), format!("<p>no head{tag}"));
    }

    #[test]
    fn what_is_found_stands_on_the_waiting_page_as_text() {
        let page = String::from_utf8(waiting("<b> & x").body).unwrap();
        assert!(page.contains("<pre>&lt;b> &amp; x</pre>"), "{page}");
    }
}
