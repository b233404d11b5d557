//! The real guide and the real theme.

use std::path::Path;

use super::*;
use crate::source::Sources;

/// The theme with files of the test's own over it, and the texts that findings point into.
pub(crate) fn theme(overrides: &[(&str, &str)]) -> (Theme, Sources) {
    let mut sources = Sources::default();
    let own = overrides.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    (Theme::load(own, &mut sources), sources)
}

pub(crate) fn guide() -> Site {
    let folder = crate::read::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().value;
    crate::link::site(crate::parse::entries(&folder.sources).value, Vec::new()).value.unwrap()
}

pub(crate) const OPTIONS: Options = Options { base_url: Some("https://backsite.example"), clinic: None, logo: None };
