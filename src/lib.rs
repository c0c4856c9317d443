//! x
#[cfg(feature = "tui")]
pub mod app;
#[cfg(feature = "tui")]
pub mod cli;
pub mod collate;
#[cfg(feature = "tui")]
pub mod config;
pub mod corpus;
pub mod layout;
pub mod parse;
#[cfg(feature = "tui")]
pub mod report;
#[cfg(feature = "tui")]
pub mod runtime;
pub mod sides;
pub mod text;
#[cfg(feature = "tui")]
pub mod ui;
pub mod version;
pub use sides::{Side, Sides};
