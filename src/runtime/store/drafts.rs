//! Notes that are being written, at most one by each program, so that what was typed outlives the program.
//!
//! Whether the program that writes one still runs is told by a lock on a file beside the store, which the system takes
//! away with the program, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use rusqlite::{Connection, params};

use super::{Deed, Store, review, with_ending};
use crate::review::{Change, Draft, Note, NoteId};

/// A program among those that write notes: its number, and what tells others that it runs.
#[derive(Debug)]
pub(super) struct Writer {
    number: i64,
    _lock: File,
}

impl Writer {
    /// Takes a number that no program has, and that no note of an earlier one waits under.
    fn take(db: &Connection, path: &Path) -> rusqlite::Result<Self> {
        let mut number = 1;
        loop {
            if let Some(lock) = lock(path, number)?
                && !db.prepare_cached("select 1 from drafts where writer = ?1")?.exists([number])?
            {
                return Ok(Self { number, _lock: lock });
            }
            number += 1;
        }
    }
}

impl Store {
    /// The number of this program, should what it does need one.
    pub(super) fn writer_for(&mut self, deeds: &[Deed]) -> rusqlite::Result<Option<i64>> {
        let is_draft = |deed: &Deed| matches!(deed, Deed::Draft(Some(_)));
        if self.writer.is_none() && deeds.iter().any(is_draft) {
            self.writer = Some(Writer::take(&self.db, &self.path)?);
        }
        Ok(self.writer.as_ref().map(|writer| writer.number))
    }

    /// What was being written by programs that do not run any more, with their numbers.
    pub(in crate::runtime) fn left_drafts(&self) -> rusqlite::Result<Vec<(i64, Draft)>> {
        let mut query =
            self.db.prepare("select writer, note, replaces from drafts order by writer")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let rows = rows.collect::<rusqlite::Result<Vec<(i64, i64, Option<i64>)>>>()?;
        let own = self.writer.as_ref().map(|writer| writer.number);
        let mut drafts = Vec::new();
        for (writer, note, replaces) in rows.into_iter().filter(|row| Some(row.0) != own) {
            if lock(&self.path, writer)?.is_some()
                && let Some(note) = self.note(note)?
            {
                let replaces = replaces.map(|id| NoteId(id.cast_unsigned()));
                drafts.push((writer, Draft { note, replaces }));
            }
        }
        Ok(drafts)
    }
}

/// Keeps the note that a program is writing; without one, forgets what it wrote.
pub(super) fn keep(db: &Connection, writer: i64, draft: Option<&Draft>) -> rusqlite::Result<()> {
    forget(db, writer)?;
    let Some(draft) = draft else { return Ok(()) };
    let id = id(writer);
    review::keep(db, &Change::Put(Note { id: NoteId(id.cast_unsigned()), ..draft.note.clone() }))?;
    let replaces = draft.replaces.map(|note| note.0.cast_signed());
    db.prepare_cached("insert into drafts values (?1, ?2, ?3)")?
        .execute(params![writer, id, replaces])?;
    Ok(())
}

/// Forgets what a program was writing.
pub(super) fn forget(db: &Connection, writer: i64) -> rusqlite::Result<()> {
    db.prepare_cached("delete from drafts where writer = ?1")?.execute([writer])?;
    review::keep(db, &Change::Remove(NoteId(id(writer).cast_unsigned())))
}

/// Under which number a note is kept while it is written: those of others are never negative.
const fn id(writer: i64) -> i64 {
    -writer
}

/// The lock that a program holds while it runs; nothing if one holds it.
fn lock(path: &Path, writer: i64) -> rusqlite::Result<Option<File>> {
    let path = with_ending(path, &format!(".writer-{writer}"));
    let failed = |error: std::io::Error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(failed)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        // Where the system has no locks, a note may be taken for one that was left; nothing is lost by that.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place as StorePlace;
    use super::*;
    use crate::corpus::Location;
    use crate::review::{About, Place};

    fn draft(text: &str, replaces: Option<NoteId>) -> Draft {
        let place = Place { location: Location::file("/a.txt".into()), quote: None };
        let (about, places, kind) = (About::Version, vec![place], String::new());
        Draft { note: Note { id: NoteId(0), about, places, kind, text: text.to_owned() }, replaces }
    }

    fn write(store: &mut Store, draft: Option<Draft>) {
        store.keep(&[Deed::Draft(draft.map(Box::new))]).expect("written");
    }

    fn left(store: &Store) -> Vec<(i64, String, Option<NoteId>)> {
        let all = store.left_drafts().expect("read").into_iter();
        all.map(|(writer, draft)| (writer, draft.note.text, draft.replaces)).collect()
    }

    #[test]
    fn what_is_written_is_no_note_and_is_left_when_its_writer_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = StorePlace::At(folder.path().join("store.db"));
        let open = || Store::open(&place).expect("a store").0;
        let (mut one, mut other, reader) = (open(), open(), open());
        write(&mut one, Some(draft("on", Some(NoteId(7)))));
        write(&mut one, Some(draft("one", Some(NoteId(7)))));
        write(&mut other, Some(draft("other", None)));
        assert_eq!(reader.review().expect("read").notes().count(), 0);
        // Both are at it.
        assert_eq!(left(&reader), []);
        drop(one);
        assert_eq!(left(&reader), [(1, "one".to_owned(), Some(NoteId(7)))]);
        // It waits, whoever writes meanwhile.
        let mut third = open();
        write(&mut third, Some(draft("third", None)));
        write(&mut other, None);
        drop((other, third));
        let expected = [(1, "one".to_owned(), Some(NoteId(7))), (3, "third".to_owned(), None)];
        assert_eq!(left(&reader), expected);
        // It goes with its file.
        let mut store = open();
        let renamed = |db: &Connection| {
            super::super::revisions::rename(db, "/a.txt".as_ref(), "/b.txt".as_ref(), 0, |_, _| {
                None
            })
        };
        store.in_one(renamed).expect("renamed");
        let places = store.left_drafts().expect("read").remove(0).1.note.places;
        assert_eq!(places[0].location, Location::file("/b.txt".into()));
        store.keep(&[Deed::ForgetDrafts(vec![1, 3])]).expect("forgotten");
        assert_eq!(left(&store), []);
    }
}
