//! What was learnt of files before: a cache, so that a folder of many thousand articles opens at once the second time.
//!
//! A file that has the stamp it had is not read; one that has the bytes of any file known is not understood again. The
//! cache may be deleted at any time, and nothing is lost without it.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use super::files::path_bytes;
use super::scan::{RACY, Stamp};
use crate::corpus::FileChange;
use crate::corpus::profile::{Block, Place, Profile, Spot, Term};
use crate::source::Format;
use crate::text::decode::Encoding;
use crate::text::keys::MatchKey;
use crate::version::sha256;

/// Number of the format. Raised when anything that is kept, or how it is worked out, changes.
const FORMAT: i64 = 3;

/// A larger cache is begun anew, in bytes.
const MAX_BYTES: u64 = 1 << 30;

/// How long another program may keep the cache to itself.
const PATIENCE: Duration = Duration::from_millis(200);

/// What is kept of one article, or why it is none.
#[derive(Serialize, Deserialize)]
enum Kept {
    Article(Box<KeptArticle>),
    Reason(String),
}

/// A [`Profile`] as it is written; the core owes nobody a format.
#[derive(Serialize, Deserialize)]
struct KeptArticle {
    sha256: [u8; 32],
    n_words: u32,
    headline: Option<Box<str>>,
    outlet: Option<Box<str>>,
    credit: Option<Box<str>>,
    day: Option<(i16, i8, i8)>,
    opening: Option<Box<str>>,
    runs: Box<[u32]>,
    places: Vec<u8>,
    thinning: u32,
    blocks: Vec<u64>,
    terms: Vec<(u64, Box<str>, u16, u8)>,
}

impl KeptArticle {
    fn of(profile: &Profile) -> Self {
        let term = |term: &Term| {
            let kind = u8::from(term.is_name) << 5 | u8::from(term.is_figure) << 4;
            (term.key.0, term.word.clone(), term.count, kind | term.spot.bits())
        };
        Self {
            sha256: profile.sha256,
            n_words: profile.n_words,
            headline: profile.headline.clone(),
            outlet: profile.outlet.clone(),
            credit: profile.credit.clone(),
            day: profile.day.map(|day| (day.year(), day.month(), day.day())),
            opening: profile.opening.clone(),
            runs: profile.runs.clone(),
            places: profile.places.iter().map(|place| place.bits()).collect(),
            thinning: profile.thinning,
            blocks: profile.blocks.iter().map(|block| block.bits()).collect(),
            terms: profile.terms.iter().map(term).collect(),
        }
    }

    fn profile(self) -> Profile {
        let date = |(year, month, day)| jiff::civil::Date::new(year, month, day).ok();
        let term = |(key, word, count, kind): (u64, Box<str>, u16, u8)| {
            let (is_name, is_figure) = (kind & 0x20 != 0, kind & 0x10 != 0);
            let spot = Spot::from_bits(kind);
            Term { key: MatchKey(key), word, count, is_name, is_figure, spot }
        };
        Profile {
            sha256: self.sha256,
            n_words: self.n_words,
            headline: self.headline,
            outlet: self.outlet,
            credit: self.credit,
            day: self.day.and_then(date),
            opening: self.opening,
            runs: self.runs,
            places: self.places.into_iter().map(Place::from_bits).collect(),
            thinning: self.thinning,
            blocks: self.blocks.into_iter().map(Block::from_bits).collect(),
            terms: self.terms.into_iter().map(term).collect(),
        }
    }
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
        let format: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if format != FORMAT {
            db.execute_batch("drop table if exists files; drop table if exists articles;")?;
            db.pragma_update(None, "user_version", FORMAT)?;
        }
        db.execute_batch(
            "create table if not exists files
                 (path blob primary key, stamp blob not null, digest blob not null) without rowid;
             create table if not exists articles (digest blob primary key, data blob not null);",
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
        let data: Vec<u8> = self
            .db
            .prepare_cached(query)
            .and_then(|mut query| {
                let stamp = file.manner.of_stamp(file.stamp);
                query.query_row(params![path_bytes(file.path), stamp], |row| row.get(0)).optional()
            })
            .ok()??;
        decode(file.path, &data)
    }

    /// What is known of the bytes of a file.
    fn recall_bytes(&self, path: &Path, digest: &[u8; 32]) -> Option<FileChange> {
        let data: Vec<u8> = self
            .db
            .prepare_cached("select data from articles where digest = ?1")
            .and_then(|mut query| query.query_row(params![digest], |row| row.get(0)).optional())
            .ok()??;
        decode(path, &data)
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
    let kept: Vec<Kept> = match change {
        FileChange::Read(_, profile) => vec![Kept::Article(Box::new(KeptArticle::of(profile)))],
        FileChange::Records(_, records) => {
            let kept = |read: &Result<Profile, String>| match read {
                Ok(profile) => Kept::Article(Box::new(KeptArticle::of(profile))),
                Err(reason) => Kept::Reason(reason.clone()),
            };
            records.iter().map(kept).collect()
        }
        _ => return None,
    };
    let is_one = matches!(change, FileChange::Read(..));
    postcard::to_stdvec(&(is_one, kept)).ok()
}

fn decode(path: &Path, data: &[u8]) -> Option<FileChange> {
    let (is_one, kept): (bool, Vec<Kept>) = postcard::from_bytes(data).ok()?;
    let mut profiles = kept.into_iter().map(|kept| match kept {
        Kept::Article(article) => Ok(article.profile()),
        Kept::Reason(reason) => Err(reason),
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
