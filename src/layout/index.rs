//! The way through the rows: where edits and hits begin, and a map of the whole.

use rustc_hash::FxHashSet;

use super::{Piece, Row, Rows, Sign};
use crate::sides::Side;

/// Where an edit begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The row.
    pub row: usize,
    /// The edit.
    pub edit: usize,
}

/// Every edit that is shown, once, in the order of the rows.
pub(super) fn stops(rows: &[Row]) -> Vec<Stop> {
    let found = first_rows(rows, |piece| piece.edit);
    found.into_iter().map(|(row, edit)| Stop { row, edit }).collect()
}

/// Where a hit of a search begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitStop {
    /// The row.
    pub row: usize,
    /// The hit.
    pub hit: usize,
}

/// Every hit that is shown, once, in the order of the rows.
pub(super) fn hits(rows: &[Row]) -> Vec<HitStop> {
    let found = first_rows(rows, |piece| piece.hit);
    found.into_iter().map(|(row, hit)| HitStop { row, hit }).collect()
}

/// The first row of everything that pieces belong to.
fn first_rows(rows: &[Row], of: impl Fn(&Piece) -> Option<usize>) -> Vec<(usize, usize)> {
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for (row, content) in rows.iter().enumerate() {
        for side in Side::BOTH {
            let things = content.lines[side].pieces.iter().filter_map(&of);
            found.extend(things.filter(|thing| seen.insert(*thing)).map(|thing| (row, thing)));
        }
    }
    found
}

/// What a stretch of the text holds, for the map at the edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum StripMark {
    /// Nothing to review.
    #[default]
    Quiet,
    /// Text that only one side has.
    OneSided,
    /// Words that differ.
    Edited,
    /// A passage that stands elsewhere.
    Moved,
}

/// A map of all rows on a few rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// One mark for each row of the map.
    pub marks: Vec<StripMark>,
}

impl Strip {
    /// Draws the map of `rows`, `height` rows high.
    pub fn new(rows: &Rows, height: usize) -> Self {
        let mut marks = vec![StripMark::Quiet; height];
        let total = rows.rows.len().max(1);
        for (at, row) in rows.rows.iter().enumerate() {
            let Some(cell) = marks.get_mut(Self::place(at, total, height)) else {
                continue;
            };
            for side in Side::BOTH {
                let mark = match row.lines[side].sign {
                    Sign::Edited => StripMark::Edited,
                    Sign::LeftOnly | Sign::RightOnly => StripMark::OneSided,
                    Sign::Moved => StripMark::Moved,
                    Sign::None | Sign::Repeat | Sign::Furniture => StripMark::Quiet,
                };
                *cell = (*cell).max(mark);
            }
        }
        Self { marks }
    }

    /// The row of the map on which row `at` of `total` falls. A text shorter than the map is not stretched.
    pub const fn place(at: usize, total: usize, height: usize) -> usize {
        if total <= height { at } else { at * height / total }
    }
}
