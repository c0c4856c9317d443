//! Writers over one [`Collation`]: what leaves the program as text.

pub mod json;
pub mod text;

use crate::collate::Collation;
use crate::sides::Sides;
use crate::version::Version;

/// What a report is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Names of both sources as the user gave them.
    pub names: Sides<&'a str>,
    /// Both versions.
    pub versions: Sides<&'a Version>,
    /// How they compare.
    pub collation: &'a Collation,
}
