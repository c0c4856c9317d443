//! Writers over one [`Collation`]: what leaves the program as text.

pub mod article;
mod csv;
pub mod evidence;
mod form;
mod html;
pub mod json;
mod markdown;
mod phrases;
mod record;
pub mod revisions;
pub mod stories;
pub mod text;
mod weave;

pub use csv::COLUMNS as CSV_COLUMNS;
pub use form::Form;

use crate::collate::Collation;
use crate::sides::Sides;
use crate::version::{Metadata, Version};

/// What a report is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Names of both sources as the user gave them.
    pub names: Sides<&'a str>,
    /// Both versions.
    pub versions: Sides<&'a Version>,
    /// What is known about both, with what their files' names tell.
    pub metadata: Sides<&'a Metadata>,
    /// How they compare.
    pub collation: &'a Collation,
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// An identity as it is printed.
fn id(id: u64) -> String {
    format!("{id:016x}")
}
