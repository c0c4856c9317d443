//! [`Desk`]: what the reader has left on the articles, what of it is not kept yet, and how to take it back.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};

use super::export::ExportChoice;
use super::pane::Wanted;
use super::revisions::History;
use crate::corpus::{ArticleId, Former};
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

/// States of files, and the files: what the reader has taken note of.
pub type Noted = Vec<(PathBuf, [u8; 32])>;

/// What takes one action of the reader's back.
#[derive(Clone, Debug, Default)]
pub struct Back {
    /// Of marks and notes.
    pub changes: Vec<Change>,
    /// Of stories and furniture: what was decided before, and what the decision was.
    pub decided: Option<(Former, &'static str)>,
    /// The states of files that the reader had taken note of before.
    pub noted: Noted,
}

impl Back {
    const fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.decided.is_none() && self.noted.is_empty()
    }

    /// The same when a file was renamed since.
    fn follow(&mut self, from: &Path, to: &Path) {
        self.changes.iter_mut().for_each(|change| change.follow(from, to));
        if let Some((former, _)) = &mut self.decided {
            former.follow(from, to);
        }
        for (path, _) in self.noted.iter_mut().filter(|(path, _)| path == from) {
            to.clone_into(path);
        }
    }
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
    /// Why earlier states of files are not kept, as long as they are not.
    pub gap: Option<SafeText>,
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
    /// How many edits were reviewed on screen before changed files were taken in, until they are compared anew.
    pub taken_in: Option<usize>,
    /// What was asked of a report that is being written.
    pub asked_export: Option<ExportChoice>,
    /// The file that the last report was asked for.
    pub last_export: Option<String>,
    /// Whether the reader was asked to quit a second time, because something is not kept.
    pub is_quit_asked: bool,
    /// Changes of this run that are not known to be on the disk, oldest first.
    unkept: VecDeque<Change>,
    /// Changes of this run that are.
    n_kept: u64,
    /// What takes the actions of this run back, the last one last.
    backs: VecDeque<Back>,
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
            self.did(Back { changes: back, ..Back::default() });
        }
        kept
    }

    /// The reader has done something that can be taken back.
    pub fn did(&mut self, back: Back) {
        self.backs.push_back(back);
        if self.backs.len() > MAX_UNDO {
            self.backs.pop_front();
        }
    }

    /// With the last action, the reader has also taken note of files.
    pub fn noted_too(&mut self, noted: Noted) {
        if let Some(back) = self.backs.back_mut() {
            back.noted.extend(noted);
        }
    }

    /// What takes the last action back, if there is one; its changes are taken in, and those that are to be kept are left in
    /// it.
    pub fn undo(&mut self) -> Option<Back> {
        loop {
            let mut back = self.backs.pop_back()?;
            back.changes = self.take(back.changes).0;
            // What another program has taken back since needs no more.
            if !back.is_empty() {
                return Some(back);
            }
        }
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
        self.unkept.iter_mut().for_each(|change| change.follow(from, to));
        self.backs.iter_mut().for_each(|back| back.follow(from, to));
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
        let mut n_kept = || desk.undo().map(|back| back.changes.len());
        assert_eq!(n_kept(), Some(2));
        assert_eq!(n_kept(), Some(1));
        assert_eq!(n_kept(), None);
        assert_eq!(desk.review, Review::default());
    }
}
