//! Content as nobody would write it: real entries, cut, crossed and sown with what parsers stumble over. Whatever comes in,
//! nothing panics, no finding points outside its file, the same text has the same findings, and no page holds a tag, an
//! attribute or an address that a theme and Markdown do not make.
//!
//! A run is the same every time. `BACKSITE_FUZZ_CASES=1000000 BACKSITE_FUZZ_SEED=7 cargo test --release --test suite fuzz`
//! runs longer, or elsewhere. What it finds becomes a case of [`FOUND`].

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use backsite::cache::Cache;
use backsite::diagnostic::{self, Diagnostic, Format, Reported};
use backsite::html::{self, Options};
use backsite::model::Date;
use backsite::source::{Source, Sources, Span};
use backsite::theme::Theme;
use backsite::{check, figure, link, parse, verify};

use crate::site::{repository, sites};
use crate::tree::Tree;

/// Cases of a usual run.
const CASES: u64 = 3_000;

/// More than a busy machine takes for any case, and far less than what grows with the square of its input.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 20 });

/// Of so many cases one is made into pages.
const RENDERED: u64 = 25;

/// Pieces that mean something to a parser.
const PIECES: [&str; 72] = [
    "---\n",
    "\n---\n",
    "- ",
    "\n  - ",
    ": ",
    ":",
    " #",
    "# ",
    "\t",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "]]",
    "{{",
    "}}",
    "{{dose.start}}",
    "{{dose.",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "|\n",
    ">\n",
    ">-\n  ",
    "? ",
    "~",
    "null",
    "true",
    "%YAML",
    "\\",
    "\\u0000",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "é",
    "👩‍⚕️",
    "\r\n",
    "\r",
    "<b>",
    "</p>",
    "<script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&lt;",
    "&#x0;",
    "&amp;",
    "javascript:",
    "data:text/html,",
    "](",
    "![",
    "[^1]",
    "[@",
    "`",
    "```",
    "~~",
    "**",
    "_",
    "|a|b|\n|-|-|\n",
    "../",
    "999999999999",
    "-1",
    "8-5",
    "1e9",
    "NaN",
];

/// What a run once found: a path, and the text of the file.
const FOUND: [(&str, &str); 1] = [("content/exercises/found.md", "---\ntitle: \u{202e}\n---\n")];

/// Numbers that look random and are the same every time: xorshift.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap()
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }

    /// A stretch of a text, short as a rule.
    fn stretch(&mut self, text: &str) -> std::ops::Range<usize> {
        let start = self.place(text);
        let most = if self.below(8) == 0 { 2_000 } else { 30 };
        start..text.floor_char_boundary((start + self.below(most)).min(text.len()))
    }
}

/// One of the texts, changed in a few places.
fn mutated(dice: &mut Dice, texts: &[(String, String)]) -> (String, String) {
    let (path, text) = dice.one_of(texts).clone();
    let mut text = text;
    for _ in 0..=dice.below(4) {
        let range = dice.stretch(&text);
        match dice.below(7) {
            0 => text.replace_range(range, ""),
            1 => text.insert_str(range.start, dice.one_of::<&str>(&PIECES)),
            2 => text.replace_range(range, dice.one_of::<&str>(&PIECES)),
            3 => {
                let (_, other) = dice.one_of(texts);
                let piece = other[dice.stretch(other)].to_owned();
                text.insert_str(range.start, &piece);
            }
            4 => {
                let piece = text[range.clone()].to_owned();
                text.insert_str(range.end, &piece.repeat(1 + dice.below(40)));
            }
            5 => {
                let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
                if !digits.is_empty() {
                    let at = *dice.one_of(&digits);
                    text.replace_range(at..=at, ["0", "9", "99", "-", "1000", ".5"][dice.below(6)]);
                }
            }
            _ => text.insert_str(range.start, &dice.one_of(&PIECES).repeat(1 + dice.below(200))),
        }
    }
    let path = if dice.below(20) == 0 {
        path.replace("content/", dice.one_of::<&str>(&["content/../", "content//", "content/\n", "x/"]))
    } else {
        path
    };
    (path, text)
}

/// The guide, with a changed file in it.
struct Read {
    sources: Sources,
    site: Option<backsite::model::site::Site>,
    diagnostics: Vec<Diagnostic>,
}

fn read(guide: &[(String, String)], changed: &(String, String)) -> Read {
    let mut sources = Sources::default();
    let others = guide.iter().filter(|(path, _)| *path != changed.0);
    let mut files: Vec<&(String, String)> = others.chain([changed]).collect();
    files.sort();
    for (path, text) in files {
        sources.add(Source::new(path.clone(), text.clone()));
    }
    let Reported { value: files, mut diagnostics } = parse::entries(&sources);
    let Reported { value: site, diagnostics: found } = link::site(files, BTreeSet::new().into_iter().collect());
    diagnostics.extend(found);
    if let Some(site) = &site {
        diagnostics.extend(check::all(site, Date::parse("2026-11-22")));
        diagnostics.extend(site.figures().iter().flat_map(|(_, figure)| figure::check(figure)));
    }
    diagnostic::arrange(&mut diagnostics, &sources);
    Read { sources, site, diagnostics }
}

/// What must hold of any text. Answers what does not.
pub(crate) fn judge(
    guide: &[(String, String)],
    changed: &(String, String),
    rendered: bool,
    made: &BTreeSet<String>,
) -> Result<(), String> {
    let mut first = read(guide, changed);
    let is_inside = |span: Span| {
        let text = &first.sources.get(span.source).text;
        text.get(span.range()).is_some()
    };
    for found in &first.diagnostics {
        let edit = found.help.iter().filter_map(|help| help.edit.as_ref()).map(|(span, _)| *span);
        let spans = found.secondary.iter().map(|label| label.span).chain([found.primary.span]).chain(edit);
        for span in spans {
            if !is_inside(span) {
                return Err(format!("{}: {span:?} is outside its file", found.rule.code));
            }
        }
    }
    for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
        let _ = diagnostic::render(&first.diagnostics, &first.sources, format, false);
    }
    let again = read(guide, changed);
    if again.diagnostics != first.diagnostics {
        return Err("the same text has other findings".to_owned());
    }
    if let (true, Some(site)) = (rendered, &first.site) {
        let theme = Theme::load(Vec::new(), &mut first.sources);
        let pages = html::pages(site, &theme, &first.sources, &[], &Options::default(), &Cache::in_memory()).value;
        let _ = verify::pages(site, &pages);
        for page in pages.iter().filter(|page| page.path.ends_with(".html")) {
            let html = std::str::from_utf8(&page.bytes).unwrap();
            if let Some(new) = things(html).into_iter().find(|thing| !made.contains(thing)) {
                return Err(format!("{} holds {new}", page.path));
            }
        }
    }
    Ok(())
}

/// The tags of a page, each attribute with its tag, and the schemes of addresses: what a browser acts upon.
pub(crate) fn things(html: &str) -> BTreeSet<String> {
    let mut things = BTreeSet::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        let tag = rest[..end].to_lowercase();
        things.insert(tag.clone());
        rest = &rest[end..];
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
            let name = rest[..end].to_lowercase();
            rest = &rest[end.max(1).min(rest.len())..];
            if rest.starts_with('=') || end == 0 {
                rest = rest.trim_start_matches('=');
            }
            let value = match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let close = rest[1..].find(quote).map_or(rest.len(), |at| at + 1);
                    let value = &rest[1..close];
                    rest = &rest[(close + 1).min(rest.len())..];
                    value
                }
                _ => "",
            };
            things.insert(format!("{tag} {name}"));
            if matches!(name.as_str(), "href" | "src" | "action" | "formaction" | "srcdoc" | "data")
                && let Some((scheme, _)) = value.split_once(':')
                && !scheme.contains(['/', '#', '?', '.'])
            {
                things.insert(format!("{scheme}:"));
            }
        }
        if tag == "script" || tag == "style" {
            rest = rest.find(&format!("</{tag}")).map_or("", |at| &rest[at..]);
        }
    }
    things
}

/// What the clean guide's pages hold, and what Markdown may add.
pub(crate) fn made(guide: &[(String, String)]) -> BTreeSet<String> {
    let mut clean = read(guide, &guide[0]);
    let theme = Theme::load(Vec::new(), &mut clean.sources);
    let pages =
        html::pages(&clean.site.unwrap(), &theme, &clean.sources, &[], &Options::default(), &Cache::in_memory()).value;
    let html = pages.iter().filter(|page| page.path.ends_with(".html"));
    let mut made: BTreeSet<String> = html.flat_map(|page| things(std::str::from_utf8(&page.bytes).unwrap())).collect();
    let markdown = "h2 h3 h4 h5 h6 p em strong del ul ol li blockquote code pre hr br table thead tbody tr th td img a sup div \
         section dl dt dd s input http: https: mailto: tel:";
    made.extend(markdown.split(' ').map(str::to_owned));
    let attributes = [
        "div aria-label",
        "div role",
        "div tabindex",
        "a href",
        "a title",
        "a rel",
        "a class",
        "img src",
        "img alt",
        "img title",
        "ol start",
        "th style",
        "td style",
        "h2 id",
        "h3 id",
        "h4 id",
        "h5 id",
        "h6 id",
        "code class",
        "pre class",
        "th class",
        "td class",
        "img loading",
        "th scope",
    ];
    made.extend(attributes.map(str::to_owned));
    made
}

/// The texts of a guide.
pub(crate) fn texts(folder: &std::path::Path) -> Vec<(String, String)> {
    let tree = Tree::read(&folder.join("content")).filter(|path| path.ends_with(".md") || path.ends_with(".yaml"));
    let text = |(path, bytes)| (format!("content/{path}"), String::from_utf8(bytes).unwrap());
    tree.files.into_iter().map(text).filter(|(path, _)| !path.contains("LICENSE")).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "how many cases were tried is worth knowing")]
fn nothing_an_author_can_write_breaks_the_program() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (seed, n_cases) = (number("BACKSITE_FUZZ_SEED", 1), number("BACKSITE_FUZZ_CASES", CASES));
    let guide = texts(&sites().join("small"));
    let mut seeds = texts(&repository());
    seeds.extend(guide.clone());
    let made = {
        let mut all = made(&texts(&repository()));
        all.extend(self::made(&guide));
        all
    };
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut faults = String::new();
    let mut n_faults = 0;
    let found = FOUND.map(|(path, text)| (path.to_owned(), text.to_owned()));
    for n in 0..n_cases + found.len() as u64 {
        let is_found = usize::try_from(n).ok().and_then(|n| found.get(n));
        let changed = is_found.cloned().unwrap_or_else(|| mutated(&mut dice, &seeds));
        let started = Instant::now();
        let rendered = n % RENDERED == 0 || is_found.is_some();
        let judged = catch_unwind(AssertUnwindSafe(|| judge(&guide, &changed, rendered, &made)));
        let judged = judged.unwrap_or_else(|_| Err("it panicked".to_owned()));
        let took = started.elapsed();
        let judged = judged.and_then(|()| if took < TIME { Ok(()) } else { Err(format!("it took {took:?}")) });
        if let Err(fault) = judged {
            n_faults += 1;
            let file = std::env::temp_dir().join(format!("backsite-fuzz-{seed}-{n}"));
            std::fs::write(&file, &changed.1).unwrap();
            faults.push_str(&format!("case {n}: {fault}; as {:?} in {}\n", changed.0, file.display()));
            if n_faults > 20 {
                break;
            }
        }
    }
    println!("note: fuzzing: {n_cases} cases from seed {seed}, {n_faults} faults");
    assert!(faults.is_empty(), "seed {seed}\n{faults}");
}

#[test]
fn the_scan_sees_what_a_browser_acts_upon() {
    let seen = things(
        "<p class=\"a>b\" onclick='x'><a HREF=\"JavaScript:x\">1 < 2</a><svg/onload=x><script>if (a<b) x</script>",
    );
    for thing in ["p onclick", "a href", "JavaScript:", "svg onload", "script"] {
        assert!(seen.contains(thing), "{thing} in {seen:?}");
    }
    assert!(!seen.contains("b"), "{seen:?}");
}
