//! x
pub mod furniture;
