//! x
pub mod sides;
pub mod collate;
#[cfg(feature = "tui")]
pub mod config;
pub mod corpus;
pub mod layout;
pub mod parse;
#[cfg(feature = "tui")]
pub mod report;
pub mod text;
pub mod version;
pub use sides::{Side, Sides};
