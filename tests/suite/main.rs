//! The integration tests.
#![expect(clippy::unwrap_used, reason = "what fails here is a test, which is how a test fails")]
mod guide_facts;
mod guide_numbers;
