//! `backsite explain`: a rule's own page, or what the fields of an entry mean.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::output;
use crate::diagnostic::suggest;
use crate::reference;
use crate::rule::{self, RULES};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule's code, as a finding prints it; or a kind of file (exercise, mistake, plan, page, site, safety, vocabulary,
    /// sources), to read what its fields mean. All codes are listed without one
    code: Option<String>,
}

/// Prints the page, or the list of all rules.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Some(code) = &arguments.code else {
        let widest = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        let mut list = String::new();
        for rule in RULES {
            let _ = writeln!(list, "{:widest$}  {:7}  {}", rule.code, rule.severity.word(), rule.promise());
        }
        output::print(&list)?;
        return Ok(ExitCode::SUCCESS);
    };
    if let Some(fields) = reference::of(code, None) {
        output::print(&fields)?;
        return Ok(ExitCode::SUCCESS);
    }
    match rule::named(code) {
        Some(rule) => {
            output::print(&rule.readable_page())?;
            Ok(ExitCode::SUCCESS)
        }
        None => match suggest::nearest(code, RULES.iter().map(|rule| rule.code)) {
            Some(near) => anyhow::bail!("no rule is called `{code}`; did you mean `{near}`?"),
            None => anyhow::bail!("no rule is called `{code}`; `backsite explain` lists them all"),
        },
    }
}
