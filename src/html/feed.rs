//! Files for readers that are programs: the feed, the site map, and what robots may read. Whole addresses need a base
//! URL: without one there is no feed and no site map.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::guide::Guide;
use crate::artifact::Artifact;
use crate::markdown::escaped;
use crate::model::{Date, EntryId, Head, Kind};

/// Entries in the feed.
const LONGEST_FEED: usize = 50;

/// The files, for these pages: address from the root and day of the last change.
pub(super) fn files(guide: &Guide<'_>, pages: &[(&str, Date)]) -> Vec<Artifact> {
    let artifact = |path: &str, text: String| Artifact { path: path.to_owned(), bytes: text.into_bytes() };
    let mut files = vec![artifact("robots.txt", robots(guide.base_url))];
    if let Some(base) = guide.base_url {
        files.push(artifact("sitemap.xml", site_map(base, pages)));
        files.push(artifact("feed.xml", feed(guide, base)));
    }
    files
}

fn robots(base_url: Option<&str>) -> String {
    let site_map = base_url.map_or_else(String::new, |base| format!("\nSitemap: {base}/sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{site_map}")
}

fn site_map(base: &str, pages: &[(&str, Date)]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (address, updated) in pages {
        let _ = writeln!(
            xml,
            "<url><loc>{}</loc><lastmod>{}</lastmod></url>",
            escaped(&format!("{base}/{address}")),
            updated.iso()
        );
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The entries that changed last, the newest first.
fn feed(guide: &Guide<'_>, base: &str) -> String {
    let mut entries: Vec<(EntryId, &Head)> = Kind::ALL.into_iter().flat_map(|kind| guide.published(kind)).collect();
    entries.sort_by_key(|(id, head)| (Reverse(head.updated), *id));
    entries.truncate(LONGEST_FEED);
    let settings = guide.site.settings();
    let updated = entries.iter().map(|(_, head)| head.updated).max().unwrap_or(settings.updated.value);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = writeln!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">",
        escaped(settings.language.as_str())
    );
    let _ = writeln!(
        xml,
        "<id>{0}/</id>\n<title>{1}</title>\n<subtitle>{2}</subtitle>",
        escaped(base),
        escaped(settings.title.as_str()),
        escaped(settings.description.as_str())
    );
    let _ = writeln!(xml, "<link href=\"{0}/\"/>\n<link rel=\"self\" href=\"{0}/feed.xml\"/>", escaped(base));
    let _ = writeln!(
        xml,
        "<updated>{}</updated>\n<author><name>{}</name></author>\n<rights>{}</rights>",
        instant(updated),
        escaped(settings.title.as_str()),
        escaped(settings.license.as_str())
    );
    for (id, head) in entries {
        let address = escaped(&format!("{base}/{}", guide.address(id)));
        let summary = head.summary.as_ref().map_or("", |summary| summary.plain());
        let _ = writeln!(
            xml,
            "<entry><id>{address}</id><title>{}</title><link href=\"{address}\"/><updated>{}</updated><summary>{}</summary></entry>",
            escaped(&head.title.value),
            instant(head.updated),
            escaped(summary)
        );
    }
    xml.push_str("</feed>\n");
    xml
}

/// A day as the feed's format wants it.
fn instant(date: Date) -> String {
    format!("{}T00:00:00Z", date.iso())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_are_told_of_the_site_map_only_where_there_is_one() {
        assert_eq!(robots(None), "User-agent: *\nAllow: /\n");
        assert!(robots(Some("https://a.example/b")).ends_with("\nSitemap: https://a.example/b/sitemap.xml\n"));
    }

    #[test]
    fn the_site_map_gives_whole_addresses() {
        let day = Date { year: 2026, month: 1, day: 2 };
        let xml = site_map("https://a.example/b", &[("", day), ("plans/", day)]);
        assert!(xml.contains("<url><loc>https://a.example/b/</loc><lastmod>2026-01-02</lastmod></url>\n"));
        assert!(xml.contains("<loc>https://a.example/b/plans/</loc>"));
    }
}
