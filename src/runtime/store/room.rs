//! How much of the past of files is kept.

use rusqlite::{Connection, OptionalExtension as _};

use super::Store;
use super::revisions::forget_content;
use crate::config::settings::Retention;

impl Store {
    /// Leaves as much of the past as is wanted: the oldest goes first. Answers with how many states went for want of room.
    pub(in crate::runtime) fn forget(
        &mut self,
        retention: &Retention,
        now: i64,
    ) -> rusqlite::Result<usize> {
        self.in_one(|db| {
            let too_many = "select id from
                (select id, row_number() over (partition by file order by id desc) as nth from revisions)
                where nth > ?1";
            forget_revisions(db, too_many, i64::from(retention.count))?;
            if let Some(days) = retention.days {
                let oldest = now.saturating_sub(i64::from(days) * 86_400_000);
                forget_revisions(db, "select id from revisions where replaced < ?1", oldest)?;
            }
            make_room(db, retention.megabytes.saturating_mul(1_000_000))
        })
    }
}

/// Forgets one revision after the other until the rest takes no more than so many bytes: the oldest first, but what a file was
/// last only when nothing older is left of any. Answers with how many.
fn make_room(db: &Connection, limit: u64) -> rusqlite::Result<usize> {
    let mut size = size_of_revisions(db)?;
    if size <= limit {
        return Ok(0);
    }
    // What a file is now, too, takes no room as a revision.
    let mut query = db.prepare_cached(
        "select id, digest from revisions where digest not in (select digest from files)
         order by id in (select max(id) from revisions group by file), id",
    )?;
    let all = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let all: Vec<(i64, [u8; 32])> = all.collect::<rusqlite::Result<_>>()?;
    let mut n_gone = 0;
    for (id, digest) in all {
        if size <= limit {
            break;
        }
        db.prepare_cached("delete from revisions where id = ?1")?.execute([id])?;
        let freed = db
            .prepare_cached(
                "select packed from contents where digest = ?1
                 and not exists (select 1 from revisions where revisions.digest = ?1)",
            )?
            .query_row([digest], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
            .optional()?;
        size = size.saturating_sub(freed.unwrap_or(0));
        forget_content(db, &digest)?;
        n_gone += 1;
    }
    Ok(n_gone)
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

/// Bytes that only earlier states take, compressed.
fn size_of_revisions(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached(
        "select coalesce(sum(packed), 0) from contents
         where digest in (select digest from revisions) and digest not in (select digest from files)",
    )?
    .query_row([], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::revisions::tests::{overwrite, store, texts};
    use super::*;
    use crate::version::sha256;

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

    #[test]
    fn the_oldest_goes_one_by_one_until_there_is_room_and_what_a_file_was_last_stays_longest() {
        let (_folder, mut store) = store();
        let (big, small) = (Path::new("/articles/big.txt"), Path::new("/articles/small.txt"));
        overwrite(&mut store, small, b"first", 1);
        overwrite(&mut store, small, b"second", 2);
        // Bytes that nothing makes shorter: 300 kB each.
        for n in 0..6u8 {
            let piece = |at: u32| sha256(&[&[n], at.to_le_bytes().as_slice()].concat());
            let noise: Vec<u8> = (0..9_400).flat_map(piece).collect();
            overwrite(&mut store, big, &noise, i64::from(n) + 3);
        }
        let retention = Retention { count: 20, days: None, megabytes: 1 };
        assert_eq!(store.forget(&retention, 9).expect("written"), 2);
        assert_eq!(store.revisions(big).expect("read").len(), 3);
        assert_eq!(texts(&store, small), ["first"]);
        assert_eq!(store.forget(&retention, 9).expect("written"), 0);
    }
}
