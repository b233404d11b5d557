//! Which addresses a text may link to.

use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::Span;

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Class<'a> {
    /// A page on the web, a mail address or a phone number.
    Web,
    /// A scheme that can run a program or carry a page of its own.
    Unsafe(&'a str),
    /// A path that leaves the site, or its root.
    Outside,
    /// Something of this site, to be looked up.
    Entry,
}

/// Sorts an address. Only four schemes are let through; white space and control characters, which browsers skip, are not.
pub(super) fn class(address: &str) -> Class<'_> {
    let head = address.split(['/', '?', '#']).next().unwrap_or("");
    if let Some((scheme, _)) = head.split_once(':') {
        return match scheme {
            "https" | "http" | "mailto" | "tel" => Class::Web,
            _ => Class::Unsafe(scheme),
        };
    }
    if address.starts_with("//") || address.starts_with('\\') {
        return Class::Unsafe("//");
    }
    if address.split(['/', '\\']).any(|part| part == "..") {
        return Class::Outside;
    }
    Class::Entry
}

/// The finding for a path with `..` in it.
pub(super) fn outside(span: Span, address: &str) -> Diagnostic {
    Diagnostic::new(&rule::OUTSIDE_SITE, span, format!("`{address}` leads out of the site"))
        .help("name an entry by its slug, as in `[cat-cow](cat-cow)`, and a picture by its name in content/pictures")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_schemes_are_let_through() {
        assert_eq!(class("https://example.org/a:b"), Class::Web);
        assert_eq!(class("mailto:a@b.org"), Class::Web);
        for address in
            ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "java\tscript:x", "vbscript:x", "file:///etc"]
        {
            assert!(matches!(class(address), Class::Unsafe(_)), "{address}");
        }
        assert!(matches!(class("//evil.example"), Class::Unsafe(_)));
    }

    #[test]
    fn an_entry_may_have_a_heading_and_a_folder() {
        assert_eq!(class("red-flags#emergency"), Class::Entry);
        assert_eq!(class("conditions/osteoporosis"), Class::Entry);
        assert_eq!(class("../secret"), Class::Outside);
        assert_eq!(class("a/../../b"), Class::Outside);
    }
}
