//! What the keeper tells of what is kept.

use std::path::{Path, PathBuf};

use super::{KeeperThread, megabytes, time};
use crate::app::Event;
use crate::app::revisions::{History, Revisions, State};
use crate::app::texts::Text;
use crate::corpus::{Decisions, Location};
use crate::review::Change;
use crate::runtime::files::text_of;
use crate::runtime::store::revisions::Past;
use crate::runtime::store::{Deed, Place, Store};
use crate::text::safe::SafeText;

impl KeeperThread {
    pub(super) fn decisions(&self) -> Decisions {
        match self.store.as_ref().map(Store::decisions) {
            None => Decisions::default(),
            Some(Ok(decisions)) => decisions,
            Some(Err(error)) => {
                let why = self.words(&error);
                self.notice(&format!("What was decided about stories cannot be read: {why}."));
                Decisions::default()
            }
        }
    }

    /// Tells what makes reading easier. Without it nothing is missing.
    fn tell_memories(&self) {
        let Some(store) = &self.store else { return };
        match (store.bookmarks(), store.learned()) {
            (Ok(bookmarks), Ok(learned)) => (self.tell)(Event::Remembered { bookmarks, learned }),
            (Err(error), _) | (_, Err(error)) => {
                let why = self.words(&error);
                crate::runtime::log::log(|| format!("keeper: {why}"));
            }
        }
    }

    /// Tells all that is kept, but for decisions.
    pub(super) fn tell_all(&self) {
        self.tell_memories();
        self.tell_review();
        self.tell_pasts();
        match self.store.as_ref().map(Store::left_drafts) {
            None => {}
            Some(Ok(drafts)) if drafts.is_empty() => {}
            Some(Ok(drafts)) => (self.tell)(Event::DraftsFound(drafts)),
            Some(Err(error)) => {
                let why = self.words(&error);
                self.notice(&format!("Notes that were being written cannot be read: {why}."));
            }
        }
    }

    /// Tells all marks and notes, among them those of other programs.
    pub(super) fn tell_review(&self) {
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
                let why = self.words(&error);
                self.notice(&format!("Marks and notes cannot be read: {why}."));
            }
        }
    }

    pub(super) fn undone_changes(&self) -> impl Iterator<Item = &Change> {
        self.undone.iter().filter_map(|deed| match deed {
            Deed::Change(change) => Some(change),
            _ => None,
        })
    }

    pub(super) fn tell_pasts(&self) {
        let Some(store) = &self.store else { return };
        match store.pasts() {
            Ok(pasts) => self.tell_histories(pasts),
            Err(error) => {
                let why = self.words(&error);
                self.notice(&format!("The past of files cannot be read: {why}."));
            }
        }
    }

    pub(super) fn tell_histories(&self, pasts: Vec<(PathBuf, Past)>) {
        if !pasts.is_empty() {
            let history =
                |past: Past| History { n_revisions: past.n_revisions, reviewed: past.reviewed };
            let all = pasts.into_iter().map(|(path, past)| (path, history(past))).collect();
            (self.tell)(Event::Histories(all));
        }
    }

    pub(super) fn tell_past_of(&self, paths: &[&Path]) {
        let Some(store) = &self.store else { return };
        let past = |path: &&Path| match store.past(path) {
            Ok(past) => Some((path.to_path_buf(), past)),
            Err(error) => {
                self.words(&error);
                None
            }
        };
        self.tell_histories(paths.iter().filter_map(past).collect());
    }

    /// Tells why earlier states are not kept, if that has changed.
    pub(super) fn tell_gap(&mut self) {
        let gap = self.gap();
        if gap != self.gap {
            self.gap.clone_from(&gap);
            (self.tell)(Event::Unkept(gap.map(|why| SafeText::new(&why))));
        }
    }

    fn gap(&self) -> Option<String> {
        let retention = &self.keeping.retention;
        let why = match () {
            () if self.keeping.place == Place::Nowhere => "--no-store says so",
            () if self.trouble.is_some() => return self.trouble.clone(),
            () if self.store.is_none() => "there is no store",
            () if retention.count == 0 => "revisions.count is 0",
            () if retention.megabytes == 0 => "revisions.megabytes is 0",
            () if retention.days == Some(0) => "revisions.days is 0",
            () => return None,
        };
        Some(why.to_owned())
    }

    pub(super) fn list(&self, location: Location) {
        let Some(store) = &self.store else {
            self.notice("Nothing is kept, so there are no earlier states.");
            return;
        };
        let listed = store.revisions(&location.path).and_then(|all| Ok((all, store.size()?)));
        match listed {
            Err(error) => {
                let why = self.words(&error);
                self.notice(&format!("The earlier states cannot be read: {why}."));
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
                let limit = self.keeping.retention.megabytes;
                let room = format!("{} of {limit} MB used by all states", megabytes(size));
                (self.tell)(Event::Listed(Revisions { location, states, room }));
            }
        }
    }

    pub(super) fn load(&self, state: &[u8; 32], location: &Location) -> Result<Text, String> {
        let store = self.store.as_ref().ok_or("nothing is kept")?;
        let bytes = store.content(state).map_err(|error| self.words(&error))?;
        let bytes = bytes.ok_or("this state is no longer kept")?;
        text_of(&bytes, location, self.keeping.encoding)
    }
}
