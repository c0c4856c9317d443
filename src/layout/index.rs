//! The way through the rows: where edits and hits begin, and a map of the whole.

use rustc_hash::FxHashSet;

use super::{Piece, Role, Row, Rows, Sign};
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

/// Every unit that is shown, once, with its first row.
pub(super) fn passages(rows: &[Row]) -> Vec<(usize, usize)> {
    let is_fold = |row: &Row| {
        let mut pieces = row.lines.left.pieces.iter();
        row.units.len() > 1 && pieces.all(|piece| piece.role == Role::Remark)
    };
    let mut seen = FxHashSet::default();
    let shown = rows.iter().enumerate().filter(|(_, row)| !is_fold(row));
    let units = shown.flat_map(|(at, row)| row.units.clone().map(move |unit| (at, unit)));
    units.filter(|(_, unit)| seen.insert(*unit)).collect()
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

/// A map of all rows on a few rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// For each row of the map, the sign that matters most in its stretch of the text.
    pub marks: Vec<Sign>,
}

/// How much a sign matters where there is room for one: whole passages more than words, a move most, because its other
/// half is elsewhere.
const fn weight(sign: Sign) -> u8 {
    match sign {
        Sign::None => 0,
        Sign::Repeat => 1,
        Sign::Furniture => 2,
        Sign::Edited => 3,
        Sign::RightOnly => 4,
        Sign::LeftOnly => 5,
        Sign::Moved => 6,
    }
}

impl Strip {
    /// Draws the map of `rows`, `height` rows high.
    pub fn new(rows: &Rows, height: usize) -> Self {
        let mut marks = vec![Sign::None; height];
        let total = rows.rows.len().max(1);
        for (at, row) in rows.rows.iter().enumerate() {
            let Some(mark) = marks.get_mut(Self::place(at, total, height)) else {
                continue;
            };
            for side in Side::BOTH {
                let sign = row.lines[side].sign;
                if weight(sign) > weight(*mark) {
                    *mark = sign;
                }
            }
        }
        Self { marks }
    }

    /// The row of the map on which row `at` of `total` falls. A text shorter than the map is not stretched.
    pub const fn place(at: usize, total: usize, height: usize) -> usize {
        if total <= height { at } else { at * height / total }
    }

    /// The first row of `total` that falls on row `at` of the map.
    pub const fn row(at: usize, total: usize, height: usize) -> usize {
        if total <= height { at } else { (at * total).div_ceil(height) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Line, Mode};
    use crate::sides::Sides;

    fn rows(signs: &[Sign]) -> Rows {
        let line = |sign: Sign| Line { sign, pieces: Vec::new() };
        let row =
            |sign: &Sign| Row { units: 0..1, lines: Sides::new(line(*sign), line(Sign::None)) };
        let rows = signs.iter().map(row).collect();
        let mode = Mode::OneColumn;
        Rows { rows, mode, measure: 72, margin: 0, stops: Vec::new(), hits: Vec::new() }
    }

    #[test]
    fn what_matters_most_is_on_the_map() {
        let signs =
            [Sign::None, Sign::Furniture, Sign::Edited, Sign::LeftOnly, Sign::Moved, Sign::Edited];
        assert_eq!(
            Strip::new(&rows(&signs), 3).marks,
            [Sign::Furniture, Sign::LeftOnly, Sign::Moved]
        );
        assert_eq!(
            Strip::new(&rows(&signs[..2]), 3).marks,
            [Sign::None, Sign::Furniture, Sign::None]
        );
    }

    #[test]
    fn the_map_leads_back_to_the_text() {
        for total in 1..60 {
            for height in 1..20 {
                for at in 0..height.min(total) {
                    let row = Strip::row(at, total, height);
                    assert_eq!(Strip::place(row, total, height), at, "{total} on {height}");
                    assert!(row == 0 || Strip::place(row - 1, total, height) < at);
                }
            }
        }
    }
}
