//! x
pub mod sides;
#[cfg(feature = "tui")]
pub mod app;
pub mod collate;
#[cfg(feature = "tui")]
pub mod config;
pub mod corpus;
pub mod layout;
pub mod parse;
#[cfg(feature = "tui")]
pub mod report;
pub mod text;
#[cfg(feature = "tui")]
pub mod ui;
pub mod version;
pub use sides::{Side, Sides};
