//! *Review*: what the reader leaves on a comparison, marks and notes, and how both find their place again.
//!
//! A mark is tied to two articles and to what an edit and its passages say ([`crate::collate::Edit::id`]), never to a
//! position: it drops when that text changes, and with nothing else. A note is tied to the words it quotes.

pub mod anchor;
pub mod note;
pub mod scene;
pub mod selection;
mod surroundings;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use crate::corpus::Location;

pub use note::{About, Draft, Note, NoteId, Place};
pub use selection::{Selection, Standing};

/// Two articles that are compared, in no order. Both may be states of one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    first: Location,
    second: Location,
}

impl Pair {
    /// The pair of two articles, whichever is named first.
    pub fn new(one: Location, other: Location) -> Self {
        if one <= other {
            Self { first: one, second: other }
        } else {
            Self { first: other, second: one }
        }
    }

    /// The articles between which something stands, if it is an edit.
    pub fn of(about: About, places: &[Place]) -> Option<Self> {
        match (about, places) {
            (About::Edit(_), [one, other]) => {
                Some(Self::new(one.location.clone(), other.location.clone()))
            }
            _ => None,
        }
    }

    /// Both articles, in the order of their paths.
    pub const fn locations(&self) -> [&Location; 2] {
        [&self.first, &self.second]
    }
}

/// One thing that the reader did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Edits were marked reviewed, or no longer are.
    Mark {
        /// The articles compared.
        pair: Pair,
        /// The edits, by their identity.
        edits: Vec<u64>,
        /// Whether they are reviewed now.
        is_reviewed: bool,
    },
    /// A note was written, or written anew.
    Put(Note),
    /// A note was deleted.
    Remove(NoteId),
}

impl Change {
    /// The same for an article that was renamed since.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        match self {
            Self::Mark { pair, .. } => {
                *pair = Pair::new(pair.first.moved(from, to), pair.second.moved(from, to));
            }
            Self::Put(note) => note.follow(from, to),
            Self::Remove(_) => {}
        }
    }
}

/// All marks and notes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    marks: HashMap<Pair, BTreeSet<u64>>,
    notes: BTreeMap<NoteId, Note>,
}

impl Review {
    /// Takes a change in. Answers with the change that takes it back; nothing if all was so already.
    ///
    /// ```
    /// use copydesk::corpus::Location;
    /// use copydesk::review::{Change, Pair, Review};
    ///
    /// let at = |path: &str| Location::file(path.into());
    /// let pair = Pair::new(at("b.txt"), at("a.txt"));
    /// let mut review = Review::default();
    /// let mark = Change::Mark { pair: pair.clone(), edits: vec![7, 8], is_reviewed: true };
    /// let back = review.apply(&mark).unwrap();
    /// assert!(review.is_reviewed(&pair, 7));
    /// review.apply(&back);
    /// assert_eq!(review, Review::default());
    /// ```
    pub fn apply(&mut self, change: &Change) -> Option<Change> {
        match change {
            Change::Mark { pair, edits, is_reviewed } => {
                let marks = self.marks.entry(pair.clone()).or_default();
                let mut change_one = |edit: &u64| {
                    if *is_reviewed { marks.insert(*edit) } else { marks.remove(edit) }
                };
                let changed: Vec<u64> =
                    edits.iter().copied().filter(|edit| change_one(edit)).collect();
                if marks.is_empty() {
                    self.marks.remove(pair);
                }
                let back =
                    Change::Mark { pair: pair.clone(), edits: changed, is_reviewed: !is_reviewed };
                let Change::Mark { edits, .. } = &back else { return None };
                (!edits.is_empty()).then_some(back)
            }
            Change::Put(note) => match self.notes.insert(note.id, note.clone()) {
                Some(old) if old == *note => None,
                Some(old) => Some(Change::Put(old)),
                None => Some(Change::Remove(note.id)),
            },
            Change::Remove(id) => self.notes.remove(id).map(Change::Put),
        }
    }

    /// Whether an edit between two articles is reviewed.
    pub fn is_reviewed(&self, pair: &Pair, edit: u64) -> bool {
        self.marks.get(pair).is_some_and(|marks| marks.contains(&edit))
    }

    /// How many of these edits between two articles are reviewed.
    pub fn n_reviewed(&self, pair: &Pair, edits: &[u64]) -> usize {
        let marks = self.marks.get(pair);
        marks.map_or(0, |marks| edits.iter().filter(|edit| marks.contains(edit)).count())
    }

    /// How many edits are reviewed, between articles that are wanted.
    pub fn n_marks(&self, is_wanted: impl Fn(&Pair) -> bool) -> usize {
        self.marks.iter().filter(|(pair, _)| is_wanted(pair)).map(|(_, marks)| marks.len()).sum()
    }

    /// What makes all this out of nothing.
    pub fn as_changes(&self) -> Vec<Change> {
        let mark = |(pair, edits): (&Pair, &BTreeSet<u64>)| Change::Mark {
            pair: pair.clone(),
            edits: edits.iter().copied().collect(),
            is_reviewed: true,
        };
        let marks = self.marks.iter().map(mark);
        marks.chain(self.notes().cloned().map(Change::Put)).collect()
    }

    /// All marks.
    pub fn marks(&self) -> impl Iterator<Item = (&Pair, u64)> {
        self.marks.iter().flat_map(|(pair, marks)| marks.iter().map(move |edit| (pair, *edit)))
    }

    /// Articles between which something is marked or noted.
    pub fn pairs(&self) -> BTreeSet<Pair> {
        let noted = self.notes.values().filter_map(Note::pair);
        self.marks.keys().cloned().chain(noted).collect()
    }

    /// All notes, in a fixed order.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.notes.values()
    }

    /// A note.
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id)
    }

    /// A number for a new note that no other has.
    pub fn new_id(&self, note: &Note) -> NoteId {
        let mut id = note.digest();
        while self.notes.contains_key(&id) {
            id = NoteId(id.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1) >> 1);
        }
        id
    }

    /// Lets all that was left on the articles of a file follow it to another place.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        let is_about = |pair: &&Pair| pair.locations().iter().any(|location| location.path == from);
        let pairs: Vec<Pair> = self.marks.keys().filter(is_about).cloned().collect();
        for pair in pairs {
            let marks = self.marks.remove(&pair).unwrap_or_default();
            let pair = Pair::new(pair.first.moved(from, to), pair.second.moved(from, to));
            self.marks.entry(pair).or_default().extend(marks);
        }
        self.notes.values_mut().for_each(|note| note.follow(from, to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> Pair {
        let at = |path: &str| Location::file(path.into());
        Pair::new(at("b.txt"), at("a.txt"))
    }

    fn mark(edits: &[u64], is_reviewed: bool) -> Change {
        Change::Mark { pair: pair(), edits: edits.to_vec(), is_reviewed }
    }

    #[test]
    fn only_what_changed_is_taken_back() {
        let mut review = Review::default();
        review.apply(&mark(&[1], true));
        let back = review.apply(&mark(&[1, 2], true)).expect("2 is new");
        assert_eq!(back, mark(&[2], false));
        assert_eq!(review.apply(&mark(&[1, 2], true)), None);
        review.apply(&back);
        assert_eq!(review.n_reviewed(&pair(), &[1, 2]), 1);
    }

    #[test]
    fn notes_come_back_as_they_were() {
        let mut review = Review::default();
        let place = Place { location: Location::file("a.txt".into()), quote: None };
        let mut note = Note {
            id: NoteId(0),
            about: About::Version,
            places: vec![place],
            kind: "fine".into(),
            text: "one".into(),
        };
        note.id = review.new_id(&note);
        let remove = review.apply(&Change::Put(note.clone())).expect("new");
        let other = Note { text: "two".into(), ..note.clone() };
        let back = review.apply(&Change::Put(other)).expect("changed");
        review.apply(&back);
        assert_eq!(review.note(note.id), Some(&note));
        assert_ne!(review.new_id(&note), note.id);
        let again = review.apply(&remove).expect("there");
        assert_eq!(again, Change::Put(note));
        assert_eq!(review, Review::default());
    }

    #[test]
    fn marks_and_notes_follow_a_renamed_file() {
        let at = |path: &str| Location::file(path.into());
        let mut review = Review::default();
        review.apply(&mark(&[1], true));
        review.follow("a.txt".as_ref(), "z.txt".as_ref());
        assert!(review.is_reviewed(&Pair::new(at("z.txt"), at("b.txt")), 1));
        assert!(!review.is_reviewed(&pair(), 1));
    }
}
