//! Keeping what files are, while nothing else is to be done, and what follows a file that was renamed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::past::{Kept, Step, amount, step};
use super::{BATCH, KeeperThread, MAX_BATCH_BYTES, Move, Seen, now};
use crate::app::Event;
use crate::runtime::store::revisions::{self, Past};
use crate::source::Format;

impl KeeperThread {
    /// Lets everything follow files that were renamed.
    pub(super) fn follow(&mut self, moves: Vec<Move>) {
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
            let encoding = self.keeping.encoding;
            let renamed = store.in_one(|db| {
                moves.iter().try_for_each(|(from, to)| {
                    let format = Format::of_path(to);
                    let compare = |old: &[u8], new: &[u8]| amount(old, new, format, encoding);
                    revisions::rename(db, from, to, now(), compare).map(|_| ())
                })
            });
            if let Err(error) = renamed {
                let why = self.words(&error);
                self.notice(&format!("Renamed files: {why}."));
            }
            let gone = moves.iter().map(|(from, _)| (from.clone(), Past::default())).collect();
            self.tell_histories(gone);
            self.tell_past_of(&moves.iter().map(|(_, to)| to.as_path()).collect::<Vec<_>>());
            self.tell_review();
        }
        self.moves.extend(moves);
    }

    /// Keeps some of the files that wait. They are read and compared first, and what the reader does meanwhile comes
    /// before the rest of them; the store is only held to write.
    pub(super) fn keep_files(&mut self) {
        let Some(store) = &mut self.store else {
            self.files.clear();
            return;
        };
        let encoding = self.keeping.encoding;
        let limit = self.keeping.retention.megabytes.saturating_mul(1_000_000);
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
        let mut kept = Kept::default();
        let done = looked_up.and_then(|()| store.must_last(false)).and_then(|()| {
            store.in_one(|db| steps.iter().try_for_each(|step| step.take(db, encoding, &mut kept)))
        });
        if let Err(error) = done {
            let why = self.words(&error);
            if self.is_damaged.get() {
                return;
            }
            if !self.has_told_files {
                self.has_told_files = true;
                self.notice(&format!("Earlier states of files cannot be kept now: {why}."));
            }
            // The files stay in the queue.
            self.trouble = Some(why);
            return;
        }
        let done: Vec<Seen> = self.files.drain(..n_read).collect();
        self.files.extend(done.into_iter().filter(|(path, ..)| kept.again.contains(path)));
        if kept.has_revisions {
            self.forget();
        }
        if kept.is_left_out && !self.is_full {
            self.is_full = true;
            let megabytes = self.keeping.retention.megabytes;
            self.notice(&format!(
                "The states of all files take {megabytes} MB, as much as revisions.megabytes allows: those of further files are not kept."
            ));
        }
        let changed: Vec<&Path> = kept.changed.iter().map(PathBuf::as_path).collect();
        self.tell_past_of(&changed);
        if kept.has_renamed {
            self.tell_review();
            (self.tell)(Event::Recalled(Box::new(self.decisions())));
        }
    }

    /// Lets go of as much of the past as is not wanted, or has no room.
    pub(super) fn forget(&mut self) {
        let Some(store) = &mut self.store else { return };
        match store.forget(&self.keeping.retention, now()) {
            Ok(0) => {}
            Ok(_) if self.has_told_room => {}
            Ok(_) => {
                self.has_told_room = true;
                let megabytes = self.keeping.retention.megabytes;
                self.notice(&format!(
                    "Earlier states take more than the {megabytes} MB that revisions.megabytes allows: the oldest were let go."
                ));
            }
            Err(error) => {
                let why = self.words(&error);
                crate::runtime::log::log(|| format!("keeper: {why}"));
            }
        }
    }
}
