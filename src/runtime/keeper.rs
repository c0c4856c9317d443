//! The keeper thread: it owns the [`Store`]. What the reader does is kept at once; what files were is kept when there is
//! nothing more urgent.
//!
//! What cannot be kept (a full disk, a folder that may not be written to) stays in memory, is said, and is tried again.

mod past;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};

use super::files::text_of;
use super::scan::Stamp;
use super::store::revisions::{self, Past};
use super::store::{Closed, Place, Store, words};
use crate::app::Event;
use crate::app::revisions::{History, Revisions, State};
use crate::app::texts::Text;
use crate::config::settings::Retention;
use crate::corpus::{ArticleId, Decisions, Location};
use crate::review::{Change, Review};
use crate::source::Format;
use crate::text::decode::Encoding;
use crate::text::safe::SafeText;

use past::{News, keep_file, n_words};

/// When what could not be kept is tried again.
const RETRY: Duration = Duration::from_secs(3);

/// Files that are kept in one transaction: as many as are read while the reader waits for nothing.
const BATCH: usize = 64;

/// How long nothing is asked for before what was kept is brought to the disk.
const QUIET: Duration = Duration::from_millis(250);

/// How long the end may be put off to keep what files are.
const LAST_WORK: Duration = Duration::from_millis(300);

/// A file as the scan found it.
pub(super) type Seen = (PathBuf, Stamp, Format);

enum Task {
    /// Keep what these files are now, and what they were.
    Files(Vec<Seen>),
    /// A file was renamed.
    Moved(PathBuf, PathBuf),
    /// The reader has decided something about stories or furniture.
    Decide(Box<Decisions>, Box<Decisions>),
    /// The reader has marked or noted something.
    Keep(Vec<Change>),
    /// The reader has taken note of files as they are.
    TakeNote(Vec<PathBuf>),
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

    /// Lets all that is known of a file follow it.
    pub(super) fn moved(&self, from: PathBuf, to: PathBuf) {
        self.send(Task::Moved(from, to));
    }

    /// Keeps what was decided about stories and furniture.
    pub(super) fn decide(&self, before: Decisions, now: Decisions) {
        self.send(Task::Decide(Box::new(before), Box::new(now)));
    }

    /// Keeps marks and notes.
    pub(super) fn keep(&self, changes: Vec<Change>) {
        self.send(Task::Keep(changes));
    }

    /// The reader knows these files as they are.
    pub(super) fn take_note(&self, paths: Vec<PathBuf>) {
        self.send(Task::TakeNote(paths));
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
    thread: Option<JoinHandle<()>>,
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
                store: None,
                data_version: 0,
                files: VecDeque::new(),
                unkept: Vec::new(),
                is_unsettled: false,
                n_kept: 0,
                has_failed: false,
                is_full: false,
                tell: Box::new(tell),
            };
            if catch_unwind(AssertUnwindSafe(|| thread.run(&tell_decisions))).is_err() {
                let words =
                    "A fault in copydesk: marks, notes and earlier states are not kept any more.";
                (thread.tell)(Event::KeepingFailed(SafeText::new(words)));
            }
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
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.handle.send(Task::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct KeeperThread {
    manner: Manner,
    inbox: Receiver<Task>,
    /// Nothing when nothing is to be kept, or when it cannot be opened.
    store: Option<Store>,
    data_version: i64,
    /// Files to be kept.
    files: VecDeque<Seen>,
    /// What the reader did and could not be kept yet.
    unkept: Vec<Change>,
    /// Whether something was kept that may not be on the disk yet.
    is_unsettled: bool,
    /// Changes that are done with, since the start.
    n_kept: u64,
    /// Whether the reader was told that something cannot be kept.
    has_failed: bool,
    /// Whether the reader was told that there is no room for more.
    is_full: bool,
    tell: Box<dyn Fn(Event)>,
}

impl KeeperThread {
    fn run(&mut self, tell_decisions: &Sender<Decisions>) {
        self.open();
        let decisions = self.recall();
        // The other thread may have ended before it began.
        let _ = tell_decisions.send(decisions);
        self.tell_review();
        self.tell_pasts();
        loop {
            let task = match (self.files.is_empty(), self.unkept.is_empty()) {
                (true, true) if self.is_unsettled => self.inbox.recv_timeout(QUIET),
                (true, true) => self.inbox.recv().map_err(RecvTimeoutError::from),
                (false, true) => self.inbox.try_recv().map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                }),
                (_, false) => self.inbox.recv_timeout(RETRY),
            };
            match task {
                Ok(Task::Stop) | Err(RecvTimeoutError::Disconnected) => return self.finish(),
                Ok(task) => self.take(task),
                Err(RecvTimeoutError::Timeout) if !self.unkept.is_empty() => self.keep(),
                Err(RecvTimeoutError::Timeout) if self.files.is_empty() => self.settle(),
                Err(RecvTimeoutError::Timeout) => self.keep_files(),
            }
        }
    }

    /// Brings to the disk what the system was given, now that there is time.
    fn settle(&mut self) {
        self.is_unsettled = false;
        if let Some(Err(error)) = self.store.as_ref().map(Store::settle) {
            super::log::log(|| format!("keeper: {error}"));
        }
    }

    /// Keeps what is left, unless that takes long: the next start finds the rest.
    fn finish(&mut self) {
        if !self.unkept.is_empty() {
            self.keep();
        }
        let begun = Instant::now();
        while !self.files.is_empty() && self.store.is_some() && begun.elapsed() < LAST_WORK {
            self.keep_files();
        }
        self.settle();
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
            Err(Closed::Trouble(why)) => self.fail(&why),
        }
    }

    fn notice(&self, words: &str) {
        (self.tell)(Event::Noticed(SafeText::new(words)));
    }

    /// Says that things cannot be kept, and why.
    fn fail(&mut self, why: &str) {
        super::log::log(|| format!("keeper: {why}"));
        self.has_failed = true;
        let words = format!("Not kept: {why}. It holds until you quit, and is tried again.");
        (self.tell)(Event::KeepingFailed(SafeText::new(&words)));
    }

    fn take(&mut self, task: Task) {
        match task {
            Task::Files(files) => self.files.extend(files),
            Task::Moved(from, to) => self.follow(&from, &to),
            Task::Decide(before, now) => self.decide(&before, &now),
            Task::Keep(changes) => {
                self.unkept.extend(changes);
                self.keep();
            }
            Task::TakeNote(paths) => self.take_note(&paths),
            Task::List(location) => self.list(location),
            Task::Load(id, state, location) => {
                let result = self.load(&state, &location);
                (self.tell)(Event::Loaded { id, state, result });
            }
            Task::Stop => {}
        }
    }

    fn recall(&self) -> Decisions {
        match self.store.as_ref().map(Store::decisions) {
            None => Decisions::default(),
            Some(Ok(decisions)) => {
                (self.tell)(Event::Decided(Box::new(decisions.clone())));
                decisions
            }
            Some(Err(error)) => {
                self.notice(&format!(
                    "What was decided about stories cannot be read: {}.",
                    words(&error)
                ));
                Decisions::default()
            }
        }
    }

    /// Tells all marks and notes, among them those of other programs.
    fn tell_review(&self) {
        match self.store.as_ref().map(Store::review) {
            None => {}
            Some(Ok(review)) => {
                let mut review: Review = review;
                for change in &self.unkept {
                    review.apply(change);
                }
                (self.tell)(Event::Reviewed { review: Box::new(review), n_taken: self.n_taken() });
            }
            Some(Err(error)) => {
                self.notice(&format!("Marks and notes cannot be read: {}.", words(&error)));
            }
        }
    }

    const fn n_taken(&self) -> u64 {
        self.n_kept + self.unkept.len() as u64
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
        if self.store.is_none() && self.manner.place != Place::Nowhere {
            self.open();
        }
        let kept = match &mut self.store {
            None if self.manner.place == Place::Nowhere => Ok(()),
            None => return,
            Some(store) => store.keep(&self.unkept),
        };
        match kept {
            Ok(()) => {
                self.n_kept += self.unkept.len() as u64;
                self.unkept.clear();
                self.is_unsettled = true;
                self.has_failed = false;
                (self.tell)(Event::Kept { n_kept: self.n_kept });
                self.look_for_others();
            }
            Err(error) => self.fail(&words(&error)),
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

    fn decide(&mut self, before: &Decisions, now: &Decisions) {
        let Some(store) = &mut self.store else { return };
        if let Err(error) = store.decide(before, now) {
            let words =
                format!("This holds until you quit, but cannot be kept: {}.", words(&error));
            self.notice(&words);
        }
    }

    fn follow(&mut self, from: &Path, to: &Path) {
        for (path, ..) in self.files.iter_mut().filter(|(path, ..)| path == from) {
            to.clone_into(path);
        }
        let Some(store) = &mut self.store else { return };
        let encoding = self.manner.encoding;
        let count = |bytes: &[u8]| n_words(bytes, Format::of_path(to), encoding);
        match store.in_one(|db| revisions::rename(db, from, to, now(), count)) {
            Ok(true) => {
                (self.tell)(Event::Histories(vec![(from.to_owned(), History::default())]));
                self.tell_past_of(&[to]);
                self.tell_review();
            }
            Ok(false) => {}
            Err(error) => self.notice(&format!("A renamed file: {}.", words(&error))),
        }
    }

    fn take_note(&mut self, paths: &[PathBuf]) {
        let Some(store) = &mut self.store else { return };
        for path in paths {
            if let Err(error) = store.take_note(path) {
                self.fail(&words(&error));
                return;
            }
        }
        self.tell_past_of(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    }

    fn list(&self, location: Location) {
        let Some(store) = &self.store else {
            self.notice("Nothing is kept, so there are no revisions.");
            return;
        };
        let listed = store.revisions(&location.path).and_then(|all| Ok((all, store.size()?)));
        match listed {
            Err(error) => self.notice(&format!("The revisions cannot be read: {}.", words(&error))),
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

    /// Keeps some of the files that wait.
    fn keep_files(&mut self) {
        let batch: Vec<Seen> = self.files.drain(..BATCH.min(self.files.len())).collect();
        let limit = self.manner.retention.megabytes.saturating_mul(1_000_000);
        let encoding = self.manner.encoding;
        let Some(store) = &mut self.store else { return };
        let is_full = store.size().is_ok_and(|size| size > limit);
        let mut news = News::default();
        let kept = store.in_one(|db| {
            batch.iter().try_for_each(|seen| keep_file(db, seen, encoding, is_full, &mut news))
        });
        if let Err(error) = kept {
            if !self.has_failed {
                self.has_failed = true;
                let words = words(&error);
                self.notice(&format!("Earlier states of files cannot be kept: {words}."));
            }
            // The next change of these files, or the next start, finds them again.
            return;
        }
        self.is_unsettled = true;
        if news.has_revisions
            && let Err(error) = store.forget(&self.manner.retention, now())
        {
            super::log::log(|| format!("keeper: {error}"));
        }
        if news.is_left_out && !self.is_full {
            self.is_full = true;
            let words = format!(
                "{limit} bytes of earlier states are kept, as many as revisions.megabytes allows: no more."
            );
            self.notice(&words);
        }
        let changed: Vec<&Path> = news.changed.iter().map(PathBuf::as_path).collect();
        self.tell_past_of(&changed);
        if news.has_renamed {
            self.tell_review();
            self.recall();
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
