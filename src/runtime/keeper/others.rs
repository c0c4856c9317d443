//! Other programs on the same store, and what becomes of a store that cannot be used any more.

use std::ffi::OsStr;
use std::path::Path;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::KeeperThread;
use crate::app::Event;
use crate::runtime::eyes::{new_watcher, tells_of_change};
use crate::runtime::files::reason;
use crate::text::safe::SafeText;

impl KeeperThread {
    /// Takes in what another program has changed.
    pub(super) fn look_for_others(&mut self) {
        let Some(store) = &self.store else { return };
        if store.is_replaced() {
            self.begin_again();
            return;
        }
        match store.data_version() {
            Ok(version) if version != self.data_version => {
                self.data_version = version;
                self.tell_review();
                self.tell_pasts();
            }
            Ok(_) => {}
            Err(error) => {
                self.words(&error);
            }
        }
    }

    /// The store is damaged, or another one is in its place. What it was is set aside, and all that is known is kept in a
    /// new one.
    pub(super) fn begin_again(&mut self) {
        let Some(store) = self.store.take() else { return };
        let is_replaced = store.is_replaced();
        self.n_damaged += usize::from(!is_replaced);
        let why = match store.set_aside() {
            Ok(Some(aside)) => format!(
                "The store is damaged. Marks and notes go on in a new one; the old one is {}.",
                aside.display()
            ),
            Ok(None) => "The store was taken away. Marks and notes go on in a new one.".to_owned(),
            Err(error) => {
                self.fail(format!("the store is damaged: {}", reason(&error)));
                return;
            }
        };
        crate::runtime::log::log(|| format!("keeper: {why}"));
        self.has_told_files = false;
        self.begun = Some(SafeText::new(&why));
        self.open_again();
        if !self.undone.is_empty() {
            self.keep();
        }
    }

    /// Opens a store after the start, and tells what is in it.
    pub(super) fn open_again(&mut self) {
        self.open();
        if self.store.is_none() {
            return;
        }
        match self.begun.take() {
            Some(why) => (self.tell)(Event::Begun(why)),
            // It was closed when the others asked.
            None => (self.tell)(Event::Recalled(Box::new(self.decisions()))),
        }
        // Another program may have been first.
        self.tell_all();
    }
}

/// Watches the folder of a store, and says when something happens to the store or to what belongs to it. Nothing if the
/// system cannot.
pub(super) fn watch(store: &Path, tell: impl Fn() + Send + 'static) -> Option<RecommendedWatcher> {
    let (folder, name) = (store.parent()?.to_owned(), store.file_name()?.to_owned());
    let handler = move |event: notify::Result<notify::Event>| {
        let is_news = event.is_ok_and(|event| {
            event.need_rescan()
                || tells_of_change(event.kind)
                    && event.paths.iter().any(|path| belongs(path, &name))
        });
        if is_news {
            tell();
        }
    };
    let mut watcher = new_watcher(handler).ok()?;
    watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Whether a file is the store, or one of those that the database keeps beside it.
fn belongs(path: &Path, store: &OsStr) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.starts_with(store.as_encoded_bytes())
}
