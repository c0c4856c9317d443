//! x
pub mod sides;
pub mod collate;
pub mod corpus;
pub mod parse;
pub mod text;
pub mod version;
pub use sides::{Side, Sides};
