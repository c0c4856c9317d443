//! Copydesk reads and compares versions of news articles in the terminal.
//!
//! The library is the program without its `main`. Its core (the modules up to [`layout`]) touches neither
//! terminal nor files and builds without default features; the rest turns it into a program. In reading order:
//!
//! - [`text`]: bytes to text, paragraphs, sentences, tokens, each a span of the source;
//! - [`version`] and [`parse`]: a file's bytes to a [`version::Version`];
//! - [`collate`]: two versions to a [`collate::Collation`]: aligned passages and the edits in them;
//! - [`corpus`]: all articles of a folder, and which are versions of one text;
//! - [`review`]: marks and notes, and how they find their place again;
//! - [`layout`]: a comparison at a width to rows of text with roles;
//! - `config`: key map and themes; `app`: the state and how it changes; `ui`: how it is painted;
//! - `runtime`: terminal, threads, files; `report` and `cli`: what is printed.
//!
//! A comparison in ten lines:
//!
//! ```
//! use copydesk::collate::{Budget, Input, collate};
//! use copydesk::corpus::furniture::furniture;
//! use copydesk::{Sides, parse::parse, text::blocks::Markup};
//!
//! let left = parse(b"The ferry struck the harbour wall on Tuesday, injuring 14.", Markup::None).unwrap();
//! let right = parse(b"The ferry struck the harbour wall today, injuring 17.", Markup::None).unwrap();
//! let marks = Sides::new(furniture(&left), furniture(&right));
//! let sides = Sides::new(
//!     Input { version: &left, furniture: &marks.left },
//!     Input { version: &right, furniture: &marks.right },
//! );
//! let collation = collate(&sides, &Budget::unlimited());
//! let classes: Vec<&str> = collation.edits.iter().map(|edit| edit.class.name()).collect();
//! assert_eq!(classes, ["date", "number"]);
//! ```

pub mod collate;
pub mod corpus;
pub mod layout;
pub mod parse;
pub mod review;
pub mod sides;
pub mod text;
pub mod version;

#[cfg(feature = "tui")]
pub mod app;
#[cfg(feature = "tui")]
pub mod cli;
#[cfg(feature = "tui")]
pub mod config;
#[cfg(feature = "tui")]
pub mod report;
#[cfg(feature = "tui")]
pub mod runtime;
#[cfg(feature = "tui")]
pub mod source;
#[cfg(feature = "tui")]
pub mod ui;

pub use sides::{Side, Sides};
