//! A [`Document`] as HTML, its holes filled by whoever makes the page.

use super::{Document, Mention, Piece, WhichDose};

/// What fills the holes of a document on one page.
pub trait Holes {
    /// The address that a mention leads to, as seen from the page.
    fn address(&self, mention: &Mention) -> String;
    /// The words for a mention without words of its own.
    fn title(&self, mention: &Mention) -> String;
    /// The note that a cited source leaves in the text, as HTML.
    fn citation(&self, mention: &Mention) -> String;
    /// A dose of the exercise whose page this is, in words.
    fn dose(&self, which: WhichDose) -> String;
}

/// The document's HTML. Everything a hole brings is escaped here, but for citations, which are HTML.
#[must_use]
pub fn render(document: &Document, holes: &impl Holes) -> String {
    if let [Piece::Html(html)] = document.pieces.as_slice() {
        return html.clone();
    }
    let mut html = String::new();
    for piece in &document.pieces {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Address(mention) => html.push_str(&super::escaped(&holes.address(&document.mentions[*mention]))),
            Piece::Title(mention) => {
                html.push_str(&super::escaped(&holes.title(&document.mentions[*mention])));
            }
            Piece::Citation(mention) => {
                html.push_str(&holes.citation(&document.mentions[*mention]));
            }
            Piece::Dose(which) => html.push_str(&super::escaped(&holes.dose(*which))),
        }
    }
    html
}

/// The document's words alone, its holes filled: no markup, no notes of sources.
#[must_use]
pub fn words(document: &Document, holes: &impl Holes) -> String {
    let mut html = String::new();
    for piece in &document.pieces {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Title(mention) => html.push_str(&super::escaped(&holes.title(&document.mentions[*mention]))),
            Piece::Dose(which) => html.push_str(&super::escaped(&holes.dose(*which))),
            Piece::Address(_) | Piece::Citation(_) => {}
        }
    }
    let mut words = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => words.push(c),
            _ => {}
        }
    }
    let words = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .iter()
        .fold(words, |words, (reference, letter)| words.replace(reference, letter));
    words.trim().to_owned()
}
