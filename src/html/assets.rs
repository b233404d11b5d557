//! The theme's assets as they are published: under names that hold a piece of their hash, so that a browser may keep them for
//! good and never shows a page with yesterday's style. What changes with the guide is no asset: it stands below `data/`, at one
//! address, so that a word changed on one page does not change all others.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::artifact::Artifact;
use crate::theme::Theme;

/// Assets by their name below `assets/`.
#[derive(Debug, Default)]
pub(super) struct Assets {
    /// The address of each, from the root of the site.
    addresses: BTreeMap<String, String>,
    files: Vec<Artifact>,
}

impl Assets {
    /// The assets of the theme, the site's own among them.
    pub(super) fn new(theme: &Theme) -> Self {
        let all = theme.names(FOLDER).filter_map(|path| Some((path.strip_prefix(FOLDER)?, theme.get(path)?)));
        // A style sheet names others by their published names, which must be known before it has its own.
        let (styles, others): (Vec<_>, Vec<_>) = all.partition(|(name, _)| is_style(name));
        let mut assets = Self::default();
        for (name, bytes) in others {
            assets.publish(name, bytes.to_vec());
        }
        for (name, bytes) in styles {
            let renamed = std::str::from_utf8(bytes).map(|text| assets.renamed(name, text).into_bytes());
            assets.publish(name, renamed.unwrap_or_else(|_| bytes.to_vec()));
        }
        assets
    }

    /// Names and addresses from the root of the site.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.addresses.iter().map(|(name, address)| (name.as_str(), address.as_str()))
    }

    /// The files.
    pub(super) fn into_files(self) -> Vec<Artifact> {
        self.files
    }

    fn publish(&mut self, name: &str, bytes: Vec<u8>) {
        let path = format!("{FOLDER}{}", fingerprinted(name, &bytes));
        self.addresses.insert(name.to_owned(), path.clone());
        self.files.push(Artifact { path, bytes });
    }

    /// A style sheet in which every `url(...)` of an asset has its published name.
    fn renamed(&self, name: &str, text: &str) -> String {
        let folder = name.rfind('/').map_or("", |at| &name[..=at]);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(URL) {
            let (before, behind) = rest.split_at(at + URL.len());
            let end = behind.find(')').unwrap_or(behind.len());
            out.push_str(before);
            let target = behind[..end].trim().trim_matches(['"', '\'']);
            match self.addresses.get(&format!("{folder}{target}")).and_then(|address| address.rsplit('/').next()) {
                Some(published) => {
                    let below = target.rfind('/').map_or("", |at| &target[..=at]);
                    out.extend(["\"", below, published, "\""]);
                }
                None => out.push_str(&behind[..end]),
            }
            rest = &behind[end..];
        }
        out + rest
    }
}

const FOLDER: &str = "assets/";
const URL: &str = "url(";

fn is_style(name: &str) -> bool {
    ending(name) == Some("css")
}

/// What stands behind the last dot of a file's name.
fn ending(name: &str) -> Option<&str> {
    name.rsplit('/').next()?.rsplit_once('.').map(|(_, ending)| ending)
}

/// `style.css` as `style.1a2b3c4d.css`, with the first digits of the hash. A licence keeps its name: people look for it, and no page loads it.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let Some(ending) = ending(name).filter(|ending| *ending != "txt") else { return name.to_owned() };
    let hash = Sha256::digest(bytes);
    let [a, b, c, d] = [0, 1, 2, 3].map(|at| hash[at]);
    let stem = &name[..name.len() - ending.len()];
    format!("{stem}{:08x}.{ending}", u32::from_be_bytes([a, b, c, d]))
}

/// The theme's name of a published style sheet: the other way round.
pub(super) fn style_of(path: &str) -> Option<String> {
    let (stem, hash) = path.strip_prefix(FOLDER)?.strip_suffix(".css")?.rsplit_once('.')?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then(|| format!("{FOLDER}{stem}.css"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn assets(own: &[(&str, &str)]) -> BTreeMap<String, String> {
        let own = own.iter().map(|(name, text)| (format!("assets/{name}"), text.as_bytes().to_vec())).collect();
        let theme = Theme::load(own, &mut Sources::default());
        let files = Assets::new(&theme).into_files();
        files.into_iter().map(|file| (file.path, String::from_utf8_lossy(&file.bytes).into_owned())).collect()
    }

    #[test]
    fn a_name_holds_the_hash_of_what_is_in_it() {
        // `printf 1 | sha256sum`
        assert_eq!(assets(&[("data.js", "1")])["assets/data.6b86b273.js"], "1");
        assert!(assets(&[("x.LICENSE.txt", "free")]).contains_key("assets/x.LICENSE.txt"));
        assert!(assets(&[("LICENSE", "free")]).contains_key("assets/LICENSE"));
    }

    #[test]
    fn a_published_style_sheet_is_known_for_what_it_is() {
        let published = format!("{FOLDER}{}", fingerprinted("print/a.b.css", b"1"));
        assert_eq!(style_of(&published).as_deref(), Some("assets/print/a.b.css"));
        for other in
            ["assets/style.css", "assets/data.6b86b273.js", "x/style.6b86b273.css", "assets/style.6B86b273.css"]
        {
            assert_eq!(style_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_style_sheet_names_others_as_they_are_published() {
        let style = "a{src:url(fonts/a.woff2) , url('b.svg')}b{src:url(\"data:,x\"),url(#c),url(none.png)}";
        let made = assets(&[("style.css", style), ("fonts/a.woff2", "1"), ("b.svg", "1")]);
        let (_, style) = made.iter().find(|(path, _)| path.starts_with("assets/style.")).unwrap();
        assert_eq!(
            style,
            "a{src:url(\"fonts/a.6b86b273.woff2\") , url(\"b.6b86b273.svg\")}b{src:url(\"data:,x\"),url(#c),url(none.png)}"
        );
    }

    #[test]
    fn what_a_style_sheet_names_changes_its_name() {
        let name = |font: &str| {
            let made = assets(&[("style.css", "url(a.woff2)"), ("a.woff2", font)]);
            made.into_keys().find(|path| path.starts_with("assets/style.")).unwrap()
        };
        assert_ne!(name("1"), name("2"));
    }
}
