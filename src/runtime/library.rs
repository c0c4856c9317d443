//! A folder read once, without watching it: for commands that print.

use std::path::PathBuf;

use anyhow::Result;

use super::memory::grouped;
pub use super::readers::Manner;
use super::readers::read_all;
use super::scan::{Found, Tree, changes, roots, scan};
use super::store::{Place, Store};
use crate::corpus::{Corpus, FileChange, Snapshot};

/// Reads and groups all articles of folders and files. `progress` is told how many of how many were read.
///
/// # Errors
///
/// When a path is not there.
pub fn load(
    paths: &[PathBuf],
    manner: Manner,
    store: &Place,
    mut progress: impl FnMut(usize, usize),
) -> Result<Snapshot> {
    let tree = scan(&roots(paths)?);
    let mut corpus = Corpus::default();
    // What the reader has decided holds here too; where nothing can be read, nothing was decided.
    let store = Store::open_existing(store).ok().flatten();
    if let Some(decisions) = store.and_then(|store| store.decisions().ok()) {
        corpus.decide(decisions);
    }
    for (path, found) in &tree.files {
        if let Found::Refused(why) = found {
            corpus.apply(FileChange::Failed(path.clone(), why.clone()));
        }
    }
    let files = changes(&Tree::default(), &tree).to_read;
    drop(tree);
    let (n, mut n_read) = (files.len(), 0);
    read_all(files, manner, |path, read| {
        corpus.apply(read.unwrap_or_else(|error| FileChange::Failed(path, error.to_string())));
        n_read += 1;
        progress(n_read, n);
    });
    Ok(grouped(&mut corpus, manner.uses_memory))
}
