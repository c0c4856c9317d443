//! Many files at once: read and understood on all cores, taken in on the caller's thread as they come.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};

use super::files::{ReadError, read_profiles};
use crate::corpus::FileChange;
use crate::source::Format;
use crate::text::decode::Encoding;

/// The most threads that read files.
const MAX_READERS: usize = 8;

/// Results that wait to be taken in. More would only take memory.
const MAX_WAITING: usize = 256;

/// Reads files and gives what came of each to `each`, in no order.
pub(super) fn read_all(
    files: Vec<(PathBuf, Format)>,
    encoding: Option<Encoding>,
    mut each: impl FnMut(PathBuf, Result<FileChange, ReadError>),
) {
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    let n_readers = n_cores.min(MAX_READERS).min(files.len());
    let queue = Arc::new(Mutex::new(files.into_iter()));
    let (results, done) = mpsc::sync_channel(MAX_WAITING);
    std::thread::scope(|scope| {
        for _ in 0..n_readers {
            let (queue, results) = (Arc::clone(&queue), results.clone());
            scope.spawn(move || {
                loop {
                    let next = queue.lock().ok().and_then(|mut files| files.next());
                    let Some((path, format)) = next else { return };
                    let read = read(&path, format, encoding);
                    if results.send((path, read)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results);
        for (path, result) in done {
            each(path, result);
        }
    });
}

/// Reads one file; a fault of ours in it is a reason like any other.
fn read(path: &Path, format: Format, encoding: Option<Encoding>) -> Result<FileChange, ReadError> {
    catch_unwind(|| read_profiles(path, format, encoding)).unwrap_or_else(|_| {
        Err(ReadError::Io(std::io::Error::other("a fault in copydesk; please report this file")))
    })
}
