//! [`Event`]: what happens to the program from outside.

use std::path::PathBuf;
use std::sync::Arc;

use crate::collate::Collation;
use crate::config::action::Action;
use crate::config::chord::Chord;
use crate::corpus::{ArticleId, Decisions, Location, Snapshot};
use crate::review::{Draft, Review};
use crate::text::safe::SafeText;

use super::bookmark::Bookmark;
use super::cache::CollationKey;
use super::revisions::{History, Revisions};
use super::texts::Text;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Chord),
    /// Something was done with the mouse.
    Mouse(Mouse),
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
    /// A text that was asked for is there, or cannot be read for this reason.
    Loaded {
        /// The article.
        id: ArticleId,
        /// The state it was asked for.
        state: [u8; 32],
        /// The text, or why there is none.
        result: Result<Text, String>,
    },
    /// What the reader decided in earlier runs.
    Decided(Box<Decisions>),
    /// The same, found later: nobody has taken it in yet.
    Recalled(Box<Decisions>),
    /// What is kept of earlier runs that only makes reading easier.
    Remembered {
        /// Where versions were left that were read alone.
        bookmarks: Vec<(Location, Bookmark)>,
        /// What the reader knows.
        learned: Vec<Action>,
    },
    /// Files were renamed: from where, to where.
    Moved(Vec<(PathBuf, PathBuf)>),
    /// All marks and notes, as they are kept.
    Reviewed {
        /// The marks and notes.
        review: Box<Review>,
        /// How many changes of this run are in it.
        n_taken: u64,
    },
    /// So many changes of this run are on the disk.
    Kept {
        /// How many, from the first.
        n_kept: u64,
    },
    /// What the reader did cannot be kept now; the text says why.
    KeepingFailed(SafeText),
    /// A new store was begun, for the reason that the text says; nothing is in it.
    Begun(SafeText),
    /// Notes that were being written when the programs that wrote them were ended, with the numbers of these.
    DraftsFound(Vec<(i64, Draft)>),
    /// What is known of the past of some files.
    Histories(Vec<(PathBuf, History)>),
    /// Why earlier states of files are not kept now; nothing if they are.
    Unkept(Option<SafeText>),
    /// A text came back from the reader's editor, or why not.
    Edited(Result<String, String>),
    /// A report was written, in words, or why not.
    Exported(Result<String, NotExported>),
    /// The program is about to end, and nobody asked the reader.
    Ending,
    /// The earlier states of a file, which were asked for.
    Listed(Revisions),
    /// Something is worth a word to the user.
    Noticed(SafeText),
}

/// What was done with the mouse, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// The column of the screen.
    pub x: u16,
    /// The row of the screen.
    pub y: u16,
    /// What was done.
    pub deed: MouseDeed,
}

/// What can be done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseDeed {
    /// The left button was pressed.
    Click,
    /// The wheel was turned towards the reader: what is further down is wanted.
    WheelDown,
    /// The wheel was turned the other way.
    WheelUp,
}

/// Why a report was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotExported {
    /// There is such a file already.
    IsThere(PathBuf),
    /// For this reason.
    Trouble(String),
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
    /// How many files were found; more than are listed while the folders are still looked through.
    pub n_found: usize,
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
