//! The earlier states of one file, for commands that print.

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::keeper::time;
use super::store::{Closed, Place, Store, words};
use crate::report::revisions::Entry;

/// A state that was kept.
#[derive(Debug)]
pub struct Kept {
    /// What is known of it.
    pub entry: Entry,
    digest: [u8; 32],
    store: std::rc::Rc<Store>,
}

impl Kept {
    /// Its bytes; nothing if they are no longer kept.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn bytes(&self) -> Result<Option<Vec<u8>>> {
        self.store.content(&self.digest).map_err(|error| anyhow!("{}", words(&error)))
    }
}

/// All states of a file that were kept, the oldest first, numbered from 1.
///
/// # Errors
///
/// When the store cannot be read.
pub fn kept(path: &Path, place: &Place) -> Result<Vec<Kept>> {
    let store = match Store::open_existing(place) {
        Ok(Some(store)) => store,
        Ok(None) => return Ok(Vec::new()),
        Err(Closed::Unwanted) => bail!("--no-store: there is nothing to look into"),
        Err(Closed::Trouble(why)) => bail!("{why}"),
    };
    let store = std::rc::Rc::new(store);
    let mut revisions = store.revisions(path).map_err(|error| anyhow!("{}", words(&error)))?;
    revisions.reverse();
    Ok(revisions
        .into_iter()
        .zip(1..)
        .map(|(revision, number)| Kept {
            entry: Entry {
                number,
                sha256: crate::report::hex(&revision.digest),
                seen: time(revision.seen),
                replaced: time(revision.replaced),
                words: revision.n_words,
                edits: revision.n_edits,
            },
            digest: revision.digest,
            store: std::rc::Rc::clone(&store),
        })
        .collect())
}
