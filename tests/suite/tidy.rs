//! The house: who may name whom, what every file begins with, and that nothing is declared and left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use backsite::rule::{RULES, named};

use crate::site::repository;
use crate::tree::Tree;

/// The layers, lowest first: a module, and the modules of this crate that it may name. `ARCHITECTURE.md` says why.
const LAYERS: [(&str, &[&str]); 23] = [
    ("source", &[]),
    ("rule", &["diagnostic"]),
    ("diagnostic", &["source", "rule"]),
    ("artifact", &[]),
    ("cache", &[]),
    ("yaml", &["source", "rule", "diagnostic"]),
    ("markdown", &["source", "rule", "diagnostic"]),
    ("model", &["source", "rule", "markdown"]),
    ("schema", &["model"]),
    ("reference", &["model"]),
    ("scaffold", &["model", "reference"]),
    ("parse", &["source", "rule", "diagnostic", "yaml", "markdown", "model"]),
    ("link", &["source", "rule", "diagnostic", "model"]),
    ("check", &["source", "rule", "diagnostic", "model", "markdown"]),
    ("figure", &["source", "rule", "diagnostic", "model"]),
    ("theme", &["source", "rule", "diagnostic"]),
    ("html", &["source", "rule", "diagnostic", "artifact", "cache", "model", "schema", "markdown", "figure", "theme"]),
    ("sheet", &["source", "rule", "diagnostic", "artifact", "cache", "model", "markdown", "figure", "theme"]),
    ("read", &["source", "rule", "diagnostic", "model"]),
    ("write", &["artifact"]),
    ("verify", &["source", "rule", "diagnostic", "artifact", "model", "markdown", "html", "sheet"]),
    ("pipeline", BELOW_THE_COMMANDS),
    ("serve", BELOW_THE_COMMANDS),
];

/// What `pipeline` and the commands may name.
const BELOW_THE_COMMANDS: &[&str] = &[
    "source",
    "rule",
    "diagnostic",
    "artifact",
    "cache",
    "yaml",
    "markdown",
    "model",
    "schema",
    "reference",
    "scaffold",
    "parse",
    "link",
    "check",
    "figure",
    "theme",
    "html",
    "sheet",
    "read",
    "write",
    "verify",
    "pipeline",
];

/// Every dependency, and parts of the standard library that reach out of the program: the only modules that may name it.
const OUTSIDE: [(&str, &[&str]); 31] = [
    ("aho_corasick", &["check/fear_or_promise"]),
    ("annotate_snippets", &["diagnostic/human"]),
    ("anyhow", &["read", "write", "verify", "pipeline", "serve", "cli", "main"]),
    ("clap", &["cli"]),
    ("granit_parser", &["yaml"]),
    ("httparse", &["serve/http"]),
    ("include_dir", &["theme", "cli/init"]),
    ("libm", &["figure"]),
    ("memchr", &["verify"]),
    ("mimalloc", &["main"]),
    ("notify", &["serve/watch"]),
    ("pulldown_cmark", &["markdown"]),
    ("qrcodegen", &["sheet"]),
    ("rayon", &["read", "parse", "link", "check", "html", "sheet", "verify", "pipeline", "write"]),
    ("roxmltree", &["parse/picture"]),
    ("rustix", &["write"]),
    ("serde", &["html", "sheet", "verify/data", "write/manifest"]),
    ("serde_json", &["diagnostic/json", "html", "sheet", "schema", "verify", "write/manifest", "cli/schema", "serve"]),
    ("sha2", &["cache", "write", "html/assets"]),
    ("svg_hush", &["parse/picture"]),
    ("tera", &["html/engine"]),
    ("typst", &["sheet"]),
    ("typst_layout", &["sheet"]),
    ("typst_pdf", &["sheet"]),
    ("comemo", &["sheet"]),
    ("walkdir", &["read"]),
    ("std::fs", &["cache", "read", "write", "cli/new", "cli/init", "cli/output"]),
    ("std::env", &["cli"]),
    ("std::net", &["serve"]),
    ("std::process", &["cli", "serve", "main"]),
    ("std::time::SystemTime", &["cli"]),
];

/// A file of `src`.
struct File {
    /// Its path below `src`, without the ending: `diagnostic/human`.
    name: String,
    /// What the compiler sees of it, its tests apart: no comments, no texts.
    code: String,
    /// The file as it is.
    text: String,
}

impl File {
    /// The module of the crate it belongs to.
    fn module(&self) -> &str {
        self.name.split('/').next().unwrap()
    }

    /// Whether the file is `module` or stands below it.
    fn is_in(&self, module: &str) -> bool {
        self.name.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn files() -> Vec<File> {
    let tree = Tree::read(&repository().join("src")).filter(|path| path.ends_with(".rs"));
    let file = |(path, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).unwrap();
        let name = path.trim_end_matches(".rs").to_owned();
        let is_test = name.ends_with("/tests") || name.contains("/tests/");
        let shipped = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or("");
        let code = if is_test { String::new() } else { without_comments_and_texts(shipped) };
        File { name, code, text }
    };
    tree.files.into_iter().map(file).collect()
}

/// The code alone. A line scan: good enough for code that is formatted and has no macros of its own for this.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::new();
    for line in text.lines() {
        let mut chars = line.char_indices().peekable();
        let mut in_text = false;
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if in_text => drop(chars.next()),
                '\'' if !in_text && line[at..].starts_with("'\"'") => {
                    chars.next();
                    chars.next();
                }
                '"' => in_text = !in_text,
                '/' if !in_text && line[at..].starts_with("//") => break,
                _ if !in_text => code.push(c),
                _ => {}
            }
        }
        code.push('\n');
    }
    code
}

/// Where `path` is named as a path, and what follows it there.
fn named_paths<'a>(code: &'a str, path: &str) -> Vec<&'a str> {
    let is_path = |at: usize| {
        let before = code[..at].chars().next_back();
        let behind = code[at + path.len()..].chars().next();
        before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
            && behind.is_none_or(|c| !(c.is_alphanumeric() || c == '_'))
    };
    code.match_indices(path).filter(|(at, _)| is_path(*at)).map(|(at, _)| &code[at + path.len()..]).collect()
}

/// The names that begin each branch of what follows `crate::`: `{a::b, c}` is `a` and `c`.
fn branches(rest: &str) -> Vec<String> {
    let word =
        |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let mut names = vec![word(group)];
    let mut depth = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_scan_sees_what_the_compiler_sees() {
    let code = without_comments_and_texts(
        "use crate::{a::{b, c}, d}; // crate::e\nlet f = \"crate::g \\\" crate::h\"; crate::i::j();\n",
    );
    let named: Vec<String> =
        named_paths(&code, "crate").iter().filter_map(|rest| rest.strip_prefix("::")).flat_map(branches).collect();
    assert_eq!(named, ["a", "d", "i"]);
    assert!(groups_name("use std::{io, fs::File};", "std::fs") && !groups_name("use std::{io, path};", "std::fs"));
    assert!(named_paths("my_serde::x", "serde").is_empty() && named_paths("a::serde", "serde").is_empty());
}

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn modules_name_only_what_their_layer_may_name() {
    let layers: BTreeMap<&str, &[&str]> = LAYERS.into_iter().collect();
    let mut faults = Vec::new();
    for file in files() {
        let module = file.module();
        let mut named: BTreeSet<String> = BTreeSet::new();
        for rest in named_paths(&file.code, "crate") {
            named.extend(rest.strip_prefix("::").map(branches).unwrap_or_default());
        }
        // Above `module` there is only the crate.
        let depth = file.name.matches('/').count() + 1;
        if file.code.contains(&vec!["super::"; depth].concat()) && !matches!(module, "lib" | "main") {
            faults.push(format!(
                "src/{}.rs: `super::` leads to the whole crate; name the module after `crate::`",
                file.name
            ));
        }
        if matches!(module, "lib" | "main" | "cli") {
            continue; // The top may name everything; what it may not is in the other tests.
        }
        let Some(may_name) = layers.get(module) else {
            faults.push(format!("src/{}.rs: `{module}` stands in no layer; give it a row in LAYERS", file.name));
            continue;
        };
        let wrong = named.iter().filter(|name| *name != module && !may_name.contains(&name.as_str()));
        faults.extend(wrong.map(|name| format!("src/{}.rs: `{module}` may not name `{name}`", file.name)));
    }
    none(&faults);
}

#[test]
fn only_the_program_itself_names_the_command_line() {
    let named = files().into_iter().filter(|file| !matches!(file.module(), "cli" | "main" | "lib"));
    let faults = named.filter(|file| named_paths(&file.code, "crate::cli").iter().any(|rest| !rest.is_empty()));
    none(&faults.map(|file| format!("src/{}.rs names cli", file.name)).collect::<Vec<_>>());
}

#[test]
fn what_lies_outside_is_named_by_its_owner_only() {
    let mut faults = Vec::new();
    for file in files() {
        for (name, owners) in OUTSIDE {
            let is_named = !named_paths(&file.code, name).is_empty() || groups_name(&file.code, name);
            if is_named && !owners.iter().any(|owner| file.is_in(owner)) {
                faults.push(format!("src/{}.rs: `{name}` may only be named by {}", file.name, owners.join(", ")));
            }
        }
    }
    none(&faults);
}

/// Whether `use std::{fs, io}` names `std::fs`.
fn groups_name(code: &str, name: &str) -> bool {
    let Some((head, tail)) = name.rsplit_once("::") else { return false };
    named_paths(code, head)
        .iter()
        .filter_map(|rest| rest.strip_prefix("::{"))
        .any(|group| branches(&format!("{{{group}")).iter().any(|branch| branch == tail))
}

#[test]
fn every_dependency_has_its_owner() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("\n[").find_map(|section| section.strip_prefix("dependencies]")).unwrap();
    let names = dependencies
        .lines()
        .filter_map(|line| line.split_once([' ', '.', '=']))
        .map(|(name, _)| name.replace('-', "_"));
    let faults: Vec<String> = names
        .filter(|name| !name.is_empty() && !name.starts_with('#') && !OUTSIDE.iter().any(|(known, _)| known == name))
        .map(|name| format!("Cargo.toml: `{name}` has no row in OUTSIDE"))
        .collect();
    none(&faults);
}

#[test]
fn every_file_begins_with_what_it_is() {
    let suite = Tree::read(&repository().join("tests/suite")).filter(|path| path.ends_with(".rs"));
    let suite =
        suite.files.into_iter().map(|(path, bytes)| (format!("tests/suite/{path}"), String::from_utf8(bytes).unwrap()));
    let src = files().into_iter().map(|file| (format!("src/{}.rs", file.name), file.text));
    let bad = src.chain(suite).filter(|(_, text)| !text.starts_with("//! "));
    none(&bad.map(|(path, _)| format!("{path} does not begin with `//! `")).collect::<Vec<_>>());
}

#[test]
fn folders_of_modules_have_no_mod_rs() {
    none(
        &files()
            .iter()
            .filter(|file| file.name.ends_with("/mod"))
            .map(|file| format!("src/{}.rs", file.name))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_shipped_can_panic_by_unwrapping() {
    let mut faults = Vec::new();
    for file in files() {
        for (n, line) in file.code.lines().enumerate() {
            if line.contains(".unwrap()") || line.contains(".expect(") {
                faults.push(format!("src/{}.rs:{}: {}", file.name, n + 1, line.trim()));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    let pages: BTreeSet<String> = Tree::read(&repository().join("src/rule"))
        .files
        .into_keys()
        .map(|name| name.trim_end_matches(".md").to_owned())
        .collect();
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(pages, rules);
    assert_eq!(rules.len(), RULES.len(), "two rules have one code");
}

#[test]
fn every_check_is_asked_and_is_called_as_its_rule() {
    let table = fs::read_to_string(repository().join("src/check.rs")).unwrap();
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| file.name.starts_with("check/")) {
        let module = file.name.trim_start_matches("check/");
        let is_check = file.code.contains("fn check(");
        let is_rule = named(&module.replace('_', "-")).is_some();
        if is_check && !table.contains(&format!("{module}::check")) {
            faults.push(format!("src/check.rs does not ask `{module}::check`"));
        }
        if is_check && !is_rule {
            faults.push(format!(
                "src/{}.rs is a check, and no rule is called `{}`",
                file.name,
                module.replace('_', "-")
            ));
        }
        if is_rule && !is_check {
            faults.push(format!("src/{}.rs is called as a rule and has no `fn check`", file.name));
        }
    }
    none(&faults);
}
