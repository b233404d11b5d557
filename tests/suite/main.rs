//! The integration tests: backsite as its users meet it, a program beside a folder.
//!
//! [`site`] makes a guide to break, [`run`] is one run of the program, [`tree`] compares folders; every other module is a
//! promise and the tests that hold us to it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what fails here is a test, which is how a test fails")]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "short texts, made once; our own files end in small letters"
)]

#[cfg(feature = "sheets")]
mod agreement;
mod bad_input;
mod build;
mod edits;
mod figures;
mod fuzz;
mod github;
mod guide;
mod guide_facts;
mod guide_numbers;
mod hostile;
mod init;
mod kill;
mod musts;
mod mutants;
mod new;
mod output;
mod reference;
mod rules;
mod run;
mod serve;
#[cfg(feature = "sheets")]
mod sheets;
mod site;
mod situation;
mod slips;
mod stranger;
mod templates;
mod tidy;
mod tree;
mod twelve_faults;
mod verify;
mod walk;
