//! The system's watcher of folders. What it tells are hints: the folders are looked through whatever it says.

use std::collections::BTreeMap;
use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// The system's watcher, and which folders it watches.
pub(super) struct Eyes {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeMap<PathBuf, (u64, u64)>,
    /// Why the system cannot watch all folders, if it cannot.
    pub(super) trouble: Option<String>,
}

impl Eyes {
    /// Opens them; `tell` takes the paths at which something may have changed, none where that is not known, or why nothing
    /// can be seen any more.
    pub(super) fn open(tell: impl Fn(Result<Vec<PathBuf>, String>) + Send + 'static) -> Self {
        let handler = move |event: notify::Result<notify::Event>| match event {
            // What the system has lost count of may be anything.
            Ok(event) if event.need_rescan() => tell(Ok(Vec::new())),
            Ok(event) if tells_of_change(event.kind) => tell(Ok(event.paths)),
            Ok(_) => {}
            Err(error) => tell(Err(words(&error))),
        };
        match new_watcher(handler) {
            Ok(watcher) => Self { watcher: Some(watcher), watched: BTreeMap::new(), trouble: None },
            Err(error) => {
                Self { watcher: None, watched: BTreeMap::new(), trouble: Some(words(&error)) }
            }
        }
    }

    /// Watches just these folders. Each by itself: one that is forbidden does not blind us to the others.
    pub(super) fn look_at(&mut self, folders: &BTreeMap<PathBuf, (u64, u64)>) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        let stale: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, id)| folders.get(*path) != Some(id))
            .map(|(path, _)| path.clone())
            .collect();
        for path in stale {
            // A folder that is gone or replaced has lost its watch already.
            let _ = watcher.unwatch(&path);
            self.watched.remove(&path);
        }
        for (path, id) in folders {
            if self.watched.contains_key(path) {
                continue;
            }
            let result = if super::terminal::is_injected("few-watches") && !self.watched.is_empty()
            {
                Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch))
            } else {
                watcher.watch(path, RecursiveMode::NonRecursive)
            };
            match result {
                Ok(()) => {
                    self.watched.insert(path.clone(), *id);
                }
                Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                    self.trouble = Some(words(&error));
                    return;
                }
                // It is listed as unreadable, or it is gone by now; the next scan tells.
                Err(_) => {}
            }
        }
    }
}

/// A watcher of the system's, if it has one to give.
pub(super) fn new_watcher(
    handler: impl notify::EventHandler,
) -> notify::Result<RecommendedWatcher> {
    if super::terminal::is_injected("no-watcher") {
        return Err(notify::Error::io(std::io::Error::other("too many open files")));
    }
    RecommendedWatcher::new(handler, notify::Config::default().with_follow_symlinks(false))
}

/// Our own reading of files makes events too; they must not wake us.
pub(super) const fn tells_of_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => matches!(kind, AccessKind::Close(AccessMode::Write)),
        _ => true,
    }
}

fn words(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "no more watches (fs.inotify.max_user_watches)".to_owned()
        }
        notify::ErrorKind::Io(error) => super::files::reason(error),
        _ => "the system cannot watch these folders".to_owned(),
    }
}
