//! backsite turns a folder of exercise entries into a back-care guide: a cross-linked static site.
//!
//! Data flows one way. Read the modules in this order:
//!
//! 1. [`source`] and [`diagnostic`]: texts, places in them, and findings about them; [`rule`] is what findings are about.
//! 2. [`read`] takes the author's folder in; nothing else reads it.
//! 3. [`yaml`] and [`markdown`] turn text into trees whose every leaf knows its place.
//! 4. [`model`] says what the guide is made of: its types, and beside each the table of its fields.
//!    [`schema`], [`reference`](mod@reference) and [`scaffold`] are those tables for editors and for authors.
//! 5. [`parse`] walks those tables over the trees: entries, each with the list of names it mentions.
//! 6. [`link`] looks every name up and makes one [`model::site::Site`], in which links run both ways.
//! 7. [`check`] asks the questions that need the whole guide.
//! 8. [`figure`] draws poses; [`theme`] and [`html`] turn the site into [`artifact`]s: files that do not yet know a disk.
//! 9. [`verify`] reads rendered pages back: what safety demands must stand in them.
//! 10. [`write`](mod@write) puts them there in one step, or leaves everything as it was.
//!
//! [`cache`] spares a build what an earlier one made. [`pipeline`] is that list as code; [`serve`] shows what comes out while its
//! author writes; [`cli`] is what a person types.

pub mod artifact;
pub mod cache;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod figure;
pub mod html;
pub mod link;
pub mod markdown;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod reference;
pub mod rule;
pub mod scaffold;
pub mod schema;
pub mod serve;
#[cfg(feature = "sheets")]
pub mod sheet;
pub mod source;
pub mod theme;
pub mod verify;
pub mod write;
pub mod yaml;
