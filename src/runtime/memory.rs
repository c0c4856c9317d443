//! What was learnt of files before: a cache, so that a folder of many thousand articles opens at once the second time.
//!
//! A file that has the stamp it had is not read; one that has the bytes of any file known is not understood again. The
//! cache may be deleted at any time, and nothing is lost without it.

mod groupings;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Params, Row, params};
use serde::{Deserialize, Serialize};

use super::files::path_bytes;
use super::scan::{RACY, Stamp};
use crate::corpus::FileChange;
use crate::corpus::profile::{Block, Place, Profile, Spot, Term, Terms};
use crate::source::Format;
use crate::text::decode::Encoding;
use crate::text::keys::MatchKey;
use crate::version::sha256;

pub(super) use groupings::grouped;

/// Number of the format. Raised when anything that is kept, or how it is worked out, changes.
const FORMAT: i64 = 4;

/// A larger cache is begun anew, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// How long another program may keep the cache to itself.
const PATIENCE: Duration = Duration::from_millis(200);

/// What is kept of one article, or why it is none.
#[derive(Serialize, Deserialize)]
enum Kept<'a> {
    #[serde(borrow)]
    Article(Box<KeptArticle<'a>>),
    Reason(&'a str),
}

/// A [`Profile`] as it is written; the core owes nobody a format. Lists are bytes: to take ten thousand articles apart number
/// by number takes as long as to group them.
#[derive(Serialize, Deserialize)]
struct KeptArticle<'a> {
    sha256: [u8; 32],
    n_words: u32,
    headline: Option<&'a str>,
    outlet: Option<&'a str>,
    credit: Option<&'a str>,
    day: Option<(i16, i8, i8)>,
    opening: Option<&'a str>,
    #[serde(borrow)]
    runs: Cow<'a, [u8]>,
    #[serde(borrow)]
    places: Cow<'a, [u8]>,
    thinning: u32,
    #[serde(borrow)]
    blocks: Cow<'a, [u8]>,
    #[serde(borrow)]
    terms: Cow<'a, [u8]>,
    words: &'a str,
}

impl<'a> KeptArticle<'a> {
    fn of(profile: &'a Profile) -> Self {
        Self {
            sha256: profile.sha256,
            n_words: profile.n_words,
            headline: profile.headline.as_deref(),
            outlet: profile.outlet.as_deref(),
            credit: profile.credit.as_deref(),
            day: profile.day.map(|day| (day.year(), day.month(), day.day())),
            opening: profile.opening.as_deref(),
            runs: profile.runs.iter().flat_map(|run| run.to_le_bytes()).collect(),
            places: profile.places.iter().map(|place| place.bits()).collect(),
            thinning: profile.thinning,
            blocks: profile.blocks.iter().flat_map(|block| block.bits().to_le_bytes()).collect(),
            terms: profile.terms.iter().flat_map(|(term, word)| bytes_of(term, word)).collect(),
            words: profile.terms.words(),
        }
    }

    fn profile(&self) -> Profile {
        let date = |(year, month, day)| jiff::civil::Date::new(year, month, day).ok();
        let (runs, _) = self.runs.as_chunks();
        let (blocks, _) = self.blocks.as_chunks();
        let (terms, _) = self.terms.as_chunks();
        Profile {
            sha256: self.sha256,
            n_words: self.n_words,
            headline: self.headline.map(Box::from),
            outlet: self.outlet.map(Box::from),
            credit: self.credit.map(Box::from),
            day: self.day.and_then(date),
            opening: self.opening.map(Box::from),
            runs: runs.iter().map(|run| u32::from_le_bytes(*run)).collect(),
            places: self.places.iter().map(|place| Place::from_bits(*place)).collect(),
            thinning: self.thinning,
            blocks: blocks.iter().map(|bits| Block::from_bits(u64::from_le_bytes(*bits))).collect(),
            terms: Terms::new(terms.iter().map(term_of).collect(), self.words.to_owned()),
        }
    }
}

/// A word that tells much, in bytes: key, length, count, kind.
fn bytes_of(term: &Term, word: &str) -> [u8; 15] {
    let kind = u8::from(term.is_name) << 5 | u8::from(term.is_figure) << 4 | term.spot.bits();
    let mut bytes = [kind; 15];
    bytes[..8].copy_from_slice(&term.key.0.to_le_bytes());
    bytes[8..12].copy_from_slice(&u32::try_from(word.len()).unwrap_or(0).to_le_bytes());
    bytes[12..14].copy_from_slice(&term.count.to_le_bytes());
    bytes
}

/// And back, with the length of the word.
const fn term_of(bytes: &[u8; 15]) -> (Term, u32) {
    let [k0, k1, k2, k3, k4, k5, k6, k7, l0, l1, l2, l3, c0, c1, kind] = *bytes;
    let term = Term {
        key: MatchKey(u64::from_le_bytes([k0, k1, k2, k3, k4, k5, k6, k7])),
        count: u16::from_le_bytes([c0, c1]),
        is_name: kind & 0x20 != 0,
        is_figure: kind & 0x10 != 0,
        spot: Spot::from_bits(kind),
    };
    (term, u32::from_le_bytes([l0, l1, l2, l3]))
}

/// What is to be remembered of a file that was read.
pub(super) struct Lesson {
    path: PathBuf,
    stamp: Vec<u8>,
    digest: [u8; 32],
    /// What was learnt; nothing if that was known of another file with the same bytes.
    data: Option<Vec<u8>>,
}

/// One file, as it is looked up.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) path: &'a Path,
    pub(super) stamp: &'a Stamp,
    pub(super) manner: Reading,
}

/// The cache.
pub(super) struct Memory {
    db: Connection,
}

impl Memory {
    /// Opens the cache in the user's cache folder; nothing if that cannot be. A cache that is damaged, too large or of
    /// another format is begun anew.
    pub(super) fn open() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "copydesk")?;
        let folder = folders.cache_dir();
        if !folder.is_absolute() {
            return None;
        }
        std::fs::create_dir_all(folder).ok()?;
        Self::at(&folder.join("articles.db"))
    }

    fn at(path: &Path) -> Option<Self> {
        let is_large = std::fs::metadata(path).is_ok_and(|file| file.len() > MAX_BYTES);
        match Self::connect(path) {
            Ok(memory) if !is_large => Some(memory),
            _ => {
                for ending in ["", "-wal", "-shm"] {
                    let mut name = path.as_os_str().to_owned();
                    name.push(ending);
                    // What cannot be removed cannot be opened either.
                    let _ = std::fs::remove_file(name);
                }
                Self::connect(path).ok()
            }
        }
    }

    fn connect(path: &Path) -> rusqlite::Result<Self> {
        let db = Connection::open(path)?;
        db.busy_timeout(PATIENCE)?;
        db.pragma_update(None, "journal_mode", "wal")?;
        db.pragma_update(None, "synchronous", "off")?;
        // Else each look-up is planned anew, by the path it looks for.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let format: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if format != FORMAT {
            db.execute_batch(
                "drop table if exists files; drop table if exists articles;
                 drop table if exists groupings;",
            )?;
            db.pragma_update(None, "user_version", FORMAT)?;
        }
        db.execute_batch(
            "create table if not exists files
                 (path blob primary key, stamp blob not null, digest blob not null) without rowid;
             create table if not exists articles (digest blob primary key, data blob not null);
             create table if not exists groupings (basis blob unique not null, data blob not null);",
        )?;
        Ok(Self { db })
    }

    /// Opens the cache to be read as it is now: all of it in one transaction, for to begin one takes as long as to read an
    /// article.
    pub(super) fn open_still() -> Option<Self> {
        let memory = Self::open()?;
        memory.db.execute_batch("begin").ok()?;
        Some(memory)
    }

    /// What is known of a file with this stamp.
    pub(super) fn recall(&self, file: Wanted<'_>) -> Option<FileChange> {
        let query =
            "select data from files join articles using (digest) where path = ?1 and stamp = ?2";
        let stamp = file.manner.of_stamp(file.stamp);
        self.look_up(file.path, query, params![path_bytes(file.path), stamp])
    }

    /// What is known of the bytes of a file.
    fn recall_bytes(&self, path: &Path, digest: &[u8; 32]) -> Option<FileChange> {
        self.look_up(path, "select data from articles where digest = ?1", params![digest])
    }

    fn look_up(&self, path: &Path, query: &str, by: impl Params) -> Option<FileChange> {
        let mut query = self.db.prepare_cached(query).ok()?;
        let found = |row: &Row<'_>| Ok(decode(path, row.get_ref(0)?.as_blob()?));
        query.query_row(by, found).ok()?
    }

    /// What is known of a file's bytes, or what `read` finds in them; and what is to be remembered of that.
    pub(super) fn recall_or<E>(
        &self,
        file: Wanted<'_>,
        bytes: &[u8],
        read: impl FnOnce() -> Result<FileChange, E>,
    ) -> (Result<FileChange, E>, Option<Lesson>) {
        let digest = file.manner.of_bytes(bytes);
        let lesson = |data| {
            let is_settled = !file.stamp.is_younger_than(RACY, SystemTime::now());
            let stamp = file.manner.of_stamp(file.stamp);
            is_settled.then(|| Lesson { path: file.path.to_owned(), stamp, digest, data })
        };
        if let Some(known) = self.recall_bytes(file.path, &digest) {
            return (Ok(known), lesson(None));
        }
        let read = read();
        let data = read.as_ref().ok().and_then(encode);
        let lesson = data.and_then(|data| lesson(Some(data)));
        (read, lesson)
    }

    /// Remembers what was learnt. What cannot be written is learnt again.
    pub(super) fn learn(&mut self, lessons: &[Lesson]) {
        let mut write = || -> rusqlite::Result<()> {
            let change = self.db.transaction()?;
            for lesson in lessons {
                if let Some(data) = &lesson.data {
                    change
                        .prepare_cached("insert or replace into articles values (?1, ?2)")?
                        .execute(params![lesson.digest, data])?;
                }
                change
                    .prepare_cached("insert or replace into files values (?1, ?2, ?3)")?
                    .execute(params![path_bytes(&lesson.path), lesson.stamp, lesson.digest])?;
            }
            change.commit()
        };
        if let Err(error) = write() {
            super::log::log(|| format!("cache: {error}"));
        }
    }
}

/// How a file is read, beside its bytes: it decides what is found in them.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) format: Format,
    pub(super) encoding: Option<Encoding>,
}

impl Reading {
    fn bytes(self) -> Vec<u8> {
        let encoding = self.encoding.map(Encoding::name).unwrap_or_default();
        format!("{:?} {encoding}", self.format).into_bytes()
    }

    fn of_stamp(self, stamp: &Stamp) -> Vec<u8> {
        let mut bytes = stamp.bytes();
        bytes.extend(self.bytes());
        bytes
    }

    fn of_bytes(self, bytes: &[u8]) -> [u8; 32] {
        let mut all = sha256(bytes).to_vec();
        all.extend(self.bytes());
        sha256(&all)
    }
}

fn encode(change: &FileChange) -> Option<Vec<u8>> {
    let kept: Vec<Kept<'_>> = match change {
        FileChange::Read(_, profile) => vec![Kept::Article(Box::new(KeptArticle::of(profile)))],
        FileChange::Records(_, records) => records
            .iter()
            .map(|read| match read {
                Ok(profile) => Kept::Article(Box::new(KeptArticle::of(profile))),
                Err(reason) => Kept::Reason(reason),
            })
            .collect(),
        _ => return None,
    };
    let is_one = matches!(change, FileChange::Read(..));
    postcard::to_stdvec(&(is_one, kept)).ok()
}

fn decode(path: &Path, data: &[u8]) -> Option<FileChange> {
    let (is_one, kept): (bool, Vec<Kept<'_>>) = postcard::from_bytes(data).ok()?;
    let mut profiles = kept.into_iter().map(|kept| match kept {
        Kept::Article(article) => Ok(article.profile()),
        Kept::Reason(reason) => Err(reason.to_owned()),
    });
    if is_one {
        return Some(FileChange::Read(path.to_owned(), Box::new(profiles.next()?.ok()?)));
    }
    Some(FileChange::Records(path.to_owned(), profiles.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;
    use crate::text::blocks::Markup;

    const TEXT: &str = "Ferry hits pier at noon\n\nOn Tuesday 14 March it rained in Port Ellery.";

    fn read(path: &Path) -> Result<FileChange, &'static str> {
        let version = parse(TEXT.as_bytes(), Markup::None).map_err(|_error| "no text")?;
        Ok(FileChange::Read(path.to_owned(), Box::new(Profile::of(&version))))
    }

    fn profile(change: Option<FileChange>) -> Option<Profile> {
        match change {
            Some(FileChange::Read(_, profile)) => Some(*profile),
            _ => None,
        }
    }

    #[test]
    fn what_was_learnt_is_known_by_stamp_and_by_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut memory = Memory::at(&folder.path().join("cache.db")).expect("a cache");
        let (stamp, path, other) = (Stamp::old(), Path::new("a.txt"), Path::new("b.txt"));
        let plain = Reading { format: Format::Text, encoding: None };
        let file = |path, manner| Wanted { path, stamp: &stamp, manner };
        let known = profile(read(path).ok());
        assert_eq!(profile(memory.recall(file(path, plain))), None);
        let (found, lesson) = memory.recall_or(file(path, plain), TEXT.as_bytes(), || read(path));
        assert_eq!(profile(found.ok()), known);
        memory.learn(&[lesson.expect("it is worth learning")]);
        assert_eq!(profile(memory.recall(file(path, plain))), known);
        // Another file with the same bytes is not understood again.
        let (found, _) =
            memory.recall_or(file(other, plain), TEXT.as_bytes(), || Err("read again"));
        assert_eq!(profile(found.ok()), known);
        // Read in another encoding, it may say something else.
        let told = Reading { encoding: Encoding::told("latin1"), ..plain };
        assert_eq!(profile(memory.recall(file(path, told))), None);
    }

    #[test]
    fn a_damaged_cache_is_begun_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache.db");
        std::fs::write(&path, "no database, and never was one, for it is made of words")
            .expect("written");
        assert!(Memory::at(&path).is_some());
    }
}
