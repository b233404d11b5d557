//! Findings drawn for a person: the text, the place underlined, why it matters, what to write instead.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources};

/// Width that explanations are wrapped to, in characters: a terminal's, less the margin of the drawing.
const WIDTH: usize = 84;

/// Longest line that is drawn whole, in bytes; beyond it the drawing would bury the finding.
const LONGEST_LINE: usize = 400;

/// One finding as text, ending in an empty line.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut main = level.primary_title(clean(&diagnostic.message)).id(diagnostic.rule.code).element(snippet(
        &diagnostic.primary,
        sources,
        AnnotationKind::Primary,
    ));
    for label in &diagnostic.secondary {
        main = main.element(snippet(label, sources, AnnotationKind::Context));
    }
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(wrap(note)));
    }
    let mut report = vec![main];
    if let Some(help) = &diagnostic.help {
        match &help.edit {
            Some((span, replacement)) if drawable(sources.get(span.source), span.start) => {
                let source = sources.get(span.source);
                let patch = Patch::new(span.range(), replacement.clone());
                report.push(
                    Group::with_title(Level::HELP.secondary_title(wrap(&help.text)))
                        .element(Snippet::source(source.text.as_ref()).path(clean(&source.path)).patch(patch)),
                );
            }
            _ => {
                let last = report.remove(0);
                report.push(last.element(Level::HELP.message(wrap(&help.text))));
            }
        }
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n\n", renderer.decor_style(DecorStyle::Ascii).render(&report))
}

/// A label drawn over its own few lines.
fn snippet<'a>(
    label: &'a Label,
    sources: &'a Sources,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.get(label.span.source);
    let path = clean(&source.path);
    if !drawable(source, label.span.start) {
        let (line, _) = source.line_column(label.span.start as usize);
        return Snippet::source("(a line too long to show)")
            .line_start(line)
            .path(path)
            .annotation(kind.span(0..1).label(clean(&label.text)));
    }
    let range = label.span.range();
    let end = first_line_end(&source.text, range.start).min(range.end).max(range.start);
    Snippet::source(source.text.as_ref())
        .path(path)
        .annotation(kind.span(range.start..end).label((!label.text.is_empty()).then(|| clean(&label.text))))
}

/// Whether the line at `offset` is short enough to be drawn.
fn drawable(source: &Source, offset: u32) -> bool {
    let offset = (offset as usize).min(source.text.len());
    let start = source.text[..offset].rfind('\n').map_or(0, |at| at + 1);
    first_line_end(&source.text, offset) - start <= LONGEST_LINE
}

/// Where the line that holds `offset` ends.
fn first_line_end(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    text[offset..].find('\n').map_or(text.len(), |at| offset + at)
}

/// Text without the control characters that could move a terminal's cursor or turn its direction round.
fn clean(text: &str) -> String {
    text.chars().map(|c| if super::short::is_unprintable(c) { '\u{fffd}' } else { c }).collect()
}

/// Breaks a sentence into lines that fit beside the drawing.
fn wrap(text: &str) -> String {
    let mut wrapped = String::new();
    let mut width = 0;
    for word in clean(text).split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            wrapped.push('\n');
            width = 0;
        } else if width > 0 {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        width += length;
    }
    wrapped
}
