//! The earlier states of one file, for commands that print.

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::keeper::time;
use super::store::revisions::Revision;
use super::store::{Closed, Place, Store, words};
use crate::report::revisions::Entry;
use crate::source::{self, Format};

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

/// All states of a file that were kept, the oldest first, numbered from 1; of a file that is gone the last one, too.
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
    let told = |error| anyhow!("{}", words(&error));
    let mut revisions = store.revisions(path).map_err(told)?;
    revisions.reverse();
    let kept = |(revision, number): (Revision, usize), is_last: bool| Kept {
        entry: Entry {
            number,
            sha256: crate::report::hex(&revision.digest),
            seen: time(revision.seen),
            replaced: (!is_last).then(|| time(revision.replaced)),
            words: revision.n_words,
            edits: revision.n_edits,
        },
        digest: revision.digest,
        store: std::rc::Rc::clone(&store),
    };
    let n = revisions.len();
    let mut all: Vec<Kept> =
        revisions.into_iter().zip(1..).map(|revision| kept(revision, false)).collect();
    if !path.exists()
        && let Some((digest, seen)) = store.last(path).map_err(told)?
        && let Some(bytes) = store.content(&digest).map_err(told)?
    {
        let articles = source::read(&bytes, Format::of_path(path), None).into_iter().flatten();
        let n_words = articles.map(|version| version.n_words()).sum::<usize>();
        let n_words = u32::try_from(n_words).unwrap_or(u32::MAX);
        let last = Revision { digest, seen, replaced: seen, n_words, n_edits: None };
        all.push(kept((last, n + 1), true));
    }
    Ok(all)
}
