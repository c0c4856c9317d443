//! [`Matrix`]: all versions of a story, and how much of each is in each other one.

use crate::corpus::wording::Common;
use crate::corpus::{Article, ArticleId, Story};
use crate::text::safe::SafeText;

use super::areas::MatrixBox;
use super::list::name_among;
use super::sigla::Sigla;

/// How much of one version's text is in another one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Share {
    /// They are one version.
    #[default]
    Same,
    /// They were compared: the share of the words, from 0 to 1.
    Known(f64),
    /// They were not compared yet: the share of the runs of words, from 0 to 1.
    Estimate(f64),
}

/// A version in a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The article.
    pub id: ArticleId,
    /// Its label in the story.
    pub siglum: String,
    /// Outlet or file name.
    pub name: SafeText,
    /// The agency that it credits; empty where that is none.
    pub credit: SafeText,
}

/// What is said of the two versions that the reader is at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Between {
    /// How much of the row's text is in the column's.
    pub there: Share,
    /// How much of the column's text is in the row's.
    pub back: Share,
    /// Number of edits, and how many of them are reviewed, if they were compared.
    pub n_edits: Option<(usize, usize)>,
}

/// All versions of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// What the story is called.
    pub title: SafeText,
    /// The versions, in the order of the list.
    pub rows: Vec<Row>,
    /// The row and the column that the reader is at.
    pub at: (usize, usize),
    /// The first row and the first column on screen.
    pub first: (usize, usize),
    /// Where it is on screen.
    pub place: MatrixBox,
    /// The shares on screen, row by row.
    pub shares: Vec<Vec<Share>>,
    /// What is said of the two versions that the reader is at.
    pub between: Between,
}

impl Matrix {
    /// The versions of a story, the reader being at these two.
    pub fn new(story: &Story, (row, column): (usize, usize), sigla: &Sigla) -> Self {
        let mut matrix = Self { at: (row, column), ..Self::default() };
        matrix.take(story, sigla);
        matrix
    }

    /// Takes the versions of a story as they are now; the reader stays at the same two.
    pub fn take(&mut self, story: &Story, sigla: &Sigla) {
        let id_at = |at: usize| self.rows.get(at).map(|row| row.id);
        let ids = (id_at(self.at.0), id_at(self.at.1));
        let row = |(at, member): (usize, &crate::corpus::Member)| Row {
            id: member.article.id,
            siglum: sigla.of(member.article.id, at),
            name: name_among(story, &member.article),
            credit: SafeText::new(
                member.article.profile().and_then(|own| own.credit.as_deref()).unwrap_or_default(),
            ),
        };
        self.rows = story.members.iter().enumerate().map(row).collect();
        self.title = SafeText::new(&super::list::title_of(story));
        let last = self.rows.len().saturating_sub(1);
        let find = |id: Option<ArticleId>, at: usize| {
            let found = id.and_then(|id| self.rows.iter().position(|row| row.id == id));
            found.unwrap_or(at).min(last)
        };
        self.at = (find(ids.0, self.at.0), find(ids.1, self.at.1));
    }

    /// Moves by rows and columns.
    pub fn step(&mut self, rows: isize, columns: isize) {
        let last = self.rows.len().saturating_sub(1);
        let go = |at: usize, by: isize| at.saturating_add_signed(by).min(last);
        self.at = (go(self.at.0, rows), go(self.at.1, columns));
    }

    /// Puts the matrix into its box, with the place where the reader is in sight.
    pub fn place(&mut self, place: MatrixBox) {
        let n = self.rows.len();
        let first = |first: usize, at: usize, shown: usize| {
            let shown = shown.max(1);
            let first = first.min(at).max((at + 1).saturating_sub(shown));
            first.min(n.saturating_sub(shown))
        };
        let (rows, columns) = (place.n_rows, place.n_columns);
        self.first =
            (first(self.first.0, self.at.0, rows), first(self.first.1, self.at.1, columns));
        self.place = place;
    }

    /// The rows and columns on screen.
    pub fn on_screen(&self) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let range = |first: usize, shown: usize| first..(first + shown).min(self.rows.len());
        (range(self.first.0, self.place.n_rows), range(self.first.1, self.place.n_columns))
    }

    /// The two versions that the reader is at; nothing where they are one.
    pub fn pair(&self) -> Option<(ArticleId, ArticleId)> {
        let (row, column) = (self.rows.get(self.at.0)?, self.rows.get(self.at.1)?);
        (row.id != column.id).then_some((row.id, column.id))
    }
}

/// How much two articles have in common by what the list knows of them, each of the other.
pub fn estimate(one: &Article, other: &Article) -> Option<[f64; 2]> {
    Some(Common::of([one.profile()?, other.profile()?]).shares())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::areas::Area;
    use crate::corpus::siglum;

    fn matrix(n: u32) -> Matrix {
        let row = |at: u32| Row {
            id: ArticleId(at),
            siglum: siglum(at as usize),
            name: SafeText::new("x"),
            credit: SafeText::default(),
        };
        Matrix { rows: (0..n).map(row).collect(), ..Matrix::default() }
    }

    fn room(n_rows: usize, n_columns: usize) -> MatrixBox {
        MatrixBox { n_rows, n_columns, frame: Area::default(), cells: Area::default(), name: 10 }
    }

    #[test]
    fn what_the_reader_is_at_stays_in_sight() {
        let mut matrix = matrix(40);
        matrix.step(30, 12);
        matrix.place(room(10, 5));
        assert_eq!(matrix.first, (21, 8));
        assert_eq!(matrix.on_screen(), (21..31, 8..13));
        matrix.step(-3, 100);
        matrix.place(room(10, 5));
        assert_eq!((matrix.at, matrix.first), ((27, 39), (21, 35)));
        matrix.place(room(50, 50));
        assert_eq!((matrix.first, matrix.on_screen()), ((0, 0), (0..40, 0..40)));
        matrix.step(12, 0);
        assert_eq!(matrix.pair(), None);
    }
}
