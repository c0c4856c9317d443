//! [`Event`]: what happens to the program from outside.

use std::sync::Arc;

use crate::collate::Collation;
use crate::config::chord::Chord;
use crate::corpus::Snapshot;
use crate::text::safe::SafeText;

use super::cache::CollationKey;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Pasted(String),
    /// The terminal has this many columns and rows now.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The folders changed, or more of them is read.
    Corpus(News),
    /// A comparison that was asked for is done, or was not done for this reason.
    Collated {
        /// Which.
        key: CollationKey,
        /// The result, or why there is none.
        result: Result<Arc<Collation>, Undone>,
    },
    /// Something is worth a word to the user.
    Noticed(SafeText),
}

/// Why a comparison was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// Another one was wanted more.
    CalledOff,
    /// The program has a fault; to try again would be no use.
    Failed,
}

/// The state of the folders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// All articles.
    pub snapshot: Arc<Snapshot>,
    /// Whether files are still being read.
    pub is_loading: bool,
    /// How the folders are watched.
    pub watching: Watching,
    /// Folders that were opened and are not there now.
    pub missing: Vec<SafeText>,
}

/// How the folders are watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watching {
    /// The system tells of changes.
    #[default]
    Live,
    /// The system cannot tell; the folders are looked through every few seconds.
    Polling,
    /// Not at all, as the user wished.
    Paused,
}
