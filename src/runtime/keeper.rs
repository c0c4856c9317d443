//! The keeper thread: it owns the [`Store`]. What the reader does is kept at once; what files were is kept when there is
//! nothing more urgent.
//!
//! A store that turns out to be damaged is set aside, and all that is known is kept in a new one.
//!
//! What cannot be kept (a full disk, a folder that may not be written to) stays in memory, is said, and is tried again every
//! few seconds.

mod files;
mod others;
mod past;
mod tell;

use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use notify::RecommendedWatcher;

use super::scan::Stamp;
use super::store::{self, Closed, Deed, Place, Store};
use crate::app::Event;
use crate::config::settings::Retention;
use crate::corpus::{ArticleId, Decisions, Location};
use crate::source::Format;
use crate::text::decode::Encoding;
use crate::text::safe::SafeText;

/// When what could not be kept is tried again.
const RETRY: Duration = Duration::from_secs(3);

/// So long what other programs do is gathered: taking it in means to read all marks and notes.
const GATHERED: Duration = Duration::from_secs(1);

/// How often it is looked for where the system does not tell of it.
const LOOK: Duration = Duration::from_secs(2);

/// Files that are kept in one transaction.
const BATCH: usize = 64;

/// So many bytes of files are enough for one transaction.
const MAX_BATCH_BYTES: usize = 16 << 20;

/// How long the end may be put off to keep what files are.
const LAST_WORK: Duration = Duration::from_millis(300);

/// A file as the scan found it.
pub(super) type Seen = (PathBuf, Stamp, Format);

/// A file's old and new place.
pub(super) type Move = (PathBuf, PathBuf);

enum Task {
    /// Keep what these files are now, and what they were.
    Files(Vec<Seen>),
    /// Files were renamed.
    Moved(Vec<Move>),
    /// Keep what the reader did, after so many moves of this run were known to them.
    Keep(Vec<Deed>, usize),
    /// Something was written to the store, perhaps by another program.
    Touched,
    /// List the revisions of a file.
    List(Location),
    /// Read the text of a revision.
    Load(ArticleId, [u8; 32], Location),
    /// End, when all before is done.
    Stop,
}

/// How files are kept and read.
#[derive(Clone, Debug)]
pub(super) struct Keeping {
    pub(super) place: Place,
    pub(super) retention: Retention,
    pub(super) encoding: Option<Encoding>,
}

/// A way to the keeper thread.
#[derive(Clone, Debug)]
pub(super) struct Handle(Sender<Task>);

impl Handle {
    /// Keeps what files are, and what they were.
    pub(super) fn files(&self, files: Vec<Seen>) {
        self.send(Task::Files(files));
    }

    /// Lets all that is known of files follow them.
    pub(super) fn moved(&self, moves: Vec<Move>) {
        self.send(Task::Moved(moves));
    }

    /// Keeps what the reader did, who knew of so many moves of this run.
    pub(super) fn keep(&self, deeds: Vec<Deed>, n_moves: usize) {
        self.send(Task::Keep(deeds, n_moves));
    }

    /// Lists the revisions of an article's file.
    pub(super) fn list(&self, location: Location) {
        self.send(Task::List(location));
    }

    /// Reads a revision.
    pub(super) fn load(&self, id: ArticleId, state: [u8; 32], location: Location) {
        self.send(Task::Load(id, state, location));
    }

    fn send(&self, task: Task) {
        // The thread has failed, which was said.
        let _ = self.0.send(task);
    }
}

/// The running keeper thread. Dropping it ends the thread, after all that was asked for is done.
pub(super) struct Keeper {
    thread: Option<JoinHandle<Option<String>>>,
    handle: Handle,
}

impl Keeper {
    /// Opens the store on a thread of its own. What was decided in earlier runs comes by the second value.
    pub(super) fn start(
        keeping: Keeping,
        tell: impl Fn(Event) + Send + 'static,
    ) -> Result<(Self, Receiver<Decisions>)> {
        let (sender, inbox) = mpsc::channel();
        let own = sender.clone();
        let (tell_decisions, decisions) = mpsc::channel();
        let run = move || {
            let mut thread = KeeperThread {
                keeping,
                inbox,
                own,
                waiting: VecDeque::new(),
                store: None,
                is_damaged: Cell::new(false),
                n_damaged: 0,
                begun: None,
                data_version: 0,
                watcher: None,
                is_touched: Arc::default(),
                look_at: None,
                files: VecDeque::new(),
                undone: Vec::new(),
                moves: Vec::new(),
                n_kept: 0,
                trouble: None,
                has_told_files: false,
                is_full: false,
                has_told_room: false,
                gap: None,
                tell: Box::new(tell),
            };
            let run = catch_unwind(AssertUnwindSafe(|| thread.run(&tell_decisions)));
            run.unwrap_or_else(|_| {
                let words =
                    "A fault in copydesk: marks, notes and earlier states are not kept any more.";
                (thread.tell)(Event::KeepingFailed(SafeText::new(words)));
                Some(words.to_owned())
            })
        };
        let thread = std::thread::Builder::new()
            .name("keeper".into())
            .spawn(run)
            .context("keeper thread")?;
        Ok((Self { thread: Some(thread), handle: Handle(sender) }, decisions))
    }

    /// A way to the thread.
    pub(super) fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends the thread when all is kept. Answers with what could not be, and why.
    pub(super) fn end(&mut self) -> Option<String> {
        self.handle.send(Task::Stop);
        self.thread.take()?.join().ok().flatten()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.end();
    }
}

struct KeeperThread {
    keeping: Keeping,
    inbox: Receiver<Task>,
    /// The other end of the inbox.
    own: Sender<Task>,
    /// Tasks that came while files were read.
    waiting: VecDeque<Task>,
    /// Nothing when nothing is to be kept, or when it cannot be opened.
    store: Option<Store>,
    /// Whether the store was found to be damaged just now.
    is_damaged: Cell<bool>,
    /// How often that has happened in this run.
    n_damaged: usize,
    /// Why the next store that is opened is a new one, if it is.
    begun: Option<SafeText>,
    data_version: i64,
    /// Tells when the store is written to.
    watcher: Option<RecommendedWatcher>,
    /// Whether it told and nobody has looked since.
    is_touched: Arc<AtomicBool>,
    /// When to look what other programs did.
    look_at: Option<Instant>,
    /// Files to be kept.
    files: VecDeque<Seen>,
    /// What the reader did and could not be kept yet.
    undone: Vec<Deed>,
    /// Files that were renamed in this run, in order.
    moves: Vec<Move>,
    /// Changes of marks and notes that are kept, since the start.
    n_kept: u64,
    /// Why something cannot be kept now.
    trouble: Option<String>,
    /// Whether the reader was told that earlier states cannot be kept.
    has_told_files: bool,
    /// Whether the reader was told that there is no room for more.
    is_full: bool,
    /// Whether the reader was told that the oldest states were let go for want of room.
    has_told_room: bool,
    /// Why earlier states are not kept, as it was told last.
    gap: Option<String>,
    tell: Box<dyn Fn(Event)>,
}

impl KeeperThread {
    /// Works until the end. Answers with what could not be kept.
    fn run(&mut self, tell_decisions: &Sender<Decisions>) -> Option<String> {
        self.open();
        let decisions = self.decisions();
        (self.tell)(Event::Decided(Box::new(decisions.clone())));
        // The other thread may have ended before it began.
        let _ = tell_decisions.send(decisions);
        self.tell_all();
        self.tell_gap();
        loop {
            if self.is_damaged.take() {
                self.begin_again();
            }
            match self.next() {
                Ok(Task::Stop) | Err(RecvTimeoutError::Disconnected) => return self.finish(),
                Ok(task) => self.take(task),
                Err(RecvTimeoutError::Timeout) => self.work(),
            }
        }
    }

    /// The next task; a timeout when there is time for other work.
    fn next(&mut self) -> Result<Task, RecvTimeoutError> {
        if let Some(task) = self.waiting.pop_front() {
            return Ok(task);
        }
        let is_closed = self.store.is_none() && self.keeping.place != Place::Nowhere;
        if is_closed || self.trouble.is_some() {
            return self.inbox.recv_timeout(RETRY);
        }
        if self.files.is_empty() {
            let is_blind = self.store.is_some() && self.watcher.is_none();
            let wait = match self.look_at {
                Some(at) => Some(at.saturating_duration_since(Instant::now())),
                None => is_blind.then_some(LOOK),
            };
            return match wait {
                Some(wait) => self.inbox.recv_timeout(wait),
                None => Ok(self.inbox.recv()?),
            };
        }
        self.inbox.try_recv().map_err(|error| match error {
            TryRecvError::Empty => RecvTimeoutError::Timeout,
            TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
        })
    }

    /// What is done when nothing is asked for: what failed is tried again, and files are kept.
    fn work(&mut self) {
        self.trouble = None;
        if self.store.is_none() {
            self.open_again();
        }
        if !self.undone.is_empty() {
            self.keep();
        }
        if self.trouble.is_none() && !self.files.is_empty() {
            self.keep_files();
        }
        if self.watcher.is_none() || self.look_at.is_some_and(|at| at <= Instant::now()) {
            self.look_at = None;
            self.is_touched.store(false, Ordering::Relaxed);
            self.look_for_others();
        }
        self.tell_gap();
    }

    /// Keeps what is left, unless that takes long: the next start finds the rest.
    fn finish(&mut self) -> Option<String> {
        if !self.undone.is_empty() {
            self.trouble = None;
            self.keep();
            if self.is_damaged.get() {
                // It is set aside at the next start, by a program that lives to keep the rest anew.
                self.trouble = Some("the store is damaged".to_owned());
            }
        }
        let begun = Instant::now();
        while !self.files.is_empty() && self.trouble.is_none() && begun.elapsed() < LAST_WORK {
            self.keep_files();
        }
        let n = self.undone.iter().filter(|deed| deed.is_work()).count();
        let why = self.trouble.clone().filter(|_| n > 0)?;
        let things = if n == 1 { "One change is" } else { "Some changes are" };
        Some(format!("{things} lost: {why}"))
    }

    fn open(&mut self) {
        if self.n_damaged > 1 {
            self.fail("the store was damaged twice in this run".to_owned());
            return;
        }
        match Store::open(&self.keeping.place) {
            Ok((store, aside)) => {
                if let Some(aside) = aside {
                    let words = format!(
                        "What was kept could not be understood; it is set aside as {}, and a new store is begun.",
                        aside.display()
                    );
                    self.notice(&words);
                }
                self.data_version = store.data_version().unwrap_or(0);
                let (own, is_touched) = (self.own.clone(), Arc::clone(&self.is_touched));
                self.watcher = others::watch(store.path(), move || {
                    // Once is enough, until it is looked.
                    if !is_touched.swap(true, Ordering::Relaxed) {
                        // The thread has ended; nobody looks any more.
                        let _ = own.send(Task::Touched);
                    }
                });
                if store.was_empty() {
                    self.notice("The store was empty and is begun anew.");
                }
                self.store = Some(store);
                self.forget();
            }
            Err(Closed::Unwanted) => {}
            Err(Closed::Trouble(why)) => self.fail(why),
        }
    }

    /// The words for an error, which may mean that the store is damaged.
    fn words(&self, error: &rusqlite::Error) -> String {
        if store::is_damage(error) {
            self.is_damaged.set(true);
        }
        store::words(error)
    }

    fn notice(&self, words: &str) {
        (self.tell)(Event::Noticed(SafeText::new(words)));
    }

    /// Says that things cannot be kept, and why.
    fn fail(&mut self, why: String) {
        super::log::log(|| format!("keeper: {why}"));
        let words = format!("Not kept: {why}. It holds until you quit, and is tried again.");
        (self.tell)(Event::KeepingFailed(SafeText::new(&words)));
        self.trouble = Some(why);
    }

    fn take(&mut self, task: Task) {
        match task {
            Task::Files(files) => self.files.extend(files),
            Task::Moved(moves) => self.follow(moves),
            Task::Keep(deeds, n_moves) => {
                self.undertake(deeds, n_moves);
                // What was done meanwhile is kept along with it, so that fast keys do not wait for each other.
                while self.waiting.is_empty()
                    && let Ok(task) = self.inbox.try_recv()
                {
                    match task {
                        Task::Keep(deeds, n_moves) => self.undertake(deeds, n_moves),
                        other => self.waiting.push_back(other),
                    }
                }
                self.keep();
            }
            Task::Touched => {
                self.look_at.get_or_insert_with(|| Instant::now() + GATHERED);
            }
            Task::List(location) => self.list(location),
            Task::Load(id, state, location) => {
                let load = AssertUnwindSafe(|| self.load(&state, &location));
                let fault = || Err("a fault in copydesk; please report this file".to_owned());
                let result = catch_unwind(load).unwrap_or_else(|_| fault());
                (self.tell)(Event::Loaded { id, state, result });
            }
            Task::Stop => {}
        }
    }

    /// What the reader did is to be kept; of a note that is being written only what it says last.
    fn undertake(&mut self, mut deeds: Vec<Deed>, n_moves: usize) {
        // Files may have been renamed since the reader did this.
        for (from, to) in self.moves.iter().skip(n_moves) {
            for deed in &mut deeds {
                deed.follow(from, to);
            }
        }
        if deeds.iter().any(Deed::is_passing) {
            self.undone.retain(|deed| !deed.is_passing());
        }
        self.undone.extend(deeds);
    }

    /// Keeps what the reader did, and says that it is kept.
    fn keep(&mut self) {
        let kept = match &mut self.store {
            None if self.keeping.place == Place::Nowhere => Ok(()),
            // It is tried again soon.
            None => return,
            Some(store) => store.keep(&self.undone),
        };
        match kept {
            Ok(()) => {
                self.n_kept += self.undone_changes().count() as u64;
                let acknowledged: Vec<PathBuf> = std::mem::take(&mut self.undone)
                    .into_iter()
                    .filter_map(|deed| match deed {
                        Deed::Acknowledge(path, _) => Some(path),
                        _ => None,
                    })
                    .collect();
                (self.tell)(Event::Kept { n_kept: self.n_kept });
                self.tell_past_of(&acknowledged.iter().map(PathBuf::as_path).collect::<Vec<_>>());
                self.look_for_others();
            }
            Err(error) => {
                let why = self.words(&error);
                // What is damaged is tried no more.
                if !self.is_damaged.get() {
                    self.fail(why);
                }
            }
        }
    }
}

/// Now, in milliseconds since 1970; 0 where the clock says less.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A time as people of this place write it.
pub(super) fn time(milliseconds: i64) -> String {
    let zone = jiff::tz::TimeZone::system();
    let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Bytes as megabytes, with one digit after the point.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10)
}
