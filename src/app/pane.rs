//! The text pane: what is shown in it, where the reader is, and how the place is kept.

use std::sync::Arc;

use jiff::civil::Date;

use crate::collate::{Collation, Edit};
use crate::corpus::{ArticleId, Location};
use crate::layout::{Options, Rows, Stop, Strip};
use crate::review::scene::Spot;
use crate::review::{NoteId, Pair, Selection};
use crate::sides::{Side, Sides};
use crate::text::keys::MatchKey;
use crate::text::safe::SafeText;
use crate::version::Version;

use super::bookmark::{Bookmark, Bookmarks};
use super::cache::CollationKey;
use super::counts::Counts;
use super::texts::Loaded;

mod passage;

/// Rows that stay between an edit and the edge of the screen when it is gone to.
const MARGIN: usize = 2;

/// Units below the top row by which a place is remembered, should the first ones be gone.
const MAX_ANCHORS: usize = 12;

/// A version in a column. It stays as it is while it is shown, whatever happens to its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The article.
    pub id: ArticleId,
    /// Where it is.
    pub location: Location,
    /// Its label in the family.
    pub siglum: String,
    /// Outlet or file name.
    pub name: SafeText,
    /// The day it was printed.
    pub day: Option<Date>,
    /// The text, as it was when it was taken in.
    pub loaded: Loaded,
    /// The state of the article that it was taken in for.
    pub state: [u8; 32],
    /// When it was first seen, if it is an earlier state of the article.
    pub revision: Option<String>,
    /// The state of the file since that was found to say something else.
    pub newer: Option<[u8; 32]>,
}

/// What shall be shown as soon as its text is there.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// One version.
    Single(ArticleId),
    /// Two versions; one may be on screen already, and stays as it is.
    Pair(Box<Sides<Wish>>),
}

/// A version that shall be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// It is on screen.
    Shown(Box<Shown>),
    /// As its file is now.
    Article(ArticleId),
    /// As its file was.
    Revision {
        /// The article.
        id: ArticleId,
        /// The state.
        state: [u8; 32],
        /// When it was first seen.
        seen: String,
    },
}

impl Wanted {
    /// Both versions, if there are two.
    pub fn wishes(&self) -> Vec<&Wish> {
        match self {
            Self::Single(_) => Vec::new(),
            Self::Pair(sides) => vec![&sides.left, &sides.right],
        }
    }

    /// The articles that must be read for it as they are now.
    pub fn articles(&self) -> Vec<ArticleId> {
        let article = |wish: &Wish| match wish {
            Wish::Shown(_) | Wish::Revision { .. } => None,
            Wish::Article(id) => Some(*id),
        };
        match self {
            Self::Single(id) => vec![*id],
            Self::Pair(sides) => {
                [&sides.left, &sides.right].into_iter().filter_map(article).collect()
            }
        }
    }
}

/// What the pane shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    /// Nothing is there to be shown.
    #[default]
    Empty,
    /// One version, to be read.
    Single(Box<Shown>),
    /// Two versions.
    Comparing(Box<Sides<Shown>>),
}

impl Content {
    /// All versions shown, left first.
    pub fn shown(&self) -> Vec<&Shown> {
        match self {
            Self::Empty => Vec::new(),
            Self::Single(one) => vec![one],
            Self::Comparing(sides) => vec![&sides.left, &sides.right],
        }
    }

    /// All versions shown, to be named anew.
    pub fn shown_mut(&mut self) -> Vec<&mut Shown> {
        match self {
            Self::Empty => Vec::new(),
            Self::Single(one) => vec![one],
            Self::Comparing(sides) => vec![&mut sides.left, &mut sides.right],
        }
    }

    /// The key of the comparison, if it is one.
    pub fn key(&self) -> Option<CollationKey> {
        match self {
            Self::Comparing(sides) => {
                Some(CollationKey::new(Sides::new(&sides.left.loaded, &sides.right.loaded)))
            }
            Self::Empty | Self::Single(_) => None,
        }
    }

    /// The version on a side; the only one stands on the left.
    pub fn version(&self, side: Side) -> Option<&Version> {
        match (self, side) {
            (Self::Comparing(sides), side) => Some(&sides[side].loaded.version),
            (Self::Single(one), Side::Left) => Some(&one.loaded.version),
            _ => None,
        }
    }
}

/// What the rows were made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsKey {
    /// The versions, by the bytes of their files.
    pub versions: Vec<[u8; 32]>,
    /// How they were laid out.
    pub options: Options,
}

/// A search in the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// What is searched.
    pub query: String,
    /// Which hit the reader is at, counted from 0.
    pub at: Option<usize>,
}

/// The text pane.
#[derive(Clone, Debug, Default)]
pub struct Pane {
    /// What it shows.
    pub content: Content,
    /// What shall be shown next, while its text is being read.
    pub wanted: Option<Wanted>,
    /// The selected article that the content was last chosen for.
    pub follows: Option<ArticleId>,
    /// Whether the content was chosen for the selection, and by no other key.
    pub is_automatic: bool,
    /// How both versions compare; absent until it is worked out.
    pub collation: Option<Arc<Collation>>,
    /// The rows; absent until there are any.
    pub rows: Option<Arc<Rows>>,
    /// What the rows were made of.
    pub rows_key: Option<RowsKey>,
    /// The map of the rows.
    pub strip: Strip,
    /// The first row on screen.
    pub scroll: usize,
    /// The row that the reader wants at the top. Other than `scroll` where the rest of the text is too short.
    place: usize,
    /// The edit that the reader is at, as an index of the collation's edits.
    pub current: Option<usize>,
    /// The passage that the reader is at, where that is not an edit: a unit of the comparison, or a passage of the version that
    /// is read.
    pub passage: Option<usize>,
    /// The articles compared, if two are.
    pub pair: Option<Pair>,
    /// Where there are notes, and which.
    pub noted: Vec<(Spot, NoteId)>,
    /// The rows where notes on passages stand, from top to bottom; absent until they are worked out.
    pub noted_rows: Option<Vec<usize>>,
    /// The note that was shown last, and where the reader was then.
    pub last_note: Option<(NoteId, NotePlace)>,
    /// Edits that are reviewed, those of typography left out.
    pub n_reviewed: usize,
    /// What notes and marks were worked out for.
    pub noted_for: Option<(u64, Vec<[u8; 32]>)>,
    /// The edits that the reader looks at, in the order of the rows; nothing if these are all.
    pub selected: Option<Vec<Stop>>,
    /// What these were worked out for; absent until they are.
    pub selected_for: Option<SelectedFor>,
    /// How many edits of each class the reader looks at.
    pub counts: Counts,
    /// The moved unit whose halves are shown together, and at whose side's place.
    pub gathered: Option<(usize, Side)>,
    /// The search, if there is one.
    pub search: Option<Search>,
    /// Where the reader has come to by own steps; rows of another shape begin there as far as they can.
    pub anchors: Vec<Anchor>,
    /// Where each version was left that was read alone.
    pub bookmarks: Bookmarks,
    /// The edit that the reader was at in a comparison that is gone, until there is a new one.
    pub resume: Option<Edit>,
    /// Where that edit was, should it be gone from the new one.
    pub resume_near: Option<NearEdit>,
}

/// Where an edit was: what its unit is recognized by, and which of the unit's edits it was.
pub type NearEdit = (Sides<Option<MatchKey>>, usize);

/// Where the reader is when a note is shown: the edit, the passage, and the first row on screen.
pub type NotePlace = (Option<usize>, Option<usize>, usize);

/// What the edits that the reader looks at were worked out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectedFor {
    /// Which edits are looked at.
    pub selection: Selection,
    /// The state of marks and notes.
    pub n_changes: u64,
    /// The edit that the reader is at, if only that keeps it among them.
    pub kept: Option<usize>,
}

/// A place in the text that can be found again in other rows, of other widths, of another version.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// The unit's identity.
    unit: u64,
    /// The words of its first passage on either side.
    passages: Sides<Option<MatchKey>>,
    /// Rows from the top of the screen to the unit's first row.
    offset: isize,
}

impl Anchor {
    /// A passage of a version that is read alone.
    const fn of_passage(key: MatchKey, offset: isize) -> Self {
        Self { unit: key.0, passages: Sides::new(Some(key), None), offset }
    }
}

impl Pane {
    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.rows.as_ref().map_or(0, |rows| rows.rows.len())
    }

    /// Shows something else, from its top, or from the same passage and edit where both have it.
    pub fn show(&mut self, content: Content) {
        self.remember();
        let current =
            self.current.and_then(|edit| self.collation.as_ref()?.edits.get(edit).copied());
        self.leave_bookmark();
        *self = Self {
            content,
            bookmarks: std::mem::take(&mut self.bookmarks),
            follows: self.follows,
            search: self.search.take(),
            anchors: std::mem::take(&mut self.anchors),
            resume: current.or(self.resume),
            ..Self::default()
        };
    }

    /// Whether the reader has not left the beginning of what is shown.
    pub const fn is_at_top(&self) -> bool {
        self.scroll == 0 && self.anchors.is_empty()
    }

    /// Goes back to where a version that is read alone was left. Where the reader comes from another place, that is
    /// looked for first.
    pub fn recall(&mut self, from_top: bool) {
        let Content::Single(one) = &self.content else { return };
        let Some(bookmark) = self.bookmarks.get(&one.location) else { return };
        let anchor = |&(key, offset): &(MatchKey, isize)| Anchor::of_passage(key, offset);
        let place: Vec<Anchor> = bookmark.passages.iter().map(anchor).collect();
        if from_top {
            self.anchors = place;
        } else {
            self.anchors.extend(place);
        }
    }

    /// Puts a bookmark where a version that is read alone is left; at its beginning there is none.
    pub fn leave_bookmark(&mut self) {
        self.remember();
        let Content::Single(one) = &self.content else { return };
        // An earlier state of a file is another text; a text that is not laid out yet was not left.
        if one.revision.is_some() || self.rows.is_none() {
            return;
        }
        let passages =
            self.anchors.iter().filter_map(|anchor| Some((anchor.passages.left?, anchor.offset)));
        let bookmark = (self.place > 0).then(|| Bookmark { passages: passages.collect() });
        self.bookmarks.put(&one.location, bookmark);
    }

    /// Notes where the reader is. What was noted before stays until the reader moves: a screen on which all of
    /// the text fits says nothing of the place.
    pub fn remember(&mut self) {
        if let Some(rows) = self.rows.as_ref().filter(|_| self.anchors.is_empty()) {
            self.anchors = self.anchors_at(rows, self.place);
        }
    }

    /// Lets the comparison go, and remembers where the reader is in it: numbers of its edits and units mean nothing in
    /// another.
    pub fn forget(&mut self) {
        self.remember();
        let current = self.current.take().zip(self.collation.take());
        let current = current.and_then(|(edit, collation)| collation.edits.get(edit).copied());
        self.resume = current.or(self.resume);
        (self.gathered, self.passage) = (None, None);
        self.noted.clear();
        self.noted_for = None;
        self.selected = None;
        self.rows_key = None;
        self.forget_rows();
    }

    /// Lets go what was worked out from the rows.
    fn forget_rows(&mut self) {
        self.noted_rows = None;
        self.selected_for = None;
    }

    /// Takes a comparison in, at the edit that the reader was at.
    pub fn compare(&mut self, collation: Arc<Collation>) {
        self.forget();
        let is_it = |old: &Edit, edit: &Edit| {
            edit.id == old.id
                || (edit.class == old.class && edit.readings == old.readings.swapped())
        };
        if let Some(old) = self.resume.take() {
            self.current = collation.edits.iter().position(|edit| is_it(&old, edit));
        }
        self.collation = Some(collation);
        self.rows_key = None;
        let near = self.resume_near.take().filter(|_| self.current.is_none());
        if let Some(near) = near {
            self.be_near(near);
        }
    }

    /// Where the edit is that the reader is at.
    pub fn near_edit(&self) -> Option<NearEdit> {
        let (current, unit) = (self.current?, self.current_unit()?);
        let (_, words) = self.identity(unit)?;
        let first = self.collation.as_ref()?.units.get(unit)?.edits.start;
        Some((words, current.saturating_sub(first)))
    }

    /// Lets the reader be where an edit was that is gone: at another edit of its passage, else at the passage.
    fn be_near(&mut self, (words, nth): NearEdit) {
        let Some(collation) = self.collation.clone() else { return };
        let is_it = |unit: &usize| {
            let own = self.identity(*unit).map(|(_, own)| own).unwrap_or_default();
            Side::BOTH.iter().any(|side| words[*side].is_some() && own[*side] == words[*side])
        };
        let Some(unit) = (0..collation.units.len()).find(is_it) else { return };
        let edits = collation.units[unit].edits.clone();
        match edits.end.checked_sub(1).filter(|_| !edits.is_empty()) {
            Some(last) => self.current = Some((edits.start + nth).min(last)),
            None => self.passage = Some(unit),
        }
    }

    fn anchors_at(&self, rows: &Rows, top: usize) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        let mut last = None;
        for at in top..rows.rows.len() {
            let Some(unit) = rows.rows[at].unit().filter(|unit| last != Some(*unit)) else {
                continue;
            };
            last = Some(unit);
            let start = rows.row_of_unit(unit).unwrap_or(at);
            if let Some((unit, passages)) = self.identity(unit) {
                let offset =
                    isize::try_from(start).unwrap_or(0) - isize::try_from(top).unwrap_or(0);
                anchors.push(Anchor { unit, passages, offset });
            }
            if anchors.len() >= MAX_ANCHORS {
                break;
            }
        }
        anchors
    }

    /// What a unit of the rows can be recognized by.
    fn identity(&self, unit: usize) -> Option<(u64, Sides<Option<MatchKey>>)> {
        let words = |side: Side, passage: usize| {
            let version = self.content.version(side)?;
            let tokens = version.tokens_of(version.passages().get(passage)?);
            Some(MatchKey::of_all(tokens.iter().map(|token| token.key)))
        };
        match (&self.content, &self.collation) {
            (Content::Comparing(_), Some(collation)) => {
                let unit = collation.units.get(unit)?;
                let first = |side: Side| words(side, *unit.passages[side].first()?);
                Some((unit.id, Sides::new(first(Side::Left), first(Side::Right))))
            }
            (Content::Single(_), _) => {
                let key = words(Side::Left, unit)?;
                Some((key.0, Sides::new(Some(key), None)))
            }
            _ => None,
        }
    }

    /// Puts new rows in, with the same passage at the same place if it is still there.
    pub fn replace_rows(&mut self, rows: Arc<Rows>, height: usize) {
        if let Some(top) = self.anchored_top(&rows) {
            self.place = top;
        }
        self.rows = Some(rows);
        self.forget_rows();
        self.clamp(height);
    }

    fn anchored_top(&self, rows: &Rows) -> Option<usize> {
        let n_units = match (&self.content, &self.collation) {
            (Content::Comparing(_), Some(collation)) => collation.units.len(),
            (Content::Single(one), _) => one.loaded.version.passages().len(),
            _ => 0,
        };
        let identities: Vec<_> = (0..n_units).map(|unit| self.identity(unit)).collect();
        let place = |anchor: &Anchor| {
            let by_id =
                identities.iter().position(|known| known.is_some_and(|(id, _)| id == anchor.unit));
            let by_words = |side: Side| {
                let wanted = anchor.passages[side]?;
                identities
                    .iter()
                    .position(|known| known.is_some_and(|(_, words)| words[side] == Some(wanted)))
            };
            let across = |side: Side| {
                let wanted = anchor.passages[side]?;
                identities.iter().position(|known| {
                    known.is_some_and(|(_, words)| words[side.other()] == Some(wanted))
                })
            };
            let unit = by_id
                .or_else(|| by_words(Side::Left))
                .or_else(|| by_words(Side::Right))
                .or_else(|| across(Side::Left))
                .or_else(|| across(Side::Right))?;
            let row = rows.row_of_unit(unit)?;
            // The top row may have been inside the unit, which may have fewer rows now.
            let height =
                rows.rows[row..].iter().take_while(|row| row.units.contains(&unit)).count();
            let inside =
                isize::try_from(height).ok()?.saturating_sub(1).min((-anchor.offset).max(0));
            let above = anchor.offset.max(0);
            Some((isize::try_from(row).ok()? + inside - above).max(0).unsigned_abs())
        };
        self.anchors.iter().find_map(place)
    }

    /// Keeps the last page on screen full.
    pub fn clamp(&mut self, height: usize) {
        self.scroll = self.place.min(self.n_rows().saturating_sub(height.max(1)));
    }

    /// Goes to a row, by the reader's wish.
    pub fn go_to(&mut self, row: usize, height: usize) {
        self.place = row;
        self.clamp(height);
        self.place = self.scroll;
        self.anchors.clear();
    }

    /// Moves by rows.
    pub fn scroll_by(&mut self, by: isize, height: usize) {
        self.go_to(self.scroll.saturating_add_signed(by), height);
    }

    /// Brings a row on screen: not at all if it is there, else to the upper third.
    pub fn reveal(&mut self, row: usize, height: usize) {
        let is_there = row >= self.scroll + MARGIN.min(height / 4)
            && row + MARGIN.min(height / 4) < self.scroll + height;
        let is_at_top = row < MARGIN && self.scroll == 0 && row < height;
        let top = if is_there || is_at_top { self.scroll } else { row.saturating_sub(height / 3) };
        self.go_to(top, height);
    }

    /// Brings the row of the edit that the reader is at to the middle of the screen. False when there is none.
    pub fn center(&mut self, height: usize) -> bool {
        let stops = self.rows.as_ref().map_or(&[][..], |rows| &rows.stops);
        let stop = stops.iter().find(|stop| Some(stop.edit) == self.current);
        let Some(row) = stop.map(|stop| stop.row) else { return false };
        self.go_to(row.saturating_sub(height / 2), height);
        true
    }

    /// Goes to the next or previous edit, from the current one if it is on screen, else from the screen.
    /// False when there is none.
    pub fn step_edit(&mut self, is_forward: bool, height: usize) -> bool {
        let Some(rows) = self.rows.clone() else {
            return false;
        };
        let stops = self.selected.as_ref().unwrap_or(&rows.stops);
        let on_screen = self.scroll..self.scroll + height.max(1);
        let current = self.current.and_then(|edit| stops.iter().position(|stop| stop.edit == edit));
        let current = current.filter(|at| on_screen.contains(&stops[*at].row));
        let from = self.row_of_passage(height).unwrap_or(self.scroll);
        let next = match (current, is_forward) {
            (Some(at), true) => at.checked_add(1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => Some(stops.partition_point(|stop| stop.row < from)),
            (None, false) => stops.partition_point(|stop| stop.row < from).checked_sub(1),
        };
        let Some(stop) = next.and_then(|at| stops.get(at)).copied() else {
            return false;
        };
        self.be_at_edit(stop.edit);
        self.reveal(stop.row, height);
        true
    }

    /// Lets the reader be at an edit.
    pub const fn be_at_edit(&mut self, edit: usize) {
        (self.current, self.passage) = (Some(edit), None);
    }

    /// The unit of the edit that the reader is at.
    pub fn current_unit(&self) -> Option<usize> {
        Some(self.collation.as_ref()?.edits.get(self.current?)?.unit)
    }

    /// Whether there is a note on an edit.
    pub fn is_noted(&self, edit: usize) -> bool {
        self.noted.iter().any(|(spot, _)| *spot == Spot::Edit(edit))
    }

    /// Where a note stands in the text: its unit and its edit, if it stands there.
    pub fn place_of_note(&self, id: NoteId) -> Option<(usize, usize)> {
        let (spot, _) = self.noted.iter().find(|(_, own)| *own == id)?;
        match spot {
            Spot::Edit(at) => Some((self.collation.as_ref()?.edits.get(*at)?.unit, at + 1)),
            Spot::Unit(at) | Spot::Changed(at) => Some((*at, 0)),
            Spot::Version(_) | Spot::Orphan => None,
        }
    }

    /// The hit of the search that the reader is at.
    pub fn current_hit(&self) -> Option<usize> {
        let at = self.search.as_ref()?.at?;
        self.rows.as_ref()?.hits.get(at).map(|hit| hit.hit)
    }

    /// Goes to the next or previous hit of the search, around the end. False when there is none.
    pub fn step_hit(&mut self, is_forward: bool, height: usize) -> bool {
        let Some(rows) = self.rows.clone().filter(|rows| !rows.hits.is_empty()) else {
            return false;
        };
        let Some(search) = &mut self.search else {
            return false;
        };
        let n = rows.hits.len();
        let at = match (search.at, is_forward) {
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
            (None, _) => rows.hits.partition_point(|hit| hit.row < self.scroll) % n,
        };
        search.at = Some(at);
        self.reveal(rows.hits[at].row, height);
        true
    }
}
