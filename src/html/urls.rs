//! Addresses. Inside the site every link is relative and names its file, so that pages work under any sub-path and from
//! `file://`.

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base<'a> {
    /// On the page with this address from the root of the site: `exercises/cat-cow/`.
    Page(&'a str),
    /// On any page so many folders below the root.
    Depth(usize),
    /// On a page that is shown at any address: links begin with this path, which begins and ends with a slash.
    Root(&'a str),
}

/// The link from `base` to `target`, an address from the root of the site: a folder (`exercises/cat-cow/`, perhaps with
/// `#heading`), the root itself (empty) or a file (`feed.xml`).
pub(super) fn link(base: Base<'_>, target: &str) -> String {
    let (path, heading) = target.find('#').map_or((target, ""), |at| target.split_at(at));
    match base {
        Base::Root(root) => format!("{root}{}{heading}", file(path)),
        Base::Depth(depth) => format!("{}{}{heading}", "../".repeat(depth), file(path)),
        Base::Page(page) if page == path && !heading.is_empty() => heading.to_owned(),
        Base::Page(page) => {
            let common = common_folders(page, path);
            let up = page[common..].matches('/').count();
            format!("{}{}{heading}", "../".repeat(up), file(&path[common..]))
        }
    }
}

/// The file that an address is answered with: `exercises/cat-cow/index.html`.
pub(super) fn file(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() }
}

/// The path of a base URL: `/back` of `https://clinic.example/back`.
pub(super) fn path_of(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

/// The whole address that a link of ours leads to from the page with the whole address `page`, which ends in a slash.
pub(super) fn resolved(page: &str, link: &str) -> String {
    let n_up = link.matches("../").count();
    let folder =
        (0..n_up).fold(page.trim_end_matches('/'), |folder, _| folder.rfind('/').map_or("", |at| &folder[..at]));
    let below = link.trim_start_matches("../");
    format!("{folder}/{}", below.strip_suffix("index.html").unwrap_or(below))
}

/// How many folders an address is below the root.
pub(super) fn depth(address: &str) -> usize {
    address.matches('/').count()
}

/// Bytes of the folders that both addresses begin with.
fn common_folders(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a[..floor(a, same)].rfind('/').map_or(0, |at| at + 1)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_climbs_no_higher_than_it_must() {
        let from = |page, to| link(Base::Page(page), to);
        assert_eq!(from("exercises/bird-dog/", "exercises/cat-cow/#dose"), "../cat-cow/index.html#dose");
        assert_eq!(from("exercises/bird-dog/", "exercises/"), "../index.html");
        assert_eq!(from("exercises/bird-dog/", "red-flags/#emergency"), "../../red-flags/index.html#emergency");
        assert_eq!(from("exercises/bird-dog/", ""), "../../index.html");
        assert_eq!(from("", "plans/start-gently/"), "plans/start-gently/index.html");
        assert_eq!(from("plans/", "plans/"), "index.html");
        assert_eq!(from("plans/", "plans/#walking"), "#walking");
        assert_eq!(from("exercises/cat/", "exercises/cat-cow/"), "../cat-cow/index.html");
        assert_eq!(from("glossary/", "assets/style.css"), "../assets/style.css");
    }

    #[test]
    fn a_shared_link_goes_by_the_root() {
        assert_eq!(link(Base::Depth(2), "plans/"), "../../plans/index.html");
        assert_eq!(link(Base::Depth(0), ""), "index.html");
        assert_eq!(link(Base::Root("/back/"), "plans/"), "/back/plans/index.html");
    }

    #[test]
    fn a_link_has_a_whole_address() {
        let from = |link| resolved("https://a.example/back/exercises/cat-cow/", link);
        assert_eq!(from("../index.html"), "https://a.example/back/exercises/");
        assert_eq!(from("../../index.html"), "https://a.example/back/");
        assert_eq!(from("../../plans/build/index.html"), "https://a.example/back/plans/build/");
    }

    #[test]
    fn a_base_url_may_have_a_path() {
        assert_eq!(path_of("https://clinic.example/back/care"), "/back/care");
        assert_eq!(path_of("https://clinic.example"), "");
    }
}
