//! Findings: what is wrong in the author's text, where, why it matters and what to write instead.

pub mod github;
pub mod human;
pub mod json;
pub mod short;
pub mod suggest;

use crate::rule::Rule;
use crate::source::{Sources, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published while one stands.
    Error,
    /// Published, and said.
    Warning,
}

impl Severity {
    /// The word authors see.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands here, in a few words; may be empty.
    pub text: String,
}

/// What to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// An imperative sentence.
    pub text: String,
    /// The mend itself, where it is certain: what replaces the text at the place.
    pub edit: Option<(Span, String)>,
}

/// One finding. Everything an author needs to mend it without knowing the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that fired: its code, severity and page.
    pub rule: &'static Rule,
    /// What is wrong; stands alone.
    pub message: String,
    /// The place, always there.
    pub primary: Label,
    /// Other places that matter, perhaps in other files.
    pub secondary: Vec<Label>,
    /// Why the rule exists, in a clinician's words.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<Help>,
}

impl Diagnostic {
    /// A finding of `rule` at `span`. The reason the rule exists comes with it.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: vec![rule.why.to_owned()],
            help: None,
        }
    }

    /// What stands at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that belongs to the finding.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// What to do, in words.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(Help { text: text.into(), edit: None });
        self
    }

    /// What to do, as the very text to put in the place of `span`.
    #[must_use]
    pub fn edit(mut self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.help = Some(Help { text: text.into(), edit: Some((span, replacement.into())) });
        self
    }

    /// The finding's weight.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.rule.severity
    }
}

/// A value and what was found while making it. There is always a value: broken input is not a failure.
#[derive(Debug)]
pub struct Reported<T> {
    /// What was made.
    pub value: T,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T: Default> Reported<T> {
    /// Nothing made and nothing found.
    #[must_use]
    pub fn none() -> Self {
        Self { value: T::default(), diagnostics: Vec::new() }
    }
}

/// Whether an error is among findings: then nothing is published.
#[must_use]
pub fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|finding| finding.severity() == Severity::Error)
}

/// Puts findings into the order of the files and removes those said twice.
pub fn arrange(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.span.start, d.rule.code);
        let path = |d: &Diagnostic| sources.get(d.primary.span.source).path.as_str();
        path(a).cmp(path(b)).then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Drawn for a person at a terminal.
    #[default]
    Human,
    /// One line a finding.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands of GitHub, one a line; see [`github`].
    Github,
}

/// Findings that are shown in one run. Nobody reads more, and drawing a hundred thousand would take minutes; the line that
/// counts them counts them all.
pub const MOST_SHOWN: usize = 500;

/// Findings as text, one after the other: the first [`MOST_SHOWN`] of them.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format, colour: bool) -> String {
    let one = |diagnostic: &Diagnostic| match format {
        Format::Human => human::render(diagnostic, sources, colour),
        Format::Short => short::render(diagnostic, sources),
        Format::Json => json::render(diagnostic, sources),
        Format::Github => github::annotation(diagnostic, sources, &github::Web::default()),
    };
    if format == Format::Github {
        return github::worst_first(diagnostics).map(one).collect();
    }
    diagnostics.iter().take(MOST_SHOWN).map(one).collect()
}
