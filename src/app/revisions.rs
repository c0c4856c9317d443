//! Earlier states of the file of an article, as they are listed and chosen from.

use crate::corpus::Location;

/// What is known of the past of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Earlier states that are kept.
    pub n_revisions: u32,
    /// The state that the reader last took note of, if the file has changed since.
    pub reviewed: Option<[u8; 32]>,
}

/// An earlier state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What its bytes hash to.
    pub digest: [u8; 32],
    /// When it was first seen, as people write it.
    pub seen: String,
    /// Its words.
    pub n_words: u32,
    /// Edits between it and the state that followed, if these were counted.
    pub n_edits: Option<u32>,
}

/// The earlier states of an article's file, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// The article.
    pub location: Location,
    /// The states.
    pub states: Vec<State>,
    /// How much of the room there is for them is used, in words.
    pub room: String,
}
