//! What only makes the next start easier: where versions were left that were read alone, and what the reader needs no hint
//! for any more.

use rusqlite::{Connection, params};

use super::{Store, path_of};
use crate::app::bookmark::Bookmark;
use crate::config::action::Action;
use crate::corpus::Location;
use crate::text::keys::MatchKey;

/// Bytes of a passage in a bookmark: its key, and the row where it began.
const PASSAGE: usize = 16;

impl Store {
    /// Where versions were left.
    pub(in crate::runtime) fn bookmarks(&self) -> rusqlite::Result<Vec<(Location, Bookmark)>> {
        let mut query = self.db.prepare(
            "select path, record, passages from bookmarks join files on files.id = file",
        )?;
        let mut rows = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(path) = path_of(row.get(0)?) else { continue };
            let passages: Vec<u8> = row.get(2)?;
            all.push((Location { path, record: row.get(1)? }, unpack(&passages)));
        }
        Ok(all)
    }

    /// The actions that the reader knows. What no action is called any more is left out.
    pub(in crate::runtime) fn learned(&self) -> rusqlite::Result<Vec<Action>> {
        let mut query = self.db.prepare("select action from learned")?;
        let names = query.query_map([], |row| row.get::<_, String>(0))?;
        let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(names.iter().filter_map(|name| Action::by_name(name)).collect())
    }
}

/// Keeps a bookmark, or that there is none.
pub(super) fn bookmark(
    db: &Connection,
    location: &Location,
    bookmark: Option<&Bookmark>,
) -> rusqlite::Result<()> {
    let file = Store::number(db, &location.path)?;
    match bookmark {
        Some(bookmark) => db
            .prepare_cached("insert or replace into bookmarks values (?1, ?2, ?3)")?
            .execute(params![file, location.record, pack(bookmark)])?,
        None => db
            .prepare_cached("delete from bookmarks where file = ?1 and record = ?2")?
            .execute(params![file, location.record])?,
    };
    Ok(())
}

/// Keeps that the reader knows an action.
pub(super) fn learn(db: &Connection, action: Action) -> rusqlite::Result<()> {
    db.execute("insert or ignore into learned values (?1)", [action.name()]).map(|_| ())
}

fn pack(bookmark: &Bookmark) -> Vec<u8> {
    let bytes = |&(key, row): &(MatchKey, isize)| {
        let row = i64::try_from(row).unwrap_or_default();
        [key.0.to_le_bytes(), row.to_le_bytes()].concat()
    };
    bookmark.passages.iter().flat_map(bytes).collect()
}

fn unpack(bytes: &[u8]) -> Bookmark {
    let number = |bytes: &[u8]| bytes.try_into().map(u64::from_le_bytes).unwrap_or_default();
    let passage = |bytes: &[u8]| {
        let (key, row) = bytes.split_at(PASSAGE / 2);
        (MatchKey(number(key)), isize::try_from(number(row).cast_signed()).unwrap_or_default())
    };
    Bookmark { passages: bytes.chunks_exact(PASSAGE).map(passage).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::revisions::rename;
    use super::super::{Deed, Place};
    use super::*;

    #[test]
    fn bookmarks_and_what_was_learned_come_back_and_follow_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::At(folder.path().join("store.db"));
        let open = || Store::open(&place).expect("a store").0;
        let at = |path: &str| Location { path: path.into(), record: 3 };
        let bookmark = |row: isize| Bookmark {
            passages: vec![(MatchKey(u64::MAX - 5), row), (MatchKey(7), row + 4)],
        };
        let mut store = open();
        let deeds = [
            Deed::Bookmark(at("/a"), Some(bookmark(-2))),
            Deed::Bookmark(at("/b"), Some(bookmark(9))),
            Deed::Bookmark(at("/c"), Some(bookmark(1))),
            Deed::Bookmark(at("/c"), None),
            Deed::Learn(Action::Mark),
            Deed::Learn(Action::Mark),
        ];
        store.keep(&deeds).expect("kept");
        // The file that was there is gone, and with it the place in it.
        store
            .in_one(|db| rename(db, "/a".as_ref(), "/b".as_ref(), 0, |_, _| None))
            .expect("renamed");
        assert_eq!(open().bookmarks().expect("read"), [(at("/b"), bookmark(-2))]);
        assert_eq!(open().learned().expect("read"), [Action::Mark]);
    }
}
