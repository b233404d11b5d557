//! The texts of a site, and places in them: what every finding points at.

use std::borrow::Cow;
use std::ops::Range;

/// One text file of the site or of the theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path as an author knows it: relative to the site's root, `/` between folders.
    pub path: String,
    /// The text, without a byte order mark and with `\n` line ends, whatever the file had.
    pub text: Cow<'static, str>,
    /// Whether the text is the file's.
    pub state: State,
    /// Bytes of the mark that the file begins with and the text does not.
    mark: usize,
    /// Places in the text of the line ends that take two bytes in the file.
    wide_line_ends: Vec<u32>,
}

/// Whether a source's text is its file's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is.
    Read,
    /// The site should have this file and has not: only a place for the finding that says so.
    Missing,
    /// The file is refused unread: only a place for the finding that says why.
    Unread,
}

impl Source {
    /// A source as its author meant it: a byte order mark is dropped and CRLF read as a line end.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<Cow<'static, str>>) -> Self {
        let mut text = text.into();
        let mut mark = 0;
        if let Some(rest) = text.strip_prefix('\u{feff}') {
            mark = text.len() - rest.len();
            text = Cow::Owned(rest.to_owned());
        }
        let mut wide_line_ends = Vec::new();
        if text.contains('\r') {
            let wide = (0u32..).zip(text.match_indices("\r\n"));
            // Each wide line end before has taken a byte less in the text.
            wide_line_ends = wide.map(|(n, (at, _))| u32::try_from(at).unwrap_or(u32::MAX).saturating_sub(n)).collect();
            text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
        }
        Self { path: path.into(), text, state: State::Read, mark, wide_line_ends }
    }

    fn without_text(path: String, state: State) -> Self {
        Self { path, text: Cow::Borrowed(""), state, mark: 0, wide_line_ends: Vec::new() }
    }

    /// The place of a file that should be there and is not.
    #[must_use]
    pub fn missing(path: impl Into<String>) -> Self {
        Self::without_text(path.into(), State::Missing)
    }

    /// The place of a file that is refused unread.
    #[must_use]
    pub fn unread(path: impl Into<String>) -> Self {
        Self::without_text(path.into(), State::Unread)
    }

    /// The byte of the file that stands at a byte of the text: programs that mend a file count its own bytes.
    #[must_use]
    pub fn file_byte(&self, offset: usize) -> usize {
        let wide_before = self.wide_line_ends.partition_point(|at| (*at as usize) < offset);
        self.mark + offset + wide_before
    }

    /// Line and column of a byte offset, both counted from 1; a column is a character.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..floor_char_boundary(&self.text, offset)];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }
}

/// The nearest character boundary at or before `offset`.
fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Names one [`Source`] in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// All texts of one run, in the order they were added.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// Takes a text in and names it.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(source);
        id
    }

    /// The text that `id` names.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// Every text with its name, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(&self.sources)
    }

    /// The text at `path`, if the site has it.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<SourceId> {
        self.iter().find(|(_, source)| source.path == path).map(|(id, _)| id)
    }

    /// The text a span covers.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or("")
    }
}

/// A stretch of one source, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Whose text.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The stretch `range` of `source`.
    #[must_use]
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: byte(range.start), end: byte(range.end) }
    }

    /// The stretch as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and the place it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stood.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value to its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl Spanned<String> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_crlf_are_read_as_they_are_meant() {
        let source = Source::new("x", "\u{feff}a\r\nb\r\n");
        assert_eq!(source.text, "a\nb\n");
    }

    #[test]
    fn a_byte_of_the_text_is_found_in_the_file() {
        let file = "\u{feff}a\r\nb\rc\nd\r\n\r\ne";
        let source = Source::new("x", file);
        for (at, c) in source.text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            assert_eq!(Some(source.file_byte(at)), file.find(c));
        }
        assert_eq!(source.file_byte(source.text.len()), file.len());
        assert_eq!(&file[source.file_byte(1)..source.file_byte(2)], "\r\n");
    }

    #[test]
    fn a_column_counts_characters_not_bytes() {
        let source = Source::new("x", "éé: 1\nö: x");
        assert_eq!(source.line_column(4), (1, 3));
        assert_eq!(source.line_column("éé: 1\nö".len()), (2, 2));
    }
}
