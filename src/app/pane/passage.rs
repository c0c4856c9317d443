//! Going from passage to passage, whether these have an edit or not.

use super::{Content, Pane};

impl Pane {
    /// Goes to a passage: a unit of the comparison, or a passage of the version that is read.
    pub fn go_to_passage(&mut self, unit: usize, height: usize) {
        if let Some(row) = self.rows.as_ref().and_then(|rows| rows.row_of_unit(unit)) {
            self.be_at_passage(unit);
            self.reveal(row, height);
        }
    }

    /// Lets the reader be at a passage that is on screen, and at no edit.
    pub const fn be_at_passage(&mut self, unit: usize) {
        (self.passage, self.current) = (Some(unit), None);
    }

    /// Goes to the next or previous passage, from the edit or passage that the reader is at if that is on screen, else from
    /// the screen. False when there is none.
    pub fn step_passage(&mut self, is_forward: bool, height: usize) -> bool {
        let Some(rows) = self.rows.clone() else { return false };
        let passages = rows.passages();
        let here = self.unit_gone_to(height);
        let here = here.and_then(|unit| passages.iter().position(|(_, own)| *own == unit));
        let top = passages.partition_point(|(row, _)| *row < self.scroll);
        let next = match (here, is_forward) {
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => Some(top),
            (None, false) => top.checked_sub(1),
        };
        let Some((_, unit)) = next.and_then(|at| passages.get(at)) else { return false };
        self.go_to_passage(*unit, height);
        true
    }

    /// The passage that the reader is at, as a unit of the rows: that of the edit or passage gone to, else of the hit of the
    /// search, as far as these are on screen; else the first on screen.
    pub fn unit_here(&self, height: usize) -> Option<usize> {
        let rows = self.rows.as_ref()?;
        let hit = || {
            let hit = self.current_hit()?;
            let row = rows.hits.iter().find(|stop| stop.hit == hit)?.row;
            rows.rows.get(row)?.unit().filter(|unit| self.is_on_screen(*unit, height))
        };
        let first = || self.units_on_screen(height).next();
        self.unit_gone_to(height).or_else(hit).or_else(first)
    }

    /// The unit of the edit or passage that the reader has gone to, if it is on screen.
    fn unit_gone_to(&self, height: usize) -> Option<usize> {
        // Where all is said line by line, the line is the place.
        let unit = self.passage.or_else(|| self.current_unit());
        unit.filter(|unit| self.is_on_screen(*unit, height))
            .or_else(|| self.units_on_screen(height).next().filter(|_| height == 1))
    }

    /// Whether a unit is on screen.
    pub fn is_on_screen(&self, unit: usize, height: usize) -> bool {
        let rows =
            self.rows.iter().flat_map(|rows| rows.rows.iter().skip(self.scroll).take(height));
        rows.into_iter().any(|row| row.units.contains(&unit))
    }

    fn units_on_screen(&self, height: usize) -> impl Iterator<Item = usize> {
        let rows = self.rows.iter().flat_map(|rows| &rows.rows);
        rows.skip(self.scroll).take(height).filter_map(crate::layout::Row::unit)
    }

    /// The row of the passage that the reader has gone to, if it is on screen.
    pub fn row_of_passage(&self, height: usize) -> Option<usize> {
        let unit = self.passage.filter(|unit| self.is_on_screen(*unit, height))?;
        self.rows.as_ref()?.row_of_unit(unit)
    }

    /// What the passage that the reader has gone to says: of the left, if that has it.
    pub fn passage_text(&self) -> Option<&str> {
        use crate::sides::Side;
        let unit = self.passage?;
        let text = |side: Side, at: usize| {
            let version = self.content.version(side)?;
            Some(version.text(version.passages().get(at)?.span))
        };
        match (&self.content, &self.collation) {
            (Content::Comparing(_), Some(collation)) => {
                let passages = &collation.units.get(unit)?.passages;
                let first = |side: Side| text(side, *passages[side].first()?);
                first(Side::Left).or_else(|| first(Side::Right))
            }
            (Content::Single(_), _) => text(Side::Left, unit),
            _ => None,
        }
    }
}
