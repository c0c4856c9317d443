//! The corpus thread: it owns the [`Corpus`], looks through the folders, and tells the loop what is new.
//!
//! The watcher's events only say that something may have happened. After 150 ms without a further one the
//! folders are scanned, and what differs is read. A slow scan runs anyway, for what the system does not tell:
//! writes through links and maps, network folders.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rustc_hash::FxHashSet;

use super::Startup;
use super::eyes::Eyes;
use super::files::ReadError;
use super::keeper::{Handle, Move};
use super::memory::grouped;
use super::readers::{Manner, read_all};
use super::renames::{Numbered, renamed, traces};
use super::scan::{Found, Root, Stamp, Tree, changes, look_again, scan, scan_telling};
use super::store::Deed;
use crate::app::{Event, News, Watching};
use crate::corpus::profile::Profile;
use crate::corpus::{Article, Corpus, Decisions, FileChange, Snapshot};
use crate::source::Format;
use crate::text::safe::SafeText;

/// Events are gathered until none came for this long.
const QUIET: Duration = Duration::from_millis(150);

/// But not longer than this.
const MAX_GATHERED: Duration = Duration::from_millis(500);

/// Time between scans when the system tells of changes: at least this, and at least so many times what a scan takes, so that
/// nothing can be measured of them in a day.
const SAFETY_SCAN: Duration = Duration::from_mins(1);
const SAFETY_SHARE: u32 = 20_000;

/// But not more than this.
const MAX_SAFETY_SCAN: Duration = Duration::from_mins(15);

/// Time between scans when it cannot, or when a folder is gone and may come back.
const POLL: Duration = Duration::from_secs(2);

/// When the first names are shown of a folder that takes longer to look through.
const FIRST_NAMES: Duration = Duration::from_millis(20);

/// How often the list is renewed while files are being read.
const PROGRESS: Duration = Duration::from_millis(100);

/// How much longer than grouping the reading before it shall take.
const SHARE_OF_READING: u32 = 10;

/// From so many articles on, grouping takes long enough to be noticed.
const MANY: usize = 1000;

/// Of so many files at most it is looked at these alone before all are.
const MAX_HINTS: usize = 64;

/// Of so many files that are gone it is known who they were.
const MAX_LOST: usize = 1_000;

/// A file that comes this shortly after another one went may be that one, rewritten.
const JUST_LOST: Duration = Duration::from_secs(2);

/// When a file that was being written to is tried again.
const RETRY: Duration = Duration::from_millis(300);

enum Order {
    /// Something may have changed, perhaps these files.
    Touched(Vec<PathBuf>),
    /// The watcher has failed.
    Broken(String),
    /// Watch, or do not.
    Watch(bool),
    /// The reader has decided something about stories or furniture.
    Decide(Box<Decisions>),
    /// Look now.
    Rescan,
    /// Tell the keeper of all files once more.
    TellAgain,
    /// End.
    Stop,
}

/// What is known from earlier runs, and the thread that keeps what becomes of it.
#[derive(Debug)]
pub(super) struct Earlier {
    /// What the reader has decided about stories and furniture.
    pub(super) decisions: Receiver<Decisions>,
    /// Keeps what files are and were.
    pub(super) keeper: Handle,
}

/// The running corpus thread. Dropping it ends the thread.
pub struct Watch {
    thread: Option<JoinHandle<()>>,
    orders: Sender<Order>,
}

impl Watch {
    /// Begins to read and watch; `tell` takes the news.
    ///
    /// # Errors
    ///
    /// When no thread can be started.
    pub(super) fn start(
        roots: Vec<Root>,
        startup: &Startup,
        earlier: Earlier,
        tell: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let manner = Manner { encoding: startup.encoding, uses_memory: startup.uses_memory };
        let own = orders.clone();
        let see = move |seen: Result<Vec<PathBuf>, String>| {
            // If the thread has ended nobody looks any more.
            let _ = own.send(seen.map_or_else(Order::Broken, Order::Touched));
        };
        let tell: Arc<dyn Fn(Event) + Send + Sync> = Arc::new(tell);
        let run = move || {
            let mut thread = CorpusThread {
                roots,
                inbox,
                eyes: Eyes::open(see),
                tree: Tree::default(),
                corpus: Corpus::default(),
                is_paused: false,
                retry: BTreeSet::new(),
                manner,
                keeper: earlier.keeper,
                lost: Vec::new(),
                pace: PROGRESS,
                scan_took: Duration::ZERO,
                tell: Arc::clone(&tell),
            };
            // Without a word from the store, nothing was decided.
            thread.corpus.decide(earlier.decisions.recv().unwrap_or_default());
            if catch_unwind(AssertUnwindSafe(|| thread.run())).is_err() {
                let words = "A fault in copydesk: the folders are not watched any more. What was read stays.";
                tell(Event::Noticed(SafeText::new(words)));
            }
        };
        let thread = std::thread::Builder::new()
            .name("corpus".into())
            .spawn(run)
            .context("corpus thread")?;
        Ok(Self { thread: Some(thread), orders })
    }

    /// Watches, or does not.
    pub fn set_watching(&self, is_on: bool) {
        let _ = self.orders.send(Order::Watch(is_on));
    }

    /// Groups anew by what the reader has decided, and remembers it.
    pub fn decide(&self, decisions: Box<Decisions>) {
        let _ = self.orders.send(Order::Decide(decisions));
    }

    /// Tells the keeper of all files once more.
    pub fn tell_again(&self) {
        let _ = self.orders.send(Order::TellAgain);
    }

    /// Looks through the folders now.
    pub fn rescan(&self) {
        let _ = self.orders.send(Order::Rescan);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Whether all of this happened beside what is read.
fn is_beside(roots: &[Root], paths: &[PathBuf]) -> bool {
    let concerns = |path: &PathBuf| roots.iter().any(|root| path.starts_with(&root.path));
    !paths.is_empty() && !paths.iter().any(concerns)
}

/// Files that the system has told of since the folders were looked through.
#[derive(Default)]
struct Hints {
    paths: BTreeSet<PathBuf>,
    /// Whether there was more than can be named.
    is_more: bool,
}

impl Hints {
    fn add(&mut self, paths: Vec<PathBuf>) {
        self.is_more |= paths.is_empty() || self.paths.len() > MAX_HINTS;
        if !self.is_more {
            self.paths.extend(paths);
        }
    }

    /// All that may have changed, if that is known.
    fn paths(&self) -> Option<&BTreeSet<PathBuf>> {
        (!self.is_more && !self.paths.is_empty()).then_some(&self.paths)
    }
}

struct CorpusThread {
    roots: Vec<Root>,
    inbox: Receiver<Order>,
    eyes: Eyes,
    tree: Tree,
    corpus: Corpus,
    is_paused: bool,
    /// Files that were being written to when they were read.
    retry: BTreeSet<PathBuf>,
    manner: Manner,
    /// Keeps what the reader decides, and what files are and were.
    keeper: Handle,
    /// Files that are gone, since when, the last to go last.
    lost: Vec<(Instant, Numbered)>,
    /// The shortest time between two lists while files are being read: grouping many articles takes time that reading
    /// them wants.
    pace: Duration,
    /// How long the last scan took.
    scan_took: Duration,
    tell: Arc<dyn Fn(Event) + Send + Sync>,
}

impl CorpusThread {
    fn run(&mut self) {
        self.look(None);
        // Nothing was said yet.
        self.say_trouble(true);
        let mut touched: Option<(Instant, Instant)> = None;
        let mut looked = Instant::now();
        let mut hints = Hints::default();
        loop {
            let order = match self.inbox.recv_timeout(self.wait(touched, looked)) {
                Ok(order) => Some(order),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let now = Instant::now();
            match order {
                // The folders around the roots are watched too, for what happens to the roots.
                Some(Order::Touched(paths)) if is_beside(&self.roots, &paths) => {}
                Some(Order::Touched(paths)) => {
                    hints.add(paths);
                    touched = Some((touched.map_or(now, |(first, _)| first), now));
                }
                Some(Order::Broken(why)) => {
                    let was_working = self.eyes.trouble.is_none();
                    self.eyes.trouble = Some(why);
                    self.say_trouble(was_working);
                    touched = Some((now, now));
                }
                Some(Order::Watch(is_on)) => {
                    self.is_paused = !is_on;
                    touched = is_on.then_some((now, now));
                    self.publish(false);
                }
                Some(Order::Rescan) => {
                    self.look(None);
                    self.publish(false);
                    (touched, looked, hints) = (None, Instant::now(), Hints::default());
                }
                Some(Order::TellAgain) => self.tell_keeper(),
                Some(Order::Decide(decisions)) => {
                    self.corpus.decide(*decisions);
                    self.publish(false);
                }
                Some(Order::Stop) => return,
                None if self.is_paused => looked = now,
                None => {
                    let was_working = self.eyes.trouble.is_none();
                    let hint = std::mem::take(&mut hints);
                    let again = hint.paths().filter(|_| touched.is_some());
                    let again = again.and_then(|paths| look_again(&self.tree, paths));
                    let is_part = again.is_some();
                    self.look(again);
                    self.say_trouble(was_working);
                    let now = Instant::now();
                    // Hints are only hints: all is looked through soon.
                    touched = is_part.then_some((now, now));
                    looked = now;
                }
            }
        }
    }

    /// Has all files kept as they are.
    fn tell_keeper(&self) {
        let file = |(path, found): (&PathBuf, &Found)| match found {
            Found::Article(stamp, format) => Some((path.clone(), *stamp, *format)),
            Found::Refused(_) => None,
        };
        self.keeper.files(self.tree.files.iter().filter_map(file).collect());
    }

    /// What was decided about a file holds where it was moved to: here, on screen and in the store.
    fn follow_moves(&self, before: &Decisions) {
        let now = self.corpus.decisions().clone();
        if now != *before {
            let deed = Deed::Decision(Box::new((before.clone(), now.clone())));
            // Decisions name places as they are now.
            self.keeper.keep(vec![deed], usize::MAX);
            (self.tell)(Event::Decided(Box::new(now)));
        }
    }

    /// Files were renamed: all that is known of them follows, here, on screen and in the store.
    fn moved(&mut self, moves: Vec<Move>, change: impl Fn(PathBuf, PathBuf) -> FileChange) {
        if moves.is_empty() {
            return;
        }
        (self.tell)(Event::Moved(moves.clone()));
        let found: FxHashSet<&PathBuf> = moves.iter().map(|(from, _)| from).collect();
        self.lost.retain(|(_, (_, article))| !found.contains(&article.location.path));
        for (from, to) in &moves {
            self.corpus.apply(change(from.clone(), to.clone()));
        }
        self.keeper.moved(moves);
    }

    /// Files that were renamed and rewritten at once are still themselves.
    fn follow_rewritten(&mut self, before: &Tree, gone: &[PathBuf], new: &[PathBuf]) {
        let articles = |tree: &Tree, paths: &[PathBuf]| -> Vec<Numbered> {
            paths.iter().filter_map(|path| numbered(&self.corpus, tree, path)).collect()
        };
        let (mut gone, new) = (articles(before, gone), articles(&self.tree, new));
        let is_back = |article: &Article| self.tree.files.contains_key(&article.location.path);
        let just_lost = self.lost.iter().filter(|(when, _)| when.elapsed() < JUST_LOST);
        let just_lost = just_lost.filter(|(_, (_, article))| !is_back(article));
        gone.extend(just_lost.map(|(_, article)| article.clone()));
        let moves = renamed(&traces(&gone), &traces(&new));
        self.moved(moves, |from, to| FileChange::Rewritten { from, to });
    }

    /// A file is gone. It may come back under another name.
    fn lose(&mut self, before: &Tree, path: PathBuf) {
        let lost = numbered(&self.corpus, before, &path);
        self.lost.extend(lost.map(|article| (Instant::now(), article)));
        self.lost.drain(..self.lost.len().saturating_sub(MAX_LOST));
        self.corpus.apply(FileChange::Gone(path));
    }

    /// How long to wait for an order before the folders are looked through.
    fn wait(&self, touched: Option<(Instant, Instant)>, looked: Instant) -> Duration {
        let now = Instant::now();
        let left = |since: Instant, time: Duration| {
            time.saturating_sub(now.saturating_duration_since(since))
        };
        if self.is_paused {
            return SAFETY_SCAN;
        }
        let regular = if self.eyes.trouble.is_some() || !self.tree.missing.is_empty() {
            POLL
        } else {
            safety(self.scan_took)
        };
        let mut wait = left(looked, regular);
        if !self.retry.is_empty() {
            wait = wait.min(left(looked, RETRY));
        }
        if let Some((first, last)) = touched {
            wait = wait.min(left(last, QUIET)).min(left(first, MAX_GATHERED));
        }
        wait
    }

    fn say_trouble(&self, was_working: bool) {
        if let Some(why) = self.eyes.trouble.as_ref().filter(|_| was_working) {
            let text = format!("{why}: looking every {} seconds instead.", POLL.as_secs());
            (self.tell)(Event::Noticed(SafeText::new(&text)));
        }
    }

    /// Looks through the folders, unless that was done, reads what is new, and tells.
    fn look(&mut self, known: Option<Tree>) {
        super::terminal::fault("panic-corpus", &());
        let tree = known.unwrap_or_else(|| {
            let begun = Instant::now();
            let tree = self.scan();
            self.scan_took = begun.elapsed();
            tree
        });
        // Folders are watched before files are read: what changes meanwhile gives another event.
        self.eyes.look_at(&tree.folders);
        let mut happened = changes(&self.tree, &tree);
        for path in std::mem::take(&mut self.retry) {
            if let Some(Found::Article(stamp, format)) = tree.files.get(&path)
                && happened.to_read.iter().all(|(other, ..)| *other != path)
            {
                happened.to_read.push((path, *stamp, *format));
            }
        }
        let before = std::mem::replace(&mut self.tree, tree);
        let (missing_before, is_first) = (&before.missing, before.folders.is_empty());
        if happened.is_empty() && *missing_before == self.tree.missing && !is_first {
            return;
        }
        let decided = self.corpus.decisions().clone();
        let mut files = happened.to_read.clone();
        for (_, to) in &happened.moved {
            // It may have been changed before it was moved.
            if let Some(Found::Article(stamp, format)) = self.tree.files.get(to) {
                files.push((to.clone(), *stamp, *format));
            }
        }
        self.moved(happened.moved, renamed_only);
        for (path, why) in happened.refused {
            self.corpus.apply(FileChange::Failed(path, why));
        }
        for (path, ..) in happened.to_read.iter().filter(|_| !is_first) {
            self.corpus.apply(FileChange::Found(path.clone()));
        }
        if happened.to_read.len() > 1 {
            self.publish(true);
        }
        // What is gone leaves last: a file replaced by another way than renaming is found by its bytes first.
        let gone = happened.gone;
        let read = happened.to_read.iter().map(|(path, ..)| path.clone());
        let new: Vec<PathBuf> = read.filter(|path| !before.files.contains_key(path)).collect();
        self.read_all(happened.to_read, &gone);
        self.follow_rewritten(&before, &gone, &new);
        // After renamed files are known to be.
        self.keeper.files(files);
        for path in gone {
            self.lose(&before, path);
        }
        self.follow_moves(&decided);
        if !is_first && self.corpus.len() >= MANY {
            // What has changed is shown before it is known what belongs to what.
            let snapshot = self.corpus.quick_snapshot();
            self.tell(snapshot, false);
        }
        self.publish(false);
    }

    /// Looks through the folders; the first time names are shown as they are found.
    fn scan(&mut self) -> Tree {
        if !self.tree.folders.is_empty() {
            return scan(&self.roots);
        }
        let (mut told, mut pace) = (Instant::now(), FIRST_NAMES);
        scan_telling(&self.roots.clone(), |path| {
            self.corpus.apply(FileChange::Found(path.to_owned()));
            if told.elapsed() >= pace {
                self.publish(true);
                (told, pace) = (Instant::now(), self.pace);
            }
        })
    }

    /// Reads files on all cores, and shows the list as it grows.
    fn read_all(&mut self, files: Vec<(PathBuf, Stamp, Format)>, gone: &[PathBuf]) {
        if files.is_empty() {
            return;
        }
        let mut told = Instant::now();
        read_all(files, self.manner, |path, result| {
            self.take(path, result, gone);
            if told.elapsed() >= self.pace {
                self.publish(true);
                told = Instant::now();
            }
        });
    }

    fn take(&mut self, path: PathBuf, result: Result<FileChange, ReadError>, gone: &[PathBuf]) {
        match result {
            Ok(FileChange::Read(_, profile)) => {
                if self.is_unchanged(&path, &profile) {
                    return;
                }
                // A file that was there before is still itself.
                let is_new = self.corpus.get(&path).is_none_or(|known| known.profile().is_none());
                if let Some(from) = self.same_bytes(gone, &profile).filter(|_| is_new) {
                    self.moved(vec![(from, path.clone())], renamed_only);
                }
                self.corpus.apply(FileChange::Read(path, profile));
            }
            Ok(change) => self.corpus.apply(change),
            Err(ReadError::Changing) => {
                self.retry.insert(path.clone());
                // An article that was read before stays as it was until the new text is whole.
                if self.corpus.get(&path).is_none_or(|article| article.profile().is_none()) {
                    self.corpus.apply(FileChange::Failed(path, ReadError::Changing.to_string()));
                }
            }
            Err(error) => self.corpus.apply(FileChange::Failed(path, error.to_string())),
        }
    }

    /// A file that is gone, now or since earlier in this run, and had just these bytes: it was moved here.
    fn same_bytes(&self, gone: &[PathBuf], profile: &Profile) -> Option<PathBuf> {
        let has = |path: &&PathBuf| self.is_unchanged(path, profile);
        let is_it = |article: &&Arc<Article>| {
            article.profile().is_some_and(|known| known.sha256 == profile.sha256)
                && !self.tree.files.contains_key(&article.location.path)
        };
        let lost = || self.lost.iter().rev().map(|(_, (_, article))| article).find(is_it);
        let place = |article: &Arc<Article>| article.location.path.clone();
        gone.iter().find(has).cloned().or_else(|| lost().map(place))
    }

    fn is_unchanged(&self, path: &Path, profile: &Profile) -> bool {
        let known = self.corpus.get(path).and_then(|article| article.profile());
        known.is_some_and(|known| known.sha256 == profile.sha256)
    }

    fn publish(&mut self, is_loading: bool) {
        let begun = Instant::now();
        // While files are read there is no list yet that was there before.
        let snapshot = grouped(&mut self.corpus, self.manner.uses_memory && !is_loading);
        self.tell(snapshot, is_loading);
        self.pace = PROGRESS.max(begun.elapsed() * SHARE_OF_READING);
    }

    fn tell(&self, snapshot: Snapshot, is_loading: bool) {
        let watching = match (self.is_paused, &self.eyes.trouble) {
            (true, _) => Watching::Paused,
            (false, Some(_)) => Watching::Polling,
            (false, None) => Watching::Live,
        };
        let missing =
            self.tree.missing.iter().map(|path| SafeText::new(&path.to_string_lossy())).collect();
        (self.tell)(Event::Corpus(News {
            snapshot: Arc::new(snapshot),
            is_loading,
            n_found: self.tree.files.len(),
            watching,
            missing,
        }));
    }
}

/// The article that is a whole file of a tree, with the file's number.
fn numbered(corpus: &Corpus, tree: &Tree, path: &Path) -> Option<Numbered> {
    let Found::Article(stamp, _) = tree.files.get(path)? else { return None };
    let article = corpus.get(path).filter(|article| article.location.record == 0)?;
    Some((stamp.identity(), Arc::clone(article)))
}

const fn renamed_only(from: PathBuf, to: PathBuf) -> FileChange {
    FileChange::Moved { from, to }
}

/// The time between scans that nothing asks for, where one takes so long.
fn safety(scan_took: Duration) -> Duration {
    (scan_took * SAFETY_SHARE).clamp(SAFETY_SCAN, MAX_SAFETY_SCAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_folders_are_looked_through_less_often() {
        let after = |millis: u64| safety(Duration::from_millis(millis)).as_secs();
        assert_eq!([0, 3, 10, 100_000].map(after), [60, 60, 200, 900]);
    }

    #[test]
    fn what_happens_beside_a_root_is_no_news() {
        let roots = [Root { path: PathBuf::from("/home/articles"), is_file: false }];
        let beside = |paths: &[&str]| {
            is_beside(&roots, &paths.iter().map(PathBuf::from).collect::<Vec<_>>())
        };
        assert!(beside(&["/home/other", "/home/articles.bak"]));
        assert!(!beside(&["/home/other", "/home/articles"]), "the root itself");
        assert!(!beside(&["/home/articles/a.txt"]));
        assert!(!beside(&[]), "nobody knows what");
    }
}
