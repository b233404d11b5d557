//! Findings for GitHub: annotations beside the lines of a pull request, and a summary of the run in Markdown.
//!
//! A step may show ten annotations of a kind, so errors come before warnings; the summary shows them all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::short::is_unprintable;
use super::{Diagnostic, Help, MOST_SHOWN, Severity};
use crate::rule::Rule;
use crate::source::{Sources, State};

/// Largest summary, in bytes: GitHub refuses one above 1 MiB, whole.
const LARGEST_SUMMARY: usize = 900_000;

/// Longest text of one cell, in characters.
const LONGEST_CELL: usize = 600;

/// Longest mended line that is shown whole, in characters.
const LONGEST_LINE: usize = 400;

/// Where the guide and its pages can be read on the web, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Web {
    /// What stands before a path of the guide in its repository: empty, or folders ending in `/`.
    pub prefix: String,
    /// The address of the repository's files at this version, without a slash at the end.
    pub files: Option<String>,
    /// The folder of the rules' pages, from the root of the repository.
    pub rules: Option<String>,
    /// The address at which a file is edited on the contributor's own branch, without a slash at the end.
    pub editor: Option<String>,
}

/// The order in which findings are told: errors, then warnings, each in the order of the files.
pub(super) fn worst_first(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    let of = |severity| diagnostics.iter().filter(move |found| found.severity() == severity);
    of(Severity::Error).chain(of(Severity::Warning)).take(MOST_SHOWN)
}

/// Findings as workflow commands, one a line.
#[must_use]
pub fn annotations(diagnostics: &[Diagnostic], sources: &Sources, web: &Web) -> String {
    worst_first(diagnostics).map(|diagnostic| annotation(diagnostic, sources, web)).collect()
}

/// One finding as a workflow command.
pub(super) fn annotation(diagnostic: &Diagnostic, sources: &Sources, web: &Web) -> String {
    let span = diagnostic.primary.span;
    let source = sources.get(span.source);
    let mut command = format!("::{} ", diagnostic.severity().word());
    // An embedded template is no file of the repository: its finding has no line to stand at.
    if !source.path.starts_with('<') {
        let (line, column) = source.line_column(span.start as usize);
        let (end_line, end_column) = source.line_column(span.end as usize);
        let _ = write!(command, "file={},line={line}", property(&format!("{}{}", web.prefix, source.path)));
        // Columns are allowed within one line only.
        if end_line > line {
            let _ = write!(command, ",endLine={end_line}");
        } else {
            let _ = write!(command, ",col={column},endColumn={}", end_column.max(column));
        }
        command.push(',');
    }
    let _ = write!(command, "title={}::{}", property(diagnostic.rule.code), data(&message(diagnostic, sources)));
    command.push('\n');
    command
}

/// What an annotation says: what is wrong, what to do, how the line then reads, and why.
fn message(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        let _ = write!(text, "\nTo mend it: {}", help.text);
        if let Some(line) = mended(help, sources) {
            let _ = write!(text, "\nWrite:\n{line}");
        }
    }
    for note in &diagnostic.notes {
        let _ = write!(text, "\nWhy: {note}");
    }
    text
}

/// The line as it reads once it is mended, where that is certain and the help does not say it already.
fn mended(help: &Help, sources: &Sources) -> Option<String> {
    let (span, replacement) = help.edit.as_ref()?;
    if !replacement.trim().is_empty() && help.text.contains(replacement.as_str()) {
        return None;
    }
    let text = &sources.get(span.source).text;
    let before = text.get(..span.range().start)?;
    let behind = text.get(span.range().end..)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = behind.find('\n').unwrap_or(behind.len());
    let line = format!("{}{replacement}{}", &before[start..], behind[..end].trim_end());
    (line.chars().count() <= LONGEST_LINE).then_some(line)
}

/// The text of a workflow command.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c if is_unprintable(c) => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A property of a workflow command, in which a colon and a comma end the value.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// All findings as a page of Markdown.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic], sources: &Sources, n_entries: usize, web: &Web) -> String {
    let count = |severity| diagnostics.iter().filter(|found| found.severity() == severity).count();
    let (n_errors, n_warnings) = (count(Severity::Error), count(Severity::Warning));
    let counted = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let entries = counted(n_entries, "entry", "entries");
    if diagnostics.is_empty() {
        return format!("## Nothing to mend\n\n{entries} checked, no finding. Thank you.\n\n");
    }
    let mut text = format!(
        "## {}, {} in {entries}\n\n{}\n\n",
        counted(n_errors, "error", "errors"),
        counted(n_warnings, "warning", "warnings"),
        if n_errors > 0 {
            "Nothing is published while an error stands. Each row names the line and what to write there; what the rules \
             are for stands below the table. Mend the file on your branch, and this check runs again by itself."
        } else {
            "Warnings do not stop the guide from being published. They are worth a look all the same."
        }
    );
    text.push_str("| | where | what is wrong | how to mend it |\n|---|---|---|---|\n");
    let mut n_shown = 0;
    for diagnostic in worst_first(diagnostics) {
        let row = row(diagnostic, sources, web);
        if text.len() + row.len() > LARGEST_SUMMARY / 2 {
            break;
        }
        text.push_str(&row);
        n_shown += 1;
    }
    if n_shown < diagnostics.len() {
        let _ = writeln!(text, "\n{} more are not shown: mend these first.", diagnostics.len() - n_shown);
    }
    text.push_str("\n### What these rules are for\n\n");
    for (rule, n) in rules(diagnostics) {
        let part = rule_part(rule, n, web);
        if text.len() + part.len() > LARGEST_SUMMARY {
            break;
        }
        text.push_str(&part);
    }
    text
}

/// The rules that were broken, and how often, the most often broken first.
fn rules(diagnostics: &[Diagnostic]) -> Vec<(&'static Rule, usize)> {
    let mut n_by_code: BTreeMap<&str, (&'static Rule, usize)> = BTreeMap::new();
    for diagnostic in diagnostics {
        n_by_code.entry(diagnostic.rule.code).or_insert((diagnostic.rule, 0)).1 += 1;
    }
    let mut rules: Vec<_> = n_by_code.into_values().collect();
    rules.sort_by_key(|(rule, n)| (rule.severity, usize::MAX - n));
    rules
}

fn row(diagnostic: &Diagnostic, sources: &Sources, web: &Web) -> String {
    let source = sources.get(diagnostic.primary.span.source);
    let (line, _) = source.line_column(diagnostic.primary.span.start as usize);
    let place = format!("{}<br>line {line}", cell(&source.path));
    let place = match &web.files {
        Some(files) if !source.path.starts_with('<') => {
            // `plain=1`: a Markdown file is shown by its lines.
            format!("<a href=\"{files}/{}{}?plain=1#L{line}\">{place}</a>", web.prefix, in_address(&source.path))
        }
        _ => place,
    };
    let place = match &web.editor {
        Some(editor) if source.state == State::Read && !source.path.starts_with('<') => {
            format!("{place}<br><a href=\"{editor}/{}{}\">edit</a>", web.prefix, in_address(&source.path))
        }
        _ => place,
    };
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| {
        // Spaces at the head of a line mean something, and only `<pre>` keeps them.
        let line = mended(help, sources).map(|line| format!("<br>Write<pre>{}</pre>", literal_lines(&line)));
        cell(&help.text) + &line.unwrap_or_default()
    });
    format!(
        "| {} | {place} | {}<br>{} | {help} |\n",
        diagnostic.severity().word(),
        cell(&diagnostic.message),
        rule_link(diagnostic.rule, web)
    )
}

/// The rule's code, as a link to its page where that is known.
fn rule_link(rule: &Rule, web: &Web) -> String {
    match (&web.files, &web.rules) {
        (Some(files), Some(rules)) => {
            format!("<a href=\"{files}/{rules}/{}.md\"><code>{}</code></a>", rule.code, rule.code)
        }
        _ => format!("<code>{}</code>", rule.code),
    }
}

/// The rule's page, folded: it can be read where its link leads nowhere.
fn rule_part(rule: &Rule, n: usize, web: &Web) -> String {
    let times = if n == 1 { String::new() } else { format!(", {n} times") };
    let mut page = String::new();
    // The title and the promise stand in the line that unfolds it.
    for line in rule.markdown_page().lines().skip(4) {
        if line.starts_with("## ") {
            page.push_str("##");
        }
        page.push_str(line);
        page.push('\n');
    }
    format!(
        "<details><summary>{}{times}: {}</summary>\n\n{page}\n</details>\n\n",
        rule_link(rule, web),
        cell(rule.promise())
    )
}

/// A text in a table's cell: nothing in it is markup, but what stands between back-ticks is set as code.
fn cell(text: &str) -> String {
    let mut out = String::new();
    let short: String = text.chars().take(LONGEST_CELL).collect();
    for (n, part) in short.split('`').enumerate() {
        if n % 2 == 1 { out.push_str(&code(part)) } else { out.push_str(&literal(part)) }
    }
    if short.len() < text.len() {
        out.push_str(" …");
    }
    out
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", literal(text))
}

/// A text of one or more lines, in one row of a table.
fn literal_lines(text: &str) -> String {
    text.lines().map(literal).collect::<Vec<_>>().join("&#10;")
}

/// Every sign that Markdown or HTML could take for its own, as a character reference.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '.' | ',' | ';' | '(' | ')' | '?' | '/' | '-' => out.push(c),
            '\n' => out.push(' '),
            c if is_unprintable(c) => out.push('\u{fffd}'),
            c if c.is_ascii_punctuation() => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// A path in an address: everything but letters, figures and the few signs of a plain path by its bytes.
fn in_address(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(data("50% of\r\nit: a, b"), "50%25 of%0D%0Ait: a, b");
        assert_eq!(property("a,b:c%0A\n"), "a%2Cb%3Ac%250A%0A");
        assert_eq!(data("a\u{202e}b\u{1b}[2Jc"), "a\u{fffd}b\u{fffd}[2Jc");
    }

    #[test]
    fn a_cell_holds_no_markup_of_an_author() {
        assert_eq!(cell("no `a|b` <img>"), "no <code>a&#124;b</code> &#60;img&#62;");
        assert_eq!(cell("[x](http://y)\n# z"), "&#91;x&#93;(http&#58;//y) &#35; z");
        assert_eq!(in_address("a b\"%.md"), "a%20b%22%25.md");
    }
}
