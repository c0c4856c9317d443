//! The worker thread: comparisons, the newest first, off the thread that answers keys.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::files::read_text;
use crate::app::cache::CollationKey;
use crate::app::texts::Loaded;
use crate::app::{Event, Slot, Undone};
use crate::collate::{Budget, Input, Truncation, collate};
use crate::corpus::{ArticleId, Location};
use crate::sides::Sides;
use crate::text::decode::Encoding;
use crate::text::safe::SafeText;

/// Time for a comparison that the reader waits for.
const VISIBLE: Duration = Duration::from_secs(1);

/// Time for one that may be wanted soon.
const PREFETCH: Duration = Duration::from_millis(200);

/// A comparison to be made.
struct Job {
    slot: Slot,
    key: CollationKey,
    sides: Box<Sides<Loaded>>,
}

/// A text to be read.
struct Reading {
    id: ArticleId,
    state: [u8; 32],
    location: Location,
}

enum Task {
    Compare(Job),
    Read(Reading),
}

#[derive(Default)]
struct State {
    visible: Option<Job>,
    prefetch: Option<Job>,
    readings: VecDeque<Reading>,
    is_ended: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    /// Calls the running job off.
    cancel: AtomicBool,
}

impl Shared {
    /// A job cannot leave the state half changed, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The running worker. Dropping it ends the thread.
pub(super) struct Worker {
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
    tell: Box<dyn Fn(Event) + Send>,
}

impl Worker {
    pub(super) fn start(
        encoding: Option<Encoding>,
        tell: impl Fn(Event) + Send + Clone + 'static,
    ) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let (own, answer) = (Arc::clone(&shared), tell.clone());
        let run = move || {
            while let Some(task) = next(&own) {
                match task {
                    Task::Compare(job) => work(&own, &job, &answer),
                    Task::Read(reading) => read(reading, encoding, &answer),
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("worker".into())
            .spawn(run)
            .context("worker thread")?;
        Ok(Self { thread: Some(thread), shared, tell: Box::new(tell) })
    }

    /// Queues a text to be read.
    pub(super) fn read(&self, id: ArticleId, state: [u8; 32], location: Location) {
        self.shared.lock().readings.push_back(Reading { id, state, location });
        self.shared.changed.notify_one();
    }

    /// Queues a comparison. One that waits in the same slot is answered as not done; one that runs is called
    /// off when something is wanted on screen.
    pub(super) fn submit(&self, slot: Slot, key: CollationKey, sides: Box<Sides<Loaded>>) {
        let job = Job { slot, key, sides };
        let replaced = {
            let mut state = self.shared.lock();
            if slot == Slot::Visible {
                self.shared.cancel.store(true, Ordering::Relaxed);
                state.visible.replace(job)
            } else {
                state.prefetch.replace(job)
            }
        };
        if let Some(job) = replaced {
            (self.tell)(Event::Collated { key: job.key, result: Err(Undone::CalledOff) });
        }
        self.shared.changed.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.lock().is_ended = true;
        self.shared.cancel.store(true, Ordering::Relaxed);
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Waits for the next job; nothing when the program ends.
fn next(shared: &Shared) -> Option<Task> {
    let mut state = shared.lock();
    loop {
        if state.is_ended {
            return None;
        }
        if let Some(reading) = state.readings.pop_front() {
            return Some(Task::Read(reading));
        }
        if let Some(job) = state.visible.take().or_else(|| state.prefetch.take()) {
            shared.cancel.store(false, Ordering::Relaxed);
            return Some(Task::Compare(job));
        }
        state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Reads one text, and answers exactly once whatever happens.
fn read(reading: Reading, encoding: Option<Encoding>, tell: &dyn Fn(Event)) {
    let Reading { id, state, location } = reading;
    let result = std::panic::catch_unwind(AssertUnwindSafe(|| read_text(&location, encoding)));
    let fault = || Err("a fault in copydesk; please report this file".to_owned());
    let result = result.unwrap_or_else(|_| fault());
    tell(Event::Loaded { id, state, result });
}

/// Does one job, and answers exactly once whatever happens.
fn work(shared: &Shared, job: &Job, tell: &dyn Fn(Event)) {
    let time = match job.slot {
        Slot::Visible => VISIBLE,
        Slot::Prefetch => PREFETCH,
    };
    let run = || {
        super::terminal::fault("panic-worker", &job.key);
        let budget = Budget::lasting(time).with_cancel(&shared.cancel);
        collate(&job.sides.as_ref().as_ref().map(input), &budget)
    };
    let result = match std::panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(collation) if collation.truncated == Some(Truncation::Cancelled) => {
            Err(Undone::CalledOff)
        }
        Ok(collation) => Ok(Arc::new(collation)),
        Err(_) => {
            let words = "A fault in copydesk: these two versions could not be compared.";
            tell(Event::Noticed(SafeText::new(words)));
            Err(Undone::Failed)
        }
    };
    tell(Event::Collated { key: job.key, result });
}

fn input(reading: &Loaded) -> Input<'_> {
    Input { version: &reading.version, furniture: &reading.furniture }
}
