//! [`Desk`]: what the reader has left on the articles, what of it is not kept yet, and how to take it back.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};

use super::export::ExportChoice;
use super::pane::Wanted;
use super::revisions::History;
use crate::corpus::ArticleId;
use crate::review::{Change, Draft, NoteId, Review, Selection};
use crate::text::safe::SafeText;

/// Actions that can be taken back.
const MAX_UNDO: usize = 1000;

/// A search through the comparisons of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Seek {
    /// Lines of the list that are still before it.
    pub left: usize,
    /// What was selected and shown when it began: the reader comes back there if nothing is found.
    pub origin: (Option<ArticleId>, Option<Wanted>),
}

/// Marks, notes and what belongs to them.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// All marks and notes.
    pub review: Review,
    /// Which edits the reader looks at.
    pub selection: Selection,
    /// What is known of the past of files.
    pub histories: HashMap<PathBuf, History>,
    /// The kinds of notes there are to choose from.
    pub kinds: Vec<String>,
    /// Why things cannot be kept, as long as they cannot.
    pub trouble: Option<SafeText>,
    /// The search for an edit that is not reviewed, if there is one.
    pub seek: Option<Seek>,
    /// A note that is to be gone to as soon as what it is about is on screen.
    pub note: Option<NoteId>,
    /// The note that is being written, as it was last kept.
    pub draft: Option<Draft>,
    /// How many files were renamed in this run, as far as is known here.
    pub n_moves: usize,
    /// Edits that are reviewed in the folders that are open.
    pub n_marks: usize,
    /// The change after which they were counted.
    pub counted: u64,
    /// Counts what changes marks and notes.
    pub n_changes: u64,
    /// What was asked of a report that is being written.
    pub asked_export: Option<ExportChoice>,
    /// Whether the reader was asked to quit a second time, because something is not kept.
    pub is_quit_asked: bool,
    /// Changes of this run that are not known to be on the disk, oldest first.
    unkept: VecDeque<Change>,
    /// Changes of this run that are.
    n_kept: u64,
    /// For each action of this run, the changes that take it back.
    undo: Vec<Vec<Change>>,
}

impl Desk {
    /// Nothing was left yet; these are the kinds of notes.
    pub fn new(kinds: Vec<String>) -> Self {
        Self { kinds, ..Self::default() }
    }

    /// Takes in what the reader did, as one action. Answers with what is to be kept of it; nothing if all was so already.
    pub fn change(&mut self, changes: Vec<Change>) -> Vec<Change> {
        let (kept, mut back) = self.take(changes);
        if !kept.is_empty() {
            back.reverse();
            self.undo.push(back);
            if self.undo.len() > MAX_UNDO {
                self.undo.remove(0);
            }
        }
        kept
    }

    /// Takes the last action back. Answers with what is to be kept; nothing if there was no action.
    pub fn undo(&mut self) -> Vec<Change> {
        while let Some(back) = self.undo.pop() {
            let (kept, _) = self.take(back);
            // What another program has taken back since needs no more.
            if !kept.is_empty() {
                return kept;
            }
        }
        Vec::new()
    }

    /// Applies changes. Those that changed something, and those that take them back.
    fn take(&mut self, changes: Vec<Change>) -> (Vec<Change>, Vec<Change>) {
        let (mut kept, mut backs) = (Vec::new(), Vec::new());
        for change in changes {
            if let Some(back) = self.review.apply(&change) {
                self.n_changes += 1;
                self.unkept.push_back(change.clone());
                kept.push(change);
                backs.push(back);
            }
        }
        (kept, backs)
    }

    /// Takes in all that is kept, with what was done since.
    pub fn reviewed(&mut self, mut review: Review, n_taken: u64) {
        let since = usize::try_from(n_taken.saturating_sub(self.n_kept)).unwrap_or(usize::MAX);
        for change in self.unkept.iter().skip(since) {
            review.apply(change);
        }
        if review != self.review {
            self.review = review;
            self.n_changes += 1;
        }
    }

    /// A new store was begun. Answers with all that is to be kept in it.
    pub fn begin_again(&mut self) -> Vec<Change> {
        let all = self.review.as_changes();
        self.unkept.extend(all.iter().cloned());
        // The states that these tell of were in the old one.
        self.histories.clear();
        self.draft = None;
        all
    }

    /// Files were renamed: what was left on them, and what takes it back, goes with them.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        self.review.follow(from, to);
        self.n_changes += 1;
        let changes = self.unkept.iter_mut().chain(self.undo.iter_mut().flatten());
        changes.for_each(|change| change.follow(from, to));
        if let Some(history) = self.histories.remove(from) {
            self.histories.insert(to.to_owned(), history);
        }
    }

    /// So many changes of this run are on the disk.
    pub fn kept(&mut self, n_kept: u64) {
        while self.n_kept < n_kept && self.unkept.pop_front().is_some() {
            self.n_kept += 1;
        }
        if self.unkept.is_empty() {
            self.trouble = None;
        }
    }

    /// Changes that are not known to be on the disk.
    pub fn n_unkept(&self) -> usize {
        self.unkept.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Location;
    use crate::review::Pair;

    fn mark(edit: u64) -> Change {
        let at = |path: &str| Location::file(path.into());
        Change::Mark { pair: Pair::new(at("a"), at("b")), edits: vec![edit], is_reviewed: true }
    }

    #[test]
    fn what_was_done_since_stands_over_what_is_kept() {
        let mut desk = Desk::default();
        for edit in 1..=3 {
            assert_eq!(desk.change(vec![mark(edit)]), [mark(edit)]);
        }
        desk.kept(1);
        // Another program has marked 9; this program's second change is on the disk, its third not yet.
        let mut kept = Review::default();
        for edit in [1, 2, 9] {
            kept.apply(&mark(edit));
        }
        desk.reviewed(kept, 2);
        assert_eq!(desk.review.marks().count(), 4);
        desk.kept(3);
        assert_eq!(desk.n_unkept(), 0);
    }

    #[test]
    fn every_action_is_taken_back_in_turn() {
        let mut desk = Desk::default();
        desk.change(vec![mark(1)]);
        desk.change(vec![mark(1), mark(2), mark(3)]);
        assert_eq!(desk.undo().len(), 2);
        assert_eq!(desk.review.marks().count(), 1);
        assert_eq!(desk.undo().len(), 1);
        assert_eq!(desk.undo(), []);
        assert_eq!(desk.review, Review::default());
    }
}
