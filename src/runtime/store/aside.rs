//! A store that is damaged: how it leaves the place of another one, as it is.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;

use super::{Store, with_ending};

impl Store {
    /// Whether another file, or none, is where this store was: what is written here now nobody would find.
    pub(in crate::runtime) fn is_replaced(&self) -> bool {
        self.identity.is_some() && identity(&self.path) != self.identity
    }

    /// Closes the store and leaves it as it is, under another name unless its place was taken already. Answers with the name.
    ///
    /// # Errors
    ///
    /// When it cannot be renamed.
    pub(in crate::runtime) fn set_aside(self) -> std::io::Result<Option<PathBuf>> {
        // Who closes a database last brings its pages up to date. Without a word from the database it does so even now.
        let _ = self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        if self.is_replaced() { Ok(None) } else { move_aside(&self.path).map(Some) }
    }
}

/// Which file there is; nothing if there is none, or where files have no numbers.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub(super) const fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Gives a damaged store another name, with what belongs to it, and answers with the name.
pub(super) fn move_aside(path: &Path) -> std::io::Result<PathBuf> {
    let free = |n: &u32| !with_ending(path, &format!(".damaged-{n}")).exists();
    let n = (1..=u32::MAX).find(free).unwrap_or(u32::MAX);
    let aside = with_ending(path, &format!(".damaged-{n}"));
    std::fs::rename(path, &aside)?;
    for ending in ["-wal", "-shm"] {
        match std::fs::rename(with_ending(path, ending), with_ending(&aside, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(aside)
}
