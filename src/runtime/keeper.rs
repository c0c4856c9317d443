//! The keeper thread: it owns the [`Store`]. What the reader does is kept at once; what files were is kept when there is
//! nothing more urgent.
//!
//! What cannot be kept (a full disk, a folder that may not be written to) stays in memory, is said, and is tried again every
//! few seconds.

mod past;

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};

use super::files::text_of;
use super::scan::Stamp;
use super::store::revisions::{self, Past};
use super::store::{Closed, Deed, Place, Store, words};
use crate::app::Event;
use crate::app::revisions::{History, Revisions, State};
use crate::app::texts::Text;
use crate::config::settings::Retention;
use crate::corpus::{ArticleId, Decisions, Location};
use crate::review::Change;
use crate::source::Format;
use crate::text::decode::Encoding;
use crate::text::safe::SafeText;

use past::{News, Step, n_words, step};

/// When what could not be kept is tried again.
const RETRY: Duration = Duration::from_secs(3);

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
    /// List the revisions of a file.
    List(Location),
    /// Read the text of a revision.
    Load(ArticleId, [u8; 32], Location),
    /// End, when all before is done.
    Stop,
}

/// How files are kept and read.
#[derive(Clone, Debug)]
pub(super) struct Manner {
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
        manner: Manner,
        tell: impl Fn(Event) + Send + 'static,
    ) -> Result<(Self, Receiver<Decisions>)> {
        let (sender, inbox) = mpsc::channel();
        let (tell_decisions, decisions) = mpsc::channel();
        let run = move || {
            let mut thread = KeeperThread {
                manner,
                inbox,
                waiting: VecDeque::new(),
                store: None,
                data_version: 0,
                files: VecDeque::new(),
                undone: Vec::new(),
                moves: Vec::new(),
                n_kept: 0,
                trouble: None,
                has_told_files: false,
                is_full: false,
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
    manner: Manner,
    inbox: Receiver<Task>,
    /// Tasks that came while files were read.
    waiting: VecDeque<Task>,
    /// Nothing when nothing is to be kept, or when it cannot be opened.
    store: Option<Store>,
    data_version: i64,
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
        self.tell_memories();
        self.tell_review();
        self.tell_pasts();
        loop {
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
        let is_closed = self.store.is_none() && self.manner.place != Place::Nowhere;
        if is_closed || self.trouble.is_some() {
            return self.inbox.recv_timeout(RETRY);
        }
        if self.files.is_empty() {
            return Ok(self.inbox.recv()?);
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
            self.open();
            if self.store.is_some() {
                // It was closed when the others asked.
                (self.tell)(Event::Recalled(Box::new(self.decisions())));
                self.tell_memories();
                self.tell_review();
                self.tell_pasts();
            }
        }
        if !self.undone.is_empty() {
            self.keep();
        }
        if self.trouble.is_none() {
            self.keep_files();
        }
    }

    /// Keeps what is left, unless that takes long: the next start finds the rest.
    fn finish(&mut self) -> Option<String> {
        if !self.undone.is_empty() {
            self.trouble = None;
            self.keep();
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
        match Store::open(&self.manner.place) {
            Ok((store, aside)) => {
                if let Some(aside) = aside {
                    let words = format!(
                        "What was kept could not be understood; it is set aside as {}, and a new store is begun.",
                        aside.display()
                    );
                    self.notice(&words);
                }
                self.data_version = store.data_version().unwrap_or(0);
                self.store = Some(store);
            }
            Err(Closed::Unwanted) => {}
            Err(Closed::Trouble(why)) => self.fail(why),
        }
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
            Task::Keep(mut deeds, n_moves) => {
                // Files may have been renamed since the reader did this.
                for (from, to) in self.moves.iter().skip(n_moves) {
                    for deed in &mut deeds {
                        deed.follow(from, to);
                    }
                }
                self.undone.extend(deeds);
                self.keep();
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

    fn decisions(&self) -> Decisions {
        match self.store.as_ref().map(Store::decisions) {
            None => Decisions::default(),
            Some(Ok(decisions)) => decisions,
            Some(Err(error)) => {
                self.notice(&format!(
                    "What was decided about stories cannot be read: {}.",
                    words(&error)
                ));
                Decisions::default()
            }
        }
    }

    /// Tells what makes reading easier. Without it nothing is missing.
    fn tell_memories(&self) {
        let kept = self.store.as_ref().map(|store| Ok((store.bookmarks()?, store.learned()?)));
        match kept {
            None => {}
            Some(Ok((bookmarks, learned))) => {
                (self.tell)(Event::Remembered { bookmarks, learned });
            }
            Some(Err(error)) => {
                let error: rusqlite::Error = error;
                super::log::log(|| format!("keeper: {error}"));
            }
        }
    }

    /// Tells all marks and notes, among them those of other programs.
    fn tell_review(&self) {
        match self.store.as_ref().map(Store::review) {
            None => {}
            Some(Ok(mut review)) => {
                for change in self.undone_changes() {
                    review.apply(change);
                }
                let n_taken = self.n_kept + self.undone_changes().count() as u64;
                (self.tell)(Event::Reviewed { review: Box::new(review), n_taken });
            }
            Some(Err(error)) => {
                self.notice(&format!("Marks and notes cannot be read: {}.", words(&error)));
            }
        }
    }

    fn undone_changes(&self) -> impl Iterator<Item = &Change> {
        self.undone.iter().filter_map(|deed| match deed {
            Deed::Change(change) => Some(change),
            _ => None,
        })
    }

    fn tell_pasts(&self) {
        let pasts = self.store.as_ref().and_then(|store| store.pasts().ok()).unwrap_or_default();
        self.tell_histories(pasts);
    }

    fn tell_histories(&self, pasts: Vec<(PathBuf, Past)>) {
        if !pasts.is_empty() {
            let history =
                |past: Past| History { n_revisions: past.n_revisions, reviewed: past.reviewed };
            let all = pasts.into_iter().map(|(path, past)| (path, history(past))).collect();
            (self.tell)(Event::Histories(all));
        }
    }

    fn tell_past_of(&self, paths: &[&Path]) {
        let Some(store) = &self.store else { return };
        let past = |path: &&Path| Some((path.to_path_buf(), store.past(path).ok()?));
        self.tell_histories(paths.iter().filter_map(past).collect());
    }

    /// Keeps what the reader did, and says that it is kept.
    fn keep(&mut self) {
        let kept = match &mut self.store {
            None if self.manner.place == Place::Nowhere => Ok(()),
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
            Err(error) => self.fail(words(&error)),
        }
    }

    /// Takes in what another program has changed.
    fn look_for_others(&mut self) {
        let Some(store) = &self.store else { return };
        if let Ok(version) = store.data_version()
            && version != self.data_version
        {
            self.data_version = version;
            self.tell_review();
            self.tell_pasts();
        }
    }

    /// Lets everything follow files that were renamed.
    fn follow(&mut self, moves: Vec<Move>) {
        for (from, to) in &moves {
            self.undone.iter_mut().for_each(|deed| deed.follow(from, to));
        }
        let targets: HashMap<&Path, &Path> =
            moves.iter().map(|(from, to)| (from.as_path(), to.as_path())).collect();
        for (path, ..) in &mut self.files {
            if let Some(to) = targets.get(path.as_path()) {
                path.clone_from(&to.to_path_buf());
            }
        }
        if let Some(store) = &mut self.store {
            let encoding = self.manner.encoding;
            let renamed = store.in_one(|db| {
                moves.iter().try_for_each(|(from, to)| {
                    let count = |bytes: &[u8]| n_words(bytes, Format::of_path(to), encoding);
                    revisions::rename(db, from, to, now(), count).map(|_| ())
                })
            });
            if let Err(error) = renamed {
                self.notice(&format!("Renamed files: {}.", words(&error)));
            }
            let gone = moves.iter().map(|(from, _)| (from.clone(), Past::default())).collect();
            self.tell_histories(gone);
            self.tell_past_of(&moves.iter().map(|(_, to)| to.as_path()).collect::<Vec<_>>());
            self.tell_review();
        }
        self.moves.extend(moves);
    }

    fn list(&self, location: Location) {
        let Some(store) = &self.store else {
            self.notice("Nothing is kept, so there are no earlier states.");
            return;
        };
        let listed = store.revisions(&location.path).and_then(|all| Ok((all, store.size()?)));
        match listed {
            Err(error) => {
                self.notice(&format!("The earlier states cannot be read: {}.", words(&error)));
            }
            Ok((all, size)) => {
                let states = all
                    .into_iter()
                    .map(|revision| State {
                        digest: revision.digest,
                        seen: time(revision.seen),
                        n_words: revision.n_words,
                        n_edits: revision.n_edits,
                    })
                    .collect();
                let limit = self.manner.retention.megabytes;
                let room = format!("{} of {limit} MB used by all states", megabytes(size));
                (self.tell)(Event::Listed(Revisions { location, states, room }));
            }
        }
    }

    fn load(&self, state: &[u8; 32], location: &Location) -> Result<Text, String> {
        let store = self.store.as_ref().ok_or("nothing is kept")?;
        let bytes = store.content(state).map_err(|error| words(&error))?;
        let bytes = bytes.ok_or("this state is no longer kept")?;
        text_of(&bytes, location, self.manner.encoding)
    }

    /// Keeps some of the files that wait. They are read and compared first, and what the reader does meanwhile comes
    /// before the rest of them; the store is only held to write.
    fn keep_files(&mut self) {
        let Some(store) = &mut self.store else {
            self.files.clear();
            return;
        };
        let encoding = self.manner.encoding;
        let limit = self.manner.retention.megabytes.saturating_mul(1_000_000);
        let is_full = store.size().is_ok_and(|size| size > limit);
        let mut steps: Vec<Step> = Vec::new();
        let (mut n_read, mut n_bytes) = (0, 0);
        let mut looked_up = Ok(());
        while n_read < BATCH.min(self.files.len()) && n_bytes < MAX_BATCH_BYTES {
            if let Ok(task) = self.inbox.try_recv() {
                self.waiting.push_back(task);
                break;
            }
            match step(store.known(), &self.files[n_read], encoding, is_full) {
                Ok(step) => {
                    n_bytes += step.as_ref().map_or(0, Step::n_bytes);
                    steps.extend(step);
                }
                Err(error) => {
                    looked_up = Err(error);
                    break;
                }
            }
            n_read += 1;
        }
        let mut news = News::default();
        let count = |bytes: &[u8], path: &Path| n_words(bytes, Format::of_path(path), encoding);
        let kept = looked_up.and_then(|()| store.must_last(false)).and_then(|()| {
            store.in_one(|db| steps.iter().try_for_each(|step| step.take(db, &count, &mut news)))
        });
        if let Err(error) = kept {
            let why = words(&error);
            if !self.has_told_files {
                self.has_told_files = true;
                self.notice(&format!("Earlier states of files cannot be kept now: {why}."));
            }
            // The files stay in the queue.
            self.trouble = Some(why);
            return;
        }
        self.files.drain(..n_read);
        if news.has_revisions
            && let Err(error) = store.forget(&self.manner.retention, now())
        {
            super::log::log(|| format!("keeper: {error}"));
        }
        if news.is_left_out && !self.is_full {
            self.is_full = true;
            let megabytes = self.manner.retention.megabytes;
            self.notice(&format!(
                "The states of all files take {megabytes} MB, as much as revisions.megabytes allows: those of further files are not kept."
            ));
        }
        let changed: Vec<&Path> = news.changed.iter().map(PathBuf::as_path).collect();
        self.tell_past_of(&changed);
        if news.has_renamed {
            self.tell_review();
            (self.tell)(Event::Recalled(Box::new(self.decisions())));
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
