//! Many files at once: read and understood on all cores, taken in on the caller's thread as they come.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};

use super::files::{ReadError, profiles, read_bytes};
use super::memory::{Lesson, Memory, Reading, Wanted};
use super::scan::Stamp;
use crate::corpus::FileChange;
use crate::source::Format;
use crate::text::decode::Encoding;

/// The most threads that read files.
const MAX_READERS: usize = 8;

/// Turns whose results wait to be taken in. More would only take memory.
const MAX_WAITING: usize = 16;

/// The most files that a thread reads at a turn: to wake another thread takes as long as to read one.
const MAX_PER_TURN: usize = 16;

/// Lessons that are remembered at once.
const BATCH: usize = 1024;

/// How files are read.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The encoding of all files, if the user says so.
    pub encoding: Option<Encoding>,
    /// Whether what was learnt before is used, and what is learnt now is kept.
    pub uses_memory: bool,
}

/// Reads files and gives what came of each to `each`, in no order.
pub(super) fn read_all(
    files: Vec<(PathBuf, Stamp, Format)>,
    manner: Manner,
    mut each: impl FnMut(PathBuf, Result<FileChange, ReadError>),
) {
    if files.is_empty() {
        return;
    }
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let n_readers = n_cores.min(MAX_READERS).min(files.len());
    let mut memory = if manner.uses_memory { Memory::open() } else { None };
    let is_remembering = memory.is_some();
    let mut lessons: Vec<Lesson> = Vec::new();
    let n_per_turn = (files.len() / (n_readers * 4)).clamp(1, MAX_PER_TURN);
    let queue = Arc::new(Mutex::new(files.into_iter()));
    let (results, done) = mpsc::sync_channel(MAX_WAITING);
    std::thread::scope(|scope| {
        for _ in 0..n_readers {
            let (queue, results) = (Arc::clone(&queue), results.clone());
            scope.spawn(move || {
                let memory = if is_remembering { Memory::open_still() } else { None };
                let read_one = |(path, stamp, format): (PathBuf, Stamp, Format)| {
                    let manner = Reading { format, encoding: manner.encoding };
                    let file = Wanted { path: &path, stamp: &stamp, manner };
                    let (read, lesson) = read(memory.as_ref(), file);
                    (path, read, lesson)
                };
                loop {
                    let turn: Vec<_> = match queue.lock() {
                        Ok(mut files) => files.by_ref().take(n_per_turn).collect(),
                        Err(_) => return,
                    };
                    let read: Vec<_> = turn.into_iter().map(read_one).collect();
                    if read.is_empty() || results.send(read).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        for (path, result, lesson) in done.into_iter().flatten() {
            lessons.extend(lesson);
            if lessons.len() >= BATCH
                && let Some(memory) = &mut memory
            {
                memory.learn(&lessons);
                lessons.clear();
            }
            each(path, result);
        }
    });
    if let Some(memory) = memory.as_mut().filter(|_| !lessons.is_empty()) {
        memory.learn(&lessons);
    }
}

/// Reads one file, unless all is known of it.
fn read(
    memory: Option<&Memory>,
    file: Wanted<'_>,
) -> (Result<FileChange, ReadError>, Option<Lesson>) {
    if let Some(known) = memory.and_then(|memory| memory.recall(file)) {
        return (Ok(known), None);
    }
    let bytes = match read_bytes(file.path) {
        Ok(bytes) => bytes,
        Err(error) => return (Err(error), None),
    };
    let understand = || understand(file.path, &bytes, file.manner);
    match memory {
        Some(memory) => memory.recall_or(file, &bytes, understand),
        None => (understand(), None),
    }
}

/// Understands one file; a fault of ours in it is a reason like any other.
fn understand(path: &Path, bytes: &[u8], manner: Reading) -> Result<FileChange, ReadError> {
    catch_unwind(|| profiles(path, bytes, manner.format, manner.encoding)).unwrap_or_else(|_| {
        Err(ReadError::Io(std::io::Error::other("a fault in copydesk; please report this file")))
    })
}
