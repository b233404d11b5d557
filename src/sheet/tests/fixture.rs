//! The real guide and the real theme.

use std::path::Path;

use crate::model::site::Site;
use crate::sheet::Options;
use crate::source::Sources;
use crate::theme::Theme;

/// The theme with files of the test's own over it, and the texts that findings point into.
pub(in crate::sheet) fn theme(overrides: &[(&str, &str)]) -> (Theme, Sources) {
    let mut sources = Sources::default();
    let own = overrides.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    (Theme::load(own, &mut sources), sources)
}

pub(in crate::sheet) fn guide() -> Site {
    let folder = crate::read::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().value;
    crate::link::site(crate::parse::entries(&folder.sources).value, Vec::new()).value.unwrap()
}

pub(in crate::sheet) const OPTIONS: Options =
    Options { base_url: Some("https://backsite.example"), clinic: None, logo: None };
