//! Findings for machines: one JSON object a line. Fields are added, never renamed or removed.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Diagnostic, Label};
use crate::source::{Sources, Span};

/// One finding as one line of JSON.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let label = |label: &Label| {
        let mut value = place(label.span, sources);
        value["label"] = json!(label.text);
        value
    };
    let help = diagnostic.help.as_ref().map(|help| {
        let edit = help.edit.as_ref().map(|(span, replacement)| {
            let mut value = place(*span, sources);
            value["replacement"] = json!(replacement);
            value
        });
        json!({ "text": help.text, "edit": edit })
    });
    let object = json!({
        "code": diagnostic.rule.code,
        "severity": diagnostic.severity().word(),
        "message": diagnostic.message,
        "place": label(&diagnostic.primary),
        "related": diagnostic.secondary.iter().map(label).collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "help": help,
    });
    // Control characters are escaped already; those that turn the direction of text are not, and a log shows them.
    let mut line = String::new();
    for c in object.to_string().chars() {
        if super::short::is_unprintable(c) {
            let _ = write!(line, "\\u{:04x}", c as u32);
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    line
}

/// Path, line and column (from 1, in characters) of both ends, and the bytes of the file, whatever its line ends.
fn place(span: Span, sources: &Sources) -> Value {
    let source = sources.get(span.source);
    let (line, column) = source.line_column(span.start as usize);
    let (end_line, end_column) = source.line_column(span.end as usize);
    json!({
        "path": source.path,
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "start": source.file_byte(span.start as usize), "end": source.file_byte(span.end as usize),
    })
}
