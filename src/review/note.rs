//! [`Note`]: what the reader wrote, of what kind it is, and what it is about.

use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use super::Pair;
use super::anchor::Quote;
use crate::corpus::Location;

/// The identity of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoteId(pub u64);

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// An edit between two articles, by its identity. The note quotes both readings, in two places.
    Edit(u64),
    /// A passage of one article, which it quotes.
    Passage,
    /// An article as a whole.
    Version,
    /// The story of an article.
    Story,
}

/// Where a note belongs: an article, and the words in it that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub location: Location,
    /// The words, with what stands around them; nothing for an article as a whole, or where it lacks a reading.
    pub quote: Option<Quote>,
}

/// A note that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it says so far. It has no identity of its own yet.
    pub note: Note,
    /// The note that it is to replace, if it is a known one.
    pub replaces: Option<NoteId>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its identity, for as long as it is kept.
    pub id: NoteId,
    /// What it is about.
    pub about: About,
    /// Where it belongs: two places for an edit, else one.
    pub places: Vec<Place>,
    /// Its kind: one of those the reader has chosen to use, or empty.
    pub kind: String,
    /// What it says.
    pub text: String,
}

impl Note {
    /// The articles between which it stands, if it is about an edit.
    pub fn pair(&self) -> Option<Pair> {
        Pair::of(self.about, &self.places)
    }

    /// Whether it is about this article, or about an edit that this article takes part in.
    pub fn is_about(&self, location: &Location) -> bool {
        self.places.iter().any(|place| place.location == *location)
    }

    /// The same when a file was renamed.
    pub fn follow(&mut self, from: &Path, to: &Path) {
        for place in &mut self.places {
            place.location = place.location.moved(from, to);
        }
    }

    /// The words that it is about; nothing if it quotes none.
    pub fn quoted(&self) -> Option<&str> {
        let mut quotes = self.places.iter().filter_map(|place| place.quote.as_ref());
        quotes.find(|quote| !quote.exact.trim().is_empty()).map(|quote| quote.exact.as_str())
    }

    /// A number made of all it says.
    pub(super) fn digest(&self) -> NoteId {
        let mut hash = Xxh3::new();
        hash.update(&[0]);
        if let About::Edit(edit) = self.about {
            hash.update(&edit.to_le_bytes());
        }
        for place in &self.places {
            hash.update(place.location.shown().as_bytes());
            hash.update(&[1]);
            let exact = place.quote.as_ref().map_or("", |quote| quote.exact.as_str());
            hash.update(exact.as_bytes());
            hash.update(&[2]);
        }
        hash.update(self.kind.as_bytes());
        hash.update(&[3]);
        hash.update(self.text.as_bytes());
        // Databases know signed numbers only.
        NoteId(hash.digest() >> 1)
    }
}
