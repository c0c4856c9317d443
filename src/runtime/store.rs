//! What the reader has decided about stories and furniture, kept in the user's data folder from run to run.
//!
//! One row to a decision, so that two programs that run at once keep each other's. The file is a `SQLite` database;
//! what cannot be opened is left as it is, and the program runs on without remembering.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, params};

use super::files::path_bytes;
use crate::corpus::{Decisions, Location};

/// Version of the tables.
const VERSION: i64 = 1;

/// How long another program may keep the store to itself.
const PATIENCE: Duration = Duration::from_secs(2);

/// The open store.
pub(super) struct Store {
    db: Connection,
}

impl Store {
    /// Opens the store in the user's data folder.
    ///
    /// # Errors
    ///
    /// Why it cannot be used, in words.
    pub(super) fn open() -> Result<Self, String> {
        let folders = directories::ProjectDirs::from("", "", "copydesk");
        let folder = folders.map(|folders| folders.data_dir().to_owned());
        let folder =
            folder.filter(|folder| folder.is_absolute()).ok_or("there is no home folder")?;
        std::fs::create_dir_all(&folder).map_err(|error| super::files::reason(&error))?;
        Self::at(&folder.join("copydesk.db"))
    }

    fn at(path: &Path) -> Result<Self, String> {
        let words = |error: rusqlite::Error| format!("{}: {error}", path.display());
        let db = Connection::open(path).map_err(words)?;
        let version: i64 =
            db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(words)?;
        if version > VERSION {
            return Err(format!("{}: written by a newer copydesk", path.display()));
        }
        Self::prepare(&db).map_err(words)?;
        Ok(Self { db })
    }

    fn prepare(db: &Connection) -> rusqlite::Result<()> {
        db.busy_timeout(PATIENCE)?;
        db.pragma_update(None, "journal_mode", "wal")?;
        db.pragma_update(None, "synchronous", "full")?;
        db.execute_batch(
            "begin immediate;
             create table if not exists story_groups
                 (path blob not null, record integer not null, story integer not null, primary key (path, record));
             create table if not exists story_names (story integer primary key, name text not null);
             create table if not exists paragraphs (hash integer primary key, is_furniture integer not null);
             pragma user_version = 1;
             commit;",
        )
    }

    /// All that was decided.
    pub(super) fn read(&self) -> rusqlite::Result<Decisions> {
        let mut decisions = Decisions::default();
        let mut query = self.db.prepare("select path, record, story from story_groups")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (path, record, story): (Vec<u8>, u32, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let Some(path) = path_of(path) else { continue };
            decisions.groups.insert(Location { path, record }, story.cast_unsigned());
        }
        let mut query = self.db.prepare("select story, name from story_names")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (story, name): (i64, String) = (row.get(0)?, row.get(1)?);
            decisions.names.insert(story.cast_unsigned(), name);
        }
        let mut query = self.db.prepare("select hash, is_furniture from paragraphs")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (hash, is_furniture): (i64, bool) = (row.get(0)?, row.get(1)?);
            decisions.blocks.insert(hash.cast_unsigned(), is_furniture);
        }
        Ok(decisions)
    }

    /// Writes what differs between two states, and nothing else.
    pub(super) fn write(&mut self, old: &Decisions, new: &Decisions) -> rusqlite::Result<()> {
        let change = self.db.transaction()?;
        for (location, story) in &new.groups {
            if old.groups.get(location) != Some(story) {
                change.execute(
                    "insert or replace into story_groups values (?1, ?2, ?3)",
                    params![path_bytes(&location.path), location.record, story.cast_signed()],
                )?;
            }
        }
        for location in old.groups.keys().filter(|location| !new.groups.contains_key(*location)) {
            change.execute(
                "delete from story_groups where path = ?1 and record = ?2",
                params![path_bytes(&location.path), location.record],
            )?;
        }
        for (story, name) in &new.names {
            if old.names.get(story) != Some(name) {
                change.execute(
                    "insert or replace into story_names values (?1, ?2)",
                    params![story.cast_signed(), name],
                )?;
            }
        }
        for story in old.names.keys().filter(|story| !new.names.contains_key(*story)) {
            change.execute(
                "delete from story_names where story = ?1",
                params![story.cast_signed()],
            )?;
        }
        for (hash, is_furniture) in &new.blocks {
            if old.blocks.get(hash) != Some(is_furniture) {
                change.execute(
                    "insert or replace into paragraphs values (?1, ?2)",
                    params![hash.cast_signed(), is_furniture],
                )?;
            }
        }
        change.commit()
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_come_back_and_two_programs_keep_each_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("copydesk.db");
        let open = || Store::at(&path).expect("a store");
        let place = |name: &str| Location::file(PathBuf::from(name));
        let none = Decisions::default();
        let mut one = none.clone();
        one.groups.insert(place("a.txt"), u64::MAX);
        one.names.insert(u64::MAX, "Ferries".to_owned());
        let mut other = none.clone();
        other.groups.insert(place("b.txt"), 2);
        other.blocks.insert(u64::MAX - 7, false);
        let (mut first, mut second) = (open(), open());
        first.write(&none, &one).expect("written");
        second.write(&none, &other).expect("written");
        let all = open().read().expect("read");
        assert_eq!((all.groups.len(), all.names.len(), all.blocks.len()), (2, 1, 1));
        assert_eq!(all.groups.get(&place("a.txt")), Some(&u64::MAX));
        first.write(&one, &none).expect("written");
        assert_eq!(open().read().expect("read"), other);
    }

    #[test]
    fn what_is_no_store_of_ours_is_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("copydesk.db");
        let words = "no database, and never was one, for it is made of words";
        std::fs::write(&path, words).expect("written");
        assert!(Store::at(&path).is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("there"), words);
        let newer = folder.path().join("newer.db");
        let db = Connection::open(&newer).expect("a database");
        db.pragma_update(None, "user_version", 99).expect("set");
        assert!(Store::at(&newer).is_err_and(|why| why.contains("newer copydesk")));
    }
}
