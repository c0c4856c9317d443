//! [`Command`]: what the program asks the runtime to do.

use std::path::PathBuf;

use crate::config::action::Action;
use crate::corpus::{ArticleId, Decisions, Location};
use crate::review::{Change, Draft};
use crate::sides::Sides;

use super::bookmark::Bookmark;
use super::cache::CollationKey;
use super::export::Export;
use super::texts::Loaded;

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
    /// Read the text of an article and answer with [`super::Event::Loaded`].
    Load {
        /// The article.
        id: ArticleId,
        /// Its state, as it is known.
        state: [u8; 32],
        /// Where it is.
        location: Location,
    },
    /// Read an earlier state of an article and answer with [`super::Event::Loaded`].
    LoadRevision {
        /// The article.
        id: ArticleId,
        /// The state.
        state: [u8; 32],
        /// Where it is.
        location: Location,
    },
    /// List the earlier states of an article's file and answer with [`super::Event::Listed`].
    ListRevisions(Location),
    /// Remember that the reader knows these files in these states; without one, as they are.
    Acknowledge(Vec<(PathBuf, Option<[u8; 32]>)>),
    /// Keep marks and notes, and answer with [`super::Event::Kept`].
    Keep(Vec<Change>),
    /// Keep where versions were left that were read alone, or that there is nothing to keep any more.
    Bookmark(Vec<(Location, Option<Bookmark>)>),
    /// Keep that the reader knows an action, which needs no hint any more.
    Learn(Action),
    /// Keep the note that is being written as it is now; there is none any more if nothing is said.
    Draft(Option<Box<Draft>>),
    /// Forget what was left of notes of earlier runs, by the numbers of their writers.
    ForgetDrafts(Vec<i64>),
    /// Put text into the clipboard.
    Copy(String),
    /// Write a report and answer with [`super::Event::Exported`].
    Export(Box<Export>),
    /// Let the reader edit a text in their own editor and answer with [`super::Event::Edited`].
    EditText(String),
    /// Open a file in the reader's own editor.
    OpenEditor {
        /// The article.
        location: Location,
        /// The line of its text, from 1.
        line: usize,
        /// The words at that place, for files whose lines are not those of the text.
        words: String,
    },
    /// Remember what the reader has decided about stories and furniture, and group anew.
    Decide(Box<Decisions>),
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
