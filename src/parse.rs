//! Texts to entries. Pure, a file at a time, in parallel; every fault of every file is collected.

pub mod clinic;
mod exercise;
mod fields;
mod figure;
pub mod memory;
mod mistake;
mod page;
mod picture;
mod plan;
mod record;
mod safety;
mod scalar;
mod settings;
mod vocabulary;

use rayon::prelude::*;

use self::fields::Reader;
use self::record::Record;
use self::scalar::{is_slug, note_to_self};
use crate::diagnostic::{Diagnostic, Reported, suggest};
use crate::markdown::{self, Document, Extent, Place};
use crate::model::exercise::EXERCISE_TABLE;
use crate::model::field::Table;
use crate::model::file::{File, Parsed, SINGLE_FILES};
use crate::model::mistake::MISTAKE_TABLE;
use crate::model::page::PAGE_TABLE;
use crate::model::plan::PLAN_TABLE;
use crate::model::safety::SAFETY_TABLE;
use crate::model::settings::{SETTINGS_TABLE, WORK_TABLE};
use crate::model::vocabulary::VOCABULARY_TABLE;
use crate::model::{Evidence, Head, Kind, Review};
use crate::rule;
use crate::source::{Source, SourceId, Sources, Span, Spanned, State};
use crate::yaml;

/// Reads every file of `content/`, in the order of their paths.
#[must_use]
pub fn entries(sources: &Sources) -> Reported<Vec<Parsed>> {
    let content: Vec<(SourceId, &Source)> = content(sources).collect();
    gathered(content.into_par_iter().map(|(id, source)| file(id, source)).collect())
}

/// The files of `content/`.
fn content(sources: &Sources) -> impl Iterator<Item = (SourceId, &Source)> {
    sources.iter().filter(|(_, source)| source.path.starts_with("content/"))
}

/// What one file came to: what it holds, if it is a file of the guide, and what was found.
type Outcome = (Option<Parsed>, Vec<Diagnostic>);

fn gathered(outcomes: Vec<Outcome>) -> Reported<Vec<Parsed>> {
    let mut files = Vec::with_capacity(outcomes.len());
    let mut diagnostics = Vec::new();
    for (file, found) in outcomes {
        files.extend(file);
        diagnostics.extend(found);
    }
    Reported { value: files, diagnostics }
}

/// Where a path's entry belongs: its kind and its slug.
fn place_of(path: &str) -> Option<(Kind, &str, bool)> {
    let (folder, name) = path.strip_prefix("content/")?.split_once('/')?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.folder() == folder)?;
    let (slug, markdown) = name
        .strip_suffix(".md")
        .map(|slug| (slug, true))
        .or_else(|| name.strip_suffix(".yaml").map(|slug| (slug, false)))?;
    (!slug.contains('/')).then_some((kind, slug, markdown))
}

/// The folder of entries that is called nearly as this path's is.
fn meant_folder(path: &str) -> Option<&'static str> {
    let (folder, _) = path.rsplit_once('/')?;
    let folders = Kind::ALL.map(Kind::folder);
    suggest::nearest(folder, folders).filter(|near| *near != folder)
}

/// Reads one file.
fn file(id: SourceId, source: &Source) -> Outcome {
    let mut reader = Reader::default();
    let start = Span::new(id, 0..0);
    let name = source.path.strip_prefix("content/").unwrap_or(&source.path);
    let file = if SINGLE_FILES.contains(&name) {
        Some(single(id, source, name, &mut reader))
    } else if let Some((kind, slug, markdown)) = place_of(&source.path) {
        Some(entry(id, source, kind, slug, markdown, &mut reader))
    } else if let Some(name) = picture::name(&source.path).filter(|_| source.state != State::Unread) {
        Some(File::Picture(picture::picture(id, name, &source.text, &mut reader.diagnostics)))
    } else if source.state == State::Unread {
        None // It has its finding.
    } else {
        let finding = Diagnostic::new(
            &rule::UNUSED_FILE,
            start,
            format!("`{}` is not a file of the guide", source.path),
        )
        .help(match meant_folder(name) {
            Some(folder) => format!("did you mean the folder `content/{folder}`?"),
            None => "entries are `.md` or `.yaml` files in content/exercises, content/mistakes, content/plans or content/pages"
                .to_owned(),
        });
        reader.diagnostics.push(finding);
        None
    };
    (file.map(|file| Parsed { file, references: reader.references, unread: reader.unread }), reader.diagnostics)
}

/// Reads one of the four files that are there once. There is always a value: what is wrong with it is a finding.
fn single(id: SourceId, source: &Source, name: &str, reader: &mut Reader) -> File {
    let span = Span::new(id, 0..0);
    let node = if source.state == State::Missing {
        let finding = Diagnostic::new(&rule::MISSING_FILE, span, format!("there is no `{}`", source.path));
        reader.diagnostics.push(finding.help(if name == "site.yaml" {
            "run backsite in the guide's folder, or name it with `--root FOLDER`; every guide has this file"
        } else {
            "put the file back; every guide has it"
        }));
        None
    } else if is_blank(source, span, reader) {
        None
    } else {
        yaml::parse(id, &source.text, 0, &source.text, &mut reader.diagnostics)
    };
    reader.unread = node.is_none();
    let mut record = |table| {
        node.as_ref()
            .map_or_else(|| Record::empty(table, span), |node| reader.record_at(node, table, first_line(id, source)))
    };
    match name {
        "site.yaml" => {
            let record = record(&SETTINGS_TABLE);
            let faulty = reader.is_faulty();
            File::Settings(Box::new(settings::settings(&record, faulty)))
        }
        "vocabulary.yaml" => File::Vocabulary(vocabulary::vocabulary(&record(&VOCABULARY_TABLE))),
        "safety.yaml" => File::Safety(Box::new(safety::safety(&record(&SAFETY_TABLE)))),
        _ => {
            let works = node.as_ref().map(|node| reader.keyed_file(node, &WORK_TABLE)).unwrap_or_default();
            File::Works(works.iter().map(|(key, record)| vocabulary::work(key, record)).collect())
        }
    }
}

/// Reads one entry. Whatever is wrong with it, it keeps its slug: those who name it are not to blame.
fn entry(id: SourceId, source: &Source, kind: Kind, slug: &str, markdown: bool, reader: &mut Reader) -> File {
    let table: &'static Table = match kind {
        Kind::Exercise => &EXERCISE_TABLE,
        Kind::Mistake => &MISTAKE_TABLE,
        Kind::Plan => &PLAN_TABLE,
        Kind::Page => &PAGE_TABLE,
    };
    let first_line = first_line(id, source);
    if !is_slug(slug) {
        reader.diagnostics.push(
            Diagnostic::new(&rule::BAD_FILE_NAME, first_line, format!("the file name `{slug}` cannot be an address"))
                .help(match slug_of(slug) {
                    Some(name) => format!(
                        "rename the file: `{name}.{}`; small letters, figures and single hyphens",
                        if markdown { "md" } else { "yaml" }
                    ),
                    None => {
                        "rename the file: small letters, figures and single hyphens, such as `bird-dog.md`".to_owned()
                    }
                }),
        );
    }
    let (node, body) = if is_blank(source, first_line, reader) {
        (None, Document::default())
    } else if markdown {
        front_matter(id, source, first_line, reader)
    } else {
        (yaml::parse(id, &source.text, 0, &source.text, &mut reader.diagnostics), Document::default())
    };
    let record = match &node {
        Some(node) => reader.record_at(node, table, first_line),
        None => Record::empty(table, first_line),
    };
    reader.unread = node.is_none();
    let head = Head { faulty: reader.is_faulty() || reader.unread, ..head(&record, id, slug, first_line, body) };
    match kind {
        Kind::Exercise => File::Exercise(Box::new(exercise::exercise(&record, head))),
        Kind::Mistake => File::Mistake(Box::new(mistake::mistake(&record, head))),
        Kind::Plan => File::Plan(Box::new(plan::plan(&record, head))),
        Kind::Page => File::Page(Box::new(page::page(&record, head))),
    }
}

/// A file's name as it may be: `Heel Slide.md` becomes `heel-slide`.
fn slug_of(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let name = name.trim_end_matches(".md").trim_end_matches(".yaml");
    let words: Vec<&str> =
        name.split([' ', '_', '-', '.', ',', '(', ')', '&']).filter(|word| !word.is_empty()).collect();
    Some(words.join("-")).filter(|slug| is_slug(slug))
}

/// The first line of a file: the place of what is wrong with it as a whole.
fn first_line(id: SourceId, source: &Source) -> Span {
    Span::new(id, 0..source.text.find('\n').unwrap_or(source.text.len()))
}

/// Whether a file has nothing in it, which is a finding.
fn is_blank(source: &Source, span: Span, reader: &mut Reader) -> bool {
    let blank = source.text.trim().is_empty();
    if blank && source.state == State::Read {
        reader.diagnostics.push(
            Diagnostic::new(&rule::EMPTY_FILE, Span { end: span.start, ..span }, format!("`{}` is empty", source.path))
                .help("write the entry, or remove the file"),
        );
    }
    blank
}

/// Splits a Markdown file at its two lines of three dashes and reads both halves.
fn front_matter(
    id: SourceId,
    source: &Source,
    first_line: Span,
    reader: &mut Reader,
) -> (Option<yaml::Node>, Document) {
    let text: &str = &source.text;
    let Some(after) = text.strip_prefix("---").and_then(|rest| {
        let line = rest.find('\n')?;
        rest[..line].trim().is_empty().then_some(3 + line + 1)
    }) else {
        reader.diagnostics.extend(does_not_open(source, first_line));
        return (None, Document::default());
    };
    let mut at = after;
    let mut close = None;
    for line in text[after..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            close = Some((at, at + line.len()));
            break;
        }
        at += line.len();
    }
    let Some((end, body)) = close else {
        reader.diagnostics.push(does_not_close(id, text, after, first_line));
        return (None, Document::default());
    };
    let node = yaml::parse(id, text, after, &text[after..end], &mut reader.diagnostics);
    let place = Place { span: Span::new(id, body..text.len()), verbatim: u32::try_from(body).ok() };
    let body = markdown::parse(&text[body..], place, Extent::Blocks, &mut reader.diagnostics);
    reader.mentions(&body);
    for block in body.blocks() {
        if let Some(note) = body.plain.get(block.words.clone()).and_then(note_to_self) {
            let at = text.get(block.span.range()).and_then(|written| written.find(note));
            let place = at.map_or(block.span, |at| {
                let start = block.span.range().start + at;
                Span::new(id, start..start + note.len())
            });
            reader.diagnostics.push(
                Diagnostic::new(&rule::PLACEHOLDER_TEXT, place, format!("`{note}`: this is not yet a text"))
                    .label("still to be written")
                    .help("write what is missing, and take this note out"),
            );
        }
    }
    (node, body)
}

/// A Markdown file that does not begin with `---`.
fn does_not_open(source: &Source, first_line: Span) -> Option<Diagnostic> {
    let text: &str = &source.text;
    if text.starts_with('\u{fffd}') {
        return None; // It is no text at all, and has its finding.
    }
    let finding = Diagnostic::new(&rule::FRONT_MATTER, first_line, "the front matter does not open")
        .label("`---` is expected here");
    let start = Span { end: first_line.start, ..first_line };
    let below = text.trim_start();
    Some(if below.starts_with("---\n") || below.starts_with("---\r") {
        let above = Span::new(first_line.source, 0..text.len() - below.len());
        finding.edit("take out what stands above the first line of dashes", above, "")
    } else if text
        .match_indices("\n---\n")
        .any(|(at, line)| text[at + line.len()..].split(':').next().is_some_and(yaml::is_field_name))
    {
        finding.help("take out what stands above the line of three hyphens, or move it below the second one")
    } else if text.split(['\n', ' ']).next().is_some_and(|word| word.ends_with(':')) {
        finding.edit("put a line of three hyphens above the first field", start, "---\n")
    } else {
        finding.help("begin the file with a line `---`, then the fields, then a second line `---`, then free text")
    })
}

/// A Markdown file whose fields, which begin at byte `after`, do not end with `---`.
fn does_not_close(id: SourceId, text: &str, after: usize, first_line: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(&rule::FRONT_MATTER, first_line, "the front matter does not close").label("opens here");
    let mut at = after;
    let mut last_field = None;
    for line in text[after..].split_inclusive('\n') {
        let words = line.trim();
        let place = Span::new(id, at..at + line.trim_end().len());
        at += line.len();
        if words.is_empty() || line.starts_with([' ', '\t']) {
            continue;
        }
        if words != "-" && words.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '=' | '*')) {
            // A word processor makes one long dash of three.
            return finding.also(place, "meant to close it").edit(
                "write three hyphens and nothing else on the line",
                place,
                "---",
            );
        }
        if words.split_once(':').is_some_and(|(name, _)| yaml::is_field_name(name)) {
            last_field = Some(place);
        } else if !words.starts_with(['-', '#']) {
            break; // The free text has begun, and its lines are its own.
        }
    }
    let help = "put a line of three hyphens, `---`, below the last field";
    match last_field {
        Some(place) => finding.also(place, "the last field seems to be here").help(help),
        None => finding.help(help),
    }
}

/// Reads what entries of every kind have.
fn head(record: &Record, source: SourceId, slug: &str, span: Span, body: Document) -> Head {
    let figure = record.figure("figure").map(|figure| figure.of(slug, record.maybe_text("title")));
    Head {
        slug: slug.to_owned(),
        source,
        span,
        title: record.maybe_text("title").unwrap_or_else(|| Spanned::new(slug.to_owned(), span)),
        summary: record.maybe_prose("summary"),
        sources: record.texts("sources"),
        evidence: record.record("evidence").map(evidence),
        figure,
        review: record.group("review", review),
        updated: record.date("updated").value,
        aliases: record.texts("aliases"),
        withdrawn: record.flag("withdrawn", false),
        faulty: false,
        body,
    }
}

fn review(record: &Record) -> Review {
    let review = Review {
        status: record.text("status"),
        by: record.maybe_text("by"),
        role: record.maybe_text("role"),
        on: record.maybe_date("on"),
        due: record.maybe_date("due"),
    };
    record.done();
    review
}

fn evidence(record: &Record) -> Evidence {
    let evidence =
        Evidence { severity: record.text("severity"), text: record.prose("text"), sources: record.texts("sources") };
    record.done();
    evidence
}
