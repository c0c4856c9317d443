//! What must not be lost, in the user's data folder: earlier states of files, marks and notes, and what was decided
//! about stories and furniture.
//!
//! A `SQLite` database. What the reader does is one transaction that is on the disk before it counts as kept; what files are
//! is handed to the system, which is enough, for it can be read again. A change touches only the rows it is about, so that
//! two programs that run at once keep each other's. A file that cannot be understood is moved aside, never deleted and never
//! written to.

mod aside;
mod decisions;
mod drafts;
mod memories;
mod review;
pub mod revisions;
mod room;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::app::bookmark::Bookmark;
use crate::config::action::Action;
use crate::corpus::{Decisions, Location};
use crate::review::{Change, Draft};

use drafts::Writer;

/// What made each version of the tables out of the one before. Only ever added to.
const MIGRATIONS: [&str; 5] = [
    "create table if not exists story_groups
         (path blob not null, record integer not null, story integer not null, primary key (path, record));
     create table if not exists story_names (story integer primary key, name text not null);
     create table if not exists paragraphs (hash integer primary key, is_furniture integer not null);",
    // Times are milliseconds since 1970, for people only: what came first is told by the numbers of the rows, for clocks
    // go backwards. `stamp` is what the system says of the file, empty where it says too little. `reviewed` is the state
    // that the reader last took note of.
    "create table files
         (id integer primary key autoincrement, path blob not null unique, stamp blob not null, digest blob not null,
          seen integer not null, reviewed blob not null);
     create index files_by_digest on files (digest);
     create index files_by_review on files (reviewed);
     create table contents
         (digest blob primary key, size integer not null, packed integer not null, data blob not null);
     create index contents_by_size on contents (packed);
     create table revisions
         (id integer primary key autoincrement, file integer not null references files (id), digest blob not null,
          seen integer not null, replaced integer not null, words integer not null, edits integer);
     create index revisions_by_file on revisions (file, id);
     create index revisions_by_digest on revisions (digest);
     create table marks
         (file integer not null references files (id), record integer not null,
          other_file integer not null references files (id), other_record integer not null, edit integer not null,
          primary key (file, record, other_file, other_record, edit)) without rowid;
     create index marks_by_other on marks (other_file);
     create table notes
         (id integer primary key, about text not null, edit integer, kind text not null, words text not null);
     create table note_places
         (note integer not null references notes (id), nth integer not null,
          file integer not null references files (id), record integer not null, exact text, prefix text, suffix text,
          primary key (note, nth)) without rowid;
     create index note_places_by_file on note_places (file);",
    // Where a version was left that was read alone, as passages and rows; and what the reader needs no hint for.
    "create table bookmarks
         (file integer not null references files (id), record integer not null, passages blob not null,
          primary key (file, record)) without rowid;
     create table learned (action text primary key) without rowid;",
    // A note that is being written is a note like others, so that it follows its files; here is who writes it, and which note
    // it is to replace, if any.
    "create table drafts (writer integer primary key, note integer not null unique references notes (id), replaces integer);",
    // A stamp begins with the number of its file on the disk.
    "create index files_by_number on files (substr(stamp, 1, 16));",
];

/// How long another program may keep the store to itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// In less than this another program has written the first bytes of a store it makes.
const BEGINNING: Duration = Duration::from_secs(1);

/// Where the store is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In the user's data folder.
    #[default]
    Default,
    /// In this file.
    At(PathBuf),
    /// Nowhere: nothing is kept.
    Nowhere,
}

impl Place {
    /// Refuses a file that the user has named inside a folder that is read.
    ///
    /// # Errors
    ///
    /// The reason, in one line.
    pub(super) fn check_outside(&self, paths: &[PathBuf]) -> Result<(), String> {
        let Self::At(named) = self else { return Ok(()) };
        let path = self.path()?.unwrap_or_default();
        // Its folders may be yet to be made.
        let real = path.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok());
        let folders = paths.iter().filter(|path| path.is_dir());
        let mut folders = folders.filter_map(|path| path.canonicalize().ok());
        if real.is_some_and(|real| folders.any(|folder| real.starts_with(folder))) {
            let named = named.display();
            return Err(format!("{named}: nothing is written into the folder that is read"));
        }
        Ok(())
    }

    /// The file; nothing if nothing is to be kept.
    fn path(&self) -> Result<Option<PathBuf>, String> {
        match self {
            Self::Nowhere => Ok(None),
            Self::At(path) => {
                std::path::absolute(path).map(Some).map_err(|error| super::files::reason(&error))
            }
            Self::Default => {
                let folders = directories::ProjectDirs::from("", "", "copydesk");
                let folder = folders.map(|folders| folders.data_dir().to_owned());
                let folder = folder.filter(|folder| folder.is_absolute());
                Ok(Some(folder.ok_or("there is no home folder")?.join("copydesk.db")))
            }
        }
    }
}

/// Something that the reader did, and that must not be lost.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    /// A mark or a note.
    Change(Change),
    /// A decision about stories or furniture: what was decided before, and now.
    Decision(Box<(Decisions, Decisions)>),
    /// The reader has taken note of a file in a state; without one, as it is.
    Acknowledge(PathBuf, Option<[u8; 32]>),
    /// A version that was read alone was left here, or from its beginning.
    Bookmark(Location, Option<Bookmark>),
    /// The reader knows an action.
    Learn(Action),
    /// A note is being written, and says this now; or none is any more.
    Draft(Option<Box<Draft>>),
    /// Of the notes of these writers nothing is left to be done.
    ForgetDrafts(Vec<i64>),
}

impl Deed {
    /// The same when a file was renamed since.
    pub(super) fn follow(&mut self, from: &Path, to: &Path) {
        match self {
            Self::Change(change) => change.follow(from, to),
            Self::Acknowledge(path, _) if path == from => to.clone_into(path),
            Self::Bookmark(location, _) => *location = location.moved(from, to),
            Self::Draft(Some(draft)) => draft.note.follow(from, to),
            Self::Acknowledge(..)
            | Self::Decision(_)
            | Self::Learn(_)
            | Self::Draft(None)
            | Self::ForgetDrafts(_) => {}
        }
    }

    /// Whether it is work of the reader's, and not only what makes the next start easier, or is soon found out there.
    pub(super) const fn is_work(&self) -> bool {
        !matches!(self, Self::Bookmark(..) | Self::Learn(_) | Self::Draft(None))
    }

    /// Whether it holds at most what the last few keys did.
    pub(super) const fn is_passing(&self) -> bool {
        matches!(self, Self::Draft(_))
    }
}

/// Why there is no store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// The user wants none.
    #[error("nothing is to be kept")]
    Unwanted,
    /// It cannot be used, for this reason.
    #[error("{0}")]
    Trouble(String),
}

/// The open store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    /// Which file it is, so that another one in its place is noticed.
    identity: Option<(u64, u64)>,
    was_empty: bool,
    /// Who this program is among those that write notes, once it has written one.
    writer: Option<Writer>,
}

impl Store {
    /// Opens the store, and makes it if there is none. What could not be understood was moved aside; to where, is the
    /// second value.
    ///
    /// # Errors
    ///
    /// [`Closed`] says why there is none.
    pub fn open(place: &Place) -> Result<(Self, Option<PathBuf>), Closed> {
        let path = place.path().map_err(Closed::Trouble)?.ok_or(Closed::Unwanted)?;
        let was_empty = is_emptied(&path);
        make_folder(&path).map_err(|why| Closed::Trouble(format!("{}: {why}", path.display())))?;
        match Self::at(&path) {
            // What the user has named may be anything.
            Err(Refusal::Damaged) if matches!(place, Place::At(_)) => {
                Err(Refusal::Foreign.closed(&path))
            }
            Err(Refusal::Damaged) => {
                let aside = aside::move_aside(&path).map_err(|error| {
                    let why = super::files::reason(&error);
                    Closed::Trouble(format!(
                        "{}: damaged, and cannot be moved aside: {why}",
                        path.display()
                    ))
                })?;
                let store = Self::at(&path).map_err(|refusal| refusal.closed(&path))?;
                Ok((store, Some(aside)))
            }
            Err(refusal) => Err(refusal.closed(&path)),
            Ok(store) => Ok((Self { was_empty, ..store }, None)),
        }
    }

    /// Whether there was nothing in its file, though there was a file.
    pub(super) const fn was_empty(&self) -> bool {
        self.was_empty
    }

    /// Opens the store only if there is one: who only looks leaves nothing behind.
    ///
    /// # Errors
    ///
    /// [`Closed`] says why it cannot be opened.
    pub fn open_existing(place: &Place) -> Result<Option<Self>, Closed> {
        let path = place.path().map_err(Closed::Trouble)?.ok_or(Closed::Unwanted)?;
        if !path.exists() {
            // Whoever names one means one that there is.
            let is_named = matches!(place, Place::At(_));
            let missing = || Closed::Trouble(format!("{}: there is no such store", path.display()));
            return if is_named { Err(missing()) } else { Ok(None) };
        }
        Self::at(&path).map(Some).map_err(|refusal| refusal.closed(&path))
    }

    fn at(path: &Path) -> Result<Self, Refusal> {
        let mut db = Connection::open(path)?;
        db.busy_timeout(PATIENCE)?;
        // What turns out to be damaged is left as it is, also when it is closed.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        // At one look: another program may be making the store just now.
        let look = db.transaction()?;
        let version = version(&look)?;
        let is_foreign = version == 0 && has_tables(&look)?;
        drop(look);
        if version > MIGRATIONS.len() {
            return Err(Refusal::Newer);
        }
        if is_foreign {
            return Err(Refusal::Foreign);
        }
        write_ahead(&db)?;
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "foreign_keys", true)?;
        if version < MIGRATIONS.len() {
            if version > 0 {
                back_up(&db, path, version)?;
            }
            migrate(&mut db)?;
        }
        // What is damaged shows itself where it is read; the tables themselves are read here.
        db.query_row("select count(*) from (select 1 from files limit 1)", [], |_| Ok(()))?;
        db.query_row("select count(*) from marks", [], |_| Ok(()))?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        let identity = aside::identity(path);
        Ok(Self { db, path: path.to_owned(), identity, was_empty: false, writer: None })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps what the reader did, all or none. When this has returned, it is on the disk.
    pub(super) fn keep(&mut self, deeds: &[Deed]) -> rusqlite::Result<()> {
        // A note that is being written outlives the program as soon as the system has it. Waiting for the disk with every key
        // would keep the next ones from being written.
        self.must_last(!deeds.iter().all(Deed::is_passing))?;
        let writer = self.writer_for(deeds)?;
        self.in_one(|db| {
            deeds.iter().try_for_each(|deed| match deed {
                Deed::Change(change) => review::keep(db, change),
                Deed::Decision(states) => decisions::decide(db, &states.0, &states.1),
                Deed::Acknowledge(path, state) => revisions::acknowledge(db, path, *state),
                Deed::Bookmark(location, bookmark) => {
                    memories::bookmark(db, location, bookmark.as_ref())
                }
                Deed::Learn(action) => memories::learn(db, *action),
                Deed::Draft(draft) => {
                    writer.map_or(Ok(()), |writer| drafts::keep(db, writer, draft.as_deref()))
                }
                Deed::ForgetDrafts(writers) => {
                    writers.iter().try_for_each(|writer| drafts::forget(db, *writer))
                }
            })
        })
    }

    /// A number that is another when another program has changed the store.
    pub(super) fn data_version(&self) -> rusqlite::Result<i64> {
        self.db.pragma_query_value(None, "data_version", |row| row.get(0))
    }

    fn change(&mut self) -> rusqlite::Result<Transaction<'_>> {
        // Who begins by reading and writes later may find that another program was faster.
        self.db.transaction_with_behavior(TransactionBehavior::Immediate)
    }
}

/// Why a file is not opened.
enum Refusal {
    /// A newer program wrote it.
    Newer,
    /// Another program wrote it.
    Foreign,
    /// It is no database, or a broken one.
    Damaged,
    Trouble(String),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        if is_damage(&error) { Self::Damaged } else { Self::Trouble(words(&error)) }
    }
}

impl Refusal {
    fn closed(self, path: &Path) -> Closed {
        let why = match self {
            Self::Newer => "written by a newer copydesk; it is left as it is".to_owned(),
            Self::Foreign => "no store of copydesk; it is left as it is".to_owned(),
            Self::Damaged => "damaged".to_owned(),
            Self::Trouble(why) => why,
        };
        Closed::Trouble(format!("{}: {why}", path.display()))
    }
}

/// Whether an error says that the database is damaged.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// An error of the database in the words of a person.
pub(super) fn words(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        Some(ErrorCode::ReadOnly) => "it may not be written to".to_owned(),
        Some(ErrorCode::CannotOpen) => "it cannot be opened".to_owned(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program keeps it to itself".to_owned()
        }
        _ if is_damage(error) => "it is damaged".to_owned(),
        _ => error.to_string(),
    }
}

/// Has changes written to a file beside the store first. Only one program can switch to that, and no other may read then; the
/// database does not wait for these by itself.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    let end = Instant::now() + PATIENCE;
    loop {
        match db.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && Instant::now() < end =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

/// Whether somebody has emptied a store. A file that was made a moment ago is one that another program is just beginning.
fn is_emptied(path: &Path) -> bool {
    let age = |file: &std::fs::Metadata| file.modified().ok()?.elapsed().ok();
    path.metadata().is_ok_and(|file| {
        file.is_file() && file.len() == 0 && age(&file).is_some_and(|age| age > BEGINNING)
    })
}

fn has_tables(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("select count(*) > 0 from sqlite_master", [], |row| row.get(0))
}

fn version(db: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Only the user may look into the folder.
fn make_folder(path: &Path) -> Result<(), String> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| super::files::reason(&error))
}

/// Copies the store as it is, beside itself, before its tables are changed.
fn back_up(db: &Connection, path: &Path, version: usize) -> Result<(), Refusal> {
    let copy = with_ending(path, &format!(".v{version}.bak"));
    if copy.exists() {
        // It was made before, by a program that did not get further.
        return Ok(());
    }
    // Under another name until it is whole: what has the name is a copy to rely on.
    let beside = with_ending(path, &format!(".v{version}.{}.part", std::process::id()));
    let name = beside.to_str().ok_or_else(|| Refusal::Trouble("its path is not UTF-8".into()))?;
    db.execute("vacuum into ?1", [name])?;
    std::fs::rename(&beside, &copy).map_err(|error| Refusal::Trouble(super::files::reason(&error)))
}

/// Brings the tables to the newest version, all steps or none.
fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have been here since the version was looked at.
    let version = version(&change)?;
    for migration in MIGRATIONS.iter().skip(version) {
        change.execute_batch(migration)?;
    }
    let version = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    change.pragma_update(None, "user_version", version)?;
    change.commit()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
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

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data/copydesk.db");
        (folder, path)
    }

    #[test]
    fn what_is_damaged_is_moved_aside_as_it_is() {
        let (_folder, path) = place();
        std::fs::create_dir(path.parent().expect("a folder")).expect("made");
        let words = "no database, and never was one, for it is made of words";
        for n in 1..=2 {
            std::fs::write(&path, words).expect("written");
            let aside = aside::move_aside(&path).expect("moved");
            assert!(aside.to_string_lossy().ends_with(&format!("copydesk.db.damaged-{n}")));
            assert_eq!(std::fs::read_to_string(&aside).expect("there"), words);
        }
    }

    #[test]
    fn several_programs_make_one_store_at_once() {
        for _ in 0..20 {
            let (_folder, path) = place();
            let open = || Store::open(&Place::At(path.clone())).map(|(_, aside)| aside);
            let results: Vec<_> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
                threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
            });
            assert!(results.iter().all(|result| *result == Ok(None)), "{results:?}");
        }
    }

    #[test]
    fn what_others_wrote_is_left_as_it_is() {
        let (_folder, path) = place();
        std::fs::create_dir(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, "an article, named by mistake").expect("written");
        let refused = Store::open(&Place::At(path.clone())).expect_err("it is no store");
        assert!(refused.to_string().contains("no store of copydesk"), "{refused}");
        assert_eq!(std::fs::read(&path).expect("there"), b"an article, named by mistake");
        std::fs::remove_file(&path).expect("removed");
        let db = Connection::open(&path).expect("a database");
        db.execute_batch("create table recipes (name text)").expect("made");
        drop(db);
        let before = std::fs::read(&path).expect("there");
        assert!(Store::open(&Place::At(path.clone())).is_err());
        assert_eq!(std::fs::read(&path).expect("there"), before);
    }

    #[test]
    fn every_byte_of_a_store_may_be_broken() {
        let (_folder, path) = place();
        let at = Place::At(path.clone());
        let (mut store, _) = Store::open(&at).expect("a store");
        let mut decisions = Decisions::default();
        decisions.names.insert(7, "Ferries".to_owned());
        let deed = Deed::Decision(Box::new((Decisions::default(), decisions)));
        store.keep(&[deed]).expect("written");
        drop(store);
        let whole = std::fs::read(&path).expect("there");
        // The first page says what the file is; the others hold tables. Every byte of the head, and some of the rest.
        let places = (0..128).chain((128..whole.len()).step_by(509));
        for byte in places {
            let mut broken = whole.clone();
            broken[byte] ^= 0xFF;
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(with_ending(&path, ending));
            }
            std::fs::write(&path, &broken).expect("written");
            match Store::open(&at) {
                Ok((store, aside)) => {
                    assert_eq!(aside, None);
                    // What is read is what was written, or an error; never something else without a word.
                    let names = store.decisions().map(|read| read.names);
                    assert!(names.is_err() || names.is_ok_and(|names| names.len() <= 1));
                }
                Err(Closed::Trouble(why)) => {
                    assert!(why.contains("copydesk.db"), "{why}");
                    assert_eq!(std::fs::read(&path).expect("there"), broken, "byte {byte}");
                }
                Err(Closed::Unwanted) => panic!("it is wanted"),
            }
        }
    }

    #[test]
    fn a_newer_store_is_left_as_it_is() {
        let (_folder, path) = place();
        std::fs::create_dir(path.parent().expect("a folder")).expect("made");
        let db = Connection::open(&path).expect("a database");
        db.pragma_update(None, "user_version", 99).expect("set");
        drop(db);
        let before = std::fs::read(&path).expect("there");
        let refused = Store::open(&Place::At(path.clone())).expect_err("it is newer");
        assert!(refused.to_string().contains("newer copydesk"), "{refused}");
        assert_eq!(std::fs::read(&path).expect("there"), before);
    }

    #[test]
    fn an_older_store_is_copied_before_it_is_changed() {
        for old in 1..MIGRATIONS.len() {
            let (_folder, path) = place();
            std::fs::create_dir(path.parent().expect("a folder")).expect("made");
            let db = Connection::open(&path).expect("a database");
            MIGRATIONS[..old].iter().for_each(|step| db.execute_batch(step).expect("made"));
            db.execute("insert into story_names values (3, 'Ferries')", []).expect("written");
            if old > 1 {
                db.execute("insert into notes values (5, 'story', null, 'fine', 'Kept')", [])
                    .expect("written");
            }
            db.pragma_update(None, "user_version", i64::try_from(old).expect("few")).expect("set");
            drop(db);
            let (store, aside) = Store::open(&Place::At(path.clone())).expect("a store");
            assert_eq!(aside, None);
            assert_eq!(store.decisions().expect("read").names.len(), 1);
            assert_eq!(store.review().expect("read").notes().count(), usize::from(old > 1));
            let copy =
                Connection::open(with_ending(&path, &format!(".v{old}.bak"))).expect("a copy");
            assert_eq!(version(&copy).expect("a version"), old);
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_may_look_into_the_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, path) = place();
        Store::open(&Place::At(path.clone())).expect("a store");
        let folder = std::fs::metadata(path.parent().expect("a folder")).expect("there");
        assert_eq!(folder.permissions().mode() & 0o777, 0o700);
    }
}
