//! What the reader has decided about stories and furniture: one row to a decision.

use rusqlite::{Connection, params};

use super::{Store, path_of};
use crate::corpus::{Decisions, Location};
use crate::runtime::files::path_bytes;

impl Store {
    /// All that was decided.
    pub(in crate::runtime) fn decisions(&self) -> rusqlite::Result<Decisions> {
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
}

/// Writes what differs between two states, and nothing else.
pub(super) fn decide(db: &Connection, old: &Decisions, new: &Decisions) -> rusqlite::Result<()> {
    for (location, story) in &new.groups {
        if old.groups.get(location) != Some(story) {
            db.execute(
                "insert or replace into story_groups values (?1, ?2, ?3)",
                params![path_bytes(&location.path), location.record, story.cast_signed()],
            )?;
        }
    }
    for location in old.groups.keys().filter(|location| !new.groups.contains_key(*location)) {
        db.execute(
            "delete from story_groups where path = ?1 and record = ?2",
            params![path_bytes(&location.path), location.record],
        )?;
    }
    for (story, name) in &new.names {
        if old.names.get(story) != Some(name) {
            db.execute(
                "insert or replace into story_names values (?1, ?2)",
                params![story.cast_signed(), name],
            )?;
        }
    }
    for story in old.names.keys().filter(|story| !new.names.contains_key(*story)) {
        db.execute("delete from story_names where story = ?1", params![story.cast_signed()])?;
    }
    for (hash, is_furniture) in &new.blocks {
        if old.blocks.get(hash) != Some(is_furniture) {
            db.execute(
                "insert or replace into paragraphs values (?1, ?2)",
                params![hash.cast_signed(), is_furniture],
            )?;
        }
    }
    for hash in old.blocks.keys().filter(|hash| !new.blocks.contains_key(*hash)) {
        db.execute("delete from paragraphs where hash = ?1", params![hash.cast_signed()])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::Place;
    use super::*;

    #[test]
    fn decisions_come_back_and_two_programs_keep_each_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("copydesk.db");
        let open = || Store::open(&Place::At(path.clone())).expect("a store").0;
        let place = |name: &str| Location::file(PathBuf::from(name));
        let none = Decisions::default();
        let mut one = none.clone();
        one.groups.insert(place("a.txt"), u64::MAX);
        one.names.insert(u64::MAX, "Ferries".to_owned());
        let mut other = none.clone();
        other.groups.insert(place("b.txt"), 2);
        other.blocks.insert(u64::MAX - 7, false);
        let (mut first, mut second) = (open(), open());
        first.in_one(|db| decide(db, &none, &one)).expect("written");
        second.in_one(|db| decide(db, &none, &other)).expect("written");
        let all = open().decisions().expect("read");
        assert_eq!((all.groups.len(), all.names.len(), all.blocks.len()), (2, 1, 1));
        assert_eq!(all.groups.get(&place("a.txt")), Some(&u64::MAX));
        first.in_one(|db| decide(db, &one, &none)).expect("written");
        assert_eq!(open().decisions().expect("read"), other);
    }
}
