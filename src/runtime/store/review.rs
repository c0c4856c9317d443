//! Marks and notes: one row to a mark, so that those of two programs add up.

use rusqlite::{Connection, Row, params};

use super::{Store, path_of};
use crate::corpus::Location;
use crate::review::anchor::Quote;
use crate::review::{About, Change, Note, NoteId, Pair, Place, Review};

impl Store {
    /// All marks and notes.
    pub fn review(&self) -> rusqlite::Result<Review> {
        let mut review = Review::default();
        self.read_marks(&mut review)?;
        let mut query = self.db.prepare(
            "select id, about, edit, kind, words from notes where id not in (select note from drafts)",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(note) = self.note_of(row)? {
                review.apply(&Change::Put(note));
            }
        }
        Ok(review)
    }

    /// The note with a number, also one that is being written.
    pub(super) fn note(&self, id: i64) -> rusqlite::Result<Option<Note>> {
        let mut query = self
            .db
            .prepare_cached("select id, about, edit, kind, words from notes where id = ?1")?;
        let mut rows = query.query([id])?;
        rows.next()?.map_or(Ok(None), |row| self.note_of(row))
    }

    /// The note of a row; nothing if it is about something that nobody knows.
    fn note_of(&self, row: &Row<'_>) -> rusqlite::Result<Option<Note>> {
        let (id, about, edit): (i64, String, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let about = match (about.as_str(), edit) {
            ("edit", Some(edit)) => About::Edit(edit.cast_unsigned()),
            ("passage", _) => About::Passage,
            ("version", _) => About::Version,
            ("story", _) => About::Story,
            _ => return Ok(None),
        };
        let (id, places) = (NoteId(id.cast_unsigned()), self.places(id)?);
        Ok(Some(Note { id, about, places, kind: row.get(3)?, text: row.get(4)? }))
    }

    fn read_marks(&self, review: &mut Review) -> rusqlite::Result<()> {
        let mut query = self.db.prepare(
            "select one.path, marks.record, other.path, other_record, edit from marks
             join files as one on one.id = marks.file join files as other on other.id = other_file",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (Some(one), Some(other)) = (path_of(row.get(0)?), path_of(row.get(2)?)) else {
                continue;
            };
            let pair = Pair::new(
                Location { path: one, record: row.get(1)? },
                Location { path: other, record: row.get(3)? },
            );
            let edits = vec![row.get::<_, i64>(4)?.cast_unsigned()];
            review.apply(&Change::Mark { pair, edits, is_reviewed: true });
        }
        Ok(())
    }

    fn places(&self, note: i64) -> rusqlite::Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(
            "select path, record, exact, prefix, suffix from note_places
             join files on files.id = file where note = ?1 order by nth",
        )?;
        let mut rows = query.query([note])?;
        let mut places = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(path) = path_of(row.get(0)?) else { continue };
            let exact: Option<String> = row.get(2)?;
            let quote = match exact {
                Some(exact) => Some(Quote { exact, prefix: row.get(3)?, suffix: row.get(4)? }),
                None => None,
            };
            places.push(Place { location: Location { path, record: row.get(1)? }, quote });
        }
        Ok(places)
    }
}

/// Keeps one change.
pub(super) fn keep(db: &Connection, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Mark { pair, edits, is_reviewed } => {
            let [one, other] = pair.locations();
            let (one, other) = (
                (Store::number(db, &one.path)?, one.record),
                (Store::number(db, &other.path)?, other.record),
            );
            // One order, whatever the files are called now.
            let ((file, record), (other_file, other_record)) = (one.min(other), one.max(other));
            let mut query = db.prepare_cached(if *is_reviewed {
                "insert or ignore into marks values (?1, ?2, ?3, ?4, ?5)"
            } else {
                "delete from marks where file = ?1 and record = ?2 and other_file = ?3 and other_record = ?4
                 and edit = ?5"
            })?;
            for edit in edits {
                query.execute(params![
                    file,
                    record,
                    other_file,
                    other_record,
                    edit.cast_signed()
                ])?;
            }
            Ok(())
        }
        Change::Put(note) => put(db, note),
        Change::Remove(id) => {
            let id = id.0.cast_signed();
            db.execute("delete from note_places where note = ?1", [id])?;
            db.execute("delete from notes where id = ?1", [id])?;
            Ok(())
        }
    }
}

/// Gives the marks on one file to another.
pub(super) fn move_marks(db: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    let mut query = db.prepare_cached(
        "delete from marks where file = ?1 or other_file = ?1
         returning file, record, other_file, other_record, edit",
    )?;
    let rows = query.query_map([from], |row| {
        let ends: [(i64, i64); 2] = [(row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)];
        Ok((ends, row.get::<_, i64>(4)?))
    })?;
    let marks = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for (ends, edit) in marks {
        let [one, other] =
            ends.map(|(file, record)| (if file == from { to } else { file }, record));
        let ((file, record), (other_file, other_record)) = (one.min(other), one.max(other));
        db.prepare_cached("insert or ignore into marks values (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![file, record, other_file, other_record, edit])?;
    }
    Ok(())
}

fn put(db: &Connection, note: &Note) -> rusqlite::Result<()> {
    let id = note.id.0.cast_signed();
    let (about, edit) = match note.about {
        About::Edit(edit) => ("edit", Some(edit.cast_signed())),
        About::Passage => ("passage", None),
        About::Version => ("version", None),
        About::Story => ("story", None),
    };
    db.execute("delete from note_places where note = ?1", [id])?;
    db.execute(
        "insert or replace into notes values (?1, ?2, ?3, ?4, ?5)",
        params![id, about, edit, note.kind, note.text],
    )?;
    for (nth, place) in (0i64..).zip(&note.places) {
        let file = Store::number(db, &place.location.path)?;
        let quote = place.quote.as_ref();
        db.execute(
            "insert into note_places values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                id,
                nth,
                file,
                place.location.record,
                quote.map(|quote| &quote.exact),
                quote.map(|quote| &quote.prefix),
                quote.map(|quote| &quote.suffix),
            ],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::revisions::rename;
    use super::super::{Deed, Place as StorePlace};
    use super::*;

    fn at(path: &str) -> Location {
        Location::file(path.into())
    }

    fn mark(edits: &[u64], is_reviewed: bool) -> Change {
        let pair = Pair::new(at("/b"), at("/a"));
        Change::Mark { pair, edits: edits.to_vec(), is_reviewed }
    }

    fn keep_all(store: &mut Store, changes: Vec<Change>) {
        let deeds: Vec<Deed> = changes.into_iter().map(Deed::Change).collect();
        store.keep(&deeds).expect("kept");
    }

    fn note() -> Note {
        let quote = Quote { exact: "Tuesday".into(), prefix: "on ".into(), suffix: ".".into() };
        Note {
            id: NoteId(9),
            about: About::Edit(u64::MAX),
            places: vec![
                Place { location: at("/a"), quote: Some(quote) },
                Place { location: at("/b"), quote: None },
            ],
            kind: "error".into(),
            text: "two\nlines".into(),
        }
    }

    #[test]
    fn marks_of_two_programs_add_up_and_notes_come_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = StorePlace::At(folder.path().join("store.db"));
        let open = || Store::open(&place).expect("a store").0;
        let (mut one, mut other) = (open(), open());
        keep_all(&mut one, vec![mark(&[1, u64::MAX], true), Change::Put(note())]);
        keep_all(&mut other, vec![mark(&[2, 3], true)]);
        keep_all(&mut one, vec![mark(&[3], false)]);
        let mut expected = Review::default();
        expected.apply(&mark(&[1, 2, u64::MAX], true));
        expected.apply(&Change::Put(note()));
        assert_eq!(open().review().expect("read"), expected);
        // A rename changes which path comes first, and nothing else.
        one.in_one(|db| rename(db, "/a".as_ref(), "/z".as_ref(), 0, |_, _| None)).expect("renamed");
        expected.follow("/a".as_ref(), "/z".as_ref());
        assert_eq!(open().review().expect("read"), expected);
        keep_all(&mut other, vec![Change::Remove(NoteId(9))]);
        assert_eq!(one.review().expect("read").notes().count(), 0);
    }
}
