//! Findings as one line each: `path:line:column: error[code]: message; help`.

use std::fmt::Write as _;

use super::Diagnostic;
use crate::source::Sources;

/// One finding as one line.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let source = sources.get(diagnostic.primary.span.source);
    let (line, column) = source.line_column(diagnostic.primary.span.start as usize);
    let mut text = format!(
        "{}:{line}:{column}: {}[{}]: {}",
        source.path,
        diagnostic.severity().word(),
        diagnostic.rule.code,
        diagnostic.message
    );
    if let Some(help) = &diagnostic.help {
        let _ = write!(text, "; {}", help.text);
    }
    let mut line: String = text.chars().map(|c| if is_unprintable(c) { '\u{fffd}' } else { c }).collect();
    line.push('\n');
    line
}

/// Characters that move a cursor, end a line or turn the direction of text: never printed as they are.
pub(super) fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
