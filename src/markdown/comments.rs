//! HTML in a text: a comment is a note to editors, and everything else is a fault.

use std::ops::Range;

/// What is wrong with a stretch of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A tag.
    Tag(Range<usize>),
    /// Words on the line of a comment, which Markdown takes for a part of it.
    Lost(Range<usize>),
    /// A comment that does not end.
    Unclosed(Range<usize>),
}

/// Cuts the comments out and judges what is left.
pub(super) fn judge(html: &str) -> Option<Fault> {
    let mut lost = None;
    let mut at = 0;
    loop {
        let rest = &html[at..];
        let comment = rest.find("<!--");
        let left = &rest[..comment.unwrap_or(rest.len())];
        let words = left.trim();
        if !words.is_empty() {
            let start = at + (left.len() - left.trim_start().len());
            let line = words.lines().next().unwrap_or(words).trim_end();
            let range = start..start + line.len();
            // Words before a tag are no reason to speak of a comment.
            if let Some(tag) = words.find('<') {
                let end = words[tag..].find('>').map_or(words.len(), |end| tag + end + 1);
                let end = words[..end].find('\n').filter(|end| *end > tag).unwrap_or(end);
                return Some(Fault::Tag(start + tag..start + end));
            }
            lost.get_or_insert(Fault::Lost(range));
        }
        let Some(start) = comment.map(|n| at + n) else {
            return lost;
        };
        // `<!-->` is a whole comment to a browser.
        let Some(end) = html[start + 2..].find("-->").map(|n| start + 2 + n + 3) else {
            return Some(Fault::Unclosed(start..start + 4));
        };
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_over_several_lines_is_one_comment() {
        assert_eq!(judge("<!-- a\n\n<b>\nc -->\n"), None);
        assert_eq!(judge("<!-- a --> <!-- b -->\n"), None);
    }

    #[test]
    fn what_stands_beside_a_comment_is_judged() {
        assert_eq!(judge("<!-- note --> visible text\n"), Some(Fault::Lost(14..26)));
        assert_eq!(judge("<!-- --><script>\n"), Some(Fault::Tag(8..16)));
        assert_eq!(judge("<!-- a\n--> x <b>\n"), Some(Fault::Tag(13..16)));
        assert_eq!(judge("<p\nclass=x>words\n"), Some(Fault::Tag(0..2)));
        assert_eq!(judge("<!--><script>-->"), Some(Fault::Tag(5..13)));
    }

    #[test]
    fn a_comment_that_does_not_end_is_a_fault() {
        assert_eq!(judge("<!-- never\nclosed\n"), Some(Fault::Unclosed(0..4)));
        assert_eq!(judge("<!-- a --> <!-- b\n"), Some(Fault::Unclosed(11..15)));
    }
}
