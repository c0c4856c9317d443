//! [`Scene`]: where in a comparison a note belongs now.

use super::anchor::{Found, find, keys};
use super::{About, Note, Pair, Place};
use crate::collate::{Collation, Edit};
use crate::corpus::Location;
use crate::sides::{Side, Sides};
use crate::version::Version;

/// A comparison that notes are looked for in.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// How both versions compare.
    pub collation: &'a Collation,
    /// Both versions.
    pub versions: Sides<&'a Version>,
    /// Where both are.
    pub locations: Sides<&'a Location>,
}

/// Where a note belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// On an edit, by its index.
    Edit(usize),
    /// On a unit, by its index, which says what the note quotes.
    Unit(usize),
    /// On a unit that has changed since the note was written: the edit is another, or the words are.
    Changed(usize),
    /// On a version as a whole.
    Version(Side),
    /// Nowhere: the words it quotes are gone.
    Orphan,
}

impl Spot {
    /// What became of the words of a note that belongs here.
    pub const fn fate(self) -> Fate {
        match self {
            Self::Changed(_) => Fate::Changed,
            Self::Orphan => Fate::Orphan,
            Self::Edit(_) | Self::Unit(_) | Self::Version(_) => Fate::Stands,
        }
    }

    /// The same in words, where that needs a word.
    pub const fn words(self) -> Option<&'static str> {
        self.fate().words()
    }
}

/// What became of the words that a note quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stand where they stood, or the note quotes none.
    Stands,
    /// Their passage has changed since.
    Changed,
    /// They are gone.
    Orphan,
    /// The file is gone.
    FileGone,
    /// The file cannot be read now.
    Unreadable,
}

impl Fate {
    /// What it is called, where that needs a word.
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Stands => None,
            Self::Changed => Some("the passage has changed since"),
            Self::Orphan => Some("its words are gone"),
            Self::FileGone => Some("the file is gone"),
            Self::Unreadable => Some("the file cannot be read"),
        }
    }
}

impl Scene<'_> {
    /// Where a note belongs; nothing if it is not about these two articles, or about their story.
    pub fn spot(&self, note: &Note) -> Option<Spot> {
        match note.about {
            About::Story => None,
            About::Version => {
                let side = |place: &Place| self.side(&place.location);
                Some(Spot::Version(note.places.iter().find_map(side)?))
            }
            About::Passage => {
                let place = note.places.first()?;
                self.side(&place.location)?;
                Some(match self.find(place) {
                    Some((unit, Found::Exact(_))) => Spot::Unit(unit),
                    Some((unit, Found::Changed(_))) => Spot::Changed(unit),
                    None => Spot::Orphan,
                })
            }
            About::Edit(id) => {
                let pair = Pair::new(self.locations.left.clone(), self.locations.right.clone());
                if note.pair()? != pair {
                    return None;
                }
                let known = self.collation.edits.iter().position(|edit| edit.id == id);
                let unit = || {
                    let found = note.places.iter().filter_map(|place| self.find(place));
                    let (unit, _) =
                        found.min_by_key(|(_, found)| matches!(found, Found::Changed(_)))?;
                    Some(unit)
                };
                Some(match known {
                    Some(edit) => Spot::Edit(edit),
                    None => unit().map_or(Spot::Orphan, |unit| {
                        self.same_edit(note, unit).map_or(Spot::Changed(unit), Spot::Edit)
                    }),
                })
            }
        }
    }

    /// The one edit of a unit that says what the note quotes: another edit of the passage has changed, not this one.
    fn same_edit(&self, note: &Note, unit: usize) -> Option<usize> {
        let says = |edit: &Edit, place: &Place| {
            let Some(side) = self.side(&place.location) else { return false };
            let reading = edit.readings[side].map_or("", |span| self.versions[side].text(span));
            // What only one side says quotes nothing of the other.
            keys(reading) == place.quote.as_ref().map_or_else(Vec::new, |quote| keys(&quote.exact))
        };
        let is_same = |at: &usize| {
            let edit = &self.collation.edits[*at];
            note.places.len() > 1 && note.places.iter().all(|place| says(edit, place))
        };
        let mut same = self.collation.units[unit].edits.clone().filter(is_same);
        same.next().filter(|_| same.next().is_none())
    }

    fn side(&self, location: &Location) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.locations[*side] == location)
    }

    /// The unit that has the words of a place, and how they were found.
    fn find(&self, place: &Place) -> Option<(usize, Found)> {
        let quote = place.quote.as_ref()?;
        // Both sides may be states of one file.
        let sides = Side::BOTH.into_iter().filter(|side| *self.locations[*side] == place.location);
        sides
            .filter_map(|side| {
                let found = find(self.versions[side], quote)?;
                let passages = self.versions[side].passages();
                let at = passages.partition_point(|passage| passage.span.end <= found.span().start);
                let unit = self
                    .collation
                    .units
                    .iter()
                    .position(|unit| unit.passages[side].contains(&at))?;
                Some((unit, found))
            })
            .min_by_key(|(_, found)| matches!(found, Found::Changed(_)))
    }
}
