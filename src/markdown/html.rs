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
    let pieces = match document.pieces() {
        None => return super::escaped(&document.plain),
        Some([Piece::Html(html)]) => return html.clone(),
        Some(pieces) => pieces,
    };
    let mention = |number: usize| document.mentions().get(number);
    let mut html = String::new();
    for piece in pieces {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Address(number) => {
                html.extend(mention(*number).map(|mention| super::escaped(&holes.address(mention))));
            }
            Piece::Title(number) => html.extend(mention(*number).map(|mention| super::escaped(&holes.title(mention)))),
            Piece::Citation(number) => html.extend(mention(*number).map(|mention| holes.citation(mention))),
            Piece::Dose(which) => html.push_str(&super::escaped(&holes.dose(*which))),
        }
    }
    html
}

/// The document's words alone, its holes filled: no markup, no notes of sources.
#[must_use]
pub fn words(document: &Document, holes: &impl Holes) -> String {
    let Some(pieces) = document.pieces() else {
        return document.plain.trim().to_owned();
    };
    let mut html = String::new();
    for piece in pieces {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Title(number) => {
                html.extend(document.mentions().get(*number).map(|mention| super::escaped(&holes.title(mention))));
            }
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
