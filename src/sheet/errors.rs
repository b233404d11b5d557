//! What Typst found wrong, as findings about the template's file and line.

use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::DiagSpan;
use typst::{World, WorldExt as _};

use super::world::{Press, Proof, theme_name};
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::source::Span;

/// Typst's errors as findings. `subject` is the place in the content the sheet is made of, and `what` its words.
#[must_use]
pub(super) fn findings(
    press: &Press,
    proof: &Proof,
    errors: &[SourceDiagnostic],
    subject: Span,
    what: &str,
) -> Vec<Diagnostic> {
    let errors = errors.iter().filter(|error| error.severity == Severity::Error);
    errors.map(|error| finding(press, proof, error, subject, what)).collect()
}

fn finding(press: &Press, proof: &Proof, error: &SourceDiagnostic, subject: Span, what: &str) -> Diagnostic {
    let message = format!("a sheet cannot be set: {}", error.message);
    let mut places = std::iter::once(error.span).chain(error.trace.iter().map(|point| DiagSpan::from(point.span)));
    let mut finding = match places.find_map(|span| place(press, proof, span)) {
        Some(span) => Diagnostic::new(&rule::TEMPLATE_ERROR, span, message).label("here").also(subject, what),
        None => Diagnostic::new(&rule::TEMPLATE_ERROR, subject, message).label(what),
    };
    if let Some(hint) = error.hints.first() {
        finding = finding.help(hint.v.to_string());
    }
    finding
}

/// Where a span of Typst's stands in the theme.
fn place(press: &Press, proof: &Proof, span: DiagSpan) -> Option<Span> {
    let id = span.id()?;
    let range = (proof as &dyn World).range(span)?;
    Some(Span::new(press.theme().source(&theme_name(id))?, range))
}
