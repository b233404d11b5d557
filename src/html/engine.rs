//! Tera under one roof: the only module that knows the template language.
//!
//! Embedded templates are registered under `default/`, the site's own under their bare names; a name that the site does
//! not have falls back to `default/`. What Tera finds wrong becomes a finding in the template's own text.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::{Diagnostic, Reported, suggest};
use crate::markdown::html::{self, Holes};
use crate::markdown::{Document, escaped};
use crate::rule;
use crate::source::{SourceId, Sources, Span};
use crate::theme::{Layer, Theme};

const PREFIX: &str = "default/";

/// HTML that is printed as it is. Made only from read Markdown and from the parts this module lets through, so that no
/// template needs to vouch for a text.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct Html(Value);

impl Html {
    /// A read text.
    pub(super) fn document(document: &Document, holes: &impl Holes) -> Self {
        Self(Value::safe_string(&html::render(document, holes)))
    }

    /// Notes that lead to the sources of a text; `address` and `words` are escaped here.
    pub(super) fn notes(notes: impl Iterator<Item = Note>) -> Self {
        Self(Value::safe_string(&notes.map(|note| note.html()).collect::<String>()))
    }

    /// Data for machines, in a script element that no browser runs.
    pub(super) fn json_ld(data: &serde_json::Map<String, serde_json::Value>) -> Self {
        // A map of texts has nothing that JSON cannot say.
        let mut text = serde_json::to_string(data).unwrap_or_default();
        for (character, written) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026")] {
            if text.contains(character) {
                text = text.replace(character, written);
            }
        }
        Self(Value::safe_string(&text))
    }
}

/// A mark in a text that leads to a source.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// Where to.
    pub(super) href: String,
    /// Said, but not shown, before the mark.
    pub(super) said: &'static str,
    /// What is shown.
    pub(super) shown: String,
}

impl Note {
    /// The mark as HTML, a space before it.
    pub(super) fn html(&self) -> String {
        let said =
            if self.said.is_empty() { String::new() } else { format!("<span class=\"unseen\">{} </span>", self.said) };
        let class = if self.said.is_empty() { "note words" } else { "note" };
        format!(" <a class=\"{class}\" href=\"{}\">{said}{}</a>", escaped(&self.href), escaped(&self.shown))
    }
}

/// A view, ready for a template.
#[derive(Debug, Clone)]
pub(super) struct View(Value);

/// Makes a view of what can be serialised.
pub(super) fn view(value: &impl Serialize) -> View {
    View(Value::from_serializable(value))
}

/// All templates, parsed.
#[derive(Debug)]
pub(super) struct Engine {
    tera: Tera,
    places: BTreeMap<String, SourceId>,
}

impl Engine {
    /// Parses every template of the theme. A broken one is a finding, and the embedded one takes its place.
    pub(super) fn load(theme: &Theme, sources: &Sources) -> Reported<Self> {
        let mut loading = Loading { sources, places: places(theme, sources), diagnostics: Vec::new() };
        let mut templates: BTreeMap<String, SourceId> = loading.places.clone();
        templates.retain(|name, place| loading.parses(name, *place));
        let tera = loading.join(&mut templates);
        Reported { value: Self { tera, places: loading.places }, diagnostics: loading.diagnostics }
    }

    /// The page that `template` makes of a view, or the finding that says why there is none.
    pub(super) fn render(&self, template: &str, page: &View, site: &View) -> Result<String, Option<Box<Diagnostic>>> {
        let mut context = Context::new();
        context.insert_value("page", page.0.clone());
        context.insert_value("site", site.0.clone());
        self.tera.render(template, &context).map_err(|error| match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                let place = self.places.get(report.filename())?;
                Some(Box::new(finding(report.message(), Span::new(*place, report.span().range.clone()))))
            }
            // A template that could not be loaded has its finding.
            ErrorKind::TemplateNotFound(_) => None,
            _ => {
                let place = self.places.get(template).or_else(|| self.places.get(&format!("{PREFIX}{template}")))?;
                Some(Box::new(finding(&error.to_string(), Span::new(*place, 0..0))))
            }
        })
    }
}

/// The name Tera knows each template by, and where its text is.
fn places(theme: &Theme, sources: &Sources) -> BTreeMap<String, SourceId> {
    let mut places = BTreeMap::new();
    for (layer, name, place) in theme.texts("html/") {
        let name = name.trim_start_matches("html/");
        match layer {
            Layer::Default => {
                places.insert(format!("{PREFIX}{name}"), place);
            }
            Layer::Own => {
                // Where the site's file is the embedded one, as in this repository, findings point at the file.
                if let Some(default) = places.get_mut(&format!("{PREFIX}{name}"))
                    && sources.get(*default).text == sources.get(place).text
                {
                    *default = place;
                } else {
                    places.insert(name.to_owned(), place);
                }
            }
        }
    }
    places
}

/// Parses templates and collects what is wrong with them.
struct Loading<'a> {
    sources: &'a Sources,
    places: BTreeMap<String, SourceId>,
    diagnostics: Vec<Diagnostic>,
}

impl Loading<'_> {
    /// Whether a template parses on its own.
    fn parses(&mut self, name: &str, place: SourceId) -> bool {
        let text = &self.sources.get(place).text;
        match Tera::default().add_raw_template(name, text).as_ref().map_err(tera::Error::kind) {
            Err(ErrorKind::SyntaxError(report)) => {
                self.diagnostics.push(finding(report.message(), Span::new(place, report.span().range.clone())));
                false
            }
            // Whether its parent and its parts are there is seen when all are together.
            _ => true,
        }
    }

    /// All templates together; those that do not fit the others are findings and are left out.
    fn join(&mut self, templates: &mut BTreeMap<String, SourceId>) -> Tera {
        loop {
            let mut tera = Tera::default();
            tera.autoescape_on(vec![".html", ".xml"]);
            let texts = templates.iter().map(|(name, place)| (name.as_str(), self.sources.get(*place).text.as_ref()));
            let joined = tera.set_fallback_prefixes([PREFIX]).and_then(|()| tera.add_raw_templates(texts));
            let Err(error) = joined else { return tera };
            let blamed = self.blame(&error, templates);
            if blamed.is_empty() {
                return Tera::default();
            }
            templates.retain(|name, _| !blamed.contains(name));
        }
    }

    /// Says what does not fit, and names the templates that are to blame.
    fn blame(&mut self, error: &tera::Error, templates: &BTreeMap<String, SourceId>) -> BTreeSet<String> {
        let faults = match error.kind() {
            ErrorKind::MissingParent { current, parent } => {
                vec![Fault::naming(current, parent, format!("There is no template `{parent}` to extend"))]
            }
            ErrorKind::CircularExtend { tpl, .. } => {
                vec![Fault::naming(tpl, "extends", "A template extends itself in a circle".to_owned())]
            }
            ErrorKind::CircularInclude { tpl, .. } => {
                vec![Fault::naming(tpl, "include", "A template includes itself in a circle".to_owned())]
            }
            _ => faults(&error.to_string()),
        };
        let mut blamed = BTreeSet::new();
        for fault in faults {
            let Some((name, place)) = templates.get_key_value(&fault.template) else {
                continue;
            };
            let range = fault.range(&self.sources.get(*place).text);
            self.diagnostics.push(finding(&fault.message, Span::new(*place, range)));
            blamed.insert(name.clone());
        }
        if blamed.is_empty()
            && let Some((name, place)) = templates.iter().next()
        {
            self.diagnostics.push(finding(&error.to_string(), Span::new(*place, 0..0)));
            blamed.insert(name.clone());
        }
        blamed
    }
}

/// One thing that is wrong with a template among the others.
struct Fault {
    template: String,
    message: String,
    at: At,
}

/// Where a fault is, as Tera says it.
enum At {
    /// Line and column, both from 1, and so many characters.
    Line(usize, usize, usize),
    /// At this word.
    Word(String),
}

impl Fault {
    fn naming(template: &str, word: &str, message: String) -> Self {
        Self { template: template.to_owned(), message, at: At::Word(word.to_owned()) }
    }

    fn range(&self, text: &str) -> std::ops::Range<usize> {
        match &self.at {
            At::Word(word) => text.find(word.as_str()).map_or(0..0, |at| at..at + word.len()),
            At::Line(line, column, width) => {
                let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let byte = |n: usize| text[start..].char_indices().nth(n).map_or(text.len(), |(at, _)| start + at);
                byte(column - 1)..byte(column - 1 + width)
            }
        }
    }
}

/// The faults in a report that Tera gives only as a text, several under one another.
fn faults(report: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut message = "";
    for line in report.lines() {
        if let Some(text) = line.strip_prefix("error: ") {
            message = text;
        } else if let Some((_, place)) = line.split_once("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next(), parts.next(), parts.next());
            let number =
                |text: Option<&str>| text.and_then(|text| text.trim().parse::<usize>().ok()).unwrap_or(1).max(1);
            let template = name.unwrap_or(place).to_owned();
            faults.push(Fault { template, message: message.to_owned(), at: At::Line(number(line), number(column), 1) });
        } else if let Some((_, drawn)) = line.split_once("| ")
            && let Some(fault) = faults.last_mut()
            && drawn.trim().chars().all(|c| c == '^')
            && let At::Line(_, _, width) = &mut fault.at
        {
            *width = drawn.trim().len().max(1);
        }
    }
    faults
}

/// What Tera says, as a finding: the message alone, and the fields there are as help.
fn finding(message: &str, span: Span) -> Diagnostic {
    let (message, available) = match message.split_once(" Available ") {
        Some((message, list)) => (message, list.split_once(": ").map(|(_, list)| list)),
        None => (message, None),
    };
    let finding = Diagnostic::new(&rule::TEMPLATE_ERROR, span, lower_first(message.trim_end_matches('.')));
    let Some(available) = available else {
        return finding.help("mend the template, or remove it: the embedded one then takes its place");
    };
    let names: Vec<&str> = available.split(", ").collect();
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let wanted = message.split('`').nth(1).unwrap_or("");
    match suggest::nearest(wanted, names.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`? There are {list}")),
        None => finding.help(format!("there are {list}")),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(own: &[(&str, &str)]) -> (Reported<Engine>, Sources) {
        let mut sources = Sources::default();
        let own = own.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        let theme = Theme::load(own, &mut sources);
        (Engine::load(&theme, &sources), sources)
    }

    fn places(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
        let place = |diagnostic: &Diagnostic| {
            let source = sources.get(diagnostic.primary.span.source);
            let (line, column) = source.line_column(diagnostic.primary.span.range().start);
            format!("{}:{line}:{column}: {}", source.path, diagnostic.message)
        };
        diagnostics.iter().map(place).collect()
    }

    #[test]
    fn the_embedded_templates_parse() {
        let (engine, sources) = load(&[]);
        assert_eq!(places(&engine.diagnostics, &sources), Vec::<String>::new());
    }

    #[test]
    fn every_broken_template_is_reported_where_it_is_broken() {
        let (engine, sources) = load(&[
            ("html/a.html", "ok\n{% if %}"),
            ("html/b.html", "<p>{{ page | nonsense }}</p>"),
            ("html/c.html", "{% extends \"nothing.html\" %}"),
        ]);
        let found = places(&engine.diagnostics, &sources);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("templates/html/a.html:2:"), "{found:?}");
        assert!(found.iter().any(|line| line.starts_with("templates/html/b.html:1:1")), "{found:?}");
        assert!(
            found.iter().any(|line| line.starts_with("templates/html/c.html:1:13: there is no template")),
            "{found:?}"
        );
    }

    #[test]
    fn a_misspelled_field_is_found_and_the_right_one_offered() {
        let (engine, sources) = load(&[("html/mine.html", "<h1>{{ page.titel }}</h1>")]);
        let page = view(&BTreeMap::from([("title", "x"), ("summary", "y")]));
        let error = engine.value.render("mine.html", &page, &page).unwrap_err().unwrap();
        assert_eq!(
            places(&[*error.clone()], &sources),
            ["templates/html/mine.html:1:13: field `titel` is not defined"]
        );
        assert!(error.help.unwrap().text.contains("did you mean `title`?"));
    }

    #[test]
    fn text_is_escaped_and_read_markdown_is_not() {
        #[derive(Serialize)]
        struct Page {
            text: &'static str,
            note: Html,
        }
        let (engine, _) = load(&[("html/mine.html", "{{ page.text }} {{ page.note }}")]);
        let note = Note { href: "a?b&c".to_owned(), said: "Source", shown: "<1>".to_owned() };
        let page = view(&Page { text: "<b>", note: Html::notes([note].into_iter()) });
        assert_eq!(
            engine.value.render("mine.html", &page, &page).unwrap(),
            "&lt;b&gt;  <a class=\"note\" href=\"a?b&amp;c\"><span class=\"unseen\">Source </span>&lt;1&gt;</a>"
        );
    }

    #[test]
    fn a_file_of_the_site_may_build_on_the_embedded_one() {
        let (engine, sources) = load(&[("html/not-found.html", "{% extends \"default/not-found.html\" %}")]);
        assert_eq!(places(&engine.diagnostics, &sources), Vec::<String>::new());
    }
}
