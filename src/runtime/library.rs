//! A folder read once, without watching it: for commands that print.

use std::path::PathBuf;

use anyhow::Result;

use super::readers::read_all;
use super::scan::{Found, Tree, changes, roots, scan};
use crate::corpus::{Corpus, FileChange, Snapshot};
use crate::text::decode::Encoding;

/// Reads and groups all articles of folders and files. `progress` is told how many of how many were read.
///
/// # Errors
///
/// When a path is not there.
pub fn load(
    paths: &[PathBuf],
    encoding: Option<Encoding>,
    _uses_cache: bool,
    mut progress: impl FnMut(usize, usize),
) -> Result<Snapshot> {
    let tree = scan(&roots(paths)?);
    let mut corpus = Corpus::default();
    for (path, found) in &tree.files {
        if let Found::Refused(why) = found {
            corpus.apply(FileChange::Failed(path.clone(), why.clone()));
        }
    }
    let files = changes(&Tree::default(), &tree).to_read;
    let (n, mut n_read) = (files.len(), 0);
    read_all(files, encoding, |path, read| {
        corpus.apply(read.unwrap_or_else(|error| FileChange::Failed(path, error.to_string())));
        n_read += 1;
        progress(n_read, n);
    });
    Ok(corpus.snapshot())
}
