//! Earlier states of files: what a file was before it was overwritten, by its bytes, each kept once and compressed.
//!
//! To have the state before a change, the state now must be kept as well; so the contents of all files read are here.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, path_of};
use crate::config::settings::Retention;
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
            "select path, count(revisions.id), nullif(nullif(reviewed, files.digest), x'') from files
             join revisions on revisions.file = files.id group by files.id",
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

    /// Leaves as much of the past as is wanted: the oldest goes first.
    pub(in crate::runtime) fn forget(
        &mut self,
        retention: &Retention,
        now: i64,
    ) -> rusqlite::Result<()> {
        self.in_one(|db| {
            let too_many = "select id from
                (select id, row_number() over (partition by file order by id desc) as nth from revisions)
                where nth > ?1";
            forget_revisions(db, too_many, i64::from(retention.count))?;
            if let Some(days) = retention.days {
                let oldest = now.saturating_sub(i64::from(days) * 86_400_000);
                forget_revisions(db, "select id from revisions where replaced < ?1", oldest)?;
            }
            let limit = retention.megabytes.saturating_mul(1_000_000);
            let oldest = "select id from revisions order by id limit ?1";
            while size_of_revisions(db)? > limit && forget_revisions(db, oldest, 16)? > 0 {}
            Ok(())
        })
    }
}

/// Forgets the revisions with the numbers that a query gives, and the contents that nothing needs any more.
fn forget_revisions(db: &Connection, numbers: &str, parameter: i64) -> rusqlite::Result<usize> {
    let mut query = db.prepare_cached(&format!(
        "delete from revisions where id in ({numbers}) returning digest"
    ))?;
    let gone = query.query_map([parameter], |row| row.get(0))?;
    let gone: Vec<[u8; 32]> = gone.collect::<rusqlite::Result<_>>()?;
    gone.iter().try_for_each(|digest| forget_content(db, digest))?;
    Ok(gone.len())
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

/// Other files that had these bytes when they were last seen.
pub(in crate::runtime) fn same_bytes(
    db: &Connection,
    digest: &[u8; 32],
) -> rusqlite::Result<Vec<PathBuf>> {
    let mut query = db.prepare_cached("select path from files where digest = ?1 order by id")?;
    let rows = query.query_map([digest], |row| row.get::<_, Vec<u8>>(0))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().filter_map(path_of).collect())
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
    // The same words in other bytes, or in other lines, are what the reader knows.
    let is_same = amount.is_none_or(|amount| amount.n_edits == Some(0));
    let is_known = is_same && known.reviewed == known.digest;
    let reviewed = if is_known { new.digest } else { known.reviewed };
    let seen = if amount.is_some() { new.now } else { known.seen };
    db.prepare_cached(
        "update files set stamp = ?2, digest = ?3, seen = ?4, reviewed = ?5 where id = ?1",
    )?
    .execute(params![known.id, new.stamp, new.digest, seen, reviewed])?;
    if amount.is_none() {
        forget_content(db, &known.digest)?;
    }
    Ok(())
}

/// A file was renamed: its past, and all that was left on it, goes with it. Where another file was at that place, its last
/// state is one that was overwritten, and what was left on it stays with the place. `count` tells the words of that state.
/// False when nothing is known of the file.
pub(in crate::runtime) fn rename(
    db: &Connection,
    from: &Path,
    to: &Path,
    now: i64,
    count: impl Fn(&[u8]) -> u32,
) -> rusqlite::Result<bool> {
    let id = |path: &Path| {
        db.prepare_cached("select id from files where path = ?1")?
            .query_row([path_bytes(path)], |row| row.get::<_, i64>(0))
            .optional()
    };
    let Some(own) = id(from)?.filter(|_| from != to) else { return Ok(false) };
    if let Some(other) = id(to)? {
        let own_digest = known(db, from)?.map(|known| known.digest);
        if let Some(known) = known(db, to)?.filter(|known| Some(known.digest) != own_digest) {
            let n_words = content(db, &known.digest)?.map_or(0, |bytes| count(&bytes));
            let amount = Amount { n_words, n_edits: None };
            put_revision(db, own, &known, amount, now)?;
        }
        db.execute("update revisions set file = ?2 where file = ?1", [other, own])?;
        db.execute("update note_places set file = ?2 where file = ?1", [other, own])?;
        super::review::move_marks(db, other, own)?;
        db.execute("delete from bookmarks where file = ?1", [other])?;
        db.execute("delete from files where id = ?1", [other])?;
    }
    db.prepare_cached("update files set path = ?2 where id = ?1")?
        .execute(params![own, path_bytes(to)])?;
    Ok(true)
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

fn forget_content(db: &Connection, digest: &[u8; 32]) -> rusqlite::Result<()> {
    db.prepare_cached(&format!("delete from contents where digest = ?1 and {UNUSED}"))?
        .execute([digest])?;
    Ok(())
}

/// Bytes that only earlier states take, compressed.
fn size_of_revisions(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached(
        "select coalesce(sum(packed), 0) from contents
         where digest in (select digest from revisions) and digest not in (select digest from files)",
    )?
    .query_row([], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
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
mod tests {
    use super::super::Place;
    use super::*;
    use crate::version::sha256;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::At(folder.path().join("store.db"));
        let (store, _) = Store::open(&place).expect("a store");
        (folder, store)
    }

    fn new(bytes: &[u8], now: i64) -> New<'_> {
        New { stamp: b"stamp", digest: sha256(bytes), bytes, now }
    }

    fn overwrite(store: &mut Store, path: &Path, bytes: &[u8], now: i64) {
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

    fn texts(store: &Store, path: &Path) -> Vec<String> {
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
            store.in_one(|db| rename(db, &at(from), &at(to), 4, |_| 1)).expect("written")
        };
        assert!(rename(&mut store, "a", "c"));
        assert_eq!(texts(&store, &at("c")), ["one"]);
        assert!(rename(&mut store, "c", "b"));
        assert_eq!(texts(&store, &at("b")), ["other", "one"]);
        assert!(!rename(&mut store, "a", "b"), "nothing is known of it any more");
    }

    #[test]
    fn as_much_is_forgotten_as_is_wanted() {
        let (_folder, mut store) = store();
        let path = Path::new("/articles/a.txt");
        for n in 0..8u8 {
            overwrite(&mut store, path, &[b'0' + n], i64::from(n) * 86_400_000);
        }
        let now = 7 * 86_400_000;
        let retention = |count, days, megabytes| Retention { count, days, megabytes };
        store.forget(&retention(5, None, 100), now).expect("written");
        assert_eq!(texts(&store, path), ["6", "5", "4", "3", "2"]);
        store.forget(&retention(9, Some(3), 100), now).expect("written");
        assert_eq!(texts(&store, path), ["6", "5", "4", "3"]);
        let before = store.size().expect("read");
        store.forget(&retention(9, None, 0), now).expect("written");
        // The state that the reader knows stays, and is no reason to forget others.
        assert_eq!(texts(&store, path), Vec::<String>::new());
        assert!(store.size().expect("read") < before);
        assert!(store.content(&sha256(b"7")).expect("read").is_some());
        assert!(store.content(&sha256(b"0")).expect("read").is_some());
        assert!(store.content(&sha256(b"3")).expect("read").is_none());
    }
}
