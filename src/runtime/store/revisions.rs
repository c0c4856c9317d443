//! Earlier states of files: what a file was before it was overwritten, by its bytes, each kept once and compressed.
//!
//! To have the state before a change, the state now must be kept as well; so the contents of all files read are here.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, path_of};
use crate::runtime::files::path_bytes;

/// Strength of compression: the library's own choice, about 100 MB a second.
const LEVEL: i32 = 3;

/// A file as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) struct Known {
    pub(in crate::runtime) id: i64,
    pub(in crate::runtime) stamp: Vec<u8>,
    pub(in crate::runtime) digest: [u8; 32],
    /// When this state was first seen, in milliseconds since 1970.
    pub(in crate::runtime) seen: i64,
    /// The state that the reader last took note of.
    pub(in crate::runtime) reviewed: [u8; 32],
}

/// A state of a file that was overwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What its bytes hash to.
    pub digest: [u8; 32],
    /// When it was first seen, in milliseconds since 1970.
    pub seen: i64,
    /// When it was found to be replaced.
    pub replaced: i64,
    /// Its words.
    pub n_words: u32,
    /// Edits between it and the state that replaced it, those of typography left out; nothing if it was not compared.
    pub n_edits: Option<u32>,
}

/// What a revision is beside its file and bytes.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Amount {
    pub(in crate::runtime) n_words: u32,
    pub(in crate::runtime) n_edits: Option<u32>,
}

impl Amount {
    /// Whether the text was the same, but for its line breaks.
    fn is_nothing(amount: Option<Self>) -> bool {
        amount.is_none_or(|amount| amount.n_edits == Some(0))
    }
}

/// The newest revision of a file.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Newest {
    id: i64,
    pub(in crate::runtime) digest: [u8; 32],
    seen: i64,
}

/// How much there is of a file's past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::runtime) struct Past {
    pub(in crate::runtime) n_revisions: u32,
    /// The state that the reader last took note of, if the file is another since.
    pub(in crate::runtime) reviewed: Option<[u8; 32]>,
}

/// A new state of a file.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct New<'a> {
    pub(in crate::runtime) stamp: &'a [u8],
    pub(in crate::runtime) digest: [u8; 32],
    pub(in crate::runtime) bytes: &'a [u8],
    /// Now, in milliseconds since 1970.
    pub(in crate::runtime) now: i64,
}

impl Store {
    /// Says whether the next changes must be on the disk before they count as done.
    pub(in crate::runtime) fn must_last(&self, is_so: bool) -> rusqlite::Result<()> {
        self.db.pragma_update(None, "synchronous", if is_so { "full" } else { "normal" })
    }

    /// What is known, to be looked up.
    pub(in crate::runtime) const fn known(&self) -> &Connection {
        &self.db
    }

    /// Does several things in one transaction.
    pub(in crate::runtime) fn in_one<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let change = self.change()?;
        let result = work(&change)?;
        change.commit()?;
        Ok(result)
    }

    /// The number of a file, which is entered if it is new; without bytes, its state is not known.
    pub(super) fn number(db: &Connection, path: &Path) -> rusqlite::Result<i64> {
        let known = db
            .prepare_cached("select id from files where path = ?1")?
            .query_row([path_bytes(path)], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        db.execute(
            "insert into files (path, stamp, digest, seen, reviewed) values (?1, x'', x'', 0, x'')",
            [path_bytes(path)],
        )?;
        Ok(db.last_insert_rowid())
    }

    /// The revisions of a file, the newest first.
    pub fn revisions(&self, path: &Path) -> rusqlite::Result<Vec<Revision>> {
        let mut query = self.db.prepare_cached(
            "select revisions.digest, revisions.seen, replaced, words, edits from revisions
             join files on files.id = revisions.file where path = ?1 order by revisions.id desc",
        )?;
        let rows = query.query_map([path_bytes(path)], |row| {
            Ok(Revision {
                digest: row.get(0)?,
                seen: row.get(1)?,
                replaced: row.get(2)?,
                n_words: row.get(3)?,
                n_edits: row.get(4)?,
            })
        })?;
        rows.collect()
    }

    /// What a file was when it was last seen, and when that state was first seen, in milliseconds since 1970.
    pub fn last(&self, path: &Path) -> rusqlite::Result<Option<([u8; 32], i64)>> {
        Ok(known(&self.db, path)?.map(|known| (known.digest, known.seen)))
    }

    /// The bytes of a state.
    pub fn content(&self, digest: &[u8; 32]) -> rusqlite::Result<Option<Vec<u8>>> {
        content(&self.db, digest)
    }

    /// Bytes that all states take, compressed.
    pub fn size(&self) -> rusqlite::Result<u64> {
        size(&self.db)
    }

    /// Files that have a past, or have changed since the reader took note of them.
    pub(in crate::runtime) fn pasts(&self) -> rusqlite::Result<Vec<(PathBuf, Past)>> {
        let mut query = self.db.prepare(
            "select path, (select count(*) from revisions where file = files.id), nullif(nullif(reviewed, digest), x'')
             from files where reviewed <> digest or id in (select file from revisions)",
        )?;
        let rows = query.query_map([], |row| {
            let past = Past { n_revisions: row.get(1)?, reviewed: row.get(2)? };
            Ok((row.get::<_, Vec<u8>>(0)?, past))
        })?;
        let pasts = rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter();
        Ok(pasts.filter_map(|(path, past)| Some((path_of(path)?, past))).collect())
    }

    /// The past of one file.
    pub(in crate::runtime) fn past(&self, path: &Path) -> rusqlite::Result<Past> {
        let query = "select (select count(*) from revisions where file = files.id),
                nullif(nullif(reviewed, digest), x'') from files where path = ?1";
        let past = self
            .db
            .prepare_cached(query)?
            .query_row([path_bytes(path)], |row| {
                Ok(Past { n_revisions: row.get(0)?, reviewed: row.get(1)? })
            })
            .optional()?;
        Ok(past.unwrap_or_default())
    }
}

/// The reader has taken note of a file in this state; without one, as it is.
pub(super) fn acknowledge(
    db: &Connection,
    path: &Path,
    state: Option<[u8; 32]>,
) -> rusqlite::Result<()> {
    let before: Option<Vec<u8>> = db
        .prepare_cached("select reviewed from files where path = ?1")?
        .query_row([path_bytes(path)], |row| row.get(0))
        .optional()?;
    db.prepare_cached("update files set reviewed = coalesce(?2, digest) where path = ?1")?
        .execute(params![path_bytes(path), state])?;
    match before.and_then(|before| <[u8; 32]>::try_from(before).ok()) {
        Some(before) => forget_content(db, &before),
        None => Ok(()),
    }
}

/// What is known of a file.
pub(in crate::runtime) fn known(db: &Connection, path: &Path) -> rusqlite::Result<Option<Known>> {
    db.prepare_cached(
        "select id, stamp, digest, seen, reviewed from files where path = ?1 and digest <> x''",
    )?
    .query_row([path_bytes(path)], |row| {
        Ok(Known {
            id: row.get(0)?,
            stamp: row.get(1)?,
            digest: row.get(2)?,
            seen: row.get(3)?,
            reviewed: row.get(4)?,
        })
    })
    .optional()
}

/// Files that had this number on the disk when they were last seen, and the states they were in. The latest comes first.
pub(in crate::runtime) fn same_number(
    db: &Connection,
    identity: &[u8],
) -> rusqlite::Result<Vec<(PathBuf, [u8; 32])>> {
    let mut query = db.prepare_cached(
        "select path, digest from files where substr(stamp, 1, 16) = ?1 and digest <> x'' order by seen desc, id desc",
    )?;
    let rows = query.query_map([identity], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().filter_map(|(path, digest)| Some((path_of(path)?, digest))).collect())
}

/// Enters a file that is seen for the first time.
pub(in crate::runtime) fn enter(
    db: &Connection,
    path: &Path,
    new: &New<'_>,
) -> rusqlite::Result<()> {
    put_content(db, &new.digest, new.bytes)?;
    // A note may have been left on it before its bytes were kept.
    db.prepare_cached(
        "insert into files (path, stamp, digest, seen, reviewed) values (?1, ?2, ?3, ?4, ?3)
         on conflict (path) do update set stamp = ?2, digest = ?3, seen = ?4, reviewed = ?3",
    )?
    .execute(params![path_bytes(path), new.stamp, new.digest, new.now])?;
    Ok(())
}

/// The file has the bytes it had; only its stamp is another.
pub(in crate::runtime) fn touch(db: &Connection, id: i64, stamp: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached("update files set stamp = ?2 where id = ?1")?.execute(params![id, stamp])?;
    Ok(())
}

/// The file has other bytes. What it was is a revision if its text was another (`amount` says how much of one).
pub(in crate::runtime) fn replace(
    db: &Connection,
    known: &Known,
    new: &New<'_>,
    amount: Option<Amount>,
) -> rusqlite::Result<()> {
    put_content(db, &new.digest, new.bytes)?;
    if let Some(amount) = amount {
        put_revision(db, known.id, known, amount, new.now)?;
    }
    let reviewed = reviewed(known, new.digest, amount);
    let seen = if amount.is_some() { new.now } else { known.seen };
    become_new(db, known.id, new, seen, &reviewed)?;
    if amount.is_none() {
        forget_content(db, &known.digest)?;
    }
    Ok(())
}

/// The state that the reader knows when a state was replaced by another one, which is so much another: the same words in other
/// bytes, or in other lines, are what the reader knows.
fn reviewed(before: &Known, now: [u8; 32], amount: Option<Amount>) -> [u8; 32] {
    let is_known = Amount::is_nothing(amount) && before.reviewed == before.digest;
    if is_known { now } else { before.reviewed }
}

fn become_new(
    db: &Connection,
    id: i64,
    new: &New<'_>,
    seen: i64,
    reviewed: &[u8; 32],
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "update files set stamp = ?2, digest = ?3, seen = ?4, reviewed = ?5 where id = ?1",
    )?
    .execute(params![id, new.stamp, new.digest, seen, reviewed])?;
    Ok(())
}

/// The newest revision of a file.
pub(in crate::runtime) fn newest(db: &Connection, file: i64) -> rusqlite::Result<Option<Newest>> {
    db.prepare_cached(
        "select id, digest, seen from revisions where file = ?1 order by id desc limit 1",
    )?
    .query_row([file], |row| Ok(Newest { id: row.get(0)?, digest: row.get(1)?, seen: row.get(2)? }))
    .optional()
}

/// The file is whole now; what was known of it was no state, but half of one. So it is another than the state before that by so
/// much (`earlier`), and no revision is left of that if it is the same.
pub(in crate::runtime) fn complete(
    db: &Connection,
    known: &Known,
    new: &New<'_>,
    earlier: Option<(&Newest, Option<Amount>)>,
) -> rusqlite::Result<()> {
    put_content(db, &new.digest, new.bytes)?;
    let mut reviewed = reviewed(known, new.digest, None);
    // What there is now was not there before, however long its writer took.
    let mut seen = new.now;
    if let Some((earlier, amount)) = earlier {
        if let Some(amount) = amount {
            db.prepare_cached("update revisions set words = ?2, edits = ?3 where id = ?1")?
                .execute(params![earlier.id, amount.n_words, amount.n_edits])?;
        } else {
            db.prepare_cached("delete from revisions where id = ?1")?.execute([earlier.id])?;
            seen = earlier.seen;
        }
        if Amount::is_nothing(amount) && reviewed == earlier.digest {
            reviewed = new.digest;
        }
    }
    become_new(db, known.id, new, seen, &reviewed)?;
    forget_content(db, &known.digest)?;
    earlier.map_or(Ok(()), |(earlier, _)| forget_content(db, &earlier.digest))
}

/// A file was renamed: its past, and all that was left on it, goes with it. Where another file was at that place, it is as if
/// that one had been overwritten: its last state is a revision, and what was left on it, and what the reader knows of it, stays
/// with the place. `compare` tells how much of another text the second bytes hold; nothing if it is the same.
/// False when nothing is known of the file.
pub(in crate::runtime) fn rename(
    db: &Connection,
    from: &Path,
    to: &Path,
    now: i64,
    compare: impl Fn(&[u8], &[u8]) -> Option<Amount>,
) -> rusqlite::Result<bool> {
    let id = |path: &Path| {
        db.prepare_cached("select id from files where path = ?1")?
            .query_row([path_bytes(path)], |row| row.get::<_, i64>(0))
            .optional()
    };
    let Some(own) = id(from)?.filter(|_| from != to) else { return Ok(false) };
    if let Some(other) = id(to)? {
        let (known, old) = (known(db, from)?, known(db, to)?);
        if let (Some(known), Some(old)) = (&known, &old) {
            overwrite(db, known, old, now, compare)?;
        }
        db.execute("update revisions set file = ?2 where file = ?1", [other, own])?;
        db.execute("update note_places set file = ?2 where file = ?1", [other, own])?;
        super::review::move_marks(db, other, own)?;
        db.execute("delete from bookmarks where file = ?1", [other])?;
        db.execute("delete from files where id = ?1", [other])?;
        match (&known, &old) {
            // Its own bytes were never read: until they are, it is what was there.
            (None, Some(old)) => {
                let update = "update files set digest = ?2, seen = ?3, reviewed = ?4 where id = ?1";
                db.execute(update, params![own, old.digest, old.seen, old.reviewed])?;
            }
            (Some(known), Some(old)) => {
                for digest in [&known.reviewed, &old.digest, &old.reviewed] {
                    forget_content(db, digest)?;
                }
            }
            _ => {}
        }
    }
    db.prepare_cached("update files set path = ?2 where id = ?1")?
        .execute(params![own, path_bytes(to)])?;
    Ok(true)
}

/// A file is put in place of another one.
fn overwrite(
    db: &Connection,
    known: &Known,
    old: &Known,
    now: i64,
    compare: impl Fn(&[u8], &[u8]) -> Option<Amount>,
) -> rusqlite::Result<()> {
    let mut amount = None;
    if known.digest != old.digest {
        let was = content(db, &old.digest)?.unwrap_or_default();
        let is = content(db, &known.digest)?.unwrap_or_default();
        amount = compare(&was, &is);
        if let Some(amount) = amount {
            put_revision(db, known.id, old, amount, now)?;
        }
    }
    db.prepare_cached("update files set reviewed = ?2 where id = ?1")?
        .execute(params![known.id, reviewed(old, known.digest, amount)])?;
    Ok(())
}

fn put_revision(
    db: &Connection,
    file: i64,
    known: &Known,
    amount: Amount,
    now: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "insert into revisions (file, digest, seen, replaced, words, edits) values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![file, known.digest, known.seen, now, amount.n_words, amount.n_edits])?;
    Ok(())
}

/// Decisions about a story go with a file that was renamed.
pub(in crate::runtime) fn rename_decisions(
    db: &Connection,
    from: &Path,
    to: &Path,
) -> rusqlite::Result<()> {
    db.prepare_cached("update or ignore story_groups set path = ?2 where path = ?1")?
        .execute([path_bytes(from), path_bytes(to)])?;
    Ok(())
}

/// The bytes of a state.
pub(in crate::runtime) fn content(
    db: &Connection,
    digest: &[u8],
) -> rusqlite::Result<Option<Vec<u8>>> {
    let packed: Option<Vec<u8>> = db
        .prepare_cached("select data from contents where digest = ?1")?
        .query_row([digest], |row| row.get(0))
        .optional()?;
    // Bytes that do not unpack are as good as gone; the database checks its own pages.
    Ok(packed.and_then(|packed| zstd::decode_all(packed.as_slice()).ok()))
}

fn put_content(db: &Connection, digest: &[u8; 32], bytes: &[u8]) -> rusqlite::Result<()> {
    let is_there =
        db.prepare_cached("select 1 from contents where digest = ?1")?.exists([digest])?;
    if is_there {
        return Ok(());
    }
    let packed = zstd::encode_all(bytes, LEVEL)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    db.prepare_cached("insert into contents values (?1, ?2, ?3, ?4)")?.execute(params![
        digest,
        signed(bytes.len()),
        signed(packed.len()),
        packed
    ])?;
    Ok(())
}

/// Whether nothing needs a content any more.
const UNUSED: &str = "not exists (select 1 from files where files.digest = contents.digest)
     and not exists (select 1 from revisions where revisions.digest = contents.digest)
     and not exists (select 1 from files where reviewed = contents.digest)";

pub(super) fn forget_content(db: &Connection, digest: &[u8; 32]) -> rusqlite::Result<()> {
    db.prepare_cached(&format!("delete from contents where digest = ?1 and {UNUSED}"))?
        .execute([digest])?;
    Ok(())
}

/// Databases know signed numbers only.
fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn size(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("select coalesce(sum(packed), 0) from contents")?
        .query_row([], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Place;
    use super::*;
    use crate::version::sha256;

    pub(in super::super) fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::At(folder.path().join("store.db"));
        let (store, _) = Store::open(&place).expect("a store");
        (folder, store)
    }

    fn new(bytes: &[u8], now: i64) -> New<'_> {
        New { stamp: b"stamp", digest: sha256(bytes), bytes, now }
    }

    pub(in super::super) fn overwrite(store: &mut Store, path: &Path, bytes: &[u8], now: i64) {
        store
            .in_one(|db| match known(db, path)? {
                None => enter(db, path, &new(bytes, now)),
                Some(known) => {
                    let amount = Amount { n_words: 2, n_edits: Some(1) };
                    replace(db, &known, &new(bytes, now), Some(amount))
                }
            })
            .expect("written");
    }

    pub(in super::super) fn texts(store: &Store, path: &Path) -> Vec<String> {
        let revisions = store.revisions(path).expect("read");
        let text = |revision: &Revision| {
            let bytes = store.content(&revision.digest).expect("read").expect("kept");
            String::from_utf8(bytes).expect("text")
        };
        revisions.iter().map(text).collect()
    }

    #[test]
    fn what_was_overwritten_is_there_the_newest_first() {
        let (_folder, mut store) = store();
        let path = Path::new("/articles/a.txt");
        // A clock that goes backwards changes no order.
        for (n, text) in ["one", "two", "three", "two"].iter().enumerate() {
            overwrite(&mut store, path, text.as_bytes(), 1000 - i64::try_from(n).expect("small"));
        }
        assert_eq!(texts(&store, path), ["three", "two", "one"]);
        let past = |reviewed| Past { n_revisions: 3, reviewed };
        assert_eq!(store.past(path).expect("read"), past(Some(sha256(b"one"))));
        store.in_one(|db| acknowledge(db, path, Some(sha256(b"two")))).expect("written");
        assert_eq!(store.past(path).expect("read"), past(None));
    }

    #[test]
    fn the_past_follows_a_renamed_file_and_what_it_replaces_is_past_too() {
        let (_folder, mut store) = store();
        let at = |name: &str| PathBuf::from(format!("/articles/{name}"));
        overwrite(&mut store, &at("a"), b"one", 1);
        overwrite(&mut store, &at("a"), b"two", 2);
        overwrite(&mut store, &at("b"), b"other", 3);
        let rename = |store: &mut Store, from: &str, to: &str| {
            let compare = |_: &[u8], _: &[u8]| Some(Amount { n_words: 1, n_edits: Some(5) });
            store.in_one(|db| rename(db, &at(from), &at(to), 4, compare)).expect("written")
        };
        assert!(rename(&mut store, "a", "c"));
        assert_eq!(texts(&store, &at("c")), ["one"]);
        assert!(rename(&mut store, "c", "b"));
        assert_eq!(texts(&store, &at("b")), ["other", "one"]);
        // It is as if it had been overwritten: counted, and to be taken note of.
        assert_eq!(store.revisions(&at("b")).expect("read")[0].n_edits, Some(5));
        assert_eq!(store.past(&at("b")).expect("read").reviewed, Some(sha256(b"other")));
        assert!(!rename(&mut store, "a", "b"), "nothing is known of it any more");
    }
}
