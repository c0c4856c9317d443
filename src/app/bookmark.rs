//! Bookmarks: where versions were left that were read alone.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::corpus::Location;
use crate::text::keys::MatchKey;

/// Where a version was left. Passages are known by their words, so that the place is found again when others came before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// Passages from the top of the screen on, and how many rows below the top each began.
    pub passages: Vec<(MatchKey, isize)>,
}

/// All bookmarks, and which of them are to be kept.
#[derive(Clone, Debug, Default)]
pub struct Bookmarks {
    all: HashMap<Location, Bookmark>,
    changed: BTreeSet<Location>,
}

impl Bookmarks {
    /// The bookmark in a version.
    pub fn get(&self, location: &Location) -> Option<&Bookmark> {
        self.all.get(location)
    }

    /// Puts a bookmark into a version, or takes it out.
    pub fn put(&mut self, location: &Location, bookmark: Option<Bookmark>) {
        if self.all.get(location) == bookmark.as_ref() {
            return;
        }
        match bookmark {
            Some(bookmark) => self.all.insert(location.clone(), bookmark),
            None => self.all.remove(location),
        };
        self.changed.insert(location.clone());
    }

    /// Takes in what is kept from earlier runs. What was left in this one says more.
    pub fn take_in(&mut self, kept: Vec<(Location, Bookmark)>) {
        for (location, bookmark) in kept {
            if !self.changed.contains(&location) {
                self.all.entry(location).or_insert(bookmark);
            }
        }
    }

    /// A file was renamed: its bookmarks go with it.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        let own = |location: &&Location| location.path == from;
        let moved: Vec<Location> = self.all.keys().filter(own).cloned().collect();
        for location in moved {
            if let Some(bookmark) = self.all.remove(&location) {
                self.all.insert(location.moved(from, to), bookmark);
            }
        }
    }

    /// What is to be kept since this was asked last: a bookmark, or that there is none any more.
    pub fn unkept(&mut self) -> Vec<(Location, Option<Bookmark>)> {
        let changed = std::mem::take(&mut self.changed);
        changed
            .into_iter()
            .map(|location| {
                let bookmark = self.all.get(&location).cloned();
                (location, bookmark)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Location {
        Location::file(path.into())
    }

    fn bookmark(row: isize) -> Bookmark {
        Bookmark { passages: vec![(MatchKey(7), row)] }
    }

    #[test]
    fn only_what_changed_is_to_be_kept() {
        let mut all = Bookmarks::default();
        all.put(&at("/a"), None);
        assert_eq!(all.unkept(), []);
        all.put(&at("/a"), Some(bookmark(1)));
        all.put(&at("/a"), Some(bookmark(2)));
        assert_eq!(all.unkept(), [(at("/a"), Some(bookmark(2)))]);
        all.put(&at("/a"), Some(bookmark(2)));
        assert_eq!(all.unkept(), []);
        all.put(&at("/a"), None);
        assert_eq!(all.unkept(), [(at("/a"), None)]);
    }

    #[test]
    fn what_was_left_in_this_run_says_more_than_what_is_kept() {
        let mut all = Bookmarks::default();
        all.put(&at("/a"), Some(bookmark(1)));
        all.put(&at("/b"), Some(bookmark(1)));
        all.put(&at("/b"), None);
        all.take_in(vec![
            (at("/a"), bookmark(9)),
            (at("/b"), bookmark(9)),
            (at("/c"), bookmark(9)),
        ]);
        assert_eq!(all.get(&at("/a")), Some(&bookmark(1)));
        assert_eq!(all.get(&at("/b")), None);
        assert_eq!(all.get(&at("/c")), Some(&bookmark(9)));
        all.follow("/c".as_ref(), "/d".as_ref());
        assert_eq!((all.get(&at("/c")), all.get(&at("/d"))), (None, Some(&bookmark(9))));
    }
}
