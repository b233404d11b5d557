//! Which addresses a text may link to.

use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::Span;

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Class<'a> {
    /// A page on the web, a mail address or a phone number.
    Web,
    /// A scheme that can run a program or carry a page of its own, or a space that hides one.
    Unsafe(&'a str),
    /// A path that leaves the site, or its root.
    Outside,
    /// Something of this site, to be looked up.
    Entry,
}

/// Sorts an address. Only four schemes are let through; white space and control characters, which browsers skip, are not.
pub(super) fn class(address: &str) -> Class<'_> {
    if address.chars().any(is_skipped) {
        return Class::Unsafe(" ");
    }
    let head = address.split(['/', '?', '#']).next().unwrap_or("");
    if let Some((scheme, _)) = head.split_once(':') {
        let is_web = ["https", "http", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        return if is_web { Class::Web } else { Class::Unsafe(scheme) };
    }
    if address.starts_with("//") || address.starts_with('\\') {
        return Class::Unsafe("//");
    }
    if address.split(['/', '\\']).any(|part| part == "..") {
        return Class::Outside;
    }
    Class::Entry
}

/// White space and control characters: in an address they stand for nothing, and can hide what it is.
fn is_skipped(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The finding for an address that is [`Class::Unsafe`].
pub(super) fn not_safe(span: Span, address: &str, scheme: &str) -> Diagnostic {
    if address.chars().any(is_skipped) {
        return Diagnostic::new(&rule::UNSAFE_LINK, span, "an address holds no spaces, tabs or line breaks")
            .help("link to an entry by its name; in an address of the web write `%20` for a space");
    }
    let colon = if scheme.starts_with('/') { "" } else { ":" };
    Diagnostic::new(&rule::UNSAFE_LINK, span, format!("a link may not begin with `{scheme}{colon}`"))
        .help("link to an entry by its name, or to a page on the web by its whole https address")
}

/// The finding for a path with `..` in it.
pub(super) fn outside(span: Span, address: &str) -> Diagnostic {
    Diagnostic::new(&rule::OUTSIDE_SITE, span, format!("`{address}` leads out of the site"))
        .help("name an entry by its file name without the ending, as in `[cat-cow](cat-cow)`")
}

/// The finding for a picture that is not in the guide's own folder.
pub(super) fn picture_outside(span: Span, address: &str) -> Diagnostic {
    Diagnostic::new(&rule::OUTSIDE_SITE, span, format!("the picture `{address}` is not the guide's own"))
        .help("if you may use it, put it into content/pictures and write its file name alone: `![what it shows](bird-dog.png)`")
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
    fn capitals_make_no_other_scheme() {
        assert_eq!(class("HTTPS://example.org/"), Class::Web);
        assert_eq!(class("MailTo:a@b.org"), Class::Web);
    }

    #[test]
    fn white_space_and_control_characters_are_refused_anywhere() {
        for address in
            ["https://x/ onload=alert(1) x=", "https://x/\ty", "cat cow", "cat-cow#a b", "https://x/\u{0}", "a\u{a0}b"]
        {
            assert!(matches!(class(address), Class::Unsafe(_)), "{address}");
        }
    }

    #[test]
    fn an_entry_may_have_a_heading_and_a_folder() {
        assert_eq!(class("red-flags#emergency"), Class::Entry);
        assert_eq!(class("conditions/osteoporosis"), Class::Entry);
        assert_eq!(class("../secret"), Class::Outside);
        assert_eq!(class("a/../../b"), Class::Outside);
    }
}
