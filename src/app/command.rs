//! [`Command`]: what the program asks the runtime to do.

use crate::corpus::Loaded;
use crate::sides::Sides;

use super::cache::CollationKey;

/// How urgent a comparison is. A newer one replaces one that waits in the same slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// It is on screen.
    Visible,
    /// It may be wanted soon.
    Prefetch,
}

/// What the runtime shall do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Compare two versions and answer with [`super::Event::Collated`].
    Collate {
        /// How urgent it is.
        slot: Slot,
        /// What it is cached under.
        key: CollationKey,
        /// The versions.
        sides: Box<Sides<Loaded>>,
    },
    /// Watch the folders, or do not.
    Watch(bool),
    /// Look through the folders now.
    Rescan,
    /// Draw the whole screen again.
    Redraw,
    /// Give the terminal back until the shell continues the program.
    Suspend,
    /// End.
    Quit,
}
